"""Which database a data folder's store lies in: an SQLite file inside it, or a PostgreSQL that it remembers.

`DATABASE_URL` (postgres://user:password@host:port/name) comes first; then the address in the folder's `database.toml`,
which holds no password: libpq finds that in PGPASSWORD or its own password file. Else the SQLite file.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import dj_database_url

from .data_folder import DataFolder, write_whole
from .problems import Problem

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
SCHEMES = ("postgres", "postgresql")
SHAPE = "postgres://用户:口令@主机:5432/库名"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a folder knows of its PostgreSQL: `url` without the password, `first` the hash of the audit chain's first row."""

    url: str
    first: str


def settings_of(data: DataFolder) -> dict[str, Any]:
    """Django's settings of the database in charge."""
    url = url_of(data)
    return postgresql_settings(url) if url else sqlite_settings(data.database)


def url_of(data: DataFolder) -> str:
    """The address of the PostgreSQL in charge; "" when it is the SQLite file."""
    remembered = remembered_by(data)
    return os.environ.get("DATABASE_URL") or (remembered.url if remembered else "")


def sqlite_settings(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": SQLITE,
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def postgresql_settings(url: str) -> dict[str, Any]:
    """Nothing that outlives a transaction is asked of a connection, so a transaction pooler may stand between.

    Problem when the address is none.
    """
    scheme, found, _ = url.partition("://")
    try:
        parsed: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    except ValueError as fault:
        raise Problem("bad_database_url", shape=SHAPE) from fault
    if not found or scheme not in SCHEMES or not parsed.get("NAME"):
        raise Problem("bad_database_url", shape=SHAPE)
    options = {"connect_timeout": 10, **parsed.get("OPTIONS", {}), "prepare_threshold": None}
    return {**parsed, "ENGINE": POSTGRESQL, "DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": options}


def place_of(settings: Mapping[str, Any]) -> str:
    """A database for a reader: never the password."""
    if settings["ENGINE"] == SQLITE:
        return str(settings["NAME"])
    host = settings.get("HOST") or settings.get("OPTIONS", {}).get("host") or "localhost"
    port = settings.get("PORT") or 5432
    return f"PostgreSQL {host}:{port}/{settings['NAME']}"


def remembered_by(data: DataFolder) -> Remembered | None:
    """What the folder remembers; None when its store is the SQLite file. Problem when it cannot be read."""
    if not data.remembered.exists():
        return None
    try:
        read = tomllib.loads(data.remembered.read_text("utf-8"))
        return Remembered(str(read["url"]), str(read["first"]))
    except (OSError, ValueError, KeyError) as fault:
        raise Problem("environment", what=f"读不懂 {data.remembered}：{fault}") from fault


def remember(data: DataFolder, url: str, first: str) -> None:
    """From now on the folder's store is this PostgreSQL: a whole file or none, without the password."""
    lines = (
        "# 库在这个 PostgreSQL 里；这里不写口令（用 DATABASE_URL、PGPASSWORD 或 ~/.pgpass）。",
        f"url = {json.dumps(_without_password(url))}",
        f"first = {json.dumps(first)}",
    )
    write_whole(data.remembered, ("\n".join(lines) + "\n").encode(), mode=0o600)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, where = parts.netloc.rpartition("@")
    options = [(key, value) for key, value in parse_qsl(parts.query) if key != "password"]
    return urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + where, query=urlencode(options)))

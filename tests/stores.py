"""Stores of the command's tests on either database: a data folder, and on PostgreSQL a database of its own beside it."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.types.string import TextLoader

SERVER = os.environ.get("TEST_POSTGRESQL", "")
"""The address of the throw-away PostgreSQL the tests run on; "" when they run on SQLite."""
ON_POSTGRESQL = bool(SERVER)


def address_of(data: Path, *, copy_of: str = "template1") -> str:
    """DATABASE_URL of the folder's own database, which is made when it is first asked for."""
    return f"{SERVER}/{_made(_name_of(data), copy_of)}"


def _name_of(data: Path) -> str:
    return "d_" + sha256(str(data.resolve()).encode()).hexdigest()[:20]


@cache
def _made(name: str, copy_of: str) -> str:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    return name


def environment_of(data: Path | None) -> dict[str, str]:
    """What a command needs beside its data folder."""
    return {"DATABASE_URL": address_of(data)} if ON_POSTGRESQL and data else {}


def copied(data: Path, target: Path) -> Path:
    """A copy of a data folder with the whole store."""
    if ON_POSTGRESQL:
        address_of(target, copy_of=_name_of(data))
    return Path(shutil.copytree(data, target))


def select(data: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """What a store's own tables say, without the product; dates and JSON as text on either database."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(f"file:{data / 'qingshan.sqlite3'}?mode=ro", uri=True)) as store:
            return store.execute(question, values).fetchall()
    with psycopg.connect(address_of(data)) as store:
        for kind in ("date", "jsonb", "timestamptz", "uuid"):
            store.adapters.register_loader(kind, TextLoader)
        store.execute("SET TIME ZONE 'UTC'")
        return store.execute(question.replace("%", "%%").replace("?", "%s"), values).fetchall()


def change(data: Path, *statements: str) -> None:
    """Change a store behind the product's back."""
    if not ON_POSTGRESQL:
        with closing(sqlite3.connect(data / "qingshan.sqlite3")) as store:
            for statement in statements:
                store.execute(statement)
            store.commit()
        return
    with psycopg.connect(address_of(data)) as store:
        for statement in statements:
            store.execute(statement)


def made_once(scratch: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker of a run to ask for it fills; the others wait, and nobody changes it."""
    shared = scratch.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / f"once-{name}"
    with (shared / f"once-{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / "made").touch()
    return folder

"""A store moved between SQLite and PostgreSQL. Until the very last step the old database stays in charge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from .copying import Copied, beside, copy_store, snapshot
from .data_folder import DataFolder
from .database import place_of, postgresql_settings, remember, sqlite_settings
from .problems import Problem

TO_SQLITE = "sqlite"
"""What is said instead of an address to come back into the data folder."""

_CLOSED = "这个库已经搬走，不再写入。请重新启动程序。"
_CLOSE = {
    "sqlite": (
        f"""CREATE TRIGGER store_has_moved BEFORE INSERT ON foundation_auditrow
            BEGIN SELECT RAISE(ABORT, '{_CLOSED}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION store_has_moved() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION '{_CLOSED}'; END $$""",
        "CREATE TRIGGER store_has_moved BEFORE INSERT ON foundation_auditrow EXECUTE FUNCTION store_has_moved()",
    ),
}
"""A program that still has the old database open must not write into it any more: every write has an audit row."""


@dataclass(frozen=True, slots=True)
class Moved:
    """`before` and `after` name the databases; `kept` is where the old one still lies."""

    before: str
    after: str
    copied: Copied


def move_store(data: DataFolder, to: str) -> Moved:
    """Move the open store of a folder to an address, or to "sqlite". Problem, and nothing changed, when it cannot be.

    The audit chain gets no row of it: what a ledger prints of the chain is the same before and after.
    Killed at any moment, the folder's store is whole: before the switch the old one, after it the new one. Half a copy
    is never left, a whole copy may be; then an empty database is needed for the next try.
    """
    before = place_of(connection.settings_dict)
    target, switch = _into_folder(data) if to == TO_SQLITE else _into_postgresql(data, to)
    after = place_of(target) if to != TO_SQLITE else str(data.database)
    if after == before:
        raise Problem("same_database", place=before)
    with snapshot(DEFAULT_DB_ALIAS, alone=True):
        with beside(target) as alias:
            copied = copy_store(DEFAULT_DB_ALIAS, alias)
        switch(copied)
        with connection.cursor() as cursor:
            for statement in _CLOSE[connection.vendor]:
                cursor.execute(statement)
    connection.close()
    return Moved(before, after, copied)


def _into_postgresql(data: DataFolder, url: str) -> tuple[dict[str, Any], Callable[[Copied], None]]:
    return postgresql_settings(url), lambda copied: remember(data, url, copied.first)


def _into_folder(data: DataFolder) -> tuple[dict[str, Any], Callable[[Copied], None]]:
    """Written beside its place and put there whole; the folder then forgets its PostgreSQL."""
    part = data.database.with_name(f".{data.database.name}.part")
    if connection.vendor != "sqlite":
        _remove(part)

    def switch(_: Copied) -> None:
        _remove(data.database)  # what an earlier move left; while the folder remembers its PostgreSQL nobody opens it
        part.replace(data.database)
        data.remembered.unlink(missing_ok=True)

    return sqlite_settings(part), switch


def _remove(database: Path) -> None:
    for name in ("", "-wal", "-shm"):
        database.with_name(database.name + name).unlink(missing_ok=True)

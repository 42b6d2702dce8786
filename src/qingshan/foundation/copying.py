"""A store copied whole from one database into another, whichever they are, and proven equal row by row.

Tables are those of the migrations applied in the source, not of the models of today: an older store is copied as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from .collation import sort_by_code_point
from .database import place_of
from .fits import check_fits
from .problems import Problem

ROWS_AT_ONCE = 1000
Table = type[models.Model]


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied and proven: table → rows; the first and the last hash of the audit chain."""

    rows: Mapping[str, int]
    first: str
    head: str


@contextmanager
def beside(settings: Mapping[str, Any]) -> Iterator[str]:
    """A second database, open under an alias of its own while this lasts."""
    alias = "beside"
    known = {DEFAULT_DB_ALIAS: connections.databases[DEFAULT_DB_ALIAS], alias: dict(settings)}
    connections.databases.update(connections.configure_settings(known))
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


@contextmanager
def snapshot(using: str, *, alone: bool = False) -> Iterator[None]:
    """A transaction that sees one state of the database throughout; `alone`: and nobody else writes meanwhile."""
    connection = connections[using]
    with transaction.atomic(using=using):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                if alone:  # every writer appends to the audit chain; the lock comes before the snapshot
                    cursor.execute("LOCK TABLE foundation_auditrow IN SHARE ROW EXCLUSIVE MODE")
        yield


def copy_store(source: str, target: str) -> Copied:
    """Copy every table into an empty database, one transaction; Problem when it is not empty or does not turn out equal.

    Call within a snapshot of the source.
    """
    applied, tables = _tables(source)
    _make_tables(applied, target)
    if any(table._base_manager.using(target).exists() for table in tables):
        raise Problem("database_not_empty", place=place_of(connections[target].settings_dict))
    with transaction.atomic(using=target):
        for table in tables:
            _copy_rows(table, source, target)
        _set_sequences(tables, target)
        rows = {table._meta.db_table: _proven_equal(table, source, target) for table in tables}
    chain = next(t for t in tables if t._meta.db_table == "foundation_auditrow")._base_manager.using(target)
    hashes = [row.hash for row in (chain.order_by("seq").first(), chain.order_by("seq").last()) if row]
    return Copied(rows, *(hashes or ("", "")))


def _tables(using: str) -> tuple[list[tuple[str, str]], list[Table]]:
    """The migrations applied in a database, and the models of the tables they made."""
    loader = MigrationLoader(connections[using])
    applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    made = loader.project_state(applied).apps.get_models(include_auto_created=True)
    return applied, [table for table in made if table._meta.managed and not table._meta.proxy]


def _make_tables(applied: list[tuple[str, str]], target: str) -> None:
    """The same migrations there. Problem when other tables or migrations are there already."""
    connection = connections[target]
    there = set(MigrationLoader(connection).applied_migrations)
    strange = {"spatial_ref_sys"} if connection.vendor == "postgresql" else set()
    if there - set(applied) or (not there and set(connection.introspection.table_names()) - strange):
        raise Problem("database_not_empty", place=place_of(connection.settings_dict))
    MigrationExecutor(connection).migrate(applied)
    sort_by_code_point(target)


def _pages(table: Table, using: str) -> Iterator[list[models.Model]]:
    """The rows in the order of their keys, some at a time: neither driver holds a whole table."""
    rows = table._base_manager.using(using).order_by("pk")
    page = list(rows[:ROWS_AT_ONCE])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1].pk)[:ROWS_AT_ONCE])


def _copy_rows(table: Table, source: str, target: str) -> None:
    for page in _pages(table, source):
        for row in page:
            try:
                check_fits(row)
            except Problem as fault:
                raise Problem("row_unfit", table=table._meta.db_table, key=row.pk, why=fault.sentence) from fault
        table._base_manager.using(target).bulk_create(page)


def _set_sequences(tables: list[Table], target: str) -> None:
    """The next key each table gives is free. SQLite sees to that by itself."""
    connection = connections[target]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _proven_equal(table: Table, source: str, target: str) -> int:
    """How many rows; Problem when the rows of the two sides, read anew, are not the same."""
    count, ours = _digest(table, source)
    if (count, ours) != _digest(table, target):
        raise Problem("copy_differs", table=table._meta.db_table)
    return count


def _digest(table: Table, using: str) -> tuple[int, str]:
    """The number of rows, and one SHA-256 over all values of all of them in the order of their keys."""
    names = [field.attname for field in table._meta.concrete_fields]
    running, count = hashlib.sha256(), 0
    for page in _pages(table, using):
        count += len(page)
        for row in page:
            values = [getattr(row, name) for name in names]
            running.update(json.dumps(values, sort_keys=True, default=_as_text).encode() + b"\n")
    return count, running.hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)

"""A store copied whole from one database into another, whichever they are, and proven equal row by row.

Tables are those of the migrations applied in the source, not of the models of today: an older store is copied as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
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
from .geometry_field import index_everything
from .problems import Problem
from .turn import LOCK

ROWS_AT_ONCE = 1000
Table = type[models.Model]
Step = tuple[str, str]


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
    with _alone(using) if alone else nullcontext(), transaction.atomic(using=using):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def _alone(using: str) -> Iterator[None]:
    """The writers' turn, from before the transaction: its snapshot must hold what the writer before us wrote."""
    if connections[using].vendor != "postgresql":
        yield  # BEGIN IMMEDIATE sees to it
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def copy_store(source: str, target: str) -> Copied:
    """Copy every table into an empty database, one transaction; Problem when it is not empty or does not turn out equal.

    Call within a snapshot of the source.
    """
    last, tables = _tables(source)
    _make_tables(last, target)
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


def _tables(using: str) -> tuple[list[Step], list[Table]]:
    """The last migration applied of each app, and the models of the tables they all made."""
    loader = MigrationLoader(connections[using])
    applied = {key for key in loader.applied_migrations if key in loader.graph.nodes}
    node = loader.graph.node_map
    last = sorted(
        key for key in applied if not any(c.key in applied and c.key[0] == key[0] for c in node[key].children)
    )
    made = loader.project_state(last).apps.get_models(include_auto_created=True)
    return last, [table for table in made if table._meta.managed and not table._meta.proxy]


def _make_tables(last: list[Step], target: str) -> None:
    """The same migrations there. Problem when tables of something else are there."""
    connection = connections[target]
    there = set(connection.introspection.table_names()) - {"spatial_ref_sys"}
    if there and "foundation_store" not in there:
        raise Problem("database_not_empty", place=place_of(connection.settings_dict))
    MigrationExecutor(connection).migrate(last)
    sort_by_code_point(target)
    index_everything(target)


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

"""One writer at a time, on both databases: what an action read stays true until it has written, and the audit chain
stays one chain. SQLite has it by itself (`BEGIN IMMEDIATE`); readers wait for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

LOCK = 0x71_73  # "qs": the store's own number among PostgreSQL's advisory locks, which are one set a database
PATIENCE = "20s"
"""As long as SQLite's busy timeout; then the writer is told that somebody else is writing."""


@contextmanager
def writing(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A transaction that has the turn from its beginning; inside another one, a savepoint."""
    with transaction.atomic(using=using):
        take_turn(using)
        yield


def take_turn(using: str = DEFAULT_DB_ALIAS) -> None:
    """Wait for the turn and keep it until the transaction ends; taking it again costs nothing."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", [PATIENCE, LOCK])

"""Texts sort the same on both databases: by code point, as SQLite does. On PostgreSQL every text column of ours is
given the collation "C" after each migration, whatever the collation of the server; so no model has to say it."""

from __future__ import annotations

from collections import defaultdict

from django.db import DEFAULT_DB_ALIAS, connections

_OTHERWISE_SORTED = """
SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
WHERE t.relnamespace = current_schema()::regnamespace AND t.relname = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attcollation <> 0 AND a.attcollation <> 'pg_catalog."C"'::regcollation
ORDER BY t.relname, a.attnum
"""


def sort_by_code_point(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give every text column of Django's tables in this database the collation "C"; nothing to do on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    columns: defaultdict[str, list[str]] = defaultdict(list)
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_OTHERWISE_SORTED, [connection.introspection.django_table_names()])
        for table, column, kind in cursor.fetchall():
            columns[table].append(f'ALTER COLUMN {quoted(column)} TYPE {kind} COLLATE "C"')
        for table, changes in columns.items():
            cursor.execute(f"ALTER TABLE {quoted(table)} {', '.join(changes)}")

"""A geometry column in CGCS2000 degrees: PostGIS's own on PostgreSQL; WKB with an R*Tree beside the table on SQLite.

The Python value is a shapely geometry or None. Lookups: `intersects=geometry`, `within_metres=(geometry, metres)`.
Index and triggers are made after every `migrate`, for a table that SQLite remakes loses its triggers.
"""

# ruff: noqa: ARG002, S608  a field asks models for their tables and writes SQL of their names, not of values

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.lookups import Lookup

SRID = 4490
SIDES = ("min_x", "max_x", "min_y", "max_y")
GEOMETRY = f"ST_GeomFromWKB(%s, {SRID})"


def _shapely() -> Any:
    """Loaded at the first geometry: a command that needs none starts without numpy."""
    return import_module("shapely")


def _measures() -> Any:
    return import_module("qingshan.rulebook.geometry")


class GeometryField(models.Field):  # type: ignore[type-arg]  # no generic at run time
    """Any geometry or NULL; not for ordering or comparing in SQL."""

    description = "geometry in EPSG:4490"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, "editable": False, **kwargs})

    def db_type(self, connection: Any) -> str:
        return f"geometry(Geometry,{SRID})" if connection.vendor == "postgresql" else "BLOB"

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return None if value is None else _shapely().from_wkb(bytes(value) if isinstance(value, memoryview) else value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            return _shapely().from_wkt(value)
        return _shapely().from_wkb(bytes(value)) if isinstance(value, (bytes, memoryview)) else value

    def get_prep_value(self, value: Any) -> bytes | None:
        return None if value is None else wkb(self.to_python(value))

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return GEOMETRY if connection.vendor == "postgresql" and value is not None else "%s"

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(_shapely().to_wkt(value, rounding_precision=-1))


def wkb(geometry: Any) -> bytes:
    return bytes(_shapely().to_wkb(geometry, output_dimension=2, byte_order=1))


class _Spatial(Lookup):  # type: ignore[type-arg]  # no generic at run time
    """`rhs` stays a Python value; on SQLite the R*Tree picks candidates and a function of ours decides."""

    prepare_rhs = False

    def indexed(self, connection: Any, bounds: Sequence[float]) -> tuple[str, list[float]]:
        target, alias = self.lhs.target, self.lhs.alias
        quote = connection.ops.quote_name
        pk = f"{quote(alias)}.{quote(target.model._meta.pk.column)}"
        west, south, east, north = bounds
        table = quote(index_name(target))
        return (
            f"{pk} IN (SELECT id FROM {table} WHERE max_x >= %s AND min_x <= %s AND max_y >= %s AND min_y <= %s)",
            [west, east, south, north],
        )


@GeometryField.register_lookup
class Intersects(_Spatial):
    """The column shares a point with the geometry given, such as a box."""

    lookup_name = "intersects"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        found, bounds = self.indexed(connection, self.rhs.bounds)
        return f"({found} AND qs_intersects({lhs}, %s))", [*bounds, *params, wkb(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"ST_Intersects({lhs}, {GEOMETRY})", [*params, wkb(self.rhs)]


@GeometryField.register_lookup
class WithinMetres(_Spatial):
    """The column comes within so many metres of the geometry given, measured in the Gauss-Krüger zone of that one."""

    lookup_name = "within_metres"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        geometry, metres = self.rhs
        found, bounds = self.indexed(connection, _measures().box_around(geometry, metres))
        return f"({found} AND qs_distance({lhs}, %s) <= %s)", [*bounds, *params, wkb(geometry), float(metres)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        geometry, metres = self.rhs
        zone = _measures().area_system(geometry.centroid.x).epsg
        near = f"{lhs} && ST_MakeEnvelope(%s, %s, %s, %s, {SRID})"
        within = f"ST_DWithin(ST_Transform({lhs}, {zone}), ST_Transform({GEOMETRY}, {zone}), %s)"
        bounds = _measures().box_around(geometry, metres)
        return f"({near} AND {within})", [*params, *bounds, *params, wkb(geometry), float(metres)]


# -- the index beside a table of SQLite


def index_name(field: Any) -> str:
    return f"{field.model._meta.db_table}_{field.column}_rtree"


def add_functions(*, connection: Any, **_: Any) -> None:
    """What SQLite's triggers and lookups call; for the signal `connection_created`."""
    if connection.vendor != "sqlite":
        return
    for number, name in enumerate(SIDES):
        connection.connection.create_function(f"qs_{name}", 1, _side(number), deterministic=True)
    connection.connection.create_function("qs_intersects", 2, _intersects, deterministic=True)
    connection.connection.create_function("qs_distance", 2, _distance, deterministic=True)


def _side(number: int) -> Any:
    at = (0, 2, 1, 3)[number]

    def side(value: bytes | None) -> float | None:
        return None if value is None else float(_shapely().from_wkb(value).bounds[at])

    return side


def _intersects(one: bytes | None, other: bytes | None) -> bool:
    if one is None or other is None:
        return False
    shapely = _shapely()
    return bool(shapely.intersects(shapely.from_wkb(one), shapely.from_wkb(other)))


def _distance(one: bytes | None, other: bytes | None) -> float | None:
    if one is None or other is None:
        return None
    shapely = _shapely()
    return float(_measures().distance_m(shapely.from_wkb(one), shapely.from_wkb(other)))


def drop_triggers(sender: AppConfig, plan: Sequence[Any] = (), using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Before tables of an app change: SQLite changes no column that a trigger speaks of. For `pre_migrate`."""
    connection = connections[using]
    if connection.vendor != "sqlite" or sender.label not in {migration.app_label for migration, _ in plan}:
        return
    with connection.cursor() as cursor:
        for field in _fields(sender):
            for name in _triggers(field):
                cursor.execute(f"DROP TRIGGER IF EXISTS {connection.ops.quote_name(name)}")


def make_indexes(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """The spatial index of every geometry column of an app, if it is not there yet. For `post_migrate`."""
    connection = connections[using]
    for field in _fields(sender):
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            table = field.model._meta.db_table
            if table not in tables:
                continue
            columns = connection.introspection.get_table_description(cursor, table)
            if field.column not in {column.name for column in columns}:
                continue
            if connection.vendor == "postgresql":
                name, quote = f"{table}_{field.column}_gist", connection.ops.quote_name
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {quote(name)} ON {quote(table)} USING gist ({quote(field.column)})"
                )
            else:
                _make_rtree(cursor, connection.ops.quote_name, field)


def index_everything(using: str = DEFAULT_DB_ALIAS) -> None:
    """Every spatial index of a database whose tables were made without the command `migrate` and its signal."""
    for app in apps.get_app_configs():
        make_indexes(app, using)


def _make_rtree(cursor: Any, quote: Any, field: Any) -> None:
    """R*Tree and its triggers; filled anew from the table when a trigger was missing."""
    triggers = _triggers(field)
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' OR name = %s", [index_name(field)])
    there = {name for (name,) in cursor.fetchall()}
    if {*triggers, index_name(field)} <= there:
        return
    index, table = quote(index_name(field)), quote(field.model._meta.db_table)
    cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING rtree(id, {', '.join(SIDES)})")
    for name, sql in triggers.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)}")
        cursor.execute(sql)
    column, pk = quote(field.column), quote(field.model._meta.pk.column)
    sides = ", ".join(f"qs_{side}({column})" for side in SIDES)
    cursor.execute(f"DELETE FROM {index}")
    cursor.execute(f"INSERT INTO {index} SELECT {pk}, {sides} FROM {table} WHERE {column} IS NOT NULL")


def _triggers(field: Any) -> dict[str, str]:
    """Name → statement. An update writes the index anew only when the geometry or the key changed."""
    meta, index = field.model._meta, index_name(field)
    table, column, pk = meta.db_table, field.column, meta.pk.column
    values = ", ".join(f'qs_{side}(NEW."{column}")' for side in SIDES)
    put = f'INSERT INTO "{index}" SELECT NEW."{pk}", {values} WHERE NEW."{column}" IS NOT NULL;'
    take = f'DELETE FROM "{index}" WHERE id = OLD."{pk}";'
    changed = f'OLD."{column}" IS NOT NEW."{column}" OR OLD."{pk}" IS NOT NEW."{pk}"'
    return {
        f"{index}_{when}": f'CREATE TRIGGER "{index}_{when}" AFTER {event} ON "{table}" BEGIN {body} END'
        for when, event, body in (
            ("insert", "INSERT", put),
            ("delete", "DELETE", take),
        )
    } | {
        f"{index}_update": (
            f'CREATE TRIGGER "{index}_update" AFTER UPDATE ON "{table}" WHEN {changed} BEGIN {take} {put} END'
        )
    }


def _fields(app: AppConfig) -> Iterator[Any]:
    for model in app.get_models():
        yield from (field for field in model._meta.local_fields if isinstance(field, GeometryField))

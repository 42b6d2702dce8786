"""What fits into a column is the same on both databases: PostgreSQL refuses what SQLite would keep, too late and in
English. So every row of ours is looked at before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from .exact import LONGEST_NUMBER
from .problems import Problem

Row = TypeVar("Row", bound=models.Model)
_RANGES = BaseDatabaseOperations.integer_field_ranges


def check_fits(row: models.Model) -> None:
    """Problem for a text that is longer than its column, one with a NUL, or a number beyond its column's."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        why = ""
        if isinstance(value, str):
            why = _text_fault(field, value)
        elif isinstance(value, int) and field.get_internal_type() in _RANGES:
            low, high = _RANGES[field.get_internal_type()]
            why = "" if low <= value <= high else f"超出范围（{low} 到 {high}）。"
        elif isinstance(value, Decimal) and len(format(value, "f")) > LONGEST_NUMBER:
            why = f"位数太多，最多 {LONGEST_NUMBER} 位。"
        elif isinstance(field, models.JSONField):
            why = "含有空字符（NUL），存不下。" if _has_nul(value) else ""
        if why:
            raise Problem("bad_value", field=field.verbose_name, value=str(value)[:40].replace("\0", "␀"), why=why)


def _text_fault(field: models.Field[Any, Any], value: str) -> str:
    if "\0" in value:
        return "含有空字符（NUL），存不下。"
    longest = field.max_length
    return f"太长：{len(value)} 字，最多 {longest} 字。" if longest and len(value) > longest else ""


def _has_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(key) or _has_nul(item) for key, item in value.items())
    return isinstance(value, (list, tuple)) and any(map(_has_nul, value))


def all_fit(rows: Iterable[Row]) -> list[Row]:
    """The rows, each looked at, for a bulk insert: Django asks nobody before one."""
    listed = list(rows)
    for row in listed:
        check_fits(row)
    return listed

"""What fits into a column is the same on both databases: PostgreSQL refuses what SQLite would keep, too late and in
English. So every row of ours is looked at before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeVar

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from .exact import LONGEST_NUMBER
from .problems import Problem

Row = TypeVar("Row", bound=models.Model)
_RANGES = BaseDatabaseOperations.integer_field_ranges


def check_fits(row: models.Model) -> None:
    """Problem for a text that is longer than its column, one with a NUL, or a number beyond its column's."""
    values = row.__dict__
    for column in _columns(type(row)):
        why = column.fault(values.get(column.name))
        if why:
            value = str(values[column.name])[:40].replace("\0", "␀")
            raise Problem("bad_value", field=column.title, value=value, why=why)


@dataclass(frozen=True, slots=True)
class _Column:
    """What fits into a column: `longest` signs of a text (0: any number), whole numbers of `span`, JSON without a NUL."""

    name: str
    title: str
    longest: int
    span: tuple[int, int] | None
    is_json: bool

    def fault(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return _text_fault(value, self.longest)
        if isinstance(value, int) and self.span is not None:
            low, high = self.span
            return "" if low <= value <= high else f"超出范围（{low} 到 {high}）。"
        if isinstance(value, Decimal) and len(format(value, "f")) > LONGEST_NUMBER:
            return f"位数太多，最多 {LONGEST_NUMBER} 位。"
        return "含有空字符（NUL），存不下。" if self.is_json and _has_nul(value) else ""


@cache
def _columns(table: type[models.Model]) -> tuple[_Column, ...]:
    return tuple(
        _Column(
            field.attname,
            str(field.verbose_name),
            field.max_length or 0,
            _RANGES.get(field.get_internal_type()),
            isinstance(field, models.JSONField),
        )
        for field in table._meta.concrete_fields
    )


def _text_fault(value: str, longest: int) -> str:
    if "\0" in value:
        return "含有空字符（NUL），存不下。"
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

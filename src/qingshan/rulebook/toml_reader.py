"""TOML tables into the classes of `programme.py`, by their annotations; every fault of shape is reported, none raised.

A value that is missing or of a wrong type is replaced by an empty one, so that the rest of its row can still be judged;
its key is marked bad in the report and not judged again.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from .findings import Report, nearest
from .programme import (
    BatchDeadline,
    Category,
    CheckUse,
    Ending,
    Evidence,
    Gate,
    LedgerColumn,
    Parameter,
    ReadingLine,
    Step,
    Waivable,
)
from .toml_writer import toml_value

NO_DAY = date.min
"""Stands for a day that could not be read."""

IDENTITY: dict[type, tuple[str, ...]] = {
    BatchDeadline: ("batch",),
    Ending: ("fact", "result"),
    Gate: ("action",),
    LedgerColumn: ("key",),
    Step: ("stage",),
    Waivable: ("action", "check"),
}
YEARS = range(1949, 2200)
"""Years a notice may speak of: no reckoning of days runs out of the calendar."""

MAY_BE_EMPTY = {(Category, "subtotal"), (Parameter, "unit")}
CODES = frozenset({"code", "clause", "batch", "region", "version"})
"""Keys whose value looks like a number and is a name."""

TYPE_WORDS = {
    str: "文字（加引号）",
    int: "整数",
    bool: "true 或 false",
    Decimal: "数字",
    date: "日期，不加引号",
    time: "时刻，不加引号",
}


EXAMPLES: dict[Any, str] = {
    str: '"文字"',
    int: "1",
    bool: "true",
    Decimal: "1.5",
    date: "2021-03-01",
    time: "12:00:00",
    Any: '"值"',
}
EXAMPLES_OF_KEYS = {
    "clause": '"第三条"',
    "party": '"office"',
    "stage": '"survey"',
    "check": '"satisfied"',
    "kind": '"survey"',
    "results": '["completed"]',
    "holds": '"included"',
    "holiday_policy": '"next_workday"',
    "day_kind": '"calendar"',
    "level": '"district"',
    "percent": "100",
    "weekday": "4",
    "region": '"110105"',
    "governs": '"public_days"',
    "value": '"name"',
}
"""What is written for a key, where its type alone says too little."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row that was read, with where it stands."""

    value: Any
    file: str
    key: str


@lru_cache(maxsize=64)
def hints_of(cls: type) -> Mapping[str, Any]:
    return get_type_hints(cls)


def label_of(cls: type, get: Any, index: int) -> str:
    """How a row is named in a key path: by its code, else by its place in the list, counted from 1."""
    parts = [get(key) for key in IDENTITY.get(cls, ("code",))]
    named = all(isinstance(part, str) and part for part in parts)
    return ".".join(parts) if named else str(index)


def takes_params(cls: type) -> bool:
    return cls in (Evidence, CheckUse)


class Reader:
    """Reads values of one file into typed ones, reporting to `report`. `used` collects the keys that were read."""

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report

    def table(self, cls: type, raw: Any, key: str) -> Any:
        """One instance of a dataclass from a table."""
        if not isinstance(raw, dict):
            self._wrong(key, raw, "一张表")
            raw = None
        values: dict[str, Any] = {}
        hints = hints_of(cls)
        known = {f.name: f for f in fields(cls) if not (takes_params(cls) and f.name == "params")}
        for name, one in known.items():
            if raw is not None and name in raw:
                values[name] = self._value(hints[name], raw[name], f"{key}.{name}", name, _is_required(cls, one))
            elif _has_default(one):
                continue
            else:
                if raw is not None:
                    self.report.add(self.file, f"{key}.{name}", "missing_key", f"缺少“{name}”", _how(name, hints[name]))
                values[name] = empty(hints[name])
        extra = {name: value for name, value in (raw or {}).items() if name not in known}
        if takes_params(cls):
            values["params"] = {name: plain(value) for name, value in extra.items()}
        else:
            for name in extra:
                hint = nearest(name, known)
                self.report.add(self.file, f"{key}.{name}", "unknown_key", f"不认识的键“{name}”", hint)
        return cls(**values)

    def rows(self, cls: type, raw: Any, key: str) -> tuple[Row, ...]:
        """Rows of a list of tables."""
        if not isinstance(raw, list):
            self._wrong(key, raw, f"一组表，写作 [[{key}]]")
            return ()
        found = []
        for index, one in enumerate(raw, 1):
            label = label_of(cls, one.get, index) if isinstance(one, dict) else str(index)
            path = f"{key}[{label}]"
            found.append(Row(self.table(cls, one, path), self.file, path))
        return tuple(found)

    def _value(self, hint: Any, raw: Any, key: str, name: str, required: bool) -> Any:
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            hint = next(arg for arg in get_args(hint) if arg is not type(None))
            origin = get_origin(hint)
        if hint is Any:
            return plain(raw)
        if isinstance(hint, type) and is_dataclass(hint):
            return self.table(hint, raw, key)
        if origin is tuple or origin is frozenset:
            return self._list(get_args(hint)[0], origin, raw, key, name)
        if origin is not None and issubclass(origin, Mapping):
            return self.mapping(get_args(hint)[1], raw, key, name)
        return self._scalar(hint, raw, key, name, required)

    def _list(self, item: Any, kind: Any, raw: Any, key: str, name: str) -> Any:
        if isinstance(item, type) and is_dataclass(item):
            return tuple(row.value for row in self.rows(item, raw, key))
        if not isinstance(raw, list):
            self._wrong(key, raw, f"一组值，写 {name} = [{_example(item)}]")
            return kind(())
        return kind(self._value(item, one, f"{key}[{i}]", name, False) for i, one in enumerate(raw, 1))

    def mapping(self, item: Any, raw: Any, key: str, name: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self._wrong(key, raw, f'一张表，写 {name} = {{ "代码" = {_example(item)} }}')
            return {}
        return {str(k): self._value(item, one, f"{key}.{k}", name, False) for k, one in raw.items()}

    def _scalar(self, hint: type, raw: Any, key: str, name: str, required: bool) -> Any:
        if hint is str and isinstance(raw, (int, Decimal)) and not isinstance(raw, bool) and name in CODES:
            code = "clause_unquoted" if name == "clause" else "unquoted"
            what = "条款号" if name == "clause" else "代码"
            self.report.add(self.file, key, code, f"{what}没有加引号：{raw}", f'写作 {name} = "{raw}"')
            return str(raw)
        if to_fill(raw):
            self.report.add(self.file, key, "to_fill", f"还没有填：{raw}", _how(name, hint))
            return empty(hint)
        value = _as(hint, raw)
        if hint is date and value is not None and value.year not in YEARS:
            told = f"年份不合适：{value}"
            self.report.add(
                self.file, key, "bad_date", told, f"写 {name} = {EXAMPLES[date]}，{YEARS[0]} 至 {YEARS[-1]} 年之间"
            )
            return empty(hint)
        if value is None:
            self._wrong(key, raw, f"{TYPE_WORDS.get(hint, '别的类型')}，{_how(name, hint)}")
            return empty(hint)
        if hint is str and required and not value.strip():
            self.report.add(self.file, key, "empty_value", "不能空着", _how(name, hint))
        return value

    def _wrong(self, key: str, raw: Any, wanted: str) -> None:
        self.report.add(self.file, key, "wrong_type", f"类型不对：{shown(raw)}", f"应为{wanted}")


def _as(hint: type, raw: Any) -> Any:
    """A TOML scalar as the type asked for, or None. TOML's own types only: a date in quotes is text."""
    if hint is Decimal and isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        return Decimal(raw) if Decimal(raw).is_finite() else None
    if hint is date:
        return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None
    if hint is int:
        return raw if isinstance(raw, int) and not isinstance(raw, bool) else None
    return raw if isinstance(raw, hint) else None


def to_fill(raw: Any) -> bool:
    """Whether a value is a mark left by a new folder: 待填 and what for."""
    return isinstance(raw, str) and raw.startswith("待填")


def shown(raw: Any) -> str:
    """A value as it is written in the file, cut short."""
    text = toml_value(raw)
    return text if len(text) <= 40 else text[:40] + "…"


def _how(name: str, hint: Any) -> str:
    """The line to write for a key."""
    return f"写 {name} = {EXAMPLES_OF_KEYS.get(name) or _example(hint)}"


def example_row(cls: type) -> str:
    """The keys a row of a table has at the least, each with an example."""
    named = [one for one in fields(cls) if not _has_default(one)]
    return "，".join(_how(one.name, hints_of(cls)[one.name]).removeprefix("写 ") for one in named)


def _example(hint: Any) -> str:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _example(next(arg for arg in get_args(hint) if arg is not type(None)))
    if origin is tuple or origin is frozenset:
        return f"[{_example(get_args(hint)[0])}]"
    if origin is not None and issubclass(origin, Mapping):
        return f'{{ "代码" = {_example(get_args(hint)[1])} }}'
    if isinstance(hint, type) and is_dataclass(hint):
        named = [one for one in fields(hint) if not _has_default(one)]
        inner = (
            f"{one.name} = {EXAMPLES_OF_KEYS.get(one.name) or _example(hints_of(hint)[one.name])}" for one in named
        )
        return f"{{ {', '.join(inner)} }}"
    return EXAMPLES.get(hint, '"文字"')


def _has_default(one: Field[Any]) -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING


def _is_required(cls: type, one: Field[Any]) -> bool:
    return not _has_default(one) and (cls, one.name) not in MAY_BE_EMPTY


def plain(raw: Any) -> Any:
    """A free value: whole numbers, words, days and lists of them, lists as tuples so that nothing can change it."""
    if isinstance(raw, list):
        return tuple(plain(one) for one in raw)
    if isinstance(raw, dict):
        return {key: plain(value) for key, value in raw.items()}
    return raw


def empty(hint: Any) -> Any:
    """The value that stands for one that could not be read."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None
    if origin is tuple or origin is frozenset:
        return origin(())
    if origin is not None and issubclass(origin, Mapping):
        return {}
    if isinstance(hint, type) and is_dataclass(hint):
        return hint(**{f.name: empty(hints_of(hint)[f.name]) for f in fields(hint) if not _has_default(f)})
    empties: dict[Any, Any] = {str: "", int: 0, bool: False, Decimal: Decimal(0), date: NO_DAY, time: time(0)}
    return empties.get(hint)


__all__ = ["NO_DAY", "Reader", "ReadingLine", "Row", "empty", "label_of", "plain", "takes_params"]

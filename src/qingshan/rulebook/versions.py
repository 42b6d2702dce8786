"""What one version of a notice says otherwise than another, line by line (design §1a, rule 14)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from .programme import Programme

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_KEYS = ("code", "action", "batch", "stage", "fact", "key", "no", "check", "slot")
_OWN = frozenset({"version", "digest"})


@dataclass(frozen=True, slots=True)
class Difference:
    """`table` and `key` name the line as its file does, `field` what of it changed ("" for a whole line).

    `what`: added, removed, changed. Values are as they are printed, "" where there is none.
    """

    table: str
    key: str
    field: str
    what: str
    before: str
    after: str
    clause: str


def order_of(version: str) -> tuple[tuple[int, int, str], ...]:
    """What versions are put in order by: numbers as numbers, words as words whatever their case (2018.9 < 2018.10)."""
    parts = re.findall(r"\d+|[^\d.-]+", version)
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part.casefold()) for part in parts)


def differences(ours: Programme, new: Programme) -> Iterator[Difference]:
    """Every difference but that of the version's own number, in the order of the tables."""
    for one in fields(Programme):
        if one.init and one.name not in _OWN:
            yield from _of(one.name, "", getattr(ours, one.name), getattr(new, one.name), "")


def _of(table: str, key: str, ours: Any, new: Any, clause: str) -> Iterator[Difference]:
    if ours == new:
        return
    if _is_lines(ours) and _is_lines(new):
        yield from _of_lines(table, key, ours, new)
    elif is_dataclass(ours) and type(ours) is type(new):
        clause = str(getattr(new, "clause", "") or clause)
        for one in fields(ours):
            yield from _of_field(table, key, one.name, getattr(ours, one.name), getattr(new, one.name), clause)
    else:
        yield Difference(table, key, "", CHANGED, _said(ours), _said(new), clause)


def _of_field(table: str, key: str, name: str, ours: Any, new: Any, clause: str) -> Iterator[Difference]:
    if ours == new:
        return
    if (_is_lines(ours) and _is_lines(new)) or (is_dataclass(ours) and type(ours) is type(new)):
        yield from _of(f"{table}.{name}", key, ours, new, clause)
    else:
        yield Difference(table, key, name, CHANGED, _said(ours), _said(new), clause)


def _is_lines(value: Any) -> bool:
    return isinstance(value, tuple) and all(is_dataclass(item) for item in value)


def _of_lines(table: str, under: str, ours: Iterable[Any], new: Iterable[Any]) -> Iterator[Difference]:
    before, after = _keyed(ours), _keyed(new)
    for key, line in before.items():
        whole = f"{under}/{key}" if under else key
        clause = str(getattr(line, "clause", ""))
        if key in after:
            yield from _of(table, whole, line, after[key], clause)
        else:
            yield Difference(table, whole, "", REMOVED, _said(line), "", clause)
    for key, line in after.items():
        if key not in before:
            whole = f"{under}/{key}" if under else key
            yield Difference(table, whole, "", ADDED, "", _said(line), str(getattr(line, "clause", "")))
    shared = [k for k in before if k in after]
    if shared != [k for k in after if k in before]:
        yield Difference(table, under, "", CHANGED, "、".join(shared), "、".join(k for k in after if k in before), "")


def _keyed(lines: Iterable[Any]) -> dict[str, Any]:
    """Lines by what names them; lines of one name are told apart by their number."""
    found: dict[str, Any] = {}
    for line in lines:
        name = name_of(line)
        key, number = name, 2
        while key in found:
            key, number = f"{name}#{number}", number + 1
        found[key] = line
    return found


def name_of(line: Any) -> str:
    """What names a line among those of its table."""
    name = ".".join(str(getattr(line, key)) for key in _KEYS if getattr(line, key, ""))
    return f"{name}.{line.result}" if getattr(line, "result", "") else name


def _said(value: Any) -> str:
    """A value as a reader compares it."""
    if is_dataclass(value):
        parts = ((f.name, getattr(value, f.name)) for f in fields(value))
        return "，".join(f"{name}={_said(item)}" for name, item in parts if item not in ("", None, (), {}))
    if isinstance(value, Mapping):
        return "，".join(f"{key}={_said(item)}" for key, item in value.items())
    if isinstance(value, (frozenset, set)):
        return "、".join(sorted(map(str, value)))
    if isinstance(value, (tuple, list)):
        return "、".join(map(_said, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value in (None, date.min) else str(value)

"""The cells of a site that its fields' types alone do not explain: positions, terms, streets, names, capacities."""

# ruff: noqa: ARG002  the readers stand in one table and share a signature

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from qingshan.rulebook.nouns.site import SITE

from .codes import read_number_text
from .complaints import Problem
from .coordinates import Metres, read_angle, read_pair
from .dates import read_term
from .grid import ERROR, FORMULA, NUMBER, TEXT, Cell, text_cell
from .heads import Column
from .parsed import NOTHING, Context, Parsed, bad
from .streets import Streets
from .synonyms import LONLAT, TERM
from .tidy import clean, flat, is_nothing, is_unknown
from .values import read_capacity, read_value
from .words import NOT_CANCELLED, YES_NO, read_bool

FIELDS = {f.key: f for f in SITE.fields}
UNNAMED_WORDS = frozenset(
    "无名 无 未命名 无名称 不详 未知 无名矿 无名矿山 无名采矿点 无名矿点 无名称矿山 unnamed".split()
)
CODES = {"source_no", "owner_legacy_no"}
METRES = "metres"
"""Hint: plane coordinates of the row, {longitude, latitude: figure under that head, head: what the heads say}."""
NAMES = {LONLAT: "经纬度", TERM: "许可证有效期"}
Hints = dict[str, Any]


class SiteCells:
    """Reads a cell for a field of a site. What a cell says beyond its value is left in the row's hints."""

    def __init__(self, context: Context, streets: Streets) -> None:
        self._context, self._streets = context, streets
        self._special: dict[str, Callable[[Cell, Column, Hints], Parsed]] = {
            LONLAT: self._pair,
            TERM: self._term,
            "longitude": self._angle,
            "latitude": self._angle,
            "street": self._street,
            "name": self._name,
            "capacity": self._capacity,
            "licence_state": self._state,
            "production_state": self._state,
            **dict.fromkeys(CODES, self._code),
        }

    def read(self, key: str, cell: Cell, column: Column, hints: Hints) -> Parsed:
        """The cell as a value of the field `key`, every problem with the field's name in it."""
        if cell.kind in {ERROR, FORMULA}:
            return named(key, bad("error_cell" if cell.kind == ERROR else "formula_uncomputed"))
        if key in self._special:
            return named(key, self._special[key](cell, column, hints))
        return self._plain(key, cell, column)

    def _plain(self, key: str, cell: Cell, column: Column) -> Parsed:
        return read_value(FIELDS[key], cell, self._context.under(column.unit))

    def _pair(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        if says_nothing(cell):
            return NOTHING
        found = read_pair(cell.shown)
        if found is None:
            return bad("coordinate_unknown")
        if isinstance(found, Problem):
            return Parsed(problems=(found,))
        longitude, latitude = found
        if isinstance(longitude, Metres) or isinstance(latitude, Metres):
            hints[METRES] = {"longitude": longitude.text, "latitude": latitude.text, "head": column.head}
            return NOTHING
        text = clean(cell.shown) if longitude.converted or latitude.converted else ""
        return Parsed(as_read=text, more={"longitude": longitude.text, "latitude": latitude.text})

    def _angle(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        if says_nothing(cell):
            return NOTHING
        found = read_angle(cell, column.field)
        if found is None:
            return self._pair(cell, column, hints)
        if isinstance(found, Problem):
            return Parsed(problems=(found,))
        if isinstance(found, Metres):
            given = hints.setdefault(METRES, {"head": ""})
            given |= {column.field: found.text, "head": f"{given['head']} {column.head}"}
            return NOTHING
        if found.axis and found.axis != ("E" if column.field == "longitude" else "N"):
            hints["axes_swapped"] = True
        return Parsed(found.text, clean(cell.shown) if found.converted else "")

    def _term(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        if cell.kind != TEXT:
            end = self._plain("licence_to", cell, column)
            return Parsed(problems=end.problems, more={} if end.value is None else {"licence_to": end.value})
        if says_nothing(cell):
            return NOTHING
        ends = read_term(cell.shown)
        more: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, text in zip(("licence_from", "licence_to"), ends or ("", cell.shown), strict=True):
            end = self._plain(key, text_cell(text), column) if text else NOTHING
            problems += end.problems
            if end.value is not None:
                more[key] = end.value
        return Parsed(problems=tuple(problems), more=more)

    def _street(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        raw = clean(cell.shown)
        if says_nothing(cell):
            return NOTHING
        found = self._streets.find(raw)
        if len(found) == 1:
            return Parsed(found[0])
        if found:
            return bad("street_ambiguous", candidates="、".join(self._streets.first_name(code) for code in found))
        names = self._streets.all_names()
        more = "、".join(names[:20]) + ("等" if len(names) > 20 else "")
        return bad("street_unknown", nearest="、".join(self._streets.nearest(raw)), allowed=more)

    def _name(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        text = clean(cell.shown)
        if is_nothing(text) or flat(text).lower().strip("()") in UNNAMED_WORDS:
            return NOTHING
        return self._plain("name", cell, column)

    def _capacity(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        if says_nothing(cell):
            return NOTHING
        return read_capacity(cell, self._context.under(column.unit))

    def _state(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        """States under heads that ask: 是否注销, 是否停产. 未注销 leaves open whether the licence has expired."""
        key = column.field
        if key == "licence_state" and flat(cell.shown) in NOT_CANCELLED and ("注销" in cell.shown + column.head):
            hints["not_cancelled"] = True
            return Parsed("expired", clean(cell.shown))
        answer = read_bool(cell.shown) if "是否" in column.leaf else None
        if answer is not None:
            return Parsed(YES_NO[key][0 if answer else 1])
        return self._plain(key, cell, column)

    def _code(self, cell: Cell, column: Column, hints: Hints) -> Parsed:
        if is_nothing(cell.shown):
            return NOTHING
        read = read_number_text(cell)
        if cell.kind == NUMBER or read.problems or str(read.value).isdigit():
            return read
        return self._plain(column.field, text_cell(cell.shown.lstrip("'’‘`")), column)


def says_nothing(cell: Cell) -> bool:
    return cell.kind != NUMBER and (
        is_nothing(cell.shown) or is_unknown(cell.shown) or flat(cell.shown) in {"无", "没有"}
    )


def named(key: str, parsed: Parsed) -> Parsed:
    """The parsed cell with the field's name in its problems."""
    if not parsed.problems:
        return parsed
    name = FIELDS[key].name if key in FIELDS else NAMES[key]
    problems = tuple(Problem(p.code, {"field": name, **p.params}, p.blocking) for p in parsed.problems)
    return replace(parsed, problems=problems)

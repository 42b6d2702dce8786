"""Which column of a sheet is read for which field, what is read twice, and what finds no place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qingshan.rulebook.nouns.site import SITE

from .complaints import ComplaintBook, masked
from .coordinates import Angle, read_angle
from .grid import Grid, address
from .heads import Column, Head, Placer, variants
from .result import PlacedColumn, UnplacedColumn
from .synonyms import IGNORED, LONLAT, SERIAL, TERM, UNIT, X, Y, rank
from .tidy import clean

FIELDS = {f.key: f for f in SITE.fields}
FIGURES = {f.key for f in SITE.fields if f.type == "area"} | {"capacity"}
EAST_FROM = 60  # degrees: every Chinese longitude lies above, every Chinese latitude below
NAMES = {f.key: f.name for f in SITE.fields}
NAMED = {
    **NAMES,
    LONLAT: "经纬度",
    TERM: "许可证有效期",
    SERIAL: "序号",
    IGNORED: "不读",
    UNIT: "单位",
    X: "坐标",
    Y: "坐标",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns by field, the one to be read; `left` are those that are not, `known` all of the head."""

    chosen: dict[str, Column]
    notes: tuple[Column, ...]
    left: tuple[Column, ...]
    twins: dict[str, Column]  # the same area once more in another unit
    units: dict[str, Column]  # a column that says the unit of the field
    known: tuple[Column, ...]

    def column(self, key: str) -> Column | None:
        return self.chosen.get(key)


def lay_out(grid: Grid, head: Head, rows: Sequence[int], book: ComplaintBook) -> Layout:
    """Chooses one column a field; complains of heads that stand twice or say too little."""
    chosen: dict[str, Column] = {}
    notes: tuple[Column, ...] = ()
    twins: dict[str, Column] = {}
    left: list[Column] = [c for c in head.columns if not c.field]
    placed = head.placed()
    placed.pop(IGNORED, None)
    _give_firm_to_owner(placed)
    _settle_axes(grid, placed, rows)
    units = _unit_columns(placed)
    last_year = max((year_of(c) for c in head.columns if c.field and _filled(grid, c, rows)), default=0)
    for key, columns in placed.items():
        if key == "note":  # several are read together, each under its own head
            notes = tuple(columns)
            chosen[key] = columns[0]
            _report_twins(grid, columns, rows, book)
            continue
        best = columns[0] if len(columns) == 1 else min(
            columns,
            key=lambda c: (
                not c.is_taught, year_of(c) not in {0, last_year}, _filled(grid, c, rows) == 0, c.vague, -year_of(c),
                rank(key, c.leaf), c.number,
            ),
        )  # fmt: skip
        chosen[key] = best
        rest = [c for c in columns if c is not best]
        twin = next((c for c in rest if is_twin(best, c)), None)
        if twin is not None:
            twins[key] = twin
            rest.remove(twin)
        if rest and key != SERIAL:
            _report_twins(grid, [best, *rest], rows, book)
            left += rest
        if year_of(best) and any(year_of(c) for c in rest):
            columns_said = "、".join(f"{letter(c)} 列 {year_of(c)} 年" for c in columns if year_of(c))
            where, year = address(head.last, best.number), year_of(best)
            params = {"field": NAMES.get(key, key), "columns": columns_said, "year": year}
            book.add("head_years", grid.file, grid.sheet, where, best.head, **params)
        if best.vague:
            cell = address(head.last, best.number)
            field = NAMES.get(key, key)
            book.add("head_vague", grid.file, grid.sheet, cell, best.head, head=best.head, field=field)
    return Layout(chosen, notes, tuple(sorted(left, key=lambda c: c.number)), twins, units, head.columns)


def _settle_axes(grid: Grid, placed: dict[str, list[Column]], rows: Sequence[int]) -> None:
    """X is east to most people and north to surveyors: whichever of the two columns exceeds 60 is the longitude.

    Figures in metres go to both fields, where they are refused for what they are.
    """
    xs, ys = placed.pop(X, []), placed.pop(Y, [])
    if not xs or not ys or "longitude" in placed or "latitude" in placed:
        return
    angles = [read_angle(grid.at(row, xs[0].number), "longitude") for row in rows]
    first = next((angle for angle in angles if isinstance(angle, Angle)), None)
    is_east = first is None or abs(first.value) >= EAST_FROM
    east, north = (xs[0], ys[0]) if is_east else (ys[0], xs[0])
    placed["longitude"] = [replace(east, field="longitude")]
    placed["latitude"] = [replace(north, field="latitude")]


def _unit_columns(placed: dict[str, list[Column]]) -> dict[str, Column]:
    """Columns that give the unit of the figure before them, by the field of that figure."""
    figures = {c.number: key for key, columns in placed.items() for c in columns if key in FIGURES}
    return {figures[c.number - 1]: c for c in placed.pop(UNIT, []) if c.number - 1 in figures}


def is_twin(one: Column, other: Column) -> bool:
    """Whether two columns give one area in two units, such as 破坏面积（亩） and 破坏面积（公顷）."""
    if (
        one.field not in FIELDS
        or FIELDS[one.field].type != "area"
        or one.unit == other.unit
        or not one.unit
        or not other.unit
    ):
        return False
    return variants(one.head)[-1] == variants(other.head)[-1]


def year_of(column: Column) -> int:
    """The year that the group of a column speaks of, 2019年 over 面积 and 状态; 0 for none.

    What is read of a row is of one year: the last that says anything. A column of no year stands beside it.
    """
    group = column.head.rpartition("·")[0]
    found = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", group)
    return int(found[-1]) if found else 0


def _give_firm_to_owner(placed: dict[str, list[Column]]) -> None:
    """矿山企业 beside 矿山名称 is the holder; alone it is the name."""
    names = placed.get("name", [])
    firms = [c for c in names if not c.is_taught and ("企业" in c.leaf or "单位" in c.leaf)]
    if "owner" not in placed and firms and len(firms) < len(names):
        placed["name"] = [c for c in names if c not in firms]
        placed["owner"] = firms


def _values(grid: Grid, column: Column, rows: Sequence[int]) -> list[str]:
    return [grid.at(*grid.origin(row, column.number)).shown for row in rows]


def _filled(grid: Grid, column: Column, rows: Sequence[int]) -> int:
    return sum(1 for text in _values(grid, column, rows) if text.strip())


def _report_twins(grid: Grid, columns: Sequence[Column], rows: Sequence[int], book: ComplaintBook) -> None:
    """Complains of columns under one and the same head; which of two different figures to read is not guessed."""
    first = columns[0]
    for other in columns[1:]:
        if other.head != first.head:
            continue
        if first.field == "name" and _differ(grid, first, other, rows):
            params = {"head": other.head, "columns": f"{letter(first)}、{letter(other)}"}
            book.add("tables_side_by_side", grid.file, grid.sheet, letter(other), other.head, **params)
            continue
        is_text = FIELDS[first.field].type in {"text", "long"} if first.field in FIELDS else False
        differ = not is_text and _differ(grid, first, other, rows)
        book.add(
            "head_twice_differs" if differ else "head_twice",
            grid.file,
            grid.sheet,
            address(1, other.number)[:-1],
            other.head,
            head=other.head,
            columns=f"{letter(first)}、{letter(other)}",
            taken="两" if first.field == "note" else letter(first),
        )


def _differ(grid: Grid, one: Column, other: Column, rows: Sequence[int]) -> bool:
    pairs = zip(_values(grid, one, rows), _values(grid, other, rows), strict=True)
    return any(a.strip() and b.strip() and clean(a) != clean(b) for a, b in pairs)


def letter(column: Column) -> str:
    return address(1, column.number)[:-1]


_PERSONAL = re.compile(r"(?<![0-9A-Z])(?:1\d{10}|\d{17}[\dXx]|\d{15})(?!\d)")
"""Telephones and identity cards: a column nobody asked for may hold them."""


def placed_columns(grid: Grid, layout: Layout) -> Iterator[PlacedColumn]:
    """The columns of a head that were understood, from left to right, each with who says so."""
    left = {column.number for column in layout.left}
    for column in layout.known:
        if not column.field or column.number in left:
            continue
        by = "mapping" if column.is_taught else "notice" if column.is_own else "product"
        chosen = next((key for key, c in layout.chosen.items() if c.number == column.number), column.field)
        yield PlacedColumn(grid.file, grid.sheet, letter(column), column.head, chosen, NAMED.get(chosen, ""), by)


def unplaced_columns(grid: Grid, layout: Layout, placer: Placer, rows: Sequence[int]) -> Iterator[UnplacedColumn]:
    """The columns left over that hold anything in the site lines `rows`, each with samples and best guesses."""
    for column in layout.left:
        samples: list[str] = []
        for text in _values(grid, column, rows):
            if text.strip() and clean(text) not in samples:
                samples.append(_PERSONAL.sub(lambda found: masked(found[0]), clean(text)[:40]))
        guesses = placer.guesses(column.head.replace("·", ""), NAMES)
        yield UnplacedColumn(grid.file, grid.sheet, letter(column), column.head, tuple(samples[:3]), guesses)

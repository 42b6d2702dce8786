"""What every sheet of the facts workbook is read with: its head, its lines, and the book of complaints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..register.complaints import ComplaintBook, Problem
from ..register.grid import Grid, address
from ..register.heads import squeeze, variants
from ..register.parsed import Context
from ..register.recognise import ADDED
from ..register.tidy import clean, is_nothing, likeness
from .columns import Column

HEAD_ROWS = 10


class SheetTools:
    """Reads heads and lines. `blocked` gathers (sheet, row) of the lines with a blocking complaint, `heads` the row of
    each sheet's head, `placed` its columns."""

    def __init__(self, context: Context, book: ComplaintBook, blocked: set[tuple[str, int]]) -> None:
        self.context, self.book, self.blocked = context, book, blocked
        self.heads: dict[str, int] = {}
        self.placed: dict[str, dict[int, Column]] = {}

    def table(self, grid: Grid, columns: Sequence[Column], needed: Sequence[str]) -> tuple[int, dict[int, Column]]:
        """(head row, columns by number); complains of heads that are missing or foreign. Row 0: no head."""
        names: dict[str, Column] = {}
        for column in columns:
            for name in (column.head, *column.aliases):
                for form in variants(name):
                    names.setdefault(form, column)
        best: tuple[int, dict[int, Column]] = (0, {})
        for row in grid.rows()[:HEAD_ROWS]:
            found: dict[int, Column] = {}
            for number, cell in sorted(grid.row(row).items()):
                match = next((names[form] for form in variants(cell.shown) if form in names), None)
                if match is not None and match not in found.values():
                    found[number] = match
            if len(found) > len(best[1]):
                best = (row, found)
        head, placed = best
        for key in needed:
            if key not in {c.key for c in placed.values()}:
                name = next(c.head for c in columns if c.key == key)
                self.say("facts_head", grid, None, field=name)
                head = 0
        self.heads[grid.sheet], self.placed[grid.sheet] = head, placed
        if head:
            self.foreign(grid, head, placed, list(names))
        return head, placed

    def foreign(self, grid: Grid, head: int, placed: Mapping[int, Column], names: Sequence[str]) -> None:
        for number, cell in sorted(grid.row(head).items()):
            if number not in placed and cell.shown not in ADDED:
                near = max(names, key=lambda name: likeness(squeeze(cell.shown), name))
                where = address(head, number)
                self.book.add(
                    "column_foreign", grid.file, grid.sheet, where, cell.shown,
                    head=clean(cell.shown), hint=f"最接近的是“{near}”，请核对表头",
                )  # fmt: skip

    def say(self, code: str, grid: Grid, where: tuple[int, int] | None, value: str = "", **params: Any) -> None:
        self.take_problem(Problem(code, params), grid, where, value)

    def take_problem(self, problem: Problem, grid: Grid, where: tuple[int, int] | None, value: str = "") -> None:
        before = len(self.book)
        self.book.take(problem, grid.file, grid.sheet, address(*where) if where else "", value)
        if where and self.book.is_blocking(before):
            self.blocked.add((grid.sheet, where[0]))

    def lines(self, grid: Grid, head: int, placed: Mapping[int, Column]) -> list[int]:
        """The rows below the head that say anything in a known column."""
        found = []
        for row in grid.rows():
            cells = [grid.row(row)[n] for n in placed if n in grid.row(row)]
            if row > head and any(not is_nothing(cell.shown) for cell in cells):
                found.append(row)
        return found

    def spot(self, grid: Grid, row: int, key: str) -> tuple[int, int]:
        """Row and column of the cell of a column, filled or empty; the first known one where the sheet lacks it."""
        return row, number_of(self.placed.get(grid.sheet, {}), key)


def number_of(placed: Mapping[int, Column], key: str) -> int:
    return next((number for number, column in placed.items() if column.key == key), min(placed, default=1))


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

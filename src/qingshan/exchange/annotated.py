"""An .xlsx copy of what was read: bad cells red with their reason as a note, every row with its sheet and row number.

Columns keep their letters, and where all rows are repeated (under FEW) rows keep their numbers too: C7 is C7. What is
added stands to the right of the table and is known to the reader, so that the corrected copy can be read again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import xlsxwriter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from .register.complaints import Complaint
from .register.grid import DATE, NUMBER, TIME, Cell, Grid
from .register.recognise import ADDED, LIST_HEADS, LIST_SHEET
from .register.result import Table

FEW = 5000
LIST_WIDTHS = (24, 16, 9, 22, 52, 40, 12)
OF_SEVERAL_ROWS = re.compile(r"rows_|columns_hidden")
EXACT_DIGITS = 15
PLAIN_FORMAT = re.compile(r"[0#?.,%]+")
LONGEST_CELL = 32_767
WIDEST, SAID_WIDTH = 32, 64  # characters
LARGEST_BLOCK = 5000

Reasons = dict[tuple[int, int], list[Complaint]]


def annotate(tables: Sequence[Table], complaints: Sequence[Complaint], at: datetime) -> bytes:
    """The workbook: a sheet for each table, then the list of everything said. `at` is the file's date of making."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "青山批注副本", "created": at.replace(tzinfo=None)})
    looks = _Looks(book)
    names: set[str] = {LIST_SHEET}
    whole = sum(len(table.grid.rows()) for table in tables) < FEW
    for table in tables:
        sheet = book.add_worksheet(_free_name(table.grid.sheet, names))
        _Copy(sheet, table, looks, _reasons(table.grid, complaints)).write(whole=whole)
    _list_sheet(book.add_worksheet(LIST_SHEET), complaints, looks, at)
    book.close()
    return out.getvalue()


def place(cell: str) -> tuple[int, int] | None:
    """(row, column) of an address; None for a whole sheet or column."""
    if not re.fullmatch(r"[A-Z]{1,3}[1-9]\d*", cell):
        return None
    letters, row = coordinate_from_string(cell)
    return row, column_index_from_string(letters)


def _reasons(grid: Grid, complaints: Sequence[Complaint]) -> Reasons:
    found: Reasons = {}
    for complaint in complaints:
        if (complaint.file, complaint.sheet) != (grid.file, grid.sheet) or OF_SEVERAL_ROWS.match(complaint.code):
            continue
        where = place(complaint.cell)
        if where is not None:
            found.setdefault(where, []).append(complaint)
    return found


def _free_name(wanted: str, used: set[str]) -> str:
    """A sheet name that a spreadsheet program takes, not given yet."""
    base = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:26] or "工作表"
    name, number = base, 2
    while name.lower() in {n.lower() for n in used} or name.lower() == "history":
        name, number = f"{base}({number})", number + 1
    used.add(name)
    return name


class _Looks:
    """Formats by what a cell is and how it stands; made once each."""

    GROUNDS: Mapping[str, Mapping[str, Any]] = {
        "": {},
        "bad": {"bg_color": "#F6C6BC", "font_color": "#8E1F0F", "border": 1, "border_color": "#AB2E1B"},
        "look": {"bg_color": "#FAEFDB", "border": 1, "border_color": "#C57C1F"},
        "head": {"bold": True, "bg_color": "#E2EFED", "border": 1, "border_color": "#94C0BC"},
        "added": {"font_color": "#3A5056", "bg_color": "#F0F4F3"},
    }

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}

    def get(self, ground: str, number_format: str = "") -> Any:
        key = (ground, number_format)
        if key not in self._made:
            look = {"valign": "top", "text_wrap": True, "font_name": "宋体", "font_size": 10, **self.GROUNDS[ground]}
            # A text keeps its apostrophe, so that =1+1 stays a text when somebody edits the cell.
            look |= {"num_format": number_format} if number_format else {"num_format": "@", "quote_prefix": True}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@dataclass
class _Copy:
    sheet: Any
    table: Table
    looks: _Looks
    reasons: Reasons

    @cached_property
    def marked(self) -> Mapping[int, set[int]]:
        """Row → its columns with a remark."""
        found: dict[int, set[int]] = {}
        for row, column in self.reasons:
            found.setdefault(row, set()).add(column)
        return found

    def write(self, *, whole: bool) -> None:
        """Writes the rows: all of them, or the heads and those with a remark."""
        grid = self.table.grid
        heads = set(self.table.heads)
        bad = set(self.marked)
        rows = grid.rows() if whole else [row for row in grid.rows() if row in heads or row in bad]
        rows = sorted({*rows, *bad})
        placed = {row: row if whole else number for number, row in enumerate(rows, 1)}
        width = max((column for _, column in (*grid.cells, *self.reasons)), default=1)
        self._widths(width)
        for row in rows:
            self._row(row, placed[row], width, is_head=row in heads)
        if whole:
            self._merges()
        if heads:
            self.sheet.freeze_panes(placed[max(n for n in heads if n in placed)], 0)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def _widths(self, width: int) -> None:
        for column in range(1, width + 1):
            texts = [cell.shown for (_, at), cell in self._sample() if at == column]
            longest = max((_breadth(text) for text in texts), default=8)
            self.sheet.set_column(column - 1, column - 1, min(max(longest + 2, 8), WIDEST))
        for number, size in enumerate((16, 10, SAID_WIDTH)):
            self.sheet.set_column(width + number, width + number, size)

    def _sample(self) -> list[tuple[tuple[int, int], Cell]]:
        below = max(self.table.heads, default=0)
        first = set([row for row in self.table.grid.rows() if row >= below][:60])
        return [(where, cell) for where, cell in self.table.grid.cells.items() if where[0] in first]

    def _row(self, row: int, at: int, width: int, *, is_head: bool) -> None:
        grid = self.table.grid
        said: list[str] = []
        for column in sorted({*grid.row(row), *self.marked.get(row, ())}):
            remarks = self.reasons.get((row, column), [])
            ground = "bad" if any(c.blocking for c in remarks) else "look" if remarks else "head" if is_head else ""
            self._cell(at - 1, column - 1, grid.at(row, column), ground)
            if remarks:
                text = "\n".join(_sentence(c) for c in remarks)
                size = {"x_scale": 2.2, "y_scale": max(1.0, len(text) / 60)}
                self.sheet.write_comment(at - 1, column - 1, text[:LONGEST_CELL], {"author": "青山", **size})
                said += [f"{c.cell} {_sentence(c)}" for c in remarks]
        if is_head:
            if row == max(self.table.heads):
                for number, name in enumerate(ADDED):
                    self.sheet.write_string(at - 1, width + number, name, self.looks.get("head"))
        elif self.table.heads and row > max(self.table.heads):
            look = self.looks.get("added")
            self.sheet.write_string(at - 1, width, grid.sheet, look)
            self.sheet.write_number(at - 1, width + 1, row, self.looks.get("added", "0"))
            if said:
                self._height(at, row, "；".join(said))
                self.sheet.write_string(at - 1, width + 2, "；".join(said)[:LONGEST_CELL], look)

    def _height(self, at: int, row: int, said: str) -> None:
        """Room for the remarks and for what the row holds; spreadsheet programs do not make it by themselves."""
        texts = [(said, SAID_WIDTH), *((cell.shown, WIDEST) for cell in self.table.grid.row(row).values())]
        lines = max(-(-_breadth(text) // width) for text, width in texts)
        self.sheet.set_row(at - 1, min(15 * max(lines, 1), 240))

    def _cell(self, row: int, column: int, cell: Cell, ground: str) -> None:
        """As it was read: figures and dates stay what they are, everything else is text and never a formula."""
        if cell.kind == NUMBER and len(str(abs(int(cell.value)))) <= EXACT_DIGITS:
            shape = cell.number_format if PLAIN_FORMAT.fullmatch(cell.number_format) else "General"
            self.sheet.write_number(row, column, float(cell.value), self.looks.get(ground, shape))
        elif cell.kind == DATE:
            moment = datetime.combine(cell.value, datetime.min.time())
            self.sheet.write_datetime(row, column, moment, self.looks.get(ground, date_format(cell.number_format)))
        elif cell.kind == TIME:
            self.sheet.write_string(row, column, cell.shown, self.looks.get(ground))
        elif cell.is_empty:
            self.sheet.write_blank(row, column, None, self.looks.get(ground))
        else:
            self.sheet.write_string(row, column, cell.shown[:LONGEST_CELL], self.looks.get(ground))

    def _merges(self) -> None:
        heads = set(self.table.heads)
        grid = self.table.grid
        for merge in grid.merges:
            block = [(r, c) for r in range(merge.top, merge.bottom + 1) for c in range(merge.left, merge.right + 1)]
            # Blocks with a remark stay apart, so that the mark is on its own cell.
            if len(block) > LARGEST_BLOCK or any(where in self.reasons for where in block):
                continue
            if [where for where in block if where in grid.cells] != block[:1]:
                continue
            cell = grid.cells[block[0]]
            ground = "head" if merge.top in heads else ""
            self.sheet.merge_range(
                merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "", self.looks.get(ground)
            )
            self._cell(merge.top - 1, merge.left - 1, cell, ground)


def date_format(code: str) -> str:
    """A format as exact as the cell's own: a day, a month or a year."""
    letters = re.sub(r"[^ymdh]", "", re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", code).lower().split(";")[0])
    if letters and "d" not in letters and "y" in letters and "h" not in letters:
        return 'yyyy"年"m"月"' if "m" in letters else 'yyyy"年"'
    return "yyyy-mm-dd"


def _breadth(text: str) -> int:
    """Columns of a text: a Chinese character is two wide."""
    return max((sum(2 if ord(ch) > 0x2E7F else 1 for ch in line) for line in text.split("\n")), default=0)


def _sentence(complaint: Complaint) -> str:
    return complaint.reason + (f"。{complaint.hint}" if complaint.hint else "")


def _list_sheet(sheet: Any, complaints: Sequence[Complaint], looks: _Looks, at: datetime) -> None:
    for column, (name, width) in enumerate(zip(LIST_HEADS, LIST_WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, looks.get("head"))
    for row, c in enumerate(complaints, 1):
        said = "必须改正" if c.blocking else "请核对"
        for column, text in enumerate((c.file, c.sheet, c.cell, c.value, c.reason, c.hint, said)):
            sheet.write_string(row, column, text[:LONGEST_CELL], looks.get("bad" if c.blocking and column == 6 else ""))
    if not complaints:
        sheet.write_string(1, 0, f"没有问题（{at:%Y-%m-%d}）", looks.get(""))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(complaints), 1), len(LIST_HEADS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)

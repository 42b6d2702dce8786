"""Office fonts, cell formats and safe writing for the ledger workbooks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .text_width import height_pt, width_em, wrap

SONG = "宋体"
HEI = "黑体"
FANGSONG = "仿宋_GB2312"

PX_PER_PT = 96 / 72
CELL_PADDING_PX = 8
"""What Excel and LibreOffice keep free at both sides of a cell together, and the line between cells."""
SAFE = 0.97
"""The part of a cell's room that is counted on when wrapping: no two programs break a line at the same point."""
MAX_ROW_PT = 396.0
"""Excel cuts a row at 409.5."""
MAX_TEXT = 32_767
LEADS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
DIGIT_PX = 8
"""The width of a figure of the default font, 宋体 11, in which column widths are counted."""

BASE: dict[str, Any] = {"font_name": SONG, "font_size": 10, "valign": "vcenter", "text_wrap": True}
BOXED = BASE | {"border": 1, "border_color": "#404040"}
STYLES: dict[str, dict[str, Any]] = {
    "title": BASE | {"font_name": HEI, "font_size": 18, "align": "center"},
    "warning": BASE | {"font_name": HEI, "font_size": 11, "align": "center", "font_color": "#B42318"},
    "line": BASE | {"font_name": FANGSONG, "font_size": 11},
    "line_mid": BASE | {"font_name": FANGSONG, "font_size": 11, "align": "center"},
    "line_end": BASE | {"font_name": FANGSONG, "font_size": 11, "align": "right"},
    "heading": BASE | {"font_name": HEI, "font_size": 12},
    "plain": BASE,
    "small": BASE | {"font_size": 9, "font_color": "#595959"},
    "head": BOXED | {"font_name": HEI, "align": "center", "bg_color": "#EEF2F0"},
    "number": BOXED | {"font_size": 9, "align": "center", "bg_color": "#EEF2F0", "font_color": "#595959"},
    "text": BOXED | {"align": "left"},
    "mid": BOXED | {"align": "center"},
    "amount": BOXED | {"align": "right", "num_format": "0.00_ "},
    "tenths": BOXED | {"align": "right", "num_format": "0.0_ "},
    "count": BOXED | {"align": "center", "num_format": "0"},
    "sum_text": BOXED | {"font_name": HEI, "align": "left", "bg_color": "#F6F8F7"},
    "sum_amount": BOXED | {"font_name": HEI, "align": "right", "num_format": "0.00_ ", "bg_color": "#F6F8F7"},
    "sum_tenths": BOXED | {"font_name": HEI, "align": "right", "num_format": "0.0_ ", "bg_color": "#F6F8F7"},
    "sum_count": BOXED | {"font_name": HEI, "align": "center", "num_format": "0", "bg_color": "#F6F8F7"},
    "red": BOXED | {"font_name": HEI, "align": "center", "font_color": "#B42318"},
    "green": BOXED | {"align": "center", "font_color": "#146C43"},
}


@dataclass
class Book:
    """A workbook in memory. The same calls give the same bytes: `created` is the issue day, never the clock."""

    created: datetime
    subject: str
    _buffer: io.BytesIO = field(default_factory=io.BytesIO)
    _formats: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workbook = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": SONG, "font_size": 11},
                # The metrics of 宋体 11: 8 pixels a figure, 72 a column, 18 a row.
                "default_column_width": 72,
                "default_row_height": 18,
            },
        )
        self.workbook.set_properties({"title": self.subject, "author": "青山 Qingshan", "created": self.created})

    def style(self, name: str, **changes: Any) -> Format:
        key = (name, *sorted(changes.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(STYLES[name] | changes)
        return self._formats[key]

    def page(self, name: str) -> Page:
        return Page(self, self.workbook.add_worksheet(name))

    def finish(self) -> bytes:
        self.workbook.close()
        return self._buffer.getvalue()


@dataclass
class Page:
    """A worksheet that text can only enter as text."""

    book: Book
    sheet: Worksheet
    widths_px: list[int] = field(default_factory=list)

    def columns(self, widths_px: list[int]) -> None:
        self.widths_px = widths_px
        for number, width in enumerate(widths_px):
            self.sheet.set_column_pixels(number, number, width)

    def text(self, row: int, col: int, words: str, style: str, **changes: Any) -> None:
        """Writes words as words. What a spreadsheet would take for a formula when edited is quoted besides."""
        if words.startswith(LEADS_FORMULA):
            changes["quote_prefix"] = True
        shown = words.replace("\r\n", "\n").replace("\r", "\n")
        if len(shown) > MAX_TEXT:
            shown = shown[: MAX_TEXT - 1] + "…"
        cell_format = self.book.style(style, **changes)
        if shown:
            self.sheet.write_string(row, col, shown, cell_format)
        else:
            self.sheet.write_blank(row, col, None, cell_format)

    def number(self, row: int, col: int, value: float, style: str, **changes: Any) -> None:
        self.sheet.write_number(row, col, value, self.book.style(style, **changes))

    def block(self, row: int, col: int, row_to: int, col_to: int, words: str, style: str, **changes: Any) -> None:
        """Text over several cells; over one, a plain cell."""
        if (row, col) != (row_to, col_to):
            self.sheet.merge_range(row, col, row_to, col_to, "", self.book.style(style, **changes))
        self.text(row, col, words, style, **changes)

    def room_em(self, col: int, size_pt: float, col_to: int | None = None) -> float:
        """How many em of a font fit into a cell or a block of cells."""
        width = sum(self.widths_px[col : (col if col_to is None else col_to) + 1])
        return room_em(width, size_pt)

    def lines(self, col: int, words: str, size_pt: float, col_to: int | None = None) -> list[str]:
        return wrap(words, self.room_em(col, size_pt, col_to))

    def height(self, row: int, lines: int, size_pt: float, least_pt: float = 18.0) -> None:
        """The row's height: that of so many lines, never under `least_pt`, never over what a spreadsheet can show."""
        self.sheet.set_row(row, min(max(height_pt(lines, size_pt), least_pt), MAX_ROW_PT))


def room_em(width_px: int, size_pt: float) -> float:
    """How many em of a font fit into a cell so wide."""
    return (width_px - CELL_PADDING_PX) * SAFE / (size_pt * PX_PER_PT)


@cache
def max_lines(size_pt: float) -> int:
    """How many lines the highest row shows."""
    lines = 1
    while height_pt(lines + 1, size_pt) <= MAX_ROW_PT:
        lines += 1
    return lines


def px_for(words: str, size_pt: float) -> int:
    """The width of a column that shows words in one line."""
    return int(width_em(words) * size_pt * PX_PER_PT / SAFE) + CELL_PADDING_PX + 1


def px_of_chars(chars: int) -> int:
    """The width of so many figures of the default font."""
    return chars * DIGIT_PX + 5


def header_text(words: str) -> str:
    """Words for a page header: & begins a code there."""
    return words.replace("&", "&&")


def paper(
    page: Page,
    *,
    size: int,
    header: str,
    mark: str,
    footer: str,
    margins: Mapping[str, float],
    is_wide: bool = True,
) -> None:
    """Paper size (8 = A3, 9 = A4), one page wide; header left, mark right, footer left, page x / y in the middle."""
    sheet = page.sheet
    sheet.set_paper(size)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**margins)
    sheet.center_horizontally()
    sheet.set_header(f'&L&"{SONG}"&9 {header_text(header)}&R&"{HEI}"&9 {header_text(mark)}')
    sheet.set_footer(f'&L&"{SONG}"&7 {header_text(footer)}&C&"{SONG}"&9 第 &P 页／共 &N 页')

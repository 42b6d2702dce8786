"""Lists to take away. Text that a spreadsheet would take for a formula stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

import xlsxwriter

from .presenters.sites import FILE_HEADS

Line = Sequence[str | int | float | None]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (20, 18, 16, 30, 22, 10, 14, 12, 8, 8, 40, 10, 8, 10, 10, 14, 14, 14)


def as_csv(lines: Iterable[Line]) -> bytes:
    """UTF-8 with a byte order mark, as office spreadsheets expect; a leading = + - @ gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(FILE_HEADS)
    for line in lines:
        writer.writerow([_harmless(value) for value in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(value: str | float | None) -> str | float:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def as_xlsx(lines: Iterable[Line], at: datetime, *, is_demo: bool) -> bytes:
    """One sheet with a frozen head and a filter; the same lines at the same instant give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "矿山清单", "created": at.replace(tzinfo=None)})
    sheet = book.add_worksheet("矿山清单")
    head = book.add_format({"bold": True, "bg_color": "#E2EFED", "border": 1, "text_wrap": True, "valign": "vcenter"})
    text, area = book.add_format({"valign": "top"}), book.add_format({"num_format": "#,##0.00", "valign": "top"})
    top = 0
    if is_demo:
        sheet.write_string(0, 0, "演示数据，全部虚构", book.add_format({"font_color": "#8A4F0A", "bold": True}))
        top = 1
    for column, (name, width) in enumerate(zip(FILE_HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, name, head)
    last = top
    for last, line in enumerate(lines, top + 1):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(last, column, value, text)
            elif value is not None:
                sheet.write_number(last, column, value, area if isinstance(value, float) else text)
    sheet.freeze_panes(top + 1, 2)
    sheet.autofilter(top, 0, max(last, top + 1), len(FILE_HEADS) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return out.getvalue()


def disposition(name: str) -> str:
    """Content-Disposition of a download with a Chinese file name (RFC 6266)."""
    plain = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "._-")).lstrip("._-") or "download"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"

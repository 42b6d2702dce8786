"""Plain tables as a workbook, one sheet a table, each with a frozen head and a filter. Text stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format

from .text_width import width_em

DEMO = "演示数据，全部虚构"
NARROWEST, WIDEST = 6, 60
MAX_TEXT = 32_767
"""What a cell holds."""
LONGEST_NAME = 31
"""Of a sheet, in characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every row has as many cells as there are heads."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def tables_book(sheets: Iterable[Sheet], head: str, at: datetime, *, is_demo: bool) -> bytes:
    """The workbook; the same tables at the same instant give the same bytes. `head` stands over every table."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": head, "created": at.replace(tzinfo=None)})
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#E2EFED", "border": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "note": book.add_format({"font_color": "#586B71"}),
    }
    taken: set[str] = set()
    for sheet in sheets:
        _write(book, sheet, f"{DEMO}·{head}" if is_demo else head, styles, _free(sheet.name, taken))
    if not taken:
        book.add_worksheet("空").write_string(0, 0, head)
    book.close()
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet, head: str, styles: dict[str, Format], name: str) -> None:
    made = book.add_worksheet(name)
    made.write_string(0, 0, head, styles["note"])
    made.write_string(1, 0, sheet.note or sheet.name, styles["note"])
    for column, title in enumerate(sheet.heads):
        widest = max((width_em(row[column]) * 2 for row in sheet.rows), default=0)
        made.set_column(column, column, min(max(NARROWEST, widest + 2, width_em(title) * 2 + 2), WIDEST))
        made.write_string(2, column, title, styles["head"])
    for number, row in enumerate(sheet.rows, 3):
        for column, text in enumerate(row):
            made.write_string(number, column, text[:MAX_TEXT], styles["text"])
    made.freeze_panes(3, 1)
    made.autofilter(2, 0, max(2 + len(sheet.rows), 3), len(sheet.heads) - 1)
    made.set_landscape()
    made.set_paper(9)
    made.fit_to_pages(1, 0)
    made.repeat_rows(2)


def _free(name: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes and no other sheet has."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:LONGEST_NAME] or "表"
    found, number = plain, 2
    while found.lower() in taken:
        tail = f" {number}"
        found, number = plain[: LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(found.lower())
    return found

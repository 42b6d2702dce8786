"""The workbook of one ledger as a district office sends it (附件2-1 or 附件2-2, 六(二)-6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.ledger_diff import LedgerChanges
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.rhythm import period

from .ledger_control import write_changes_sheet, write_control_sheet, write_readings_sheet
from .ledger_frame import Issue
from .ledger_full import write_full_sheet
from .ledger_print import write_print_sheet
from .ledger_styles import Book

CONTROL = "底数对账"
READINGS = "口径"


def print_sheet_name(sheet: str) -> str:
    return f"{sheet}打印"


def write_ledger_book(
    programme: Programme,
    data: LedgerData,
    changes: LedgerChanges,
    layout_code: str,
    *,
    audit_head: str,
    supersedes: str = "",
    reason: str = "",
) -> bytes:
    """An xlsx file: the ledger, its print version, 底数对账, 本周变化, 口径. The same input gives the same bytes.

    `layout_code` is 2-1 or 2-2. `supersedes` names the issue this one corrects and makes it a 更正件. `KeyError` for a
    layout the programme or the data do not have.
    """
    layout = programme.ledger(layout_code)
    sheet = data.sheet(layout_code)
    if layout is None or sheet is None:
        raise KeyError(layout_code)
    return write_sheets(Issue(programme, data, changes, layout, sheet, audit_head, supersedes, reason))


def write_sheets(issue: Issue, names: Collection[str] | None = None) -> bytes:
    """The workbook of an issue; only the sheets named, to print one alone."""
    layout = issue.layout
    book = Book(datetime.combine(date.fromisoformat(issue.data.on), time()), f"{layout.title}{issue.data.label}")
    writers = {
        layout.sheet: write_full_sheet,
        print_sheet_name(layout.sheet): write_print_sheet,
        CONTROL: write_control_sheet,
        f"{period(issue.programme.weekly)}变化": write_changes_sheet,
        READINGS: write_readings_sheet,
    }
    for name, write in writers.items():
        if names is None or name in names:
            write(book.page(name), issue)
    return book.finish()

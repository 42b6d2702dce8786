"""The sheet with every sub-column: 附件2-1 (33 heads), 附件2-2 (17), under band, head, sub-head and number rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from qingshan.rulebook.ledger_data import LedgerRow, Subtotal
from qingshan.rulebook.programme import LedgerColumn

from .ledger_frame import A3, CENTRED, NUMBERS, Issue, foot, put, setup, top
from .ledger_styles import Page, max_lines, px_for, px_of_chars, room_em
from .text_width import wrap

BODY_PT = 10
PENDING_FILL = "#FFF6E0"
WIDEST_PX = 1_780
SCREEN_PX = 1_500
PRINT_PERCENT = 80
PAPER_PX = 1_620
"""What an A3 page shows across at that scale, with a program that counts columns wider too (see `ledger_print`)."""
SMALLEST_PERCENT = 60
"""A ledger that fits one page across at this scale, its body at 6 pt, is not broken onto several."""

T = TypeVar("T")


def write_full_sheet(page: Page, issue: Issue) -> None:
    """Rows in groups, each with its subtotal, the total, the foot; heads frozen and repeated on every printed page."""
    columns = issue.layout.columns
    last = len(columns) - 1
    page.columns([_width_px(column, issue) for column in columns])
    setup(page, issue, size=A3)
    first = top(page, issue, _within(page.widths_px, SCREEN_PX), issue.layout.title)
    names = 1 + max((i for i, column in enumerate(columns) if column.value in ("seq", "name")), default=0)
    breaks = _breaks(columns, page.widths_px, names)
    row = heads(page, columns, first, [names, *breaks])
    page.sheet.repeat_rows(0, row - 1)
    page.sheet.repeat_columns(0, names - 1)
    if sum(page.widths_px) > PAPER_PX * PRINT_PERCENT / SMALLEST_PERCENT:  # else one page wide, as `setup` set it
        page.sheet.set_print_scale(PRINT_PERCENT)
        page.sheet.set_v_pagebreaks(breaks)
    page.sheet.freeze_panes(row, names)
    row = body(
        page,
        issue,
        row,
        last,
        lambda at, one: _row(page, columns, at, one),
        lambda at, one: subtotal_row(page, columns, at, one),
    )
    row = foot(page, issue, row, _within(page.widths_px, SCREEN_PX))
    page.sheet.print_area(0, 0, row - 1, last)


def _within(widths_px: Sequence[int], room_px: int) -> int:
    """The last column that still lies within so many pixels; title and foot stand where one looks first."""
    run = 0
    for col, width in enumerate(widths_px):
        run += width
        if run > room_px:
            return max(col - 1, 2)
    return len(widths_px) - 1


def _breaks(columns: Sequence[LedgerColumn], widths_px: Sequence[int], names: int) -> list[int]:
    """Where a printed page ends: between two heads, the names being repeated at the left of every page."""
    repeated = sum(widths_px[:names])
    breaks: list[int] = []
    used = repeated
    for first, last, _ in runs([column.no for column in columns])[names:]:
        width = sum(widths_px[first : last + 1])
        if used + width > PAPER_PX and used > repeated:
            breaks.append(first)
            used = repeated
        used += width
    return breaks


def body(
    page: Page,
    issue: Issue,
    row: int,
    last: int,
    write_row: Callable[[int, LedgerRow], int],
    write_sum: Callable[[int, Subtotal], int],
) -> int:
    """Writes the rows group by group, a subtotal after each, the total at the end. The writers answer the next row.

    A ledger without a row says so: an empty sheet could be a forgotten one (零报告, domain §2.4).
    """
    if not issue.sheet.rows:
        page.block(row, 0, row, last, "本期没有矿山（采矿点）列入本台账。", "mid")
        page.height(row, 1, BODY_PT, least_pt=24)
        return row + 1
    for one in issue.sheet.rows:
        if not one.subtotal:  # a ledger without groups has only its total
            row = write_row(row, one)
    for subtotal in issue.sheet.subtotals:
        for one in issue.sheet.rows:
            if one.subtotal == subtotal.code:
                row = write_row(row, one)
        row = write_sum(row, subtotal)
    return write_sum(row, issue.sheet.total)


def heads(page: Page, columns: Sequence[LedgerColumn], row: int, cuts: Sequence[int]) -> int:
    """Band, head, sub-head and number rows, merged where they say the same; bands end at the `cuts` between pages. A
    layout without bands has no row for them.

    Answers the next free row.
    """
    if any(column.band for column in columns):
        for first, last, (band, _) in runs([(c.band, sum(cut <= i for cut in cuts)) for i, c in enumerate(columns)]):
            page.block(row, first, row, last, band, "head")
        page.height(row, 1, BODY_PT)
    else:
        row -= 1
    for first, last, _ in runs([(column.no, column.head) for column in columns]):
        column = columns[first]
        if first == last and not column.sub:
            page.block(row + 1, first, row + 2, last, _with_unit(column.head, column), "head")
            continue
        page.block(row + 1, first, row + 1, last, column.head, "head")
        for col in range(first, last + 1):
            page.text(row + 2, col, _with_unit(columns[col].sub, columns[col]), "head")
    _head_heights(page, columns, row)
    for first, last, no in runs([column.no for column in columns]):
        page.block(row + 3, first, row + 3, last, str(no), "number")
    return row + 4


def _head_heights(page: Page, columns: Sequence[LedgerColumn], row: int) -> None:
    """Heads over several sub-columns get one row, the sub-heads theirs; a head without subs has both."""
    upper, lower = 1, 1
    for first, last, _ in runs([(column.no, column.head) for column in columns]):
        if first != last or columns[first].sub:
            upper = max(upper, len(page.lines(first, columns[first].head, BODY_PT, last)))
            for col in range(first, last + 1):
                lower = max(lower, len(page.lines(col, _with_unit(columns[col].sub, columns[col]), BODY_PT)))
    for col, column in enumerate(columns):
        if not column.sub:
            lower = max(lower, len(page.lines(col, _with_unit(column.head, column), BODY_PT)) - upper)
    page.height(row + 1, upper, BODY_PT)
    page.height(row + 2, lower, BODY_PT)


def runs(values: Sequence[T]) -> list[tuple[int, int, T]]:
    runs, start = [], 0
    for value, members in groupby(values):
        length = len(list(members))
        runs.append((start, start + length - 1, value))
        start += length
    return runs


def _with_unit(words: str, column: LedgerColumn) -> str:
    return f"{words}\n（{column.unit}）" if column.unit and column.unit not in words else words


def _row(page: Page, columns: Sequence[LedgerColumn], row: int, one: LedgerRow) -> int:
    fill = {"bg_color": PENDING_FILL} if one.is_pending else {}
    lines = 1
    for col, column in enumerate(columns):
        cell = one.cells[column.key]
        put(page, row, col, cell, column.type, **fill)
        lines = max(lines, len(page.lines(col, cell.text, BODY_PT)))
    page.height(row, lines, BODY_PT)
    return row + 1


def subtotal_row(page: Page, columns: Sequence[LedgerColumn], row: int, sums: Subtotal) -> int:
    """The name and count of the group up to the first summed column, then the sums."""
    totals = [col for col, column in enumerate(columns) if column.key in sums.sums]
    label = max((totals[0] if totals else len(columns)) - 1, 0)
    page.block(row, 0, row, label, sum_label(sums), "sum_text")
    for col in range(label + 1, len(columns)):
        cell = sums.sums.get(columns[col].key)
        if cell is None:
            page.text(row, col, "", "sum_text")
        else:
            put(page, row, col, cell, columns[col].type, prefix="sum_")
    page.height(row, len(page.lines(0, sum_label(sums), BODY_PT, label)), BODY_PT)
    return row + 1


def sum_label(sums: Subtotal) -> str:
    return f"{sums.name}小计　{sums.count}处" if sums.code else f"{sums.name}　{sums.count}处"


def _width_px(column: LedgerColumn, issue: Issue) -> int:
    """The layout's width, or more: figures and days stand in one line, and no text needs a row Excel would cut."""
    texts = [row.cells[column.key].text for row in issue.sheet.rows]
    sums = [s.sums[column.key].text for s in (*issue.sheet.subtotals, issue.sheet.total) if column.key in s.sums]
    width = px_of_chars(column.width)
    if column.type in NUMBERS or column.type in CENTRED - {"enum"}:
        width = max([width, *(px_for(words, BODY_PT) for words in sums), *(px_for(w, BODY_PT) for w in texts)])
    while width < WIDEST_PX and any(_needs_more(words, width) for words in texts):
        width += 80
    return min(width, WIDEST_PX)


def _needs_more(words: str, width_px: int) -> bool:
    most = max_lines(BODY_PT)
    # A line holds a character at the least: most texts need no wrapping to be told short.
    return len(words) >= most and len(wrap(words, room_em(width_px, BODY_PT))) > most

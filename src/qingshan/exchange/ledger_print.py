"""The print version of a ledger: at most some twenty columns on A3, one page wide, body at least 8 pt (domain §2.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from qingshan.rulebook.ledger_cells import Cell
from qingshan.rulebook.ledger_data import LedgerRow, Subtotal
from qingshan.rulebook.ledger_values_site import PENDING_MARK
from qingshan.rulebook.programme import LedgerColumn, LedgerLayout

from .ledger_frame import A3, CENTRED, NUMBERS, Issue, foot, put, setup, top
from .ledger_full import PENDING_FILL, body, runs, sum_label
from .ledger_styles import Page, max_lines, px_for
from .print_widths import Flexible, least_px, share

BODY_PT = 9.5
LEAST_PT = 8.0
PAPER_PX = 1_510
"""A3 across, 420 mm less the margins of 0.4 inch, in pixels of 1/96 inch."""
SPARE_PX = 20
"""Kept free for rounding. A program without 宋体 may count columns up to 16 % wider and shrinks the page by as much; the
body still prints above `LEAST_PT`."""
LEAST_TEXT_PX = 54
MOST_LEAST_PX = 90
NOTHING = "—"


@dataclass(frozen=True)
class PrintColumn:
    """One printed column and the sub-columns it shows, below each other when there are several. `over` is the head it
    shares with its neighbours, "" for none."""

    head: str
    number: str
    parts: tuple[LedgerColumn, ...]
    over: str = ""

    @property
    def single(self) -> LedgerColumn | None:
        return self.parts[0] if len(self.parts) == 1 else None

    @property
    def is_fixed(self) -> bool:
        """Stands in one line: figures, days, yes and no."""
        return all(part.type in NUMBERS or part.type in ("date", "bool") for part in self.parts)

    def text(self, row: LedgerRow) -> str:
        """What the cell shows; of several parts those that say something, each on its own line."""
        words = "\n".join(told for part in self.parts if (told := _shown(part, row.cells[part.key])))
        return words.replace(f"（{PENDING_MARK}）", f"\n（{PENDING_MARK}）") or NOTHING


def _shown(part: LedgerColumn, cell: Cell) -> str:
    """The cell's text, a percentage with its sign: in a column of several parts no head says the unit."""
    return f"{cell.text}%" if cell.text and part.type == "percent" else cell.text


def print_columns(layout: LedgerLayout) -> tuple[PrintColumn, ...]:
    """The printed sub-columns of a layout; those with one `print_group` share a column, in the place of the first."""
    groups: dict[str, list[LedgerColumn]] = {}
    for column in layout.columns:
        if column.printed:
            groups.setdefault(column.print_group or f"·{column.key}", []).append(column)
    return tuple(
        PrintColumn(_head(parts), _number(sorted({part.no for part in parts})), tuple(parts), _over(parts))
        for parts in groups.values()
    )


def _over(parts: Sequence[LedgerColumn]) -> str:
    """The head above a sub-column that is printed by itself."""
    first = parts[0]
    return first.head if len(parts) == 1 and first.sub and not first.print_head else ""


def _head(parts: Sequence[LedgerColumn]) -> str:
    """The head the layout gives the group, else that of its first part with the unit."""
    first = next((part for part in parts if part.print_head), parts[0])
    head = first.print_head or (first.sub if _over(parts) else first.head)
    if first.unit and first.unit not in head and len(parts) == 1:
        head = f"{head}（{first.unit}）"
    # Not every program keeps a mark from the start or the end of a line: break where the sense does.
    head = re.sub(r"(?<=..)（(?=[^）]*）$)", "\n（", head)
    return re.sub(r"、(?=.{3})", "、\n", head) if len(parts) > 1 else head


def _number(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def write_print_sheet(page: Page, issue: Issue) -> None:
    """The heads are repeated on every page; a text too long for one row goes on in the row below it."""
    columns = print_columns(issue.layout)
    last = len(columns) - 1
    page.columns(widths_px(columns, issue))
    setup(page, issue, size=A3)
    row = _heads(page, columns, top(page, issue, last, issue.layout.title))
    page.sheet.repeat_rows(0, row - 1)
    page.sheet.freeze_panes(row, min(2, last))
    row = body(
        page,
        issue,
        row,
        last,
        lambda at, one: _row(page, columns, at, one),
        lambda at, one: _sum_row(page, columns, at, one),
    )
    row = foot(page, issue, row, last)
    page.sheet.print_area(0, 0, row - 1, last)


def widths_px(columns: Sequence[PrintColumn], issue: Issue) -> list[int]:
    """Fixed columns as wide as their widest figure; the others share the paper so that the usual row is low.

    The sum is the paper's width, so nothing is scaled down and the body prints at `BODY_PT`; where the columns need
    more than that at the least the page is scaled, see `printed_pt`.
    """
    fixed = {i: _fixed_px(column, issue) for i, column in enumerate(columns) if column.is_fixed}
    flexible = {i: _flexible(column, issue) for i, column in enumerate(columns) if i not in fixed}
    widths = fixed | share(flexible, PAPER_PX - SPARE_PX - sum(fixed.values()))
    return [widths[i] for i in range(len(columns))]


def _flexible(column: PrintColumn, issue: Issue) -> Flexible:
    """Words and numbers, and the lines of the head, stand whole; a ledger without rows goes by the layout's widths."""
    texts = [column.text(row) for row in issue.sheet.rows] or ["字" * max(part.width for part in column.parts)]
    whole = [*_head_words(column), *(word for text in texts for word in re.findall(r"[!-~]+", text))]
    return Flexible.of(texts, least_px(whole, BODY_PT, LEAST_TEXT_PX, MOST_LEAST_PX), BODY_PT)


def _head_words(column: PrintColumn) -> list[str]:
    """The lines of the head that stand whole; of a long one its half."""
    return [line if len(line) <= 4 else line[: (len(line) + 1) // 2] for line in column.head.split("\n")]


def printed_pt(widths: Sequence[int]) -> float:
    """The size of the body on paper, after the scaling to one page across."""
    return BODY_PT * min(1.0, PAPER_PX / sum(widths))


def _fixed_px(column: PrintColumn, issue: Issue) -> int:
    texts = [line for row in issue.sheet.rows for line in column.text(row).split("\n")]
    for sums in (*issue.sheet.subtotals, issue.sheet.total):
        texts += [_shown(part, sums.sums[part.key]) for part in column.parts if part.key in sums.sums]
    return max(px_for(words, BODY_PT) for words in [*texts, *_head_words(column)])


def _heads(page: Page, columns: Sequence[PrintColumn], row: int) -> int:
    """The heads, in two rows where neighbours share one, and the numbers. Answers the next free row."""
    is_grouped = any(column.over for column in columns)
    below = row + 1 if is_grouped else row
    lines = 1
    for col, column in enumerate(columns):
        page.block(below if column.over else row, col, below, col, column.head, "head", font_size=BODY_PT)
        lines = max(lines, len(page.lines(col, column.head, BODY_PT)))
    upper = 1
    for first, last, (over, _) in runs([(c.over, c.number if c.over else c.parts[0].key) for c in columns]):
        page.block(below + 1, first, below + 1, last, columns[first].number, "number", font_size=LEAST_PT)
        if over:
            page.block(row, first, row, last, over, "head", font_size=BODY_PT)
            upper = max(upper, len(page.lines(first, over, BODY_PT, last)))
    if is_grouped:
        page.height(row, upper, BODY_PT)
    page.height(below, lines, BODY_PT)
    page.height(below + 1, 1, LEAST_PT, least_pt=14)
    return below + 2


def _row(page: Page, columns: Sequence[PrintColumn], row: int, one: LedgerRow) -> int:
    """One site. When a text has more lines than the highest row shows, the rest stands in rows below."""
    fill = {"bg_color": PENDING_FILL} if one.is_pending else {}
    most = max_lines(BODY_PT)
    texts = [column.text(one) for column in columns]
    lines = [page.lines(col, text, BODY_PT) for col, text in enumerate(texts)]
    longest = max(len(found) for found in lines)
    pieces = [_pieces(text, found, most) for text, found in zip(texts, lines, strict=True)]
    for number, slice_ in enumerate(zip_longest(*pieces, fillvalue="")):
        for col, column in enumerate(columns):
            cell = _figure(column, one) if number == 0 else None
            if cell and column.single:
                put(page, row, col, cell, column.single.type, font_size=BODY_PT, **fill)
            else:
                page.text(row, col, slice_[col], _style(column, slice_[col]), font_size=BODY_PT, **fill)
        page.height(row, min(longest - number * most, most), BODY_PT)
        row += 1
    return row


def _pieces(text: str, lines: Sequence[str], most: int) -> list[str]:
    """The text as it is when one row shows it, else the wrapped lines row by row."""
    if len(lines) <= most:
        return [text]
    return ["\n".join(lines[start : start + most]) for start in range(0, len(lines), most)]


def _figure(column: PrintColumn, one: LedgerRow) -> Cell | None:
    """The cell of a column that is one figure; None for text and for nothing."""
    single = column.single
    cell = one.cells[single.key] if single and single.type in NUMBERS else None
    return cell if cell and cell.raw is not None else None


def _style(column: PrintColumn, words: str) -> str:
    is_centred = words == NOTHING or column.is_fixed or all(part.type in CENTRED for part in column.parts)
    return "mid" if is_centred else "text"


def _sum_row(page: Page, columns: Sequence[PrintColumn], row: int, sums: Subtotal) -> int:
    summed = [col for col, column in enumerate(columns) if any(part.key in sums.sums for part in column.parts)]
    label = max((summed[0] if summed else len(columns)) - 1, 0)
    page.block(row, 0, row, label, sum_label(sums), "sum_text", font_size=BODY_PT)
    lines = len(page.lines(0, sum_label(sums), BODY_PT, label))
    for col in range(label + 1, len(columns)):
        column = columns[col]
        found = [(part, sums.sums[part.key]) for part in column.parts if part.key in sums.sums]
        if column.single and found:
            put(page, row, col, found[0][1], found[0][0].type, prefix="sum_", font_size=BODY_PT)
            continue
        words = "\n".join(text for part, cell in found if (text := _shown(part, cell)))
        page.text(row, col, words, "sum_text", font_size=BODY_PT, align="center")
        lines = max(lines, len(page.lines(col, words, BODY_PT)))
    page.height(row, lines, BODY_PT)
    return row + 1

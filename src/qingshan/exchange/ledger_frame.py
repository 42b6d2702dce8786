"""What every sheet of a ledger workbook has in common: title, marks, the line with unit, day and number, the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qingshan.rulebook.ledger_cells import FEN_PER_WAN, M2_PER_HA, Cell, shown_mu
from qingshan.rulebook.ledger_data import LedgerData, LedgerSheet
from qingshan.rulebook.ledger_diff import LedgerChanges
from qingshan.rulebook.programme import LedgerLayout, Programme

from .ledger_styles import Page, paper
from .text_width import height_pt

DEMO_MARK = "演示数据 · 全部虚构 · 不得报送"
GAP = "　　"
A3 = 8
A4 = 9
A3_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.55}
A4_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}
NUMBERS = {"area_ha": "amount", "area_mu": "amount", "money_wan": "amount", "percent": "tenths", "int": "count"}
"""Column type → style of its figures; every other type is text."""
CENTRED = frozenset({"enum", "bool", "date"})


@dataclass(frozen=True)
class Issue:
    """One ledger of one issue, with what is printed beside it. `supersedes` names the issue a 更正件 replaces."""

    programme: Programme
    data: LedgerData
    changes: LedgerChanges
    layout: LedgerLayout
    sheet: LedgerSheet
    audit_head: str
    supersedes: str = ""
    reason: str = ""

    @property
    def number_line(self) -> str:
        return f"截止日期：{self.data.on}{GAP}{self.data.label}（{self.data.number}）"

    @property
    def reporting_unit(self) -> str:
        office = self.programme.office
        return f"填报单位（盖章）：{office.name if office else ''}"

    @property
    def marks(self) -> tuple[str, ...]:
        """The lines in warning colour under the title."""
        demo = (DEMO_MARK,) if self.data.is_demo else ()
        if not self.supersedes:
            return demo
        return (*demo, f"更正件：代替{self.supersedes}。更正原因：{self.reason or '未写明'}")


def top(page: Page, issue: Issue, last_col: int, title: str, size_pt: float = 18) -> int:
    """Title, marks and the line under it, over columns 0 … `last_col`. Answers the next free row."""
    page.block(0, 0, 0, last_col, title, "title", font_size=size_pt)
    page.height(0, len(page.lines(0, title, size_pt, last_col)), size_pt)
    row = 1
    for mark in issue.marks:
        page.block(row, 0, row, last_col, mark, "warning")
        page.height(row, len(page.lines(0, mark, 11, last_col)), 11)
        row += 1
    _line(page, row, last_col, (issue.reporting_unit, issue.number_line, issue.layout.units_line))
    return row + 1


def _line(page: Page, row: int, last_col: int, words: tuple[str, str, str]) -> None:
    """Three texts at the left, the middle and the right of a line; below each other where the sheet is too narrow."""
    parts = _thirds(page.widths_px, last_col)
    if len(page.lines(parts[1][0], words[1], 11, parts[1][1])) > 1:
        words = (words[0], words[1].replace(GAP, "\n"), words[2])
    styles = ("line", "line_mid", "line_end")
    for (first, last), text, style in zip(parts, words, styles, strict=True):
        page.block(row, first, row, last, text, style)
    lines = max(len(page.lines(first, text, 11, last)) for (first, last), text in zip(parts, words, strict=True))
    page.height(row, lines, 11)


def _thirds(widths: Sequence[int], last_col: int) -> list[tuple[int, int]]:
    """Three runs of columns, each at least one, as nearly a third of the width each as the columns allow."""
    total = sum(widths[: last_col + 1])
    cuts: list[int] = []
    run = 0
    for col in range(last_col):
        run += widths[col]
        if len(cuts) < 2 and run >= total * (len(cuts) + 1) / 3:
            cuts.append(col)
    while len(cuts) < 2:
        cuts.append((cuts[-1] if cuts else -1) + 1)
    first, second = cuts[0], max(cuts[1], cuts[0] + 1)
    return [(0, first), (first + 1, second), (second + 1, last_col)]


def foot(page: Page, issue: Issue, row: int, last_col: int) -> int:
    """The line for the signatures and the seal, then the head of the audit chain. Answers the next free row."""
    by_person = issue.data.answer("ledger_signature") == "person" and issue.layout.foot_by_person
    parts = by_person or issue.layout.foot or ("",)
    count = min(len(parts), last_col + 1)
    page.sheet.set_row(row, 8)
    row += 1
    for number, (first, last) in enumerate(_shares(page.widths_px, last_col, count)):
        page.block(row, first, row, last, parts[number], "line")
    page.height(row, 1, 11, least_pt=24)
    chain = f"审计链头：{issue.audit_head or '无'}　　通知版本：{issue.data.programme_version}"
    page.block(row + 1, 0, row + 1, last_col, chain, "small")
    page.height(row + 1, len(page.lines(0, chain, 9, last_col)), 9)
    return row + 2


def _shares(widths: Sequence[int], last_col: int, count: int) -> list[tuple[int, int]]:
    """`count` runs of columns of about equal width."""
    total = sum(widths[: last_col + 1])
    runs: list[tuple[int, int]] = []
    start, run = 0, 0
    for col in range(last_col + 1):
        run += widths[col]
        left_cols, left_runs = last_col - col, count - len(runs) - 1
        if left_runs and (run >= total * (len(runs) + 1) / count or left_cols == left_runs):
            runs.append((start, col))
            start = col + 1
    return [*runs, (start, last_col)]


def setup(page: Page, issue: Issue, *, size: int, is_wide: bool = True) -> None:
    """Paper, header with the demonstration mark, footer with chain and page numbers."""
    header = f"{issue.layout.sheet}　{issue.data.label}"
    footer = f"{issue.data.label} 审计链头 {issue.audit_head[:16]}" if issue.audit_head else issue.data.label
    paper(
        page,
        size=size,
        header=header,
        mark=DEMO_MARK if issue.data.is_demo else "",
        footer=footer,
        margins=A3_MARGINS if size == A3 else A4_MARGINS,
        is_wide=is_wide,
    )


def figure(cell: Cell, kind: str) -> float | None:
    """The number a cell holds in the unit printed: 公顷, 亩, 万元, %; None for text and for nothing."""
    if kind not in NUMBERS or cell.raw is None or isinstance(cell.raw, bool):
        return None
    if kind == "area_ha":
        return float(Decimal(str(cell.raw)) / M2_PER_HA)
    if kind == "area_mu":
        return float(shown_mu(Decimal(str(cell.raw))))  # 亩 entered come back as they were, m² being kept to 0.01
    if kind == "money_wan":
        return float(Decimal(str(cell.raw)) / FEN_PER_WAN)
    return float(cell.raw)


def put(page: Page, row: int, col: int, cell: Cell, kind: str, prefix: str = "", **changes: Any) -> None:
    """A ledger cell as a number with its format, or as text."""
    value = figure(cell, kind)
    if value is not None:
        page.number(row, col, value, f"{prefix}{NUMBERS[kind]}", **changes)
        return
    style = "sum_text" if prefix else "mid" if kind in CENTRED or kind in NUMBERS else "text"
    page.text(row, col, cell.text, style, **changes)


def table_row(page: Page, row: int, words: Sequence[str], styles: Sequence[str], size_pt: float = 10) -> None:
    """A row of texts from column 0 with the height they need."""
    for col, (text, style) in enumerate(zip(words, styles, strict=True)):
        page.text(row, col, text, style)
    lines = max(len(page.lines(col, text, size_pt)) for col, text in enumerate(words))
    page.height(row, lines, size_pt)


def paragraph(page: Page, row: int, last_col: int, words: str, style: str = "plain", size_pt: float = 10) -> int:
    """A text over all columns with the height it needs. Answers the next free row."""
    page.block(row, 0, row, last_col, words, style)
    page.sheet.set_row(row, max(height_pt(len(page.lines(0, words, size_pt, last_col)), size_pt), 18))
    return row + 1

"""The district archive as a workbook for people: a cover, the sites, the streets, the figures of the notice, readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from .ledger_styles import Book, Page

Row = Mapping[str, Any]
Cell = Callable[[Row], str | float | None]
Column = tuple[str, int, Cell]
"""Head, width in pixels, and what stands in the cell."""


def write_archive_book(
    content: Row, cover: Sequence[tuple[str, str]], words: Mapping[str, str], made: datetime
) -> bytes:
    """The workbook as bytes. `content` as of `roll_up`, `cover` its pairs, `words` what codes are called in print."""
    book = Book(made, "摸底档案汇总")
    page = book.page("概况")
    page.columns([160, 640])
    page.block(0, 0, 0, 1, "摸底档案汇总", "title")
    for row, (head, text) in enumerate(cover, 2):
        page.text(row, 0, head, "head")
        page.text(row, 1, text, "text")
    _table(book, "矿山汇总", content["sites"], _site_columns(words))
    _table(book, "属地覆盖", content["streets"], _street_columns(words))
    _table(book, "底数对账", content["totals"], TOTALS)
    _table(book, "口径", content["readings"], READINGS)
    return book.finish()


def _table(book: Book, name: str, rows: Sequence[Row], columns: Sequence[Column]) -> None:
    page: Page = book.page(name)
    page.columns([width for _, width, _ in columns])
    for number, (head, _, _) in enumerate(columns):
        page.text(0, number, head, "head")
    for number, row in enumerate(rows, 1):
        for at, (_, _, cell) in enumerate(columns):
            value = cell(row)
            if isinstance(value, (int, float)):
                page.number(number, at, value, "count" if isinstance(value, int) else "amount")
            else:
                page.text(number, at, value or "", "text")
    page.sheet.freeze_panes(1, 1)
    page.sheet.repeat_rows(0)
    page.sheet.set_landscape()
    page.sheet.set_paper(8)
    page.sheet.fit_to_pages(1, 0)


def _plain(key: str) -> Cell:
    return lambda row: row.get(key)


def _word(key: str, words: Mapping[str, str]) -> Cell:
    def cell(row: Row) -> str:
        value = row.get(key)
        listed = value if isinstance(value, (list, tuple)) else [value] if value else []
        return "、".join(words.get(f"{key}:{one}", str(one)) for one in listed)

    return cell


def _hectares(key: str) -> Cell:
    return lambda row: float(Decimal(row[key]) / 10_000) if row.get(key) else None


def _percent(row: Row) -> float:
    return float(row["completeness"])


def _yes_no(key: str) -> Cell:
    return lambda row: {True: "是", False: "否"}.get(row.get(key), "")  # type: ignore[arg-type]  # unknown is neither


def _site_columns(words: Mapping[str, str]) -> tuple[Column, ...]:
    return (
        ("档案号", 150, _plain("code")),
        ("矿山名称", 160, _plain("name")),
        ("属地", 120, _word("street", words)),
        ("档案类别", 130, _word("category", words)),
        ("持证", 50, _yes_no("is_licensed")),
        ("采矿许可证号", 170, _plain("licence_no")),
        ("证件状态", 90, _word("licence_state", words)),
        ("矿种", 100, _word("minerals", words)),
        ("采矿权人", 180, _plain("owner")),
        ("台账", 60, _word("ledger", words)),
        ("停在", 90, _word("place", words)),
        ("摸底日期", 90, _plain("surveyed_on")),
        ("核查日期", 90, _plain("verified_on")),
        ("破坏面积（公顷）", 100, _hectares("damage_area_m2")),
        ("应治理面积（公顷）", 100, _hectares("treatable_area_m2")),
        ("应有材料", 70, _plain("slots_asked")),
        ("已有材料", 70, _plain("slots_filled")),
        ("完整度（%）", 80, _percent),
        ("缺的材料", 240, _word("missing", words)),
        ("事实条数", 70, _plain("facts")),
        ("档案校验码（SHA-256）", 460, _plain("digest")),
    )


def _street_columns(words: Mapping[str, str]) -> tuple[Column, ...]:
    return (
        ("单位", 160, lambda row: words.get(f"street:{row['code']}", str(row["code"]))),
        ("报告总数", 80, _plain("declared")),
        ("报告日期", 100, lambda row: row["declared_on"] or "未报告"),
        ("在册", 60, _plain("registered")),
        ("已摸底", 60, _plain("surveyed")),
        ("已核查", 60, _plain("verified")),
        ("完整度（%）", 90, _percent),
    )


TOTALS: tuple[Column, ...] = (
    ("底数", 240, _plain("name")),
    ("条款", 80, _plain("clause")),
    ("通知所列", 80, _plain("stated")),
    ("实有", 80, _plain("counted")),
    ("相差", 80, _plain("deviation")),
)
READINGS: tuple[Column, ...] = (
    ("口径", 70, _plain("code")),
    ("条款", 120, _plain("clause")),
    ("事由", 360, _plain("title")),
    ("取值", 200, _plain("chosen")),
)

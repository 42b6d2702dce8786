"""The print sheets on paper, made by LibreOffice and read back: one page wide, 8 pt, nothing cut (issue, done when 5)."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page

from qingshan.exchange.ledger_book import print_sheet_name, write_sheets
from qingshan.exchange.ledger_frame import DEMO_MARK, Issue
from qingshan.exchange.ledger_print import NOTHING, print_columns, printed_pt, widths_px
from qingshan.exchange.text_width import width_em
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.ledger_diff import diff
from tests.ledgers import PROGRAMME, ledger_of, six_sites
from tests.need import need

A3_WIDE = (1190, 842)
LONG = "清理采坑边坡危岩并削坡减载，分台阶回填废石与表土，覆土后撒播草籽（苜蓿、冰草），养护期两年；修建截排水沟180米。"


def issue_of(sites: list[Dossier], code: str) -> Issue:
    data = ledger_of(sites, is_demo=True)
    layout, sheet = PROGRAMME.ledger(code), data.sheet(code)
    assert layout is not None
    assert sheet is not None
    return Issue(PROGRAMME, data, diff(None, data), layout, sheet, "ab" * 32)


def district(count: int) -> list[Dossier]:
    """Sites of every kind, some with texts far longer than their column."""
    kinds = six_sites()
    return [_named(kinds[n % len(kinds)], n) for n in range(count)]


def _named(kind: Dossier, number: int) -> Dossier:
    facts = tuple(_lengthened(replace(fact, id=f"{fact.id}-{number}"), number) for fact in kind.facts)
    return Dossier(f"M{number:03d}", facts)


def _lengthened(fact: Fact, number: int) -> Fact:
    payload = dict(fact.payload)
    if fact.kind == "site":
        payload["name"] = f"{payload['name']}{number}号"
        payload["note"] = LONG if number % 5 == 0 else ""
    if fact.kind == "weekly" and number % 4 == 0:
        payload["progress"] = LONG * 2
    if fact.kind == "plan":
        payload["measures"] = LONG * (1 + number % 3)
    return replace(fact, payload=payload)


def printed(issue: Issue, folder: Path) -> Path:
    """The PDF of the print sheet alone."""
    soffice = need("soffice")
    need("cjk")
    book = folder / "ledger.xlsx"
    book.write_bytes(write_sheets(issue, [print_sheet_name(issue.layout.sheet)]))
    profile = (folder / "profile").as_uri()
    command = [
        soffice,
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, str(book)], check=True, capture_output=True, timeout=170)
    return book.with_suffix(".pdf")


def bare(text: str) -> str:
    return "".join(text.split())


def table_of(page: Page) -> list[list[str]]:
    """The text that lies inside each ruled cell, row by row: a letter cut off or run over is missing or too much."""
    rows = []
    for row in page.find_tables()[0].rows:
        cells = []
        for box in row.cells:
            inside = page.crop(box).chars if box else []
            cells.append(bare("".join(char["text"] for char in inside)))
        rows.append(cells)
    return rows


@pytest.mark.parametrize(
    ("code", "count"), [("2-1", 31), ("2-2", 31), pytest.param("2-1", 120, marks=pytest.mark.long)]
)
def test_the_print_sheet_stands_on_paper_whole(code: str, count: int, tmp_path: Path):
    issue = issue_of(district(count), code)
    columns = print_columns(issue.layout)
    found: dict[str, list[str]] = {}
    with pdfplumber.open(printed(issue, tmp_path)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            assert (round(page.width), round(page.height)) == pytest.approx(A3_WIDE, abs=1)
            text = bare(page.extract_text())
            for words in (issue.layout.title, issue.layout.units_line, issue.data.label, issue.data.on, DEMO_MARK):
                assert bare(words) in text
            assert f"第{number}页／共{len(pdf.pages)}页" in text
            table = table_of(page)
            assert table[0] == [bare(column.head) for column in columns]
            assert table[1] == [column.number for column in columns]
            found |= {row[0]: row for row in table[2:] if row[0].isdigit()}
            body = [char["size"] for char in page.crop(page.find_tables()[0].rows[2].bbox).chars]
            assert min(body) >= 8
    expected = {str(row.seq): [bare(column.text(row)) for column in columns] for row in issue.sheet.rows}
    assert found == expected


def test_long_columns_share_the_paper_and_nothing_is_scaled():
    for code in ("2-1", "2-2"):
        issue = issue_of(district(31), code)
        widths = widths_px(print_columns(issue.layout), issue)
        assert printed_pt(widths) == 9.5


def test_figures_always_have_the_room_they_need():
    issue = issue_of(district(31), "2-1")
    columns = print_columns(issue.layout)
    for column, width in zip(columns, widths_px(columns, issue), strict=True):
        if column.is_fixed:
            texts = [line for row in issue.sheet.rows for line in column.text(row).split("\n") if line != NOTHING]
            assert max(map(width_em, texts)) * 9.5 * 96 / 72 <= width

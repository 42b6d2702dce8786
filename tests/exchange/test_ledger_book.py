"""The workbooks of the ledgers, read back with another library (附件2, issue point 6)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from qingshan.exchange.ledger_book import write_ledger_book
from qingshan.exchange.ledger_frame import DEMO_MARK
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.ledger_diff import LedgerChanges, diff
from tests.ledgers import (
    PROGRAMME,
    THURSDAY,
    WEEK,
    changed,
    included,
    layouts,
    ledger_of,
    registered,
    six_sites,
    weekly,
    worked,
)

HEAD = "ab" * 32
SHEETS = {
    "2-1": ["附件2-1", "附件2-1打印", "底数对账", "本周变化", "口径"],
    "2-2": ["附件2-2", "附件2-2打印", "底数对账", "本周变化", "口径"],
}


def book_of(data: LedgerData, code: str = "2-1", changes: LedgerChanges | None = None, **more: str):
    written = write_ledger_book(PROGRAMME, data, changes or diff(None, data), code, audit_head=HEAD, **more)
    return openpyxl.load_workbook(io.BytesIO(written))


def texts(sheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def cell_of(sheet, words: str, heading: str):
    """The cell in the row that has `words` and in the column under the head `heading`."""
    column = next(c.column for row in sheet.iter_rows() for c in row if c.value == heading)
    line = next(c.row for row in sheet.iter_rows() for c in row if c.value == words)
    return sheet.cell(line, column)


@pytest.mark.parametrize("code", ["2-1", "2-2"])
def test_each_workbook_has_its_ledger_the_print_version_and_the_three_sheets(code: str):
    assert book_of(ledger_of(six_sites()), code).sheetnames == SHEETS[code]


def test_the_same_issue_gives_the_same_bytes():
    data = ledger_of(six_sites())
    first, second = (write_ledger_book(PROGRAMME, data, diff(None, data), "2-1", audit_head=HEAD) for _ in range(2))
    assert first == second


def test_a_layout_nobody_has_is_an_error():
    data = ledger_of(six_sites())
    with pytest.raises(KeyError):
        write_ledger_book(PROGRAMME, data, diff(None, data), "2-3", audit_head=HEAD)


def test_the_full_sheet_has_all_official_heads_and_numbers_in_order():
    sheet = book_of(ledger_of(six_sites()))["附件2-1"]
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    numbers = [int(c.value) for c in rows["1"] if c.value]
    assert numbers == list(range(1, 34))
    found = texts(sheet)
    for column in layouts()[0].columns:
        assert any(column.head in words for words in found), column.head
        assert any(column.sub in words for words in found), column.sub


def test_bands_heads_and_numbers_are_merged_over_their_sub_columns():
    sheet = book_of(ledger_of(six_sites()))["附件2-1"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    by_text = {sheet[area.split(":")[0]].value: area for area in merged}
    funds = [i for i, c in enumerate(layouts()[0].columns, 1) if c.no == 21]
    wanted = f"{openpyxl.utils.get_column_letter(funds[0])}5:{openpyxl.utils.get_column_letter(funds[-1])}5"
    assert by_text["资金来源"] == wanted.replace("5", "4")
    assert by_text["21"] == wanted.replace("5", "6")
    assert by_text["序号"] == "A4:A5"


def test_title_day_number_and_units_stand_above():
    for name in ("附件2-1", "附件2-1打印"):
        found = texts(book_of(ledger_of(six_sites()))[name])
        assert found[:4] == [
            layouts()[0].title,
            "填报单位（盖章）：区专项工作组办公室",
            "截止日期：2019-10-24　　第67期（TZ-2019-W67）",
            "单位：公顷、万元",
        ]


def test_figures_are_numbers_with_two_decimals_and_days_are_text():
    sheet = book_of(ledger_of(six_sites()))["附件2-1"]
    area = cell_of(sheet, "甲子砂石矿", "破坏面积\n（公顷）")
    assert (area.value, area.data_type, area.number_format) == (10, "n", "0.00_ ")
    money = cell_of(sheet, "甲子砂石矿", "估（概）算总投资\n（万元）")
    assert (money.value, money.number_format) == (123.456789, "0.00_ ")
    day = cell_of(sheet, "甲子砂石矿", "评审通过日期")
    assert (day.value, day.data_type) == ("2018-10-12", "s")


def test_subtotals_and_the_total_are_sums():
    sheet = book_of(ledger_of(six_sites()))["附件2-1"]
    assert cell_of(sheet, "已关闭（煤）矿山小计　1处", "应治理面积\n（公顷）").value == 20
    assert cell_of(sheet, "非煤矿山小计　3处", "应治理面积\n（公顷）").value == 21
    assert cell_of(sheet, "合计　5处", "应治理面积\n（公顷）").value == 41
    assert cell_of(sheet, "合计　5处", "按面积\n（%）").value == 58.5


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "{=1+1}", "=cmd|' /C calc'!A0"])
def test_text_from_outside_never_becomes_a_formula(words: str):
    site = Dossier("A", (registered("A", words, owner=words, place=words), included("A"), weekly("A", progress=words)))
    data = ledger_of([site])
    before = ledger_of([Dossier("A", (registered("A", "甲", owner="乙"), included("A")))], on=THURSDAY - WEEK)
    written = write_ledger_book(
        PROGRAMME, data, diff(before, data), "2-1", audit_head=words, supersedes=words, reason=words
    )
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name), name
    book = openpyxl.load_workbook(io.BytesIO(written))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    quoted = [c for c in cells if isinstance(c.value, str) and c.value.startswith(("=", "+", "-", "@"))]
    assert all(c.quotePrefix for c in quoted)


def test_a_demonstration_says_so_on_every_sheet():
    for code in SHEETS:
        for sheet in book_of(ledger_of(six_sites(), is_demo=True), code):
            assert texts(sheet)[1] == DEMO_MARK
            assert DEMO_MARK in (sheet.oddHeader.right.text or "")
    for sheet in book_of(ledger_of(six_sites())):
        assert DEMO_MARK not in texts(sheet)


def test_a_correction_says_what_it_replaces_on_every_sheet():
    for sheet in book_of(ledger_of(six_sites()), supersedes="2019-10-24第67期", reason="复测面积"):
        assert "更正件：代替2019-10-24第67期。更正原因：复测面积" in texts(sheet)


def test_the_head_of_the_audit_chain_stands_in_every_foot():
    for sheet in book_of(ledger_of(six_sites())):
        assert any(words.startswith(f"审计链头：{HEAD}") for words in texts(sheet))
        assert HEAD[:16] in sheet.oddFooter.left.text


def test_places_for_the_signatures_are_under_the_ledger():
    for name in SHEETS["2-1"]:
        found = texts(book_of(ledger_of(six_sites()))[name])
        assert [words for words in layouts()[0].foot if words not in found] == []


def test_a_pending_site_is_marked_in_both_versions():
    book = book_of(ledger_of(six_sites()))
    assert "丁卯砂石矿（待核定）" in texts(book["附件2-1"])
    assert "丁卯砂石矿\n（待核定）" in texts(book["附件2-1打印"])
    assert cell_of(book["底数对账"], "其中：待核定", "处数").value == 1


def test_the_control_sheet_shows_the_deviation():
    book = book_of(ledger_of(six_sites()[:-1]))
    assert cell_of(book["底数对账"], "无证采矿点", "相差").value == -1
    assert cell_of(book["底数对账"], "无证采矿点", "结论").value == "少于通知"
    assert cell_of(book["底数对账"], "持证矿山", "结论").value == "相符"


def test_the_changes_are_listed_cell_by_cell():
    before = ledger_of(six_sites(), on=THURSDAY - WEEK)
    sites = six_sites()
    sites[0] = changed(sites[0], worked("A", date(2019, 10, 22), 30_000, 900_000_00))
    data = ledger_of([*sites, Dossier("G", (registered("G", "庚午砂石矿"), included("G")))])
    sheet = book_of(data, changes=diff(before, data))["本周变化"]
    lines = [[cell.value for cell in row][1:8] for row in sheet.iter_rows() if str(row[0].value).isdigit()]
    assert lines == [
        ["新增", "庚午砂石矿", None, "所在台账", "—", "附件2-1", None],
        ["改变", "甲子砂石矿", "22", "资金执行：累计完成投资", "70.00", "90.00", None],
        ["减少", "甲子砂石矿", "24", "已完成治理面积", "4.00", "3.00", None],
        ["改变", "甲子砂石矿", "25", "治理进度：按面积", "50.0", "37.5", None],
    ]


def test_the_first_issue_says_that_there_is_nothing_to_compare():
    assert "首期台账，没有上期可比。" in texts(book_of(ledger_of(six_sites()))["本周变化"])


def test_the_readings_and_the_numbers_to_be_checked_are_printed():
    found = texts(book_of(ledger_of(six_sites()))["口径"])
    assert "自然日，发布次日为第1天" in found
    assert "冬季停工的大致起止：11-15 至 03-15【待核对】" in found


def test_what_was_not_chosen_is_printed_and_a_reading_that_changes_nothing_says_why():
    told = replace(PROGRAMME.readings[0], code="C-49", governs="", reason="名称只用于打印")
    programme = replace(PROGRAMME, readings=(*PROGRAMME.readings, told))
    found = texts(book_of(ledger_of(six_sites(), programme=programme))["口径"])
    assert "工作日" in found
    assert any("仅作说明（名称只用于打印）" in words for words in found)


def test_the_instant_of_the_data_is_printed_to_the_minute_of_beijing_and_kept_exactly():
    data = ledger_of(six_sites(), known_at=datetime(2019, 10, 24, 2, 20, 5, 123456, tzinfo=UTC))
    assert any("数据截取时刻 2019-10-24 10:20。" in words for words in texts(book_of(data)["口径"]))
    assert datetime.fromisoformat(data.to_json()["known_at"]).microsecond == 123456


def test_an_empty_ledger_says_so():
    for name in ("附件2-2", "附件2-2打印"):
        assert "本期没有矿山（采矿点）列入本台账。" in texts(book_of(ledger_of(six_sites()[:1]), "2-2")[name])


def test_text_too_long_for_the_highest_row_goes_on_below():
    words = "".join(f"第{n}处采坑回填并覆土；" for n in range(400))
    site = Dossier("A", (registered("A", "甲"), included("A"), weekly("A", progress=words)))
    sheet = book_of(ledger_of([site]))["附件2-1打印"]
    column = next(c.column for row in sheet.iter_rows() for c in row if str(c.value).startswith("本周进展"))
    told = "".join(str(sheet.cell(row, column).value or "") for row in range(1, sheet.max_row + 1))
    assert words in told.replace("\n", "")
    assert max(d.height or 0 for d in sheet.row_dimensions.values()) <= 409


def test_control_characters_do_not_break_the_file():
    site = Dossier("A", (registered("A", "甲\x00\x0b矿\x1f", owner="x" * 40_000), included("A")))
    assert book_of(ledger_of([site])).sheetnames == SHEETS["2-1"]


def test_a_hundred_rows_are_written():
    sites = [
        Dossier(f"N{n:03d}", (registered(f"N{n:03d}", f"第{n}号砂石矿"), included(f"N{n:03d}"))) for n in range(120)
    ]
    book = book_of(ledger_of(sites))
    for name in ("附件2-1", "附件2-1打印"):
        assert [words for words in texts(book[name]) if words == "第119号砂石矿"] == ["第119号砂石矿"]


def test_other_programmes_columns_are_written_without_a_change_here():
    layout = replace(layouts()[1], columns=layouts()[1].columns[:4], foot=("经办：",))
    programme = replace(PROGRAMME, ledgers=(layouts()[0], layout))
    data = ledger_of(six_sites(), programme=programme)
    written = write_ledger_book(programme, data, diff(None, data), "2-2", audit_head=HEAD)
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert "经办：" in texts(book["附件2-2"])

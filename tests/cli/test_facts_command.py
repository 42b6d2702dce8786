"""The command of the facts workbook: its empty form, good lines beside bad cells, and files that are something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.command import Said, done, qingshan
from tests.cli.form import Form
from tests.cli.offices import Office, write_book

SITES = (("甲子砂石料场", "甲岭街道", 12.5), ("乙丑石料矿", "乙泉街道", 8))
LINE = {
    "事项": "摸底完成",
    "发生日期": date(2018, 7, 6),
    "填表人": "甲",
    "审核人": "乙",
    "应治理面积": 1,
    "破坏总面积": 2,
}


@pytest.fixture
def stocked(office: Office, tmp_path: Path) -> Office:
    """An office with two sites on file."""
    office.stored(write_book(tmp_path / "名册.xlsx", SITES, ("矿山名称", "街道", "破坏面积（亩）")))
    return office


@pytest.fixture
def form(stocked: Office, tmp_path: Path) -> Form:
    done("import", "template", "--data", stocked.data, "--out", tmp_path / "空表.xlsx")
    return Form(tmp_path / "空表.xlsx")


def facts(office: Office, *words: object) -> Said:
    return qingshan("import", "facts", *words, "--data", office.data)


def test_a_template_of_only_some_sheets_by_name_or_code(stocked: Office, tmp_path: Path):
    out = tmp_path / "少.xlsx"
    said = done("import", "template", "--only", "周报，works", "--data", stocked.data, "--out", out)
    assert said["sheets"] == ["治理", "周报"]
    assert openpyxl.load_workbook(out).sheetnames == ["说明", "治理", "周报", "选项"]


@pytest.mark.parametrize("only", ["周报,天气", ""])
def test_a_sheet_there_is_not_is_wrong_use_and_the_list_is_shown(stocked: Office, tmp_path: Path, only: str):
    out = tmp_path / "少.xlsx"
    said = qingshan("import", "template", "--only", only, "--data", stocked.data, "--out", out)
    assert (said.code, said.error) == (2, "unknown_sheet")
    assert "周报（weekly）" in said.text
    assert not out.exists()


def test_good_lines_are_stored_beside_a_bad_cell_only_when_asked(stocked: Office, form: Form, tmp_path: Path):
    form.write("摸底", 记录号="M1", 矿山名称=SITES[0][0], **LINE)
    form.write("摸底", 记录号="M2", 矿山名称=SITES[1][0], **{**LINE, "采坑数量": "许多"})
    book = form.save(tmp_path / "事项.xlsx")
    before = stocked.state()

    refused = facts(stocked, book)

    assert (refused.code, refused.data["stored"]) == (1, 0)
    assert stocked.state() == before

    accepted = facts(stocked, book, "--accept-good")

    assert (accepted.code, accepted.data["stored"], accepted.data["set_aside"]) == (1, 1, 1)
    assert [(c["cell"][-1], c["blocking"]) for c in accepted.data["complaints"]] == [("3", True)]
    assert accepted.data["refused"] == []


def test_what_belongs_to_no_line_always_stops(stocked: Office, form: Form, tmp_path: Path):
    form.write("摸底", 记录号="M1", 矿山名称=SITES[0][0], **LINE)
    form.write("摸底-破坏单元", 记录号="M9", 单元号="1", 单元属性="采坑", 土地破坏方式="挖损", 面积=1)
    before = stocked.state()
    said = facts(stocked, form.save(tmp_path / "事项.xlsx"), "--accept-good")
    assert (said.code, [c["code"] for c in said.data["complaints"]]) == (1, ["row_orphan"])
    assert stocked.state() == before

    form.book["周报"]["A1"] = "号"
    form.write("周报", 事项="周报已填")
    said = facts(stocked, form.save(tmp_path / "缺列.xlsx"), "--accept-good")
    assert (said.code, said.data["stored"]) == (1, 0)
    assert stocked.state() == before


def test_each_of_the_two_commands_knows_the_others_file(stocked: Office, form: Form, tmp_path: Path):
    form.write("摸底", 记录号="M1", 矿山名称=SITES[0][0], **LINE)
    book = form.save(tmp_path / "事项.xlsx")
    (said,) = stocked.refuses(book)["complaints"]
    assert "import facts 事项.xlsx" in said["hint"]

    other = facts(stocked, tmp_path / "名册.xlsx")
    assert other.code == 1
    (said,) = other.data["complaints"]
    assert "import register 名册.xlsx" in said["hint"]


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.pdf"])
def test_a_text_with_the_name_of_something_else_is_no_spreadsheet(stocked: Office, tmp_path: Path, name: str):
    folder = tmp_path / "别的"
    folder.mkdir()
    (folder / name).write_text("矿山名称,街道\n甲,甲岭街道\n", encoding="utf-8")
    (said,) = stocked.refuses(folder / name)["complaints"]
    assert "不是电子表格" in said["reason"]


def test_a_retraction_of_the_workbook_goes_through_the_command(stocked: Office, form: Form, tmp_path: Path):
    form.write("摸底", 记录号="M1", 矿山名称=SITES[0][0], **LINE)
    assert facts(stocked, form.save(tmp_path / "一.xlsx")).data["stored"] == 1
    form.book["摸底"].delete_rows(2)
    form.rows["摸底"] = 1
    form.write("摸底", 事项="录入作废", 更正记录号="M1", 更正原因="录到了别的矿山")

    assert facts(stocked, form.save(tmp_path / "二.xlsx")).data["stored"] == 1

    assert stocked.select("SELECT result FROM casework_factrow WHERE kind = 'survey' ORDER BY id") == [
        ("completed",),
        ("retracted",),
    ]
    assert done("check", "--data", stocked.data)["exit"] == 0


def test_the_annotated_copy_of_a_workbook_marks_bad_cells_and_refused_lines(
    stocked: Office, form: Form, tmp_path: Path
):
    form.write("摸底", 记录号="M1", 矿山名称=SITES[0][0], **{**LINE, "应治理面积": "许多"})
    out = tmp_path / "批注.xlsx"
    said = facts(stocked, form.save(tmp_path / "事项.xlsx"), "--annotated", out)
    assert (said.code, said.data["annotated"]) == (1, str(out))
    page = openpyxl.load_workbook(out)["摸底"]
    cell = said.data["complaints"][0]["cell"]
    assert page[cell].fill.fgColor.rgb == "FFF6C6BC"
    assert "应是数字" in page[cell].comment.text

    page[cell].value = 1
    page.parent.save(tmp_path / "改好.xlsx")
    again = facts(stocked, tmp_path / "改好.xlsx").data
    assert (again["stored"], again["complaints"]) == (1, [])

    form.write("摸底", 记录号="M2", 矿山名称="没有的矿", **LINE)
    page = form.book["摸底"]
    page.delete_rows(2)
    said = facts(stocked, form.save(tmp_path / "又.xlsx"), "--annotated", out)
    assert [r["code"] for r in said.data["refused"]] == ["unknown_site"]
    page = openpyxl.load_workbook(out)["摸底"]
    marked = [c.coordinate for row in page.iter_rows() for c in row if c.comment]
    assert len(marked) == 1
    assert "没有这个档案" in page[marked[0]].comment.text

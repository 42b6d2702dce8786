"""The annotated copy: bad cells red with their reason, rows with their numbers, nothing a formula, fit to read again."""

from __future__ import annotations

import io
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from qingshan.exchange.annotated import annotate
from qingshan.exchange.register import Options, read_register
from qingshan.rulebook.facts import BEIJING
from tests.exchange.made_up import LISTS, RULES, STREETS, TODAY
from tests.need import need

AT = datetime(2019, 10, 24, 12, tzinfo=BEIJING)
HEAD = ["序号", "矿山名称", "街道", "持证", "类别", "破坏面积（亩）", "关闭时间"]
BAD = ["2", '=HYPERLINK("x")矿', "没有街道", "是", "一", "十五", "2016-13-01"]


def read(path: Path):
    return read_register([path], RULES, LISTS, STREETS, today=TODAY, options=Options(keep=True))


def written(tmp_path: Path, rows, merges=()) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "登记表"
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for block in merges:
        book.active.merge_cells(block)
    book.save(tmp_path / "登记.xlsx")
    return tmp_path / "登记.xlsx"


def copy_of(path: Path) -> bytes:
    found = read(path)
    return annotate(found.tables, found.complaints, AT)


def test_a_small_file_is_repeated_whole_each_cell_in_its_place(tmp_path):
    good = ["1", "甲矿", "六道湾", "是", "一", 15, date(2016, 3, 1)]
    path = written(tmp_path, [["某区矿山登记表"], HEAD, good, BAD], merges=("A1:G1",))
    book = openpyxl.load_workbook(io.BytesIO(copy_of(path)))
    sheet = book["登记表"]
    assert [c.value for c in sheet[3]][:6] == ["1", "甲矿", "六道湾", "是", "一", 15]
    assert sheet["G3"].value.date() == date(2016, 3, 1)
    assert (sheet["H4"].value, sheet["I4"].value) == ("登记表", 4)
    for cell in ("C4", "F4", "G4"):
        assert sheet[cell].fill.fgColor.rgb == "FFF6C6BC"
        assert sheet[cell].comment is not None
    assert "应是数字" in sheet["F4"].comment.text
    assert "F4" in sheet["J4"].value
    assert sheet["C3"].comment is None
    assert {row[2].value for row in book["问题清单"].iter_rows(min_row=2)} >= {"C4", "F4", "G4"}


@pytest.mark.parametrize("start", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_no_text_becomes_a_formula(tmp_path, start):
    path = written(tmp_path, [HEAD, ["1", start, "没有街道", "是", start, start, start]])
    book = openpyxl.load_workbook(io.BytesIO(copy_of(path)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert book["登记表"]["B2"].value == start
    assert book["登记表"]["B2"].quotePrefix


def test_of_a_long_file_only_the_heads_and_the_bad_rows_are_repeated_with_their_numbers(tmp_path):
    rows = [["1", f"甲{n}矿", "六道湾", "是", "一", 15, "2016年"] for n in range(5200)]
    rows[4999] = [*BAD]
    sheet = openpyxl.load_workbook(io.BytesIO(copy_of(written(tmp_path, [HEAD, *rows]))))["登记表"]
    assert sheet.max_row == 2
    assert (sheet["H2"].value, sheet["I2"].value) == ("登记表", 5001)
    assert sheet["C2"].fill.fgColor.rgb == "FFF6C6BC"


def test_a_corrected_copy_is_read_like_the_file_itself(tmp_path):
    path = written(tmp_path, [["某区矿山登记表"], HEAD, BAD], merges=("A1:G1",))
    book = openpyxl.load_workbook(io.BytesIO(copy_of(path)))
    sheet = book["登记表"]
    sheet["B3"], sheet["C3"], sheet["F3"], sheet["G3"] = "乙矿", "六道湾", 30, "2016年3月"
    book.save(tmp_path / "改好.xlsx")
    found = read(tmp_path / "改好.xlsx")
    assert (found.complaints, found.unplaced) == ((), ())
    assert found.rows[0].values["damage_area_m2"] == "20000"


def test_the_same_reading_at_the_same_instant_gives_the_same_bytes(tmp_path):
    path = written(tmp_path, [HEAD, BAD])
    assert copy_of(path) == copy_of(path)


def test_libreoffice_opens_the_copy(tmp_path):
    office = need("soffice")
    (tmp_path / "批注.xlsx").write_bytes(copy_of(written(tmp_path, [HEAD, BAD])))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [office, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
             "--outdir", str(tmp_path), str(tmp_path / "批注.xlsx")]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "批注.csv").read_text("utf-8")
    assert "=HYPERLINK" in text
    assert "应是数字" in text

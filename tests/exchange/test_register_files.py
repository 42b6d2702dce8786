"""Files of every kind a district sends, and files that are none: each read, or refused in one sentence."""

import csv
import hashlib
import io
import random
import struct
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshan.exchange.register import read_register
from tests.exchange.made_up import LISTS, RULES, STREETS, TODAY

HEAD = ["序号", "矿山名称", "街道", "破坏面积（亩）", "持证", "类别"]
ROWS = [[1, "甲矿", "六道湾", "15", "是", "一"], [2, "乙矿", "八道湾", "30", "否", "四"]]
NEEDS = "矿山登记表须有一行表头"


def reading(*paths: Path, rules=RULES):
    return read_register(list(paths), rules, LISTS, STREETS, today=TODAY)


def text_of(separator=",", rows=None) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([HEAD, *(rows or ROWS)])
    return stream.getvalue()


def workbook_bytes(rows=None) -> bytes:
    book = openpyxl.Workbook()
    for row in [HEAD, *(rows or ROWS)]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def names(found) -> list[str]:
    return [row.values.get("name", "") for row in found.rows]


def refused(found) -> str:
    """The one complaint of a file that is no register."""
    assert found.rows == ()
    assert len(found.complaints) == 1, found.complaints
    assert found.complaints[0].blocking
    assert NEEDS in found.complaints[0].reason
    return found.complaints[0].code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_file_in_any_encoding_with_any_separator(tmp_path, encoding, separator):
    path = tmp_path / "登记.csv"
    path.write_bytes(text_of(separator).encode(encoding))
    found = reading(path)
    assert names(found) == ["甲矿", "乙矿"]
    assert not found.is_blocked


def test_line_breaks_and_separators_inside_quotes(tmp_path):
    path = tmp_path / "登记.csv"
    path.write_text('"矿山\n名称",街道,持证,类别,备注\n"甲\n矿",六道湾,是,一,"一,\n二"\n', encoding="utf-8")
    found = reading(path)
    assert names(found) == ["甲矿"]
    assert found.rows[0].values["note"] == "一,\n二"
    assert found.rows[0].cells["name"] == "A2"


def test_a_text_file_cut_inside_a_character_is_still_read(tmp_path):
    path = tmp_path / "登记.csv"
    path.write_bytes((text_of() + "3,丙矿").encode("gbk")[:-1])
    found = reading(path)
    assert names(found)[:2] == ["甲矿", "乙矿"]
    assert "bad_bytes" in [c.code for c in found.complaints]


def test_excels_separator_line_is_obeyed(tmp_path):
    path = tmp_path / "登记.csv"
    path.write_text("sep=;\n" + text_of(";"), encoding="utf-8")
    assert names(reading(path)) == ["甲矿", "乙矿"]


def xls_file(tmp_path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("登记表")
    sheet.write_merge(0, 0, 0, 6, "某区矿山登记表")
    for at, head in enumerate([*HEAD, "关闭时间", "来源编号"]):
        sheet.write(1, at, head)
    month = xlwt.easyxf(num_format_str="yyyy-mm")
    zeros = xlwt.easyxf(num_format_str="0000")
    for row, values in enumerate(ROWS, 2):
        for at, value in enumerate(values):
            sheet.write(row, at, value)
        sheet.write(row, 6, date(2016, 11, 1), month)
        sheet.write(row, 7, row, zeros)
    sheet.row(3).hidden = True
    sheet.col(5).hidden = True
    path = tmp_path / "登记.xls"
    book.save(str(path))
    return path


def test_an_old_workbook_keeps_its_formats_and_hidden_rows(tmp_path):
    found = reading(xls_file(tmp_path))
    assert names(found) == ["甲矿", "乙矿"]
    assert found.rows[0].values["closed_on"] == {"value": "2016-11-30", "precision": "month", "text": "2016年11月"}
    assert [row.values["source_no"] for row in found.rows] == ["0002", "0003"]
    assert found.rows[1].flags == ("hidden_row",)
    assert {c.code for c in found.complaints} == {"rows_hidden", "columns_hidden"}


def test_an_error_cell_of_an_old_workbook_is_not_lost(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("登记表")
    for at, head in enumerate(HEAD):
        sheet.write(0, at, head)
        sheet.write(1, at, ROWS[0][at])
    sheet.row(2).set_cell_text(1, "乙矿")
    sheet.row(2).set_cell_text(2, "六道湾")
    sheet.row(2).set_cell_error(3, "#REF!")
    sheet.row(2).set_cell_text(4, "是")
    sheet.row(2).set_cell_text(5, "一")
    path = tmp_path / "登记.xls"
    book.save(str(path))
    assert [(c.cell, c.code, c.value) for c in reading(path).complaints] == [("D3", "error_cell", "#REF!")]


def test_error_cells_and_uncomputed_formulas_are_listed(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEAD)
    sheet.append([1, "甲矿", "六道湾", "=3*5", "是", "一"])
    sheet.append([2, "乙矿", "六道湾", "#N/A", "是", "一"])
    sheet["D3"].data_type = "e"
    path = tmp_path / "登记.xlsx"
    book.save(path)
    assert [(c.cell, c.code) for c in reading(path).complaints] == [
        ("D2", "formula_uncomputed"),
        ("D3", "error_cell"),
    ]


def test_hidden_and_struck_rows_are_read_and_reported(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEAD, *ROWS]:
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    for cell in sheet[3]:
        cell.font = openpyxl.styles.Font(strike=True)
    path = tmp_path / "登记.xlsx"
    book.save(path)
    found = reading(path)
    assert [row.flags for row in found.rows] == [("hidden_row",), ("struck_row",)]
    assert {c.code for c in found.complaints} == {"rows_hidden", "columns_hidden", "rows_struck"}
    assert not found.is_blocked


def test_several_sheets_are_read_and_the_others_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "六道湾"
    for row in [HEAD, ROWS[0]]:
        book.active.append(row)
    second = book.create_sheet("八道湾")
    for row in [HEAD, ROWS[1]]:
        second.append(row)
    book.create_sheet("汇总").append(["合计", 2])
    book.create_sheet("空表")
    hidden = book.create_sheet("旧表")
    hidden.sheet_state = "hidden"
    for row in [HEAD, ROWS[1]]:
        hidden.append(row)
    path = tmp_path / "登记.xlsx"
    book.save(path)
    found = reading(path)
    assert names(found) == ["甲矿", "乙矿"]
    assert found.files[0].sheets == ("六道湾", "八道湾")
    assert [(c.sheet, c.code, c.blocking) for c in found.complaints] == [
        ("汇总", "sheet_skipped", False),
        ("旧表", "sheet_hidden", False),
    ]


def test_a_folder_is_read_whole_in_order(tmp_path):
    folder = tmp_path / "各街道"
    (folder / "下级").mkdir(parents=True)
    (folder / "1.csv").write_text(text_of(rows=[ROWS[0]]), encoding="gbk")
    (folder / "下级" / "2.xlsx").write_bytes(workbook_bytes([ROWS[1]]))
    (folder / "~$2.xlsx").write_bytes(b"lock")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    found = reading(folder)
    assert names(found) == ["甲矿", "乙矿"]
    assert [file.name for file in found.files] == ["1.csv", "下级/2.xlsx"]
    assert [(c.file, c.code, c.blocking) for c in found.complaints] == [("照片.jpg", "file_skipped", False)]


def test_a_zip_with_chinese_names_in_gbk(tmp_path):
    path = tmp_path / "打包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(GbkInfo("六道湾街道.csv"), text_of(rows=[ROWS[0]]).encode("gbk"))
        archive.writestr("八道湾/登记.xlsx", workbook_bytes([ROWS[1]]))
        archive.writestr("__MACOSX/._x.csv", b"x")
    found = reading(path)
    assert sorted(names(found)) == ["乙矿", "甲矿"]
    assert {file.name for file in found.files} == {"打包.zip/六道湾街道.csv", "打包.zip/八道湾/登记.xlsx"}


class GbkInfo(zipfile.ZipInfo):
    """A member named as Windows in Chinese does: GBK bytes, and no flag that says so."""

    def _encodeFilenameFlags(self):  # noqa: N802 the name of the standard library
        return self.filename.encode("gbk"), self.flag_bits


def test_the_digest_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "登记.csv"
    path.write_text(text_of(), encoding="utf-8")
    assert reading(path).files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_html_table_called_xls_is_read(tmp_path):
    path = tmp_path / "导出.xls"
    cells = lambda row: "".join(f"<td>{value}</td>" for value in row)  # noqa: E731 - used within this test alone
    body = f"<tr><td colspan=6>某区登记表</td></tr><tr>{cells(HEAD)}</tr>"
    body += f"<tr><td>1</td><td>甲矿</td><td rowspan=2>六道湾</td>{cells(ROWS[0][3:])}</tr>"
    body += f"<tr><td>2</td><td>乙矿</td>{cells(ROWS[1][3:])}</tr>"
    path.write_text(f"<html><meta charset=gbk><table>{body}</table></html>", encoding="gbk")
    found = reading(path)
    assert [(row.values["name"], row.values["street"]) for row in found.rows] == [
        ("甲矿", "650105002"),
        ("乙矿", "650105002"),
    ]


NOISE = random.Random(1)
HOSTILE = {
    "空.xlsx": (b"", "file_empty"),
    "照片.xlsx": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "not_a_table"),
    "图.xls": (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_table"),
    "扫描.csv": (b"%PDF-1.4\n" + bytes(50), "not_a_table"),
    "半截.xlsx": (workbook_bytes()[:900], "file_broken"),
    "不是压缩包.zip": (b"PK\x03\x04" + bytes(40), "zip_broken"),
    "乱码.csv": (bytes(NOISE.randrange(128, 256) for _ in range(4000)), "encoding_unknown"),
    "二进制.csv": (bytes(NOISE.randrange(256) for _ in range(4000)), "not_a_table"),
    "假.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "not_a_table"),
    "数据.json": (b'{"name": "x"}', "not_a_table"),
    "空白.csv": (b"\n\n  \n", "sheets_empty"),
    "散文.txt": ("今天天气很好。\n我们去看了矿山。".encode(), "no_register"),
    "只有表头.csv": (",".join(HEAD).encode(), "no_rows"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_register_is_refused_in_one_sentence(tmp_path, name):
    data, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(data)
    found = reading(path)
    assert refused(found) == code
    assert found.complaints[0].file == name
    assert name.split(".")[0] in found.complaints[0].reason


def test_a_word_file_is_called_one(tmp_path):
    path = tmp_path / "报告.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    found = reading(path)
    assert refused(found) == "not_a_table"
    assert "Word" in found.complaints[0].reason


def test_a_workbook_with_a_password_is_called_one(tmp_path):
    path = tmp_path / "加密.xlsx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + stream + bytes(1000))
    assert refused(reading(path)) == "file_locked"


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<w/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    assert refused(reading(path)) == "zip_bomb"


def test_a_zip_that_lies_about_its_sizes_is_not_unpacked_beyond_them(tmp_path):
    path = tmp_path / "说谎.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("登记.csv", text_of())
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, at + 24, 5)
    path.write_bytes(bytes(raw))
    assert refused(reading(path)) == "zip_broken"


def test_names_that_leave_the_archive_are_refused(tmp_path):
    path = tmp_path / "越界.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../登记.csv", text_of())
    found = reading(path)
    assert "zip_escape" in [c.code for c in found.complaints]
    assert found.rows == ()


def test_a_folder_with_nothing_to_read_is_refused(tmp_path):
    folder = tmp_path / "空文件夹"
    folder.mkdir()
    assert refused(reading(folder)) == "nothing_to_read"


def test_a_missing_file_is_one_complaint(tmp_path):
    found = reading(tmp_path / "没有.xlsx")
    assert [(c.code, c.blocking) for c in found.complaints] == [("file_missing", True)]


def test_a_sheet_formatted_to_the_last_row_is_no_burden(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [HEAD, *ROWS]:
        sheet.append(row)
    sheet["A1048576"].font = openpyxl.styles.Font(bold=True)
    sheet["XFD3"].font = openpyxl.styles.Font(bold=True)
    path = tmp_path / "登记.xlsx"
    book.save(path)
    assert names(reading(path)) == ["甲矿", "乙矿"]


@pytest.mark.parametrize("make", ["xlsx", "xls", "csv", "zip"])
@given(seed=st.integers(0, 10**9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damaged_file_raises(tmp_path, make, seed):
    chance = random.Random(seed)
    if make == "xls":
        data = bytearray(xls_file(tmp_path).read_bytes())
    elif make == "csv":
        data = bytearray(text_of().encode("gbk"))
    else:
        data = bytearray(workbook_bytes())
    for _ in range(chance.randrange(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    path = tmp_path / f"坏.{make}"
    path.write_bytes(bytes(data))
    reading(path)


def test_a_formula_that_no_program_has_calculated_is_not_read_as_nought(tmp_path):
    import xlsxwriter

    path = tmp_path / "登记.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ROWS[0])
    sheet.write_formula("D2", "=3*5")
    book.close()
    assert [(c.cell, c.code) for c in reading(path).complaints] == [("D2", "formula_uncomputed")]
    old = xlwt.Workbook()
    page = old.add_sheet("登记表")
    for at, head in enumerate(HEAD):
        page.write(0, at, head)
        page.write(1, at, ROWS[0][at]) if at != 3 else page.write(1, at, xlwt.Formula("3*5"))
    path = tmp_path / "登记.xls"
    old.save(str(path))
    assert [(c.cell, c.code) for c in reading(path).complaints] == [("D2", "formula_uncomputed")]


def test_codes_shorter_than_their_neighbours_are_suspected(tmp_path):
    path = tmp_path / "登记.xlsx"
    book = openpyxl.Workbook()
    book.active.append([*HEAD, "编号"])
    book.active.append([*ROWS[0], "0012"])
    book.active.append([*ROWS[1], 13])
    book.save(path)
    found = reading(path)
    assert [(c.cell, c.code, c.blocking) for c in found.complaints] == [("G3", "zeros_lost", False)]

"""What registers say in ways that once were read wrong, taken for another thing, or lost without a word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from qingshan.exchange.register import Options, read_register
from tests.exchange.made_up import LISTS, RULES, STREETS, TODAY

BASE = ["矿山名称", "街道", "持证", "类别"]
ONE = ["甲矿", "六道湾", "是", "一"]


def reading(tmp_path: Path, rows, *, merges=(), options=None, epoch=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    for row in rows:
        book.active.append(row)
    for block in merges:
        book.active.merge_cells(block)
    book.save(tmp_path / "登记.xlsx")
    return read_register([tmp_path / "登记.xlsx"], RULES, LISTS, STREETS, today=TODAY, options=options)


def codes(found) -> dict[str, str]:
    return {c.code: c.cell for c in found.complaints}


def test_of_two_years_side_by_side_the_last_one_is_read_and_said_so(tmp_path):
    rows = [
        [*BASE, "2018年", None, "2019年", None],
        [None, None, None, None, "破坏面积（亩）", "生产现状", "破坏面积（亩）", "生产现状"],
        [*ONE, 15, "在产", 30, "停产"],
    ]
    found = reading(tmp_path, rows, merges=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"))
    values = found.rows[0].values
    assert (values["damage_area_m2"], values["production_state"]) == ("20000", "stopped")
    assert [c.cell for c in found.complaints if c.code == "head_years"] == ["G2", "H2"]
    assert [u.head for u in found.unplaced] == ["2018年·破坏面积（亩）", "2018年·生产现状"]


@pytest.mark.parametrize("street", ["沙区区六道湾街道", "某某县六道湾街道", "乌市沙区区六道湾街道办事处"])
def test_a_street_of_another_district_is_not_ours(tmp_path, street):
    found = reading(tmp_path, [BASE, ["甲矿", street, "是", "一"]], options=Options(district="水磨沟区"))
    assert codes(found)["street_elsewhere"] == "B2"
    assert found.is_blocked


@pytest.mark.parametrize(
    "street", ["水磨沟区六道湾街道", "乌鲁木齐市水磨沟区六道湾街道", "六道湾街道", "苇湖梁片区管委会"]
)
def test_a_street_of_ours_is_read_with_or_without_its_district(tmp_path, street):
    found = reading(tmp_path, [BASE, ["甲矿", street, "是", "一"]], options=Options(district="水磨沟区"))
    assert not found.is_blocked


@pytest.mark.parametrize(
    ("head", "written", "notes"),
    [
        ("有效期止", "长期", [("licence_to", "长期")]),
        ("许可证有效期", "2010年5月1日至长期", [("licence_to", "长期")]),
        ("许可证有效期", "2010年5月1日至今", [("licence_to", "至今")]),
        ("许可证有效期", "长期", [("licence_to", "长期")]),
        ("许可证有效期", "10年", [("licence_to", "10年")]),
        ("许可证有效期", 5, [("licence_to", "5年")]),
    ],
)
def test_words_in_place_of_an_end_keep_their_text(tmp_path, head, written, notes):
    row = reading(tmp_path, [[*BASE, head], [*ONE, written]]).rows[0]
    assert "licence_to" not in row.values
    assert [(n.key, n.text) for n in row.notes if n.key == "licence_to"] == notes


def test_a_term_in_years_is_no_end(tmp_path):
    found = reading(tmp_path, [[*BASE, "有效期限(年)"], [*ONE, 10]])
    assert "licence_to" not in found.rows[0].values
    assert [u.head for u in found.unplaced] == ["有效期限(年)"]


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("经度", 87.65, ""),
        ("经度", 88.5, "coordinate_outside"),
        ("经度", 43.8, "coordinate_far"),
        ("纬度", 43.84, ""),
        ("纬度", 12.5, "coordinate_far"),
        ("纬度", 95, "coordinate_range"),
    ],
)
def test_a_lone_coordinate_is_checked_too(tmp_path, head, value, code):
    found = codes(reading(tmp_path, [[*BASE, head], [*ONE, value]]))
    assert "coordinate_alone" in found
    assert set(found) - {"coordinate_alone"} == ({code} if code else set())


def test_an_applicant_is_the_holder(tmp_path):
    assert reading(tmp_path, [[*BASE, "申请人"], [*ONE, "甲公司"]]).rows[0].values["owner"] == "甲公司"


@pytest.mark.parametrize("number", ["650105199001011234", "13912345678", "65010519900101123X", "0991-1234567"])
def test_a_long_number_is_no_holder_and_is_not_repeated(tmp_path, number):
    found = reading(tmp_path, [[*BASE, "采矿权人"], [*ONE, number]])
    complaint = next(c for c in found.complaints if c.code == "number_for_name")
    assert (complaint.cell, complaint.blocking) == ("E2", True)
    assert number not in f"{complaint.value}{complaint.reason}{complaint.hint}"


def test_personal_numbers_of_a_column_nobody_asked_for_are_masked(tmp_path):
    found = reading(tmp_path, [[*BASE, "联系方式甲"], [*ONE, "13912345678"]])
    assert found.unplaced[0].samples == ("139******78",)


@pytest.mark.parametrize("written", ["煤 石灰岩", "煤　石灰岩", "煤/石灰岩", "煤／石灰岩", "煤\\石灰岩", "煤·石灰岩"])
def test_every_mineral_of_a_cell_is_read(tmp_path, written):
    assert reading(tmp_path, [[*BASE, "矿种"], [*ONE, written]]).rows[0].values["minerals"] == ["11001", "83900"]


def test_a_blank_within_a_mineral_is_a_typists(tmp_path):
    assert reading(tmp_path, [[*BASE, "矿种"], [*ONE, "建筑用 砂"]]).rows[0].values["minerals"] == ["83993"]


def test_a_second_mineral_nobody_knows_is_asked_about(tmp_path):
    assert "word_unknown" in codes(reading(tmp_path, [[*BASE, "矿种"], [*ONE, "煤 某某石"]]))


def test_serials_count_from_the_workbooks_own_first_day(tmp_path):
    rows = [[*BASE, "关闭时间", "建矿时间"], [*ONE, 41000, date(2001, 2, 3)]]
    values = reading(tmp_path, rows, epoch=CALENDAR_MAC_1904).rows[0].values
    assert (values["closed_on"]["value"], values["opened_on"]["value"]) == ("2016-04-02", "2001-02-03")
    assert reading(tmp_path, rows).rows[0].values["closed_on"]["value"] == "2012-04-01"


def test_a_mapping_of_the_sender_comes_before_everything(tmp_path):
    rows = [[*BASE, "承包人", "备注"], [*ONE, "甲公司", "乙公司"]]
    found = reading(tmp_path, rows, options=Options(taught={"承包人": "place", "备 注": "owner"}))
    values = found.rows[0].values
    assert (values["place"], values["owner"], values.get("note")) == ("甲公司", "乙公司", None)
    assert {(p.head, p.field) for p in found.placed if p.by == "mapping"} == {("承包人", "place"), ("备注", "owner")}
    assert not found.unplaced


def test_a_mapped_name_makes_a_register_of_a_sheet_nobody_knew(tmp_path):
    rows = [["工点", "管片", "持证", "类别"], ONE]
    assert "no_register" in codes(reading(tmp_path, rows))
    found = reading(tmp_path, rows, options=Options(taught={"工点": "name", "管片": "street"}))
    assert found.rows[0].values["name"] == "甲矿"


def test_a_column_that_is_not_to_be_read_is_neither_read_nor_asked_about(tmp_path):
    found = reading(tmp_path, [[*BASE, "内部编码"], [*ONE, "x"]], options=Options(taught={"内部编码": "_ignored"}))
    assert not found.unplaced
    assert "_ignored" not in found.rows[0].values

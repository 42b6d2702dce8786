"""Whole registers: from a sheet as an office has it to rows of sites and the list of everything wrong with it."""

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from qingshan.exchange.register import read_register
from qingshan.rulebook.programme import RegisterRules
from tests.exchange.made_up import LICENCE, LISTS, RULES, STREETS, TODAY, USCC
from tests.shared_data import shared_data

ABROAD = RegisterRules(
    required=("name", "longitude", "latitude"),
    headers={"name": ("ftr_name", "Problem Area Name"), "source_no": ("gid", "AMLIS Key"), "note": ("ftr_type",)},
    defaults={"category": "4", "street": "KW01", "is_licensed": False},
    unnamed="无名采矿点{n}",
    code_format="{region}-{n}",
)


def reading(*paths: Path, rules=RULES):
    return read_register(list(paths), rules, LISTS, STREETS, today=TODAY)


def write(tmp_path: Path, *rows, name="登记.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / name
    book.save(path)
    return path


def blocking(found) -> list[tuple[str, str]]:
    return [(c.cell, c.code) for c in found.complaints if c.blocking]


BASE = ["矿山名称", "街道", "持证", "类别"]


def test_the_531_rows_of_the_usgs_become_sites_with_the_files_own_coordinates():
    path = shared_data("mines/usmin-selected-trinity.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    found = reading(path, rules=ABROAD)
    assert not found.is_blocked
    assert len(found.rows) == len(lines) == 531
    assert [(r.values["source_no"], r.values["longitude"], r.values["latitude"]) for r in found.rows] == [
        (line["gid"], line["longitude"], line["latitude"]) for line in lines
    ]
    unnamed = [r.values["name"] for r in found.rows if "unnamed" in r.flags]
    assert unnamed == [f"无名采矿点{n}" for n in range(1, 372)]


def test_the_tab_separated_inventory_becomes_sites_likewise():
    path = shared_data("mines/eamlis_sample.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter="\t"))
    found = reading(path, rules=ABROAD)
    assert not found.is_blocked
    assert [(r.values["source_no"], r.values["longitude"], r.values["latitude"]) for r in found.rows] == [
        (line["AMLIS Key"], line["Longitude"], line["Latitude"]) for line in lines
    ]


@pytest.mark.parametrize(
    "name", ["Dormant Sites - Evidence of Cost.xlsx", "IRT_Template 2024_April.xlsx", "payment_request_form.xlsx"]
)
def test_a_form_of_another_office_is_refused_in_one_sentence(name):
    found = reading(shared_data(f"spreadsheets/{name}"))
    assert found.rows == ()
    assert len(found.complaints) == 1
    complaint = found.complaints[0]
    assert (complaint.code, complaint.sheet, complaint.blocking) == ("no_register", "Sheet1", True)
    assert "工作表“Sheet1”不是矿山登记表" in complaint.reason
    assert "登记表须有一行表头" in complaint.reason


def test_values_are_what_a_payload_holds(tmp_path):
    path = write(
        tmp_path,
        [
            "矿山名称", "曾用名", "档案类别", "摸底类型", "持证", "采矿权人", "统一社会信用代码", "属地管委会（街道）", "位置",
            "开采矿种", "开采方式", "生产规模（万吨/年）", "采矿许可证号", "证件状态", "有效期限", "注销日期", "生产现状", "关闭时间",
            "矿区面积（km²）", "破坏面积（亩）", "经度", "纬度", "矿山区位", "来源编号", "备注", "摸底调查人",
        ],
        [
            "甲矿", "旧甲矿", "政策性关闭小煤矿", "已注销", "是", "某公司", USCC, "六道湾街道", "东坡",
            "煤、建筑用砂岩", "井工", 6, LICENCE, "已注销", "2010年5月至2015年5月", "2016.11", "已关闭", "2016年",
            0.5, 30, "87°38′32.5″", 43.83129, "公路、居民区", "A-01", "说明一", "某人",
        ],
    )  # fmt: skip
    found = reading(path)
    assert not found.is_blocked
    row = found.rows[0]
    assert dict(row.values) == {
        "name": "甲矿",
        "former_names": "旧甲矿",
        "category": "1",
        "survey_types": ["cancelled"],
        "is_licensed": True,
        "owner": "某公司",
        "owner_uscc": USCC,
        "street": "650105002",
        "place": "东坡",
        "minerals": ["11001", "83978"],
        "mining_method": "underground",
        "capacity": "6",
        "capacity_unit": "wt",
        "licence_no": LICENCE,
        "licence_state": "cancelled",
        "licence_from": {"value": "2010-05-31", "precision": "month", "text": "2010年5月"},
        "licence_to": {"value": "2015-05-31", "precision": "month", "text": "2015年5月"},
        "cancelled_on": {"value": "2016-11-30", "precision": "month", "text": "2016.11"},
        "production_state": "closed",
        "closed_on": {"value": "2016-12-31", "precision": "year", "text": "2016年"},
        "licence_area_m2": "500000",
        "damage_area_m2": "20000",
        "longitude": "87.64236111",
        "latitude": "43.83129",
        "location_flags": ["main_road", "residential"],
        "source_no": "A-01",
        "note": "说明一",
        "as_read": [{"key": note.key, "text": note.text} for note in row.notes],
    }
    assert {note.key: note.text for note in row.notes}["damage_area_m2"] == "30亩"
    assert {note.key: note.text for note in row.notes}["longitude"] == "87°38′32.5″"
    assert json.loads(json.dumps(dict(row.values))) == dict(row.values)
    assert [u.head for u in found.unplaced] == ["摸底调查人"]
    assert row.cells["damage_area_m2"] == "T2"


def test_every_bad_cell_is_listed_at_once(tmp_path):
    head = [*BASE, "破坏面积", "关闭时间", "采矿许可证号", "统一社会信用代码", "经度", "纬度", "生产现状"]
    path = write(
        tmp_path,
        head,
        [
            "甲矿",
            "不知街道",
            "也许",
            "十",
            "12.5",
            "2016年2月30日",
            6.50105e22,
            "91350100M000100Y4Z",
            "不详细",
            43.8,
            "停厂",
        ],
        [None, None, "是", "一", "12.5", "3030年", "x", None, 43.8, 87.7, "停产"],
    )
    assert blocking(reading(path)) == [
        ("B2", "street_unknown"),
        ("C2", "bool_unknown"),
        ("D2", "word_unknown"),
        ("E2", "area_no_unit"),
        ("F2", "date_impossible"),
        ("G2", "digits_lost"),
        ("H2", "identifier"),
        ("I2", "coordinate_unknown"),
        ("K2", "word_unknown"),
        ("B3", "street_missing"),
        ("E3", "area_no_unit"),
        ("F3", "date_future"),
        ("G3", "identifier"),
        ("I3", "coordinates_swapped"),
    ]


def test_each_complaint_has_place_reason_and_hint_in_chinese(tmp_path):
    path = write(tmp_path, [*BASE, "生产现状"], ["甲矿", "六道弯", "是", "一", "停厂"])
    for complaint in reading(path).complaints:
        assert (complaint.file, complaint.sheet) == ("登记.xlsx", "Sheet")
        assert complaint.cell
        assert complaint.reason
        assert complaint.hint
        assert "{" not in complaint.reason + complaint.hint


def test_the_units_line_of_a_sheet_holds_for_heads_without_unit(tmp_path):
    path = write(tmp_path, ["登记表"], ["单位：亩"], [*BASE, "破坏面积"], ["甲矿", "六道湾", "是", "一", 15])
    assert reading(path).rows[0].values["damage_area_m2"] == "10000"


def test_the_same_licence_number_twice_is_refused_across_files(tmp_path):
    one = write(tmp_path, [*BASE, "采矿许可证号"], ["甲矿", "六道湾", "是", "一", LICENCE], name="一.xlsx")
    two = write(tmp_path, [*BASE, "采矿许可证号"], ["乙矿", "六道湾", "是", "一", LICENCE], name="二.xlsx")
    found = reading(one, two)
    assert [(c.file, c.cell, c.code) for c in found.complaints if c.blocking] == [
        ("二.xlsx", "E2", "duplicate_licence")
    ]
    assert "文件“一.xlsx”工作表“Sheet”第 2 行" in found.complaints[0].reason


def test_the_same_name_and_street_needs_something_to_tell_them_apart(tmp_path):
    same = write(tmp_path, BASE, ["甲矿", "六道湾", "是", "一"], ["甲矿", "六道湾街道", "是", "一"])
    assert blocking(reading(same)) == [("A3", "duplicate_site")]
    other = write(tmp_path, [*BASE, "编号"], ["甲矿", "六道湾", "是", "一", "1"], ["甲矿", "六道湾", "是", "一", "2"])
    assert not reading(other).is_blocked
    assert [c.code for c in reading(other).complaints] == ["duplicate_name"]


def test_sites_without_a_name_are_numbered_around_taken_names(tmp_path):
    path = write(
        tmp_path,
        BASE,
        ["无名采矿点1", "六道湾", "否", "四"],
        [None, "六道湾", "否", "四"],
        ["无", "六道湾", "否", "四"],
    )
    found = reading(path)
    assert [(r.values["name"], r.flags) for r in found.rows] == [
        ("无名采矿点1", ()),
        ("无名采矿点2", ("unnamed",)),
        ("无名采矿点3", ("unnamed",)),
    ]


def test_category_and_licence_are_derived_and_flagged(tmp_path):
    head = ["矿山名称", "街道", "采矿权人", "开采矿种", "采矿许可证号"]
    path = write(
        tmp_path,
        head,
        ["甲矿", "六道湾", "某公司", "煤", LICENCE],
        ["乙砂场", "六道湾", "某厂", "建筑用砂", "C6501052010057120001235"],
        ["丙点", "八道湾", None, "建筑用砂", "无"],
    )
    found = reading(path)
    assert not found.is_blocked
    assert [(r.values["category"], r.values["is_licensed"]) for r in found.rows] == [
        ("1", True),
        ("2", True),
        ("4", False),
    ]
    assert {flag for r in found.rows for flag in r.flags} == {"category_guessed", "licensed_guessed"}


def test_defaults_fill_what_the_file_does_not_have(tmp_path):
    rules = replace(RULES, defaults={"category": "3", "is_licensed": True, "street": "KW01"})
    path = write(tmp_path, ["矿山名称", "位置"], ["甲矿", "东坡"])
    values = reading(path, rules=rules).rows[0].values
    assert (values["category"], values["is_licensed"], values["street"]) == ("3", True, "KW01")


def test_coordinates_are_judged_by_the_districts_bounds(tmp_path):
    path = write(
        tmp_path,
        [*BASE, "经纬度"],
        ["甲矿", "六道湾", "是", "一", "87.64E,43.83N"],
        ["乙矿", "六道湾", "是", "一", "43.83，87.64"],
        ["丙矿", "六道湾", "是", "一", "88.4，43.83"],
        ["丁矿", "六道湾", "是", "一", "116.4，39.9"],
        ["戊矿", "六道湾", "是", "一", "看图"],
    )
    found = reading(path)
    assert [(r.values.get("longitude"), r.values.get("latitude")) for r in found.rows] == [
        ("87.64", "43.83"),
        ("43.83", "87.64"),
        ("88.4", "43.83"),
        ("116.4", "39.9"),
        (None, None),
    ]
    assert [(c.cell, c.code, c.blocking) for c in found.complaints] == [
        ("E3", "coordinates_swapped", True),
        ("E4", "coordinates_outside", False),
        ("E5", "coordinates_far", True),
        ("E6", "coordinate_unknown", True),
    ]


def test_a_total_merged_over_rows_is_pointed_out(tmp_path):
    path = write(
        tmp_path, [*BASE, "破坏面积（亩）"], ["甲矿", "六道湾", "是", "一", 30], ["乙矿", "六道湾", "是", "一"]
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("E2:E3")
    book.save(path)
    found = reading(path)
    assert [c.code for c in found.complaints] == ["merged_figure"]


def test_reading_twice_gives_the_same(tmp_path):
    path = write(
        tmp_path, [*BASE, "关闭时间"], ["甲矿", "六道湾", "是", "一", "约2010年"], [None, "六道湾", "是", "一", "2011"]
    )
    assert reading(path) == reading(path)


def test_progress_names_each_file(tmp_path):
    told: list[str] = []
    path = write(tmp_path, BASE, ["甲矿", "六道湾", "是", "一"])
    read_register([path], RULES, LISTS, STREETS, progress=told.append, today=TODAY)
    assert told == ["读取 登记.xlsx", "核对 1 行"]


def test_bounds_of_the_made_up_district_are_what_the_tests_think():
    assert RULES.bounds[0] < Decimal("87.64") < RULES.bounds[2]

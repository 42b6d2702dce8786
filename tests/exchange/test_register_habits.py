"""Habits of those who keep registers in spreadsheets, each met with a value or a question, never with a silent guess."""

from pathlib import Path

import openpyxl
import pytest

from qingshan.exchange.register import read_register
from tests.exchange.made_up import LICENCE, LISTS, RULES, STREETS, TODAY


def reading(tmp_path: Path, rows, merges=(), title="登记表"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for block in merges:
        book.active.merge_cells(block)
    path = tmp_path / "登记.xlsx"
    book.save(path)
    return read_register([path], RULES, LISTS, STREETS, today=TODAY)


def blocking(found) -> list[tuple[str, str]]:
    return [(c.cell, c.code) for c in found.complaints if c.blocking]


def codes(found) -> set[str]:
    return {c.code for c in found.complaints}


BASE = ["矿山名称", "街道", "持证", "类别"]
ONE = ["甲矿", "六道湾", "是", "一"]
TWO = ["乙矿", "六道湾", "是", "一"]


@pytest.mark.parametrize("order", [(87.65, 43.84), (43.84, 87.65)])
def test_x_and_y_are_told_apart_by_their_figures(tmp_path, order):
    values = reading(tmp_path, [[*BASE, "X", "Y"], [*ONE, *order]]).rows[0].values
    assert (values["longitude"], values["latitude"]) == ("87.65", "43.84")


@pytest.mark.parametrize(
    ("heads", "figures", "assumed"),
    [
        (["X坐标", "Y坐标"], (4855277.489, 29551667.868), ["没有写坐标系"]),
        (["X坐标", "Y坐标"], (551667.868, 4855277.489), ["没有写坐标系", "没有带号"]),
        (["经度", "纬度"], ("29551667.868", "4855277.489"), ["没有写坐标系"]),
        (["纬度（2000坐标系）", "经度（2000坐标系）"], (29551667.868, 4855277.489), []),
        (["坐标"], ("4855277.489，29551667.868",), ["没有写坐标系"]),
        (["坐标"], ("X:4855277.489 Y:551667.868",), ["没有写坐标系", "没有带号"]),
    ],
)
def test_metres_of_a_projection_become_degrees_and_what_was_assumed_is_said(tmp_path, heads, figures, assumed):
    found = reading(tmp_path, [[*BASE, *heads], [*ONE, *figures]])
    assert not blocking(found)
    values = found.rows[0].values
    assert (values["longitude"], values["latitude"]) == ("87.64237000", "43.83129000")
    said = next(c.reason for c in found.complaints if c.code == "coordinate_converted")
    assert [words for words in ("没有写坐标系", "没有带号") if words in said] == assumed
    assert {"longitude", "latitude"} <= {note.key for note in found.rows[0].notes}


def test_an_old_datum_is_never_silent(tmp_path):
    heads = ["X坐标（西安80）", "Y坐标（西安80）"]
    found = reading(tmp_path, [[*BASE, *heads], [*ONE, 4855277.489, 29551667.868]])
    assert not blocking(found)
    assert "±数十米，需转换" in next(c.reason for c in found.complaints if c.code == "coordinate_converted")
    assert "position_approximate" in found.rows[0].flags


def test_half_a_position_in_metres_is_refused(tmp_path):
    found = reading(tmp_path, [[*BASE, "X坐标", "Y坐标"], [*ONE, 4855277.489, None], [*TWO, 4855277.489, 87.6]])
    assert blocking(found) == [("E2", "coordinate_projected"), ("E3", "coordinate_mixed")]


def test_vertices_in_a_cell_are_a_polygon(tmp_path):
    corners = (
        "1,4855277.489,29551667.868；2,4855277.489,29552167.868；3,4855777.489,29552167.868；4,4855777.489,29551667.868"
    )
    found = reading(tmp_path, [[*BASE, "矿区拐点坐标"], [*ONE, corners]])
    assert not blocking(found)
    value = found.rows[0].values["licence_area"]
    assert value["crs"] == "EPSG:4517"
    assert value["geojson"]["coordinates"][0][0] == ["87.6423700005", "43.8312899964"]


def test_a_ring_that_crosses_itself_is_named_with_its_edges(tmp_path):
    corners = "1,43.80,87.60；2,43.81,87.61；3,43.80,87.61；4,43.81,87.60"
    found = reading(tmp_path, [[*BASE, "破坏区拐点坐标"], [*ONE, corners]])
    assert blocking(found) == [("E2", "ring_crosses")]
    assert "1–2 边与 3–4 边" in next(c.reason for c in found.complaints if c.blocking)


def test_a_column_beside_an_area_may_say_its_unit(tmp_path):
    found = reading(tmp_path, [[*BASE, "矿区面积", "单位"], [*ONE, 0.5, "km²"], [*TWO, 3, "公顷"]])
    assert [row.values["licence_area_m2"] for row in found.rows] == ["500000", "30000"]


def test_a_row_of_units_belongs_to_the_head(tmp_path):
    rows = [[*BASE, "破坏面积", "生产规模"], [None, None, None, None, "亩", "万吨/年"], [*ONE, 15, 6]]
    found = reading(tmp_path, rows)
    assert len(found.rows) == 1
    values = found.rows[0].values
    assert (values["damage_area_m2"], values["capacity"], values["capacity_unit"]) == ("10000", "6", "wt")


def test_one_area_in_two_units_is_compared(tmp_path):
    head = [*BASE, "破坏面积（亩）", "破坏面积（公顷）"]
    found = reading(tmp_path, [head, [*ONE, 15, 1], [*TWO, None, 2], ["丙矿", "六道湾", "是", "一", 15, 3]])
    assert [row.values["damage_area_m2"] for row in found.rows] == ["10000", "20000", "10000"]
    assert blocking(found) == [("F4", "area_disagrees")]


def test_two_tables_on_a_sheet_each_have_their_head_and_heading(tmp_path):
    found = reading(
        tmp_path,
        [
            ["一、持证矿山"],
            ["矿山名称", "街道", "采矿许可证号", "矿种", "破坏面积（亩）"],
            ["甲矿", "六道湾", LICENCE, "煤", 15],
            ["合计", None, None, None, 15],
            [],
            ["二、无证采矿点"],
            ["采矿点名称", "所在街道", "违法主体", "破坏面积（公顷）", "位置"],
            ["乙点", "八道湾", "某人", 2, "沟口"],
        ],
    )
    assert not found.is_blocked
    assert [(r.values["name"], r.values["damage_area_m2"], r.values["is_licensed"]) for r in found.rows] == [
        ("甲矿", "10000", True),
        ("乙点", "20000", False),
    ]


def test_a_form_about_one_mine_is_called_one(tmp_path):
    rows = [
        ["矿山基本情况表"],
        ["矿山名称", "甲矿", "采矿权人", "某公司"],
        ["矿山位置", "东坡", "矿区面积", "3公顷"],
        ["开采方式", "露天", "生产规模", "6万吨/年"],
        ["关闭时间", "2016年", "采矿许可证号", LICENCE],
    ]
    found = reading(tmp_path, rows)
    assert blocking(found) == [("", "no_register")]
    assert "一矿一张的登记卡" in found.complaints[0].reason


def test_a_site_over_several_lines_is_one_site(tmp_path):
    rows = [
        [*BASE, "开采矿种", "备注"],
        [*ONE, "煤", "东坑"],
        [None, None, None, None, "砂岩", "西坑"],
        [*TWO, "煤", None],
    ]
    found = reading(tmp_path, rows, ["A2:A3", "B2:B3", "C2:C3", "D2:D3"])
    assert [(r.values["name"], r.values["minerals"], r.values.get("note")) for r in found.rows] == [
        ("甲矿", ["11001", "83970"], "东坑；西坑"),
        ("乙矿", ["11001"], None),
    ]
    assert "rows_joined" in codes(found)
    assert not found.is_blocked


def test_lines_of_one_name_that_contradict_each_other_are_refused(tmp_path):
    rows = [[*BASE, "经度", "纬度"], [*ONE, 87.65, 43.84], [None, "六道湾", "是", "一", 87.66, 43.85]]
    assert blocking(reading(tmp_path, rows, ["A2:A3"])) == [("A3", "name_merged")]


@pytest.mark.parametrize(
    ("end", "state", "guessed"),
    [("2015年5月", "expired", False), ("2030年5月", "valid", False), (None, "expired", True)],
)
def test_not_cancelled_is_valid_or_expired_by_the_end_of_the_licence(tmp_path, end, state, guessed):
    found = reading(tmp_path, [[*BASE, "注销情况", "有效期至"], [*ONE, "未注销", end]])
    assert found.rows[0].values["licence_state"] == state
    assert ("word_guessed" in codes(found)) is guessed


def test_heads_that_ask_are_answered_by_yes_and_no(tmp_path):
    found = reading(tmp_path, [[*BASE, "是否注销", "是否停产"], [*ONE, "是", "否"]])
    values = found.rows[0].values
    assert (values["licence_state"], values["production_state"]) == ("cancelled", "producing")


def test_there_is_a_licence_and_there_is_none(tmp_path):
    head = ["矿山名称", "街道", "类别", "采矿许可证"]
    found = reading(tmp_path, [head, ["甲矿", "六道湾", "一", "有"], ["乙点", "六道湾", "四", "无"]])
    assert [row.values["is_licensed"] for row in found.rows] == [True, False]
    assert not found.is_blocked


def test_an_old_registration_number_in_the_code_column_goes_to_its_own_field(tmp_path):
    found = reading(tmp_path, [[*BASE, "统一社会信用代码（或注册号）"], [*ONE, "440301103448669"]])
    assert found.rows[0].values["owner_legacy_no"] == "440301103448669"
    assert not found.is_blocked


def test_a_decimal_comma_is_not_taken_for_a_thousands_mark(tmp_path):
    found = reading(tmp_path, [[*BASE, "破坏面积（亩）"], [*ONE, "12,5"], [*TWO, "1,250"]])
    assert blocking(found) == [("E2", "not_a_number")]
    assert found.rows[1].values["damage_area_m2"] == "833333.33"


def test_a_word_around_a_date_is_kept_and_pointed_out(tmp_path):
    found = reading(tmp_path, [[*BASE, "关闭时间"], [*ONE, "2016年11月（政策性关闭）"], [*TWO, "尚未关闭"]])
    assert found.rows[0].values["closed_on"]["value"] == "2016-11-30"
    assert "date_in_words" in codes(found)
    assert "closed_on" not in found.rows[1].values
    assert [note.text for note in found.rows[1].notes if note.key == "closed_on"] == ["尚未关闭"]


def test_a_unit_may_stand_below_the_table(tmp_path):
    found = reading(tmp_path, [[*BASE, "破坏面积"], [*ONE, 15], ["注：面积单位为亩。"]])
    assert found.rows[0].values["damage_area_m2"] == "10000"


def test_an_example_line_is_no_site(tmp_path):
    found = reading(tmp_path, [["序号", *BASE], ["例", "某某矿", "某街道", "是", "一"], [1, *ONE]])
    assert [row.values["name"] for row in found.rows] == ["甲矿"]


def test_a_line_with_a_separator_too_many_is_refused(tmp_path):
    path = tmp_path / "登记.csv"
    path.write_text("矿山名称,街道,持证,类别,备注\n甲矿,六道湾,是,一,东坡,西坡\n", encoding="utf-8")
    found = read_register([path], RULES, LISTS, STREETS, today=TODAY)
    assert blocking(found) == [("F2", "row_too_long")]


def test_many_guesses_of_one_kind_are_told_in_one_line(tmp_path):
    rows = [["矿山名称", "街道", "矿种", "持证"], *([f"矿{n}", "六道湾", "煤", "是"] for n in range(40))]
    found = reading(tmp_path, rows)
    assert [c.code for c in found.complaints] == ["category_guessed_many"]
    assert all("category_guessed" in row.flags for row in found.rows)

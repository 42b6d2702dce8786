"""Where the head of a register is found, and which field each of its columns is read for."""

from pathlib import Path

import openpyxl
import pytest

from qingshan.exchange.register import read_register
from qingshan.exchange.register.heads import Placer
from qingshan.exchange.register.synonyms import LONLAT, SYNONYMS, TERM
from qingshan.rulebook.nouns.site import SITE
from tests.exchange.made_up import LISTS, RULES, STREETS, TODAY

PLACER = Placer({})


def make(tmp_path: Path, rows, merges=(), title="登记表") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for block in merges:
        sheet.merge_cells(block)
    path = tmp_path / "登记.xlsx"
    book.save(path)
    return path


def reading(path: Path, rules=RULES):
    return read_register([path], rules, LISTS, STREETS, today=TODAY)


def codes(found) -> list[str]:
    return [complaint.code for complaint in found.complaints]


def test_every_field_of_a_site_is_placed_by_its_own_name():
    for field in SITE.fields:
        if field.type != "rows" and field.key != "flags":  # flags are made here, never read
            assert PLACER.place([field.name]) == (field.key, False), field.name


def test_no_head_stands_for_two_fields():
    seen: dict[str, str] = {}
    for key, heads in SYNONYMS.items():
        for head in heads:
            assert seen.setdefault(head, key) == key, head


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("矿山\n名称", "name"),
        (" 矿 山 名 称 ", "name"),
        ("矿山名称*", "name"),
        ("*矿山名称（必填）", "name"),
        ("1.矿山名称", "name"),
        ("矿山名称：", "name"),
        ("采矿权人（企业名称）", "owner"),
        ("采矿权人姓名", "owner"),
        ("属地管委会（街道）", "street"),
        ("管委会/街道", "street"),
        ("所在街道（片区管委会）", "street"),
        ("矿区面积（km²）", "licence_area_m2"),
        ("矿区面积(平方公里)", "licence_area_m2"),
        ("矿区面积/公顷", "licence_area_m2"),
        ("矿区面积（单位：亩）", "licence_area_m2"),
        ("破坏面积 (㎡)", "damage_area_m2"),
        ("占用损毁土地面积（公顷）", "damage_area_m2"),
        ("生产规模（万吨／年）", "capacity"),
        ("设计生产能力(万t/a)", "capacity"),
        ("采矿许可证证号", "licence_no"),
        ("采矿许可证号（原证）", "licence_no"),
        ("采矿证等证件注销情况", "licence_state"),
        ("是否注销", "licence_state"),
        ("有效期限", TERM),
        ("中心点坐标（经纬度）", LONLAT),
        ("东经（°）", "longitude"),
        ("纬 度", "latitude"),
        ("关闭（闭坑）时间", "closed_on"),
        ("统一社会信用代码（或注册号）", "owner_uscc"),
        ("备  注", "note"),
        ("序号", "_serial"),
        ("矿山编号", "source_no"),
        ("开采矿种（主）", "minerals"),
        ("开采方式（露天/地下）", "mining_method"),
    ],
)
def test_a_head_as_people_write_it_is_placed(head, field):
    assert PLACER.place([head])[0] == field


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (["采矿许可证", "证号"], "licence_no"),
        (["采矿许可证", "有效期", "起"], "licence_from"),
        (["采矿许可证", "有效期", "止"], "licence_to"),
        (["有效期限", "自"], "licence_from"),
        (["有效期限", "至"], "licence_to"),
        (["采矿许可证信息", "面积（km²）"], "licence_area_m2"),
        (["矿区", "面积"], "licence_area_m2"),
        (["环境破坏情况", "面积（公顷）"], "damage_area_m2"),
        (["中心点坐标", "经度"], "longitude"),
        (["地理坐标", "北纬"], "latitude"),
        (["矿山基本情况", "矿山名称"], "name"),
        (["矿山基本情况", "名称"], "name"),
        (["采矿权人", "名称"], "owner"),
        (["采矿权人", "统一社会信用代码"], "owner_uscc"),
        (["注销情况", "注销日期"], "cancelled_on"),
        (["注销", "文号"], "cancel_notice_no"),
        (["时间", "关闭"], "closed_on"),
        (["面积（亩）", "破坏"], "damage_area_m2"),
        (["治理责任单位", "名称"], ""),
        (["已治理情况", "面积"], ""),
        (["治理情况", "备注"], ""),
    ],
)
def test_a_group_says_what_a_short_head_means(parts, field):
    assert PLACER.place(parts)[0] == field


def test_title_units_line_and_plain_head(tmp_path):
    path = make(
        tmp_path,
        [
            ["某区矿山基本情况登记表"],
            ["填报单位：六道湾街道办事处", None, None, "单位：公顷、万元"],
            ["序号", "矿山名称", "属地管委会（街道）", "破坏面积", "持证", "档案类别"],
            [1, "甲矿", "六道湾", 1.5, "是", "一"],
        ],
        ["A1:F1"],
    )
    found = reading(path)
    assert [dict(r.values)["damage_area_m2"] for r in found.rows] == ["15000"]
    assert not found.is_blocked


def test_two_row_head_with_merged_groups(tmp_path):
    path = make(
        tmp_path,
        [
            ["序号", "矿山名称", "街道", "采矿许可证", None, "中心点坐标", None, "破坏面积（亩）", "类别"],
            [None, None, None, "证号", "状态", "经度", "纬度", None, None],
            [1, "甲矿", "六道湾", "C6501052010051120001234", "已注销", "87.65", "43.84", 15, "一"],
        ],
        ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", "H1:H2", "I1:I2"],
    )
    found = reading(path)
    assert not found.is_blocked
    values = dict(found.rows[0].values)
    assert values["licence_no"] == "C6501052010051120001234"
    assert (values["licence_state"], values["longitude"], values["damage_area_m2"]) == ("cancelled", "87.65", "10000")


def test_three_row_head_below_two_title_rows(tmp_path):
    path = make(
        tmp_path,
        [
            ["附件3"],
            ["某区矿山登记表"],
            ["序号", "矿山", None, "采矿许可证", None, None, "属地"],
            [None, "名称", "类别", "证号", "有效期", None, None],
            [None, None, None, None, "起", "止", None],
            [1, "甲矿", "二", "C6501052010051120001234", "2010.5", "2015.5", "六道湾"],
        ],
        ["A3:A5", "B3:C3", "D3:F3", "E4:F4", "G3:G5", "B4:B5", "C4:C5", "D4:D5"],
    )
    found = reading(path)
    assert not found.is_blocked
    values = dict(found.rows[0].values)
    assert (values["name"], values["category"], values["street"]) == ("甲矿", "2", "650105002")
    assert values["licence_from"]["value"] == "2010-05-31"
    assert values["licence_to"]["value"] == "2015-05-31"


def test_group_heads_without_merges_are_carried_right(tmp_path):
    path = tmp_path / "组.csv"
    path.write_text(
        "序号,矿山名称,街道,许可证,,坐标,,破坏,\n,,,证号,状态,东经,北纬,面积（公顷）,备注\n"
        "1,甲矿,六道湾,C6501052010051120001234,过期,87.65,43.84,1.5,说\n",
        encoding="utf-8",
    )
    found = reading(path)
    values = dict(found.rows[0].values)
    assert values["licence_no"] == "C6501052010051120001234"
    assert (values["licence_state"], values["latitude"], values["damage_area_m2"]) == ("expired", "43.84", "15000")
    assert "note" not in values  # 破坏·备注 is not the remark of the site
    assert [u.head for u in found.unplaced] == ["破坏·备注"]


def test_the_same_head_twice_under_two_groups_means_two_things(tmp_path):
    path = make(
        tmp_path,
        [
            ["矿山名称", "街道", "矿区", "破坏", "持证", "类别"],
            [None, None, "面积（公顷）", "面积（公顷）", None, None],
            ["甲矿", "六道湾", 10, 2, "是", "一"],
        ],
        ["A1:A2", "B1:B2", "E1:E2", "F1:F2"],
    )
    values = dict(reading(path).rows[0].values)
    assert (values["licence_area_m2"], values["damage_area_m2"]) == ("100000", "20000")


def test_the_same_figure_head_twice_without_group_is_not_guessed(tmp_path):
    path = make(
        tmp_path,
        [["矿山名称", "街道", "破坏面积（亩）", "破坏面积（亩）", "持证"], ["甲矿", "六道湾", 10, 2, "是"]],
    )
    found = reading(path)
    assert "head_twice_differs" in codes(found)
    assert found.is_blocked


def test_two_remark_columns_are_both_kept(tmp_path):
    path = make(
        tmp_path,
        [["矿山名称", "街道", "备注", "持证", "备注", "类别"], ["甲矿", "六道湾", "先", "是", "后", "一"]],
    )
    found = reading(path)
    assert dict(found.rows[0].values)["note"] == "先；后"
    assert "head_twice" in codes(found)
    assert not found.is_blocked


def test_a_bare_area_is_read_as_the_mines_own_and_said_so(tmp_path):
    path = make(tmp_path, [["矿山名称", "街道", "面积（公顷）", "持证"], ["甲矿", "六道湾", 10, "是"]])
    found = reading(path)
    assert dict(found.rows[0].values)["licence_area_m2"] == "100000"
    assert "head_vague" in codes(found)


def test_a_line_of_column_numbers_and_a_repeated_head_are_no_sites(tmp_path):
    head = ["序号", "矿山名称", "街道", "持证", "类别"]
    path = make(
        tmp_path,
        [head, ["甲", "乙", 1, 2, 3], [1, "甲矿", "六道湾", "是", "一"], head, [2, "乙矿", "六道湾", "是", "一"]],
    )
    found = reading(path)
    assert [r.values["name"] for r in found.rows] == ["甲矿", "乙矿"]
    assert {"rows_numbering", "rows_heading"} <= set(codes(found))


def test_totals_headings_blanks_and_signatures_are_no_sites(tmp_path):
    path = make(
        tmp_path,
        [
            ["序号", "矿山名称", "街道", "破坏面积（亩）", "持证"],
            ["一、政策性关闭小煤矿（共1家）"],
            [1, "甲矿", "六道湾", 10, "是"],
            ["小计", None, None, 10],
            ["二、政策性关闭砂石粘土矿", None, None, None, None],
            [],
            [2, "乙矿", "六道湾", 20, "是"],
            [3, None, None, None, None],
            ["合  计", None, None, 30],
            ["总计", "2家", None, 30],
            ["填表人：甲", None, "审核人：乙", None, "2019年10月"],
            ["注：面积按实测。"],
            ["2.本表一式三份。"],
        ],
        ["A2:E2", "A5:E5"],
    )
    found = reading(path)
    assert [(r.values["name"], r.values["category"]) for r in found.rows] == [("甲矿", "1"), ("乙矿", "2")]
    assert all("category_from_heading" in r.flags for r in found.rows)
    assert {c.code: c.reason for c in found.complaints if c.code.startswith("rows_")} == {
        "rows_total": "第 4、9–10 行是小计或合计，未当作矿山",
        "rows_heading": "第 2、5 行是分组标题或重复的表头，未当作矿山",
        "rows_blank": "第 6、8 行没有内容，已跳过",
        "rows_note": "第 11–13 行是表下说明或签字，已跳过",
    }


def test_merged_groups_and_ditto_marks_are_filled_down(tmp_path):
    path = make(
        tmp_path,
        [
            ["街道", "矿山名称", "生产现状", "持证", "类别"],
            ["六道湾", "甲矿", "停产", "是", "一"],
            [None, "乙矿", "同上", "〃", "同上"],
            [None, "丙矿", "〃", "同上", "二"],
            ["八道湾", "丁矿", "关闭", "否", "四"],
        ],
        ["A2:A4"],
    )
    found = reading(path)
    assert [(r.values["street"], r.values["production_state"], r.values["is_licensed"]) for r in found.rows] == [
        ("650105002", "stopped", True),
        ("650105002", "stopped", True),
        ("650105002", "stopped", True),
        ("650105004", "closed", False),
    ]
    assert not found.is_blocked


def test_a_ditto_mark_with_nothing_above_is_complained_of(tmp_path):
    path = make(tmp_path, [["矿山名称", "街道", "持证", "类别"], ["甲矿", "同上", "是", "一"]])
    found = reading(path)
    assert [(c.cell, c.code, c.blocking) for c in found.complaints if c.blocking] == [
        ("B2", "ditto_without_above", True)
    ]


def test_a_column_without_place_is_shown_with_guesses(tmp_path):
    path = make(
        tmp_path,
        [["矿山名称", "街道", "持证", "类别", "采矿许可证号码编号", "天气"], ["甲矿", "六道湾", "是", "一", "x", "晴"]],
    )
    found = reading(path)
    assert [(u.column, u.head, u.samples) for u in found.unplaced] == [
        ("E", "采矿许可证号码编号", ("x",)),
        ("F", "天气", ("晴",)),
    ]
    assert found.unplaced[0].guesses[0] == "采矿许可证号"
    assert found.unplaced[1].guesses == ()


def test_a_street_may_stand_in_the_name_of_the_sheet(tmp_path):
    path = make(tmp_path, [["矿山名称", "持证", "类别"], ["甲矿", "是", "一"]], title="六道湾街道")
    found = reading(path)
    assert found.rows[0].values["street"] == "650105002"
    assert "street_from_sheet" in found.rows[0].flags


def test_a_demanded_column_that_is_missing_is_one_complaint(tmp_path):
    path = make(tmp_path, [["矿山名称", "持证", "类别"], ["甲矿", "是", "一"], ["乙矿", "是", "一"]])
    found = reading(path)
    assert [(c.code, c.reason) for c in found.complaints if c.blocking] == [
        ("column_needed", "没有“属地单位”列，也没有默认值")
    ]

"""Heads, streets, words and figures as offices of other districts write them."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from qingshan.exchange.register import Options, RegisterReading, read_register
from tests.exchange.made_up import LISTS, RULES, STREETS, TODAY

TOWNS = {**STREETS, "T1": ("青河镇",), "T2": ("红山乡人民政府",), "T3": ("石河街道",), "T4": ("石河镇",)}
SITE = {"矿山名称": "甲矿", "街道": "水磨沟街道", "持证": "是", "类别": "砂石粘土矿"}


def read(folder: Path, rows: list[list[object]], merges: tuple[str, ...] = (), district: str = "") -> RegisterReading:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for block in merges:
        book.active.merge_cells(block)
    book.save(folder / "名册.xlsx")
    return read_register([folder / "名册.xlsx"], RULES, LISTS, TOWNS, today=TODAY, options=Options(district))


def one(folder: Path, district: str = "", **cells: object) -> tuple[dict, RegisterReading]:
    """The values of the one site of a register with these cells, {} when it is refused."""
    row = {**SITE, **cells}
    found = read(folder, [list(row), list(row.values())], district=district)
    return dict(found.rows[0].values) if found.rows and not found.is_blocked else {}, found


def blocking(found: RegisterReading) -> list[tuple[str, str]]:
    return [(c.cell, c.code) for c in found.complaints if c.blocking]


@pytest.mark.parametrize(
    "head", "所在乡镇 乡镇 街道名称 所属镇街 镇街 乡镇名称 所属乡镇街道 所在镇 镇（街道） 街镇".split()
)
def test_a_township_stands_in_the_column_of_the_street(tmp_path, head):
    row = {"矿山名称": "甲矿", head: "青河镇", "持证": "是", "类别": "砂石粘土矿"}
    found = read(tmp_path, [list(row), list(row.values())])
    assert [dict(r.values)["street"] for r in found.rows] == ["T1"]


@pytest.mark.parametrize("head", ["责任主体（采矿权人）", "责任单位(采矿权人)", "申请人", "采矿权人（责任主体）"])
def test_the_holder_goes_by_many_heads(tmp_path, head):
    assert one(tmp_path, **{head: "某砂石有限公司"})[0]["owner"] == "某砂石有限公司"


@pytest.mark.parametrize(
    ("written", "street"),
    [("青河", "T1"), ("青河镇政府", "T1"), ("红山", "T2"), ("红山乡", "T2"), ("石河镇", "T4"), ("石河街道办", "T3")],
)
def test_a_street_goes_by_its_short_name(tmp_path, written, street):
    assert one(tmp_path, 街道=written)[0]["street"] == street


def test_a_short_name_of_two_asks_and_another_kind_of_body_is_another_body(tmp_path):
    assert blocking(one(tmp_path, 街道="石河")[1]) == [("B2", "street_ambiguous")]
    assert blocking(one(tmp_path, 街道="青河街道")[1]) == [("B2", "street_unknown")]
    assert blocking(one(tmp_path, "水磨沟区", 街道="天山区青河镇")[1]) == [("B2", "street_elsewhere")]


@pytest.mark.parametrize("words", ["长期", "长期有效", "永久", "至今", "2010年至今", "2010年5月1日至长期"])
def test_a_term_without_end_is_kept_in_its_words(tmp_path, words):
    values, found = one(tmp_path, 许可证终止=words)
    assert "licence_to" not in values
    assert {"key": "licence_to", "text": words} in values["as_read"]
    assert not found.complaints


@pytest.mark.parametrize("written", ["有效、注销", "有效/已过期", "有效；吊销"])
def test_a_field_of_one_word_refuses_two(tmp_path, written):
    found = one(tmp_path, 证件状态=written)[1]
    (said,) = found.complaints
    assert (said.cell, said.code, said.blocking) == ("E2", "word_several", True)
    assert "有效" in said.reason
    assert "正在办理注销" in said.hint


def test_a_field_of_several_words_takes_them(tmp_path):
    assert one(tmp_path, 摸底类型="历史遗留、无证")[0]["survey_types"] == ["historic", "unlicensed"]


@pytest.mark.parametrize("owner", ["某人650102196001011234", "某砂场 13900000000", "13900000000"])
def test_a_holder_with_a_personal_number_is_refused_and_the_number_not_repeated(tmp_path, owner):
    found = one(tmp_path, 采矿权人=owner)[1]
    assert [cell for cell, _ in blocking(found)] == ["E2"]
    assert all(owner not in f"{c.value}{c.reason}" for c in found.complaints)


YEARS = [
    ["矿山名称", "街道", "持证", "类别", "2018年", None, "2019年", None],
    [None] * 4 + ["破坏面积（亩）", "生产现状"] * 2,
]
MERGES = ("E1:F1", "G1:H1", "A1:A2", "B1:B2", "C1:C2", "D1:D2")


@pytest.mark.parametrize("groups", [MERGES, ()])
def test_what_is_read_of_a_row_is_of_one_year(tmp_path, groups):
    found = read(tmp_path, [*YEARS, [*SITE.values(), 10, "停产", 20, None]], groups)
    values = dict(found.rows[0].values)
    assert (values["damage_area_m2"], values.get("production_state")) == ("13333.33", None)
    assert {c.code for c in found.complaints} == {"head_years"}


def test_a_year_in_the_head_itself_is_a_year_too(tmp_path):
    values, found = one(tmp_path, **{"2018年破坏面积（亩）": 10, "2019年破坏面积（亩）": 20})
    assert values["damage_area_m2"] == "13333.33"
    assert [c.code for c in found.complaints] == ["head_years"]


def test_a_column_of_another_unit_is_told_once_with_the_conversion(tmp_path):
    rows = [[f"{n}矿", "水磨沟街道", "是", "砂石粘土矿", f"{n}0亩"] for n in range(1, 6)]
    found = read(tmp_path, [["矿山名称", "街道", "持证", "类别", "破坏面积（公顷）"], *rows])
    (said,) = found.complaints
    assert (said.cell, said.blocking) == ("E2", False)
    assert "5 格" in said.reason
    assert "10亩＝0.6667公顷" in said.reason
    assert [dict(r.values)["damage_area_m2"] for r in found.rows][:2] == ["6666.67", "13333.33"]


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


@pytest.mark.parametrize("title", [None, "某区矿山名册"])
def test_a_workbook_that_only_holds_a_picture_is_called_one(tmp_path, title):
    book = openpyxl.Workbook()
    book.active["A1"] = title
    book.save(tmp_path / "图.xlsx")
    with zipfile.ZipFile(tmp_path / "图.xlsx", "a") as package:
        package.writestr("xl/media/image1.png", PIXEL)
    found = read_register([tmp_path / "图.xlsx"], RULES, LISTS, TOWNS, today=TODAY)
    (said,) = found.complaints
    assert (said.code, said.blocking) == ("sheet_is_picture", True)
    assert "图片" in said.reason


def test_two_tables_side_by_side_are_refused_and_no_mine_is_lost(tmp_path):
    left, right = ["甲矿", "水磨沟街道", "是", "砂石粘土矿"], ["乙矿", "水磨沟街道", "是", "砂石粘土矿"]
    found = read(tmp_path, [[*SITE, None, *SITE], [*left, None, *right]])
    assert ("F", "tables_side_by_side") in blocking(found)


def test_the_same_name_twice_in_a_row_is_no_second_table(tmp_path):
    found = read(tmp_path, [[*SITE, "矿山名称"], [*SITE.values(), "甲矿"]])
    assert [dict(r.values)["name"] for r in found.rows] == ["甲矿"]
    assert not blocking(found)

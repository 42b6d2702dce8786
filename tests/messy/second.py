"""A register kept for three years in one workbook by a street's clerk: three sheets, three layouts, and habits.

`write_second_register(folder)` writes the workbook and returns what a careful human would store of it and what one
would refuse to store. Written from the wording of the import requirement alone, without the product. Everything is
made up.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from .books import merge, put, save
from .vocabulary import (
    ABSENT,
    ANY,
    Approximate,
    Area,
    Category,
    Codes,
    Degrees,
    Expectation,
    Holding,
    Partial,
    refused,
    stored,
)

FILE = "矿山底册（2016-2018）.xlsx"
FIRST = (FILE, "甲岭街道")
SECOND = (FILE, "乙泉街道")
THIRD = (FILE, "丙沟片区管委会")

LICENCE = "C6501052008061120011111"
REMARK = "2018年6月已下达责令治理通知书；面积为步测，约3公顷，待复核。"
ROAD = "距国道1.5公里，可视；2017年5月洒水2次"

STORED: tuple[Expectation, ...] = (
    # 甲岭街道: three-row merged head, units line in 亩, a row of column numbers, 同上, a photo caption, split rows
    stored("street in full with 办事处", FIRST, "C7", "甲岭街道办事处", "street", "s01"),
    stored(
        "group over a group over a head: 起",
        FIRST,
        "E7",
        "2008.6",
        "licence_from",
        Partial("2008-06-30", "month", "2008.6"),
    ),
    stored(
        "group over a group over a head: 止",
        FIRST,
        "F7",
        datetime(2013, 6, 30),
        "licence_to",
        Partial("2013-06-30", "day"),
    ),
    stored("licence number typed in groups", FIRST, "G7", "C650105 200806 112 0011111", "licence_no", LICENCE),
    stored("head 面积 over 矿区, unit from the units line", FIRST, "H7", 15, "licence_area_m2", Area("10000")),
    stored("cell unit beats the units line", FIRST, "I7", "2公顷", "damage_area_m2", Area("20000")),
    stored("longitude under 坐标 over 东经", FIRST, "J7", "87°38′33″", "longitude", Degrees("87.6425")),
    stored("latitude under 坐标 over 北纬", FIRST, "K7", "43°49′48″", "latitude", Degrees("43.83")),
    stored(
        "method under a head merged over three rows", FIRST, "L7", "井工（地下）开采", "mining_method", "underground"
    ),
    stored("free text with dates and areas stays text", FIRST, "N7", REMARK, "note", REMARK),
    stored("same as above: street", FIRST, "C8", "同上", "street", "s01"),
    stored("same as above: owner", FIRST, "D8", "同上", "owner", "丁丑煤业有限公司"),
    stored("无 is no licence number", FIRST, "G8", "无", "licence_no", ABSENT),
    stored("decimal with unit in 公顷", FIRST, "H8", "0.9公顷", "licence_area_m2", Area("9000")),
    stored("area in ㎡", FIRST, "I8", "1200㎡", "damage_area_m2", Area("1200")),
    stored("same as above: method", FIRST, "L8", "同上", "mining_method", "underground"),
    stored("same as above by the mark 〃: date", FIRST, "M8", "〃", "closed_on", Partial("2013-06-30", "month")),
    stored(
        "one site over two lines: remarks of both",
        FIRST,
        "N10",
        "东侧采坑已回填",
        "note",
        Holding(("东侧采坑已回填", "西侧采坑未治理")),
    ),
    stored("one site over two lines: area of the merged cell", FIRST, "H10", 60, "licence_area_m2", Area("40000")),
    stored("dash is nothing", FIRST, "H12", "—", "licence_area_m2", ABSENT),
    stored("approximate area", FIRST, "I12", "30亩左右", "damage_area_m2", Approximate(Area("20000"), "30亩左右")),
    stored("date: 1988年以前", FIRST, "M12", "1988年以前", "closed_on", Partial("1988-01-01", "before", "1988年以前")),
    stored("slash is nothing", FIRST, "I13", "/", "damage_area_m2", ABSENT),
    stored("short name of the street", FIRST, "C13", "甲岭街道办", "street", "s01"),
    stored("short code word", FIRST, "L13", "露天", "mining_method", "open"),
    # 乙泉街道: another order, no units in the heads, a unit in every cell
    stored("name in the third column", SECOND, "C2", "壬午砂场", "name", "壬午砂场"),
    stored("place", SECOND, "A2", "乙泉街道东沟口", "place", "乙泉街道东沟口"),
    stored("area in 公顷", SECOND, "B2", "3.5公顷", "damage_area_m2", Area("35000")),
    stored("street with 办事处", SECOND, "D2", "乙泉街道办事处", "street", "s02"),
    stored("mineral by word", SECOND, "E2", "建筑用砂", "minerals", Codes(("83993",))),
    stored("year as a number", SECOND, "F2", 2009, "closed_on", Partial("2009-12-31", "year")),
    stored("scale by word", SECOND, "G2", "小型", "scale", "small"),
    stored("无 under 是否有证", SECOND, "H2", "无", "is_licensed", False),
    stored(
        "longitude and latitude in one cell: longitude",
        SECOND,
        "I2",
        "87°38′33″E，43°49′48″N",
        "longitude",
        Degrees("87.6425"),
    ),
    stored(
        "longitude and latitude in one cell: latitude",
        SECOND,
        "I2",
        "87°38′33″E，43°49′48″N",
        "latitude",
        Degrees("43.83"),
    ),
    stored("free text with a distance and a date", SECOND, "J2", ROAD, "note", ROAD),
    stored("area in 亩 that is not round", SECOND, "B3", "20亩", "damage_area_m2", Area("13333.33")),
    stored("same as above: street", SECOND, "D3", "同上", "street", "s02"),
    stored("mineral 煤", SECOND, "E3", "煤", "minerals", Codes(("11001",))),
    stored("year as text", SECOND, "F3", "2010", "closed_on", Partial("2010-12-31", "year", "2010")),
    stored("short scale word", SECOND, "G3", "小", "scale", "small"),
    stored("有 under 是否有证", SECOND, "H3", "有", "is_licensed", True),
    stored("decimal pair in one cell: longitude", SECOND, "I3", "E87.6425 N43.83", "longitude", Degrees("87.6425")),
    stored("decimal pair in one cell: latitude", SECOND, "I3", "E87.6425 N43.83", "latitude", Degrees("43.83")),
    stored("area in 平方千米", SECOND, "B4", "0.05平方千米", "damage_area_m2", Area("50000")),
    stored("one site over two lines: minerals of both", SECOND, "E4", "砂岩", "minerals", Codes(("83970", "84923"))),
    stored("area in 万平方米", SECOND, "B9", "1.2万平方米", "damage_area_m2", Area("12000")),
    # 丙沟片区管委会: no street column; the sheet is the street
    stored("street from the sheet's name", THIRD, "B5", "壬辰煤矿", "street", "s03"),
    stored("category with a blank inside", THIRD, "C5", "政策性关闭 小煤矿", "category", Category("政策性关闭小煤矿")),
    stored("formula with cached value", THIRD, "D5", "=3*5", "damage_area_m2", Area("10000")),
    stored(
        "real date shown as 2017年5月", THIRD, "E5", datetime(2017, 5, 1), "closed_on", Partial("2017-05-31", "month")
    ),
    stored("code number shown with the format 000", THIRD, "A5", 8, "source_no", "008"),
    stored("real date shown as Mar-98", THIRD, "E6", datetime(1998, 3, 1), "closed_on", Partial("1998-03-31", "month")),
    stored("approximate by 近", THIRD, "D6", "近15亩", "damage_area_m2", Approximate(Area("10000"), "近15亩")),
    stored(
        "date in full-width digits",
        THIRD,
        "E9",
        "２０１６．１１",
        "closed_on",
        Partial("2016-11-30", "month", "２０１６．１１"),
    ),
)

REFUSED: tuple[Expectation, ...] = (
    refused("bare number among cells with units", SECOND, "B6", 35),
    refused("range of years", SECOND, "F7", "1998-2006", ANY),
    refused("decade", SECOND, "F8", "九十年代", ANY),
    refused("words for an area", SECOND, "B8", "很大"),
    refused("同上 with nothing above", THIRD, "F4", "同上", ANY),
    refused("error cell", THIRD, "D8", "#VALUE!"),
    refused("licence number as a float, digits lost", THIRD, "G8", 6.501052008061112e21),
)

ROWS: tuple[tuple[str, int, str], ...] = (
    ("甲岭街道", 7, "丁丑煤矿"),
    ("甲岭街道", 8, "戊寅煤矿"),
    ("甲岭街道", 10, "己卯砂石矿"),
    ("甲岭街道", 12, "庚辰粘土矿"),
    ("甲岭街道", 13, "辛巳石料场"),
    ("乙泉街道", 2, "壬午砂场"),
    ("乙泉街道", 3, "癸未煤矿"),
    ("乙泉街道", 4, "甲申采石场"),
    ("乙泉街道", 6, "乙酉砂场"),
    ("乙泉街道", 7, "丙戌砂场"),
    ("乙泉街道", 8, "丁亥砂场"),
    ("乙泉街道", 9, "甲午砂场"),
    ("丙沟片区管委会", 4, "己丑煤矿"),
    ("丙沟片区管委会", 5, "壬辰煤矿"),
    ("丙沟片区管委会", 6, "庚寅煤矿"),
    ("丙沟片区管委会", 8, "辛卯砂场"),
    ("丙沟片区管委会", 9, "癸巳砂场"),
)
"""Sheet, first row, name. A row with a refused cell may be kept or left out; no other row is a site."""


def write_second_register(folder: Path) -> list[Expectation]:
    folder.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.remove(book.active)
    _first(book.create_sheet(FIRST[1]))
    _second(book.create_sheet(SECOND[1]))
    _third(book.create_sheet(THIRD[1]))
    save(book, folder / FILE, {THIRD[1]: {"D5": 15}})
    return list(STORED + REFUSED)


def _first(sheet: Any) -> None:
    put(sheet, 1, ["甲岭街道已关闭矿山底册"])
    put(sheet, 2, ["填报单位：甲岭街道办事处（盖章）　　2018年6月30日　　单位：亩"])
    put(sheet, 3, ["序号", "矿山（点）名称", "所属街道", "证照情况", None, None, None, "面积", None, "坐标", None])
    put(sheet, 3, ["开采方式", "闭坑时间", "备注"], 12)
    put(sheet, 4, ["采矿权人", "有效期", None, "许可证号", "矿区", "破坏", "东经", "北纬"], 4)
    put(sheet, 5, ["起", "止"], 5)
    merge(sheet, "A1:N1", "A2:N2", "D3:G3", "H3:I3", "J3:K3", "D4:D5", "E4:F4", *(f"{c}4:{c}5" for c in "GHIJK"))
    merge(sheet, *(f"{c}3:{c}5" for c in "ABCLMN"))
    put(sheet, 6, [f"（{n}）" for n in range(1, 15)])
    put(sheet, 7, [1, "丁丑煤矿", "甲岭街道办事处", "丁丑煤业有限公司", "2008.6", datetime(2013, 6, 30)])
    put(
        sheet,
        7,
        ["C650105 200806 112 0011111", 15, "2公顷", "87°38′33″", "43°49′48″", "井工（地下）开采", "2013年6月"],
        7,
    )
    put(sheet, 7, [REMARK], 14)
    put(sheet, 8, [2, "戊寅煤矿", "同上", "同上", None, None, "无", "0.9公顷", "1200㎡", None, None, "同上", "〃"])
    put(sheet, 9, ["图1　戊寅煤矿矸石堆全景（2018年6月12日摄）"])
    put(
        sheet,
        10,
        [
            3,
            "己卯砂石矿",
            "甲岭街道",
            None,
            None,
            None,
            None,
            60,
            3,
            None,
            None,
            "露天开采",
            "2015年",
            "东侧采坑已回填",
        ],
    )
    put(sheet, 11, ["西侧采坑未治理"], 14)
    put(
        sheet,
        12,
        [4, "庚辰粘土矿", "甲岭街道", None, None, None, None, "—", "30亩左右", None, None, None, "1988年以前"],
    )
    put(sheet, 13, [5, "辛巳石料场", "甲岭街道办", None, None, None, None, 6, "/", None, None, "露天"])
    put(sheet, 14, ["合计", None, None, None, None, None, None, "=SUM(H7:H13)"])
    put(sheet, 15, ["填表人：经办岗　　审核人：审核岗　　填表日期：2018年6月30日"])
    put(sheet, 16, ["说明：本底册按季更新，照片另存。"])
    merge(sheet, "A9:N9", *(f"{c}10:{c}11" for c in "ABCDEFGHIJKLM"), "A14:G14", "A15:N15", "A16:N16")


def _second(sheet: Any) -> None:
    put(
        sheet, 1, ["位置", "破坏面积", "名称", "街道", "开采矿种", "关闭年份", "规模", "是否有证", "经纬度", "情况说明"]
    )
    put(sheet, 2, ["乙泉街道东沟口", "3.5公顷", "壬午砂场", "乙泉街道办事处", "建筑用砂", 2009, "小型", "无"])
    put(sheet, 2, ["87°38′33″E，43°49′48″N", ROAD], 9)
    put(sheet, 3, ["乙泉街道西沟", "20亩", "癸未煤矿", "同上", "煤", "2010", "小", "有", "E87.6425 N43.83"])
    put(sheet, 4, ["乙泉街道南坡", "0.05平方千米", "甲申采石场", "乙泉街道", "砂岩", "2011", None, "有"])
    put(sheet, 5, ["片石"], 5)
    put(sheet, 6, ["乙泉街道北坡", 35, "乙酉砂场", "乙泉街道", "建筑用砂", "2012", None, "有"])
    put(sheet, 7, ["乙泉街道北坡", "1公顷", "丙戌砂场", "乙泉街道", "建筑用砂", "1998-2006", None, "无"])
    put(sheet, 8, ["乙泉街道北坡", "很大", "丁亥砂场", "乙泉街道", "建筑用砂", "九十年代", None, "无"])
    put(sheet, 9, ["乙泉街道北坡", "1.2万平方米", "甲午砂场", "乙泉街道", "建筑用砂", "2013", None, "有"])
    put(sheet, 10, ["小计", None, "7处"])
    put(sheet, 12, ["填表人：经办岗　审核人：审核岗"])
    merge(sheet, *(f"{c}4:{c}5" for c in "ABCDFGHIJ"), "A12:J12")


def _third(sheet: Any) -> None:
    put(sheet, 1, ["丙沟片区管委会矿山底册（2018年）"])
    put(sheet, 2, ["来源编号", "矿山名称", "档案类别", "破坏面积（亩）", "关闭时间", "采矿权人", "采矿许可证号"])
    put(sheet, 3, ["（一）煤矿"])
    put(sheet, 4, [7, "己丑煤矿", "政策性关闭小煤矿", 30, "2016年", "同上"])
    put(sheet, 5, [8, "壬辰煤矿", "政策性关闭 小煤矿", "=3*5", datetime(2017, 5, 1)])
    put(sheet, 6, [9, "庚寅煤矿", "政策性关闭小煤矿", "近15亩", datetime(1998, 3, 1)])
    put(sheet, 7, ["（二）砂石矿"])
    put(sheet, 8, [10, "辛卯砂场", "政策性关闭砂石粘土矿", "#VALUE!", "2016.10", None, 6.501052008061112e21])
    put(sheet, 9, [11, "癸巳砂场", "政策性关闭砂石粘土矿", 3, "２０１６．１１"])
    put(sheet, 10, ["填表人：经办岗　审核人：审核岗　联系电话：（略）"])
    for row in (4, 5, 6, 8, 9):
        sheet.cell(row, 1).number_format = "000"
    sheet["E5"].number_format = 'yyyy"年"m"月"'
    sheet["E6"].number_format = "mmm-yy"
    merge(sheet, "A1:G1", "A3:G3", "A7:G7", "A10:G10")

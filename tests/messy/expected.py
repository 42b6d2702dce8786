"""The table beside `generator.py`: every trap, where it lies, and the value or complaint it must give.

Written from the wording of the import requirement and the field list of a site alone. `GOOD` and `BAD` are the cells;
`GOOD_ROWS` are all the rows that are sites in the folder good/, and nothing else there is one; `UNPLACED` are the
columns that no site field can take.
"""

from __future__ import annotations

from datetime import datetime

from .vocabulary import (
    ABSENT,
    ANY,
    NOTED,
    Approximate,
    Area,
    Category,
    Codes,
    Degrees,
    Expectation,
    Holding,
    Number,
    Partial,
    refused,
    stored,
)

BOOK = ("甲岭乙泉矿山登记表.xlsx", "登记表")
OLD = ("丙沟片区台账.xls", "Sheet1")
GBK = ("丁湾街道采矿点.csv", "")
BOM = ("补充一.csv", "")
PLAIN = ("补充二.csv", "")
ZIPPED = ("丙沟片区补充.xlsx", "补充")
ZIPPED_GBK = ("丁湾街道补充.xlsx", "Sheet")

LICENCE = "C6501052010031120012345"
LICENCE_OLD = "C6501052008061120054321"
LICENCE_FULL_WIDTH = "Ｃ６５０１０５２００９０８７１２００２２２２２"
USCC = "91650105MA70000186"
LEGACY_NO = "650105000012349"

GOOD: tuple[Expectation, ...] = (
    # xlsx: title row, units line, two-row merged head, groups merged over rows
    stored("name with a trailing blank", BOOK, "D5", "甲子煤矿 ", "name", "甲子煤矿"),
    stored("group cell with a full-width trailing blank", BOOK, "B5", "甲岭街道　", "street", "s01"),
    stored("group merged over rows, second row", BOOK, "B6", None, "street", "s01"),
    stored("group merged over rows, third row", BOOK, "B7", None, "street", "s01"),
    stored(
        "category merged over rows, first row", BOOK, "C5", "政策性关闭小煤矿", "category", Category("政策性关闭小煤矿")
    ),
    stored("category merged over rows, second row", BOOK, "C6", None, "category", Category("政策性关闭小煤矿")),
    stored(
        "category after a merged group",
        BOOK,
        "C7",
        "政策性关闭砂石粘土矿",
        "category",
        Category("政策性关闭砂石粘土矿"),
    ),
    stored("synonym of a head: 采矿权人名称", BOOK, "E5", "甲子煤业有限责任公司", "owner", "甲子煤业有限责任公司"),
    stored("code with leading zeros as text", BOOK, "F5", "0012", "source_no", "0012"),
    stored("licence number under a group head", BOOK, "G5", LICENCE, "licence_no", LICENCE),
    stored(
        "real date under a group head", BOOK, "H5", datetime(2010, 3, 1), "licence_from", Partial("2010-03-01", "day")
    ),
    stored(
        "year and month in words", BOOK, "I5", "2015年3月", "licence_to", Partial("2015-03-31", "month", "2015年3月")
    ),
    stored("code word", BOOK, "J5", "已注销", "licence_state", "cancelled"),
    stored("area unit from the units line", BOOK, "K5", 12.5, "licence_area_m2", Area("125000")),
    stored("area unit from a repeated head", BOOK, "L5", 45, "damage_area_m2", Area("30000")),
    stored("date: 1988年之前", BOOK, "M5", "1988年之前", "opened_on", Partial("1988-01-01", "before", "1988年之前")),
    stored("date: 2016.11", BOOK, "N5", "2016.11", "closed_on", Partial("2016-11-30", "month", "2016.11")),
    stored("decimal longitude as a number", BOOK, "O5", 87.6425, "longitude", Degrees("87.6425")),
    stored("decimal latitude as a number", BOOK, "P5", 43.83, "latitude", Degrees("43.83")),
    stored("remark between a full-width blank and a tab", BOOK, "R5", "　原井口已封闭\t", "note", "原井口已封闭"),
    stored("code that lost its leading zeros, kept by the cell format 0000", BOOK, "F6", 13, "source_no", "0013"),
    stored("old licence number of 13 digits as a number", BOOK, "G6", 6500000123456, "licence_no", "6500000123456"),
    stored("full-width digits in an area", BOOK, "K6", "２．５", "licence_area_m2", Area("25000")),
    stored("formula with cached value", BOOK, "L6", "=15*0.5", "damage_area_m2", Area("5000")),
    stored("date: a year alone", BOOK, "M6", "1985", "opened_on", Partial("1985-12-31", "year", "1985")),
    stored("date: Mar-98", BOOK, "N6", "Mar-98", "closed_on", Partial("1998-03-31", "month", "Mar-98")),
    stored("degrees, minutes, seconds with primes", BOOK, "O6", "87°38′33″", "longitude", Degrees("87.6425")),
    stored("degrees, minutes, seconds with primes", BOOK, "P6", "43°49′48″", "latitude", Degrees("43.83")),
    stored("code that became a float", BOOK, "F7", 305.0, "source_no", "305"),
    stored("unit in the cell beats the units line", BOOK, "K7", "4.5亩", "licence_area_m2", Area("3000")),
    stored("unit in the cell beats the head", BOOK, "L7", "0.2公顷", "damage_area_m2", Area("2000")),
    stored(
        "full-width digits in a date",
        BOOK,
        "M7",
        "２００３年５月",
        "opened_on",
        Partial("2003-05-31", "month", "２００３年５月"),
    ),
    stored("real date", BOOK, "N7", datetime(2017, 5, 20), "closed_on", Partial("2017-05-20", "day")),
    stored("compact degrees, minutes, seconds", BOOK, "O7", "873833", "longitude", Degrees("87.6425")),
    stored("compact degrees, minutes, seconds", BOOK, "P7", "434948", "latitude", Degrees("43.83")),
    stored("group merged after a subtotal row", BOOK, "B10", "乙泉街道", "street", "s02"),
    stored("group merged over a hidden row", BOOK, "B11", None, "street", "s02"),
    stored("group merged after a subtotal row", BOOK, "C12", None, "category", Category("已闭坑矿山")),
    stored("area in ㎡", BOOK, "K10", "1200㎡", "licence_area_m2", Area("1200")),
    stored("area in km²", BOOK, "L10", "0.5km²", "damage_area_m2", Area("500000")),
    stored("date: 2001.5 as text", BOOK, "M10", "2001.5", "opened_on", Partial("2001-05-31", "month", "2001.5")),
    stored("Excel serial without a date format", BOOK, "N10", 42675, "closed_on", Partial("2016-11-01", "day")),
    stored("coordinates with hyphens", BOOK, "O10", "87-38-33", "longitude", Degrees("87.6425")),
    stored("coordinates with hyphens", BOOK, "P10", "43-49-48", "latitude", Degrees("43.83")),
    stored("hidden row is a row", BOOK, "D11", "戊辰砂岩矿", "name", "戊辰砂岩矿"),
    stored("area of a hidden row", BOOK, "K11", 1.2, "licence_area_m2", Area("12000")),
    stored("area in 亩", BOOK, "L11", "30亩", "damage_area_m2", Area("20000")),
    stored("date: 约1995年", BOOK, "N11", "约1995年", "closed_on", Partial("1995-12-31", "about", "约1995年")),
    stored("coordinates in words", BOOK, "O11", "东经87度38分33秒", "longitude", Degrees("87.6425")),
    stored("coordinates in words", BOOK, "P11", "北纬43度49分48秒", "latitude", Degrees("43.83")),
    stored(
        "full-width digits with a full-width thousands comma",
        BOOK,
        "K12",
        "１，２００平方米",
        "licence_area_m2",
        Area("1200"),
    ),
    stored(
        "approximate area keeps its text",
        BOOK,
        "L12",
        "约3公顷",
        "damage_area_m2",
        Approximate(Area("30000"), "约3公顷"),
    ),
    stored("date: 2003年以后", BOOK, "N12", "2003年以后", "closed_on", Partial("2003-12-31", "after", "2003年以后")),
    stored("coordinates with a hemisphere letter", BOOK, "O12", "E87°38'33\"", "longitude", Degrees("87.6425")),
    stored("coordinates with a hemisphere letter", BOOK, "P12", "N43°49'48\"", "latitude", Degrees("43.83")),
    # xls: other head words, every number a float
    stored("synonym of a head: 矿名", OLD, "B3", "庚午粘土矿", "name", "庚午粘土矿"),
    stored("synonym of a head: 矿业权人", OLD, "C3", "庚午建材厂", "owner", "庚午建材厂"),
    stored("synonym of a head: 管委会（街道）", OLD, "D3", "丙沟片区管委会", "street", "s03"),
    stored("synonym of a head: 类别", OLD, "E3", "政策性关闭砂石粘土矿", "category", Category("政策性关闭砂石粘土矿")),
    stored("several code words in a cell", OLD, "F3", "砖瓦用粘土、建筑用砂岩", "minerals", Codes(("84412", "83978"))),
    stored("code word", OLD, "G3", "露天开采", "mining_method", "open"),
    stored("number under 设计生产能力（万吨/年）", OLD, "H3", 3.0, "capacity", Number("3")),
    stored("capacity unit from the head", OLD, "H3", 3.0, "capacity_unit", "wt"),
    stored("area in 平方公里 from the head", OLD, "I3", 0.0125, "licence_area_m2", Area("12500")),
    stored("area in m2 from the head", OLD, "J3", 3500.5, "damage_area_m2", Area("3500.5")),
    stored("real date in xls", OLD, "K3", datetime(1999, 8, 15), "opened_on", Partial("1999-08-15", "day")),
    stored("year and month as a number", OLD, "L3", 201611.0, "closed_on", Partial("2016-11-30", "month")),
    stored("decimal longitude in xls", OLD, "M3", 87.6425, "longitude", Degrees("87.6425")),
    stored("decimal latitude in xls", OLD, "N3", 43.83, "latitude", Degrees("43.83")),
    stored("credit code with trailing blanks", OLD, "O3", USCC + "  ", "owner_uscc", USCC),
    stored(
        "old registration number as a float of 15 digits", OLD, "P3", 650105000012349.0, "owner_legacy_no", LEGACY_NO
    ),
    stored("enum code that became a float", OLD, "Q3", 12.0, "legacy_class", "12"),
    stored("code word", OLD, "S3", "关闭", "production_state", "closed"),
    stored("head 备 注 with a blank inside", OLD, "T3", "坑口积水", "note", "坑口积水"),
    stored("full-width 亩 in the cell beats the head in km²", OLD, "I4", "３０亩", "licence_area_m2", Area("20000")),
    stored("公顷 in the cell beats the head in m2", OLD, "J4", "15公顷", "damage_area_m2", Area("150000")),
    stored("Excel serial in xls without a date format", OLD, "K4", 35855.0, "opened_on", Partial("1998-03-01", "day")),
    stored("date: 2017年5月", OLD, "L4", "2017年5月", "closed_on", Partial("2017-05-31", "month", "2017年5月")),
    stored("mineral code that became a float", OLD, "F4", 83978.0, "minerals", Codes(("83978",))),
    stored("unit of capacity in the cell beats the head: value", OLD, "H4", "5万立方米/年", "capacity", Number("5")),
    stored("unit of capacity in the cell beats the head: unit", OLD, "H4", "5万立方米/年", "capacity_unit", "wm3"),
    stored("degrees with decimal seconds in words", OLD, "M4", "87度38分33.9秒", "longitude", Degrees("87.64275")),
    stored("degrees with decimal seconds and primes", OLD, "N4", "43°49′48.9″", "latitude", Degrees("43.83025")),
    stored("code word with half-width brackets", OLD, "G6", "井工(地下)开采", "mining_method", "underground"),
    stored("date: 1988年以前", OLD, "L6", "1988年以前", "closed_on", Partial("1988-01-01", "before", "1988年以前")),
    stored("date: a year in words", OLD, "K6", "1975年", "opened_on", Partial("1975-12-31", "year", "1975年")),
    stored("licence number with a tab behind", OLD, "R6", LICENCE_OLD + "\t", "licence_no", LICENCE_OLD),
    stored("compact degrees as a float", OLD, "M6", 873833.0, "longitude", Degrees("87.6425")),
    stored("compact degrees as a float", OLD, "N6", 434948.0, "latitude", Degrees("43.83")),
    stored("blank cell stays out of the row", OLD, "O6", "", "owner_uscc", ABSENT),
    # csv in GBK with a title row
    stored("GBK text", GBK, "A3", "癸酉采石场", "name", "癸酉采石场"),
    stored("synonym of a head: 所在街道", GBK, "B3", "丁湾街道 ", "street", "s04"),
    stored(
        "code word with half-width brackets",
        GBK,
        "C3",
        "其他(无证采矿点等)",
        "category",
        Category("其他（无证采矿点等）"),
    ),
    stored("no in a yes-or-no column", GBK, "D3", "否", "is_licensed", False),
    stored("thousands comma in a csv cell", GBK, "E3", "1,250.50", "damage_area_m2", Area("1250.5")),
    stored("area in 公顷 from a csv head", GBK, "F3", "0.75", "licence_area_m2", Area("7500")),
    stored("date: 2016.11 in csv", GBK, "G3", "2016.11", "closed_on", Partial("2016-11-30", "month", "2016.11")),
    stored("decimal longitude in csv", GBK, "I3", "87.6425", "longitude", Degrees("87.6425")),
    stored("decimal latitude in csv", GBK, "J3", "43.83", "latitude", Degrees("43.83")),
    stored('code saved as ="0012"', GBK, "K3", '="0012"', "source_no", "0012"),
    stored("yes in a yes-or-no column", GBK, "D4", "是", "is_licensed", True),
    stored("unit repeated in the cell with a blank behind", GBK, "F4", "0.5 公顷 ", "licence_area_m2", Area("5000")),
    stored("Excel serial in csv", GBK, "H4", "42675", "cancelled_on", Partial("2016-11-01", "day")),
    stored("code behind an apostrophe", GBK, "K4", "'0013", "source_no", "0013"),
    stored("area with a full-width blank behind", GBK, "E5", "1500　", "damage_area_m2", Area("1500")),
    stored(
        "date: 1988年之前 in csv", GBK, "G5", "1988年之前", "closed_on", Partial("1988-01-01", "before", "1988年之前")
    ),
    stored("date: Mar-98 in csv", GBK, "H5", "Mar-98", "cancelled_on", Partial("1998-03-31", "month", "Mar-98")),
    stored("leading zeros of a csv code are kept", GBK, "K5", "000014", "source_no", "000014"),
    stored("code that became a float in csv", GBK, "K6", "15.0", "source_no", "15"),
    stored("yes-or-no by 有", GBK, "D6", "有", "is_licensed", True),
    # csv in UTF-8 with BOM, separated by tabs
    stored("first head behind a BOM", BOM, "A2", "庚辰煤矿", "name", "庚辰煤矿"),
    stored("area in km² with a blank before the unit", BOM, "D2", "0.03 km²", "damage_area_m2", Area("30000")),
    stored("date with slashes", BOM, "E2", "1999/8/15", "closed_on", Partial("1999-08-15", "day")),
    stored("coordinates with straight quotes", BOM, "F2", "87°38'33\"E", "longitude", Degrees("87.6425")),
    stored("coordinates with straight quotes", BOM, "G2", "43°49'48\"N", "latitude", Degrees("43.83")),
    stored("area in ㎡ in csv", BOM, "D3", "2500㎡", "damage_area_m2", Area("2500")),
    stored("date of eight digits", BOM, "E3", "19990815", "closed_on", Partial("1999-08-15", "day")),
    stored("decimal degrees with a degree sign", BOM, "F3", "87.6425°", "longitude", Degrees("87.6425")),
    stored("decimal degrees with a degree sign", BOM, "G3", "43.83°", "latitude", Degrees("43.83")),
    stored("area in 亩 in csv", BOM, "D4", "10亩", "damage_area_m2", Area("6666.67")),
    stored(
        "date of year and month with a hyphen",
        BOM,
        "E4",
        "1999-08",
        "closed_on",
        Partial("1999-08-31", "month", "1999-08"),
    ),
    stored("decimal degrees with a word before", BOM, "F4", "东经87.6425度", "longitude", Degrees("87.6425")),
    stored("area in hm²", BOM, "D5", "0.3hm²", "damage_area_m2", Area("3000")),
    stored("date: 1999年", BOM, "E5", "1999年", "closed_on", Partial("1999-12-31", "year", "1999年")),
    stored("full-width licence number", BOM, "H5", LICENCE_FULL_WIDTH, "licence_no", "C6501052009087120022222"),
    # csv in UTF-8 without BOM, repeated heads
    stored("repeated head, the second filled", PLAIN, "G2", "东侧已回填", "note", "东侧已回填"),
    stored("one field in two units that agree", PLAIN, "E2", "15", "licence_area_m2", Area("10000")),
    stored("repeated head, the first filled", PLAIN, "D3", "西侧未治理", "note", "西侧未治理"),
    stored("one field in two units, the first filled", PLAIN, "E3", "30", "licence_area_m2", Area("20000")),
    stored("one field in two units, the second filled", PLAIN, "F4", "0.3", "licence_area_m2", Area("3000")),
    stored("repeated head, both filled", PLAIN, "D5", "坑深约5米", "note", Holding(("坑深约5米", "分两次回填"))),
    stored(
        "line break inside a csv cell", PLAIN, "G5", "分两次回填\n已验收", "note", Holding(("分两次回填", "已验收"))
    ),
    # zip: a member with a Chinese name, the head repeated in the middle of the sheet; a member named in GBK
    stored("workbook inside a zip", ZIPPED, "A3", "甲申煤矿", "name", "甲申煤矿"),
    stored("area inside a zip", ZIPPED, "D3", 1.5, "damage_area_m2", Area("15000")),
    stored("row behind a repeated head row", ZIPPED, "A7", "丙戌煤矿", "name", "丙戌煤矿"),
    stored("area behind a repeated head row", ZIPPED, "D7", "7.5亩", "damage_area_m2", Area("5000")),
    stored("zip member named in GBK, table away from A1", ZIPPED_GBK, "C5", "戊子砂石矿", "name", "戊子砂石矿"),
    stored("table away from A1", ZIPPED_GBK, "E5", "2万平方米", "damage_area_m2", Area("20000")),
)

GOOD_ROWS: tuple[tuple[str, int, str], ...] = (
    (BOOK[0], 5, "甲子煤矿"),
    (BOOK[0], 6, "乙丑煤矿"),
    (BOOK[0], 7, "丙寅砂石矿"),
    (BOOK[0], 10, "丁卯粘土矿"),
    (BOOK[0], 11, "戊辰砂岩矿"),
    (BOOK[0], 12, "己巳石料场"),
    (OLD[0], 3, "庚午粘土矿"),
    (OLD[0], 4, "辛未石料场"),
    (OLD[0], 6, "壬申煤矿"),
    (GBK[0], 3, "癸酉采石场"),
    (GBK[0], 4, "甲戌砂场"),
    (GBK[0], 5, "乙亥砂场"),
    (GBK[0], 6, "丙子砂场"),
    (BOM[0], 2, "庚辰煤矿"),
    (BOM[0], 3, "辛巳煤矿"),
    (BOM[0], 4, "壬午煤矿"),
    (BOM[0], 5, "癸未煤矿"),
    (PLAIN[0], 2, "丁丑砂场"),
    (PLAIN[0], 3, "戊寅砂场"),
    (PLAIN[0], 4, "己卯砂场"),
    (PLAIN[0], 5, "庚寅砂场"),
    (ZIPPED[0], 3, "甲申煤矿"),
    (ZIPPED[0], 4, "乙酉煤矿"),
    (ZIPPED[0], 7, "丙戌煤矿"),
    (ZIPPED[0], 8, "丁亥煤矿"),
    (ZIPPED_GBK[0], 5, "戊子砂石矿"),
)
"""File, row of the sheet, name. Titles, units, heads, subtotals, blank rows and notes are not among them."""

UNPLACED: tuple[tuple[str, str], ...] = ((BOOK[0], "治理完成比例"),)
"""A column of percentages as text ("85％", "60.5%"): no field of a site takes it, so it is shown, not guessed."""

SHEET = ("坏单元.xlsx", "登记")
NO_UNIT = ("无单位.xlsx", "登记")
TWICE = ("两处面积.xlsx", "登记")
BAD_OLD = ("坏单元旧.xls", "登记")
BAD_GBK = ("坏单元.csv", "")

BAD: tuple[Expectation, ...] = (
    refused("error cell in an area", SHEET, "D2", "#REF!"),
    refused("error cell in a date", SHEET, "E3", "#N/A"),
    refused("formula without cached value", SHEET, "D4", "=1+1.5"),
    refused("percentage as text in an area", SHEET, "D5", "60%"),
    refused("range in an area", SHEET, "D6", "3～5公顷", ANY),
    refused("words in an area", SHEET, "D7", "若干"),
    refused("negative area", SHEET, "D8", -2.5),
    refused("month 13", SHEET, "E9", "2017-13-05"),
    refused("30 February", SHEET, "E10", "2016.2.30"),
    refused("2016.10 that became the number 2016.1", SHEET, "E11", 2016.1, ANY),
    refused("75 minutes", SHEET, "F12", "87°75′33″"),
    refused("latitude beyond the pole", SHEET, "G13", 143.83),
    refused("projected coordinate in metres as a latitude", SHEET, "G14", 4855277.489),
    refused("licence number as a float, digits lost", SHEET, "H15", 6.501052010031121e21),
    refused("licence number as text of a float, digits lost", SHEET, "H16", "6.50105E+21"),
    refused("licence number of 24 characters", SHEET, "H17", LICENCE + "6"),
    refused("licence number of 22 characters", SHEET, "H18", LICENCE[:-1]),
    refused("credit code as a float, digits lost", SHEET, "I19", 9.16501050760000e17),
    refused("credit code with a wrong check character", SHEET, "I20", "91650105MA70000187", NOTED),
    refused("street that is not of the district", SHEET, "B21", "戊坡街道"),
    refused("required street missing", SHEET, "B22", None),
    refused("required name missing", SHEET, "A23", None, ANY),
    refused("category that is not on the list", SHEET, "C24", "政策性关闭小金矿"),
    refused("method that is not on the list", SHEET, "J25", "空中开采"),
    refused("neither yes nor no", SHEET, "K26", "不清楚"),
    refused("3-5 that became a date in an area", SHEET, "D27", datetime(2018, 3, 5)),
    refused("latitude beyond any coordinate", SHEET, "G28", 443.83),
    refused("bare area with no unit anywhere", NO_UNIT, "C2", 3.5),
    refused("one field in two units that disagree", TWICE, "D2", 3, ANY),
    refused("error cell in xls", BAD_OLD, "C2", "#REF!"),
    refused("percentage as text in xls", BAD_OLD, "C3", "百分之六十"),
    refused("licence number as a float in xls, digits lost", BAD_OLD, "D4", 6.501052010031121e21),
    refused("error text in csv", BAD_GBK, "C3", "#DIV/0!"),
    refused("month 13 in csv", BAD_GBK, "D4", "2016年13月"),
    refused("street that is not of the district in csv", BAD_GBK, "B5", "戊坡街道"),
    refused("licence number in scientific notation in csv", BAD_GBK, "E6", "6.50105E+21"),
)

EXPECTED: tuple[Expectation, ...] = GOOD + BAD

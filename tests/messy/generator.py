"""A messy register as it comes from the offices, written without the product: openpyxl, xlwt and csv only.

`write_messy_register(folder)` writes good/ (imports wholly) and bad/ (each bad cell must be named). What each cell must
give stands in `expected.py`. Everything is made up; the sites are named after the sexagenary cycle.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlwt
from openpyxl import Workbook

from . import expected as table
from .books import merge, put, save, write_zip
from .vocabulary import Expectation

COAL = "政策性关闭小煤矿"
SAND_CLAY = "政策性关闭砂石粘土矿"
CLOSED = "已闭坑矿山"
OTHER = "其他（无证采矿点等）"


def write_messy_register(folder: Path) -> list[Expectation]:
    """Write all files under `folder`; return every expectation, good and bad."""
    good, bad = folder / "good", folder / "bad"
    good.mkdir(parents=True)
    bad.mkdir(parents=True)
    write_book(good / table.BOOK[0])
    write_old_book(good / table.OLD[0])
    write_gbk(good / table.GBK[0])
    write_bom(good / table.BOM[0])
    write_plain(good / table.PLAIN[0])
    write_zips(good)
    write_bad_sheet(bad / table.SHEET[0])
    write_no_unit(bad / table.NO_UNIT[0])
    write_twice(bad / table.TWICE[0])
    write_bad_old_book(bad / table.BAD_OLD[0])
    write_bad_gbk(bad / table.BAD_GBK[0])
    return list(table.EXPECTED)


def write_book(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = table.BOOK[1]
    put(sheet, 1, ["青石区已关闭矿山、非煤矿山、无证采矿点登记表"])
    put(sheet, 2, ["填报单位：青石区专项工作组办公室　　　　　　　　单位：公顷、万吨/年"])
    put(
        sheet,
        3,
        ["序号", "所属街道", "矿山类别", "矿山名称 \t", "采矿权人\n名称", "来源编号", "采矿许可证", None, None, None],
    )
    put(sheet, 3, ["矿区", "破坏", "建矿", "关闭", "中心点坐标", None, "治理完成比例", "备　注", "持证"], 11)
    put(sheet, 4, ["证号", "有效期起", "有效期止", "状态", "面积", "面积（亩）", "时间", "时间", "经度", "纬度"], 7)
    merge(sheet, "A1:S1", "A2:S2", "G3:J3", "O3:P3", *(f"{c}3:{c}4" for c in "ABCDEFQRS"))
    _book_first_group(sheet)
    _book_second_group(sheet)
    put(sheet, 15, ["注：1.破坏面积以2018年6月实测为准；2.本表一式三份。"])
    put(sheet, 16, ["填表人：经办岗", None, None, None, None, None, "审核人：审核岗"])
    put(sheet, 16, ["填表日期：2018年7月10日"], 13)
    merge(sheet, "A15:S15")
    for row, licensed in ((5, "是"), (6, "是"), (7, "否"), (10, "是"), (11, "是"), (12, "是")):
        sheet.cell(row, 19).value = licensed
    notes = book.create_sheet("填表说明")
    put(notes, 1, ["填表说明"])
    put(notes, 2, ["一、本表由各街道填报，每处矿山（采矿点）一行。"])
    put(notes, 3, ["二、面积单位为公顷，另有注明的除外。"])
    save(book, path, {sheet.title: {"L6": 7.5}})


def _book_first_group(sheet: Any) -> None:
    put(sheet, 5, [1, "甲岭街道　", COAL, "甲子煤矿 ", "甲子煤业有限责任公司", "0012", table.LICENCE, date(2010, 3, 1)])
    put(
        sheet,
        5,
        ["2015年3月", "已注销", 12.5, 45, "1988年之前", "2016.11", 87.6425, 43.83, "85％", "　原井口已封闭\t"],
        9,
    )
    put(sheet, 6, [2, None, None, "乙丑煤矿", None, 13, 6500000123456, None, None, "过期未注销", "２．５", "=15*0.5"])
    put(sheet, 6, ["1985", "Mar-98", "87°38′33″", "43°49′48″", "100%"], 13)
    sheet["F6"].number_format = "0000"
    sheet["G6"].number_format = "0"
    put(sheet, 7, [3, None, SAND_CLAY, "丙寅砂石矿", None, 305.0, None, None, None, "从未取得", "4.5亩", "0.2公顷"])
    put(sheet, 7, ["２００３年５月", datetime(2017, 5, 20), "873833", "434948", "60.5%"], 13)
    put(sheet, 8, ["小计", None, None, "3家", None, None, None, None, None, None, "=SUM(K5:K7)", "=SUM(L5:L7)"])
    put(sheet, 8, ["#DIV/0!"], 17)
    put(sheet, 9, [None, None, None, "　", "\t"])
    merge(sheet, "B5:B7", "C5:C6", "A8:C8")


def _book_second_group(sheet: Any) -> None:
    put(sheet, 10, [4, "乙泉街道", CLOSED, "丁卯粘土矿", None, None, None, None, None, None, "1200㎡", "0.5km²"])
    put(sheet, 10, ["2001.5", 42675, "87-38-33", "43-49-48"], 13)
    put(sheet, 11, [5, None, None, "戊辰砂岩矿", None, None, None, None, None, None, 1.2, "30亩", None, "约1995年"])
    put(sheet, 11, ["东经87度38分33秒", "北纬43度49分48秒"], 15)
    put(sheet, 12, [6, None, None, "己巳石料场", None, None, None, None, None, "吊销", "１，２００平方米", "约3公顷"])
    put(sheet, 12, [None, "2003年以后", "E87°38'33\"", "N43°49'48\""], 13)
    put(sheet, 13, [None, None, None, "小 计", None, None, None, None, None, None, 1.44, 55])
    put(sheet, 14, [None, "合　计", None, None, None, None, None, None, None, None, 17, 106])
    sheet.row_dimensions[11].hidden = True
    merge(sheet, "B10:B12", "C10:C12", "B14:D14")


def write_old_book(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(table.OLD[1])
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(0, 0, 0, 20, "丙沟片区管委会矿山台账")
    head = ["序号", "矿名", "矿业权人", "管委会（街道）", "类别", "矿种", "开采方式", "设计生产能力（万吨/年）"]
    head += ["采矿权面积（平方公里）", "损毁面积（m2）", "建矿日期", "闭坑时间", "东经", "北纬", "统一社会信用代码"]
    head += ["旧注册号", "图斑类型", "许可证号", "生产状态", "备 注", "持证"]
    rows: dict[int, list[Any]] = {
        1: head,
        2: [
            1,
            "庚午粘土矿",
            "庚午建材厂",
            "丙沟片区管委会",
            SAND_CLAY,
            "砖瓦用粘土、建筑用砂岩",
            "露天开采",
            3.0,
            0.0125,
            3500.5,
            date(1999, 8, 15),
            201611,
            87.6425,
            43.83,
            table.USCC + "  ",
            int(table.LEGACY_NO),
            12,
            "",
            "关闭",
            "坑口积水",
            "是",
        ],
        3: [
            2,
            "辛未石料场",
            "",
            "丙沟片区管委会",
            CLOSED,
            83978,
            "",
            "5万立方米/年",
            "３０亩",
            "15公顷",
            35855,
            "2017年5月",
            "87度38分33.9秒",
            "43°49′48.9″",
            "",
            "",
            "",
            "",
            "",
            "",
            "是",
        ],
        4: ["小计", "", "", "", "", "", "", "", 0.0325, 153500.5],
        5: [
            3,
            "壬申煤矿",
            "",
            "丙沟片区管委会",
            COAL,
            "煤",
            "井工(地下)开采",
            "",
            "",
            "",
            "1975年",
            "1988年以前",
            873833,
            434948,
            "",
            "",
            "",
            table.LICENCE_OLD + "\t",
            "",
            "",
            "是",
        ],
        6: ["", "  ", "\t"],
        7: ["说明：本表根据各社区上报情况汇总，面积以证载为准。"],
    }
    for row, values in rows.items():
        for column, value in enumerate(values):
            if value != "":
                sheet.write(row, column, value, *([day] if isinstance(value, date) else []))
    book.save(str(path))


def _csv_text(rows: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def write_gbk(path: Path) -> None:
    head = [
        "采矿点名称",
        "所在街道",
        "档案类别",
        "是否持证",
        "损毁土地面积（㎡）",
        "登记面积（公顷）",
        "关闭日期",
        "注销时间",
        "经度(°)",
    ]
    other = "其他(无证采矿点等)"
    rows = [
        ["丁湾街道采矿点登记", *[""] * 11],
        [*head, "纬度(°)", "来源编号", "备注"],
        [
            "癸酉采石场",
            "丁湾街道 ",
            other,
            "否",
            "1,250.50",
            "0.75",
            "2016.11",
            "",
            "87.6425",
            "43.83",
            '="0012"',
            "已围挡",
        ],
        ["甲戌砂场", "丁湾街道", CLOSED, "是", "", "0.5 公顷 ", "2017年5月", "42675", "", "", "'0013", ""],
        ["乙亥砂场", "丁湾街道", CLOSED, "否", "1500　", "", "1988年之前", "Mar-98", "", "", "000014", ""],
        ["丙子砂场", "丁湾街道", CLOSED, "有", "", "", "", "", "", "", "15.0", ""],
        ["合计", "", "", "", "2750.5", "1.25", "", "", "", "", "", ""],
        ["", " ", "　", "", "", "", "", "", "", "", "", ""],
    ]
    path.write_bytes(_csv_text(rows).encode("gbk"))


def write_bom(path: Path) -> None:
    head = [
        "矿山名称",
        "属地管委会（街道）",
        "档案类别",
        "破坏面积",
        "关闭时间",
        "经度",
        "纬度",
        "采矿许可证号",
        "是否持证",
        "",
    ]
    rows = [
        head,
        ["庚辰煤矿", "甲岭街道", COAL, "0.03 km²", "1999/8/15", "87°38'33\"E", "43°49'48\"N", "", "是", ""],
        ["辛巳煤矿", "乙泉街道", COAL, "2500㎡", "19990815", "87.6425°", "43.83°", "", "是", ""],
        ["壬午煤矿", "丙沟片区管委会", COAL, "10亩", "1999-08", "东经87.6425度", "北纬43.83度", "", "是", ""],
        ["癸未煤矿", "丁湾街道", COAL, "0.3hm²", "1999年", "", "", table.LICENCE_FULL_WIDTH, "是", ""],
        ["总计", "", "", "", "", "", "", "", "", ""],
    ]
    path.write_bytes(b"\xef\xbb\xbf" + _csv_text(rows, "\t").encode())


def write_plain(path: Path) -> None:
    rows = [
        ["矿山名称", "所属街道", "类别", "备注", "矿区面积（亩）", "矿区面积（公顷）", "备注", "持证"],
        ["丁丑砂场", "甲岭街道", CLOSED, "", "15", "1", "东侧已回填", "是"],
        ["戊寅砂场", "乙泉街道", CLOSED, "西侧未治理", "30", "", "", "是"],
        ["己卯砂场", "丙沟片区管委会", OTHER, "", "", "0.3", "", "否"],
        ["庚寅砂场", "丁湾街道", OTHER, "坑深约5米", "", "", "分两次回填\n已验收", "否"],
    ]
    path.write_bytes(_csv_text(rows).encode())


def write_zips(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = table.ZIPPED[1]
    head = ["矿山名称", "所属街道", "档案类别", "损毁面积（公顷）", "关闭时间", "持证"]
    put(sheet, 1, ["丙沟片区补充登记表"])
    put(sheet, 2, head)
    put(sheet, 3, ["甲申煤矿", "丙沟片区管委会", COAL, 1.5, "2005年", "是"])
    put(sheet, 4, ["乙酉煤矿", "丙沟片区管委会", COAL, 2, "2006年", "是"])
    put(sheet, 5, ["丙沟片区补充登记表（续）"])
    put(sheet, 6, head)
    put(sheet, 7, ["丙戌煤矿", "丙沟片区管委会", COAL, "7.5亩", "2007年", "是"])
    put(sheet, 8, ["丁亥煤矿", "丙沟片区管委会", COAL, 0.8, "2008年", "是"])
    merge(sheet, "A1:F1", "A5:F5")
    _zip_of(book, folder / "打包一.zip", "补报/" + table.ZIPPED[0])
    book = Workbook()
    sheet = book.active
    put(sheet, 4, ["矿山名称", "所属街道", "破坏面积", "档案类别", "持证"], 3)
    put(sheet, 5, ["戊子砂石矿", "丁湾街道", "2万平方米", SAND_CLAY, "是"], 3)
    _zip_of(book, folder / "打包二.zip", table.ZIPPED_GBK[0], gbk_names=True)


def _zip_of(book: Workbook, path: Path, member: str, gbk_names: bool = False) -> None:
    inner = path.with_suffix(".xlsx")
    save(book, inner)
    write_zip(path, {member: inner.read_bytes()}, gbk_names)
    inner.unlink()


def write_bad_sheet(path: Path) -> None:
    """One bad cell a row; everything else in the row is plain."""
    book = Workbook()
    sheet = book.active
    sheet.title = table.SHEET[1]
    head = [
        "矿山名称",
        "属地管委会（街道）",
        "档案类别",
        "矿区面积（公顷）",
        "关闭时间",
        "经度",
        "纬度",
        "采矿许可证号",
    ]
    put(sheet, 1, [*head, "统一社会信用代码", "开采方式", "持证"])
    for bad in (e for e in table.BAD if e.file == path.name):
        row = bad.row_no
        put(
            sheet,
            row,
            [f"{'甲乙丙丁戊己庚辛壬癸'[row % 10]}{'子丑寅卯辰巳午未申酉戌亥'[row % 12]}石场", "甲岭街道", CLOSED],
        )
        sheet.cell(row, 11).value = "是"
        if bad.cell[0] in "FG":
            put(sheet, row, [87.6425, 43.83], 6)
        sheet[bad.cell].value = bad.raw
    save(book, path)


def write_no_unit(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = table.NO_UNIT[1]
    put(sheet, 1, ["矿山名称", "所属街道", "矿区面积", "档案类别", "持证"])
    put(sheet, 2, ["己丑砂场", "甲岭街道", 3.5, CLOSED, "是"])
    put(sheet, 3, ["辛卯砂场", "甲岭街道", "3.5公顷", CLOSED, "是"])
    save(book, path)


def write_twice(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = table.TWICE[1]
    put(sheet, 1, ["矿山名称", "所属街道", "矿区面积（亩）", "矿区面积（公顷）", "档案类别", "持证"])
    put(sheet, 2, ["壬辰砂场", "甲岭街道", 15, 3, CLOSED, "是"])
    put(sheet, 3, ["癸巳砂场", "甲岭街道", 15, 1, CLOSED, "是"])
    save(book, path)


def write_bad_old_book(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(table.BAD_OLD[1])
    rows = [
        ["矿山名称", "所属街道", "矿区面积（公顷）", "采矿许可证号", "档案类别", "持证"],
        ["甲午砂场", "甲岭街道", None, None, CLOSED, "是"],
        ["乙未砂场", "甲岭街道", "百分之六十", None, CLOSED, "是"],
        ["丙申砂场", "甲岭街道", 1.5, 6.501052010031121e21, CLOSED, "是"],
    ]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    sheet.row(1).set_cell_error(2, "#REF!")
    book.save(str(path))


def write_bad_gbk(path: Path) -> None:
    rows = [
        ["矿山名称", "所属街道", "矿区面积（公顷）", "关闭时间", "采矿许可证号", "档案类别", "持证"],
        ["丁酉砂场", "甲岭街道", "1.5", "2016.11", "", CLOSED, "是"],
        ["戊戌砂场", "甲岭街道", "#DIV/0!", "2016.11", "", CLOSED, "是"],
        ["己亥砂场", "甲岭街道", "1.5", "2016年13月", "", CLOSED, "是"],
        ["庚子砂场", "戊坡街道", "1.5", "2016.11", "", CLOSED, "是"],
        ["辛丑砂场", "甲岭街道", "1.5", "2016.11", "6.50105E+21", CLOSED, "是"],
    ]
    path.write_bytes(_csv_text(rows).encode("gbk"))

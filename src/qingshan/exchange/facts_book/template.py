"""The empty facts workbook: a sheet a noun with drop-downs, sheets for sub-tables, people and an explanation."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from qingshan.rulebook.nouns.base import Field, Noun

from ..text_width import height_pt, wrap
from .columns import (
    APPOINTMENTS_SHEET,
    AT,
    BACKFILL,
    CORRECT_REASON,
    EVIDENCE,
    HAPPENED,
    HELP_SHEET,
    OF_A_BODY,
    OPTIONS_SHEET,
    ORGANISATIONS_SHEET,
    RESULT,
    SITE_CODE,
    SITE_NAME,
    Column,
    child_columns,
    columns_of,
    list_items,
    offered_words,
    required_words,
    row_fields,
    sheet_title,
)
from .people import APPOINTMENT_FIELDS, KINDS, ORGANISATION_FIELDS, ROLES

LAST_ROW = 5000
A3, A4 = 8, 9
"""Paper sizes by Excel's numbers."""
PEOPLE_SHEETS = {ORGANISATIONS_SHEET: ORGANISATION_FIELDS, APPOINTMENTS_SHEET: APPOINTMENT_FIELDS}
MADE = datetime(2018, 1, 1, tzinfo=UTC)
HOW = {
    "text": "文字",
    "long": "文字，可以较长",
    "date": "日期，如 2019-10-24",
    "partial": "日期，可只写年或年月，如 2016年、2017年5月、1988年之前、约2010年",
    "time": "时刻，如 09:30",
    "int": "整数",
    "decimal": "数字",
    "percent": "百分数",
    "area": "面积；表头写明单位，单元格里也可以写，如 12.5亩",
    "money": "金额，单位万元，单元格里也可以写元",
    "bool": "是或否",
    "enum": "从下拉中选",
    "multi": "从所列的词中选，几个用顿号隔开",
    "url": "网址，以 http:// 或 https:// 开头",
    "uscc": "18 位统一社会信用代码",
    "licence": "采矿许可证号",
    "geometry": "拐点坐标：点号, X（北）, Y（东），各点用分号或换行隔开；也可写经纬度",
}
PAGE_WIDTH = 240
"""What a page of A3 holds and remains legible, in widths of a figure, as columns are measured."""
TALLEST = 409
"""Excel's tallest row, in points."""
HELP_WIDTHS = (18, 24, 60, 8, 26, 64, 14)
WIDTHS = {
    EVIDENCE: 36,
    CORRECT_REASON: 24,
    SITE_NAME: 20,
    RESULT: 18,
    HAPPENED: 14,
    AT: 8,
    BACKFILL: 8,
    "long": 36,
    "text": 18,
    "enum": 16,
    "multi": 20,
    "partial": 14,
    "date": 13,
    "area": 14,
    "money": 14,
    "bool": 8,
    "geometry": 36,
}


def write_template(  # noqa: PLR0913 - one workbook; its parts are given by name
    nouns: Sequence[Noun],
    lists: Mapping[str, Mapping[str, str]],
    programme_lists: Mapping[str, Mapping[str, str]],
    streets: Mapping[str, Sequence[str]],
    *,
    sites: Mapping[str, str] | None = None,
    bodies: Mapping[str, str] | None = None,
    people: Collection[str] = (ORGANISATIONS_SHEET, APPOINTMENTS_SHEET),
    clauses: Mapping[str, str] | None = None,
) -> bytes:
    """The workbook as bytes (xlsx). `streets`: organisation code → names. `sites`, `bodies`: code → name, drop-downs.

    `people` says which of the sheets of organisations and of appointments are written. `clauses`: noun.field → clause.
    """
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # A fixed date makes the same template the same bytes.
    workbook.set_properties({"title": "补录数据表", "created": MADE})
    writer = _Writer(workbook, lists, programme_lists, streets, (sites or {}, bodies or {}, clauses or {}))
    writer.explain(nouns, people)
    for noun in nouns:
        writer.noun(noun)
        for field in row_fields(noun):
            writer.sheet(sheet_title(noun, field), child_columns(noun, field))
    for title, fields in PEOPLE_SHEETS.items():
        if title in people:
            writer.sheet(title, tuple(Column(f.key, f.name, f.note, f) for f in fields))
    writer.options()
    workbook.close()
    return stream.getvalue()


class _Writer:
    def __init__(
        self,
        workbook: Workbook,
        lists: Mapping[str, Mapping[str, str]],
        programme_lists: Mapping[str, Mapping[str, str]],
        streets: Mapping[str, Sequence[str]],
        files: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
    ) -> None:
        self._book = workbook
        self._lists, self._programme_lists = lists, programme_lists
        self._people = {"kinds": KINDS, "roles": lists.get("roles", ROLES)}
        self._streets = [names[0] for names in streets.values() if names]
        self._sites, self._bodies, self._clauses = map(dict, files)
        self._options: dict[tuple[str, ...], int] = {}
        self._head = self._style(
            bold=True, bg_color="#DDE8DD", border=1, align="center", valign="vcenter", text_wrap=True
        )
        self._text = self._style(num_format="@", valign="top", text_wrap=True)
        self._figure = self._style(valign="top")
        self._plain = self._style(valign="top", text_wrap=True, border=1)
        self._title = self._style(bold=True, font_size=16)

    def _style(self, **given: object) -> Format:
        return self._book.add_format({"font_name": "宋体", "font_size": 11, **given})

    def _items(self, field: Field) -> list[str]:
        kind, _, code = field.list.partition(":")
        if kind == "people":
            return list(self._people[code].values())
        return list(list_items(field, self._lists, self._programme_lists).values())

    def _offered(self, column: Column) -> list[str]:
        """The words of a column's drop-down."""
        field = column.field
        named = self._bodies if column in OF_A_BODY.values() else self._sites
        if column.key == SITE_CODE:
            return list(named)
        if column.key == SITE_NAME and field is None:
            return list(dict.fromkeys(named.values()))
        if column.key == "street":
            return self._streets
        if column.key == "is_backfill" or (field is not None and field.type == "bool"):
            return ["是", "否"]
        return self._items(field) if field is not None and field.type == "enum" else []

    def noun(self, noun: Noun) -> None:
        words = offered_words(noun)
        self.sheet(sheet_title(noun), columns_of(noun), words)

    def sheet(self, title: str, columns: Sequence[Column], results: Sequence[str] = ()) -> None:
        sheet = self._book.add_worksheet(title)
        sheet.set_row(0, 36)
        widths: list[int] = []
        for at, column in enumerate(columns):
            kind = column.field.type if column.field is not None else "text"
            sheet.write_string(0, at, column.title, self._head)
            style = self._figure if kind in {"int", "decimal", "percent", "area", "money"} else self._text
            widths.append(max(WIDTHS.get(column.key) or WIDTHS.get(kind, 12), len(column.title) * 2 + 2))
            sheet.set_column(at, at, widths[-1], style)
            words = list(results) if column.key == RESULT else self._offered(column)
            self._offer(sheet, at, column, words)
        self._page(sheet, A3, pages=-(-sum(widths) // PAGE_WIDTH))
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, min(4, len(columns) - 1))
        sheet.autofilter(0, 0, 0, len(columns) - 1)

    @staticmethod
    def _page(sheet: Worksheet, paper: int, pages: int = 1) -> None:
        """Whoever prints a sheet gets it so many pages wide."""
        sheet.set_paper(paper)
        sheet.set_landscape()
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.fit_to_pages(pages, 0)

    def _offer(self, sheet: Worksheet, at: int, column: Column, words: Sequence[str]) -> None:
        note = column.note or (HOW.get(column.field.type, "") if column.field is not None else "")
        rule: dict[str, object] = {"validate": "any", "input_title": column.head[:32], "input_message": note[:255]}
        if words:
            rule |= {
                "validate": "list",
                "source": self._range(tuple(words)),
                # Synonyms are read too, so a word outside the list only warns.
                "error_type": "warning",
                "error_title": "不在所列的词中",
                "error_message": "建议从下拉中选；仍可保留所填的词。",
            }
        if words or note:
            sheet.data_validation(1, at, LAST_ROW, at, rule)

    def _range(self, words: tuple[str, ...]) -> str:
        """The place of a list on the options sheet, each list once."""
        at = self._options.setdefault(words, len(self._options))
        letter = xlsxwriter.utility.xl_col_to_name(at)
        return f"={OPTIONS_SHEET}!${letter}$1:${letter}${len(words)}"

    def options(self) -> None:
        sheet = self._book.add_worksheet(OPTIONS_SHEET)
        for words, at in self._options.items():
            for row, word in enumerate(words):
                sheet.write_string(row, at, word)
        sheet.hide()

    def explain(self, nouns: Sequence[Noun], people: Collection[str]) -> None:
        """The first sheet: what each column of each sheet means."""
        sheet = self._book.add_worksheet(HELP_SHEET)
        for at, width in enumerate(HELP_WIDTHS):
            sheet.set_column(at, at, width)
        self._page(sheet, A4)
        sheet.write_string(0, 0, "补录数据表填写说明", self._title)
        for row, line in enumerate(INTRODUCTION, 1):
            sheet.write_string(row, 0, line)
        top = len(INTRODUCTION) + 2
        for at, head in enumerate(("工作表", "列", "怎么填", "单位", "必填于", "可填的词", "条款")):
            sheet.write_string(top, at, head, self._head)
        row = top + 1
        for title, column, noun in _all_columns(nouns, people):
            texts = self._explained(title, column, noun)
            for at, text in enumerate(texts):
                sheet.write_string(row, at, text, self._plain)
            lines = max(len(wrap(text, width / 2 - 1)) for text, width in zip(texts, HELP_WIDTHS, strict=True))
            sheet.set_row(row, min(height_pt(lines, 11), TALLEST))
            row += 1
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, row - 1, 6)

    def _explained(self, title: str, column: Column, noun: Noun | None) -> tuple[str, ...]:
        field = column.field
        words: list[str] = []
        if column.key == RESULT and noun is not None:
            words = list(offered_words(noun))
        elif field is not None and field.list:
            words = self._items(field)
        elif column.key in {"street", "is_backfill"}:
            words = self._offered(column)
        how = HOW.get(field.type, "") if field is not None else ""
        needed = "全部" if field is not None and "*" in field.required else ""
        if field is not None and noun is not None and not needed:
            needed = required_words(noun, field)
        if column.key in {"record_no", RESULT, "happened_on"} and noun is not None:
            needed = "全部"
        text = "；".join(part for part in (column.note, how) if part)
        return (
            title,
            column.head,
            text,
            column.unit,
            needed,
            "、".join(words),
            self._clauses.get(f"{noun.code}.{field.key}", "") if noun is not None and field is not None else "",
        )


def _all_columns(nouns: Sequence[Noun], people: Collection[str]) -> list[tuple[str, Column, Noun | None]]:
    found: list[tuple[str, Column, Noun | None]] = []
    for noun in nouns:
        found += [(sheet_title(noun), column, noun) for column in columns_of(noun)]
        for field in row_fields(noun):
            found += [(sheet_title(noun, field), column, None) for column in child_columns(noun, field)]
    for title, fields in PEOPLE_SHEETS.items():
        found += [(title, Column(f.key, f.name, f.note, f), None) for f in fields if title in people]
    return found


INTRODUCTION = (
    "一、每类记录一张工作表，每条记录一行；不用的工作表留空即可。表头不要改名，列的先后可以调整。",
    "二、几行写同一个记录号，就是同一份文件涉及几个矿山（或单位）；共有的内容只填在第一行也可以。不属于矿山的事写单位代码或名称。",
    "三、带“-”的工作表是子表，如“摸底-破坏单元”，用记录号和矿山编号与主表的行对应。",
    "四、只知道年月的日期写“2017年5月”，只知道年份的写“2016年”，不要硬凑成某一天。",
    "五、事后补录的，“补录”填“是”；证据还不在手上的，写明补齐期限，到期前记为欠账。",
    "六、更正以前的记录，填“更正记录号”和“更正原因”；原记录保留。",
    "七、录错了、本不该有的记录，“事项”选“录入作废”，填“更正记录号”和“更正原因”即可；原记录保留，不再算数。",
    "八、证据写“档案位：文件名”，如“现场验收表：验收表.pdf”，几份用顿号、分号或换行隔开；文件放在本工作簿旁边，或旁边的“证据”文件夹里。",
)

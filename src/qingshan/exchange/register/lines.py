"""What each line under a head is: a site, or a total, a heading, a repeated head, a line of numbers, a note, a blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from .grid import NUMBER, Grid
from .heads import Head
from .layout import Layout
from .synonyms import SERIAL
from .tidy import flat, is_nothing

SITE_LINE = "site"
TOTAL = "total"
HEADING = "heading"
REPEATED = "repeated"
NUMBERING = "numbering"
NOTE = "note"
BLANK = "blank"

_TOTAL = re.compile(r"^(合计|小计|总计|共计|累计|总合计|合计数|总数|汇总|本页[小合]计|全[区市县]合计)(\(.*\))?[:,]?$")
_TOTAL_TOO = re.compile(
    r"^.{1,12}(小计|合计|总计|共计)(\(.*\))?[:,]?$|^(合计|总计|小计|共计)[:(]?.{1,14}$|^共计?\d+[家处个座].{0,12}$"
)
_MINE_NAME = re.compile(r"^[^\d]+(矿|厂|场|点|坑|窑|公司)$")
"""合计沟采石场 is a mine, 合计25处 is not."""
_SIGNED = re.compile(
    r"^(注|备注|说明|附注|填表人?|填报人?|填报单位|填报日期|填报时间|填表日期|填表单位|制表人?|制表单位|制表日期|审核人?|复核人?|审批人?|单位负责人|分管领导|主要领导|负责人|"
    r"联系人|联系电话|统计人|经办人|盖章|单位\(盖章\)|\(盖章\)|日期|签字|报送人|报送单位|填写说明|数据来源|资料来源|截止时间|截至|单位)\d?[:、.,(]"
)
_NUMBERED = re.compile(r"^[(]?([一二三四五六七八九十]+|[ⅠⅡⅢⅣ]+)[)、.,]")


class Lines:
    """Classifies the lines of one sheet from the top down; a note ends the table for lines that only go on talking."""

    def __init__(self, grid: Grid, head: Head, layout: Layout) -> None:
        self._grid = grid
        self._head = head
        self._heads = [dict(texts) for texts in head.texts]
        self._fields = {c.number: key for key, c in layout.chosen.items()}
        self._fields.update({c.number: "note" for c in layout.notes})
        self._known = {c.number for c in layout.known}
        self._noted = False

    def kind(self, row: int) -> str:
        own = {c: cell for c, cell in self._grid.row(row).items() if not is_nothing(cell.shown) or cell.kind == NUMBER}
        placed = {c for c in own if c in self._fields and self._fields[c] != SERIAL}
        if not own:
            return BLANK
        texts = {c: flat(own[c].shown) for c in sorted(own)}
        if self._is_repeated(texts):
            return REPEATED
        if self._is_numbering(texts):
            return NUMBERING
        first = [texts[c] for c in sorted(texts)][:3]
        if self._is_note(texts):
            self._noted = True
            return NOTE
        if any(_TOTAL.match(text) for text in first):
            return TOTAL
        if any(_TOTAL_TOO.match(text) for text in first) and not self._has_name(texts):
            return TOTAL
        if self._is_heading(row, texts):
            return HEADING
        if self._noted and len(own) <= 2 and not self._has_name(texts):
            return NOTE
        self._noted = False  # a note among the lines, such as a caption, does not end the table
        if not placed:
            carried = any(self._grid.origin(row, c) != (row, c) for c in self._fields)
            return BLANK if not carried or set(own) <= self._serials() else SITE_LINE
        return SITE_LINE

    def _serials(self) -> set[int]:
        return {c for c, key in self._fields.items() if key == SERIAL}

    def _has_name(self, texts: Mapping[int, str]) -> bool:
        column = next((c for c, key in self._fields.items() if key == "name"), None)
        if column is None or column not in texts or len(texts) <= 2:
            return False
        name = texts[column]
        return not _TOTAL_TOO.match(name) or bool(_MINE_NAME.search(name))

    def _is_repeated(self, texts: Mapping[int, str]) -> bool:
        for heads in self._heads:
            same = sum(1 for c, text in texts.items() if flat(heads.get(c, "")) == text)
            if same >= 2 and same >= 0.8 * len(texts):
                return True
        return False

    def _is_numbering(self, texts: Mapping[int, str]) -> bool:
        """The line of column numbers under a head: 1 2 3 … or 甲 乙 1 2 …"""
        if len(texts) < 3 or len(texts) < 0.6 * len(self._known):
            return False
        figures = [t.strip("()[]①") for t in texts.values()]
        figures = [t for t in figures if t not in {"甲", "乙", "丙", "丁", "戊", "栏次", "列次", "A", "B", "C"}]
        if not all(re.fullmatch(r"\d{1,2}", t) for t in figures) or len(figures) < 3:
            return False
        numbers = [int(t) for t in figures]
        return all(b - a == 1 for a, b in pairwise(numbers))

    def _is_note(self, texts: Mapping[int, str]) -> bool:
        first = next(iter(texts.values()))
        if re.match(r"^[(]?(例如?|示例|样例|填写?示例|举例|填写要求|填表要求)[)]?[:、]?(\d{0,2}$|[:、])", first):
            return True
        if len(texts) == 1 and re.match(r"^[(]?(图|照片|附图|附件|附表|续表|表)[一二三四五六七八九十\d-]*", first):
            return True
        if _SIGNED.match(first + ":" if first in {"注", "备注", "说明", "填写说明"} else first):
            return True
        if len(texts) == 1 and self._noted:
            return True
        return len(texts) == 1 and len(first) > 40 and next(iter(texts)) not in self._named()

    def _named(self) -> set[int]:
        return {c for c, key in self._fields.items() if key == "name"}

    def _is_heading(self, row: int, texts: Mapping[int, str]) -> bool:
        if len(texts) != 1:
            return len(texts) == 2 and bool(
                re.fullmatch(r"[(]?[一二三四五六七八九十]+[)]?[、.]?", next(iter(texts.values())))
            )
        column, text = next(iter(texts.items()))
        if text.isdigit():
            return False
        block = self._grid.block(row, column)
        wide = block is not None and block.right - block.left >= 2 and block.top == block.bottom
        if wide or _NUMBERED.match(text):
            return True
        return column not in self._named() and self._fields.get(column) in {None, SERIAL}


def heading_text(grid: Grid, row: int) -> str:
    """The words of a heading line, without its number."""
    return title_words("".join(cell.shown for _, cell in sorted(grid.row(row).items())))


def title_words(text: str) -> str:
    """What a title or heading is about: 一、无证采矿点（共5处） is about 无证采矿点, 小煤矿登记表 about 小煤矿."""
    words = re.sub(r"^[(（]?([一二三四五六七八九十]+|[ⅠⅡⅢⅣ]+)[)）、.．，,]*", "", flat(text))
    words = re.sub(r"\(.*?\)", "", words).strip(":")
    return re.sub(r"(情况)?(登记|统计|汇总|明细|一览|调查|情况|基本情况)?(表|台账|清单|名单|名册)$", "", words)

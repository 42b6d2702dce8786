"""A sheet of the facts workbook is known by three heads that no register has together."""

from __future__ import annotations

from .grid import Grid
from .tidy import flat

ADDED = ("原工作表（青山批注）", "原行号（青山批注）", "问题（青山批注）")
"""Columns that an annotated copy adds to the right of a table; no reader takes them for the sender's."""
LIST_SHEET = "问题清单"
LIST_HEADS = ("文件", "工作表", "单元格", "原文", "问题", "怎么改", "处理")
"""The sheet that an annotated copy adds."""
HEADS = {"记录号", "事项", "发生日期"}
LOOK_ROWS = 10


def is_facts_sheet(grid: Grid) -> bool:
    """Whether the heads of a sheet of records stand in one of the first rows."""
    return any({flat(cell.shown) for cell in grid.row(row).values()} >= HEADS for row in grid.rows()[:LOOK_ROWS])


def is_added_sheet(grid: Grid) -> bool:
    """Whether a sheet is the list of remarks that an annotated copy adds."""
    return grid.sheet == LIST_SHEET and tuple(grid.at(1, n).shown for n in range(1, len(LIST_HEADS) + 1)) == LIST_HEADS

"""A sheet of the facts workbook is known by three heads that no register has together."""

from __future__ import annotations

from .grid import Grid
from .tidy import flat

HEADS = {"记录号", "事项", "发生日期"}
LOOK_ROWS = 10


def is_facts_sheet(grid: Grid) -> bool:
    """Whether the heads of a sheet of records stand in one of the first rows."""
    return any({flat(cell.shown) for cell in grid.row(row).values()} >= HEADS for row in grid.rows()[:LOOK_ROWS])

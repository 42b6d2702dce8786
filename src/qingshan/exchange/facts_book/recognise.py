"""Which of the two kinds of file a sheet belongs to: the facts workbook, or a register of sites."""

from __future__ import annotations

from ..register.grid import Grid
from ..register.heads import Placer, find_heads
from ..register.recognise import is_facts_sheet

__all__ = ["is_facts_sheet", "is_register"]


def is_register(grid: Grid) -> bool:
    """Whether a sheet has the heads of a register."""
    return bool(find_heads(grid, Placer({})))

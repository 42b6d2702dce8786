"""Numbers as they are written: with units, thousands separators, 万, 约 and ranges."""

from __future__ import annotations

import re
from decimal import Decimal

from .grid import BOOL, DATE, NUMBER, TIME, Cell
from .tidy import flat
from .units import normal_unit

_ABOUT = re.compile(r"^(大约|大概|约为|约|近|大致|估计|估算|≈|~)|(左右|上下|许|多|余|\(约\)|\(估\)|\(估算\))$")
_GROUPED = re.compile(r"^\D*\d{1,3}(,\d{3})+(?![\d,])|^\D*\d{1,4}(,\d{4})+(?![\d,])")
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(.*)")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)[^\d.]{0,4}?(?:-|~|—|–|至|到)(\d+(?:\.\d+)?)")


def split_number(text: str) -> tuple[Decimal, str, bool] | tuple[str, str] | None:
    """(number, unit after it, approximate) of a text such as 约1,250.5亩; (low, high) texts of a range; None if neither.

    A remark in brackets after the unit makes the figure one to be kept with its wording.
    """
    shape = flat(text)
    if "," in shape and not _GROUPED.search(shape):
        return None
    shape = shape.replace(",", "")
    about = bool(_ABOUT.search(shape))
    shape = _ABOUT.sub("", _ABOUT.sub("", shape))
    remark = re.fullmatch(r"(.*\d.*?)\(([^()]*)\)", shape)
    if (
        remark
        and normal_unit(remark.group(2)) == remark.group(2)
        and not re.fullmatch(r"[a-zA-Z0-9/³²]+", remark.group(2))
    ):
        shape, about = _with_unit(remark.group(1), remark.group(2)), True
    match = _NUMBER.fullmatch(shape)
    if not match:
        return None
    spread = _RANGE.match(shape)
    if spread:
        return spread.group(1), spread.group(2)
    unit = match.group(2)
    if unit.startswith(".") or re.search(r"\d", normal_unit(unit).replace("m2", "").replace("m3", "")):
        return None
    inner = re.sub(r"^[余多](?=.)", "", _ABOUT.sub("", unit))
    number = Decimal(match.group(1))
    return (number, inner, about or inner != unit) if is_sane(number) else None


def is_sane(number: Decimal) -> bool:
    """Whether a figure can be one of a mine at all; 1E+999999 is a slip or an attack."""
    return number.adjusted() <= 15


def _with_unit(figure: str, remark: str) -> str:
    """12.5(亩) has its unit in the brackets; 12.5亩(实测) only a remark."""
    return figure + remark if figure[-1].isdigit() and len(remark) <= 4 else figure


def number_of(cell: Cell) -> tuple[Decimal, str, bool] | tuple[str, str] | None:
    """As `split_number`, of a cell of any kind."""
    if cell.kind == NUMBER:
        return (cell.value, "", False) if is_sane(cell.value) else None
    return None if cell.kind in {DATE, BOOL, TIME} else split_number(cell.shown)

"""The words of the two expectation tables: what a cell should become, or what should be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STREETS = {"s01": "甲岭街道", "s02": "乙泉街道", "s03": "丙沟片区管委会", "s04": "丁湾街道"}
"""The made-up district: code → name."""

CATEGORIES = {
    "1": "政策性关闭小煤矿",
    "2": "政策性关闭砂石粘土矿",
    "3": "已闭坑矿山",
    "4": "其他（无证采矿点等）",
}

BLOCKING = "blocking"
ANY = "any"
"""A complaint must stand at the cell; whether it blocks is left open, because people disagree."""
NOTED = "noted"
"""A complaint must stand at the cell, and must not block: what is wrong is on the paper itself, for one."""


@dataclass(frozen=True, slots=True)
class Area:
    """A decimal string in m², equal to `m2` to the hundredth. 1 亩 is 10 000/15 m²."""

    m2: str


@dataclass(frozen=True, slots=True)
class Degrees:
    """A decimal string of degrees, equal to `text` to 1e-7 (one centimetre)."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal string numerically equal to `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial date. `text` None leaves the original text open (real dates and serials have none of their own)."""

    value: str
    precision: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes, in any order."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """The code of a file category, given by its word."""

    word: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A text that holds each of `parts`: how they are joined is left open."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approximate:
    """The value of the field is `value`, and `as_read` keeps the original text."""

    value: Area
    text: str


ABSENT = object()
"""The field is not stored at all (or stored as nothing)."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One trap at one cell.

    `file` is the file's own name (for a zip: the name of its member), `sheet` is empty for csv, `raw` is what the cell
    holds in the file (None for a cell covered by a merge). Either `field` and `value`, or `complaint`, is given.
    """

    trap: str
    file: str
    sheet: str
    cell: str
    raw: Any
    field: str = ""
    value: Any = None
    complaint: str = ""

    @property
    def row_no(self) -> int:
        return int("".join(c for c in self.cell if c.isdigit()))

    def __str__(self) -> str:
        return f"{self.trap} [{self.file} {self.cell}]"


def stored(trap: str, place: tuple[str, str], cell: str, raw: Any, field: str, value: Any) -> Expectation:
    return Expectation(trap, place[0], place[1], cell, raw, field=field, value=value)


def refused(trap: str, place: tuple[str, str], cell: str, raw: Any, complaint: str = BLOCKING) -> Expectation:
    return Expectation(trap, place[0], place[1], cell, raw, complaint=complaint)

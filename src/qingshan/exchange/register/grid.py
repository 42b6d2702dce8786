"""What a sheet of any format becomes before anything is understood of it: typed cells on a sparse grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

TEXT = "text"
NUMBER = "number"
DATE = "date"
TIME = "time"
BOOL = "bool"
ERROR = "error"
FORMULA = "formula"  # a formula whose result the file does not hold
EMPTY_KIND = "empty"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `value` is str, Decimal, date, time, bool or None by `kind`; `shown` is what a reader of the sheet sees.

    `number_format` is Excel's own string, empty where the file has none. `from_merge` marks a value that stands in the
    first cell of a merged block and was carried here.
    """

    kind: str
    value: Any = None
    shown: str = ""
    number_format: str = ""
    from_merge: bool = False

    @property
    def is_empty(self) -> bool:
        return self.kind == EMPTY_KIND


EMPTY = Cell(EMPTY_KIND)
SPREADSHEET_ZERO = date(1899, 12, 30)  # the day of serial 0
MAC_ZERO = date(1904, 1, 1)  # in workbooks that count from 1904
MERGE_LIMIT = 200_000  # cells; a block over the whole sheet is a slip and says nothing


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block, all four edges inclusive, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """A sheet: cells by (row, column), both counted from 1, as a spreadsheet program shows them."""

    file: str
    sheet: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    is_typed: bool = True  # False for text files, where a number is only a spelling
    struck_rows: frozenset[int] = frozenset()
    day_zero: date = SPREADSHEET_ZERO
    _by_row: dict[int, dict[int, Cell]] = field(default_factory=dict)
    _merged_to: dict[tuple[int, int], Merge] = field(default_factory=dict)

    def finish(self) -> Grid:
        """Indexes the cells once all are in; to be called before reading."""
        self._by_row = {}
        for (row, column), cell in self.cells.items():
            self._by_row.setdefault(row, {})[column] = cell
        for merge in self.merges:
            if (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) > MERGE_LIMIT:
                continue
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    self._merged_to[(row, column)] = merge
        return self

    @property
    def is_empty(self) -> bool:
        return not self.cells

    def rows(self) -> list[int]:
        """Numbers of the rows that hold anything, in order."""
        return sorted(self._by_row)

    def row(self, number: int) -> Mapping[int, Cell]:
        """The filled cells of a row, by column."""
        return self._by_row.get(number, {})

    def at(self, row: int, column: int) -> Cell:
        return self.cells.get((row, column), EMPTY)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged block this one lies in, or itself."""
        merge = self._merged_to.get((row, column))
        return (merge.top, merge.left) if merge else (row, column)

    def block(self, row: int, column: int) -> Merge | None:
        """The merged block a cell lies in."""
        return self._merged_to.get((row, column))

    def columns(self) -> Iterator[int]:
        return iter(sorted({column for _, column in self.cells}))


def address(row: int, column: int) -> str:
    """`C7` for row 7, column 3."""
    return f"{get_column_letter(column)}{row}"


def number_cell(value: Decimal, number_format: str = "") -> Cell:
    return Cell(NUMBER, value, show_number(value, number_format), number_format)


def text_cell(text: str) -> Cell:
    return Cell(TEXT, text, text) if text.strip() else EMPTY


def date_cell(value: date | datetime, number_format: str = "") -> Cell:
    day = value.date() if isinstance(value, datetime) else value
    return Cell(DATE, day, day.isoformat(), number_format)


def time_cell(value: time) -> Cell:
    return Cell(TIME, value, value.isoformat("minutes"))


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_number(value: Decimal, number_format: str) -> str:
    """The digits a reader of the sheet sees for the simple formats; otherwise the plain number."""
    if number_format in ("", "General"):
        return plain(value)
    code = number_format.partition(";")[0].strip().replace("\\", "").replace('"', "")
    if code.endswith("%"):
        return f"{plain(value * 100)}%"
    if code and set(code) == {"0"} and value == value.to_integral_value() and value >= 0:
        return plain(value).zfill(len(code))
    return plain(value)

"""What a reading of a register is: rows of sites, complaints, columns that found no place, and the files read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .complaints import Complaint
from .grid import Grid


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file with the SHA-256 of its bytes and the register sheets read from it."""

    name: str
    sha256: str
    size: int
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnplacedColumn:
    """A column that was not read. `guesses` are Chinese names of fields, best first; `samples` its first values."""

    file: str
    sheet: str
    column: str
    head: str
    samples: tuple[str, ...]
    guesses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column that was understood as `field` (its Chinese name `name`). `by`: mapping (the sender's), notice, product."""

    file: str
    sheet: str
    column: str
    head: str
    field: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """The original text of a value read as an approximation or converted."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site. `values`: site field key → JSON-safe payload value (areas decimal strings in m², dates partial).

    `cells` says where each value stood, `blank` where a column of the sheet says nothing. `flags`: unnamed, category_guessed, licensed_guessed, category_from_heading,
    street_from_heading, street_from_sheet, hidden_row, struck_row.
    """

    file: str
    sheet: str
    row_no: int
    values: Mapping[str, Any]
    notes: tuple[Note, ...] = ()
    flags: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as read, with the row numbers of its heads; kept only for an annotated copy."""

    grid: Grid
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """`tables` only when the reader was asked to keep them."""

    rows: tuple[SiteRow, ...]
    complaints: tuple[Complaint, ...]
    unplaced: tuple[UnplacedColumn, ...]
    files: tuple[FileRead, ...]
    placed: tuple[PlacedColumn, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether anything forbids storing: nothing of a reading is stored while it does."""
        return any(c.blocking for c in self.complaints)

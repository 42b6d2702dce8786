"""The catalogue of what a register can be blamed for, and the book in which one reading collects its complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .catalogue import CATALOGUE, NEEDS_REGISTER


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong, or worth knowing, in a file. `cell` is like "C7", empty for a whole sheet or file.

    `blocking` says that nothing of the reading may be stored while this stands.
    """

    file: str
    sheet: str
    cell: str
    value: str
    code: str
    reason: str
    hint: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, before it is known where the cell lies. `params` fill the catalogue's sentence."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    blocking: bool | None = None  # None: as the catalogue says


class ComplaintBook:
    """Collects complaints in the order they are found; every place in a file is named."""

    def __init__(self, needs: str = NEEDS_REGISTER) -> None:
        self._needs = needs
        self._entries: list[Complaint] = []
        self._alike: list[str] = []  # of each entry, what it says but for its own figure

    def add(self, code: str, file: str = "", sheet: str = "", cell: str = "", value: str = "", **params: Any) -> None:
        self.take(Problem(code, params), file, sheet, cell, value)

    def take(self, problem: Problem, file: str, sheet: str = "", cell: str = "", value: str = "") -> None:
        entry = CATALOGUE[problem.code]
        value = masked(value) if problem.code in PRIVATE else value
        words = {
            "file": file,
            "sheet": sheet,
            "cell": cell,
            "value": _short(value),
            "needs": self._needs,
            **problem.params,
        }
        self._alike.append(entry.reason.format_map(_Lenient({**words, "figure": ""})) if entry.folded else "")
        blocking = entry.blocking if problem.blocking is None else problem.blocking
        self._entries.append(
            Complaint(
                file,
                sheet,
                cell,
                _short(value),
                problem.code,
                entry.reason.format_map(_Lenient(words)),
                entry.hint.format_map(_Lenient(words)),
                blocking,
            )
        )

    def is_blocking(self, number: int) -> bool:
        """Whether the complaint added as number `number`, from 0, blocks."""
        return self._entries[number].blocking

    def __len__(self) -> int:
        return len(self._entries)

    def all(self) -> tuple[Complaint, ...]:
        """Everything, in the order of the files and sheets, and on each sheet by row and column.

        What a column says of many cells alike is told once, at the first of them, with their number.
        """
        places: dict[tuple[str, str], int] = {}
        files: dict[str, int] = {}
        for entry in self._entries:
            files.setdefault(entry.file, len(files))
            places.setdefault((entry.file, entry.sheet), len(places))
        return tuple(
            sorted(self._folded(), key=lambda c: (files[c.file], places[(c.file, c.sheet)], *_position(c.cell)))
        )

    def _folded(self) -> list[Complaint]:
        groups: dict[tuple[str, ...], list[Complaint]] = {}
        for number, (entry, alike) in enumerate(zip(self._entries, self._alike, strict=True)):
            column = entry.cell.rstrip("0123456789")
            key = (entry.file, entry.sheet, column, alike) if alike else (str(number),)
            groups.setdefault(key, []).append(entry)
        return [_together(group) if len(group) > 1 else group[0] for group in groups.values()]


def _together(group: Sequence[Complaint]) -> Complaint:
    first = min(group, key=lambda c: _position(c.cell))
    before = CATALOGUE[first.code].folded.format(count=len(group))
    return replace(first, reason=f"{before}{first.reason}")


def _position(cell: str) -> tuple[int, int]:
    """(row, column) of an address; a column alone stands above all rows."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :] or 0), column


PRIVATE = {"number_for_name", "number_in_name"}
"""Complaints that do not repeat the cell: it may hold an identity card or a telephone."""


def masked(text: str) -> str:
    return f"{text[:3]}{'*' * max(len(text) - 5, 3)}{text[-2:]}"


class _Lenient(dict[str, Any]):
    """A sentence with a missing figure still is a sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def _short(text: str, limit: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"

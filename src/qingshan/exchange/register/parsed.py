"""What every reader of a cell takes and gives: the context of the sheet, and a value with its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from qingshan.rulebook.lists import LISTS

from .complaints import Problem
from .grid import SPREADSHEET_ZERO


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs beside the cell. `unit` is that of the head or sheet; `today` bounds dates of the past.

    `region` is the code of the district, "" when licences of any province are taken alike. `home` is a longitude of it,
    from which the zone of plane coordinates follows when they have none.
    """

    programme_lists: Mapping[str, Mapping[str, str]]
    today: date
    unit: str = ""
    sheet_unit: str = ""
    sheet_capacity: str = ""
    may_lie_ahead: frozenset[str] = frozenset()
    region: str = ""
    day_zero: date = SPREADSHEET_ZERO
    home: float | None = None
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: LISTS)

    def items(self, name: str) -> Mapping[str, str]:
        """The code list of a field: `lists:x` of the domain, `programme:x` of the notice."""
        kind, _, code = name.partition(":")
        return self.lists.get(code, {}) if kind == "lists" else self.programme_lists.get(code, {})

    def under(self, unit: str) -> Context:
        return self if unit == self.unit else replace(self, unit=unit)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`value` None means the cell says nothing. `as_read` is the original text of what was read as an approximation.

    `more` holds values the same cell gives to other fields, `said` what it says of them in words only.
    """

    value: Any = None
    as_read: str = ""
    problems: tuple[Problem, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


NOTHING = Parsed()


def bad(code: str, **params: Any) -> Parsed:
    return Parsed(problems=(Problem(code, params),))

"""What a reading of a facts workbook is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from ..register.complaints import Complaint
from ..register.result import Table


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line: a record of one site, or of one body, whose code and name then stand in `site_code` and `site_name`. Lines of one noun with the same `record_no` share one paper.

    `values` are payload-typed by field key (areas decimal strings in m², money 分, dates ISO strings, partial dates as
    mappings); rows of child sheets stand in it under their field's key as lists of mappings. `happened_on` is the last
    day of a year or month, with its `precision` and `text`. `to`: None the programme's choice, "" nothing.
    """

    sheet: str
    row_no: int
    record_no: str
    site_code: str
    site_name: str
    noun: str
    action: str
    result: str
    happened_on: date
    precision: str = "day"
    text: str = ""
    at: time | None = None
    subject: str = ""
    to: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    filled_by: str = ""
    approved_by: str = ""
    is_backfill: bool = False
    evidence: tuple[str, ...] = ()
    promised_on: date | None = None
    corrects: str = ""
    correct_reason: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """Key and head of every column of the sheet → its cell in this line, filled or empty."""


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    sheet: str
    row_no: int
    code: str
    name: str
    kind: str
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """`organisation` is as written: a code or a name. `login` is empty for people who do not sign in."""

    sheet: str
    row_no: int
    login: str
    name: str
    organisation: str
    post: str = ""
    role: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class FactsReading:
    """`lines` holds every line that could be read whole; a line with a blocking complaint is in `blocked` only."""

    lines: tuple[FactLine, ...]
    complaints: tuple[Complaint, ...]
    organisations: tuple[OrganisationLine, ...] = ()
    appointments: tuple[AppointmentLine, ...] = ()
    blocked: frozenset[tuple[str, int]] = frozenset()
    sha256: str = ""
    tables: tuple[Table, ...] = ()

    @property
    def is_blocked(self) -> bool:
        return any(c.blocking for c in self.complaints)

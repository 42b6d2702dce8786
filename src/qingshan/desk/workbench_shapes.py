"""What the workbench (工作台) shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from .shapes import Mark


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One step this person owes for one site. `days` to the latest day by the back-planned dates, negative when late."""

    days: int | None
    title: str
    url: str
    note: str
    clause: str
    when: str
    due: str
    button: str
    button_url: str
    missing: int = 0


@dataclass(frozen=True, slots=True)
class OwedGroup:
    title: str
    rows: tuple[OwedRow, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class SentLine:
    """A form on its way: returned to this person, waiting for them, or begun and not sent."""

    title: str
    note: str
    when: str
    url: str
    button: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What somebody else owes: who, an example, how much, the longest overdue."""

    who: str
    note: str
    count: int
    mark: Mark
    url: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One street's part of the ledger that falls due."""

    name: str
    mark: Mark
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class LedgerBox:
    title: str
    url: str
    due_on: str
    weekday: str
    slack: Mark
    clause: str
    said: str
    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """`empty` says what comes next when nothing is owed."""

    sentence: str
    late: int
    groups: tuple[OwedGroup, ...]
    total: int
    more: str
    more_url: str
    returned: tuple[SentLine, ...]
    to_approve: tuple[SentLine, ...]
    drafts: tuple[SentLine, ...]
    waiting: tuple[WaitingLine, ...]
    ledger: LedgerBox | None
    empty: str

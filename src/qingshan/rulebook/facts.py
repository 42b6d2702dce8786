"""Dated facts: what is known of a site, and the two times of each thing known (design §1, §1a)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
"""The one clock of the house. Never `Asia/Urumqi`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind.result` of one site on a day.

    `happened_on` and `at` are Beijing date and clock time; a partial date enters as its last day. `recorded_at` is an
    aware instant. `subject` names the plan, package, notice, complaint, application or document slot the fact is about;
    empty means the whole site. `replaces` is the id of the fact this one corrects; a retraction is a fact with result
    `retracted` of the same kind that replaces another. `to` is the stage named by an ending's record: None takes the
    programme's first choice, "" re-opens nothing. `payload` holds JSON values only: areas are decimal strings in m²,
    money is whole 分, dates are ISO strings.
    """

    id: str
    kind: str
    result: str
    happened_on: date
    recorded_at: datetime
    at: time | None = None
    subject: str = ""
    round: int = 0
    replaces: str = ""
    to: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.result}"


RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Dossier:
    """A site's code and its facts, in any order. Register data are facts too: `site.registered`, `site.amended`."""

    site: str
    facts: tuple[Fact, ...]


def beijing_instant(day: date, at: time | None = None) -> datetime:
    """The aware instant of a Beijing day and clock time (midnight when none)."""
    return datetime.combine(day, at or time(0), BEIJING)


def beijing_day(instant: datetime) -> date:
    """The Beijing calendar day of an aware instant."""
    return instant.astimezone(BEIJING).date()

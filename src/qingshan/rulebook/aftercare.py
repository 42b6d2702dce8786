"""Closed sites after their closure: what was looked at again, what came back, how long to look (C-52)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .facts import Dossier, Fact
from .programme import Programme
from .standing import day_of, standing_facts
from .status import Outcome, Status
from .values import number, text

YEARS_PARAMETER = "aftercare_years"


@dataclass(frozen=True, slots=True)
class Rebound:
    """Something that came back at a closed site; `handled_on` once it was dealt with."""

    subject: str
    found_on: date
    finding: str
    handle_by: date | None
    handled_on: date | None


@dataclass(frozen=True, slots=True)
class Aftercare:
    """`until` is the last day of aftercare, None where the programme asks for none; `last_looked_on` any re-check."""

    closed_on: date
    until: date | None
    last_looked_on: date | None
    rebounds: tuple[Rebound, ...]


def aftercare_of(programme: Programme, dossier: Dossier, status: Status) -> Aftercare | None:
    """The aftercare of a site that is closed on the day of its Status; None for any other."""
    closing = next((s.code for s in programme.stages if s.closing), "")
    stage = status.stage(closing)
    if status.outcome is not Outcome.CLOSED or stage is None or stage.reached_on is None:
        return None
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= status.on and f.kind == "recheck"]
    looked = [f.happened_on for f in facts if f.result in ("ok", "rebound")]
    handled = {f.subject: f for f in facts if f.result == "handled"}
    is_asked = programme.answer("aftercare", status.on) != "none"
    years = number(programme.parameter(YEARS_PARAMETER)) if is_asked else None
    return Aftercare(
        closed_on=stage.reached_on,
        until=years_later(stage.reached_on, int(years)) if years else None,
        last_looked_on=max(looked, default=None),
        rebounds=tuple(_rebound(f, handled.get(f.subject)) for f in facts if f.result == "rebound"),
    )


def _rebound(found: Fact, handled: Fact | None) -> Rebound:
    return Rebound(
        found.subject,
        found.happened_on,
        text(found.payload.get("finding")),
        day_of(found.payload.get("handle_by")),
        handled.happened_on if handled else None,
    )


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th. At most the last day there is."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)

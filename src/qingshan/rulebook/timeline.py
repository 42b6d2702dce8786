"""How a case came to its place: every change with the day and the records behind it (design §1a, rule 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .evidence import Course
from .facts import Dossier
from .place import outcome_of, place_of
from .programme import Programme
from .standing import day_of, known
from .status import Outcome
from .tables import tables_of


@dataclass(frozen=True, slots=True)
class Move:
    """On `on` the case went from one place to another. `causes` are the facts of that day; none when time alone did it, or another reading."""

    on: date
    origin: str
    place: str
    outcome: Outcome
    causes: tuple[str, ...]


def timeline(programme: Programme, dossier: Dossier, until: date, known_at: datetime | None = None) -> tuple[Move, ...]:
    """The changes of place and outcome up to a day, as the facts known at `known_at` tell it."""
    tables = tables_of(programme)
    standing = known(dossier.facts, known_at)
    days = {*standing.days, *tables.switch_days}
    for fact in standing.facts:
        runs_until = day_of(fact.payload.get("until"))
        if fact.name == "waiver.granted" and runs_until is not None and runs_until < date.max:
            days.add(runs_until + timedelta(days=1))
    moves: list[Move] = []
    before = ("", Outcome.ACTIVE)
    for day in sorted(d for d in days if d <= until):
        course = Course(tables, standing, day)
        outcome, _ = outcome_of(course)
        at = place_of(course).at
        place = at.code if outcome is Outcome.ACTIVE and at else ""
        if (place, outcome) != before:
            causes = tuple(f.id for f in standing.facts if f.happened_on == day)
            moves.append(Move(day, before[0], place, outcome, causes))
            before = (place, outcome)
    return tuple(moves)

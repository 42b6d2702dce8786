"""Which facts speak: corrections, retractions and the two times (design §1a, rules 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any, NamedTuple

from .facts import RETRACTED, Fact

_MIDNIGHT = time(0)


def order_key(fact: Fact) -> tuple[Any, ...]:
    """The order of happening; what the day and the clock leave open is settled by content, never by entry."""
    return (fact.happened_on, fact.at or _MIDNIGHT, fact.kind, fact.result, fact.subject, fact.round, fact.id)


def standing_facts(facts: Iterable[Fact], known_at: datetime | None = None) -> list[Fact]:
    """The facts that stand, of any day, in the order of happening.

    What was recorded after `known_at` is dropped first, then what a known record replaces, then retractions.
    """
    known = [f for f in facts if known_at is None or f.recorded_at <= known_at]
    replaced = {f.replaces for f in known if f.replaces}
    standing = [f for f in known if f.id not in replaced and f.result != RETRACTED]
    try:
        standing.sort(key=_quick_key)
    except TypeError:  # of one day, some facts have a clock time and some have none
        standing.sort(key=order_key)
    return standing


_quick_key = attrgetter("happened_on", "at", "kind", "result", "subject", "round", "id")
"""The same order as `order_key` where no day mixes facts with and without a clock; several times as quick."""


class Known(NamedTuple):
    """The standing facts in order, each beside its `kind.result` and day, so that asking many times is cheap."""

    facts: list[Fact]
    names: list[str]
    days: list[date]


def known(facts: Iterable[Fact], known_at: datetime | None = None) -> Known:
    """The standing facts made ready for any number of questions."""
    standing = standing_facts(facts, known_at)
    return Known(standing, [f.name for f in standing], [f.happened_on for f in standing])


def is_later(fact: Fact, moment: Fact) -> bool:
    """`fact` happened after `moment`: on a later day, or later that day by both clocks."""
    if fact.happened_on != moment.happened_on:
        return fact.happened_on > moment.happened_on
    return fact.at is not None and moment.at is not None and fact.at > moment.at


def precedes(ending: Fact, evidence: Fact) -> bool:
    """The ending is over before the evidence. On one day the ending wins unless clocks or rounds say otherwise."""
    if ending.happened_on != evidence.happened_on:
        return ending.happened_on < evidence.happened_on
    if ending.at is not None and evidence.at is not None and ending.at < evidence.at:
        return True
    return 0 < ending.round < evidence.round


def rounds_differ(one: Fact, other: Fact) -> bool:
    return one.round > 0 and other.round > 0 and one.round != other.round


def day_of(value: Any) -> date | None:
    """A day from a payload: an ISO string or the value of a partial date; None when it is neither."""
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


HANDED_OVER = "handover.handed_over"
REGISTER_NAMES = ("site.registered", "site.amended", HANDED_OVER)
"""What the register data are made of; a handing over says the street alone."""
REGISTER_KINDS = frozenset(name.partition(".")[0] for name in REGISTER_NAMES)


def register_data(facts: Iterable[Fact]) -> dict[str, Any]:
    """The register data in force: the registration overlaid by every amendment in turn. `facts` are in order.

    An amendment repeats the street it found: of one day the handing over is the later word.
    """
    merged: dict[str, Any] = {}
    for fact in sorted(facts, key=lambda f: (f.happened_on, f.name == HANDED_OVER)):
        if fact.kind == "site":
            merged.update(fact.payload)
        elif fact.name == HANDED_OVER:
            merged["street"] = fact.payload.get("street")
    return merged

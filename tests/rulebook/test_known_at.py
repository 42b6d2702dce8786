"""The status of a past day, by what was known that day, is what was computed on that day (issue, done when 4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact, beijing_day
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.status import Status

from .histories import instant
from .strategies import EVERY_NAME, LINEAGE_NAMES, SPAN, START, build, dossier_of, read_otherwise

Evaluate = Callable[[Programme, Dossier, date, datetime | None], Status]
NAMES = (*EVERY_NAME, *LINEAGE_NAMES)


def lifelike(seed: int) -> list[Fact]:
    """A history of 12 to 24 entries, most of them entered late and every fifth or so a correction or a retraction."""
    rng = random.Random(seed)
    lines = [
        (
            rng.randrange(10_000),
            rng.randrange(SPAN),
            rng.randrange(36),
            rng.choice((0, 0, 1, 3, 10, 20)),
            rng.randrange(10_000),
            rng.randrange(10),
        )
        for _ in range(rng.randint(12, 24))
    ]
    return build(lines, NAMES, corrections=True)


def is_back_dated(fact: Fact) -> bool:
    return fact.happened_on < beijing_day(fact.recorded_at)


def test_the_median_history_has_five_back_dated_entries_and_two_corrections() -> None:
    sample = [lifelike(seed) for seed in range(400)]
    assert median(sum(is_back_dated(f) for f in facts) for facts in sample) >= 5
    assert median(sum(bool(f.replaces) for f in facts) for facts in sample) >= 2


def test_the_histories_have_exceptions_register_acts_and_what_lies_beside_the_line() -> None:
    sample = [lifelike(seed) for seed in range(400)]
    granted = {"waiver", "gate_waiver", "extension"}
    for kinds, share in ((granted, 0.3), ({"exception"}, 0.1), ({"lineage"}, 0.4), ({"patrol", "recheck"}, 0.4)):
        assert sum(any(f.kind in kinds for f in facts) for facts in sample) >= share * len(sample), kinds


def disagreements(seed: int, asked: Evaluate) -> list[date]:
    """The days whose Status, asked for afterwards of the whole shuffled file, is not what was computed on the day. Every
    reading of the notice is switched midway.

    On each day the desk computed it from the entries it had by that evening, in the order of entry, knowing no others.
    """
    facts, programme = lifelike(seed), read_otherwise(seed)
    by_entry = sorted(facts, key=lambda f: (f.recorded_at, f.id))
    shuffled = list(facts)
    random.Random(seed + 1).shuffle(shuffled)
    found = []
    for offset in range(0, SPAN + 25, 4):
        on = START + timedelta(days=offset)
        evening = instant(on, 23, 59)
        computed = evaluate(programme, dossier_of([f for f in by_entry if f.recorded_at <= evening]), on)
        if asked(programme, dossier_of(shuffled), on, evening) != computed:
            found.append(on)
    return found


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9))
def test_a_past_day_by_what_was_known_that_day_is_what_was_computed_on_that_day(seed: int) -> None:
    assert disagreements(seed, evaluate) == []


def test_it_is_not_so_when_the_day_of_recording_is_ignored() -> None:
    """The mutation kept: an evaluation that takes no notice of `recorded_at` is caught, in most histories."""

    def ignoring(programme: Programme, dossier: Dossier, on: date, _known_at: datetime | None) -> Status:
        return evaluate(programme, dossier, on)

    caught = [seed for seed in range(40) if disagreements(seed, ignoring)]
    assert len(caught) > 20

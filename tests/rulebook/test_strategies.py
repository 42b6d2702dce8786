"""What the random histories are made of, so that no property holds because nothing was tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from operator import add
from statistics import median
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.questions import QUESTIONS
from qingshan.rulebook.status import Outcome

from .programmes import WIDE
from .strategies import (
    SPAN,
    START,
    dossier_of,
    new_lines,
    read_otherwise,
    register_acts,
    wide,
    with_a_stage,
    with_an_ending,
)

LATE = START + timedelta(days=3 * SPAN)
Drawn = TypeVar("Drawn")


def sample(strategy: st.SearchStrategy[Drawn], count: int = 300) -> list[Drawn]:
    """The same examples every time."""
    found: list[Drawn] = []
    quiet = list(HealthCheck)

    @settings(max_examples=count, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=quiet)
    @given(strategy)
    def draw(one: Drawn) -> None:
        found.append(one)

    draw()
    return found


@cache
def tried() -> list[list[Fact]]:
    return sample(wide())


@cache
def acted() -> list[list[Fact]]:
    """Each with register acts."""
    return sample(st.builds(add, wide(lineage=False), register_acts()))


def is_waiver(fact: Fact, *, standing: bool | None = None, ends: bool | None = None) -> bool:
    asked = (standing is None or bool(fact.payload.get("standing")) == standing) and (
        ends is None or ("until" in fact.payload) == ends
    )
    return fact.name == "waiver.granted" and asked


KINDS: dict[str, tuple[Callable[[Fact], bool], float]] = {
    "a waiver that ends": (lambda f: is_waiver(f, ends=True), 0.2),
    "a waiver without end": (lambda f: is_waiver(f, ends=False), 0.2),
    "a standing waiver": (lambda f: is_waiver(f, standing=True), 0.2),
    "a waiver that falls": (lambda f: is_waiver(f, standing=False), 0.2),
    "a gate waiver": (lambda f: f.kind == "gate_waiver", 0.2),
    "an extension": (lambda f: f.kind == "extension", 0.2),
    "a revoked exception": (lambda f: f.kind == "exception", 0.3),
    "a slot not applicable": (lambda f: f.name == "document.not_applicable", 0.1),
    "a patrol": (lambda f: f.kind == "patrol", 0.2),
    "a re-check": (lambda f: f.kind == "recheck", 0.2),
    "a case": (lambda f: f.kind == "enforcement", 0.3),
    "a procedure": (lambda f: f.kind == "procedure", 0.3),
    "a register act": (lambda f: f.kind == "lineage" and not f.replaces, 0.2),
    "a retracted register act": (lambda f: f.kind == "lineage" and bool(f.replaces), 0.1),
    "a copy of a split": (lambda f: "origin" in f.payload, 0.1),
    "a correction": (lambda f: bool(f.replaces) and f.kind != "lineage", 0.15),
    "an entry made late": (lambda f: f.recorded_at.date() > f.happened_on, 0.4),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_decent_share_of_histories_has(kind: str) -> None:
    is_one, share = KINDS[kind]
    assert sum(any(map(is_one, facts)) for facts in tried()) >= share * len(tried())


def test_the_median_history_has_eight_facts_and_an_exception() -> None:
    assert median(map(len, tried())) >= 8
    assert median(sum(f.kind in ("waiver", "gate_waiver", "extension") for f in facts) for facts in tried()) >= 1


def test_what_is_generated_bites() -> None:
    """Steps are exempt, sites leave the register, matters are held, in more than single histories."""
    found = [evaluate(WIDE, dossier_of(facts), LATE, with_entered_against=False) for facts in tried()]
    off = {Outcome.MERGED, Outcome.SPLIT, Outcome.TRANSFERRED, Outcome.VOIDED}
    assert sum(any(s.state == "exempt" for s in one.stages) for one in found) >= len(found) / 10
    outcomes = [evaluate(WIDE, dossier_of(facts), LATE, with_entered_against=False).outcome for facts in acted()]
    assert {*outcomes} >= off
    assert sum(one.outcome in off for one in found) >= len(found) / 8
    assert {h.code for one in found for h in one.holds} == {h.code for h in WIDE.holds}
    assert sum(one.outcome is Outcome.ACTIVE for one in found) >= len(found) / 3


def test_every_reading_is_switched_midway() -> None:
    for programme in map(read_otherwise, range(20)):
        assert set(programme.governing) == set(QUESTIONS)
        for reading in programme.readings:
            first, second = reading.lines
            assert first.chosen != second.chosen
            assert START <= second.effective_from <= START + timedelta(days=2 * SPAN)


def test_new_lines_are_of_every_question_and_change_something() -> None:
    lines = sample(new_lines(), 400)
    assert {line.question for line in lines} == set(QUESTIONS)
    changed = [
        line.question
        for line, facts in zip(lines, [*tried(), *tried()], strict=False)
        if evaluate(line.before, dossier_of(facts), LATE) != evaluate(line.after, dossier_of(facts), LATE)
    ]
    assert len(set(changed)) >= 8, sorted(set(changed))


def test_versions_put_stages_before_at_and_after_the_place_and_end_what_was_reached() -> None:
    places = {"behind": 0, "at": 0, "ahead": 0}
    for (ours, _, index), facts in zip(sample(with_a_stage()), tried(), strict=False):
        found = evaluate(ours, dossier_of(facts), LATE, with_entered_against=False)
        if found.place:
            codes = [s.code for s in ours.stages]
            furthest = codes.index(found.furthest) if found.furthest else -1
            where = "behind" if index <= furthest else "at" if index <= codes.index(found.place) else "ahead"
            places[where] += 1
    assert min(places.values()) >= 10, places
    ended = 0
    for (ours, new, _), facts in zip(sample(with_an_ending()), tried(), strict=False):
        before, after = (evaluate(p, dossier_of(facts), LATE, with_entered_against=False) for p in (ours, new))
        ended += before.stages != after.stages
    assert ended >= 10

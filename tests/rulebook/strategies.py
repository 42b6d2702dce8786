"""Random histories for the small programme: any order, back-dating, corrections, retractions, loops, waivers."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from qingshan.rulebook.facts import Dossier, Fact

from .histories import PHOTO, instant
from .programmes import SMALL

quick = settings(max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "100")), deadline=None)
"""Few examples while developing; the mutation run asks for more."""

START = date(2019, 9, 1)
SPAN = 40

STAGE_CODES = tuple(s.code for s in SMALL.stages)
EVIDENCE_NAMES = tuple(f"{s.evidence.kind}.{r}" for s in SMALL.stages for r in s.evidence.results)
BEGIN_NAMES = tuple(f"{s.begins.kind}.{r}" for s in SMALL.stages if s.begins for r in s.begins.results)
ENDING_NAMES = tuple(f"{e.fact}.{e.result}" for e in SMALL.endings)
OTHER_NAMES = (
    "complaint.received",
    "waiver.granted",
    "gate_waiver.granted",
    "extension.granted",
    "exception.revoked",
    "document.filed",
    "document.promised",
    "document.not_applicable",
    "works.cancelled",
    "works.progress",
    "site.registered",
    "nothing.known",
)
LINEAGE_NAMES = ("lineage.merged", "lineage.split", "lineage.transferred", "lineage.voided")

_SUBJECTS = {
    "plan": ("v1", "v2"),
    "review": ("v1", "v2"),
    "works": ("", "", "A", "B"),
    "acceptance": ("", "", "A", "B"),
    "publicity": ("N1", "N1", "N2"),
    "complaint": ("C1", "C2"),
    "waiver": ("W1", "W2"),
    "gate_waiver": ("W1", "W2"),
    "extension": ("W1", "W2"),
    "exception": ("W1", "W2"),
    "document": ("survey_form", "photos_after", "licence"),
}
_CLOCKS = (None, None, None, time(8), time(12), time(18))
_ROUNDS = (0, 0, 0, 0, 1, 2)


def _payload(name: str, pick: int) -> dict[str, Any]:
    until = (START + timedelta(days=pick % (SPAN + 10))).isoformat()
    stage = STAGE_CODES[pick % len(STAGE_CODES)]
    if name == "waiver.granted":
        later = STAGE_CODES[(pick * 7) % len(STAGE_CODES)]
        ends = {} if pick % 3 else {"until": until}
        return {"stages": [stage, later], "standing": pick % 2 == 0, **ends}
    if name == "gate_waiver.granted":
        return {"action": SMALL.stages[pick % len(STAGE_CODES)].action, "check": "satisfied", "until": until}
    if name == "extension.granted":
        return {"stage": stage, "until": until}
    if name == "batch.listed":
        return {"year": ("2019", "2020")[pick % 2]}
    if name == "site.registered":
        return {"category": ("coal", "quarry", "?")[pick % 3]}
    if name == "document.promised":
        return {"promised_on": until}
    if name == "acceptance.passed" and pick % 2:
        return {"evidence": [PHOTO, PHOTO]}
    return {}


_LINE = st.tuples(
    st.integers(0, 10_000),  # which name
    st.integers(0, SPAN),  # happened on
    st.integers(0, 35),  # ... plus the quarter of an hour it was recorded at
    st.sampled_from((0, 0, 1, 3, 10, 20)),  # days until it was recorded
    st.integers(0, 10_000),  # clock, round, subject, target, payload
    st.integers(0, 9),  # whether it corrects an earlier record
)


def build(lines: list[tuple[int, int, int, int, int, int]], names: tuple[str, ...], *, corrections: bool) -> list[Fact]:
    facts: list[Fact] = []
    for number, (which, on, quarter, delay, pick, correcting) in enumerate(lines):
        name = names[which % len(names)]
        kind, _, result = name.partition(".")
        subjects = _SUBJECTS.get(kind, ("",))
        happened_on = START + timedelta(days=on)
        choices = ("", None, None, *(c for e in SMALL.endings if f"{e.fact}.{e.result}" == name for c in e.may_end))
        fact = Fact(
            id=f"x{number:03d}",
            kind=kind,
            result=result,
            happened_on=happened_on,
            recorded_at=instant(happened_on + timedelta(days=delay), 9) + timedelta(minutes=15 * quarter),
            at=_CLOCKS[pick % len(_CLOCKS)],
            round=_ROUNDS[(pick // 7) % len(_ROUNDS)],
            subject=subjects[(pick // 3) % len(subjects)],
            to=choices[(pick // 11) % len(choices)],
            payload=_payload(name, pick),
        )
        open_heads = [f for f in facts if not any(g.replaces == f.id for g in facts)]
        if corrections and correcting < 3 and open_heads:
            target = open_heads[pick % len(open_heads)]
            if correcting == 0:
                fact = replace(fact, kind=target.kind, result="retracted", replaces=target.id)
            elif correcting == 1:
                fact = replace(target, id=fact.id, happened_on=happened_on, replaces=target.id)
            else:
                fact = replace(fact, replaces=target.id)
            recorded = max(fact.recorded_at, target.recorded_at + timedelta(hours=3))
            fact = replace(fact, recorded_at=recorded)
        facts.append(fact)
    return facts


@st.composite
def histories(
    draw: st.DrawFn,
    names: tuple[str, ...] = (*EVIDENCE_NAMES, *EVIDENCE_NAMES, *BEGIN_NAMES, *ENDING_NAMES, *OTHER_NAMES),
    *,
    corrections: bool = True,
    max_size: int = 14,
) -> list[Fact]:
    return build(draw(st.lists(_LINE, max_size=max_size)), names, corrections=corrections)


LOOP_NAMES = ("works.completed", "acceptance.passed", "recognition.granted", "works.reopened", "publicity.posted")


@st.composite
def lived_in(draw: st.DrawFn, names: tuple[str, ...] | None = None) -> list[Fact]:
    """A clean history up to some record, and then whatever happens to it. Nothing is later than START + 2·SPAN.

    Every second one goes round and round between works, acceptance and recognition.
    """
    chain = [f for step in _CHAIN for f in step]
    facts = chain[: draw(st.integers(0, len(chain)))]
    if names is None and draw(st.booleans()):
        names = LOOP_NAMES
    more = draw(histories(names, corrections=False) if names else histories(max_size=7, corrections=False))
    if names is LOOP_NAMES:
        more = [replace(f, subject="", round=0, payload=f.payload) for f in more]
    return [*facts, *(replace(f, happened_on=f.happened_on + timedelta(days=SPAN), payload=f.payload) for f in more)]


@st.composite
def waivers(draw: st.DrawFn) -> list[Fact]:
    """Waivers of the first stages, many of which run out."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        granted = draw(st.integers(0, SPAN))
        until = START + timedelta(days=granted + draw(st.integers(0, 12)))
        stages = draw(st.lists(st.sampled_from(STAGE_CODES[:3]), min_size=1, max_size=3))
        payload = {"stages": stages, "until": until.isoformat()}
        on = START + timedelta(days=granted)
        found.append(Fact(f"w{number}", "waiver", "granted", on, instant(on), payload=payload))
    return found


def _chain() -> list[list[Fact]]:
    days = iter(range(2 * len(STAGE_CODES)))
    steps = []
    for stage in SMALL.stages:
        names = [f"{e.kind}.{e.results[0]}" for e in (stage.begins, stage.evidence) if e]
        step = []
        for name in names:
            kind, _, result = name.partition(".")
            on = START + timedelta(days=next(days) + (8 if name == "publicity.certified" else 0))
            if kind in ("report", "audit", "signature", "filing"):
                on += timedelta(days=8)
            subject = {"plan": "v1", "review": "v1", "publicity": "N1"}.get(kind, "")
            step.append(Fact(f"c-{name}", kind, result, on, instant(on), subject=subject))
        steps.append(step)
    return steps


_CHAIN = _chain()


def dossier_of(facts: list[Fact]) -> Dossier:
    return Dossier("S1", tuple(facts))


days = st.integers(-2, SPAN + 20).map(lambda n: START + timedelta(days=n))

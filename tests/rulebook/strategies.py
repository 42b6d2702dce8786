"""Random histories and programmes: any order, back-dating, corrections, loops; exceptions, lineage, what lies beside the
line; readings switched midway and pairs of versions."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st

from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.lineage import inherited
from qingshan.rulebook.programme import Ending, Evidence, Programme, Reading, ReadingLine, Slot, Stage
from qingshan.rulebook.questions import EVIDENCE, QUESTIONS

from .histories import PHOTO, instant
from .programmes import ALL, WIDE

quick = settings(max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "100")), deadline=None)
"""Few examples while developing; the mutation run asks for more."""

START = date(2019, 9, 1)
SPAN = 40

STAGE_CODES = tuple(s.code for s in WIDE.stages)
EVIDENCE_NAMES = tuple(f"{s.evidence.kind}.{r}" for s in WIDE.stages for r in s.evidence.results)
BEGIN_NAMES = tuple(f"{s.begins.kind}.{r}" for s in WIDE.stages if s.begins for r in s.begins.results)
ENDING_NAMES = tuple(f"{e.fact}.{e.result}" for e in WIDE.endings)
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
    "handover.handed_over",
)
BESIDE_NAMES = (
    "patrol.found",
    "patrol.rectified",
    "recheck.rebound",
    "recheck.handled",
    "enforcement.opened",
    "enforcement.punished",
    "procedure.started",
    "procedure.done",
    "procedure.failed",
)
LINEAGE_NAMES = ("lineage.merged", "lineage.split", "lineage.transferred", "lineage.voided")
EVERY_NAME = (*EVIDENCE_NAMES, *EVIDENCE_NAMES, *BEGIN_NAMES, *ENDING_NAMES, *OTHER_NAMES, *BESIDE_NAMES)

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
    "patrol": ("P1", "P2"),
    "recheck": ("R1", "R2"),
    "enforcement": ("E1", "E2"),
}
_CLOCKS = (None, None, None, time(8), time(12), time(18))
_ROUNDS = (0, 0, 0, 0, 1, 2)


_PIT: tuple[dict[str, Any], ...] = ({}, {"pit_depth": "12"})


def _payload(name: str, pick: int) -> dict[str, Any]:
    until = (START + timedelta(days=pick % (SPAN + 10))).isoformat()
    stage = STAGE_CODES[pick % len(STAGE_CODES)]
    if name == "waiver.granted":
        later = STAGE_CODES[(pick * 7) % len(STAGE_CODES)]
        ends = {} if pick % 3 else {"until": until}
        return {"stages": [stage, later], "standing": pick % 2 == 0, **ends}
    if name == "gate_waiver.granted":
        return {"action": WIDE.stages[pick % len(STAGE_CODES)].action, "check": "satisfied", "until": until}
    if name == "extension.granted":
        return {"stage": stage, "until": until}
    if name == "batch.listed":
        return {"year": ("2019", "2020")[pick % 2]}
    if name == "site.registered":
        return {
            "category": ("coal", "quarry", "?")[pick % 3],
            "is_licensed": (True, False, None)[(pick // 5) % 3],
            **_PIT[pick % 2],
        }
    if name == "plan.submitted":
        return {"is_government_funded": pick % 2 == 0}
    if name in ("procedure.started", "procedure.done", "procedure.failed", "procedure.skipped"):
        return {"step": ("approval", "land")[pick % 5 == 0]}
    if name in ("patrol.found", "recheck.rebound"):
        return {"rectify_by": until, "handle_by": until}
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
        choices = ("", None, None, *(c for e in WIDE.endings if f"{e.fact}.{e.result}" == name for c in e.may_end))
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
    names: tuple[str, ...] = EVERY_NAME,
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
    for stage in WIDE.stages:
        names = [f"{e.kind}.{e.results[0]}" for e in (stage.begins, stage.evidence) if e]
        step = []
        for name in names:
            kind, _, result = name.partition(".")
            on = START + timedelta(days=next(days) + (8 if name == "publicity.certified" else 0))
            if kind in ("report", "audit", "signature", "filing"):
                on += timedelta(days=8)
            subject = {"plan": "v1", "review": "v1", "publicity": "N1", "enforcement": "E1"}.get(kind, "")
            payload = {"step": "approval"} if kind == "procedure" else {}
            step.append(Fact(f"c-{name}", kind, result, on, instant(on), subject=subject, payload=payload))
        steps.append(step)
    return steps


_CHAIN = _chain()


def dossier_of(facts: list[Fact]) -> Dossier:
    return Dossier("S1", tuple(facts))


days = st.integers(-2, SPAN + 20).map(lambda n: START + timedelta(days=n))


# -- exceptions, lineage and a split's children ------------------------------------------------------------------------


@st.composite
def exceptions(draw: st.DrawFn) -> list[Fact]:
    """One to four exceptions of every kind, with and without an end, standing or not, some of them revoked."""
    found: list[Fact] = []
    for number in range(draw(st.integers(1, 4))):
        granted = draw(st.integers(0, 2 * SPAN))
        on, ends = START + timedelta(days=granted), draw(st.none() | st.integers(0, 30))
        until = {} if ends is None else {"until": (on + timedelta(days=ends)).isoformat()}
        stages = draw(st.lists(st.sampled_from(STAGE_CODES), min_size=1, max_size=3))
        kind, payload = draw(
            st.sampled_from(
                (
                    ("waiver", {"stages": stages, "standing": True, **until}),
                    ("waiver", {"stages": stages, "standing": False, **until}),
                    ("gate_waiver", {"action": WIDE.stage(stages[0]).action, "check": "satisfied", **until}),
                    ("extension", {"stage": stages[0], "until": (on + timedelta(days=ends or 400)).isoformat()}),
                )
            )
        )
        recorded = instant(on + timedelta(days=draw(st.sampled_from((0, 0, 5)))))
        found.append(Fact(f"e{number}", kind, "granted", on, recorded, subject=f"L{number}", payload=payload))
        if draw(st.booleans()):
            ended = on + timedelta(days=draw(st.integers(-3, 30)))
            found.append(Fact(f"r{number}", "exception", "revoked", ended, instant(ended), subject=f"L{number}"))
    return found


@st.composite
def beside(draw: st.DrawFn) -> list[Fact]:
    """Up to five facts beside the line, and slots said not to apply."""
    names = st.sampled_from((*BESIDE_NAMES, "document.not_applicable"))
    lines = draw(st.lists(st.tuples(names, st.integers(0, 2 * SPAN), st.integers(0, 10_000)), min_size=1, max_size=5))
    found = []
    for number, (name, day, pick) in enumerate(lines):
        kind, _, result = name.partition(".")
        on, subjects = START + timedelta(days=day), _SUBJECTS.get(kind, ("",))
        subject = subjects[pick % len(subjects)]
        found.append(Fact(f"b{number}", kind, result, on, instant(on), subject=subject, payload=_payload(name, pick)))
    return found


@st.composite
def on_register(draw: st.DrawFn) -> list[Fact]:
    """Of most sites their registration and the year's list, without which little has a last day or a paper."""
    found = []
    if draw(st.integers(0, 3)):
        payload = {"category": "quarry", "is_licensed": draw(st.booleans()), **draw(st.sampled_from(_PIT))}
        found.append(Fact("g0", "site", "registered", START, instant(START), payload=payload))
    if draw(st.integers(0, 2)):
        on = START + timedelta(days=draw(st.integers(0, SPAN)))
        found.append(Fact("g1", "batch", "listed", on, instant(on), payload={"year": "2019"}))
    return found


@st.composite
def register_acts(draw: st.DrawFn) -> list[Fact]:
    """One or two register acts, half of them retracted a while later."""
    found: list[Fact] = []
    for number in range(draw(st.integers(1, 2))):
        on = START + timedelta(days=draw(st.integers(0, 2 * SPAN)))
        kind, _, result = draw(st.sampled_from(LINEAGE_NAMES)).partition(".")
        found.append(Fact(f"l{number}", kind, result, on, instant(on), payload={"into": "S2"}))
        if draw(st.booleans()):
            later = on + timedelta(days=draw(st.integers(0, 20)))
            found.append(Fact(f"t{number}", kind, "retracted", later, instant(later, 20), replaces=f"l{number}"))
    return found


@st.composite
def wide(draw: st.DrawFn, *, corrections: bool = True, lineage: bool = True) -> list[Fact]:
    """Any history, a lived-in one or that of a split's child, with exceptions, with what lies beside the line
    and, in every third, register acts."""
    facts = draw(st.one_of(histories(corrections=corrections), lived_in()))
    facts += [*draw(exceptions()), *draw(beside()), *draw(on_register())]
    if draw(st.integers(0, 3)) == 0:
        on = START + timedelta(days=draw(st.integers(0, 2 * SPAN)))
        copies = list(inherited(Dossier("P", tuple(facts)), "S1", on, instant(on)))
        later = [f for f in draw(histories(max_size=4, corrections=False)) if f.happened_on >= on]
        facts = [*copies, *later]
    if lineage and draw(st.integers(0, 2)) == 0:
        acts = draw(register_acts())
        facts += acts if corrections else [f for f in acts if not f.replaces]
    if corrections and facts and draw(st.integers(0, 2)) == 0:
        facts.append(_corrected(draw, facts))
    return facts


def _corrected(draw: st.DrawFn, facts: list[Fact]) -> Fact:
    """One of the facts that nothing replaces yet, taken back or told of another day."""
    target = draw(st.sampled_from([f for f in facts if not any(g.replaces == f.id for g in facts)]))
    at, on = target.recorded_at + timedelta(hours=3), target.happened_on + timedelta(days=draw(st.integers(-9, 9)))
    if draw(st.booleans()):
        return replace(target, id="k", result="retracted", recorded_at=at, replaces=target.id)
    return replace(target, id="k", happened_on=on, recorded_at=at, replaces=target.id, payload=target.payload)


# -- programmes --------------------------------------------------------------------------------------------------------

NOTICE_DAY = date(2018, 7, 14)


def with_reading(programme: Programme, question: str, *lines: tuple[date, str]) -> Programme:
    """The programme with a question answered by a reading of these dated lines, in place of any other."""
    asked = QUESTIONS[question]
    dated = tuple(ReadingLine(on, value, "试验区办公室") for on, value in lines)
    reading = Reading(f"Q-{question}", "五", asked.title, dated, asked.values, governs=question)
    return replace(programme, readings=(*(r for r in programme.readings if r.governs != question), reading))


def read_otherwise(seed: int) -> Programme:
    """Every question of the vocabulary answered one way and from some day on another."""
    rng = random.Random(seed)
    programme = WIDE
    for question, asked in QUESTIONS.items():
        first, second = rng.sample(tuple(asked.values), 2)
        switched = START + timedelta(days=rng.randint(0, 2 * SPAN))
        programme = with_reading(programme, question, (NOTICE_DAY, first), (switched, second))
    return programme


programmes = st.one_of(st.just(WIDE), st.integers(0, 10**6).map(read_otherwise))
"""As it is by default, or with every reading switched midway."""


class NewLine(NamedTuple):
    """A version that says from `on` otherwise how a question is read."""

    before: Programme
    after: Programme
    question: str
    on: date

    @property
    def is_of_the_evidence(self) -> bool:
        return QUESTIONS[self.question].judged_on == EVIDENCE


@st.composite
def new_lines(draw: st.DrawFn) -> NewLine:
    """Two versions of which the later has one more dated line of a reading."""
    question = draw(st.sampled_from(tuple(QUESTIONS)))
    first, second = draw(st.permutations(tuple(QUESTIONS[question].values)))[:2]
    on = START + timedelta(days=draw(st.integers(0, 2 * SPAN)))
    base = draw(programmes)
    before = with_reading(base, question, (NOTICE_DAY, first))
    return NewLine(before, with_reading(before, question, (NOTICE_DAY, first), (on, second)), question, on)


def new_stage(falls_with: tuple[str, ...] = ()) -> Stage:
    """A stage no fact on file speaks of."""
    return Stage("new", "新的一步", "五", "p-survey", "record_new", Evidence("new", ("done",)), falls_with=falls_with)


@st.composite
def with_a_stage(draw: st.DrawFn) -> tuple[Programme, Programme, int]:
    """Two versions of which the later has one more stage, and where; now and then it falls with an earlier one."""
    before = draw(programmes)
    index = draw(st.integers(0, len(before.stages)))
    earlier = STAGE_CODES[:index]
    falls_with = (draw(st.sampled_from(earlier)),) if earlier and draw(st.booleans()) else ()
    stages = (*before.stages[:index], new_stage(falls_with), *before.stages[index:])
    return before, replace(before, stages=stages), index


@st.composite
def with_an_ending(draw: st.DrawFn) -> tuple[Programme, Programme, Ending]:
    """Two versions of which the later lets a fact end a stage."""
    before = draw(programmes)
    kind, _, result = draw(st.sampled_from(("works.progress", "patrol.found", "site.registered"))).partition(".")
    ending = Ending(kind, result, ends=(draw(st.sampled_from(STAGE_CODES)),))
    return before, replace(before, endings=(*before.endings, ending)), ending


@st.composite
def with_a_slot(draw: st.DrawFn) -> tuple[Programme, Programme]:
    """Two versions of which the later asks for one more document."""
    before = draw(programmes)
    slot = Slot("new_slot", "新的一份", "附件1", draw(st.sampled_from(("", *STAGE_CODES))), ALL)
    return before, replace(before, slots=(*before.slots, slot))

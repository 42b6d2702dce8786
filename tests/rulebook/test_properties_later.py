"""The properties of a case, 16 to 23 (design §1a): days, places over time, what is recorded, splits, versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from qingshan.rulebook import calendar
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.lineage import inherited
from qingshan.rulebook.programme import BatchDeadline, Programme, Step
from qingshan.rulebook.standing import standing_facts
from qingshan.rulebook.status import Outcome, Status
from qingshan.rulebook.timeline import timeline

from .histories import PHOTO, SCAN, day, dossier, fact
from .programmes import WIDE
from .strategies import (
    BEGIN_NAMES,
    EVIDENCE_NAMES,
    LINEAGE_NAMES,
    NOTICE_DAY,
    OTHER_NAMES,
    SPAN,
    STAGE_CODES,
    START,
    days,
    dossier_of,
    histories,
    lived_in,
    programmes,
    quick,
    waivers,
    wide,
    with_a_slot,
    with_a_stage,
    with_an_ending,
    with_reading,
)
from .test_properties import LATE, ORDER, end_of, falls_with, states

# 16 ---------------------------------------------------------------------------------------------------------------


@quick
@given(
    st.dates(date(2019, 3, 1), date(2020, 12, 31)),
    st.integers(0, 20),
    st.lists(st.tuples(st.booleans(), st.integers(1, 15)), min_size=1, max_size=4),
)
def test_property_16_the_back_plan_fits_does_not_overlap_and_never_starts_earlier_for_a_later_end(
    final: date, later: int, leads: list[tuple[bool, int]]
) -> None:
    codes = STAGE_CODES[-len(leads) :]
    steps = tuple(
        Step(code, workdays=n) if is_working else Step(code, days=n)
        for code, (is_working, n) in zip(codes, leads, strict=True)
    )
    cal = WIDE.calendar
    plan, later_plan = (
        calendar.plan_back(replace(WIDE, backplan=steps, batches=(BatchDeadline("2019", end, "x"),)), "2019", end)
        for end in (final, final + timedelta(days=later))
    )
    assert list(plan) == list(codes)
    assert plan[codes[-1]][1] <= final
    for step in steps:
        first, last = plan[step.stage]
        worked = [d for d in _between(first, last) if calendar.is_workday(cal, d)]
        assert len(worked) == step.workdays if step.workdays else (last - first).days + 1 == step.days
        assert later_plan[step.stage][0] >= first
    for before, after in pairwise(codes):
        assert plan[before][1] < plan[after][0]
    first = plan[codes[0]][0]
    for step in steps:  # forwards from the planned start everything is done by the planned days
        start = calendar.workday_on_or_after(cal, first) if step.workdays else first
        done = (
            calendar.add_workdays(cal, start, step.workdays - 1)
            if step.workdays
            else start + timedelta(days=step.days - 1)
        )
        assert done <= plan[step.stage][1]
        first = done + timedelta(days=1)


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


# 17, 18 -----------------------------------------------------------------------------------------------------------


def _without_slack(of: Status) -> Status:
    return replace(
        of,
        on=START,
        stages=tuple(s._replace(slack=None) for s in of.stages),
        next_actions=tuple(replace(a, slack=None) for a in of.next_actions),
    )


_DATED = ("waiver.granted", "gate_waiver.granted", "extension.granted", "document.promised", "batch.listed")


@quick
@given(
    programmes,
    st.one_of(
        histories((*EVIDENCE_NAMES, *BEGIN_NAMES, *_DATED, *_DATED, "site.registered")), lived_in(_DATED), wide()
    ),
    waivers(),
    st.integers(0, 2 * SPAN),
    st.data(),
)
def test_property_17_the_status_is_constant_until_valid_until_apart_from_slack(
    programme: Programme, facts: list[Fact], waived: list[Fact], offset: int, data: st.DataObject
) -> None:
    on = START + timedelta(days=offset)
    past = [f for f in (*facts, *waived) if f.happened_on <= on]
    found = evaluate(programme, dossier_of(past), on)
    last = 120 if found.valid_until is None else (found.valid_until - on).days - 1
    for days_later in {last, data.draw(st.integers(0, last))}:
        later = evaluate(programme, dossier_of(past), on + timedelta(days=days_later))
        assert _without_slack(later) == _without_slack(found)


def test_property_17_a_status_ends_when_a_phase_all_wait_for_begins() -> None:
    programme = with_reading(WIDE, "phases", (NOTICE_DAY, "global"))
    facts = dossier(fact("review.passed", "09-01", subject="v1"), fact("batch.listed", "09-02"))
    before, after = (evaluate(programme, facts, day(on)) for on in ("09-10", "09-20"))
    assert before.valid_until == day("09-20")
    blocked = [[b.code == "phase_not_begun" for a in one.next_actions for b in a.blockers] for one in (before, after)]
    assert [any(found) for found in blocked] == [True, False]


@quick
@given(programmes, st.one_of(histories(), wide()), days)
def test_property_18_without_expiring_waivers_the_place_changes_only_on_the_day_of_a_fact(
    programme: Programme, facts: list[Fact], on: date
) -> None:
    kept = [f for f in facts if f.kind != "waiver" or "until" not in f.payload]
    assume(all(f.happened_on != on for f in kept))
    yesterday = evaluate(programme, dossier_of(kept), on - timedelta(days=1))
    assert evaluate(programme, dossier_of(kept), on).place == yesterday.place


@quick
@given(days, st.integers(0, 12))
def test_property_18_a_certificate_given_too_early_does_not_ripen_on_file(posted_on: date, after: int) -> None:
    facts = dossier(
        fact("publicity.posted", posted_on, subject="N1"),
        fact("publicity.certified", posted_on + timedelta(days=after), subject="N1"),
    )
    places = [evaluate(WIDE, facts, posted_on + timedelta(days=after + d)).place for d in range(15)]
    assert places == ["report" if after >= 8 else "publicity"] * 15


# 19 ---------------------------------------------------------------------------------------------------------------


@quick
@given(
    programmes,
    st.one_of(wide(), histories((*EVIDENCE_NAMES, *OTHER_NAMES, *LINEAGE_NAMES)), histories(max_size=3)),
    waivers(),
    days,
)
def test_property_19_the_timeline_ends_at_the_place(
    programme: Programme, facts: list[Fact], waived: list[Fact], on: date
) -> None:
    facts = [*facts, *waived]
    found = evaluate(programme, dossier_of(facts), on)
    moves = timeline(programme, dossier_of(facts), on)
    if not moves:
        first = STAGE_CODES[0]
        assert (found.place, found.outcome) == (first, Outcome.ACTIVE)
        return
    assert (moves[-1].place, moves[-1].outcome) == (found.place, found.outcome)
    for before, after in pairwise(moves):
        assert after.origin == before.place
        assert before.on < after.on


# 20 ---------------------------------------------------------------------------------------------------------------

_GOOD: dict[str, Any] = {
    "evidence": [SCAN, PHOTO, PHOTO],
    "inspectors": [{"name": n, "employer": "所"} for n in "甲乙丙"],
    "panel": [
        {"name": n, "employer": "所", "speciality": s}
        for n, s in zip("甲乙丙丁戊", ["eco", "geo", "soil", "safety", "eco"], strict=True)
    ],
    **dict.fromkeys(
        ("outcome_safe", "outcome_clean", "outcome_scenery", "outcome_land", "outcome_ecology"), "conforms"
    ),
    "is_lost": False,
    "body_kind": "enterprise",
    "document_no": "试〔2019〕9号",
    "step": "approval",
    "part_task": "任务",
    "part_aim": "目标",
    "part_measures": "措施",
    "part_effect": "效果",
}


def _entry_at(place: str, on: date, facts: list[Fact]) -> Fact:
    stage = next(s for s in WIDE.stages if s.code == place)
    subject = {"review": "v1", "plan": "v9"}.get(place, "")
    if place == "publicity":
        subject = next((f.subject for f in reversed(facts) if f.name == "publicity.posted"), "N1")
    name = f"{stage.evidence.kind}.{stage.evidence.results[0]}"
    return fact(name, on, subject=subject, payload=_GOOD, id="entry")


@quick
@given(programmes, st.one_of(lived_in(), wide()), st.integers(0, 2 * SPAN), st.booleans())
def test_property_20_an_unblocked_action_of_the_place_moves_it_forward_and_one_that_would_not_count_moves_nothing(
    programme: Programme, facts: list[Fact], offset: int, is_day_of_the_last: bool
) -> None:
    on = START + timedelta(days=offset)
    if is_day_of_the_last and facts:
        on = max(f.happened_on for f in facts)
    past = [f for f in facts if f.happened_on <= on]
    found = evaluate(programme, dossier_of(past), on)
    assume(found.place)
    entry = _entry_at(found.place, on, past)
    stage = next(s for s in WIDE.stages if s.code == found.place)
    blockers = judge_entry(programme, dossier_of(past), stage.action, entry)
    after = evaluate(programme, dossier_of([*past, entry]), on)
    if not blockers:
        assert after.outcome is Outcome.CLOSED or ORDER[after.place] > ORDER[found.place]
    elif any(b.code in ("would_not_count", "evidence_fails") for b in blockers):
        assert after.place == found.place


# 21 ---------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(lineage=False), days)
def test_property_21_a_child_of_a_split_starts_where_the_parent_stood(
    programme: Programme, facts: list[Fact], on: date
) -> None:
    stood = evaluate(programme, dossier_of(facts), on)
    parent = dossier_of([*facts, fact("lineage.split", on)])
    child = replace(parent, site="C", facts=inherited(parent, "C", on, end_of(on)))
    found = evaluate(programme, child, on)
    assert _without_ids(found) == _without_ids(stood)
    until_then = dossier_of([f for f in standing_facts(facts) if f.happened_on <= on])
    later = evaluate(programme, child, LATE)
    assert _without_ids(later) == _without_ids(evaluate(programme, until_then, LATE))


def _without_ids(of: Status) -> Status:
    """A Status without the site and the ids of its facts: a child's copies have their own."""
    stages = tuple(s._replace(evidence=(), reopened_by=bool(s.reopened_by)) for s in of.stages)
    debts = tuple(replace(d, blocker=None) for d in of.debts)
    actions = tuple(replace(a, blockers=()) for a in of.next_actions)
    return replace(of, site="", stages=stages, debts=debts, next_actions=actions, entered_against=())


# 22 ---------------------------------------------------------------------------------------------------------------


@quick
@given(with_a_stage(), wide())
def test_property_22_a_new_stage_behind_is_a_debt_at_the_place_is_there_and_ahead_changes_nothing(
    versions: tuple[Programme, Programme, int], facts: list[Fact]
) -> None:
    ours, new, index = versions
    before = evaluate(ours, dossier_of(facts), LATE)
    after = evaluate(new, dossier_of(facts), LATE)
    if before.outcome is not Outcome.ACTIVE:
        assert (after.outcome, after.ledger, after.place) == (before.outcome, before.ledger, before.place)
    elif index <= _position(before):
        assert (after.place, [d.stage for d in after.debts if d.stage == "new"]) == (before.place, ["new"])
    elif index <= ORDER[before.place]:
        assert after.place == "new"
    else:
        assert (after.place, after.debts) == (before.place, before.debts)


@quick
@given(with_a_stage(), wide())
def test_property_22_one_waiver_relieves_a_site_of_what_a_version_puts_behind_it(
    versions: tuple[Programme, Programme, int], facts: list[Fact]
) -> None:
    ours, new, index = versions
    before, after = (evaluate(p, dossier_of(facts), LATE) for p in (ours, new))
    rests_on = {c for direct in new.stages[index].falls_with for c in (direct, *falls_with(direct))}
    owed = [d.stage for d in before.debts]
    missing = [d.stage for d in after.debts if d.kind == "missing" and d.stage not in owed]
    # A waiver counts like evidence: of what rests on a stage that was ended and is open still, it relieves nobody
    # (rules 3b, 11).
    if missing and not any(s.state == "open" for s in before.stages if s.code in rests_on):
        relief = fact("waiver.granted", LATE, subject="批复", payload={"stages": missing})
        relieved = evaluate(new, dossier_of([*facts, relief]), LATE)
        assert (relieved.place, relieved.outcome, relieved.debts) == (before.place, before.outcome, before.debts)


@quick
@given(with_an_ending(), wide(), days)
def test_property_22_a_new_ending_changes_nothing_before_its_first_fact_and_ends_its_stage_after(
    versions: tuple[Programme, Programme, Any], facts: list[Fact], on: date
) -> None:
    ours, new, ending = versions
    name = f"{ending.fact}.{ending.result}"
    if all(f.name != name or f.happened_on > on for f in facts):
        assert evaluate(new, dossier_of(facts), on) == evaluate(ours, dossier_of(facts), on)
    ended = evaluate(new, dossier_of([*facts, fact(name, LATE, subject="new")]), LATE)
    for code in STAGE_CODES:
        if code == ending.ends[0] or ending.ends[0] in falls_with(code):
            assert states(ended)[code] != "reached", code


@quick
@given(with_a_slot(), wide(), days)
def test_property_22_a_new_slot_is_owed_and_moves_nothing(
    versions: tuple[Programme, Programme], facts: list[Fact], on: date
) -> None:
    before, after = (evaluate(p, dossier_of(facts), on) for p in versions)
    kept = replace(
        after,
        debts=tuple(d for d in after.debts if d.slot != "new_slot"),
        slots=before.slots,
        next_actions=before.next_actions,
        entered_against=before.entered_against,
    )
    assert kept == before
    assert {s.code for s in after.slots} == {*(s.code for s in before.slots), "new_slot"}


def _position(of: Status) -> int:
    """The index of the stage that carried the case furthest, reached or begun; -1 when there is none."""
    best = -1
    for stage, state in zip(WIDE.stages, of.stages, strict=True):
        if not (stage.parallel or stage.beside) and (state.state == "reached" or state.begun_on is not None):
            best = ORDER[stage.code]
    return best


# 23 ---------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(corrections=False), st.data())
def test_property_23_the_same_evidence_twice_is_once(
    programme: Programme, facts: list[Fact], data: st.DataObject
) -> None:
    evidence = [f for f in facts if f.name in (*EVIDENCE_NAMES, *BEGIN_NAMES)]
    assume(evidence)
    chosen = data.draw(st.sampled_from(evidence))
    twin = replace(chosen, id="twin", payload={k: v for k, v in chosen.payload.items() if k != "evidence"})
    once, twice = (evaluate(programme, dossier_of(fs), LATE) for fs in (facts, [*facts, twin]))
    assert [s._replace(evidence=()) for s in twice.stages] == [s._replace(evidence=()) for s in once.stages]
    assert (twice.place, twice.outcome, twice.debts, twice.slots) == (once.place, once.outcome, once.debts, once.slots)

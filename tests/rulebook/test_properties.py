"""The properties of design §1a, by their numbers there. `mutations.py` shows each one catching something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from qingshan.rulebook import calendar
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.lineage import inherited
from qingshan.rulebook.programme import BatchDeadline, Evidence, Programme, ReadingLine, Stage, Step
from qingshan.rulebook.status import Ledger, Outcome, Status
from qingshan.rulebook.tables import ACTION_OF
from qingshan.rulebook.timeline import timeline

from .histories import PHOTO, SCAN, day, dossier, fact, instant, up_to
from .programmes import SMALL, STAGES
from .strategies import (
    BEGIN_NAMES,
    ENDING_NAMES,
    EVIDENCE_NAMES,
    LINEAGE_NAMES,
    OTHER_NAMES,
    SPAN,
    STAGE_CODES,
    START,
    days,
    dossier_of,
    histories,
    lived_in,
    quick,
    waivers,
)

LATE = START + timedelta(days=3 * SPAN)
ORDER = {code: i for i, code in enumerate(STAGE_CODES)}


def falls_with(code: str) -> set[str]:
    """All a stage falls with, worked out anew, not by the code under test."""
    direct = set(next(s for s in STAGES if s.code == code).falls_with)
    return direct | {other for d in direct for other in falls_with(d)}


def states(of: Status) -> dict[str, str]:
    return {s.code: s.state for s in of.stages}


def end_of(on: date) -> Any:
    return instant(on, 23, 59)


# 1 ----------------------------------------------------------------------------------------------------------------


@quick
@given(histories((*EVIDENCE_NAMES, *BEGIN_NAMES, *ENDING_NAMES, *OTHER_NAMES, *LINEAGE_NAMES)), days)
def test_property_01_any_dossier_has_one_outcome_a_place_iff_active_and_one_ledger(facts: list[Fact], on: date) -> None:
    found = evaluate(SMALL, dossier_of(facts), on)
    assert (found.place in STAGE_CODES) == (found.outcome is Outcome.ACTIVE)
    assert (found.place == "") == (found.outcome is not Outcome.ACTIVE)
    ledgers = {
        Outcome.ACTIVE: {Ledger.IN, Ledger.PENDING},
        Outcome.CLOSED: {Ledger.IN},
        Outcome.NOT_INCLUDED: {Ledger.OUT},
    }
    assert found.ledger in ledgers.get(found.outcome, {Ledger.OFF})


# 2 ----------------------------------------------------------------------------------------------------------------


@quick
@given(histories(), days, st.randoms(use_true_random=False))
def test_property_02_neither_the_order_of_entry_nor_of_listing_matters(
    facts: list[Fact], on: date, random: Any
) -> None:
    first = evaluate(SMALL, dossier_of(facts), on)
    instants = [f.recorded_at for f in facts]
    random.shuffle(instants)
    shuffled = [replace(f, recorded_at=at, payload=f.payload) for f, at in zip(facts, instants, strict=True)]
    random.shuffle(shuffled)
    assert evaluate(SMALL, dossier_of(shuffled), on) == first


# 3 ----------------------------------------------------------------------------------------------------------------


@quick
@given(histories(), days, days)
def test_property_03_what_is_recorded_after_k_never_changes_what_was_known_at_k(
    facts: list[Fact], on: date, known: date
) -> None:
    k = end_of(known)
    earlier = [f for f in facts if f.recorded_at <= k]
    assert evaluate(SMALL, dossier_of(facts), on, k) == evaluate(SMALL, dossier_of(earlier), on, k)


# 4 ----------------------------------------------------------------------------------------------------------------


@quick
@given(histories(corrections=False), days)
def test_property_04_what_happens_after_a_day_never_changes_that_day(facts: list[Fact], on: date) -> None:
    earlier = [f for f in facts if f.happened_on <= on]
    assert evaluate(SMALL, dossier_of(facts), on) == evaluate(SMALL, dossier_of(earlier), on)


# 5 ----------------------------------------------------------------------------------------------------------------


@quick
@given(histories(corrections=False), st.data(), days)
def test_property_05_a_correction_is_as_if_it_had_been_entered_right_at_first(
    facts: list[Fact], data: st.DataObject, on: date
) -> None:
    assume(facts)
    right = data.draw(st.sampled_from(facts))
    wrong = replace(right, id="wrong", happened_on=data.draw(days), to=None, payload=right.payload)
    corrected = [replace(f, replaces="wrong", payload=f.payload) if f is right else f for f in facts]
    assert evaluate(SMALL, dossier_of([wrong, *corrected]), on) == evaluate(SMALL, dossier_of(facts), on)


# 6 ----------------------------------------------------------------------------------------------------------------

_WHOLE = [e for e in SMALL.endings if not e.same_subject]


@quick
@given(lived_in(), st.sampled_from(_WHOLE), st.data())
def test_property_06_an_ending_leaves_its_stage_and_all_that_falls_with_it_not_reached(
    facts: list[Fact], ending: Any, data: st.DataObject
) -> None:
    to = data.draw(st.sampled_from([*ending.may_end, None])) if ending.may_end else None
    chosen = ending.may_end[0] if to is None and ending.may_end else (to or "")
    record = fact(f"{ending.fact}.{ending.result}", LATE, to=to, subject="C9")
    found = states(evaluate(SMALL, dossier_of([*facts, record]), LATE))
    for ended in {*ending.ends, chosen} - {""}:
        for code in STAGE_CODES:
            if code == ended or ended in falls_with(code):
                assert found[code] != "reached", (ended, code)


# 7 ----------------------------------------------------------------------------------------------------------------


@quick
@given(lived_in())
def test_property_07_nothing_counts_that_rests_on_a_reopened_stage_before_it_is_reached_again(
    facts: list[Fact],
) -> None:
    found = evaluate(SMALL, dossier_of(facts), LATE)
    by_id = {f.id: f for f in facts}
    waived = {code for f in facts if f.kind == "waiver" for code in f.payload["stages"]}
    for stage in found.stages:
        for evidence in (by_id[i] for i in stage.evidence):
            for ended in falls_with(stage.code) - waived:
                names = {f"{s.evidence.kind}.{r}" for s in STAGES if s.code == ended for r in s.evidence.results}
                for x in _endings_of(ended, facts):
                    if x.happened_on < evidence.happened_on:
                        assert any(
                            f.name in names and x.happened_on <= f.happened_on <= evidence.happened_on for f in facts
                        ), (stage.code, evidence, x)


def _endings_of(code: str, facts: list[Fact]) -> list[Fact]:
    """The endings, of the whole stage, that facts on file are."""
    found = []
    for f in facts:
        for rule in _WHOLE:
            if f.name == f"{rule.fact}.{rule.result}":
                chosen = rule.may_end[0] if rule.may_end and f.to is None else (f.to or "")
                if code in (*rule.ends, chosen):
                    found.append(f)
    return found


@quick
@given(lived_in())
def test_property_07_nothing_counts_that_an_ending_of_a_later_day_ends(facts: list[Fact]) -> None:
    found = evaluate(SMALL, dossier_of(facts), LATE)
    by_id = {f.id: f for f in facts}
    for stage in found.stages:
        for evidence in (by_id[i] for i in stage.evidence):
            for ended in {stage.code, *falls_with(stage.code)}:
                for x in _endings_of(ended, facts):
                    is_another_round = ended == stage.code and x.round and evidence.round and x.round != evidence.round
                    assert x.happened_on <= evidence.happened_on or is_another_round


# 8 ----------------------------------------------------------------------------------------------------------------

clocks = st.sampled_from((None, time(8), time(12), time(18)))
rounds = st.integers(0, 2)


@quick
@given(clocks, clocks, rounds, rounds)
def test_property_08_on_one_day_evidence_survives_an_ending_iff_both_rounds_differ_or_both_clocks_say_so(
    at: time | None, ended_at: time | None, round_: int, ended_round: int
) -> None:
    completed = fact("works.completed", "09-20", at=at, round=round_)
    ending = fact("works.reopened", "09-20", at=ended_at, round=ended_round)
    found = states(evaluate(SMALL, dossier(*up_to("begun works"), completed, ending), day("09-20")))
    rounds_say = round_ > 0 and ended_round > 0 and round_ != ended_round
    clocks_say = at is not None and ended_at is not None and ended_at < at
    assert (found["works"] == "reached") == (rounds_say or clocks_say)


# 9 ----------------------------------------------------------------------------------------------------------------

_PLAIN = tuple(n for n in EVIDENCE_NAMES if not n.startswith(("works", "acceptance", "publicity")))


@quick
@given(histories(_PLAIN, corrections=False), st.data())
def test_property_09_losing_an_earlier_fact_never_moves_the_place_when_no_ending_is_on_file(
    facts: list[Fact], data: st.DataObject
) -> None:
    found = evaluate(SMALL, dossier_of(facts), LATE)
    assume(found.furthest)
    anchor = next(s.evidence for s in STAGES if s.code == found.furthest)
    earlier = [f for f in facts if _index(f) < ORDER[found.furthest] and f.kind != anchor.kind]
    assume(earlier)
    lost = data.draw(st.sampled_from(earlier))
    assert evaluate(SMALL, dossier_of([f for f in facts if f is not lost]), LATE).place == found.place


def _index(of: Fact) -> int:
    return next(ORDER[s.code] for s in STAGES if s.evidence.kind == of.kind)


# 10 ---------------------------------------------------------------------------------------------------------------


def _apart_from_holds(of: Status) -> tuple[Any, ...]:
    return (of.outcome, of.ledger, of.place, of.furthest, of.stages, of.debts, of.slots, of.batch, of.valid_until)


@quick
@given(histories(), st.integers(0, SPAN))
def test_property_10_a_hold_changes_holds_and_actions_only(facts: list[Fact], offset: int) -> None:
    received = fact("complaint.received", START + timedelta(days=offset), subject="C9")
    before = evaluate(SMALL, dossier_of(facts), LATE)
    held = evaluate(SMALL, dossier_of([*facts, received]), LATE)
    assert _apart_from_holds(held) == _apart_from_holds(before)
    assert {h.subject for h in held.holds} == {h.subject for h in before.holds} | {"C9"}


@quick
@given(histories(), st.integers(0, SPAN), st.integers(0, 10))
def test_property_10_received_and_disproved_is_never_received(facts: list[Fact], offset: int, after: int) -> None:
    received = fact("complaint.received", START + timedelta(days=offset), subject="C9")
    decided = fact("complaint.decided", START + timedelta(days=offset + after), subject="C9", to="")
    before = evaluate(SMALL, dossier_of(facts), LATE)
    found = evaluate(SMALL, dossier_of([*facts, received, decided]), LATE)
    assert replace(found, entered_against=()) == replace(before, entered_against=())


# 11 ---------------------------------------------------------------------------------------------------------------


@quick
@given(histories((*EVIDENCE_NAMES, *BEGIN_NAMES, *ENDING_NAMES, *OTHER_NAMES), corrections=False))
def test_property_11_closed_is_undone_only_by_a_revocation_a_correction_or_a_register_act(facts: list[Fact]) -> None:
    later = [replace(f, happened_on=f.happened_on + timedelta(days=90), payload=f.payload) for f in facts]
    harmless = [f for f in later if f.name != "filing.revoked"]
    assert evaluate(SMALL, dossier(*up_to("filing"), *harmless), date(2020, 3, 1)).outcome is Outcome.CLOSED


@given(st.sampled_from(("filing.revoked", *LINEAGE_NAMES)))
def test_property_11_and_each_of_these_does_undo_it(name: str) -> None:
    assert evaluate(SMALL, dossier(*up_to("filing"), fact(name, "12-01")), day("12-02")).outcome is not Outcome.CLOSED


# 12 ---------------------------------------------------------------------------------------------------------------


@quick
@given(days, st.integers(-3, 12), st.times())
def test_property_12_a_complaint_holds_from_the_day_of_posting_to_the_end_of_day_seven(
    posted_on: date, offset: int, at: time
) -> None:
    posted = fact("publicity.posted", posted_on, subject="N1", at="13:00")
    received = fact("complaint.received", posted_on + timedelta(days=offset), subject="C1", at=at)
    found = evaluate(SMALL, dossier(posted, received), posted_on + timedelta(days=20))
    assert [h.in_window for h in found.holds] == [0 <= offset <= 7]


@quick
@given(days, st.integers(0, 12))
def test_property_12_a_certificate_counts_from_day_eight(posted_on: date, offset: int) -> None:
    posted = fact("publicity.posted", posted_on, subject="N1")
    certified = fact("publicity.certified", posted_on + timedelta(days=offset), subject="N1")
    found = evaluate(SMALL, dossier(posted, certified), posted_on + timedelta(days=20))
    assert (states(found)["publicity"] == "reached") == (offset >= 8)


# 13 ---------------------------------------------------------------------------------------------------------------


def _reading(*lines: tuple[date, str]) -> Programme:
    reading = replace(SMALL.readings[0], lines=tuple(ReadingLine(on, value, "办公室") for on, value in lines))
    return replace(SMALL, readings=(reading,))


@quick
@given(days, days, st.integers(0, 14))
def test_property_13_a_notice_is_judged_by_the_reading_of_its_own_day(
    posted_on: date, changed: date, after: int
) -> None:
    facts = dossier(
        fact("publicity.posted", posted_on, subject="N1"),
        fact("publicity.certified", posted_on + timedelta(days=after), subject="N1"),
    )
    both = _reading((date(2018, 7, 14), "calendar"), (changed, "working"))
    own = _reading((date(2018, 7, 14), "working" if posted_on >= changed else "calendar"))
    on = posted_on + timedelta(days=30)
    assert evaluate(both, facts, on) == evaluate(own, facts, on)


def test_property_13_the_two_readings_differ() -> None:
    facts = dossier(fact("publicity.posted", "10-18", subject="N1"), fact("publicity.certified", "10-26", subject="N1"))
    found = [
        states(evaluate(_reading((date(2018, 7, 14), value)), facts, day("11-30")))["publicity"]
        for value in ("calendar", "working")
    ]
    assert found == ["reached", "open"]


# 14 ---------------------------------------------------------------------------------------------------------------


@quick
@given(
    histories(corrections=False), st.lists(st.sampled_from(STAGE_CODES), min_size=1, max_size=3), st.booleans(), days
)
def test_property_14_a_waiver_never_opens_a_stage(
    facts: list[Fact], waived: list[str], standing: bool, granted: date
) -> None:
    waiver = fact("waiver.granted", granted, payload={"stages": waived, "standing": standing}, id="w")
    before = states(evaluate(SMALL, dossier_of(facts), LATE))
    after = states(evaluate(SMALL, dossier_of([*facts, waiver]), LATE))
    assert [c for c in STAGE_CODES if before[c] != "open" and after[c] == "open"] == []
    assert [c for c in STAGE_CODES if before[c] == "reached" and after[c] != "reached"] == []
    assert after["filing"] == before["filing"], "the closing stage is never waived"


@quick
@given(histories(corrections=False), st.sampled_from(SMALL.gates), st.data())
def test_property_14_a_gate_waiver_never_adds_a_blocker(facts: list[Fact], gate: Any, data: st.DataObject) -> None:
    check = data.draw(st.sampled_from(["satisfied", "no_debts", "outcome_is", "scan_attached"]))
    waiver = fact("gate_waiver.granted", START, payload={"action": gate.action, "check": check})
    names = [n for n in (*EVIDENCE_NAMES, *BEGIN_NAMES) if ACTION_OF.get(n) == gate.action]
    assume(names)
    entry = fact(names[0], LATE, subject="N1")
    before = judge_entry(SMALL, dossier_of(facts), gate.action, entry)
    after = judge_entry(SMALL, dossier_of([*facts, waiver]), gate.action, entry)
    assert [b for b in after if b not in before] == []


@quick
@given(st.integers(0, 10), st.integers(0, 12))
def test_property_14_until_is_inclusive(length: int, asked: int) -> None:
    until = START + timedelta(days=length)
    waiver = fact("waiver.granted", START, payload={"stages": ["survey"], "until": until.isoformat()})
    lifted = fact(
        "gate_waiver.granted",
        START,
        payload={"action": "record_verification", "check": "satisfied", "until": until.isoformat()},
    )
    on = START + timedelta(days=asked)
    runs = asked <= length
    assert (states(evaluate(SMALL, dossier(waiver), on))["survey"] == "exempt") == runs
    blockers = judge_entry(SMALL, dossier(lifted), "record_verification", fact("verification.passed", on))
    assert (blockers == ()) == runs


@quick
@given(st.integers(0, 10), st.integers(0, 12))
def test_property_14_a_revoked_exception_counts_no_longer_from_its_day_on(revoked: int, asked: int) -> None:
    on = START + timedelta(days=asked)
    last = (START + timedelta(days=400)).isoformat()
    revocation = fact("exception.revoked", START + timedelta(days=revoked), subject="W1")
    elsewhere = fact("exception.revoked", START, subject="W2")
    waiver = fact("waiver.granted", START, subject="W1", payload={"stages": ["survey"]})
    payload = {"action": "record_verification", "check": "satisfied"}
    lifted = fact("gate_waiver.granted", START, subject="W1", payload=payload)
    extension = fact("extension.granted", START, subject="W1", payload={"stage": "works", "until": last})
    included = fact("scope.included", START)
    runs = asked < revoked
    found = evaluate(SMALL, dossier(waiver, revocation, elsewhere), on)
    assert (states(found)["survey"] == "exempt") == runs
    entry = fact("verification.passed", on)
    blockers = judge_entry(SMALL, dossier(lifted, revocation, elsewhere), "record_verification", entry)
    assert (blockers == ()) == runs
    works = evaluate(SMALL, dossier(included, extension, revocation, elsewhere), on).stage("works")
    assert works is not None
    assert (works.done_by is not None and works.done_by.isoformat() == last) == runs


# 15 ---------------------------------------------------------------------------------------------------------------


@quick
@given(
    st.sets(st.sampled_from("ABC"), min_size=1),
    st.sets(st.sampled_from("ABC")),
    st.sets(st.sampled_from("ABC")),
)
def test_property_15_a_stage_over_parts_is_done_iff_all_live_parts_are(
    opened: set[str], cancelled: set[str], done: set[str]
) -> None:
    facts = [fact("works.started", "09-01", subject=p) for p in sorted(opened)]
    facts += [fact("works.cancelled", "09-05", subject=p) for p in sorted(cancelled & opened)]
    facts += [fact("works.completed", "09-10", subject=p) for p in sorted(done & opened)]
    live = opened - cancelled
    assume(live)
    found = states(evaluate(SMALL, dossier(*facts), day("09-20")))
    assert (found["works"] == "reached") == (live <= done)


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
    cal = SMALL.calendar
    plan, later_plan = (
        calendar.plan_back(replace(SMALL, backplan=steps, batches=(BatchDeadline("2019", end, "x"),)), "2019")
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
    st.one_of(histories((*EVIDENCE_NAMES, *BEGIN_NAMES, *_DATED, *_DATED, "site.registered")), lived_in(_DATED)),
    waivers(),
    st.integers(0, 2 * SPAN),
    st.data(),
)
def test_property_17_the_status_is_constant_until_valid_until_apart_from_slack(
    facts: list[Fact], waived: list[Fact], offset: int, data: st.DataObject
) -> None:
    on = START + timedelta(days=offset)
    past = [f for f in (*facts, *waived) if f.happened_on <= on]
    found = evaluate(SMALL, dossier_of(past), on)
    last = 120 if found.valid_until is None else (found.valid_until - on).days - 1
    for days_later in {last, data.draw(st.integers(0, last))}:
        later = evaluate(SMALL, dossier_of(past), on + timedelta(days=days_later))
        assert _without_slack(later) == _without_slack(found)


@quick
@given(histories(), days)
def test_property_18_without_expiring_waivers_the_place_changes_only_on_the_day_of_a_fact(
    facts: list[Fact], on: date
) -> None:
    kept = [f for f in facts if f.kind != "waiver"]
    assume(all(f.happened_on != on for f in kept))
    yesterday = evaluate(SMALL, dossier_of(kept), on - timedelta(days=1))
    assert evaluate(SMALL, dossier_of(kept), on).place == yesterday.place


@quick
@given(days, st.integers(0, 12))
def test_property_18_a_certificate_given_too_early_does_not_ripen_on_file(posted_on: date, after: int) -> None:
    facts = dossier(
        fact("publicity.posted", posted_on, subject="N1"),
        fact("publicity.certified", posted_on + timedelta(days=after), subject="N1"),
    )
    places = [evaluate(SMALL, facts, posted_on + timedelta(days=after + d)).place for d in range(15)]
    assert places == ["report" if after >= 8 else "publicity"] * 15


# 19 ---------------------------------------------------------------------------------------------------------------


@quick
@given(
    st.one_of(histories((*EVIDENCE_NAMES, *ENDING_NAMES, *OTHER_NAMES, *LINEAGE_NAMES)), histories(max_size=3)),
    waivers(),
    days,
)
def test_property_19_the_timeline_ends_at_the_place(facts: list[Fact], waived: list[Fact], on: date) -> None:
    facts = [*facts, *waived]
    found = evaluate(SMALL, dossier_of(facts), on)
    moves = timeline(SMALL, dossier_of(facts), on)
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
    "part_task": "任务",
    "part_aim": "目标",
    "part_measures": "措施",
    "part_effect": "效果",
}


def _entry_at(place: str, on: date, facts: list[Fact]) -> Fact:
    stage = next(s for s in STAGES if s.code == place)
    subject = {"review": "v1", "plan": "v9"}.get(place, "")
    if place == "publicity":
        subject = next((f.subject for f in reversed(facts) if f.name == "publicity.posted"), "N1")
    name = f"{stage.evidence.kind}.{stage.evidence.results[0]}"
    return fact(name, on, subject=subject, payload=_GOOD, id="entry")


@quick
@given(lived_in(), st.integers(0, 2 * SPAN), st.booleans())
def test_property_20_an_unblocked_action_of_the_place_moves_it_forward_and_one_that_would_not_count_moves_nothing(
    facts: list[Fact], offset: int, is_day_of_the_last: bool
) -> None:
    on = START + timedelta(days=offset)
    if is_day_of_the_last and facts:
        on = max(f.happened_on for f in facts)
    past = [f for f in facts if f.happened_on <= on]
    found = evaluate(SMALL, dossier_of(past), on)
    assume(found.place)
    entry = _entry_at(found.place, on, past)
    stage = next(s for s in STAGES if s.code == found.place)
    blockers = judge_entry(SMALL, dossier_of(past), stage.action, entry)
    after = evaluate(SMALL, dossier_of([*past, entry]), on)
    if not blockers:
        assert after.outcome is Outcome.CLOSED or ORDER[after.place] > ORDER[found.place]
    elif any(b.code in ("would_not_count", "evidence_fails") for b in blockers):
        assert after.place == found.place


# 21 ---------------------------------------------------------------------------------------------------------------


@quick
@given(histories(), days)
def test_property_21_a_child_of_a_split_starts_where_the_parent_stood(facts: list[Fact], on: date) -> None:
    stood = evaluate(SMALL, dossier_of(facts), on)
    parent = dossier_of([*facts, fact("lineage.split", on)])
    child = replace(parent, site="C", facts=inherited(parent, "C", on, end_of(on)))
    found = evaluate(SMALL, child, on)
    assert (found.place, found.outcome, states(found)) == (stood.place, stood.outcome, states(stood))


# 22 ---------------------------------------------------------------------------------------------------------------


@quick
@given(histories(), st.integers(0, len(STAGES)))
def test_property_22_a_new_stage_behind_is_a_debt_at_the_place_is_there_and_ahead_changes_nothing(
    facts: list[Fact], index: int
) -> None:
    found = evaluate(SMALL, dossier_of(facts), LATE)
    assume(found.outcome is Outcome.ACTIVE)
    new = Stage("new", "新的一步", "c-new", "p-new", "record_new", Evidence("new", ("done",)))
    programme = replace(SMALL, stages=(*STAGES[:index], new, *STAGES[index:]))
    after = evaluate(programme, dossier_of(facts), LATE)
    furthest = _position(found)
    if index <= furthest:
        assert (after.place, [d.stage for d in after.debts if d.stage == "new"]) == (found.place, ["new"])
    elif index <= ORDER[found.place]:
        assert after.place == "new"
    else:
        assert (after.place, after.debts) == (found.place, found.debts)


def _position(of: Status) -> int:
    """The index of the stage that carried the case furthest, reached or begun; -1 when there is none."""
    best = -1
    for stage, state in zip(STAGES, of.stages, strict=True):
        if not stage.parallel and (state.state == "reached" or state.begun_on is not None):
            best = ORDER[stage.code]
    return best


# 23 ---------------------------------------------------------------------------------------------------------------


@quick
@given(histories(corrections=False), st.data())
def test_property_23_the_same_evidence_twice_is_once(facts: list[Fact], data: st.DataObject) -> None:
    evidence = [f for f in facts if f.name in (*EVIDENCE_NAMES, *BEGIN_NAMES)]
    assume(evidence)
    chosen = data.draw(st.sampled_from(evidence))
    twin = replace(chosen, id="twin", payload={k: v for k, v in chosen.payload.items() if k != "evidence"})
    once, twice = (evaluate(SMALL, dossier_of(fs), LATE) for fs in (facts, [*facts, twin]))
    assert [s._replace(evidence=()) for s in twice.stages] == [s._replace(evidence=()) for s in once.stages]
    assert (twice.place, twice.outcome, twice.debts, twice.slots) == (once.place, once.outcome, once.debts, once.slots)

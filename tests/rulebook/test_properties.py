"""The properties of design §1a, by their numbers there. `mutations.py` shows each one catching something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.programme import Programme, ReadingLine
from qingshan.rulebook.status import Ledger, Outcome, Status
from qingshan.rulebook.tables import ACTION_OF

from .histories import day, dossier, fact, instant, up_to
from .programmes import WIDE
from .strategies import (
    BEGIN_NAMES,
    EVERY_NAME,
    EVIDENCE_NAMES,
    LINEAGE_NAMES,
    NOTICE_DAY,
    SPAN,
    STAGE_CODES,
    START,
    NewLine,
    days,
    dossier_of,
    histories,
    lived_in,
    new_lines,
    programmes,
    quick,
    wide,
    with_reading,
)

LATE = START + timedelta(days=3 * SPAN)
ORDER = {code: i for i, code in enumerate(STAGE_CODES)}


def falls_with(code: str) -> set[str]:
    """All a stage falls with, worked out anew, not by the code under test."""
    direct = set(next(s for s in WIDE.stages if s.code == code).falls_with)
    return direct | {other for d in direct for other in falls_with(d)}


def states(of: Status) -> dict[str, str]:
    return {s.code: s.state for s in of.stages}


def settled(of: Status) -> Status:
    """A Status without the day until which it stays right: another reading to come changes that day alone."""
    return replace(of, valid_until=None)


def end_of(on: date) -> Any:
    return instant(on, 23, 59)


# 1 ----------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, st.one_of(wide(), histories((*EVERY_NAME, *LINEAGE_NAMES))), days)
def test_property_01_any_dossier_has_one_outcome_a_place_iff_active_and_one_ledger(
    programme: Programme, facts: list[Fact], on: date
) -> None:
    found = evaluate(programme, dossier_of(facts), on)
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
@given(programmes, wide(), days, st.randoms(use_true_random=False))
def test_property_02_neither_the_order_of_entry_nor_of_listing_matters(
    programme: Programme, facts: list[Fact], on: date, random: Any
) -> None:
    first = evaluate(programme, dossier_of(facts), on)
    instants = [f.recorded_at for f in facts]
    random.shuffle(instants)
    shuffled = [replace(f, recorded_at=at, payload=f.payload) for f, at in zip(facts, instants, strict=True)]
    random.shuffle(shuffled)
    assert evaluate(programme, dossier_of(shuffled), on) == first


# 3 ----------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(), days, days)
def test_property_03_what_is_recorded_after_k_never_changes_what_was_known_at_k(
    programme: Programme, facts: list[Fact], on: date, known: date
) -> None:
    k = end_of(known)
    earlier = [f for f in facts if f.recorded_at <= k]
    assert evaluate(programme, dossier_of(facts), on, k) == evaluate(programme, dossier_of(earlier), on, k)


# 4 ----------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(corrections=False), days)
def test_property_04_what_happens_after_a_day_never_changes_that_day(
    programme: Programme, facts: list[Fact], on: date
) -> None:
    earlier = [f for f in facts if f.happened_on <= on]
    assert evaluate(programme, dossier_of(facts), on) == evaluate(programme, dossier_of(earlier), on)


# 5 ----------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(corrections=False), st.data(), days)
def test_property_05_a_correction_is_as_if_it_had_been_entered_right_at_first(
    programme: Programme, facts: list[Fact], data: st.DataObject, on: date
) -> None:
    assume(facts)
    right = data.draw(st.sampled_from(facts))
    wrong = replace(right, id="wrong", happened_on=data.draw(days), to=None, payload=right.payload)
    corrected = [replace(f, replaces="wrong", payload=f.payload) if f is right else f for f in facts]
    assert evaluate(programme, dossier_of([wrong, *corrected]), on) == evaluate(programme, dossier_of(facts), on)


# 6 ----------------------------------------------------------------------------------------------------------------

_WHOLE = [e for e in WIDE.endings if not e.same_subject]


@quick
@given(programmes, st.one_of(lived_in(), wide()), st.sampled_from(_WHOLE), st.data())
def test_property_06_an_ending_leaves_its_stage_and_all_that_falls_with_it_not_reached(
    programme: Programme, facts: list[Fact], ending: Any, data: st.DataObject
) -> None:
    to = data.draw(st.sampled_from([*ending.may_end, None])) if ending.may_end else None
    chosen = ending.may_end[0] if to is None and ending.may_end else (to or "")
    record = fact(f"{ending.fact}.{ending.result}", LATE, to=to, subject="C9")
    found = states(evaluate(programme, dossier_of([*facts, record]), LATE))
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
    found = evaluate(WIDE, dossier_of(facts), LATE)
    by_id = {f.id: f for f in facts}
    waived = {code for f in facts if f.kind == "waiver" for code in f.payload["stages"]}
    for stage in found.stages:
        for evidence in (by_id[i] for i in stage.evidence):
            for ended in falls_with(stage.code) - waived:
                names = {f"{s.evidence.kind}.{r}" for s in WIDE.stages if s.code == ended for r in s.evidence.results}
                for x in _endings_of(ended, facts):
                    if x.happened_on < evidence.happened_on:
                        assert any(
                            f.name in names
                            and (x.happened_on <= f.happened_on or 0 < x.round != f.round > 0)  # a round ends its own
                            and f.happened_on <= evidence.happened_on
                            for f in facts
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
    found = evaluate(WIDE, dossier_of(facts), LATE)
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
    found = states(evaluate(WIDE, dossier(*up_to("begun works"), completed, ending), day("09-20")))
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
    found = evaluate(WIDE, dossier_of(facts), LATE)
    assume(found.furthest)
    anchor = next(s.evidence for s in WIDE.stages if s.code == found.furthest)
    earlier = [f for f in facts if _index(f) < ORDER[found.furthest] and f.kind != anchor.kind]
    assume(earlier)
    lost = data.draw(st.sampled_from(earlier))
    assert evaluate(WIDE, dossier_of([f for f in facts if f is not lost]), LATE).place == found.place


def _index(of: Fact) -> int:
    return next(ORDER[s.code] for s in WIDE.stages if s.evidence.kind == of.kind)


# 10 ---------------------------------------------------------------------------------------------------------------


_HELD = (
    ("complaint.received", "complaint.decided"),
    ("patrol.found", "patrol.rectified"),
    ("recheck.rebound", "recheck.handled"),
)
# Where any complaint is read as an objection (C-29), one received in the public period spoils the notice by itself.
_without_objections = programmes.map(lambda p: with_reading(p, "objection", (NOTICE_DAY, "unresolved")))


def _apart_from_holds(of: Status) -> tuple[Any, ...]:
    return (of.outcome, of.ledger, of.place, of.furthest, of.stages, of.debts, of.slots, of.batch, of.valid_until)


@quick
@given(_without_objections, wide(), st.sampled_from(_HELD), st.integers(0, SPAN))
def test_property_10_a_hold_changes_holds_and_actions_only(
    programme: Programme, facts: list[Fact], held_by: tuple[str, str], offset: int
) -> None:
    received = fact(held_by[0], START + timedelta(days=offset), subject="C9")
    before = evaluate(programme, dossier_of(facts), LATE)
    held = evaluate(programme, dossier_of([*facts, received]), LATE)
    assert _apart_from_holds(held) == _apart_from_holds(before)
    assert {h.subject for h in held.holds} == {h.subject for h in before.holds} | {"C9"}


@quick
@given(_without_objections, wide(), st.sampled_from(_HELD), st.integers(0, SPAN), st.integers(0, 10))
def test_property_10_received_and_disproved_is_never_received(
    programme: Programme, facts: list[Fact], held_by: tuple[str, str], offset: int, after: int
) -> None:
    received = fact(held_by[0], START + timedelta(days=offset), subject="C9")
    decided = fact(held_by[1], START + timedelta(days=offset + after), subject="C9", to="")
    before = evaluate(programme, dossier_of(facts), LATE)
    found = evaluate(programme, dossier_of([*facts, received, decided]), LATE)
    assert replace(found, entered_against=()) == replace(before, entered_against=())


# 11 ---------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(corrections=False, lineage=False))
def test_property_11_closed_is_undone_only_by_a_revocation_a_correction_or_a_register_act(
    programme: Programme, facts: list[Fact]
) -> None:
    later = [replace(f, happened_on=f.happened_on + timedelta(days=90), payload=f.payload) for f in facts]
    harmless = [f for f in later if f.name != "filing.revoked"]
    assert evaluate(programme, dossier(*up_to("filing"), *harmless), date(2020, 6, 1)).outcome is Outcome.CLOSED


@pytest.mark.parametrize("name", sorted({*EVERY_NAME, "scope.excluded"} - {"filing.revoked"}))
def test_property_11_and_no_other_record_undoes_it(name: str) -> None:
    assert evaluate(WIDE, dossier(*up_to("filing"), fact(name, "12-01")), day("12-02")).outcome is Outcome.CLOSED


@given(st.sampled_from(("filing.revoked", *LINEAGE_NAMES)))
def test_property_11_and_each_of_these_does_undo_it(name: str) -> None:
    assert evaluate(WIDE, dossier(*up_to("filing"), fact(name, "12-01")), day("12-02")).outcome is not Outcome.CLOSED


@quick
@given(programmes, wide(lineage=False), st.sampled_from(LINEAGE_NAMES), days)
def test_property_11_a_register_act_takes_a_site_off_and_leaves_its_facts(
    programme: Programme, facts: list[Fact], name: str, on: date
) -> None:
    before = evaluate(programme, dossier_of(facts), LATE)
    off = evaluate(programme, dossier_of([*facts, fact(name, on, payload={"into": "S2"})]), LATE)
    assert (off.ledger, off.place, off.debts, off.next_actions) == (Ledger.OFF, "", (), ())
    assert off.outcome.value == name.partition(".")[2]
    assert [(s.code, s.state, s.evidence, s.reopened_by) for s in off.stages] == [
        (s.code, s.state, s.evidence, s.reopened_by) for s in before.stages
    ]
    assert (off.holds, off.slots, off.batch) == (before.holds, before.slots, before.batch)


@quick
@given(programmes, wide(), st.sampled_from(LINEAGE_NAMES), days, days)
def test_property_11_a_register_act_taken_back_leaves_the_status_as_it_was(
    programme: Programme, facts: list[Fact], name: str, on: date, asked: date
) -> None:
    act = fact(name, on, recorded=instant(LATE, 9))
    taken_back = fact(f"{act.kind}.retracted", on, recorded=instant(LATE, 10), replaces=act.id)
    whole = dossier_of([*facts, act, taken_back])
    assert evaluate(programme, whole, asked) == evaluate(programme, dossier_of(facts), asked)
    known = instant(LATE, 9)
    assert evaluate(programme, whole, asked, known) == evaluate(programme, dossier_of([*facts, act]), asked, known)
    if on <= asked:
        assert evaluate(programme, whole, asked, known).ledger is Ledger.OFF


# 12 ---------------------------------------------------------------------------------------------------------------


@quick
@given(days, st.integers(-3, 12), st.times())
def test_property_12_a_complaint_holds_from_the_day_of_posting_to_the_end_of_day_seven(
    posted_on: date, offset: int, at: time
) -> None:
    posted = fact("publicity.posted", posted_on, subject="N1", at="13:00")
    received = fact("complaint.received", posted_on + timedelta(days=offset), subject="C1", at=at)
    found = evaluate(WIDE, dossier(posted, received), posted_on + timedelta(days=20))
    assert [h.in_window for h in found.holds] == [0 <= offset <= 7]


@quick
@given(days, st.integers(0, 12))
def test_property_12_a_certificate_counts_from_day_eight(posted_on: date, offset: int) -> None:
    posted = fact("publicity.posted", posted_on, subject="N1")
    certified = fact("publicity.certified", posted_on + timedelta(days=offset), subject="N1")
    found = evaluate(WIDE, dossier(posted, certified), posted_on + timedelta(days=20))
    assert (states(found)["publicity"] == "reached") == (offset >= 8)


# 13 ---------------------------------------------------------------------------------------------------------------


def _reading(*lines: tuple[date, str]) -> Programme:
    reading = replace(WIDE.readings[0], lines=tuple(ReadingLine(on, value, "办公室") for on, value in lines))
    return replace(WIDE, readings=(reading,))


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
    assert settled(evaluate(both, facts, on)) == settled(evaluate(own, facts, on))


@quick
@given(new_lines(), wide(), days)
def test_property_13_a_new_line_of_a_reading_changes_nothing_asked_before_its_day(
    line: NewLine, facts: list[Fact], on: date
) -> None:
    assume(on < line.on)
    before, after = (evaluate(p, dossier_of(facts), on) for p in (line.before, line.after))
    assert settled(after) == settled(before)


@quick
@given(new_lines(), wide(), st.integers(0, 2 * SPAN))
def test_property_13_nor_anything_judged_by_evidence_of_a_day_before_it(
    line: NewLine, facts: list[Fact], later: int
) -> None:
    assume(line.is_of_the_evidence)
    old = [f for f in facts if f.happened_on < line.on]
    on = line.on + timedelta(days=later)
    before, after = (evaluate(p, dossier_of(old), on) for p in (line.before, line.after))
    assert _judged(after) == _judged(before)


def _judged(of: Status) -> Any:
    """What facts on file were judged to be: not what is due, nor what could be entered on the day asked about."""
    stages = tuple(s._replace(start_by=None, done_by=None, timing="", slack=None) for s in of.stages)
    return (of.outcome, of.ledger, of.place, stages, of.debts, of.holds, of.slots, of.entered_against)


@quick
@given(days, days, st.integers(0, 7))
def test_property_13_a_complaint_is_read_as_on_the_day_of_posting(posted_on: date, changed: date, after: int) -> None:
    facts = dossier(
        fact("publicity.posted", posted_on, subject="N1"),
        fact("complaint.received", posted_on + timedelta(days=after), subject="C1"),
        fact("publicity.certified", posted_on + timedelta(days=8), subject="N1"),
    )
    programme = with_reading(WIDE, "objection", (NOTICE_DAY, "unresolved"), (changed, "any"))
    found = states(evaluate(programme, facts, posted_on + timedelta(days=30)))["publicity"]
    assert found == ("open" if posted_on >= changed else "reached")


def test_property_13_the_two_readings_differ() -> None:
    facts = dossier(fact("publicity.posted", "10-18", subject="N1"), fact("publicity.certified", "10-26", subject="N1"))
    found = [
        states(evaluate(_reading((date(2018, 7, 14), value)), facts, day("11-30")))["publicity"]
        for value in ("calendar", "working")
    ]
    assert found == ["reached", "open"]


# 14 ---------------------------------------------------------------------------------------------------------------


@quick
@given(programmes, wide(), st.lists(st.sampled_from(STAGE_CODES), min_size=1, max_size=3), st.booleans(), days)
def test_property_14_a_waiver_never_opens_a_stage(
    programme: Programme, facts: list[Fact], waived: list[str], standing: bool, granted: date
) -> None:
    waiver = fact("waiver.granted", granted, payload={"stages": waived, "standing": standing}, id="w")
    before = states(evaluate(programme, dossier_of(facts), LATE))
    after = states(evaluate(programme, dossier_of([*facts, waiver]), LATE))
    assert [c for c in STAGE_CODES if before[c] != "open" and after[c] == "open"] == []
    assert [c for c in STAGE_CODES if before[c] == "reached" and after[c] != "reached"] == []
    assert after["filing"] == before["filing"], "the closing stage is never waived"


@quick
@given(programmes, wide(), st.sampled_from(WIDE.gates), st.data())
def test_property_14_a_gate_waiver_never_adds_a_blocker(
    programme: Programme, facts: list[Fact], gate: Any, data: st.DataObject
) -> None:
    check = data.draw(st.sampled_from(["satisfied", "no_debts", "outcome_is", "scan_attached"]))
    waiver = fact("gate_waiver.granted", START, payload={"action": gate.action, "check": check})
    names = [n for n in (*EVIDENCE_NAMES, *BEGIN_NAMES) if ACTION_OF.get(n) == gate.action]
    assume(names)
    entry = fact(names[0], LATE, subject="N1")
    before = judge_entry(programme, dossier_of(facts), gate.action, entry)
    after = judge_entry(programme, dossier_of([*facts, waiver]), gate.action, entry)
    assert [b for b in after if b not in before] == []


@quick
@given(programmes, wide(), st.sampled_from(_WHOLE), st.booleans(), st.data())
def test_property_14_a_waiver_falls_like_evidence_unless_it_is_standing(
    programme: Programme, facts: list[Fact], ending: Any, standing: bool, data: st.DataObject
) -> None:
    ended = (*ending.ends, *ending.may_end[:1])[-1]
    assume(ended)
    falling = [c for c in STAGE_CODES if c == ended or ended in falls_with(c)]
    code = data.draw(st.sampled_from(falling))
    assume(code != "filing")
    payload = {"stages": [code], "standing": standing}
    waiver = fact("waiver.granted", LATE - timedelta(days=1), subject="W9", payload=payload)
    record = fact(f"{ending.fact}.{ending.result}", LATE, subject="C9", to=None)
    bare = states(evaluate(programme, dossier_of([*facts, record]), LATE))
    waived = states(evaluate(programme, dossier_of([*facts, waiver, record]), LATE))
    assert waived[code] == bare[code] if not standing else waived[code] != "open"


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
    assert (states(evaluate(WIDE, dossier(waiver), on))["survey"] == "exempt") == runs
    blockers = judge_entry(WIDE, dossier(lifted), "record_verification", fact("verification.passed", on))
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
    found = evaluate(WIDE, dossier(waiver, revocation, elsewhere), on)
    assert (states(found)["survey"] == "exempt") == runs
    entry = fact("verification.passed", on)
    blockers = judge_entry(WIDE, dossier(lifted, revocation, elsewhere), "record_verification", entry)
    assert (blockers == ()) == runs
    works = evaluate(WIDE, dossier(included, extension, revocation, elsewhere), on).stage("works")
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
    found = states(evaluate(WIDE, dossier(*facts), day("09-20")))
    assert (found["works"] == "reached") == (live <= done)

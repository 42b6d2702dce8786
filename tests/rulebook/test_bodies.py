"""What bodies owe: the plan due in October, the Thursday's dispatch, the answer within days, the tasks of meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.bodies import (
    AssignedTask,
    BodyDuty,
    annual_targets,
    assigned_tasks,
    duties_of,
    on_time_rate,
    owed_by,
)
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.facts import BEIJING, Dossier, Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.seats import Holder, departments, duty_matrix, misplaced, seats_on, unseated
from qingshan.rulebook.sentences import SENTENCES

from .readings import answered

STREET = "650105001"
DUE = date(2018, 10, 31)
PARTS: dict[str, Any] = {
    "annual_targets": [
        {"year": "2019", "count": 3, "area_m2": "85000", "investment": 32000000},
        {"year": "2020", "count": 2},
    ],
    "key_tasks": "回填",
    "measures": "招标",
    "persons": [{"duty": "first", "name": "甲", "post": "书记"}, {"duty": "direct", "name": "乙", "post": "副主任"}],
    "time_limit": "每年11月底",
    "supervision": "每周巡查",
}


@cache
def shipped() -> Programme:
    return load_programme(shipped_programmes()["shuimogou-2018"])


_number = iter(range(10**6))


def fact(named: str, on: date, subject: str = "", **payload: Any) -> Fact:
    kind, _, result = named.partition(".")
    at = datetime(on.year, on.month, on.day, 12, tzinfo=BEIJING)
    return Fact(f"f{next(_number)}", kind, result, on, at, subject=subject, payload=payload)


def duty(code: str, on: date, *facts: Fact, body: str = STREET) -> BodyDuty:
    (found,) = [d for d in duties_of(shipped(), Dossier(body, facts), on) if d.code == code]
    return found


def test_a_unit_plan_is_owed_until_its_day_and_overdue_after_it():
    before, on_the_day, after = (duty("unit_plan", DUE + timedelta(n)) for n in (-1, 0, 1))
    assert [(d.state, d.slack) for d in (before, on_the_day, after)] == [
        ("running", 1),
        ("running", 0),
        ("overdue", -1),
    ]
    assert (after.clause, after.party, after.due_on) == ("五(二)1", STREET, DUE)


@given(st.integers(-60, 60), st.integers(0, 200))
def test_a_unit_plan_sent_in_is_met_or_met_late_by_its_own_day(sent: int, asked: int):
    sent_on = DUE + timedelta(sent)
    found = duty("unit_plan", sent_on + timedelta(asked), fact("unit_plan.submitted", sent_on, "一号", **PARTS))
    assert (found.state, found.done_on) == ("met" if sent <= 0 else "met_late", sent_on)


def test_a_returned_unit_plan_is_owed_again_until_it_is_sent_in_anew():
    sent = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **PARTS)
    back = fact("unit_plan.returned", date(2018, 10, 12), "一号")
    other = fact("unit_plan.returned", date(2018, 10, 12), "别的")
    again = fact("unit_plan.submitted", date(2018, 11, 5), "一号", **PARTS)
    assert duty("unit_plan", date(2018, 10, 20), sent, other).state == "met"
    assert duty("unit_plan", date(2018, 10, 20), sent, back).state == "running"
    assert duty("unit_plan", date(2018, 11, 6), sent, back).state == "overdue"
    assert duty("unit_plan", date(2018, 11, 6), sent, back, again).state == "met_late"


def test_the_office_owes_an_answer_within_workdays_and_it_is_sought_in_the_street_s_file():
    sent = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **PARTS)
    found = duty("unit_plan_answer", date(2018, 10, 9), sent)
    assert (found.party, found.file, found.due_on, found.state) == ("office", STREET, date(2018, 10, 22), "running")
    answered = duty("unit_plan_answer", date(2018, 12, 1), sent, fact("unit_plan.approved", date(2018, 10, 22), "一号"))
    assert answered.state == "met"
    assert owed_by([found, answered], "office") == (found,)
    assert owed_by([found], STREET) == ()


DUE_DAYS = [d.due_on for d in issue_days(shipped())]


def dispatches(on: date, *sent: tuple[date, str]) -> list[BodyDuty]:
    facts = tuple(fact("dispatch.sent", day, f"BS-{n}", ledger_no=number) for n, (day, number) in enumerate(sent))
    return [d for d in duties_of(shipped(), Dossier("office", facts), on) if d.code == "weekly_dispatch"]


def test_every_due_day_of_the_week_asks_for_its_own_dispatch():
    first, second, third = DUE_DAYS[:3]
    found = dispatches(third, (first, "1"), (second + timedelta(1), "2"))
    assert [(d.due_on, d.state) for d in found] == [(first, "met"), (second, "met_late"), (third, "running")]


def test_only_what_names_a_ledger_is_a_dispatch_of_one_and_the_same_one_again_is_none():
    first, second, third = DUE_DAYS[:3]
    assert [d.state for d in dispatches(first, (first, ""))] == ["running"]
    found = dispatches(second, (second, "2"), (second, "2"))
    assert [d.state for d in found] == ["overdue", "met"]
    both = dispatches(third, (second, "2"), (second, "1"))
    assert [(d.state, d.done_on) for d in both] == [("met_late", second), ("met", second), ("running", None)]


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("123456")), max_size=8))
def test_no_more_weeks_are_met_than_ledgers_were_sent_and_none_before_its_day(rows: list[tuple[int, str]]):
    start = DUE_DAYS[0]
    met = [
        d for d in dispatches(start + timedelta(50), *((start + timedelta(n), no) for n, no in rows)) if not d.is_owed
    ]
    assert len(met) <= len({number for _, number in rows})
    assert all(d.done_on and d.due_on and d.done_on >= d.due_on for d in met)
    assert len({(d.due_on) for d in met}) == len(met)


def test_the_notice_is_signed_for_by_its_own_number_however_its_brackets_are_typed():
    day = date(2018, 8, 1)
    assert duty("receipt", day, fact("receipt.signed", day, "水政办[2018] 44号")).state == "met"
    assert duty("receipt", day, fact("receipt.signed", day, "水政办〔2018〕45号")).state == "open"


def test_what_a_street_owes_is_not_owed_by_a_bureau_and_a_stranger_owes_nothing():
    day = date(2019, 1, 1)
    assert {d.code for d in duties_of(shipped(), Dossier(STREET, ()), day)} == {"receipt", "coverage", "unit_plan"}
    assert [d.code for d in duties_of(shipped(), Dossier("epb", ()), day)] == ["receipt"]
    assert duties_of(shipped(), Dossier("nobody", ()), day) == ()


def test_without_a_day_a_duty_is_open_and_never_late():
    found = duty("receipt", date(2030, 1, 1))
    assert (found.state, found.due_on, found.slack, found.is_owed) == ("open", None, None, True)


@given(st.permutations(range(4)))
def test_the_order_of_entry_never_matters(order: list[int]):
    facts = [
        fact("unit_plan.submitted", date(2018, 10, 8), "一号", **PARTS),
        fact("unit_plan.returned", date(2018, 10, 12), "一号"),
        fact("receipt.signed", date(2018, 7, 16), "水政办〔2018〕44号"),
        fact("coverage.declared", date(2018, 7, 20), total=3),
    ]
    day = date(2018, 12, 1)
    told = duties_of(shipped(), Dossier(STREET, tuple(facts)), day)
    assert duties_of(shipped(), Dossier(STREET, tuple(facts[n] for n in order)), day) == told


def test_what_was_entered_later_was_not_known_and_what_happens_later_has_not_happened():
    sent = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **PARTS)
    late = replace(sent, recorded_at=datetime(2018, 12, 1, tzinfo=BEIJING))
    known = datetime(2018, 11, 2, tzinfo=BEIJING)
    (then,) = [d for d in duties_of(shipped(), Dossier(STREET, (late,)), DUE, known) if d.code == "unit_plan"]
    assert then.state == "running"
    assert duty("unit_plan", date(2018, 10, 7), sent).state == "running"


# ── tasks of meetings


def tasks(on: date, *facts: Fact) -> tuple[AssignedTask, ...]:
    return assigned_tasks(Dossier("epb", facts), on)


def test_a_task_runs_is_overdue_finished_in_time_or_late_or_cancelled():
    given_on, due = date(2019, 3, 1), "2019-03-31"
    facts = [fact("task.assigned", given_on, n, content=n, due_on=due, meeting_no="一号") for n in "1234"]
    facts += [
        fact("task.finished", date(2019, 3, 31), "1"),
        fact("task.finished", date(2019, 4, 1), "2"),
        fact("task.cancelled", date(2019, 3, 20), "3"),
    ]
    found = tasks(date(2019, 4, 10), *facts)
    assert [(t.number, t.state) for t in found] == [
        ("1", "met"),
        ("2", "met_late"),
        ("3", "cancelled"),
        ("4", "overdue"),
    ]
    assert (found[3].slack, found[3].meeting) == (-10, "一号")
    rate = on_time_rate(found)
    assert (rate.due, rate.on_time, rate.percent) == (3, 1, Decimal("33.33"))
    assert on_time_rate(tasks(date(2019, 3, 10), facts[0])).percent is None


@given(st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 60))), max_size=8))
def test_the_rate_counts_what_was_done_in_time_and_never_more_than_was_due(rows: list[tuple[int, int | None]]):
    start, facts = date(2019, 1, 1), []
    for number, (due, done) in enumerate(rows):
        facts.append(fact("task.assigned", start, str(number), due_on=(start + timedelta(due)).isoformat()))
        if done is not None:
            facts.append(fact("task.finished", start + timedelta(done), str(number)))
    rate = on_time_rate(tasks(start + timedelta(100), *facts))
    assert (rate.due, rate.on_time) == (len(rows), sum(done is not None and done <= due for due, done in rows))


# ── unit plans


def test_the_targets_are_those_of_the_plan_in_force():
    sent = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **PARTS)
    newer = fact("unit_plan.submitted", date(2018, 10, 20), "二号", annual_targets=[{"year": "2019", "count": 9}])
    back = fact("unit_plan.returned", date(2018, 10, 25), "二号")
    approved = fact("unit_plan.approved", date(2018, 10, 15), "一号")
    day = date(2018, 11, 1)

    def counts(*facts: Fact) -> list[tuple[str, int, str]]:
        return [(t.year, t.count, t.plan) for t in annual_targets(Dossier(STREET, facts), day)]

    assert counts() == []
    assert counts(sent) == [("2019", 3, "一号"), ("2020", 2, "一号")]
    assert counts(sent, newer) == [("2019", 9, "二号")]
    assert counts(sent, newer, back) == counts(sent)
    assert counts(sent, newer, approved) == counts(sent), "an approved plan stands until another is approved"


def blockers(action: str, entry: Fact, *facts: Fact, body: str = STREET) -> list[tuple[str, str]]:
    return [(b.code, b.clause) for b in judge_entry(shipped(), Dossier(body, facts), action, entry)]


@pytest.mark.parametrize(
    ("part", "clause"),
    [
        ("annual_targets", "五(二)1"), ("key_tasks", "五(二)1"), ("measures", "五(二)1"), ("time_limit", "五(二)1"),
        ("supervision", "六(一)-4"),
    ],
)  # fmt: skip
def test_a_plan_without_one_of_its_six_parts_is_refused_with_its_clause(part: str, clause: str):
    given_parts = {key: value for key, value in PARTS.items() if key != part}
    entry = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **given_parts)
    assert blockers("submit_unit_plan", entry) == [("parts_missing", clause)]


def test_a_plan_names_the_first_and_the_direct_responsible():
    entry = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **{**PARTS, "persons": PARTS["persons"][:1]})
    assert blockers("submit_unit_plan", entry) == [("duty_unnamed", "六(一)-2")]
    without = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **{**PARTS, "persons": []})
    assert blockers("submit_unit_plan", without) == [("parts_missing", "五(二)1"), ("duty_unnamed", "六(一)-2")]


def test_whoever_filled_in_a_plan_does_not_review_it():
    sent = fact("unit_plan.submitted", date(2018, 10, 8), "一号", filled_by="甲", **PARTS)
    own = fact("unit_plan.approved", date(2018, 10, 9), "一号", verified_by="甲")
    assert blockers("review_unit_plan", own, sent) == [("checks_own_work", "五(二)1")]
    other = fact("unit_plan.approved", date(2018, 10, 9), "一号", verified_by="乙")
    assert blockers("review_unit_plan", other, sent) == []
    assert blockers("review_unit_plan", other) == [("subject_not_on_file", "五(二)1")]


def test_an_answer_stands_until_the_plan_is_handed_in_again():
    sent = fact("unit_plan.submitted", date(2018, 10, 8), "一号", filled_by="甲", **PARTS)
    back = fact("unit_plan.returned", date(2018, 10, 12), "一号", verified_by="乙", opinion="改")
    again = fact("unit_plan.submitted", date(2018, 10, 20), "一号", filled_by="甲", **PARTS)
    approved = fact("unit_plan.approved", date(2018, 10, 22), "一号", verified_by="乙")
    assert blockers("review_unit_plan", approved, sent, back) == [("answered_already", "五(二)1")]
    assert blockers("review_unit_plan", approved, sent, back, again) == []
    assert (
        blockers("review_unit_plan", replace(approved, replaces=back.id, happened_on=back.happened_on), sent, back)
        == []
    )


def test_a_plan_says_a_year_once_and_names_one_person_for_one_post():
    targets = [*PARTS["annual_targets"], {"year": "2019", "count": 1}]
    entry = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **{**PARTS, "annual_targets": targets})
    assert blockers("submit_unit_plan", entry) == [("rows_alike", "五(二)1")]
    persons = [{**person, "name": "甲"} for person in PARTS["persons"]]
    both = fact("unit_plan.submitted", date(2018, 10, 8), "一号", **{**PARTS, "persons": persons})
    assert blockers("submit_unit_plan", both) == [("one_person_for_all", "六(一)-2")]
    programme = answered(shipped(), "responsible_persons", "one")
    assert judge_entry(programme, Dossier(STREET, ()), "submit_unit_plan", both) == ()


# ── the other gates


def test_a_number_is_used_once_and_never_left_out():
    held = fact("meeting.held", date(2019, 3, 1), "一号", topic="议题")
    again = fact("meeting.held", date(2019, 4, 1), "一号", topic="议题")
    assert blockers("record_meeting", again, held, body="office") == [("subject_used", "四-5")]
    assert blockers("record_meeting", replace(again, subject=""), body="office") == [("subject_not_named", "四-5")]


def test_a_task_is_finished_or_cancelled_once_and_not_due_before_it_is_given():
    day = date(2019, 3, 1)
    early = fact("task.assigned", day, "甲", content="办", due_on="2019-02-28")
    assert blockers("assign_task", early) == [("day_before_entry", "六(一)-3")]
    assigned = fact("task.assigned", day, "甲", content="办", due_on="2019-03-01")
    assert blockers("assign_task", assigned) == []
    finished = fact("task.finished", date(2019, 3, 2), "甲")
    assert blockers("finish_task", finished) == [("subject_not_on_file", "六(一)-3")]
    assert blockers("finish_task", finished, assigned) == []
    cancelled = fact("task.cancelled", date(2019, 3, 3), "甲")
    assert blockers("cancel_task", cancelled, assigned, finished) == [("subject_used", "六(一)-3")]


@pytest.mark.parametrize(
    ("total", "is_nil", "fine"), [(0, True, True), (3, False, True), (0, False, False), (3, True, False)]
)
def test_none_is_said_outright_and_only_then(total: int, is_nil: bool, fine: bool):
    entry = fact("coverage.declared", date(2018, 7, 14), total=total, is_nil=is_nil)
    assert blockers("declare_coverage", entry) == ([] if fine else [("nil_disagrees", "五(一)1c")])


def totals(**changed: dict[str, Any]) -> list[dict[str, Any]]:
    rows = {t.code: {"control_total": t.code, "counted": t.count, "stated": t.count} for t in shipped().control_totals}
    return [row | changed.get(code, {}) for code, row in rows.items()]


def test_every_figure_of_the_notice_is_reconciled_and_every_deviation_explained():
    def said(rows: list[dict[str, Any]]) -> list[str]:
        entry = fact("coverage.reconciled", date(2018, 7, 14), totals=rows)
        return [code for code, _ in blockers("reconcile_coverage", entry, body="office")]

    assert said(totals()) == []
    assert said(totals()[1:]) == ["total_missing"]
    assert said(totals(total={"counted": 30})) == ["deviation_unexplained"]
    assert said(totals(total={"counted": 30, "explanation": "一处与邻区重复"})) == []
    assert said(totals(total={"stated": 30, "counted": 30})) == ["total_misquoted"]


def test_every_new_blocker_has_its_sentence():
    codes = {
        "subject_not_named", "subject_used", "parts_missing", "day_before_entry", "duty_unnamed", "nil_disagrees",
        "answered_already", "rows_alike", "one_person_for_all", "total_missing", "total_misquoted", "deviation_unexplained",
    }  # fmt: skip
    assert codes <= set(SENTENCES)


# ── seats


def test_who_has_work_and_no_seat_is_named_with_where_the_work_is_given():
    found = unseated(shipped(), date(2019, 10, 1))
    assert [u.party.code for u in found] == ["enforcement"]
    assert "五(三)4a" in found[0].clauses


def test_a_seat_for_one_that_two_hold_and_a_body_without_the_seat_are_told():
    chief, second = Holder("甲", "组长", "group_leader"), Holder("乙", "组长", "group_leader")
    held = {"group": [chief, chief, second], STREET: [chief]}
    (leader,) = [s for s in seats_on(shipped(), held) if s.seat.code == "leader"]
    assert (leader.is_crowded, leader.holders) == (True, (chief, second))
    assert misplaced(shipped(), held) == ((STREET, chief),)
    (leader,) = [s for s in seats_on(shipped(), {"group": [chief, chief]}) if s.seat.code == "leader"]
    assert (leader.is_crowded, leader.holders) == (False, (chief,))


def test_a_seat_taken_away_leaves_its_body_without_one_and_out_of_the_group():
    """One table of seats answers both who has none and which departments the group has (C-19, C-24)."""
    day = date(2019, 10, 1)
    fewer = answered(shipped(), "departments", "group")
    fewer = replace(fewer, seats=tuple(s for s in fewer.seats if s.body != "coal"))
    assert [u.party.code for u in unseated(fewer, day)] == ["enforcement", "coal"]
    assert "coal" not in [p.code for p in departments(fewer, day)]
    assert "coal" in [p.code for p in departments(answered(fewer, "departments", "support"), day)]


def test_a_notice_that_seats_nobody_leaves_nobody_out():
    assert unseated(replace(shipped(), seats=()), date(2019, 10, 1)) == ()


def test_a_seat_is_held_by_role_or_by_post_and_a_unit_sits_itself():
    held = {"group": [Holder("甲", "区长", "group_leader")], "land": [Holder("乙", "副局长"), Holder("丙", "科员")]}
    found = {(s.seat.code, s.body): s for s in seats_on(shipped(), held)}
    assert found["leader", "group"].holders == (Holder("甲", "区长", "group_leader"),)
    assert found["deputy_land", "land"].holders == (Holder("乙", "副局长"),)
    assert found["member_finance", "finance"].state == "unit"
    assert found["deputy_street", STREET].state == "vacant"
    streets = {p.code for p in shipped().parties if p.kind == "street"}
    assert {body for code, body in found if code == "deputy_street"} == streets


def test_the_matrix_gives_every_step_of_the_district_to_its_body():
    lines = {line.party.code: line for line in duty_matrix(shipped())}
    own = {p.code for p in shipped().parties if p.kind in ("district", "office", "bureau", "role")}
    assert set(lines) == own
    for stage in shipped().stages:
        if stage.party in own:
            assert stage.code in [code for code, _, _ in lines[stage.party].stages]
    assert "unit_plan" in [code for code, _, _ in lines["street"].tasks]
    assert {"unit_plan_answer", "weekly_dispatch"} <= {code for code, _, _ in lines["office"].tasks}

"""Beside the main line: cases, patrols, re-checks, restoration in an owner's place, budgets, the funds gap, alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.aftercare import aftercare_of, years_later
from qingshan.rulebook.alarms import alarms_of
from qingshan.rulebook.enforcement import cases_of
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.funding import funding_of, gap_of, lines_of
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.orders import order_of, recovery_of
from qingshan.rulebook.sentences import say
from qingshan.rulebook.status import Outcome, Status
from tests.programmes.test_main_line import shipped, up_to
from tests.rulebook.histories import fact
from tests.rulebook.strategies import quick, with_reading

LATE = date(2019, 12, 5)


def status(facts: list[Fact], on: date = LATE) -> Status:
    return evaluate(shipped(), Dossier("S1", tuple(facts)), on)


def codes(facts: list[Fact], action: str, entry: Fact) -> list[str]:
    found = judge_entry(shipped(), Dossier("S1", tuple(facts)), action, entry)
    assert all(say(b) != b.code for b in found)
    return [b.code for b in found]


def unlicensed(last: str) -> list[Fact]:
    site = {"is_licensed": False}
    return [replace(f, payload={**f.payload, **site}) if f.kind == "site" else f for f in up_to(last)]


# -- enforcement


OPENED = fact("enforcement.opened", "2018-09-01", subject="案1", payload={"lead_body": "执法局", "matter": "无证开采"})


def test_whoever_dug_without_a_licence_is_owed_a_case_and_the_works_do_not_wait() -> None:
    owed = [(d.stage, d.party) for d in status(unlicensed("batch.listed")).debts]
    assert owed == [("enforcement", "enforcement")]
    assert status(unlicensed("responsibility.determined")).place == "plan"
    assert status(unlicensed("batch.listed")).place == "works"
    assert codes(unlicensed("batch.listed"), "start_works", fact("works.started", "2019-03-20", subject="一")) == []
    report = next(f for f in unlicensed("report.submitted") if f.name == "report.submitted")
    assert "stage_missing" not in codes(unlicensed("publicity.certified"), "record_report", report)
    assert "enforcement" not in [d.stage for d in status(up_to("batch.listed")).debts]


@pytest.mark.parametrize("result", ["punished", "transferred", "closed"])
def test_a_decision_ends_the_debt(result: str) -> None:
    decided = fact(f"enforcement.{result}", "2018-10-01", subject="案1")
    found = status([*unlicensed("batch.listed"), OPENED, decided])
    assert (found.stage("enforcement").state, found.debts) == ("reached", ())  # type: ignore[union-attr]  # it is there


def test_a_case_is_opened_once_and_decided_only_when_opened() -> None:
    facts = unlicensed("plan.submitted")
    decided = fact("enforcement.punished", "2018-10-01", subject="案1", payload={"fine": 100})
    assert codes(facts, "decide_case", decided) == ["subject_not_on_file"]
    assert codes([*facts, OPENED], "decide_case", decided) == []
    assert codes([*facts, OPENED], "open_case", replace(OPENED, id="again")) == ["subject_used"]


def test_the_card_of_a_case_has_its_results_and_its_restoration_and_no_name() -> None:
    facts = [
        fact("enforcement.opened", "2018-09-01", subject="案1", payload={"offender": "某人", "matter": "无证开采"}),
        fact("enforcement.punished", "2018-10-01", subject="案1", payload={"document_no": "罚1", "fine": 500}),
        fact(
            "enforcement.linked", "2019-01-01", subject="案1", payload={"executor": "街道", "recovery_state": "claimed"}
        ),
        fact("enforcement.closed", "2019-09-01", subject="案2"),
    ]
    (case,) = cases_of(Dossier("S1", tuple(facts)), LATE)
    assert [(r["result"], r["document_no"], r["fine"]) for r in case.results] == [("punished", "罚1", 500)]
    assert (case.executor, case.recovery_state) == ("街道", "claimed")
    assert "某人" not in repr(case)


# -- patrols


FOUND = fact("patrol.found", "2019-05-01", subject="巡1", payload={"rectify_by": "2019-05-20", "inspector": "甲"})


def rectified(on: str = "2019-05-15", **payload: Any) -> Fact:
    return fact("patrol.rectified", on, subject="巡1", payload={"rectified_by": "乙", "checked_by": "丙", **payload})


def test_a_problem_found_holds_completion_and_application_until_it_is_put_right() -> None:
    facts = [*up_to("works.started"), FOUND]
    done = next(f for f in up_to("works.completed") if f.name == "works.completed")
    assert codes(facts, "complete_works", replace(done, subject="")) == ["held"]
    found = status(facts, date(2019, 5, 10))
    line = next(a for a in found.next_actions if a.action == "confirm_rectification")
    assert (line.by, line.slack, line.clause) == (date(2019, 5, 20), 10, "三(三)-4")
    assert status([*facts, rectified()]).holds == ()
    assert codes([*facts, rectified()], "complete_works", replace(done, subject="")) == []


def test_what_a_patrol_found_holds_every_step_from_completion_on_and_none_before_or_beside() -> None:
    stages = [stage.action for stage in shipped().stages]
    from_completion = {"apply_acceptance", "record_certificate", *stages[stages.index("complete_works") :]}
    (hold,) = status([*up_to("works.started"), FOUND]).holds
    assert set(hold.blocks) >= from_completion
    assert not set(hold.blocks) & {"record_funding", "report_progress", "record_procedure", "report_week"}


def test_a_closed_case_needs_no_exception() -> None:
    paper = {"approver": "市办", "document_no": "5号", "reason": "雨"}
    for kind, action, more in (
        ("waiver", "grant_waiver", {"stages": ["batch"]}),
        ("extension", "extend_deadline", {"stage": "filing", "until": "2020-06-30"}),
        ("gate_waiver", "waive_gate", {"action": "submit_plan", "check": "survey_cited"}),
    ):
        entry = fact(f"{kind}.granted", "2019-12-05", subject="L1", payload={**paper, **more})
        assert codes(up_to("filing.filed"), action, entry)[0] == "outcome_differs"


def test_another_person_checks_the_rectification() -> None:
    facts = [*up_to("works.started"), FOUND]
    assert codes(facts, "confirm_rectification", rectified(checked_by="乙")) == ["same_person"]
    assert codes(facts, "confirm_rectification", rectified()) == []
    assert codes(up_to("works.started"), "confirm_rectification", rectified()) == ["subject_not_on_file"]


@quick
@given(st.integers(-30, 30))
def test_a_rectification_is_due_on_the_day_of_the_patrol_at_the_earliest(days: int) -> None:
    by = (FOUND.happened_on + timedelta(days=days)).isoformat()
    entry = replace(FOUND, payload={"rectify_by": by})
    assert codes(up_to("works.started"), "record_patrol", entry) == (["day_before_entry"] if days < 0 else [])


def test_patrols_need_works_and_a_number_of_their_own() -> None:
    assert codes(up_to("batch.listed"), "record_patrol", FOUND) == ["not_on_file"]
    again = replace(FOUND, id="again", result="clean")
    assert codes([*up_to("works.started"), FOUND], "record_patrol", again) == ["subject_used"]


# -- re-checks


REBOUND = fact(
    "recheck.rebound", "2019-12-01", subject="复1", payload={"handle_by": "2019-12-20", "finding": "又倒弃土"}
)
HANDLED = fact("recheck.handled", "2019-12-10", subject="复1", payload={"handled_by": "乙", "checked_by": "丙"})


def test_a_rebound_raises_an_alarm_and_never_un_closes() -> None:
    facts = [*up_to("filing.filed"), REBOUND]
    found = status(facts)
    assert (found.outcome, found.debts) == (Outcome.CLOSED, ())
    assert [(h.code, h.blocks) for h in found.holds] == [("rebound_open", ())]
    assert [(a.action, a.by) for a in found.next_actions] == [("handle_rebound", date(2019, 12, 20))]
    (alarm,) = alarms_of(shipped(), Dossier("S1", tuple(facts)), found)
    assert (alarm.kind, alarm.by, alarm.days_over) == ("rebound", date(2019, 12, 20), -15)
    later = status([*facts, HANDLED], date(2019, 12, 15))
    assert alarms_of(shipped(), Dossier("S1", (*facts, HANDLED)), later) == ()


def test_only_closed_sites_are_looked_at_again() -> None:
    assert codes(up_to("signature.signed"), "record_recheck", REBOUND) == ["outcome_differs"]
    assert codes(up_to("filing.filed"), "record_recheck", REBOUND) == []
    assert codes([*up_to("filing.filed"), REBOUND], "handle_rebound", HANDLED) == []
    own = replace(HANDLED, payload={"handled_by": "乙", "checked_by": "乙"})
    assert codes([*up_to("filing.filed"), REBOUND], "handle_rebound", own) == ["same_person"]


def test_aftercare_runs_as_long_as_the_notice_wants_it() -> None:
    facts = [*up_to("filing.filed"), REBOUND]
    dossier = Dossier("S1", tuple(facts))
    care = aftercare_of(shipped(), dossier, status(facts))
    assert care is not None
    assert (care.closed_on, care.until, care.last_looked_on) == (
        date(2019, 11, 20),
        date(2022, 11, 20),
        date(2019, 12, 1),
    )
    none = replace(shipped(), parameters=tuple(p for p in shipped().parameters if p.code != "aftercare_years"))
    without = aftercare_of(none, dossier, status(facts))
    assert without is not None
    assert without.until is None
    assert aftercare_of(shipped(), dossier, status(facts, date(2019, 11, 19))) is None


@quick
@given(st.dates(), st.integers(0, 30))
def test_years_later_is_the_same_day_or_the_day_before(day: date, years: int) -> None:
    found = years_later(day, years)
    assert found == date.max or (found.year, found.month) == (day.year + years, day.month)
    assert found == date.max or day.day - found.day in (0, 1)


# -- orders


def ordered(due: str, on: str = "2018-09-10") -> Fact:
    return fact("responsibility.ordered", on, payload={"order_no": "责1", "body": "甲公司", "order_due_on": due})


TAKEN = fact("responsibility.substituted", "2019-03-01", payload={"substituted_by": "街道"})


@quick
@given(st.integers(-200, 200))
def test_the_government_restores_from_the_day_after_the_order_s_last(days: int) -> None:
    due = TAKEN.happened_on + timedelta(days=days)
    found = codes([*up_to("batch.listed"), ordered(due.isoformat())], "substitute_restoration", TAKEN)
    assert found == ([] if days < 0 else ["order_still_running"])


def test_no_order_no_substitution_and_none_where_the_works_are_done() -> None:
    assert codes(up_to("batch.listed"), "substitute_restoration", TAKEN) == ["no_order_on_file"]
    late = replace(TAKEN, happened_on=date(2019, 10, 1), recorded_at=fact("x.y", "2019-10-01").recorded_at)
    facts = [*up_to("works.completed"), ordered("2018-12-31")]
    assert codes(facts, "substitute_restoration", late) == ["order_rectified"]


def test_read_as_a_choice_the_government_restores_without_an_order() -> None:
    either = with_reading(shipped(), "substitution", (date(2018, 7, 14), "either"))
    file = Dossier("S1", tuple(up_to("batch.listed")))
    assert judge_entry(either, file, "substitute_restoration", TAKEN) == ()


def test_the_state_of_an_order() -> None:
    facts = [*up_to("works.started"), ordered("2019-05-31")]

    def state(more: list[Fact], on: date) -> tuple[str, int]:
        found = order_of(shipped(), Dossier("S1", tuple(more)), status(more, on))
        assert found is not None
        return found.state, found.days_over

    assert state(facts, date(2019, 5, 31)) == ("running", 0)
    assert state(facts, date(2019, 6, 10)) == ("overdue", 10)
    done = [*up_to("works.completed"), ordered("2019-05-31")]
    assert state(done, LATE) == ("rectified", 0)
    taken = fact("responsibility.substituted", "2019-06-15")
    assert state([*facts, taken], LATE) == ("substituted", 0)


def money(result: str, amount: int, on: str = "2019-05-01") -> Fact:
    return fact(f"responsibility.{result}", on, payload={"recovery_amount": amount})


@quick
@given(st.lists(st.integers(1, 10**9), max_size=3), st.lists(st.integers(1, 10**9), max_size=3), st.integers(1, 10**9))
def test_no_more_comes_back_than_was_claimed(claims: list[int], returns: list[int], more: int) -> None:
    facts = [TAKEN, *(money("claimed", n) for n in claims), *(money("recovered", n) for n in returns)]
    entry = money("recovered", more, "2019-06-01")
    found = codes([*up_to("batch.listed"), *facts], "recover_costs", entry)
    total = sum(returns) + more
    assert found == (["nothing_claimed"] if not claims else ["recovered_over_claimed"] if total > sum(claims) else [])
    recovery = recovery_of(facts)
    assert (recovery.claimed, recovery.recovered) == (sum(claims), sum(returns))


def test_the_state_of_a_recovery() -> None:
    claimed, part = money("claimed", 100), money("recovered", 40, "2019-06-01")
    assert recovery_of([]).state == "none"
    assert recovery_of([claimed]).state == "claimed"
    assert recovery_of([claimed, part]).state == "partly"
    assert recovery_of([claimed, part, money("recovered", 60, "2019-07-01")]).state == "recovered"
    assert recovery_of([claimed, part, fact("responsibility.uncollectable", "2019-08-01")]).state == "uncollectable"


# -- money


def funds(result: str, amount: int, source: str = "district_budget") -> Fact:
    return fact(f"funding.{result}", "2019-03-01", payload={"source": source, "amount": amount})


@quick
@given(st.lists(st.tuples(st.sampled_from(("planned", "allotted", "received", "spent")), st.integers(0, 10**10),
                          st.sampled_from(("enterprise", "special"))), max_size=8), st.integers(1, 10**11))  # fmt: skip
def test_the_gap_is_what_no_source_gives(lines: list[tuple[str, int, str]], investment: int) -> None:
    plan = fact("plan.submitted", "2018-09-01", subject="v1", payload={"investment": investment})
    dossier = Dossier("S1", (plan, *(funds(*line) for line in lines)))
    gap = gap_of(dossier, LATE)
    assert gap is not None
    per_source = {
        source: max(
            sum(n for kind, n, s in lines if (kind, s) == (k, source)) for k in ("planned", "allotted", "received")
        )
        for source in ("enterprise", "special")
    }
    assert gap.sources == sum(per_source.values()) == funding_of(dossier, LATE).sources_total
    assert gap.missing == max(0, investment - gap.sources)


def test_the_gap_is_that_of_the_plan_in_force() -> None:
    first = fact("plan.submitted", "2018-09-01", subject="v1", payload={"investment": 100})
    second = fact("plan.submitted", "2018-11-01", subject="v2", payload={"investment": 300})
    passed = fact("review.passed", "2018-10-01", subject="v1")

    def investment(*facts: Fact) -> int:
        gap = gap_of(Dossier("S1", facts), LATE)
        return gap.investment if gap else 0

    assert investment() == 0
    assert investment(first, second) == 300
    assert investment(first, passed, second) == 100, "the second version has yet to pass"
    assert investment(first, passed, fact("plan.withdrawn", "2018-12-01", subject="v1"), second) == 300


@pytest.mark.parametrize(
    ("result", "level", "found"),
    [
        ("requested", "city", []),
        ("approved", "city", []),
        ("listed", "city", ["level_does_not_fit"]),
        ("listed", "district", []),
    ],
)
def test_the_district_cannot_spend_from_the_city_s_budget(result: str, level: str, found: list[str]) -> None:
    entry = fact(f"budget.{result}", "2019-01-10", subject="YS1", payload={"level": level, "amount": 100})
    assert codes(up_to("batch.listed"), "record_budget", entry) == found


def test_an_application_is_decided_once_it_was_made() -> None:
    applied = fact("fund_application.applied", "2018-11-01", subject="ZX1", payload={"amount": 100, "year": 2019})
    granted = fact("fund_application.granted", "2019-02-01", subject="ZX1", payload={"amount": 60})
    assert codes(up_to("batch.listed"), "decide_application", granted) == ["subject_not_on_file"]
    assert codes([*up_to("batch.listed"), applied], "decide_application", granted) == []
    (line,) = lines_of(Dossier("S1", (applied, granted)), LATE)
    assert (line.state, line.year, line.amounts) == ("granted", "2019", {"applied": 100, "granted": 60})
    (before,) = lines_of(Dossier("S1", (applied, granted)), date(2018, 12, 31))
    assert before.state == "applied"

"""前期手续: what may be skipped, the days the law asks for, what starts need, the days early steps would have saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.consistency import consistency
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.procedure import days_lost, lost_days, missing_steps, step_states
from qingshan.rulebook.sentences import say
from tests.programmes.test_main_line import shipped, up_to
from tests.rulebook.histories import fact
from tests.rulebook.strategies import quick

PUBLIC = {"is_government_funded": True}
BEFORE_WORKS = tuple(s.code for s in shipped().procedure_steps if s.before_works)


def step(code: str, on: str, result: str = "done", **payload: Any) -> Fact:
    return fact(f"procedure.{result}", on, payload={"step": code, **payload})


def public(last: str) -> list[Fact]:
    """The line of a government project up to a record."""
    return [replace(f, payload={**f.payload, **PUBLIC}) if f.name == "plan.submitted" else f for f in up_to(last)]


def all_steps(on: str) -> list[Fact]:
    return [step(code, on) for code in BEFORE_WORKS]


def codes(facts: list[Fact], action: str, entry: Fact) -> list[str]:
    return [b.code for b in judge_entry(shipped(), Dossier("S1", tuple(facts)), action, entry)]


def state(facts: list[Fact], on: str = "2019-12-05") -> Any:
    found = evaluate(shipped(), Dossier("S1", tuple(facts)), date.fromisoformat(on))
    return found.stage("procedure"), found


START = fact("works.started", "2019-03-20", subject="一标段")
MONEY = fact("funding.received", "2019-03-01", payload={"source": "district_budget", "amount": 500_0000_00})


def test_early_papers_yes_start_of_works_no() -> None:
    early = list(public("plan.submitted"))
    assert codes(early, "record_procedure", step("tender", "2018-09-10", "started")) == []
    assert codes(early, "start_works", START) == ["stage_open", "step_open", "funds_not_confirmed"]
    ready = [*public("batch.listed"), step("contract", "2019-03-01", amount=400_0000_00), MONEY]
    assert codes(ready, "start_works", START) == []


def test_a_start_that_names_its_contract_needs_no_step_of_its_own() -> None:
    ready = [*public("batch.listed"), MONEY]
    assert codes(ready, "start_works", START) == ["step_open"]
    assert codes(ready, "start_works", replace(START, payload={"contract_no": "1号"})) == []


def test_sources_that_do_not_cover_the_contract_stop_the_start() -> None:
    ready = [*public("batch.listed"), step("contract", "2019-03-01", amount=600_0000_00), MONEY]
    assert codes(ready, "start_works", START) == ["sources_below_contract"]
    own = replace(START, payload={"contract_price": 500_0000_00})
    assert codes(ready, "start_works", own) == []


def test_nothing_is_asked_of_a_project_that_is_no_government_investment() -> None:
    assert codes(up_to("batch.listed"), "start_works", START) == []
    assert state(up_to("batch.listed"))[0].state == "not_applicable"
    assert state(up_to("batch.listed"))[1].place == "works"


def test_the_stage_is_reached_on_the_day_of_the_last_step_and_waits_beside_the_works() -> None:
    facts = [*public("batch.listed"), *all_steps("2019-02-01")[:-1]]
    found, status = state(facts)
    assert (found.state, found.begun_on, status.place) == ("open", date(2019, 2, 1), "procedure")
    last = step(BEFORE_WORKS[-1], "2019-03-04", "skipped", basis="开工令")
    found, status = state([*facts, last])
    assert (found.state, found.reached_on, status.place) == ("reached", date(2019, 3, 4), "works")
    debts = [d.stage for d in state([*facts, START])[1].debts]
    assert debts == ["procedure"]


def test_only_what_the_notice_lets_go_is_skipped() -> None:
    facts = public("plan.submitted")
    skip = step("contract", "2018-10-01", "skipped", basis="纪要")
    assert codes(facts, "record_procedure", skip) == ["step_not_skippable"]
    assert codes(facts, "record_procedure", step("proposal", "2018-10-01", "skipped", basis="纪要")) == []


@pytest.mark.parametrize(
    ("kind", "amount", "found"),
    [
        ("works", 400_0000_00, ["tender_needed"]),
        ("works", 399_9999_99, []),
        ("services", 100_0000_00, ["tender_needed"]),
        ("goods", 199_0000_00, []),
        ("", 100, ["tender_amount_missing"]),
        ("works", None, ["tender_amount_missing"]),
    ],
)
def test_a_tender_is_skipped_below_its_sum_only(kind: str, amount: int | None, found: list[str]) -> None:
    entry = step("tender", "2018-10-01", "skipped", basis="限额以下", tender_kind=kind, amount=amount)
    assert codes(public("plan.submitted"), "record_procedure", entry) == found


@quick
@given(st.dates(date(2018, 9, 1), date(2018, 12, 31)), st.integers(-40, 60))
def test_a_tender_is_opened_twenty_days_after_its_papers_went_out(issued: date, days: int) -> None:
    opened = issued + timedelta(days=days)
    entry = step("tender", "2019-03-05", issued_on=issued.isoformat(), opened_on=opened.isoformat())
    found = codes(public("plan.submitted"), "record_procedure", entry)
    assert found == (["period_backwards"] if days < 0 else ["period_too_short"] if days < 20 else [])


@quick
@given(st.integers(0, 60), st.integers(0, 60))
def test_days_of_sale_count_both_ends_and_a_contract_has_a_last_day(sold: int, signed: int) -> None:
    day = date(2018, 11, 1)
    sale = {"issued_on": day.isoformat(), "sale_until_on": (day + timedelta(days=sold)).isoformat()}
    contract = {"awarded_on": day.isoformat(), "signed_on": (day + timedelta(days=signed)).isoformat()}
    facts = public("plan.submitted")
    assert (codes(facts, "record_procedure", step("tender", "2019-03-05", **sale)) == []) == (sold + 1 >= 5)
    assert (codes(facts, "record_procedure", step("contract", "2019-03-05", **contract)) == []) == (signed <= 30)


@quick
@given(st.integers(1, 10**11), st.integers(0, 10**12))
def test_an_estimate_outgrown_by_more_than_ten_percent_is_pointed_out(estimate: int, design: int) -> None:
    facts = [step("feasibility", "2018-10-01", amount=estimate), step("design", "2018-11-01", amount=design)]
    found = list(consistency(shipped(), Dossier("S1", tuple(facts)), date(2019, 1, 1)))
    assert [(i.level, i.blocker.code) for i in found] == (
        [("warn", "estimate_exceeded")] if design * 10 > estimate * 11 else []
    )
    assert all("概算" in say(i.blocker) and "估算" in say(i.blocker) for i in found)


def test_a_failed_attempt_is_no_end_and_a_done_step_stays_done() -> None:
    facts = [
        step("tender", "2019-01-01", "failed"),
        step("tender", "2019-02-01"),
        step("tender", "2019-03-01", "started"),
    ]
    by_code = {s.step.code: s for s in step_states(shipped(), facts)}
    assert (by_code["tender"].state, by_code["tender"].on) == ("done", date(2019, 2, 1))
    assert by_code["contract"].state == "open"
    assert "tender" not in [s.code for s in missing_steps(shipped(), facts)]
    assert "tender" in [s.code for s in missing_steps(shipped(), facts[:1])]


DAYS = st.integers(0, 400).map(lambda n: date(2018, 9, 1) + timedelta(days=n))


@quick
@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_days_lost_are_part_of_the_days_waited(
    reviewed: date, ready: date | None, started: date | None, on: date
) -> None:
    waited, lost = lost_days(reviewed, ready, started, on)
    assert 0 <= lost <= waited <= max(0, (on - reviewed).days)
    if ready is not None and ready <= reviewed:
        assert lost == 0
    if ready is not None:
        assert lost_days(reviewed, ready - timedelta(days=1), started, on)[1] <= lost
    assert lost <= lost_days(reviewed, None, started, on)[1]


def test_days_lost_of_a_site() -> None:
    facts = [*public("batch.listed"), *all_steps("2018-09-15")[:-2]]
    facts += [step(BEFORE_WORKS[-2], "2018-11-09"), step(BEFORE_WORKS[-1], "2019-01-18"), START]
    dossier = Dossier("S1", tuple(facts))
    found = days_lost(shipped(), dossier, evaluate(shipped(), dossier, date(2019, 12, 5)))
    assert found is not None
    assert (found.waited, found.lost) == (161, 100)
    assert [days for _, days in found.steps] == [0] * 6 + [30, 100]
    private = Dossier("S1", tuple(up_to("works.started")))
    assert days_lost(shipped(), private, evaluate(shipped(), private, date(2019, 12, 5))) is None

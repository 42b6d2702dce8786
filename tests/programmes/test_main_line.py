"""The shipped programme drives a site the way the notice says: the examples of design §1a, and gates with their clauses."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.load import load_programme
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.status import Ledger, Outcome, Status
from tests.rulebook.histories import fact

from .copies import SHIPPED


@cache
def shipped() -> Programme:
    return load_programme(SHIPPED)


def papers(*slots: str, count: int = 1) -> dict[str, Any]:
    names = [slot for slot in slots for _ in range(4 if slot.startswith("photos") else count)]
    return {"evidence": [{"slot": slot, "title": "件", "sha256": f"{i:02x}" * 32} for i, slot in enumerate(names)]}


LINE = [
    (
        "site.registered",
        "2018-06-16",
        "",
        {"name": "甲子矿", "category": "2", "street": "650105001", "is_licensed": True},
    ),
    (
        "survey.completed",
        "2018-07-01",
        "",
        {
            "filled_by": "甲",
            "approved_by": "乙",
            "total_area_m2": "20000",
            "treatable_area_m2": "20000",
            **papers("basic_sheet", "licence_copy", "closure_papers_sand", "survey_sand", "photos_before"),
        },
    ),
    ("verification.passed", "2018-07-10", "", {"verified_by": "丙"}),
    ("scope.included", "2018-07-14", "", {"decided_by": "区办", "filled_by": "甲", "approved_by": "丙"}),
    (
        "responsibility.determined",
        "2018-08-01",
        "",
        {"is_lost": False, "body_kind": "enterprise", "body": "甲公司", **papers("responsibility_papers")},
    ),
    ("plan.submitted", "2018-09-01", "v1", papers("commission_papers")),
    ("review.passed", "2018-10-10", "v1", papers("reviewed_plan", "review_opinion")),
    ("batch.listed", "2018-10-20", "", {"year": "2019"}),
    ("works.started", "2019-03-20", "", {}),
    ("works.completed", "2019-09-20", "", {"done_area_m2": "20000", **papers("completion_papers")}),
    ("acceptance.passed", "2019-10-10", "", papers("acceptance_form", "photos_after")),
    ("recognition.granted", "2019-10-16", "", papers("recognition_paper")),
    ("publicity.posted", "2019-10-18", "N1", {}),
    ("publicity.certified", "2019-10-26", "N1", papers("publicity_proof")),
    ("report.submitted", "2019-10-28", "A1", papers("closure_ledger")),
    ("audit.passed", "2019-11-05", "A1", papers("audit_opinion")),
    ("signature.signed", "2019-11-10", "A1", papers("signature_page")),
    ("filing.filed", "2019-11-20", "A1", papers("filing_receipt")),
]


def up_to(last: str) -> list[Fact]:
    names = [name for name, *_ in LINE]
    return [
        fact(name, on, subject=subject, payload=payload) for name, on, subject, payload in LINE[: names.index(last) + 1]
    ]


def status(facts: list[Fact], on: date = date(2019, 12, 5)) -> Status:
    return evaluate(shipped(), Dossier("S1", tuple(facts)), on)


def judged(facts: list[Fact], action: str, entry: Fact) -> set[tuple[str, str]]:
    return {(b.code, b.clause) for b in judge_entry(shipped(), Dossier("S1", tuple(facts)), action, entry)}


def test_a_whole_history_closes_the_site_and_owes_nothing():
    found = status(up_to("filing.filed"))

    assert (found.outcome, found.ledger, found.batch, found.progress) == (Outcome.CLOSED, Ledger.IN, "2019", "closed")
    assert found.debts == ()


@pytest.mark.parametrize(
    ("last", "place"),
    [
        ("site.registered", "survey"),
        ("survey.completed", "verification"),
        ("scope.included", "responsibility"),
        ("responsibility.determined", "plan"),
        ("plan.submitted", "review"),
        ("review.passed", "batch"),
        ("batch.listed", "works"),
        ("works.started", "works"),
        ("works.completed", "acceptance"),
        ("acceptance.passed", "recognition"),
        ("recognition.granted", "publicity"),
        ("publicity.certified", "report"),
        ("report.submitted", "audit"),
        ("audit.passed", "signature"),
        ("signature.signed", "filing"),
    ],
)
def test_the_place_is_the_first_open_stage_after_the_furthest(last: str, place: str):
    assert status(up_to(last)).place == place


def test_a_history_in_order_owes_nothing_at_any_step():
    for last in [name for name, *_ in LINE][3:]:
        facts = up_to(last)
        assert status(facts).debts == (), last


@pytest.mark.parametrize(
    ("facts", "place", "reopened"),
    [
        ([("acceptance.failed", "2019-10-12", "", None)], "works", []),
        (
            [("complaint.received", "2019-10-20", "C1", None), ("complaint.decided", "2019-10-22", "C1", "works")],
            "works",
            [],
        ),
        (
            [("complaint.received", "2019-10-20", "C1", None), ("complaint.decided", "2019-10-22", "C1", None)],
            "publicity",
            [],
        ),
        ([("publicity.interrupted", "2019-10-20", "N1", None)], "publicity", []),
        ([("recognition.feedback", "2019-10-17", "", None)], "recognition", []),
        ([("recognition.feedback", "2019-10-17", "", "works")], "works", []),
        ([("recognition.refused", "2019-10-17", "", None)], "works", []),
        ([("acceptance.recheck", "2019-10-12", "", None)], "acceptance", []),
        ([("verification.returned", "2019-10-12", "", "")], "publicity", ["verification"]),
        ([("verification.returned", "2019-10-12", "", None)], "publicity", ["survey", "verification"]),
        ([("batch.removed", "2019-10-12", "", None)], "publicity", ["batch"]),
        ([("plan.withdrawn", "2019-10-12", "v1", None)], "publicity", ["plan", "review"]),
        (
            [("plan.submitted", "2019-08-01", "v2", None), ("review.rejected", "2019-08-20", "v2", None)],
            "publicity",
            [],
        ),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else "+".join(str(v[0] if isinstance(v, tuple) else v) for v in value)
    ),
)
def test_what_an_ending_during_publicity_does(facts: list[Any], place: str, reopened: list[str]):
    history = up_to("publicity.posted") + [fact(name, on, subject=s, to=to) for name, on, s, to in facts]

    found = status(history, date(2019, 10, 24))

    assert found.place == place
    assert [d.stage for d in found.debts if d.kind == "reopened"] == reopened


@pytest.mark.parametrize(
    ("returned", "to", "place"),
    [
        ("audit.returned", None, "report"),
        ("audit.returned", "works", "works"),
        ("signature.returned", None, "report"),
        ("signature.returned", "audit", "audit"),
        ("filing.returned", None, "report"),
        ("filing.returned", "signature", "signature"),
    ],
)
def test_a_return_goes_back_to_the_stage_it_names(returned: str, to: str | None, place: str):
    history = [*up_to("signature.signed"), fact(returned, "2019-11-18", subject="A1", to=to)]

    assert status(history).place == place


def test_only_a_revocation_opens_a_closed_site_again():
    closed = up_to("filing.filed")

    assert status([*closed, fact("works.reopened", "2019-11-25")]).outcome == Outcome.CLOSED
    assert status([*closed, fact("filing.returned", "2019-11-25", subject="A1")]).outcome == Outcome.CLOSED
    revoked = status([*closed, fact("filing.revoked", "2019-11-25", subject="A1")])
    assert (revoked.outcome, revoked.place) == (Outcome.ACTIVE, "works")


def test_scope_out_and_in_again_stands_where_it_stood():
    history = [*up_to("works.completed"), fact("scope.excluded", "2019-09-25")]
    assert (status(history).outcome, status(history).ledger) == (Outcome.NOT_INCLUDED, Ledger.OUT)

    again = status([*history, fact("scope.included", "2019-10-01")])
    assert (again.outcome, again.place) == (Outcome.ACTIVE, "acceptance")


# ── gates


def test_works_cannot_start_before_the_review_is_passed_and_the_notice_says_where():
    entry = fact("works.started", "2018-11-05", subject="一标段", payload={})

    assert judged(up_to("plan.submitted"), "start_works", entry) == {("stage_open", "五(二)3d")}
    assert judged(up_to("batch.listed"), "start_works", entry) == set()


def test_a_notice_cannot_be_posted_before_recognition():
    parts = dict.fromkeys(shipped().publicity.parts, "内容")
    entry = fact("publicity.posted", "2019-10-18", subject="N1", payload=parts)

    assert judged(up_to("acceptance.passed"), "post_publicity", entry) == {("stage_open", "五(四)1c")}
    assert judged(up_to("recognition.granted"), "post_publicity", entry) == set()


def test_the_certificate_is_given_on_day_8_and_not_on_day_7():
    posted = up_to("publicity.posted")

    early = judged(posted, "record_certificate", fact("publicity.certified", "2019-10-25", subject="N1"))
    in_time = judged(posted, "record_certificate", fact("publicity.certified", "2019-10-26", subject="N1"))

    assert {clause for _, clause in early} == {"五(四)2b"}
    assert in_time == set()


@pytest.mark.parametrize(("at", "on", "blocked"), [("23:59:59", "2019-10-25", True), ("00:00:00", "2019-10-26", False)])
def test_a_complaint_in_the_last_second_holds_the_certificate_and_one_later_does_not(at: str, on: str, blocked: bool):
    history = [*up_to("publicity.posted"), fact("complaint.received", on, at=at, subject="C1")]

    found = judged(history, "record_certificate", fact("publicity.certified", "2019-10-28", subject="N1"))

    assert bool(found) is blocked


def test_a_late_complaint_blocks_the_filing_alone():
    history = [*up_to("publicity.certified"), fact("complaint.received", "2019-10-27", subject="C1")]

    report = judged(history, "record_report", fact("report.submitted", "2019-10-28", subject="A1"))
    signed = [*up_to("signature.signed"), fact("complaint.received", "2019-10-27", subject="C1")]
    filing = judged(
        signed, "record_filing", fact("filing.filed", "2019-11-20", subject="A1", payload=papers("filing_receipt"))
    )

    assert report == set()
    assert {clause for _, clause in filing} == {"五(四)2d"}


def test_a_missing_document_blocks_the_report_by_its_own_clause():
    history = [one for one in up_to("publicity.certified") if one.kind != "responsibility"]

    found = judged(history, "record_report", fact("report.submitted", "2019-10-28", subject="A1"))

    assert {clause for _, clause in found} == {"三(一)-2"}


# ── days


def test_the_stages_of_a_listed_site_are_due_as_planned_back():
    found = status(up_to("works.started"), date(2019, 10, 1))
    days = {state.code: (state.start_by, state.done_by) for state in found.stages if state.done_by}

    assert days["acceptance"] == (date(2019, 10, 28), date(2019, 11, 8))
    assert days["works"][1] == date(2019, 10, 27)
    assert days["survey"][1] == date(2018, 7, 15)
    assert days["review"][1] == date(2018, 10, 31)


def test_a_review_after_october_2018_is_met_late():
    history = [*up_to("plan.submitted"), fact("review.passed", "2018-11-15", subject="v1")]
    review = status(history).stage("review")

    assert review is not None
    assert review.timing == "met_late"

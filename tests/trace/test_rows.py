"""What a clause of the notice lets a user rely on, one short test a row of docs/trace.toml that no other test names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qingshan.casework.entry import Line, Paper
from qingshan.casework.shape import checked_values
from qingshan.foundation.problems import Problem
from qingshan.rulebook.consistency import consistency
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.programme import Programme
from tests.ledgers import ledger_of, registered
from tests.rulebook.histories import dossier, fact
from tests.rulebook.readings import answered
from tests.rulebook.test_consistency import drawn

OUTCOMES = dict.fromkeys(
    ("outcome_safe", "outcome_clean", "outcome_scenery", "outcome_land", "outcome_ecology"), "conforms"
)
PASSED = fact("acceptance.passed", "2019-10-10", subject="1", payload={**OUTCOMES, "inspectors": [{"name": "甲"}] * 3})


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(shipped_programmes()["shuimogou-2018"])


def changed(entry: Fact, **payload: object) -> Fact:
    return fact(entry.name, entry.happened_on, subject=entry.subject, payload={**entry.payload, **payload})


SURVEYED = fact("survey.completed", "2018-07-01", payload={"filled_by": "调查员"})
REFUSED = {
    "H-1": ("record_policy", fact("policy.recorded", "2018-07-16", subject="甲政办〔2018〕1号"), "subject_used"),
    "三(三)-5": ("record_acceptance", changed(PASSED, outcome_safe="fails"), "outcome_fails"),
    "五(一)1a": ("amend_site", fact("site.amended", "2018-07-20", payload={"name": "甲"}), "not_on_file"),
    "五(一)2a": (
        "record_verification",
        fact("verification.passed", "2018-07-10", payload={"verified_by": "调查员"}),
        "checks_own_work",
    ),
    "五(一)1d": (
        "amend_site",
        fact("site.amended", "2018-07-20", payload={"licence_area": drawn(500), "licence_area_m2": "100000"}),
        "polygon_area_far",
    ),
    "五(二)3a": ("request_review", fact("review_request.requested", "2018-10-01", subject="v9"), "subject_not_live"),
    "五(三)3b": ("apply_funds", fact("fund_application.applied", "2019-03-02", subject="F1"), "subject_used"),
    "五(三)4b": ("link_restoration", fact("enforcement.linked", "2019-03-02", subject="K9"), "subject_not_on_file"),
    "五(四)1a": ("record_acceptance", changed(PASSED, inspectors=[{"name": "甲"}]), "too_few"),
    "五(四)1b": ("record_acceptance", PASSED, "stage_open"),
    "五(四)2e": ("decide_complaint", fact("complaint.decided", "2019-09-12", subject="C1"), "not_countersigned"),
    "五(四)3d": ("record_filing", fact("filing.filed", "2019-11-20", payload={"document_no": "1号"}), "stage_open"),
    "六(二)-2": ("list_batch", fact("batch.listed", "2018-10-01", payload={"year": "2019"}), "stage_open"),
    "六(二)-5": ("report_week", fact("weekly.reported", "2018-10-01", payload={"progress": "无"}), "outcome_differs"),
}
"""Row → action, entry, the code it is refused with on the file `ON_FILE`."""
ON_FILE = {
    "H-1": [fact("policy.recorded", "2018-07-15", subject="甲政办〔2018〕1号")],
    "五(一)2a": [SURVEYED],
    "五(三)3b": [fact("fund_application.applied", "2019-03-01", subject="F1")],
    "六(二)-5": [fact("scope.excluded", "2018-07-20")],
}


@pytest.mark.parametrize("row", REFUSED)
def test_an_entry_the_clause_does_not_allow_is_refused(row: str, programme: Programme) -> None:
    action, entry, code = REFUSED[row]
    found = judge_entry(programme, dossier(*ON_FILE.get(row, ())), action, entry)
    assert code in {blocker.code for blocker in found}


@pytest.mark.parametrize(
    ("action", "result", "field"),
    [
        ("register_site", "registered", "street"),
        ("determine_responsibility", "determined", "body_kind"),
        ("determine_responsibility", "determined", "is_lost"),
        ("receive_complaint", "received", "channel"),
        ("record_policy", "recorded", "issuer"),
    ],
)
def test_what_the_clause_asks_for_may_not_be_left_out(
    action: str, result: str, field: str, programme: Programme
) -> None:
    noun, declared = BY_ACTION[action]
    name = next(f.name for f in noun.fields if f.key == field)
    with pytest.raises(Problem) as refused:
        checked_values(programme, noun, declared, Line("S1", result, {}), Paper(date(2018, 8, 1)))
    assert name in refused.value.sentence


REGISTER = [
    Dossier("A", (registered("A", "甲", production_state="producing", licence_state="valid"),)),
    Dossier("B", (registered("B", "乙"),)),
    Dossier("C", (registered("C", "丙", end_state="B"),)),
    Dossier("D", (registered("D", "丁", is_licensed=False, licence_state="none"),)),
]


@pytest.mark.parametrize(
    ("total", "counted"), [("licensed", 3), ("producing", 1), ("cancelled", 2), ("done", 1), ("unlicensed", 1)]
)
def test_a_total_counts_the_sites_it_speaks_of_and_no_others(total: str, counted: int, programme: Programme) -> None:
    assert {line.code: line.counted for line in ledger_of(REGISTER, programme=programme).control}.get(total) == counted


def test_which_kind_of_target_a_site_is_has_to_be_said(programme: Programme) -> None:
    site = dossier(fact("site.registered", "2018-06-20", payload={"name": "甲", "is_licensed": True}))
    assert "survey_types_missing" in {f.blocker.code for f in consistency(programme, site, date(2018, 8, 1))}


@pytest.mark.parametrize(
    ("stage", "last"), [("survey", date(2018, 7, 15)), ("plan", date(2018, 10, 31)), ("works", date(2020, 12, 31))]
)
def test_a_stage_is_overdue_from_the_day_after_its_day_in_the_notice(
    stage: str, last: date, programme: Programme
) -> None:
    listed = [] if stage != "works" else [fact("batch.listed", "2018-10-01", payload={"year": "2020"})]
    outside = replace(programme, batches=(), backplan=())
    site = dossier(fact("scope.included", "2018-07-01"), *listed)

    def timing(on: date) -> str:
        found = evaluate(outside, site, on).stage(stage)
        return found.timing if found else ""

    assert (timing(last), timing(last + timedelta(1))) == ("running", "overdue")


IN_SCOPE = (
    fact("survey.completed", "2018-07-01"),
    fact("verification.passed", "2018-07-10"),
    fact("scope.included", "2018-07-20"),
)


@pytest.mark.parametrize(
    ("category", "papers"),
    [
        ("1", {"survey_coal", "closure_papers_coal"}),
        ("2", {"survey_sand", "closure_papers_sand"}),
        ("3", {"survey_closed", "closure_papers_closed"}),
        ("4", {"survey_other", "enforcement_papers"}),
    ],
)
def test_the_report_is_refused_for_each_paper_annex_1_asks_of_a_category_alone(
    category: str, papers: set[str], programme: Programme
) -> None:
    clause = next(c.clause for c in programme.categories if c.code == category)
    site = dossier(fact("site.registered", "2018-06-20", payload={"name": "甲", "category": category}), *IN_SCOPE)
    entry = fact("report.submitted", "2019-10-28", subject="A1")
    refused = judge_entry(programme, site, "record_report", entry)
    assert {b.params["slot"] for b in refused if b.clause == clause} == papers


def test_a_site_in_scope_is_a_row_of_the_first_ledger_and_one_left_out_of_the_second(programme: Programme) -> None:
    left_out = Dossier("E", (registered("E", "戊"), fact("scope.excluded", "2018-07-20", payload={"reason": "C"})))
    taken_in = Dossier("A", (registered("A", "甲"), fact("scope.included", "2018-07-20")))
    sheets = ledger_of([taken_in, left_out], programme=programme).sheets
    assert [[row.site for row in sheet.rows] for sheet in sheets] == [["A"], ["E"]]


def test_a_plan_to_be_revised_is_no_plan_until_it_is_handed_in_again(programme: Programme) -> None:
    facts = [fact("plan.submitted", "2018-09-20", subject="v1"), fact("review.revise", "2018-10-08", subject="v1")]
    stage = evaluate(programme, dossier(*facts), date(2018, 10, 9)).stage("plan")
    assert stage is not None
    assert stage.state == "open"


@pytest.mark.parametrize(
    ("action", "early"), [("start_works", "works.started"), ("record_acceptance", "acceptance.passed")]
)
def test_a_step_waits_for_its_phase_where_phases_are_the_districts(
    action: str, early: str, programme: Programme
) -> None:
    of_the_district = answered(programme, "phases", "global")

    def refused(on: str) -> set[str]:
        return {b.code for b in judge_entry(of_the_district, dossier(), action, fact(early, on, subject="1"))}

    assert "phase_not_begun" in refused("2018-10-31")
    assert "phase_not_begun" not in refused("2018-11-01")


def test_a_batch_is_closed_by_the_day_of_the_notice(programme: Programme) -> None:
    listed = [fact("scope.included", "2018-07-20"), fact("batch.listed", "2018-10-01", payload={"year": "2019"})]
    stage = evaluate(programme, dossier(*listed), date(2019, 5, 6)).stage("filing")
    assert stage is not None
    assert stage.done_by == date(2019, 11, 30)


def test_every_contradiction_of_the_notice_has_its_reading(programme: Programme) -> None:
    assert [r.code for r in programme.readings] == [f"C-{number:02d}" for number in range(1, 54)]


def test_a_paper_confirms_a_reading_as_the_notice_has_it(programme: Programme) -> None:
    def refused(reading: str, chosen: str) -> list[str]:
        payload = {"chosen": chosen, "decided_by": "办公室", "document_no": "1号"}
        entry = fact("reading_decision.confirmed", "2019-03-01", subject=reading, payload=payload)
        return [b.code for b in judge_entry(programme, dossier(site="office"), "confirm_reading", entry)]

    reading = next(r for r in programme.readings if r.code == "C-26")
    assert refused("C-26", reading.lines[0].chosen) == []
    assert refused("C-26", reading.alternatives[reading.lines[0].chosen]) == []
    assert refused("C-26", "别的") == ["reading_differs"]
    assert refused("C-99", "别的") == ["reading_unknown"]


def test_the_roll_up_is_signed_no_earlier_than_its_day_and_once(programme: Programme) -> None:
    payload = {"as_of": "2018-08-30", "total": 26, "signed_by": "主任"}
    signed = fact("district_archive.signed", "2018-08-30", subject="DA-1", payload=payload)

    def refused(entry: Fact, *on_file: Fact) -> list[str]:
        return [b.code for b in judge_entry(programme, dossier(*on_file, site="office"), "record_archive", entry)]

    assert refused(signed) == []
    assert refused(fact("district_archive.signed", "2018-08-29", subject="DA-1", payload=payload)) == [
        "summed_up_later"
    ]
    again = fact("district_archive.signed", "2018-09-01", subject="DA-1", payload=payload)
    assert refused(again, signed) == ["subject_used"]

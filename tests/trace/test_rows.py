"""What a clause of the notice lets a user rely on, one short test a row of docs/trace.toml that no other test names."""

from __future__ import annotations

from datetime import date

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


def test_plans_are_due_by_the_day_of_the_notice(programme: Programme) -> None:
    stage = evaluate(programme, dossier(fact("scope.included", "2018-07-20")), date(2018, 9, 1)).stage("plan")
    assert stage is not None
    assert stage.done_by == date(2018, 10, 31)


def test_a_plan_to_be_revised_is_no_plan_until_it_is_handed_in_again(programme: Programme) -> None:
    facts = [fact("plan.submitted", "2018-09-20", subject="v1"), fact("review.revise", "2018-10-08", subject="v1")]
    stage = evaluate(programme, dossier(*facts), date(2018, 10, 9)).stage("plan")
    assert stage is not None
    assert stage.state == "open"


def test_works_wait_for_their_phase_where_phases_are_the_districts(programme: Programme) -> None:
    early = fact("works.started", "2018-10-20", subject="1")
    found = judge_entry(answered(programme, "phases", "global"), dossier(), "start_works", early)
    assert "phase_not_begun" in {blocker.code for blocker in found}


def test_a_batch_is_closed_by_the_day_of_the_notice(programme: Programme) -> None:
    listed = [fact("scope.included", "2018-07-20"), fact("batch.listed", "2018-10-01", payload={"year": "2019"})]
    stage = evaluate(programme, dossier(*listed), date(2019, 5, 6)).stage("filing")
    assert stage is not None
    assert stage.done_by == date(2019, 11, 30)


def test_every_contradiction_of_the_notice_has_its_reading(programme: Programme) -> None:
    assert [r.code for r in programme.readings] == [f"C-{number:02d}" for number in range(1, 54)]


def test_the_last_phase_ends_with_the_year_2020(programme: Programme) -> None:
    assert {p.code: p.ends_on for p in programme.phases}["closure"] == date(2020, 12, 31)

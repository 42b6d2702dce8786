"""The parts of a Status beside the place: deadlines, slots, debts, waivers, extensions, progress, what time changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qingshan.rulebook.checks.general import OUTCOME_NAMES
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.programme import CheckUse, Evidence, Part
from qingshan.rulebook.status import Ledger, Outcome, SlotState, StageState, Status

from .histories import PHOTO, day, dossier, fact, registered, up_to
from .programmes import SMALL, STAGES


def status(*facts: Fact, on: str = "12-05") -> Status:
    return evaluate(SMALL, dossier(*facts), day(on))


def stage(of: Status, code: str) -> StageState:
    found = of.stage(code)
    assert found is not None
    return found


def slot(of: Status, code: str) -> SlotState:
    return next(s for s in of.slots if s.code == code)


# -- outcome


def test_a_site_without_a_scope_decision_is_active_and_pending_on_its_ledger() -> None:
    found = status(*up_to("verification"))
    assert (found.outcome, found.ledger, found.place) == (Outcome.ACTIVE, Ledger.PENDING, "scope")


def test_two_scope_decisions_of_one_day_leave_the_site_out() -> None:
    facts = [*up_to("verification"), fact("scope.included", "2018-07-20"), fact("scope.excluded", "2018-07-20")]
    assert status(*facts).outcome is Outcome.NOT_INCLUDED
    clocks = [fact("scope.excluded", "2018-07-20", at="09:00"), fact("scope.included", "2018-07-20", at="15:00")]
    assert status(*up_to("verification"), *clocks).outcome is Outcome.ACTIVE


def test_every_outcome_has_its_words_and_pending_is_none_of_them() -> None:
    assert {str(outcome) for outcome in Outcome} == set(OUTCOME_NAMES)
    assert "pending" not in OUTCOME_NAMES


def test_bulk_readers_leave_out_only_what_was_entered_against() -> None:
    facts = dossier(*up_to("scope"), fact("works.started", "04-01"), fact("works.completed", "09-20"))
    whole = evaluate(SMALL, facts, day("10-01"))
    bare = evaluate(SMALL, facts, day("10-01"), with_entered_against=False)
    assert whole.entered_against
    assert bare == replace(whole, entered_against=())


# -- deadlines


def test_deadlines_come_from_the_batch_planned_back_and_from_the_notice() -> None:
    found = status(*up_to("batch"), on="10-01")
    assert found.batch == "2019"
    days = {s.code: (s.start_by, s.done_by, s.timing) for s in found.stages if s.done_by}
    assert days == {
        "review": (None, date(2018, 10, 31), "met"),
        "works": (day("10-27"), day("10-27"), "running"),
        "acceptance": (day("10-28"), day("11-08"), "running"),
        "publicity": (day("11-08"), day("11-18"), "running"),
        "filing": (day("11-18"), day("11-30"), "running"),
    }
    assert stage(found, "works").slack == 26


def test_the_notice_is_to_be_posted_before_its_first_public_day() -> None:
    """Seven public days from 11-11 to 11-17; the last working day before them is Friday 11-08."""
    evening = status(*up_to("recognition"), on="11-08")
    assert (stage(evening, "publicity").start_by, evening.valid_until) == (day("11-08"), day("11-09"))
    assert (evening.next_actions[0].action, evening.next_actions[0].start_by) == ("post_publicity", day("11-08"))


def test_the_last_day_itself_is_in_time_and_a_reopened_stage_runs_again() -> None:
    on_the_day = [*up_to("begun works"), fact("works.completed", "10-27")]
    assert stage(status(*on_the_day), "works").timing == "met"
    late = [*up_to("begun works"), fact("works.completed", "10-28")]
    assert stage(status(*late), "works").timing == "met_late"
    reopened = fact("works.reopened", "10-20")
    assert stage(status(*up_to("works"), reopened, on="10-27"), "works").timing == "running"
    assert stage(status(*up_to("works"), reopened, on="10-28"), "works").timing == "overdue"


def test_a_review_after_the_notices_day_is_met_late() -> None:
    found = status(*up_to("plan"), fact("review.passed", "2018-11-01", subject="v1"))
    assert stage(found, "review").timing == "met_late"


def test_an_extension_moves_the_day_of_its_stage() -> None:
    extension = fact("extension.granted", "10-20", payload={"stage": "works", "until": "2019-11-05"})
    found = status(*up_to("begun works"), extension, on="11-05")
    assert (stage(found, "works").done_by, stage(found, "works").timing) == (day("11-05"), "running")
    assert found.valid_until == day("11-06")


def test_removed_from_the_list_a_site_has_no_batch_and_no_planned_days() -> None:
    found = status(*up_to("begun works"), fact("batch.removed", "05-01"))
    assert (found.batch, stage(found, "works").done_by) == ("", None)


def test_a_site_left_out_has_no_deadlines() -> None:
    found = status(*up_to("batch"), fact("scope.excluded", "10-01"))
    assert [s.code for s in found.stages if s.done_by or s.timing] == []


# -- progress and what time changes


@pytest.mark.parametrize(
    ("until", "on", "word"),
    [
        ("batch", "10-01", "not_started"),
        ("batch", "10-28", "behind"),
        ("begun works", "10-01", "ahead"),
        ("begun works", "10-28", "behind"),
        ("works", "10-28", "done"),
        ("filing", "12-05", "closed"),
    ],
)
def test_the_official_word_for_progress(until: str, on: str, word: str) -> None:
    assert status(*up_to(until), on=on).progress == word


def test_valid_until_is_the_next_day_on_which_time_alone_changes_something() -> None:
    assert status(*up_to("batch"), on="10-01").valid_until == day("10-28")
    assert status(*up_to("begun publicity"), on="10-21").valid_until == day("10-28")
    waiver = fact("waiver.granted", "10-01", payload={"stages": ["works"], "until": "2019-10-10"})
    assert status(*up_to("batch"), waiver, on="10-02").valid_until == day("10-11")
    promise = fact("document.promised", "10-01", subject="licence", payload={"promised_on": "2019-10-05"})
    assert status(registered(category="coal"), promise, on="10-02").valid_until == day("10-06")
    assert status(*up_to("filing")).valid_until is None


# -- waivers


def test_a_waived_stage_is_exempt_until_its_last_day_and_owes_nothing() -> None:
    waiver = fact("waiver.granted", "2018-08-01", payload={"stages": ["survey", "verification"]})
    found = status(registered(), fact("scope.included", "2018-07-20"), waiver)
    assert [stage(found, c).state for c in ("survey", "verification")] == ["exempt", "exempt"]
    assert (found.place, found.debts) == ("responsibility", ())


def test_a_waiver_falls_like_evidence_unless_it_is_standing() -> None:
    plain = fact("waiver.granted", "10-01", payload={"stages": ["acceptance"]})
    standing = fact("waiver.granted", "10-01", payload={"stages": ["acceptance"], "standing": True})
    facts = [*up_to("works"), fact("works.reopened", "11-01"), fact("works.completed", "11-02")]
    assert status(*facts, plain).place == "acceptance"
    assert status(*facts, standing).place == "recognition"


def test_evidence_may_rest_on_an_exempt_stage() -> None:
    facts = [*up_to("works"), fact("works.reopened", "10-01"), fact("acceptance.passed", "10-10")]
    assert status(*facts).place == "works"
    waiver = fact("waiver.granted", "10-05", payload={"stages": ["works"]})
    assert status(*facts, waiver).place == "recognition"


# -- documents


def test_slots_by_category_and_stage() -> None:
    found = status(*up_to("review"))
    assert [(s.code, s.state) for s in found.slots] == [
        ("licence", "never"),
        ("survey_form", "have"),
        ("reviewed_plan", "have"),
        ("photos_after", "later"),
        ("filing_receipt", "later"),
    ]
    coal = status(*up_to("review")[1:], registered(category="coal"))
    assert slot(coal, "licence").state == "owed"
    assert [(d.kind, d.slot, d.clause) for d in coal.debts] == [("document", "licence", "附件1-一2")]


def test_of_a_site_without_a_category_only_what_every_category_asks_for_is_asked() -> None:
    found = status(*up_to("review")[1:])
    assert [(s.code, s.state) for s in found.slots][:2] == [("licence", "never"), ("survey_form", "have")]


def test_a_promised_paper_is_a_debt_with_its_day_and_owed_the_day_after() -> None:
    promise = fact("document.promised", "10-11", subject="photos_after", payload={"promised_on": "2019-11-10"})
    facts = [*up_to("works"), fact("acceptance.passed", "10-10"), promise]
    promised, owed = status(*facts, on="11-10"), status(*facts, on="11-11")
    assert (slot(promised, "photos_after").state, slot(owed, "photos_after").state) == ("promised", "owed")
    assert [(d.slot, d.promised_on, d.blocker.code if d.blocker else "") for d in promised.debts] == [
        ("photos_after", day("11-10"), "document_promised")
    ]
    assert [d.blocker.code if d.blocker else "" for d in owed.debts] == ["document_missing"]


def test_an_item_promised_with_its_record_counts_as_a_promise() -> None:
    item = {"slot": "photos_after", "title": "照片", "promised_on": "2019-12-31"}
    found = status(*up_to("works"), fact("acceptance.passed", "10-10", payload={"evidence": [item]}))
    assert slot(found, "photos_after").state == "promised"


def test_a_title_without_a_file_fills_no_slot_but_a_document_record_without_one_does() -> None:
    titles = [{"slot": "photos_after", "title": "照片", "sha256": ""}, {"slot": "photos_after", "title": "照片"}]
    accepted = fact("acceptance.passed", "10-10", payload={"evidence": titles})
    assert slot(status(*up_to("works"), accepted), "photos_after").state == "owed"
    on_paper = fact("document.filed", "10-11", subject="photos_after", payload={"count": 2, "title": "照片，纸质"})
    assert slot(status(*up_to("works"), accepted, on_paper), "photos_after").state == "have"


def test_a_paper_that_does_not_apply_is_no_debt() -> None:
    lifted = fact("document.not_applicable", "10-11", subject="photos_after", payload={"reason": "无法拍摄"})
    found = status(*up_to("works"), fact("acceptance.passed", "10-10"), lifted)
    assert (slot(found, "photos_after").state, found.debts) == ("not_applicable", ())


def test_two_pieces_in_one_record_fill_a_slot_for_two() -> None:
    filed = fact("document.filed", "10-11", subject="photos_after", payload={"count": 2})
    assert slot(status(*up_to("works"), fact("acceptance.passed", "10-10"), filed), "photos_after").state == "have"


def test_a_closed_case_owes_its_papers_too() -> None:
    found = status(*up_to("filing"))
    assert [(d.slot, d.stage) for d in found.debts] == [("filing_receipt", "filing")]


# -- debts


def test_evidence_dated_before_what_it_rests_on_is_a_debt() -> None:
    facts = [*up_to("batch"), fact("works.started", "04-01"), fact("works.completed", "10-20")]
    found = status(*facts, fact("acceptance.passed", "10-10", payload={"evidence": [PHOTO, PHOTO]}))
    assert [(d.kind, d.stage) for d in found.debts] == [("dated_before", "acceptance")]
    assert found.place == "recognition"


def test_a_filing_alone_is_closed_and_owes_everything() -> None:
    found = status(fact("filing.filed", "11-25"))
    assert found.outcome is Outcome.CLOSED
    assert [d.stage for d in found.debts if d.kind == "missing"] == [s.code for s in STAGES[:-1]]


def test_not_included_and_off_cases_owe_nothing() -> None:
    assert status(fact("works.completed", "09-01"), fact("scope.excluded", "09-02")).debts == ()
    assert status(fact("works.completed", "09-01"), fact("lineage.voided", "09-02")).debts == ()


# -- conditions, parts, rounds


def test_a_stage_that_does_not_apply_is_skipped_and_owes_nothing() -> None:
    procedure = replace(
        STAGES[6], code="procedure", applies=(CheckUse("plan_is_government_funded"),), evidence=Evidence("x", ("y",))
    )
    programme = replace(SMALL, stages=(*STAGES[:7], procedure, *STAGES[7:]))
    found = evaluate(programme, dossier(*up_to("works")), day("12-05"))
    assert (stage(found, "procedure").state, found.debts) == ("not_applicable", ())

    public = fact("plan.submitted", "2018-09-02", subject="v1", payload={"is_government_funded": True})
    found = evaluate(programme, dossier(*up_to("works"), public), day("12-05"))
    assert (stage(found, "procedure").state, [d.stage for d in found.debts]) == ("open", ["procedure"])


def test_evidence_without_a_part_speaks_for_the_parts_of_its_day() -> None:
    facts = [*up_to("batch"), *(fact("works.started", "04-01", subject=p) for p in "AB")]
    facts.append(fact("works.completed", "09-01"))
    assert stage(status(*facts), "works").state == "reached"
    facts.append(fact("works.started", "09-02", subject="C"))
    assert stage(status(*facts), "works").state == "open"


def test_a_package_opened_after_the_acceptance_leaves_a_debt_not_a_step_back() -> None:
    found = status(*up_to("recognition"), fact("works.started", "10-16", subject="B"))
    assert found.place == "publicity"
    assert [(d.stage, d.unfounded) for d in found.debts if d.kind == "missing"] == [
        ("works", True),
        ("acceptance", True),
    ]


def test_an_interrupted_notice_is_never_completed_and_a_new_one_is_posted() -> None:
    facts = [*up_to("begun publicity"), fact("publicity.interrupted", "10-22", subject="N1")]
    facts.append(fact("publicity.certified", "11-10", subject="N1"))
    found = status(*facts)
    assert (found.place, stage(found, "publicity").begun_on) == ("publicity", None)
    facts += [
        fact("publicity.posted", "11-11", subject="N2"),
        fact("publicity.certified", "11-19", subject="N2"),
    ]
    assert status(*facts).place == "report"


def test_parts_of_a_kind_the_programme_does_not_declare_are_ignored() -> None:
    programme = replace(SMALL, parts=(Part("plan", "方案", Evidence("plan", ("submitted",))),))
    found = evaluate(programme, dossier(*up_to("works")), day("12-05"))
    assert found.place == "acceptance"


# -- next actions


def test_next_actions_name_the_party_the_days_and_what_stands_against_them() -> None:
    found = status(*up_to("batch"), on="10-01")
    lines: list[Any] = [(a.action, a.party, a.by, a.slack, [b.code for b in a.blockers]) for a in found.next_actions]
    assert lines == [
        ("start_works", "p-works", day("10-27"), 26, []),
        ("complete_works", "p-works", day("10-27"), 26, ["not_on_file"]),
    ]


def test_an_open_complaint_is_a_next_action_with_its_own_term() -> None:
    found = status(*up_to("publicity"), fact("complaint.received", "10-22", subject="C1"), on="10-29")
    decide = next(a for a in found.next_actions if a.action == "decide_complaint")
    assert (decide.party, decide.clause, decide.by) == ("p-street", "五(四)2d", day("11-05"))


def test_a_milestone_owed_is_a_next_action_after_the_place() -> None:
    found = status(*up_to("plan"), fact("works.started", "04-01"))
    assert [a.action for a in found.next_actions] == ["complete_works", "record_review", "list_batch"]

"""Every row of the examples of design §1a."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact, beijing_day, beijing_instant
from qingshan.rulebook.gates import judge_entry, preview
from qingshan.rulebook.lineage import inherited
from qingshan.rulebook.status import Ledger, Outcome, Status

from .histories import PHOTO, SCAN, day, dossier, fact, instant, up_to
from .programmes import SMALL

END = day("12-05")


def status(*facts: Fact, on: date = END) -> Status:
    return evaluate(SMALL, dossier(*facts), on)


def reopened(of: Status) -> list[str]:
    return [d.stage for d in of.debts if d.kind == "reopened"]


def missing(of: Status) -> list[tuple[str, bool]]:
    return [(d.stage, d.unfounded) for d in of.debts if d.kind == "missing"]


def test_an_acceptance_failed_puts_the_case_back_at_works_until_they_are_completed_again() -> None:
    failed = fact("acceptance.failed", "10-10")
    facts = [*up_to("works"), failed]

    before = status(*facts)
    assert before.place == "works"
    works = before.stage("works")
    assert works is not None
    assert (works.state, works.reopened_by, works.reopened_on) == ("open", failed.id, day("10-10"))

    after = status(*facts, fact("works.completed", "10-25"))
    assert after.place == "acceptance"
    works = after.stage("works")
    assert works is not None
    assert (works.reached_on, works.times) == (day("10-25"), 2)


def test_a_complaint_upheld_to_works_during_publicity_makes_all_that_rests_on_works_needed_again() -> None:
    facts = [
        *up_to("begun publicity"),
        fact("complaint.received", "10-22", subject="C1"),
        fact("complaint.decided", "10-24", subject="C1", to="works"),
    ]
    assert status(*facts).place == "works"

    facts.append(fact("works.completed", "11-01"))
    assert status(*facts).place == "acceptance"
    facts.append(fact("acceptance.passed", "11-02"))
    assert status(*facts).place == "recognition"
    facts.append(fact("recognition.granted", "11-03"))
    facts.append(fact("publicity.certified", "11-12", subject="N1"))
    assert status(*facts).place == "publicity", "the notice of before does not count any more"
    facts.append(fact("publicity.posted", "11-13", subject="N2"))
    facts.append(fact("publicity.certified", "11-21", subject="N2"))
    assert status(*facts).place == "report"


def test_a_complaint_upheld_without_a_stage_to_go_back_to_moves_nothing() -> None:
    facts = [*up_to("begun publicity"), fact("complaint.received", "10-22", subject="C1")]
    held = status(*facts)
    assert (held.place, [h.code for h in held.holds]) == ("publicity", ["complaint_open"])

    decided = status(*facts, fact("complaint.decided", "10-24", subject="C1"))
    assert (decided.place, decided.holds) == ("publicity", ())


def test_an_order_entered_late_makes_the_acceptance_after_it_count_no_longer() -> None:
    order = fact("works.reopened", "09-25", recorded="10-05")
    facts = [*up_to("works"), fact("acceptance.passed", "10-01", id="acc"), order]
    found = status(*facts)
    assert found.place == "works"
    against = [b for b in found.entered_against if b.code == "would_not_count"]
    assert [(b.params["kind"], b.params["happened_on"], b.params["fact"], b.params["on"]) for b in against] == [
        ("acceptance", "2019-10-01", "acc", "2019-09-25")
    ]


def test_that_order_shows_what_it_undoes_before_it_is_saved() -> None:
    facts = [*up_to("works"), fact("acceptance.passed", "10-01", id="acc")]
    shown = preview(SMALL, dossier(*facts), fact("works.reopened", "09-25", recorded="10-05"), END)
    assert (shown.before.place, shown.after.place) == ("recognition", "works")
    assert [f.id for f in shown.undone] == [next(f.id for f in facts if f.name == "works.completed"), "acc"]


def complained(at: str, on: str) -> list[Fact]:
    return [
        *up_to("publicity"),
        fact("complaint.received", on, at=at, subject="C1", recorded="10-29"),
    ]


def test_a_complaint_in_the_last_second_of_day_seven_entered_on_day_nine_holds_a_certificate_of_day_eight() -> None:
    facts = complained("23:59:59", "10-27")
    found = status(*facts, on=day("10-29"))
    assert found.place == "report"
    assert [(h.in_window, h.blocks) for h in found.holds] == [(True, SMALL.holds[0].blocks)]
    report = next(a for a in found.next_actions if a.action == "record_report")
    assert "held" in [b.code for b in report.blockers]

    as_known = evaluate(SMALL, dossier(*facts), day("10-28"), known_at=instant(day("10-28"), 23))
    assert (as_known.place, as_known.holds) == ("report", ())


def test_a_complaint_at_midnight_that_opens_day_eight_blocks_only_the_filing() -> None:
    found = status(*complained("00:00:00", "10-28"), on=day("10-29"))
    assert [(h.in_window, h.blocks) for h in found.holds] == [(False, ("record_filing",))]
    report = next(a for a in found.next_actions if a.action == "record_report")
    assert "held" not in [b.code for b in report.blockers]


def test_the_last_second_of_day_seven_is_told_in_beijing_time() -> None:
    last = beijing_instant(day("10-28")).timestamp() - 1
    instants = [datetime.fromtimestamp(t, tz=UTC) for t in (last, last + 1)]
    assert [beijing_day(i) for i in instants] == [day("10-27"), day("10-28")]


def test_a_complaint_upheld_after_filing_leaves_the_case_closed_with_all_it_rests_on_reopened() -> None:
    facts = [
        *up_to("filing"),
        fact("complaint.received", "11-27", subject="C1"),
        fact("complaint.decided", "11-30", subject="C1", to="works"),
    ]
    found = status(*facts)
    assert (found.outcome, found.ledger, found.place) == (Outcome.CLOSED, Ledger.IN, "")
    assert reopened(found) == ["works", "acceptance", "recognition", "publicity", "report", "audit", "signature"]


def test_a_filing_revoked_goes_back_to_works_when_nothing_else_is_said() -> None:
    found = status(*up_to("filing"), fact("filing.revoked", "12-01"))
    assert (found.outcome, found.place) == (Outcome.ACTIVE, "works")


def test_a_verification_withdrawn_while_works_run_is_a_debt_that_blocks_the_report() -> None:
    returned = Fact("w", "verification", "withdrawn", day("05-01"), instant(day("05-01")))
    programme = replace(
        SMALL, endings=(*SMALL.endings, replace(SMALL.endings[0], result="withdrawn", ends=("verification",)))
    )
    found = evaluate(programme, dossier(*up_to("begun works"), returned), END)
    assert found.place == "works"
    assert reopened(found) == ["verification"]

    at_report = dossier(*up_to("publicity"), returned)
    entry = fact("report.submitted", "11-01", subject="A1")
    blockers = judge_entry(programme, at_report, "record_report", entry)
    assert [(b.code, b.params["stage"]) for b in blockers] == [("stage_reopened", "verification")]


def test_a_completion_retracted_while_recognition_is_on_file_leaves_an_unfounded_debt() -> None:
    facts = up_to("recognition")
    completed = next(f for f in facts if f.name == "works.completed")
    retraction = fact("works.retracted", "11-01", replaces=completed.id)
    found = status(*facts, retraction)
    assert found.place == "publicity"
    assert missing(found) == [("works", True)]
    assert found.debts[0].unfounded

    again = fact("works.completed", "09-21", replaces=retraction.id, recorded="11-02")
    assert missing(status(*facts, retraction, again)) == []


def test_a_second_plan_refused_while_works_run_under_the_first_leaves_the_first_in_force() -> None:
    facts = [
        *up_to("begun works"),
        fact("plan.submitted", "05-01", subject="v2"),
        fact("review.rejected", "06-01", subject="v2"),
    ]
    found = status(*facts)
    assert found.place == "works"
    review = found.stage("review")
    assert review is not None
    assert (review.state, review.reached_on) == ("reached", day("2018-10-01"))


def test_works_begun_before_the_review_stand_at_works_and_owe_review_and_list() -> None:
    started = fact("works.started", "04-01")
    found = status(*up_to("plan"), started)
    assert found.place == "works"
    assert missing(found) == [("review", False), ("batch", False)]
    assert [(b.code, b.params["fact"], b.params["stage"]) for b in found.entered_against] == [
        ("stage_open", started.id, "review")
    ]


def test_a_site_left_out_and_taken_in_again_stands_where_it_stood() -> None:
    facts = [*up_to("works"), fact("scope.excluded", "10-01")]
    out = status(*facts)
    assert (out.outcome, out.ledger, out.place, out.debts) == (Outcome.NOT_INCLUDED, Ledger.OUT, "", ())

    again = status(*facts, fact("scope.included", "11-01"))
    assert (again.outcome, again.place) == (Outcome.ACTIVE, "acceptance")


def test_of_two_packages_the_failure_of_one_leaves_the_acceptance_of_the_other() -> None:
    facts = [
        *up_to("batch"),
        fact("works.started", "04-01", subject="A"),
        fact("works.started", "04-02", subject="B"),
        fact("works.completed", "09-01", subject="A"),
        fact("works.completed", "09-02", subject="B"),
        fact("acceptance.passed", "10-01", subject="A", id="acc-a"),
        fact("acceptance.passed", "10-02", subject="B"),
        fact("recognition.granted", "10-05"),
    ]
    assert status(*facts).place == "publicity"

    facts.append(fact("acceptance.failed", "10-10", subject="B"))
    found = status(*facts)
    assert found.place == "works"
    acceptance, recognition = found.stage("acceptance"), found.stage("recognition")
    assert acceptance is not None
    assert acceptance.evidence == ("acc-a",)
    assert recognition is not None
    assert recognition.state == "open"

    facts += [fact("works.completed", "10-20", subject="B"), fact("acceptance.passed", "10-25", subject="B")]
    assert status(*facts).place == "recognition"


@pytest.mark.parametrize("result", ["merged", "split", "transferred", "voided"])
def test_a_register_act_takes_the_site_off_and_keeps_its_facts(result: str) -> None:
    found = status(*up_to("works"), fact(f"lineage.{result}", "10-01"))
    assert (found.outcome.value, found.ledger, found.place) == (result, Ledger.OFF, "")
    works = found.stage("works")
    assert works is not None
    assert works.state == "reached"


def test_children_of_a_split_start_with_copies_that_name_their_origin() -> None:
    parent = dossier(*up_to("works"), fact("lineage.split", "10-01"), site="P")
    child = Dossier("C", inherited(parent, "C", day("10-01"), instant(day("10-01"))))
    assert evaluate(SMALL, child, END).place == "acceptance"
    assert {f.payload["origin"]["site"] for f in child.facts} == {"P"}
    assert [f.payload["origin"]["fact"] for f in child.facts] == [f.id for f in parent.facts[:-1]]


# -- what the notes beside the examples say


def test_an_outside_decision_is_refused_without_its_scan() -> None:
    entry = fact("audit.passed", "11-08", subject="A1")
    found = judge_entry(SMALL, dossier(*up_to("report")), "record_city_audit", entry)
    assert [b.code for b in found] == ["scan_missing"]
    with_scan = replace(entry, payload={"evidence": [SCAN]})
    assert judge_entry(SMALL, dossier(*up_to("report")), "record_city_audit", with_scan) == ()


def test_photographs_of_before_a_failed_acceptance_are_owed_again() -> None:
    facts = [*up_to("acceptance"), fact("works.reopened", "11-01"), fact("works.completed", "11-05")]
    facts.append(fact("acceptance.passed", "11-10"))
    found = status(*facts)
    assert [(d.slot, d.count) for d in found.debts] == [("photos_after", 2)]
    facts.append(fact("acceptance.passed", "11-10", payload={"evidence": [PHOTO, PHOTO]}))
    assert status(*facts).debts == ()

"""The registry of checks, and each check refusing and letting pass with the same setup."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import qingshan.rulebook
from qingshan.rulebook.checks import registry, vocabulary
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.programme import CheckUse, Gate, PlanItem, Programme
from qingshan.rulebook.sentences import SENTENCES, say
from qingshan.rulebook.status import Blocker

from .histories import SCAN, day, dossier, fact, up_to
from .programmes import SMALL


def test_the_registry_and_the_vocabulary_have_the_same_names() -> None:
    assert sorted(registry.GATES) == sorted(vocabulary.GATES)
    assert sorted(registry.EVIDENCE) == sorted(vocabulary.EVIDENCE)
    assert sorted(registry.CONDITIONS) == sorted(vocabulary.CONDITIONS)


def test_every_check_says_what_it_asks_for() -> None:
    checks = [*registry.GATES.values(), *registry.EVIDENCE.values(), *registry.CONDITIONS.values()]
    assert [c.__name__ for c in checks if not inspect.getdoc(c)] == []


def test_every_code_the_rulebook_yields_has_a_sentence_that_ends_like_one() -> None:
    folder = Path(qingshan.rulebook.__file__).parent
    text = "".join(
        (folder / name).read_text("utf-8")
        for name in (
            "gates.py",
            "judging.py",
            "debts.py",
            "consistency.py",
            *(f"checks/{p.name}" for p in (folder / "checks").glob("*.py")),
        )
    )
    codes = set(re.findall(r'(?:Blocker|look\.blocker)\(\s*"(\w+)"', text))
    codes |= set(re.findall(r'_found\(\s*\w+, "(\w+)"', text))
    codes |= set(re.findall(r'code = "(\w+)" if .* else "(\w+)"', text)[0])
    assert len(codes) > 40
    assert sorted(codes - set(SENTENCES)) == []
    assert [c for c, s in SENTENCES.items() if not s.endswith("。") or "!" in s or "！" in s] == []


# -- one gate at a time


def judged(
    check: str, entry: Fact, *facts: Fact, action: str, programme: Programme = SMALL, **params: Any
) -> list[str]:
    """The codes with which a gate that asks for this one check refuses an entry."""
    gate = Gate(action, "p", "g", (CheckUse(check, "", params),))
    alone = replace(programme, gates=(gate,), stages=programme.stages)
    return [b.code for b in judge_entry(alone, dossier(*facts), action, entry)]


def test_satisfied_asks_for_the_stage_and_is_content_with_a_waiver() -> None:
    entry = fact("verification.passed", "2018-07-10")
    ask = {"action": "record_verification", "stage": "survey"}
    assert judged("satisfied", entry, **ask) == ["stage_open"]
    assert judged("satisfied", entry, fact("survey.completed", "2018-07-10"), **ask) == []
    waiver = fact("waiver.granted", "2018-07-01", payload={"stages": ["survey"]})
    assert judged("satisfied", entry, waiver, **ask) == []


def test_satisfied_asks_for_the_entry_s_own_package_only() -> None:
    facts = [fact("works.started", "04-01", subject=p) for p in "AB"]
    facts.append(fact("works.completed", "09-01", subject="A"))
    ask = {"action": "record_acceptance", "stage": "works"}
    assert judged("satisfied", fact("acceptance.failed", "10-01", subject="A"), *facts, **ask) == []
    assert judged("satisfied", fact("acceptance.failed", "10-01", subject="B"), *facts, **ask) == ["stage_open"]


def test_not_reached() -> None:
    entry = fact("survey.completed", "2018-07-03")
    assert judged("not_reached", entry, action="record_survey", stage="survey") == []
    before = fact("survey.completed", "2018-07-01")
    assert judged("not_reached", entry, before, action="record_survey", stage="survey") == ["stage_reached_already"]


def test_a_correction_is_judged_without_the_record_it_replaces() -> None:
    before = fact("survey.completed", "2018-07-01", id="old")
    entry = fact("survey.completed", "2018-07-03", replaces="old")
    assert judged("not_reached", entry, before, action="record_survey", stage="survey") == []


def test_outcome_is() -> None:
    entry = fact("works.started", "12-02")
    ask: dict[str, Any] = {"action": "start_works", "outcomes": ("active",)}
    assert judged("outcome_is", entry, *up_to("batch"), **ask) == []
    assert judged("outcome_is", entry, *up_to("filing"), **ask) == ["outcome_differs"]


def test_no_debts_gives_every_debt_its_own_blocker_and_clause() -> None:
    facts = [f for f in up_to("publicity") if f.name not in ("verification.passed", "document.filed")]
    entry = fact("report.submitted", "11-01", subject="A1")
    gate = Gate("record_report", "p", "g", (CheckUse("no_debts"),))
    found = judge_entry(replace(SMALL, gates=(gate,)), dossier(*facts), "record_report", entry)
    assert [(b.code, b.clause) for b in found] == [
        ("stage_missing", "c-verification"),
        ("document_missing", "附件1-一5"),
    ]
    assert judged("no_debts", entry, *facts, action="record_report", ignore_stages=("verification", "review")) == []


def test_on_file_and_subject_on_file_and_subject_live() -> None:
    entry = fact("review.passed", "2018-10-01", subject="v1")
    submitted = fact("plan.submitted", "2018-09-01", subject="v1")
    other = fact("plan.submitted", "2018-09-01", subject="v2")
    withdrawn = fact("plan.withdrawn", "2018-09-20", subject="v1")
    ask: dict[str, Any] = {"action": "record_review", "kind": "plan", "results": ("submitted",)}
    assert judged("on_file", entry, **ask) == ["not_on_file"]
    assert judged("on_file", entry, other, **ask) == []
    assert judged("subject_on_file", entry, other, **ask) == ["subject_not_on_file"]
    assert judged("subject_on_file", entry, submitted, **ask) == []
    assert judged("subject_live", entry, submitted, other, **ask) == []
    assert judged("subject_live", entry, submitted, other, withdrawn, **ask)[0] == "subject_not_live"


def test_two_persons_and_other_person() -> None:
    same = fact("survey.completed", "2018-07-01", payload={"filled_by": "甲", "approved_by": "甲"})
    ask = {"action": "record_survey", "first": "filled_by", "second": "approved_by"}
    assert judged("two_persons", same, **ask) == ["same_person"]
    assert judged("two_persons", replace(same, payload={"filled_by": "甲", "approved_by": "乙"}), **ask) == []

    survey = fact("survey.completed", "2018-07-01", payload={"filled_by": "甲"})
    checked = fact("verification.passed", "2018-07-10", payload={"verified_by": "甲"})
    assert judged("other_person", checked, survey, action="record_verification", kind="survey") == ["checks_own_work"]
    by_another = replace(checked, payload={"verified_by": "丙"})
    assert judged("other_person", by_another, survey, action="record_verification", kind="survey") == []


def test_at_least_counts_rows() -> None:
    entry = fact("acceptance.failed", "10-01", payload={"inspectors": [{"name": "甲"}, {"name": "乙"}]})
    ask: dict[str, Any] = {"action": "record_acceptance", "field": "inspectors"}
    assert judged("at_least", entry, n=3, **ask) == ["too_few"]
    assert judged("at_least", entry, n=2, **ask) == []


def progress(on: str, area: str, **more: Any) -> Fact:
    return fact("works.progress", on, payload={"done_area_m2": area}, **more)


def test_progress_may_not_go_back_without_a_correction() -> None:
    ask = {"action": "report_progress", "field": "done_area_m2", "kind": "works"}
    first = progress("05-01", "20000", id="first")
    lower = progress("06-01", "15000")
    assert judged("not_less_than_before", lower, first, **ask) == ["less_than_before"]
    assert judged("not_less_than_before", progress("06-01", "20000"), first, **ask) == []
    corrected = progress("05-01", "12000", replaces="first")
    assert judged("not_less_than_before", lower, first, corrected, **ask) == []
    assert judged("not_less_than_before", progress("06-01", "1", subject="B"), first, **ask) == []


def test_progress_is_not_above_the_treatable_area_over_all_packages() -> None:
    survey = fact("survey.completed", "2018-07-01", payload={"treatable_area_m2": "30000"})
    ask = {"action": "report_progress", "field": "done_area_m2"}
    other = progress("05-01", "20000", subject="A")
    over = progress("05-02", "10001", subject="B")
    assert judged("not_more_than_treatable", over, survey, other, **ask) == ["more_than_treatable"]
    assert judged("not_more_than_treatable", progress("05-02", "10000", subject="B"), survey, other, **ask) == []


def test_slot_filled_counts_what_the_entry_brings() -> None:
    ask = {"action": "record_verification", "slot": "survey_form"}
    entry = fact("verification.passed", "2018-07-10")
    survey = fact("survey.completed", "2018-07-01")
    site = fact("site.registered", "2018-06-01", payload={"category": "quarry"})
    assert judged("slot_filled", entry, site, survey, **ask) == ["slot_empty"]
    brings = replace(entry, payload={"evidence": [{**SCAN, "slot": "survey_form"}]})
    assert judged("slot_filled", brings, site, survey, **ask) == []
    lifted = fact("document.not_applicable", "2018-07-02", subject="survey_form", payload={"reason": "无"})
    assert judged("slot_filled", entry, site, survey, lifted, **ask) == []


def test_scan_attached_asks_for_a_file_or_of_a_later_entry_for_a_dated_promise() -> None:
    def refused(item: dict[str, Any] | None, *, is_backfill: bool = False) -> bool:
        evidence = [] if item is None else [item]
        entry = fact("audit.passed", "11-08", subject="A1", payload={"evidence": evidence, "is_backfill": is_backfill})
        return judged("scan_attached", entry, action="record_city_audit") == ["scan_missing"]

    assert refused(None)
    assert refused({"slot": "x", "title": "审核意见扫描件", "sha256": ""})
    assert not refused(SCAN)
    promised = {"slot": "x", "title": "", "promised_on": "2019-12-31"}
    assert refused(promised)
    assert not refused(promised, is_backfill=True)
    assert refused({**promised, "promised_on": "年底"}, is_backfill=True)


def test_survey_cited() -> None:
    survey = fact("survey.completed", "2018-07-01")
    entry = fact("plan.submitted", "2018-09-01", subject="v1", payload={"survey_on": "2018-07-01"})
    assert judged("survey_cited", entry, survey, action="submit_plan") == []
    assert judged("survey_cited", entry, action="submit_plan") == ["survey_not_on_file"]
    newer = fact("survey.completed", "2018-08-01")
    assert judged("survey_cited", entry, survey, newer, action="submit_plan") == ["survey_outdated"]
    assert judged("survey_cited", replace(entry, payload={}), survey, action="submit_plan") == ["survey_not_cited"]


@pytest.mark.parametrize(
    ("payload", "codes"),
    [
        ({"is_lost": True, "body_kind": "street", "lost_proof": "登记查询单"}, []),
        ({"is_lost": True, "body_kind": "enterprise", "lost_proof": "登记查询单"}, ["lost_holder_needs_street"]),
        ({"is_lost": True, "body_kind": "street"}, ["lost_holder_needs_proof"]),
        ({"is_lost": False, "body_kind": "enterprise"}, []),
        ({"is_lost": False, "body_kind": "street"}, ["living_holder_is_responsible"]),
    ],
)
def test_responsibility_founded(payload: dict[str, Any], codes: list[str]) -> None:
    entry = fact("responsibility.determined", "2018-08-01", payload=payload)
    assert judged("responsibility_founded", entry, action="determine_responsibility") == codes


def panel(*specialities: str) -> Fact:
    people = [{"name": f"专家{i}", "employer": "所", "speciality": s} for i, s in enumerate(specialities)]
    return fact("review.passed", "2018-10-01", subject="v1", payload={"panel": people})


def test_panel_complete() -> None:
    ask = {"action": "record_review"}
    assert judged("panel_complete", panel("eco", "geo", "soil", "safety", "eco"), **ask) == []
    assert judged("panel_complete", panel("eco", "geo", "soil"), **ask) == [
        "panel_too_small",
        "panel_speciality_missing",
    ]
    assert judged("panel_complete", panel("eco", "geo", "soil", "safety", "eco", "geo"), **ask) == ["panel_even"]
    twice = panel("eco", "geo", "soil", "safety", "eco")
    twice.payload["panel"][4]["name"] = "专家0"
    assert judged("panel_complete", twice, **ask) == ["panel_person_twice"]


EXPLAINED = {"reason": "A", "explanation": "已治理完成", "support": "验收文件"}


def test_a_move_from_the_first_ledger_to_the_second_without_reason_is_refused() -> None:
    included = fact("scope.included", "2018-07-20")
    bare = fact("scope.excluded", "2018-09-01", payload={"document_no": "试〔2018〕3号"})
    assert judged("move_explained", bare, included, action="decide_scope") == ["exclusion_unexplained"]
    explained = replace(bare, payload={**EXPLAINED, "document_no": "试〔2018〕3号"})
    assert judged("move_explained", explained, included, action="decide_scope") == []
    unnumbered = replace(bare, payload=EXPLAINED)
    assert judged("move_explained", unnumbered, included, action="decide_scope") == ["move_without_document"]
    assert judged("move_explained", unnumbered, action="decide_scope") == []


OUTCOMES = dict.fromkeys(
    ("outcome_safe", "outcome_clean", "outcome_scenery", "outcome_land", "outcome_ecology"), "conforms"
)


def test_outcomes_conform_and_mandatory_criteria_met_ask_only_of_a_passed_acceptance() -> None:
    passed = fact("acceptance.passed", "10-10", payload=OUTCOMES)
    ask = {"action": "record_acceptance"}
    assert judged("outcomes_conform", passed, **ask) == []
    unsafe = replace(passed, payload={**OUTCOMES, "outcome_safe": "fails"})
    assert judged("outcomes_conform", unsafe, **ask) == ["outcome_fails"]
    assert judged("outcomes_conform", replace(passed, payload={}), **ask) == ["outcome_not_judged"] * 5
    assert judged("outcomes_conform", replace(unsafe, result="failed", payload={}), **ask) == []

    for verdict, reason, codes in [
        ("met", "", []),
        ("not_met", "", ["criterion_not_met"]),
        ("not_applicable", "", ["criterion_set_aside"]),
        ("not_applicable", "没有边坡", []),
    ]:
        row = {"criterion": "G1", "verdict": verdict, "reason": reason}
        assert judged("mandatory_criteria_met", replace(passed, payload={"criteria": [row]}), **ask) == codes


def test_public_period_over_and_four_parts_present() -> None:
    posted = fact("publicity.posted", "10-20", subject="N1")
    ask = {"action": "record_certificate"}
    early = fact("publicity.certified", "10-27", subject="N1")
    assert judged("public_period_over", early, posted, **ask)[0] == "public_period_running"
    due = fact("publicity.certified", "10-28", subject="N1")
    assert judged("public_period_over", due, posted, **ask) == []
    interrupted = fact("publicity.interrupted", "10-23", subject="N1")
    assert judged("public_period_over", due, posted, interrupted, **ask)[0] == "notice_not_standing"

    parts = {"part_task": "a", "part_aim": "b", "part_measures": "c", "part_effect": "d"}
    whole = fact("publicity.posted", "10-20", subject="N1", payload=parts)
    assert judged("four_parts_present", whole, action="post_publicity") == []
    part = replace(whole, payload={**parts, "part_aim": " "})
    found = judge_entry(
        replace(SMALL, gates=(Gate("post_publicity", "p", "g", (CheckUse("four_parts_present"),)),)),
        dossier(),
        "post_publicity",
        part,
    )
    assert [(b.code, b.params["missing"]) for b in found] == [("notice_part_missing", "整改目标")]


def test_funds_within_receipts() -> None:
    received = fact("funding.received", "05-01", payload={"amount": 1_000_000})
    spent = fact("funding.spent", "05-02", payload={"amount": 600_000})
    ask = {"action": "record_funding"}
    assert judged("funds_within_receipts", spent, received, **ask) == []
    again = fact("funding.spent", "05-03", payload={"amount": 400_001})
    assert judged("funds_within_receipts", again, received, spent, **ask) == ["spent_over_received"]


def test_priority_explained() -> None:
    entry = fact("batch.listed", "2018-10-20", payload={"year": "2019", "is_priority": True})
    assert judged("priority_explained", entry, action="list_batch") == ["priority_unexplained"]
    explained = replace(entry, payload={**entry.payload, "priority_reason": "road"})
    assert judged("priority_explained", explained, action="list_batch") == []


def test_complaint_open() -> None:
    received = fact("complaint.received", "10-22", subject="C1")
    entry = fact("complaint.decided", "10-25", subject="C1", to="")
    assert judged("complaint_open", entry, received, action="decide_complaint") == []
    assert judged("complaint_open", entry, action="decide_complaint") == ["complaint_not_open"]
    earlier = fact("complaint.decided", "10-24", subject="C1", to="")
    assert judged("complaint_open", entry, received, earlier, action="decide_complaint") == ["complaint_not_open"]


# -- what every entry is asked


def test_an_entry_of_a_day_to_come_is_refused() -> None:
    entry = fact("survey.completed", "2018-07-02", recorded="2018-07-01")
    assert [b.code for b in judge_entry(SMALL, dossier(), "record_survey", entry)] == ["dated_in_future"]


def test_a_record_is_replaced_at_most_once_and_only_by_its_own_kind() -> None:
    old = fact("survey.completed", "2018-07-01", id="old")
    new = fact("survey.completed", "2018-07-02", id="new", replaces="old")
    again = fact("survey.completed", "2018-07-03", replaces="old")

    def codes(entry: Fact, *facts: Fact) -> list[str]:
        action = "record_survey" if entry.kind == "survey" else "record_verification"
        return [b.code for b in judge_entry(SMALL, dossier(*facts), action, entry)]

    assert codes(again, old) == []
    assert codes(again, old, new) == ["replaced_already"]
    assert codes(again) == ["replaces_unknown"]
    other = fact("verification.retracted", "2018-07-03", replaces="old")
    assert codes(other, old) == ["replaces_other_kind"]
    assert codes(fact("survey.retracted", "2018-07-03"), old) == ["retraction_of_nothing"]
    assert codes(fact("survey.retracted", "2018-07-03", replaces="old"), old) == []


def test_a_target_the_programme_does_not_offer_is_refused() -> None:
    entry = fact("audit.returned", "11-08", subject="A1", to="survey", payload={"evidence": [SCAN]})
    found = judge_entry(SMALL, dossier(*up_to("report")), "record_city_audit", entry)
    assert [(b.code, b.params["to_name"]) for b in found] == [("target_not_offered", "摸底")]


def test_a_hold_stops_the_step_forward_but_not_the_news_of_a_return() -> None:
    facts = [*up_to("report"), fact("complaint.received", "10-25", subject="C1")]
    passed = fact("audit.passed", "11-08", subject="A1", payload={"evidence": [SCAN]})
    returned = replace(passed, result="returned")
    assert [b.code for b in judge_entry(SMALL, dossier(*facts), "record_city_audit", passed)] == ["held"]
    assert judge_entry(SMALL, dossier(*facts), "record_city_audit", returned) == ()


def test_an_entry_that_would_not_count_is_refused_last_and_says_why() -> None:
    facts = [*up_to("works"), fact("works.reopened", "09-25")]
    entry = fact("acceptance.passed", "10-01")
    found = judge_entry(SMALL, dossier(*facts), "record_acceptance", entry)
    assert [b.code for b in found][-1] == "would_not_count"
    assert say(found[-1]) == "记上也不算数：2019-09-25的“返工”让治理重新打开了。先重新完成治理，再办验收。"


def test_an_entry_is_judged_by_the_clock_of_its_day() -> None:
    facts = [
        *up_to("begun works"),
        fact("works.completed", "09-20", at="10:00"),
        fact("works.reopened", "09-20", at="16:00"),
    ]

    def codes(at: str) -> list[str]:
        gate = Gate("record_acceptance", "p", "g", (CheckUse("satisfied", "", {"stage": "works"}),))
        entry = fact("acceptance.passed", "09-20", at=at)
        return [b.code for b in judge_entry(replace(SMALL, gates=(gate,)), dossier(*facts), "record_acceptance", entry)]

    assert codes("12:00") == []
    assert codes("17:00") == ["stage_open", "would_not_count"]


def test_a_gate_waiver_lifts_the_named_check_of_the_named_action_only() -> None:
    entry = fact("verification.passed", "2018-07-10")
    for payload, codes in [
        ({"action": "record_verification", "check": "satisfied", "until": "2018-07-10"}, []),
        ({"action": "record_verification", "check": "satisfied", "until": "2018-07-09"}, ["stage_open"]),
        ({"action": "record_review", "check": "satisfied"}, ["stage_open"]),
        ({"action": "record_verification", "check": "no_debts"}, ["stage_open"]),
    ]:
        waiver = fact("gate_waiver.granted", "2018-07-01", payload=payload)
        assert [b.code for b in judge_entry(SMALL, dossier(waiver), "record_verification", entry)] == codes


def test_a_gate_waiver_lifts_the_one_use_it_names_of_a_check_asked_twice() -> None:
    asked = (
        CheckUse("at_least", "", {"field": "checks", "n": 3}),
        CheckUse("at_least", "", {"field": "photos", "n": 4}),
    )
    programme = replace(SMALL, gates=(Gate("record_verification", "p", "g", asked),))
    entry = fact("verification.passed", "2018-07-10")
    for check, left in (("at_least:checks", ["photos"]), ("at_least", []), ("at_least:other", ["checks", "photos"])):
        payload = {"action": "record_verification", "check": check}
        waiver = fact("gate_waiver.granted", "2018-07-01", payload=payload)
        found = judge_entry(programme, dossier(waiver), "record_verification", entry)
        assert [b.params["field"] for b in found] == left, check


def test_a_sentence_without_its_figures_still_reads() -> None:
    assert say(Blocker("too_few", "x", {"field_name": "验收组成员"})) == "验收组成员只有 …，至少要 …。补齐后再提交。"
    assert say(Blocker("unheard_of", "x")) == "unheard_of"


def test_the_blockers_of_the_next_action_stand_on_the_page_before_the_click() -> None:
    found = evaluate(SMALL, dossier(*up_to("begun publicity")), day("10-25"))
    action = next(a for a in found.next_actions if a.action == "record_certificate")
    assert [say(b) for b in action.blockers] == [
        "公示从 2019-10-21 到 2019-10-27，还没有满。2019-10-28 起可以出具证明。"
    ]


# -- the plan's checklist and author, the year's list


ITEMS = (
    PlanItem("Z1", "chapter", "总则", "c", "HJ 652-2013", "R-M"),
    PlanItem("T1", "map", "分区图", "c", "HJ 652-2013", "R-M"),
)


def test_plan_checklist_complete() -> None:
    programme = replace(SMALL, plan_items=ITEMS)
    have = {"item": "Z1", "verdict": "present"}
    for rows, codes in (
        ([], []),
        ([have, {"item": "T1", "verdict": "present"}], []),
        ([have, {"item": "T1", "verdict": "not_applicable", "reason": "没有分区"}], []),
        ([have], ["checklist_incomplete"]),
        ([have, {"item": "T1", "verdict": "not_applicable"}], ["checklist_unexplained"]),
        ([have, {"item": "T1", "verdict": "absent"}], ["checklist_absent"]),
        ([have, have, {"item": "T1", "verdict": "present"}], ["checklist_twice"]),
    ):
        entry = fact("plan.submitted", "2018-10-08", subject="v1", payload={"checklist": rows})
        assert judged("plan_checklist_complete", entry, action="submit_plan", programme=programme) == codes


def test_institute_independent() -> None:
    registered = fact("site.registered", "2018-06-01", payload={"owner": "砂石公司"})
    started = fact("works.started", "2018-10-01", subject="一标段", payload={"contractor": "工程公司"})
    for institute, codes in (
        ("设计院", []),
        ("砂石公司", ["institute_not_independent"]),
        ("工程公司", ["institute_not_independent"]),
    ):
        entry = fact("plan.submitted", "2018-10-08", subject="v1", payload={"institute": institute})
        assert judged("institute_independent", entry, registered, started, action="submit_plan") == codes
    plan = fact("plan.submitted", "2018-10-08", subject="v1", payload={"institute": "设计院"})
    for contractor, codes in (("工程公司", []), ("砂石公司", []), ("设计院", ["institute_not_independent"])):
        entry = fact("works.started", "2019-04-01", subject="一标段", payload={"contractor": contractor})
        assert judged("institute_independent", entry, registered, plan, action="start_works") == codes


def test_a_list_with_a_number_is_locked() -> None:
    listed = fact("batch.listed", "2018-10-30", payload={"year": "2019", "document_no": "9号"})
    draft = fact("batch.listed", "2018-10-30", payload={"year": "2019"})
    paper = {"reason": "流标", "document_no": "12号"}
    for name, payload, codes in (
        ("batch.listed", {"year": "2020"}, ["batch_locked"]),
        ("batch.listed", {"year": "2020", "reason": "流标"}, ["batch_locked"]),
        ("batch.listed", {"year": "2020", **paper}, []),
        ("batch.listed", {"year": "2019"}, []),
        ("batch.removed", {"year": "2019", "reason": "流标"}, ["batch_locked"]),
        ("batch.removed", {"year": "2019", **paper}, []),
    ):
        entry = fact(name, "2019-02-01", payload=payload)
        assert judged("batch_change_explained", entry, listed, action="list_batch") == codes
        assert judged("batch_change_explained", entry, draft, action="list_batch") == []

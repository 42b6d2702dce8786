"""A small complete programme in Python, for tests of the rules that must not hang on any notice's files."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from qingshan.rulebook.programme import (
    BatchDeadline,
    Calendar,
    Category,
    CheckUse,
    Clause,
    ComplaintRules,
    Criterion,
    Ending,
    Evidence,
    Gate,
    HoldRule,
    Owes,
    Panel,
    Part,
    Party,
    Phase,
    ProcedureStep,
    Programme,
    Publicity,
    Reading,
    ReadingLine,
    RegisterRules,
    Slot,
    Stage,
    StageDeadline,
    Step,
    Weekly,
)


def _stage(code: str, name: str, action: str, names: str, **more: object) -> Stage:
    kind, _, results = names.partition(".")
    check = str(more.pop("check", ""))
    evidence = Evidence(kind, tuple(results.split("|")), check)
    begins = more.pop("begins", None)
    if isinstance(begins, str):
        kind, _, results = begins.partition(".")
        begins = Evidence(kind, tuple(results.split("|")))
    return Stage(code, name, f"c-{code}", f"p-{code}", action, evidence, begins=begins, **more)  # type: ignore[arg-type]  # the rest is handed on as given


STAGES = (
    _stage("survey", "摸底", "record_survey", "survey.completed", owes=(Owes("survey_form"),)),
    _stage("verification", "核查", "record_verification", "verification.passed", falls_with=("survey",)),
    _stage("scope", "纳入范围", "decide_scope", "scope.included"),
    _stage("responsibility", "责任主体", "determine_responsibility", "responsibility.determined", parallel=True),
    _stage("plan", "方案", "submit_plan", "plan.submitted", begins="plan.commissioned"),
    _stage("review", "评审", "record_review", "review.passed", falls_with=("plan",), owes=(Owes("reviewed_plan"),)),
    _stage("batch", "年度名单", "list_batch", "batch.listed", parallel=True),
    _stage(
        "works",
        "治理",
        "complete_works",
        "works.completed",
        begins="works.started",
        each="package",
    ),
    _stage(
        "acceptance",
        "验收",
        "record_acceptance",
        "acceptance.passed",
        begins="acceptance.applied",
        falls_with=("works",),
        each="package",
        owes=(Owes("photos_after", at_least=2, fresh=True),),
    ),
    _stage("recognition", "认可", "record_recognition", "recognition.granted", falls_with=("acceptance",)),
    _stage(
        "publicity",
        "公示",
        "record_certificate",
        "publicity.certified",
        begins="publicity.posted",
        falls_with=("recognition",),
        check="public_period_ran",
    ),
    _stage("report", "台账填报", "record_report", "report.submitted", falls_with=("publicity",)),
    _stage("audit", "市级审核", "record_city_audit", "audit.passed", falls_with=("report",)),
    _stage("signature", "组长签字", "record_signature", "signature.signed", falls_with=("audit",)),
    _stage("filing", "备案销号", "record_filing", "filing.filed", closing=True),
)

ENDINGS = (
    Ending("verification", "returned", ends=("survey",)),
    Ending("scope", "excluded", ends=("scope",)),
    Ending("plan", "withdrawn", ends=("plan",), same_subject=True),
    Ending("review", "rejected", ends=("review",), same_subject=True),
    Ending("review", "revise", ends=("review",), same_subject=True),
    Ending("batch", "removed", ends=("batch",)),
    Ending("works", "reopened", ends=("works",)),
    Ending("acceptance", "failed", ends=("works",), same_subject=True),
    Ending("recognition", "feedback", may_end=("recognition", "works", "acceptance")),
    Ending("publicity", "interrupted", ends=("publicity",), same_subject=True, for_good=True),
    Ending("complaint", "decided", may_end=("", "works", "acceptance", "publicity")),
    Ending("audit", "returned", may_end=("report", "publicity", "acceptance", "works"), same_subject=False),
    Ending("signature", "returned", may_end=("report", "audit", "publicity", "acceptance", "works")),
    Ending("filing", "returned", may_end=("report", "audit", "works")),
    Ending("filing", "revoked", ends=("filing",), may_end=("works", "publicity", "")),
)

HOLDS = (
    HoldRule(
        "complaint_open",
        "投诉",
        "五(四)2d",
        Evidence("complaint", ("received",)),
        Evidence("complaint", ("decided",)),
        blocks=("record_certificate", "record_report", "record_city_audit", "record_signature", "record_filing"),
        window="publicity",
        late_blocks=("record_filing",),
    ),
)


def _gate(action: str, *requires: CheckUse) -> Gate:
    return Gate(action, f"{action}.write", f"g-{action}", requires)


def _use(check: str, **params: object) -> CheckUse:
    return CheckUse(check, "", params)


_ON_CHAIN = _use("outcome_is", outcomes=("active",))

GATES = (
    _gate("record_survey", _use("survey_consistent"), _use("two_persons", first="filled_by", second="approved_by")),
    _gate("record_verification", _use("satisfied", stage="survey"), _use("other_person", kind="survey")),
    _gate("decide_scope", _use("move_explained")),
    _gate("determine_responsibility", _ON_CHAIN, _use("responsibility_founded")),
    _gate("submit_plan", _ON_CHAIN, _use("satisfied", stage="scope")),
    _gate(
        "record_review",
        _ON_CHAIN,
        _use("subject_live", kind="plan", results=("submitted",)),
        _use("panel_complete"),
    ),
    _gate("list_batch", _use("priority_explained")),
    _gate("start_works", _ON_CHAIN, _use("satisfied", stage="review")),
    _gate("report_progress", _ON_CHAIN, _use("not_less_than_before", field="done_area_m2", kind="works")),
    _gate(
        "complete_works",
        _ON_CHAIN,
        _use("on_file", kind="works", results=("started",)),
        _use("not_less_than_before", field="done_area_m2", kind="works"),
    ),
    _gate(
        "record_acceptance",
        _ON_CHAIN,
        _use("satisfied", stage="works"),
        _use("at_least", field="inspectors", n=3),
        _use("outcomes_conform"),
    ),
    _gate("record_recognition", _ON_CHAIN, _use("satisfied", stage="acceptance"), _use("scan_attached")),
    _gate("post_publicity", _ON_CHAIN, _use("satisfied", stage="recognition"), _use("four_parts_present")),
    _gate("record_certificate", _ON_CHAIN, _use("public_period_over")),
    _gate("receive_complaint"),
    _gate("decide_complaint", _use("complaint_open")),
    _gate("record_report", _ON_CHAIN, _use("satisfied", stage="publicity"), _use("no_debts")),
    _gate("record_city_audit", _ON_CHAIN, _use("satisfied", stage="report"), _use("scan_attached")),
    _gate("record_signature", _ON_CHAIN, _use("satisfied", stage="audit"), _use("scan_attached")),
    _gate("record_filing", _ON_CHAIN, _use("satisfied", stage="signature"), _use("scan_attached"), _use("no_debts")),
    _gate("revoke_filing", _use("outcome_is", outcomes=("closed",))),
)

ALL = ("coal", "quarry")

SLOTS = (
    Slot("licence", "采矿许可证复印件", "附件1-一2", "", ("coal",), folder="02"),
    Slot("survey_form", "现状调查表", "附件1-一4", "survey", ALL),
    Slot("reviewed_plan", "通过评审的方案", "附件1-一5", "review", ALL),
    Slot("photos_after", "治理后照片", "附件1-一6", "acceptance", ALL, at_least=2, fresh=True),
    Slot("filing_receipt", "备案回执", "附件1-一6", "filing", ALL),
)

SMALL = Programme(
    code="small",
    name="试验方案",
    version="1",
    digest="0" * 64,
    document_no="试〔2018〕1号",
    title="试验工作方案",
    issuer="试验区办公室",
    issued_on=date(2018, 7, 14),
    region="000000",
    district="试验区",
    clauses=(Clause("五(四)2d", "公示期内的投诉先查清再销号", "p-street"),),
    parties=tuple(Party(f"p-{s.code}", s.name, "bureau", s.clause) for s in STAGES),
    phases=(Phase("all", "全程", "五", date(2018, 6, 15), date(2020, 12, 31)),),
    targets=(),
    control_totals=(),
    categories=(
        Category("coal", "政策性关闭的小煤矿", "附件1-一", "closed_coal"),
        Category("quarry", "政策性关闭的砂石粘土矿", "附件1-二", "non_coal"),
    ),
    slots=SLOTS,
    lists=(),
    stages=STAGES,
    parts=(Part("package", "标段", Evidence("works", ("started",)), Evidence("works", ("cancelled",))),),
    endings=ENDINGS,
    holds=HOLDS,
    gates=GATES,
    backplan=(
        Step("works"),
        Step("acceptance", workdays=10),
        Step("publicity", days=7),
        Step("filing", workdays=10),
    ),
    batches=(
        BatchDeadline("2019", date(2019, 11, 30), "五(四)3e"),
        BatchDeadline("2020", date(2020, 11, 30), "五(四)3e"),
    ),
    deadlines=(StageDeadline("review", date(2018, 10, 31), "五(二)0"),),
    panel=Panel("五(二)3b", {"eco": "生态", "geo": "地灾", "soil": "水保", "safety": "安全"}, 5, True),
    publicity=Publicity("五(四)2b", 7, "calendar", False, True, 1, ("task", "aim", "measures", "effect"), "C-26"),
    complaints=ComplaintRules("五(四)2d", 15, 10, "office", {"upheld": "属实", "disproved": "不属实"}, ("upheld",)),
    ledgers=(),
    weekly=Weekly(
        "六(二)", 4, date(2018, 7, 19), date(2020, 12, 31), "previous_workday", "merge", 3, time(12), "市办", "W{n:02d}"
    ),
    readings=(
        Reading(
            "C-26",
            "五(四)2b",
            "公示天数",
            (ReadingLine(date(2018, 7, 14), "calendar", "试验区办公室"),),
            {"calendar": "自然日", "working": "工作日"},
            governs="public_days",
        ),
    ),
    parameters=(),
    criteria=(Criterion("G1", "安全稳定", "4.5", "HJ 651-2013", "R-H", mandatory=True),),
    register=RegisterRules((), {}, {}, "无名{n}", "{region}-{n}", tuple(Decimal(x) for x in (87, 43, 88, 44))),
    situation="",
    calendar=Calendar("test", frozenset(), frozenset(), date(1970, 1, 1), date(2100, 12, 31)),
)

_ENFORCEMENT = _stage(
    "enforcement",
    "执法追责",
    "decide_case",
    "enforcement.punished|closed",
    begins="enforcement.opened",
    beside=True,
    applies=(_use("site_is", field="is_licensed", values=("false",)),),
)
_PROCEDURE = _stage(
    "procedure",
    "前期手续",
    "record_procedure",
    "procedure.done|skipped",
    begins="procedure.started|done|skipped",
    parallel=True,
    check="procedure_complete",
    applies=(_use("plan_is_government_funded"),),
)


_PUT_BEFORE = {"plan": (_ENFORCEMENT,), "works": (_PROCEDURE,)}


class Brief(Programme):
    """A programme of which Hypothesis prints no more than what sets it apart."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        lines = {r.governs: [(str(x.effective_from), x.chosen) for x in r.lines] for r in self.readings}
        printer.text(f"<{' '.join(s.code for s in self.stages)}; {lines}>")


WIDE = replace(
    Brief(**{f.name: getattr(SMALL, f.name) for f in fields(SMALL) if f.init}),
    stages=tuple(
        replace(s, phase="restoring") if s.code in ("works", "acceptance") else s
        for stage in STAGES
        for s in (*_PUT_BEFORE.get(stage.code, ()), stage)
    ),
    holds=(
        *HOLDS,
        HoldRule(
            "patrol_open",
            "巡查问题未整改",
            "五(四)2d",
            Evidence("patrol", ("found",)),
            Evidence("patrol", ("rectified",)),
            blocks=("complete_works",),
            due="rectify_by",
        ),
        HoldRule(
            "rebound_open",
            "反弹未处理",
            "五(四)2d",
            Evidence("recheck", ("rebound",)),
            Evidence("recheck", ("handled",)),
            blocks=(),
            due="handle_by",
        ),
    ),
    gates=(
        *(g for g in GATES if g.action != "decide_complaint"),
        _gate("decide_complaint", _use("complaint_open"), _use("decision_countersigned")),
        _gate(
            "record_procedure",
            _use("outcome_is", outcomes=("active", "closed")),
            _use("procedure_in_turn", stage="review"),
        ),
        _gate("decide_case", _use("subject_on_file", kind="enforcement", results=("opened",))),
        _gate("record_patrol", _use("on_file", kind="works", results=("started",))),
        _gate("confirm_rectification", _use("subject_on_file", kind="patrol", results=("found",))),
        _gate("record_recheck", _use("outcome_is", outcomes=("closed",))),
        _gate("grant_waiver", _use("exception_in_bounds"), _use("scan_attached")),
        _gate("revoke_exception", _use("exception_running"), _use("scan_attached")),
        _gate("merge_sites", _use("outcome_is", outcomes=("active", "not_included", "closed"))),
    ),
    parties=(Party("p-office", "试验区办公室", "office", "五"), *SMALL.parties),
    phases=(*SMALL.phases, Phase("restoring", "治理", "五", date(2019, 9, 20), date(2019, 12, 20))),
    slots=(
        *(replace(slot, annex_no=len(SLOTS) - number) for number, slot in enumerate(SLOTS)),
        Slot("deep_pit", "深坑支护资料", "附件1-一3", "survey", ("coal",), annex_no=9, where_known="pit_depth"),
    ),
    deadlines=(*SMALL.deadlines, StageDeadline("works", date(2019, 10, 20), "五(三)1a", batch="2019")),
    procedure_steps=(ProcedureStep("approval", "立项", "c-procedure", "p-procedure", "D", before_works=True),),
)
"""With all that lies beside the line: a case against who dug, early procedures, patrols, re-checks, their gates."""

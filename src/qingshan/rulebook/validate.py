"""What no single value can show: codes that are unique, names that lead somewhere, words that exist (design §4).

`judge` runs every judgement over a draft; the parts for the main line, for days and numbers, and for the ledgers are in
`validate_stages.py`, `validate_figures.py` and `validate_ledgers.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from .draft import LISTS, Draft, walk
from .findings import Report, nearest
from .lists import LISTS as FIELD_LISTS
from .nouns import BY_CODE
from .nouns.site import SITE
from .programme import (
    BodyTask,
    Criterion,
    LedgerLayout,
    Parameter,
    Party,
    PlanItem,
    ProcedureStep,
    Publicity,
    Reading,
    Seat,
    Step,
    Target,
)
from .questions import QUESTIONS
from .rhythm import Weekly
from .toml_reader import Row
from .validate_bodies import judge_bodies
from .validate_figures import judge_figures
from .validate_ledgers import judge_ledgers
from .validate_lists import judge_own_lists
from .validate_names import judge_names, judge_whole
from .validate_order import judge_order
from .validate_parties import judge_parties
from .validate_procedure import judge_procedure
from .validate_stages import judge_stages

DERIVED_LISTS = frozenset(
    {
        "procedure_steps",
        "categories",
        "slots",
        "criteria",
        "batches",
        "specialities",
        "complaint_conclusions",
        "stages",
        "waivable_actions",
        "waivable_checks",
        "plan_items",
        "control_totals",
        "parties",
    }
)
"""Lists that `load.py` makes of other tables."""

CONFIDENCE = ("F", "V", "D", "R-H", "R-M", "R-L")

WORDS: dict[tuple[type, str], tuple[str, ...]] = {
    (Party, "kind"): (
        "district",
        "office",
        "street",
        "bureau",
        "city",
        "institute",
        "holder",
        "public",
        "role",
    ),
    (Target, "kind"): ("floor", "stretch"),
    (Target, "level"): ("district", "street"),
    (Publicity, "day_kind"): ("calendar", "working"),
    (Weekly, "holiday_policy"): ("same_day", "previous_workday", "next_workday"),
    (Weekly, "when_two_fall_together"): ("merge", "next_free_workday"),
    (Parameter, "confidence"): CONFIDENCE,
    (Criterion, "confidence"): CONFIDENCE,
    (Step, "confidence"): CONFIDENCE,
    (ProcedureStep, "confidence"): CONFIDENCE,
    (PlanItem, "confidence"): CONFIDENCE,
    (PlanItem, "kind"): ("chapter", "table", "map", "annex"),
    (LedgerLayout, "holds"): ("included", "excluded"),
    (BodyTask, "repeats"): ("", "weekly"),
    (Seat, "kind"): ("leader", "deputy", "member", "office_head", "office_deputy"),
}
"""Closed words: class and attribute → what it may say."""

PARTY_KEYS = frozenset({"party", "sent_to", "countersigned_by", "owed_by", "body"})


def judge(draft: Draft, report: Report) -> None:
    """Reports every fault of a draft that reading did not find."""
    judge_unique(draft, report)
    for row in draft.all():
        for key, value in walk(row.value, row.key):
            _judge_references(draft, report, row, key, value)
            _judge_words(report, row, key, value)
    judge_marks(draft, report)
    judge_readings(draft, report)
    judge_lists(draft, report)
    judge_stages(draft, report)
    judge_procedure(draft, report)
    judge_bodies(draft, report)
    judge_figures(draft, report)
    judge_order(draft, report)
    judge_ledgers(draft, report)
    judge_names(draft, report)
    judge_parties(draft, report)
    judge_whole(draft, report)
    if not report.findings:
        judge_needs(draft, report)


def judge_unique(draft: Draft, report: Report) -> None:
    """No code stands twice in a table; a batch, a step, an action, an ending not either."""
    for table in LISTS:
        if table == "deadline":
            continue  # one stage may have a deadline for each batch; validate_figures looks at the pair
        seen: dict[str, Row] = {}
        for row in draft.rows[table]:
            name = row.key[len(table) + 1 : -1]
            if name.isdigit() and not _is_code(row.value, name):
                continue  # named by its place: its code is missing, which is reported already
            if name in seen:
                told = f"“{name}”已经在 {seen[name].file} 里写过"
                other = f'；是另一样的，换一个代码，如 code = "{name}-2"' if _identity(table) == "code" else ""
                hint = f"两张合成一张{other}"
                report.judge(row.file, f"{row.key}.{_identity(table)}", "duplicate_code", told, hint)
            seen.setdefault(name, row)


def _day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _is_code(value: Any, name: str) -> bool:
    return any(getattr(value, key, None) == name for key in ("code", "batch"))


def _identity(table: str) -> str:
    return {"gate": "action", "step": "stage", "batch": "batch", "ending": "result", "waivable": "check"}.get(
        table, "code"
    )


def _judge_references(draft: Draft, report: Report, row: Row, key: str, value: Any) -> None:
    clause = getattr(value, "clause", "")
    if clause:
        refer(report, row, f"{key}.clause", clause, draft.codes("clause"), "clause", "条款清单里没有")
    reading = getattr(value, "reading", "")
    if reading:
        refer(report, row, f"{key}.reading", reading, draft.codes("reading"), "reading", "没有这条口径")
    for name in PARTY_KEYS:
        party = getattr(value, name, "")
        if party:
            refer(report, row, f"{key}.{name}", party, draft.codes("party"), "party", "没有这一方")


def refer(report: Report, row: Row, key: str, word: str, known: Iterable[str], what: str, told: str) -> None:
    """Reports `unknown_<what>` when a word is not among the known ones."""
    words = set(known)
    if not isinstance(word, str) or word not in words:
        report.judge(row.file, key, f"unknown_{what}", f"{told}“{word}”", nearest(word, words))


def _judge_words(report: Report, row: Row, key: str, value: Any) -> None:
    for (cls, name), words in WORDS.items():
        if isinstance(value, cls):
            word = getattr(value, name)
            if word not in words:
                hint = nearest(word, words)
                report.judge(row.file, f"{key}.{name}", "unknown_word", f"不能写“{word}”", hint)


def judge_marks(draft: Draft, report: Report) -> None:
    """What only some readings look at: a stage's phase, a slot's register field, the base."""
    for row in draft.rows["stage"]:
        if row.value.phase:
            refer(report, row, f"{row.key}.phase", row.value.phase, draft.codes("phase"), "phase", "没有这个阶段")
    for row in draft.rows["slot"]:
        if row.value.where_known:
            known = [field.key for field in SITE.fields]
            refer(report, row, f"{row.key}.where_known", row.value.where_known, known, "field", "登记项里没有")
    for row in [row for row in draft.rows["control_total"] if row.value.is_base][1:]:
        report.judge(
            row.file, f"{row.key}.is_base", "duplicate_code", "已有一条底数标了 is_base", "这一条写 is_base = false"
        )


def judge_readings(draft: Draft, report: Report) -> None:
    """A reading's lines go forward in time and choose one of its own values; it governs one question or says why none."""
    governed: dict[str, str] = {}
    for row in draft.rows["reading"]:
        reading: Reading = row.value
        if not reading.lines:
            report.judge(
                row.file, f"{row.key}.lines", "empty_value", "至少要有一行选择", "写上 effective_from 和 chosen"
            )
        days = [line.effective_from for line in reading.lines]
        for index, line in enumerate(reading.lines, 1):
            at = f"{row.key}.lines[{index}]"
            refer(report, row, f"{at}.chosen", line.chosen, reading.alternatives, "choice", "alternatives 里没有")
            if index > 1 and days[index - 1] <= days[index - 2]:
                told = f"{days[index - 1]} 不晚于上一行的 {days[index - 2]}"
                report.judge(
                    row.file,
                    f"{at}.effective_from",
                    "dates_overlap",
                    told,
                    f"写一个晚于 {days[index - 2]} 的日期，如 effective_from = {_day_after(days[index - 2])}",
                )
        _judge_question(report, row, reading, governed)


def _judge_question(report: Report, row: Row, reading: Reading, governed: dict[str, str]) -> None:
    """The question exists, no other reading governs it, and its rule understands every alternative."""
    at = f"{row.key}.governs"
    if not reading.governs:
        if not reading.reason:
            told = f"口径 {reading.code} 没有写明管哪个问题"
            hint = (
                '写 governs = "public_days" 这样的一个问题（全部问题见 qingshan programme readings 这个文件夹）；'
                '怎样理解都不影响计算的，写 reason = "为什么"'
            )
            report.judge(row.file, at, "reading_unread", told, hint)
        return
    if reading.reason:
        told = f"口径 {reading.code} 参与计算，又写了不参与计算的原因"
        report.judge(
            row.file,
            f"{row.key}.reason",
            "reading_read",
            told,
            "删去 reason 那一行；确实不参与计算的，删去 governs 那一行",
        )
    if reading.governs not in QUESTIONS:
        told = f"没有“{reading.governs}”这个问题"
        report.judge(row.file, at, "unknown_question", told, nearest(reading.governs, QUESTIONS, shown=len(QUESTIONS)))
        return
    other = governed.setdefault(reading.governs, reading.code)
    if other != reading.code:
        told = f"问题“{reading.governs}”已由口径 {other} 管"
        report.judge(row.file, at, "question_twice", told, f"两条合成一条：在 {other} 的 lines 里加一行，删去这一条")
    understood = QUESTIONS[reading.governs].values
    for value in reading.alternatives:
        if value not in understood:
            key = f"{row.key}.alternatives.{value}"
            report.judge(row.file, key, "unknown_choice", f"规则不认识“{value}”", nearest(value, understood))


def judge_needs(draft: Draft, report: Report) -> None:
    """A question read otherwise than by default has what it works through. Asked of programmes without another fault,
    which may be why it has not."""
    for row in draft.rows["reading"]:
        question = QUESTIONS.get(row.value.governs)
        if question is None or all(line.chosen == question.default for line in row.value.lines):
            continue
        for need in question.needs:
            kind, _, name = need.partition(":")
            if not _has(draft, kind, name):
                what = _need_words(kind, name)
                told = f"口径 {row.value.code} 要有{what}才起作用"
                hint = "补上；用不到的，去掉 governs，写 reason 说明为什么不参与计算"
                report.judge(row.file, f"{row.key}.governs", "question_idle", told, hint)


def _need_words(kind: str, name: str) -> str:
    words = {
        "check": f"用到条件“{name}”的关口",
        "list": f"代码表“{name}”",
        "stage": f"以“{BY_CODE[name].name if name in BY_CODE else name}”记录为依据的步骤",
        "parameter": f"参数“{name}”",
    }
    return words.get(kind, f"写了 {kind} 的一行")


def _has(draft: Draft, kind: str, name: str) -> bool:
    if kind == "check":
        return any(use.check == name for gate in draft.values("gate") for use in gate.requires)
    if kind == "list":
        return name in draft.codes("list")
    if kind == "stage":
        told = (e for stage in draft.values("stage") for e in (stage.evidence, stage.begins) if e)
        return any(evidence.kind == name for evidence in told)
    if kind == "parameter":
        return name in draft.codes("parameter")
    table, _, key = kind.partition(".")
    return any(getattr(value, key) for value in draft.values(table))


def judge_lists(draft: Draft, report: Report) -> None:
    """The notice's own lists, and parameters that take the name of one made of another table."""
    for row in draft.rows["parameter"]:
        if row.value.code.startswith("lead_"):
            told = f"“{row.value.code}”由倒排的各步得出"
            report.judge(row.file, f"{row.key}.code", "duplicate_code", told, "写在 [[step]] 里")
    judge_own_lists(draft, report, DERIVED_LISTS)


def known_lists(draft: Draft) -> set[str]:
    """Every list a ledger column may name: the field's, the notice's own, those made of other tables."""
    return set(FIELD_LISTS) | draft.codes("list") | DERIVED_LISTS

"""What no single value can show: codes that are unique, names that lead somewhere, words that exist (design §4).

`judge` runs every judgement over a draft; the parts for the main line, for days and numbers, and for the ledgers are in
`validate_stages.py`, `validate_figures.py` and `validate_ledgers.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .draft import LISTS, Draft, walk
from .findings import Report, nearest
from .lists import LISTS as FIELD_LISTS
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
    Weekly,
)
from .toml_reader import Row
from .validate_bodies import judge_bodies
from .validate_figures import judge_figures
from .validate_ledgers import judge_ledgers
from .validate_names import judge_names, judge_whole
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
    (Reading, "judged_on"): ("evidence", "asked"),
    (Parameter, "confidence"): CONFIDENCE,
    (Criterion, "confidence"): CONFIDENCE,
    (Step, "confidence"): CONFIDENCE,
    (ProcedureStep, "confidence"): CONFIDENCE,
    (PlanItem, "confidence"): CONFIDENCE,
    (PlanItem, "kind"): ("chapter", "table", "map", "annex"),
    (LedgerLayout, "code"): ("2-1", "2-2"),
    (BodyTask, "repeats"): ("", "weekly"),
    (Seat, "kind"): ("leader", "deputy", "member", "office_head", "office_deputy"),
}
"""Closed words: class and attribute → what it may say."""

PARTY_KEYS = frozenset({"party", "sent_to", "countersigned_by", "owed_by", "body"})

READINGS_READ: dict[str, tuple[str, ...]] = {
    "C-02": ("sites", "area", "investment"),
    "C-10": ("inclusive", "exclusive"),
    "C-26": ("calendar", "working", "calendar_from_posting", "working_from_posting"),
}
"""Readings that rules look up, with the values they understand. Every other one is `text_only`."""


def judge(draft: Draft, report: Report) -> None:
    """Reports every fault of a draft that reading did not find."""
    judge_unique(draft, report)
    for row in draft.all():
        for key, value in walk(row.value, row.key):
            _judge_references(draft, report, row, key, value)
            _judge_words(report, row, key, value)
    judge_readings(draft, report)
    judge_lists(draft, report)
    judge_stages(draft, report)
    judge_procedure(draft, report)
    judge_bodies(draft, report)
    judge_figures(draft, report)
    judge_ledgers(draft, report)
    judge_names(draft, report)
    judge_whole(draft, report)


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
                report.judge(row.file, f"{row.key}.{_identity(table)}", "duplicate_code", told, "代码不能重复")
            seen.setdefault(name, row)


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
    if word not in words:
        report.judge(row.file, key, f"unknown_{what}", f"{told}“{word}”", nearest(word, words))


def _judge_words(report: Report, row: Row, key: str, value: Any) -> None:
    for (cls, name), words in WORDS.items():
        if isinstance(value, cls):
            word = getattr(value, name)
            if word not in words:
                hint = nearest(word, words)
                report.judge(row.file, f"{key}.{name}", "unknown_word", f"不能写“{word}”", hint)


def judge_readings(draft: Draft, report: Report) -> None:
    """A reading's lines go forward in time and choose one of its own values; rules understand the value chosen."""
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
                report.judge(row.file, f"{at}.effective_from", "dates_overlap", told, "各行的生效日期要越来越晚")
        _judge_use(report, row, reading)


def _judge_use(report: Report, row: Row, reading: Reading) -> None:
    understood = READINGS_READ.get(reading.code)
    if understood is None and not reading.text_only:
        hint = "没有规则读它，写上 text_only = true"
        report.judge(row.file, f"{row.key}.text_only", "reading_unread", f"口径 {reading.code} 不参与计算", hint)
    if understood is None:
        return
    if reading.text_only:
        report.judge(
            row.file, f"{row.key}.text_only", "reading_read", f"口径 {reading.code} 参与计算", "删去 text_only"
        )
    for value in reading.alternatives:
        if value not in understood:
            at = f"{row.key}.alternatives.{value}"
            report.judge(row.file, at, "unknown_choice", f"规则不认识“{value}”", nearest(value, understood))


def judge_lists(draft: Draft, report: Report) -> None:
    """The notice's own lists do not take the name of a list that is made of another table, and are not empty."""
    for row in draft.rows["parameter"]:
        if row.value.code.startswith("lead_"):
            told = f"“{row.value.code}”由倒排的各步得出"
            report.judge(row.file, f"{row.key}.code", "duplicate_code", told, "写在 [[step]] 里")
    for row in draft.rows["list"]:
        if row.value.code in DERIVED_LISTS:
            told = f"“{row.value.code}”由别的表得出"
            report.judge(row.file, f"{row.key}.code", "duplicate_code", told, "换一个代码，或删去这张表")
        if not row.value.items:
            report.judge(row.file, f"{row.key}.items", "empty_value", "代码表是空的", "写上代码和名称")


def known_lists(draft: Draft) -> set[str]:
    """Every list a ledger column may name: the field's, the notice's own, those made of other tables."""
    return set(FIELD_LISTS) | draft.codes("list") | DERIVED_LISTS

"""Judgements on the steps of government investment projects: what they lean on exists (五(三)2a)."""

from __future__ import annotations

from collections.abc import Iterable

from .draft import Draft
from .findings import Report, nearest
from .lists import LISTS
from .nouns import BY_CODE
from .programme import Period, ProcedureStep
from .toml_reader import Row

PROCEDURE_KIND = "procedure"


def judge_procedure(draft: Draft, report: Report) -> None:
    """Reports every fault of the steps, and a stage or gate that waits for steps nobody wrote."""
    rows = draft.rows["procedure_step"]
    earlier: list[str] = []
    for row in rows:
        _judge_step(draft, report, row, row.value, earlier)
        earlier.append(row.value.code)
    if not any(row.value.before_works for row in rows):
        for row in draft.rows["stage"]:
            if row.value.evidence.check == "procedure_complete" and not draft.guessed:
                told = "没有一步前期手续是开工前要办的"
                hint = "给 [[procedure_step]] 写 before_works = true"
                report.judge(row.file, f"{row.key}.evidence.check", "nothing_to_wait_for", told, hint)


def _judge_step(draft: Draft, report: Report, row: Row, step: ProcedureStep, earlier: list[str]) -> None:
    def known(key: str, word: str, words: Iterable[str], what: str, told: str) -> None:
        if word and word not in set(words):
            report.judge(row.file, f"{row.key}.{key}", f"unknown_{what}", f"{told}“{word}”", nearest(word, words))

    parameters = draft.codes("parameter")
    known("within", step.within, earlier, "step", "前面没有这一步")
    known("within_percent", step.within_percent, parameters, "parameter", "没有这个参数")
    if bool(step.within) != bool(step.within_percent):
        told = "within 和 within_percent 要一起写"
        report.judge(row.file, f"{row.key}.within", "missing_key", told, "两个都写，或都不写")
    for kind, parameter in step.tender.items():
        known(f"tender.{kind}", kind, LISTS["tender_kind"], "word", "没有这种合同")
        known(f"tender.{kind}", parameter, parameters, "parameter", "没有这个参数")
    for number, period in enumerate(step.periods, 1):
        for name, field in (("begin", period.begin), ("end", period.end)):
            known(f"periods[{number}].{name}", field, DATES, "field", "前期手续没有这个日期")
        for name in ("at_least", "at_most"):
            known(f"periods[{number}].{name}", getattr(period, name), parameters, "parameter", "没有这个参数")
        if _is_unbounded(period):
            told = "没有写最短或最长多少天"
            report.judge(row.file, f"{row.key}.periods[{number}]", "missing_key", told, "写上 at_least 或 at_most")


def _is_unbounded(period: Period) -> bool:
    return not period.at_least and not period.at_most


DATES = tuple(field.key for field in BY_CODE[PROCEDURE_KIND].fields if field.type == "date")
"""The dates a procedure record may hold."""

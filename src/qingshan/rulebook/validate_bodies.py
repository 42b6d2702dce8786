"""Judgements on what bodies owe and who sits in the leading group; and that site rules speak of sites only."""

from __future__ import annotations

from collections.abc import Iterator

from .draft import Draft
from .findings import Report
from .nouns import BODY, NOUNS
from .programme import BodyTask, Evidence, Party, Seat
from .toml_reader import Row
from .validate_stages import Judge

BODY_KINDS = frozenset(action.kind for noun in NOUNS if noun.about == BODY for action in noun.actions)
"""Kinds of records that lie in a body's file."""

FILE_KINDS = ("district", "office", "bureau", "street")
"""Kinds of parties that have a file of their own here."""


def judge_bodies(draft: Draft, report: Report) -> None:
    judge = Judge(draft, report)
    for row in draft.rows["body_task"]:
        _judge_task(judge, row, row.value)
    for row in draft.rows["seat"]:
        _judge_seat(judge, row, row.value)
    for row, key, kind in _of_sites(draft):
        if kind in BODY_KINDS:
            told = f"“{kind}”记在单位的档案里，不是矿山的"
            report.judge(row.file, key, "kind_of_bodies", told, "单位的事项写成 [[body_task]]")


def _of_sites(draft: Draft) -> Iterator[tuple[Row, str, str]]:
    """Every kind of record that a rule about sites looks for."""
    for row in draft.rows["stage"]:
        yield from _kinds(row, evidence=row.value.evidence, begins=row.value.begins)
    for row in draft.rows["part"]:
        yield from _kinds(row, opened_by=row.value.opened_by, cancelled_by=row.value.cancelled_by)
    for row in draft.rows["hold"]:
        yield from _kinds(row, opened_by=row.value.opened_by, closed_by=row.value.closed_by)
    for row in draft.rows["ending"]:
        yield row, f"{row.key}.fact", row.value.fact


def _kinds(row: Row, **asked: Evidence | None) -> Iterator[tuple[Row, str, str]]:
    for name, evidence in asked.items():
        if evidence is not None:
            yield row, f"{row.key}.{name}.kind", evidence.kind


def _judge_task(judge: Judge, row: Row, task: BodyTask) -> None:
    report, draft = judge.report, judge.draft
    judge.evidence(row, f"{row.key}.evidence", task.evidence)
    judge.evidence(row, f"{row.key}.after", task.after)
    for name, evidence in (("evidence", task.evidence), ("after", task.after)):
        if evidence is not None and evidence.kind not in BODY_KINDS:
            told = f"“{evidence.kind}”记在矿山的档案里，不是单位的"
            report.judge(row.file, f"{row.key}.{name}.kind", "kind_of_sites", told, "矿山的步骤写成 [[stage]]")
    if task.undone_by:
        judge.facts(row, f"{row.key}.undone_by", task.evidence.kind, task.undone_by)
    if task.having:
        known = {
            f.key for noun in NOUNS if any(a.kind == task.evidence.kind for a in noun.actions) for f in noun.fields
        }
        judge.word(row, f"{row.key}.having", task.having, known, "field", "这种记录没有这一项")
    for index, code in enumerate(task.parties, 1):
        judge.word(row, f"{row.key}.parties[{index}]", code, draft.codes("party"), "party", "没有这一方")
    for index, kind in enumerate(task.kinds, 1):
        judge.word(row, f"{row.key}.kinds[{index}]", kind, FILE_KINDS, "word", "不能写")
    if not task.parties and not task.kinds:
        report.judge(row.file, f"{row.key}.parties", "empty_value", "没有写是谁的事", "写上 parties 或 kinds")
    timings = [
        name for name, given in (("due_on", task.due_on), ("after", task.after), ("repeats", task.repeats)) if given
    ]
    for name in timings[1:]:
        told = f"期限写了两种：{'、'.join(timings)}"
        report.judge(row.file, f"{row.key}.{name}", "due_twice", told, "只留一种")
    if bool(task.after) != bool(task.within):
        told = "after 和 within 要一起写"
        report.judge(row.file, f"{row.key}.within", "missing_key", told, "within 写 [[parameter]] 的代码")
    if task.within:
        _judge_within(judge, row, task)


def _judge_within(judge: Judge, row: Row, task: BodyTask) -> None:
    draft = judge.draft
    if not judge.word(row, f"{row.key}.within", task.within, draft.codes("parameter"), "parameter", "没有这个参数"):
        return
    for other in draft.values("parameter"):
        if other.code == task.within and (other.unit not in ("工作日", "天") or not isinstance(other.value, int)):
            told = f"参数“{other.code}”不是天数"
            judge.report.judge(row.file, f"{row.key}.within", "bad_number", told, "值写整数，unit 写 工作日 或 天")


def _judge_seat(judge: Judge, row: Row, seat: Seat) -> None:
    same = [s.code for s in judge.draft.values("seat") if (s.kind, s.body, s.post) == (seat.kind, seat.body, seat.post)]
    if seat.code in same[1:]:
        judge.report.judge(row.file, row.key, "seat_twice", f"与“{same[0]}”是同一个席位", "只留一行")
    party: Party | None = next((p for p in judge.draft.values("party") if p.code == seat.body), None)
    if seat.role and not seat.post:
        judge.report.judge(row.file, f"{row.key}.post", "missing_key", "写了 role，没有写 post", "写上职务")
    if party is not None and party.kind not in (*FILE_KINDS, "role"):
        told = f"“{party.name}”不是区里的单位"
        judge.report.judge(row.file, f"{row.key}.body", "unknown_party", told, "席位属于区内单位")

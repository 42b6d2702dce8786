"""What the streets report every week, made from what happened and was entered since the report before (六(二)-5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .entry import STREET, Entry, Share
from .people import STREETS
from .sites import SITES

SILENT = {date(2019, 10, 24): ("wu", "geng")}
"""Thursday → streets that have not reported for it: the reader's week has somebody to call."""

# What a street writes of a step; what is not named here is not worth a line.
_TOLD: dict[str, str] = {
    "record_survey.completed": "完成摸底调查",
    "record_verification.passed": "摸底资料通过区级核查",
    "record_verification.returned": "摸底资料被退回，补充后重报",
    "decide_scope.included": "核定纳入治理范围",
    "determine_responsibility.determined": "责任主体已认定",
    "commission_plan.commissioned": "委托编制治理方案",
    "submit_plan.submitted": "治理方案编制完成，报评审",
    "withdraw_plan.withdrawn": "治理方案撤回重编",
    "record_review.passed": "治理方案评审通过",
    "record_review.revise": "评审要求修改方案后复核",
    "record_review.rejected": "方案评审未通过，须重编",
    "list_batch.listed": "列入年度名单",
    "start_works.started": "治理工程开工",
    "suspend_works.suspended": "冬季停工",
    "apply_acceptance.applied": "申请现场验收",
    "record_acceptance.passed": "市环保局现场验收通过",
    "record_acceptance.failed": "现场验收不通过，限期整改",
    "record_recognition.granted": "督导组已认可",
    "record_recognition.feedback": "督导组反馈2个问题",
    "post_publicity.posted": "开始公示",
    "interrupt_publicity.interrupted": "公示中断，重新发布",
    "record_certificate.certified": "公示期满无异议",
    "receive_complaint.received": "公示期间收到投诉，登记并开始调查",
    "investigate_complaint.investigated": "投诉调查完成，报区专项办会签",
    "decide_complaint.decided": "投诉处理决定已下达",
    "reopen_works.reopened": "按投诉处理决定返工",
    "record_report.submitted": "区专项办填报销号台账",
    "record_city_audit.passed": "市级审核通过",
    "record_signature.signed": "市专项工作组组长签字",
}
# Why nothing moved, by the last step taken.
_IDLE: dict[str, str] = {
    "record_survey": "等待区级核查",
    "record_verification": "等待核定是否纳入治理范围",
    "decide_scope": "等待认定责任主体",
    "determine_responsibility": "等待委托编制方案",
    "commission_plan": "编制单位正在编制方案",
    "submit_plan": "等待评审会",
    "withdraw_plan": "方案重编中",
    "record_review": "落实开工条件",
    "list_batch": "落实开工条件",
    "start_works": "按计划施工，未到计量节点",
    "report_progress": "按计划施工，未到计量节点",
    "complete_works": "整理竣工资料，准备申请验收",
    "apply_acceptance": "等待市环保局现场验收",
    "record_acceptance": "等待督导组认可",
    "record_recognition": "准备公示材料",
    "post_publicity": "公示期间，每日留存网页",
    "interrupt_publicity": "重新准备公示",
    "record_certificate": "准备销号台账",
    "receive_complaint": "投诉调查中",
    "investigate_complaint": "等待区专项办会签",
    "decide_complaint": "按处理决定办理",
    "reopen_works": "返工中",
    "record_report": "等待市级审核",
    "record_city_audit": "等待市级签字",
    "record_signature": "等待备案",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A site whose last step says less than its trouble does, from a day to a day: what the street writes of it."""

    site: str
    since: str
    until: str
    reason: str
    problem: str


_TROUBLE = (
    Trouble("己卯", "2019-06-13", "2020-01-01", "两次招标均流标，未开工", "最迟开工日将至；拟调整标段、改为邀请招标"),
    Trouble("己巳", "2018-10-25", "2019-10-09", "方案评审未通过，落实重编", "采空区资料不足，补充物探后重编方案"),
    Trouble("乙酉", "2019-09-26", "2020-01-01", "按评审意见修改方案", "编制单位补水土保持专章，2019-11-08前送复核"),
    Trouble("戊子", "2018-08-09", "2019-09-24", "与邻区边界未定", "会同邻区国土部门定界后重新摸底"),
    Trouble("庚午", "2019-09-21", "2019-10-20", "按验收意见整改", "2019-10-20前整改完成，再次申请验收"),
    Trouble("戊寅", "2019-09-28", "2020-01-01", "北坡覆土返工", "覆土后重新申请验收、认可、公示，影响2019年度销号"),
    Trouble(
        "癸酉", "2019-10-17", "2020-01-01", "督导组反馈问题转责任单位整改", "2019-11-15前接通截水沟、补种草籽后再报认可"
    ),
)
_WINTER = ((11, 15), (3, 15))
"""First and last day of the shutdown, month and day (五(三)0)."""


def weekly(entries: Sequence[tuple[date, Entry]], weeks: Iterable[date], closed: Mapping[str, date]) -> Iterator[Entry]:
    """A paper a street and week, one line a site of 附件2-1 not yet closed.

    `entries` with the day each was entered; `weeks` the days the ledgers are due; `closed` site → day it was closed,
    as entered.
    """
    by_site: dict[str, list[tuple[date, str, Entry]]] = defaultdict(list)
    for entered, entry in entries:
        for share in entry.shares:
            by_site[share.site].append((entered, f"{entry.action}.{share.result or entry.result}", entry))
    before = date.min
    for due in weeks:
        wednesday = due - timedelta(days=1)
        yield from _of_week(by_site, due, before, wednesday, closed)
        before = wednesday


def _of_week(
    by_site: Mapping[str, list[tuple[date, str, Entry]]],
    due: date,
    before: date,
    wednesday: date,
    closed: Mapping[str, date],
) -> Iterator[Entry]:
    for street in STREETS:
        if street.key in SILENT.get(due, ()):
            continue
        shares = [
            Share(cycle, _line(cycle, by_site[cycle], before, wednesday))
            for cycle, site in SITES.items()
            if site.street == street.key
            and _is_treated(by_site[cycle], wednesday)
            and closed.get(cycle, date.max) > wednesday
        ]
        if shares:
            yield Entry(wednesday, STREET, "report_week", "reported", tuple(shares), entered=wednesday)


def _is_treated(known: list[tuple[date, str, Entry]], on: date) -> bool:
    """On 附件2-1 as far as entered: included, or not decided yet."""
    decisions = [name for entered, name, _ in known if name.startswith("decide_scope.") and entered <= on]
    return not decisions or decisions[-1] == "decide_scope.included"


def _line(cycle: str, known: list[tuple[date, str, Entry]], before: date, on: date) -> dict[str, Any]:
    past = sorted(((entered, entry.on, name, entry) for entered, name, entry in known if entered <= on), key=_when)
    told = [entry.told or _TOLD[name] for entered, _, name, entry in past if entered > before and _is_told(name, entry)]
    trouble = next((one for one in _TROUBLE if one.site == cycle and one.since <= on.isoformat() < one.until), None)
    values: dict[str, Any] = {"problems": trouble.problem} if trouble else {}
    if told:
        return values | {"progress": "；".join(dict.fromkeys(told))}
    reason = trouble.reason if trouble else _idle([name for _, _, name, _ in past], on)
    return values | {"progress": "无进展", "no_progress_reason": reason}


def _when(one: tuple[date, date, str, Entry]) -> tuple[date, date]:
    return one[0], one[1]


def _is_told(name: str, entry: Entry) -> bool:
    return bool(entry.told) or name in _TOLD


def _idle(names: list[str], on: date) -> str:
    last = next((name.split(".")[0] for name in reversed(names) if name.split(".")[0] in _IDLE), "")
    first, final = _WINTER
    is_winter = (on.month, on.day) >= first or (on.month, on.day) <= final
    if is_winter and last in {"start_works", "report_progress", "suspend_works"}:
        return "冬季停工"
    return _IDLE.get(last, "准备下一步")

"""What the bodies did beside the sites: receipts, documents, coverage, unit plans, meetings and their tasks, the press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingshan.rulebook.programme import Programme

from .entry import Entry, Share, day, ha, wan
from .people import OFFICE_CLERK, OFFICE_HEAD, STREET_OF, STREETS, Street
from .routine import FIRST_ENTRY_ON
from .sites import SITES

NOTICE_NO = "示政办〔2018〕44号"
CITY_NO = "示市办〔2018〕152号"
ARCHIVED_ON = date(2018, 8, 30)
"""The day the district archive of the survey was signed."""


def bodies(programme: Programme) -> Iterator[Entry]:
    yield from _receipts()
    yield from _documents()
    yield from _coverage(programme)
    yield from _unit_plans()
    yield from _meetings()
    yield from _press()


def _of(body: str, values: dict[str, Any], subject: str = "") -> tuple[Share, ...]:
    return (Share(body, values, subject),)


def _receipts() -> Iterator[Entry]:
    """Who signed for the notice; the last of the streets and some bureaus have not to this day."""
    signed = [(street.clerk, street.code, street.clerk_name) for street in STREETS[:-1]]
    signed += [(code, code, f"{code} 收发岗") for code in ("epb", "finance", "land", "enforcement")]
    signed.append(("office", "office", OFFICE_CLERK))
    for login, body, name in signed:
        yield Entry(day("2018-07-16"), login, "sign_receipt", "signed", _of(body, {"received_by": name}, NOTICE_NO))


def _documents() -> Iterator[Entry]:
    city = {
        "title": "关于督察反馈意见整改任务分解的通知（虚构）",
        "issuer": "示范市人民政府办公室（虚构）",
        "issued_on": "2018-06-20",
        "task_item": "第七十一项",
    }
    own = {
        "title": "已关闭矿山生态环境恢复治理工作实施方案（虚构）",
        "issuer": "示范区人民政府办公室（虚构）",
        "issued_on": "2018-07-14",
        "parent_no": CITY_NO,
        "task_item": "第七十一项",
    }
    for number, values in ((CITY_NO, city), (NOTICE_NO, own)):
        shares = _of("government_office", values, number)
        yield Entry(day(values["issued_on"]), "office", "record_policy", "recorded", shares, entered=FIRST_ENTRY_ON)


def _coverage(programme: Programme) -> Iterator[Entry]:
    """Every street says how many sites it has; the office lays the counts beside the notice's figures."""
    for street in STREETS:
        total = sum(STREET_OF[site.street] == street for site in SITES.values())
        said = f"本辖区已应统尽统，共 {total} 处。" if total else "本辖区没有应统的矿山，零报告。"
        values = {"total": total, "is_nil": total == 0, "statement": said}
        yield Entry(
            day("2018-07-13"), street.clerk, "declare_coverage", "declared", _of(street.code, values),
            approved_by=street.approver_name, entered=FIRST_ENTRY_ON, is_backfill=True,
        )  # fmt: skip
    rows = [{"control_total": t.code, "counted": t.count, "stated": t.count} for t in programme.control_totals]
    yield Entry(
        day("2018-07-20"), "office", "reconcile_coverage", "reconciled", _of("office", {"totals": rows}),
        approved_by=OFFICE_HEAD,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """A street's plan as sent in: sites of 2019 and of 2020, and the office's answer on its day ("" = none yet)."""

    street: str
    on: str
    first: int
    second: int
    answered: str = ""
    answer: str = "approved"
    version: int = 1


PLANS: Sequence[Plan] = (
    Plan("jia", "2018-10-15", 3, 2, "2018-10-22"),
    Plan("yi", "2018-10-18", 3, 1, "2018-10-26"),
    Plan("bing", "2018-10-22", 2, 2, "2018-10-29"),
    Plan("ding", "2018-10-24", 2, 2, "2018-10-30", "returned"),
    Plan("ding", "2018-11-06", 2, 2, "2018-11-12", version=2),
    Plan("wu", "2018-10-30", 2, 1, "2018-11-08"),
    Plan("ji", "2018-10-31", 1, 2, "2018-11-27"),
)
"""丁湾 was late because its first plan was returned; the office answered 己湖 too late; 庚台 has sent none."""


def _unit_plans() -> Iterator[Entry]:
    for plan in PLANS:
        street = STREET_OF[plan.street]
        number = f"{street.name[0]}实施方案〔2018〕{plan.version}号"
        yield Entry(
            day(plan.on), street.clerk, "submit_unit_plan", "submitted", _of(street.code, _parts(street, plan), number),
            approved_by=street.approver_name,
        )  # fmt: skip
        opinion = "年度目标与摸底数不符，退回修改。" if plan.answer == "returned" else "同意。"
        values = {"verified_by": OFFICE_HEAD, "opinion": opinion}
        yield Entry(day(plan.answered), "office", "review_unit_plan", plan.answer, _of(street.code, values, number))


def _parts(street: Street, plan: Plan) -> dict[str, Any]:
    return {
        "annual_targets": [
            {"year": "2019", "count": plan.first, "area_m2": ha("8.5"), "investment": wan("320")},
            {"year": "2020", "count": plan.second, "area_m2": ha("5.2"), "investment": wan("210")},
        ],
        "key_tasks": "编制一矿一方案；完成采坑回填、削坡、覆土和绿化。",
        "measures": "一矿一策，专业机构编制方案，公开招标施工，街道和部门共同监管。",
        "persons": [
            {"duty": "first", "name": f"{street.name}党政主要领导岗", "post": "主要领导"},
            {"duty": "direct", "name": f"{street.name}分管领导岗", "post": "分管领导"},
        ],
        "time_limit": "2019年和2020年每年11月30日前完成当年任务。",
        "supervision": "每周巡查一次，问题当日交办，整改后复查。",
        "government_part": "组织实施、监管、验收和资金筹措。",
        "enterprise_part": "采矿权人存续的由企业治理。",
    }


MEETINGS = (
    ("示矿治纪要〔2019〕1号", "2019-03-06", "部署2019年度治理任务"),
    ("示矿治纪要〔2019〕2号", "2019-09-05", "调度验收和销号进度"),
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a meeting (its place in the list) as a task of a body; `login` finished it on a day, or nobody."""

    meeting: int
    body: str
    content: str
    due_on: str
    login: str = ""
    finished: str = ""


DECIDED: Sequence[Decided] = (
    Decided(0, STREET_OF["jia"].code, "3月底前完成开工准备", "2019-03-31", STREET_OF["jia"].clerk, "2019-03-28"),
    Decided(0, "finance", "落实区级配套资金", "2019-04-30", "finance", "2019-05-10"),
    Decided(0, STREET_OF["wu"].code, "补报一处矿山的坐标", "2019-04-15"),
    Decided(1, STREET_OF["geng"].code, "补报街道实施方案", "2019-09-30"),
    Decided(1, "epb", "10月底前完成待验收各处的现场验收", "2019-10-31"),
)
CANCELLED = 2


def _meetings() -> Iterator[Entry]:
    """Two meetings and what they decided: one task done in time, one late, one cancelled, one overdue, one running."""
    for number, on, topic in MEETINGS:
        values = {"topic": topic, "chaired_by": "区专项工作组组长", "attendance": "各成员单位、各街道"}
        yield Entry(day(on), "office", "record_meeting", "held", _of("office", values, number))
    for place, one in enumerate(DECIDED):
        yield from _task(f"DB-2019-{place + 1:02d}", one)
    body = DECIDED[CANCELLED].body
    values = {"cancel_reason": "坐标已由区专项办统一测量，不再由街道补报。"}
    shares = _of(body, values, f"DB-2019-{CANCELLED + 1:02d}")
    yield Entry(day("2019-03-20"), "office", "cancel_task", "cancelled", shares)


def _task(number: str, one: Decided) -> Iterator[Entry]:
    meeting, on, _ = MEETINGS[one.meeting]
    values = {"meeting_no": meeting, "content": one.content, "due_on": one.due_on, "task_clause": "六(一)-3"}
    yield Entry(day(on), "office", "assign_task", "assigned", _of(one.body, values, number))
    if one.finished:
        shares = _of(one.body, {"finding": "已办结。"}, number)
        yield Entry(day(one.finished), one.login, "finish_task", "finished", shares)


def _press() -> Iterator[Entry]:
    for on, channel, outlet, title, cycles in (
        ("2018-08-10", "internet", "区门户网站（虚构）", "我区启动废弃矿山生态修复", ()),
        ("2019-06-05", "press", "示范日报（虚构）", "昔日采坑变绿地", ("甲子", "庚辰")),
        ("2019-10-18", "broadcast", "示范电视台（虚构）", "治理矿山通过验收", ("甲戌",)),
    ):
        values = {"channel": channel, "outlet": outlet, "title": title, "sites": [SITES[c].name for c in cycles]}
        yield Entry(day(on), "office", "publish_media", "published", _of("office", values))

"""What is particular to single sites: detours, complaints, corrections, moves. docs/demo.md tells them in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

from .entry import STREET, Entry, Share, day, ha, paper, wan
from .people import OFFICE_CLERK, OFFICE_HEAD, STREET_OF
from .routine import PLANS, submission
from .sites import SITES, survey_values
from .works import PACKAGE, Report, acceptance, application, completion

Story = Callable[[], Iterator[Entry]]


def _one(on: str, by: str, action: str, result: str, site: str, values: dict[str, Any], **more: Any) -> Entry:
    subject = more.pop("subject", "")
    return Entry(day(on), by, action, result, (Share(site, values, subject),), **more)


def _survey_again(cycle: str, on: str, area: str, **more: Any) -> Entry:
    """A new survey of a site of a single pit."""
    site = SITES[cycle]
    street = STREET_OF[site.street]
    values = survey_values(site) | {
        "surveyor": f"{street.name}调查岗",
        "total_area_m2": ha(area),
        "treatable_area_m2": ha(area),
        "pit_area_m2": ha(area),
        "units": [
            {
                "unit_no": "01",
                "unit_type": "pit",
                "damage_way": "excavated",
                "area_m2": ha(area),
                "count": 1,
                "land_class": "06",
            }
        ],
    }
    return _one(on, STREET, "record_survey", "completed", cycle, values, approved_by=street.approver_name, **more)


# -- before the works


def plan_rejected_and_written_again() -> Iterator[Entry]:
    """己巳: version 1 failed its review; version 2 waits for the next meeting."""
    site, row = SITES["己巳"], PLANS["己巳"]
    common = {
        "commissioner": "区国土资源分局",
        "institute": "示范矿山生态研究所",
        "contract_no": "示矿委〔2019〕6号",
        "price": wan("21.00"),
    }
    papers = (paper("commission_papers", "委托书（第二版）"),)
    yield _one("2019-06-17", "land", "commission_plan", "commissioned", "己巳", common, subject="FA-v2", papers=papers)
    handed = common | submission(site, row) | {
        "investment": wan("760.00"),
        "start_on": "2020-03-23",
        "finish_on": "2020-09-15",
        "measures": "采空区注浆、塌陷坑回填、矸石整平覆土、播撒草籽",
        "qualification_no": "示生态资证〔2017〕021号",
        "qualification_level": "A",
        "funded_by": site.owner,
        "implemented_by": site.owner,
        "checklist": _checklist(),
    }  # fmt: skip
    yield _one("2019-10-09", STREET, "submit_plan", "submitted", "己巳", handed, subject="FA-v2")


_PLAN_ITEMS = ("Z1", "Z2", "Z3", "Z4", "Z5", "Z6", "Z7", "B1", "B2", "B3", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8",
               "F1", "F2", "F3")  # fmt: skip


def _checklist() -> list[dict[str, str]]:
    """The author's own check, item by item of the notice: all there but the monitoring report (C-33)."""
    rows = [{"item": code, "verdict": "present"} for code in _PLAN_ITEMS[:-1]]
    return [*rows, {"item": "F3", "verdict": "not_applicable", "reason": "矿山已关闭，没有排放监测"}]


def plan_withdrawn_and_late() -> Iterator[Entry]:
    """辛巳: version 1 was withdrawn before its review; version 2 passed after 2018-10-31."""
    site, row = SITES["辛巳"], PLANS["辛巳"]
    common = {
        "commissioner": "区环保局",
        "institute": "示范环境研究院",
        "contract_no": "示矿委〔2018〕38号",
        "price": wan("15.20"),
    }
    why = {"measures": "边坡角与地质资料不符，撤回重编"}
    yield _one("2018-10-25", STREET, "withdraw_plan", "withdrawn", "辛巳", why, subject="FA-v1")
    yield _one("2018-11-05", "epb", "commission_plan", "commissioned", "辛巳", common, subject="FA-v2")
    handed = common | submission(site, row)
    yield _one("2018-12-06", STREET, "submit_plan", "submitted", "辛巳", handed, subject="FA-v2")


def plan_only_commissioned() -> Iterator[Entry]:
    """丙戌: unlicensed; its papers were promised, its plan is being written."""
    values = {
        "slot": "enforcement_papers",
        "title": "移送文书",
        "promised_on": "2019-11-15",
        "reason": "案件在公安机关，文书待退回",
    }
    yield _one("2019-09-10", STREET, "file_document", "promised", "丙戌", values, subject="enforcement_papers")
    common = {
        "commissioner": "区环保局",
        "institute": "示范环境研究院",
        "contract_no": "示矿委〔2019〕23号",
        "price": wan("4.50"),
    }
    papers = (paper("commission_papers", "委托书"),)
    yield _one("2019-10-09", "epb", "commission_plan", "commissioned", "丙戌", common, subject="FA-v1", papers=papers)


def moved_in() -> Iterator[Entry]:
    """丁亥: left out as naturally restored, found dug again a year later, moved from 附件2-2 to 附件2-1."""
    papers = (paper("photos_before", "复查照片", 4),)
    yield _survey_again("丁亥", "2019-10-14", "2.88", papers=papers)
    checks = [{"field": "破坏面积", "verdict": "pass"}, {"field": "破坏范围", "verdict": "pass"}]
    values = {"verified_by": OFFICE_CLERK, "on_site": True, "checks": checks}
    yield _one("2019-10-16", "office", "record_verification", "passed", "丁亥", values)
    decision = {"decided_by": "区专项工作组办公室", "document_no": "示矿治办〔2019〕11号"}
    papers = (paper("", "专项工作组会议纪要：河滩复查发现新采坑2.88公顷，移入附件2-1"),)
    yield _one(
        "2019-10-21", "office", "decide_scope", "included", "丁亥", decision, approved_by=OFFICE_HEAD, papers=papers
    )


def still_undecided() -> Iterator[Entry]:
    """戊子: its survey was returned, made again, its area corrected; the office has yet to check and to decide."""
    values = {
        "verified_by": OFFICE_CLERK,
        "on_site": True,
        "opinion": "与邻区边界不清，先定界再摸底",
        "checks": [{"field": "破坏范围", "verdict": "return", "remark": "西侧界桩缺失"}],
    }
    yield _one("2018-08-08", "office", "record_verification", "returned", "戊子", values, to="survey")
    again = {"papers": (paper("survey_other", "采坑现状调查（定界后）"), paper("photos_before", "定界后照片", 4))}
    yield _survey_again("戊子", "2019-09-24", "1.84", label="戊子摸底", **again)
    yield _survey_again(
        "戊子", "2019-09-24", "2.06", entered=day("2019-10-16"), corrects="戊子摸底",
        correct_reason="重新测量，西侧坡脚漏测0.22公顷", is_backfill=True,
        told="复测后面积更正为2.06公顷", **again,
    )  # fmt: skip


def licence_ran_out() -> Iterator[Entry]:
    """丁丑: its licence was valid at the survey and ran out on 2019-03-31."""
    values = {"name": "丁丑砂石矿", "street": STREET_OF["jia"].code, "licence_state": "expired"}
    yield _one("2019-04-01", "land", "amend_site", "amended", "丁丑", values)


# -- works and acceptance


def failed_and_done_again() -> Iterator[Entry]:
    """庚午: failed its acceptance of 2019-09-20, done again by 2019-10-15, entered six days later."""
    values = {
        "slot": "licence_copy",
        "title": "采矿许可证复印件",
        "promised_on": "2019-11-10",
        "reason": "原件在注销时收回，调档中",
    }
    yield _one("2019-08-12", STREET, "file_document", "promised", "庚午", values, subject="licence_copy")
    first = Report("2019-08-30", "12.46", "388.10", "")
    yield application("庚午", first, "2019-09-09")
    yield acceptance(
        "庚午", "2019-09-20", "", "failed", problems="西侧截水沟未通；坑底覆土不足30厘米；东侧边坡坡脚有浮石",
        fix_by="2019-10-20",
        criteria=[
            {"criterion": "O1", "verdict": "met"},
            {"criterion": "O2", "verdict": "not_met", "reason": "东侧坡脚浮石"},
        ],
    )  # fmt: skip
    second = Report("2019-10-15", "12.46", "402.35", "三个问题整改完成，第二次完工", "治理完成（二次）", "2019-10-21")
    yield completion("庚午", second)


def latest_start_passed() -> Iterator[Entry]:
    """己卯: on the list of 2019, its tender failed twice, the works have not begun."""
    values = {"slot": "commission_papers", "title": "流标公告（两次）及委托书", "count": 2}
    yield _one("2019-08-06", STREET, "file_document", "filed", "己卯", values, subject="commission_papers")


# -- complaints


def complaint_rejected() -> Iterator[Entry]:
    """丙子: a complaint on day 3 of its notice, found untrue; closed a month later."""
    received = {"channel": "12345", "is_anonymous": True, "matter": "反映坑底积水未处理"}
    finding = {
        "investigated_by": "乙泉街道",
        "investigator": "乙泉街道调查岗",
        "finding": "积水在相邻农田退水渠，不在治理范围，现场无积水",
    }
    decision = {
        "conclusion": "rejected",
        "handling": "答复投诉人，公示继续",
        "countersigned_by": OFFICE_HEAD,
        "replied_on": "2019-09-25",
    }
    yield _one(
        "2019-09-21", STREET, "receive_complaint", "received", "丙子", received, subject="TS-2019-001", at=time(10, 12)
    )
    yield _one("2019-09-24", STREET, "investigate_complaint", "investigated", "丙子", finding, subject="TS-2019-001")
    yield _one("2019-09-25", "office", "decide_complaint", "decided", "丙子", decision, subject="TS-2019-001", to="")


def complaint_upheld() -> Iterator[Entry]:
    """戊寅: a complaint on day 5 was true, back to the works; measured again, the treated area was less than told."""
    received = {
        "channel": "12369",
        "is_anonymous": False,
        "complainant": "演示投诉人",
        "complainant_contact": "演示联系方式",
        "matter": "反映北坡覆土很薄，雨后冲沟露出碎石",
    }
    finding = {
        "investigated_by": "丁湾街道",
        "investigator": "丁湾街道调查岗",
        "finding": "北坡1.25公顷覆土不足10厘米，投诉属实",
    }
    decision = {
        "conclusion": "upheld",
        "handling": "撤下公示，退回治理，重做北坡覆土后重新验收",
        "countersigned_by": OFFICE_HEAD,
        "replied_on": "2019-09-29",
    }
    yield _one(
        "2019-09-23", STREET, "receive_complaint", "received", "戊寅", received, subject="TS-2019-002", at=time(16, 40)
    )
    yield _one("2019-09-26", STREET, "investigate_complaint", "investigated", "戊寅", finding, subject="TS-2019-002")
    yield _one(
        "2019-09-27", "office", "decide_complaint", "decided", "戊寅", decision, subject="TS-2019-002", to="works"
    )
    reason = {"reason": "北坡覆土不足，按投诉处理决定返工"}
    yield _one("2019-09-29", STREET, "reopen_works", "reopened", "戊寅", reason, subject=PACKAGE)
    measured = Report("2019-07-24", "8.35", "238.00", "治理工程完成，复测面积8.35公顷", "治理完成", "2019-10-21")
    corrected = completion("戊寅", measured)
    yield Entry(
        corrected.on, corrected.by, corrected.action, corrected.result, corrected.shares, {}, corrected.papers,
        entered=corrected.entered, is_backfill=True, corrects="戊寅完工", told="坑底复测，完成面积更正为8.35公顷",
        correct_reason="北坡1.25公顷覆土不达标，复测后扣除",
    )  # fmt: skip


def complaint_open() -> Iterator[Entry]:
    """丙寅: a complaint on day 3 was looked into; the decision is due, and everything after the notice is held."""
    received = {"channel": "letter", "is_anonymous": True, "matter": "反映二道沟东坡仍有裂缝"}
    finding = {
        "investigated_by": "丙沟街道",
        "investigator": "丙沟街道调查岗",
        "finding": "裂缝在治理范围外的旧路基，拟认定不属实",
    }
    yield _one(
        "2019-10-11", STREET, "receive_complaint", "received", "丙寅", received, subject="TS-2019-003", at=time(11, 5)
    )
    yield _one("2019-10-18", STREET, "investigate_complaint", "investigated", "丙寅", finding, subject="TS-2019-003")


STORIES: tuple[Story, ...] = (
    plan_rejected_and_written_again,
    plan_withdrawn_and_late,
    plan_only_commissioned,
    moved_in,
    still_undecided,
    licence_ran_out,
    failed_and_done_again,
    latest_start_passed,
    complaint_rejected,
    complaint_upheld,
    complaint_open,
)


def stories() -> Iterator[Entry]:
    for story in STORIES:
        yield from story()

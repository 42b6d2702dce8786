"""The steps every site goes through alike, made from its row: registration, survey, verification, responsibility, plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .entry import STREET, Entry, Share, day, ha, paper, wan
from .people import OFFICE_CLERK, STREET_OF
from .sites import CYCLE, SITES, Site, survey_values

REGISTERED_ON = date(2018, 6, 15)
FIRST_ENTRY_ON = date(2018, 7, 16)
"""The first working day after the notice, which is dated a Saturday: what came before is entered afterwards (C-11)."""

_SURVEY_PAPERS = {
    "1": (("basic_sheet", "矿山基本情况表"), ("licence_copy", "采矿许可证复印件"), ("closure_papers_coal", "注销公告及通知"),
          ("survey_coal", "塌陷坑、采空区现状调查")),
    "2": (("basic_sheet", "矿山基本情况表"), ("licence_copy", "采矿许可证复印件"), ("closure_papers_sand", "注销申请及公告"),
          ("survey_sand", "采坑现状调查")),
    "3": (("closure_papers_closed", "注销申请及公告"), ("survey_closed", "采坑现状调查")),
    "4": (("enforcement_papers", "立案文书"), ("survey_other", "采坑现状调查（含违法主体）")),
}  # fmt: skip

# What the files of single sites lacked at the survey; see docs/demo.md.
_LACKS = {"庚午": {"licence_copy"}, "丙戌": {"enforcement_papers"}, "戊子": {"enforcement_papers"}}
_FEW_PHOTOS = {"壬午": 2}


def survey(site: Site) -> Entry:
    """The street's survey with its papers and photographs."""
    lacks = _LACKS.get(site.cycle, set())
    papers = [paper(slot, title) for slot, title in _SURVEY_PAPERS[site.category] if slot not in lacks]
    papers.append(paper("photos_before", "治理前照片（东、南、西、北）", _FEW_PHOTOS.get(site.cycle, 4)))
    street = STREET_OF[site.street]
    return Entry(
        day(site.surveyed),
        STREET,
        "record_survey",
        "completed",
        (Share(site.cycle, survey_values(site)),),
        {"surveyor": f"{street.name}调查岗"},
        tuple(papers),
        entered=max(FIRST_ENTRY_ON, day(site.surveyed)),
        approved_by=street.approver_name,
        is_backfill=True,
    )


_CHECKED = ("位置", "破坏范围", "破坏面积", "地形地貌", "证件状态", "矿业权人存续")


def verifications() -> Iterator[Entry]:
    """The office checks the surveys, a day's sites on one paper."""
    days = sorted({site.verified for site in SITES.values() if site.verified})
    for one in days:
        cycles = [site.cycle for site in SITES.values() if site.verified == one]
        checks = [{"field": field, "verdict": "pass"} for field in _CHECKED]
        shares = tuple(Share(cycle, {"checks": checks}) for cycle in cycles)
        values = {"verified_by": OFFICE_CLERK, "on_site": len(cycles) < 5}
        yield Entry(day(one), "office", "record_verification", "passed", shares, values)


# -- responsibility


def responsibility(site: Site) -> Entry:
    """Who has to restore: the street where the holder is gone, the holder where he is not (三(一)-2, 三(一)-4)."""
    street = STREET_OF[site.street].name
    pays = not site.is_licensed and not site.is_lost  # whoever dug pays, the street has it done
    culprit = site.owner or "违法主体"
    values: dict[str, Any] = {
        "holder_state": site.holder,
        "is_lost": site.is_lost,
        "body_kind": "street" if site.is_lost else "enterprise",
        "body": street if site.is_lost else culprit,
        "executor": street if site.is_lost or pays else culprit,
        "mode": "substitute" if site.is_lost else "pay" if pays else "restore",
        "first_responsible": f"{street}党政主要领导",
        "direct_responsible": f"{street}分管领导",
        "lead_department": _lead(site),
        "support_departments": "区财政局、区环保局",
        "basis": "工商登记查询和现场询问",
    }
    if site.is_lost:
        values |= {
            "lost_proof": "工商登记查询单" if site.is_licensed else "查无下落证明",
            "lost_proof_on": "2018-08-24",
        }
    if site.deposit:
        values |= {"deposit_paid": wan(site.deposit[0]), "deposit_balance": wan(site.deposit[1])}
    papers = [paper("responsibility_papers", "责任主体认定书" + ("及灭失证明" if site.is_lost else ""))]
    by = STREET if site.is_licensed else "enforcement"
    on = day("2018-08-29") if site.is_licensed else day("2018-09-05")
    return Entry(on, by, "determine_responsibility", "determined", (Share(site.cycle, values),), {}, tuple(papers))


def _lead(site: Site) -> str:
    if not site.is_licensed:
        return "区行政执法局"
    return "区煤炭局" if site.is_coal else "区国土资源分局"


def orders() -> Iterator[Entry]:
    """Holders that still exist are ordered to restore, each by a paper of its own number (三(一)-3)."""
    ordered = [SITES[cycle] for cycle in PLANS if not SITES[cycle].is_lost]
    for number, site in enumerate(ordered, 1):
        values = {
            "order_no": f"示责治〔2018〕{number}号",
            "order_due_on": PLANS[site.cycle].finish if site.is_licensed else "2018-12-31",
            "served_on": "2018-09-13",
            "mode": "restore" if site.is_licensed else "pay",
            "body": site.owner or "违法主体",
            "basis": "谁破坏、谁治理",
        }
        by = "land" if site.is_licensed else "enforcement"
        yield Entry(day("2018-09-12"), by, "order_restoration", "ordered", (Share(site.cycle, values),))


# -- the plan


@dataclass(frozen=True, slots=True)
class Plan:
    """The first version of a site's plan. `ordered`: when it was commissioned; money in 万元."""

    ordered: str
    submitted: str
    investment: str
    start: str
    finish: str
    measures: str
    direction: tuple[str, ...] = ("forest",)
    price: str = "6.80"


_FILL = "塌陷坑回填、裂缝夯填、矸石整平覆土、拆除厂房、播撒草籽"
_SLOPE = "削坡减载、采坑回填、覆土、播种乡土草种、修截排水沟"
_CLAY = "坑底平整、边坡修整、覆土、栽植灌木"

# fmt: off
PLANS: dict[str, Plan] = {
    "甲子": Plan("2018-09-03", "2018-10-08", "612.00", "2018-11-12", "2019-07-31", _FILL, ("forest", "planting"), "18.60"),
    "乙丑": Plan("2018-09-03", "2018-10-08", "455.00", "2019-03-18", "2019-08-15", _FILL, price="14.20"),
    "丙寅": Plan("2018-09-03", "2018-10-09", "438.00", "2019-04-01", "2019-08-15", _FILL, price="13.50"),
    "丁卯": Plan("2018-09-04", "2018-10-10", "980.00", "2019-04-08", "2020-08-31", _FILL, ("forest", "development"), "26.00"),
    "戊辰": Plan("2018-09-04", "2018-10-10", "372.00", "2019-04-22", "2019-09-30", _FILL, price="11.90"),
    "己巳": Plan("2018-09-04", "2018-10-11", "702.00", "2019-05-06", "2020-08-31", _FILL, price="19.80"),
    "庚午": Plan("2018-09-05", "2018-10-11", "486.20", "2019-04-02", "2019-08-31", _SLOPE, ("forest",), "12.00"),
    "辛未": Plan("2018-09-05", "2018-10-12", "236.00", "2019-03-20", "2019-07-15", _SLOPE),
    "壬申": Plan("2018-09-05", "2018-10-12", "182.00", "2019-03-25", "2019-07-20", _CLAY, ("orchard",)),
    "癸酉": Plan("2018-09-06", "2018-10-15", "294.00", "2019-03-22", "2019-07-31", _SLOPE),
    "甲戌": Plan("2018-09-06", "2018-10-15", "214.00", "2019-03-20", "2019-07-10", _SLOPE),
    "乙亥": Plan("2018-09-06", "2018-10-16", "318.00", "2019-04-08", "2019-09-10", _SLOPE, ("forest", "tourism")),
    "丙子": Plan("2018-09-07", "2018-10-16", "148.00", "2019-04-02", "2019-07-31", _CLAY, ("farm",)),
    "丁丑": Plan("2018-09-07", "2018-10-17", "414.00", "2019-04-10", "2019-09-30", _SLOPE, price="10.60"),
    "戊寅": Plan("2018-09-07", "2018-10-17", "246.00", "2019-03-27", "2019-07-31", _CLAY, ("planting",)),
    "己卯": Plan("2018-09-10", "2018-10-18", "520.00", "2019-05-20", "2019-10-15", _SLOPE, price="13.80"),
    "庚辰": Plan("2018-09-10", "2018-10-18", "171.00", "2019-03-15", "2019-06-30", _SLOPE),
    "壬午": Plan("2018-09-10", "2018-10-19", "225.00", "2019-05-20", "2020-07-31", _CLAY, ("forest",)),
    "辛巳": Plan("2018-09-11", "2018-10-22", "598.00", "2019-04-15", "2020-09-15", _SLOPE, ("forest", "tourism"), "15.20"),
    "癸未": Plan("2018-11-20", "2019-03-05", "136.00", "2019-06-10", "2020-07-31", _SLOPE),
    "甲申": Plan("2018-11-20", "2019-03-06", "168.00", "2019-06-18", "2020-07-31", "河滩清障、采坑回填、护岸", ("water",)),
    "乙酉": Plan("2019-06-12", "2019-08-30", "430.00", "2020-04-01", "2020-09-15", _SLOPE),
}
# fmt: on
PLANLESS = ("丙戌",)
"""Responsibility determined, plan not yet handed in; its story says the rest."""


def plan(site: Site, row: Plan) -> Iterator[Entry]:
    """The commission and the first version handed in."""
    common = {
        "commissioner": "区国土资源分局" if site.is_coal else "区环保局",
        "institute": "示范地勘设计院" if site.is_coal else "示范环境研究院",
        "contract_no": f"示矿委〔{row.ordered[:4]}〕{site.number}号",
        "price": wan(row.price),
    }
    papers = () if site.cycle == "辛巳" else (paper("commission_papers", "委托书"),)
    by = "land" if site.is_coal else "epb"
    share = Share(site.cycle, {}, "FA-v1")
    yield Entry(day(row.ordered), by, "commission_plan", "commissioned", (share,), common, papers)
    handed = common | submission(site, row)
    yield Entry(day(row.submitted), STREET, "submit_plan", "submitted", (Share(site.cycle, handed, "FA-v1"),))


def submission(site: Site, row: Plan) -> dict[str, Any]:
    """What a version of the plan says, without who wrote it."""
    return {
        "organiser": STREET_OF[site.street].name,
        "survey_on": site.surveyed,
        "treat_area_m2": ha(site.treatable),
        "measures": row.measures,
        "direction": list(row.direction),
        "investment": wan(row.investment),
        "start_on": row.start,
        "finish_on": row.finish,
        "is_government_funded": site.is_lost,
        "supervision": "每周巡查，每月测量一次进度",
    }


def routine() -> Iterator[Entry]:
    """All of it, in the order of the cycle."""
    for site in SITES.values():
        yield survey(site)
    yield from verifications()
    for cycle in CYCLE:
        if cycle in PLANS or cycle in PLANLESS:
            yield responsibility(SITES[cycle])
    yield from orders()
    for cycle, row in PLANS.items():
        yield from plan(SITES[cycle], row)

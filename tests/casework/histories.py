"""A history of one site as entries that can be made in any permitted order, through the actions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from qingshan.accounts.session import Session, console_actor
from qingshan.casework.actions import ACTIONS
from qingshan.casework.entry import Line, Paper
from qingshan.foundation.problems import Problem
from qingshan.rulebook.facts import BEIJING
from qingshan.rulebook.status import Status
from tests.world import SCAN

PANEL = [
    {"name": f"专家{n}", "speciality": s, "employer": f"第{n}研究院"}
    for n, s in enumerate(["ecology", "geohazard", "water_soil", "safety", "ecology"], start=1)
]
CHECKED = [{"field": "破坏面积", "verdict": "pass"}]
INSPECTORS = [{"name": f"验收员{n}", "employer": "市环保局"} for n in range(1, 4)]
GOOD = {
    "accepting_body": "市环保局",
    "leader": "验收组组长",
    "inspectors": INSPECTORS,
    "outcome_safe": "conforms",
    "outcome_clean": "conforms",
    "outcome_scenery": "conforms",
    "outcome_land": "conforms",
    "outcome_ecology": "conforms",
    "measured_area_m2": "120000",
}


@dataclass(frozen=True)
class Entry:
    """`name` is what a correction calls the entry by."""

    name: str
    action: str
    result: str
    on: date
    values: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    corrects: str = ""
    approved_by: str = ""


HISTORY = [
    Entry(
        "survey",
        "record_survey",
        "completed",
        date(2018, 7, 5),
        {"total_area_m2": "124600", "treatable_area_m2": "120000", "pit_count": 2, "pit_area_m2": "124600"},
        approved_by="街道审核岗",
    ),
    Entry(
        "verification", "record_verification", "passed", date(2018, 7, 12), {"verified_by": "核查岗", "checks": CHECKED}
    ),
    Entry("scope", "decide_scope", "included", date(2018, 7, 20), {"decided_by": "专项工作组"}, approved_by="负责人"),
    Entry(
        "responsibility",
        "determine_responsibility",
        "determined",
        date(2018, 8, 1),
        {
            "holder_state": "exists",
            "is_lost": False,
            "body_kind": "enterprise",
            "body": "砂石有限公司",
            "executor": "砂石有限公司",
        },
    ),
    Entry(
        "plan",
        "submit_plan",
        "submitted",
        date(2018, 9, 20),
        {
            "organiser": "街道",
            "commissioner": "环保局",
            "institute": "设计院",
            "treat_area_m2": "120000",
            "measures": "回填覆土",
            "investment": 40000000,
            "start_on": date(2019, 4, 1),
            "finish_on": date(2019, 9, 30),
            "survey_on": date(2018, 7, 5),
        },
        subject="v1",
    ),
    Entry("review", "record_review", "passed", date(2018, 10, 20), {"panel": PANEL}, subject="v1"),
    Entry("batch", "list_batch", "listed", date(2018, 10, 25), {"year": "2019", "document_no": "名单 1 号"}),
    Entry("start", "start_works", "started", date(2019, 4, 2), subject="一标段"),
    Entry(
        "progress",
        "report_progress",
        "progress",
        date(2019, 6, 3),
        {"done_area_m2": "50000", "narrative": "覆土"},
        subject="一标段",
    ),
    Entry(
        "progress again",
        "report_progress",
        "progress",
        date(2019, 6, 3),
        {"done_area_m2": "48000", "narrative": "覆土，复测"},
        subject="一标段",
        corrects="progress",
    ),
    Entry(
        "complete",
        "complete_works",
        "completed",
        date(2019, 8, 30),
        {"done_area_m2": "120000", "self_check": "合格"},
        subject="一标段",
    ),
    Entry(
        "failed",
        "record_acceptance",
        "failed",
        date(2019, 9, 10),
        {**GOOD, "outcome_safe": "fails", "problems": "坡脚不稳", "fix_by": date(2019, 10, 10)},
        subject="一标段",
    ),
    Entry(
        "complete again",
        "complete_works",
        "completed",
        date(2019, 10, 5),
        {"done_area_m2": "120000", "self_check": "合格"},
        subject="一标段",
    ),
    Entry(
        "complete corrected",
        "complete_works",
        "completed",
        date(2019, 10, 8),
        {"done_area_m2": "120000", "self_check": "合格"},
        subject="一标段",
        corrects="complete again",
    ),
    Entry("accepted", "record_acceptance", "passed", date(2019, 10, 15), GOOD, subject="一标段"),
]


def enter(site: str, entry: Entry, keys: dict[str, str], now: datetime) -> bool:
    """Whether the entry could be made; its fact's key is noted under its name."""
    if entry.corrects and entry.corrects not in keys:
        return False
    session = Session(console_actor("tests"), now)
    paper = Paper(
        entry.on,
        approved_by=entry.approved_by,
        evidence=(SCAN,),
        correct_reason="录错" if entry.corrects else "",
        is_backfill=True,
    )
    line = Line(site, entry.result, entry.values, entry.subject, None, keys.get(entry.corrects, ""))
    try:
        outcome = ACTIONS[entry.action](session, paper, [line])
    except Problem:
        return False
    keys[entry.name] = outcome.facts[0]
    return True


def enter_all(site: str, order: list[Entry], first: datetime) -> list[tuple[Entry, datetime]]:
    """Enter in the order given, what is refused again after the others; answers the order that was permitted."""
    keys: dict[str, str] = {}
    made: list[tuple[Entry, datetime]] = []
    waiting = list(order)
    now = first
    while waiting:
        still = []
        for entry in waiting:
            now += timedelta(hours=1)
            if enter(site, entry, keys, now):
                made.append((entry, now))
            else:
                still.append(entry)
        assert len(still) < len(waiting), [e.name for e in still]
        waiting = still
    return made


FIRST = datetime(2019, 11, 1, 8, tzinfo=BEIJING)


def without_ids(status: Status) -> Status:
    """The Status with what names single facts left out: two orders of entry give the same facts other ids."""
    stages = tuple(s._replace(evidence=(), reopened_by=bool(s.reopened_by)) for s in status.stages)
    return replace(status, site="", stages=stages, entered_against=())

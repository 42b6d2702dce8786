"""Register acts, exceptions and the drawing of a panel: what befalls the register and what a paper allows.

The five sites here left the register before the first ledger: registered twice, by mistake, or lying over the border.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from qingshan.rulebook.draw import Expert, draw, seed_digest

from .entry import Entry, Share, day, ha, paper
from .meetings import EXPERTS
from .people import OFFICE_HEAD, STREET_OF
from .sites import SITES

EXTRA: dict[str, dict[str, Any]] = {
    "乙未": {"name": "乙未砂石矿", "category": "2", "street": "yi", "place": "甲岭街道北坡（与甲戌同一采坑）"},
    "丙申": {"name": "丙申粘土矿", "category": "3", "street": "wu", "place": "戊坪街道老砖厂（旧图误标）"},
    "丁酉": {"name": "丁酉采石点", "category": "4", "street": "geng", "place": "庚台片区北梁，一半在邻区"},
}
"""Registered beside the thirty-one, by the office."""

CHILDREN = {"戊戌": "650199-KS-4-007", "己亥": "650199-KS-4-008"}
"""The two halves of 丁酉, and the 档案号 the paper gives them."""


def extra_values(cycle: str) -> dict[str, Any]:
    """An extra site as the office registers it."""
    row = EXTRA[cycle]
    return {
        **row,
        "street": STREET_OF[row["street"]].code,
        "is_licensed": row["category"] != "4",
        "licence_state": "never" if row["category"] == "4" else "cancelled",
        "production_state": "closed",
        "mining_method": "open",
        "damage_area_m2": ha("1.20"),
    }


_BODY = {"decided_by": "区专项工作组办公室"}
_FIRST, _SECOND = date(2018, 7, 16), date(2018, 7, 17)


def _act(on: date, action: str, result: str, site: str, values: dict[str, Any], title: str, **more: Any) -> Entry:
    papers = (paper("", title),) if title else ()
    return Entry(on, "office", action, result, (Share(site, values),), {}, papers, entered=on, **more)


def register_acts() -> Iterator[Entry]:
    """乙未 handed to its right street and found to be 甲戌; 丙申 voided; 丁酉 split at the border, both halves gone."""
    number = "示矿治办〔2018〕1号"
    why = {**_BODY, "document_no": number}
    hand = {**why, "street": STREET_OF["jia"].code, "reason": "该处在甲岭街道界内"}
    yield _act(_FIRST, "hand_over_site", "handed_over", "乙未", hand, f"移交通知{number}")
    void = {"reason": "旧图误标，现场没有采坑"}
    yield _act(_FIRST, "void_site", "voided", "丙申", void, "", approved_by=OFFICE_HEAD)
    split = {
        **why,
        "reason": "以区界分为两处",
        "children": [
            {"code": CHILDREN["戊戌"], "name": "戊戌采石点", "damage_area_m2": ha("0.70")},
            {"code": CHILDREN["己亥"], "name": "己亥采石点", "damage_area_m2": ha("0.50")},
        ],
    }
    yield _act(_FIRST, "split_site", "split", "丁酉", split, f"勘界纪要{number}")
    merged = {**why, "is_duplicate": True, "into": "650199-KS-2-005", "reason": "与甲戌砂石矿为同一采坑，重复登记"}
    yield _act(_SECOND, "merge_sites", "merged", "乙未", merged, f"合并决定{number}")
    away = {**why, "to_body": "邻区专项工作组办公室", "reason": "在邻区界内"}
    yield _act(_SECOND, "transfer_site", "transferred", "戊戌", away, "移交确认单")
    joined = {**why, "into": "650199-KS-4-005", "reason": "与戊子采石点相连，一并治理"}
    yield _act(_SECOND, "merge_sites", "merged", "己亥", joined, f"合并决定{number}")


def exceptions() -> Iterator[Entry]:
    """癸酉 gets three weeks more; 丙戌 needs no year's list; 己巳's smaller panel was allowed and taken back."""
    city = {"approver": "市专项工作组办公室"}

    def allowed(on: str, action: str, result: str, site: str, number: str, values: dict[str, Any]) -> Entry:
        share = Share(site, values, number)
        papers = (paper("", f"批复{values['document_no']}"),)
        return Entry(day(on), "office", action, result, (share,), city, papers)

    later = {
        "document_no": "市矿治办〔2019〕52号",
        "reason": "补种草籽要等出苗",
        "stage": "filing",
        "until": "2019-12-20",
    }
    yield allowed("2019-10-18", "extend_deadline", "granted", "癸酉", "LW-2019-001", later)
    waived = {
        "document_no": "市矿治办〔2019〕49号",
        "reason": "案件未结，随案件单独组织，不列年度名单",
        "stages": ["batch"],
        "until": "2020-06-30",
    }
    yield allowed("2019-10-15", "grant_waiver", "granted", "丙戌", "LW-2019-002", waived)
    fewer = {
        "document_no": "市矿治办〔2019〕50号",
        "reason": "水土保持专家外出，拟减为4人",
        "action": "record_review",
        "check": "panel_complete",
        "until": "2019-12-31",
    }
    yield allowed("2019-10-16", "waive_gate", "granted", "己巳", "LW-2019-003", fewer)
    back = {"document_no": "市矿治办〔2019〕53号", "reason": "专家已补足，照常抽取"}
    yield allowed("2019-10-21", "revoke_exception", "revoked", "己巳", "LW-2019-003", back)


SEED = "2019-10-22 中国福利彩票3D 第2019282期 示例 374"
_POOL = [
    {"name": f"专家{key}", "speciality": code, "employer": employer} for key, (code, employer) in EXPERTS.items()
] + [
    {"name": "专家壬", "speciality": "ecology", "employer": "演示草原工作站"},
    {"name": "专家癸", "speciality": "safety", "employer": "示范矿山生态研究所"},
]
_RECUSED = {
    "name": "专家癸",
    "employer": "示范矿山生态研究所",
    "site": SITES["己巳"].name,
    "reason": "在方案编制单位任职",
}
_NUMBERS = {"ecology": 2, "geohazard": 1, "water_soil": 1, "safety": 1}


def drawing() -> Iterator[Entry]:
    """己巳's second version: its review applied for, its panel drawn by a seed announced a week before."""
    meeting = {"meeting": "2019年第四次评审会"}
    asked = {**meeting, "document_no": "示环函〔2019〕61号", "applicant": "区环保局", "meet_on": "2019-10-30"}
    share = (Share("己巳", {}, "FA-v2"),)
    yield Entry(day("2019-10-14"), "epb", "request_review", "requested", share, asked, entered=day("2019-10-14"))
    pool = [Expert(one["name"], one["speciality"], one["employer"]) for one in _POOL]
    found = draw(pool, [(_RECUSED["name"], _RECUSED["employer"])], _NUMBERS, SEED)
    values = {
        **meeting,
        "document_no": "抽取记录〔2019〕4号",
        "drawn_by": "市评审组",
        "witness": "区专项办经办岗",
        "seed": SEED,
        "seed_sha256": seed_digest(SEED),
        "seed_announced_on": "2019-10-15",
        "pool": _POOL,
        "recusals": [_RECUSED],
        "numbers": [{"speciality": code, "count": count} for code, count in _NUMBERS.items()],
        "drawn": [{"name": e.name, "speciality": e.speciality, "employer": e.employer} for e in found.drawn],
    }
    yield Entry(day("2019-10-22"), "epb", "draw_panel", "drawn", share, values, entered=day("2019-10-22"))


def changes() -> Iterator[Entry]:
    yield from register_acts()
    yield from exceptions()
    yield from drawing()

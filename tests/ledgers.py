"""A made-up district for the tests of the ledgers: the shipped layouts over a small programme, sites at every step."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import qingshan
from qingshan.rulebook.calendar import issue_day_for
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact, beijing_instant
from qingshan.rulebook.ledger import compute_ledger
from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.programme import (
    Calendar,
    Category,
    CodeList,
    ControlTotal,
    LedgerColumn,
    LedgerLayout,
    Parameter,
    Party,
    Programme,
    Reading,
    ReadingLine,
    Target,
    Weekly,
)
from tests.rulebook.programmes import SMALL

FOLDER = Path(qingshan.__file__).parent / "programmes" / "shuimogou-2018"
THURSDAY = date(2019, 10, 24)
WEEK = timedelta(days=7)
STREETS = {"s1": "甲岭街道", "s2": "乙泉街道", "s3": "丙沟片区管委会"}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def layouts() -> tuple[LedgerLayout, ...]:
    """The two layouts of the shipped programme, read straight from its file."""
    return tuple(
        LedgerLayout(
            **{
                **one,
                "columns": tuple(LedgerColumn(**column) for column in one["columns"]),
                "foot": tuple(one["foot"]),
            }
        )
        for one in _toml("ledgers.toml")["ledger"]
    )


COAL = ("11001",)
PROGRAMME: Programme = replace(
    SMALL,
    parties=(
        Party("office", "区专项工作组办公室", "office", "四-4"),
        *(Party(code, name, "street", "三(一)-1") for code, name in STREETS.items()),
        *(party for party in SMALL.parties if party.code != "office"),
    ),
    categories=(
        Category("1", "政策性关闭小煤矿", "附件1-一1..6", "coal"),
        Category("2", "政策性关闭砂石粘土矿", "附件1-二1..6", "noncoal"),
        Category("3", "已闭坑矿山（废弃矿山等）", "附件1-三1..4", ""),
        Category("4", "其他（含无证采矿点）", "附件1-四", ""),
    ),
    lists=(
        CodeList("exclusion_reasons", "未纳入原因", {"A": "已治理完成（有验收文件）", "D": "正常生产"}),
        CodeList("priority_reasons", "优先治理理由", {"main_road": "重要交通沿线周边地形地貌景观破坏严重"}),
    ),
    targets=(
        Target("floor_2019", "2019年底前完成50%", "floor", "二-7", date(2019, 12, 31), "district", Decimal(50)),
        Target("stretch_2019", "2019年底前力争60%", "stretch", "五(三)1b", date(2019, 12, 31), "street", Decimal(60)),
    ),
    control_totals=(
        ControlTotal("licensed", "持证矿山", "二-1", 5, {"is_licensed": (True,)}),
        ControlTotal("coal", "煤矿", "二-3", 1, {"is_licensed": (True,), "minerals": COAL}),
        ControlTotal("noncoal", "非煤矿山", "二-3", 4, {"is_licensed": (True,), "minerals!": COAL}),
        ControlTotal("unlicensed", "无证采矿点", "二-5", 1, {"is_licensed": (False,)}),
    ),
    ledgers=layouts(),
    weekly=Weekly(
        clause="六(二)-6",
        weekday=4,
        first_on=date(2018, 7, 19),
        last_on=date(2020, 12, 31),
        holiday_policy="previous_workday",
        when_two_fall_together="merge",
        street_cutoff_weekday=3,
        street_cutoff_at=time(12),
        sent_to="市专项工作组办公室",
        number_format="TZ-{year}-W{n:02d}",
    ),
    calendar=Calendar(
        "试验",
        frozenset(date(2020, 1, 24) + timedelta(days=n) for n in range(7)),
        frozenset({date(2020, 1, 19)}),
        date(2018, 1, 1),
        date(2020, 12, 31),
    ),
    readings=(
        Reading(
            "C-26",
            "五(四)2b",
            "公示7天怎样计算",
            (
                ReadingLine(date(2018, 7, 14), "calendar", "区专项工作组办公室"),
                ReadingLine(date(2019, 12, 1), "working", "区专项工作组办公室", "试纪〔2019〕3号"),
            ),
            {"calendar": "自然日，发布次日为第1天", "working": "工作日"},
            governs="public_days",
        ),
    ),
    parameters=(Parameter("winter", ("11-15", "03-15"), "月-日", "R-L", "冬季停工的大致起止"),),
    situation=(
        "{district}登记持证矿山{licensed}家，开采矿种为{minerals}，共{mineral_count}种；生产{producing}家，停产{stopped}家；"
        "已注销{cancelled}家。另有无证采矿点{unlicensed}处。"
    ),
)


def fact(site: str, name: str, on: date, payload: Mapping[str, Any] | None = None, **more: Any) -> Fact:
    """A fact recorded on its own evening, unless said otherwise."""
    kind, _, result = name.partition(".")
    subject = str(more.pop("subject", ""))
    more.setdefault("recorded_at", beijing_instant(on, time(18)))
    given = str(more.pop("id", f"{site}-{name}-{on}-{subject}"))
    return Fact(given, kind, result, on, subject=subject, payload=payload or {}, **more)


def registered(site: str, name: str, **changes: Any) -> Fact:
    return fact(
        site,
        "site.registered",
        date(2018, 6, 20),
        {
            "name": name,
            "category": "2",
            "is_licensed": True,
            "owner": "某砂石有限责任公司",
            "street": "s1",
            "place": "甲岭街道北侧约三公里",
            "minerals": ["83978"],
            "mining_method": "open",
            "licence_state": "cancelled",
            "cancelled_on": {"value": "2016-12-31", "precision": "year", "text": "2016年"},
            "production_state": "stopped",
            **changes,
        },
    )


def surveyed(site: str, total: int = 100_000, treatable: int = 80_000, **changes: Any) -> Fact:
    return fact(
        site,
        "survey.completed",
        date(2018, 7, 10),
        {
            "total_area_m2": str(total),
            "treatable_area_m2": str(treatable),
            "units": [
                {"unit_no": "1", "unit_type": "pit", "damage_way": "excavated", "area_m2": str(total * 3 // 4)},
                {"unit_no": "2", "unit_type": "building", "damage_way": "occupied", "area_m2": str(total // 4)},
            ],
            **changes,
        },
    )


def included(site: str) -> Fact:
    return fact(site, "scope.included", date(2018, 8, 1), {"decided_by": "区专项工作组办公室"})


def excluded(site: str, on: date = date(2018, 8, 1)) -> Fact:
    payload = {
        "decided_by": "区专项工作组办公室",
        "document_no": "试核〔2018〕2号",
        "reason": "D",
        "explanation": "正常生产，边开采边治理，由企业履行治理义务。",
        "support": "采矿许可证、年度开采方案",
        "supervisor": "甲岭街道",
        "supervisor_person": "街道分管领导",
        "recheck": True,
        "recheck_on": "2020-03-31",
    }
    return fact(site, "scope.excluded", on, payload)


def determined(site: str, **changes: Any) -> Fact:
    payload = {
        "is_lost": False,
        "body_kind": "enterprise",
        "body": "某砂石有限责任公司",
        "executor": "某生态工程有限公司",
        "first_responsible": "街道党工委书记、办事处主任",
        "direct_responsible": "街道分管副主任",
        "lead_department": "区国土资源分局",
        "support_departments": "区环保局、区林业园林管理局",
        **changes,
    }
    return fact(site, "responsibility.determined", date(2018, 8, 20), payload)


def planned(site: str, version: str = "1", **changes: Any) -> list[Fact]:
    payload = {
        "commissioner": "区国土资源分局",
        "institute": "某地质勘查院",
        "measures": "危岩清理，采坑回填与边坡整形，覆土0.3米，撒播草籽并养护两年，修建截排水沟。",
        "investment": 1_234_567_89,
        "start_on": "2019-04-01",
        "finish_on": "2019-10-15",
        **changes,
    }
    return [
        fact(site, "plan.submitted", date(2018, 9, 10), payload, subject=version),
        fact(site, "review.passed", date(2018, 10, 12), {}, subject=version),
        fact(
            site,
            "batch.listed",
            date(2018, 10, 20),
            {"year": "2019", "is_priority": True, "priority_reason": "main_road"},
        ),
    ]


def worked(site: str, on: date, done: int, invested: int, name: str = "progress", **more: Any) -> Fact:
    payload = {"done_area_m2": str(done), "invested": invested, "narrative": "回填采坑", "milestone": "边坡整形完成"}
    return fact(site, f"works.{name}", on, payload, subject="1", **more)


def weekly(site: str, on: date = THURSDAY, progress: str = "北区采坑回填1.20公顷，覆土0.8万立方米。") -> Fact:
    return fact(
        site, "weekly.reported", on, {"progress": progress, "problems": "等待督导组复核；十月底前补齐验收前资料。"}
    )


def six_sites() -> list[Dossier]:
    """One site of each kind: under treatment, closed, lost holder, pending, excluded, unlicensed."""
    started = fact("A", "works.started", date(2019, 4, 2), {}, subject="1")
    return [
        Dossier(
            "A",
            (
                registered("A", "甲子砂石矿"),
                surveyed("A"),
                included("A"),
                determined("A"),
                *planned("A"),
                fact("A", "funding.planned", date(2019, 1, 5), {"source": "enterprise", "amount": 1_000_000_00}),
                fact("A", "funding.received", date(2019, 3, 5), {"source": "enterprise", "amount": 800_000_00}),
                started,
                worked("A", date(2019, 10, 10), 40_000, 700_000_00),
                weekly("A"),
            ),
        ),
        Dossier("B", (registered("B", "乙丑煤矿", category="1", minerals=["11001"], street="s2"), *_closing("B"))),
        Dossier(
            "C",
            (
                registered("C", "丙寅粘土矿", minerals=["84412"], street="s3"),
                surveyed("C", 50_000, 50_000),
                included("C"),
                determined("C", is_lost=True, body_kind="street", body="丙沟片区管委会", deposit_balance=150_000_00),
            ),
        ),
        Dossier("D", (registered("D", "丁卯砂石矿", street="s2"), surveyed("D"))),
        Dossier(
            "E",
            (
                registered("E", "戊辰砂石矿", production_state="producing", licence_state="valid", cancelled_on=None),
                excluded("E"),
            ),
        ),
        Dossier(
            "F",
            (
                registered(
                    "F",
                    "己巳采石点",
                    category="4",
                    is_licensed=False,
                    owner="",
                    licence_state="never",
                    cancelled_on=None,
                    street="s3",
                ),
                included("F"),
            ),
        ),
    ]


def _closing(site: str) -> list[Fact]:
    day = date(2019, 9, 1)
    return [
        surveyed(site, 200_000, 200_000),
        included(site),
        determined(site),
        *planned(site),
        fact(site, "works.started", date(2019, 4, 2), {}, subject="1"),
        worked(site, date(2019, 8, 20), 200_000, 5_000_000_00, "completed"),
        fact(site, "acceptance.passed", day, {}, subject="1"),
        fact(site, "recognition.granted", day + timedelta(days=5), {}),
        fact(site, "publicity.posted", day + timedelta(days=6), {"channel": "市门户网站"}, subject="G1"),
        fact(site, "publicity.certified", day + timedelta(days=14), {}, subject="G1"),
        fact(site, "report.submitted", day + timedelta(days=15), {}, subject="X1"),
        fact(site, "audit.passed", day + timedelta(days=18), {}, subject="X1"),
        fact(site, "signature.signed", day + timedelta(days=20), {}, subject="X1"),
        fact(site, "filing.filed", day + timedelta(days=22), {"document_no": "试备〔2019〕7号"}, subject="X1"),
    ]


def ledger_of(
    dossiers: list[Dossier],
    on: date = THURSDAY,
    programme: Programme = PROGRAMME,
    known_at: datetime | None = None,
    is_demo: bool = False,
) -> LedgerData:
    """The ledgers of a day that is an issue day."""
    issue_day = issue_day_for(programme, on)
    assert issue_day is not None
    entries = [(one, evaluate(programme, one, on, known_at)) for one in dossiers]
    return compute_ledger(programme, entries, on, issue_day, STREETS, known_at, is_demo)


def changed(dossier: Dossier, *facts: Fact) -> Dossier:
    return Dossier(dossier.site, (*dossier.facts, *facts))

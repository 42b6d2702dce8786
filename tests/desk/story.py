"""Dossiers under the shipped notice for the presenters: no store, one of each kind of standing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from qingshan.desk.asof import Day
from qingshan.desk.presenters.sight import Sight, look
from qingshan.rulebook.facts import BEIJING, Dossier, Fact
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import Programme

TODAY = date(2019, 10, 24)
NAMES = {"a": "甲岭街道", "b": "乙泉街道", "epb": "区环保局", "office": "区专项工作组办公室"}
PEOPLE = {"street": "甲岭街道 填报岗", "epb": "区环保局 验收岗", "office": "区专项工作组办公室 经办岗"}


@lru_cache
def programme() -> Programme:
    return load_programme(shipped_programmes()["shuimogou-2018"])


def fact(what: str, day: str, /, *, by: str = "street", late: int = 0, key: str = "", **more: Any) -> Fact:
    kind, _, result = what.partition(".")
    on = date.fromisoformat(day)
    own = {k: more.pop(k) for k in ("subject", "replaces", "to", "at") if k in more}
    entered = datetime.combine(on + timedelta(days=late), time(16, 20), BEIJING)
    payload = {"recorded_by": by, **more}
    return Fact(key or f"{what}-{day}", kind, result, on, entered, payload=payload, **own)


def paper(slot: str, title: str, **more: Any) -> dict[str, Any]:
    return {"slot": slot, "title": title, "sha256": "ab" * 32, **more}


def registered(name: str, street: str = "a", **more: Any) -> Fact:
    payload = {
        "name": name,
        "street": street,
        "category": "2",
        "is_licensed": True,
        "owner": f"{name[:2]}砂石料场",
        "minerals": ["83978"],
        "mining_method": "open",
        "licence_state": "cancelled",
        "cancelled_on": {"value": "2017-11-30", "precision": "month", "text": "2017年11月"},
        "place": "三道梁东 1.2 公里，临乡道可视",
        "production_state": "closed",
        "licence_no": "C6501052010117120012345",
        "closed_on": {"value": "1988-01-01", "precision": "before", "text": "1988年之前"},
        **more,
    }
    return fact("site.registered", "2018-06-20", by="office", **payload)


def begun(name: str = "庚午砂石矿", street: str = "a", batch: str = "2019") -> list[Fact]:
    """From the register to the start of works."""
    return [
        registered(name, street),
        fact("survey.completed", "2018-07-12", total_area_m2="130500", treatable_area_m2="124600", pit_count=3, pit_area_m2="124600",
             evidence=[paper("basic_sheet", "矿山基本情况表"), paper("survey_sand", "现状调查表"), paper("photos_before", "治理前照片", count=4),
                       {"slot": "licence_copy", "title": "采矿许可证复印件", "promised_on": "2019-11-10"},
                       paper("closure_papers_sand", "注销公告", count=3)]),
        fact("verification.passed", "2018-08-03", by="office"),
        fact("scope.included", "2018-08-17", by="office", document_no="示矿治办〔2018〕3号"),
        fact("responsibility.determined", "2018-09-06", is_lost=True, body_kind="street", body="甲岭街道办事处", executor="甲岭街道办事处",
             first_responsible="街道党政主要领导", direct_responsible="分管领导", deposit_balance=186_20_0000, holder_state="deregistered",
             evidence=[paper("responsibility_papers", "责任主体认定书")]),
        fact("plan.commissioned", "2018-09-10", subject="FA-v1", institute="某地质勘查院", commissioner="区国土资源分局",
             evidence=[paper("commission_papers", "委托书")]),
        fact("plan.submitted", "2018-10-11", subject="FA-v1", institute="某地质勘查院", treat_area_m2="124600", investment=486_20_0000),
        fact("review.passed", "2018-10-26", by="epb", subject="FA-v1", document_no="市矿评〔2018〕9号",
             evidence=[paper("reviewed_plan", "通过评审的方案"), paper("review_opinion", "评审意见")]),
        fact("batch.listed", "2018-10-30", by="office", year=batch),
        fact("funding.planned", "2018-12-01", year=2019, source="district_budget", amount=300_00_0000, level="district"),
        fact("funding.planned", "2018-12-01", key="deposit", year=2019, source="deposit", amount=186_20_0000, level="district"),
        fact("funding.received", "2019-05-06", year=2019, source="district_budget", amount=260_00_0000),
        fact("works.started", "2019-04-02", subject="1", contractor="某生态工程有限公司"),
    ]  # fmt: skip


def redone() -> Dossier:
    """A failed acceptance, the works done again, a correction: the site of the picture."""
    return Dossier(
        "650105-KS-2-007",
        (
            *begun(),
            fact("funding.spent", "2019-08-01", year=2019, source="district_budget", amount=250_00_0000),
            fact("works.completed", "2019-08-30", subject="1", done_area_m2="124600", evidence=[paper("completion_papers", "完工单")]),
            fact("acceptance.applied", "2019-09-02", subject="1"),
            fact("acceptance.failed", "2019-09-20", by="epb", subject="1", at=time(15, 20), problems="3 个问题限期整改", fix_by="2019-10-20",
                 evidence=[paper("acceptance_form", "验收表"), paper("photos_after", "照片", count=14)]),
            fact("works.progress", "2019-10-10", key="wrong", subject="1", done_area_m2="114600", narrative="坡脚清理"),
            fact("works.progress", "2019-10-10", key="right", late=3, subject="1", done_area_m2="121000", narrative="坡脚清理", replaces="wrong"),
            fact("works.completed", "2019-10-15", late=6, subject="1", done_area_m2="124600", evidence=[paper("completion_papers", "完工单")]),
            fact("weekly.reported", "2019-10-22", progress="坡脚清理完毕，待验收组复核"),
        ),
    )  # fmt: skip


def held() -> Dossier:
    """In its public days with a complaint."""
    return Dossier(
        "650105-KS-2-003",
        (
            *begun("丙寅砂石矿", "b"),
            fact("works.completed", "2019-08-01", subject="1", done_area_m2="124600"),
            fact("acceptance.passed", "2019-08-20", by="epb", subject="1", measured_area_m2="124600"),
            fact("recognition.granted", "2019-09-17", by="epb"),
            fact("publicity.posted", "2019-10-08", by="office", subject="GS-10", channel="市政府门户网站"),
            fact("complaint.received", "2019-10-12", by="office", subject="TS-1", channel="12345", matter="扬尘"),
        ),
    )


def closed() -> Dossier:
    facts = begun("甲子砂石矿")
    steps = (
        ("works.completed", "2019-06-30"), ("acceptance.passed", "2019-07-15"), ("recognition.granted", "2019-08-03"),
    )  # fmt: skip
    facts += [
        fact(n, d, subject="1" if "rec" not in n else "", done_area_m2="124600", measured_area_m2="124600")
        for n, d in steps
    ]
    facts += [
        fact("publicity.posted", "2019-08-05", subject="GS-1", channel="市政府门户网站"),
        fact("publicity.certified", "2019-08-14", subject="GS-1"),
        fact("report.submitted", "2019-08-20", subject="XH-1"),
        fact("audit.passed", "2019-08-28", subject="XH-1"),
        fact("signature.signed", "2019-09-04", subject="XH-1"),
        fact("filing.filed", "2019-09-12", subject="XH-1", document_no="市督办〔2019〕61号"),
    ]
    return Dossier("650105-KS-2-001", tuple(facts))


def excluded() -> Dossier:
    return Dossier(
        "650105-KS-2-009",
        (
            registered("甲午砂石矿"),
            fact("scope.excluded", "2018-08-17", reason="D", document_no="示矿治办〔2018〕3号", explanation="正常生产"),
        ),
    )


def fresh() -> Dossier:
    return Dossier("650105-KS-2-010", (registered("乙未砂石矿"),))


ALL = (redone, held, closed, excluded, fresh)


def sight(dossier: Dossier, on: date = TODAY, known_on: date | None = None) -> Sight:
    reasons = {"right": "面积抄错一位"}
    return look(programme(), dossier, Day(on, TODAY, known_on), NAMES, PEOPLE, reasons)

"""Papers over several sites: scope decisions, review meetings, year's lists, recognitions, notices, closures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .entry import Entry, Share, day, paper, promise
from .people import OFFICE_HEAD, STREET_OF
from .sites import CYCLE, SITES

# -- the scope decision of 2018-08-17


@dataclass(frozen=True, slots=True)
class LeftOut:
    reason: str
    explanation: str
    support: str


LEFT_OUT: dict[str, LeftOut] = {
    "丁亥": LeftOut("H", "摸底时采坑已被河滩淤平、植被恢复，未见明显破坏", "踏勘记录及照片"),
    "己丑": LeftOut("A", "2012年矿山地质环境治理项目已完成并验收", "项目竣工验收意见"),
    "庚寅": LeftOut("B", "采坑整理后改建为物流堆场，手续齐全", "改建批复及现场照片"),
    "辛卯": LeftOut("B", "采坑整理后改建为公园停车场", "改建批复及现场照片"),
    "壬辰": LeftOut("C", "矿区土地已被道路工程征收，随工程平整", "征收公告及补偿协议"),
    "癸巳": LeftOut("A", "2016年由企业自行治理完成并验收", "企业治理验收表"),
    "甲午": LeftOut("D", "采矿权有效，正常生产，边采边治由企业履行", "采矿许可证及年度治理计划"),
}
UNDECIDED = ("戊子",)


def scope() -> Entry:
    """Every site but the undecided one is put on one of the two ledgers by one decision."""
    shares = []
    for cycle in CYCLE:
        if cycle in LEFT_OUT:
            row, street = LEFT_OUT[cycle], STREET_OF[SITES[cycle].street].name
            values = {
                "reason": row.reason,
                "explanation": row.explanation,
                "support": row.support,
                "supervisor": street,
                "supervisor_person": f"{street}分管领导",
                "recheck": row.reason in {"D", "H"},
                "recheck_on": "2019-12-31" if row.reason in {"D", "H"} else "",
            }
            shares.append(Share(cycle, values, result="excluded"))
        elif cycle not in UNDECIDED:
            shares.append(Share(cycle))
    values = {"decided_by": "区专项工作组办公室", "document_no": "示矿治办〔2018〕3号"}
    return Entry(
        day("2018-08-17"), "office", "decide_scope", "included", tuple(shares), values, approved_by=OFFICE_HEAD
    )


# -- review meetings


@dataclass(frozen=True, slots=True)
class Meeting:
    """`panel` picks the experts; `sites` are those passed, `failed` those with another result and its opinion."""

    on: str
    name: str
    document_no: str
    panel: tuple[str, ...]
    sites: tuple[str, ...]
    failed: dict[str, tuple[str, str]] = field(default_factory=dict)
    revise_by: str = ""
    version: dict[str, str] = field(default_factory=dict)


EXPERTS = {
    "甲": ("ecology", "演示大学资源环境学院"),
    "乙": ("geohazard", "演示地质环境监测院"),
    "丙": ("water_soil", "演示水土保持站"),
    "丁": ("safety", "演示矿山安全技术中心"),
    "戊": ("ecology", "演示林业科学研究所"),
    "己": ("geohazard", "演示岩土工程公司"),
    "庚": ("water_soil", "演示水利设计院"),
    "辛": ("safety", "演示安全评价公司"),
}

MEETINGS = (
    Meeting(
        "2018-10-18", "2018年第一次评审会（煤矿）", "市矿评〔2018〕7号", ("甲", "乙", "丙", "丁", "己"),
        ("甲子", "乙丑", "丙寅", "丁卯", "戊辰"),
        {"己巳": ("rejected", "采空区资料不足，塌陷稳定性未论证，须重编")},
    ),
    Meeting(
        "2018-10-26", "2018年第二次评审会（砂石、粘土）", "市矿评〔2018〕9号", ("戊", "乙", "庚", "辛", "甲"),
        ("庚午", "辛未", "壬申", "癸酉", "甲戌", "乙亥", "丙子", "丁丑", "戊寅", "己卯", "庚辰", "壬午"),
    ),
    Meeting(
        "2018-12-20", "2018年第三次评审会", "市矿评〔2018〕14号", ("甲", "己", "丙", "辛", "戊"), ("辛巳",),
        version={"辛巳": "FA-v2"},
    ),
    Meeting(
        "2019-03-28", "2019年第一次评审会（无证采矿点）", "市矿评〔2019〕2号", ("戊", "乙", "丙", "丁", "庚"), ("癸未", "甲申"),
    ),
    Meeting(
        "2019-09-20", "2019年第三次评审会", "市矿评〔2019〕8号", ("甲", "己", "庚", "丁", "乙"), (),
        {"乙酉": ("revise", "补水土保持专章，复核后坡稳定性")}, "2019-11-08",
    ),
)  # fmt: skip


def reviews() -> Iterator[Entry]:
    for one in MEETINGS:
        panel = [
            {"name": f"专家{name}", "speciality": EXPERTS[name][0], "employer": EXPERTS[name][1], "opinion": "agree"}
            for name in one.panel
        ]
        shares = [Share(cycle, {}, one.version.get(cycle, "FA-v1")) for cycle in one.sites]
        for cycle, (result, opinion) in one.failed.items():
            shares.append(Share(cycle, {"opinion": opinion, "revise_by": one.revise_by}, "FA-v1", result))
        papers = [paper("review_opinion", f"{one.name}评审意见")]
        if one.sites:
            papers.append(paper("reviewed_plan", "通过评审的治理恢复方案"))
        values: dict[str, Any] = {"meeting": one.name, "document_no": one.document_no, "panel": panel}
        yield Entry(day(one.on), "epb", "record_review", "passed", tuple(shares), values, tuple(papers))


# -- the year's lists

_2019 = "甲子 乙丑 丙寅 戊辰 庚午 辛未 壬申 癸酉 甲戌 乙亥 丙子 丁丑 戊寅 己卯 庚辰".split()
BATCHES = (
    ("2018-10-30", "示矿治办〔2018〕9号", {"2019": _2019, "2020": ["丁卯", "壬午"]}),
    ("2018-12-28", "示矿治办〔2018〕16号", {"2020": ["辛巳"]}),
    ("2019-04-08", "示矿治办〔2019〕4号", {"2020": ["癸未", "甲申"]}),
)
_PRIORITY = {"residential": "residents", "main_road": "main_road"}


def batches() -> Iterator[Entry]:
    for on, number, years in BATCHES:
        shares = [Share(cycle, _listed(cycle, year)) for year, cycles in years.items() for cycle in cycles]
        yield Entry(day(on), "office", "list_batch", "listed", tuple(shares), {"document_no": number})


def _listed(cycle: str, year: str) -> dict[str, Any]:
    reasons = [_PRIORITY[flag] for flag in SITES[cycle].flags if flag in _PRIORITY]
    return {"year": year, "is_priority": bool(reasons), "priority_reason": reasons[0] if reasons else ""}


# -- recognition


def recognitions() -> Iterator[Entry]:
    """The city's supervision group, once a month, by a paper over all sites accepted since (五(四)1c)."""
    body = {"body": "市领导小组整改督导组"}
    granted = (
        ("2019-09-03", "市整改督导〔2019〕31号", ("甲子", "辛未", "甲戌", "庚辰")),
        ("2019-09-17", "市整改督导〔2019〕36号", ("乙丑", "丙寅", "壬申", "丙子", "戊寅")),
        ("2019-10-16", "市整改督导〔2019〕44号", ("乙亥",)),
    )
    for on, number, cycles in granted:
        yield Entry(
            day(on), "epb", "record_recognition", "granted", tuple(Share(cycle) for cycle in cycles),
            body | {"document_no": number}, (paper("recognition_paper", f"认可件{number}"),),
        )  # fmt: skip
    feedback = {"opinion": "截水沟出口未接排水系统；坑底北区草籽未出苗，补种后再报", "fix_by": "2019-11-15"}
    yield Entry(
        day("2019-10-16"), "epb", "record_recognition", "feedback", (Share("癸酉", feedback),),
        body | {"document_no": "市整改督导〔2019〕45号"}, (paper("", "反馈意见市整改督导〔2019〕45号"),), to="",
    )  # fmt: skip


# -- the public notices


@dataclass(frozen=True, slots=True)
class Notice:
    """`first` is the number of the first site's notice, the others follow. `seen` are the days with a snapshot."""

    on: str
    first: int
    sites: tuple[str, ...]
    seen: tuple[str, ...]
    certified: str = ""
    without: tuple[str, ...] = ()
    """Sites of the notice that got no certificate."""
    interrupted: tuple[str, str] = ("", "")


NOTICES = (
    Notice("2019-09-04", 1, ("甲子", "辛未", "甲戌", "庚辰"), ("2019-09-05", "2019-09-08", "2019-09-11"), "2019-09-12"),
    Notice(
        "2019-09-18", 5, ("乙丑", "丙子", "戊寅"), ("2019-09-19", "2019-09-22", "2019-09-25"), "2019-09-26", ("戊寅",)
    ),
    Notice("2019-09-23", 8, ("壬申",), ("2019-09-24",), interrupted=("2019-09-26", "网站改版，公示页下线一天")),
    Notice("2019-09-30", 9, ("壬申",), ("2019-10-01", "2019-10-04", "2019-10-07"), "2019-10-08"),
    Notice("2019-10-08", 10, ("丙寅",), ("2019-10-09", "2019-10-12", "2019-10-15")),
    Notice("2019-10-21", 11, ("乙亥",), ("2019-10-22", "2019-10-23")),
)


def _parts(cycle: str) -> dict[str, str]:
    site = SITES[cycle]
    return {
        "part_task": f"完成{site.name}生态环境恢复治理，应治理{site.treatable}公顷",
        "part_aim": "边坡安全稳定，不污染周边，与周边景观协调，2019年11月30日前销号",
        "part_measures": "回填、削坡、覆土、播种，拆除废弃厂房",
        "part_effect": f"治理{site.treatable}公顷，现场验收通过，督导组已认可",
    }


def notices() -> Iterator[Entry]:
    channel = {"channel": "示范市政府门户网站", "channel_kind": "portal", "url": "https://example.invalid/gongshi"}
    for row in NOTICES:
        number = {cycle: f"GS-2019-{row.first + place:03d}" for place, cycle in enumerate(row.sites)}
        posted = tuple(Share(cycle, _parts(cycle), number[cycle]) for cycle in row.sites)
        named = tuple(Share(cycle, {}, number[cycle]) for cycle in row.sites)
        yield Entry(day(row.on), "office", "post_publicity", "posted", posted, channel)
        for one in row.seen:
            values = {"snapshot": f"{one} 网页截图"}
            yield Entry(day(one), "office", "check_publicity", "checked", named, values)
        if row.interrupted[0]:
            on, reason = row.interrupted
            yield Entry(day(on), "office", "interrupt_publicity", "interrupted", named, {"reason": reason})
        if row.certified:
            shares = tuple(
                Share(cycle, {"statement": _statement(cycle)}, number[cycle])
                for cycle in row.sites
                if cycle not in row.without
            )
            proof = (paper("publicity_proof", "公示页截图及期满证明"),)
            yield Entry(day(row.certified), "office", "record_certificate", "certified", shares, {}, proof)


def _statement(cycle: str) -> str:
    if cycle == "丙子":
        return "公示七天，收到投诉1件，经查不属实，已答复，无其他异议"
    return "公示七天，未收到投诉"


# -- closure


@dataclass(frozen=True, slots=True)
class Closing:
    """The five days of a closure: report, audit, signature, filing; "" where it has not come so far."""

    first: int
    sites: tuple[str, ...]
    report: str
    audit: str = ""
    signature: str = ""
    filing: str = ""
    receipt_by: str = ""
    entered: str = ""


CLOSINGS = (
    Closing(1, ("甲子", "辛未", "甲戌", "庚辰"), "2019-09-16", "2019-09-20", "2019-09-25", "2019-09-27"),
    Closing(
        5, ("乙丑", "丙子"), "2019-09-27", "2019-09-30", "2019-10-11", "2019-10-16", receipt_by="2019-11-30",
        entered="2019-10-22",
    ),
    Closing(7, ("壬申",), "2019-10-14"),
)  # fmt: skip


def closings() -> Iterator[Entry]:
    """The office reports; what the city decides is recorded with its scan (C-31)."""
    for row in CLOSINGS:
        yield from _closing(row)


def _closing(row: Closing) -> Iterator[Entry]:
    shares = tuple(Share(cycle, {}, f"XH-2019-{row.first + place:03d}") for place, cycle in enumerate(row.sites))
    ledger_no = f"示销号〔2019〕{row.first}号"
    yield Entry(
        day(row.report), "office", "record_report", "submitted", shares, {"ledger_no": ledger_no},
        (paper("closure_ledger", f"整改销号工作台账{ledger_no}"),),
    )  # fmt: skip
    if row.audit:
        values = {"body": "市专项工作组办公室（市国土局）", "ledger_no": ledger_no}
        papers = (paper("audit_opinion", "审核意见扫描件"),)
        yield Entry(day(row.audit), "office", "record_city_audit", "passed", shares, values, papers)
    if row.signature:
        values = {"body": "市专项工作组", "signed_by": "市专项工作组组长", "ledger_no": ledger_no}
        papers = (paper("signature_page", "签字页扫描件"),)
        yield Entry(day(row.signature), "office", "record_signature", "signed", shares, values, papers)
    if row.filing:
        values = {
            "body": "市领导小组办公室",
            "document_no": f"市整改备〔2019〕{row.first + 20}号",
            "ledger_no": ledger_no,
        }
        receipt = paper("filing_receipt", "备案回执扫描件")
        if row.receipt_by:
            receipt = promise("filing_receipt", "备案回执扫描件", row.receipt_by)
        yield Entry(
            day(row.filing), "office", "record_filing", "filed", shares, values, (receipt,),
            entered=day(row.entered) if row.entered else None, is_backfill=bool(row.receipt_by),
        )  # fmt: skip


def meetings() -> Iterator[Entry]:
    yield scope()
    yield from reviews()
    yield from batches()
    yield from recognitions()
    yield from notices()
    yield from closings()

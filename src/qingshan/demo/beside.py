"""What runs beside the main line: procedures, budgets, cases, patrols, re-checks, restoration in an owner's place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .entry import STREET, Entry, Share, day, wan
from .money import FUNDS, LATER
from .people import STREET_OF
from .sites import SITES

# -- procedures of the government projects


@dataclass(frozen=True, slots=True)
class Procedure:
    """Sums in 万元: estimate, 概算, contract price. `days` has the eight days of the steps before the works."""

    estimate: str
    design: str
    price: str
    days: tuple[str, ...]
    is_tendered: bool = False


_WINTER = (
    "2018-09-14",
    "2018-10-12",
    "2018-10-30",
    "2018-11-28",
    "2018-12-20",
    "2019-02-26",
    "2019-03-08",
    "2019-03-20",
)
_SPRING = (
    "2019-03-08",
    "2019-03-15",
    "2019-03-29",
    "2019-04-19",
    "2019-04-30",
    "2019-05-08",
    "2019-05-24",
    "2019-06-10",
)

PROCEDURES: dict[str, Procedure] = {
    "丙寅": Procedure("438.00", "436.00", "426.00", _WINTER, is_tendered=True),
    "戊辰": Procedure("372.00", "370.00", "322.00", _WINTER),
    "庚午": Procedure("440.00", "486.20", "405.00", _WINTER, is_tendered=True),
    "丙子": Procedure("148.00", "147.50", "146.00", _WINTER),
    "己卯": Procedure("520.00", "518.00", "", _WINTER[:5]),
    "甲申": Procedure("168.00", "166.00", "160.00", _SPRING),
}
FAILED_TENDERS = {"己卯": ("2019-06-11", "2019-07-30")}
_STEPS = ("proposal", "feasibility", "permits", "design", "budget_review", "tender", "contract", "start_permit")
_SIMPLIFIED = "区政府专题会议纪要〔2018〕12号"
_TENDER_DAYS = {
    "issued_on": "2019-01-18",
    "sale_until_on": "2019-01-24",
    "opened_on": "2019-02-15",
    "candidates_from_on": "2019-02-18",
    "candidates_until_on": "2019-02-22",
}


def procedures() -> Iterator[Entry]:
    """The steps of every project, early as 五(三)2b wants it: most before or beside the review of the plan."""
    for cycle, row in PROCEDURES.items():
        number = SITES[cycle].number
        for step, on in zip(_STEPS, row.days, strict=False):
            result, values = _step(row, step, number)
            yield _one(on, STREET, "record_procedure", result, cycle, {"step": step, **values})
        for on in FAILED_TENDERS.get(cycle, ()):
            why = {"step": "tender", "tender_kind": "works", "reason": "报名不足三家，流标"}
            yield _one(on, STREET, "record_procedure", "failed", cycle, why)


def _step(row: Procedure, step: str, number: int) -> tuple[str, dict[str, Any]]:
    done = {"authority": "区经发委", "document_no": f"示经发〔2018〕{number}号"}
    match step:
        case "proposal" | "permits":
            return "skipped", {"basis": _SIMPLIFIED}
        case "feasibility":
            return "done", done | {"amount": wan(row.estimate)}
        case "design":
            return "done", done | {"amount": wan(row.design)}
        case "budget_review":
            values = {"authority": "区财政局", "document_no": f"示财评〔2018〕{number}号", "amount": wan(row.design)}
            return "done", values
        case "tender" if not row.is_tendered:
            return "skipped", {"basis": "低于必须招标限额", "tender_kind": "works", "amount": wan(row.price)}
        case "tender":
            values = {"authority": "公共资源交易中心", "document_no": f"示招〔2019〕{number}号", "tender_kind": "works"}
            return "done", values | {"amount": wan(row.price)} | _TENDER_DAYS
        case "contract":
            values = {"authority": "属地管委会（街道）", "document_no": f"示矿施〔2019〕{number}号"}
            signed = {"awarded_on": row.days[5], "signed_on": row.days[6]}
            return "done", values | {"amount": wan(row.price)} | signed
        case _:
            return "skipped", {"basis": "土石方工程，以开工令代替"}


# -- budgets and special funds


def budgets() -> Iterator[Entry]:
    """The lines of 2019 in both budgets: the city's are asked for and approved, the district's are spent from too."""
    for level, source, states in (
        ("district", "district_budget", (("requested", "2018-11-15"), ("approved", "2019-01-18"), ("listed", "2019-02-20"))),
        ("city", "city_budget", (("requested", "2018-11-20"), ("approved", "2019-01-28"))),
    ):  # fmt: skip
        lines = [(c, row[1]) for c, rows in FUNDS.items() for row in rows if row[0] == source and c not in LATER]
        for result, on in states:
            values = {"document_no": "示预〔2019〕1号", "year": 2019, "level": level, "purpose": "矿山环境恢复治理"}
            shares = tuple(Share(cycle, {"amount": wan(sum_)}, f"YS-2019-{level}") for cycle, sum_ in lines)
            yield Entry(day(on), "finance", "record_budget", result, shares, values)


def applications() -> Iterator[Entry]:
    """Special funds of the region: one granted in full, one in part, one refused."""
    fund = {"fund_name": "自治区矿山环境恢复治理专项", "year": 2019, "level": "region"}
    for cycle, asked, result, values in (
        ("丙寅", "40.00", "granted", {"amount": wan("40.00")}),
        ("己卯", "260.00", "granted", {"amount": wan("180.00")}),
        ("庚午", "100.00", "refused", {"reason": "未列入当年支持范围"}),
    ):
        number = f"ZX-2019-{SITES[cycle].number:02d}"
        asking = fund | {"amount": wan(asked)}
        yield _one("2018-10-31", "finance", "apply_funds", "applied", cycle, asking, subject=number)
        yield _one("2019-02-12", "finance", "decide_application", result, cycle, values, subject=number)


# -- unlicensed pits


def cases() -> Iterator[Entry]:
    """癸未: fined, the street restores and asks the cost back; 甲申: nobody to be found; 丙戌: handed to the police."""
    for cycle, offender, on in (
        ("癸未", "已查明的违法主体", "2018-09-06"),
        ("甲申", "查无下落", "2018-09-06"),
        ("丙戌", "待公安机关查明", "2018-09-20"),
    ):
        number = _case(cycle)
        opened = {
            "lead_body": "区行政执法局",
            "offender": offender,
            "matter": "未取得采矿许可证擅自开采",
            "document_no": f"示执立〔2018〕{SITES[cycle].number}号",
        }
        yield _one(on, "enforcement", "open_case", "opened", cycle, opened, subject=number)
    fined = {"document_no": "示执罚〔2018〕9号", "fine": wan("5.00")}
    yield _one("2018-11-02", "enforcement", "decide_case", "punished", "癸未", fined, subject=_case("癸未"))
    moved = {"document_no": "示执移〔2018〕3号", "transferred_to": "区公安分局"}
    yield _one("2018-12-10", "enforcement", "decide_case", "transferred", "丙戌", moved, subject=_case("丙戌"))
    lost = {"reason": "违法主体查无下落，由属地治理", "document_no": "示执结〔2019〕2号"}
    yield _one("2019-03-04", "enforcement", "close_case", "closed", "甲申", lost, subject=_case("甲申"))
    street = STREET_OF[SITES["癸未"].street].name
    task = {
        "executor": street,
        "task": "清除危岩、回填采坑、覆土播草",
        "recovery_amount": wan("136.00"),
        "recovery_state": "to_claim",
    }
    yield _one("2019-06-03", "enforcement", "link_restoration", "linked", "癸未", task, subject=_case("癸未"))


def _case(cycle: str) -> str:
    return f"ZF-2018-{SITES[cycle].number:02d}"


def substituted() -> Iterator[Entry]:
    """癸未: the order's day passed and nothing was done; the street restores and gets part of the cost back."""
    street = STREET_OF[SITES["癸未"].street].name
    taken = {"substituted_by": street, "reason": "责令期限已过，违法主体没有治理"}
    yield _one("2019-06-05", "enforcement", "substitute_restoration", "substituted", "癸未", taken)
    claim = {"recovery_amount": wan("136.00"), "recovery_no": "示执追〔2019〕1号"}
    yield _one("2019-09-05", "enforcement", "recover_costs", "claimed", "癸未", claim)
    yield _one("2019-10-10", "enforcement", "recover_costs", "recovered", "癸未", {"recovery_amount": wan("40.00")})


# -- patrols and re-checks


def patrols() -> Iterator[Entry]:
    """辛巳: nothing found; 壬午: found and put right; 癸未: found, its day still to come."""
    land = {"inspector": "区国土资源分局巡查岗"}
    yield _one("2019-06-27", "land", "record_patrol", "clean", "辛巳", land, subject="XC-2019-01")
    for cycle, on, number, finding, by in (
        ("壬午", "2019-09-10", "XC-2019-02", "弃土堆放超出施工范围，占用道路边沟", "2019-09-30"),
        ("癸未", "2019-10-17", "XC-2019-03", "坡脚临边没有警示标志和围挡", "2019-10-28"),
    ):
        found = land | {"finding": finding, "photo_count": 3, "rectify_by": by}
        yield _one(on, "land", "record_patrol", "found", cycle, found, subject=number)
    street = STREET_OF[SITES["壬午"].street].name
    righted = {
        "rectification": "弃土清运完毕，边沟疏通",
        "rectified_by": "示范生态工程四队",
        "checked_by": f"{street}调查岗",
    }
    yield _one("2019-09-25", STREET, "confirm_rectification", "rectified", "壬午", righted, subject="XC-2019-02")


def rechecks() -> Iterator[Entry]:
    """Closed sites looked at again: 甲戌 is well; at 庚辰 waste was dumped again."""
    seen = {"inspector": "区国土资源分局巡查岗", "photo_count": 4}
    yield _one("2019-10-16", "land", "record_recheck", "ok", "甲戌", seen, subject="FC-2019-01")
    back = seen | {"finding": "坑底西侧新倒弃土约200立方米，压占已播草地", "handle_by": "2019-11-15"}
    yield _one("2019-10-17", "land", "record_recheck", "rebound", "庚辰", back, subject="FC-2019-02")


def _one(on: str, by: str, action: str, result: str, site: str, values: dict[str, Any], subject: str = "") -> Entry:
    return Entry(day(on), by, action, result, (Share(site, values, subject),))


def beside() -> Iterator[Entry]:
    for tell in (procedures, budgets, applications, cases, substituted, patrols, rechecks):
        yield from tell()

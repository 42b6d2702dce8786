"""The works at every site and their acceptance: cumulative areas in 公顷, cumulative money in 万元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .entry import STREET, Entry, Share, day, ha, paper, wan
from .sites import SITES

PACKAGE = "一标段"


@dataclass(frozen=True, slots=True)
class Report:
    """A report of progress; `entered` when it came later than usual, as one made up afterwards."""

    on: str
    done: str
    invested: str
    told: str
    milestone: str = ""
    entered: str = ""


@dataclass(frozen=True, slots=True)
class Works:
    """A package of works. `completed` is its last report; `accepted` the day of a passed acceptance."""

    site: str
    started: str
    contractor: str
    reports: tuple[Report, ...]
    completed: Report | None = None
    accepted: str = ""
    package: str = PACKAGE
    suspended: tuple[tuple[str, str], ...] = ()
    label: str = ""


_SHAPED = "削坡和回填完成，覆土过半"
_WINTER = "冬季停工，施工便道封冻"


def _done(on: str, area: str, money: str, entered: str = "") -> Report:
    return Report(on, area, money, "治理工程全部完成，自查自验合格", "治理完成", entered)


WORKS: tuple[Works, ...] = (
    Works(
        "甲子", "2018-11-12", "示范生态工程一队",
        (
            Report("2019-04-25", "9.60", "210.00", "塌陷坑回填3个，矸石堆整平过半", "回填三成"),
            Report("2019-05-30", "19.20", "420.00", "塌陷坑全部回填，裂缝夯填完成", "回填完成"),
        ),
        _done("2019-07-05", "28.40", "598.60"), "2019-08-07", suspended=(("2018-11-16", _WINTER),),
    ),
    Works(
        "乙丑", "2019-03-18", "示范生态工程二队",
        (
            Report("2019-05-10", "8.00", "180.00", "塌陷坑回填2个，清理矸石3万立方米"),
            Report("2019-06-19", "15.40", "338.00", "矸石堆整平压实，开始覆土"),
        ),
        _done("2019-07-16", "20.10", "441.00"), "2019-08-12",
    ),
    Works(
        "丙寅", "2019-04-02", "示范生态工程一队",
        (Report("2019-06-05", "9.80", "232.00", "塌陷坑回填完成，裂缝开挖夯填"),),
        _done("2019-07-19", "17.52", "421.30"), "2019-08-19",
    ),
    Works(
        "丁卯", "2019-04-08", "示范矿山治理公司",
        (
            Report("2019-06-12", "4.30", "118.00", "北区塌陷坑回填2个"),
            Report("2019-08-14", "9.80", "236.00", "北区塌陷坑回填完成，开始覆土"),
        ),
        _done("2019-09-18", "12.10", "288.00"), "2019-10-11", "北区",
    ),
    Works(
        "丁卯", "2019-08-05", "示范矿山治理公司",
        (
            Report("2019-09-25", "3.60", "70.00", "南区矸石堆清运三成", "北区完工，南区治理中"),
            Report("2019-10-15", "5.00", "96.00", "南区矸石堆清运过半", "北区已验收，南区治理中"),
            Report("2019-10-22", "6.20", "114.00", "南区塌陷坑回填1.20公顷，覆土0.8万立方米", "北区已验收，南区治理中"),
        ),
        package="南区",
    ),
    Works(
        "戊辰", "2019-04-22", "示范生态工程三队",
        (
            Report("2019-06-20", "5.10", "124.00", "塌陷坑回填1个"),
            Report("2019-08-29", "10.20", "246.00", "塌陷坑全部回填，矸石堆整平"),
        ),
        _done("2019-10-18", "13.08", "318.40"),
    ),
    Works(
        "庚午", "2019-04-02", "示范生态工程二队",
        (Report("2019-06-27", "6.90", "214.00", "采坑1、2号回填完成"),),
        _done("2019-08-30", "12.46", "388.10"),
    ),
    Works(
        "辛未", "2019-03-20", "示范生态工程三队",
        (Report("2019-05-16", "4.50", "118.00", _SHAPED),),
        _done("2019-07-04", "9.12", "229.40"), "2019-08-08",
    ),
    Works(
        "壬申", "2019-03-25", "示范生态工程四队",
        (Report("2019-05-22", "3.80", "96.00", "坑底平整，边坡修整过半"),),
        _done("2019-07-12", "7.05", "176.20"), "2019-08-13",
    ),
    Works(
        "癸酉", "2019-03-22", "示范生态工程四队",
        (Report("2019-05-29", "5.70", "152.00", _SHAPED),),
        _done("2019-07-23", "10.88", "285.00"), "2019-08-20",
    ),
    Works(
        "甲戌", "2019-03-20", "示范生态工程一队",
        (Report("2019-05-15", "4.60", "119.00", _SHAPED),),
        _done("2019-06-28", "8.20", "208.00"), "2019-08-06",
    ),
    Works(
        "乙亥", "2019-04-08", "示范生态工程五队",
        (
            Report("2019-06-13", "4.80", "131.00", "采坑1号回填完成"),
            Report("2019-08-15", "10.10", "262.00", "覆土完成，播种过半"),
        ),
        _done("2019-09-02", "12.05", "306.20"), "2019-09-27",
    ),
    Works(
        "丙子", "2019-04-02", "示范生态工程四队",
        (Report("2019-06-06", "2.90", "80.00", "坑底平整，客土改良过半"),),
        _done("2019-07-18", "5.20", "144.80"), "2019-08-16",
    ),
    Works(
        "丁丑", "2019-04-10", "示范生态工程五队",
        (
            Report("2019-06-26", "6.30", "182.00", "采坑1、2号回填完成"),
            Report("2019-08-28", "12.40", "338.00", "采坑全部回填，覆土七成"),
        ),
        _done("2019-09-24", "14.75", "398.60"), "2019-10-17",
    ),
    Works(
        "戊寅", "2019-03-27", "示范生态工程三队",
        (Report("2019-05-24", "5.20", "128.00", "坑底平整完成"),),
        _done("2019-07-24", "9.60", "238.00"), "2019-08-21", label="戊寅完工",
    ),
    Works(
        "庚辰", "2019-03-15", "示范生态工程一队",
        (Report("2019-05-08", "3.70", "96.00", _SHAPED),),
        _done("2019-06-20", "6.50", "165.50"), "2019-08-02",
    ),
    Works(
        "辛巳", "2019-04-15", "示范矿山治理公司",
        (
            Report("2019-06-20", "3.20", "88.00", "西坡削坡三成"),
            Report("2019-08-22", "7.10", "190.00", "西坡削坡过半"),
            Report("2019-10-15", "8.90", "229.00", "西坡削坡九成"),
            Report("2019-10-22", "9.40", "241.00", "西坡削坡完成，开始覆土"),
        ),
    ),
    Works(
        "壬午", "2019-05-20", "示范生态工程四队",
        (
            Report("2019-08-21", "1.30", "34.00", "坑底清理"),
            Report("2019-10-15", "2.10", "54.00", "坑底平整三成"),
            Report("2019-10-22", "2.60", "66.00", "回填0.50公顷"),
        ),
    ),
    Works(
        "癸未", "2019-06-10", "示范生态工程五队",
        (
            Report("2019-08-27", "1.10", "30.00", "清除危岩"),
            Report("2019-10-15", "1.60", "43.60", "坡脚回填"),
            Report("2019-10-22", "1.85", "50.40", "清除危岩，回填0.25公顷"),
        ),
    ),
    Works(
        "甲申", "2019-06-18", "示范水利工程队",
        (
            Report("2019-08-27", "1.20", "36.00", "河滩清障完成"),
            Report("2019-10-15", "1.85", "49.60", "采坑1号回填过半"),
            Report("2019-10-22", "2.10", "56.00", "回填0.25公顷"),
        ),
    ),
)  # fmt: skip


def works() -> Iterator[Entry]:
    for one in WORKS:
        yield from _of(one)


def _of(one: Works) -> Iterator[Entry]:
    site = one.site
    begun = {
        "contractor": one.contractor,
        "supervisor": "示范监理公司",
        "contract_no": f"示矿施〔2019〕{SITES[site].number}号",
    }
    yield Entry(day(one.started), STREET, "start_works", "started", (Share(site, begun, one.package),))
    for on, reason in one.suspended:
        yield Entry(day(on), STREET, "suspend_works", "suspended", (Share(site, {"reason": reason}, one.package),))
    for report in one.reports:
        yield progress(site, report, one.package)
    if one.completed:
        yield completion(site, one.completed, one.package, one.label)
    if one.accepted:
        yield application(site, one.completed, one.accepted, one.package)
        yield acceptance(site, one.accepted, one.completed.done if one.completed else "", package=one.package)


def _figures(report: Report) -> dict[str, Any]:
    return {
        "done_area_m2": ha(report.done),
        "invested": wan(report.invested),
        "milestone": report.milestone,
        "narrative": report.told,
    }


def progress(site: str, report: Report, package: str = PACKAGE) -> Entry:
    share = Share(site, _figures(report), package)
    return Entry(day(report.on), STREET, "report_progress", "progress", (share,), told=report.told)


def completion(site: str, report: Report, package: str = PACKAGE, label: str = "") -> Entry:
    values = _figures(report) | {"self_check": "按方案完成，自查自验合格", "measured_area_m2": ha(report.done)}
    return Entry(
        day(report.on), STREET, "complete_works", "completed", (Share(site, values, package),), {},
        (paper("completion_papers", "自查自验报告及竣工测量"),),
        entered=day(report.entered) if report.entered else None, is_backfill=bool(report.entered), label=label,
        told=f"{report.told}，累计{report.done}公顷",
    )  # fmt: skip


def application(site: str, completed: Report | None, accepted: str, package: str = PACKAGE) -> Entry:
    """The street applies a week before the acceptance trip, or on the day after the works when that is later."""
    on = day(accepted) - timedelta(days=7)
    if completed:
        on = max(on, day(completed.on) + timedelta(days=1))
    area = ha(completed.done) if completed else ""
    values = {"applicant": "属地管委会（街道）", "planned_area_m2": area, "measured_area_m2": area}
    photos = (paper("photos_after", "治理后照片（与治理前同点位）", 4),)
    return Entry(on, STREET, "apply_acceptance", "applied", (Share(site, values, package),), {}, photos)


INSPECTORS = [
    {"name": "市环保局验收岗", "employer": "市环保局", "speciality": "生态环境"},
    {"name": "市国土局验收岗", "employer": "市国土局", "speciality": "地质灾害防治"},
    {"name": "区林业园林管理局验收岗", "employer": "区林业园林管理局", "speciality": "水土保持"},
]


def acceptance(site: str, on: str, area: str, result: str = "passed", package: str = PACKAGE, **more: Any) -> Entry:
    """An acceptance trip of the city's bureau: five outcomes and the criteria that apply (HJ 651-2013)."""
    is_coal, is_passed = SITES[site].is_coal, result == "passed"
    verdicts = {"I2": "met", "S1": "met", "M1": "met"} if is_coal else {"O1": "met", "O2": "met", "O3": "met"}
    values: dict[str, Any] = {
        "form_no": f"YS-2019-{SITES[site].number:02d}" + ("" if package == PACKAGE else package),
        "accepting_body": "市环保局",
        "leader": "市环保局验收岗",
        "inspectors": INSPECTORS,
        "criteria": [{"criterion": code, "verdict": verdict} for code, verdict in verdicts.items()],
    }
    if is_passed:
        values |= {
            "planned_area_m2": ha(area),
            "measured_area_m2": ha(area),
            "outcome_safe": "conforms",
            "outcome_clean": "conforms",
            "outcome_scenery": "conforms",
            "outcome_land": "conforms",
            "outcome_ecology": "mostly",
            "outcome_note": "植被为当年播种，覆盖率次年复测",
        }
    papers = (paper("acceptance_form", "现场验收表"),)
    share = Share(site, values | more, package)
    return Entry(day(on), "epb", "record_acceptance", result, (share,), {}, papers)

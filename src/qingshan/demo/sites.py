"""The 31 sites of the demonstration district: made up, and named by the sixagenary cycle so that nobody is meant.

They meet every control total of the notice's part 二: 26 licensed mines (1 producing, 25 stopped; 16 cancelled = 5 coal
+ 11 other; 10 not cancelled = 2 coal + 8 other; 5 restored, rebuilt or expropriated) and 5 unlicensed sites.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .entry import ha, partial

COAL, SANDSTONE, CLAY, SAND = "11001", "83978", "84412", "83993"
MINERAL_OF = {"煤矿": COAL, "砂石矿": SANDSTONE, "粘土矿": CLAY, "采石点": SANDSTONE, "采砂点": SAND}
OWNER_OF = {"煤矿": "煤业公司", "砂石矿": "砂石料场", "粘土矿": "砖厂"}
WAY_OF = {"pit": "excavated", "collapse": "collapsed", "fissure": "fissured"}
"""How a damage unit damages the land; every other kind occupies it."""
CYCLE = tuple(
    "甲子 乙丑 丙寅 丁卯 戊辰 己巳 庚午 辛未 壬申 癸酉 甲戌 乙亥 丙子 丁丑 戊寅 己卯 庚辰 辛巳 壬午 癸未 甲申 乙酉"
    " 丙戌 丁亥 戊子 己丑 庚寅 辛卯 壬辰 癸巳 甲午".split()
)

Unit = tuple[str, int, str]
"""Kind of the damage unit, how many, area in 公顷."""


@dataclass(frozen=True, slots=True)
class Site:
    """A row of the register with its first survey. Areas in 公顷 (`licence_km2` in km²), `capacity` in 万吨/年.

    `licence`: state of the licence, and since when. `holder`: the holder's state by the lists; of an unlicensed site
    that of whoever dug. `deposit`: 万元 paid and left. `end_state`: A restored, B rebuilt, C expropriated (二-4).
    """

    cycle: str
    kind: str
    street: str
    category: str
    place: str
    lon: str
    lat: str
    licence: str
    since: str
    holder: str
    capacity: str
    licence_km2: str
    units: tuple[Unit, ...]
    treatable: str
    surveyed: str
    verified: str
    closed: str = ""
    flags: tuple[str, ...] = ()
    deposit: tuple[str, str] | None = None
    end_state: str = ""
    is_producing: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.cycle}{self.kind}"

    @property
    def is_licensed(self) -> bool:
        return self.category != "4"

    @property
    def is_coal(self) -> bool:
        return self.kind == "煤矿"

    @property
    def owner(self) -> str:
        return f"{self.cycle}{OWNER_OF[self.kind]}" if self.is_licensed else ""

    @property
    def is_lost(self) -> bool:
        return self.holder in {"deregistered", "untraceable"}

    @property
    def total(self) -> Decimal:
        return sum((Decimal(area) for _, _, area in self.units), Decimal(0))

    @property
    def number(self) -> int:
        return CYCLE.index(self.cycle) + 1


def _rows() -> Iterator[Site]:
    yield from _coal()
    yield from _stone_and_clay()
    yield from _unlicensed()
    yield from _left_out()


# One row a site, as in the register; the formatter would give every cell a line.
# fmt: off


def _coal() -> Iterator[Site]:
    yield Site(
        "甲子", "煤矿", "yi", "1", "乙泉街道北山一道沟", "87.7312", "43.8921", "cancelled", "2016-11", "exists", "9", "0.82",
        (("collapse", 6, "18.60"), ("fissure", 9, "3.10"), ("gangue", 1, "6.40"), ("building", 1, "3.10")),
        "28.40", "2018-06-25", "2018-07-13", "2016-06", ("residential",),
    )
    yield Site(
        "乙丑", "煤矿", "bing", "1", "丙沟街道西沟口", "87.7685", "43.8764", "cancelled", "2016-12", "exists", "9", "0.64",
        (("collapse", 4, "12.35"), ("gangue", 2, "7.20"), ("building", 1, "3.20")),
        "20.10", "2018-06-26", "2018-07-13", "2016-06",
    )
    yield Site(
        "丙寅", "煤矿", "bing", "1", "丙沟街道二道沟东坡", "87.7741", "43.8690", "cancelled", "2015-10", "deregistered", "6", "0.51",
        (("collapse", 3, "10.16"), ("fissure", 5, "2.60"), ("gangue", 1, "3.90"), ("building", 1, "1.70")),
        "17.52", "2018-06-27", "2018-07-20", "2014-12", ("residential",), ("80.00", "60.00"),
    )
    yield Site(
        "丁卯", "煤矿", "ding", "1", "丁湾街道井田北区、南区", "87.8120", "43.9012", "cancelling", "", "exists", "30", "1.95",
        (("collapse", 9, "27.40"), ("fissure", 12, "5.20"), ("gangue", 2, "10.30"), ("building", 1, "3.90")),
        "44.15", "2018-07-03", "2018-07-25", "2017-09",
    )
    yield Site(
        "戊辰", "煤矿", "wu", "1", "戊坪街道老矿坡", "87.8364", "43.8555", "cancelled", "2012-08", "deregistered", "6", "0.38",
        (("collapse", 3, "8.92"), ("gangue", 1, "3.60"), ("building", 1, "2.10")),
        "13.08", "2018-07-04", "2018-07-25", "2010", (), ("200.00", "170.00"),
        note="矿业权人已注销，保证金（基金）余额用于治理",
    )
    yield Site(
        "己巳", "煤矿", "ji", "1", "己湖片区东梁", "87.8590", "43.8810", "expired", "", "exists", "15", "1.12",
        (("collapse", 5, "15.40"), ("gangue", 2, "8.70"), ("building", 1, "3.80")),
        "26.30", "2018-07-05", "2018-07-26", "2017-12",
    )


def _stone_and_clay() -> Iterator[Site]:
    yield Site(
        "庚午", "砂石矿", "jia", "2", "甲岭街道三道梁东1.2公里", "87.6931", "43.8712", "cancelled", "2017-11-20", "deregistered", "12",
        "0.21", (("pit", 3, "9.85"), ("spoil", 1, "2.10"), ("building", 1, "1.10")),
        "12.46", "2018-06-21", "2018-07-13", "2016", ("main_road",), ("30.00", "0.00"),
    )
    yield Site(
        "辛未", "砂石矿", "ding", "2", "丁湾街道小东沟", "87.8045", "43.8876", "cancelled", "2017-06", "exists", "8", "0.17",
        (("pit", 2, "7.34"), ("waste_rock", 1, "1.60"), ("building", 1, "0.90")),
        "9.12", "2018-06-28", "2018-07-20", "2016-12",
    )
    yield Site(
        "壬申", "粘土矿", "yi", "2", "乙泉街道窑湾", "87.7256", "43.8533", "cancelled", "2016-09", "exists", "5", "0.12",
        (("pit", 1, "6.21"), ("building", 1, "1.20")),
        "7.05", "2018-06-22", "2018-07-13", "2015", ("residential",),
    )
    yield Site(
        "癸酉", "砂石矿", "bing", "2", "丙沟街道三棵树南", "87.7810", "43.8615", "cancelling", "", "exists", "10", "0.19",
        (("pit", 2, "8.16"), ("spoil", 1, "2.20"), ("building", 1, "0.90")),
        "10.88", "2018-06-29", "2018-07-20", "2017-10",
    )
    yield Site(
        "甲戌", "砂石矿", "jia", "2", "甲岭街道北坡", "87.6872", "43.8804", "cancelled", "2017-03", "exists", "8", "0.15",
        (("pit", 2, "7.13"), ("building", 1, "1.80")),
        "8.20", "2018-06-21", "2018-07-13", "2016-05",
    )
    yield Site(
        "乙亥", "砂石矿", "yi", "2", "乙泉街道石桥西", "87.7398", "43.8477", "cancelled", "2018-03-15", "exists", "12", "0.23",
        (("pit", 2, "9.60"), ("spoil", 1, "2.10"), ("building", 1, "1.00")),
        "12.05", "2018-06-25", "2018-07-20", "2017-08", ("main_road",),
    )
    yield Site(
        "丙子", "粘土矿", "yi", "2", "乙泉街道砖窑沟", "87.7189", "43.8591", "cancelled", "2013-05", "deregistered", "4", "0.10",
        (("pit", 1, "4.76"), ("building", 1, "0.90")),
        "5.20", "2018-06-22", "2018-07-13", "2012",
    )
    yield Site(
        "丁丑", "砂石矿", "jia", "2", "甲岭街道四道梁", "87.7004", "43.8655", "valid", "", "exists", "15", "0.28",
        (("pit", 3, "11.70"), ("spoil", 1, "3.00"), ("building", 1, "1.20")),
        "14.75", "2018-06-26", "2018-07-20", "2018-01",
    )
    yield Site(
        "戊寅", "粘土矿", "ding", "3", "丁湾街道下湾", "87.8203", "43.8931", "cancelled", "2014-07", "exists", "5", "0.14",
        (("pit", 2, "8.62"), ("building", 1, "1.50")),
        "9.60", "2018-07-02", "2018-07-25", "2013",
    )
    yield Site(
        "己卯", "砂石矿", "wu", "3", "戊坪街道大坪", "87.8441", "43.8498", "cancelling", "", "deregistered", "18", "0.34",
        (("pit", 4, "15.34"), ("spoil", 2, "4.60"), ("building", 1, "1.50")),
        "20.30", "2018-07-06", "2018-07-26", "2016-11", ("main_road",), ("45.00", "0.00"),
    )
    yield Site(
        "庚辰", "砂石矿", "jia", "2", "甲岭街道南坡", "87.6950", "43.8588", "cancelled", "2016-04", "exists", "6", "0.11",
        (("pit", 1, "5.48"), ("building", 1, "1.40")),
        "6.50", "2018-06-20", "2018-07-13", "2015-09",
    )
    yield Site(
        "辛巳", "砂石矿", "jia", "2", "甲岭街道西梁", "87.6803", "43.8697", "expired", "", "exists", "20", "0.41",
        (("pit", 4, "17.65"), ("spoil", 2, "5.10"), ("building", 1, "1.60")),
        "23.10", "2018-07-09", "2018-07-30", "2017-12",
    )
    yield Site(
        "壬午", "粘土矿", "yi", "3", "乙泉街道上窑", "87.7145", "43.8642", "cancelling", "", "exists", "6", "0.16",
        (("pit", 2, "7.85"), ("building", 1, "1.20")),
        "8.74", "2018-07-10", "2018-07-30", "2017-11",
    )
    yield Site(
        "乙酉", "砂石矿", "ding", "3", "丁湾街道后湾", "87.8277", "43.8850", "expired", "", "exists", "12", "0.27",
        (("pit", 3, "12.88"), ("spoil", 1, "3.20"), ("building", 1, "1.50")),
        "16.90", "2018-07-11", "2018-08-03", "2018-02",
    )


def _unlicensed() -> Iterator[Site]:
    yield Site(
        "癸未", "采石点", "jia", "4", "甲岭街道东沟", "87.7051", "43.8760", "never", "", "exists", "", "",
        (("pit", 2, "4.92"),), "4.92", "2018-07-11", "2018-08-03",
    )
    yield Site(
        "甲申", "采砂点", "bing", "4", "丙沟街道河滩", "87.7868", "43.8562", "never", "", "untraceable", "", "",
        (("pit", 3, "5.20"), ("waste_rock", 1, "1.10")), "6.30", "2018-07-11", "2018-08-03", "", ("river",),
    )
    yield Site(
        "丙戌", "采石点", "wu", "4", "戊坪街道石嘴", "87.8502", "43.8433", "never", "", "untraceable", "", "",
        (("pit", 1, "3.75"),), "3.75", "2018-07-12", "2018-08-10",
    )
    yield Site(
        "丁亥", "采砂点", "ji", "4", "己湖片区南滩", "87.8655", "43.8742", "never", "", "untraceable", "", "",
        (("pit", 1, "0.60"),), "0.00", "2018-07-12", "2018-08-03", "", ("river",),
    )
    yield Site(
        "戊子", "采石点", "geng", "4", "庚台片区北台", "87.8811", "43.8957", "never", "", "untraceable", "", "",
        (("pit", 1, "1.50"),), "1.50", "2018-07-13", "",
    )


def _left_out() -> Iterator[Site]:
    yield Site(
        "己丑", "煤矿", "bing", "1", "丙沟街道东坡", "87.7702", "43.8801", "cancelled", "2011-07", "deregistered", "6", "0.44",
        (("collapse", 2, "7.90"), ("gangue", 1, "3.20"), ("building", 1, "1.30")),
        "0.00", "2018-07-02", "2018-07-26", "2009", end_state="A",
    )
    yield Site(
        "庚寅", "砂石矿", "jia", "2", "甲岭街道入口", "87.6990", "43.8540", "cancelled", "2014-10", "exists", "8", "0.13",
        (("pit", 1, "5.60"), ("building", 1, "1.20")),
        "0.00", "2018-07-03", "2018-07-26", "2013", end_state="B",
    )
    yield Site(
        "辛卯", "砂石矿", "yi", "2", "乙泉街道泉口", "87.7330", "43.8440", "cancelled", "2015-06", "exists", "10", "0.18",
        (("pit", 2, "7.50"), ("building", 1, "1.60")),
        "0.00", "2018-07-04", "2018-07-26", "2014", end_state="B",
    )
    yield Site(
        "壬辰", "粘土矿", "ding", "2", "丁湾街道站前", "87.8160", "43.8790", "cancelled", "2016-02", "exists", "4", "0.09",
        (("pit", 1, "5.50"),), "0.00", "2018-07-05", "2018-07-26", "2015", end_state="C",
    )
    yield Site(
        "癸巳", "砂石矿", "ji", "3", "己湖片区西岸", "87.8533", "43.8868", "expired", "", "exists", "8", "0.16",
        (("pit", 2, "6.40"), ("building", 1, "1.20")),
        "0.00", "2018-07-06", "2018-07-26", "2016", end_state="A",
    )
    yield Site(
        "甲午", "砂石矿", "wu", "2", "戊坪街道新坪", "87.8399", "43.8620", "valid", "", "exists", "25", "0.36",
        (("pit", 2, "11.20"), ("spoil", 1, "2.10"), ("building", 1, "1.00")),
        "0.00", "2018-07-09", "2018-07-27", is_producing=True,
    )


# fmt: on

SITES: dict[str, Site] = {site.cycle: site for site in sorted(_rows(), key=lambda one: one.number)}

_LEGACY = {"exists": "22", "deregistered": "12", "untraceable": "11"}
_SURVEY_TYPE = {
    "cancelled": "cancelled",
    "cancelling": "cancelled",
    "expired": "closed_by_government",
    "valid": "closed_by_government",
    "never": "unlicensed",
}


def register_values(site: Site, street_code: str) -> dict[str, Any]:
    """The site as the office registers it."""
    values: dict[str, Any] = {
        "name": site.name,
        "category": site.category,
        "survey_types": [_SURVEY_TYPE[site.licence]],
        "legacy_class": "31" if site.is_producing else _LEGACY[site.holder],
        "is_licensed": site.is_licensed,
        "owner": site.owner,
        "street": street_code,
        "place": site.place,
        "minerals": [MINERAL_OF[site.kind]],
        "mining_method": "underground" if site.is_coal else "open",
        "licence_state": site.licence,
        "production_state": "producing" if site.is_producing else "closed" if site.closed else "stopped",
        "damage_area_m2": ha(str(site.total)),
        "longitude": site.lon,
        "latitude": site.lat,
        "location_flags": list(site.flags),
        "end_state": site.end_state,
        "note": site.note,
    }
    if site.is_licensed:
        values |= {
            "capacity": site.capacity,
            "capacity_unit": "wt",
            "scale": "small",
            "licence_no": licence_no(site),
            "licence_area_m2": ha(str(Decimal(site.licence_km2) * 100)),
        }
    if site.closed:
        values["closed_on"] = partial(site.closed)
    if site.since:
        values["cancelled_on"] = partial(site.since)
    return values


def licence_no(site: Site) -> str:
    """A made-up number in the form of domain §6.2: no region 650199 exists, so no mine bears it."""
    kind = "1" if site.is_coal else "7"
    return f"C650199{2008 + site.number % 5}{site.number % 12 + 1:02d}{kind}12{site.number:07d}"


def survey_values(site: Site) -> dict[str, Any]:
    """The site's first survey with its damage units."""
    values: dict[str, Any] = {
        "location": site.place,
        "extent": "以踏勘圈定的破坏区为界",
        "landform": "hill" if site.is_coal else "gobi" if site.kind == "采砂点" else "mountain",
        "terrain_damage": "、".join(_UNIT_WORDS[kind] for kind, _, _ in site.units),
        "total_area_m2": ha(str(site.total)),
        "treatable_area_m2": ha(site.treatable),
        "severity": "severe" if site.total > 20 else "moderate" if site.total > 8 else "slight",
        "threatened": [_THREATENED[flag] for flag in site.flags],
        "affects_residents": "residential" in site.flags,
        "by_main_road": "main_road" in site.flags,
        "done_before": "无",
        "problems": _problems(site),
        "units": [_unit(number, unit) for number, unit in enumerate(site.units, 1)],
    }
    if site.end_state in {"A", "B"}:
        values |= {"treated_area_m2": ha(str(site.total)), "done_before": "已治理或已改建，见佐证材料"}
    for kind in ("pit", "collapse", "fissure"):
        found = [(count, Decimal(area)) for one, count, area in site.units if one == kind]
        if found:
            values |= {
                f"{kind}_count": sum(count for count, _ in found),
                f"{kind}_area_m2": ha(str(sum(area for _, area in found))),
            }
    if site.is_coal:
        values["goaf_area_m2"] = ha(str(site.total))
    return values


_UNIT_WORDS = {
    "pit": "露天采坑",
    "collapse": "塌陷坑",
    "fissure": "地裂缝",
    "gangue": "矸石堆",
    "waste_rock": "废石堆",
    "spoil": "排土场",
    "building": "废弃厂房",
}
_THREATENED = {"residential": "residents", "main_road": "road", "river": "channel"}
_LAND = {"building": "06", "pit": "06", "gangue": "06", "spoil": "06", "waste_rock": "12"}


def _unit(number: int, unit: Unit) -> dict[str, Any]:
    kind, count, area = unit
    return {
        "unit_no": f"{number:02d}",
        "unit_type": kind,
        "damage_way": WAY_OF.get(kind, "occupied"),
        "area_m2": ha(area),
        "count": count,
        "land_class": _LAND.get(kind, "04"),
    }


def _problems(site: Site) -> str:
    if not site.is_licensed:
        return "违法主体" + ("查无下落" if site.is_lost else "已查明，正在追责")
    return "矿业权人灭失，治理资金未落实" if site.is_lost else "治理资金由企业自筹，尚未落实"

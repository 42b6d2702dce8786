"""Money of every site: where it is to come from, what came in, what was spent (五(三)3; 财建〔2017〕638号)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .entry import Entry, Share, day, wan

# site → (source, planned, received, spent), in 万元
FUNDS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "甲子": (("enterprise", "612.00", "612.00", "598.60"),),
    "乙丑": (("enterprise", "455.00", "455.00", "441.00"),),
    "丙寅": (
        ("deposit", "60.00", "60.00", "60.00"),
        ("district_budget", "200.00", "200.00", "196.30"),
        ("city_budget", "138.00", "138.00", "130.00"),
        ("special", "40.00", "40.00", "35.00"),
    ),
    "丁卯": (("enterprise", "980.00", "560.00", "402.00"),),
    "戊辰": (
        ("deposit", "170.00", "170.00", "148.40"),
        ("district_budget", "122.00", "122.00", "108.00"),
        ("city_budget", "80.00", "80.00", "62.00"),
    ),
    "己巳": (("enterprise", "702.00", "", ""),),
    "庚午": (("district_budget", "286.20", "256.00", "240.00"), ("city_budget", "200.00", "175.00", "162.35")),
    "辛未": (("enterprise", "236.00", "236.00", "229.40"),),
    "壬申": (("enterprise", "182.00", "182.00", "176.20"),),
    "癸酉": (("enterprise", "294.00", "294.00", "285.00"),),
    "甲戌": (("enterprise", "214.00", "214.00", "208.00"),),
    "乙亥": (("enterprise", "318.00", "318.00", "306.20"),),
    "丙子": (("district_budget", "98.00", "98.00", "96.80"), ("city_budget", "50.00", "50.00", "48.00")),
    "丁丑": (("enterprise", "414.00", "414.00", "398.60"),),
    "戊寅": (("enterprise", "246.00", "246.00", "238.00"),),
    "己卯": (("district_budget", "260.00", "", ""), ("special", "260.00", "180.00", "")),
    "庚辰": (("enterprise", "171.00", "171.00", "165.50"),),
    "辛巳": (("enterprise", "598.00", "320.00", "241.00"),),
    "壬午": (("enterprise", "225.00", "90.00", "66.00"),),
    "癸未": (("enterprise", "136.00", "68.00", "50.40"),),
    "甲申": (("district_budget", "100.00", "60.00", "32.00"), ("city_budget", "68.00", "34.00", "24.00")),
}
LATER = ("丁卯", "己巳", "辛巳", "壬午", "癸未", "甲申")
"""Sites whose money belongs to the budget of 2020."""


@dataclass(frozen=True, slots=True)
class Fund:
    """One source: its level, the number of its document by year, what its papers are called."""

    source: str
    level: str
    document: str
    name: str = ""


_FUNDS = (
    Fund("enterprise", "enterprise", "企业承诺书〔{year}〕"),
    Fund("deposit", "enterprise", "示矿保〔{year}〕2号", "矿山环境治理恢复保证金（基金）"),
    Fund("district_budget", "district", "示财建〔{year}〕12号"),
    Fund("city_budget", "city", "市财建〔{year}〕35号"),
    Fund("special", "region", "区域财建〔{year}〕8号", "自治区矿山环境恢复治理专项"),
)
# When each kind of record is made, by the year of the money: happened, entered by.
_DAYS = {
    "2019": {"planned": "2018-12-12", "allotted": "2019-02-26", "received": "2019-03-12", "spent": "2019-09-25"},
    "2020": {"planned": "2019-04-24", "allotted": "2019-06-05", "received": "2019-06-20", "spent": "2019-09-27"},
}


def money() -> Iterator[Entry]:
    """One paper a source, a year and a kind of record; budgets are allotted by document before they come in."""
    for year, days in _DAYS.items():
        for fund in _FUNDS:
            for result, on in days.items():
                shares = tuple(_shares(fund, year, result))
                if shares and not (result == "allotted" and fund.source in {"enterprise", "deposit"}):
                    values = {
                        "document_no": fund.document.format(year=year),
                        "fund_name": fund.name,
                        "year": int(year),
                        "level": fund.level,
                        "source": fund.source,
                    }
                    yield Entry(day(on), "finance", "record_funding", result, shares, values)


_COLUMN = {"planned": 1, "allotted": 2, "received": 2, "spent": 3}


def _shares(fund: Fund, year: str, result: str) -> Iterator[Share]:
    for cycle, rows in FUNDS.items():
        if (cycle in LATER) != (year == "2020"):
            continue
        for row in rows:
            amount = row[_COLUMN[result]]
            if row[0] == fund.source and amount:
                yield Share(cycle, {"amount": wan(amount), "purpose": "治理工程" if result != "spent" else "工程款"})

"""12, 13 and 15 of 25 closed against 50 and 60 % (二-7, 五(三)1b, C-01 … C-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import BEIJING, Dossier, Fact
from qingshan.rulebook.status import Ledger, Status
from qingshan.rulebook.targets import VERDICTS, needed_of, target_progress, target_progress_by_street

from .programmes import WIDE
from .readings import answered, shipped

YEAR_END = date(2019, 12, 31)
STREETS = ("650105001", "650105002")


def fact(site: str, named: str, on: date, **payload: Any) -> Fact:
    kind, _, result = named.partition(".")
    recorded_at = datetime(on.year, on.month, on.day, 12, tzinfo=BEIJING)
    return Fact(f"{site}-{named}", kind, result, on, recorded_at, payload=payload)


def site(number: int, *, closed_on: date | None = None, scope: str = "included", area: int = 10_000) -> Dossier:
    code = f"S{number:02d}"
    facts = [
        fact(code, "site.registered", date(2018, 6, 20), name=code, street=STREETS[number % 2], category="2"),
        fact(code, "survey.completed", date(2018, 7, 1), treatable_area_m2=str(area)),
        fact(code, "plan.submitted", date(2018, 9, 1), investment=number * 100),
    ]
    if scope:
        facts.append(fact(code, f"scope.{scope}", date(2018, 7, 10)))
    if closed_on:
        facts.append(fact(code, "filing.filed", closed_on))
    return Dossier(code, tuple(facts))


def district(closed: int, *, total: int = 25, closed_on: date = date(2019, 11, 20)) -> list[Dossier]:
    return [site(n, closed_on=closed_on if n < closed else None) for n in range(total)]


def entries(dossiers: list[Dossier], on: date) -> list[tuple[Dossier, Status]]:
    return [(one, evaluate(shipped(), one, on)) for one in dossiers]


def progress(dossiers: list[Dossier], on: date, **more: Any) -> dict[str, Any]:
    return {one.code: one for one in target_progress(shipped(), entries(dossiers, on), on, **more)}


@pytest.mark.parametrize(
    ("closed", "floor_met", "stretch_met", "verdict", "words"),
    [
        (12, False, False, "floor_missed", "未达底线"),
        (13, True, False, "floor_met", "达底线未达争取"),
        (14, True, False, "floor_met", "达底线未达争取"),
        (15, True, True, "stretch_met", "达争取"),
    ],
)
def test_closed_sites_of_25_against_floor_and_stretch(
    closed: int, floor_met: bool, stretch_met: bool, verdict: str, words: str
):
    found = progress(district(closed), date(2020, 1, 1))

    floor, stretch = found["floor_2019"], found["stretch_2019"]
    assert (floor.needed, floor.reached, floor.total, floor.is_met) == (13, closed, 25, floor_met)
    assert (stretch.needed, stretch.reached, stretch.total, stretch.is_met) == (15, closed, 25, stretch_met)
    assert floor.verdict == stretch.verdict == verdict
    assert VERDICTS[verdict] == words
    assert floor.percent == Decimal(closed * 4)


@pytest.mark.parametrize(
    ("closed", "line", "verdict"), [(12, "stretch_2019", "floor_missed"), (15, "floor_2019", "stretch_met")]
)
def test_floor_and_stretch_of_one_day_are_one_verdict(closed: int, line: str, verdict: str):
    assert progress(district(closed), date(2020, 1, 1))[line].verdict == verdict


def test_before_its_day_a_floor_not_reached_is_running():
    assert progress(district(12), YEAR_END)["floor_2019"].verdict == "running"
    assert progress(district(12), date(2020, 1, 1))["floor_2019"].verdict == "floor_missed"


def test_what_is_closed_after_the_day_does_not_count_for_it():
    dossiers = [*district(12), site(99, closed_on=date(2020, 1, 3))]

    found = progress(dossiers, date(2020, 6, 1))

    assert found["floor_2019"].reached == 12
    assert found["floor_2020"].reached == 13


def test_only_sites_on_2_1_with_a_decision_are_counted():
    dossiers = [*district(13), site(70, scope="excluded"), site(71, scope="")]

    assert progress(dossiers, date(2020, 1, 1))["floor_2019"].total == 25


def test_the_district_binds_for_the_floor_and_the_street_for_the_stretch():
    found = progress(district(13), date(2020, 1, 1))
    assert {code: one.is_binding for code, one in found.items()} == {
        "floor_2019": True,
        "floor_2020": True,
        "stretch_2019": False,
        "stretch_2020": False,
    }

    streets = target_progress_by_street(shipped(), entries(district(13), date(2020, 1, 1)), date(2020, 1, 1))
    of_stretch = [one for one in streets if one.code == "stretch_2019"]
    assert [(one.unit, one.total, one.needed, one.reached, one.is_binding) for one in of_stretch] == [
        ("650105001", 13, 8, 7, True),
        ("650105002", 12, 8, 6, True),
    ]


def test_area_and_investment_are_other_measures():
    dossiers = [site(1, closed_on=date(2019, 11, 1), area=30_000), site(2, area=70_001)]

    area = progress(dossiers, date(2020, 1, 1), measure="area")["floor_2019"]
    money = progress(dossiers, date(2020, 1, 1), measure="investment")["floor_2019"]

    assert (area.total, area.needed, area.reached, area.percent) == (100_001, 50_001, 30_000, Decimal("30.00"))
    assert (money.total, money.needed, money.reached) == (300, 150, 100)


def test_the_reading_chooses_the_measure():
    programme = answered(shipped(), "target_measure", "area")
    on = date(2020, 1, 1)

    found = target_progress(programme, entries([site(1)], on), on)

    assert found[0].measure == "area"
    assert found[0].total == 10_000


def test_a_district_without_sites_has_reached_nothing_of_nothing():
    found = progress([], date(2020, 1, 1))["floor_2019"]

    assert (found.needed, found.reached, found.total, found.percent) == (0, 0, 0, Decimal("0.00"))


@settings(max_examples=50)
@given(st.integers(0, 2000), st.integers(1, 100))
def test_what_is_needed_is_the_least_count_that_makes_the_share(total: int, percent: int):
    needed = needed_of(Decimal(percent), total)

    assert needed * 100 >= percent * total
    assert needed == 0 or (needed - 1) * 100 < percent * total


@pytest.mark.parametrize(("closed", "verdict"), [(11, "missed"), (12, "met")])
def test_a_target_in_sites_asks_for_so_many_whatever_the_register_counts(closed: int, verdict: str):
    """累计完成12处: of 20 on file as of 36; by area too, for a count is of sites."""
    count = replace(shipped().targets[0], percent=Decimal(0), count=12, level="district", kind="floor")
    programme = replace(shipped(), targets=(count,))
    known = entries(district(closed, total=20), date(2020, 1, 1))
    for measure in ("sites", "area"):
        [one] = target_progress(programme, known, date(2020, 1, 1), measure)
        assert (one.needed, one.reached, one.total, one.measure, one.verdict) == (12, closed, 20, "sites", verdict)
    assert target_progress_by_street(programme, known, date(2020, 1, 1)) == ()


def test_a_notice_without_a_scope_step_has_every_registered_site_in_it():
    """Otherwise the base of the targets would be the closed sites alone, and one of twelve 100 %."""
    without = replace(WIDE, stages=tuple(s for s in WIDE.stages if s.code != "scope"))
    on = date(2019, 6, 2)
    dossier = Dossier("S1", (fact("S1", "site.registered", date(2019, 6, 1), category="quarry"),))
    assert evaluate(WIDE, dossier, on).ledger is Ledger.PENDING
    assert evaluate(without, dossier, on).ledger is Ledger.IN

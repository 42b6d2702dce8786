"""Consistency rules of domain §1.4 and the sums of the money."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qingshan.rulebook.consistency import consistency
from qingshan.rulebook.funding import funding_of
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.geometry import as_payload
from qingshan.rulebook.programme import Gate, Parameter, Programme
from qingshan.rulebook.sentences import say
from tests.boundaries import square

from .histories import day, dossier, fact
from .programmes import SMALL

TOLERANT = replace(SMALL, parameters=(Parameter("area_tolerance_percent", 5, "%", "D", ""),))
EXACT = replace(SMALL, parameters=(Parameter("area_tolerance_percent", 0, "%", "D", ""),))


def found(site: dict[str, Any], survey: dict[str, Any]) -> list[tuple[str, str]]:
    facts = dossier(
        fact("site.registered", "2018-06-01", payload=site), fact("survey.completed", "2018-07-01", payload=survey)
    )
    return [(i.level, i.blocker.code) for i in consistency(SMALL, facts, day("2018-08-01"))]


def units(*areas: str) -> list[dict[str, str]]:
    return [{"unit_no": str(n), "area_m2": a} for n, a in enumerate(areas)]


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        ({"total_area_m2": "10000", "units": units("6000", "4100")}, []),
        ({"total_area_m2": "10000", "units": units("6000", "4101")}, [("block", "units_do_not_add_up")]),
        ({"total_area_m2": "10000", "units": []}, []),
        (
            {"total_area_m2": "100", "units": [{"area_m2": "60", "land_class": "12"}, {"area_m2": "40"}]},
            [("warn", "land_classes_do_not_add_up")],
        ),
        ({"total_area_m2": "100", "treated_area_m2": "101"}, [("block", "treated_over_total")]),
        ({"total_area_m2": "100", "treatable_area_m2": "101"}, [("block", "treatable_over_total")]),
        (
            {"total_area_m2": "100", "treated_area_m2": "30", "treatable_area_m2": "80"},
            [("warn", "treatable_over_rest")],
        ),
        ({"pit_count": 2, "pit_area_m2": "500"}, []),
        ({"pit_count": 2}, [("block", "count_without_area")]),
        ({"pit_area_m2": "500"}, [("block", "area_without_count")]),
        ({"collapse_area_m2": "500"}, [("warn", "area_without_count")]),
        ({"collapse_area_m2": "500", "collapse_count": 0}, [("block", "area_without_count")]),
    ],
)
def test_the_figures_of_a_survey(survey: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found({}, survey) == expected


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ({"minerals": ["11001"], "mining_method": "underground"}, []),
        ({"minerals": ["11001"], "mining_method": "open"}, [("warn", "coal_mined_open")]),
        ({"minerals": ["83978"], "mining_method": "underground"}, [("warn", "quarry_mined_underground")]),
        ({"licence_state": "cancelled", "production_state": "producing"}, [("block", "cancelled_but_producing")]),
        ({"licence_state": "never", "licence_no": "C1"}, [("block", "number_without_licence")]),
        ({"closed_on": {"value": "2018-12-31", "precision": "year"}}, [("warn", "closed_after_survey")]),
        ({"cancel_applied_on": "2017-05-02", "cancelled_on": "2017-05-01"}, [("warn", "cancelled_before_applied")]),
    ],
)
def test_the_register_data(site: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(site, {}) == expected


ORDERING = replace(SMALL, gates=(*SMALL.gates, Gate("order_restoration", "responsibility.order", "三(一)-3")))
NAMING = replace(
    SMALL, clauses_of={"responsibility.first_responsible": "六", "responsibility.direct_responsible": "六"}
)
DETERMINED = fact("responsibility.determined", "2018-08-01", payload={"is_lost": False, "body_kind": "enterprise"})


@pytest.mark.parametrize(
    ("programme", "expected"),
    [(ORDERING, ["living_holder_not_ordered"]), (NAMING, ["persons_missing"]), (SMALL, [])],
)
def test_an_order_and_two_persons_are_missed_where_the_notice_asks_for_them(
    programme: Programme, expected: list[str]
) -> None:
    found = consistency(programme, dossier(DETERMINED), day("2018-09-01"))
    assert [one.blocker.code for one in found] == expected


def test_nothing_is_missed_once_the_order_is_given() -> None:
    ordered = fact("responsibility.ordered", "2018-08-02")
    assert consistency(ORDERING, dossier(DETERMINED, ordered), day("2018-09-01")) == ()


def test_a_sentence_names_both_figures() -> None:
    survey = {"total_area_m2": "20000", "treated_area_m2": "30000"}
    facts = dossier(fact("survey.completed", "2018-07-01", payload=survey))
    (one,) = consistency(SMALL, facts, day("2018-08-01"))
    assert say(one.blocker) == "已治理面积 3.00 公顷，大于破坏总面积 2.00 公顷。核对这两个数。"


def money(name: str, amount: int, source: str) -> Any:
    return fact(f"funding.{name}", "2019-05-01", payload={"amount": amount, "source": source})


def test_money_is_summed_by_source_and_kind() -> None:
    facts = dossier(
        money("planned", 500, "enterprise"),
        money("received", 300, "enterprise"),
        money("received", 100, "district_budget"),
        money("spent", 50, "district_budget"),
    )
    funding = funding_of(facts, day("2019-06-01"))
    assert dict(funding.by_kind) == {"planned": 500, "allotted": 0, "received": 400, "spent": 50}
    assert funding.total("received", "enterprise") == 300
    assert funding.sources == ("enterprise", "district_budget")
    assert funding_of(facts, day("2019-04-30")).by_kind["received"] == 0


@pytest.mark.parametrize(
    ("is_lost", "balance", "sources"), [(True, 1200, ("deposit",)), (False, 1200, ()), (True, 0, ())]
)
def test_a_lost_holder_with_a_deposit_lists_the_deposit_as_a_source(
    is_lost: bool, balance: int, sources: tuple[str, ...]
) -> None:
    determined = fact(
        "responsibility.determined", "2018-08-01", payload={"is_lost": is_lost, "deposit_balance": balance}
    )
    funding = funding_of(dossier(determined), day("2019-06-01"))
    assert funding.sources == sources
    assert funding.deposit_available == (balance if is_lost else 0)


@pytest.mark.parametrize(("programme", "most"), [(EXACT, "4000"), (SMALL, "4100"), (TOLERANT, "4500")])
def test_sums_may_differ_by_as_much_as_the_programme_says_on_file_and_at_entry(programme: Programme, most: str) -> None:
    def said(area: str) -> tuple[list[str], list[str]]:
        payload = {"total_area_m2": "10000", "units": units("6000", area)}
        survey = fact("survey.completed", "2018-07-01", payload=payload)
        on_file = consistency(programme, dossier(survey), day("2018-08-01"))
        at_entry = judge_entry(programme, dossier(), "record_survey", survey)
        return [i.blocker.code for i in on_file], [b.code for b in at_entry]

    assert said(most) == ([], [])
    assert said(str(int(most) + 1)) == (["units_do_not_add_up"], ["units_do_not_add_up"])


def drawn(side: float) -> dict[str, Any]:
    """The payload of a square so many metres wide at 87.64°E 43.83°N."""
    return as_payload(square(side), crs="EPSG:4538", datum="CGCS2000")


@pytest.mark.parametrize(
    ("site", "survey", "expected"),
    [
        ({"damage_area": drawn(500)}, {"total_area_m2": "250000"}, []),
        ({"damage_area": drawn(500)}, {"total_area_m2": "238096"}, []),
        ({"damage_area": drawn(500)}, {"total_area_m2": "238094"}, [("warn", "polygon_area_differs")]),
        ({"damage_area": drawn(500)}, {"total_area_m2": "208335"}, [("warn", "polygon_area_differs")]),
        ({"damage_area": drawn(500)}, {"total_area_m2": "208332"}, [("block", "polygon_area_far")]),
        (
            {"damage_area": drawn(500)},
            {"total_area_m2": "208332", "area_explanation": "含已复垦部分"},
            [("warn", "polygon_area_differs")],
        ),
        ({"licence_area": drawn(500), "licence_area_m2": "100000"}, {}, [("block", "polygon_area_far")]),
        ({"licence_area": drawn(500), "damage_area_m2": "100000"}, {"total_area_m2": "100000"}, []),
        ({"damage_area": {"geojson": "nonsense"}, "damage_area_m2": "100000"}, {}, []),
    ],
)
def test_an_area_drawn_agrees_with_the_area_stated(site: dict[str, Any], survey: dict[str, Any], expected: Any) -> None:
    assert [one for one in found(site, survey) if one[1].startswith("polygon_area")] == expected


def test_how_far_areas_may_differ_is_the_programmes_and_the_entry_is_refused_above_it() -> None:
    strict = replace(
        SMALL,
        parameters=(
            Parameter("polygon_area_warn_percent", 1, "%", "D", ""),
            Parameter("polygon_area_block_percent", 2, "%", "D", ""),
        ),
    )
    on_file = dossier(fact("site.registered", "2018-06-01", payload={"damage_area": drawn(500)}))
    for programme, refused in ((SMALL, []), (strict, ["polygon_area_far"])):
        entry = fact("survey.completed", "2018-07-01", payload={"total_area_m2": "243000"})
        assert [b.code for b in judge_entry(programme, on_file, "record_survey", entry)] == refused


def test_an_area_drawn_is_told_once_though_register_and_survey_state_it_alike() -> None:
    site = {"damage_area": drawn(500), "damage_area_m2": "290000"}
    assert found(site, {"total_area_m2": "290000"}) == [("warn", "polygon_area_differs")]
    explained = {"total_area_m2": "400000", "area_explanation": "图上含已复垦部分"}
    assert found({**site, "damage_area_m2": "400000"}, explained) == [("warn", "polygon_area_differs")]
    assert len(found(site, {"total_area_m2": "280000"})) == 2


@pytest.mark.parametrize(("metres", "level"), [(None, "block"), (200_000, "warn")])
def test_an_area_far_outside_the_district_is_refused_and_how_far_is_the_programmes(
    metres: int | None, level: str
) -> None:
    west, south, east, north = square(500).bounds
    parameters = () if metres is None else (Parameter("polygon_outside_block_m", metres, "米", "D", ""),)
    ring = ((west + 1, south), (east + 1, south), (east + 1, north), (west + 1, north), (west + 1, south))
    bounded = replace(SMALL, boundary=((ring,),), parameters=parameters)
    facts = dossier(fact("site.registered", "2018-06-01", payload={"damage_area": drawn(500)}))
    (told,) = consistency(bounded, facts, day("2018-08-01"))
    assert (told.level, told.blocker.code) == (level, "polygon_far_outside" if level == "block" else "polygon_outside")
    assert "公里" in say(told.blocker) or level == "warn"


def test_an_area_beyond_the_boundary_is_a_warning_that_says_how_much() -> None:
    west, south, east, north = square(500).bounds
    half = (west + east) / 2
    ring = ((west - 1, south - 1), (half, south - 1), (half, north + 1), (west - 1, north + 1), (west - 1, south - 1))
    bounded = replace(SMALL, boundary=((ring,),))
    facts = dossier(fact("site.registered", "2018-06-01", payload={"damage_area": drawn(500)}))
    (warning,) = consistency(bounded, facts, day("2018-08-01"))
    assert (warning.level, warning.blocker.code) == ("warn", "polygon_outside")
    assert "49." in say(warning.blocker) or "50." in say(warning.blocker)

"""The order of the year's list: what must come first, then the easier; each year filled to the targets' shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.load import load_programme
from qingshan.rulebook.programme import Parameter, Programme
from qingshan.rulebook.ranking import FACTORS, propose, rank
from tests.programmes.copies import SHIPPED

from .histories import dossier, fact
from .programmes import SMALL

ON = date(2018, 10, 25)
SHUIMOGOU = load_programme(SHIPPED)


def site(code: str, **survey: Any) -> Any:
    known = {"treatable_area_m2": "100000", "severity": "moderate", "distance_to_road_m": "1000", **survey}
    return dossier(
        fact("site.registered", "2018-06-20", payload={"name": code}),
        fact("survey.completed", "2018-07-01", payload=known),
        fact("responsibility.determined", "2018-08-01", payload={"is_lost": False}),
        fact("plan.submitted", "2018-09-20", subject="v1", payload={"investment": 20_000_000, "treat_area_m2": "100000"}),
        site=code,
    )  # fmt: skip


def order(*sites: Any, programme: Programme = SHUIMOGOU) -> list[str]:
    return [one.site for one in rank(programme, sites, ON)]


def test_what_the_notice_puts_first_comes_before_anything_easier():
    easy = site("A", treatable_area_m2="1000", severity="slight", distance_to_road_m="900")
    hard = site("B", treatable_area_m2="900000", severity="severe", distance_to_road_m="9000", affects_residents=True)
    assert order(easy, hard) == ["B", "A"]
    first, second = rank(SHUIMOGOU, [easy, hard], ON)
    assert (first.reasons, second.reasons) == (("residents",), ())
    assert first.score < second.score, "both keys are shown"


@pytest.mark.parametrize(
    ("survey", "reasons"),
    [
        ({"by_main_road": True}, ("main_road",)),
        ({"distance_to_road_m": "500", "severity": "severe"}, ("main_road",)),
        ({"distance_to_road_m": "501", "severity": "severe"}, ()),
        ({"distance_to_road_m": "500", "severity": "moderate"}, ()),
        ({"distance_to_settlement_m": "200"}, ("residents",)),
        ({"distance_to_settlement_m": "200.5"}, ()),
    ],
)
def test_distances_tell_who_comes_first(survey, reasons):
    assert rank(SHUIMOGOU, [site("A", **survey)], ON)[0].reasons == reasons


def test_the_score_is_the_weighted_mean_of_its_shares():
    (one,) = rank(SHUIMOGOU, [site("A")], ON)
    # 15 × 0.5 + 25 × (1 − 10/40) + 25 × (1 − 2/60) + 20 × 1 + 15 × (1 − 1000/5000)
    assert one.score == Decimal("82.4")
    assert one.unknown == ()
    bare = dossier(fact("site.registered", "2018-06-20"), site="B")
    (nothing,) = rank(SHUIMOGOU, [bare], ON)
    assert (nothing.score, nothing.unknown) == (Decimal("0.0"), FACTORS)


def test_weights_are_the_programmes():
    small, slight = site("A", severity="severe"), site("B", treatable_area_m2="400000", severity="slight")
    only = dict.fromkeys(FACTORS, 0) | {"severity": 1}
    weights = tuple(Parameter(f"rank_weight_{code}", value, "", "D", "") for code, value in only.items())
    assert order(small, slight) == ["A", "B"]
    assert order(small, slight, programme=replace(SMALL, parameters=weights)) == ["B", "A"]


@given(st.permutations([site(code, treatable_area_m2=area) for code, area in zip("ABCD", "1234", strict=True)]))
def test_the_order_they_are_given_in_makes_no_difference(sites):
    assert order(*sites) == ["A", "B", "C", "D"]


@given(st.integers(0, 40), st.integers(0, 20))
def test_years_are_filled_to_the_targets_shares_rounded_up(count, listed):
    ranked = rank(SHUIMOGOU, [site(f"S{n:02d}") for n in range(count)], ON)
    found = propose(SHUIMOGOU, ranked, {"2019": listed})
    first = sum(one.batch == "2019" for one in found)
    goal = -(-60 * (count + listed) // 100)
    assert first == min(max(goal - listed, 0), count)
    assert [one.batch for one in found] == ["2019"] * first + ["2020"] * (count - first)

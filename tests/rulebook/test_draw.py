"""The drawing of a panel: anybody draws the same, the recused are never drawn, every speciality sits (C-50)."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.draw import Expert, draw, number_of, seed_digest, usual_numbers
from qingshan.rulebook.facts import Fact

from .histories import fact
from .programmes import SMALL
from .test_checks import judged

SPECIALITIES = tuple(SMALL.panel.specialities)
SEED = "2018-10-17 上证指数收盘 2561.61"

experts = st.builds(
    Expert,
    st.text("甲乙丙丁戊己", min_size=1, max_size=2),
    st.sampled_from(SPECIALITIES),
    st.sampled_from(("一院", "二院")),
)
pools = st.lists(experts, max_size=30)
numbers = st.fixed_dictionaries({code: st.integers(0, 3) for code in SPECIALITIES})


@given(pools, numbers, st.text(max_size=8), st.randoms())
def test_the_order_of_the_pool_makes_no_difference(pool, wanted, seed, random):
    shuffled = [*pool, *pool[:2]]
    random.shuffle(shuffled)
    assert draw(pool, [], wanted, seed) == draw(shuffled, [], wanted, seed)


@given(pools, numbers, st.text(max_size=8), st.data())
def test_the_recused_are_never_drawn_and_nobody_sits_twice(pool, wanted, seed, data):
    recused = [e.person for e in pool if data.draw(st.booleans())]
    found = draw(pool, recused, wanted, seed)
    people = [e.person for e in found.drawn]
    substitutes = {e.person for rest in found.substitutes.values() for e in rest}
    assert not set(recused) & (set(people) | substitutes)
    assert len(people) == len(set(people))
    assert not substitutes & set(people)


@given(pools, numbers, st.text(max_size=8))
def test_every_speciality_has_its_number_or_is_said_to_be_short(pool, wanted, seed):
    found = draw(pool, [], wanted, seed)
    for code, count in wanted.items():
        sits = sum(e.speciality == code for e in found.drawn)
        assert sits + found.short.get(code, 0) == count
        assert sits == count or not found.substitutes[code]


def test_a_number_is_what_the_shell_computes():
    expert = Expert("专家甲", SPECIALITIES[0], "示范研究院")
    words = f"{SEED}\n{expert.speciality}\n{expert.name}\n{expert.employer}"
    shell = subprocess.run(["sha256sum"], input=words.encode(), capture_output=True, check=True)
    assert number_of(SEED, expert) == shell.stdout.decode().split()[0]
    assert seed_digest(SEED) == hashlib.sha256(SEED.encode()).hexdigest()


def test_the_usual_numbers_cover_every_speciality_and_are_enough_and_odd():
    panel = replace(SMALL.panel, specialities=dict.fromkeys("abcd", ""), at_least=6, odd=True)
    assert usual_numbers(panel) == {"a": 2, "b": 2, "c": 2, "d": 1}
    assert usual_numbers(replace(panel, at_least=1, odd=False)) == dict.fromkeys("abcd", 1)


# -- the record


def expert(name: str, speciality: str, employer: str = "研究院") -> dict[str, str]:
    return {"name": name, "speciality": speciality, "employer": employer}


POOL = [expert(f"{code}{n}", code) for code in SPECIALITIES for n in range(3)]
RECUSED = [{"name": POOL[0]["name"], "employer": "研究院", "reason": "编制过同一矿山的方案"}]
AGAIN = draw(
    [Expert(e["name"], e["speciality"], e["employer"]) for e in POOL],
    [(RECUSED[0]["name"], "研究院")],
    usual_numbers(SMALL.panel),
    SEED,
)
DRAWN = [expert(e.name, e.speciality, e.employer) for e in AGAIN.drawn]
GOOD: dict[str, Any] = {
    "seed": SEED,
    "seed_sha256": seed_digest(SEED),
    "seed_announced_on": "2018-10-10",
    "pool": POOL,
    "recusals": RECUSED,
    "drawn": DRAWN,
}


def drawing(**values: Any) -> Fact:
    return fact("draw.drawn", "2018-10-17", subject="v1", payload={**GOOD, **values})


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, []),
        ({"pool": POOL[::-1], "drawn": DRAWN[::-1]}, []),
        ({"seed_sha256": seed_digest("别的")}, ["seed_hash_differs"]),
        ({"seed_announced_on": "2018-10-17"}, ["seed_not_announced"]),
        ({"drawn": DRAWN[1:]}, ["draw_differs"]),
        ({"drawn": [*DRAWN[1:], POOL[0]]}, ["draw_differs"]),
        ({"pool": POOL[3:], "recusals": []}, ["draw_short", "draw_differs"]),
    ],
)
def test_a_drawing_that_does_not_recompute_is_refused(values, codes):
    assert judged("draw_reproduces", drawing(**values), action="draw_panel") == codes


def review(panel: list[dict[str, str]]) -> Fact:
    return fact("review.passed", "2018-10-20", subject="v1", payload={"panel": panel})


def test_the_panel_is_the_one_drawn_or_says_who_stands_in_for_whom():
    ask = {"action": "record_review"}
    other = expert("替补", SPECIALITIES[0])
    told = {**other, "replaces": DRAWN[0]["name"], "reason": "出差"}
    twice = {**told, "name": "再替补"}
    for panel, codes in (
        (DRAWN, []),
        ([told, *DRAWN[1:]], []),
        ([other, *DRAWN[1:]], ["panel_not_drawn", "drawn_passed_over"]),
        (DRAWN[1:], ["drawn_passed_over"]),
        ([told, twice, *DRAWN[1:]], ["panel_not_drawn"]),
    ):
        assert judged("panel_as_drawn", review(panel), drawing(), **ask) == codes
    assert judged("panel_as_drawn", review([other]), **ask) == []
    must = replace(SMALL, panel=replace(SMALL.panel, must_be_drawn=True))
    assert judged("panel_as_drawn", review([other]), programme=must, **ask) == ["draw_not_on_file"]


def test_who_works_for_the_author_the_holder_or_the_contractor_recuses():
    facts = [
        fact("site.registered", "2018-06-01", payload={"owner": "砂石公司"}),
        fact("plan.submitted", "2018-10-01", subject="v1", payload={"institute": "设计院"}),
        fact("plan.submitted", "2018-10-01", subject="v2", payload={"institute": "别的院"}),
        fact("works.started", "2018-10-02", payload={"contractor": "工程公司"}),
    ]
    for employer, codes in (
        ("设计院", ["reviewer_not_independent"]),
        ("砂石公司", ["reviewer_not_independent"]),
        ("工程公司", ["reviewer_not_independent"]),
        ("别的院", []),
    ):
        panel = [expert("甲", SPECIALITIES[0], employer)]
        assert judged("reviewers_independent", review(panel), *facts, action="record_review") == codes

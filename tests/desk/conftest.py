"""A small district for the pages: three mines of two streets at different steps, and clients signed in as its people."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.world import OTHER_STREET, SCAN

PASSWORD = "Tests-2018-pw"


def make_sites(world, count: int = 3) -> list[str]:
    """`count` sites: the first far along with an overdue step, the second of another street, the others fresh."""
    names = ["甲子砂石矿", "乙丑砂石矿", "丙寅砂石矿", "丁卯砂石矿"][:count]
    codes = [world.register(n, **({"street": OTHER_STREET} if n.startswith("乙") else {})) for n in names]
    survey = {
        "filled_by": "填表人",
        "total_area_m2": "130500",
        "treatable_area_m2": "124600",
        "pit_count": 3,
        "pit_area_m2": "124600",
    }
    world.act(
        "record_survey",
        codes[0],
        "completed",
        date(2018, 7, 10),
        login="street",
        approved_by="街道审核岗",
        evidence=(SCAN,),
        **survey,
    )
    world.act(
        "record_verification",
        codes[0],
        "passed",
        date(2018, 8, 3),
        login="office",
        entered=date(2018, 8, 9),
        verified_by="核查人",
        checks=[{"field": "破坏面积", "verdict": "pass"}],
    )
    return codes


@pytest.fixture
def district(world, django_user_model):
    make_sites(world)
    django_user_model.objects.update(must_change_password=False)
    return world


@pytest.fixture
def as_login(client):
    """Signs in through the page, the way a person does."""

    def sign(login: str, password: str = PASSWORD) -> Client:
        one = Client()
        answer = one.post("/sign-in/", {"login": login, "password": password})
        assert answer.status_code == 302
        return one

    return sign

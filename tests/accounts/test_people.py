"""Bodies and people: dated, exclusive where they must be, and nobody gives themselves a role."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.accounts.actions import Naming, Post, appoint, change_password, name_organisation
from qingshan.accounts.models import Appointment, Person
from qingshan.accounts.queries import names_on, person_by_login
from qingshan.accounts.session import actor_for_login
from qingshan.foundation.models import AuditRow
from qingshan.foundation.problems import Problem
from tests.world import OTHER_STREET, STREET, at_noon

START = date(2018, 6, 1)


def code_of(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def test_a_paper_prints_the_name_valid_on_its_own_date(world):
    renamed = Naming("epb", "区生态环境局", "bureau", valid_from=date(2019, 3, 1))

    name_organisation(world.session(), renamed)

    assert names_on(date(2019, 2, 28))["epb"] != "区生态环境局"
    assert names_on(date(2019, 3, 1))["epb"] == "区生态环境局"


@pytest.mark.parametrize(
    ("held", "role"),
    [("system_admin", "audit_admin"), ("audit_admin", "security_admin"), ("office_clerk", "system_admin")],
)
def test_administrators_exclude_each_other_and_business(world, held, role):
    post = Post("某岗", "office", "岗", START, role=held, login="someone")
    appoint(world.session(), post)

    assert code_of(
        lambda: appoint(world.session(), Post("某岗", "office", "岗", START, role=role, login="someone"))
    ) == ("role_conflict")


def test_a_clerk_gives_nobody_a_role_and_the_administrator_does(world):
    post = Post("新人", STREET, "填报岗", START, role="street_clerk", login="new")

    assert code_of(lambda: appoint(world.session("office"), post)) == "not_allowed"
    assert appoint(world.session("admin"), post).person.login == "new"
    assert AuditRow.objects.filter(action="appointment.record", subject="new").count() == 1


def test_the_same_appointment_twice_is_one(world):
    post = Post("专家甲", "office", "评审专家", START)

    appoint(world.session(), post)
    appoint(world.session(), post)

    assert Appointment.objects.filter(person__name="专家甲").count() == 1


def test_a_post_that_has_ended_can_do_nothing(world):
    appoint(
        world.session(),
        Post("临时岗", STREET, "岗", START, role="street_clerk", login="temp", valid_to=date(2018, 7, 1)),
    )

    assert actor_for_login("temp", at_noon(date(2018, 7, 1))).streets == frozenset({STREET})
    assert code_of(lambda: actor_for_login("temp", at_noon(date(2018, 7, 2)))) == "inactive_person"


def test_a_body_is_found_by_its_code_or_its_name(world):
    by_name = names_on(START)[OTHER_STREET]

    assert appoint(world.session(), Post("甲岗", by_name, "岗", START)).organisation.code == OTHER_STREET
    assert code_of(lambda: appoint(world.session(), Post("甲岗", "没有的街道", "岗", START))) == "unknown_organisation"


@pytest.mark.parametrize("weak", ["short1A", "alllowercase", "12345678901", "Onlyletters"])
def test_a_weak_password_is_refused(world, weak):
    person = person_by_login("street")

    assert code_of(lambda: change_password(world.session("street"), person, weak)) == "weak_password"


def test_a_new_password_is_taken_and_witnessed_without_it(world):
    person = person_by_login("street")

    change_password(world.session("street"), person, "Good-2019-pw")

    assert Person.objects.get(login="street").check_password("Good-2019-pw")
    assert "Good-2019" not in str([r.data for r in AuditRow.objects.all()])

"""Order of entry does not matter, and what was computed on a day can be computed again (design §1a, properties 2 and 3)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshan.casework.models import SiteStatus
from qingshan.casework.projection import columns_of
from qingshan.casework.queries import dossier_of
from qingshan.foundation.notice import programme_in_force
from qingshan.register.models import Site
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import beijing_day
from tests.casework.histories import FIRST, HISTORY, enter, enter_all, without_ids

ON = date(2019, 10, 24)
SHARED = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def status_of(code: str, on=ON, known_at=None):
    return evaluate(programme_in_force(), dossier_of(Site.objects.get(code=code)), on, known_at)


def entered(world, name, order):
    code = world.register(name)
    made = enter_all(code, list(order), FIRST)
    return code, made


@SHARED
@given(order=st.permutations(HISTORY))
def test_every_permitted_order_of_entry_gives_the_same_status(world, order):
    with transaction.atomic():
        straight, _ = entered(world, "甲子砂石矿", HISTORY)
        expected = without_ids(status_of(straight))
        shuffled, made = entered(world, "乙丑砂石矿", order)

        assert len(made) == len(HISTORY)
        assert without_ids(status_of(shuffled)) == expected
        transaction.set_rollback(True)


def test_the_history_is_what_the_property_asks_for(world):
    code, made = entered(world, "丙寅砂石矿", HISTORY)

    backdated = [e for e, now in made if beijing_day(now) > e.on]
    assert len(backdated) >= 5
    assert sum(bool(e.corrects) for e, _ in made) == 2
    assert status_of(code).place == "recognition"


@SHARED
@given(order=st.permutations(HISTORY))
def test_what_was_stored_at_an_instant_is_found_again_with_what_was_known_then(world, order):
    with transaction.atomic():
        code = world.register("丁卯砂石矿")
        shown = []
        keys: dict[str, str] = {}
        waiting, now = list(order), FIRST
        for entry in [*waiting, *waiting, *waiting]:
            now += timedelta(hours=1)
            if entry.name not in keys and enter(code, entry, keys, now):
                stored = SiteStatus.objects.get(site__code=code)
                shown.append((now, stored.on, stored.digest, stored.place))

        again = [
            (now, on, columns_of(status_of(code, on, now))["digest"], columns_of(status_of(code, on, now))["place"])
            for now, on, _, _ in shown
        ]
        assert again == shown
        transaction.set_rollback(True)

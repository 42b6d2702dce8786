"""Histories with exceptions, register acts and a version taken over midway, through the actions, in any order.

The version taken over puts a stage in front and reads two questions otherwise from a day on (design §1a, 2, 13, 14, 21,
22); `qingshan check` finds nothing at the end.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qingshan.accounts.session import Session, console_actor
from qingshan.casework.adoption import adopt_version
from qingshan.casework.models import SiteStatus
from qingshan.casework.projection import columns_of
from qingshan.casework.queries import dossier_of
from qingshan.foundation.notice import programme_in_force, programme_known_at
from qingshan.issuance.selfcheck import all_checks
from qingshan.register.models import Site
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import RETRACTED, Dossier
from qingshan.rulebook.lineage import register_act
from tests.casework.histories import FIRST, HISTORY, Entry, enter, without_ids
from tests.casework.test_adoption import NEW_STAGE, version
from tests.world import SCAN, World

ON = date(2019, 12, 5)
HALVES = [{"name": "甲子一矿", "damage_area_m2": "62300"}, {"name": "甲子二矿", "damage_area_m2": "62300"}]
PAPER = {"approver": "市专项工作组办公室", "document_no": "市矿治办〔2019〕5号", "reason": "连续降雨，无法进场"}
MOVED = {"decided_by": "区专项工作组办公室", "document_no": "水矿治办〔2019〕21号", "reason": "两坑相连"}
FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # a smaller example takes minutes to find
)


SLOT = "photos_before"
OURS = "1.0"


def exception(name: str, act: str, on: date, /, **values: Any) -> Entry:
    return Entry(name, act, "granted", on, {**PAPER, **values}, subject=name)


def histories(into: str) -> list[Entry]:
    """The history of `tests/casework/histories.py` with exceptions, and a merger that is taken back."""
    return [
        *HISTORY,
        exception("waived until", "grant_waiver", date(2019, 10, 16), stages=["recognition"], until=date(2019, 11, 4)),
        exception("waived", "grant_waiver", date(2019, 9, 3), stages=["recognition"], standing=True),
        exception("lifted", "waive_gate", date(2019, 9, 4), action="report_progress", check="not_more_than_treatable"),
        exception("put off", "extend_deadline", date(2019, 9, 5), stage="filing", until=date(2020, 6, 30)),
        Entry("revoked", "revoke_exception", "revoked", date(2019, 10, 9), PAPER, subject="waived"),
        Entry(
            "not needed",
            "file_document",
            "not_applicable",
            date(2019, 9, 6),
            {"slot": SLOT, "reason": "此类不要"},
            SLOT,
        ),
        Entry("merged", "merge_sites", "merged", date(2019, 10, 20), {**MOVED, "into": into}),
        Entry("merged no more", "merge_sites", RETRACTED, date(2019, 10, 21), {}, corrects="merged"),
    ]


def new_version(folder: Path) -> Path:
    """A stage in front, and the last day and what papers are due read otherwise from a day in the middle on."""
    first = '[[stage]]\ncode = "survey"'
    version(folder, "2018.2", {"stages.toml": (first, NEW_STAGE.lstrip() + first)})
    path = folder / "readings.toml"
    text = path.read_text("utf-8")
    for question, value in (("deadline_day", "exclusive"), ("slots_due", "at_once")):
        at = text.index("lines = [{", text.index(f'governs = "{question}"'))
        end = text.index("}]", at) + 1
        line = f', {{ effective_from = 2019-09-01, chosen = "{value}", decided_by = "区专项工作组办公室" }}'
        text = text[:end] + line + text[end:]
    path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return new_version(tmp_path / "new")


def file_of(code: str) -> Dossier:
    return dossier_of(Site.objects.get(code=code))


def status_of(code: str, on: date = ON, known_at: datetime | None = None) -> Any:
    """By the version in force at the instant."""
    return evaluate(programme_known_at(known_at), file_of(code), on, known_at)


def lived(world: World, name: str, order: list[Entry], new: Path, adopted_after: int) -> tuple[str, list[Any]]:
    """Enter what may be entered, again and again until all is in; after so many entries the version is taken over.

    Answers the site and, after every step, the instant with what was stored of the site then.
    """
    code, keys, shown, now = world.register(name), {}, [], FIRST
    waiting = list(order)
    while waiting:
        still = []
        for entry in waiting:
            now += timedelta(hours=1)
            if not enter(code, entry, keys, now):
                still.append(entry)
                continue
            shown.append((now, SiteStatus.objects.get(site__code=code)))
            if len(keys) == adopted_after:
                now += timedelta(hours=1)
                adopt_version(Session(console_actor("tests"), now), world.data, new, reason="市里来文")
                shown.append((now, SiteStatus.objects.get(site__code=code)))
        assert len(still) < len(waiting), [e.name for e in still]
        waiting = still
    return code, shown


def wrong() -> list[str]:
    return [finding for check in all_checks() for finding in check.findings]


@pytest.mark.long
@FEW
@given(st.data())
def test_every_permitted_order_with_the_version_anywhere_gives_the_same_status(world, new, data):
    entries = histories("")
    order = data.draw(st.permutations(range(len(entries))))
    after, straight_after = (data.draw(st.integers(1, len(entries))) for _ in range(2))
    expected = []
    for which, adopted in ((range(len(entries)), straight_after), (order, after)):
        with transaction.atomic():
            other = world.register("乙丑砂石矿")
            code, _ = lived(world, "甲子砂石矿", [histories(other)[i] for i in which], new, adopted)
            assert programme_in_force().version == "2018.2"
            expected.append(without_ids(status_of(code)))
            assert wrong() == []
            transaction.set_rollback(True)
    assert expected[0] == expected[1]
    assert (expected[0].outcome, expected[0].place) == ("active", "recognition")
    assert "registration" in [d.stage for d in expected[0].debts]


@pytest.mark.long
@FEW
@given(st.data())
def test_what_was_stored_before_a_version_is_found_again_after_it(world, new, data):
    count = len(histories(""))
    order, after = data.draw(st.permutations(range(count))), data.draw(st.integers(3, count - 3))
    with transaction.atomic():
        other = world.register("乙丑砂石矿")
        code, shown = lived(world, "甲子砂石矿", [histories(other)[i] for i in order], new, after)
        assert {programme_known_at(now).version for now, _ in shown} == {OURS, "2018.2"}
        for now, stored in shown:
            again = columns_of(status_of(code, stored.on, now))
            assert {key: getattr(stored, key) for key in again} == again
        now, stored = shown[0]
        assert columns_of(evaluate(programme_in_force(), file_of(code), stored.on, now))["digest"] != stored.digest
        transaction.set_rollback(True)


@pytest.mark.long
def test_a_child_of_a_split_stands_with_the_exceptions_of_its_parent(world, new):
    other = world.register("乙丑砂石矿")
    entries = [e for e in histories(other) if not e.name.startswith("merged")]
    code, _ = lived(world, "甲子砂石矿", entries, new, 12)
    days = [date(2019, 10, 8), date(2019, 10, 9), date(2019, 11, 4), date(2019, 11, 5)]
    states = [status_of(code, day).stage("recognition").state for day in days]
    assert states == ["exempt", "open", "exempt", "open"], "revoked on the second, run out after the third"
    before = without_ids(status_of(code))
    split = {**MOVED, "children": HALVES}
    world.act("split_site", code, "split", ON, login="office", evidence=(SCAN,), **split)

    assert (status_of(code).outcome, status_of(code).ledger) == ("split", "off")
    for child in register_act(file_of(code).facts).payload["children"]:
        assert without_ids(status_of(child["code"])) == before
    assert wrong() == []

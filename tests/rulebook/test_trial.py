"""Another reading tried on a district's own files: what would differ, and nothing but that."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.questions import QUESTIONS
from qingshan.rulebook.trial import Trial, compare_readings, question_of, read_otherwise
from tests.ledgers import THURSDAY, six_sites

from .readings import shipped


def tried(question: str, value: str, dossiers: list[Dossier] | None = None, since: date | None = None) -> Trial:
    other = read_otherwise(shipped(), question, value, since)
    return compare_readings(shipped(), other, dossiers or six_sites(), THURSDAY, {})


def test_the_reading_in_force_changes_nothing():
    for question in QUESTIONS:
        found = tried(question, shipped().answer(question, THURSDAY))
        assert (found.sites, found.targets, found.control, found.cells, found.issue_days) == ((), (), (), (), ())


def test_the_measure_changes_the_targets_and_no_site():
    found = tried("target_measure", "area")

    assert found.sites == ()
    first = next(c for c in found.targets if (c.where, c.what) == ("", "floor_2019"))
    assert (first.before.total, first.after.measure) == (4, "area")


def test_the_day_of_the_deadline_changes_the_last_day_of_the_sites_on_the_list():
    found = tried("deadline_day", "exclusive")

    days = {c.where: (c.before.done_by, c.after.done_by) for c in found.sites if c.what == "stages.filing"}
    assert days["A"] == (date(2019, 11, 30), date(2019, 11, 29))
    assert {c.where for c in found.sites} <= {"A", "B"}


def test_a_reading_from_a_day_to_come_changes_nothing_of_today():
    assert tried("deadline_day", "exclusive", since=date(2019, 11, 1)).sites == ()


def test_control_totals_groups_and_issue_days_are_compared_too():
    licensed = tried("control_unit", "enterprises").control[0]
    assert (licensed.where, licensed.before, licensed.after) == ("licensed", 5, 1)
    assert [c.after for c in tried("subtotals", "none").cells if c.what == "subtotals"] == [[], []]
    moved = tried("weekly_day", "same_day").issue_days
    assert (moved[0].where, moved[0].before, moved[0].after) == ("12", date(2018, 9, 30), date(2018, 10, 4))


@pytest.mark.parametrize(
    ("name", "question"), [("C-02", "target_measure"), ("public_days", "public_days"), ("C-20", ""), ("C-99", "")]
)
def test_a_reading_is_named_by_its_code_or_its_question(name: str, question: str):
    assert question_of(shipped(), name) == question

"""A version of the notice that issues on other days never gives one number twice (六(二), C-38)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qingshan.casework.adoption import adopt_version
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import issue_ledger
from qingshan.issuance.queries import frozen, numbers_taken, previous_issue
from qingshan.issuance.selfcheck import all_checks
from tests.casework.test_adoption import version
from tests.world import World

THURSDAY, NEXT = date(2019, 10, 24), date(2019, 10, 31)


def issued(world: World, on: date, **more):
    return issue_ledger(world.session("head", on), on, **more)


def adopt(world: World, folder: Path) -> None:
    adopt_version(world.session("", date(2019, 10, 25)), world.data, folder, reason="改了上报日")


@pytest.fixture
def going(world: World) -> World:
    world.register("甲子砂石矿")
    issued(world, THURSDAY)
    return world


def test_a_number_that_comes_up_again_is_told_before_and_refused_after(going: World, tmp_path: Path) -> None:
    folder = version(tmp_path / "new", "2018.2", {"weekly.toml": ("first_on = 2018-07-19", "first_on = 2018-07-26")})
    adopt(going, folder)
    [taken] = numbers_taken(programme_in_force())
    assert (taken.number, taken.issued_for, taken.again_on) == ("TZ-2019-W67", THURSDAY, NEXT)
    with pytest.raises(Problem) as refused:
        issued(going, NEXT)
    assert refused.value.code == "number_taken"
    assert "TZ-2019-W67" in refused.value.sentence
    assert "number_format" in refused.value.sentence
    text = (folder / "weekly.toml").read_text("utf-8")
    (folder / "weekly.toml").write_text(text.replace('"TZ-{year}', '"TZB-{year}'), "utf-8")
    notice = (folder / "notice.toml").read_text("utf-8")
    (folder / "notice.toml").write_text(notice.replace('"2018.2"', '"2018.3"'), "utf-8")
    adopt(going, folder)
    assert numbers_taken(programme_in_force()) == []
    assert issued(going, NEXT).number == "TZB-2019-W67"


def moved_to_friday(folder: Path) -> Path:
    """A Thursday is a day off by the new table, and what falls on one is put off."""
    version(folder, "2018.2")
    readings = folder / "readings.toml"
    text = readings.read_text("utf-8")
    at = text.index("lines = [{", text.index('governs = "weekly_day"'))
    readings.write_text(text[:at] + text[at:].replace('"previous_workday"', '"next_workday"', 1), "utf-8")
    weekly = folder / "weekly.toml"
    policy = weekly.read_text("utf-8").replace('"previous_workday"', '"next_workday"', 1)
    weekly.write_text(policy, "utf-8")
    holidays = folder / "holidays.toml"
    days = holidays.read_text("utf-8").replace("days_off = [", f"days_off = [\n    {THURSDAY},", 1)
    holidays.write_text(days, "utf-8")
    return folder


def test_a_week_whose_day_moved_is_issued_once_and_corrected_under_its_number(going: World, tmp_path: Path) -> None:
    adopt(going, moved_to_friday(tmp_path / "new"))
    friday = date(2019, 10, 25)
    with pytest.raises(Problem) as refused:
        issued(going, friday)
    assert refused.value.code == "already_issued"
    again = issued(going, friday, supersede=True, reason="报送日改了")
    assert (again.number, again.due_on) == ("TZ-2019-W67-更正1", friday)
    assert previous_issue(NEXT) == again
    assert frozen(issued(going, NEXT)).number == "TZ-2019-W68"
    assert [c.findings for c in all_checks() if c.findings] == []

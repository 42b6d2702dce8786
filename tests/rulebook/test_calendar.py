"""Working days, issue days, the public period and planning back, on the shipped programme (C-07, C-10, C-26, C-38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.rulebook import calendar as cal
from qingshan.rulebook.calendar import CalendarUnknown, IssueDay
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import BatchDeadline, Programme, Reading, ReadingLine
from qingshan.rulebook.publicity import posting_by, public_days


@cache
def shipped() -> Programme:
    return load_programme(shipped_programmes()["shuimogou-2018"])


def exclusive() -> Programme:
    """The shipped programme with C-10 read the other way."""
    readings = tuple(
        replace(r, lines=tuple(replace(line, chosen="exclusive") for line in r.lines)) if r.code == "C-10" else r
        for r in shipped().readings
    )
    return replace(shipped(), readings=readings)


DAYS = st.dates(date(2018, 3, 1), date(2021, 9, 30))


# ── working days


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2018, 9, 30), True),  # a Sunday worked for National Day
        (date(2018, 10, 4), False),
        (date(2018, 7, 14), False),  # the Saturday on which the notice was signed
        (date(2019, 5, 2), False),  # added in March 2019
        (date(2020, 1, 31), False),  # the Spring Festival of 2020 was prolonged
        (date(2020, 2, 3), True),
        (date(2019, 11, 30), False),  # the deadline of the first batch is a Saturday
    ],
)
def test_a_day_is_worked_or_not_by_order_of_the_state_council(day: date, worked: bool):
    assert cal.is_workday(shipped().calendar, day) is worked


def test_a_day_outside_the_table_is_refused_in_a_sentence():
    with pytest.raises(CalendarUnknown, match="2018-01-01—2021-12-31"):
        cal.is_workday(shipped().calendar, date(2022, 1, 4))


@settings(max_examples=50)
@given(DAYS, st.integers(1, 30))
def test_adding_working_days_counts_them_and_going_back_returns(day: date, n: int):
    table = shipped().calendar

    later = cal.add_workdays(table, day, n)

    assert cal.is_workday(table, later)
    assert cal.workdays_between(table, day + timedelta(days=1), later) == n
    assert cal.add_workdays(table, later, -n) == cal.workday_on_or_before(table, day)


def test_adding_no_working_days_leaves_the_day():
    assert cal.add_workdays(shipped().calendar, date(2018, 10, 4), 0) == date(2018, 10, 4)


# ── the weekly issue


def test_there_are_129_weeks_and_two_issues_bear_two_of_them():
    days = cal.issue_days(shipped())

    assert [week for day in days for week in day.weeks] == list(range(1, 130))
    assert [day for day in days if len(day.weeks) > 1] == [
        IssueDay((80, 81), (date(2020, 1, 23), date(2020, 1, 30)), date(2020, 1, 23)),
        IssueDay((116, 117), (date(2020, 10, 1), date(2020, 10, 8)), date(2020, 9, 30)),
    ]


def test_eight_thursdays_fall_on_holidays():
    table = shipped().calendar
    off = [day for issue in cal.issue_days(shipped()) for day in issue.nominal if not cal.is_workday(table, day)]

    assert off == [
        date(2018, 10, 4),
        date(2019, 2, 7),
        date(2019, 5, 2),
        date(2019, 10, 3),
        date(2020, 1, 30),
        date(2020, 6, 25),
        date(2020, 10, 1),
        date(2020, 10, 8),
    ]


def test_thursday_2018_10_04_falls_due_on_a_working_sunday():
    issue = cal.issue_day_for(shipped(), date(2018, 10, 4))

    assert issue == IssueDay((12,), (date(2018, 10, 4),), date(2018, 9, 30))
    assert cal.issue_day_for(shipped(), date(2018, 9, 30)) == issue
    assert issue.due_on.isoweekday() == 7


def test_a_day_that_is_no_issue_day_has_no_issue():
    assert cal.issue_day_for(shipped(), date(2019, 10, 23)) is None
    assert cal.issue_day_for(shipped(), date(2018, 7, 12)) is None


def test_the_number_names_the_year_and_the_week_and_both_weeks_where_two_fall_together():
    issues = [cal.issue_day_for(shipped(), d) for d in (date(2018, 7, 19), date(2019, 10, 24), date(2020, 1, 30))]
    first, single, double = [issue for issue in issues if issue is not None]

    assert cal.issue_number(shipped(), first) == "TZ-2018-W01"
    assert cal.issue_number(shipped(), single) == "TZ-2019-W67"
    assert cal.issue_label(single) == "第67期"
    assert cal.issue_number(shipped(), double) == "TZ-2020-W80、TZ-2020-W81"
    assert cal.issue_label(double) == "第80、81期"


def test_the_next_free_working_day_keeps_weeks_apart():
    programme = replace(shipped(), weekly=replace(shipped().weekly, when_two_fall_together="next_free_workday"))

    days = cal.issue_days(programme)

    assert all(len(day.weeks) == 1 for day in days)
    assert cal.issue_day_for(programme, date(2020, 1, 30)) == IssueDay((81,), (date(2020, 1, 30),), date(2020, 2, 3))


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        ("same_day", date(2018, 10, 4)),
        ("previous_workday", date(2018, 9, 30)),
        ("next_workday", date(2018, 10, 8)),
    ],
)
def test_the_holiday_policy_moves_the_day(policy: str, due: date):
    programme = replace(shipped(), weekly=replace(shipped().weekly, holiday_policy=policy))

    issue = cal.issue_day_for(programme, date(2018, 10, 4))

    assert issue is not None
    assert issue.due_on == due


def test_issue_days_rise_whatever_the_policy():
    for policy in ("same_day", "previous_workday", "next_workday"):
        for together in ("merge", "next_free_workday"):
            weekly = replace(shipped().weekly, holiday_policy=policy, when_two_fall_together=together)
            days = [day.due_on for day in cal.issue_days(replace(shipped(), weekly=weekly))]
            assert days == sorted(set(days))


# ── the public period


def days_of(programme: Programme, posted_on: date) -> tuple[date, date, date]:
    found = public_days(programme, posted_on)
    assert found is not None
    return found


def test_day_1_is_the_first_full_day_after_posting():
    assert days_of(shipped(), date(2019, 11, 8)) == (
        date(2019, 11, 9),
        date(2019, 11, 15),
        date(2019, 11, 16),
    )


def test_working_days_and_the_day_of_posting_are_other_readings():
    rule = replace(shipped().publicity, reading="")
    working = replace(shipped(), publicity=replace(rule, day_kind="working"))
    from_posting = replace(shipped(), publicity=replace(rule, counts_posting_day=True))

    assert days_of(working, date(2019, 9, 27))[:2] == (date(2019, 9, 29), date(2019, 10, 12))
    assert days_of(from_posting, date(2019, 11, 8))[:2] == (date(2019, 11, 8), date(2019, 11, 14))


@settings(max_examples=50)
@given(DAYS, st.sampled_from(["calendar", "working"]), st.booleans(), st.integers(1, 15))
def test_a_public_period_has_its_number_of_days(posted: date, kind: str, counts: bool, days: int):
    rule = replace(shipped().publicity, day_kind=kind, counts_posting_day=counts, days=days, reading="")
    programme = replace(shipped(), publicity=rule)

    first, last, certifiable = days_of(programme, posted)

    assert first >= posted + timedelta(days=0 if counts else 1)
    length = (last - first).days + 1 if kind == "calendar" else cal.workdays_between(programme.calendar, first, last)
    assert length == days
    assert certifiable == last + timedelta(days=1)


def test_working_days_beyond_the_table_have_no_end():
    working = replace(shipped(), publicity=replace(shipped().publicity, day_kind="working", reading=""))

    assert public_days(working, shipped().calendar.last) is None
    assert public_days(shipped(), shipped().calendar.last) is not None


def test_the_notice_is_posted_on_its_first_public_day_where_the_reading_counts_that_day():
    counting = Reading(
        "C-26",
        "五(四)2b",
        "公示天数",
        "evidence",
        (ReadingLine(date(2018, 7, 14), "calendar_from_posting", "区办"),),
        {},
    )
    others = tuple(r for r in shipped().readings if r.code != "C-26")

    assert posting_by(replace(shipped(), readings=(*others, counting)), "2019") == date(2019, 11, 11)


# ── planning back (C-07)


def test_the_plan_of_the_2019_batch():
    plan = cal.plan_back(shipped(), "2019")

    assert plan["works"][1] == date(2019, 10, 27)
    assert plan["acceptance"] == (date(2019, 10, 28), date(2019, 11, 8))
    assert posting_by(shipped(), "2019") == date(2019, 11, 8)
    assert plan["publicity"] == (date(2019, 11, 11), date(2019, 11, 17))
    assert plan["filing"] == (date(2019, 11, 18), date(2019, 11, 29))
    assert list(plan) == ["procedure", "works", "acceptance", "recognition", "publicity", "filing"]
    assert plan["procedure"][1] == plan["works"][0] - timedelta(days=1), "its papers are there before the works begin"


def test_the_plan_of_the_2020_batch_with_the_day_included():
    plan = cal.plan_back(shipped(), "2020")

    assert cal.last_day(shipped(), "2020") == date(2020, 11, 30)
    assert [plan[code][0] for code in ("acceptance", "publicity", "filing")] == [
        date(2020, 10, 27),
        date(2020, 11, 10),
        date(2020, 11, 17),
    ]
    assert plan["filing"][1] == date(2020, 11, 30)


def test_the_plan_of_the_2020_batch_with_the_day_excluded():
    plan = cal.plan_back(exclusive(), "2020")

    assert cal.last_day(exclusive(), "2020") == date(2020, 11, 29)
    assert [plan[code][0] for code in ("acceptance", "publicity", "filing")] == [
        date(2020, 10, 26),
        date(2020, 11, 9),
        date(2020, 11, 16),
    ]


def test_the_2019_batch_is_planned_alike_by_both_readings_since_its_day_is_a_saturday():
    assert cal.plan_back(exclusive(), "2019") == cal.plan_back(shipped(), "2019")


def test_an_unknown_batch_is_refused_in_a_sentence():
    with pytest.raises(cal.UnknownBatch, match="2019、2020"):
        cal.plan_back(shipped(), "2021")


def programme_due(on: date) -> Programme:
    return replace(shipped(), batches=(BatchDeadline("甲", on, "五(四)3e"),))


@settings(max_examples=50)
@given(st.dates(date(2018, 8, 1), date(2021, 9, 30)))
def test_steps_fit_their_leads_and_share_no_day(on: date):
    programme = programme_due(on)

    plan = cal.plan_back(programme, "甲")

    steps = [step for step in programme.backplan if step.workdays or step.days]
    for step in steps:
        first, last = plan[step.stage]
        length = cal.workdays_between(programme.calendar, first, last) if step.workdays else (last - first).days + 1
        assert length == (step.workdays or step.days)
    days = [plan[step.stage] for step in steps]
    assert all(before[1] < after[0] for before, after in pairwise(days))
    assert days[-1][1] <= on


@settings(max_examples=50)
@given(st.dates(date(2018, 8, 1), date(2021, 9, 29)), st.integers(1, 10))
def test_a_later_deadline_never_makes_an_earlier_start(on: date, later: int):
    sooner = cal.plan_back(programme_due(on), "甲")
    after = cal.plan_back(programme_due(min(on + timedelta(days=later), date(2021, 9, 30))), "甲")

    assert all(sooner[stage][0] <= after[stage][0] for stage in sooner)


@settings(max_examples=50)
@given(st.dates(date(2018, 8, 1), date(2021, 9, 30)))
def test_going_forward_through_the_plan_arrives_in_time(on: date):
    """Accept from the first day, post when it is done, file when the public days are over: no later than planned."""
    programme = programme_due(on)
    table = programme.calendar
    plan = cal.plan_back(programme, "甲")
    posting = posting_by(programme, "甲")
    assert posting is not None

    accepted = cal.add_workdays(table, plan["acceptance"][0], 9)
    _, last, certifiable = days_of(programme, posting)
    filed = cal.add_workdays(table, cal.workday_on_or_after(table, certifiable), 9)

    assert accepted <= posting
    assert last <= plan["publicity"][1]
    assert filed <= plan["filing"][1]


# ── seeding a table


def test_a_seeded_table_agrees_with_the_shipped_one_on_every_day():
    table = cal.seed_calendar([2018, 2019, 2020, 2021])

    day = table.first
    while day <= table.last:
        assert cal.is_workday(table, day) == cal.is_workday(shipped().calendar, day), day
        day += timedelta(days=1)


def test_a_year_nobody_has_ordered_yet_cannot_be_seeded():
    with pytest.raises(ValueError, match="2090"):
        cal.seed_calendar([2090])

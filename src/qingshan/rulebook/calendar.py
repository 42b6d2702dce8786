"""Working days, the weekly issue days and the plan from the end (六(二)-6, C-07, C-10, C-38).

All days are Beijing days. A day the calendar does not know raises `CalendarUnknown`, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .programme import BatchDeadline, Calendar, Programme, ReadingLine, Step, line_in_force
from .questions import AS_WRITTEN
from .rhythm import Weekly, nominal_days

ONE_DAY = timedelta(days=1)


class CalendarUnknown(ValueError):
    """A day outside the years the table of days off knows."""

    def __init__(self, day: date, cal: Calendar) -> None:
        self.day = day
        self.first = cal.first
        self.last = cal.last
        super().__init__(
            f"节假日表（{cal.version}）只到 {cal.first}—{cal.last}，不知道 {day} 是否上班，请先补充该年放假安排。"
        )


class UnknownBatch(ValueError):
    """A batch the programme has no deadline for."""


@dataclass(frozen=True, slots=True)
class IssueDay:
    """A day on which the weekly ledgers are due: the weeks they bear, those weeks' own days, and the day itself.

    Weeks count from 1. `weeks` and `nominal` have one entry each, or more where holidays make weeks fall together.
    """

    weeks: tuple[int, ...]
    nominal: tuple[date, ...]
    due_on: date


# ── working days


def is_workday(cal: Calendar, day: date) -> bool:
    """Whether `day` is worked: by order, else Monday to Friday. Raises CalendarUnknown outside the table's years."""
    if not cal.first <= day <= cal.last:
        raise CalendarUnknown(day, cal)
    if day in cal.days_worked:
        return True
    return day not in cal.days_off and day.weekday() < 5


def next_workday(cal: Calendar, day: date) -> date:
    """The first working day after `day`."""
    day += ONE_DAY
    while not is_workday(cal, day):
        day += ONE_DAY
    return day


def previous_workday(cal: Calendar, day: date) -> date:
    """The last working day before `day`."""
    day -= ONE_DAY
    while not is_workday(cal, day):
        day -= ONE_DAY
    return day


def workday_on_or_before(cal: Calendar, day: date) -> date:
    """`day` when it is worked, else the last working day before it."""
    return day if is_workday(cal, day) else previous_workday(cal, day)


def workday_on_or_after(cal: Calendar, day: date) -> date:
    """`day` when it is worked, else the next working day."""
    return day if is_workday(cal, day) else next_workday(cal, day)


def add_workdays(cal: Calendar, day: date, n: int) -> date:
    """The n-th working day after `day` (before it when n < 0); `day` itself for 0, worked or not."""
    for _ in range(abs(n)):
        day = next_workday(cal, day) if n > 0 else previous_workday(cal, day)
    return day


def workdays_between(cal: Calendar, first: date, last: date) -> int:
    """How many working days lie in first … last, both included; 0 when reversed."""
    return sum(is_workday(cal, first + timedelta(days=i)) for i in range((last - first).days + 1))


# ── the weekly issue


def issue_days(programme: Programme) -> tuple[IssueDay, ...]:
    """Every issue day of the programme in order, moved off holidays as the notice is read on the week's own day
    (C-38)."""
    return _issue_days(programme.weekly, programme.calendar, programme.lines_of("weekly_day"))


def _policy_on(weekly: Weekly, lines: tuple[ReadingLine, ...], day: date) -> str:
    policy = line_in_force(lines, day).chosen if lines else AS_WRITTEN
    return weekly.holiday_policy if policy == AS_WRITTEN else policy


@lru_cache(maxsize=8)
def _issue_days(weekly: Weekly, cal: Calendar, lines: tuple[ReadingLine, ...]) -> tuple[IssueDay, ...]:
    days: list[IssueDay] = []
    for number, day in enumerate(nominal_days(weekly), 1):
        due = _moved(_policy_on(weekly, lines, day), cal, day)
        _append(days, number, day, due, weekly, cal)
    return tuple(days)


def _append(days: list[IssueDay], week: int, nominal: date, due: date, weekly: Weekly, cal: Calendar) -> None:
    last = days[-1] if days else None
    if last is None or due > last.due_on:
        days.append(IssueDay((week,), (nominal,), due))
    elif weekly.when_two_fall_together == "merge":
        days[-1] = IssueDay((*last.weeks, week), (*last.nominal, nominal), last.due_on)
    else:
        days.append(IssueDay((week,), (nominal,), next_workday(cal, last.due_on)))


def _moved(policy: str, cal: Calendar, day: date) -> date:
    match policy:
        case "previous_workday":
            return workday_on_or_before(cal, day)
        case "next_workday":
            return workday_on_or_after(cal, day)
    return day


def issue_day_for(programme: Programme, on: date) -> IssueDay | None:
    """The issue due on `on`, or whose week's own day `on` is; None for any other day."""
    days = issue_days(programme)
    due = next((d for d in days if d.due_on == on), None)
    return due or next((d for d in days if on in d.nominal), None)


def issue_number(programme: Programme, issue: IssueDay) -> str:
    """The number printed, e.g. `TZ-2019-W67`; an issue of two weeks bears both, `TZ-2020-W80、TZ-2020-W81`."""
    form = programme.weekly.number_format
    return "、".join(
        form.format(year=day.year, month=day.month, n=week)
        for week, day in zip(issue.weeks, issue.nominal, strict=True)
    )


def issue_label(issue: IssueDay) -> str:
    """第67期; 第80、81期 for an issue of two weeks."""
    return f"第{'、'.join(str(week) for week in issue.weeks)}期"


# ── planning from the end


def batch_deadline(programme: Programme, batch: str) -> BatchDeadline:
    """The deadline of a batch. Raises UnknownBatch."""
    for one in programme.batches:
        if one.batch == batch:
            return one
    known = "、".join(b.batch for b in programme.batches)
    raise UnknownBatch(f"没有“{batch}”这一批次；已有批次：{known}")


def last_day(programme: Programme, batch: str, on: date) -> date:
    """The last day on which a batch may be closed, as the notice is read on `on`.

    Whether the deadline's own day counts is one reading (C-10), whether the batch's own day binds or the end of the last
    phase is another (C-09).
    """
    day = batch_deadline(programme, batch).on
    if programme.answer("closing_day", on) == "last_phase":
        day = max((phase.ends_on for phase in programme.phases), default=day)
    return day - ONE_DAY if programme.answer("deadline_day", on) == "exclusive" else day


def plan_back(programme: Programme, batch: str, on: date) -> dict[str, tuple[date, date]]:
    """Stage → first and last day of its step, planned from the batch's last day; steps share no day (C-07).

    Planned as the notice is read on `on`; where it is read without planning back there are no steps.
    For the publicity step these are the public days; the notice is posted before, see `publicity.posting_by`. A step
    without a lead of its own has the day before the next step for both.
    """
    plan: dict[str, tuple[date, date]] = {}
    if programme.answer("planning", on) == "none":
        return plan
    end = last_day(programme, batch, on)
    for step in reversed(programme.backplan):
        first, last = _step_days(programme.calendar, step, end)
        plan[step.stage] = (first, last)
        if step.workdays or step.days:
            end = first - ONE_DAY
    return dict(reversed(plan.items()))


def _step_days(cal: Calendar, step: Step, end: date) -> tuple[date, date]:
    """The days of a step that has to be over by `end`. Working days end on a working day, calendar days on any."""
    if step.workdays:
        last = workday_on_or_before(cal, end)
        return add_workdays(cal, last, 1 - step.workdays), last
    if step.days:
        return end - timedelta(days=step.days - 1), end
    return end, end


# ── a table for a new district


def seed_calendar(years: Iterable[int]) -> Calendar:
    """A table for a district's own programme from the public list, to be checked by hand; ValueError past its years."""
    import chinese_calendar  # noqa: PLC0415 - only needed when a district writes its first table

    wanted = sorted(set(years))
    off: set[date] = set()
    worked: set[date] = set()
    for year in wanted:
        for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
            day = date(year, 1, 1) + timedelta(days=number)
            try:
                is_worked = chinese_calendar.is_workday(day)
            except NotImplementedError as problem:
                raise ValueError(f"没有 {year} 年的放假安排") from problem
            if is_worked != (day.weekday() < 5):
                (worked if is_worked else off).add(day)
    return Calendar(
        version="chinesecalendar",
        days_off=frozenset(off),
        days_worked=frozenset(worked),
        first=date(wanted[0], 1, 1),
        last=date(wanted[-1], 12, 31),
    )

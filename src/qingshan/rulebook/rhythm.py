"""When the ledgers are due: on a day of the week, every so many weeks, or on a day of the month (六(二), C-38)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

WEEK = timedelta(days=7)
DAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Weekly:
    """The regular report. `weekday` is ISO (4 = Thursday).

    It is due every `every_weeks` weeks from `first_on`; with a `day_of_month` instead on that day of every month, on the
    last day of a month that is shorter. The streets report by `street_cutoff_weekday`, or by the `street_cutoff_day` of
    the month, 0 where the notice names none.
    """

    clause: str
    weekday: int
    first_on: date
    last_on: date
    holiday_policy: str  # same_day | previous_workday | next_workday
    when_two_fall_together: str  # merge | next_free_workday
    street_cutoff_weekday: int
    street_cutoff_at: time
    sent_to: str
    number_format: str
    reading: str = ""
    every_weeks: int = 1
    day_of_month: int = 0
    street_cutoff_day: int = 0

    @property
    def is_weekly(self) -> bool:
        return not self.day_of_month and self.every_weeks == 1


def nominal_days(weekly: Weekly) -> Iterator[date]:
    """The report's own days from the first to the last, not moved off holidays."""
    day = weekly.first_on
    while day <= weekly.last_on:
        yield day
        day = after(weekly, day)


def after(weekly: Weekly, day: date) -> date:
    """The report's own day that follows one of them."""
    if not weekly.day_of_month:
        return day + weekly.every_weeks * WEEK
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return in_month(weekly.day_of_month, year, month)


def in_month(day: int, year: int, month: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def before_first(weekly: Weekly, due_on: date) -> date:
    """From which day on the first report tells: one interval before it is due."""
    return due_on - (timedelta(days=31) if weekly.day_of_month else weekly.every_weeks * WEEK)


def period(weekly: Weekly) -> str:
    """What the time since the last report is called: 本周, or 本期 where it is not a week."""
    return "本周" if weekly.is_weekly else "本期"


def report_name(weekly: Weekly) -> str:
    """What a street's report on a site is called: 周报, 月报, or 定期报送."""
    return "月报" if weekly.day_of_month else "周报" if weekly.every_weeks == 1 else "定期报送"


def cutoff_words(weekly: Weekly) -> str:
    """周三 12:00, 每月20日 12:00; empty for a monthly report without a day of its own for the streets."""
    if not weekly.day_of_month:
        return f"周{DAYS[weekly.street_cutoff_weekday - 1]} {weekly.street_cutoff_at:%H:%M}"
    day = weekly.street_cutoff_day
    return f"{_of_month(day)} {weekly.street_cutoff_at:%H:%M}" if day else ""


def _of_month(day: int) -> str:
    return f"每月{day}日" if day < 31 else "每月最后一日"


def words_of(weekly: Weekly) -> str:
    """每周四, 每2周的周四, 每月15日."""
    if weekly.day_of_month:
        return _of_month(weekly.day_of_month)
    day = f"周{DAYS[weekly.weekday - 1]}"
    return f"每{day}" if weekly.every_weeks == 1 else f"每{weekly.every_weeks}周的{day}"

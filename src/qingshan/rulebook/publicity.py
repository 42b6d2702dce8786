"""The public days of a notice and the last day to post it, by the reading of its own day (五(四)2b, C-26; rule 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from .calendar import ONE_DAY, CalendarUnknown, add_workdays, plan_back, workday_on_or_after, workday_on_or_before
from .programme import Programme, Publicity
from .questions import AS_WRITTEN


def rule_on(programme: Programme, posted_on: date) -> Publicity:
    """The publicity rule for a notice posted on a day.

    The reading of that day has the say: `calendar` or `working` for the kind of days, followed by `_from_posting` when
    the day of posting is day 1.
    """
    rule = programme.publicity
    answer = programme.answer("public_days", posted_on)
    if answer == AS_WRITTEN:
        return rule
    kind, _, start = answer.partition("_")
    counts_posting_day = start == "from_posting" if start else rule.counts_posting_day
    if (kind, counts_posting_day) == (rule.day_kind, rule.counts_posting_day):
        return rule
    return replace(rule, day_kind=kind, counts_posting_day=counts_posting_day)


def public_days(programme: Programme, posted_on: date) -> tuple[date, date, date] | None:
    """First and last public day of a notice posted on a day, and the day its certificate may be given.

    The certificate is due the day after the last public day, when that day is over. None when the days are working
    days and the calendar does not know them: nobody can then say the period is over.
    """
    rule = rule_on(programme, posted_on)
    first = posted_on if rule.counts_posting_day else posted_on + ONE_DAY
    if rule.day_kind != "working":
        last = first + timedelta(days=rule.days - 1)
        return first, last, last + ONE_DAY
    try:
        first = workday_on_or_after(programme.calendar, first)
        last = add_workdays(programme.calendar, first, rule.days - 1)
    except CalendarUnknown:
        return None
    return first, last, last + ONE_DAY


def posting_by(programme: Programme, batch: str, on: date, stage: str = "publicity") -> date | None:
    """The last working day to post the notice so that its public days are those of the plan; None without the step.

    Planned as the notice is read on `on`.
    """
    days = plan_back(programme, batch, on).get(stage)
    if days is None:
        return None
    latest = days[0] if rule_on(programme, on).counts_posting_day else days[0] - ONE_DAY
    return workday_on_or_before(programme.calendar, latest)

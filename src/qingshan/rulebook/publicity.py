"""The public days of a notice, by the reading of its own day (五(四)2b, C-26; design §1a, rule 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from . import calendar
from .programme import Programme, Publicity


def rule_on(programme: Programme, posted_on: date) -> Publicity:
    """The publicity rule for a notice posted on a day.

    Where the rule names a reading, the reading's value of that day has the say: `calendar` or `working` for the kind
    of days, followed by `_from_posting` when the day of posting is day 1. Any other value leaves the rule as it is.
    """
    rule = programme.publicity
    kind, _, start = programme.reading(rule.reading, posted_on).partition("_")
    if kind not in ("calendar", "working"):
        return rule
    counts_posting_day = start == "from_posting" if start else rule.counts_posting_day
    if (kind, counts_posting_day) == (rule.day_kind, rule.counts_posting_day):
        return rule
    return replace(rule, day_kind=kind, counts_posting_day=counts_posting_day)


def public_days(programme: Programme, posted_on: date) -> tuple[date, date, date] | None:
    """First and last public day and the first day the certificate can be given.

    None when the days are working days and the calendar does not know them: nobody can then say the period is over.
    """
    rule = rule_on(programme, posted_on)
    if rule is not programme.publicity:
        programme = replace(programme, publicity=rule)
    try:
        return calendar.public_period(programme, posted_on)
    except calendar.CalendarUnknown:
        return None

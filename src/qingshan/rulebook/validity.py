"""Until when a Status stays right by itself: what time alone changes (design §1a, rules 12 and 13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .deadlines import deadlines_of
from .evidence import Course
from .place import OPEN, place_of
from .publicity import public_days
from .slots import PROMISED, findings_of
from .standing import day_of

_ONE_DAY = timedelta(days=1)


def valid_until(course: Course) -> date | None:
    """The first later day on which time alone changes something; None when nothing will."""
    return min((d for d in _turning_days(course) if d > course.day), default=None)


def _turning_days(course: Course) -> Iterator[date]:
    """Days on which a running stage is overdue or late to start, an exception has run out, a notice has run, a phase
    all wait for begins, or the notice itself is read otherwise."""
    yield from _due_days(course)
    for name in ("waiver.granted", "gate_waiver.granted"):
        for fact in course.by_name.get(name, ()):
            until = day_of(fact.payload.get("until"))
            if until is not None:
                yield _after(until)
    yield from course.tables.switch_days
    if course.answer("phases") == "global":
        yield from (phase.starts_on for phase in course.tables.phases.values())
    for posted in course.of(course.tables.posting_names):
        days = public_days(course.programme, posted.happened_on)
        if days is not None:
            yield days[2]
    for finding in findings_of(course):
        if finding.state == PROMISED and finding.promised_on is not None:
            yield _after(finding.promised_on)


def _due_days(course: Course) -> Iterator[date]:
    for code, due in deadlines_of(course).items():
        found = place_of(course).by_code.get(code)
        if found is None or found.state != OPEN:
            continue
        if due.done_by is not None:
            yield _after(due.done_by)
        if due.start_by is not None:
            yield _after(due.start_by)


def _after(day: date) -> date:
    return day + _ONE_DAY if day < date.max else day

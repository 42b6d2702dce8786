"""Open matters laid over a case: they block named actions and move nothing (design §1a, rule 9; 五(四)2d)."""

from __future__ import annotations

from datetime import date

from .evidence import Course
from .facts import Fact
from .programme import Programme
from .publicity import public_days
from .standing import precedes
from .status import Hold, Status
from .tables import HoldRow


def open_matters(course: Course, row: HoldRow) -> list[Fact]:
    """What opened a hold and is not closed yet, one fact a subject, earliest first."""
    opened = course.of(row.opened)
    if not opened:
        return []
    closed = course.of(row.closed)
    matters: dict[str, Fact] = {}
    for fact in opened:
        is_open = all(c.subject != fact.subject or precedes(c, fact) for c in closed)
        if is_open and fact.subject not in matters:
            matters[fact.subject] = fact
    return list(matters.values())


def holds_of(course: Course) -> tuple[Hold, ...]:
    found: tuple[Hold, ...] | None = course.memo.get("holds")
    if found is None:
        found = course.memo["holds"] = tuple(
            _hold(course, row, fact) for row in course.tables.holds for fact in open_matters(course, row)
        )
    return found


def complaints_open(programme: Programme, status: Status) -> tuple[Hold, ...]:
    """The holds of a Status that are complaints nobody has decided yet."""
    codes = {rule.code for rule in programme.holds if rule.opened_by.kind == "complaint"}
    return tuple(hold for hold in status.holds if hold.code in codes)


def _hold(course: Course, row: HoldRow, fact: Fact) -> Hold:
    rule = row.rule
    in_window = bool(rule.window) and falls_in_public_period(course, fact.happened_on)
    blocks = rule.blocks if in_window or not rule.window else rule.late_blocks
    return Hold(rule.code, fact.subject, fact.happened_on, rule.clause, blocks, in_window)


def falls_in_public_period(course: Course, day: date) -> bool:
    """From 0:00 of the day of posting to 24:00 of the last day, at any second, of any notice on file."""
    for posted in course.of(course.tables.posting_names):
        days = public_days(course.programme, posted.happened_on)
        # Where nobody can say when the period ends, it has not ended.
        if posted.happened_on <= day and (days is None or day <= days[1]):
            return True
    return False

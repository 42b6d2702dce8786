"""By when a stage is due: the notice's days, the plan back from the batch's last day, extensions (rules 11 and 15)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from . import calendar
from .evidence import Course
from .exceptions import EXTENSION, is_revoked
from .place import OPEN, REACHED, Standing, outcome_of
from .programme import Programme
from .publicity import posting_by
from .standing import day_of
from .status import Outcome
from .tables import CERTIFICATE_CHECK

ONE_DAY = timedelta(days=1)
MET, MET_LATE, RUNNING, OVERDUE = "met", "met_late", "running", "overdue"


class Due(NamedTuple):
    start_by: date | None
    done_by: date | None


NOT_DUE = Due(None, None)


def batch_of(course: Course) -> str:
    """The year's batch by the latest standing list, "" when the site is on none."""
    fact = course.latest("batch.listed", "batch.removed")
    if fact is None or fact.result == "removed":
        return ""
    return str(fact.payload.get("year") or "")


def deadlines_of(course: Course) -> Mapping[str, Due]:
    """Stage code → its latest start and its last day, by the site's batch, with extensions.

    A site that is off the chain (not included, merged, split …) has none.
    """
    found: dict[str, Due] | None = course.memo.get("deadlines")
    if found is None:
        on_chain = outcome_of(course)[0] in (Outcome.ACTIVE, Outcome.CLOSED)
        found = _with_extensions(course, _planned(course, batch_of(course))) if on_chain else {}
        course.memo["deadlines"] = found
    return found


def _of_all(programme: Programme) -> str:
    """The last batch, by whose day every site is to be closed where the notice lists no sites by year; else none."""
    if any(stage.evidence.kind == "batch" for stage in programme.stages):
        return ""
    return max(programme.batches, key=lambda one: one.on).batch if programme.batches else ""


def _planned(course: Course, batch: str) -> Mapping[str, Due]:
    """The days without a site's exceptions, computed once per batch and reading. Of two days for a stage the earlier one
    binds, or its own (C-08).

    The public notice starts with its posting (`posting_by`), every other step with its own first day; it
    is done by the day its certificate can be given.
    """
    tables = course.tables
    key = (batch, bisect_right(tables.switch_days, course.day))
    kept: Mapping[str, Due] | None = tables.plans.get(key)
    if kept is not None:
        return kept
    programme = tables.programme
    plan: dict[str, Due] = {}
    planned = batch or _of_all(programme)
    if any(b.batch == planned for b in programme.batches):
        plan = {code: Due(*days) for code, days in calendar.plan_back(programme, planned, course.day).items()}
        # Closing in time is judged by the notice's day (C-10), which need not be a working day as the plan's is.
        closing_day = calendar.last_day(programme, planned, course.day)
        for row in tables.rows:
            if row.stage.closing:
                plan[row.code] = Due(plan.get(row.code, NOT_DUE).start_by, closing_day)
            elif row.stage.evidence.check == CERTIFICATE_CHECK and row.code in plan:
                # A notice is begun by posting it, on a working day before its first public day, and its certificate
                # can be given from the day after its last public day.
                last_public = plan[row.code].done_by
                certified_by = last_public + ONE_DAY if last_public else None
                plan[row.code] = Due(posting_by(programme, planned, course.day, row.code), certified_by)
    for deadline in programme.deadlines:
        if deadline.batch not in ("", batch):
            continue
        before = plan.get(deadline.stage, NOT_DUE)
        is_later = before.done_by is not None and before.done_by < deadline.on
        binds = before.done_by if is_later and course.answer("stage_day") == "earliest" else deadline.on
        plan[deadline.stage] = Due(before.start_by, binds)
    tables.plans[key] = plan
    return plan


def _with_extensions(course: Course, plan: Mapping[str, Due]) -> dict[str, Due]:
    due = dict(plan)
    for fact in course.of((EXTENSION,)):
        if is_revoked(fact, course.revocations, course.day):
            continue
        until = day_of(fact.payload.get("until"))
        stage = fact.payload.get("stage")
        if until is not None and stage in course.tables.by_code:
            planned = plan.get(str(stage), NOT_DUE)
            # An extension never brings a day forward: the list of the year may have come after it.
            due[str(stage)] = Due(planned.start_by, max(until, planned.done_by or until))
    return due


def timing_of(standing: Standing, due: Due, day: date) -> str:
    """Judged by the present state: a stage that is re-opened runs again."""
    if due.done_by is None:
        return ""
    if standing.state == REACHED and standing.reached_on is not None:
        return MET if standing.reached_on <= due.done_by else MET_LATE
    if standing.state == OPEN:
        return RUNNING if day <= due.done_by else OVERDUE
    return ""

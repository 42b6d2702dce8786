"""What is to be done next, by whom, by when, and what stands against it (design §1, §1a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from . import calendar
from .deadlines import NOT_DUE, Due, deadlines_of
from .evidence import Course
from .facts import Fact
from .holds import open_matters
from .judging import blockers_of_action
from .place import OPEN, outcome_of, place_of
from .standing import day_of
from .status import NextAction, Outcome
from .tables import ACTION_OF, HoldRow, StageRow


def next_actions_of(course: Course) -> tuple[NextAction, ...]:
    """The step of the place first, then open matters to decide, then milestones owed. Of an active case only, save
    that matters and milestones of a closed one are still listed."""
    outcome, _ = outcome_of(course)
    if outcome not in (Outcome.ACTIVE, Outcome.CLOSED):
        return ()
    found: list[NextAction] = []
    place = place_of(course)
    if outcome is Outcome.ACTIVE and place.at is not None:
        found += _of_stage(course, place.at, begun=place.by_code[place.at.code].begun_on is not None)
    found += _of_holds(course)
    for standing in place.standings:
        if standing.row.index <= place.position and standing.state == OPEN:
            found += _of_stage(course, standing.row, begun=True)
    return tuple({a.action: a for a in reversed(found)}[name] for name in dict.fromkeys(a.action for a in found))


def _of_stage(course: Course, row: StageRow, *, begun: bool) -> list[NextAction]:
    due = deadlines_of(course).get(row.code, NOT_DUE)
    actions = [row.stage.action]
    begins = ACTION_OF.get(row.begin_names[0], "") if row.begin_names else ""
    if begins and not begun and begins != row.stage.action:
        actions.insert(0, begins)
    return [_action(course, action, row, due) for action in actions]


def _action(course: Course, action: str, row: StageRow, due: Due) -> NextAction:
    gate = course.tables.gates.get(action)
    return NextAction(
        action=action,
        stage=row.code,
        party=row.stage.party,
        clause=gate.clause if gate else row.stage.clause,
        start_by=due.start_by,
        by=due.done_by,
        slack=(due.done_by - course.day).days if due.done_by else None,
        blockers=blockers_of_action(course, action),
    )


def _of_holds(course: Course) -> list[NextAction]:
    found = []
    for row in course.tables.holds:
        matters = open_matters(course, row)
        if not matters or not row.action:
            continue
        by = _close_by(course, row, matters)
        clause = course.programme.clause(row.rule.clause)
        found.append(
            NextAction(
                action=row.action,
                stage="",
                party=clause.party if clause else "",
                clause=row.rule.clause,
                start_by=None,
                by=by,
                slack=(by - course.day).days if by else None,
                blockers=blockers_of_action(course, row.action),
            )
        )
    return found


def _close_by(course: Course, row: HoldRow, matters: Sequence[Fact]) -> date | None:
    """The earliest day the opening records name; of a complaint the programme's own term."""
    if row.rule.due:
        named = [day_of(fact.payload.get(row.rule.due)) for fact in matters]
        return min((day for day in named if day is not None), default=None)
    return _decide_by(course, matters[0].happened_on) if row.rule.opened_by.kind == "complaint" else None


def _decide_by(course: Course, received_on: date) -> date | None:
    """The programme's own term for deciding a complaint; None where the calendar does not reach."""
    days = course.programme.complaints.decide_workdays
    if days <= 0:
        return None
    try:
        return calendar.add_workdays(course.programme.calendar, received_on, days)
    except calendar.CalendarUnknown:
        return None

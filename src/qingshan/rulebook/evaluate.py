"""Where a site stands on a day: the one function everything shown is computed by (design §1a)."""

from __future__ import annotations

from datetime import date, datetime

from .actions import next_actions_of
from .deadlines import NOT_DUE, OVERDUE, Due, batch_of, deadlines_of, timing_of
from .debts import debts_of
from .evidence import Course
from .facts import Dossier
from .holds import holds_of
from .judging import entered_against
from .place import OPEN, REACHED, Standing, outcome_of, place_of
from .programme import Programme
from .slots import slots_of
from .standing import known
from .status import Outcome, StageState, Status
from .tables import tables_of
from .validity import valid_until


def evaluate(
    programme: Programme,
    dossier: Dossier,
    on: date,
    known_at: datetime | None = None,
    *,
    with_entered_against: bool = True,
) -> Status:
    """The Status of a site on a day, by what was recorded up to `known_at` (an aware instant; None = everything).

    Total: any dossier, even nonsense, has one. It asks no clock, and neither the order of the facts nor the order in
    which they were entered makes a difference. `with_entered_against=False` leaves that one list empty: judging every
    fact again costs more than all the rest, and only the site's own page shows it.
    """
    tables = tables_of(programme)
    standing = known(dossier.facts, known_at)
    course = Course(tables, standing, on)
    place = place_of(course)
    outcome, ledger = outcome_of(course)
    return Status(
        site=dossier.site,
        on=on,
        outcome=outcome,
        ledger=ledger,
        place=place.at.code if outcome is Outcome.ACTIVE and place.at else "",
        furthest=place.furthest.code if place.furthest else "",
        stages=_stage_states(course),
        debts=debts_of(course),
        holds=holds_of(course),
        slots=slots_of(course),
        next_actions=next_actions_of(course),
        entered_against=entered_against(tables, standing, course) if with_entered_against else (),
        batch=batch_of(course),
        progress=progress_of(course),
        valid_until=valid_until(course),
    )


def _stage_states(course: Course) -> tuple[StageState, ...]:
    due = deadlines_of(course)
    return tuple([_state(s, due.get(s.row.code, NOT_DUE), course.day) for s in place_of(course).standings])


def _state(standing: Standing, due: Due, day: date) -> StageState:
    ending = standing.reopened_by
    runs = standing.state == OPEN and due.done_by is not None
    return StageState(
        standing.row.code,
        standing.state,
        standing.reached_on,
        standing.evidence,
        standing.begun_on,
        ending.id if ending else "",
        ending.happened_on if ending else None,
        standing.times,
        due.start_by,
        due.done_by,
        timing_of(standing, due, day),
        (due.done_by - day).days if runs and due.done_by else None,
    )


WORKS_KIND = "works"
"""The noun whose stage is the restoration itself; the official progress words speak of it."""


def progress_of(course: Course) -> str:
    """The official word for how the restoration runs: one of six codes (domain §2.1).

    closed: filed; done: the works are complete; behind: a stage is overdue, or its latest start has passed and it has
    not begun; not_started: the works have not begun; ahead: they began before their latest start, which is not
    past; else on_schedule.
    """
    if outcome_of(course)[0] is Outcome.CLOSED:
        return "closed"
    place = place_of(course)
    works = next((s for s in place.standings if s.row.stage.evidence.kind == WORKS_KIND), None)
    if works is not None and works.state == REACHED:
        return "done"
    due = deadlines_of(course)
    if any(_is_behind(s, due.get(s.row.code, NOT_DUE), course.day) for s in place.standings):
        return "behind"
    if works is None or works.begun_on is None:
        return "not_started"
    start_by = due.get(works.row.code, NOT_DUE).start_by
    return "ahead" if start_by is not None and works.begun_on < start_by and course.day <= start_by else "on_schedule"


def _is_behind(standing: Standing, due: Due, day: date) -> bool:
    if standing.state != OPEN:
        return False
    if timing_of(standing, due, day) == OVERDUE:
        return True
    return due.start_by is not None and standing.begun_on is None and day > due.start_by

"""What stages behind the case still owe: milestones, dates out of order, documents (design §1a, rule 8)."""

from __future__ import annotations

from .evidence import Course
from .place import OPEN, REACHED, Place, Standing, outcome_of, place_of
from .slots import OWED, PROMISED, SlotFinding, findings_of, is_due
from .status import Blocker, Debt, Outcome
from .tables import StageRow


def debts_of(course: Course) -> tuple[Debt, ...]:
    """The debts of an active or closed case, unfounded ones first; of any other case none."""
    found: tuple[Debt, ...] | None = course.memo.get("debts")
    if found is None:
        outcome, _ = outcome_of(course)
        found = course.memo["debts"] = _debts(course) if outcome in (Outcome.ACTIVE, Outcome.CLOSED) else ()
    return found


def _debts(course: Course) -> tuple[Debt, ...]:
    place = place_of(course)
    behind = [s for s in place.standings if s.row.index <= place.position]
    debts = [_milestone(course, place, s) for s in behind if s.state == OPEN]
    debts += [d for s in behind if s.state == REACHED and (d := _dated_before(course, place, s)) is not None]
    debts += [
        _document(course, f) for f in findings_of(course) if f.state in (OWED, PROMISED) and is_due(place, f.demand)
    ]
    return tuple(sorted(debts, key=lambda d: not d.unfounded))


def _milestone(course: Course, place: Place, standing: Standing) -> Debt:
    row = standing.row
    if standing.reopened_by is not None:
        ending = standing.reopened_by
        params = {
            "stage": row.code,
            "stage_name": row.stage.name,
            "on": ending.happened_on.isoformat(),
            "fact": ending.id,
            "by": ending.name,
        }
        blocker = Blocker("stage_reopened", row.stage.clause, params)
        return Debt("reopened", row.code, row.stage.clause, course.party_of(row), blocker=blocker)
    unfounded = place.anchor is not None and row.code in place.anchor.falls
    blocker = Blocker("stage_missing", row.stage.clause, {"stage": row.code, "stage_name": row.stage.name})
    return Debt("missing", row.code, row.stage.clause, course.party_of(row), unfounded=unfounded, blocker=blocker)


def _dated_before(course: Course, place: Place, standing: Standing) -> Debt | None:
    """Evidence that is earlier than the evidence it rests on; the latest of what it rests on is named."""
    row = standing.row
    later: Standing | None = None
    for code in row.falls:
        other = place.by_code[code]
        if other.state != REACHED or other.reached_on is None or standing.reached_on is None:
            continue
        if standing.reached_on < other.reached_on and (
            later is None or later.reached_on is None or other.reached_on > later.reached_on
        ):
            later = other
    if later is None or later.reached_on is None or standing.reached_on is None:
        return None
    params = {
        "stage": row.code,
        "stage_name": row.stage.name,
        "on": standing.reached_on.isoformat(),
        "other": later.row.code,
        "other_name": later.row.stage.name,
        "other_on": later.reached_on.isoformat(),
    }
    blocker = Blocker("dated_before", row.stage.clause, params)
    return Debt("dated_before", row.code, row.stage.clause, course.party_of(row), blocker=blocker)


def _document(course: Course, finding: SlotFinding) -> Debt:
    slot = finding.demand.slot
    row: StageRow | None = course.tables.by_code.get(finding.demand.stage)
    params = {
        "slot": slot.code,
        "slot_name": slot.name,
        "have": finding.count,
        "need": finding.demand.at_least,
        "promised_on": finding.promised_on.isoformat() if finding.promised_on else "",
    }
    code = "document_promised" if finding.state == PROMISED else "document_missing"
    return Debt(
        "document",
        finding.demand.stage,
        slot.clause,
        course.party_of(row) if row else _first_party(course),
        slot=slot.code,
        count=finding.demand.at_least - finding.count,
        promised_on=finding.promised_on,
        blocker=Blocker(code, slot.clause, params),
    )


def _first_party(course: Course) -> str:
    """Who keeps the file from the start: the party of the first stage."""
    rows = course.tables.rows
    return course.party_of(rows[0]) if rows else ""

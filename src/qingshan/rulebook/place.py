"""Where a case stands, and how it left the chain (design §1a, rules 5 to 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .evidence import Course
from .facts import Fact
from .standing import order_key, precedes
from .status import Ledger, Outcome
from .tables import StageRow

REACHED, NOT_APPLICABLE, EXEMPT, OPEN = "reached", "not_applicable", "exempt", "open"


@dataclass(slots=True)
class Standing:
    """What the facts say of one stage. `reopened_by` is the ending that left it open again."""

    row: StageRow
    state: str
    reached_on: date | None = None
    evidence: tuple[str, ...] = ()
    begun_on: date | None = None
    reopened_by: Fact | None = None
    times: int = 0


@dataclass(slots=True)
class Place:
    """`anchor` is the stage that carried the case furthest: reached, or begun (then `furthest` lies just before it).

    `at` is the first open stage after the furthest, None when no stage is left.
    """

    standings: tuple[Standing, ...]
    by_code: dict[str, Standing] = field(default_factory=dict)
    anchor: StageRow | None = None
    furthest: StageRow | None = None
    position: int = -1
    at: StageRow | None = None

    @property
    def limit(self) -> int:
        """Stages before this index lie behind the case."""
        return self.at.index if self.at else len(self.standings)


def place_of(course: Course) -> Place:
    found: Place | None = course.memo.get("place")
    if found is None:
        found = course.memo["place"] = _place(course)
    return found


def _place(course: Course) -> Place:
    place = Place(tuple([_standing(course, row) for row in course.tables.rows]))
    place.by_code = {s.row.code: s for s in place.standings}
    for standing in place.standings:
        row = standing.row
        if row.stage.parallel or row.stage.beside:
            continue
        if standing.state == REACHED:
            place.anchor, place.position = row, row.index
        elif standing.begun_on is not None:
            place.anchor, place.position = row, row.index - 1
    rows = course.tables.rows
    if place.position >= 0:
        main = [r for r in rows[: place.position + 1] if not (r.stage.parallel or r.stage.beside)]
        place.furthest = main[-1] if main else None
    waited_for = [s for s in place.standings[place.position + 1 :] if not s.row.stage.beside]
    place.at = next((s.row for s in waited_for if s.state == OPEN), None)
    return place


def _standing(course: Course, row: StageRow) -> Standing:
    if row.code not in course.shaken and (row.is_plain or course.by_name.keys().isdisjoint(row.told)):
        return _plain_standing(course, row)
    parts: tuple[str | None, ...] = (None,)
    if row.stage.each:
        parts = course.live_parts(row.stage.each) or parts
    by_part = [course.counting(row, part) for part in parts]
    begun = course.begun_by(row) if row.begin_names else None
    standing = Standing(row, OPEN, begun_on=begun[0].happened_on if begun else None)
    if all(by_part):
        standing.state = REACHED
        standing.reached_on = max(found[0].happened_on for found in by_part)
    elif not course.applies(row):
        standing.state = NOT_APPLICABLE
    elif course.is_exempt(row.code, course.day):
        standing.state = EXEMPT
    if len(by_part) == 1:
        standing.evidence = tuple(f.id for f in by_part[0])
    else:
        counted = {f.id: f for found in by_part for f in found}
        standing.evidence = tuple(f.id for f in sorted(counted.values(), key=order_key))
    if row.code not in course.shaken:
        standing.times = 1 if standing.state == REACHED else 0
        return standing
    standing.times = _times(course, row)
    if standing.state == OPEN:
        standing.reopened_by = _reopened_by(course, row, parts)
    return standing


def _plain_standing(course: Course, row: StageRow) -> Standing:
    """What `_standing` finds of a stage that nothing ever ended, without parts, beginning or check, so that every fact
    counts; or without a fact."""
    found = course.of(row.names)
    if found:
        return Standing(row, REACHED, found[0].happened_on, tuple([f.id for f in found]), times=1)
    if not course.applies(row):
        return Standing(row, NOT_APPLICABLE)
    if course.waivers and course.is_exempt(row.code, course.day):
        return Standing(row, EXEMPT)
    return Standing(row, OPEN)


def _times(course: Course, row: StageRow) -> int:
    """How often the stage was reached: evidence that counted on its own day, told apart by the endings before it."""
    chain = [x.fact for code in row.chain for x in course.ends.get(code, ())]
    epochs = set()
    for fact in course.of(row.names):
        part = fact.subject or None if row.stage.each else None
        if course.undone_by(row, fact, part, fact) is None and course.passes(row, fact, fact):
            epochs.add(sum(precedes(x, fact) for x in chain))
    return len(epochs)


def _reopened_by(course: Course, row: StageRow, parts: tuple[str | None, ...]) -> Fact | None:
    """What made the last of the earlier evidence count no longer, of the first part that is open."""
    for part in parts:
        if course.counting(row, part):
            continue
        undone = [course.undone_by(row, f, part) for f in course.on_file(row, part)]
        found = [x for x in undone if x is not None]
        if found:
            return found[-1]
    return None


_OFF = {
    "lineage.merged": Outcome.MERGED,
    "lineage.split": Outcome.SPLIT,
    "lineage.transferred": Outcome.TRANSFERRED,
    "lineage.voided": Outcome.VOIDED,
}
"""Register acts: they take a site off both ledgers, whatever its stages say."""


def outcome_of(course: Course) -> tuple[Outcome, Ledger]:
    """The first that applies: a register act, the closing stage, a scope decision "out", else on the chain.

    A case on the chain is active, with or without a scope decision; only its ledger tells the two apart. Where a notice
    has no step that decides the scope, every registered site is in it.
    """
    act = course.latest(*_OFF)
    if act is not None:
        return _OFF[act.name], Ledger.OFF
    if any(course.is_reached(row.code) for row in course.tables.closing):
        return Outcome.CLOSED, Ledger.IN
    decision = scope_decision(course)
    if decision is None:
        return Outcome.ACTIVE, Ledger.PENDING if course.tables.decides_scope else Ledger.IN
    if decision.result == "excluded":
        return Outcome.NOT_INCLUDED, Ledger.OUT
    return Outcome.ACTIVE, Ledger.IN


def scope_decision(course: Course) -> Fact | None:
    """The last decision which ledger the site stands on; of one day without clocks, "out" wins like an ending."""
    excluded = course.by_name.get("scope.excluded", ())
    included = course.by_name.get("scope.included", ())
    if excluded and (not included or not precedes(excluded[-1], included[-1])):
        return excluded[-1]
    return included[-1] if included else None

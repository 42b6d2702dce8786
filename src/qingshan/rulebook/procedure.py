"""Where the steps of a government investment project stand, and the days early steps would have saved (五(三)2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .facts import Dossier, Fact
from .programme import ProcedureStep, Programme
from .standing import standing_facts
from .status import StageState, Status
from .values import number

KIND = "procedure"
OPEN, STARTED, FAILED, DONE, SKIPPED = "open", "started", "failed", "done", "skipped"
ENDED = (DONE, SKIPPED)


@dataclass(frozen=True, slots=True)
class StepState:
    """`state`: open, started, failed, done, skipped; `fact` is the record that says so. `amount` in 分."""

    step: ProcedureStep
    state: str
    fact: Fact | None = None

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def on(self) -> date | None:
        return self.fact.happened_on if self.fact else None

    @property
    def amount(self) -> int | None:
        found = number(self.fact.payload.get("amount")) if self.fact else None
        return None if found is None else int(found)


def step_states(programme: Programme, facts: Iterable[Fact]) -> tuple[StepState, ...]:
    """Every step of the programme by facts in the order of happening.

    A step that was once done or skipped stays so: to undo it, the record is corrected or taken back. The last such
    record speaks; without one the last attempt.
    """
    ended: dict[str, Fact] = {}
    tried: dict[str, Fact] = {}
    for fact in facts:
        if fact.kind == KIND:
            (ended if fact.result in ENDED else tried)[str(fact.payload.get("step"))] = fact
    found = []
    for step in programme.procedure_steps:
        last = ended.get(step.code) or tried.get(step.code)
        found.append(StepState(step, last.result if last else OPEN, last))
    return tuple(found)


def missing_steps(programme: Programme, facts: Iterable[Fact]) -> tuple[ProcedureStep, ...]:
    """The steps demanded before the works that are neither done nor skipped."""
    return tuple(s.step for s in step_states(programme, facts) if s.step.before_works and not s.is_ended)


def over_limit(programme: Programme, states: Iterable[StepState]) -> list[tuple[StepState, StepState, str]]:
    """Steps whose amount is over that of the step it is bounded by: the step, the other, the percentage allowed."""
    by_code = {s.step.code: s for s in states}
    found = []
    for state in by_code.values():
        other = by_code.get(state.step.within)
        percent = number(programme.parameter(state.step.within_percent))
        if other is None or percent is None or state.amount is None or not other.amount:
            continue
        if state.amount * 100 > other.amount * (100 + percent):
            found.append((state, other, f"{percent:f}"))
    return found


# -- days lost


@dataclass(frozen=True, slots=True)
class DaysLost:
    """Days between the review and the start of the works, and how many of them the procedures took.

    `waited` runs to the start of the works, or to the day asked about while they have not begun; `lost` is the part of
    it during which a step was still missing: had all been done before the review, the works could have begun so much
    earlier. `steps`: code of a step → the days of it that lie after the review.
    """

    reviewed_on: date
    ready_on: date | None
    started_on: date | None
    waited: int
    lost: int
    steps: tuple[tuple[str, int], ...] = ()


def lost_days(reviewed_on: date, ready_on: date | None, started_on: date | None, on: date) -> tuple[int, int]:
    """`waited` and `lost` of `DaysLost`. What is not yet, is taken as still missing on `on`."""
    end = min(started_on or on, on)
    ready = min(ready_on or on, end)
    return max(0, (end - reviewed_on).days), max(0, (ready - reviewed_on).days)


def days_lost(programme: Programme, dossier: Dossier, status: Status) -> DaysLost | None:
    """The analysis of one site on the day of its Status; None before its plan passed the review, and for a site
    whose works are no government investment."""
    review = _stage_of(programme, status, "review")
    procedure = _stage_of(programme, status, KIND)
    if review is None or review.reached_on is None or procedure is None or procedure.state == "not_applicable":
        return None
    works = _stage_of(programme, status, "works")
    started_on = works.begun_on if works else None
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= status.on]
    waited, lost = lost_days(review.reached_on, procedure.reached_on, started_on, status.on)
    steps = tuple(
        (s.step.code, lost_days(review.reached_on, s.on if s.is_ended else None, started_on, status.on)[1])
        for s in step_states(programme, facts)
        if s.step.before_works
    )
    return DaysLost(review.reached_on, procedure.reached_on, started_on, waited, lost, steps)


def _stage_of(programme: Programme, status: Status, kind: str) -> StageState | None:
    """The state of the stage that facts of a kind reach."""
    code = next((s.code for s in programme.stages if s.evidence.kind == kind), "")
    return status.stage(code)

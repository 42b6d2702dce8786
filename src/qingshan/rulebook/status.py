"""What `evaluate` answers (design §1a)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Outcome(StrEnum):
    """How a case left the chain; `ACTIVE` while it has not, also before any scope decision (its ledger is then
    `Ledger.PENDING`)."""

    ACTIVE = "active"
    NOT_INCLUDED = "not_included"
    CLOSED = "closed"
    MERGED = "merged"
    SPLIT = "split"
    TRANSFERRED = "transferred"
    VOIDED = "voided"


class Ledger(StrEnum):
    """Where a site stands in the weekly report. Every site is on exactly one."""

    IN = "included"
    OUT = "excluded"
    PENDING = "pending"  # no scope decision yet: printed on 2-1, marked 待核定
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why not: `code` has a Chinese sentence in `sentences.py`, filled from `params`; `clause` is where the notice says so."""

    code: str
    clause: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


class StageState(NamedTuple):
    """`state`: reached, not_applicable, exempt, open. `reached_on` the day of the evidence that counts.

    `reopened_by` is the id of the ending that made earlier evidence count no longer, while the stage is not reached
    again. `times` counts how often it was reached (完成（二次）). `start_by`, `done_by` come from the deadlines;
    `timing`: met, met_late, running, overdue, or "" without a deadline. `slack` = done_by − on in days.
    """

    code: str
    state: str
    reached_on: date | None = None
    evidence: tuple[str, ...] = ()
    begun_on: date | None = None
    reopened_by: str = ""
    reopened_on: date | None = None
    times: int = 0
    start_by: date | None = None
    done_by: date | None = None
    timing: str = ""
    slack: int | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """欠账: `kind` missing, reopened, dated_before, document. Shown in order; `unfounded` ones first."""

    kind: str
    stage: str
    clause: str
    party: str
    slot: str = ""
    count: int = 1
    unfounded: bool = False
    promised_on: date | None = None
    blocker: Blocker | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    code: str
    subject: str
    since: date
    clause: str
    blocks: tuple[str, ...]
    in_window: bool


@dataclass(frozen=True, slots=True)
class SlotState:
    """`state`: have, owed (现阶段应有而没有), promised, later (未到), not_applicable, never."""

    code: str
    state: str
    count: int
    needed: int
    stage: str
    clause: str
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextAction:
    action: str
    stage: str
    party: str
    clause: str
    start_by: date | None
    by: date | None
    slack: int | None
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Where a site stands on a day.

    `place` is the stage it stands at, "" unless the outcome is active or when no stage is left. `valid_until` is the first later day on which
    time alone changes something, None when nothing will. `progress` is one of the six official words' codes:
    not_started, behind, on_schedule, ahead, done, closed. `entered_against` is empty also when it was not asked for.
    """

    site: str
    on: date
    outcome: Outcome
    ledger: Ledger
    place: str
    furthest: str
    stages: tuple[StageState, ...]
    debts: tuple[Debt, ...]
    holds: tuple[Hold, ...]
    slots: tuple[SlotState, ...]
    next_actions: tuple[NextAction, ...]
    entered_against: tuple[Blocker, ...]
    batch: str
    progress: str
    valid_until: date | None

    def stage(self, code: str) -> StageState | None:
        return next((s for s in self.stages if s.code == code), None)

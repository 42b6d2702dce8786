"""Orders to restore: which are overdue, what the government did instead, and the money it asks back (三(一)-3, C-17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .facts import Dossier, Fact
from .programme import Programme
from .standing import day_of, standing_facts
from .status import Outcome, Status
from .values import number, text

NONE, CLAIMED, PARTLY, RECOVERED, UNCOLLECTABLE = "none", "claimed", "partly", "recovered", "uncollectable"


@dataclass(frozen=True, slots=True)
class Recovery:
    """Costs asked back of whoever had to restore, in 分. `state`: none, claimed, partly, recovered, uncollectable."""

    claimed: int = 0
    recovered: int = 0
    is_given_up: bool = False

    @property
    def state(self) -> str:
        if self.claimed and self.recovered >= self.claimed:
            return RECOVERED
        if self.is_given_up:
            return UNCOLLECTABLE
        if not self.claimed:
            return NONE
        return PARTLY if self.recovered else CLAIMED


def recovery_of(facts: Iterable[Fact]) -> Recovery:
    """What was claimed and came back, by facts in the order of happening. Claims add up."""
    sums = {CLAIMED: 0, RECOVERED: 0}
    is_given_up = False
    for fact in facts:
        if fact.kind != "responsibility":
            continue
        if fact.result in sums:
            sums[fact.result] += int(number(fact.payload.get("recovery_amount")) or 0)
            is_given_up = False
        elif fact.result == UNCOLLECTABLE:
            is_given_up = True
    return Recovery(sums[CLAIMED], sums[RECOVERED], is_given_up)


@dataclass(frozen=True, slots=True)
class OrderState:
    """The last order of a site. `state`: running, overdue, rectified, substituted. `days_over` of an overdue one."""

    order_no: str
    body: str
    ordered_on: date
    due_on: date
    state: str
    days_over: int
    substituted_on: date | None
    recovery: Recovery


def order_of(programme: Programme, dossier: Dossier, status: Status) -> OrderState | None:
    """The last order on file on the day of the Status; None without one that names its day."""
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= status.on]
    order = _last(facts, "responsibility.ordered")
    due = day_of(order.payload.get("order_due_on")) if order else None
    if order is None or due is None:
        return None
    taken = _last(facts, "responsibility.substituted")
    is_taken = taken is not None and taken.happened_on >= order.happened_on
    state = _state(programme, status, due, is_taken=is_taken)
    return OrderState(
        order_no=text(order.payload.get("order_no")),
        body=text(order.payload.get("body")),
        ordered_on=order.happened_on,
        due_on=due,
        state=state,
        days_over=(status.on - due).days if state == "overdue" else 0,
        substituted_on=taken.happened_on if taken and is_taken else None,
        recovery=recovery_of(facts),
    )


def _state(programme: Programme, status: Status, due: date, *, is_taken: bool) -> str:
    works = next((s.code for s in programme.stages if s.evidence.kind == "works"), "")
    stage = status.stage(works)
    is_done = status.outcome is not Outcome.ACTIVE or (stage is not None and stage.state == "reached")
    if is_taken:
        return "substituted"
    if is_done:
        return "rectified"
    return "overdue" if status.on > due else "running"


def _last(facts: list[Fact], name: str) -> Fact | None:
    return next((f for f in reversed(facts) if f.name == name), None)

"""What should not wait for the next ledger: rebounds, overdue rectifications and orders, closed sites undone behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .facts import Dossier, Fact
from .orders import order_of
from .programme import HoldRule, Programme
from .sentences import say
from .standing import day_of, standing_facts
from .status import Hold, Outcome, Status

KINDS = {"recheck": "rebound", "patrol": "rectification"}
"""Kind of the record that opens a hold → kind of alarm. Complaints have their own list and term."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """`kind`: rebound, rectification, order, reopened. `days_over` is negative while `by` is still to come."""

    kind: str
    what: str
    clause: str
    since: date | None
    by: date | None
    days_over: int | None


def alarms_of(programme: Programme, dossier: Dossier, status: Status) -> tuple[Alarm, ...]:
    """The alarms of a site on the day of its Status."""
    return (
        *_matters(programme, dossier, status),
        *_undone(status),
        *_order(programme, dossier, status),
    )


def _matters(programme: Programme, dossier: Dossier, status: Status) -> Iterator[Alarm]:
    rules = {rule.code: rule for rule in programme.holds if rule.opened_by.kind in KINDS}
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= status.on]
    for hold in status.holds:
        rule = rules.get(hold.code)
        if rule is not None:
            by = _by(rule, hold, facts)
            over = (status.on - by).days if by else None
            what = f"{rule.name}（编号“{hold.subject}”，{hold.since.isoformat()}起）"
            yield Alarm(KINDS[rule.opened_by.kind], what, hold.clause, hold.since, by, over)


def _by(rule: HoldRule, hold: Hold, facts: list[Fact]) -> date | None:
    opened = (f for f in facts if f.kind == rule.opened_by.kind and f.subject == hold.subject)
    named = [day_of(f.payload.get(rule.due)) for f in opened if f.result in rule.opened_by.results]
    return next((day for day in reversed(named) if day is not None), None)


def _undone(status: Status) -> Iterator[Alarm]:
    if status.outcome is Outcome.CLOSED:
        for debt in status.debts:
            if debt.kind == "reopened" and debt.blocker is not None:
                stage = status.stage(debt.stage)
                since = stage.reopened_on if stage else None
                yield Alarm("reopened", say(debt.blocker), debt.clause, since, None, None)


def _order(programme: Programme, dossier: Dossier, status: Status) -> Iterator[Alarm]:
    order = order_of(programme, dossier, status)
    gate = programme.gate("order_restoration")
    if order is not None and order.state == "overdue":
        what = f"责令治理（{order.order_no}）逾期未治理"
        yield Alarm("order", what, gate.clause if gate else "", order.ordered_on, order.due_on, order.days_over)

"""What the bodies a person may see owe on a day: loaded in a constant number of queries, judged by the rulebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from qingshan.accounts.models import Organisation
from qingshan.accounts.queries import names_on
from qingshan.accounts.session import Actor
from qingshan.register.models import Site
from qingshan.rulebook.bodies import (
    AnnualTarget,
    AssignedTask,
    BodyDuty,
    OnTime,
    annual_targets,
    assigned_tasks,
    body_facts,
    duties_of,
    on_time_rate,
    owed_by,
)
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.lineage import exists_on
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.targets import PromisedProgress, promised_progress

from .queries import bodies_for, body_dossiers, dossiers, sites_for


@dataclass(frozen=True, slots=True)
class BodyStanding:
    """One body on a day. `duties` are all it ever owed, `owed` what it owes now, `tasks` what meetings gave it.

    `declared`: the total of sites it last declared, None before it did; `registered`: sites of its own on the register.
    """

    code: str
    name: str
    kind: str
    duties: tuple[BodyDuty, ...]
    owed: tuple[BodyDuty, ...]
    tasks: tuple[AssignedTask, ...]
    on_time: OnTime
    targets: tuple[AnnualTarget, ...]
    declared: int | None
    registered: int

    @property
    def open_tasks(self) -> tuple[AssignedTask, ...]:
        return tuple(task for task in self.tasks if task.is_owed)


def standings(
    programme: Programme, actor: Actor, on: date, known_at: datetime | None = None
) -> tuple[BodyStanding, ...]:
    """Every visible body, in the programme's order. What one body owes may be sought in another's file."""
    order = {party.code: number for number, party in enumerate(programme.parties)}
    listed = sorted(bodies_for(actor), key=lambda one: (order.get(one.code, len(order)), one.code))
    files = body_dossiers(listed)
    duties = [duty for dossier in files for duty in duties_of(programme, dossier, on, known_at)]
    names, counts = names_on(on), _registered(listed)
    return tuple(
        _standing(body, dossier, duties, names.get(body.code, body.code), counts.get(body.pk, 0), on, known_at)
        for body, dossier in zip(listed, files, strict=True)
    )


def _registered(bodies: Iterable[Organisation]) -> dict[int, int]:
    rows = Site.objects.filter(street__in=list(bodies)).values("street").annotate(count=Count("pk"))
    return {row["street"]: row["count"] for row in rows}


def _standing(
    body: Organisation,
    dossier: Dossier,
    duties: Iterable[BodyDuty],
    name: str,
    registered: int,
    on: date,
    known_at: datetime | None,
) -> BodyStanding:
    own = tuple(duty for duty in duties if duty.party == body.code)
    tasks = assigned_tasks(dossier, on, known_at)
    declared = [f for f in body_facts(dossier, on, known_at) if f.name == "coverage.declared"]
    return BodyStanding(
        code=body.code,
        name=name,
        kind=body.kind,
        duties=own,
        owed=owed_by(own, body.code),
        tasks=tasks,
        on_time=on_time_rate(tasks),
        targets=annual_targets(dossier, on, known_at),
        declared=declared[-1].payload.get("total") if declared else None,
        registered=registered,
    )


def promises(
    programme: Programme, actor: Actor, found: Iterable[BodyStanding], on: date, known_at: datetime | None = None
) -> tuple[PromisedProgress, ...]:
    """What the plans of these bodies promise beside what became of their sites."""
    promised = {one.code: one.targets for one in found if one.targets}
    sites = sites_for(actor).filter(street__code__in=promised)
    files = [d for d in dossiers(sites) if exists_on(d, on, known_at)]
    entries = [(d, evaluate(programme, d, on, known_at, with_entered_against=False)) for d in files]
    return promised_progress(entries, promised, known_at)

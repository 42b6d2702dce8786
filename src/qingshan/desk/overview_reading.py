"""What the overview reads: every site a person sees as it stands, in a constant number of queries."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from qingshan.casework.models import SiteStatus
from qingshan.casework.queries import dossiers
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.standing import standing_facts
from qingshan.rulebook.status import Ledger, Outcome, StageState, Status
from qingshan.rulebook.targets import measure_on

from .asof import with_query
from .overview_shapes import OverPage
from .presenters.burn_up import MEASURES
from .presenters.overview import Overview, over_page
from .presenters.sight import Sight
from .presenters.sites import Brief
from .reading import FEW, Listed, list_context
from .visit import Visit, site_url

LOOKED_AT = 400
"""Of more sites than are evaluated, so many are looked at for their next step: those whose latest day comes first."""


def overview(visit: Visit, by: str = "", few: int = FEW) -> OverPage:
    """The page of a day; `by` is what progress is measured by, the notice's own measure where it names none.

    Up to `few` sites are evaluated; of more the stored Status speaks where it covers the day.
    """
    listed = Listed.of(visit)
    sights, looked_at = _sights(visit, listed, few)
    carried = visit.day.query
    return over_page(
        Overview(
            context=list_context(visit),
            briefs=listed.briefs,
            sights=sights,
            looked_at=looked_at,
            measure=MEASURES[by if by in MEASURES else measure_on(visit.programme, visit.day.on)],
            whole=visit.sees_all,
            path=reverse("desk:overview"),
            site_url=lambda code: site_url(visit, code),
            issue_url=lambda due_on: with_query(
                reverse("desk:ledger_preview", args=[due_on.isoformat()]), tab="situation", **carried
            ),
            clause_url=lambda code: reverse("desk:clause", args=[code]),
        )
    )


def _sights(visit: Visit, listed: Listed, few: int) -> tuple[list[Sight], list[Sight]]:
    """Every site as it stands, and those looked at for their next step."""
    if len(listed.briefs) <= few:
        found = listed.sights([b.code for b in listed.briefs])
        return found, found
    first = sorted((b for b in listed.briefs if b.due_on), key=lambda b: (b.due_on or date.max, b.code))[:LOOKED_AT]
    looked_at = listed.sights([b.code for b in first])
    known = {s.dossier.site: s for s in looked_at} | listed.seen
    rest = [b for b in listed.briefs if b.code not in known]
    files = {d.site: d for d in dossiers([listed.sites[b.code] for b in rest], _kinds(visit.programme))}
    stored = {b.code: stored_sight(visit, listed, b, files[b.code]) for b in rest}
    return [known.get(b.code) or stored[b.code] for b in listed.briefs], looked_at


def _kinds(programme: Programme) -> set[str]:
    """The kinds of records the page's figures are made of."""
    own = {"site", "survey", "works", "plan", "review", "funding", "responsibility", "weekly"}
    return own | {stage.evidence.kind for stage in programme.stages if stage.closing}


def stored_sight(visit: Visit, listed: Listed, brief: Brief, dossier: Dossier) -> Sight:
    stored: SiteStatus = listed.sites[brief.code].status
    return Sight(
        visit.programme, dossier, status_of(visit.programme, dossier, stored, visit.day.on), visit.day, visit.names
    )


def status_of(programme: Programme, dossier: Dossier, stored: SiteStatus, on: date) -> Status:
    """What the stored row knows of a Status. A closed site's last day is that of the record that closed it."""
    outcome = Outcome(stored.outcome)
    stages: tuple[StageState, ...] = ()
    if outcome is Outcome.CLOSED:
        facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= on]
        stages = tuple(
            _closing(facts, stage.code, stage.evidence.kind, stage.evidence.results)
            for stage in programme.stages
            if stage.closing
        )
    return Status(
        site=dossier.site, on=on, outcome=outcome, ledger=Ledger(stored.ledger), place=stored.place, furthest="",
        stages=stages, debts=(), holds=(), slots=(), next_actions=(), entered_against=(), batch=stored.batch,
        progress=stored.progress, valid_until=stored.valid_until,
    )  # fmt: skip


def _closing(facts: list[Fact], code: str, kind: str, results: tuple[str, ...]) -> StageState:
    days = [f.happened_on for f in facts if f.kind == kind and f.result in results]
    return StageState(code, "reached", days[-1] if days else None)

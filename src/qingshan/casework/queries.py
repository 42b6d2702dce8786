"""Reads: dossiers in a constant number of queries, the stored Status, sites a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qingshan.accounts.models import Organisation
from qingshan.accounts.queries import organisation_called
from qingshan.accounts.session import Actor
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.bodies import FILE_KINDS
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.standing import register_data, standing_facts

from .models import FactRow


def fact_of(row: FactRow) -> Fact:
    """The rulebook's fact of a row of the spine."""
    return Fact(
        id=row.key,
        kind=row.kind,
        result=row.result,
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        at=row.at,
        subject=row.subject,
        round=row.round,
        replaces=row.replaces,
        to=row.to,
        payload=row.payload,
    )


def dossier_of(site: Site) -> Dossier:
    return Dossier(site.code, tuple(fact_of(row) for row in FactRow.objects.filter(site=site)))


def dossiers(sites: Iterable[Site]) -> list[Dossier]:
    """Every site's dossier in the order given, with one query for all facts."""
    listed = list(sites)
    facts: dict[int, list[Fact]] = {site.pk: [] for site in listed}
    # One query over the whole spine beats an IN list of every id: most callers want all sites.
    rows: QuerySet[FactRow] = FactRow.objects.filter(site__isnull=False)
    if len(listed) < 200:
        rows = rows.filter(site__in=[site.pk for site in listed])
    for row in rows.iterator(chunk_size=5000):
        if row.site_id is not None and row.site_id in facts:
            facts[row.site_id].append(fact_of(row))
    return [Dossier(site.code, tuple(facts[site.pk])) for site in listed]


def body_dossiers(bodies: Iterable[Organisation]) -> list[Dossier]:
    """Every body's file in the order given, with one query for all facts."""
    listed = list(bodies)
    facts: dict[int, list[Fact]] = {body.pk: [] for body in listed}
    for row in FactRow.objects.filter(body__in=list(facts)).iterator(chunk_size=5000):
        if row.body_id is not None:
            facts[row.body_id].append(fact_of(row))
    return [Dossier(body.code, tuple(facts[body.pk])) for body in listed]


def sites_for(actor: Actor) -> QuerySet[Site]:
    """The sites a person may see: their street's, or the district's; none for roles that read nothing."""
    sites = Site.objects.select_related("street", "enterprise")
    if not actor.reads:
        return sites.none()
    if actor.is_console or actor.streets is None:
        return sites
    return sites.filter(street__code__in=actor.streets)


def site_for(actor: Actor, code: str) -> Site:
    """One visible site by its 档案号; Problem 404 alike for unknown and invisible."""
    found = sites_for(actor).filter(code=code).first()
    if found is None:
        raise Problem("unknown_site", site=code)
    return found


def bodies_for(actor: Actor) -> QuerySet[Organisation]:
    """The bodies whose files a person may see: a street its own, everybody else the district's."""
    bodies = Organisation.objects.filter(kind__in=FILE_KINDS).order_by("code")
    if not actor.reads:
        return bodies.none()
    if actor.is_console or actor.streets is None:
        return bodies
    return bodies.filter(code__in=actor.streets)


def body_for(actor: Actor, text: str) -> Organisation:
    """One visible body by its code or name; Problem 404 alike for unknown and invisible."""
    found = organisation_called(text)
    if found is None or not bodies_for(actor).filter(pk=found.pk).exists():
        raise Problem("unknown_organisation", organisation=text or "（没有写单位代码或名称）")
    return found


def acts_for(actor: Actor, body: Organisation) -> bool:
    """Whether a person enters records in a body's file: their own body's; the office's people in every one."""
    if actor.is_console or body.code in actor.organisations:
        return True
    offices = Organisation.objects.filter(code__in=actor.organisations, kind="office")
    return actor.streets is None and offices.exists()


def attributes(dossier: Dossier, on: date | None = None) -> dict[str, Any]:
    """A site's register data in force, as of a day when one is given."""
    return register_data(f for f in standing_facts(dossier.facts) if on is None or f.happened_on <= on)


def head_of(key: str) -> FactRow | None:
    """The fact that speaks for a chain of corrections beginning at `key`."""
    row = FactRow.objects.filter(key=key).first()
    while row is not None:
        later = FactRow.objects.filter(replaces=row.key).first()
        if later is None:
            return row
        row = later
    return None

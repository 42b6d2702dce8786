"""Reads: dossiers in a constant number of queries, the stored Status, sites a person may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


FACT = ("key", "kind", "result", "happened_on", "recorded_at", "at", "subject", "round", "replaces", "to", "payload")
"""The columns of the spine in the order of the rulebook's fact: read without a model a row, which costs as much again."""


def dossier_of(site: Site) -> Dossier:
    return Dossier(site.code, tuple(Fact(*row) for row in FactRow.objects.filter(site=site).values_list(*FACT)))


def dossiers(sites: Iterable[Site], kinds: Collection[str] = ()) -> list[Dossier]:
    """Every site's dossier in the order given, with one query for all facts; of some `kinds` alone when they are given."""
    listed = list(sites)
    found = _files("site_id", [site.pk for site in listed], kinds)
    return [Dossier(site.code, tuple(found[site.pk])) for site in listed]


def body_dossiers(bodies: Iterable[Organisation]) -> list[Dossier]:
    """Every body's file in the order given, with one query for all facts."""
    listed = list(bodies)
    found = _files("body_id", [body.pk for body in listed])
    return [Dossier(body.code, tuple(found[body.pk])) for body in listed]


def _files(owner: str, keys: list[int], kinds: Collection[str] = ()) -> dict[int, list[Fact]]:
    """The facts of every owner (`site_id`, `body_id`) of these keys, in the order they were entered."""
    found: dict[int, list[Fact]] = {key: [] for key in keys}
    # Of many, all between the first and the last: that is quicker than an IN list of every key.
    near: dict[str, Any] = (
        {f"{owner}__in": keys} if len(keys) < 200 else {f"{owner}__gte": min(keys), f"{owner}__lte": max(keys)}
    )
    if kinds:
        near["kind__in"] = kinds
    for key, *fact in FactRow.objects.filter(**near).values_list(owner, *FACT).iterator(chunk_size=5000):
        if key in found:
            found[key].append(Fact(*fact))
    return found


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

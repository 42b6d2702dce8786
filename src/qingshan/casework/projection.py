"""The stored Status and the register's columns: caches of the facts, written only by actions and by the day's turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

import qingshan
from qingshan.accounts.models import Organisation
from qingshan.foundation.canonical import canonical_bytes, sha256
from qingshan.foundation.fits import all_fit
from qingshan.register.models import Enterprise, Site
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.status import Status

from .models import PlaceChange, SiteStatus
from .queries import attributes, dossiers

Row = TypeVar("Row", bound=Model)


def columns_of(status: Status) -> dict[str, Any]:
    """What the stored row repeats of a Status; `digest` covers everything but the slack, which moves every day."""
    here = next((a for a in status.next_actions if a.stage and a.stage == status.place), None)
    return {
        "on": status.on,
        "valid_until": status.valid_until,
        "outcome": str(status.outcome),
        "ledger": str(status.ledger),
        "place": status.place,
        "batch": status.batch,
        "progress": status.progress,
        "debt_count": len(status.debts),
        "hold_count": len(status.holds),
        "slack": here.slack if here else None,
        "due_on": here.by if here else None,
        "digest": _digest(status),
    }


def _digest(status: Status) -> str:
    stages = [[s.code, s.state, s.reached_on and s.reached_on.isoformat(), s.timing] for s in status.stages]
    told = {
        "outcome": str(status.outcome),
        "place": status.place,
        "stages": stages,
        "debts": [[d.kind, d.stage, d.slot] for d in status.debts],
        "holds": [[h.code, h.subject] for h in status.holds],
    }
    return sha256(canonical_bytes(told))


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A site to evaluate anew: its file as it is now, and the fact that changed it ("day": time alone)."""

    site: Site
    dossier: Dossier
    cause: str


def refresh_many(
    programme: Programme,
    on: date,
    now: datetime,
    changed: Sequence[Refreshed],
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Evaluate sites and store the answers, with one write a table; a change of place is appended to the log with what
    caused it (rule 16)."""
    stored = {s.site_id: s for s in by_key(SiteStatus.objects.all(), "site", [c.site.pk for c in changed])}
    fresh, moved, again = [], [], []
    for done, one in enumerate(changed, start=1):
        if progress:
            progress(done, len(changed))
        columns = columns_of(evaluate(programme, one.dossier, on, with_entered_against=False))
        before = stored.get(one.site.pk)
        was = before.place if before else ""
        if before is None:
            fresh.append(SiteStatus(site=one.site, **columns))
        else:
            for key, value in columns.items():
                setattr(before, key, value)
            again.append(before)
        if was != columns["place"]:
            moved.append(
                PlaceChange(
                    site=one.site,
                    from_place=was,
                    to_place=columns["place"],
                    on=on,
                    recorded_at=now,
                    cause=one.cause,
                    programme_version=programme.version,
                    software_version=qingshan.__version__,
                )
            )
    SiteStatus.objects.bulk_create(fresh)
    SiteStatus.objects.bulk_create(again, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS)
    PlaceChange.objects.bulk_create(moved)


COLUMNS = "on valid_until outcome ledger place batch progress debt_count hold_count slack due_on digest".split()


def refresh_all(programme: Programme, on: date, now: datetime, *, everything: bool = False, cause: str = "day") -> int:
    """The day's turn: every stored Status whose validity ran out, or that was computed for a later day; or all."""
    stale = [
        site
        for site in Site.objects.select_related("status").order_by("pk")
        if everything
        or not hasattr(site, "status")
        or site.status.on > on
        or (site.status.valid_until is not None and site.status.valid_until <= on)
    ]
    for start in range(0, len(stale), AT_ONCE):
        some = stale[start : start + AT_ONCE]
        refresh_many(programme, on, now, [Refreshed(s, d, cause) for s, d in zip(some, dossiers(some), strict=True)])
    return len(stale)


AT_ONCE = 2000
"""Sites whose files are in memory together."""


class Lookups:
    """What register data name: bodies by code, enterprises by name. Enterprises not on file yet are made."""

    def __init__(self, dossiers: Iterable[Dossier]) -> None:
        self.known = {dossier.site: attributes(dossier) for dossier in dossiers}
        streets = {str(known.get("street") or "") for known in self.known.values()}
        self.streets = {o.code: o for o in Organisation.objects.filter(code__in=streets)}
        self.enterprises = self._enterprises()

    def _enterprises(self) -> dict[str, Enterprise]:
        """The holders by name, with the numbers the register gives them."""
        holders: dict[str, tuple[str, str]] = {}
        for known in self.known.values():
            if owner := str(known.get("owner") or ""):
                uscc, legacy = holders.get(owner, ("", ""))
                holders[owner] = (
                    str(known.get("owner_uscc") or "") or uscc,
                    str(known.get("owner_legacy_no") or "") or legacy,
                )
        found = {e.name: e for e in by_key(Enterprise.objects.all(), "name", holders)}
        new = [Enterprise(name=n, uscc=u, legacy_no=o) for n, (u, o) in holders.items() if n not in found]
        for name, one in found.items():
            uscc, legacy = holders[name]
            if (uscc and one.uscc != uscc) or (legacy and one.legacy_no != legacy):
                one.uscc, one.legacy_no = uscc or one.uscc, legacy or one.legacy_no
                one.save(update_fields=["uscc", "legacy_no"])
        return found | {e.name: e for e in Enterprise.objects.bulk_create(all_fit(new))}


def by_key(rows: QuerySet[Row], key: str, values: Iterable[Any]) -> Iterator[Row]:
    """The rows whose column is one of many values, in as few queries as the database takes."""
    listed = list(values)
    for start in range(0, len(listed), 500):
        yield from rows.filter(**{f"{key}__in": listed[start : start + 500]})


_TEXTS = ("former_names", "category", "licence_no", "licence_state", "place", "source_no")
_PLACES = ("longitude", "latitude", "location", "licence_area", "damage_area")
PROJECTED = ("name", *_TEXTS, "is_licensed", "minerals", "flags", *_PLACES, "street", "enterprise")
"""The columns of a site that repeat its register facts."""


def project_register(site: Site, lookups: Lookups) -> None:
    """Copy a site's latest register facts into its columns; the caller saves it."""
    known = lookups.known[site.code]
    site.name = str(known.get("name") or site.code)
    for key in _TEXTS:
        setattr(site, key, known.get(key) or "")
    site.is_licensed = known.get("is_licensed")
    site.minerals = known.get("minerals") or []
    site.flags = known.get("flags") or []
    site.longitude, site.latitude = _degrees(known.get("longitude")), _degrees(known.get("latitude"))
    site.location = _point(site.longitude, site.latitude)
    site.licence_area, site.damage_area = (_shape(known.get(key)) for key in ("licence_area", "damage_area"))
    site.street = lookups.streets.get(str(known.get("street") or ""))
    site.enterprise = lookups.enterprises.get(str(known.get("owner") or ""))


def _degrees(value: object) -> Decimal | None:
    return Decimal(str(value)) if value not in (None, "") else None


def _point(longitude: Decimal | None, latitude: Decimal | None) -> Any:
    if longitude is None or latitude is None:
        return None
    from shapely import Point  # noqa: PLC0415 - as _shape

    return Point(float(longitude), float(latitude))


def _shape(value: object) -> Any:
    if not value:
        return None
    from qingshan.rulebook.geometry import shape_in  # noqa: PLC0415 - loads numpy; few entries have a shape

    return shape_in(value)


def stale_statuses(programme: Programme, sites: Iterable[Site]) -> list[tuple[Site, str]]:
    """Every site whose stored Status differs from a recomputation for the stored day (the drift check)."""
    listed = list(sites)
    found: list[tuple[Site, str]] = []
    kept = {stored.site_id: stored for stored in SiteStatus.objects.all()}
    for site, dossier in zip(listed, dossiers(listed), strict=True):
        stored = kept.get(site.pk)
        if stored is None:
            found.append((site, "没有存下状态"))
            continue
        now = columns_of(evaluate(programme, dossier, stored.on, with_entered_against=False))
        wrong = [key for key, value in now.items() if getattr(stored, key) != value]
        if wrong:
            found.append((site, "、".join(wrong)))
    return found

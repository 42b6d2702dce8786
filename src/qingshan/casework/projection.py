"""The stored Status and the register's columns: caches of the facts, written only by actions and by the day's turn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import qingshan
from qingshan.accounts.models import Organisation
from qingshan.foundation.canonical import digest
from qingshan.register.models import Enterprise, Site
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.status import Status

from .models import PlaceChange, SiteStatus
from .queries import attributes, dossier_of, dossiers


def columns_of(status: Status) -> dict[str, Any]:
    """What the stored row repeats of a Status; `digest` covers everything but the slack, which moves every day."""
    here = next((a for a in status.next_actions if a.stage == status.place), None)
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
        "digest": digest(
            {
                "outcome": str(status.outcome),
                "place": status.place,
                "stages": [[s.code, s.state, s.reached_on, s.timing] for s in status.stages],
                "debts": [[d.kind, d.stage, d.slot] for d in status.debts],
                "holds": [[h.code, h.subject] for h in status.holds],
            },
        ),
    }


def refresh(
    site: Site, programme: Programme, on: date, now: datetime, *, dossier: Dossier | None = None, cause: str = ""
) -> Status:
    """Evaluate a site and store the answer; a change of place is appended to the log with what caused it (rule 16)."""
    status = evaluate(programme, dossier or dossier_of(site), on, with_entered_against=False)
    before = SiteStatus.objects.filter(site=site).first()
    SiteStatus.objects.update_or_create(site=site, defaults=columns_of(status))
    was = before.place if before else ""
    if was != status.place:
        PlaceChange.objects.create(
            site=site,
            from_place=was,
            to_place=status.place,
            on=on,
            recorded_at=now,
            cause=cause,
            programme_version=programme.version,
            software_version=qingshan.__version__,
        )
    return status


def refresh_all(programme: Programme, on: date, now: datetime, *, everything: bool = False) -> int:
    """The day's turn: every stored Status whose validity ran out, or that was computed for a later day; or all."""
    stale = [
        site
        for site in Site.objects.select_related("status")
        if everything
        or not hasattr(site, "status")
        or site.status.on > on
        or (site.status.valid_until is not None and site.status.valid_until <= on)
    ]
    for site, dossier in zip(stale, dossiers(stale), strict=True):
        refresh(site, programme, on, now, dossier=dossier, cause="day")
    return len(stale)


def project_register(site: Site, dossier: Dossier) -> None:
    """Copy a site's latest register facts into its columns."""
    known = attributes(dossier)
    site.name = str(known.get("name") or site.code)
    for key in ("former_names", "category", "licence_no", "licence_state", "place", "source_no"):
        setattr(site, key, known.get(key) or "")
    site.is_licensed = known.get("is_licensed")
    site.minerals = known.get("minerals") or []
    site.flags = known.get("flags") or []
    site.longitude, site.latitude = _degrees(known.get("longitude")), _degrees(known.get("latitude"))
    site.location = _point(site.longitude, site.latitude)
    site.licence_area, site.damage_area = (_shape(known.get(key)) for key in ("licence_area", "damage_area"))
    site.street = Organisation.objects.filter(code=known.get("street") or "").first()
    owner = str(known.get("owner") or "")
    site.enterprise = _enterprise(owner, known) if owner else None
    site.save()


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


def _enterprise(owner: str, known: dict[str, Any]) -> Enterprise:
    enterprise, _ = Enterprise.objects.get_or_create(name=owner)
    uscc, legacy = str(known.get("owner_uscc") or ""), str(known.get("owner_legacy_no") or "")
    if (uscc and enterprise.uscc != uscc) or (legacy and enterprise.legacy_no != legacy):
        enterprise.uscc, enterprise.legacy_no = uscc or enterprise.uscc, legacy or enterprise.legacy_no
        enterprise.save(update_fields=["uscc", "legacy_no"])
    return enterprise


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

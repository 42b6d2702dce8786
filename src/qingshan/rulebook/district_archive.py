"""摸底档案汇总: what the files of all sites come to on a day, as plain values (五(一)2b)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .bodies import body_facts
from .facts import Dossier, Fact
from .ledger_context import RowContext
from .ledger_figures import damage_area_m2, treatable_area_m2
from .programme import Programme
from .situation import control_count
from .standing import standing_facts
from .status import Status

REGISTER = ("name", "street", "category", "is_licensed", "licence_no", "licence_state", "minerals", "owner")
"""What of the register stands in the roll-up; the whole of it is in the site's own file."""
HAVE, ASKED = "have", ("have", "owed", "promised")


def roll_up(
    programme: Programme,
    entries: Sequence[tuple[Dossier, Status]],
    bodies: Iterable[Dossier],
    on: date,
    known_at: datetime,
) -> dict[str, Any]:
    """Keys: sites, streets, totals, counts, readings. Areas are decimal strings in m², days ISO strings.

    The statuses are those of `on`, known at `known_at`; `bodies` are the bodies' own files.
    """
    contexts = [_context(programme, dossier, status, on, known_at) for dossier, status in entries]
    sites = [_site(ctx) for ctx in contexts]
    return {
        "sites": sites,
        "streets": _streets(programme, sites, bodies, on, known_at),
        "totals": [
            {
                "code": total.code,
                "name": total.name,
                "clause": total.clause,
                "stated": total.count,
                "counted": (counted := control_count(total, contexts)),
                "deviation": counted - total.count,
            }
            for total in programme.control_totals
        ],
        "counts": _counts(sites),
        "readings": [
            {"code": r.code, "clause": r.clause, "title": r.title, "chosen": r.chosen_on(on)}
            for r in programme.readings
        ],
    }


def facts_json(dossier: Dossier, on: date, known_at: datetime) -> list[dict[str, Any]]:
    """What the digest of a file covers: every fact of it that had happened and was known, corrections included."""
    facts = [f for f in dossier.facts if f.happened_on <= on and f.recorded_at <= known_at]
    return [_fact(f) for f in sorted(facts, key=lambda f: f.id)]


def _fact(fact: Fact) -> dict[str, Any]:
    keys = ("id", "kind", "result", "happened_on", "at", "recorded_at", "subject", "round", "replaces", "to", "payload")
    return {key: getattr(fact, key) for key in keys}


def _context(programme: Programme, dossier: Dossier, status: Status, on: date, known_at: datetime) -> RowContext:
    facts = tuple(f for f in standing_facts(dossier.facts, known_at) if f.happened_on <= on)
    return RowContext(programme, dossier, facts, status, {}, on, on)


def _site(ctx: RowContext) -> dict[str, Any]:
    status, register = ctx.status, ctx.register
    asked = [slot for slot in status.slots if slot.state in ASKED]
    filled = sum(slot.state == HAVE for slot in asked)
    total, treatable = damage_area_m2(ctx), treatable_area_m2(ctx)
    return {
        "code": ctx.site,
        **{key: register.get(key) for key in REGISTER},
        "outcome": str(status.outcome),
        "ledger": str(status.ledger),
        "place": status.place,
        "surveyed_on": _last(ctx, "survey.completed"),
        "verified_on": _last(ctx, "verification.passed"),
        "damage_area_m2": format(total, "f") if total is not None else "",
        "treatable_area_m2": format(treatable, "f") if treatable is not None else "",
        "slots_asked": len(asked),
        "slots_filled": filled,
        "completeness": _percent(filled, len(asked)),
        "missing": [slot.code for slot in asked if slot.state != HAVE],
        "debts": len(status.debts),
    }


def _last(ctx: RowContext, name: str) -> str:
    return next((f.happened_on.isoformat() for f in reversed(ctx.facts) if f.name == name), "")


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "100.00"
    return str((Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _streets(
    programme: Programme, sites: Sequence[Mapping[str, Any]], bodies: Iterable[Dossier], on: date, known_at: datetime
) -> list[dict[str, Any]]:
    """Street by street: what it declared, what the register holds, how far its files are."""
    files = {dossier.site: dossier for dossier in bodies}
    lines = []
    for party in programme.parties:
        if party.kind != "street":
            continue
        own = [site for site in sites if site["street"] == party.code]
        facts = body_facts(files[party.code], on, known_at) if party.code in files else []
        declared = [f for f in facts if f.name == "coverage.declared"]
        lines.append(
            {
                "code": party.code,
                "declared": declared[-1].payload.get("total") if declared else None,
                "declared_on": declared[-1].happened_on.isoformat() if declared else "",
                "registered": len(own),
                **_progress(own),
            }
        )
    return lines


def _progress(sites: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    asked, filled = sum(s["slots_asked"] for s in sites), sum(s["slots_filled"] for s in sites)
    return {
        "surveyed": sum(bool(s["surveyed_on"]) for s in sites),
        "verified": sum(bool(s["verified_on"]) for s in sites),
        "slots_asked": asked,
        "slots_filled": filled,
        "completeness": _percent(filled, asked),
    }


def _counts(sites: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    by_ledger: dict[str, int] = {}
    for site in sites:
        by_ledger[site["ledger"]] = by_ledger.get(site["ledger"], 0) + 1
    areas = [Decimal(site["damage_area_m2"]) for site in sites if site["damage_area_m2"]]
    return {
        "registered": len(sites),
        "by_ledger": dict(sorted(by_ledger.items())),
        "damage_area_m2": format(sum(areas, Decimal(0)), "f"),
        **_progress(sites),
    }

"""What a child of a split starts with (design §1a: children start with copies that name their origin)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from .facts import Dossier, Fact
from .standing import standing_facts

LINEAGE_KIND = "lineage"


def inherited(parent: Dossier, child: str, on: date, recorded_at: datetime) -> tuple[Fact, ...]:
    """Copies of the parent's standing facts up to the day of the split, for the child's file.

    Each copy keeps its days and says in payload `origin` which site and fact it comes from. Corrected and retracted
    records are not copied, nor are register acts, which are the parent's own.
    """
    return tuple(
        replace(
            fact,
            id=f"{child}:{fact.id}",
            recorded_at=recorded_at,
            replaces="",
            payload={**fact.payload, "origin": {"site": parent.site, "fact": fact.id}},
        )
        for fact in standing_facts(parent.facts)
        if fact.happened_on <= on and fact.kind != LINEAGE_KIND
    )

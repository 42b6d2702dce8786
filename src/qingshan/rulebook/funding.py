"""The money of a site, by source and by kind (五(三)3; domain §5.3; 财建〔2017〕638号)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .facts import Dossier, Fact
from .standing import standing_facts
from .values import number

KINDS = ("planned", "allotted", "received", "spent")
DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Funding:
    """Sums in 分. `by_source`: source → kind → sum; `by_kind` over all sources. Kinds: planned, allotted, received, spent.

    `deposit_available` is the balance of the deposit of a holder who is gone: it is not paid back, the government
    spends it on the restoration, and so the deposit is listed among the sources (财建〔2017〕638号). It is what is
    available, not yet received money.
    """

    by_source: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    deposit_available: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.by_source)

    def total(self, kind: str, source: str = "") -> int:
        if source:
            return self.by_source.get(source, {}).get(kind, 0)
        return self.by_kind.get(kind, 0)


def funding_of(dossier: Dossier, on: date) -> Funding:
    """What was planned, allotted, received and spent for a site up to a day."""
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= on]
    by_source: dict[str, dict[str, int]] = {}
    by_kind = dict.fromkeys(KINDS, 0)
    for fact in facts:
        if fact.kind != "funding" or fact.result not in KINDS:
            continue
        amount = _cents(fact, "amount")
        source = str(fact.payload.get("source") or "other")
        sums = by_source.setdefault(source, dict.fromkeys(KINDS, 0))
        sums[fact.result] += amount
        by_kind[fact.result] += amount
    deposit = _deposit(facts)
    if deposit > 0:
        by_source.setdefault(DEPOSIT, dict.fromkeys(KINDS, 0))
    return Funding(by_source, by_kind, deposit)


def _deposit(facts: list[Fact]) -> int:
    determined = next((f for f in reversed(facts) if f.name == "responsibility.determined"), None)
    if determined is None or determined.payload.get("is_lost") is not True:
        return 0
    return _cents(determined, "deposit_balance")


def _cents(fact: Fact, key: str) -> int:
    return int(number(fact.payload.get(key)) or 0)

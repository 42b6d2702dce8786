"""The money of a site, by source and by kind (五(三)3; domain §5.3; 财建〔2017〕638号)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .facts import Dossier, Fact
from .procedure import DONE, step_states
from .programme import Programme
from .standing import standing_facts
from .values import number

KINDS = ("planned", "allotted", "received", "spent")
DEPOSIT = "deposit"


CONFIRMED = ("allotted", "received")


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

    @property
    def is_confirmed(self) -> bool:
        """Some money was allotted or has come in, or lies there as the deposit of a holder who is gone."""
        return any(self.by_kind.get(kind, 0) > 0 for kind in CONFIRMED) or self.deposit_available > 0

    @property
    def sources_total(self) -> int:
        """What all sources together give."""
        return sum(self.secured(source) for source in self.by_source)

    def secured(self, source: str) -> int:
        """What one source gives: the most that was planned, allotted or received of it, at least its deposit."""
        sums = self.by_source.get(source, {})
        least = self.deposit_available if source == DEPOSIT else 0
        return max(least, *(sums.get(kind, 0) for kind in ("planned", *CONFIRMED)))

    def total(self, kind: str, source: str = "") -> int:
        if source:
            return self.by_source.get(source, {}).get(kind, 0)
        return self.by_kind.get(kind, 0)


def funding_of(dossier: Dossier, on: date) -> Funding:
    """What was planned, allotted, received and spent for a site up to a day."""
    return funding_of_facts([f for f in standing_facts(dossier.facts) if f.happened_on <= on])


def funding_of_facts(facts: Sequence[Fact]) -> Funding:
    """The same of facts that stand, in the order of happening."""
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


def _deposit(facts: Sequence[Fact]) -> int:
    determined = next((f for f in reversed(facts) if f.name == "responsibility.determined"), None)
    if determined is None or determined.payload.get("is_lost") is not True:
        return 0
    return _cents(determined, "deposit_balance")


def _cents(fact: Fact, key: str) -> int:
    return int(number(fact.payload.get(key)) or 0)


# -- what is missing


@dataclass(frozen=True, slots=True)
class Gap:
    """资金缺口 in 分: the investment of the plan in force, what its sources give, what is missing (never below 0)."""

    investment: int
    sources: int

    @property
    def missing(self) -> int:
        return max(0, self.investment - self.sources)


def gap_of(dossier: Dossier, on: date) -> Gap | None:
    """The gap of a site on a day (六(一)-5); None without a plan that says what it costs."""
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= on]
    plan = plan_in_force(facts)
    investment = _cents(plan, "investment") if plan else 0
    return Gap(investment, funding_of_facts(facts).sources_total) if investment else None


def plan_in_force(facts: Sequence[Fact]) -> Fact | None:
    """The submission of the version that passed its review last, else of the last submitted; none withdrawn."""
    last = {f.subject: f.result for f in facts if f.kind == "plan"}
    submitted = [f for f in facts if f.name == "plan.submitted" and last[f.subject] != "withdrawn"]
    passed = [f.subject for f in facts if f.name == "review.passed"]
    for subject in reversed(passed):
        found = next((f for f in reversed(submitted) if f.subject == subject), None)
        if found is not None:
            return found
    return submitted[-1] if submitted else None


def contract_price(programme: Programme, facts: Sequence[Fact]) -> int:
    """The price of the works by their contracts, in 分: what the starts of the packages say, package by package; else
    the amount of the last procedure step before the works that names one and was done."""
    started = {f.subject: _cents(f, "contract_price") for f in facts if f.name == "works.started"}
    if any(started.values()):
        return sum(started.values())
    amounts = [s.amount for s in step_states(programme, facts) if s.step.before_works and s.state == DONE and s.amount]
    return amounts[-1] or 0 if amounts else 0


# -- budget lines and applications


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line or an application for a special fund: its last state, and the sums in 分 by state."""

    kind: str
    subject: str
    year: str
    level: str
    name: str
    state: str
    on: date
    amounts: Mapping[str, int]


def lines_of(dossier: Dossier, on: date) -> tuple[Line, ...]:
    """The budget lines and applications of a site on a day, in the order they were opened."""
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in standing_facts(dossier.facts):
        if fact.kind in ("budget", "fund_application") and fact.happened_on <= on:
            found.setdefault((fact.kind, fact.subject), []).append(fact)
    return tuple(_line(kind, subject, facts) for (kind, subject), facts in found.items())


def _line(kind: str, subject: str, facts: Sequence[Fact]) -> Line:
    said: dict[str, str] = {}
    for fact in facts:
        said |= {k: str(fact.payload[k]) for k in ("year", "level", "fund_name", "purpose") if fact.payload.get(k)}
    return Line(
        kind,
        subject,
        said.get("year", ""),
        said.get("level", ""),
        said.get("fund_name") or said.get("purpose", ""),
        facts[-1].result,
        facts[-1].happened_on,
        {fact.result: _cents(fact, "amount") for fact in facts},
    )

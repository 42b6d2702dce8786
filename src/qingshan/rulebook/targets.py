"""How far a district and its streets are towards the shares and counts the notice sets (二-7, 五(三)1b, C-01 … C-03)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from .bodies import AnnualTarget
from .facts import Dossier, Fact
from .programme import Programme, Target
from .questions import AS_WRITTEN
from .standing import standing_facts
from .status import Ledger, Outcome, Status

Entries = Sequence[tuple[Dossier, Status]]

DEFAULT_MEASURE = "sites"

FLOOR_MISSED, FLOOR_MET, STRETCH_MET, RUNNING = "floor_missed", "floor_met", "stretch_met", "running"
MET, MISSED, OPEN = "met", "missed", "open"
LINES = {"floor_only": ("floor",), "stretch_only": ("stretch",)}
"""Which kinds of targets are judged; any other answer judges both (C-01)."""
VERDICTS: dict[str, str] = {
    FLOOR_MISSED: "未达底线",
    FLOOR_MET: "达底线未达争取",
    STRETCH_MET: "达争取",
    RUNNING: "未到期，尚未达底线",
    MET: "已达目标",
    MISSED: "未达目标",
    OPEN: "未到期，尚未达目标",
}
"""What a day's figures come to, floor and stretch of that day taken together; the last three where it has one (C-01)."""

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target as it stands. `needed`, `reached`, `total` in the measure's unit: sites, m², 分; `needed` rounded up.

    `percent` of the total reached, two decimals. `verdict` is that of the target's day, floor and stretch together:
    two targets of one day have the same. `unit` is a street's code, or "" for the district; `is_binding` says whether
    the target is judged at this level (C-03).
    """

    code: str
    needed: int
    reached: int
    total: int
    percent: Decimal
    verdict: str
    is_met: bool
    by: date
    kind: str
    measure: str = DEFAULT_MEASURE
    unit: str = ""
    is_binding: bool = True


@dataclass(frozen=True, slots=True)
class PromisedProgress:
    """What a street's own plan promises for a year beside its sites listed for that year and those closed, in sites."""

    street: str
    year: str
    promised: int
    listed: int
    closed: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A site as targets count it: its weight in the measure, and the day it counts as closed (C-30), if any."""

    site: str
    street: str
    weight: int
    closed_on: date | None
    batch: str


def target_progress(
    programme: Programme, entries: Entries, on: date, measure: str = "", known_at: datetime | None = None
) -> tuple[TargetProgress, ...]:
    """The district's progress on every target, in the programme's order.

    Counted are the sites on 附件2-1 with a scope decision; a site is done from the day of its filing, and for a target
    of a day gone by only what was done by then counts. `measure`: sites, area, investment; the reading's by default.
    The entries' statuses are those of `on`, known at `known_at`.
    """
    measure = measure or measure_on(programme, on)
    return _progress(programme, counted_sites(programme, entries, on, measure, known_at), on, measure, "")


def target_progress_by_street(
    programme: Programme, entries: Entries, on: date, measure: str = "", known_at: datetime | None = None
) -> tuple[TargetProgress, ...]:
    """The same for every street that has sites, street after street in the programme's order."""
    measure = measure or measure_on(programme, on)
    sites = counted_sites(programme, entries, on, measure, known_at)
    order = [party.code for party in programme.parties]
    streets = sorted(
        {site.street for site in sites},
        key=lambda code: (order.index(code) if code in order else len(order), code),
    )
    return tuple(
        one
        for street in streets
        for one in _progress(programme, [s for s in sites if s.street == street], on, measure, street)
    )


def promised_progress(
    entries: Entries, promised: Mapping[str, Sequence[AnnualTarget]], known_at: datetime | None = None
) -> tuple[PromisedProgress, ...]:
    """Street by street and year by year (三(三)-3). `promised`: street → the targets of its plan in force."""
    found = []
    placed = [(_street_of(dossier, status, known_at), status) for dossier, status in entries]
    for street, targets in promised.items():
        for target in targets:
            of_year = [status for where, status in placed if where == street and status.batch == target.year]
            closed = sum(status.outcome == Outcome.CLOSED for status in of_year)
            found.append(PromisedProgress(street, target.year, target.count, len(of_year), closed))
    return tuple(found)


def _street_of(dossier: Dossier, status: Status, known_at: datetime | None) -> str:
    return _street(f for f in standing_facts(dossier.facts, known_at) if f.happened_on <= status.on)


def measure_on(programme: Programme, on: date) -> str:
    """What progress is measured by on a day (C-02)."""
    return programme.answer("target_measure", on)


def targets_on(programme: Programme, on: date) -> tuple[Target, ...]:
    """The targets judged on a day: floors and stretches, or only one of the two lines (C-01)."""
    kinds = LINES.get(programme.answer("target_lines", on))
    return tuple(t for t in programme.targets if kinds is None or t.kind in kinds)


def needed_of(percent: Decimal, total: int) -> int:
    """A share of a total, rounded up: 50 % of 25 sites are 13 (C-02)."""
    return int((percent * total / HUNDRED).to_integral_value(ROUND_CEILING))


def needed_by(target: Target, total: int) -> int:
    """What a target asks for of a total: its count of sites, or its share rounded up."""
    return target.count or needed_of(target.percent, total)


def _progress(
    programme: Programme, sites: Sequence[Counted], on: date, measure: str, unit: str
) -> tuple[TargetProgress, ...]:
    """A count is of sites, whatever shares are measured by, and of the district: no street has a share of it."""
    level = "street" if unit else "district"
    base = next((c.count for c in programme.control_totals if c.is_base), None)
    is_fixed = not unit and base is not None and programme.answer("target_base", on) == "fixed"
    judged_at = programme.answer("target_level", on)
    targets = [target for target in targets_on(programme, on) if not (unit and target.count)]
    single = [replace(site, weight=1) for site in sites]
    found = []
    for target in targets:
        measured_by = DEFAULT_MEASURE if target.count else measure
        counted = single if target.count else sites
        reached = _reached(counted, min(on, target.by))
        total = base if is_fixed and base and measured_by == DEFAULT_MEASURE else sum(one.weight for one in counted)
        same = [one for one in targets if bool(one.count) == bool(target.count)]
        found.append(
            TargetProgress(
                code=target.code,
                needed=needed_by(target, total),
                reached=reached,
                total=total,
                percent=_percent(reached, total),
                verdict=_verdict(same, target.by, reached, total, on),
                is_met=reached >= needed_by(target, total),
                by=target.by,
                kind=target.kind,
                measure=measured_by,
                unit=unit,
                is_binding=(target.level if judged_at == AS_WRITTEN else judged_at) == level,
            )
        )
    return tuple(found)


def _verdict(targets: Iterable[Target], by: date, reached: int, total: int, on: date) -> str:
    """Floor and stretch of one day together; before that day a floor not yet reached is running, not missed."""
    of_day = [target for target in targets if target.by == by]
    met = {target.kind for target in of_day if reached >= needed_by(target, total)}
    if len({target.kind for target in of_day}) == 1:
        return MET if met else OPEN if on <= by else MISSED
    if "stretch" in met:
        return STRETCH_MET
    if "floor" in met:
        return FLOOR_MET
    return RUNNING if on <= by else FLOOR_MISSED


def _reached(sites: Iterable[Counted], by: date) -> int:
    return sum(site.weight for site in sites if site.closed_on is not None and site.closed_on <= by)


def _percent(part: int, whole: int) -> Decimal:
    if whole <= 0:
        return Decimal(0).quantize(CENT)
    return (Decimal(part) * HUNDRED / Decimal(whole)).quantize(CENT, ROUND_HALF_UP)


def counted_sites(
    programme: Programme, entries: Entries, on: date, measure: str, known_at: datetime | None = None
) -> list[Counted]:
    """The sites that count for the targets, in the order given."""
    closing = [stage.code for stage in programme.stages if stage.closing]
    found = []
    for dossier, status in entries:
        if status.ledger != Ledger.IN:
            continue
        facts = [f for f in standing_facts(dossier.facts, known_at) if f.happened_on <= status.on]
        found.append(
            Counted(dossier.site, _street(facts), _weight(facts, measure), _closed_on(status, closing), status.batch)
        )
    return _closed_together(programme, found, on)


def _closed_together(programme: Programme, sites: list[Counted], on: date) -> list[Counted]:
    """Each site on its own; or every site of a batch, or of the whole task, on the day its last one closed (C-30)."""
    unit = programme.answer("closing_unit", on)
    if unit == "mine":
        return sites
    groups: dict[str, list[Counted]] = {}
    for site in sites:
        groups.setdefault(site.batch if unit == "batch" else "", []).append(site)
    days = {
        key: max(closed)
        if len(closed := [s.closed_on for s in group if s.closed_on is not None]) == len(group)
        else None
        for key, group in groups.items()
    }
    return [replace(s, closed_on=days[s.batch if unit == "batch" else ""]) for s in sites]


def _closed_on(status: Status, closing: Sequence[str]) -> date | None:
    if status.outcome != Outcome.CLOSED:
        return None
    days = [state.reached_on for code in closing if (state := status.stage(code)) and state.reached_on]
    return max(days) if days else status.on


def _street(facts: Iterable[Fact]) -> str:
    """The street a site belongs to, by its latest register data that name one."""
    street = ""
    for fact in facts:
        if fact.kind == "site":
            street = str(fact.payload.get("street") or street)
    return street


def _weight(facts: Iterable[Fact], measure: str) -> int:
    """What a site counts: 1, its area to be treated in whole m², or its plan's investment in 分; 0 when unknown."""
    if measure == "sites":
        return 1
    kind, result, key = {
        "area": ("survey", "completed", "treatable_area_m2"),
        "investment": ("plan", "submitted", "investment"),
    }[measure]
    value: Any = None
    for fact in facts:
        if (fact.kind, fact.result) == (kind, result) and fact.payload.get(key) not in (None, ""):
            value = fact.payload[key]
    return 0 if value is None else int(Decimal(str(value)).to_integral_value(ROUND_HALF_UP))

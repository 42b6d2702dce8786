"""Which sites are restored first: the year's list proposed by two keys (五(三)1a, 六(二)-1..3, C-47).

A site that must come first (people's lives, an important road) comes before any other; among equals the easier comes
first. 难易分 is from 0 to 100: the weighted mean of five shares, each from 0 (hard) to 1 (easy):

severity  较轻 1, 较严重 0.5, 严重 0        area    1 − area ÷ `rank_area_full_ha`
cost      1 − cost per 公顷 ÷ `rank_cost_full_wan_per_ha`      owner   the holder exists 1, is gone 0
access    1 − distance to the road ÷ `rank_access_full_m`; 1 beside a main road

A share never leaves [0, 1]; what is not known counts 0 and is named. Weights and limits are the programme's parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .facts import Dossier
from .programme import BatchDeadline, Programme
from .standing import register_data, standing_facts
from .status import Ledger, Outcome, Status
from .targets import needed_by, needed_of
from .values import number

FACTORS = ("severity", "area", "cost", "owner", "access")
FACTOR_NAMES = {
    "severity": "破坏程度",
    "area": "治理面积",
    "cost": "单位面积投资",
    "owner": "责任主体",
    "access": "交通",
}
SEVERITY = {"slight": Decimal(1), "moderate": Decimal("0.5"), "severe": Decimal(0)}
DEFAULTS: dict[str, int] = {
    "rank_weight_severity": 15,
    "rank_weight_area": 25,
    "rank_weight_cost": 25,
    "rank_weight_owner": 20,
    "rank_weight_access": 15,
    "rank_area_full_ha": 40,
    "rank_cost_full_wan_per_ha": 60,
    "rank_access_full_m": 5000,
    "rank_near_settlement_m": 200,
    "rank_near_road_m": 500,
}
"""Where the programme says nothing."""
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
M2_PER_HA, FEN_PER_WAN = Decimal(10_000), Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Ranked:
    """`reasons` are codes of `priority_reasons`, empty when nothing makes the site come first.

    `shares`: factor → its share, None when it is not known. `score` is 难易分 with one decimal.
    """

    site: str
    name: str
    is_first: bool
    reasons: tuple[str, ...]
    score: Decimal
    shares: Mapping[str, Decimal | None]
    batch: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(code for code, share in self.shares.items() if share is None)


def rank(programme: Programme, dossiers: Iterable[Dossier], on: date) -> tuple[Ranked, ...]:
    """The sites in the order in which they are to be restored: those that must be first ahead, unless ease alone
    counts (C-47); of equals the lower code first."""
    found = [_ranked(programme, dossier, on) for dossier in dossiers]
    by_ease = programme.answer("ranking", on) == "ease_first"
    return tuple(sorted(found, key=lambda one: (not (one.is_first or by_ease), -one.score, one.site)))


def _parameter(programme: Programme, code: str) -> Decimal:
    found = number(programme.parameter(code))
    return Decimal(DEFAULTS[code]) if found is None else found


def _ranked(programme: Programme, dossier: Dossier, on: date) -> Ranked:
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= on]
    latest = {f.name: f.payload for f in facts}
    site, survey = register_data(facts), latest.get("survey.completed", {})
    plan, holder = latest.get("plan.submitted", {}), latest.get("responsibility.determined", {})
    shares = {
        "severity": SEVERITY.get(str(survey.get("severity"))),
        "area": _area(programme, survey),
        "cost": _cost(programme, survey, plan),
        "owner": None if holder.get("is_lost") is None else ZERO if holder["is_lost"] else ONE,
        "access": _access(programme, survey),
    }
    reasons = tuple(_reasons(programme, survey))
    name = str(site.get("name") or dossier.site)
    return Ranked(dossier.site, name, bool(reasons), reasons, _score(programme, shares), shares)


def _score(programme: Programme, shares: Mapping[str, Decimal | None]) -> Decimal:
    weights = {code: _parameter(programme, f"rank_weight_{code}") for code in FACTORS}
    whole = sum(weights.values(), ZERO)
    if whole <= 0:
        return ZERO
    told = sum((weights[code] * (shares[code] or ZERO) for code in FACTORS), ZERO)
    return (told / whole * HUNDRED).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _less(value: Decimal, full: Decimal) -> Decimal:
    """1 at nothing, 0 from `full` on."""
    return ONE - min(max(value, ZERO) / full, ONE) if full > 0 else ZERO


def _area(programme: Programme, survey: Mapping[str, Any]) -> Decimal | None:
    area = number(survey.get("treatable_area_m2"))
    return None if area is None else _less(area / M2_PER_HA, _parameter(programme, "rank_area_full_ha"))


def _cost(programme: Programme, survey: Mapping[str, Any], plan: Mapping[str, Any]) -> Decimal | None:
    """The plan's estimate over the area it treats; without a plan it is not known."""
    fen = number(plan.get("investment"))
    area = number(plan.get("treat_area_m2")) or number(survey.get("treatable_area_m2"))
    if fen is None or not area:
        return None
    return _less(fen / FEN_PER_WAN / (area / M2_PER_HA), _parameter(programme, "rank_cost_full_wan_per_ha"))


def _access(programme: Programme, survey: Mapping[str, Any]) -> Decimal | None:
    if survey.get("by_main_road") is True:
        return ONE
    distance = number(survey.get("distance_to_road_m"))
    return None if distance is None else _less(distance, _parameter(programme, "rank_access_full_m"))


def _reasons(programme: Programme, survey: Mapping[str, Any]) -> Iterable[str]:
    """六(二)-3: people's lives badly affected; by an important road and badly damaged."""
    settlement = number(survey.get("distance_to_settlement_m"))
    near = settlement is not None and settlement <= _parameter(programme, "rank_near_settlement_m")
    if survey.get("affects_residents") is True or near:
        yield "residents"
    road = number(survey.get("distance_to_road_m"))
    beside = road is not None and road <= _parameter(programme, "rank_near_road_m")
    if survey.get("by_main_road") is True or (beside and survey.get("severity") == "severe"):
        yield "main_road"


def to_be_listed(entries: Sequence[tuple[Dossier, Status]]) -> list[Dossier]:
    """The sites that wait for a year: on 附件2-1 by decision, not closed, on no list."""
    return [
        dossier
        for dossier, status in entries
        if status.ledger == Ledger.IN and status.outcome == Outcome.ACTIVE and not status.batch
    ]


def propose(programme: Programme, ranked: Sequence[Ranked], listed: Mapping[str, int]) -> tuple[Ranked, ...]:
    """Each site with the year proposed: the first years are filled to the shares the targets ask for, rounded up.

    `listed`: year → how many sites are on its list already; they count towards its share.
    """
    batches = sorted(programme.batches, key=lambda one: one.on)
    total = len(ranked) + sum(listed.values())
    rest = list(ranked)
    placed: list[Ranked] = []
    filled = 0
    for index, batch in enumerate(batches):
        goal = _goal(programme, batches, index, total)
        filled += listed.get(batch.batch, 0)
        room = len(rest) if index == len(batches) - 1 else max(goal - filled, 0)
        taken, rest = rest[:room], rest[room:]
        filled += len(taken)
        placed += [_in(one, batch.batch) for one in taken]
    return (*placed, *rest)


def _in(one: Ranked, batch: str) -> Ranked:
    return replace(one, batch=batch)


def _goal(programme: Programme, batches: Sequence[BatchDeadline], index: int, total: int) -> int:
    """The most a target asks for by a day from this year's deadline up to the next; else an even share; all at last."""
    if index == len(batches) - 1:
        return total
    start, end = batches[index].on, batches[index + 1].on
    asked = [needed_by(t, total) for t in programme.targets if start <= t.by < end]
    return max(asked) if asked else needed_of(HUNDRED * (index + 1) / len(batches), total)

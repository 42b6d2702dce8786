"""Figures that must agree with each other, and with the polygons (domain §1.4, rules 1 to 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .facts import Dossier, Fact
from .funding import contract_price, funding_of_facts
from .lists import LISTS
from .procedure import over_limit, step_states
from .programme import Programme
from .standing import day_of, register_data, standing_facts
from .status import Blocker
from .values import hectares, is_filled, number, rows, ten_thousands

WARN, BLOCK = "warn", "block"
TOLERANCE_PARAMETER = "area_tolerance_percent"
DAMAGE_KINDS = "damage_kinds"
"""The notice's own list of ways in which land was damaged."""
CITY = "city"
"""The level of money that the district cannot decide on."""
NOTICE_MINERALS = "notice_minerals"
"""The notice's own list of the minerals its licensed mines dig."""
DEFAULT_TOLERANCE = Decimal(1)
"""Sums may differ from their total by so many parts in a hundred where the programme does not say (domain §1.4 rule 1)."""


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """`level`: warn is shown, block refuses the entry."""

    level: str
    blocker: Blocker


def consistency(programme: Programme, dossier: Dossier, on: date) -> tuple[Inconsistency, ...]:
    """All that disagrees in the register data, the latest survey and the latest responsibility of a site on a day."""
    facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= on]
    site = register_data(facts)
    found = [
        *register_findings(programme, site),
        *_survey_types(programme, site),
        *mineral_findings(programme, site, on),
        *polygon_findings(programme, site),
        *place_findings(programme, site),
    ]
    survey = _latest(facts, "survey.completed")
    if survey is not None:
        found += survey_findings(programme, survey.payload, site, survey.happened_on)
    responsibility = _latest(facts, "responsibility.determined")
    if responsibility is not None:
        found += responsibility_findings(programme, responsibility.payload, facts)
        found += person_findings(programme, responsibility)
    found += procedure_findings(programme, facts)
    found += funding_findings(programme, facts)
    found += city_money_findings(programme, facts)
    return _once(found)


def _once(found: Sequence[Inconsistency]) -> tuple[Inconsistency, ...]:
    """An area drawn against one figure is told once, though register and survey both state it: by the survey, which may
    explain it."""
    kept: dict[tuple[Any, ...], Inconsistency] = {}
    for number_, one in enumerate(found):
        params = one.blocker.params
        is_area = one.blocker.code in {"polygon_area_far", "polygon_area_differs"}
        key = (params["place"], params["drawn"], params["stated"]) if is_area else (number_,)
        kept[key] = one
    return tuple(kept.values())


def _latest(facts: Sequence[Fact], name: str) -> Fact | None:
    return next((f for f in reversed(facts) if f.name == name), None)


def _found(level: str, code: str, clause: str, **params: Any) -> Inconsistency:
    return Inconsistency(level, Blocker(code, clause, params))


def _survey_types(programme: Programme, site: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """五(一)1b: which kind of target the site is has to be said, where the notice has kinds. Lists often lack it."""
    if site and programme.code_list("survey_types") is not None and not is_filled(site.get("survey_types")):
        yield _found(WARN, "survey_types_missing", programme.clause_of("site", "survey_types"))


# -- the survey


_COUNTED = (("pit", "采坑"), ("collapse", "塌陷坑"), ("fissure", "地裂缝"))


def survey_findings(
    programme: Programme, survey: Mapping[str, Any], site: Mapping[str, Any], surveyed_on: date
) -> Iterator[Inconsistency]:
    """Rules 1, 2, 6 and 7 on a survey's payload: sums, treated against total, counts against areas, closing day."""
    yield from _sums(programme, survey)
    yield from _treated(programme, survey)
    explained = is_filled(survey.get("area_explanation")) or is_filled(site.get("area_explanation"))
    yield from _area_findings(programme, site, "damage_area", survey.get("total_area_m2"), explained=explained)
    yield from _counts(programme, survey, collapses_too=programme.answer("pit_count", surveyed_on) == "both")
    if programme.answer("damage_kinds", surveyed_on) == "closed":
        yield from _damage_kinds(programme, survey)
    closed_on = day_of(site.get("closed_on"))
    if closed_on is not None and closed_on > surveyed_on:
        yield _found(
            WARN,
            "closed_after_survey",
            programme.clause_of("site", "closed_on"),
            closed_on=closed_on.isoformat(),
            surveyed_on=surveyed_on.isoformat(),
        )


def tolerance(programme: Programme) -> Decimal:
    """The share of a total by which sums may differ from it."""
    percent = number(programme.parameter(TOLERANCE_PARAMETER))
    return (DEFAULT_TOLERANCE if percent is None else percent) / 100


def _sums(programme: Programme, survey: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Rule 1. The areas of the damage units make up the total, and so do those of their land classes."""
    total = number(survey.get("total_area_m2"))
    units = rows(survey.get("units"))
    if total is None or total <= 0 or not units:
        return
    share, clause = tolerance(programme), programme.clause_of("survey", "total_area_m2")
    areas = [(number(u.get("area_m2")) or Decimal(0), u.get("land_class")) for u in units]
    found = sum((a for a, _ in areas), Decimal(0))
    if abs(found - total) > total * share:
        yield _found(BLOCK, "units_do_not_add_up", clause, found=hectares(found), total=hectares(total))
    by_class = sum((a for a, land in areas if is_filled(land)), Decimal(0))
    if any(is_filled(land) for _, land in areas) and abs(by_class - total) > total * share:
        yield _found(WARN, "land_classes_do_not_add_up", clause, found=hectares(by_class), total=hectares(total))


def _treated(programme: Programme, survey: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Rule 2. What was treated, and what is to be treated, is no more than the total."""
    total = number(survey.get("total_area_m2"))
    treated = number(survey.get("treated_area_m2"))
    treatable = number(survey.get("treatable_area_m2"))
    if total is None:
        return
    clause = programme.clause_of("survey", "treated_area_m2")
    if treated is not None and treated > total:
        yield _found(BLOCK, "treated_over_total", clause, treated=hectares(treated), total=hectares(total))
    if treatable is not None and treatable > total:
        whole = programme.clause_of("survey", "treatable_area_m2")
        yield _found(BLOCK, "treatable_over_total", whole, treatable=hectares(treatable), total=hectares(total))
    elif treated is not None and treatable is not None and treated <= total and treated + treatable > total:
        yield _found(
            WARN,
            "treatable_over_rest",
            clause,
            treatable=hectares(treatable),
            rest=hectares(total - treated),
        )


def _damage_kinds(programme: Programme, survey: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Only the ways of damage the notice itself lists, where its list is read as closed (C-40)."""
    listed = programme.code_list(DAMAGE_KINDS)
    known = LISTS["damage_way"]
    ways = dict.fromkeys(str(u.get("damage_way")) for u in rows(survey.get("units")) if u.get("damage_way"))
    for way in ways:
        if listed is not None and way not in listed.items:
            yield _found(BLOCK, "damage_way_not_listed", listed.clause, way=known.get(way, way))


def _counts(programme: Programme, survey: Mapping[str, Any], *, collapses_too: bool) -> Iterator[Inconsistency]:
    """Rule 6. Where there are pits there is an area of pits, and the other way round (C-44: a number of collapses
    may be left out, so that an area without a number is an error for pits only, unless it is asked for both)."""
    for key, name in _COUNTED:
        count = number(survey.get(f"{key}_count"))
        area = number(survey.get(f"{key}_area_m2"))
        clause = programme.clause_of("survey", f"{key}_count")
        if count is not None and count > 0 and not area:
            yield _found(BLOCK, "count_without_area", clause, name=name, count=f"{count:f}")
        elif area is not None and area > 0 and not count:
            is_asked = key == "pit" or (key == "collapse" and collapses_too) or count is not None
            level = BLOCK if is_asked else WARN
            yield _found(level, "area_without_count", clause, name=name, area=hectares(area))


# -- the register


COAL = ("11001", "11006")


def register_findings(programme: Programme, site: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Rules 4, 5 and 7 on register data: mineral and method, licence and production, order of the cancellation."""
    clause = programme.clause_of
    minerals = site.get("minerals")
    held = [str(m) for m in minerals] if isinstance(minerals, (list, tuple)) else []
    method = site.get("mining_method")
    has_coal = any(m in COAL for m in held)
    if has_coal and method == "open":
        yield _found(WARN, "coal_mined_open", clause("site", "mining_method"))
    if held and not has_coal and method == "underground":
        yield _found(WARN, "quarry_mined_underground", clause("site", "mining_method"))
    if site.get("licence_state") == "cancelled" and site.get("production_state") == "producing":
        yield _found(BLOCK, "cancelled_but_producing", clause("site", "licence_state"))
    if site.get("licence_state") == "never" and is_filled(site.get("licence_no")):
        yield _found(
            BLOCK, "number_without_licence", clause("site", "licence_no"), licence_no=str(site.get("licence_no"))
        )
    applied, cancelled = day_of(site.get("cancel_applied_on")), day_of(site.get("cancelled_on"))
    if applied is not None and cancelled is not None and cancelled < applied:
        yield _found(
            WARN,
            "cancelled_before_applied",
            clause("site", "cancelled_on"),
            cancelled=cancelled.isoformat(),
            applied=applied.isoformat(),
        )


# -- the polygons


AREAS = {"licence_area": ("矿区", "矿区面积"), "damage_area": ("破坏区", "破坏面积")}
WARN_PARAMETER, BLOCK_PARAMETER = "polygon_area_warn_percent", "polygon_area_block_percent"
DEFAULT_WARN, DEFAULT_BLOCK = Decimal(5), Decimal(20)
"""Per cent of the stated area where the programme does not say (domain §1.4 rule 3)."""
OUTSIDE_PARAMETER = "polygon_outside_block_m"
DEFAULT_OUTSIDE = Decimal(5000)
"""Metres from the district at which an area wholly outside it is refused, where the programme does not say."""
FAR = Decimal(1)
"""Degrees outside the register's bounds that are no slip of the border."""
OUTSIDE_PARTS = 0.001
"""A boundary is drawn no finer: less than a thousandth of an area beyond it is none."""


def polygon_findings(programme: Programme, site: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Rules 3 and 9 on register data: what is drawn against what is stated, and against the district's boundary."""
    explained = is_filled(site.get("area_explanation"))
    for key in AREAS:
        yield from _area_findings(programme, site, key, site.get(f"{key}_m2"), explained=explained)
    yield from _outside(programme, site)


def _area_findings(
    programme: Programme, site: Mapping[str, Any], key: str, stated: Any, *, explained: bool
) -> Iterator[Inconsistency]:
    """Rule 3. The polygon's area in the Gauss-Krüger zone of its place differs from the stated one."""
    said = number(stated)
    if not site.get(key) or said is None or said <= 0:
        return
    from .geometry import area_m2, shape_in  # noqa: PLC0415 - loads numpy and PROJ; most sites have no polygon

    shape = shape_in(site[key])
    if shape is None:
        return
    drawn = Decimal(str(round(area_m2(shape), 2)))
    percent = abs(drawn - said) / said * 100
    warn, block = (_percent(programme, *which) for which in _LIMITS)
    if percent <= warn:
        return
    place, name = AREAS[key]
    is_blocked = percent > block and not explained
    yield _found(
        BLOCK if is_blocked else WARN,
        "polygon_area_far" if is_blocked else "polygon_area_differs",
        programme.clause_of("site", key),
        place=place,
        name=name,
        drawn=f"{drawn / 10_000:.4f} 公顷",
        stated=f"{said / 10_000:.4f} 公顷",
        percent=f"{percent:.1f}",
        limit=f"{block if is_blocked else warn:f}",
    )


_LIMITS = ((WARN_PARAMETER, DEFAULT_WARN), (BLOCK_PARAMETER, DEFAULT_BLOCK))


def _percent(programme: Programme, code: str, default: Decimal) -> Decimal:
    found = number(programme.parameter(code))
    return default if found is None else found


def _outside(programme: Programme, site: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Rule 9. A damaged area, or a licensed one, that reaches beyond the district belongs to a neighbour too; one that
    lies far from it was drawn in another system."""
    if not any(site.get(key) for key in AREAS) or not (programme.boundary or programme.register.bounds):
        return
    from .geometry import boundary_shape, centre_of, distance_m, shape_in, share_outside  # noqa: PLC0415 - as above

    district = boundary_shape(programme.boundary, programme.register.bounds)
    for key, (place, _) in AREAS.items():
        shape = shape_in(site.get(key))
        if shape is None or district is None:
            continue
        share = share_outside(shape, district)
        apart = Decimal(str(distance_m(shape, district))) if share > 1 - OUTSIDE_PARTS else Decimal(0)
        if apart > _percent(programme, OUTSIDE_PARAMETER, DEFAULT_OUTSIDE):
            longitude, latitude = centre_of(shape)
            yield _found(
                BLOCK,
                "polygon_far_outside",
                programme.clause_of("site", key),
                place=place,
                longitude=f"{longitude:.5f}",
                latitude=f"{latitude:.5f}",
                km=f"{apart / 1000:.0f}",
            )
        elif share > OUTSIDE_PARTS:
            basis = "本区界线" if programme.boundary else "登记用的经纬度范围（没有本区界线文件，只能粗判）"
            yield _found(
                WARN,
                "polygon_outside",
                programme.clause_of("site", key),
                place=place,
                percent=f"{share * 100:.1f}",
                basis=basis,
            )


def place_findings(programme: Programme, site: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """A longitude or latitude, alone or with the other, far outside the bounds of the register is no place of it."""
    bounds = programme.register.bounds
    if len(bounds) != 4:
        return
    west, south, east, north = bounds
    for key, name, low, high in (("longitude", "经度", west, east), ("latitude", "纬度", south, north)):
        value = number(site.get(key))
        if value is not None and not low - FAR <= value <= high + FAR:
            clause = programme.clause_of("site", key)
            yield _found(
                BLOCK, "place_far_outside", clause, field=name, value=f"{value:f}", low=f"{low:f}", high=f"{high:f}"
            )


def mineral_findings(programme: Programme, site: Mapping[str, Any], on: date) -> Iterator[Inconsistency]:
    """A licensed mine digs what the notice lists, where it lists minerals; anything else is shown or refused (C-41)."""
    listed = programme.code_list(NOTICE_MINERALS)
    held = site.get("minerals")
    if listed is None or site.get("is_licensed") is not True or not isinstance(held, (list, tuple)):
        return
    level = BLOCK if programme.answer("other_minerals", on) == "refused" else WARN
    for mineral in held:
        if mineral not in listed.items:
            word = LISTS["mineral"].get(str(mineral), str(mineral))
            yield _found(level, "mineral_not_listed", listed.clause, mineral=word)


# -- responsibility


PERSONS = {"first_responsible": "第一责任人", "direct_responsible": "直接责任人"}


def person_findings(programme: Programme, responsibility: Fact) -> Iterator[Inconsistency]:
    """第一责任人 and 直接责任人 are both named where the notice asks for them; either where one is enough (C-51)."""
    asked = [key for key in PERSONS if f"responsibility.{key}" in programme.clauses_of]
    missing = [PERSONS[key] for key in asked if not is_filled(responsibility.payload.get(key))]
    is_one_enough = programme.answer("responsible_persons", responsibility.happened_on) == "one"
    if len(missing) > (len(asked) - 1 if is_one_enough else 0):
        clause = programme.clause_of("responsibility", "first_responsible")
        yield _found(WARN, "persons_missing", clause, missing="、".join(missing))


def city_money_findings(programme: Programme, facts: Sequence[Fact]) -> Iterator[Inconsistency]:
    """Money of the city is received when it was applied for or allotted, where the levels are told apart (C-48)."""
    asked = [f for f in facts if f.name in ("funding.planned", "funding.allotted") and f.payload.get("level") == CITY]
    for fact in facts:
        if fact.name != "funding.received" or fact.payload.get("level") != CITY or asked:
            continue
        if programme.answer("city_money", fact.happened_on) == "applied_for":
            whose, on = LISTS["fund_level"][CITY], fact.happened_on.isoformat()
            yield _found(WARN, "not_allotted", programme.clause_of("funding"), whose=whose, on=on)


def responsibility_findings(
    programme: Programme, payload: Mapping[str, Any], facts: Sequence[Fact]
) -> Iterator[Inconsistency]:
    """Rule 8. A lost holder leaves the street responsible and needs proof; a living one is ordered to restore."""
    clause = programme.clause_of
    is_lost = payload.get("is_lost")
    if is_lost is True:
        if payload.get("body_kind") != "street":
            yield _found(BLOCK, "lost_holder_needs_street", clause("responsibility", "lost_proof"))
        if not is_filled(payload.get("lost_proof")):
            yield _found(BLOCK, "lost_holder_needs_proof", clause("responsibility", "lost_proof"))
    elif is_lost is False:
        if payload.get("body_kind") != "enterprise":
            yield _found(BLOCK, "living_holder_is_responsible", clause("responsibility"))
        elif programme.gate("order_restoration") and not any(f.name == "responsibility.ordered" for f in facts):
            yield _found(WARN, "living_holder_not_ordered", clause("responsibility", "order_no"))


# -- procedure and money


def procedure_findings(programme: Programme, facts: Sequence[Fact]) -> Iterator[Inconsistency]:
    """An amount that outgrew the one approved before it may have to be approved again (政府投资条例 art. 12)."""
    for state, other, percent in over_limit(programme, step_states(programme, facts)):
        yield _found(
            WARN,
            "estimate_exceeded",
            state.step.clause,
            step_name=state.step.name,
            amount_name=state.step.amount or "金额",
            amount=ten_thousands(state.amount or 0),
            other_name=other.step.name,
            other_amount_name=other.step.amount or "金额",
            other=ten_thousands(other.amount or 0),
            percent=percent,
        )


def funding_findings(programme: Programme, facts: Sequence[Fact]) -> Iterator[Inconsistency]:
    """The sources of a site that has any cover the price of its contracts (domain §5.3)."""
    funds, price = funding_of_facts(facts), contract_price(programme, facts)
    if funds.by_source and funds.sources_total < price:
        sources = ten_thousands(funds.sources_total)
        clause = programme.clause_of("funding")
        yield _found(WARN, "sources_below_contract", clause, sources=sources, price=ten_thousands(price))

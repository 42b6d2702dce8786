"""From polygons of files to facts of sites: which site each is of, what changes there, then written by `amend_site`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.register.models import Site
from qingshan.rulebook.geometry import area_m2, as_payload, polygons_of, shape_in, united
from qingshan.rulebook.standing import REGISTER_KINDS

from .actions.site import amend_site
from .entry import Line, Paper
from .queries import attributes, dossiers, sites_for

UNMATCHED, AMBIGUOUS, OVERLAPS = "polygon_unmatched", "polygon_ambiguous", "polygon_overlaps"


@dataclass(frozen=True, slots=True)
class Feature:
    """A polygon with what it says it belongs to. `field` is the site's: licence_area or damage_area."""

    file: str
    layer: str
    spot: str
    field: str
    code: str
    name: str
    licence_no: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A feature that belongs to no one site: `code` of the catalogue of complaints with its params."""

    feature: Feature
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area of one site as the files give it. `before` is on file, None when there was none."""

    site: str
    name: str
    field: str
    value: Mapping[str, Any]
    before: Mapping[str, Any] | None
    source: str

    @property
    def area_m2(self) -> float:
        geometry = shape_in(self.value)
        return area_m2(geometry) if geometry is not None else 0.0


@dataclass(frozen=True, slots=True)
class PolygonPlan:
    new: tuple[Boundary, ...]
    changed: tuple[Boundary, ...]
    same: int
    unplaced: tuple[Unplaced, ...]
    on_file: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def plan_polygons(session: Session, features: Sequence[Feature]) -> PolygonPlan:
    """Match every feature with a site this person may see, by 档案号, licence number or name; compare with what is there."""
    sites = list(sites_for(session.actor).order_by("code"))
    on_file = {
        site.code: attributes(dossier) for site, dossier in zip(sites, dossiers(sites, REGISTER_KINDS), strict=True)
    }
    index = _index(sites)
    unplaced: list[Unplaced] = []
    grouped: dict[tuple[str, str], list[Feature]] = {}
    for feature in features:
        found = _find(feature, index)
        if len(found) == 1:
            grouped.setdefault((found[0], feature.field), []).append(feature)
            continue
        shown = feature.code or feature.name or feature.licence_no or "（没有属性）"
        params = {"value": shown, "count": len(found), "codes": "、".join(found[:5])}
        unplaced.append(Unplaced(feature, AMBIGUOUS if found else UNMATCHED, params))
    new: list[Boundary] = []
    changed: list[Boundary] = []
    same = 0
    for (code, key), group in sorted(grouped.items()):
        value = _joined(group)
        name = str(on_file[code].get("name") or code)
        if value is None:
            unplaced.append(Unplaced(group[0], OVERLAPS, {"name": name}))
            continue
        before = on_file[code].get(key)
        source = f"{group[0].file}·{group[0].layer}·{group[0].spot}".replace("··", "·")
        boundary = Boundary(code, name, key, value, before, source)
        if before is None:
            new.append(boundary)
        elif before.get("geojson") == value["geojson"] and before.get("datum") == value.get("datum"):
            same += 1
        else:
            changed.append(boundary)
    return PolygonPlan(tuple(new), tuple(changed), same, tuple(unplaced), on_file)


def _index(sites: Iterable[Site]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for site in sites:
        for key, value in (("code", site.code), ("licence_no", site.licence_no), ("name", site.name)):
            if value:
                found.setdefault((key, value), []).append(site.code)
    return found


def _find(feature: Feature, index: Mapping[tuple[str, str], list[str]]) -> list[str]:
    """The codes of the sites a feature may be of: by the first of its marks that is on file."""
    for key, value in (
        ("code", feature.code), ("licence_no", feature.licence_no), ("name", feature.name), ("name", feature.code),
    ):  # fmt: skip
        if value and (key, value) in index:
            return index[key, value]
    return []


def _joined(group: Sequence[Feature]) -> Mapping[str, Any] | None:
    """The features of one area of one site as one value; None when they overlap."""
    if len(group) == 1:
        return group[0].value
    shapes = [shape for shape in (shape_in(f.value) for f in group) if shape is not None]
    whole = united(shapes)
    if whole is None or not polygons_of(whole):
        return None
    notes = [note for f in group for note in f.value.get("assumed", ())]
    systems = list(dict.fromkeys(str(f.value["crs"]) for f in group))
    datums = list(dict.fromkeys(str(f.value["datum"]) for f in group))
    return as_payload(whole, crs="、".join(systems), datum="、".join(datums), assumed=notes)


def apply_polygons(session: Session, plan: PolygonPlan, *, happened_on: date, source: str) -> tuple[str, ...]:
    """Write every new and changed area, or nothing. Answers the codes of the sites amended."""
    grouped: dict[str, list[Boundary]] = {}
    for boundary in (*plan.new, *plan.changed):
        grouped.setdefault(boundary.site, []).append(boundary)
    with transaction.atomic():
        for code, boundaries in grouped.items():
            known = plan.on_file[code]
            values = {"name": known.get("name"), "street": known.get("street")}
            values |= {boundary.field: boundary.value for boundary in boundaries}
            paper = Paper(happened_on=happened_on, source=boundaries[0].source[:300])
            amend_site(session, paper, [Line(code, "amended", values)])
        if grouped:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="polygons.import",
                subject=source[:160],
                data={"new": len(plan.new), "changed": len(plan.changed), "same": plan.same},
            )
    return tuple(grouped)

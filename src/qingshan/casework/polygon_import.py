"""From polygons of files to facts of sites: which site each is of, what changes there, then written by `amend_site`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.geometry import area_m2, as_payload, polygons_of, shape_in, united
from qingshan.rulebook.standing import REGISTER_KINDS

from .actions.site import amend_site
from .entry import Line, Paper
from .polygon_twins import Drawn, drawn, twins
from .queries import attributes, dossiers, sites_for
from .row_refusals import FOR_ALL

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
    """One area of one site as the files give it. `before` is on file, None when there was none; `feature` is where it
    stands, the first of several."""

    site: str
    name: str
    field: str
    value: Mapping[str, Any]
    before: Mapping[str, Any] | None
    source: str
    feature: Feature

    @property
    def area_m2(self) -> float:
        geometry = shape_in(self.value)
        return area_m2(geometry) if geometry is not None else 0.0


@dataclass(frozen=True, slots=True)
class Twin:
    """An area with exactly the corners of another site's; `other` is how that site is called."""

    boundary: Boundary
    other: str


class BoundariesRefused(Problem):
    """Nothing of the files was stored, and these areas are why."""

    def __init__(self, refusals: Sequence[tuple[Boundary, Problem]]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("import_refused", count=len(self.refusals), lines=[f"{b.source}：{p}" for b, p in refusals])


@dataclass(frozen=True, slots=True)
class PolygonPlan:
    new: tuple[Boundary, ...]
    changed: tuple[Boundary, ...]
    same: int
    unplaced: tuple[Unplaced, ...]
    on_file: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    twins: tuple[Twin, ...] = ()


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
        boundary = Boundary(code, name, key, value, before, source, group[0])
        if before is None:
            new.append(boundary)
        elif before.get("geojson") == value["geojson"] and before.get("datum") == value.get("datum"):
            same += 1
        else:
            changed.append(boundary)
    return PolygonPlan(tuple(new), tuple(changed), same, tuple(unplaced), on_file, _twins([*new, *changed], on_file))


def _twins(boundaries: Sequence[Boundary], on_file: Mapping[str, Mapping[str, Any]]) -> tuple[Twin, ...]:
    label = {code: f"{values.get('name') or code}（{code}）" for code, values in on_file.items()}
    by_label = {(label[b.site], b.field): b for b in boundaries}
    new = [Drawn(label[b.site], b.field, b.value) for b in boundaries]
    known = [
        d for code, values in on_file.items() for d in drawn(label[code], values) if (d.label, d.key) not in by_label
    ]
    return tuple(Twin(by_label[one.label, one.key], other.label) for one, other in twins(new, known))


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


def apply_polygons(
    session: Session,
    plan: PolygonPlan,
    *,
    happened_on: date,
    source: str,
    is_trial: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[str, ...]:
    """Write every new and changed area, or nothing; a trial does the same and takes it back. Answers the codes of the
    sites amended. BoundariesRefused with every area that a gate refuses."""
    grouped: dict[str, list[Boundary]] = {}
    for boundary in (*plan.new, *plan.changed):
        grouped.setdefault(boundary.site, []).append(boundary)
    refusals: list[tuple[Boundary, Problem]] = []
    with writing():
        session = session.in_turn()
        for done, (code, boundaries) in enumerate(grouped.items(), start=1):
            if progress:
                progress(done, len(grouped))
            known = plan.on_file[code]
            values = {"name": known.get("name"), "street": known.get("street")}
            values |= {boundary.field: boundary.value for boundary in boundaries}
            paper = Paper(happened_on=happened_on, source=boundaries[0].source[:300])
            try:
                amend_site(session, paper, [Line(code, "amended", values)])
            except Problem as problem:
                if problem.code in FOR_ALL:
                    raise
                refusals.append((boundaries[0], problem))
        if refusals:
            raise BoundariesRefused(refusals)
        if is_trial:
            transaction.set_rollback(True)
        elif grouped:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="polygons.import",
                subject=source[:160],
                data={"new": len(plan.new), "changed": len(plan.changed), "same": plan.same},
            )
    return tuple(grouped)

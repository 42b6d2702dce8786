"""site show, site find; import polygons: where a site lies and how far it reaches."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qingshan.rulebook.values import cited

from .answer import REFUSED, WRONG_USE, Answer, AtWork
from .imports import LISTED, complaint_json, complaint_lines

if TYPE_CHECKING:
    from qingshan.accounts.session import Session
    from qingshan.casework.polygon_import import PolygonPlan
    from qingshan.exchange.register.complaints import ComplaintBook


def polygons(args: argparse.Namespace) -> Answer:
    """Keys: complaints, rows, new, changed: [{site, name, field, area_m2, before_m2, crs, assumed, source}], same, stored."""
    from qingshan.casework.polygon_import import Feature, plan_polygons
    from qingshan.exchange.geodata import read_polygons
    from qingshan.exchange.geodata.result import FIELDS
    from qingshan.exchange.register.complaints import ComplaintBook
    from qingshan.exchange.register.reader import home_of
    from qingshan.foundation.notice import programme_in_force
    from qingshan.foundation.problems import Problem as Refused

    from .session import session_for

    session = session_for(args.login)
    programme = programme_in_force()
    reading = read_polygons([Path(f) for f in args.files], home=home_of(programme.register.bounds), kind=args.kind)
    features = [
        Feature(r.file, r.layer, r.spot, FIELDS[r.kind], r.code, r.name, r.licence_no, r.value)
        for r in reading.rows
        if r.kind
    ]
    plan = plan_polygons(session, features)
    book = ComplaintBook()
    tell_of(plan, book)
    amended, error = (), {}
    if not any(c.blocking for c in (*reading.complaints, *book.all())):
        amended, error = applied(session, args, plan, book)
    complaints = [complaint_json(c) for c in (*reading.complaints, *book.all())]
    blocking = [c for c in complaints if c["blocking"]]
    data: dict[str, Any] = {
        "complaints": complaints,
        "rows": len(reading.rows),
        "new": [boundary_json(b) for b in plan.new],
        "changed": [boundary_json(b) for b in plan.changed],
        "same": plan.same,
        "stored": False,
        **error,
    }
    lines = complaint_lines(complaints)
    if blocking:
        lines.append(f"有 {len(blocking)} 处必须先改正，没有导入任何内容。")
        return Answer(lines, data, REFUSED)
    lines.append(
        f"读到 {len(reading.rows)} 个图形：新 {len(plan.new)}，有变化 {len(plan.changed)}，无变化 {plan.same}。"
    )
    lines += [f"  {boundary_line(b)}" for b in (*data["new"], *data["changed"])][:LISTED]
    if args.dry_run:
        lines.append("只看，没有存。")
        return Answer(lines, data)
    if plan.changed and not args.yes:
        problem = Refused("not_confirmed", count=len(plan.changed))
        return Answer([*lines, problem.sentence], {**data, "error": problem.as_json()}, REFUSED)
    data |= {"stored": True, "amended": list(amended)}
    lines.append(f"存好了：{len(amended)} 处矿山。")
    return Answer(lines, data)


def tell_of(plan: PolygonPlan, book: ComplaintBook) -> None:
    """What the register says of features: those that belong to no one site, and those drawn like another's."""
    from qingshan.exchange.register.complaints import Problem
    from qingshan.rulebook.consistency import AREAS

    for lost in plan.unplaced:
        book.take(Problem(lost.code, dict(lost.params)), lost.feature.file, lost.feature.layer, lost.feature.spot)
    for twin in plan.twins:
        feature, area = twin.boundary.feature, AREAS[twin.boundary.field][0]
        params = {"name": twin.boundary.name, "area": area, "other": twin.other}
        book.take(Problem("polygon_twin", params), feature.file, feature.layer, feature.spot)


def applied(
    session: Session, args: argparse.Namespace, plan: PolygonPlan, book: ComplaintBook
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The codes of the sites amended, or that would be: what only looks runs the import too, and takes it back. What is
    refused goes into the book, and is the error of the answer."""
    from qingshan.casework.polygon_import import BoundariesRefused, apply_polygons
    from qingshan.exchange.register.complaints import Problem
    from qingshan.rulebook.facts import beijing_day

    from .setup import problem_lines

    at_work = AtWork()
    try:
        amended = apply_polygons(
            session,
            plan,
            happened_on=args.on or beijing_day(session.now),
            source="、".join(Path(f).name for f in args.files),
            is_trial=bool(args.dry_run or (plan.changed and not args.yes)),
            progress=at_work.count("核对"),
        )
    except BoundariesRefused as refused:
        for boundary, problem in refused.refusals:
            where = boundary.feature
            why = f"{boundary.name}：{' '.join(line.strip() for line in problem_lines(problem))}"
            book.take(Problem("polygon_refused", {"why": why}), where.file, where.layer, where.spot, boundary.name)
        first = refused.refusals[0][1]
        return (), {"error": (first if len(refused.refusals) == 1 else refused).as_json()}
    finally:
        at_work.end()
    return amended, {}


def boundary_json(boundary: Any) -> dict[str, Any]:
    from qingshan.rulebook.geometry import area_m2, shape_in

    before = shape_in(boundary.before)
    return {
        "site": boundary.site,
        "name": boundary.name,
        "field": boundary.field,
        "area_m2": round(boundary.area_m2, 2),
        "before_m2": None if before is None else round(area_m2(before), 2),
        "crs": boundary.value["crs"],
        "datum": boundary.value["datum"],
        "assumed": boundary.value.get("assumed", []),
        "source": boundary.source,
    }


def boundary_line(b: dict[str, Any]) -> str:
    from qingshan.rulebook.nouns.site import SITE

    field = SITE.field(b["field"])
    was = f"（原 {b['before_m2'] / 10_000:.4f} 公顷）" if b["before_m2"] is not None else ""
    return f"{b['name']}（{b['site']}） {field.name if field else ''} {b['area_m2'] / 10_000:.4f} 公顷{was} {b['crs']}"


def show(args: argparse.Namespace) -> Answer:
    """Keys: code, name, on, values (the register data in force), location, licence_area, damage_area: {geojson, crs,
    datum, assumed, parts, vertices, area_m2, geodesic_m2, area_epsg, stated_m2, difference_percent, centroid, bounds},
    lineage: {from, from_on, accounts (of a split's child), act, act_on (what took it off by then), words}, warnings."""
    from qingshan.casework.queries import attributes, dossier_of, site_for
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import programme_in_force, store
    from qingshan.foundation.problems import Problem, blocker_json
    from qingshan.rulebook.consistency import consistency
    from qingshan.rulebook.lineage import founding_of

    from .session import session_for

    programme = programme_in_force()
    on = args.on or store().shown_on or today()
    site = site_for(session_for(args.login).actor, args.site)
    dossier = dossier_of(site)
    founding = founding_of(dossier.facts)
    if founding is not None and on < founding.on:
        raise Problem("not_there_yet", site=site.name, founded=founding.on.isoformat(), parent=founding.parent, on=on)
    known = attributes(dossier, on)
    areas = {key: area_json(known.get(key), known.get(f"{key}_m2")) for key in ("licence_area", "damage_area")}
    odd = [{"level": w.level, **blocker_json(w.blocker)} for w in consistency(programme, dossier, on)]
    lineage = lineage_json(dossier, on)
    place = {key: known.get(key) for key in ("longitude", "latitude")}
    values = {k: v for k, v in known.items() if k not in areas}
    data = {
        "code": site.code,
        "name": known.get("name") or site.name,
        "on": on,
        "values": values,
        "location": place if all(place.values()) else None,
        **areas,
        "lineage": lineage,
        "warnings": odd,
    }
    lines = [f"{site.code} {data['name']}"]
    if data["location"]:
        lines.append(f"  位置 经度 {place['longitude']}，纬度 {place['latitude']}")
    lines += [f"  {words}" for words in lineage["words"]]
    lines += [text for key, area in areas.items() if area for text in area_lines(key, area)]
    lines += [f"  请核对：{w['message']}{cited(w['clause'])}" for w in odd]
    return Answer(lines, data)


def lineage_json(dossier: Any, on: date) -> dict[str, Any]:
    """Where a site comes from and by which act it left, as of a day."""
    from qingshan.register.models import Site
    from qingshan.rulebook.lineage import act_words, children_of, founding_of, founding_words, register_act
    from qingshan.rulebook.standing import standing_facts

    founding = founding_of(dossier.facts)
    act = register_act(fact for fact in standing_facts(dossier.facts) if fact.happened_on <= on)
    named = [*children_of(act), str(act.payload.get("into") or "")] if act else []
    names = dict(Site.objects.filter(code__in=named).values_list("code", "name"))
    words = [founding_words(founding, dossier.site)] if founding else []
    return {
        "from": founding.parent if founding else None,
        "from_on": founding.on if founding else None,
        "accounts": founding.accounts if founding else None,
        "act": act.result if act else None,
        "act_on": act.happened_on if act else None,
        "words": [*words, act_words(act, names)] if act else words,
    }


def area_json(value: Any, stated: Any) -> dict[str, Any] | None:
    """An area as a checker wants it; None when there is none."""
    from qingshan.rulebook.geometry import (
        area_m2,
        area_system,
        centre_of,
        geodesic_area_m2,
        geojson_of,
        polygons_of,
        rings_of,
        shape_in,
    )
    from qingshan.rulebook.values import number

    shape = shape_in(value)
    if shape is None:
        return None
    area, said = area_m2(shape), number(stated)
    return {
        "geojson": geojson_of(shape),
        "crs": value.get("crs", ""),
        "datum": value.get("datum", ""),
        "assumed": value.get("assumed", []),
        "parts": len(polygons_of(shape)),
        "vertices": sum(len(ring) - 1 for ring in rings_of(shape)),
        "area_m2": round(area, 2),
        "area_epsg": area_system(shape.centroid.x).epsg,
        "geodesic_m2": round(geodesic_area_m2(shape), 2),
        "stated_m2": None if said is None else str(said),
        "difference_percent": round((area / float(said) - 1) * 100, 2) if said else None,
        "centroid": list(centre_of(shape)),
        "bounds": [round(b, 7) for b in shape.bounds],
    }


def area_lines(key: str, area: dict[str, Any]) -> list[str]:
    from qingshan.rulebook.nouns.site import SITE

    field = SITE.field(key)
    stated = f"，填报 {float(area['stated_m2']) / 10_000:.4f} 公顷" if area["stated_m2"] else ""
    lines = [
        (
            f"  {field.name if field else key} {area['area_m2'] / 10_000:.4f} 公顷（EPSG:{area['area_epsg']}）{stated}，"
            f"{area['parts']} 块 {area['vertices']} 点，来自 {area['crs']}"
        )
    ]
    return lines + [f"    {note}" for note in area["assumed"]]


def find(args: argparse.Namespace) -> Answer:
    """Keys: sites: [{code, name}] within the box (west, south, east, north) or within metres of a place."""
    from shapely import Point

    from qingshan.casework.queries import sites_for
    from qingshan.register.nearby import in_box, near

    from .session import session_for

    sites = sites_for(session_for(args.login).actor).order_by("code")
    if (args.box is None) == (args.near is None):
        text = "请写 --box 西,南,东,北 或 --near 经度,纬度 其中一个。"
        return Answer([text], {"error": {"code": "wrong_use", "message": text}}, WRONG_USE)
    found = in_box(sites, args.box) if args.box else near(sites, Point(*args.near), args.metres)
    listed = [{"code": site.code, "name": site.name} for site in found]
    return Answer([f"{s['code']} {s['name']}" for s in listed] or ["没有找到。"], {"sites": listed})


def twins(args: argparse.Namespace) -> Answer:
    """Keys: metres, pairs: [{site, name, other, other_name, metres}] of sites so near each other that both may be one."""
    from qingshan.casework.queries import sites_for
    from qingshan.casework.register_near import distance
    from qingshan.foundation.notice import programme_in_force
    from qingshan.register.nearby import pairs_within

    from .session import session_for

    limit = distance(programme_in_force()) if args.metres is None else args.metres
    pairs = [
        {"site": one.code, "name": one.name, "other": other.code, "other_name": other.name, "metres": round(apart)}
        for one, other, apart in pairs_within(sites_for(session_for(args.login).actor), limit)
    ]
    lines = [f"{p['name']}（{p['site']}）与{p['other_name']}（{p['other']}）相距 {p['metres']} 米" for p in pairs]
    return Answer(lines or [f"没有相距不到 {limit:g} 米的两处。"], {"metres": limit, "pairs": pairs})

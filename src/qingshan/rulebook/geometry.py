"""Polygons of sites on CGCS2000 degrees: made from rings of vertices, judged, measured. No I/O (domain §6.7, §1.4 rule 3).

A polygon lies in a payload as {geojson, crs, datum, assumed, text}: GeoJSON in EPSG:4490 (RFC 7946: outer rings
counter-clockwise) with its figures as decimal strings, for what is hashed holds no binary fractions; the system it
came from, what was assumed and, of a cell, its original text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Geod
from shapely.geometry import MultiPoint, MultiPolygon, Point, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import LinearRing, orient
from shapely.validation import explain_validity

from .projections import CGCS2000, GEOGRAPHIC, System, meridian_of, transformer

Vertex = tuple[float, float]
PLACES = 10  # decimals of a degree: a hundredth of a millimetre
ELLIPSOID = Geod(ellps="GRS80")  # CGCS2000's differs from it by a tenth of a millimetre
WEB_MERCATOR = {3857, 3785, 900913, 102100}


class AreaRefused(ValueError):
    """Asked for an area in a system in which areas are wrong; the message is for the user."""


# -- measuring


def area_system(longitude: float) -> System:
    """CGCS2000 Gauss-Krüger of the 3° zone a longitude lies in: EPSG 4538 around 87°E."""
    return System(CGCS2000, 3, meridian_of(longitude))


def projected(geometry: BaseGeometry, epsg: int) -> BaseGeometry:
    """The geometry in metres of a system."""
    change = transformer(GEOGRAPHIC[CGCS2000], epsg).transform
    return shapely.transform(geometry, lambda xy: np.column_stack(change(xy[:, 0], xy[:, 1])))


def area_m2(geometry: BaseGeometry, epsg: int | None = None) -> float:
    """Planar square metres in the Gauss-Krüger system of the place, or in `epsg` when it is one made for areas."""
    if geometry.is_empty:
        return 0.0
    code = epsg if epsg is not None else area_system(geometry.centroid.x).epsg
    refuse_unfit(code)
    return float(projected(geometry, code).area)


@lru_cache(maxsize=64)
def refuse_unfit(epsg: int) -> None:
    """AreaRefused for degrees, for web Mercator (which makes areas in the north of China nearly twice as large), and for
    whatever else is no transverse Mercator."""
    if epsg in WEB_MERCATOR:
        raise AreaRefused(
            f"EPSG:{epsg} 是网络墨卡托投影，会把面积放大（北纬 43.8° 处约 92%），不能用来算面积。"
            "请用 CGCS2000 高斯-克吕格投影，或椭球面积。"
        )
    crs = CRS.from_epsg(epsg)
    method = crs.coordinate_operation.method_name if crs.coordinate_operation is not None else ""
    if not crs.is_projected or "Transverse Mercator" not in method:
        raise AreaRefused(f"EPSG:{epsg}（{crs.name}）不能用来算面积。请用 CGCS2000 高斯-克吕格投影，或椭球面积。")


def geodesic_area_m2(geometry: BaseGeometry) -> float:
    """Square metres on the ellipsoid, whatever the order of the vertices."""
    return sum(_geodesic(polygon) for polygon in polygons_of(geometry))


def _geodesic(polygon: Polygon) -> float:
    area, _ = ELLIPSOID.geometry_area_perimeter(orient(polygon))
    return abs(float(area))


def metres_between(one: Vertex, other: Vertex) -> float:
    """The geodesic distance of two places in degrees."""
    return float(ELLIPSOID.inv(*one, *other)[2])


def distance_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Metres between two geometries in the Gauss-Krüger system of the second; 0 when they touch."""
    code = area_system(other.centroid.x).epsg
    return float(projected(one, code).distance(projected(other, code)))


def box_around(geometry: BaseGeometry, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of all that may lie within so many metres; a little too large, never small."""
    west, south, east, north = geometry.bounds
    up = metres / 110_500
    across = metres / (111_000 * max(0.05, math.cos(math.radians(min(89.0, max(abs(south), abs(north)) + up)))))
    return west - across, south - up, east + across, north + up


def pairs_within(places: Sequence[Vertex], metres: float) -> list[tuple[int, int, float]]:
    """Indices of two places in degrees nearer than so many metres, each pair once, with the metres between them."""
    if not places:
        return []
    points = shapely.points([list(place) for place in places])
    west, south, east, north = MultiPoint(points).bounds
    degrees = max(box_around(Point(x, y), metres)[2] - x for x, y in ((west, south), (east, north)))
    ones, others = shapely.STRtree(points).query(points, predicate="dwithin", distance=degrees)
    found = []
    for one, other in sorted((int(a), int(b)) for a, b in zip(ones, others, strict=True) if a < b):
        apart = metres_between(places[one], places[other])
        if apart < metres:
            found.append((one, other, apart))
    return found


def centre_of(geometry: BaseGeometry) -> Vertex:
    """Longitude and latitude of the centroid, rounded to a centimetre."""
    found = geometry.centroid
    return round(found.x, 7), round(found.y, 7)


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [geometry]
    return [part for part in getattr(geometry, "geoms", ()) if isinstance(part, Polygon)]


# -- payloads


def as_payload(
    geometry: BaseGeometry, *, crs: str, datum: str, assumed: Iterable[str] = (), text: str = ""
) -> dict[str, Any]:
    """The JSON a fact holds of a polygon."""
    found: dict[str, Any] = {"geojson": geojson_of(geometry, digits), "crs": crs, "datum": datum}
    notes = list(dict.fromkeys(assumed))
    if notes:
        found["assumed"] = notes
    if text:
        found["text"] = text
    return found


def digits(value: float) -> str:
    return f"{value:.{PLACES}f}".rstrip("0").rstrip(".")


def geojson_of(geometry: BaseGeometry, write: Callable[[float], Any] = float) -> dict[str, Any]:
    """GeoJSON of a geometry, its figures as numbers or as `write` writes them."""
    return {key: _each(value, write) for key, value in mapping(geometry).items()}


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, (list, tuple)):
        return [_each(one, change) for one in value]
    return value if isinstance(value, str) and value.isalpha() else change(value)


def shape_in(value: Any) -> BaseGeometry | None:
    """The geometry of a payload's value, or None when it holds none."""
    geojson = value.get("geojson") if isinstance(value, Mapping) else None
    if not isinstance(geojson, Mapping):
        return None
    try:
        found = shape({**geojson, "coordinates": _each(geojson.get("coordinates"), float)})
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None
    return None if found.is_empty else found


# -- rings


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a ring: `code` of the catalogue, 1-based `ring` and `vertex` (0: the whole ring), `params`."""

    code: str
    ring: int
    vertex: int = 0
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A geometry with what was repaired; None with its faults when there is one."""

    geometry: BaseGeometry | None
    faults: tuple[Remark, ...] = ()
    repaired: tuple[Remark, ...] = ()


def build(rings: Sequence[Sequence[Vertex]]) -> Built:
    """One geometry of rings in degrees, in any order: a ring within another is its hole, beside it a part of its own."""
    faults: list[Remark] = []
    repaired: list[Remark] = []
    good: list[tuple[int, LinearRing]] = []
    for number, ring in enumerate(rings, 1):
        points = _tidied(number, ring, repaired)
        fault = _ring_fault(number, points)
        if fault is not None:
            faults.append(fault)
            continue
        good.append((number, LinearRing(points)))
    if faults or not good:
        return Built(None, tuple(faults) or (Remark("ring_short", 1, 0, (("count", "0"),)),))
    return _assembled(good, repaired)


def _tidied(number: int, ring: Sequence[Vertex], repaired: list[Remark]) -> list[Vertex]:
    """The ring without its closing point and without points that stand twice in a row."""
    points: list[Vertex] = []
    for index, point in enumerate(ring, 1):
        at = (round(point[0], PLACES), round(point[1], PLACES))
        if points and at == points[-1]:
            repaired.append(Remark("ring_point_twice", number, index))
            continue
        points.append(at)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    elif len(points) > 2:
        repaired.append(Remark("ring_closed", number))
    return points


def _ring_fault(number: int, points: list[Vertex]) -> Remark | None:
    if len(points) < 3:
        return Remark("ring_short", number, 0, (("count", str(len(points))),))
    polygon = Polygon(points)
    if polygon.is_valid and polygon.area > 0:
        return None
    if polygon.convex_hull.area == 0:
        return Remark("ring_flat", number)
    place = _place_in(explain_validity(polygon))
    if place is None:
        return Remark("ring_flat", number)
    edges = _edges_at(points, place)
    first, second = (f"{i}–{i % len(points) + 1}" for i in (edges + edges)[:2])
    params = (("first", first), ("second", second), ("place", f"{place[0]:.6f}，{place[1]:.6f}"))
    return Remark("ring_crosses", number, edges[0], params)


def _place_in(explanation: str) -> Vertex | None:
    """The point of `Self-intersection[87.6 43.8]`."""
    inside = explanation.rpartition("[")[2].rstrip("]").split()
    try:
        return float(inside[0]), float(inside[1])
    except (IndexError, ValueError):
        return None


def _edges_at(points: list[Vertex], place: Vertex) -> list[int]:
    """The two edges, named by the number of their first vertex, nearest to a place and not neighbours if possible."""
    count = len(points)
    at = Point(place)
    far = [(shapely.LineString([points[i], points[(i + 1) % count]]).distance(at), i + 1) for i in range(count)]
    nearest = [number for _, number in sorted(far)]
    first = nearest[0]
    apart = [n for n in nearest[1:4] if (n - first) % count not in {1, count - 1}]
    return sorted([first, apart[0] if apart else nearest[1]])


def _assembled(good: list[tuple[int, LinearRing]], repaired: list[Remark]) -> Built:
    """Outer rings with their holes, largest first; rings that cross each other are a fault."""
    faults: list[Remark] = []
    outers: list[tuple[int, Polygon, list[LinearRing]]] = []
    for number, ring in sorted(good, key=lambda one: -Polygon(one[1]).area):
        polygon = Polygon(ring)
        around = next((o for o in outers if o[1].contains(polygon)), None)
        hit = next((o for o in outers if o is not around and o[1].intersection(polygon).area > 0), None)
        if around is not None and any(Polygon(hole).contains(polygon) for hole in around[2]):
            around = None  # an island in a hole
            hit = None
        holes = [] if around is None else around[2]
        crossed = any(Polygon(hole).intersection(polygon).area > 0 for hole in holes)
        if hit is not None or crossed:
            other = hit[0] if hit is not None else around[0] if around is not None else number
            faults.append(Remark("ring_overlaps", number, 0, (("other", str(other)),)))
        elif around is not None:
            around[2].append(ring)
        else:
            if not ring.is_ccw:
                repaired.append(Remark("ring_turned", number))
            outers.append((number, polygon, []))
    if faults:
        return Built(None, tuple(faults))
    parts = [orient(Polygon(outer.exterior, holes)) for _, outer, holes in outers]
    geometry = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    if not geometry.is_valid:
        return Built(None, (Remark("ring_touches", outers[0][0], 0, (("place", explain_validity(geometry)),)),))
    return Built(geometry, (), tuple(sorted(repaired, key=lambda r: (r.ring, r.vertex))))


def rings_of(geometry: BaseGeometry) -> list[list[Vertex]]:
    """All rings of a geometry's polygons, outer rings before their holes."""
    found: list[list[Vertex]] = []
    for polygon in polygons_of(geometry):
        found += [[(x, y) for x, y, *_ in ring.coords] for ring in (polygon.exterior, *polygon.interiors)]
    return found


def united(geometries: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Several polygons of one site as one; None when they overlap."""
    parts = [part for geometry in geometries for part in polygons_of(geometry)]
    if len(parts) == 1:
        return parts[0]
    joined = MultiPolygon(parts)
    if joined.is_valid:
        return joined
    whole = shapely.union_all(parts)
    return whole if abs(whole.area - sum(p.area for p in parts)) < 1e-13 else None


def boundary_shape(polygons: Sequence[Sequence[Sequence[Vertex]]], bounds: Sequence[Any]) -> BaseGeometry | None:
    """The district: of its boundary file, else the box of its bounds, else None."""
    if polygons:
        return _district(tuple(tuple(tuple(ring) for ring in polygon) for polygon in polygons))
    if len(bounds) != 4:
        return None
    west, south, east, north = (float(b) for b in bounds)
    return box(west, south, east, north)


@lru_cache(maxsize=8)
def _district(polygons: tuple[tuple[tuple[Vertex, ...], ...], ...]) -> BaseGeometry:
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])


def share_outside(geometry: BaseGeometry, district: BaseGeometry) -> float:
    """The part of a geometry's area that lies outside the district, 0 to 1."""
    if district.contains(geometry) or not geometry.area:
        return 0.0
    return float(geometry.difference(district).area / geometry.area)

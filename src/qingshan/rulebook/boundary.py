"""The district's boundary: `boundary.geojson` in the programme folder, longitude and latitude in degrees (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .findings import Report

FILE = "boundary.geojson"
Ring = tuple[tuple[float, float], ...]
Polygons = tuple[tuple[Ring, ...], ...]


def read_boundary(content: bytes, report: Report) -> Polygons:
    """The polygons of the file, each its outer ring and its holes. Every fault goes to the report."""
    try:
        tree = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        report.add(FILE, "", "boundary_unreadable", f"读不出 GeoJSON：{fault}", "用 UTF-8 的 GeoJSON 另存")
        return ()
    found: list[tuple[Ring, ...]] = []
    for number, geometry in enumerate(_geometries(tree), 1):
        found += _polygons(geometry, f"features[{number}]", report)
    if not found and not report.is_bad(FILE, ""):
        report.add(FILE, "", "boundary_empty", "里面没有面状图形", "本区的界线应是一个或几个 Polygon、MultiPolygon")
    return () if any(finding.file == FILE for finding in report.findings) else tuple(found)


def _geometries(tree: Any) -> Iterator[Any]:
    if not isinstance(tree, Mapping):
        return
    if tree.get("type") == "FeatureCollection" and isinstance(tree.get("features"), list):
        for feature in tree["features"]:
            yield from _geometries(feature)
    elif tree.get("type") == "Feature":
        yield from _geometries(tree.get("geometry"))
    elif "coordinates" in tree:
        yield tree


def _polygons(geometry: Mapping[str, Any], key: str, report: Report) -> Iterator[tuple[Ring, ...]]:
    kind, coordinates = geometry.get("type"), geometry["coordinates"]
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(coordinates, list):
        report.add(FILE, key, "boundary_not_area", f"图形是 {kind}，不是面", "用 Polygon 或 MultiPolygon")
        return
    for rings in [coordinates] if kind == "Polygon" else coordinates:
        read = [_ring(ring) for ring in rings] if isinstance(rings, list) else [None]
        if not read or any(ring is None for ring in read):
            hint = "每圈至少四点、首尾相同；经度在前，纬度在后，单位为度（CGCS2000 或 WGS84）"
            report.add(FILE, key, "boundary_bad_ring", "有一圈不是经纬度的闭合圈", hint)
            continue
        polygon = tuple(ring for ring in read if ring is not None)
        where = _crossing(polygon)
        if where:
            report.add(FILE, key, "boundary_crosses", f"界线自相交：{where}", "在图上改正后再导出")
            continue
        yield polygon


def _ring(points: Any) -> Ring | None:
    """A closed ring of at least four positions in degrees; None when it is none."""
    if not isinstance(points, Sequence) or isinstance(points, str) or len(points) < 4:
        return None
    found = []
    for point in points:
        if not isinstance(point, list) or len(point) < 2:
            return None
        x, y = point[0], point[1]
        if any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in (x, y)):
            return None
        if not (-180 <= x <= 180 and -90 <= y <= 90):
            return None
        found.append((float(x), float(y)))
    return tuple(found) if found[0] == found[-1] else None


def _crossing(polygon: tuple[Ring, ...]) -> str:
    from shapely import Polygon  # noqa: PLC0415 - loads numpy; most programmes have no boundary
    from shapely.validation import explain_validity  # noqa: PLC0415 - as above

    made = Polygon(polygon[0], polygon[1:])
    return "" if made.is_valid else explain_validity(made)

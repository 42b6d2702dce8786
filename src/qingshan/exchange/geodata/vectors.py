"""Shapefile, GeoPackage, KML and GeoJSON by pyogrio: every feature's polygon in CGCS2000 degrees, with its attributes."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from qingshan.rulebook.geometry import build, polygons_of, rings_of
from qingshan.rulebook.projections import (
    Said,
    System,
    assumptions,
    outside_china,
    points_to_degrees,
    system_of_wkt,
)

from ..register.complaints import ComplaintBook, Problem
from ..register.parsed import Parsed
from ..register.polygons import Corner, payload_of, polygon_from
from .result import KIND_NAMES, PolygonRow, kind_in

SUFFIXES = {".shp", ".zip", ".gpkg", ".kml", ".geojson", ".json"}
WORDS = {
    "code": ("档案号", "矿山编号", "编号", "code", "site_code", "dah"),
    "name": ("矿山名称", "矿山名", "名称", "name", "site_name", "ksmc", "mc"),
    "licence_no": ("采矿许可证号", "采矿许", "许可证号", "许可证", "licence_no", "license_no", "xkzh", "ckzh"),
    "kind": ("范围类型", "类型", "kind", "type", "lx"),
}
SHAPE_NAMES = {"Point": "点", "MultiPoint": "点", "LineString": "线", "MultiLineString": "线"}
LIMIT = 50_000_000
"""Bytes a zip may hold unpacked: boundaries are small."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as read: its name, its system as WKT ("" when the file has none), geometries and attribute rows."""

    name: str
    crs: str
    geometries: Sequence[BaseGeometry | None]
    rows: Sequence[Mapping[str, Any]]


def read_vectors(path: Path, said: Said, kind: str, book: ComplaintBook) -> Iterator[PolygonRow]:
    """The polygons of a file, one a feature."""
    try:
        layers = list(_layers(path))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, ValueError, KeyError) as fault:
        book.add("polygon_file_broken", path.name, why=str(fault).splitlines()[0][:120])
        return
    count = 0
    for layer in layers:
        if not layer.crs:
            book.add("polygon_no_system", path.name, layer.name)
        for number, (geometry, row) in enumerate(zip(layer.geometries, layer.rows, strict=True), 1):
            count += 1
            spot = f"第 {number} 个图形"
            marks = {key: _attribute(row, words) for key, words in WORDS.items()}
            own = kind or kind_in(marks["kind"], layer.name, path.stem)
            parsed = _polygon(geometry, layer.crs, said, number)
            shown = marks["name"] or marks["code"]
            for problem in parsed.problems:
                params = {"field": f"{shown}{KIND_NAMES.get(own, '范围')}", **problem.params}
                book.take(Problem(problem.code, params, problem.blocking), path.name, layer.name, spot, shown)
            if parsed.value is not None:
                yield PolygonRow(
                    path.name, layer.name, spot, number, own, marks["code"], marks["name"], marks["licence_no"],
                    parsed.value,
                )  # fmt: skip
    if not count:
        book.add("polygon_no_rows", path.name)


def _layers(path: Path) -> Iterator[Layer]:
    source = _source(path)
    for name, _ in pyogrio.list_layers(source):
        meta, _, geometries, columns = _read(source, str(name))
        shapes = [None if wkb is None else shapely.from_wkb(wkb) for wkb in geometries]
        fields = [str(f) for f in meta["fields"]]
        rows = [dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=True)] if fields else []
        yield Layer(str(name), str(meta["crs"] or ""), shapes, rows or [{} for _ in shapes])


def _read(source: str, layer: str) -> Any:
    """A layer; the words of a shapefile are in UTF-8 or, from older programs, in GBK, and often it does not say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's own remarks, in English; what matters raises
        if not source.lower().endswith((".shp", ".zip")):
            return pyogrio.raw.read(source, layer=layer)
        try:
            return pyogrio.raw.read(source, layer=layer, encoding="UTF-8")
        except UnicodeDecodeError:
            return pyogrio.raw.read(source, layer=layer, encoding="GB18030")


def _source(path: Path) -> str:
    """What pyogrio reads: the path, or a zip of a shapefile after a look at its size and names."""
    if path.suffix.lower() != ".zip":
        return str(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as bundle:
        infos = bundle.infolist()
        if sum(info.file_size for info in infos) > LIMIT:
            raise ValueError("解开后过大")
        if not any(info.filename.lower().endswith(".shp") for info in infos):
            raise ValueError("压缩包里没有 shp")
    return f"/vsizip/{path}"


def _attribute(row: Mapping[str, Any], words: Sequence[str]) -> str:
    for word in words:
        for key, value in row.items():
            if key.strip().lower() == word and value is not None and str(value).strip() not in {"", "nan", "None"}:
                return str(value).strip()
    return ""


def _polygon(geometry: BaseGeometry | None, wkt: str, said: Said, number: int) -> Parsed:
    if geometry is None or geometry.is_empty:
        return Parsed(problems=(Problem("polygon_empty", {"row": number}),))
    if not polygons_of(geometry):
        what = SHAPE_NAMES.get(geometry.geom_type, geometry.geom_type)
        return Parsed(problems=(Problem("polygon_not_area", {"row": number, "what": what}),))
    rings = rings_of(geometry)
    system, crs = system_of_wkt(wkt) if wkt else (System(), "")
    is_metres = not system.width and max(map(abs, geometry.bounds)) > 1000  # GeoJSON says degrees whatever it holds
    if not wkt or (is_metres and crs in {"EPSG:4326", "EPSG:4490"}):
        return polygon_from([[_corner(point) for point in ring] for ring in rings], said)
    degrees = [points_to_degrees(wkt, ring) for ring in rings]
    for ring_no, ring in enumerate(degrees, 1):
        for index, (x, y) in enumerate(ring, 1):
            if fault := outside_china(x, y):
                turned = points_to_degrees(wkt, [rings[ring_no - 1][index - 1][::-1]])[0]
                code = fault.code if outside_china(*turned) else "coordinate_axes_swapped"
                where = {"spot": f"第 {ring_no} 圈第 {index} 点", **dict(fault.params)}
                return Parsed(problems=(Problem(code, where),))
    return payload_of(build(degrees), system, assumptions(system, Said(datum=system.datum, meridian=1)), crs=crs)


def _corner(point: tuple[float, float]) -> Corner:
    """A point of a file without a system: GIS files write east first, degrees and metres alike."""
    x, y = point
    return Corner("", y, x) if abs(x) <= 180 else Corner("", x, y)

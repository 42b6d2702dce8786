"""Boundary files as offices and GIS programs write them: read, placed, and every bad ring named with row and vertex."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from shapely import Point, Polygon

from qingshan.exchange.geodata import read_polygons
from qingshan.exchange.register.parsed import Parsed
from qingshan.exchange.register.polygons import read_polygon
from qingshan.rulebook.geometry import area_m2, shape_in
from qingshan.rulebook.projections import Said
from tests.boundaries import EAST, NORTH, in_system, square, write_file, write_txt

RING = [(NORTH, EAST), (NORTH + 500, EAST), (NORTH + 500, EAST + 500), (NORTH, EAST + 500)]
FIELDS = {"KSMC": ["甲矿"], "code": ["A-1"]}


def area_of(value: object) -> float:
    shape = shape_in(value)
    assert shape is not None
    return area_m2(shape)


def blocking(reading) -> list[tuple[str, str]]:
    return [(c.cell, c.code) for c in reading.complaints if c.blocking]


def said(reading) -> str:
    return "\n".join(c.reason for c in reading.complaints)


@pytest.mark.parametrize(
    ("suffix", "crs", "epsg"),
    [
        (".shp", "EPSG:4517", 4517),
        (".shp", "EPSG:4538", 4538),
        (".shp", "EPSG:4490", 4490),
        (".gpkg", "EPSG:4517", 4517),
        (".gpkg", "EPSG:4326", 4326),
        (".kml", "EPSG:4326", 4326),
        (".geojson", "EPSG:4326", 4326),
        (".shp", None, 4538),
    ],
)
def test_a_square_is_the_same_in_every_format_and_system(tmp_path, suffix, crs, epsg):
    fields = {"Name": ["甲矿"]} if suffix == ".kml" else FIELDS
    path = write_file(tmp_path / f"矿区{suffix}", [in_system(square(), epsg)], fields, crs)
    reading = read_polygons([path], home=87.8)
    assert not blocking(reading)
    row = reading.rows[0]
    assert (row.name, row.kind) == ("甲矿", "licence")
    assert abs(area_of(row.value) - 250_000) < 1
    assert ("没有写坐标系" in said(reading)) is (crs is None)


def test_a_shapefile_may_come_as_a_zip(tmp_path):
    path = write_file(tmp_path / "a.shp", [in_system(square(), 4517)], FIELDS, "EPSG:4517")
    bundle = tmp_path / "破坏区.zip"
    with zipfile.ZipFile(bundle, "w") as made:
        for part in sorted(tmp_path.glob("a.*")):
            made.write(part, part.name)
    assert path.exists()
    reading = read_polygons([bundle])
    assert [(r.code, r.kind, r.value["crs"]) for r in reading.rows] == [("A-1", "damage", "EPSG:4517")]


def test_the_words_of_an_old_shapefile_are_in_gbk_though_it_does_not_say(tmp_path):
    fields = {"名称": ["甲矿"], "类型": ["破坏区"]}
    path = write_file(tmp_path / "a.shp", [in_system(square(), 4517)], fields, "EPSG:4517", encoding="GBK")
    (tmp_path / "a.cpg").unlink()
    assert [(r.name, r.kind) for r in read_polygons([path]).rows] == [("甲矿", "damage")]


def test_a_file_of_an_old_datum_says_how_far_off_it_may_be(tmp_path):
    path = write_file(tmp_path / "矿区.shp", [in_system(square(), 4517)], FIELDS, "EPSG:2353")
    reading = read_polygons([path])
    assert reading.rows[0].value["datum"] == "西安80"
    assert "±数十米，需转换" in reading.rows[0].value["assumed"][0]
    assert "±数十米，需转换" in said(reading)


@pytest.mark.parametrize("zone", [True, False])
def test_a_boundary_point_file_is_read_with_and_without_zone(tmp_path, zone):
    ring = [(n, e + (29_000_000 if zone else 0)) for n, e in RING]
    hole = [(n + 100, e + 100) for n, e in [ring[0], (ring[0][0] + 100, ring[0][1]), (ring[0][0], ring[0][1] + 100)]]
    path = write_txt(tmp_path / "破坏区.txt", {"甲矿": [ring, hole]}, 带号=29 if not zone else "")
    reading = read_polygons([path])
    assert not blocking(reading)
    row = reading.rows[0]
    assert (row.name, row.kind, row.spot) == ("甲矿", "damage", "第 8 行" if zone else "第 9 行")
    assert row.value["crs"] == ("EPSG:4517" if zone else "EPSG:4538")
    assert abs(area_of(row.value) - 245_000) < 1
    assert "第 1 圈原为顺时针" in said(reading)
    assert "写 25 公顷，按坐标算是 24.5000 公顷" in said(reading)


def test_every_bad_vertex_and_ring_of_a_file_is_named_at_once(tmp_path):
    bow = [RING[0], RING[2], RING[1], RING[3]]
    path = write_txt(tmp_path / "矿区.txt", {"甲矿": [bow], "乙矿": [RING[:2]], "丙矿": [RING]}, 带号=29)
    lines = path.read_text(encoding="gb18030").splitlines()
    lines[-1] = "J4,1,4855277.489,不清楚"
    path.write_text("\n".join(lines), encoding="gb18030")
    reading = read_polygons([path])
    found = blocking(reading)
    assert ("第 10 行", "ring_crosses") in found
    assert ("第 15 行", "ring_short") in found
    assert ("第 21 行", "vertex_unreadable") in found
    assert "甲矿矿区范围”第 1 圈自相交：1–2 边与 3–4 边" in said(reading)


def test_what_is_no_area_or_says_no_kind_is_refused(tmp_path):
    points = write_file(tmp_path / "矿区.gpkg", [Point(87.6, 43.8)], FIELDS, "EPSG:4490")
    nameless = write_file(tmp_path / "a.geojson", [square()], FIELDS, "EPSG:4326")
    other = tmp_path / "readme.doc"
    other.write_bytes(b"no file of shapes")
    broken = tmp_path / "b.gpkg"
    broken.write_bytes(b"no file of shapes either")
    reading = read_polygons([points, nameless, other, broken, tmp_path / "none.kml"])
    codes = [code for _, code in blocking(reading)]
    assert set(codes) == {
        "polygon_not_area", "polygon_no_kind", "polygon_file_kind", "polygon_file_broken", "file_missing",
    }  # fmt: skip


def test_geojson_in_metres_is_taken_for_what_it_is(tmp_path):
    path = write_file(tmp_path / "矿区.geojson", [in_system(square(), 4517)], FIELDS, None)
    reading = read_polygons([path])
    assert reading.rows[0].value["crs"] == "EPSG:4517"


WRITTEN = {
    "numbered, one a line": "1，4855277.489，29551667.868\n2，4855777.489，29551667.868\n3，4855777.489，29552167.868",
    "one row of figures": "1,4855277.489,29551667.868,2,4855777.489,29551667.868,3,4855777.489,29552167.868",
    "X and Y": "J1 X=4855277.489 Y=29551667.868；J2 X=4855777.489 Y=29551667.868；J3 X=4855777.489 Y=29552167.868；",
    "without numbers": "4855277.489,29551667.868;4855777.489,29551667.868;4855777.489,29552167.868",
    "with its system": "2000国家大地坐标系，3度带\n1 4855277.489 29551667.868\n2 4855777.489 29551667.868\n3 4855777.489 29552167.868",
    "degrees": "87.64237,43.83129;87.64243,43.83579;87.64865,43.83575",
    "degrees, minutes, seconds": (
        "1、东经87°38′32.532″，北纬43°49′52.644″；2、东经87°38′32.748″，北纬43°50′8.844″；"
        "3、东经87°38′55.14″，北纬43°50′8.7″"
    ),
    "GeoJSON": '{"type":"Polygon","coordinates":[[[87.64237,43.83129],[87.64865,43.83575],[87.64243,43.83579],'
    "[87.64237,43.83129]]]}",
    "WKT": "POLYGON((87.64237 43.83129, 87.64865 43.83575, 87.64243 43.83579, 87.64237 43.83129))",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_vertices_in_a_cell_are_read_however_they_are_written(text):
    parsed: Parsed = read_polygon(text, Said())
    assert not [p for p in parsed.problems if p.blocking is not False and p.code.startswith(("ring", "vertex"))]
    assert parsed.value is not None
    assert abs(area_of(parsed.value) / 125_000 - 1) < 0.01


def test_a_cell_of_rings_has_holes():
    outer = (
        "1,4855277.489,29551667.868;2,4855777.489,29551667.868;3,4855777.489,29552167.868;4,4855277.489,29552167.868"
    )
    inner = (
        "1,4855377.489,29551767.868;2,4855477.489,29551767.868;3,4855477.489,29551867.868;4,4855377.489,29551867.868"
    )
    for between in ("\n\n", "\n*\n", "\n"):
        parsed = read_polygon(outer + between + inner, Said())
        assert abs(area_of(parsed.value) - 240_000) < 1


def test_a_bad_vertex_of_a_cell_is_named_by_its_number():
    parsed = read_polygon("1,4855277.489,29551667.868;2,不详;3,4855777.489,29552167.868", Said())
    assert [(p.code, p.params["vertex"]) for p in parsed.problems] == [("vertex_unreadable", "2")]
    mixed = read_polygon(
        "1,4855277.489,29551667.868;2,4855777.489,551667.868;3,4855777.489,29552167.868", Said(home=87.6)
    )
    assert [(p.code, p.params["spot"]) for p in mixed.problems] == [("vertex_other_system", "第 2 点")]


def test_a_polygon_with_a_hole_keeps_it(tmp_path: Path):
    outer, inner = square(), square(100, EAST + 100, NORTH + 100)
    shape = Polygon(outer.exterior, [inner.exterior])
    path = write_file(tmp_path / "矿区.gpkg", [shape], FIELDS, "EPSG:4490")
    assert abs(area_of(read_polygons([path]).rows[0].value) - 240_000) < 1

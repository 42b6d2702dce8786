"""Boundaries through the command: dry run, stored as facts, as of a day, refused where figures are far apart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from shapely import box, to_geojson

from tests.boundaries import EAST, NORTH, in_system, square, write_file, write_txt
from tests.cli.command import Said, done, qingshan
from tests.cli.offices import write_book
from tests.made_up_notice import SHIPPED
from tests.stores import copied

HEADS = ("矿山名称", "街道", "持证", "类别", "破坏面积（公顷）", "采矿许可证号", "X坐标", "Y坐标", "摸底类型")
LICENCE = "C6501052010051120001234"
ROWS = [
    ("甲矿", "水磨沟街道", "是", "砂石粘土矿", 25, LICENCE, NORTH, EAST + 29_000_000, "历史遗留废弃"),
    ("乙矿", "水磨沟街道", "是", "砂石粘土矿", 100, None, NORTH + 40, EAST + 29_000_000, "历史遗留废弃"),
    ("丙矿", "水磨沟街道", "是", "砂石粘土矿", None, None, NORTH + 5000, EAST + 29_000_000, "历史遗留废弃"),
]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a district whose notice has a boundary file, with three sites."""
    folder = tmp_path_factory.mktemp("bounded")
    own = shutil.copytree(SHIPPED, folder / "own")
    district = {"type": "Feature", "properties": {}, "geometry": json.loads(to_geojson(box(87.5, 43.7, 87.65, 44.0)))}
    (own / "boundary.geojson").write_text(json.dumps(district), encoding="utf-8")
    done("init", "--programme", own, "--data", folder / "data")
    answer = done("import", "register", write_book(folder / "名册.xlsx", ROWS, HEADS), "--data", folder / "data")
    assert answer["new"] == 3
    assert [(n["name"], n["other_name"], n["metres"]) for n in answer["near"]] == [("乙矿", "甲矿", 40)]
    return folder / "data"


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    return copied(founded, tmp_path / "store")


def brings(data: Path, *words: object) -> Said:
    return qingshan("import", "polygons", *words, "--data", data)


def shown(data: Path, code: str, *words: object) -> dict:
    return done("site", "show", code, *words, "--data", data)


def codes(data: Path) -> dict[str, str]:
    return {site["name"]: site["code"] for site in done("status", "--data", data)["sites"]}


def test_a_boundary_is_a_fact_shown_with_its_area_and_known_as_of_its_day(data: Path, tmp_path: Path):
    file = write_file(tmp_path / "破坏区.gpkg", [in_system(square(), 4517)], {"name": ["甲矿"]}, "EPSG:4517")
    dry = brings(data, file, "--dry-run")
    assert (dry.code, dry.data["stored"], len(dry.data["new"])) == (0, False, 1)
    code = codes(data)["甲矿"]
    assert shown(data, code)["damage_area"] is None

    assert brings(data, file, "--on", "2019-05-01").data["amended"] == [code]

    area = shown(data, code)["damage_area"]
    assert abs(area["area_m2"] - 250_000) < 1
    assert (area["area_epsg"], area["crs"], area["vertices"]) == (4538, "EPSG:4517", 4)
    assert area["centroid"] == [pytest.approx(87.6455, abs=1e-3), pytest.approx(43.8335, abs=1e-3)]
    assert area["difference_percent"] == 0
    assert shown(data, code, "--on", "2019-04-30")["damage_area"] is None
    again = brings(data, file)
    assert (again.data["same"], again.data["amended"]) == (1, [])
    assert done("check", "--data", data)["ok"]


def test_a_changed_boundary_asks_first(data: Path, tmp_path: Path):
    for side, words, code in ((500, (), 0), (505, (), 1), (505, ("--yes",), 0)):
        file = write_file(tmp_path / f"破坏区{side}{len(words)}.gpkg", [square(side)], {"name": ["甲矿"]}, "EPSG:4490")
        said = brings(data, file, *words)
        assert said.code == code, said.text
    assert said.data["changed"][0]["before_m2"] == pytest.approx(250_000, abs=1)


@pytest.mark.parametrize(("side", "level"), [(500, None), (512, None), (513, "warn"), (547, "warn"), (549, "block")])
def test_an_area_drawn_is_compared_with_the_area_stated(data: Path, tmp_path: Path, side: float, level: str | None):
    ring = [(NORTH, EAST), (NORTH, EAST + side), (NORTH + side, EAST + side), (NORTH + side, EAST)]
    said = brings(data, write_txt(tmp_path / "破坏区.txt", {"甲矿": [ring]}, 带号=29))
    if level == "block":
        assert (said.code, said.error) == (1, "blocked")
        assert [b["code"] for b in said.data["error"]["blockers"]] == ["polygon_area_far"]
        return
    assert said.code == 0, said.text
    found = [(w["level"], w["code"]) for w in shown(data, codes(data)["甲矿"])["warnings"]]
    assert found == ([(level, "polygon_area_differs")] if level else [])


def test_an_explained_difference_is_only_a_warning(data: Path, tmp_path: Path):
    heads = (*HEADS[:6], "面积差异说明")
    book = write_book(tmp_path / "名册.xlsx", [(*ROWS[0][:6], "图上含已复垦部分")], heads)
    assert done("import", "register", book, "--yes", "--data", data)["stored"]
    file = write_file(tmp_path / "破坏区.gpkg", [square(600)], {"name": ["甲矿"]}, "EPSG:4490")
    assert brings(data, file).code == 0
    assert [w["code"] for w in shown(data, codes(data)["甲矿"])["warnings"]] == ["polygon_area_differs"]


def test_what_reaches_beyond_the_district_is_a_warning(data: Path, tmp_path: Path):
    file = write_file(tmp_path / "破坏区.gpkg", [square(500, EAST + 600)], {"name": ["丙矿"]}, "EPSG:4490")
    assert brings(data, file).code == 0
    warnings = shown(data, codes(data)["丙矿"])["warnings"]
    assert [(w["level"], w["code"]) for w in warnings] == [("warn", "polygon_outside")]
    assert "本区界线" in warnings[0]["message"]


def test_a_feature_of_nobody_or_of_two_is_refused_and_nothing_is_stored(data: Path, tmp_path: Path):
    shapes = [square(), square(100, EAST + 1000), square(100, EAST + 50), square(100, EAST + 60)]
    fields = {"name": ["甲矿", "丁矿", "丙矿", "丙矿"]}
    said = brings(data, write_file(tmp_path / "破坏区.gpkg", shapes, fields, "EPSG:4490"))
    assert said.code == 1
    assert [c["code"] for c in said.data["complaints"] if c["blocking"]] == ["polygon_unmatched", "polygon_overlaps"]
    assert shown(data, codes(data)["甲矿"])["damage_area"] is None


def test_parts_of_one_site_are_one_area_and_a_licence_number_finds_it(data: Path, tmp_path: Path):
    shapes = [square(200), square(300, EAST + 1000)]
    file = write_file(tmp_path / "a.gpkg", shapes, {"licence_no": [LICENCE, LICENCE]}, "EPSG:4490")
    assert brings(data, file, "--kind", "licence").code == 0
    area = shown(data, codes(data)["甲矿"])["licence_area"]
    assert (area["parts"], round(area["area_m2"])) == (2, 130_000)


def test_sites_are_found_by_where_they_lie(data: Path):
    def names(*words: str) -> list[str]:
        return [s["name"] for s in done("site", "find", *words, "--data", data)["sites"]]

    assert names("--near", "87.64237,43.83129", "--metres", "39") == ["甲矿"]
    assert names("--near", "87.64237,43.83129", "--metres", "41") == ["甲矿", "乙矿"]
    assert names("--box", "87.6,43.85,87.7,43.9") == ["丙矿"]
    assert qingshan("site", "find", "--data", data).code == 2
    assert qingshan("site", "find", "--near", "87", "--data", data).code == 2


def test_sites_closer_than_the_notice_says_are_listed_as_pairs(data: Path):
    pairs = done("site", "twins", "--data", data)["pairs"]
    assert [({p["name"], p["other_name"]}, p["metres"]) for p in pairs] == [({"甲矿", "乙矿"}, 40)]
    assert not done("site", "twins", "--metres", "39", "--data", data)["pairs"]

"""A dry run asks what the import asks, and both name sheet, row and cell; areas far away, turned round, or drawn twice."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import openpyxl
import pytest

from qingshan.cli.answer import AtWork
from tests.boundaries import EAST, NORTH, square, write_file
from tests.cli.command import Said, done, qingshan
from tests.cli.offices import write_book
from tests.made_up_notice import SHIPPED
from tests.stores import copied

HEADS = ("矿山名称", "街道", "持证", "类别", "破坏面积（公顷）", "破坏区拐点坐标", "摸底类型")
REFUSED = "必须先改正"


def corners(east: float = EAST, north: float = NORTH, zone: int = 29, side: float = 500) -> str:
    """A square as a cell of vertices: 点号, X（北）, Y（东）带带号."""
    steps = ((0, 0), (0, side), (side, side), (side, 0))
    return "；".join(f"{n},{north + a:.3f},{zone * 1_000_000 + east + b:.3f}" for n, (a, b) in enumerate(steps, 1))


def row(name: str, hectares: float | None = 25, ring: str | None = None) -> tuple[object, ...]:
    return (name, "水磨沟街道", "是", "砂石粘土矿", hectares, ring, "历史遗留废弃")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trials")
    done("init", "--programme", SHIPPED, "--data", folder / "data")
    book = write_book(folder / "名册.xlsx", [row("甲矿"), row("乙矿", None)], HEADS)
    assert done("import", "register", book, "--data", folder / "data")["stored"]
    return folder / "data"


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    return copied(founded, tmp_path / "store")


def brings(data: Path, folder: Path, rows: list[tuple[object, ...]], *words: object) -> Said:
    book = write_book(folder / "来文.xlsx", rows, HEADS)
    return qingshan("import", "register", book, "--yes", *words, "--data", data)


def blocking(said: Said) -> list[tuple[str, str, str]]:
    return [(c["sheet"], c["cell"], c["code"]) for c in said.data["complaints"] if c["blocking"]]


def names(data: Path) -> set[str]:
    return {site["name"] for site in done("status", "--data", data)["sites"]}


ODD = [row("丙矿", 25, corners()), row("丁矿", 90, corners(EAST + 2000)), row("甲矿", 60, corners(EAST + 4000))]


def test_a_dry_run_is_refused_for_what_the_import_is_refused_for(data: Path, tmp_path: Path):
    dry = brings(data, tmp_path, ODD, "--dry-run")
    real = brings(data, tmp_path, ODD)
    assert (dry.code, real.code) == (1, 1)
    assert [cell for _, cell, _ in blocking(dry)] == ["F3", "F4"]
    assert blocking(dry) == blocking(real)
    reasons = [c["reason"] for c in dry.data["complaints"] if c["blocking"]]
    assert all(name in reason and "相差" in reason for name, reason in zip(("丁矿", "甲矿"), reasons, strict=True))
    assert names(data) == {"甲矿", "乙矿"}
    assert done("import", "list", "--data", data)["imports"][0]["created"] == 2


def test_a_dry_run_of_good_rows_stores_nothing(data: Path, tmp_path: Path):
    before = done("check", "--data", data)
    assert brings(data, tmp_path, ODD[:1], "--dry-run").code == 0
    assert done("check", "--data", data) == before
    assert brings(data, tmp_path, ODD[:1]).data["stored"]


def test_the_annotated_copy_marks_what_the_gates_refuse(data: Path, tmp_path: Path):
    copy = tmp_path / "批注.xlsx"
    assert brings(data, tmp_path, ODD, "--annotated", copy).code == 1
    sheet = openpyxl.load_workbook(copy).worksheets[0]
    assert "相差" in sheet["F3"].comment.text


FAR_ZONE, FAR_NORTH = corners(zone=40), corners(north=NORTH - 1_500_000)


@pytest.mark.parametrize("ring", [FAR_ZONE, FAR_NORTH])
def test_an_area_far_from_the_district_is_refused_with_where_it_lies(data: Path, tmp_path: Path, ring: str):
    said = brings(data, tmp_path, [row("丙矿", 25, ring)], "--dry-run")
    assert [(cell, code) for _, cell, code in blocking(said)] == [("F2", "blocked")]
    assert "公里" in said.text
    assert "带号" in said.text


@pytest.mark.parametrize("order", [1, -1])
def test_the_metres_of_web_maps_are_called_so(data: Path, tmp_path: Path, order: int):
    points = [(9_756_300, 5_440_000), (9_757_000, 5_440_000), (9_757_000, 5_440_700)]
    ring = "；".join(f"{n},{','.join(map(str, pair[::order]))}" for n, pair in enumerate(points, 1))
    said = brings(data, tmp_path, [row("丙矿", 25, ring)], "--dry-run")
    assert [code for _, _, code in blocking(said)] == ["coordinate_web_mercator"]
    assert "EPSG:3857" in said.text
    assert "EPSG:4490" in said.text


def test_an_area_drawn_like_anothers_is_pointed_out(data: Path, tmp_path: Path):
    said = brings(data, tmp_path, [row("丙矿", 25, corners()), row("丁矿", 25, corners())])
    assert said.data["stored"]
    (twin,) = [c for c in said.data["complaints"] if c["code"] == "polygon_twin"]
    assert (twin["cell"], twin["blocking"]) == ("F3", False)
    assert "丙矿" in twin["reason"]
    again = brings(data, tmp_path, [row("戊矿", 25, corners())], "--dry-run")
    assert "polygon_twin" in {c["code"] for c in again.data["complaints"]}


def polygons(data: Path, *words: object) -> Said:
    return qingshan("import", "polygons", *words, "--kind", "damage", "--data", data)


def test_a_dry_run_of_boundaries_asks_the_gates_and_names_every_feature(data: Path, tmp_path: Path):
    shapes = [square(900), square(500, EAST + 800_000)]
    file = write_file(tmp_path / "a.geojson", shapes, {"name": ["甲矿", "乙矿"]}, "EPSG:4326")
    dry, real = polygons(data, file, "--dry-run"), polygons(data, file)
    assert (dry.code, real.code) == (1, 1)
    told = [(c["cell"], c["code"]) for c in dry.data["complaints"] if c["blocking"]]
    assert told == [("第 1 个图形", "polygon_refused"), ("第 2 个图形", "polygon_refused")]
    assert dry.data["complaints"] == real.data["complaints"]
    assert done("site", "find", "--box", "70,20,130,50", "--data", data)["sites"] == []


def test_a_file_with_north_before_east_is_called_so(data: Path, tmp_path: Path):
    turned = square().__class__([(y, x) for x, y in square().exterior.coords])
    file = write_file(tmp_path / "a.geojson", [turned], {"name": ["甲矿"]}, "EPSG:4326")
    said = polygons(data, file, "--dry-run")
    assert [c["code"] for c in said.data["complaints"] if c["blocking"]] == ["coordinate_axes_swapped"]
    assert "对调" in said.text


def test_one_drawing_for_two_sites_is_pointed_out(data: Path, tmp_path: Path):
    file = write_file(tmp_path / "a.geojson", [square(), square()], {"name": ["甲矿", "乙矿"]}, "EPSG:4326")
    said = polygons(data, file)
    assert (said.code, [c["code"] for c in said.data["complaints"]]) == (0, ["polygon_twin"])


@pytest.mark.parametrize("seed", ["", " "])
def test_experts_are_not_drawn_with_an_empty_seed(data: Path, tmp_path: Path, seed: str):
    pool = write_book(tmp_path / "专家库.xlsx", [("甲", "生态环境保护", "某院")], ("姓名", "专业", "工作单位"))
    said = qingshan("panel", "draw", pool, "--seed", seed, "--data", data)
    assert (said.code, said.error) == (1, "bad_value")
    assert "种子" in said.text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "said"), [(Terminal, ["写入 3 / 5", "写入 5 / 5"]), (io.StringIO, [])])
def test_what_takes_long_is_told_every_second_on_a_terminal_only(
    monkeypatch, stream: type[io.StringIO], said: list[str]
):
    shown, moments = stream(), iter((0.0, 0.4, 0.9, 1.1, 1.1, 1.5, 2.3, 2.3))
    monkeypatch.setattr(sys, "stderr", shown)
    at_work = AtWork(lambda: next(moments))
    for number in range(1, 6):
        at_work.count("写入")(number, 5)
    at_work.end()
    assert [part.strip() for part in shown.getvalue().split("\r") if part.strip()] == said

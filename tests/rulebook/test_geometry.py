"""Positions and areas: Chinese coordinate systems there and back, areas on the ground, rings that enclose something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.geometry import (
    AreaRefused,
    area_m2,
    as_payload,
    build,
    geodesic_area_m2,
    projected,
    shape_in,
    united,
)
from qingshan.rulebook.projections import (
    APPROXIMATE,
    CGCS2000,
    XIAN80,
    Fault,
    Position,
    Said,
    System,
    from_degrees,
    meridian_of,
    position,
    said_in,
    system_of_epsg,
    to_degrees,
)
from tests.boundaries import square

LONGITUDES, LATITUDES = st.floats(74.6, 134.9), st.floats(19.0, 53.0)


# -- the check point of the field (domain §6.7)


@pytest.mark.parametrize(
    ("figures", "home", "epsg"),
    [
        ((4855277.489, 29551667.868), None, 4517),
        ((29551667.868, 4855277.489), None, 4517),
        ((4855277.489, 551667.868), 87.6, 4538),
        ((551667.868, 4855277.489), 87.6, 4538),
        ((87.64237, 43.83129), None, 4490),
        ((43.83129, 87.64237), None, 4490),
    ],
)
def test_the_check_point_is_found_in_every_way_of_writing_it(figures, home, epsg):
    found = position(*figures, Said(home=home))
    assert isinstance(found, Position)
    assert found.system.epsg == epsg
    assert (round(found.longitude, 7), round(found.latitude, 7)) == (87.64237, 43.83129)
    east, north = from_degrees(epsg, 87.64237, 43.83129)
    if epsg != 4490:
        assert (round(east % 1_000_000, 3), round(north, 3)) == (551667.868, 4855277.489)


@given(LONGITUDES, LATITUDES, st.sampled_from([3, 6]), st.booleans(), st.booleans())
def test_there_and_back_is_the_same_place(longitude, latitude, width, zoned, north_first):
    system = System(CGCS2000, width, meridian_of(longitude, width), zoned)
    east, north = from_degrees(system.epsg, longitude, latitude)
    figures = (north, east) if north_first else (east, north)
    said = Said(datum=CGCS2000, width=width, home=longitude)
    found = position(*figures, said)
    assert isinstance(found, Position)
    assert found.system == system
    assert abs(found.longitude - longitude) < 1e-9
    assert abs(found.latitude - latitude) < 1e-9


@pytest.mark.parametrize("code", [*range(4513, 4555), *range(4491, 4513), *range(2349, 2391), *range(2401, 2443)])
def test_every_code_names_the_system_that_has_it(code):
    system = system_of_epsg(code)
    assert system is not None
    assert system.epsg == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("坐标系=2000国家大地坐标系\n几度分带=3\n带号=29", Said(CGCS2000, 3, 87)),
        ("1980西安坐标系，3度带，中央经线87度", Said(XIAN80, 3, 87)),
        ("西安80", Said(XIAN80)),
        ("EPSG:4538", Said(CGCS2000, 3, 87)),
        ("6度带 第15带", Said("", 6, 87)),
        ("没有说什么", Said()),
    ],
)
def test_what_a_file_says_of_its_system(text, said):
    assert said_in(text) == said


def test_an_old_datum_and_a_guess_are_never_silent():
    old = position(4855277.489, 29551667.868, Said(datum=XIAN80))
    assert isinstance(old, Position)
    assert any(APPROXIMATE in words for words in old.assumed)
    guessed = position(4855277.489, 551667.868, Said(home=87.6))
    assert isinstance(guessed, Position)
    assert [("没有写坐标系" in w, "没有带号" in w) for w in guessed.assumed] == [(True, False), (False, True)]
    told = position(4855277.489, 551667.868, Said(datum=CGCS2000, width=3, meridian=87))
    assert isinstance(told, Position)
    assert not told.assumed


@pytest.mark.parametrize(
    ("figures", "said", "code"),
    [
        ((4855277.489, 551667.868), Said(), "coordinate_no_meridian"),
        ((4855277.489, 24551667.868), Said(), "coordinate_bad_zone"),
        ((4855277.489, 29951667.868), Said(), "coordinate_bad_zone"),
        ((4855277.489, 29551667.868), Said(meridian=90), "coordinate_zone_differs"),
        ((4855277.489, 43.8), Said(home=87.6), "coordinate_no_pair"),
        ((551667.868, 551667.868), Said(home=87.6), "coordinate_no_pair"),
        ((12.0, 140.0), Said(), "coordinate_not_in_china"),
    ],
)
def test_figures_that_are_no_place_say_why(figures, said, code):
    found = position(*figures, said)
    assert isinstance(found, Fault)
    assert found.code == code


# -- areas


def test_a_square_of_500_metres_has_its_area_in_the_zone_and_on_the_ellipsoid_and_none_in_web_mercator():
    east, north = from_degrees(4538, 87.70, 43.82)
    shape = square(500, east, north)
    assert abs(area_m2(shape) - 250_000) < 1
    assert abs(area_m2(shape, 4538) - 250_000) < 1
    assert round(geodesic_area_m2(shape), 1) == 249_980.3
    assert round(projected(shape, 3857).area) == 480_361
    for epsg in (3857, 4490, 3395):
        with pytest.raises(AreaRefused, match=f"EPSG:{epsg}") as refused:
            area_m2(shape, epsg)
        assert "不能" in str(refused.value)


@given(LONGITUDES, LATITUDES, st.floats(10, 2000))
def test_both_areas_agree_within_a_thousandth_anywhere_in_the_country(longitude, latitude, side):
    system = System(CGCS2000, 3, meridian_of(longitude))
    east, north = from_degrees(system.epsg, longitude, latitude)
    shape = square(side, east, north, system.epsg)
    planar, geodesic = area_m2(shape), geodesic_area_m2(shape)
    assert abs(planar / side**2 - 1) < 2e-3  # its centre may lie in the next zone
    assert abs(planar / geodesic - 1) < 2e-3


# -- rings


def test_a_clockwise_open_ring_with_a_point_twice_is_repaired_and_said():
    ring = [(87.60, 43.80), (87.60, 43.81), (87.60, 43.81), (87.61, 43.81), (87.61, 43.80)]
    built = build([ring])
    assert built.geometry is not None
    assert built.geometry.exterior.is_ccw
    assert [r.code for r in built.repaired] == ["ring_closed", "ring_turned", "ring_point_twice"]
    assert built.repaired[-1].vertex == 3


def test_a_ring_inside_is_a_hole_and_one_beside_a_part_and_one_in_the_hole_a_part_again():
    def ring(x: float, y: float, side: float) -> list[tuple[float, float]]:
        return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]

    built = build([ring(87.62, 43.82, 0.05), ring(87.60, 43.80, 0.1), ring(87.8, 43.8, 0.01), ring(87.63, 43.83, 0.01)])
    assert built.geometry is not None
    assert [len(p.interiors) for p in built.geometry.geoms] == [1, 0, 0]
    assert abs(built.geometry.area - (0.01 - 0.0025 + 0.0001 + 0.0001)) < 1e-9


@pytest.mark.parametrize(
    ("rings", "code"),
    [
        ([[(87.6, 43.8), (87.61, 43.8)]], "ring_short"),
        ([[(87.6, 43.8), (87.61, 43.8), (87.6, 43.8)]], "ring_short"),
        ([[(87.6, 43.8), (87.61, 43.8), (87.62, 43.8)]], "ring_flat"),
        ([[(87.6, 43.8), (87.61, 43.81), (87.61, 43.8), (87.6, 43.81)]], "ring_crosses"),
        (
            [
                [(87.6, 43.8), (87.62, 43.8), (87.62, 43.82), (87.6, 43.82)],
                [(87.61, 43.81), (87.63, 43.81), (87.63, 43.83), (87.61, 43.83)],
            ],
            "ring_overlaps",
        ),
    ],
)
def test_rings_that_enclose_nothing_are_named(rings, code):
    built = build(rings)
    assert built.geometry is None
    assert [f.code for f in built.faults] == [code]


def test_a_crossing_names_its_edges_and_its_place():
    built = build([[(87.60, 43.80), (87.61, 43.81), (87.61, 43.80), (87.60, 43.81)]])
    assert dict(built.faults[0].params) == {"first": "1–2", "second": "3–4", "place": "87.605000，43.805000"}


@given(st.lists(st.tuples(st.floats(87.5, 88.1), st.floats(43.7, 44.0)), max_size=8))
def test_a_ring_is_either_a_sound_polygon_or_named_as_none(points: list[Any]):
    built = build([points])
    if built.geometry is None:
        assert built.faults
        return
    assert built.geometry.is_valid
    back = shape_in(as_payload(built.geometry, crs="EPSG:4490", datum=CGCS2000))
    assert back is not None
    assert back.equals_exact(built.geometry, 1e-9)


def test_overlapping_parts_are_not_one_area():
    assert united([square(100), square(100, east=551_700)]) is None
    apart = united([square(100), square(100, east=553_000)])
    assert apart is not None
    assert apart.geom_type == "MultiPolygon"


def test_degrees_of_a_projection_come_back():
    assert to_degrees(4490, 87.5, 43.5) == (87.5, 43.5)

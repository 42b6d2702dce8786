"""The geometry column keeps shapes exactly, and finds them by box and by metres, on either database."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from qingshan.foundation.geometry_field import index_everything
from qingshan.register.models import Site
from qingshan.register.nearby import in_box, near, pairs_within
from qingshan.rulebook.geometry import distance_m
from qingshan.rulebook.projections import from_degrees, to_degrees

pytestmark = pytest.mark.django_db
DEGREES = (st.floats(87.0, 88.5), st.floats(43.2, 44.3))


def square(east: float, north: float, side: float) -> Polygon:
    corners = ((0, 0), (side, 0), (side, side), (0, side))
    return Polygon([to_degrees(4538, east + a, north + b) for a, b in corners])


def test_a_shape_comes_back_as_it_was_written():
    shape = MultiPolygon([square(551_667, 4_855_277, 500), square(553_000, 4_855_277, 50)])
    Site.objects.create(code="A", name="甲", damage_area=shape, location=Point(87.64237, 43.83129))
    site = Site.objects.get(code="A")
    assert site.damage_area.equals(shape)
    assert (site.location.x, site.location.y) == (87.64237, 43.83129)
    assert site.licence_area is None


def test_a_site_is_found_by_a_box_after_it_moved_and_not_after_it_went():
    Site.objects.create(code="A", name="甲", location=Point(87.6, 43.8))
    assert [s.code for s in in_box(Site.objects.all(), (87.5, 43.7, 87.7, 43.9))] == ["A"]
    Site.objects.update(location=Point(87.9, 43.9))
    assert not in_box(Site.objects.all(), (87.5, 43.7, 87.7, 43.85))
    assert [s.code for s in in_box(Site.objects.all(), (87.8, 43.8, 88, 44))] == ["A"]
    Site.objects.update(location=None)
    assert not in_box(Site.objects.all(), (87.0, 43.0, 89, 45))
    Site.objects.update(location=Point(87.9, 43.9))
    Site.objects.all().delete()
    assert not in_box(Site.objects.all(), (87.0, 43.0, 89, 45))


def test_metres_are_metres_on_the_ground():
    east, north = from_degrees(4538, 87.7, 43.82)
    Site.objects.create(code="A", name="甲", damage_area=square(east, north, 500))
    for away, is_found in ((99.9, True), (100.1, False)):
        place = Point(to_degrees(4538, east - away, north + 250))
        assert near(Site.objects.all(), place, 100).exists() is is_found
    assert near(Site.objects.all(), Point(to_degrees(4538, east + 250, north + 250)), 0).exists()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*DEGREES), min_size=1, max_size=12), st.tuples(*DEGREES), st.floats(1, 60_000))
def test_the_index_finds_what_measuring_every_site_finds(places, centre, metres):
    Site.objects.all().delete()
    Site.objects.bulk_create(Site(code=str(i), name=str(i), location=Point(*place)) for i, place in enumerate(places))
    at = Point(*centre)
    wanted = {str(i) for i, place in enumerate(places) if distance_m(Point(*place), at) <= metres}
    assert {s.code for s in near(Site.objects.all(), at, metres)} == wanted
    around = box(at.x - 0.1, at.y - 0.1, at.x + 0.1, at.y + 0.1)
    inside = {str(i) for i, place in enumerate(places) if around.intersects(Point(*place))}
    assert {s.code for s in in_box(Site.objects.all(), around.bounds)} == inside


def test_two_sites_closer_than_fifty_metres_are_one_pair():
    east, north = from_degrees(4538, 87.7, 43.82)
    for code, away in (("A", 0), ("B", 49), ("C", 101)):
        Site.objects.create(code=code, name=code, location=Point(to_degrees(4538, east + away, north)))
    assert [(a.code, b.code, round(d)) for a, b, d in pairs_within(Site.objects.all(), 50)] == [("A", "B", 49)]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its index itself")
def test_an_index_that_was_lost_with_its_table_is_made_again():
    Site.objects.create(code="A", name="甲", location=Point(87.6, 43.8))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'register_site'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("DELETE FROM register_site_location_rtree")
    index_everything()
    assert in_box(Site.objects.all(), (87.5, 43.7, 87.7, 43.9)).exists()
    Site.objects.update(location=None)
    assert not in_box(Site.objects.all(), (87.5, 43.7, 87.7, 43.9)).exists()

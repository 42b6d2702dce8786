"""Sites by where they lie: within a box, or within so many metres of a place or of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from .models import Site

PLACES = ("location", "licence_area", "damage_area")
"""Where a site may lie: its point, its licensed area, what was damaged."""


def in_box(sites: QuerySet[Site], bounds: Sequence[float]) -> QuerySet[Site]:
    """Sites of which any place touches the box west, south, east, north (degrees)."""
    from shapely import box  # noqa: PLC0415 - loads numpy

    return sites.filter(_any("intersects", box(*bounds)))


def near(sites: QuerySet[Site], geometry: Any, metres: float) -> QuerySet[Site]:
    """Sites of which any place comes within so many metres of a geometry in degrees."""
    return sites.filter(_any("within_metres", (geometry, metres)))


def _any(lookup: str, value: Any) -> Q:
    found = Q()
    for place in PLACES:
        found |= Q(**{f"{place}__{lookup}": value})
    return found


def pairs_within(sites: QuerySet[Site], metres: float) -> Iterator[tuple[Site, Site, float]]:
    """Two sites whose points lie nearer than so many metres, each pair once, with its distance: perhaps one site twice
    (五(一)1c)."""
    import shapely  # noqa: PLC0415 - loads numpy

    from qingshan.rulebook.geometry import box_around, metres_between  # noqa: PLC0415

    listed = [site for site in sites.order_by("code") if site.location is not None]
    tree = shapely.STRtree([site.location for site in listed])
    for number, site in enumerate(listed):
        around = shapely.box(*box_around(site.location, metres))
        for other in sorted(int(i) for i in tree.query(around) if i > number):
            one, two = site.location, listed[other].location
            apart = metres_between((one.x, one.y), (two.x, two.y))
            if apart < metres:
                yield site, listed[other], apart

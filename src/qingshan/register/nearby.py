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
    from qingshan.rulebook import geometry  # noqa: PLC0415 - loads numpy

    listed = [site for site in sites.order_by("code") if site.location is not None]
    places = [(site.location.x, site.location.y) for site in listed]
    for one, other, apart in geometry.pairs_within(places, metres):
        yield listed[one], listed[other], apart

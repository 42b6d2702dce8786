"""Areas drawn exactly alike for two sites: perhaps one drawing used twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.rulebook.consistency import AREAS

PLACES = 7  # decimals of a degree: a centimetre


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area of a site: `label` is how the site is called; `key` is licence_area or damage_area."""

    label: str
    key: str
    value: Mapping[str, Any]


def drawn(label: str, values: Mapping[str, Any]) -> list[Drawn]:
    """The areas among a site's values."""
    return [Drawn(label, key, values[key]) for key in AREAS if values.get(key)]


def twins(new: Iterable[Drawn], known: Iterable[Drawn]) -> list[tuple[Drawn, Drawn]]:
    """Each new area with the area of another site, on file or new before it, that has the very same corners."""
    listed = list(new)
    if not listed:
        return []
    first: dict[object, Drawn] = {}
    for area in known:
        first.setdefault(_corners(area.value), area)
    found = []
    for area in listed:
        other = first.setdefault(_corners(area.value), area)
        if other.label != area.label:
            found.append((area, other))
    return found


def _corners(value: Mapping[str, Any]) -> object:
    """The corners of a GeoJSON polygon, however it is turned and wherever it begins."""
    points: set[tuple[float, ...]] = set()

    def walk(item: Any) -> None:
        if item and isinstance(item[0], (list, tuple)):
            for part in item:
                walk(part)
        elif item:
            points.add(tuple(round(float(figure), PLACES) for figure in item[:2]))

    walk(value["geojson"]["coordinates"])
    return frozenset(points)

"""New sites of a reading that lie so near another one that both may be the same (五(一)1c)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qingshan.rulebook.programme import Programme
from qingshan.rulebook.values import number

DISTANCE_PARAMETER = "duplicate_distance_m"
DEFAULT_DISTANCE = Decimal(50)
"""Metres where the programme does not say."""


@dataclass(frozen=True, slots=True)
class Near:
    """The new entry at `index`, and the site on file or the new entry before it that lies so near."""

    index: int
    other: str  # 档案号, "" for an entry of the same reading
    other_name: str
    metres: int


def distance(programme: Programme) -> float:
    found = number(programme.parameter(DISTANCE_PARAMETER))
    return float(DEFAULT_DISTANCE if found is None else found)


def near_entries(
    programme: Programme, new: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]
) -> tuple[Near, ...]:
    """Every new entry with each site nearer than the programme's distance."""
    named = [(code, str(values.get("name", "")), _place(values)) for code, values in known.items()]
    named += [("", str(values.get("name", "")), _place(values)) for values in new]
    placed = [(i, place) for i, (_, _, place) in enumerate(named) if place is not None]
    if not any(i >= len(known) for i, _ in placed):
        return ()
    from qingshan.rulebook.geometry import pairs_within  # noqa: PLC0415 - loads numpy; many registers have no places

    found = []
    for one, other, apart in pairs_within([place for _, place in placed], distance(programme)):
        first, second = placed[one][0], placed[other][0]
        if second >= len(known):
            code, name, _ = named[first]
            found.append(Near(second - len(known), code, name, round(apart)))
    return tuple(found)


def _place(values: Mapping[str, Any]) -> tuple[float, float] | None:
    x, y = number(values.get("longitude")), number(values.get("latitude"))
    if x is None or y is None or abs(x) > 180 or abs(y) > 90:
        return None
    return float(x), float(y)

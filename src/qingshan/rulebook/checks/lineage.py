"""Checks on register acts: what a split says of its children (五(一)1c)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..shares import DAMAGE_AREA, damage_area_of
from ..status import Blocker
from ..values import is_filled, number, rows, text

if TYPE_CHECKING:
    from ..look import Look


def split_areas_agree(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Every child has its area, their sum is the parent's or a row says why it is not, and one child at most keeps the
    accounts."""
    if look.entry is None:
        return
    children = rows(look.payload.get("children"))
    whole = damage_area_of(look.course.facts)
    areas = [number(row.get(DAMAGE_AREA)) or Decimal(0) for row in children]
    told = _exact(whole) if whole is not None else "（没有登记）"
    for row, area in zip(children, areas, strict=True):
        if area <= 0:
            yield look.blocker("child_area_missing", child=text(row.get("name")), parent=told)
    total = sum(areas, Decimal(0))
    is_explained = any(is_filled(row.get("area_reason")) for row in children)
    if whole is not None and all(area > 0 for area in areas) and total != whole and not is_explained:
        yield look.blocker("child_areas_differ", sum=_exact(total), parent=told, difference=_exact(total - whole))
    keepers = sum(bool(row.get("keeps_accounts")) for row in children)
    if keepers > 1:
        yield look.blocker("accounts_in_two_places", count=keepers)


def _exact(square_metres: Decimal) -> str:
    """In hectares with every digit: a difference of a square metre is seen."""
    return f"{(square_metres / 10_000).normalize():f} 公顷"

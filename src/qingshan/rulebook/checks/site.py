"""Register data of a site: checks and conditions on them, and how its street may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..consistency import AREAS, BLOCK, mineral_findings, place_findings, polygon_findings
from ..status import Blocker

if TYPE_CHECKING:
    from ..evidence import Course
    from ..look import Look


def polygons_agree(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """An area drawn is not far from the area stated, or it is explained, and neither it nor the place is far outside the
    district (domain §1.4 rules 3 and 9). Asked of an entry that says anything of them."""
    told = {*AREAS, *(f"{key}_m2" for key in AREAS), "area_explanation", "longitude", "latitude"}
    if look.entry is None or not told & set(look.payload):
        return
    after = {**look.course.site(), **look.payload}
    for found in (*polygon_findings(look.programme, after), *place_findings(look.programme, look.payload)):
        if found.level == BLOCK:
            yield Blocker(found.blocker.code, look.clause, found.blocker.params)


def minerals_listed(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A licensed mine digs what the notice lists, where anything else is refused."""
    if look.entry is None:
        return
    after = {**look.course.site(), **look.payload}
    for found in mineral_findings(look.programme, after, look.day):
        if found.level == BLOCK:
            yield found.blocker


def site_is(course: Course, params: Mapping[str, Any]) -> bool:
    """A register field has one of these values; of a field with several values, one of them. Booleans: true, false."""
    value = course.site().get(params["field"])
    held = value if isinstance(value, (list, tuple)) else (value,)
    return any(_word(v) in params["values"] for v in held)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)

"""Register data of a site: checks and conditions on them, and how its street may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..consistency import AREAS, BLOCK, polygon_findings
from ..status import Blocker

if TYPE_CHECKING:
    from ..evidence import Course
    from ..look import Look


def polygons_agree(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """An area drawn is not far from the area stated, or it is explained (domain §1.4 rule 3). Asked of an entry that
    says anything of either."""
    told = {*AREAS, *(f"{key}_m2" for key in AREAS), "area_explanation"}
    if look.entry is None or not told & set(look.payload):
        return
    for found in polygon_findings(look.programme, {**look.course.site(), **look.payload}):
        if found.level == BLOCK:
            yield Blocker(found.blocker.code, look.clause, found.blocker.params)


def site_is(course: Course, params: Mapping[str, Any]) -> bool:
    """A register field has one of these values; of a field with several values, one of them. Booleans: true, false."""
    value = course.site().get(params["field"])
    held = value if isinstance(value, (list, tuple)) else (value,)
    return any(_word(v) in params["values"] for v in held)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def street_moves_by_paper(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """An amendment leaves the street as it is; a site goes to another street by a paper of its own (三(一)-1).

    A correction of a record may name the street it should have named.
    """
    if look.entry is None or look.entry.replaces:
        return
    before, after = look.course.site().get("street"), look.payload.get("street")
    if before and after and before != after:
        yield look.blocker("street_without_paper", before=str(before), after=str(after))

"""Checks on who has to restore (三(一)-2, 三(一)-4; domain §1.4 rule 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..look import Look


REFUSED_MODES = {"government": ("restore",), "enterprise": ("pay", "substitute")}
"""Who carries out the restoration, where the notice is read as saying so for all sites → modes that are not open."""


def responsibility_founded(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A holder who is gone leaves the street responsible and needs proof; a holder who is not is responsible himself.

    Who pays and who carries it out are apart, unless the notice is read as leaving one way open (C-16).
    """
    if look.entry is None or look.entry.result != "determined":
        return
    is_lost = look.payload.get("is_lost")
    body = look.payload.get("body_kind")
    if is_lost is True:
        if body != "street":
            yield look.blocker("lost_holder_needs_street")
        if not is_filled(look.payload.get("lost_proof")):
            yield look.blocker("lost_holder_needs_proof")
    elif is_lost is False and body != "enterprise":
        yield look.blocker("living_holder_is_responsible")
    mode = look.payload.get("mode")
    if mode in REFUSED_MODES.get(look.course.answer("executor"), ()):
        yield look.blocker("mode_not_open", mode=LISTS["restoration_mode"][str(mode)])

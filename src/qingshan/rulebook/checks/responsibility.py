"""Checks on who has to restore (三(一)-2, 三(一)-4; domain §1.4 rule 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..look import Look


def responsibility_founded(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A holder who is gone leaves the street responsible and needs proof; a holder who is not is responsible himself."""
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

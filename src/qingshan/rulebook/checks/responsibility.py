"""Checks on who has to restore, and on restoring in his place (三(一)-2..4, C-17; domain §1.4 rule 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..orders import recovery_of
from ..standing import day_of
from ..status import Blocker
from ..values import is_filled, number, ten_thousands

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


def order_unrectified(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The last order's day has passed and `stage` was not reached: only then does the government restore instead,
    unless the notice is read as leaving it the choice (C-17)."""
    if look.programme.answer("substitution", look.day) == "either":
        return
    order = look.course.latest("responsibility.ordered")
    due = day_of(order.payload.get("order_due_on")) if order else None
    if due is None:
        yield look.blocker("no_order_on_file")
    elif look.day <= due:
        yield look.blocker("order_still_running", due=due.isoformat())
    elif look.course.is_satisfied(params["stage"]):
        stage = look.stage(params["stage"])
        yield look.blocker("order_rectified", stage_name=stage.name if stage else params["stage"])


def recovered_within_claim(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """All that was recovered, with this entry, is not above what was claimed; nothing is recovered without a claim."""
    if look.entry is None or look.entry.result == "claimed":
        return
    recovery = recovery_of(look.course.facts)
    if not recovery.claimed:
        yield look.blocker("nothing_claimed")
        return
    total = recovery.recovered
    if look.entry.result == "recovered":
        total += int(number(look.payload.get("recovery_amount")) or 0)
    if total > recovery.claimed:
        yield look.blocker(
            "recovered_over_claimed", recovered=ten_thousands(total), claimed=ten_thousands(recovery.claimed)
        )

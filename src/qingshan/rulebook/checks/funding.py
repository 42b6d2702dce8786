"""Checks on money: nothing is spent that was not received (domain §5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..status import Blocker
from ..values import number, ten_thousands

if TYPE_CHECKING:
    from ..look import Look


ABOVE_THE_DISTRICT = ("central", "region", "city")


def allotted_first(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Money of a level above the district is received when its allotment is on file, where levels are told apart
    (C-48)."""
    level = look.payload.get("level")
    if look.entry is None or look.entry.result != "received" or level not in ABOVE_THE_DISTRICT:
        return
    if look.course.answer("city_money") == "one":
        return
    if all(f.payload.get("level") != level for f in look.course.of(("funding.allotted",))):
        yield look.blocker("not_allotted", level=LISTS["fund_level"][str(level)])


def funds_within_receipts(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """All that was spent, with this entry, is not above all that was received."""
    if look.entry is None or look.entry.result != "spent":
        return
    received = sum(int(number(f.payload.get("amount")) or 0) for f in look.course.of(("funding.received",)))
    spent = sum(int(number(f.payload.get("amount")) or 0) for f in look.course.of(("funding.spent",)))
    spent += int(number(look.payload.get("amount")) or 0)
    if spent > received:
        yield look.blocker("spent_over_received", spent=ten_thousands(spent), received=ten_thousands(received))

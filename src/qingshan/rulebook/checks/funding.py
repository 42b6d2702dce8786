"""Checks on money: nothing is spent that was not received (domain §5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker
from ..values import number, ten_thousands

if TYPE_CHECKING:
    from ..look import Look


def funds_within_receipts(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """All that was spent, with this entry, is not above all that was received."""
    if look.entry is None or look.entry.result != "spent":
        return
    received = sum(int(number(f.payload.get("amount")) or 0) for f in look.course.of(("funding.received",)))
    spent = sum(int(number(f.payload.get("amount")) or 0) for f in look.course.of(("funding.spent",)))
    spent += int(number(look.payload.get("amount")) or 0)
    if spent > received:
        yield look.blocker("spent_over_received", spent=ten_thousands(spent), received=ten_thousands(received))

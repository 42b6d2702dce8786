"""Checks on money: spent within received, the sources of a project before its works, budgets by level (domain §5.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..funding import contract_price, funding_of_facts
from ..lists import LISTS
from ..status import Blocker
from ..values import number, ten_thousands, text
from .plan import plan_is_government_funded

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


def funds_confirmed(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A government investment project has money that was allotted or received, and sources that cover its contract."""
    if not plan_is_government_funded(look.course, {}):
        return
    funds = funding_of_facts(look.course.facts)
    if not funds.is_confirmed:
        yield look.blocker("funds_not_confirmed")
    price = contract_price(look.programme, [*look.course.facts, *([look.entry] if look.entry else [])])
    if funds.is_confirmed and funds.sources_total < price:
        yield look.blocker(
            "sources_below_contract", sources=ten_thousands(funds.sources_total), price=ten_thousands(price)
        )


def level_fits(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Records of these results are made for these levels only: a district cannot decide the city's budget (C-48)."""
    level = text(look.payload.get("level"))
    if look.entry is None or look.entry.result not in params["results"] or not level or level in params["levels"]:
        return
    words = LISTS["fund_level"]
    yield look.blocker(
        "level_does_not_fit",
        level_name=words.get(level, level),
        wanted="、".join(words.get(one, one) for one in params["levels"]),
    )

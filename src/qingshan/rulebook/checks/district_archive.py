"""Checks on the signed roll-up of all files (五(一)2b)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..standing import day_of
from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def summed_up_before(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """What is signed was summed up by then: its day is not after the day of the signature."""
    as_of = day_of(look.payload.get("as_of"))
    if look.entry is not None and as_of is not None and as_of > look.entry.happened_on:
        on = look.entry.happened_on.isoformat()
        yield look.blocker("summed_up_later", as_of=as_of.isoformat(), on=on)

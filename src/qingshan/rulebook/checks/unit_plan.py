"""Checks on a street's plan: who answers for it is named (六(一)-2, C-51)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def duties_named(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """At least one person is named for each of these duties (codes of the list `duty`)."""
    if look.entry is None:
        return
    named = {person.get("duty") for person in look.payload.get("persons") or ()}
    missing = [LISTS["duty"].get(duty, duty) for duty in params["duties"] if duty not in named]
    if missing:
        yield look.blocker("duty_unnamed", missing=missing)

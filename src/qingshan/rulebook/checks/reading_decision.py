"""Checks on what is said of the readings: a paper confirms the reading in force, a change is a version of the notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def reading_in_force(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The entry names a reading of the notice and what the notice has chosen there for the day, by code or meaning."""
    if look.entry is None:
        return
    reading = next((r for r in look.programme.readings if r.code == look.entry.subject), None)
    if reading is None:
        yield look.blocker("reading_unknown", subject=look.entry.subject)
        return
    chosen = reading.chosen_on(look.day)
    means = reading.alternatives.get(chosen, chosen)
    if look.payload.get("chosen") not in (chosen, means):
        yield look.blocker("reading_differs", subject=reading.code, told=look.payload.get("chosen"), chosen=means)

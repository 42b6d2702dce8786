"""Checks on a street's plan: who answers for it is named (六(一)-2, C-51)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def duties_named(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A person is named for each of these duties (codes of the list `duty`), another one for each where all are asked."""
    if look.entry is None:
        return
    named = {person.get("duty") for person in look.payload.get("persons") or ()}
    missing = [LISTS["duty"].get(duty, duty) for duty in params["duties"] if duty not in named]
    if missing:
        yield look.blocker("duty_unnamed", missing=missing)
    if look.programme.answer("responsible_persons", look.entry.happened_on) == "one":
        return
    for name, duties in _duties_of(look.payload.get("persons") or ()).items():
        both = [LISTS["duty"].get(duty, duty) for duty in params["duties"] if duty in duties]
        if len(both) > 1:
            yield look.blocker("one_person_for_all", person=name, duties=both)


def _duties_of(persons: Iterable[Mapping[str, Any]]) -> dict[str, set[Any]]:
    """Name → the duties it is named under."""
    found: dict[str, set[Any]] = {}
    for person in persons:
        if person.get("name"):
            found.setdefault(str(person["name"]), set()).add(person.get("duty"))
    return found

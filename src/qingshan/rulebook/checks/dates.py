"""Checks on days and numbers that several nouns share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..standing import day_of
from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def not_before_entry(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A date field, where it is filled, is not before the day of the entry itself."""
    found = day_of(look.payload.get(params["field"]))
    if look.entry is not None and found is not None and found < look.entry.happened_on:
        yield look.blocker(
            "date_before_entry",
            field=params["field"],
            field_name=look.field_name(params["field"]),
            value=found.isoformat(),
            on=look.entry.happened_on.isoformat(),
        )


def subject_unused(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The number the entry opens is not that of an earlier record of these results."""
    if look.entry is None:
        return
    names = tuple(f"{params['kind']}.{result}" for result in params["results"])
    if look.entry.subject and any(f.subject == look.entry.subject for f in look.course.of(names)):
        yield look.blocker("subject_used", subject=look.entry.subject)

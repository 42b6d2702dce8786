"""Checks on the progress of the works (五(三), C-11: nothing decreases without a correction)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..status import Blocker
from ..values import hectares, number

if TYPE_CHECKING:
    from ..facts import Fact
    from ..look import Look


def not_less_than_before(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A cumulative figure is not below an earlier one of the same package. To lower it, correct the earlier record."""
    key = params["field"]
    value = number(look.payload.get(key))
    if look.entry is None or value is None:
        return
    highest: tuple[Decimal, Fact] | None = None
    for fact in look.course.facts:
        if fact.kind != params["kind"] or fact.subject != look.entry.subject:
            continue
        before = number(fact.payload.get(key))
        if before is not None and (highest is None or before > highest[0]):
            highest = (before, fact)
    if highest is not None and value < highest[0]:
        yield look.blocker(
            "less_than_before",
            field=key,
            field_name=look.field_name(key),
            value=look.figure(key, value),
            before=look.figure(key, highest[0]),
            on=highest[1].happened_on.isoformat(),
            fact=highest[1].id,
        )


def not_more_than_treatable(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The area done, over all packages, is not above the treatable area of the latest survey."""
    key = params["field"]
    value = number(look.payload.get(key))
    survey = look.course.latest("survey.completed")
    treatable = number(survey.payload.get("treatable_area_m2")) if survey else None
    if look.entry is None or value is None or treatable is None:
        return
    others: dict[str, Decimal] = {}
    for fact in look.course.facts:
        done = number(fact.payload.get(key))
        if fact.kind == look.entry.kind and fact.subject != look.entry.subject and done is not None:
            others[fact.subject] = max(done, others.get(fact.subject, done))
    total = value + sum(others.values())
    if total > treatable:
        yield look.blocker(
            "more_than_treatable",
            field=key,
            field_name=look.field_name(key),
            value=hectares(total),
            treatable=hectares(treatable),
        )

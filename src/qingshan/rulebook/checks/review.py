"""Checks on the review panel (五(二)3b, C-50)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ..programme import Panel, Programme
from ..status import Blocker
from ..values import rows, text

if TYPE_CHECKING:
    from ..look import Look


def panel_on(programme: Programme, on: date) -> Panel:
    """The panel a review of a day needs: as the programme's table says, or one expert of each speciality (C-50)."""
    rule = programme.panel
    if programme.answer("panel_size", on) == "one_each":
        return replace(rule, at_least=len(rule.specialities), odd=False)
    return rule


def panel_complete(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Enough experts, an odd number where the programme says so, every speciality present, nobody twice."""
    if look.entry is None:
        return
    rule = panel_on(look.programme, look.day)
    panel = rows(look.payload.get("panel"))
    people = [(text(r.get("name")), text(r.get("employer"))) for r in panel if text(r.get("name"))]
    if len(people) < rule.at_least:
        yield look.blocker("panel_too_small", have=len(people), need=rule.at_least)
    if rule.odd and people and len(people) % 2 == 0:
        yield look.blocker("panel_even", have=len(people))
    present = {r.get("speciality") for r in panel}
    missing = [name for code, name in rule.specialities.items() if code not in present]
    if missing:
        yield look.blocker("panel_speciality_missing", missing="、".join(missing))
    twice = sorted({name for name, employer in people if people.count((name, employer)) > 1})
    if twice:
        yield look.blocker("panel_person_twice", person="、".join(twice))

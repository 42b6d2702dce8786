"""What each child of a split takes of its parent's figures, so that no sum on a ledger grows by the split.

Areas of damage are shared by the areas the act gives the children, so that the parts add up to the whole to the last
digit. Money stays in one place: with the child that keeps the accounts. Depths, counts and texts describe the place and
are copied as they are, and so is the area of a licence, which the split of a site does not divide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from .facts import Fact
from .nouns import NOUNS, Field
from .standing import REGISTER_KINDS, register_data
from .values import number, rows, text

_FIELDS: Mapping[str, Mapping[str, Field]] = {
    action.kind: {field.key: field for field in noun.fields} for noun in NOUNS for action in noun.actions
}
_OF_THE_LICENCE = frozenset({"licence_area_m2", "licence_area"})
_STEP = Decimal("0.01")
"""Parts are cut to 平方分米; the last takes what is left."""
SURVEYED, TOTAL_AREA, DAMAGE_AREA = "survey.completed", "total_area_m2", "damage_area_m2"


@dataclass(frozen=True, slots=True)
class Share:
    """A child's part. `area`, `before` and `whole`: its own area, that of the children before it, that of all, in m².

    `accounts` is the code of the child that keeps the accounts; `survey` the id of the parent's survey in force, whose
    total becomes the area the act gives.
    """

    child: str
    area: Decimal
    before: Decimal
    whole: Decimal
    accounts: str
    survey: str

    def part_of(self, value: Decimal) -> Decimal:
        """The child's part of an area of the parent: all parts together are the area."""
        if value == self.whole:
            return self.area
        return self._up_to(value, self.before + self.area) - self._up_to(value, self.before)

    def _up_to(self, value: Decimal, area: Decimal) -> Decimal:
        if area == self.whole:
            return value
        return (value * area / self.whole).quantize(_STEP, ROUND_DOWN)

    def of(self, fact: Fact) -> Fact:
        """The copy of a parent's fact with the child's part of its figures."""
        payload = self._payload(fact.kind, _FIELDS.get(fact.kind, {}), fact.payload)
        if fact.id == self.survey:
            payload[TOTAL_AREA] = format(self.area, "f")
        return replace(fact, payload=payload)

    def _payload(self, kind: str, fields: Mapping[str, Field], payload: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in payload.items():
            field = fields.get(key)
            if field is None or key in _OF_THE_LICENCE:
                made[key] = value
            elif field.rows:
                own = {one.key: one for one in field.rows}
                made[key] = [self._payload(kind, own, row) for row in rows(value)]
            elif field.type != "geometry":  # what the parent's outline encloses is no child's alone
                made[key] = self._figure(field, value)
        return made

    def _figure(self, field: Field, value: Any) -> Any:
        told = number(value)
        if field.type == "area" and told is not None:
            return format(self.part_of(told), "f")
        if field.type == "money" and self.child != self.accounts and told is not None:
            return 0
        return value


def shares_of(split: Fact, standing: Iterable[Fact]) -> dict[str, Share]:
    """Child → its share, of a split that gives every child an area; empty for one that does not.

    `standing`: the parent's standing facts up to the split, as known then.
    """
    children = [
        (text(row.get("code")), number(row.get(DAMAGE_AREA)), row) for row in rows(split.payload.get("children"))
    ]
    areas = {code: area for code, area, _ in children if area is not None and area > 0}
    if not areas or len(areas) < len(children):
        return {}
    keeper = next((code for code, _, row in children if row.get("keeps_accounts")), children[0][0])
    surveys = [fact.id for fact in standing if fact.name == SURVEYED and fact.happened_on <= split.happened_on]
    whole, before, found = sum(areas.values(), Decimal(0)), Decimal(0), {}
    for code, area in areas.items():
        found[code] = Share(code, area, before, whole, keeper, surveys[-1] if surveys else "")
        before += area
    return found


def damage_area_of(facts: Iterable[Fact]) -> Decimal | None:
    """The damaged area of a site by its standing facts, in m²: the last survey's total, else the register's."""
    listed = list(facts)
    surveyed = [number(f.payload.get(TOTAL_AREA)) for f in listed if f.name == SURVEYED]
    if surveyed and surveyed[-1] is not None:
        return surveyed[-1]
    return number(register_data(f for f in listed if f.kind in REGISTER_KINDS).get(DAMAGE_AREA))

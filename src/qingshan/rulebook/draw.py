r"""Drawing a review panel so that anybody can draw it again (五(二)3b, C-50).

The draw, exactly. Every expert of the pool is known by name, speciality and employer, each without blanks around it.

1. Leave out the recused (name and employer).
2. An expert's number is SHA-256 over the UTF-8 text `seed⏎speciality⏎name⏎employer` (⏎ a single line feed, none at the
   end), written in lower hexadecimal; `printf '%s\n%s\n%s\n%s' … | sha256sum` prints it.
3. Take the specialities in the order of the programme. Of each, sort its experts by number, skip who is drawn already,
   and take the first as many as asked for; the rest, in that order, are its substitutes.

Neither the order of the pool nor who holds the list makes a difference: the seed decides, and its own SHA-256 was made
known before the day of the draw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .programme import Panel
from .values import number, rows, text

Person = tuple[str, str]
"""Name and employer."""


@dataclass(frozen=True, slots=True)
class Expert:
    name: str
    speciality: str
    employer: str

    @property
    def person(self) -> Person:
        return self.name, self.employer


@dataclass(frozen=True, slots=True)
class Draw:
    """`drawn` in the order drawn; `substitutes`: speciality → who comes next; `short`: speciality → how many lack."""

    drawn: tuple[Expert, ...]
    substitutes: Mapping[str, tuple[Expert, ...]]
    short: Mapping[str, int]


def seed_digest(seed: str) -> str:
    """What is made known beforehand: SHA-256 of the seed, lower hexadecimal."""
    return hashlib.sha256(seed.encode()).hexdigest()


def number_of(seed: str, expert: Expert) -> str:
    """The expert's number under a seed, by which the experts of a speciality are sorted."""
    line = f"{seed}\n{expert.speciality}\n{expert.name}\n{expert.employer}"
    return hashlib.sha256(line.encode()).hexdigest()


def draw(pool: Iterable[Expert], recused: Iterable[Person], wanted: Mapping[str, int], seed: str) -> Draw:
    """The panel of a seed. `wanted`: speciality → how many, in the order of the programme."""
    out = set(recused)
    free = {expert for expert in pool if expert.person not in out}
    drawn: list[Expert] = []
    rest: dict[str, list[Expert]] = {}
    short: dict[str, int] = {}
    for speciality, count in wanted.items():
        taken = {expert.person for expert in drawn}
        own = sorted(
            (e for e in free if e.speciality == speciality and e.person not in taken),
            key=lambda e: (number_of(seed, e), e.name, e.employer),
        )
        drawn += own[:count]
        rest[speciality] = own[count:]
        if len(own) < count:
            short[speciality] = count - len(own)
    panel = {expert.person for expert in drawn}
    substitutes = {code: tuple(e for e in found if e.person not in panel) for code, found in rest.items()}
    return Draw(tuple(drawn), substitutes, short)


def usual_numbers(panel: Panel) -> dict[str, int]:
    """One of each speciality, then one more in the programme's order until there are enough, and an odd number."""
    wanted = dict.fromkeys(panel.specialities, 1)
    total = max(panel.at_least, len(wanted))
    if panel.odd and total % 2 == 0:
        total += 1
    codes = list(wanted)
    for extra in range(total - len(wanted)):
        wanted[codes[extra % len(codes)]] += 1
    return wanted


def experts_of(value: Any) -> tuple[Expert, ...]:
    """The experts of a payload's rows."""
    return tuple(
        Expert(text(row.get("name")), text(row.get("speciality")), text(row.get("employer"))) for row in rows(value)
    )


def recorded_draw(payload: Mapping[str, Any], panel: Panel) -> Draw:
    """The draw of a record computed again from its pool, recusals, numbers and seed."""
    recused = [(text(row.get("name")), text(row.get("employer"))) for row in rows(payload.get("recusals"))]
    told = {text(row.get("speciality")): int(number(row.get("count")) or 0) for row in rows(payload.get("numbers"))}
    wanted = {code: told[code] for code in panel.specialities if code in told} if told else usual_numbers(panel)
    return draw(experts_of(payload.get("pool")), recused, wanted, text(payload.get("seed")))

"""What of the notice a record names by its code, read off the nouns' declarations (design §1a, rule 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .exceptions import GRANTED, exceptions_in_force
from .facts import Dossier, Fact
from .nouns import NOUNS, Field
from .programme import Programme
from .standing import standing_facts
from .tables import names_of

OF_NOTICE = "programme:"
STAGES, PARTIES = "stages", "parties"

Reference = tuple[str, str]
"""(code list of the programme, code in it)."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A code that records name and the new version lacks: `table` is its list, `facts` how many, `example` one file."""

    table: str
    code: str
    name: str
    facts: int
    example: str


def _table_of(field: Field) -> str:
    return field.list.removeprefix(OF_NOTICE) if field.list.startswith(OF_NOTICE) else field.names


def _fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(f for f in fields if _table_of(f) or any(_table_of(r) for r in f.rows))


FIELDS: Mapping[str, tuple[Field, ...]] = {
    action.kind: _fields(noun.fields) for noun in NOUNS for action in noun.actions
}
"""Kind of fact → its fields that hold codes of the notice."""


def references(fact: Fact) -> Iterator[Reference]:
    """Every code of the notice a fact names, its own stage aside."""
    yield from _named(FIELDS.get(fact.kind, ()), fact.payload)
    if fact.to:
        yield STAGES, fact.to


def _named(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterator[Reference]:
    for field in fields:
        value, table = values.get(field.key), _table_of(field)
        if table:
            for code in value if isinstance(value, (list, tuple)) else (value,):
                if isinstance(code, str) and code:
                    yield table, code
        elif isinstance(value, (list, tuple)):
            for row in value:
                if isinstance(row, Mapping):
                    yield from _named(field.rows, row)


class Fitting:
    """Counts what records name and `new` lacks, file by file; stages among `let_go` are given up on purpose.

    A stage is named by its evidence too, unless another stage of the new version is reached by it.
    """

    def __init__(self, ours: Programme, new: Programme, on: date, let_go: Iterable[str] = ()) -> None:
        self.ours, self.on = ours, on
        self.gone: dict[str, set[str]] = {}
        for known in ours.lists:
            there = new.code_list(known.code)
            gone = set(known.items) - set(there.items if there else ())
            self.gone[known.code] = gone - set(let_go) if known.code == STAGES else gone
        reached = {name for stage in new.stages for name in names_of(stage.evidence)}
        self.evidence = {
            name: stage.code
            for stage in ours.stages
            if stage.code in self.gone[STAGES]
            for name in names_of(stage.evidence)
            if name not in reached
        }
        self.found: dict[Reference, tuple[int, str]] = {}

    @property
    def is_idle(self) -> bool:
        """Whether no code was dropped at all."""
        return not any(self.gone.values())

    def add(self, dossier: Dossier, name: str) -> None:
        """Count what one file names; `name` is how the file is told."""
        facts = standing_facts(dossier.facts)
        running = {one.fact.id for one in exceptions_in_force(facts, self.on)}
        for fact in facts:
            if fact.name not in GRANTED or fact.id in running:
                for reference in dict.fromkeys((*references(fact), *self._own_stage(fact))):
                    self.note(*reference, name)

    def _own_stage(self, fact: Fact) -> Iterator[Reference]:
        if fact.name in self.evidence:
            yield STAGES, self.evidence[fact.name]

    def note(self, table: str, code: str, name: str) -> None:
        """Count one use of a code."""
        if code in self.gone.get(table, ()):
            count, example = self.found.get((table, code), (0, name))
            self.found[table, code] = (count + 1, example)

    def dropped(self) -> tuple[Dropped, ...]:
        """What stands in the way, in the order of the lists."""
        order = [known.code for known in self.ours.lists]
        keys = sorted(self.found, key=lambda key: (order.index(key[0]), key[1]))
        return tuple(Dropped(t, code, self._word(t, code), *self.found[t, code]) for t, code in keys)

    def _word(self, table: str, code: str) -> str:
        known = self.ours.code_list(table)
        return known.items.get(code, code) if known else code

    def list_name(self, table: str) -> str:
        known = self.ours.code_list(table)
        return known.name if known else table

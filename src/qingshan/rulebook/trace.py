"""From a clause to what carries it out: lines of the programme, checks, records, readings (design §4)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from .checks.registry import CONDITIONS, EVIDENCE, GATES
from .leads import leads_of
from .nouns import BY_ACTION, Action, Noun
from .programme import CheckUse, Clause, Programme, Reading
from .questions import QUESTIONS
from .versions import name_of

HERE = Path(__file__).resolve().parents[1]

ENFORCED_BY: Mapping[str, str] = {
    "targets": "rulebook/targets.py",
    "control_totals": "rulebook/ledger.py",
    "categories": "rulebook/slots.py",
    "slots": "rulebook/slots.py",
    "stages": "rulebook/evidence.py",
    "parts": "rulebook/evidence.py",
    "endings": "rulebook/evidence.py",
    "holds": "rulebook/holds.py",
    "gates": "rulebook/judging.py",
    "backplan": "rulebook/calendar.py",
    "batches": "rulebook/deadlines.py",
    "deadlines": "rulebook/deadlines.py",
    "panel": "rulebook/checks/review.py",
    "publicity": "rulebook/publicity.py",
    "complaints": "rulebook/actions.py",
    "ledgers": "rulebook/ledger.py",
    "weekly": "rulebook/calendar.py",
    "criteria": "rulebook/checks/acceptance.py",
    "procedure_steps": "rulebook/checks/procedure.py",
    "plan_items": "rulebook/checks/plan.py",
    "waivable": "rulebook/checks/exception.py",
    "body_tasks": "rulebook/bodies.py",
    "seats": "rulebook/bodies.py",
    "lists": "casework/shape.py",
}
"""Table of a programme → the module that acts on its lines."""


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the programme that bears a clause. `table` and `key` name it; `by` is the module that acts on it."""

    table: str
    key: str
    clause: str
    by: str
    line: Any = None

    @property
    def root(self) -> tuple[str, str]:
        """Table and key of the whole line, of which this may be a part."""
        return self.table.partition(".")[0], self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """A named check, where it is asked (`gate[…]`, `stage[…]`), and where it is written.

    `function`: module:name, `where`: file:line.
    """

    check: str
    asked: str
    clause: str
    function: str
    where: str
    says: str


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """An action that records what the clause asks for. `fields` are those that bear it; none: the action as a whole."""

    noun: Noun
    action: Action
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    word: str
    clauses: tuple[Clause, ...]
    keys: tuple[Key, ...]
    checks: tuple[CheckPlace, ...]
    records: tuple[RecordPlace, ...]
    readings: tuple[Reading, ...]

    def is_empty(self) -> bool:
        return not (self.clauses or self.keys or self.checks or self.records or self.readings)


def trace(programme: Programme, word: str) -> Trace:
    """All that carries out a clause; a clause without its letter means all its rows.

    `word` may also be a reading, a check, an action, a stage or a noun: then what is found is what bears that name.
    """
    reading = next((r for r in programme.readings if r.code == word), None)
    codes = {reading.clause} if reading else codes_of(programme, word)
    keys = tuple(k for k in keys_of(programme) if k.clause in codes or _names(k, word))
    checks = tuple(c for c in checks_of(programme) if c.clause in codes or word in (c.check, _inside(c.asked)))
    return Trace(
        word,
        tuple(c for c in programme.clauses if c.code in codes),
        keys,
        checks,
        tuple(_records(programme, codes, word, keys, checks)),
        (reading,) if reading else tuple(_readings(programme, codes, word, {c.function for c in checks})),
    )


def codes_of(programme: Programme, word: str) -> set[str]:
    """The clauses a word stands for: itself, or every row below it (五(四)2 → 五(四)2a …)."""
    known = {c.code for c in programme.clauses} | {k.clause for k in keys_of(programme)}
    below = {c for c in known if c.startswith(word) and not c[len(word) :][:1].isdigit()} if word else set()
    return below | ({word} & known)


def keys_of(programme: Programme) -> Iterator[Key]:
    """Every line of every table that bears a clause, nested ones too."""
    for one in fields(Programme):
        value = getattr(programme, one.name)
        lines = value if isinstance(value, tuple) else (value,)
        for line in lines:
            if is_dataclass(line) and one.name != "clauses":
                yield from _nested(one.name, name_of(line), line, one.name)
    for name, clause in programme.clauses_of.items():
        yield Key("clauses_of", name, clause, "rulebook/nouns")


def _nested(table: str, key: str, line: Any, root: str) -> Iterator[Key]:
    clause = getattr(line, "clause", "")
    if clause:
        yield Key(table, key, clause, ENFORCED_BY.get(root, ""), line)
    for one in fields(line):
        value = getattr(line, one.name)
        for below in value if isinstance(value, tuple) else (value,):
            if is_dataclass(below):
                yield from _nested(f"{table}.{one.name}", f"{key}/{name_of(below)}", below, root)


def checks_of(programme: Programme) -> Iterator[CheckPlace]:
    """Every use of a named check, with the clause it is asked for: its own, else that of its gate or stage."""
    for gate in programme.gates:
        yield from _uses(f"gate[{gate.action}]", gate.requires, gate.clause, GATES)
    for stage in programme.stages:
        yield from _uses(f"stage[{stage.code}]", stage.applies, stage.clause, CONDITIONS)
        if stage.evidence.check:
            use = CheckUse(stage.evidence.check)
            yield from _uses(f"stage[{stage.code}]", (use,), stage.clause, EVIDENCE)


def _uses(
    asked: str, uses: Iterable[CheckUse], clause: str, known: Mapping[str, Callable[..., Any]]
) -> Iterator[CheckPlace]:
    for use in uses:
        function = known.get(use.check)
        if function is not None:
            clause_of = use.clause or clause
            yield CheckPlace(use.check, asked, clause_of, name_in(function), where(function), _first_line(function))


def name_in(function: Callable[..., Any]) -> str:
    """`rulebook.checks.review:panel_complete`, as a question says where it bites."""
    return f"{function.__module__.partition('.')[2]}:{function.__name__}"


def where(function: Callable[..., Any]) -> str:
    """`rulebook/checks/review.py:42`: the file of a function within the product and its line."""
    path = Path(inspect.getsourcefile(function) or "")
    line = inspect.getsourcelines(function)[1]
    return f"{path.resolve().relative_to(HERE).as_posix()}:{line}"


def _first_line(function: Callable[..., Any]) -> str:
    return (inspect.getdoc(function) or "").split("\n", 1)[0]


def _records(
    programme: Programme, codes: set[str], word: str, keys: Iterable[Key], checks: Iterable[CheckPlace]
) -> Iterator[RecordPlace]:
    whole = {word} | {_inside(c.asked) for c in checks if c.asked.startswith("gate[")}
    own: dict[str, dict[str, None]] = {}
    for key in keys:
        for led_to, field in leads_of(programme, key.root[0], key.line) if key.line is not None else ():
            own.setdefault(led_to, {})
            own[led_to] |= {field: None} if field else {}
            whole |= set() if field else {led_to}
    for name, (noun, action) in BY_ACTION.items():
        bearing = [f.key for f in noun.fields_of(action) if programme.clauses_of.get(f"{noun.code}.{f.key}") in codes]
        found = (*dict.fromkeys([*bearing, *own.get(name, ())]),)
        if found or name in whole or noun.code == word or programme.clauses_of.get(noun.code) in codes:
            yield RecordPlace(noun, action, found)


def _readings(programme: Programme, codes: set[str], word: str, functions: set[str]) -> Iterator[Reading]:
    """Readings of these clauses, and of a question that bites in one of their checks or under this name."""
    for reading in programme.readings:
        question = QUESTIONS.get(reading.governs)
        bites = question.bites if question else ()
        if reading.clause in codes or any(b in functions or b.endswith(f":{word}") for b in bites):
            yield reading


def _names(key: Key, word: str) -> bool:
    return key.table in ("stages", "gates") and word in (getattr(key.line, "code", ""), key.line.action)


def _inside(asked: str) -> str:
    return asked.partition("[")[2].rstrip("]")

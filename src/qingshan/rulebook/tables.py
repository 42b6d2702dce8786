"""A programme made ready for asking: every lookup `evaluate` needs, built once per programme."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .nouns import NOUNS
from .programme import Ending, Evidence, Gate, HoldRule, Phase, Programme, Slot, Stage
from .questions import QUESTIONS

CERTIFICATE_CHECK = "public_period_ran"


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with its names resolved. `chain` is the stage itself and all it falls with, transitively.

    `told` are all names it is known by, of evidence and of beginning. `is_plain`: it counts over no parts, nothing begins
    it, and its evidence is asked no check.
    """

    stage: Stage
    code: str
    index: int
    names: tuple[str, ...]
    begin_names: tuple[str, ...]
    falls: tuple[str, ...]
    chain: tuple[str, ...]
    space: str
    told: frozenset[str]
    is_plain: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    opened: tuple[str, ...]
    cancelled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldRow:
    rule: HoldRule
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A stage ("" = from the start) asks for `at_least` documents in a slot."""

    slot: Slot
    stage: str
    at_least: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Tables:
    programme: Programme
    rows: tuple[StageRow, ...]
    by_code: Mapping[str, StageRow]
    ending_rules: Mapping[str, tuple[Ending, ...]]
    parts: Mapping[str, PartRow]
    holds: tuple[HoldRow, ...]
    demands: tuple[tuple[Slot, tuple[Demand, ...]], ...]
    gates: Mapping[str, Gate]
    stage_by_action: Mapping[str, StageRow]
    reached_by: Mapping[str, tuple[StageRow, ...]]
    begun_by: Mapping[str, tuple[StageRow, ...]]
    closing: tuple[StageRow, ...]
    decides_scope: bool
    asked_of: Mapping[Any, frozenset[str]]
    asked_of_all: frozenset[str]
    where_known: tuple[Slot, ...]
    posting_names: tuple[str, ...]
    office: str
    phases: Mapping[str, Phase]
    switch_days: tuple[date, ...]
    plans: dict[Any, Any] = field(default_factory=dict)
    answers: dict[int, Mapping[str, str]] = field(default_factory=dict)

    def answers_on(self, day: date) -> Mapping[str, str]:
        """Question → its answer on a day, looked up once for all days between two changes of a reading."""
        period = bisect_right(self.switch_days, day)
        found = self.answers.get(period)
        if found is None:
            found = self.answers[period] = {name: self.programme.answer(name, day) for name in QUESTIONS}
        return found


def names_of(evidence: Evidence | None) -> tuple[str, ...]:
    return tuple(f"{evidence.kind}.{result}" for result in evidence.results) if evidence else ()


SPACE_OF: Mapping[str, str] = {
    f"{action.kind}.{result}": action.subject_name
    for noun in NOUNS
    for action in noun.actions
    for result in action.results
}
"""What the subject of a fact names (方案版本, 标段, 公示号 …); only subjects of one space can be compared."""

ACTION_OF: Mapping[str, str] = {
    f"{action.kind}.{result}": action.name for noun in NOUNS for action in noun.actions for result in action.results
}


def _space(names: tuple[str, ...]) -> str:
    return next((SPACE_OF[n] for n in names if SPACE_OF.get(n)), "")


def _falls(stages: Mapping[str, Stage], order: Mapping[str, int], code: str) -> tuple[str, ...]:
    """All stages `code` falls with, nearest first. Only earlier stages count, so that there is no circle."""
    found: list[str] = []
    waiting = list(stages[code].falls_with)
    while waiting:
        other = waiting.pop(0)
        if other not in stages or other in found or order[other] >= order[code]:
            continue
        found.append(other)
        waiting += stages[other].falls_with
    return tuple(found)


def _rows(programme: Programme) -> tuple[StageRow, ...]:
    stages = {s.code: s for s in programme.stages}
    order = {s.code: i for i, s in enumerate(programme.stages)}
    rows = []
    for stage in programme.stages:
        falls = _falls(stages, order, stage.code)
        names = names_of(stage.evidence)
        rows.append(
            StageRow(
                stage=stage,
                code=stage.code,
                index=order[stage.code],
                names=names,
                begin_names=names_of(stage.begins),
                falls=falls,
                chain=(stage.code, *falls),
                space=_space(names),
                told=frozenset((*names, *names_of(stage.begins))),
                is_plain=not (stage.each or stage.begins or stage.evidence.check),
            )
        )
    return tuple(rows)


def _demands(programme: Programme) -> tuple[tuple[Slot, tuple[Demand, ...]], ...]:
    """What each slot is asked for: its own line, and the `owes` of stages, joined where both name one stage."""
    result = []
    for slot in programme.slots:
        asked: dict[str, Demand] = {}
        owing = [(s.code, o) for s in programme.stages for o in s.owes if o.slot == slot.code]
        if slot.stage or not owing:
            asked[slot.stage] = Demand(slot, slot.stage, slot.at_least, slot.fresh)
        for stage, owes in owing:
            before = asked.get(stage)
            at_least = max(owes.at_least, slot.at_least if before or not slot.stage else 1)
            asked[stage] = Demand(slot, stage, at_least, owes.fresh or slot.fresh)
        result.append((slot, tuple(asked.values())))
    return tuple(result)


def _phases(programme: Programme) -> dict[str, Phase]:
    """Action → the phase of the stage it reaches or begins."""
    by_code = {p.code: p for p in programme.phases}
    found: dict[str, Phase] = {}
    for stage in reversed(programme.stages):
        if stage.phase in by_code:
            begins = (ACTION_OF.get(name, "") for name in names_of(stage.begins))
            found |= dict.fromkeys((stage.action, *begins), by_code[stage.phase])
    return found


def _build(programme: Programme) -> Tables:
    rows = _rows(programme)
    categories = {c.code for c in programme.categories}
    rules: dict[str, tuple[Ending, ...]] = {}
    for ending in programme.endings:
        name = f"{ending.fact}.{ending.result}"
        rules[name] = (*rules.get(name, ()), ending)
    posting = next((r.begin_names for r in rows if r.stage.evidence.check == CERTIFICATE_CHECK), ())
    return Tables(
        programme=programme,
        rows=rows,
        by_code={r.code: r for r in rows},
        ending_rules=rules,
        parts={p.code: PartRow(names_of(p.opened_by), names_of(p.cancelled_by)) for p in programme.parts},
        holds=tuple(
            HoldRow(h, names_of(h.opened_by), names_of(h.closed_by), ACTION_OF.get(_first(names_of(h.closed_by)), ""))
            for h in programme.holds
        ),
        demands=_demands(programme),
        gates={g.action: g for g in programme.gates},
        stage_by_action={r.stage.action: r for r in reversed(rows)},
        reached_by={n: tuple(r for r in rows if n in r.names) for row in rows for n in row.names},
        begun_by={n: tuple(r for r in rows if n in r.begin_names) for row in rows for n in row.begin_names},
        closing=tuple(r for r in rows if r.stage.closing),
        decides_scope=any(r.stage.evidence.kind == "scope" for r in rows),
        asked_of={
            c: frozenset(s.code for s in programme.slots if not s.categories or c in s.categories) for c in categories
        },
        asked_of_all=frozenset(s.code for s in programme.slots if not s.categories or categories <= set(s.categories)),
        where_known=tuple(s for s in programme.slots if s.where_known),
        posting_names=posting or ("publicity.posted",),
        office=next((p.code for p in programme.parties if p.kind == "office"), ""),
        phases=_phases(programme),
        switch_days=tuple(sorted({line.effective_from for r in programme.governing.values() for line in r.lines[1:]})),
    )


def _first(names: tuple[Any, ...]) -> str:
    return str(names[0]) if names else ""


_KEPT: dict[int, Tables] = {}
_KEEP_AT_MOST = 32


def tables_of(programme: Programme) -> Tables:
    """The tables of a programme. Kept by identity: the kept object holds the programme, so its id stays its own."""
    found = _KEPT.get(id(programme))
    if found is None:
        if len(_KEPT) >= _KEEP_AT_MOST:
            _KEPT.clear()
        found = _KEPT[id(programme)] = _build(programme)
    return found

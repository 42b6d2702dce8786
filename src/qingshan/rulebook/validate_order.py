"""Judgements on what follows what: gates that ask for what lies behind them, deadlines that fall in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .draft import Draft
from .findings import Report
from .nouns import BY_ACTION
from .programme import CheckUse, Gate, Stage
from .toml_reader import NO_DAY, Row

LOOKS_BACK = frozenset({"on_file", "subject_on_file", "subject_live"})
"""Checks that ask for a record already made."""
BEFORE = frozenset({"satisfied", "procedure_in_turn"})
"""Checks that ask for a stage already reached."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A stage a gate asks for by one of its conditions; `by` says through what."""

    stage: str
    index: int
    key: str
    by: str


def judge_order(draft: Draft, report: Report) -> None:
    stages: list[Stage] = draft.values("stage")
    place = {stage.code: index for index, stage in enumerate(stages)}
    for row in draft.rows["gate"]:
        own = _stages_of(row.value, stages)
        for asked in _asked(draft, row.value, stages) if own else ():
            _judge_asked(report, row, asked, own[0], place, stages)
    _judge_deadlines(draft, report, stages)


def _stages_of(gate: Gate, stages: list[Stage]) -> list[Stage]:
    """The stages an action reaches or begins."""
    if gate.action not in BY_ACTION:
        return []
    action = BY_ACTION[gate.action][1]

    def made_by(stage: Stage) -> bool:
        begins = stage.begins
        return begins is not None and begins.kind == action.kind and bool(set(begins.results) & set(action.results))

    return [stage for stage in stages if stage.action == gate.action or made_by(stage)]


def _asked(draft: Draft, gate: Gate, stages: list[Stage]) -> Iterator[Asked]:
    slots = {slot.code: slot for slot in draft.values("slot")}
    for index, use in enumerate(gate.requires, 1):
        stage, slot = use.params.get("stage"), slots.get(str(use.params.get("slot")))
        if use.check in BEFORE and isinstance(stage, str):
            yield Asked(stage, index, "stage", "")
        elif use.check == "slot_filled" and slot is not None and slot.stage:
            yield Asked(slot.stage, index, "slot", f"档案位“{slot.name}”要到那一步才有，")
        elif use.check in LOOKS_BACK:
            found = _reached_by(use, stages)
            if found is not None:
                yield Asked(found.code, index, "kind", "那种记录到那一步才有，")


def _reached_by(use: CheckUse, stages: list[Stage]) -> Stage | None:
    """The one stage whose evidence are the records asked for, all of them."""
    kind, results = use.params.get("kind"), use.params.get("results")
    if not isinstance(results, tuple) or not results:
        return None
    found = [s for s in stages if s.evidence.kind == kind and set(results) <= set(s.evidence.results)]
    return found[0] if len(found) == 1 else None


def _judge_asked(
    report: Report, row: Row, asked: Asked, own: Stage, place: dict[str, int], stages: list[Stage]
) -> None:
    """Nobody could ever reach a stage whose gate asks for a later one, or for its own."""
    if asked.stage not in place:
        return
    is_own = asked.stage == own.code
    if place[asked.stage] < place[own.code] or (is_own and asked.key != "stage"):
        return
    name = stages[place[asked.stage]].name
    what = "它自己" if is_own else f"“{name}”（{asked.stage}），而它不在前面"
    told = f"“{own.name}”要先办完{what}，{asked.by}谁也到不了这一步"
    before = [stage.code for stage in stages[: place[own.code]] if not stage.beside]
    instead = f'写 {{ check = "satisfied", stage = "{before[-1]}" }}' if before else "删去这一条"
    hint = instead if is_own else f"{instead}；或在 [base.order] 的 stage 里把“{asked.stage}”排到“{own.code}”前面"
    at = f"{row.key}.requires[{asked.index}].{asked.key}"
    report.judge(row.file, at, "stage_unreachable", told, hint)


def _judge_deadlines(draft: Draft, report: Report, stages: list[Stage]) -> None:
    """A stage of the line is not due before one it waits for, in the same batch."""
    line = [stage.code for stage in stages if not stage.parallel and not stage.beside]
    names = {stage.code: stage.name for stage in stages}
    rows = [
        row
        for row in draft.rows["deadline"]
        if row.value.stage in line and row.value.on != NO_DAY and not report.is_bad(row.file, f"{row.key}.on")
    ]
    for row in rows:
        for earlier in rows:
            same = earlier.value.batch == row.value.batch
            if same and line.index(earlier.value.stage) < line.index(row.value.stage):
                _judge_pair(report, row, earlier, names)
    _judge_after_batches(draft, report, line, names)


def _judge_pair(report: Report, row: Row, earlier: Row, names: dict[str, str]) -> None:
    first, later = earlier.value, row.value
    if first.on > later.on:
        told = f"“{names[later.stage]}”限 {later.on}，排在它前面的“{names[first.stage]}”却限 {first.on}"
        hint = f"写 on = {first.on} 或更晚；或在 [base.order] 里换先后"
        report.judge(row.file, f"{row.key}.on", "deadlines_out_of_order", told, hint)


def _judge_after_batches(draft: Draft, report: Report, line: list[str], names: dict[str, str]) -> None:
    """A deadline for all sites does not lie behind the last day of the last batch."""
    last: date | None = max((row.value.on for row in draft.rows["batch"]), default=None)
    for row in draft.rows["deadline"]:
        one = row.value
        if last and last != NO_DAY and one.stage in line and not one.batch and one.on != NO_DAY and one.on > last:
            told = f"“{names[one.stage]}”限 {one.on}，晚于最后一批的销号期限 {last}"
            report.judge(row.file, f"{row.key}.on", "deadlines_out_of_order", told, f"写 on = {last} 或更早")

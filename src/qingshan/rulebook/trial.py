"""What would differ if the notice were read otherwise: statuses, figures, targets and ledgers side by side.

Nothing is stored; a reading is changed for good by a new dated line in the programme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from .calendar import IssueDay, issue_days
from .consistency import consistency
from .evaluate import evaluate
from .facts import Dossier
from .ledger import compute_ledger
from .lineage import exists_on
from .programme import Programme, Reading, ReadingLine
from .questions import QUESTIONS
from .status import Status
from .targets import TargetProgress, target_progress, target_progress_by_street

TRIED = "试算"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `what` names it: a field of a Status, a column of a ledger, a figure of a target."""

    where: str
    what: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Trial:
    """`sites` and `cells` by site, `targets` by target (and street), `control` by control total; all in stable order."""

    sites: tuple[Change, ...]
    targets: tuple[Change, ...]
    control: tuple[Change, ...]
    cells: tuple[Change, ...]
    issue_days: tuple[Change, ...]


def question_of(programme: Programme, name: str) -> str:
    """The question that a reading's code, or the question's own name, stands for; "" when neither is known."""
    if name in QUESTIONS:
        return name
    return next((r.governs for r in programme.readings if r.code == name), "")


def read_otherwise(programme: Programme, question: str, value: str, since: date | None = None) -> Programme:
    """The programme with one more line: `value` from `since` on, or as if it had been so from the start."""
    known = QUESTIONS[question]
    before = programme.governing.get(question) or Reading(question, "", known.title, (), known.values, question)
    kept = tuple(line for line in before.lines if since is not None and line.effective_from < since)
    if since is not None and not kept:
        kept = (ReadingLine(date.min, programme.answer(question, since), TRIED),)
    line = ReadingLine(since or programme.issued_on, value, TRIED)
    others = tuple(r for r in programme.readings if r.governs != question)
    return replace(programme, readings=(*others, replace(before, lines=(*kept, line))))


def compare_readings(
    programme: Programme, other: Programme, dossiers: Sequence[Dossier], on: date, names: Mapping[str, str]
) -> Trial:
    """Everything computed for a day, under the programme and under the other one. `names`: as for `compute_ledger`."""
    there = [d for d in dossiers if exists_on(d, on)]
    one = [(d, evaluate(programme, d, on)) for d in there]
    two = [(d, evaluate(other, d, on)) for d in there]
    sites: list[Change] = []
    for (dossier, before), (_, after) in zip(one, two, strict=True):
        sites += _status_changes(dossier.site, before, after)
        sites += _figure_changes(programme, other, dossier, on)
    control, cells = _ledger_changes((programme, one), (other, two), on, names)
    return Trial(
        tuple(sites),
        tuple(_target_changes(_targets(programme, one, on), _targets(other, two, on))),
        control,
        cells,
        tuple(_issue_changes(programme, other)),
    )


def _status_changes(site: str, before: Status, after: Status) -> Iterator[Change]:
    for one in fields(Status):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if old == new or one.name == "valid_until":
            continue
        if one.name not in ("stages", "slots"):
            yield Change(site, one.name, old, new)
            continue
        new_by_code = {part.code: part for part in new}
        changed = [(part, new_by_code[part.code]) for part in old if new_by_code[part.code] != part]
        for old_part, new_part in changed:
            yield Change(site, f"{one.name}.{old_part.code}", old_part, new_part)
        if not changed:
            yield Change(site, f"{one.name}.order", [part.code for part in old], [part.code for part in new])


def _figure_changes(programme: Programme, other: Programme, dossier: Dossier, on: date) -> Iterator[Change]:
    old, new = consistency(programme, dossier, on), consistency(other, dossier, on)
    if old != new:
        yield Change(dossier.site, "consistency", old, new)


def _targets(
    programme: Programme, entries: Sequence[tuple[Dossier, Status]], on: date
) -> dict[tuple[str, str], TargetProgress]:
    found = (*target_progress(programme, entries, on), *target_progress_by_street(programme, entries, on))
    return {(t.unit, t.code): t for t in found}


def _target_changes(
    before: Mapping[tuple[str, str], TargetProgress], after: Mapping[tuple[str, str], TargetProgress]
) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Change(key[0], key[1], old, new)


def _ledger_changes(
    one: tuple[Programme, Sequence[tuple[Dossier, Status]]],
    two: tuple[Programme, Sequence[tuple[Dossier, Status]]],
    on: date,
    names: Mapping[str, str],
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Control totals, cells and groups of the ledgers as they would be made on that day."""
    issue = _issue_of(one[0], on)
    old, new = (compute_ledger(programme, entries, on, issue, names) for programme, entries in (one, two))
    control = tuple(
        Change(a.code, "counted", a.counted, b.counted)
        for a, b in zip(old.control, new.control, strict=True)
        if a.counted != b.counted
    )
    cells: list[Change] = []
    for a, b in zip(old.sheets, new.sheets, strict=True):
        groups = ([s.code for s in a.subtotals], [s.code for s in b.subtotals])
        if groups[0] != groups[1]:
            cells.append(Change(a.code, "subtotals", *groups))
        rows = {row.site: row for row in b.rows}
        for row in a.rows:
            changed = rows[row.site].cells if row.site in rows else {}
            cells += [
                Change(row.site, f"{a.code}.{key}", cell.text, changed[key].text)
                for key, cell in row.cells.items()
                if key in changed and changed[key].text != cell.text and key != "seq"
            ]
    return control, tuple(cells)


def _issue_of(programme: Programme, on: date) -> IssueDay:
    """The issue that would be made of a day: the last that is due by then, or the first."""
    known = issue_days(programme)
    return next((d for d in reversed(known) if d.due_on <= on), known[0])


def _issue_changes(programme: Programme, other: Programme) -> Iterator[Change]:
    old, new = ({w: d.due_on for d in issue_days(p) for w in d.weeks} for p in (programme, other))
    for week, day in old.items():
        if new.get(week) != day:
            yield Change(str(week), "due_on", day, new.get(week))

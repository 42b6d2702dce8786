"""May this be entered, and what would it change? (design §1a, rule 10)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .evaluate import evaluate
from .evidence import Course
from .facts import RETRACTED, Dossier, Fact, beijing_day
from .judging import blockers_of_action, blockers_of_entry
from .nouns import BY_ACTION
from .programme import Programme
from .standing import known
from .status import Blocker, Status
from .tables import tables_of


def judge_entry(programme: Programme, dossier: Dossier, action: str, entry: Fact) -> tuple[Blocker, ...]:
    """All that speaks against recording `entry` by `action`, judged by the facts of its own day as known now.

    A record that the entry replaces is left out. The last question is whether the entry would count at all. A
    retraction is asked only for what it retracts: a mistake must always be possible to take back.
    """
    tables = tables_of(programme)
    formal = _formal(programme, dossier, action, entry)
    if entry.result == RETRACTED or any(b.code == "action_unknown" for b in formal):
        return tuple(formal)
    standing = known((*dossier.facts, entry))
    return (*formal, *blockers_of_entry(tables, standing, action, entry))


def blockers_before(programme: Programme, dossier: Dossier, action: str, on: date) -> tuple[Blocker, ...]:
    """What stands against an action on a day before anything is typed."""
    tables = tables_of(programme)
    return blockers_of_action(Course(tables, known(dossier.facts), on), action)


def _formal(programme: Programme, dossier: Dossier, action: str, entry: Fact) -> list[Blocker]:
    """The entry fits its action, is of a day that may be entered, and replaces what can be replaced."""
    noun, declared = BY_ACTION.get(action, (None, None))
    clause = programme.clause_of(noun.code) if noun else ""
    if declared is not None and entry.result != RETRACTED and entry.name not in _names(declared.kind, declared.results):
        return [Blocker("action_unknown", clause, {"action": action, "entry": entry.name})]
    blockers = []
    if entry.happened_on > beijing_day(entry.recorded_at):
        params = {"on": entry.happened_on.isoformat(), "today": beijing_day(entry.recorded_at).isoformat()}
        blockers.append(Blocker("dated_in_future", clause, params))
    if entry.result != RETRACTED and not _is_of_the_notice(programme, entry):
        params = {"on": entry.happened_on.isoformat(), "issued_on": programme.issued_on.isoformat()}
        blockers.append(Blocker("dated_before_issue", clause, params))
    if entry.replaces:
        blockers += _bad_replacement(dossier, entry, clause)
    elif entry.result == RETRACTED:
        blockers.append(Blocker("retraction_of_nothing", clause, {}))
    return blockers


def _is_of_the_notice(programme: Programme, entry: Fact) -> bool:
    """What happened before the notice was issued is entered too, unless the notice is read otherwise on the day of
    entry (C-11)."""
    if entry.happened_on >= programme.issued_on:
        return True
    return programme.answer("facts_before_issue", beijing_day(entry.recorded_at)) == "accepted"


def _names(kind: str, results: dict[str, str]) -> set[str]:
    return {f"{kind}.{result}" for result in results}


def _bad_replacement(dossier: Dossier, entry: Fact, clause: str) -> list[Blocker]:
    replaced = next((f for f in dossier.facts if f.id == entry.replaces), None)
    if replaced is None:
        return [Blocker("replaces_unknown", clause, {"replaces": entry.replaces})]
    if replaced.kind != entry.kind:
        return [Blocker("replaces_other_kind", clause, {"kind": entry.kind, "other": replaced.kind})]
    if any(f.replaces == entry.replaces and f.id != entry.id for f in dossier.facts):
        return [Blocker("replaced_already", clause, {"replaces": entry.replaces})]
    return []


@dataclass(frozen=True, slots=True)
class Preview:
    """The Status without and with the entry, and the facts that counted and then count no longer.

    `undone` leaves out the record the entry itself replaces.
    """

    before: Status
    after: Status
    undone: tuple[Fact, ...]


def preview(programme: Programme, dossier: Dossier, entry: Fact, on: date) -> Preview:
    """Where the site stands on a day without and with an entry, and which evidence the entry undoes."""
    before = evaluate(programme, dossier, on)
    after = evaluate(programme, Dossier(dossier.site, (*dossier.facts, entry)), on)
    counts = {id_ for stage in after.stages for id_ in stage.evidence}
    counted = {id_ for stage in before.stages for id_ in stage.evidence} - counts - {entry.replaces}
    return Preview(before, after, tuple(f for f in dossier.facts if f.id in counted))

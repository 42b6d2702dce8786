"""What speaks against an action or an entry: gates, waivers of gates, holds, and whether it would count (rules 9-11)."""

from __future__ import annotations

from .checks.registry import GATES
from .evidence import Course, ended_stages
from .exceptions import GATE_WAIVER, is_revoked, runs_on
from .facts import Fact
from .holds import holds_of
from .look import Look
from .programme import Gate
from .standing import Known
from .status import Blocker
from .tables import ACTION_OF, StageRow, Tables
from .waivable import names_of


def blockers_of_entry(tables: Tables, standing: Known, action: str, entry: Fact) -> tuple[Blocker, ...]:
    """Gate, holds and countability of an entry that is among the `standing` facts."""
    look = Look(Course(tables, standing, entry.happened_on, entry), action, _clause(tables, action), entry)
    blockers = [*_bad_target(look), *_too_early(look), *gate_blockers(look)]
    if _is_forward(look):
        blockers += hold_blockers(look)
    undone = _would_not_count(tables, standing, entry, look.course)
    return (*blockers, undone) if undone else tuple(blockers)


def blockers_of_action(course: Course, action: str) -> tuple[Blocker, ...]:
    """What stands against an action before anything is typed: its gate and the holds."""
    look = Look(course, action, _clause(course.tables, action))
    return (*_too_early(look), *gate_blockers(look), *hold_blockers(look))


def entered_against(tables: Tables, standing: Known, course: Course) -> tuple[Blocker, ...]:
    """Facts on file that could not be entered today as of their own day. It informs, it moves nothing.

    Each blocker's params name the fact besides: `fact`, `kind`, `result`, `happened_on`.
    """
    found = []
    for fact in course.facts:
        action = ACTION_OF.get(fact.name, "")
        if action not in tables.gates:
            continue
        about = {
            "fact": fact.id,
            "kind": fact.kind,
            "result": fact.result,
            "happened_on": fact.happened_on.isoformat(),
        }
        blockers = blockers_of_entry(tables, standing, action, fact)
        found += [Blocker(b.code, b.clause, {**b.params, **about}) for b in blockers]
    return tuple(found)


def gate_blockers(look: Look) -> list[Blocker]:
    gate = look.course.tables.gates.get(look.action)
    if gate is None:
        return []
    waived = _waived_checks(look)
    blockers: list[Blocker] = []
    for use in gate.requires:
        if not waived or waived.isdisjoint(names_of(use)):
            asking = Look(look.course, look.action, use.clause, look.entry) if use.clause else look
            blockers += GATES[use.check](asking, use.params)
    return blockers


def hold_blockers(look: Look) -> list[Blocker]:
    holds = holds_of(look.course)
    if not holds:
        return []
    names = {h.rule.code: h.rule.name for h in look.course.tables.holds}
    return [
        Blocker(
            "held",
            hold.clause,
            {
                "hold": hold.code,
                "hold_name": names.get(hold.code, hold.code),
                "subject": hold.subject,
                "since": hold.since.isoformat(),
            },
        )
        for hold in holds
        if look.action in hold.blocks
    ]


def _clause(tables: Tables, action: str) -> str:
    gate: Gate | None = tables.gates.get(action)
    if gate is not None:
        return gate.clause
    row = tables.stage_by_action.get(action)
    return row.stage.clause if row else ""


def _waived_checks(look: Look) -> set[str]:
    """The uses of checks of this action that a waiver lifts on the day asked about, its last day included, by name."""
    return {
        str(w.payload.get("check"))
        for w in look.course.by_name.get(GATE_WAIVER, ())
        if w.payload.get("action") == look.action
        and runs_on(w, look.day)
        and not is_revoked(w, look.course.revocations, look.day)
    }


def _is_forward(look: Look) -> bool:
    """Not a step back: holds stop what moves a case on, not the news that an outside body returned it."""
    entry = look.entry
    if entry is None or entry.name not in look.course.tables.ending_rules:
        return True
    return entry.name in look.course.tables.reached_by or entry.name in look.course.tables.begun_by


def _bad_target(look: Look) -> list[Blocker]:
    """A `to` must be one of the stages the programme lets this record re-open."""
    entry = look.entry
    if entry is None or not entry.to:
        return []
    rules = look.course.tables.ending_rules.get(entry.name, ())
    if any(entry.to in rule.may_end for rule in rules):
        return []
    row = look.course.tables.by_code.get(entry.to)
    return [look.blocker("target_not_offered", to=entry.to, to_name=row.stage.name if row else entry.to)]


def _too_early(look: Look) -> list[Blocker]:
    """Where the phases are read as those of the whole task, a step of a phase waits for its first day (C-12)."""
    phase = look.course.tables.phases.get(look.action)
    if phase is None or look.day >= phase.starts_on or look.course.answer("phases") == "per_site":
        return []
    return [Blocker("phase_not_begun", phase.clause, {"phase": phase.name, "starts_on": phase.starts_on.isoformat()})]


def _would_not_count(tables: Tables, standing: Known, entry: Fact, without: Course) -> Blocker | None:
    """Why the entry would not count on its own day, when it is of a kind that reaches or begins a stage."""
    reached = tables.reached_by.get(entry.name, ())
    begun = tables.begun_by.get(entry.name, ())
    if not without.ends and not any(row.stage.evidence.check for row in reached):
        return None
    course = Course(tables, standing, entry.happened_on, entry, with_entry=True)
    asked = [*((row, False) for row in reached), *((row, True) for row in begun)]
    refusals = [_refusal(course, row, entry, begins=begins) for row, begins in asked]
    return refusals[0] if refusals and None not in refusals else None


def _refusal(course: Course, row: StageRow, entry: Fact, *, begins: bool) -> Blocker | None:
    part = (entry.subject or None) if row.stage.each else None
    undone = course.undone_by(row, entry, part, begins=begins)
    params = {"stage": row.code, "stage_name": row.stage.name}
    if undone is not None:
        stages = [c for rule in course.tables.ending_rules[undone.name] for c in ended_stages(rule, undone)]
        names = "、".join(course.tables.by_code[c].stage.name for c in stages if c in course.tables.by_code)
        params |= {"fact": undone.id, "by": undone.name, "on": undone.happened_on.isoformat(), "reopened": names}
        return Blocker("would_not_count", row.stage.clause, params)
    if not begins and not course.passes(row, entry):
        return Blocker("evidence_fails", row.stage.clause, params)
    return None

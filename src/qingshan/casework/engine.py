"""How every action writes: lock, stale check, permission, facts, the rulebook's judgement, record, audit, refresh.

One intention, one transaction. A paper over several sites is one record; each site's line is judged alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qingshan.accounts.models import Organisation
from qingshan.accounts.session import Session
from qingshan.archive.store import unknown_digests
from qingshan.foundation import audit
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem, blocker_json
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.facts import RETRACTED, Dossier, Fact, beijing_day
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.nouns import BODY, BY_ACTION, Action, Noun
from qingshan.rulebook.programme import Programme

from .entry import Line, Outcome, Paper, Refusal
from .inherit import hand_on
from .models import Record
from .queries import acts_for, body_for, head_of, sites_for
from .shape import checked_values
from .writer import Owner, Writer, Written


@dataclass(frozen=True, slots=True)
class Act:
    """A named action. `prepare` may refine a line's values before judgement; called with keyword-like arguments."""

    name: str
    prepare: Callable[[Paper, Line], Line] | None = None

    @property
    def noun(self) -> Noun:
        return BY_ACTION[self.name][0]

    @property
    def action(self) -> Action:
        return BY_ACTION[self.name][1]

    def __call__(self, session: Session, paper: Paper, lines: Sequence[Line], *, accept_good: bool = False) -> Outcome:
        """Record the paper. Raises Problem with every blocker when a line is refused (unless `accept_good`)."""
        try:
            with writing():
                writer = Writer(session.in_turn(), programme_in_force())
                outcome = self.enter(writer, paper, lines, accept_good=accept_good)
                writer.flush()
                return outcome
        except Problem as problem:
            witness_refusal(session, self.name, [line.site for line in lines], problem)
            raise

    def enter(self, writer: Writer, paper: Paper, lines: Sequence[Line], *, accept_good: bool = False) -> Outcome:
        """Judge the paper and hand what nothing stands against to the writer, who writes many papers at once."""
        return _enter(writer, self, paper, lines, accept_good=accept_good)


def witness_refusal(session: Session, action: str, sites: Sequence[str], problem: Problem) -> None:
    """A refusal is in the chain too. Inside a larger transaction it stands or falls with that one."""
    with writing():
        audit.append(
            at=session.now,
            actor=session.actor.label,
            action=action,
            subject="、".join(sites[:3])[:160],
            ok=False,
            data={"problem": problem.code, "blockers": [b.code for b in problem.blockers]},
        )


def _enter(writer: Writer, act: Act, paper: Paper, lines: Sequence[Line], *, accept_good: bool) -> Outcome:
    session = writer.session
    paper = _signed(session, act.action, paper, lines)
    _only_stored_files(paper, lines)
    record = Record(
        id=uuid.uuid4(),
        noun=act.noun.code,
        action=act.name,
        happened_on=paper.happened_on,
        date_precision=paper.precision,
        date_text=paper.text,
        at=paper.at,
        recorded_at=session.now,
        recorded_by=session.actor.person,
        recorded_label=session.actor.label,
        filled_by=paper.filled_by,
        approved_by=paper.approved_by,
        is_backfill=paper.is_backfill,
        evidence=[dict(e) for e in paper.evidence],
        correct_reason=paper.correct_reason,
        source=paper.source or session.source,
        reference=paper.reference,
        programme_version=writer.programme.version,
    )
    if act.noun.about != BODY:
        writer.lock(line.site for line in lines)
    judged: list[Written] = []
    refusals: list[Refusal] = []
    for number, line in enumerate(lines):
        try:
            judged.append(_judge(writer, act, paper, line, record, judged))
        except Problem as problem:
            refusals.append(Refusal(number, line.site, problem))
    if refusals and not (accept_good and judged):
        raise _joined(act, refusals)
    writer.add(judged)
    hand_on(writer, judged)
    return Outcome(str(record.id), tuple(one.fact.id for one in judged), tuple(refusals))


def _joined(act: Act, refusals: Sequence[Refusal]) -> Problem:
    """One refusal as it is; several as one Problem that lists every site's."""
    if len(refusals) == 1:
        return refusals[0].problem
    blockers = tuple(b for r in refusals for b in r.problem.blockers)
    return Problem(
        "blocked",
        blockers=blockers,
        lines=[f"{r.site}：{r.problem.sentence}" for r in refusals],
        title=act.action.title,
        count=len(refusals),
    )


def _only_stored_files(paper: Paper, lines: Sequence[Line]) -> None:
    """A digest is evidence only when its file is in the archive (C-31)."""
    named = {
        str(item["sha256"]): str(item.get("title") or "")
        for item in (*paper.evidence, *(item for line in lines for item in line.evidence))
        if item.get("sha256")
    }
    for missing in sorted(unknown_digests(set(named))) if named else ():
        raise Problem("unknown_file", title=named[missing])


def _signed(session: Session, action: Action, paper: Paper, lines: Sequence[Line]) -> Paper:
    """Who filled in and who approved; never the same person (who fills in does not approve).

    A paper form that carries the two names among its fields need not say them twice.
    """
    if paper.happened_on > beijing_day(session.now):
        raise Problem("future_date", happened_on=paper.happened_on, today=beijing_day(session.now))
    on_form = lines[0].values if lines else {}
    filled = paper.filled_by or str(on_form.get("filled_by") or "") or session.actor.name
    approved = paper.approved_by or str(on_form.get("approved_by") or "")
    is_retraction = bool(lines) and all(line.result == RETRACTED for line in lines)
    if action.approved and not approved and not is_retraction:
        raise Problem("missing_fields", title=action.title, fields="审核人")
    actor = session.actor
    own = {filled, actor.name, actor.label} if actor.person is not None else {filled}
    if approved and approved in own:
        raise Problem("same_person", person=approved)
    return replace(paper, filled_by=filled, approved_by=approved)


def _judge(writer: Writer, act: Act, paper: Paper, line: Line, record: Record, before: Sequence[Written]) -> Written:
    """The line's fact, when nothing stands against it; a Problem with all blockers otherwise. What the lines `before`
    it on the paper say of the same site or body is on its file already."""
    session, programme = writer.session, writer.programme
    owner, dossier = _opened(writer, act, line)
    own = tuple(one.fact for one in before if one.owner.code == owner.code)
    dossier = Dossier(owner.code, (*dossier.facts, *own)) if own else dossier
    line = replace(line, site=owner.code, values=_visible_sites(session, act.noun, line.values))
    if act.prepare is not None:
        line = act.prepare(paper, line)
    if line.result != RETRACTED and line.result not in act.action.results:
        known = "、".join(act.action.results.values())
        raise Problem("unknown_result", title=act.action.title, result=line.result, known=known)
    if act.action.subject == "given" and not line.subject and line.result != RETRACTED:
        raise Problem("missing_subject", title=act.action.title, subject=act.action.subject_name)
    payload, identity = checked_values(programme, act.noun, act.action, line, paper)
    payload |= {
        "recorded_by": session.actor.label,
        "filled_by": payload.get("filled_by") or paper.filled_by,
        "approved_by": payload.get("approved_by") or paper.approved_by,
        "is_backfill": paper.is_backfill,
    }
    if paper.evidence or line.evidence:
        payload["evidence"] = [dict(e) for e in (*paper.evidence, *line.evidence)]
    if paper.correct_reason:
        payload["correct_reason"] = paper.correct_reason
    if paper.precision != "day":
        payload["happened"] = {
            "value": paper.happened_on.isoformat(),
            "precision": paper.precision,
            "text": paper.text,
        }
    _check_correction(paper, line, dossier)
    fact = Fact(
        id=uuid.uuid4().hex,
        kind=act.action.kind,
        result=line.result,
        happened_on=paper.happened_on,
        recorded_at=session.now,
        at=paper.at,
        subject=line.subject,
        round=_round(dossier, act.action.kind, line),
        replaces=line.corrects,
        to=line.to,
        payload=payload,
    )
    blockers = judge_entry(programme, dossier, act.name, fact)
    if blockers:
        raise Problem("blocked", blockers=blockers, title=act.action.title, count=len(blockers))
    return Written(act.noun.code, act.name, record, owner, fact, identity)


def _opened(writer: Writer, act: Act, line: Line) -> tuple[Owner, Dossier]:
    """Whose file the line goes into, locked, and what it holds."""
    owner: Owner = _writable_body(writer, act, line) if act.noun.about == BODY else _writable(writer, act, line)
    return owner, writer.file_of(owner)


def _writable_body(writer: Writer, act: Act, line: Line) -> Organisation:
    """The body, locked, as this person may see it and act for it. Two people are kept apart by the lock: the second
    is judged by what the first has written, and a number once used is refused."""
    session, programme = writer.session, writer.programme
    body = writer.lock_body(body_for(session.actor, line.site))
    _permitted(session, programme, act)
    if not acts_for(session.actor, body):
        party = programme.party(body.code)
        name = party.name if party else body.code
        raise Problem("outside_jurisdiction", site=name, who=session.actor.name, title=act.action.title)
    return body


def _visible_sites(session: Session, noun: Noun, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The sites a body's record names, by code or by name, as their codes; Problem for one this person cannot see."""
    if noun.about != BODY or not values.get("sites"):
        return values
    seen = sites_for(session.actor)
    codes: list[str] = []
    for word in values["sites"]:
        named = list(seen.filter(code=word)) or list(seen.filter(name=word)[:2])
        if len(named) != 1:
            raise Problem("unknown_site", site=word)
        codes.append(named[0].code)
    return {**values, "sites": list(dict.fromkeys(codes))}


def _writable(writer: Writer, act: Act, line: Line) -> Site:
    """The locked site, as this person may see and change it."""
    session, programme = writer.session, writer.programme
    site = writer.site(line.site)
    if line.seen_version is not None and line.seen_version != site.version:
        raise Problem("stale", site=site.name)
    _permitted(session, programme, act)
    if not session.actor.reaches(site.street.code if site.street else ""):
        raise Problem("outside_jurisdiction", site=site.name, who=session.actor.name, title=act.action.title)
    return site


def _permitted(session: Session, programme: Programme, act: Act) -> None:
    gate = programme.gate(act.name)
    permission = gate.permission if gate else act.name
    if not session.actor.may(permission):
        party = party_of(programme, act.name)
        raise Problem("not_allowed", who=session.actor.name, title=act.action.title, party=party)


def party_of(programme: Programme, action: str) -> str:
    stage = next((s for s in programme.stages if s.action == action), None)
    party = programme.party(stage.party) if stage else None
    return party.name if party else "有这项职责的单位"


def _check_correction(paper: Paper, line: Line, dossier: Dossier) -> None:
    if line.result == RETRACTED and not line.corrects:
        raise Problem("unknown_record", record="（未写明）")
    if not line.corrects:
        return
    if not paper.correct_reason:
        raise Problem("reason_needed")
    if all(fact.id != line.corrects for fact in dossier.facts):
        raise Problem("unknown_record", record=line.corrects)
    head = head_of(line.corrects)
    if head is not None and head.key != line.corrects:
        raise Problem("replaced_already", record=line.corrects[:8], head=head.key[:8])
    if later := next((fact for fact in dossier.facts if fact.replaces == line.corrects), None):
        raise Problem("replaced_already", record=line.corrects[:8], head=later.id[:8])


def _round(dossier: Dossier, kind: str, line: Line) -> int:
    """A correction keeps the round of what it corrects; otherwise rounds are not used to order entries."""
    if line.corrects:
        return next((f.round for f in dossier.facts if f.id == line.corrects), 0)
    return 0


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    return {
        "line": refusal.line,
        "site": refusal.site,
        **refusal.problem.as_json(),
        "blockers": [blocker_json(b) for b in refusal.problem.blockers],
    }

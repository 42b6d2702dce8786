"""The page of a form: who may fill it, what stands against it before and after typing, and what would follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from qingshan.accounts.session import Session
from qingshan.archive.store import sizes_of
from qingshan.casework.drafts import needs_second, own_draft, tried
from qingshan.casework.engine import party_of
from qingshan.casework.models import Draft
from qingshan.casework.queries import dossier_of, site_for
from qingshan.desk.asof import with_query
from qingshan.desk.presenters.record_words import value_words
from qingshan.desk.presenters.sight import Sight, clock, look
from qingshan.desk.presenters.site import header_facts
from qingshan.desk.shapes import BlockerLine, FactLine, Mark
from qingshan.desk.visit import Visit, site_url
from qingshan.desk.words import iso, slack_words
from qingshan.foundation.clock import now
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.gates import Preview, blockers_before, preview
from qingshan.rulebook.nouns import BODY_NOUNS, BY_ACTION
from qingshan.rulebook.sentences import fact_name, say
from qingshan.rulebook.standing import standing_facts
from qingshan.rulebook.status import Blocker, Outcome
from qingshan.rulebook.tables import ACTION_OF

from .fields import Inputs
from .said import HAPPENED, TAKEN_BACK, WHY, About, Reading, asked, read_said, said_of
from .shapes import EntryPage, FileLine, Item

STATES = {
    Draft.OPEN: Mark("s-here", "草稿", "soon"),
    Draft.SENT: Mark("s-wait", "等审核", "wait"),
    Draft.RETURNED: Mark("s-back", "退回", "soon"),
    Draft.RECORDED: Mark("s-done", "已记入", "ok"),
}
NOT_BY_FORM = frozenset({"register_site"})
"""What comes with a file of its own: sites are registered by the register's import or its own page."""


@dataclass(frozen=True)
class Form:
    """One form in the hands of one person. `said` and `files` are what stands in it."""

    visit: Visit
    site: Site
    action: str
    said: Mapping[str, Any]
    files: Sequence[Mapping[str, Any]]
    draft: Draft | None = None
    seen: int = 0
    corrects: str = ""

    @property
    def session(self) -> Session:
        return Session(self.visit.actor, self.visit.now, "page", clock=now)

    def read(self) -> Reading:
        about = About(self.site.code, self.visit.day.today, self.seen or self.site.version, self.corrects)
        return read_said(self.visit.programme, self.action, self.said, self.files, about)


def may_enter(visit: Visit, action: str, street: str) -> bool:
    gate = visit.programme.gate(action)
    permission = gate.permission if gate else action
    return visit.day.is_today and visit.actor.may(permission) and visit.actor.reaches(street)


def forms_on(visit: Visit, code: str, street: str) -> dict[str, list[tuple[str, str, str]]]:
    """Name of a noun → (action, title, address) of each of its forms that this person may fill for the site today."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for action, (noun, declared) in BY_ACTION.items():
        if noun.code in BODY_NOUNS or action in NOT_BY_FORM or not may_enter(visit, action, street):
            continue
        address = reverse("desk:entry", args=[code, action])
        found.setdefault(noun.name, []).append((action, declared.title, address))
    return found


def form_for(visit: Visit, code: str, action: str, corrects: str = "") -> Form:
    """The person's own form for an action on a site they see, or for the correction of one of its facts: as they left
    it, or new. Problem when they may not."""
    site = site_for(visit.actor, code)
    found = BY_ACTION.get(action)
    if found is None or found[0].code in BODY_NOUNS or action in NOT_BY_FORM:
        raise Problem("unknown_action", action=action[:40])
    street = site.street.code if site.street else ""
    if not visit.day.is_today:
        raise Problem("past_day", on=visit.day.on.isoformat())
    if not may_enter(visit, action, street):
        raise Problem(
            "not_allowed", who=visit.actor.name, title=found[1].title, party=party_of(visit.programme, action)
        )
    original = _original(visit, site, action, corrects) if corrects else None
    draft = own_draft(visit.actor, site, action, corrects)
    if draft is not None:
        return form_of(visit, draft)
    if original is None:
        return Form(visit, site, action, {HAPPENED: visit.day.on.isoformat()}, (), None, site.version)
    said, papers = said_of(visit.programme, action, original), original.payload.get("evidence") or ()
    sizes = sizes_of({str(p.get("sha256")) for p in papers})
    files = [{**p, "size": sizes[p["sha256"]]} for p in papers if p.get("sha256") in sizes]
    return Form(visit, site, action, said, files, None, site.version, corrects)


def _original(visit: Visit, site: Site, action: str, corrects: str) -> Fact:
    """The fact in force that is to be corrected. Problem when it is none of this action's."""
    found = next((f for f in standing_facts(dossier_of(site).facts) if f.id == corrects), None)
    if found is None or ACTION_OF.get(found.name) != action:
        raise Problem("unknown_record", record=corrects[:12])
    return found


def form_of(visit: Visit, draft: Draft) -> Form:
    """A form as it was sent."""
    return Form(visit, draft.site, draft.action, draft.said, draft.files, draft, draft.seen_version, draft.corrects)


def entry_page(
    form: Form, *, reading: Reading | None = None, fact: Fact | None = None, problem: Problem | None = None,
    unstored: Sequence[FileLine] = (), mode: str = "fill",
) -> EntryPage:  # fmt: skip
    """The page of a form. After a look: `fact` with what it would bring, or the `problem` that stands against it."""
    visit, site = form.visit, form.site
    sight = look(visit.programme, dossier_of(site), visit.day, visit.names, with_entered_against=False)
    noun, declared = BY_ACTION[form.action]
    step = next((a for a in sight.status.next_actions if a.action == form.action), None)
    gate = visit.programme.gate(form.action)
    clause = gate.clause if gate else visit.programme.clause_of(noun.code)
    subjects = dict.fromkeys(f.subject for f in sight.context.facts if f.kind == declared.kind and f.subject)
    inputs = Inputs(visit.programme, form.action, form.said, reading, tuple(subjects))
    hint = f"最迟 {iso(step.by)}，{slack_words(step.slack)}" if step and step.by else f"今天 {visit.day.on.isoformat()}"
    standing = problem.blockers if problem is not None else ()
    original = _original(visit, site, form.action, form.corrects) if form.corrects else None
    before = () if fact is not None or standing or original else blockers_before(
        visit.programme, sight.dossier, form.action, visit.day.on
    )  # fmt: skip
    draft = form.draft
    brought = preview(visit.programme, sight.dossier, fact, visit.day.on) if fact is not None else None
    second = needs_second(form.action)
    return EntryPage(
        code=site.code,
        name=sight.name,
        url=site_url(visit, site.code),
        draft_url=with_query(reverse("desk:entry_draft", args=[site.code, form.action]), corrects=form.corrects),
        action=form.action,
        title=f"更正：{declared.title}" if form.corrects else declared.title,
        clause=clause,
        sentence=_sentence(sight, step.slack if step else None),
        help=_asked_by(visit, clause),
        mode=mode,
        facts=header_facts(sight)[:3],
        sections=inputs.sections(hint),
        seen=form.seen or site.version,
        files=(*_files(form), *unstored),
        slots=_slots(sight),
        blockers=tuple(_line(sight, b, step.party if step else "") for b in (standing or before)),
        faults=reading.faults if reading else (),
        follows=_follows(sight, brought) if brought else (),
        undone=tuple(f"{f.happened_on.isoformat()} {fact_name(f.name)}" for f in brought.undone) if brought else (),
        ready=fact is not None,
        needs_second=second,
        second=_second(visit) if second else "",
        state=STATES.get(draft.state) if draft else None,
        saved=clock(draft.saved_at) if draft else "",
        returned=draft.reason if draft and draft.state == Draft.RETURNED else "",
        problem=problem.sentence if problem is not None and not standing else "",
        original=_told(visit, original) if original else (),
        why=inputs.text(WHY),
        why_fault=inputs.faults.get(WHY, ""),
        taken_back=inputs.text(TAKEN_BACK) == "1",
    )


def _told(visit: Visit, fact: Fact) -> tuple[FactLine, ...]:
    """The record that is to be corrected, as it stands."""
    noun, declared = BY_ACTION[ACTION_OF[fact.name]]
    lines = [FactLine("结果", fact_name(fact.name)), FactLine("发生日期", fact.happened_on.isoformat())]
    for target in asked(noun, declared):
        value = fact.payload.get(target.key)
        if value not in (None, "", []) and target.type != "rows":
            lines.append(FactLine(target.name, value_words(visit.programme, target, value)))
    return tuple(lines)


def looked_at(form: Form, reading: Reading) -> tuple[Fact | None, Problem | None]:
    """What the form would write, or what stands against it."""
    if reading.entry is None:
        return None, None
    try:
        return tried(form.session, form.action, *reading.entry), None
    except Problem as problem:
        return None, problem


def _second(visit: Visit) -> str:
    bodies = [visit.names.get(code, code) for code in sorted(visit.actor.organisations)]
    return f"{'、'.join(bodies)}的审核人"


def _sentence(sight: Sight, slack: int | None) -> str:
    place = sight.status.place
    if sight.status.outcome is not Outcome.ACTIVE or not place:
        return "这处矿山已经不在办理中。"
    words = f"停在{sight.stage_name(place)}"
    return f"{words}，{slack_words(slack)}。" if slack is not None else f"{words}。"


def _asked_by(visit: Visit, clause: str) -> str:
    found = visit.programme.clause(clause)
    return found.summary if found else ""


def _line(sight: Sight, blocker: Blocker, party: str) -> BlockerLine:
    return BlockerLine(say(blocker), "", blocker.clause, sight.who_owes(blocker, party) if party else "")


def _files(form: Form) -> tuple[FileLine, ...]:
    return tuple(
        FileLine(str(f["title"]), size_words(int(f.get("size") or 0)), str(f["sha256"]), str(f.get("slot") or ""))
        for f in form.files
    )


def size_words(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


def _slots(sight: Sight) -> tuple[Item, ...]:
    """File slots a document may fill, those owed first."""
    state = {s.code: s.state for s in sight.status.slots}
    named = [s for s in sight.programme.slots if s.code in state and state[s.code] != "never"]
    ordered = sorted(named, key=lambda s: state[s.code] not in ("owed", "promised"))
    return tuple(Item(s.code, s.name + ("（现阶段应有）" if state[s.code] == "owed" else "")) for s in ordered)


def _follows(sight: Sight, brought: Preview) -> tuple[str, ...]:
    before, after = brought.before, brought.after
    lines = []
    if after.outcome is not before.outcome and after.outcome is Outcome.CLOSED:
        lines.append("全部步骤完成，记为已销号。")
    elif after.place != before.place:
        where = sight.stage_name(before.place) if before.place else "登记"
        lines.append(f"从{where}到{sight.stage_name(after.place)}。" if after.place else "不再停在任何一步。")
    else:
        lines.append(f"仍停在{sight.stage_name(after.place)}。" if after.place else "停在哪一步不变。")
    for one in after.next_actions[:2]:
        title = BY_ACTION[one.action][1].title
        by = f"，最迟 {iso(one.by)}（{slack_words(one.slack)}）" if one.by and one.slack is not None else ""
        lines.append(f"接下来：{title}，由{sight.party(one.party)}办{by}。")
    new = [h for h in after.holds if h not in before.holds]
    rules = {h.code: h.name for h in sight.programme.holds}
    lines += [f"{rules.get(h.code, h.code)}：办结前有的步骤不能办。" for h in new]
    lines.append("写入审计链，只能更正，不能删除。")
    return tuple(lines)

"""What the workbench reads: steps this person owes by slack, what others owe, forms on their way, the ledger that is due.

A constant number of queries. Of very many sites those whose latest day comes first are looked at, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse

from qingshan.casework.drafts import drafts_of, waiting_for
from qingshan.casework.models import Draft
from qingshan.casework.queries import dossiers, sites_for
from qingshan.issuance.models import LedgerIssue
from qingshan.rulebook.calendar import IssueDay, issue_days
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.sentences import say
from qingshan.rulebook.status import Ledger, NextAction, Outcome

from .asof import with_query
from .entry.reading import STATES, may_enter
from .presenters.ledger import week_title
from .presenters.sight import Sight, action_title, clock, look
from .shapes import Mark
from .visit import Visit, site_url
from .words import SOON_DAYS, iso, slack_mark, weekday
from .workbench_shapes import LedgerBox, OwedGroup, OwedRow, SentLine, UnitLine, WaitingLine, WorkPage

LOOKED_AT = 400
"""So many sites are evaluated; of more, those with the earliest latest day."""
SHOWN = 60
WEEKLY = "report_week"


@dataclass(frozen=True)
class _Step:
    sight: Sight
    action: NextAction
    street: str


def work_page(visit: Visit) -> WorkPage:
    """The workbench of who looks, on the day."""
    sights, left_off = _sights(visit)
    steps = [_Step(s, a, str(s.register.get("street") or "")) for s in sights for a in s.status.next_actions]
    mine: list[_Step] = []
    others: list[_Step] = []
    for step in steps:
        (mine if _is_mine(visit, step) else others).append(step)
    forms = [] if visit.actor.person is None else list(drafts_of(visit.actor))
    due = _due_issue(visit)
    unreported = _unreported(visit, sights, due) if due else {}
    rows = sorted(
        (*(_row(visit, s) for s in mine), *_weekly_rows(visit, unreported, due)),
        key=lambda r: (r.days is None, r.days or 0, r.title),
    )
    late = sum(r.days is not None and r.days < 0 for r in rows)
    return WorkPage(
        sentence=_sentence(len(rows), late, due, visit.day.on),
        late=late,
        groups=_groups(rows[:SHOWN]),
        total=len(rows),
        more=f"还有 {len(rows) - SHOWN} 件，按最迟日期排在后面" if len(rows) > SHOWN else left_off,
        more_url=with_query(reverse("desk:sites"), sort="slack", **visit.day.query),
        returned=tuple(_sent(f) for f in forms if f.state == Draft.RETURNED),
        to_approve=tuple(_to_approve(f) for f in waiting_for(visit.actor)),
        drafts=tuple(_sent(f) for f in forms if f.state in (Draft.OPEN, Draft.SENT)),
        waiting=_waiting(visit, others),
        ledger=_ledger(visit, due, sights, unreported) if due else None,
        empty=_coming(others),
    )


def _sights(visit: Visit) -> tuple[list[Sight], str]:
    """The sites under way of who looks, each evaluated for the day."""
    under_way = sites_for(visit.actor).filter(status__outcome=Outcome.ACTIVE)
    total = under_way.count()
    listed = list(under_way.order_by(F("status__due_on").asc(nulls_last=True), "code")[:LOOKED_AT])
    found = [look(visit.programme, d, visit.day, visit.names, with_entered_against=False) for d in dossiers(listed)]
    return found, f"只看了最迟日期最早的 {LOOKED_AT} 处，共 {total} 处" if total > LOOKED_AT else ""


def _is_mine(visit: Visit, step: _Step) -> bool:
    """Owed by a body this person works in, and theirs to enter. The office may enter for a street, but owes it not."""
    party = step.street if visit.programme.is_role(step.action.party) else step.action.party
    return party in visit.actor.organisations and may_enter(visit, step.action.action, step.street)


def _sentence(count: int, late: int, due: IssueDay | None, on: date) -> str:
    ledger = ""
    if due is not None:
        days = (due.due_on - on).days
        when = "今天" if days == 0 else f"{due.due_on.isoformat()} {weekday(due.due_on)}"
        ledger = f"{week_title(due.weeks)}{when}报送。"
    if not count:
        return f"{ledger}你手上没有要办的事。"
    return f"{ledger}你手上 {count} 件" + (f"，其中 {late} 件已超最迟日期。" if late else "，没有超期的。")


# -- what I owe


def _row(visit: Visit, step: _Step) -> OwedRow:
    sight, action = step.sight, step.action
    code = sight.dossier.site
    site = site_url(visit, code)
    title = action_title(action.action)
    reason = say(action.blockers[0]) if action.blockers else ""
    note = "·".join(w for w in (sight.name, sight.street, f"还差：{reason}" if reason else "") if w)
    return OwedRow(
        days=action.slack,
        title=title,
        url=site,
        note=note,
        clause=action.clause,
        when=iso(action.by) if action.by else "没有定期限",
        due=f"最晚 {iso(action.start_by)} 开始" if action.start_by else "",
        button="看还差" if action.blockers else "办",
        button_url=reverse("desk:entry", args=[code, action.action]),
        missing=len(action.blockers),
    )


def _weekly_rows(visit: Visit, unreported: dict[str, list[Sight]], due: IssueDay | None) -> Iterable[OwedRow]:
    if due is None:
        return
    for street, sights in unreported.items():
        if street not in visit.actor.organisations or not may_enter(visit, WEEKLY, street):
            continue
        for sight in sights:
            code = sight.dossier.site
            yield OwedRow(
                days=(due.due_on - visit.day.on).days,
                title=action_title(WEEKLY),
                url=site_url(visit, code),
                note=f"{sight.name}·{sight.street}·{week_title(due.weeks)}",
                clause=visit.programme.weekly.clause,
                when=due.due_on.isoformat(),
                due="",
                button="填",
                button_url=reverse("desk:entry", args=[code, WEEKLY]),
            )


def _groups(rows: Sequence[OwedRow]) -> tuple[OwedGroup, ...]:
    late = tuple(r for r in rows if r.days is not None and r.days < 0)
    soon = tuple(r for r in rows if r.days is not None and 0 <= r.days <= SOON_DAYS)
    later = tuple(r for r in rows if r not in late and r not in soon)
    named = (("已超最迟日期", late), (f"{SOON_DAYS} 天内", soon), ("以后", later))
    return tuple(OwedGroup(title, group, len(group)) for title, group in named if group)


def _coming(others: Sequence[_Step]) -> str:
    """When nothing is owed: what comes, and who has it now."""
    dated = sorted((s for s in others if s.action.by), key=lambda s: s.action.by or date.max)
    if not dated:
        return "有新的事会出现在这里。"
    one = dated[0]
    who = one.sight.party(one.action.party)
    return f"最近的一件在{who}：{one.sight.name}{action_title(one.action.action)}，最迟 {iso(one.action.by)}。"


# -- forms on their way


def _sent(form: Draft) -> SentLine:
    title = BY_ACTION[form.action][1].title
    is_back = form.state == Draft.RETURNED
    note = f"{form.decided_by.name}：{form.reason}" if is_back and form.decided_by else ""
    return SentLine(
        title=f"{form.site.name} {title}",
        note=note,
        when=clock(form.decided_at if is_back and form.decided_at else form.saved_at),
        url=reverse("desk:entry", args=[form.site.code, form.action]),
        button="更正" if is_back else "看" if form.state == Draft.SENT else "接着填",
        mark=STATES[form.state],
    )


def _to_approve(form: Draft) -> SentLine:
    return SentLine(
        title=f"{form.site.name} {BY_ACTION[form.action][1].title}",
        note=f"{form.owner.name}送审",
        when=clock(form.sent_at) if form.sent_at else "",
        url=reverse("desk:approval", args=[form.key]),
        button="审核",
        mark=STATES[form.state],
    )


# -- what others owe


def _waiting(visit: Visit, others: Sequence[_Step]) -> tuple[WaitingLine, ...]:
    groups: dict[str, list[_Step]] = {}
    for step in others:
        groups.setdefault(step.sight.party(step.action.party), []).append(step)
    lines = []
    for who, steps in groups.items():
        first = min(steps, key=lambda s: (s.action.slack is None, s.action.slack or 0))
        example = f"{first.sight.name}{action_title(first.action.action)}" + ("等" if len(steps) > 1 else "")
        url = site_url(visit, first.sight.dossier.site)
        lines.append((first.action.slack, WaitingLine(who, example, len(steps), slack_mark(first.action.slack), url)))
    return tuple(line for _, line in sorted(lines, key=lambda one: (one[0] is None, one[0] or 0, one[1].who)))


# -- the ledger that is due


def _due_issue(visit: Visit) -> IssueDay | None:
    """The first issue from the day on that is not issued."""
    issued = set(LedgerIssue.objects.values_list("due_on", flat=True))
    return next((d for d in issue_days(visit.programme) if d.due_on >= visit.day.on and d.due_on not in issued), None)


def _unreported(visit: Visit, sights: Sequence[Sight], due: IssueDay) -> dict[str, list[Sight]]:
    """Street → its sites in scope without this period's report; of a notice without reports none."""
    if visit.programme.gate(WEEKLY) is None:
        return {}
    since = max((d.due_on for d in issue_days(visit.programme) if d.due_on < due.due_on), default=date.min)
    found: dict[str, list[Sight]] = {}
    for sight in sights:
        if sight.status.ledger is not Ledger.IN:
            continue
        if any(f.happened_on > since for f in sight.context.all("weekly", "reported")):
            continue
        found.setdefault(str(sight.register.get("street") or ""), []).append(sight)
    return found


def _ledger(visit: Visit, due: IssueDay, sights: Sequence[Sight], unreported: dict[str, list[Sight]]) -> LedgerBox:
    owing = {str(s.register.get("street") or ""): s.street for s in sights if s.status.ledger is Ledger.IN}
    units = []
    for code, name in sorted(owing.items()):
        missing = unreported.get(code, [])
        mark = Mark("s-todo", f"缺 {len(missing)} 处", "soon") if missing else Mark("s-done", "已报", "ok")
        note = "、".join(s.name for s in missing[:2]) + ("等" if len(missing) > 2 else "")
        url = with_query(reverse("desk:sites"), street=code, **visit.day.query)
        units.append(UnitLine(name, mark, note, url))
    units.sort(key=lambda u: u.mark.tone == "ok")
    reported = sum(u.mark.tone == "ok" for u in units)
    return LedgerBox(
        title=week_title(due.weeks),
        url=reverse("desk:ledger_preview", args=[due.due_on.isoformat()]),
        due_on=due.due_on.isoformat(),
        weekday=weekday(due.due_on),
        slack=slack_mark((due.due_on - visit.day.on).days),
        clause=visit.programme.weekly.clause,
        said=f"已报 {reported} / {len(units)}",
        units=tuple(units),
    )

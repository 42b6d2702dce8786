"""Forms under way: kept as they are typed, sent to a second person, returned with a reason, or recorded.

The second person acts with their own sign-in; the record says who filled in and who approved (decision 0012).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from qingshan.accounts.models import Appointment
from qingshan.accounts.session import Actor, Session, actor_of
from qingshan.foundation import audit
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.nouns import BY_ACTION

from .actions import ACTIONS
from .entry import Line, Outcome, Paper
from .models import Draft, Record
from .queries import sites_for
from .writer import Writer

UNDER_WAY = (Draft.OPEN, Draft.SENT, Draft.RETURNED)
LONGEST_REASON = 300
TO_COME = "（等审核）"
"""In place of the second person's name while nobody has approved yet."""


def needs_second(action: str) -> bool:
    return BY_ACTION[action][1].approved


def own_draft(actor: Actor, site: Site, action: str, corrects: str = "") -> Draft | None:
    """The person's form under way for an action on a site, or for the correction of one of its facts."""
    if actor.person is None:
        return None
    return Draft.objects.filter(
        owner=actor.person, site=site, action=action, corrects=corrects, state__in=UNDER_WAY
    ).first()


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """The person's own forms under way, the last touched first."""
    return Draft.objects.filter(owner=actor.person, state__in=UNDER_WAY).select_related("site", "decided_by")


def waiting_for(actor: Actor) -> QuerySet[Draft]:
    """What others of the person's own body have sent, when the person approves, on the sites they see."""
    if not actor.may_approve or actor.person is None:
        return Draft.objects.none()
    colleagues = Appointment.objects.filter(organisation__code__in=actor.organisations).values("person")
    sent = Draft.objects.filter(state=Draft.SENT, site__in=sites_for(actor), owner__in=colleagues)
    return sent.exclude(owner=actor.person).select_related("site", "owner").order_by("sent_at")


def at_hand(actor: Actor) -> int:
    """How many forms wait for this person: returned to them, or sent by others for their approval."""
    if actor.person is None:
        return 0
    returned = Q(owner=actor.person, state=Draft.RETURNED)
    return Draft.objects.filter(returned | Q(pk__in=waiting_for(actor).order_by().values("pk"))).count()


def draft_for(actor: Actor, key: UUID) -> Draft:
    """A form of one's own, or one that waits for this person. Problem 404 for any other."""
    mine = Q(owner=actor.person) | Q(pk__in=waiting_for(actor).values("pk"))
    found = Draft.objects.filter(mine, pk=key).select_related("site", "owner", "decided_by").first()
    if found is None:
        raise Problem("unknown_draft")
    return found


def keep(
    session: Session,
    site: Site,
    action: str,
    said: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    seen: int,
    corrects: str = "",
) -> Draft:
    """Keep what stands in the form. What was sent comes back into the hands of who wrote it by being changed."""
    person = session.actor.person
    if person is None:
        raise Problem("not_allowed", who=session.actor.name, title="填表", party="有账号的人员")
    with writing():
        draft = own_draft(session.actor, site, action, corrects)
        if draft is None:
            draft = Draft(owner=person, site=site, action=action, corrects=corrects, begun_at=session.now)
        elif draft.state == Draft.SENT:
            draft.state = Draft.OPEN
        draft.said, draft.files, draft.seen_version = dict(said), [dict(f) for f in files], seen
        draft.saved_at = session.now
        draft.save()
    return draft


def take_back(session: Session, draft: Draft) -> None:
    """Who filled it in wants to change it before it is approved."""
    with writing():
        _change(session, draft, (Draft.SENT,), Draft.OPEN)
        _witness(session, "entry.back", draft)


def drop(session: Session, draft: Draft) -> None:
    """The form is put away; a file stored for it stays in the archive."""
    _change(session, draft, (Draft.OPEN, Draft.SENT, Draft.RETURNED), Draft.DROPPED)


def send(session: Session, draft: Draft) -> None:
    """To the second person."""
    with writing():
        _change(session, draft, (Draft.OPEN, Draft.RETURNED), Draft.SENT, sent_at=session.now, reason="")
        _witness(session, "entry.send", draft)


def give_back(session: Session, draft: Draft, reason: str) -> None:
    """Back to who filled it in, with a reason they can act on."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise Problem("reason_needed")
    with writing():
        _change(session, draft, (Draft.SENT,), Draft.RETURNED, reason=reason, **_decided(session))
        _witness(session, "entry.return", draft, reason=reason)


def record(session: Session, draft: Draft, paper: Paper, line: Line) -> Outcome:
    """The form becomes a record: at once, or approved by a second person in the name of who filled it in.

    Problem with every blocker when a rule stands against it; the form is then as it was.
    """
    act = ACTIONS[draft.action]
    second = needs_second(draft.action)
    if second and session.actor.person == draft.owner:
        raise Problem("same_person", person=session.actor.name)
    acting = replace(session, actor=actor_of(draft.owner, session.now)) if second else session
    if second:
        paper = _signed(paper, draft.owner.name, session.actor.name)
    with writing():
        outcome = act(acting, paper, [line])
        wanted = (Draft.SENT,) if second else (Draft.OPEN, Draft.RETURNED)
        made = Record.objects.get(pk=outcome.record)
        _change(session, draft, wanted, Draft.RECORDED, record=made, **_decided(session))
        if second:
            _witness(session, "entry.approve", draft, record=outcome.record)
    return outcome


def tried(session: Session, action: str, paper: Paper, line: Line) -> Fact:
    """The fact a form would write, with nothing written; Problem with every blocker when a rule stands against it."""
    if needs_second(action):
        paper = replace(paper, approved_by=TO_COME)
    with writing():
        writer = Writer(session, programme_in_force())
        ACTIONS[action].enter(writer, paper, [line])
        (fact,) = writer.facts
    return fact


def _signed(paper: Paper, filled_by: str, approved_by: str) -> Paper:
    return replace(paper, filled_by=paper.filled_by or filled_by, approved_by=approved_by)


def _decided(session: Session) -> dict[str, Any]:
    return {"decided_at": session.now, "decided_by": session.actor.person}


def _change(session: Session, draft: Draft, before: Sequence[str], state: str, **values: Any) -> None:
    """Of two who act at once, one does; the other hears what became of it."""
    changed = Draft.objects.filter(pk=draft.pk, state__in=before, saved_at=draft.saved_at).update(state=state, **values)
    if not changed:
        raise Problem("draft_moved")
    draft.refresh_from_db()


def _witness(session: Session, action: str, draft: Draft, **data: Any) -> None:
    audit.append(
        at=session.now,
        actor=session.actor.label,
        action=action,
        subject=draft.site.code,
        data={"form": str(draft.key), "of": draft.action, **data},
    )

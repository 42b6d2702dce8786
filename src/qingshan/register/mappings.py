"""What a sender's heads mean, told once by a clerk and applied when that sender sends again; shared as files."""

from __future__ import annotations

from collections.abc import Mapping

from qingshan.accounts.session import Session
from qingshan.exchange.mappings import HeadMapping, meaning
from qingshan.exchange.register.heads import head_key
from qingshan.foundation import audit
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing

from .models import SavedHead

PERMISSION = "site.register"


def heads_of(sender: str) -> dict[str, str]:
    """Head → field of everything a sender's files were explained by; empty for no sender."""
    return dict(SavedHead.objects.filter(sender=sender).values_list("head", "field")) if sender else {}


def saved(sender: str = "") -> list[HeadMapping]:
    """All mappings, or those of one sender, by sender and in the order they were told."""
    rows = SavedHead.objects.order_by("sender", "pk")
    return [HeadMapping(r.sender, r.head, r.field) for r in (rows.filter(sender=sender) if sender else rows)]


def senders() -> list[str]:
    return list(SavedHead.objects.order_by("sender").values_list("sender", flat=True).distinct())


def remember(session: Session, mappings: list[HeadMapping], *, source: str = "") -> int:
    """Save mappings; one head of a sender has one meaning, the last told. Answers how many are new or changed."""
    _may(session)
    told = 0
    with writing():
        for one in mappings:
            key = head_key(one.head)
            row = SavedHead.objects.filter(sender=one.sender, key=key).first()
            if row is not None and row.field == one.field:
                continue
            told += 1
            SavedHead.objects.update_or_create(
                sender=one.sender,
                key=key,
                defaults={
                    "head": one.head,
                    "field": one.field,
                    "told_at": session.now,
                    "told_by": session.actor.label,
                },
            )
            data = {"head": one.head, "field": one.field, "before": row.field if row else "", "from": source}
            _witness(session, "mapping.set", one.sender, data)
    return told


def forget(session: Session, sender: str, head: str = "") -> int:
    """Forget a sender's mappings, or one head's. Problem when there is nothing to forget; answers how many went."""
    _may(session)
    with writing():
        rows = SavedHead.objects.filter(sender=sender)
        rows = rows.filter(key=head_key(head)) if head else rows
        gone = {row.head: row.field for row in rows}
        if not gone:
            raise Problem("unknown_mapping", sender=sender, head=head or "任何表头", known="、".join(senders()) or "无")
        rows.delete()
        _witness(session, "mapping.forget", sender, {"heads": gone})
    return len(gone)


def meanings(mappings: Mapping[str, str]) -> dict[str, str]:
    """Head → Chinese name of what it means."""
    return {head: meaning(field) for head, field in mappings.items()}


def _may(session: Session) -> None:
    if not session.actor.may(PERMISSION):
        party = programme_in_force().called("office", "办公室")
        raise Problem("not_allowed", who=session.actor.name, title="对照表头", party=party)


def _witness(session: Session, action: str, sender: str, data: Mapping[str, object]) -> None:
    audit.append(at=session.now, actor=session.actor.label, action=action, subject=sender[:160], data=data)

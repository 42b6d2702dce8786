"""What the child of a split starts with: the parent's records, copied to its own file (design §1a, property 21)."""

from __future__ import annotations

import uuid
from datetime import date

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.register.models import Site
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.lineage import inherited
from qingshan.rulebook.nouns import NOUNS

from .engine import record_json
from .models import TABLES, FactRow, Record
from .projection import project_register
from .queries import dossier_of
from .shape import typed_columns

NOUN_OF = {action.kind: noun for noun in NOUNS for action in noun.actions}


def inherit(session: Session, parent: Site, child: Site, on: date) -> Dossier:
    """Write the copies, each with its record, its typed row and its row in the chain; answers the child's file."""
    facts = inherited(dossier_of(parent), child.code, on, session.now)
    originals = {row.key: row for row in FactRow.objects.filter(site=parent).select_related("record")}
    for fact in facts:
        _copy(session, parent, child, fact, originals[fact.payload["origin"]["fact"]])
    child.version += len(facts)
    dossier = Dossier(child.code, facts)
    project_register(child, dossier)
    return dossier


def _copy(session: Session, parent: Site, child: Site, fact: Fact, original: FactRow) -> None:
    noun = NOUN_OF[fact.kind]
    record = Record.objects.get(pk=original.record_id)
    record.pk = uuid.uuid4()
    record.recorded_at, record.recorded_by = session.now, session.actor.person
    record.recorded_label, record.reference = session.actor.label, ""
    record.source = f"拆分自 {parent.code} {parent.name}"[:300]
    record.save(force_insert=True)
    row = FactRow.objects.create(
        key=fact.id,
        record=record,
        site=child,
        kind=fact.kind,
        result=fact.result,
        happened_on=fact.happened_on,
        at=fact.at,
        recorded_at=fact.recorded_at,
        subject=fact.subject,
        round=fact.round,
        to=fact.to,
        payload=fact.payload,
    )
    TABLES[noun.code].objects.create(fact=row, **typed_columns(noun, fact.payload))
    audit.append(
        at=session.now,
        actor=session.actor.label,
        action="split_site",
        subject=child.code,
        data={
            "fact": fact.id,
            "record": str(record.pk),
            "result": fact.name,
            "happened_on": fact.happened_on,
            "origin": dict(fact.payload["origin"]),
        },
        record=record_json(row),
    )

"""What the child of a split starts with: the parent's records, copied to its own file (design §1a, property 21)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from copy import copy

from qingshan.register.models import Site
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.lineage import LINEAGE_KIND, SPLIT, children_of, handed_on, inherited, register_act
from qingshan.rulebook.nouns import NOUNS
from qingshan.rulebook.shares import shares_of
from qingshan.rulebook.standing import standing_facts

from .models import Record
from .writer import Writer, Written

NOUN_OF = {action.kind: noun.code for noun in NOUNS for action in noun.actions}


def inherit(writer: Writer, parent: Site, child: Site, split: Fact) -> None:
    """Hand the writer a copy of every record with the child's share of its figures, each to be witnessed like any other;
    the child is open already."""
    records = writer.records_of(parent.code)
    file = writer.file_of(parent)
    share = shares_of(split, standing_facts(file.facts)).get(child.code)
    facts = inherited(file, child.code, split.happened_on, writer.session.now, share)
    writer.add(_copy(writer, parent, child, fact, records[fact.payload["origin"]["fact"]]) for fact in facts)


def hand_on(writer: Writer, lines: Iterable[Written]) -> None:
    """What is entered into the file of a site that was split reaches its children, and theirs, whoever enters it."""
    for line in lines:
        parent = line.owner
        if not isinstance(parent, Site) or line.fact.kind == LINEAGE_KIND:
            continue
        split = register_act(writer.file_of(parent).facts)
        if split is None or split.name != SPLIT:
            continue
        writer.lock_descendants(children_of(split))
        for child in map(writer.site, children_of(split)):
            fact = handed_on(writer.file_of(parent), writer.file_of(child), line.fact, writer.session.now)
            if fact is not None:
                copied = _copy(writer, parent, child, fact, line.record)
                writer.add([copied])
                hand_on(writer, [copied])


def _copy(writer: Writer, parent: Site, child: Site, fact: Fact, original: Record) -> Written:
    """The record keeps its days and who filled it in; it says where it was copied from, when and by whom."""
    session = writer.session
    record = copy(original)
    record.pk = uuid.uuid4()
    record.recorded_at, record.recorded_by = session.now, session.actor.person
    record.recorded_label, record.reference = session.actor.label, ""
    record.source = f"拆分自 {parent.code} {parent.name}"[:300]
    return Written(NOUN_OF[fact.kind], "split_site", record, child, fact, {})

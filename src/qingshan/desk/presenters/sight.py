"""One site as seen on one day: everything its page is made from, and the words several parts share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from qingshan.desk.asof import Day
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import BEIJING, Dossier, Fact
from qingshan.rulebook.ledger_context import RowContext
from qingshan.rulebook.lineage import exists_on
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.programme import Ending, Programme, Stage
from qingshan.rulebook.standing import standing_facts
from qingshan.rulebook.status import Blocker, Status


@dataclass(frozen=True)
class Sight:
    """`names`: organisation code → the name valid on the day. `people`: who entered → body and post.

    `reasons`: fact id → why it corrects another.
    """

    programme: Programme
    dossier: Dossier
    status: Status
    day: Day
    names: Mapping[str, str]
    people: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def context(self) -> RowContext:
        on = self.status.on
        facts = tuple(f for f in standing_facts(self.dossier.facts, self.day.known_at) if f.happened_on <= on)
        return RowContext(self.programme, self.dossier, facts, self.status, self.names, on, on)

    @cached_property
    def standing(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.context.facts}

    @property
    def register(self) -> Mapping[str, Any]:
        return self.context.register

    @property
    def name(self) -> str:
        return str(self.register.get("name") or self.dossier.site)

    @property
    def street(self) -> str:
        return self.context.name(str(self.register.get("street") or ""))

    def party(self, code: str) -> str:
        """The name of a party; the site's own street for the role of streets."""
        if self.street and self.programme.is_role(code):
            return self.street
        return self.context.name(code)

    def stage(self, code: str) -> Stage | None:
        return self.programme.stage(code)

    def stage_name(self, code: str) -> str:
        found = self.programme.stage(code)
        return found.name if found else code

    def endings_of(self, fact: Fact) -> list[Ending]:
        return [e for e in self.programme.endings if e.fact == fact.kind and e.result == fact.result]

    def reopened_by(self, fact: Fact) -> list[str]:
        """The stages a fact leaves open, by name; empty when it ends nothing."""
        codes: list[str] = []
        for ending in self.endings_of(fact):
            codes += ending.ends
            chosen = fact.to if fact.to is not None else ending.may_end[0] if ending.may_end else ""
            if chosen:
                codes.append(chosen)
        return [self.stage_name(code) for code in dict.fromkeys(codes)]

    def who_owes(self, blocker: Blocker, party: str) -> str:
        """Who can clear a blocker: the party of the stage it names, of the stage its document belongs to, else `party`."""
        stage = self.stage(str(blocker.params.get("stage") or ""))
        if stage is None and blocker.params.get("slot"):
            slot = next((s for s in self.programme.slots if s.code == blocker.params["slot"]), None)
            stage = self.stage(slot.stage) if slot else None
        return self.party(stage.party if stage else party)


def look(
    programme: Programme,
    dossier: Dossier,
    day: Day,
    names: Mapping[str, str],
    people: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    *,
    with_entered_against: bool = True,
) -> Sight:
    """A site evaluated for a day. Where many are looked at, nobody reads what each was entered against.

    Of a day before the split that made it, nothing is known of a site.
    """
    if not exists_on(dossier, day.on, day.known_at):
        dossier = Dossier(dossier.site, ())
    status = evaluate(programme, dossier, day.on, day.known_at, with_entered_against=with_entered_against)
    return Sight(programme, dossier, status, day, names, people or {}, reasons or {})


def action_title(name: str) -> str:
    """The Chinese title of an action; the code itself when nothing declares it."""
    found = BY_ACTION.get(name)
    return found[1].title if found else name


def clock(instant: datetime) -> str:
    """2019-10-21 09:30, of an instant in Beijing time."""
    return instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")

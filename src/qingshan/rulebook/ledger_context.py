"""What a ledger value may look at: the standing facts of one site, its status and the printed names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from .exceptions import InForce, exceptions_in_force, words_of
from .facts import Dossier, Fact
from .funding import Funding, funding_of
from .lists import LISTS
from .programme import Programme
from .standing import register_data
from .status import StageState, Status


@dataclass(frozen=True)
class RowContext:
    """One site on the day of a ledger. `facts` are its standing facts, oldest first.

    `since` is the day of the issue before: a weekly report counts when it happened after it. `names` maps the codes of
    organisations to the names printed. `seq` is the row's number on its ledger.
    """

    programme: Programme
    dossier: Dossier
    facts: tuple[Fact, ...]
    status: Status
    names: Mapping[str, str]
    on: date
    since: date
    seq: int = 0

    @property
    def site(self) -> str:
        return self.dossier.site

    def numbered(self, seq: int) -> RowContext:
        """The same row under its number, with what was looked up already."""
        made = replace(self, seq=seq)
        vars(made).update({key: found for key, found in vars(self).items() if key not in vars(made)})
        return made

    @cached_property
    def register(self) -> Mapping[str, Any]:
        """The register data: the registration with every later change laid over it."""
        return register_data(self.facts)

    @cached_property
    def survey(self) -> Mapping[str, Any]:
        return self.payload("survey", "completed")

    @cached_property
    def responsibility(self) -> Mapping[str, Any]:
        return self.payload("responsibility", "determined")

    @cached_property
    def _of_kind(self) -> Mapping[str, Sequence[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.kind, []).append(fact)
        return found

    @cached_property
    def _evidence(self) -> frozenset[str]:
        return frozenset(one for stage in self.status.stages if stage.state == "reached" for one in stage.evidence)

    @cached_property
    def _staged(self) -> frozenset[str]:
        return frozenset(stage.evidence.kind for stage in self.programme.stages)

    def all(self, kind: str, *results: str, subject: str | None = None) -> list[Fact]:
        """Standing facts of a kind, oldest first."""
        return [
            f
            for f in self._of_kind.get(kind, ())
            if (not results or f.result in results) and (subject is None or f.subject == subject)
        ]

    def last(self, kind: str, *results: str, subject: str | None = None) -> Fact | None:
        found = self.all(kind, *results, subject=subject)
        return found[-1] if found else None

    def counting(self, kind: str, *results: str) -> Fact | None:
        """The last fact that is evidence of a reached stage; any last one of a kind that is evidence of no stage."""
        found = self.all(kind, *results)
        if kind in self._staged:
            found = [fact for fact in found if fact.id in self._evidence]
        return found[-1] if found else None

    def stage_of(self, kind: str) -> StageState | None:
        """The state of the stage that records of a kind reach; None when no stage is theirs."""
        code = next((stage.code for stage in self.programme.stages if stage.evidence.kind == kind), "")
        return self.status.stage(code)

    def was_reopened(self, fact: Fact) -> bool:
        """The stage the fact once reached is open again, and the fact counts for it no longer."""
        stage = self.stage_of(fact.kind)
        return stage is not None and bool(stage.reopened_by) and fact.id not in stage.evidence

    def payload(self, kind: str, *results: str) -> Mapping[str, Any]:
        """The payload of the last fact of a kind; empty when there is none."""
        fact = self.last(kind, *results)
        return fact.payload if fact else {}

    def latest_by_subject(self, kind: str, *results: str) -> dict[str, Fact]:
        """Subject → its last fact: what each package, plan or notice came to."""
        return {fact.subject: fact for fact in self.all(kind, *results)}

    def name(self, code: str) -> str:
        """The printed name of an organisation; its name in the notice, or the code itself, when none was given."""
        if code in self.names:
            return self.names[code]
        party = self.programme.party(code)
        return party.name if party else code

    def word(self, list_code: str, code: Any) -> str:
        """The official word of a code: of the programme's list, else of the field's; the code itself when unknown."""
        if not code:
            return ""
        own = self.programme.code_list(list_code)
        if own and code in own.items:
            return own.items[code]
        return LISTS.get(list_code, {}).get(str(code), str(code))

    def words(self, list_code: str, codes: Any) -> list[str]:
        """The words of several codes, given as a list or as one text."""
        listed = codes if isinstance(codes, (list, tuple)) else [codes] if codes else []
        return [self.word(list_code, code) for code in listed]

    @cached_property
    def exceptions(self) -> tuple[InForce, ...]:
        """The waivers, lifted conditions and extensions in force on the day."""
        return exceptions_in_force(self.facts, self.on)

    def exception_words(self, one: InForce) -> str:
        """延期至…（文号）, 豁免…（文号）."""
        names = {stage.code: stage.name for stage in self.programme.stages}
        return words_of(one, names, {w.check: w.name for w in self.programme.waivable})

    @cached_property
    def funding(self) -> Funding:
        """The money of the site by the facts of this row."""
        return funding_of(Dossier(self.site, self.facts), self.on)

    @property
    def is_lost(self) -> bool:
        """灭失, as the last determination of responsibility says."""
        return bool(self.responsibility.get("is_lost"))

    @cached_property
    def plan(self) -> Mapping[str, Any]:
        """The plan in force: the last that passed its review, else the last opened; none withdrawn."""
        return self.plan_of(self.plan_subject)

    @cached_property
    def plan_subject(self) -> str:
        passed = [f.subject for f in self.all("review", "passed") if self.is_live_plan(f.subject)]
        return passed[-1] if passed else self.newest_plan

    @cached_property
    def newest_plan(self) -> str:
        opened = [f.subject for f in self.all("plan", "commissioned", "submitted") if self.is_live_plan(f.subject)]
        return opened[-1] if opened else ""

    def is_live_plan(self, subject: str) -> bool:
        last = self.last("plan", subject=subject)
        return last is not None and last.result != "withdrawn"

    def plan_of(self, subject: str) -> Mapping[str, Any]:
        """What is known of a plan version: its commission with its submission laid over it; empty for no plan."""
        merged: dict[str, Any] = {}
        if subject or self.newest_plan == subject:
            for fact in self.all("plan", "commissioned", "submitted", subject=subject):
                merged.update(fact.payload)
        return merged

    @cached_property
    def week_report(self) -> Fact | None:
        """This week's report: the last that happened after the issue before, up to the day of this one (C-38)."""
        reports = reversed(self.all("weekly", "reported"))
        return next((fact for fact in reports if self.since < fact.happened_on <= self.on), None)

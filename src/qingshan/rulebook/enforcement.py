"""Cases against whoever dug without a licence, with the restoration linked to them (五(三)4, C-18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .facts import Dossier, Fact
from .standing import standing_facts
from .values import number, text

KIND = "enforcement"
DECISIONS = ("punished", "transferred", "closed")


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `results`: what was decided, in order, each with result, on, document_no, fine in 分.

    `executor`, `task`, `recovery_amount` (分), `recovery_state` are those of the last linked restoration. Who is pursued
    is not here: it may be a private person.
    """

    subject: str
    lead_body: str
    matter: str
    opened_on: date
    results: tuple[Mapping[str, Any], ...]
    executor: str = ""
    task: str = ""
    recovery_amount: int = 0
    recovery_state: str = ""


def cases_of(dossier: Dossier, on: date) -> tuple[Case, ...]:
    """The cases of a site on a day, in the order they were opened."""
    facts = [f for f in standing_facts(dossier.facts) if f.kind == KIND and f.happened_on <= on]
    return tuple(_case(f, [g for g in facts if g.subject == f.subject]) for f in facts if f.result == "opened")


def _case(opened: Fact, facts: list[Fact]) -> Case:
    linked = next((f.payload for f in reversed(facts) if f.result == "linked"), {})
    return Case(
        opened.subject,
        text(opened.payload.get("lead_body")),
        text(opened.payload.get("matter")),
        opened.happened_on,
        tuple(_result(f) for f in facts if f.result in DECISIONS),
        text(linked.get("executor")),
        text(linked.get("task")),
        int(number(linked.get("recovery_amount")) or 0),
        text(linked.get("recovery_state")),
    )


def _result(fact: Fact) -> Mapping[str, Any]:
    fine = number(fact.payload.get("fine"))
    return {
        "result": fact.result,
        "on": fact.happened_on,
        "document_no": text(fact.payload.get("document_no")),
        "fine": None if fine is None else int(fine),
    }

"""What a gate's check may look at: stages, debts, holds and the entry, never the place (design §1a, rule 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .deadlines import NOT_DUE, deadlines_of
from .debts import debts_of
from .evidence import Course
from .facts import Fact
from .holds import holds_of
from .nouns import BY_ACTION, Field
from .place import outcome_of, scope_decision
from .programme import Programme, Stage
from .slots import SlotFinding, findings_of
from .status import Blocker, Debt, Hold, Outcome


@dataclass(frozen=True, slots=True)
class Look:
    """One asking of one gate. Without an `entry` only what does not hang on its fields can be answered."""

    course: Course
    action: str
    clause: str
    entry: Fact | None = None

    @property
    def programme(self) -> Programme:
        return self.course.programme

    @property
    def day(self) -> date:
        return self.course.day

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.entry.payload if self.entry is not None else {}

    @property
    def reaches(self) -> bool:
        """The entry is good news: evidence that reaches a stage. Without an entry the good news is what is asked."""
        if self.entry is None:
            return True
        own = [row for row in self.course.tables.rows if row.stage.action == self.action]
        return not own or any(self.entry.name in row.names for row in own)

    def blocker(self, code: str, **params: Any) -> Blocker:
        return Blocker(code, self.clause, params)

    def field(self, key: str) -> Field | None:
        noun, _ = BY_ACTION.get(self.action, (None, None))
        return noun.field(key) if noun else None

    def field_name(self, key: str) -> str:
        field = self.field(key)
        return field.name if field else key

    def figure(self, key: str, value: Decimal) -> str:
        """A number of a field as it is shown: areas in 公顷, money in 万元, else plain with its unit."""
        field = self.field(key)
        if field and field.type == "area":
            return f"{value / 10_000:.2f} 公顷"
        if field and field.type == "money":
            return f"{value / 1_000_000:.2f} 万元"
        return f"{value:f}{' ' + field.unit if field and field.unit else ''}"

    def stage(self, code: str) -> Stage | None:
        row = self.course.tables.by_code.get(code)
        return row.stage if row else None

    def part_for(self, code: str) -> str | None:
        """The plan or package the entry speaks of, where the stage counts over its parts."""
        row = self.course.tables.by_code[code]
        if self.entry is None or not self.entry.subject or not row.stage.each:
            return None
        own = self.course.tables.stage_by_action.get(self.action)
        if own is not None:
            return self.entry.subject if own.stage.each == row.stage.each else None
        return self.entry.subject if self.entry.subject in self.course.live_parts(row.stage.each) else None

    def due(self, code: str) -> date | None:
        """The last day of a stage as it stands without the entry, extensions included; None when it has none."""
        return deadlines_of(self.course).get(code, NOT_DUE).done_by

    def debts(self) -> tuple[Debt, ...]:
        return debts_of(self.course)

    def holds(self) -> tuple[Hold, ...]:
        return holds_of(self.course)

    def slots(self) -> tuple[SlotFinding, ...]:
        return findings_of(self.course)

    def outcome(self) -> Outcome:
        return outcome_of(self.course)[0]

    def scope_decision(self) -> Fact | None:
        return scope_decision(self.course)

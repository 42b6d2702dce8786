"""The inputs of a form from the declaration of its noun, filled with what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qingshan.casework.shape import words_of
from qingshan.rulebook.nouns import BY_ACTION, Field
from qingshan.rulebook.programme import Programme

from .said import (
    AREA_UNITS,
    AT,
    HAPPENED,
    NOTHING_REOPENED,
    RESULT,
    SUBJECT,
    TO,
    Reading,
    asked,
    input_of,
    row_input,
)
from .shapes import FormField, Item, Section

NUMERALS = "一二三四五六七八九十"
FEW = 4
"""So many choices stand side by side; more are a list."""
SPARE_ROWS = 2
STREETED = frozenset({"site", "lineage"})
KINDS = {"long": "long", "area": "area", "multi": "boxes", "rows": "rows"}
MODES = {"int": "numeric", "decimal": "decimal", "percent": "decimal", "area": "decimal", "money": "decimal"}
UNITS = {"money": "万元", "percent": "%"}
YES_NO = (("1", "是"), ("0", "否"))
HINTS = {"date": "如 2019-10-24", "partial": "如 2016、2016.11、1988年之前", "time": "如 09:30"}


class Inputs:
    """Makes the inputs of one form. `said` and `reading` are empty for a new one; `subjects` are those on file."""

    def __init__(
        self,
        programme: Programme,
        action: str,
        said: Mapping[str, Any],
        reading: Reading | None,
        subjects: Sequence[str] = (),
    ) -> None:
        self.programme = programme
        self.noun, self.action = BY_ACTION[action]
        self.said = said
        self.subjects = subjects
        self.faults = {f.input: f.sentence for f in reading.faults} if reading else {}
        self.notes = dict(reading.notes) if reading else {}

    # One input

    def text(self, name: str) -> str:
        value = self.said.get(name, "")
        return value if isinstance(value, str) else ""

    def chosen(self, name: str) -> list[str]:
        value = self.said.get(name, [])
        return value if isinstance(value, list) else [value]

    def words(self, target: Field) -> dict[str, str]:
        if target.key == "street" and self.noun.code in STREETED:
            return {p.code: p.name for p in self.programme.parties if p.kind == "street"}
        return dict(words_of(self.programme, target.list)) if target.list else {}

    def field(self, target: Field, name: str) -> FormField:
        words = dict(YES_NO) if target.type == "bool" else self.words(target)
        kind = KINDS.get(target.type, "text")
        if kind == "text" and words:
            kind = "radios" if len(words) <= FEW else "select"
        if kind == "boxes" and not words:
            kind = "text"
        ticked = self.chosen(name)
        items = tuple(Item(code, word, code in ticked) for code, word in words.items())
        if kind == "area":
            unit = self.text(f"{name}-unit") or AREA_UNITS[0]
            items = tuple(Item(u, u, u == unit) for u in AREA_UNITS)
        return FormField(
            name=name,
            label=target.name,
            kind=kind,
            value=self.text(name),
            unit=UNITS.get(target.type, target.unit if kind != "area" else ""),
            mode=MODES.get(target.type, "text"),
            items=items,
            needed=self.needed(target),
            note="；".join(filter(None, (target.note, HINTS.get(target.type, "")))),
            told=self.notes.get(name, ""),
            fault=self.faults.get(name, ""),
            is_secret=target.secret,
        )

    def needed(self, target: Field) -> str:
        """When the field must be filled: "" never, 必填 always, else the results that ask for it."""
        results = self.action.results
        asking = [word for code, word in results.items() if target.is_required(code)]
        if not asking:
            return ""
        return "必填" if len(asking) == len(results) else f"{'、'.join(asking)}时必填"

    def table(self, target: Field) -> FormField:
        """A sub-table: the lines that say something, and some empty ones."""
        last = max((n for n in range(60) if self._says(target, n)), default=-1)
        rows = tuple(
            tuple(self.field(sub, row_input(target, number, sub)) for sub in target.rows)
            for number in range(last + 1 + SPARE_ROWS)
        )
        return FormField(
            name=input_of(target),
            label=target.name,
            kind="rows",
            heads=tuple(sub.name + ("*" if "*" in sub.required else "") for sub in target.rows),
            rows=rows,
            needed=self.needed(target),
            note=target.note,
            fault=self.faults.get(input_of(target), ""),
        )

    def _says(self, target: Field, number: int) -> bool:
        return any(self.said.get(row_input(target, number, sub)) for sub in target.rows)

    # The form

    def sections(self, hint: str) -> tuple[Section, ...]:
        """Result and day first, then the paper's fields in their order, each sub-table a section of its own."""
        parts: list[tuple[str, list[FormField]]] = [("结果和日期", self.head(hint))]
        plain: list[FormField] = []
        for target in asked(self.noun, self.action):
            if target.type == "rows":
                if plain:
                    parts.append((_called(parts), plain))
                    plain = []
                parts.append((target.name, [self.table(target)]))
            else:
                plain.append(self.field(target, input_of(target)))
        if plain:
            parts.append((_called(parts), plain))
        return tuple(Section(NUMERALS[i % 10], title, tuple(fields)) for i, (title, fields) in enumerate(parts))

    def head(self, hint: str) -> list[FormField]:
        found = []
        results = self.action.results
        if len(results) > 1:
            items = tuple(Item(code, word, self.text(RESULT) == code) for code, word in results.items())
            kind = "radios" if len(items) <= FEW else "select"
            found.append(FormField(RESULT, "结果", kind, items=items, needed="必填", fault=self.faults.get(RESULT, "")))
        found.append(
            FormField(
                HAPPENED,
                "发生日期",
                "text",
                self.text(HAPPENED),
                needed="必填",
                note=hint,
                mode="numeric",
                told=self.notes.get(HAPPENED, ""),
                fault=self.faults.get(HAPPENED, ""),
            )
        )
        if self.asks_clock():
            found.append(FormField(AT, "时间", "text", self.text(AT), note="如 09:30", fault=self.faults.get(AT, "")))
        if self.action.subject != "none":
            needed = "必填" if self.action.subject == "given" else ""
            known = tuple(Item(s, s) for s in self.subjects)
            note = "填已有的一个" if self.action.subject == "given" else "没有分的空着"
            found.append(
                FormField(
                    SUBJECT,
                    self.action.subject_name or "所指",
                    "text",
                    self.text(SUBJECT),
                    items=known,
                    needed=needed,
                    note=note,
                    fault=self.faults.get(SUBJECT, ""),
                )
            )
        targets = self.targets()
        if targets:
            items = (Item("", "按通知", not self.text(TO)), *targets)
            found.append(
                FormField(
                    TO,
                    "退回到",
                    "select",
                    items=items,
                    note="结果要重办时，从哪一步重新办",
                    fault=self.faults.get(TO, ""),
                )
            )
        return found

    def asks_clock(self) -> bool:
        """Where the notice counts in hours: complaints against the last minute of the public days."""
        return self.action.kind in ("complaint", "publicity")

    def targets(self) -> list[Item]:
        """The stages a result of this action may re-open, where the notice leaves a choice."""
        if not self.action.ending:
            return []
        endings = [e for e in self.programme.endings if e.fact == self.action.kind and e.result in self.action.results]
        codes = list(dict.fromkeys(c for e in endings for c in e.may_end if c))
        if len(codes) < 2 and not any("" in e.may_end for e in endings):
            return []
        names = {s.code: s.name for s in self.programme.stages}
        items = [Item(code, names.get(code, code), self.text(TO) == code) for code in codes]
        if any("" in e.may_end for e in endings):
            items.append(Item(NOTHING_REOPENED, "不重开", self.text(TO) == NOTHING_REOPENED))
        return items


def _called(parts: list[tuple[str, list[FormField]]]) -> str:
    """The name of a section without one of its own."""
    return "内容" if len(parts) == 1 else "其他" if any(title == "内容（续）" for title, _ in parts) else "内容（续）"

"""From what stands in a form to a paper with its line, read as a cell of a workbook is, or what is wrong field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from qingshan.casework.entry import Line, Paper
from qingshan.casework.shape import lists_of
from qingshan.exchange.register.complaints import ComplaintBook, Problem
from qingshan.exchange.register.dates import read_partial
from qingshan.exchange.register.grid import TEXT, Cell, plain
from qingshan.exchange.register.parsed import Context
from qingshan.exchange.register.values import read_value
from qingshan.rulebook.facts import RETRACTED, Fact
from qingshan.rulebook.nouns import BY_ACTION, Action, Field, Noun
from qingshan.rulebook.programme import Programme

RESULT, HAPPENED, AT, SUBJECT, TO, BACKFILL = "result", "happened", "at", "subject", "to", "backfill"
WHY, TAKEN_BACK = "why", "taken_back"
"""Of a correction: the reason, and that the record is to be taken back whole."""
SIGNED = ("filled_by", "approved_by")
"""Fields of some papers that the form knows from the sign-ins."""
NO_INPUT = {"geometry"}
"""Types no form asks for: boundaries come as files (`import polygons`)."""
AREA_UNITS = ("公顷", "亩", "平方米")
MOST_ROWS = 60
NOTHING_REOPENED = "-"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one input: its name in the form, the field's name, the sentence."""

    input: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`entry` is the paper with its line when nothing is wrong. `notes`: input → how what was typed will be stored,
    where that is not its own wording."""

    entry: tuple[Paper, Line] | None
    faults: tuple[Fault, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """What a form is about beside what stands in it: the site as its version was seen, today, the fact it corrects."""

    site: str
    today: date
    seen_version: int | None = None
    corrects: str = ""


def input_of(target: Field) -> str:
    return f"f-{target.key}"


def row_input(parent: Field, number: int, target: Field) -> str:
    return f"{input_of(parent)}-{number}-{target.key}"


def asked(noun: Noun, action: Action) -> tuple[Field, ...]:
    """The fields a form of the action asks for, in the paper's order."""
    return tuple(f for f in noun.fields_of(action) if f.key not in SIGNED and f.type not in NO_INPUT)


def taken(post: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What a posted form says: every named input as text, boxes as the list of what is ticked."""
    kept = {k: v for k, v in post.items() if isinstance(v, str) and not k.startswith(("csrf", "do", "file"))}
    return kept | {name: list(chosen) for name, chosen in lists.items()}


class _Reader:
    def __init__(self, programme: Programme, action: str, said: Mapping[str, Any], today: date) -> None:
        self.noun, self.action = BY_ACTION[action]
        self.said = said
        self.context = Context(lists_of(programme), today)
        self.today = today
        self.faults: list[Fault] = []
        self.notes: dict[str, str] = {}

    def text(self, name: str) -> str:
        value = self.said.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def fault(self, name: str, title: str, sentence: str) -> None:
        self.faults.append(Fault(name, title, sentence))

    def problem(self, name: str, title: str, problem: Problem) -> None:
        """A blocking complaint stands under its input; what is only worth knowing is a note there."""
        book = ComplaintBook()
        book.take(problem, "", "", "", self.text(name))
        (found,) = book.all()
        sentence = found.reason if not found.hint else f"{found.reason}。{found.hint}"
        if found.blocking:
            self.fault(name, title, sentence)
        else:
            self.notes[name] = sentence

    # One field

    def value(self, target: Field, name: str) -> Any:
        """The value of an input as an action takes it; None for nothing."""
        said = self.said.get(name, "")
        if target.type == "multi":
            return [code for code in said if code] if isinstance(said, list) else [said] if said else None
        text = self.text(name)
        if not text:
            return None
        if target.type == "enum":
            return text
        if target.type == "bool":
            return text == "1"
        unit = self.text(f"{name}-unit") or ("公顷" if target.type == "area" else "")
        parsed = read_value(target, Cell(TEXT, text, text), self.context.under(unit if target.type == "area" else ""))
        for problem in parsed.problems:
            self.problem(name, target.name, problem)
        if parsed.value is None and not parsed.problems and parsed.as_read:
            self.fault(name, target.name, f"“{text}”不是{target.name}，没有就空着。")
        if parsed.as_read and parsed.value is not None:
            self.notes.setdefault(name, _stored(target, parsed.value))
        return parsed.value

    def rows(self, parent: Field) -> list[dict[str, Any]] | None:
        found = []
        for number in range(MOST_ROWS):
            row = {t.key: self.value(t, row_input(parent, number, t)) for t in parent.rows}
            row = {key: value for key, value in row.items() if value not in (None, "", [])}
            if not row:
                continue
            for target in parent.rows:
                if "*" in target.required and target.key not in row:
                    self.fault(
                        row_input(parent, number, target),
                        f"{parent.name}第 {number + 1} 行{target.name}",
                        f"{target.name}没有填。",
                    )
            found.append(row)
        return found or None

    def values(self, result: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for target in asked(self.noun, self.action):
            value = self.rows(target) if target.type == "rows" else self.value(target, input_of(target))
            if value not in (None, "", []):
                values[target.key] = value
            elif target.is_required(result) and not any(f.input == input_of(target) for f in self.faults):
                self.fault(input_of(target), target.name, f"{target.name}没有填。")
        return values

    # The paper

    def result(self) -> str:
        results = self.action.results
        chosen = self.text(RESULT) or (next(iter(results)) if len(results) == 1 else "")
        if chosen not in results:
            self.fault(RESULT, "结果", "没有选结果。")
            return ""
        return chosen

    def happened(self) -> tuple[date, str, str] | None:
        text = self.text(HAPPENED)
        if not text:
            self.fault(HAPPENED, "发生日期", "没有写发生日期。")
            return None
        found = read_partial(Cell(TEXT, text, text))
        if found is None:
            self.fault(HAPPENED, "发生日期", f"“{text}”读不出日期。写成 {self.today.isoformat()}。")
            return None
        if isinstance(found, Problem):
            self.problem(HAPPENED, "发生日期", found)
            return None
        if found.precision == "day" and found.value > self.today:
            self.fault(HAPPENED, "发生日期", f"{found.value.isoformat()} 还没有到，今天是 {self.today.isoformat()}。")
            return None
        if found.precision != "day":
            self.notes[HAPPENED] = f"记作 {found.value.isoformat()}，原文“{found.text}”照存。"
        return found.value, found.precision, found.text if found.precision != "day" else ""

    def clock(self) -> time | None:
        text = self.text(AT)
        if not text:
            return None
        value = self.value(Field(AT, "时间", "time"), AT)
        return time.fromisoformat(value) if value else None

    def subject(self) -> str:
        subject = self.text(SUBJECT)
        if self.action.subject == "given" and not subject:
            self.fault(SUBJECT, self.action.subject_name, f"要写明{self.action.subject_name}。")
        return subject


def read_said(
    programme: Programme,
    action: str,
    said: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    about: About,
) -> Reading:
    """The paper and its line; without them, what is wrong with each input. Order of the faults: that of the form."""
    corrects = about.corrects
    reader = _Reader(programme, action, said, about.today)
    why = reader.text(WHY)
    if corrects and not why:
        reader.fault(WHY, "更正原因", "没有写为什么更正。")
    if corrects and reader.text(TAKEN_BACK) == "1":
        paper = Paper(about.today, correct_reason=why)
        taken_back = Line(about.site, RETRACTED, corrects=corrects, seen_version=about.seen_version)
        return Reading(None if reader.faults else (paper, taken_back), tuple(reader.faults))
    result, happened, at = reader.result(), reader.happened(), reader.clock()
    subject = reader.subject()
    values = reader.values(result)
    if reader.faults or happened is None:
        return Reading(None, tuple(reader.faults), reader.notes)
    to = reader.text(TO)
    evidence = tuple(
        {"slot": str(f.get("slot") or ""), "title": str(f["title"]), "sha256": str(f["sha256"])} for f in files
    )
    day, precision, text = happened
    paper = Paper(
        day, precision, text, at, is_backfill=reader.text(BACKFILL) == "1", evidence=evidence, correct_reason=why
    )
    line = Line(
        about.site,
        result,
        values,
        subject,
        to="" if to == NOTHING_REOPENED else to or None,
        corrects=corrects,
        seen_version=about.seen_version,
    )
    return Reading((paper, line), (), reader.notes)


def said_of(programme: Programme, action: str, fact: Fact) -> dict[str, Any]:
    """What a form would have said for a fact on file, so that its correction begins with it."""
    noun, declared = BY_ACTION[action]
    happened = fact.payload.get("happened")
    said: dict[str, Any] = {
        RESULT: fact.result,
        HAPPENED: str(happened["text"]) if isinstance(happened, Mapping) else fact.happened_on.isoformat(),
        AT: fact.at.strftime("%H:%M") if fact.at else "",
        SUBJECT: fact.subject,
        TO: NOTHING_REOPENED if fact.to == "" else fact.to or "",
    }
    for target in asked(noun, declared):
        value = fact.payload.get(target.key)
        if value is None:
            continue
        if target.type == "rows":
            for number, row in enumerate(value[:MOST_ROWS]):
                said |= {row_input(target, number, t): _said(t, row[t.key]) for t in target.rows if t.key in row}
        else:
            said[input_of(target)] = _said(target, value)
    return said


def _said(target: Field, value: Any) -> str | list[str]:
    """A payload value as somebody would type it, read back to the same value."""
    match target.type:
        case "area":
            return plain(Decimal(value) / 10_000)
        case "money":
            return plain(Decimal(value) / 1_000_000)
        case "bool":
            return "1" if value else "0"
        case "multi":
            return [str(one) for one in value]
        case "partial":
            return str(value.get("text") or value.get("value") or "")
        case "time":
            return str(value)[:5]
    return str(value)


def secret_inputs(action: str) -> frozenset[str]:
    """Inputs whose words are sealed at once and never kept in a draft."""
    noun, declared = BY_ACTION[action]
    return frozenset(input_of(f) for f in asked(noun, declared) if f.secret)


def _stored(target: Field, value: Any) -> str:
    if target.type == "area":
        return f"记作 {float(value) / 10_000:.4f} 公顷（{value} 平方米）。"
    if target.type == "money":
        return f"记作 {int(value) / 1_000_000:.2f} 万元。"
    if target.type == "partial" and isinstance(value, Mapping):
        return f"记作 {value.get('value')}，原文“{value.get('text')}”照存。"
    return f"记作 {value}。"

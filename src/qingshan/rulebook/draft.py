"""A programme's files read but not yet judged: the rows of every table with where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Any

from .findings import Report, nearest
from .ledger_columns import complete
from .programme import (
    BatchDeadline,
    BodyTask,
    Calendar,
    Category,
    Clause,
    CodeList,
    ComplaintRules,
    ControlTotal,
    Criterion,
    Ending,
    Gate,
    HoldRule,
    LedgerLayout,
    Panel,
    Parameter,
    Part,
    Party,
    Phase,
    PlanItem,
    ProcedureStep,
    Publicity,
    Reading,
    RegisterRules,
    Seat,
    Slot,
    Stage,
    StageDeadline,
    Step,
    Target,
    Waivable,
)
from .questions import QUESTIONS
from .rhythm import Weekly
from .toml_reader import Reader, Row, example_row, label_of
from .toml_source import Source
from .upgrade import FORMAT


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """`[notice]`: what the notice is; these become attributes of the programme itself."""

    code: str
    name: str
    version: str
    document_no: str
    title: str
    issuer: str
    issued_on: date
    region: str
    district: str
    situation: str
    format: int = FORMAT  # of the files themselves: upgrade.py


LISTS: dict[str, tuple[str, type]] = {
    "clause": ("clauses", Clause),
    "party": ("parties", Party),
    "phase": ("phases", Phase),
    "target": ("targets", Target),
    "control_total": ("control_totals", ControlTotal),
    "category": ("categories", Category),
    "slot": ("slots", Slot),
    "list": ("lists", CodeList),
    "stage": ("stages", Stage),
    "part": ("parts", Part),
    "ending": ("endings", Ending),
    "hold": ("holds", HoldRule),
    "gate": ("gates", Gate),
    "step": ("backplan", Step),
    "batch": ("batches", BatchDeadline),
    "deadline": ("deadlines", StageDeadline),
    "ledger": ("ledgers", LedgerLayout),
    "reading": ("readings", Reading),
    "parameter": ("parameters", Parameter),
    "criterion": ("criteria", Criterion),
    "procedure_step": ("procedure_steps", ProcedureStep),
    "waivable": ("waivable", Waivable),
    "plan_item": ("plan_items", PlanItem),
    "body_task": ("body_tasks", BodyTask),
    "seat": ("seats", Seat),
}
"""Table written `[[name]]` → attribute of the programme and its class."""

SINGLES: dict[str, type] = {
    "notice": NoticeHead,
    "panel": Panel,
    "publicity": Publicity,
    "complaints": ComplaintRules,
    "weekly": Weekly,
    "register": RegisterRules,
    "calendar": Calendar,
}
"""Table written `[name]` → its class; each stands once in the folder."""

CLAUSES_OF = "clauses_of"
"""The one table without keys of its own: noun, or noun.field → clause."""

MAY_BE_MISSING = frozenset(
    {
        "procedure_step",
        "control_total",
        "list",
        "part",
        "ending",
        "hold",
        "parameter",
        "criterion",
        "deadline",
        "waivable",
        "plan_item",
        "body_task",
        "seat",
        "reading",
    }
)
"""Tables a notice need not have. Every other one has at least one row."""


@dataclass(slots=True)
class Draft:
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in LISTS})
    singles: dict[str, Row] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)

    def all(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows
        yield from self.singles.values()

    def codes(self, table: str) -> set[str]:
        """The codes of a table's rows, and those guessed from files that could not be parsed."""
        key = {"gate": "action", "step": "stage", "batch": "batch"}.get(table, "code")
        return {getattr(row.value, key) for row in self.rows[table]} | self.guessed

    def values(self, table: str) -> list[Any]:
        return [row.value for row in self.rows[table]]

    def single(self, table: str) -> Any:
        """The row of a table that stands once; None when the folder has none."""
        row = self.singles.get(table)
        return row.value if row else None


def read_draft(source: Source, report: Report) -> Draft:
    """Builds every row of every file. Unknown tables, missing tables and shapes are reported."""
    draft = Draft(guessed=set(source.guessed_codes))
    for file, tables in source.files.items():
        reader = Reader(file, report)
        for name, raw in tables.items():
            _read_table(draft, reader, name, raw)
    seen = {name for name, rows in draft.rows.items() if rows} | set(draft.singles) | source.guessed_tables
    for name in (*SINGLES, *LISTS):
        if name not in seen and name not in MAY_BE_MISSING and not _was_tried(source, name):
            written = f"[{name}]" if name in SINGLES else f"[[{name}]]"
            report.add(
                "",
                name,
                "missing_table",
                f"整个文件夹里都没有 {written}",
                f"写上 {written}，最少要有：{example_row(_class(name))}",
            )
    _of_all_categories(draft)
    return draft


def _class(name: str) -> type:
    return SINGLES[name] if name in SINGLES else LISTS[name][1]


def _of_all_categories(draft: Draft) -> None:
    """A slot that names no category is every category's."""
    every = tuple(row.value.code for row in draft.rows["category"])
    draft.rows["slot"] = [
        row if row.value.categories else replace(row, value=replace(row.value, categories=every))
        for row in draft.rows["slot"]
    ]


def _was_tried(source: Source, name: str) -> bool:
    return any(name in tables for tables in source.files.values())


def _read_table(draft: Draft, reader: Reader, name: str, raw: Any) -> None:
    if name == "ledger" and isinstance(raw, list):
        raw = [complete(one) for one in raw]
    if name == "reading" and isinstance(raw, list):
        raw = [_of_question(one) for one in raw]
    if name in LISTS:
        draft.rows[name].extend(reader.rows(LISTS[name][1], raw, name))
    elif name not in SINGLES and name != CLAUSES_OF:
        hint = nearest(name, (*LISTS, *SINGLES, CLAUSES_OF))
        reader.report.add(reader.file, name, "unknown_table", f"不认识的表“{name}”", hint)
    elif name in draft.singles:
        reader.report.add(
            reader.file, name, "table_twice", f"[{name}] 已经写在 {draft.singles[name].file} 里", "只留一处"
        )
    else:
        value = reader.table(SINGLES[name], raw, name) if name in SINGLES else reader.mapping(str, raw, name, name)
        draft.singles[name] = Row(value, reader.file, name)


def _of_question(reading: Any) -> Any:
    """A raw reading; one of a known question may choose among its values without writing them out."""
    question = QUESTIONS.get(str(reading.get("governs"))) if isinstance(reading, dict) else None
    return {"alternatives": dict(question.values), **reading} if question else reading


def walk(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Every dataclass within a row, itself first, with its key path."""
    if not is_dataclass(value):
        return
    yield key, value
    for one in fields(value):
        inner = getattr(value, one.name)
        if isinstance(inner, tuple):
            for index, item in enumerate(inner, 1):
                label = label_of(type(item), lambda k, item=item: getattr(item, k, None), index)
                yield from walk(item, f"{key}.{one.name}[{label}]")
        else:
            yield from walk(inner, f"{key}.{one.name}")

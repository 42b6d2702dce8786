"""Reads a facts workbook: lines of records, organisations and appointments, and everything wrong with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qingshan.rulebook.facts import BEIJING, RETRACTED
from qingshan.rulebook.nouns.base import BODY, PAPER, Action, Field, Noun

from ..register.catalogue import NEEDS_FACTS
from ..register.codes import read_number_text
from ..register.complaints import ComplaintBook, Problem
from ..register.dates import read_partial
from ..register.grid import ERROR, FORMULA, TEXT, Cell, Grid, address
from ..register.parsed import Context
from ..register.recognise import is_added_sheet
from ..register.result import Table
from ..register.sheets import open_grids
from ..register.sources import open_sources
from ..register.streets import Streets
from ..register.tidy import clean, flat, is_ditto, is_nothing, likeness
from ..register.units import unit_in
from ..register.values import read_value
from ..register.words import find_word, meant_by_all
from .columns import (
    APPOINTMENTS_SHEET,
    APPROVED_BY,
    AT,
    BACKFILL,
    CORRECT_REASON,
    CORRECTS,
    EVIDENCE,
    FILLED_BY,
    HAPPENED,
    HELP_SHEET,
    OPTIONS_SHEET,
    ORGANISATIONS_SHEET,
    PROMISED,
    RECORD,
    RESULT,
    RETRACTION,
    SITE_CODE,
    SITE_NAME,
    SUBJECT,
    TO,
    Column,
    child_columns,
    children,
    choices,
    columns_of,
    offered_words,
    sheet_title,
    subject_column,
    takes,
)
from .drafts import Draft, find_result, line_of
from .people import KINDS, ROLES, PeopleReader
from .recognise import is_facts_sheet, is_register
from .result import FactsReading
from .tools import SheetTools, number_of

OUTER = {
    AT: Field(AT, "时间", "time"),
    BACKFILL: Field(BACKFILL, "补录", "bool"),
    PROMISED: Field(PROMISED, "证据补齐期限", "date"),
}
SHARED = (FILLED_BY, APPROVED_BY, EVIDENCE, PROMISED)
RETRACTION_WORDS = {RETRACTION, "作废", "撤回录入", RETRACTED}
READ_OF_RETRACTION = {
    RECORD, SITE_CODE, SITE_NAME, RESULT, HAPPENED, SUBJECT, FILLED_BY, APPROVED_BY, CORRECTS, CORRECT_REASON,
}  # fmt: skip
BETWEEN_FILES = re.compile(r"[、；;\n]+")
"""What parts the files of the evidence column. A comma, a blank, 和 or & may belong to a file's name."""


def read_facts(  # noqa: PLR0913 - one reading; what it is read with is given by name
    path: Path,
    nouns: Sequence[Noun],
    lists: Mapping[str, Mapping[str, str]],
    programme_lists: Mapping[str, Mapping[str, str]],
    streets: Mapping[str, Sequence[str]],
    *,
    today: date | None = None,
    bodies: Mapping[str, Sequence[str]] | None = None,
    district: str = "",
) -> FactsReading:
    """All lines of a workbook as `write_template` makes it. Never raises for what stands in the file.

    A stage named in 重开到 is looked up by its word in the programme list `stages`, and kept as written without one.
    `bodies`: code → names of the bodies on record; lines of body nouns must name one of them, or one of the workbook's
    own sheet of organisations. Without it they are kept as written. `district` is its name: a street of another is
    refused.
    """
    book = ComplaintBook(NEEDS_FACTS)
    known = {"roles": ROLES, **lists, "kinds": KINDS}
    context = Context(programme_lists, today or datetime.now(BEIJING).date(), lists=known)
    reading = _Reading(nouns, context, Streets(streets, district), book, bodies)
    digest = ""
    for source in open_sources([Path(path)], book):
        digest = source.sha256
        reading.take(source.name, open_grids(source, book))
    return reading.finish(digest)


WORDS_ONLY = {"date", "partial"}
STREETED = frozenset({"site", "lineage"})
"""Nouns whose field `street` names a 管委会（街道） of the district."""


def _column_of(where: str) -> int:
    """The number of the column of an address: 2 of B7."""
    number = 0
    for letter in where:
        if letter.isalpha():
            number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Reading(SheetTools):
    def __init__(
        self,
        nouns: Sequence[Noun],
        context: Context,
        streets: Streets,
        book: ComplaintBook,
        bodies: Mapping[str, Sequence[str]] | None,
    ) -> None:
        super().__init__(context, book, set())
        self.bodies = bodies
        self.streets = streets
        self.people = PeopleReader(context, book, self.blocked)
        self.nouns = {flat(sheet_title(noun)): noun for noun in nouns}
        self.nouns.update({flat(noun.code): noun for noun in nouns})
        self.children = {flat(title): pair for title, pair in children(nouns).items()}
        self.grids: list[Grid] = []
        self.drafts: list[Draft] = []
        self.loose: set[tuple[str, int]] = set()
        self.rows: list[tuple[Noun, Field, Draft]] = []

    def take(self, file: str, grids: Sequence[Grid]) -> None:
        known = 0
        self.grids += grids
        if grids and not any(map(is_facts_sheet, grids)) and any(map(is_register, grids)):
            self.book.add("is_register", file)
            return
        for grid in grids:
            title = flat(grid.sheet)
            if title in {HELP_SHEET, OPTIONS_SHEET} or is_added_sheet(grid):
                continue
            if title in self.nouns:
                self._noun_sheet(grid, self.nouns[title])
            elif title in self.children:
                self._child_sheet(grid, *self.children[title])
            elif title in {ORGANISATIONS_SHEET, APPOINTMENTS_SHEET}:
                self.people.read(grid, title)
            else:
                self.book.add("noun_unknown", file, grid.sheet)
                continue
            known += 1
        if grids and not known:
            self.book.add("facts_nothing", file)

    # Sheets

    def _noun_sheet(self, grid: Grid, noun: Noun) -> None:
        head, placed = self.table(grid, columns_of(noun), (RECORD, RESULT, HAPPENED))
        if not head:
            return
        for row in self.lines(grid, head, placed):
            draft = Draft(grid, row, noun)
            for number, column in placed.items():
                self._cell(draft, number, column, unit_in(grid.at(head, number).shown))
            self._judge(draft)
            self.drafts.append(draft)

    def _child_sheet(self, grid: Grid, noun: Noun, parent: Field) -> None:
        head, placed = self.table(grid, child_columns(noun, parent), (RECORD,))
        if not head:
            return
        for row in self.lines(grid, head, placed):
            draft = Draft(grid, row, noun)
            for number, column in placed.items():
                self._cell(draft, number, column, unit_in(grid.at(head, number).shown))
            if not draft.record_no:
                self.say("record_no_missing", grid, (row, min(placed)))
            for target in parent.rows:
                if target.is_required("*") and target.key not in draft.values and target.key not in draft.faulty:
                    self.say("required", grid, (row, number_of(placed, target.key)), field=target.name)
            self.rows.append((noun, parent, draft))

    # Cells

    def _cell(self, draft: Draft, number: int, column: Column, unit: str) -> None:
        grid, row = draft.grid, draft.row
        cell = grid.at(*grid.origin(row, number))
        above = row
        while cell.kind == "text" and is_ditto(cell.shown) and above > 1:
            above -= 1
            cell = grid.at(*grid.origin(above, number))
        if cell.is_empty:
            return
        draft.cells[column.key] = address(row, number)
        for problem in self._take(draft, column, cell, unit):
            draft.faulty.add(column.key)
            named = Problem(problem.code, {"field": column.head, **problem.params}, problem.blocking)
            self.take_problem(named, grid, (row, number), cell.shown)

    def _take(self, draft: Draft, column: Column, cell: Cell, unit: str) -> tuple[Problem, ...]:
        """Keeps what a cell says in its column; returns what is wrong with it."""
        key = column.key
        if column.field is not None and key not in {FILLED_BY, APPROVED_BY}:
            return self._value(draft, column.field, cell, unit)
        if key in OUTER:
            parsed = read_value(OUTER[key], cell, replace(self.context, day_zero=draft.grid.day_zero))
            if parsed.value is not None:
                draft.outer[key] = parsed.value
            return parsed.problems
        if cell.kind in {ERROR, FORMULA}:
            return (Problem("error_cell" if cell.kind == ERROR else "formula_uncomputed"),)
        if is_nothing(cell.shown):
            return ()
        reader = {RESULT: self._result, HAPPENED: self._happened, TO: self._to, EVIDENCE: self._evidence}.get(key)
        if reader is not None:
            return reader(draft, cell)
        if key in {RECORD, SITE_CODE, CORRECTS}:
            parsed = read_number_text(cell)
            draft.outer[key] = clean(cell.shown) if cell.kind == TEXT else parsed.value or ""
            return parsed.problems
        draft.outer[key] = clean(cell.shown)
        if column.field is not None:
            draft.values[key] = draft.outer[key]
        return ()

    @staticmethod
    def _evidence(draft: Draft, cell: Cell) -> tuple[Problem, ...]:
        draft.outer[EVIDENCE] = tuple(clean(part) for part in BETWEEN_FILES.split(cell.shown) if clean(part))
        return ()

    def _value(self, draft: Draft, target: Field, cell: Cell, unit: str) -> tuple[Problem, ...]:
        if target.key == "street" and draft.noun.code in STREETED:
            return self._street(draft, cell.shown)
        parsed = read_value(target, cell, replace(self.context, unit=unit, day_zero=draft.grid.day_zero))
        if parsed.value is not None:
            draft.values[target.key] = parsed.value
        elif parsed.as_read and target.type in WORDS_ONLY:
            return (*parsed.problems, *self._words_only(draft, target, parsed.as_read))
        return parsed.problems

    @staticmethod
    def _words_only(draft: Draft, target: Field, words: str) -> tuple[Problem, ...]:
        """长期 where a day is asked: the register keeps the words beside the field, and elsewhere that is said."""
        if draft.noun.code == "site":
            draft.values.setdefault("as_read", []).append({"key": target.key, "text": words})
            return ()
        return (Problem("words_for_a_day"),)

    def _street(self, draft: Draft, raw: str) -> tuple[Problem, ...]:
        found = self.streets.find(raw)
        if len(found) == 1:
            draft.values["street"] = found[0]
            return ()
        if found:
            names = "、".join(self.streets.first_name(code) for code in found)
            return (Problem("street_ambiguous", {"candidates": names}),)
        if elsewhere := self.streets.elsewhere(raw):
            return (Problem("street_elsewhere", {"district": elsewhere}),)
        names = "、".join(self.streets.all_names()[:20])
        return (Problem("street_unknown", {"nearest": "、".join(self.streets.nearest(raw)), "allowed": names}),)

    def _result(self, draft: Draft, cell: Cell) -> tuple[Problem, ...]:
        offered = choices(draft.noun)
        if flat(cell.shown) in RETRACTION_WORDS:
            draft.result = RETRACTED
            return ()
        found = find_result(cell.shown, offered)
        if found is None:
            word = clean(cell.shown)
            near = max(offered, key=lambda text: likeness(flat(word), flat(text)))
            allowed = "、".join(offered_words(draft.noun))
            return (Problem("result_unknown", {"word": word, "nearest": near, "allowed": allowed}),)
        draft.action, draft.result = found
        return ()

    def _happened(self, draft: Draft, cell: Cell) -> tuple[Problem, ...]:
        found = read_partial(cell, draft.grid.day_zero)
        if found is None:
            return (Problem("date_unknown"),)
        if isinstance(found, Problem):
            return (found,)
        draft.happened = (found.value, found.precision, found.text)
        problems = [found.problem] if found.problem else []
        start = found.value.replace(day=1) if found.precision == "month" else found.value
        start = start.replace(month=1, day=1) if found.precision in {"year", "about"} else start
        if start > self.context.today:
            problems.append(Problem("date_future", {"day": found.text}, blocking=True))
        return tuple(problems)

    def _to(self, draft: Draft, cell: Cell) -> tuple[Problem, ...]:
        word = clean(cell.shown)
        if word in {"无", "不重开", "不退", "不退回"}:
            draft.outer[TO] = ""
            return ()
        stages = self.context.items("programme:stages")
        meant = meant_by_all(cell.shown, "programme:stages", stages)
        if len(meant) > 1:
            words, offered = ("、".join(codes) for codes in ([stages[code] for code in meant], stages.values()))
            return (Problem("word_several", {"words": words, "allowed": offered}),)
        found = find_word(word, "programme:stages", stages) if stages else None
        if stages and found is None:
            near = max(stages.values(), key=lambda text: likeness(flat(word), flat(text)))
            return (Problem("word_unknown", {"word": word, "nearest": near, "allowed": "、".join(stages.values())}),)
        draft.outer[TO] = found.code if found else word
        return ()

    def _written(self, draft: Draft, key: str) -> str:
        """What stands in the cell of a column: a person knows the words, not their codes."""
        return draft.grid.at(*draft.grid.origin(*self.spot(draft.grid, draft.row, key))).shown

    # Lines

    def tell(self, code: str, draft: Draft, key: str, value: str = "", **params: Any) -> None:
        """A complaint at the cell of a line's own column, filled or empty."""
        self.say(code, draft.grid, self.spot(draft.grid, draft.row, key), value, **params)

    def _judge(self, draft: Draft) -> None:
        """What can be said of a line alone; what its record's other lines may supply comes later."""
        if draft.is_retraction:
            self._judge_retraction(draft)
            return
        if not draft.record_no:
            self.tell("record_no_missing", draft, RECORD)
        if not draft.outer.get(SITE_CODE) and not draft.outer.get(SITE_NAME) and draft.noun.code != "site":
            self.tell("body_missing" if draft.noun.about == BODY else "site_missing", draft, SITE_CODE)
        if draft.action is None and RESULT not in draft.faulty:
            self.tell("required", draft, RESULT, field="事项")
        if draft.happened is None and HAPPENED not in draft.faulty:
            self.tell("required", draft, HAPPENED, field="发生日期")
        if draft.outer.get(CORRECTS) and not draft.outer.get(CORRECT_REASON):
            self.tell("correct_reason_missing", draft, CORRECT_REASON)
        if draft.outer.get(PROMISED) and not draft.outer.get(BACKFILL):
            self.tell("evidence_unneeded", draft, PROMISED)
        if draft.action is not None:
            self._judge_action(draft, draft.action)

    def _judge_action(self, draft: Draft, action: Action) -> None:
        """What a line fills in that its action does not take."""
        if action.subject == "none" and draft.outer.get(SUBJECT):
            column = subject_column(draft.noun)
            word = column.head if column is not None else ""
            self.tell("subject_unneeded", draft, SUBJECT, action=action.title, subject=word)
            draft.outer.pop(SUBJECT)
        for key in list(draft.values):
            if takes(draft.noun, action, key):
                continue
            target = draft.noun.field(key)
            if key not in {FILLED_BY, APPROVED_BY} and target is not None:
                params = {"field": target.name, "action": action.title}
                self.tell("field_not_of_action", draft, key, self._written(draft, key), **params)
            draft.values.pop(key)

    def _judge_retraction(self, draft: Draft) -> None:
        """A retraction asks which record and why. Whatever else was copied into its line is not read, and said so."""
        for key, name in ((CORRECTS, "更正记录号"), (CORRECT_REASON, "更正原因")):
            if not draft.outer.get(key):
                self.tell("required", draft, key, field=name)
        if draft.happened is None and HAPPENED not in draft.faulty:
            draft.happened = (self.context.today, "day", "")
        if set(draft.cells) - READ_OF_RETRACTION:
            self.tell("retraction_reads_little", draft, RESULT)
        draft.values.clear()
        for key in set(draft.outer) - READ_OF_RETRACTION:
            del draft.outer[key]

    def finish(self, digest: str) -> FactsReading:
        self._find_bodies()
        self._share_papers()
        self._attach_rows()
        for draft in self.drafts:
            self._required(draft)
        self._twins()
        lines = [line for d in self.drafts if (line := line_of(d, self.placed[d.grid.sheet])) is not None]
        good = tuple(line for line in lines if (line.sheet, line.row_no) not in self.blocked)
        return FactsReading(
            good,
            self.book.all(),
            tuple(self.people.organisations),
            tuple(self.people.appointments),
            frozenset(self.blocked - self.loose),
            digest,
            tuple(self._tables()),
        )

    def _tables(self) -> Iterator[Table]:
        """The sheets as they were read, for an annotated copy."""
        heads = {**self.people.heads, **self.heads}
        for grid in self.grids:
            if not is_added_sheet(grid):
                head = heads.get(grid.sheet, 0)
                yield Table(grid, (head,) if head else ())

    def _find_bodies(self) -> None:
        """Every line of a body names one on record, or one of the workbook's own organisations."""
        if self.bodies is None:
            return
        known = {flat(word) for code, names in self.bodies.items() for word in (code, *names)}
        known |= {flat(w) for line in self.people.organisations for w in (line.code, line.name, *line.aliases)}
        for draft in self.drafts:
            for key in (SITE_CODE, SITE_NAME) if draft.noun.about == BODY else ():
                word = str(draft.outer.get(key) or "")
                if word and flat(word) not in known:
                    near = max(known, key=lambda name: likeness(flat(word), name), default="")
                    where = draft.grid, (draft.row, _column_of(draft.cells[key]))
                    self.say("body_unknown", *where, word, nearest=near)

    def _records(self) -> dict[tuple[str, str], list[Draft]]:
        records: dict[tuple[str, str], list[Draft]] = {}
        for draft in self.drafts:
            if draft.record_no and not draft.is_retraction:
                records.setdefault((draft.noun.code, draft.record_no), []).append(draft)
        return records

    def _share_papers(self) -> None:
        """What belongs to the paper holds for all lines of its record, wherever it was filled in."""
        for (_, record), drafts in self._records().items():
            first = drafts[0]
            for draft in drafts[1:]:
                if draft.action and first.action and draft.action.name != first.action.name:
                    params = {"record": record, "other": first.action.title}
                    self.tell("record_mixed", draft, RECORD, record, **params)
            fields = [f for f in first.noun.fields if f.scope == PAPER and f.type != "rows"]
            for key, name in [(f.key, f.name) for f in fields]:
                self._share(drafts, record, key, name, "values")
            for key in SHARED:
                self._share(drafts, record, key, {FILLED_BY: "填报人", APPROVED_BY: "审核人"}.get(key, "证据"), "outer")

    def _share(self, drafts: Sequence[Draft], record: str, key: str, name: str, where: str) -> None:
        given = [(d, getattr(d, where)[key]) for d in drafts if getattr(d, where).get(key) not in (None, "", ())]
        if not given:
            return
        value = given[0][1]
        for draft, other in given[1:]:
            if other != value and key not in {FILLED_BY, APPROVED_BY, EVIDENCE, PROMISED}:
                self.tell("paper_differs", draft, key, self._written(draft, key), record=record, field=name)
        for draft in drafts:
            if draft.action is not None and where == "values" and not takes(draft.noun, draft.action, key):
                continue
            getattr(draft, where).setdefault(key, value)

    def _attach_rows(self) -> None:
        """Rows of sub-tables go to the line of their record. One that finds none leaves some line incomplete."""
        records = self._records()
        for noun, parent, row in self.rows:
            lines = records.get((noun.code, row.record_no), [])
            site = str(row.outer.get(SITE_CODE, ""))
            if site:
                lines = [d for d in lines if site in {d.outer.get(SITE_CODE), d.outer.get(SITE_NAME)}]
            if not lines or (not site and len(lines) > 1 and parent.scope != PAPER):
                word = "单位" if noun.about == BODY else "矿山"
                params = {"record": row.record_no, "site": f"、{word}“{site}”" if site else "", "parent": noun.name}
                self.loose.add(row.place)
                if row.record_no:
                    self.tell("row_orphan", row, RECORD, row.record_no, **params)
                continue
            for draft in lines:
                draft.values.setdefault(parent.key, []).append(dict(row.values))
                if row.place in self.blocked:
                    self.blocked.add(draft.place)

    def _required(self, draft: Draft) -> None:
        if draft.action is None:
            return
        for target in draft.noun.fields_of(draft.action):
            if not target.is_required(draft.result) or target.key in draft.values or target.key in draft.faulty:
                continue
            if target.key in {FILLED_BY, APPROVED_BY} and draft.outer.get(target.key):
                draft.values[target.key] = draft.outer[target.key]
                continue
            key = RECORD if target.type == "rows" else target.key
            where = address(*self.spot(draft.grid, draft.row, key))
            name = sheet_title(draft.noun, target) if target.type == "rows" else target.name
            self.book.add("required", draft.grid.file, draft.grid.sheet, where, "", field=name)
            self.blocked.add(draft.place)
        one, two = draft.outer.get(FILLED_BY), draft.outer.get(APPROVED_BY)
        if draft.action.approved and one and one == two:
            self.tell("same_person", draft, APPROVED_BY, str(one), name=one)

    def _twins(self) -> None:
        """The same act of the same site twice, under one record or two."""
        seen: dict[tuple[Any, ...], Draft] = {}
        numbers: dict[tuple[Any, ...], Draft] = {}
        for draft in self.drafts:
            if draft.action is None or draft.happened is None:
                continue  # a second retraction of one record is seen when it is entered
            site = draft.outer.get(SITE_CODE) or draft.outer.get(SITE_NAME) or draft.values.get("name")
            key = (
                draft.noun.code, site, draft.action.name, draft.result, draft.happened, draft.outer.get(AT),
                draft.outer.get(SUBJECT), repr(sorted(draft.values.items(), key=lambda item: item[0])),
            )  # fmt: skip
            if key in seen:
                other = f"工作表“{seen[key].grid.sheet}”第 {seen[key].row} 行"
                self.tell("line_twice", draft, RECORD, other=other)
            elif number := self._own_number(draft):
                self._once(draft, number, numbers)
            seen.setdefault(key, draft)

    @staticmethod
    def _own_number(draft: Draft) -> str:
        """The number a line gives to what it records; "" where it gives none, or corrects a record that had one."""
        is_own = draft.action is not None and draft.action.subject == "own" and not draft.outer.get(CORRECTS)
        return str(draft.outer.get(SUBJECT, "")) if is_own else ""

    def _once(self, draft: Draft, number: str, numbers: dict[tuple[Any, ...], Draft]) -> None:
        """A paper gives a number of one site or body once."""
        site = draft.outer.get(SITE_CODE) or draft.outer.get(SITE_NAME)
        action = draft.action.name if draft.action is not None else ""
        first = numbers.setdefault((draft.noun.code, draft.record_no, site, action, draft.result, number), draft)
        if first is not draft:
            column = subject_column(draft.noun)
            params = {"field": column.head if column is not None else "编号", "other": f"第 {first.row} 行"}
            self.tell("number_twice", draft, SUBJECT, number, **params)

"""Reads the lines of one register sheet into rows of sites, cell by cell, complaining of everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qingshan.rulebook.nouns.base import Field
from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.programme import RegisterRules

from .codes import read_number_text
from .complaints import ComplaintBook, Problem
from .coordinates import read_angle, read_pair
from .dates import read_term
from .grid import EMPTY, ERROR, FORMULA, NUMBER, Cell, Grid, address, text_cell
from .heads import Column, Head
from .layout import Layout
from .lines import BLANK, HEADING, NOTE, NUMBERING, REPEATED, SITE_LINE, TOTAL, Lines, heading_text
from .parsed import NOTHING, Context, Parsed, bad
from .result import Note, SiteRow
from .streets import Streets
from .synonyms import LONLAT, TERM
from .tidy import clean, flat, is_ditto, is_nothing, is_unknown
from .values import read_capacity, read_value
from .words import find_word

FIELDS = {f.key: f for f in SITE.fields}
UNNAMED_WORDS = {
    "无名",
    "无",
    "未命名",
    "无名称",
    "不详",
    "未知",
    "无名矿",
    "无名矿山",
    "无名采矿点",
    "无名矿点",
    "无名称矿山",
    "unnamed",
}
CODES = {"source_no", "owner_legacy_no"}
ORDER = (LONLAT, TERM, *FIELDS)


@dataclass(slots=True)
class Draft:
    """A row being read: values, notes and flags so far, the cell of every value, keys already complained of."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    hints: dict[str, Any] = field(default_factory=dict)


class SheetReader:
    """One sheet: its grid, its head and columns, and the rules it is read under."""

    def __init__(
        self,
        grid: Grid,
        head: Head,
        layout: Layout,
        rules: RegisterRules,
        context: Context,
        streets: Streets,
        book: ComplaintBook,
    ) -> None:
        self.grid, self.head, self.layout = grid, head, layout
        self.rules, self.streets, self.book = rules, streets, book
        self.context = replace(context, sheet_unit=head.area_unit, sheet_capacity=head.capacity_unit)
        self._above: dict[int, Cell] = {}
        self._under: dict[str, str] = {}  # what the last heading said: category, street
        self._sheet_street = self._find_sheet_street()

    def read(self, last: int) -> list[Draft]:
        """The drafts of all site lines down to row `last`, in order."""
        lines = Lines(self.grid, self.head, self.layout)
        seen: dict[str, list[int]] = {}
        drafts: list[Draft] = []
        for row in self.grid.rows():
            if not self.head.last < row <= last:
                continue
            kind = lines.kind(row)
            seen.setdefault(kind, []).append(row)
            if kind == HEADING:
                self._hear(heading_text(self.grid, row))
            elif kind == SITE_LINE:
                drafts.append(self._draft(row))
        self._report(seen, drafts)
        return drafts

    def _report(self, seen: Mapping[str, list[int]], drafts: list[Draft]) -> None:
        rows = [d.row for d in drafts]
        if not rows:
            self.book.add("no_rows", self.grid.file, self.grid.sheet)
            return
        present = set(self.grid.rows())
        gaps = [n for n in range(self.head.last + 1, rows[-1]) if n not in present][:200]
        told = {
            "rows_total": seen.get(TOTAL, []),
            "rows_note": seen.get(NOTE, []),
            "rows_heading": seen.get(HEADING, []) + seen.get(REPEATED, []),
            "rows_numbering": seen.get(NUMBERING, []),
            "rows_blank": seen.get(BLANK, []) + gaps,
            "rows_hidden": [n for n in rows if n in self.grid.hidden_rows],
            "rows_struck": [n for n in rows if n in self.grid.struck_rows],
        }
        for code, numbers in told.items():
            if numbers:
                self.book.add(
                    code, self.grid.file, self.grid.sheet, address(min(numbers), 1), rows=spans(sorted(numbers))
                )
        hidden = [c.number for c in self.layout.known if c.number in self.grid.hidden_columns]
        if hidden:
            letters = "、".join(address(1, n)[:-1] for n in hidden)
            self.book.add("columns_hidden", self.grid.file, self.grid.sheet, columns=letters)

    def _find_sheet_street(self) -> str:
        """The street a sheet, its title lines or its file is named after, when that is one and only one."""
        spots = [self.grid.sheet, *self.head.above, self.grid.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]]
        for spot in spots:
            found = self.streets.find(spot)
            if len(found) == 1:
                return found[0]
            for part in flat(spot).replace("：", ":").split(":")[1:]:
                found = self.streets.find(part)
                if len(found) == 1:
                    return found[0]
        return ""

    def _hear(self, text: str) -> None:
        items = self.context.programme_lists.get("categories", {})
        word = find_word(text, "programme:categories", items)
        if word is not None:
            self._under["category"] = word.code
        found = self.streets.find(text)
        if len(found) == 1:
            self._under["street"] = found[0]

    def _cell(self, row: int, column: Column, draft: Draft, key: str) -> Cell:
        """The cell of a column in a row, with merged blocks and ditto marks followed upwards."""
        origin = self.grid.origin(row, column.number)
        if origin[1] != column.number:
            return EMPTY
        cell = self.grid.at(*origin)
        if origin != (row, column.number):
            cell = replace(cell, from_merge=True)
            self._complain_of_merge(key, cell, origin, row)
        if cell.kind == "text" and is_ditto(cell.shown):
            above = self._above.get(column.number)
            if above is None or above.is_empty:
                self._fault(draft, key, column, cell, Problem("ditto_without_above"))
                return EMPTY
            cell = above
        self._above[column.number] = cell
        return cell

    def _complain_of_merge(self, key: str, cell: Cell, origin: tuple[int, int], row: int) -> None:
        block = self.grid.block(*origin)
        target = FIELDS.get(key)
        if block is None or target is None or row != origin[0] + 1 or cell.is_empty:
            return
        if target.type in {"area", "decimal", "int"}:
            code = "merged_figure"
        elif target.type == "licence":
            code = "merged_number_key"
        else:
            return
        params = {"field": target.name, "count": block.bottom - block.top + 1}
        self.book.add(code, self.grid.file, self.grid.sheet, address(*origin), cell.shown, **params)

    def _draft(self, row: int) -> Draft:
        draft = Draft(row)
        for key in ORDER:
            column = self.layout.column(key)
            if column is None:
                continue
            cell = self._cell(row, column, draft, key)
            if key == "note":
                self._take_notes(draft)
                continue
            if cell.is_empty:
                continue
            parsed = self._parse(key, cell, column, draft)
            self._take(draft, key, column, cell, parsed)
        if row in self.grid.hidden_rows:
            draft.flags.append("hidden_row")
        if row in self.grid.struck_rows:
            draft.flags.append("struck_row")
        self._fill_street_and_category(draft)
        return draft

    def _fill_street_and_category(self, draft: Draft) -> None:
        values = draft.values
        if "category" not in values and "category" not in draft.faulty and "category" in self._under:
            values["category"] = self._under["category"]
            draft.flags.append("category_from_heading")
        if "street" in values or "street" in draft.faulty:
            return
        if "street" in self._under:
            values["street"] = self._under["street"]
            draft.flags.append("street_from_heading")
        elif self._sheet_street and self.layout.column("street") is None and "street" not in self.rules.defaults:
            values["street"] = self._sheet_street
            draft.flags.append("street_from_sheet")

    def _parse(self, key: str, cell: Cell, column: Column, draft: Draft) -> Parsed:
        context = self.context.under(column.unit)
        if cell.kind in {ERROR, FORMULA}:
            return self._named(key, bad("error_cell" if cell.kind == ERROR else "formula_uncomputed"))
        if key == LONLAT:
            return self._pair(cell)
        if key == TERM:
            return self._term(cell, context)
        if key in {"longitude", "latitude"}:
            return self._angle(key, cell, draft)
        if key == "street":
            return self._street(cell)
        if key == "name":
            return self._name(cell, context)
        if key == "capacity":
            if cell.kind != NUMBER and (is_nothing(cell.shown) or is_unknown(cell.shown)):
                return NOTHING
            return self._named(key, read_capacity(cell, context))
        if key in CODES and cell.kind == NUMBER:
            return self._named(key, read_number_text(cell))
        if key in CODES and not is_nothing(cell.shown):
            read = read_number_text(cell)
            return self._named(key, read) if read.problems else read_value(FIELDS[key], cell, context)
        return read_value(FIELDS[key], cell, context)

    @staticmethod
    def _named(key: str, parsed: Parsed) -> Parsed:
        name = FIELDS[key].name if key in FIELDS else {LONLAT: "经纬度", TERM: "许可证有效期"}[key]
        problems = tuple(Problem(p.code, {"field": name, **p.params}, p.blocking) for p in parsed.problems)
        return replace(parsed, problems=problems)

    def _pair(self, cell: Cell) -> Parsed:
        if is_nothing(cell.shown) or is_unknown(cell.shown):
            return NOTHING
        found = read_pair(cell.shown)
        if found is None:
            return self._named(LONLAT, bad("coordinate_unknown"))
        if isinstance(found, Problem):
            return self._named(LONLAT, Parsed(problems=(found,)))
        longitude, latitude = found
        text = clean(cell.shown) if longitude.converted or latitude.converted else ""
        more = {"longitude": longitude.text, "latitude": latitude.text}
        return Parsed(as_read=text, more=more)

    def _angle(self, key: str, cell: Cell, draft: Draft) -> Parsed:
        if cell.kind != NUMBER and (is_nothing(cell.shown) or is_unknown(cell.shown)):
            return NOTHING
        found = read_angle(cell, key)
        if found is None:
            pair = read_pair(cell.shown)
            if isinstance(pair, tuple):
                return self._pair(cell)
            return self._named(key, bad("coordinate_unknown"))
        if isinstance(found, Problem):
            return self._named(key, Parsed(problems=(found,)))
        if found.axis and found.axis != ("E" if key == "longitude" else "N"):
            draft.hints["axes_swapped"] = True
        return Parsed(found.text, clean(cell.shown) if found.converted else "")

    def _term(self, cell: Cell, context: Context) -> Parsed:
        if cell.kind != "text":
            return read_value(FIELDS["licence_to"], cell, context)
        if is_nothing(cell.shown) or is_unknown(cell.shown):
            return NOTHING
        ends = read_term(cell.shown)
        more: dict[str, Any] = {}
        problems: list[Problem] = []
        pairs = zip(("licence_from", "licence_to"), ends or ("", cell.shown), strict=True)
        for key, text in pairs:
            end = read_value(FIELDS[key], text_cell(text), context) if text else NOTHING
            problems += end.problems
            if end.value is not None:
                more[key] = end.value
        return Parsed(as_read="", problems=tuple(problems), more=more)

    def _street(self, cell: Cell) -> Parsed:
        raw = clean(cell.shown)
        if is_nothing(raw) or is_unknown(raw):
            return NOTHING
        found = self.streets.find(raw)
        if len(found) == 1:
            return Parsed(found[0])
        if found:
            candidates = "、".join(self.streets.first_name(code) for code in found)
            return bad("street_ambiguous", candidates=candidates)
        names = self.streets.all_names()
        more = "、".join(names[:20]) + ("等" if len(names) > 20 else "")
        return bad("street_unknown", nearest="、".join(self.streets.nearest(raw)), allowed=more)

    def _name(self, cell: Cell, context: Context) -> Parsed:
        text = clean(cell.shown)
        if is_nothing(text) or flat(text).lower().strip("()") in UNNAMED_WORDS:
            return NOTHING
        return read_value(FIELDS["name"], cell, context)

    def _take(self, draft: Draft, key: str, column: Column, cell: Cell, parsed: Parsed) -> None:
        where = address(draft.row, column.number)
        for problem in parsed.problems:
            self._fault(draft, key, column, cell, problem)
        given = {**({key: parsed.value} if parsed.value is not None else {}), **parsed.more}
        for name, value in given.items():
            if name.startswith("_"):
                draft.hints[name] = value
            elif name not in draft.values:
                draft.values[name] = value
                draft.cells[name] = where
        if parsed.as_read and (parsed.value is not None or parsed.more or key in FIELDS):
            named = key if key in FIELDS else next(iter(parsed.more), "note")
            draft.notes.append(Note(named, parsed.as_read))

    def _fault(self, draft: Draft, key: str, column: Column, cell: Cell, problem: Problem) -> None:
        where = address(draft.row, column.number)
        self.book.take(problem, self.grid.file, self.grid.sheet, where, cell.shown)
        draft.faulty.add(key)
        if key == LONLAT:
            draft.faulty.update({"longitude", "latitude"})

    def _take_notes(self, draft: Draft) -> None:
        """The remark of a row; columns with the same head are joined, those of a group named by it."""
        parts: list[str] = []
        for column in self.layout.notes:
            cell = self._cell(draft.row, column, draft, "note")
            parsed = read_value(FIELDS["note"], cell, self.context)
            for problem in parsed.problems:
                self._fault(draft, "note", column, cell, problem)
            if parsed.value is None:
                continue
            draft.cells.setdefault("note", address(draft.row, column.number))
            labelled = len(self.layout.notes) > 1 and "·" in column.head
            parts.append(f"{column.head.replace('·', '')}：{parsed.value}" if labelled else parsed.value)
        if parts:
            draft.values["note"] = "；".join(parts)

    def finish(self, draft: Draft) -> SiteRow:
        """The row for the reading, its approximations in the payload too."""
        values = {f.key: draft.values[f.key] for f in SITE.fields if f.key in draft.values}
        if draft.notes:
            values["as_read"] = [{"key": note.key, "text": note.text} for note in draft.notes]
        cells = {key: cell for key, cell in draft.cells.items() if key in values}
        return SiteRow(
            self.grid.file, self.grid.sheet, draft.row, values, tuple(draft.notes), tuple(draft.flags), cells
        )


def spans(numbers: list[int], limit: int = 12) -> str:
    """`3、5–8、12` for row numbers, cut after a dozen stretches."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in stretches[:limit]]
    return "、".join(shown) + ("等" if len(stretches) > limit else "")


def site_field(key: str) -> Field:
    return FIELDS[key]

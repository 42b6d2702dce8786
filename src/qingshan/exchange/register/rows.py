"""Reads the lines of one register sheet into rows of sites, cell by cell, complaining of everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.programme import RegisterRules

from .complaints import ComplaintBook, Problem
from .grid import EMPTY, Cell, Grid, address
from .heads import Column, Head
from .layout import Layout
from .lines import (
    BLANK,
    HEADING,
    NOTE,
    NUMBERING,
    REPEATED,
    SITE_LINE,
    TOTAL,
    Lines,
    heading_text,
    title_words,
)
from .parsed import Context, Parsed
from .result import Note, SiteRow
from .site_cells import FIELDS, SiteCells
from .streets import Streets
from .synonyms import LONLAT, TERM
from .tidy import flat, is_ditto
from .units import normal_unit
from .values import read_value
from .words import find_word

AGREE = Decimal("0.02")  # rounding of 亩 to 公顷 with one decimal
SINGLE = {"name", "licence_no", "source_no", "owner", "owner_uscc", "street"}
JOINED = "joined"
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
    suspicions: list[tuple[Problem, str, str]] = field(default_factory=list)


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
        self.context = replace(
            context, sheet_unit=head.area_unit, sheet_capacity=head.capacity_unit, day_zero=grid.day_zero
        )
        self._cells = SiteCells(self.context, streets)
        self._letters = {key: address(1, number)[:-1] for key, number in columns_by_field(layout).items()}
        self._columns = [(key, column) for key in ORDER if (column := layout.column(key)) is not None]
        self._above: dict[int, Cell] = {}
        self._under: dict[str, str] = {}  # what the last heading said: category, street
        self._sheet_street = self._find_sheet_street()
        for text in head.above:
            self._hear(title_words(text))

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
                self._overflow(row)
                draft = self._draft(row)
                if drafts and self._joins(drafts[-1], draft):
                    seen.setdefault(JOINED, []).append(row)
                else:
                    drafts.append(draft)
                    for problem, where, shown in draft.suspicions:
                        self.book.take(problem, self.grid.file, self.grid.sheet, where, shown)
        self._report(seen, drafts)
        return drafts

    def _joins(self, above: Draft, draft: Draft) -> bool:
        """A site over several lines, its name merged over them: what the lower lines add is added to the first.

        Lines that contradict each other, or have numbers of their own, stay lines of their own.
        """
        block = draft.hints.get("name_block")
        column = self.layout.column("name")
        if not block or column is None or block != (above.hints.get("first", above.row), column.number):
            return False
        own = {key: value for key, value in draft.values.items() if value != above.values.get(key)}
        for key in own:
            if (key in above.values and FIELDS[key].type not in {"multi", "text", "long"}) or key in SINGLE:
                return False
        for key, value in own.items():
            before = above.values.get(key)
            if before is None:
                above.values[key], above.cells[key] = value, draft.cells.get(key, "")
            elif isinstance(before, list):
                above.values[key] = [*before, *(code for code in value if code not in before)]
            else:
                above.values[key] = f"{before}；{value}"
        above.notes += [note for note in draft.notes if note not in above.notes]
        above.faulty |= draft.faulty
        return True

    def _overflow(self, row: int) -> None:
        """A line of a text file longer than its head has a separator too many: its columns have shifted."""
        width = max(c.number for c in self.layout.known)
        beyond = [column for column in self.grid.row(row) if column > width]
        if beyond and not self.grid.is_typed:
            where = address(row, beyond[0])
            shown = self.grid.at(row, beyond[0]).shown
            self.book.add("row_too_long", self.grid.file, self.grid.sheet, where, shown, width=width)

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
            "rows_joined": seen.get(JOINED, []),
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
        if word is not None and word.how != "part":
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
            if key == "name":
                draft.hints["name_block"] = origin
            self._suspect_merge(key, cell, origin, row, draft)
        if cell.kind == "text" and is_ditto(cell.shown):
            above = self._above.get(column.number)
            if above is None or above.is_empty:
                self._fault(draft, key, column, cell, Problem("ditto_without_above"))
                return EMPTY
            cell = above
        self._above[column.number] = cell
        return cell

    def _suspect_merge(self, key: str, cell: Cell, origin: tuple[int, int], row: int, draft: Draft) -> None:
        """A figure or number merged over sites may be their total; told unless the rows turn out to be one site."""
        block = self.grid.block(*origin)
        target = FIELDS.get(key)
        if block is None or target is None or row != origin[0] + 1 or cell.is_empty:
            return
        code = "merged_number_key" if target.type == "licence" else "merged_figure"
        if target.type in {"area", "decimal", "int", "licence"}:
            params = {"field": target.name, "count": block.bottom - block.top + 1}
            draft.suspicions.append((Problem(code, params), address(*origin), cell.shown))

    def _draft(self, row: int) -> Draft:
        draft = Draft(row)
        for key, column in self._columns:
            cell = self._cell(row, column, draft, key)
            if key == "note":
                self._take_notes(draft)
                continue
            if cell.is_empty:
                continue
            parsed = self._cells.read(key, cell, self._with_unit(key, column, row), draft.hints)
            self._take(draft, key, column, cell, parsed)
        for key, column in self.layout.twins.items():
            self._take_twin(draft, key, column)
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
        draft.notes += [Note(name, text) for name, text in parsed.said.items()]

    def _with_unit(self, key: str, column: Column, row: int) -> Column:
        """The column with the unit that another column gives for this row."""
        unit = self.layout.units.get(key)
        if unit is None or column.unit:
            return column
        return replace(column, unit=normal_unit(self.grid.at(*self.grid.origin(row, unit.number)).shown))

    def _take_twin(self, draft: Draft, key: str, column: Column) -> None:
        """The same area in another unit: fills what the first left empty, and has to agree with it."""
        cell = self._cell(draft.row, column, draft, key)
        if cell.is_empty:
            return
        parsed = self._cells.read(key, cell, column, draft.hints)
        first = draft.values.get(key)
        if first is None or parsed.value is None:
            self._take(draft, key, column, cell, parsed)
            return
        one, other = Decimal(first), Decimal(parsed.value)
        if abs(one - other) > max(one, other) * AGREE:
            params = {"field": FIELDS[key].name, "one": first, "other": parsed.value}
            self._fault(draft, key, column, cell, Problem("area_disagrees", params))

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
        blank = {
            key: f"{letters}{draft.row}"
            for key, letters in self._letters.items()
            if key not in cells and key not in draft.faulty
        }
        return SiteRow(
            self.grid.file, self.grid.sheet, draft.row, values, tuple(draft.notes), tuple(draft.flags), cells, blank
        )


SPLIT = {LONLAT: ("longitude", "latitude"), TERM: ("licence_from", "licence_to")}
"""A column of two fields → the fields."""


def columns_by_field(layout: Layout) -> dict[str, int]:
    """Field of a site → the column that is read for it."""
    found: dict[str, int] = {}
    for key, column in layout.chosen.items():
        for name in SPLIT.get(key, (key,)):
            if name in FIELDS:
                found.setdefault(name, column.number)
    return found


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

"""Reads registers of sites from files as people make them: every bad cell listed at once, nothing guessed in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from qingshan.rulebook.facts import BEIJING
from qingshan.rulebook.programme import RegisterRules

from .complaints import ComplaintBook
from .grid import Grid
from .heads import LOOK_ROWS, Head, Placer, find_heads
from .judge import Judge, Placed
from .layout import lay_out, placed_columns, unplaced_columns
from .parsed import Context
from .recognise import is_added_sheet, is_facts_sheet
from .result import FileRead, PlacedColumn, RegisterReading, Table, UnplacedColumn
from .rows import SheetReader
from .sheets import open_grids
from .sources import Source, open_sources, pictures_in
from .streets import Streets
from .tidy import clean

Progress = Callable[[str], None]
MAY_LIE_AHEAD = frozenset({"licence_to"})


@dataclass(frozen=True, slots=True)
class Options:
    """`district` is its name: a street of another is refused. `taught`: heads of this sender → field or IGNORED. `keep`
    keeps the sheets for an annotated copy. `progress` is told each file."""

    district: str = ""
    taught: Mapping[str, str] = field(default_factory=dict)
    keep: bool = False
    progress: Progress | None = None


def read_register(
    paths: Sequence[Path],
    rules: RegisterRules,
    programme_lists: Mapping[str, Mapping[str, str]],
    streets: Mapping[str, Sequence[str]],
    *,
    today: date | None = None,
    region: str = "",
    options: Options | None = None,
) -> RegisterReading:
    """All rows of all registers under the paths, and everything that is wrong with them.

    `programme_lists`: code of a list of the notice → code → word. `streets`: organisation code → its names and aliases,
    the official one first. `today` bounds dates of the past (Beijing's day when None).
    `region` is the district's code: a licence of another province is remarked on; without it none is.
    Never raises for what stands in a file.
    """
    options = options or Options()
    progress = options.progress
    book = ComplaintBook()
    context = Context(
        programme_lists,
        today or datetime.now(BEIJING).date(),
        may_lie_ahead=MAY_LIE_AHEAD,
        region=region,
        home=home_of(rules.bounds),
    )
    placer = Placer(rules.headers, options.taught)
    reading = _Reading(rules, context, Streets(streets, options.district), placer, book, keep=options.keep)
    for source in open_sources(paths, book):
        if progress:
            progress(f"读取 {source.name}")
        reading.take(source)
    if progress:
        progress(f"核对 {len(reading.placed)} 行")
    return reading.finish()


TITLE_CELLS = 5
"""A sheet with a picture and no more text than this is that picture and its title."""


class _Reading:
    def __init__(
        self,
        rules: RegisterRules,
        context: Context,
        streets: Streets,
        placer: Placer,
        book: ComplaintBook,
        *,
        keep: bool,
    ) -> None:
        self.rules, self.lists, self.book = rules, context.programme_lists, book
        self.streets, self.context, self.placer = streets, context, placer
        self.keep = keep
        self.understood: list[PlacedColumn] = []
        self.tables: list[Table] = []
        self.placed: list[Placed] = []
        self.unplaced: list[UnplacedColumn] = []
        self.files: list[FileRead] = []

    def take(self, source: Source) -> None:
        grids = [grid for grid in open_grids(source, self.book) if not is_added_sheet(grid)]
        if any(map(is_facts_sheet, grids)):
            self.book.add("is_facts_book", source.name)
            return
        found = [(grid, find_heads(grid, self.placer)) for grid in grids]
        registers = [(grid, heads) for grid, heads in found if heads]
        shown = [(grid, heads) for grid, heads in registers if not grid.is_hidden]
        chosen = shown or registers
        others = [grid for grid, heads in found if not heads]
        if grids and not chosen:
            self._refuse(source, others)
        elif chosen:
            for grid in others:
                self.book.add("sheet_skipped", source.name, grid.sheet, why=why_not(grid, self.placer))
            for grid, _ in registers:
                if all(grid is not taken for taken, _ in chosen):
                    self.book.add("sheet_hidden", source.name, grid.sheet)
        for grid, heads in chosen:
            for head, last in heads:
                self._read_table(grid, head, last)
            if self.keep:
                rows = tuple(n for head, _ in heads for n in range(head.first, head.last + 1))
                self.tables.append(Table(grid, rows))
        sheets = tuple(grid.sheet for grid, _ in chosen)
        self.files.append(FileRead(source.name, source.sha256, len(source.data), sheets))

    def _refuse(self, source: Source, grids: list[Grid]) -> None:
        """One sentence for the file, whatever the number of its sheets."""
        names, count = "”“".join(grid.sheet for grid in grids), pictures_in(source)
        if count and sum(len(grid.row(row)) for grid in grids for row in grid.rows()) <= TITLE_CELLS:
            self.book.add("sheet_is_picture", source.name, names, count=count)
            return
        self.book.add("no_register", source.name, names, why=why_not(grids[0], self.placer))

    def _read_table(self, grid: Grid, head: Head, last: int) -> None:
        rows = [row for row in grid.rows() if head.last < row <= last]
        layout = lay_out(grid, head, rows, self.book)
        sheet = SheetReader(grid, head, layout, self.rules, self.context, self.streets, self.book)
        drafts = sheet.read(last)
        self.placed += [Placed(sheet, draft) for draft in drafts]
        self.understood += placed_columns(grid, layout)
        self.unplaced += unplaced_columns(grid, layout, self.placer, [d.row for d in drafts])

    def finish(self) -> RegisterReading:
        Judge(self.rules, self.lists, self.book).judge(self.placed)
        rows = tuple(row.sheet.finish(row.draft) for row in self.placed)
        return RegisterReading(
            rows,
            self.book.all(),
            tuple(self.unplaced),
            tuple(self.files),
            tuple(self.understood),
            tuple(self.tables),
        )


def home_of(bounds: Sequence[Decimal]) -> float | None:
    """The longitude in the middle of the district's bounds (west, south, east, north), None when they are not known."""
    return float(bounds[0] + bounds[2]) / 2 if len(bounds) == 4 else None


def why_not(grid: Grid, placer: Placer) -> str:
    """Why a sheet is no register, with the first words that stand on it."""
    labels = {
        key
        for row in grid.rows()[:LOOK_ROWS]
        for cell in grid.row(row).values()
        for key in [placer.place([cell.shown])[0]]
        if key and len(cell.shown) < 20
    }
    if len(labels) >= 5:
        return "像是一矿一张的登记卡，不是一行一个矿山的登记表"
    words: list[str] = []
    for row in grid.rows()[:6]:
        for _, cell in sorted(grid.row(row).items()):
            text = clean(cell.shown)[:16]
            if text and text not in words:
                words.append(text)
        if len(words) >= 3:
            break
    seen = "、".join(f"“{word}”" for word in words[:3])
    return f"没有找到登记表的表头，开头写的是{seen}" if seen else "没有找到登记表的表头"

"""What the overview shows, as plain data: figures, one drawing in two sizes, tables whose every number is a link."""

from __future__ import annotations

from dataclasses import dataclass

from .shapes import Kpi, Link, Mark


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a flat bar, in hundredths of its width."""

    cls: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a figure with the list behind it, a status, or a bar that repeats figures beside it."""

    text: str = ""
    url: str = ""
    cls: str = "num"
    mark: Mark | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """`swatch` is the class of the colour the column has in the bars; `is_bar` a column that only draws."""

    text: str
    cls: str = "num"
    swatch: str = ""
    is_bar: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A panel with one table. `notes` stand under it, each with the list it speaks of where there is one."""

    id: str
    title: str
    first: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    foot: Row | None = None
    hint: str = ""
    code: str = ""
    notes: tuple[Link, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """An area (points) or a line (path) of a drawing."""

    cls: str
    path: str


@dataclass(frozen=True, slots=True)
class Word:
    x: str
    y: str
    text: str
    cls: str = "c-ax"
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    y: str
    cls: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG in its own units. `id` sets its title and description apart from those of the other size."""

    id: str
    cls: str
    width: int
    height: int
    grid: tuple[Shape, ...]
    areas: tuple[Shape, ...]
    lines: tuple[Shape, ...]
    boxes: tuple[Box, ...]
    words: tuple[Word, ...]
    dots: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Started, done and closed over time with the targets and where the pace leads; `table` says the same in figures."""

    title: str
    hint: str
    desc: str
    drawings: tuple[Drawing, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class StartLine:
    """A step whose latest day has passed or is near."""

    mark: Mark
    name: str
    url: str
    note: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class OverPage:
    """`said` is the sentence under the heading, `warned` what of it is to be seen first. `more_passed` fold open."""

    said: str
    warned: str
    warned_tone: str
    measures: tuple[Link, ...]
    kpis: tuple[Kpi, ...]
    burn_up: BurnUp | None
    passed: tuple[StartLine, ...]
    more_passed: tuple[StartLine, ...]
    passed_count: str
    near: tuple[StartLine, ...]
    near_title: str
    near_count: int
    soon_url: str
    late_url: str
    stages: Table
    units: Table
    categories: Table
    years: Table
    sources: Table
    totals: Table | None
    empty: str = ""

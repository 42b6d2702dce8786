"""Opens xlsx, xls, ods, csv and tables in HTML as grids; says in one sentence why a file will not open."""

from __future__ import annotations

import io
import math
import os
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import python_calamine
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from .biff import is_locked, read_details
from .complaints import ComplaintBook
from .grid import (
    BOOL,
    EMPTY,
    ERROR,
    FORMULA,
    MAC_ZERO,
    SPREADSHEET_ZERO,
    Cell,
    Grid,
    Merge,
    date_cell,
    number_cell,
    text_cell,
    time_cell,
)
from .sources import CSV, HTML, ODS, XLS, XLSX, Source, pictures_in
from .texts import read_csv, read_html

CELL_LIMIT = 3_000_000
LAST_COLUMN = 16384  # a damaged file may claim more


def open_grids(source: Source, book: ComplaintBook) -> list[Grid]:
    """The sheets of a file, empty ones left out. A file that will not open yields none and one complaint."""
    grids: list[Grid] = []
    if source.kind == CSV:
        grids = read_csv(source, book)
    elif source.kind == HTML:
        grids = read_html(source, book)
    elif source.kind == XLSX:
        grids = _read_xlsx(source, book)
    elif source.kind in {XLS, ODS}:
        grids = _read_calamine(source, book)
    filled = [g.finish() for g in grids if not g.is_empty]
    if grids and not filled:
        names, count = "、".join(g.sheet for g in grids), pictures_in(source)
        book.add("sheet_is_picture" if count else "sheets_empty", source.name, names, count=count)
    return filled


def _read_xlsx(source: Source, book: ComplaintBook) -> list[Grid]:
    try:
        # Others' files carry headers, validations and styles that openpyxl warns of; none matters to a reader of cells.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = openpyxl.load_workbook(io.BytesIO(source.data), data_only=True)
            formulas = None
            if _has_formulas(source.data):
                formulas = openpyxl.load_workbook(io.BytesIO(source.data), data_only=False)
    except Exception:  # noqa: BLE001 openpyxl raises nearly anything on a damaged file; a second reader gets its chance
        return _read_calamine(source, book)
    day_zero = MAC_ZERO if values.epoch == CALENDAR_MAC_1904 else SPREADSHEET_ZERO
    is_stale = bool(values.calculation and values.calculation.fullCalcOnLoad)
    grids = []
    for sheet in values.worksheets:
        plain = formulas[sheet.title] if formulas is not None else None
        grid = _grid_of(source.name, sheet, plain, is_stale=is_stale)
        grid.day_zero = day_zero
        grids.append(grid)
    if not grids:
        book.add("sheets_empty", source.name)
    return grids


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                content = archive.read(name)
                if b"<f>" in content or b"<f " in content or b"<f/" in content or b":f>" in content:
                    return True
    return False


def _grid_of(file: str, sheet: Worksheet, formulas: Worksheet | None, *, is_stale: bool) -> Grid:
    """`is_stale`: the writer asked for calculation on opening, so a nought behind a formula is only a placeholder."""
    grid = Grid(file, sheet.title, is_hidden=sheet.sheet_state != "visible")
    struck: dict[int, bool] = {}
    strikes: dict[int, bool] = {}  # by style: a font is looked up through a proxy
    # The private store, because iter_rows makes up every blank cell of a sheet formatted down to row 1,048,576.
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 as said above
        made = _cell_of(cell)
        if formulas is not None and (made is EMPTY or (is_stale and made.value == 0)) and cell.data_type != "str":
            plain = formulas._cells.get((row, column))  # noqa: SLF001 as above
            if plain is not None and plain.data_type == "f":
                made = Cell(FORMULA, None, str(getattr(plain.value, "text", plain.value)))
        if made is not EMPTY:
            grid.cells[(row, column)] = made
            if struck.setdefault(row, True):
                style = cell.style_id
                if style not in strikes:
                    strikes[style] = bool(cell.font and cell.font.strike)
                struck[row] = strikes[style]
        if len(grid.cells) > CELL_LIMIT:
            break
    grid.merges = tuple(Merge(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges)
    grid.hidden_rows = frozenset(n for n, d in sheet.row_dimensions.items() if d.hidden)
    columns: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            columns.update(range(dimension.min, min(dimension.max, 16384) + 1))
    grid.hidden_columns = frozenset(columns)
    grid.struck_rows = frozenset(row for row, yes in struck.items() if yes)
    return grid


def _cell_of(cell: Any) -> Cell:
    if cell.value is None:
        return EMPTY
    if cell.data_type == "e":
        return Cell(ERROR, str(cell.value), str(cell.value))
    return cell_from(cell.value, cell.number_format or "")


def cell_from(value: Any, number_format: str = "") -> Cell:
    """A typed cell of a Python value as the libraries give it."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell(BOOL, value, "是" if value else "否")
    if isinstance(value, int):
        return number_cell(Decimal(value), number_format)
    if isinstance(value, float):
        # repr gives the shortest digits that mean this double: what was typed.
        return number_cell(Decimal(repr(value)), number_format) if math.isfinite(value) else EMPTY
    if isinstance(value, datetime | date):
        return date_cell(value, number_format)
    if isinstance(value, time):
        return time_cell(value)
    if isinstance(value, timedelta):
        return number_cell(Decimal(value.days) + Decimal(value.seconds) / 86400, number_format)
    text = str(value)
    if text.strip() in ERROR_WORDS:
        return Cell(ERROR, text.strip(), text.strip())
    return text_cell(text)


ERROR_WORDS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}


def _read_calamine(source: Source, book: ComplaintBook) -> list[Grid]:
    if source.kind == XLS and is_locked(source.data):
        book.add("file_locked", source.name)
        return []
    try:
        with _quiet():
            workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
            metas = [meta for meta in workbook.sheets_metadata if _is_sheet(meta)]
            sheets = [(meta, workbook.get_sheet_by_name(meta.name)) for meta in metas]
            tables = [(meta, sheet, sheet.to_python(skip_empty_area=False)) for meta, sheet in sheets]
    except python_calamine.PasswordError:
        book.add("file_locked", source.name)
        return []
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 a panic of the Rust reader on a damaged file is no Exception
        book.add("file_broken", source.name)
        return []
    details = read_details(source.data) if source.kind == XLS else {}
    grids = []
    for meta, sheet, table in tables:
        grid = Grid(source.name, meta.name, is_hidden="Visible" not in str(meta.visible).split(".")[-1:])
        _fill(grid, table)
        grid.merges = tuple(
            Merge(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ())
        )
        more = details.get(meta.name)
        if more is not None:
            more.apply(grid)
        grids.append(grid)
    return grids


@contextmanager
def _quiet() -> Iterator[None]:
    """The Rust reader writes its panics to the process's error stream before they can be caught; nobody can use them."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _is_sheet(meta: Any) -> bool:
    return str(meta.typ).endswith("WorkSheet")


def _fill(grid: Grid, table: Iterable[Iterable[Any]]) -> None:
    for row, line in enumerate(table, 1):
        for column, value in enumerate(line, 1):
            if value == "" or value is None or column > LAST_COLUMN:
                continue
            cell = cell_from(value)
            if cell is not EMPTY:
                grid.cells[(row, column)] = cell

"""The generators themselves: each file holds at each cell what the table says it holds."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from python_calamine import CalamineWorkbook

from . import expected, second
from .generator import write_messy_register
from .second import write_second_register
from .vocabulary import Expectation

SECOND = (*second.STORED, *second.REFUSED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("messy")
    write_messy_register(folder)
    write_second_register(folder / "second")
    return folder


def _open(folder: Path, name: str) -> bytes:
    for path in sorted(folder.rglob("*")):
        if path.name == name:
            return path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    readable = info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("gbk")
                    if readable.rsplit("/", 1)[-1] == name:
                        return archive.read(info)
    raise FileNotFoundError(name)


def _cell(folder: Path, e: Expectation) -> Any:
    content = _open(folder, e.file)
    letters, row = coordinate_from_string(e.cell)
    column = column_index_from_string(letters)
    if e.file.endswith(".xlsx"):
        return load_workbook(io.BytesIO(content))[e.sheet].cell(row, column).value
    if e.file.endswith(".xls"):
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_name(e.sheet)
            .to_python(skip_empty_area=False)
        )
        return rows[row - 1][column - 1]
    text = content.decode("utf-8-sig") if e.file in (expected.BOM[0], expected.PLAIN[0]) else content.decode("gbk")
    delimiter = "\t" if e.file == expected.BOM[0] else ","
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[row - 1][column - 1]


def _plain(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(0))
    return value


@pytest.mark.parametrize("e", [*expected.EXPECTED, *SECOND], ids=str)
def test_the_cell_of_an_expectation_holds_its_raw_value(folder: Path, e: Expectation) -> None:
    got = _plain(_cell(folder, e))
    if e.file.endswith(".xls") and e.raw == "#REF!":
        assert got == ""  # this reader shows an error cell as empty
    else:
        assert got == e.raw


def test_writing_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_messy_register(tmp_path)
    write_second_register(tmp_path / "second")
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_formulas_have_cached_values_only_where_the_trap_says_so(folder: Path) -> None:
    def cached(name: str, sheet: str, cell: str) -> Any:
        return load_workbook(io.BytesIO(_open(folder, name)), data_only=True)[sheet][cell].value

    assert cached(*expected.BOOK, "L6") == 7.5
    assert cached(*expected.BOOK, "K8") is None
    assert cached(*expected.SHEET, "D4") is None
    assert cached(*second.THIRD, "D5") == 15


def test_every_row_of_good_files_carries_its_name(folder: Path) -> None:
    sheets = {place[0]: place[1] for place in (expected.BOOK, expected.OLD, expected.ZIPPED, expected.ZIPPED_GBK)}
    columns = {expected.BOOK[0]: 4, expected.OLD[0]: 2, expected.ZIPPED_GBK[0]: 3}
    for file, row, name in expected.GOOD_ROWS:
        cell = f"{get_column_letter(columns.get(file, 1))}{row}"
        place = (file, sheets.get(file, ""))
        assert _cell(folder, Expectation("", *place, cell, None)).strip() == name

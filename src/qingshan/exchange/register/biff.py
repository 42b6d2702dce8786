"""What a BIFF8 workbook (.xls) says beyond its values: error cells, hidden rows and columns, date formats, by sheet.

The value reader turns error cells into blanks and drops formats; both would be silent losses. Source: [MS-XLS], [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from .grid import ERROR, FORMULA, MAC_ZERO, SPREADSHEET_ZERO, Cell, Grid, show_number
from .grid import NUMBER as NUMBER_KIND

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BUILTIN = {
    1: "0", 2: "0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    27: 'yyyy"年"m"月"', 55: 'yyyy"年"m"月"', 57: 'yyyy"年"m"月"',
}  # fmt: skip
BOF, EOF, BOUNDSHEET, ROW, BOOLERR, FORMULA_RECORD, COLINFO, FORMAT, XF, FILEPASS = (
    0x809, 0x0A, 0x85, 0x208, 0x205, 0x06, 0x7D, 0x41E, 0xE0, 0x2F)  # fmt: skip
EMPTY_TEXT = b"\x17\x00"  # the token of "" in a formula
DATE_MODE = 0x22
NUMBER, RK, MULRK = 0x203, 0x27E, 0xBD


@dataclass(slots=True)
class SheetDetails:
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    day_zero: date = SPREADSHEET_ZERO

    def apply(self, grid: Grid) -> None:
        """Adds to a grid of the same sheet what its value reader left out."""
        for place, word in self.errors.items():
            grid.cells[place] = Cell(ERROR, word, word)
        for place in self.uncomputed:
            grid.cells.setdefault(place, Cell(FORMULA, None, ""))
        for place, code in self.formats.items():
            cell = grid.cells.get(place)
            if cell is not None and cell.kind not in {ERROR, FORMULA}:
                shown = show_number(cell.value, code) if cell.kind == NUMBER_KIND else cell.shown
                grid.cells[place] = Cell(cell.kind, cell.value, shown, code)
        grid.hidden_rows = frozenset(self.hidden_rows)
        grid.hidden_columns = frozenset(self.hidden_columns)
        grid.day_zero = self.day_zero


def read_details(data: bytes) -> dict[str, SheetDetails]:
    """Details by sheet name; empty when the file is damaged or of another version (its values may still be read)."""
    try:
        stream = _workbook_stream(data)
        return _read_stream(stream) if stream else {}
    except (struct.error, IndexError, ValueError, UnicodeDecodeError, OverflowError):
        return {}


def is_locked(data: bytes) -> bool:
    """Whether the workbook is encrypted: its globals hold a FilePass record."""
    try:
        return any(kind == FILEPASS for kind, _ in _head_records(_workbook_stream(data)))
    except (struct.error, IndexError, ValueError, OverflowError):
        return False


def _head_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    for kind, body in _records(stream, 0):
        if kind == EOF:
            return
        yield kind, body


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    at = start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _read_stream(stream: bytes) -> dict[str, SheetDetails]:
    formats: dict[int, str] = dict(BUILTIN)
    xfs: list[int] = []
    places: list[tuple[str, int]] = []
    day_zero = SPREADSHEET_ZERO
    for kind, body in _records(stream, 0):
        if kind == BOUNDSHEET:
            places.append((_short_text(body, 6, 1), struct.unpack_from("<I", body)[0]))
        elif kind == FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _short_text(body, 2, 2)
        elif kind == XF:
            xfs.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == DATE_MODE and struct.unpack_from("<H", body)[0]:
            day_zero = MAC_ZERO
        elif kind == EOF:
            break
    codes = [formats.get(i, "") for i in xfs]
    found = {name: _read_sheet(stream, offset, codes) for name, offset in places}
    return {name: replace(details, day_zero=day_zero) for name, details in found.items()}


def _short_text(body: bytes, at: int, length_size: int) -> str:
    count = body[at] if length_size == 1 else struct.unpack_from("<H", body, at)[0]
    flags = body[at + length_size]
    raw = body[at + length_size + 1 :]
    return raw[: count * 2].decode("utf-16-le") if flags & 1 else raw[:count].decode("latin-1")


def _read_sheet(stream: bytes, offset: int, formats: list[str]) -> SheetDetails:
    details = SheetDetails()
    for kind, body in _records(stream, offset):
        if kind == EOF:
            break
        if kind == ROW:
            if struct.unpack_from("<I", body, 12)[0] & 0x20:
                details.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLINFO:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & 1:
                details.hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind in {NUMBER, RK, FORMULA_RECORD, BOOLERR}:
            _read_cell(kind, body, formats, details)
        elif kind == MULRK:
            row, column = struct.unpack_from("<HH", body)
            for i in range((len(body) - 6) // 6):
                xf = struct.unpack_from("<H", body, 4 + 6 * i)[0]
                _keep_format(details, (row + 1, column + 1 + i), formats, xf)
    return details


def _read_cell(kind: int, body: bytes, formats: list[str], details: SheetDetails) -> None:
    row, column, xf = struct.unpack_from("<HHH", body)
    place = (row + 1, column + 1)
    if kind == BOOLERR:
        if body[7]:
            details.errors[place] = ERRORS.get(body[6], "#N/A")
        return
    if kind == FORMULA_RECORD and body[12:14] == b"\xff\xff":
        if body[6] == 2:
            details.errors[place] = ERRORS.get(body[8], "#N/A")
        elif body[6] == 3 and EMPTY_TEXT not in body[22:]:
            # An empty result that no "" in the formula explains: the program that wrote it does not calculate.
            details.uncomputed.add(place)
    _keep_format(details, place, formats, xf)


def _keep_format(details: SheetDetails, place: tuple[int, int], formats: list[str], xf: int) -> None:
    if xf < len(formats) and formats[xf] and formats[xf] != "General":
        details.formats[place] = formats[xf]


def _workbook_stream(data: bytes) -> bytes:
    """The workbook's stream out of its compound file."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    mini = 1 << struct.unpack_from("<H", data, 32)[0]
    directory, mini_cutoff, mini_first = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    fat = _fat(data, sector)
    entries = _chain(data, fat, directory, sector)
    root_start, found = 0, b""
    for at in range(0, len(entries) - 127, 128):
        size = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(size - 2, 0)].decode("utf-16-le", "replace")
        start, length = struct.unpack_from("<II", entries, at + 116)
        if entries[at + 66] == 5:
            root_start = start
        elif name in {"Workbook", "Book"}:
            if length >= mini_cutoff:
                return _chain(data, fat, start, sector)[:length]
            minifat_raw = _chain(data, fat, mini_first, sector)
            minifat = list(struct.unpack(f"<{len(minifat_raw) // 4}I", minifat_raw))
            container = _chain(data, fat, root_start, sector)
            found = _chain(container, minifat, start, mini, base=0)[:length]
    return found


def _fat(data: bytes, sector: int) -> list[int]:
    blocks = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, 10_000)):
        at = (following + 1) * sector
        numbers = struct.unpack_from(f"<{sector // 4}I", data, at)
        blocks += numbers[:-1]
        following = numbers[-1]
    fat: list[int] = []
    for block in blocks:
        if block < 0xFFFFFFFA:
            fat += struct.unpack_from(f"<{sector // 4}I", data, (block + 1) * sector)
    return fat


def _chain(data: bytes, fat: list[int], start: int, size: int, base: int = 1) -> bytes:
    parts: list[bytes] = []
    at = start
    while at < len(fat) and len(parts) <= len(fat):
        parts.append(data[(at + base) * size : (at + base + 1) * size])
        at = fat[at]
    return b"".join(parts)

"""What both generators need: sheets by rows, cached formula values, and files that are the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

WRITTEN_AT = (2018, 7, 10, 9, 0, 0)
"""The time stamp of every archive member."""


def put(sheet: Worksheet, row: int, values: Sequence[Any], first_column: int = 1) -> None:
    """Write `values` into `row`; None leaves a cell untouched."""
    for column, value in enumerate(values, first_column):
        if value is not None:
            sheet.cell(row, column).value = value


def merge(sheet: Worksheet, *ranges: str) -> None:
    for cells in ranges:
        sheet.merge_cells(cells)


def save(book: Workbook, path: Path, cached: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Save `book`, put the cached results `sheet title → cell → value` behind its formulas, and fix all time stamps.

    openpyxl writes formulas without results; a workbook that an office saved has them.
    """
    book.save(path)
    parts = {f"xl/worksheets/sheet{n}.xml": cached.get(s.title, {}) for n, s in enumerate(book, 1)} if cached else {}
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            text = content
            for cell, value in parts.get(name, {}).items():
                text = _with_result(text.decode(), cell, value).encode()
            if name == "docProps/core.xml":
                text = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2018-07-10T01:00:00Z", text)
            archive.writestr(zipfile.ZipInfo(name, WRITTEN_AT), text)


def _with_result(xml: str, cell: str, value: Any) -> str:
    kind = ' t="str"' if isinstance(value, str) else ""
    pattern = rf'<c r="{cell}"([^>]*?)(?: t="\w+")?><f>(.*?)</f><v\s*(?:/>|></v>)'
    result, count = re.subn(pattern, rf'<c r="{cell}"\1{kind}><f>\2</f><v>{escape(str(value))}</v>', xml)
    if count != 1:
        raise ValueError(f"no formula at {cell}")
    return result


class GbkNamed(zipfile.ZipInfo):
    """A zip member whose name is stored as GBK bytes without the UTF-8 flag, as Chinese Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name zipfile calls
        return self.filename.encode("gbk"), self.flag_bits


def write_zip(path: Path, members: Mapping[str, bytes], gbk_names: bool = False) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = (GbkNamed if gbk_names else zipfile.ZipInfo)(name, WRITTEN_AT)
            archive.writestr(info, content)

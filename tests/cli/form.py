"""Filling in the facts workbook as a person does: a sheet by its name, a cell by the head above it, row after row."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl


class Form:
    """The empty workbook of `qingshan import template`, being filled in."""

    def __init__(self, template: Path) -> None:
        self.book = openpyxl.load_workbook(template)
        self.rows = {sheet.title: 1 for sheet in self.book}

    def write(self, sheet: str, **cells: Any) -> int:
        """One line; answers its row number. Heads are given without their unit; an unknown one is an error."""
        page = self.book[sheet]
        heads = {re.sub(r"（[^）]*）$", "", str(c.value)): c.column for c in page[1]}
        heads |= {str(c.value): c.column for c in page[1]}
        self.rows[sheet] += 1
        for head, value in cells.items():
            cell = page.cell(self.rows[sheet], heads[head])
            cell.value = value
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
        return self.rows[sheet]

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path

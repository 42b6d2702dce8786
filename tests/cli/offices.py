"""Stores of made-up districts for tests of the command, and a look into them without the product."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.command import Said, done, qingshan
from tests.made_up_notice import District, write_district
from tests.stores import made_once, select

HEADS = ("矿山名称", "街道", "破坏面积（亩）", "来源编号", "位置", "备注")
Rows = Iterable[Iterable[Any]]


def founded(folder: Path, district: District, more: dict[str, str] | None = None) -> Path:
    """The data folder of a new store whose notice came from a folder of the district's own, which is then gone."""
    own = write_district(folder / "own", district)
    done("init", "--programme", own, "--data", folder / "data", more=more)
    shutil.rmtree(own)
    return folder / "data"


def demo_store(scratch: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration, to be read only; beside it what building it answered."""

    def build(folder: Path) -> None:
        answer = done("demo", "--no-serve", "--data", folder / "data")
        (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")

    return made_once(scratch, "demo", build) / "data"


class Office:
    """A district office at its command line."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def imports(self, *words: object) -> Said:
        return qingshan("import", "register", *words, "--data", self.data)

    def stored(self, *words: object) -> dict[str, Any]:
        """The answer of an import that must succeed and store."""
        answer = done("import", "register", *words, "--data", self.data)
        assert answer["stored"] is True
        return answer

    def select(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        return select(self.data, question, *values)

    def payloads(self) -> list[dict[str, Any]]:
        """What was written of each site, in the order of entry."""
        rows = self.select("SELECT payload FROM casework_factrow WHERE kind = 'site' ORDER BY id")
        return [json.loads(payload) for (payload,) in rows]

    def site(self, name: str) -> dict[str, Any]:
        """What is on file of the one site of this name: all its register facts, later ones over earlier."""
        question = """SELECT f.payload FROM casework_factrow f JOIN register_site s ON s.id = f.site_id
                      WHERE f.kind = 'site' AND s.name = ? ORDER BY f.id"""
        merged: dict[str, Any] = {}
        for (payload,) in self.select(question, name):
            merged |= json.loads(payload)
        return merged

    def names(self) -> list[str]:
        return [name for (name,) in self.select("SELECT name FROM register_site ORDER BY id")]

    def state(self) -> tuple[Any, ...]:
        """Whatever an import may change: sites, records, facts, the audit chain."""
        tables = ("register_site", "register_enterprise", "casework_record", "casework_factrow", "foundation_auditrow")
        return tuple(self.select(f"SELECT * FROM {table} ORDER BY 1") for table in tables)

    def refuses(self, *words: object) -> dict[str, Any]:
        """The answer of an import that must be refused with exit code 1 and leave the store as it was."""
        before = self.state()
        said = self.imports(*words)
        assert said.code == 1, said.text
        assert said.data["stored"] is False
        assert self.state() == before
        return said.data


def one_blocking(answer: dict[str, Any]) -> dict[str, Any]:
    """The only blocking complaint of an answer."""
    blocking = [c for c in answer["complaints"] if c["blocking"]]
    assert len(blocking) == 1, answer["complaints"]
    return blocking[0]


def write_book(path: Path, rows: Rows, heads: Iterable[str] = HEADS) -> Path:
    """A register of one sheet; texts stay texts, whatever they begin with."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "登记表"
    page.append(list(heads))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path

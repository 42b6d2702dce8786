"""What the made-up notice makes of its made-up sites: every Status on several days and both ledgers, cell by cell.

python3 -m tests.second_notice.golden        writes the golden files anew; look through `git diff` before you commit
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.command import done
from tests.second_notice.dossiers import fill_facts, write_register

HERE = Path(__file__).parent
NOTICE, GOLDEN = HERE / "notice", HERE / "golden"
DAYS = ("2021-04-12", "2021-08-16", "2021-11-15", "2021-12-13", "2022-04-06")
ISSUES = ("2021-12-13", "2022-04-06")
CHANGING = re.compile(r"[0-9a-f]{12,64}|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?|软件版本.*")
"""What differs from run to run: checksums, the instant of issue, the version of the software."""


def told(folder: Path) -> Path:
    """An empty folder becomes a store of the notice, through the commands an office uses; answers the data folder."""
    data, form = folder / "数据", folder / "空表.xlsx"
    register = write_register(folder / "名册.xlsx")
    done("init", "--programme", NOTICE, "--data", data)
    done("import", "register", register, "--data", data, "--on", "2021-04-01")
    done("import", "template", "--data", data, "--out", form)
    done("import", "facts", fill_facts(form, folder), "--data", data)
    for on in ISSUES:
        done("ledger", "issue", "--data", data, "--on", on, "--out", folder / "台账")
    return data


def found(folder: Path) -> dict[str, Any]:
    """Golden file → its content, as the store in `folder` has it now."""
    answers = {on: done("status", "--data", folder / "数据", "--on", on)["sites"] for on in DAYS}
    books = {book.stem: _cells(book) for book in sorted((folder / "台账").glob("*.xlsx"))}
    return {"status": answers, **books}


def _cells(book: Path) -> dict[str, list[str]]:
    """Sheet → its rows as text, empty cells at the end left out."""
    pages = openpyxl.load_workbook(book)
    return {page.title: [_row(line) for line in page.iter_rows(values_only=True)] for page in pages}


def _row(line: tuple[Any, ...]) -> str:
    return " | ".join("" if cell is None else CHANGING.sub("…", str(cell)) for cell in line).rstrip(" |")


def kept() -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(GOLDEN.glob("*.json"))}


def write(content: dict[str, Any]) -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name, one in content.items():
        (GOLDEN / f"{name}.json").write_text(json.dumps(one, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        told(Path(made))
        write(found(Path(made)))

"""A rule taken away is missed by the test its row names (docs/trace.toml)."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from qingshan.cli.tracing import carried
from qingshan.exchange.facts_book.columns import SHEET_OF_TABLE
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.trace import trace
from tests import without
from tests.infra.checkout import ROOT

ROWS: list[dict[str, Any]] = tomllib.loads((ROOT / "docs" / "trace.toml").read_text("utf-8"))["row"]
RULED = [row for row in ROWS if "rule" in row]
STORED = {"archive", "audit", "ledger", "mapping", "programme"}
"""What holds a record that no sheet of the facts workbook fills."""
SAMPLE = RULED[:: len(RULED) // 4]


def run(tests: list[str], rule: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, without.NAME: rule}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--tb=line", *tests]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def missed(row: dict[str, Any]) -> None:
    said = run([row["test"]], row["rule"])
    told = f"{row['row']}：去掉 {row['rule']}，{row['test']} 没有变红\n{said.stdout[-800:]}{said.stderr[-400:]}"
    assert said.returncode == 1, told
    assert " failed" in said.stdout, f"{told}：没有跑成，什么也证明不了"


def test_every_clause_of_the_notice_has_its_row() -> None:
    """Headings, which only gather the rows below them, have none."""
    programme = load_programme(shipped_programmes()["shuimogou-2018"])
    rows = [row["row"] for row in ROWS]
    assert len(set(rows)) == len(rows)
    assert [c.code for c in programme.clauses if not any(row.startswith(c.code) for row in rows)] == []


def test_every_row_of_the_first_priority_has_its_record_and_its_rule() -> None:
    bare = [r["row"] for r in ROWS if r["priority"] == 1 and not (r["records"] and (r.get("rule") or r.get("why")))]
    assert bare == []


def test_every_record_a_row_names_is_there() -> None:
    known = {f"{noun.code}.{action.name}" for noun, action in BY_ACTION.values()}
    known |= {f"sheet:{sheet}" for sheet in SHEET_OF_TABLE.values()} | {f"store:{what}" for what in STORED}
    assert {record for row in ROWS for record in row["records"]} <= known


def test_every_row_of_the_first_priority_has_a_line_of_the_facts_workbook() -> None:
    programme = load_programme(shipped_programmes()["shuimogou-2018"])
    first = [row for row in ROWS if row["priority"] == 1]
    assert [row["row"] for row in first if not carried(trace(programme, row["row"]), row["records"])] == []


def test_the_notice_alone_leads_from_its_rows_to_their_records() -> None:
    """Without the table: by what its lines name. Three rows are of the software, or only gather what others record."""
    programme = load_programme(shipped_programmes()["shuimogou-2018"])
    silent = []
    for row in (row["row"] for row in ROWS if row["priority"] == 1):
        found = trace(programme, row)
        if not found.records and not {key.root[0] for key in found.keys} & set(SHEET_OF_TABLE):
            silent.append(row)
    assert silent == ["五(四)1b", "N-1", "N-2"]


@pytest.mark.parametrize("row", SAMPLE, ids=lambda row: row["row"])
def test_a_rule_taken_away_is_missed(row: dict[str, Any]) -> None:
    missed(row)


@pytest.mark.long
def test_every_named_test_passes_with_every_rule_in_place() -> None:
    said = run(sorted({row["test"] for row in RULED}))
    assert said.returncode == 0, said.stdout[-2000:]


@pytest.mark.long
@pytest.mark.parametrize("row", RULED, ids=lambda row: row["row"])
def test_each_rule_taken_away_is_missed(row: dict[str, Any]) -> None:
    missed(row)


def test_the_page_is_what_the_table_and_the_notice_say() -> None:
    said = subprocess.run([sys.executable, "-m", "tools.trace_doc", "--check"], cwd=ROOT, check=False)
    assert said.returncode == 0, "python3 -m tools.trace_doc"

"""A rule taken away is missed by the test its row names (docs/trace.toml)."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from qingshan.rulebook.load import load_programme, shipped_programmes
from tests import without
from tests.infra.checkout import ROOT

ROWS: list[dict[str, Any]] = tomllib.loads((ROOT / "docs" / "trace.toml").read_text("utf-8"))["row"]
RULED = [row for row in ROWS if "rule" in row]
SAMPLE = RULED[:: len(RULED) // 4]


def run(tests: list[str], rule: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, without.NAME: rule}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--tb=line", *tests]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def missed(row: dict[str, Any]) -> None:
    said = run([row["test"]], row["rule"])
    assert said.returncode == 1, (
        f"{row['row']}：去掉 {row['rule']}，{row['test']} 没有变红\n{said.stdout[-800:]}{said.stderr[-400:]}"
    )


def test_every_clause_of_the_notice_has_its_row() -> None:
    """Headings, which only gather the rows below them, have none."""
    programme = load_programme(shipped_programmes()["shuimogou-2018"])
    rows = [row["row"] for row in ROWS]
    assert len(set(rows)) == len(rows)
    assert [c.code for c in programme.clauses if not any(row.startswith(c.code) for row in rows)] == []


def test_every_row_of_the_first_priority_has_its_record_and_its_rule() -> None:
    bare = [r["row"] for r in ROWS if r["priority"] == 1 and not (r["record"] and (r.get("rule") or r.get("why")))]
    assert bare == []


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

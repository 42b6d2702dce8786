"""Many hands at once, each a process of its own: nothing lost, nothing twice, the chain whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import done, qingshan
from tests.long.test_kills import register_book
from tests.stores import environment_of

pytestmark = pytest.mark.long
HANDS = 6


@pytest.fixture
def store(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    done("init", "--data", data)
    done("import", "register", register_book(tmp_path / "register.xlsx", 12), "--data", data)
    return data


def together(commands: list[list[str]]) -> list[dict]:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "qingshan.cli.main", *words, "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | environment_of(Path(words[words.index("--data") + 1])),
        )
        for words in commands
    ]
    return [json.loads(process.communicate()[0]) for process in running]


def test_of_many_who_issue_the_same_week_one_does_and_the_others_are_told(store, tmp_path):
    words = ["ledger", "issue", "--on", "2019-10-24", "--data", str(store)]

    answers = together([[*words, "--out", str(tmp_path / str(n))] for n in range(HANDS)])

    assert sorted(a.get("error", {}).get("code", "") for a in answers) == ["", *["already_issued"] * (HANDS - 1)]
    assert qingshan("check", "--data", store).data["ok"] is True


def test_of_many_who_import_the_same_register_one_makes_the_sites(store, tmp_path):
    book = register_book(tmp_path / "more.xlsx", 30)

    answers = together([["import", "register", str(book), "--data", str(store)] for _ in range(HANDS)])

    assert sum(len(a.get("created", [])) for a in answers) == 18
    assert {a.get("error", {}).get("code", "") for a in answers} <= {"", "stale"}
    assert qingshan("check", "--data", store).data["ok"] is True


def test_many_ledgers_of_different_weeks_leave_one_whole_chain(store, tmp_path):
    days = ["2019-10-10", "2019-10-17", "2019-10-24", "2019-10-31", "2019-11-07", "2019-11-14"]

    answers = together(
        [["ledger", "issue", "--on", day, "--out", str(tmp_path), "--data", str(store)] for day in days[:HANDS]]
    )

    assert [a["exit"] for a in answers] == [0] * HANDS
    assert qingshan("audit", "verify", "--data", store).data["ok"] is True

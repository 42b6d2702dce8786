"""SIGKILL of the real process at 50 random instants during import, issue and one action: the store is as before or as after."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.long
INSTANTS = 50
STREETS = ["水磨沟街道", "六道湾街道", "八道湾街道"]


def qingshan(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "qingshan.cli.main", *words, "--data", str(data)]


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(qingshan(data, *words), capture_output=True, text=True, check=False)


def fingerprint(data: Path) -> str:
    """A hash over every row of the case tables."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(data / "qingshan.sqlite3")) as store:
        names = [r[0] for r in store.execute("select name from sqlite_master where type='table' order by name")]
        for name in names:
            if not name.startswith(("django_", "axes_", "auth_", "sqlite_")):
                digest.update(f"{name}{store.execute(f'select * from {name} order by 1').fetchall()}".encode())
    return digest.hexdigest()


def counts(data: Path) -> tuple[int, int, int]:
    with closing(sqlite3.connect(data / "qingshan.sqlite3")) as store:
        tables = ("register_site", "casework_factrow", "issuance_ledgerissue")
        return tuple(store.execute(f"select count(*) from {name}").fetchone()[0] for name in tables)


def register_book(path: Path, rows: int) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["矿山名称", "所在街道", "开采矿种", "证件状态", "生产现状", "是否持证", "破坏面积（公顷）"])
    for n in range(rows):
        sheet.append([f"试验{n:03d}砂石矿", STREETS[n % 3], "建筑用砂岩", "已注销", "停产", "是", 1.5 + n])
    book.save(path)
    return path


def facts_book(data: Path, path: Path) -> Path:
    done = run(data, "import", "template", "--out", str(path))
    assert done.returncode == 0, done.stdout + done.stderr
    book = openpyxl.load_workbook(path)
    sheet = book["责任主体"]
    heads = {str(c.value).split("（")[0]: c.column for c in sheet[1] if c.value}
    row = next(n for n in range(2, sheet.max_row + 2) if not any(c.value for c in sheet[n]))
    values = {
        "记录号": "R1",
        "矿山名称": "试验000砂石矿",
        "事项": "责任主体已认定",
        "发生日期": "2018-09-01",
        "矿业权人存续状态": "存续",
        "是否灭失": "否",
        "治理责任主体": "企业",
        "责任主体名称": "试验砂石有限公司",
        "实施单位": "试验砂石有限公司",
    }
    for head, value in values.items():
        sheet.cell(row, heads[head], value)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kills")
    data = folder / "empty"
    assert run(data, "init", "--programme", "shuimogou-2018").returncode == 0
    register_book(folder / "register.xlsx", 40)
    filled = folder / "filled"
    shutil.copytree(data, filled)
    done = run(filled, "import", "register", str(folder / "register.xlsx"))
    assert done.returncode == 0, done.stdout + done.stderr
    facts_book(filled, folder / "facts.xlsx")
    return folder


CASES = {
    "import": ("empty", ["import", "register", "{base}/register.xlsx"]),
    "issue": ("filled", ["ledger", "issue", "--on", "2019-10-24", "--out", "{data}/out"]),
    "action": ("filled", ["import", "facts", "{base}/facts.xlsx"]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_kill_at_any_instant_leaves_the_store_as_before_or_as_after(base, tmp_path, case):
    start, words = CASES[case]
    took, after = _whole_run(base, start, words, tmp_path)
    before, before_counts = fingerprint(base / start), counts(base / start)
    assert after != before_counts
    instants = random.Random(f"kills of {case}")
    seen = {"before": 0, "after": 0}
    for number in range(INSTANTS):
        data = tmp_path / f"{case}-{number}"
        _killed(base, start, words, data, instants.uniform(0.02, took * 1.02))
        if fingerprint(data) == before:
            seen["before"] += 1
        else:
            assert counts(data) == after, f"kill {number} left something between"
            checked = run(data, "check", "--json")
            assert checked.returncode == 0, checked.stdout
            seen["after"] += 1
        shutil.rmtree(data)
    assert seen["before"], "no kill came before the commit: the instants do not cover the run"


def _words(words: list[str], base: Path, data: Path) -> list[str]:
    return [w.format(base=base, data=data) for w in words]


def _whole_run(base: Path, start: str, words: list[str], tmp_path: Path) -> tuple[float, tuple[int, int, int]]:
    data = tmp_path / "whole"
    shutil.copytree(base / start, data)
    began = time.monotonic()
    done = run(data, *_words(words, base, data))
    assert done.returncode == 0, done.stdout + done.stderr
    return time.monotonic() - began, counts(data)


def _killed(base: Path, start: str, words: list[str], data: Path, seconds: float) -> None:
    shutil.copytree(base / start, data)
    process = subprocess.Popen(
        qingshan(data, *_words(words, base, data)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def test_after_a_kill_the_work_can_be_done_again(base, tmp_path):
    data = tmp_path / "again"
    _killed(base, "filled", CASES["issue"][1], data, 1.0)

    done = run(data, "ledger", "issue", "--on", "2019-10-24", "--out", str(data / "out"), "--json")

    answer = json.loads(done.stdout)
    assert answer["exit"] == 0 or answer["error"]["code"] == "already_issued"

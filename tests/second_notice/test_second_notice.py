"""A notice that differs in counts, bodies, stages and their order, ledgers, week-day and publicity runs as the shipped one.

Its folder is written with what docs/new-notice.md teaches. The golden files are made by `python3 -m
tests.second_notice.golden`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from qingshan.rulebook.load import load_programme, validate_programme, whole_files
from tests.cli.command import ROOT, done, qingshan
from tests.second_notice import golden
from tests.second_notice.words import strange_words
from tests.stores import environment_of

PEOPLE = {"admin", "ducha", "lingdao", "xian", "zhen", "zhenban", "zhuren", "ziran"}

COMMANDS = (
    "status",
    "bodies",
    "seats",
    "duties",
    "list funds",
    "programme show",
    "programme readings",
    "trace 全文",
    "check",
)
"""What an office asks of its store, each answered in words of its own notice."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("second")
    golden.told(made)
    return made


def test_the_folder_is_a_valid_notice_with_its_own_steps_in_its_own_order():
    assert validate_programme(golden.NOTICE) == ()
    stages = [stage.code for stage in load_programme(golden.NOTICE).stages]
    assert len(stages) == 11
    assert stages.index("publicity") < stages.index("acceptance")


def test_every_status_and_both_ledgers_are_the_golden_ones(folder):
    assert golden.found(folder) == golden.kept()


def test_nothing_of_the_base_district_is_printed(folder):
    assert strange_words(json.dumps(golden.kept(), ensure_ascii=False)) == []


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_says_a_word_of_the_first_district(words, folder):
    said = qingshan(*words.split(), "--data", folder / "数据", as_json=False)
    assert (said.code, strange_words(said.text)) == (0, [])


def test_the_empty_workbook_says_no_word_of_the_first_district(folder):
    book = openpyxl.load_workbook(folder / "空表.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    said = [str(cell.value) for cell in cells if cell.value] + [cell.comment.text for cell in cells if cell.comment]
    assert strange_words("\n".join(said)) == []


def walked(folder: Path, *logins: str) -> dict[str, dict[str, tuple[int, list[str]]]]:
    """Login → address → answer and words of the first district, for the people named, else for all."""
    environment = os.environ | {
        "QINGSHAN_DATA": str(folder / "数据"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        **environment_of(folder / "数据"),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = [sys.executable, "-m", "tests.second_notice.crawl", *logins]
    said = subprocess.run(run, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, dict[str, tuple[int, list[str]]]] = json.loads(said.stdout)
    return found


def test_no_page_says_a_word_of_the_first_district_or_leads_nowhere(folder):
    found = walked(folder, "zhuren")["zhuren"]
    assert {url: said for url, said in found.items() if said[0] >= 400 or said[1]} == {}
    assert len(found) > 20


@pytest.mark.long
def test_every_page_opens_for_every_role_and_leads_nowhere_wrong(folder):
    found = walked(folder)
    assert set(found) == PEOPLE
    wrong = {
        login: {u: said for u, said in pages.items() if said[0] >= 400 or said[1]}
        for login, pages in found.items()
        if login != "admin"
    }
    assert not any(wrong.values()), wrong
    assert all(len(pages) > 20 for login, pages in found.items() if login != "admin")


def test_the_store_keeps_the_whole_and_checks_clean(folder):
    kept = load_programme(folder / "数据" / "programmes" / "qinghe-2021")
    assert kept == load_programme(golden.NOTICE)
    assert whole_files(folder / "数据" / "programmes" / "qinghe-2021") == {}
    assert done("check", "--data", folder / "数据")["ok"] is True


def test_validate_and_show_without_a_name_take_the_store_s_own(folder):
    assert done("programme", "show", "--data", folder / "数据")["code"] == "qinghe-2021"
    assert done("programme", "validate", "--data", folder / "数据")["folder"].endswith("qinghe-2021")

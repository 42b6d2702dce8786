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

import pytest

from qingshan.rulebook.load import load_programme, validate_programme, whole_files
from tests.cli.command import ROOT, done
from tests.second_notice import golden

PEOPLE = {"admin", "ducha", "lingdao", "xian", "zhen", "zhenban", "zhuren", "ziran"}


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
    text = json.dumps(golden.kept(), ensure_ascii=False)
    assert [word for word in ("水磨沟", "区专项", "管委会", "附件2", "五(", "C-") if word in text] == []


@pytest.mark.long
def test_every_page_opens_for_every_role_and_leads_nowhere_wrong(folder):
    environment = os.environ | {
        "QINGSHAN_DATA": str(folder / "数据"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = [sys.executable, "-m", "tests.second_notice.crawl"]
    said = subprocess.run(run, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found = json.loads(said.stdout)
    assert set(found) == PEOPLE
    wrong = {
        login: [u for u, code in pages.items() if code >= 400] for login, pages in found.items() if login != "admin"
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

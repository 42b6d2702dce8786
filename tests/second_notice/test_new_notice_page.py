"""docs/new-notice.md, followed word for word: its commands in their order, its marks filled in between."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from qingshan.rulebook.load import validate_programme
from tests.cli.command import ROOT, Said, qingshan
from tests.second_notice import dossiers, golden

PAGE = ROOT / "docs" / "new-notice.md"
WORDS = {
    "issued_on": "2021-03-08",
    "starts_on": "2021-03-08",
    "ends_on": "2023-12-31",
    "by": "2023-12-31",
    "on": "2023-12-20",
    "first_on": "2021-04-09",
    "last_on": "2023-12-29",
}


def fill(folder: Path) -> None:
    """Every mark gets a word of its own, a day where one is asked for."""
    for number, path in enumerate(sorted(folder.glob("*.toml"))):
        lines = path.read_text("utf-8").splitlines()
        for index, line in enumerate(lines):
            key = line.partition(" = ")[0]
            if ' = "待填' in line:
                lines[index] = f"{key} = {WORDS.get(key, f'{chr(34)}甲{number}{index}{chr(34)}')}"
        path.write_text("\n".join(lines) + "\n", "utf-8")


def test_the_page_leads_from_an_empty_folder_to_the_first_ledger(tmp_path):
    said: list[Said] = []
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line)[1:]
            said.append(qingshan(*words, cwd=tmp_path))
            assert said[-1].code == 0, said[-1].text
            if words[:2] == ["programme", "new"]:
                assert len(said[-1].data["files"]) == 6
                shutil.rmtree(tmp_path / "通知数据")
                shutil.copytree(golden.NOTICE, tmp_path / "通知数据")
                dossiers.write_register(tmp_path / "名册.xlsx")
            if words[:2] == ["import", "template"]:
                dossiers.fill_facts(tmp_path / "空表.xlsx", tmp_path)
    assert said[-1].data["ok"] is True
    assert len(list((tmp_path / "台账").glob("*.xlsx"))) == 2


def test_every_mark_of_a_new_folder_is_named_and_filling_them_is_enough(tmp_path):
    folder = tmp_path / "new"
    made = qingshan(
        "programme", "new", "a-2021", folder, "--years", "2021-2023", "--region", "659901", "--district", "甲县"
    )
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.toml"))
    marks = [line for line in text.splitlines() if ' = "待填' in line]
    findings = validate_programme(folder)
    assert {one.code for one in findings} == {"to_fill"}
    assert made.data["to_fill"] == len(findings) == len(marks)
    fill(folder)
    assert validate_programme(folder) == ()


@pytest.mark.parametrize("words", [("Bad Code", "x"), ("a-2021", "."), ("a-2021", "x", "--from", "nowhere")])
def test_a_folder_that_cannot_be_started_is_refused(words, tmp_path):
    (tmp_path / "in use.txt").write_text("x")
    assert qingshan("programme", "new", *words, cwd=tmp_path).code != 0
    assert not (tmp_path / "x").exists()

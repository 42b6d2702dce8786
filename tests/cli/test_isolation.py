"""Commands given --as somebody of a street say nothing of another street; those without are the console's own.

The store is planted as tests.planted says; every command that takes --as has its lines here, or the test fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qingshan.cli.words import build_parser
from tests.cli.command import ROOT, Said, qingshan
from tests.desk.walk import text_in
from tests.planted import ISSUE_DAYS, STREET, Marks
from tests.stores import environment_of

UNKNOWN = "650105-KS-9-999"
FACT_HEADS = (
    "记录号", "矿山编号", "矿山名称", "事项", "发生日期", "巡查号", "巡查人", "巡查情况", "照片张数（张）", "填报人", "审核人",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> tuple[Path, dict[str, Any]]:
    """A planted store in a folder, and what was planted."""
    folder = tmp_path_factory.mktemp("planted") / "data"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("QINGSHAN", "DJANGO", "COV", "DATABASE"))}
    environment |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **environment_of(folder)}
    run = [sys.executable, "-m", "tests.planted", str(folder)]
    said = subprocess.run(run, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert said.returncode == 0, said.stderr
    return folder, json.loads(said.stdout)


def lines(folder: Path, planted: dict[str, Any], code: str) -> dict[str, list[list[object]]]:
    """Command → the ways to ask it about a site, by code and by name where it takes one."""
    name = planted["their_names"][0]
    register, facts, points, pool, maps = (folder / n for n in ("r.xlsx", "f.xlsx", "p.geojson", "e.csv", "m.csv"))
    book(register, [("矿山名称", "街道", "采矿权人", "持证", "类别"), (name, STREET, "某公司", "否", "4")])
    patrols = [("1", code, ""), ("2", "", name), ("3", code, "另一处")]
    told = ("巡查未发现问题", "2019-06-01", "巡查人", "正常", "2", "甲岗", "乙岗")
    book(facts, [FACT_HEADS, *((*who, *told[:2], f"P-{who[0]}", *told[2:]) for who in patrols)], "巡查")
    ring = [[87.61, 43.81], [87.62, 43.81], [87.62, 43.82], [87.61, 43.81]]
    shape = {"type": "Feature", "properties": {"档案号": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    points.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}), "utf-8")
    pool.write_text("姓名,专业,工作单位\n" + "".join(f"专家{n},{s},单位{n}\n" for n, s in enumerate(EXPERTS)), "utf-8")
    maps.write_text("来文单位,表头,项目\n某单位,承包人,owner\n", "utf-8")
    programme = folder / "notice"
    draw = [pool, "--seed", "种子", "--announced", "2019-06-01", "--drawn-by", "市评审组", "--on", "2019-06-20"]
    return {
        "import register": [[register, "--dry-run"], [register, "--yes"], [register, "--dry-run", "--annotated", folder / "c.xlsx"]],
        "import facts": [[facts, "--dry-run"], [facts, "--accept-good"]],
        "import polygons": [[points, "--kind", "damage", "--dry-run"], [points, "--kind", "damage", "--yes"]],
        "mapping import": [[maps], [maps, "--dry-run"]],
        "mapping forget": [["某单位"]],
        "site show": [[code]],
        "site twins": [["--metres", "100000"]],
        "site find": [["--box", "87,43,89,45"], ["--near", "87.6,43.8", "--metres", "100000"]],
        "ledger issue": [["--on", ISSUE_DAYS[-1]], ["--on", ISSUE_DAYS[-1], "--supersede", "--reason", "改"]],
        "ledger export": [[number, "--out", folder / "out"] for number in planted["issues"]],
        "panel draw": [[*draw, "--record", f"{code}=v1"], [*draw, "--record", f"{name}=v1"]],
        "programme adopt": [[programme, "--dry-run"], [programme, "--reason", "试"]],
    }  # fmt: skip


EXPERTS = ("生态环境保护", "地质灾害防治", "水土保持", "安全生产") * 3


def book(path: Path, rows: list[tuple[str, ...]], sheet: str = "登记表") -> None:
    made = openpyxl.Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    made.save(path)


def taking_as(parser: argparse.ArgumentParser, path: str = "") -> list[str]:
    """Commands that take --as, by their words."""
    found = [path] if any(a.dest == "login" for a in parser._actions) else []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found += [one for name, sub in action.choices.items() for one in taking_as(sub, f"{path} {name}".strip())]
    return found


def test_every_command_that_takes_a_person_is_searched(tmp_path):
    asked = lines(tmp_path, {"their_names": ["某矿"], "issues": ["x"]}, UNKNOWN)
    assert sorted(asked) == sorted(taking_as(build_parser(argparse.ArgumentParser)))


@pytest.fixture
def newer(tmp_path) -> Path:
    """A new version of the notice, which changes what is owed."""
    folder = tmp_path / "notice"
    folder.mkdir()
    for file in (ROOT / "src/qingshan/programmes/shuimogou-2018").glob("*.toml"):
        text = (
            file.read_text("utf-8")
            .replace('version = "1.0"', 'version = "1.1"')
            .replace("at_least = 4", "at_least = 9")
        )
        (folder / file.name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.long
@pytest.mark.parametrize(("login", "as_json"), [("street", True), ("street-head", False)])
def test_no_command_of_a_street_says_a_value_of_another(store, newer, login, as_json):
    folder, planted = store
    marks = Marks(**planted["theirs"])
    leaks = {}
    for command, ways in lines(newer, planted, planted["their_sites"][0]).items():
        for number, words in enumerate(ways):
            said = qingshan(*command.split(), *words, "--as", login, "--data", folder, cwd=newer, as_json=as_json)
            shown = [token for token in leaked(said, newer, marks, planted) if token not in " ".join(map(str, words))]
            if shown:
                leaks[f"{command} {number}"] = shown[:5]
    assert leaks == {}


def leaked(said: Said, folder: Path, marks: Marks, planted: dict[str, Any]) -> list[str]:
    """Marks in what a command said or wrote, but for the name and the code it was asked about."""
    given = {planted["their_names"][0].removeprefix("记"), planted["their_sites"][0]}
    texts = [said.text]
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix in (".xlsx", ".json") and file.stem not in ("r", "f"):
            texts += [file.name, text_in(file.read_bytes())]
    found = [token for text in texts for token in marks.found(text)]
    found += [word for word in (*planted["their_sites"], *planted["secrets"]) if any(word in text for text in texts)]
    return [token for token in dict.fromkeys(found) if token not in given]


@pytest.mark.long
def test_what_belongs_to_others_is_refused_like_what_is_nowhere(store, tmp_path):
    folder, planted = store
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    nowhere = {**planted, "their_names": ["没有的矿"]}
    theirs, none = lines(tmp_path / "a", planted, planted["their_sites"][0]), lines(tmp_path / "b", nowhere, UNKNOWN)
    for command in ("site show", "import facts", "import polygons", "panel draw"):
        for asked, unknown in zip(theirs[command], none[command], strict=True):
            said = [
                qingshan(*command.split(), *words, "--as", "street", "--data", folder) for words in (asked, unknown)
            ]
            assert said[0].code == said[1].code
            first, second = (apart(one.out, planted) for one in said)
            assert first == second, command


def apart(text: str, planted: dict[str, Any]) -> str:
    for word in (planted["their_sites"][0], planted["their_names"][0], UNKNOWN, "没有的矿"):
        text = text.replace(word, "某处")
    return text


@pytest.mark.long
def test_the_office_is_told_what_was_planted(store):
    """Without this, the search could find nothing because nothing is ever said."""
    folder, planted = store
    said = qingshan("site", "show", planted["their_sites"][0], "--as", "office", "--data", folder)
    assert said.code == 0
    assert len(Marks(**planted["theirs"]).found(said.out)) > 10
    assert not [word for word in planted["secrets"] if word in said.out]

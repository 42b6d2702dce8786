"""The neutral base: a district that builds on it has nothing of the notice the base was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qingshan.rulebook.base import OWN, on_its_base, tables_of
from qingshan.rulebook.findings import Report
from qingshan.rulebook.fresh import Fresh, fresh_files
from qingshan.rulebook.load import bases, load_programme, shipped_programmes, validate_programme
from qingshan.rulebook.toml_source import read_folder
from tests.second_notice.golden import NOTICE

SOURCE = "shuimogou-2018"
NUMBERED = re.compile(r"\d|[一二三四五六]\(")


def values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from values(one)
    elif isinstance(value, list):
        for one in value:
            yield from values(one)
    else:
        yield value


def of_the_source() -> set[str]:
    """Words that are the shipped notice's alone: places, bodies, clause numbers, document number, readings."""
    tables = tables_of(read_folder(shipped_programmes()[SOURCE], Report()))
    bodies = {name for row in tables["party"] for name in (row["name"], *row.get("aliases", ())) if len(name) > 4}
    clauses = {row["code"] for row in tables["clause"] if NUMBERED.search(row["code"])}
    sentences = {text for row in tables["reading"] for text in (row["title"], *row["alternatives"].values())}
    head = tables["notice"]
    return bodies | clauses | sentences | {"水磨沟", head["document_no"], head["region"], head["issuer"], head["title"]}


def leaks(texts: list[str]) -> set[str]:
    everything = "\n".join(texts)
    codes = re.compile(r"\bC-\d\d\b|\b201[89]\b|2018年")
    return {word for word in of_the_source() if word in everything} | set(codes.findall(everything))


def county(report: Report) -> dict[str, Any]:
    return tables_of(on_its_base(read_folder(bases()["county"], report), bases(), report))


def test_the_base_resolves_without_a_finding():
    report = Report()
    county(report)
    assert report.all() == ()


def test_the_base_holds_no_place_no_day_no_number_and_no_sentence_of_the_notice_it_was_taken_from():
    found = list(values(county(Report())))
    assert not [one for one in found if isinstance(one, date)]
    assert leaks([one for one in found if isinstance(one, str)]) == set()


def test_a_new_folder_shows_nothing_of_it_either():
    files = fresh_files(Fresh("a-2031", "county", bases(), (2031, 2033), "990101", "甲县"))
    texts = [re.sub("shuimogou-2018", "", text) for text in files.values()]
    assert leaks(texts) == set()


def test_a_whole_notice_on_the_base_names_its_own_clauses_only():
    programme = load_programme(NOTICE)
    own = {clause.code for clause in programme.clauses}
    named = {gate.clause for gate in programme.gates} | {stage.clause for stage in programme.stages}
    named |= {use.clause for gate in programme.gates for use in gate.requires if use.clause}
    named |= set(programme.clauses_of.values()) | {task.clause for task in programme.body_tasks}
    assert named <= own
    assert [reading.code for reading in programme.readings] == ["解释一"]
    assert not [task.code for task in programme.body_tasks if task.due_on]


def test_what_a_notice_that_builds_on_another_one_takes_of_its_district_and_days_is_told(tmp_path: Path):
    """Without the neutral base: every text that names the other district and every day of it is a finding."""
    for path in NOTICE.glob("*.toml"):
        text = path.read_text("utf-8").replace('extends = "county"', f'extends = "{SOURCE}"')
        (tmp_path / path.name).write_text(text, "utf-8")
    codes = {finding.code for finding in validate_programme(tmp_path)}
    assert "base_day_left" in codes


@pytest.mark.parametrize("table", sorted(OWN - {"clause", "party"}))
def test_the_base_writes_no_table_that_is_a_notices_own(table):
    assert table not in tables_of(read_folder(bases()["county"], Report()))


def test_what_only_leads_to_a_step_left_out_goes_with_it():
    programme = load_programme(NOTICE)
    gone = {"record_city_audit", "record_signature", "open_case", "decide_case", "record_procedure"}
    assert not gone & {gate.action for gate in programme.gates}
    assert programme.procedure_steps == ()
    asked = {gate.permission for gate in programme.gates}
    assert {one for party in programme.parties for one in party.records} <= asked | {"ledger.prepare", "ledger.issue"}

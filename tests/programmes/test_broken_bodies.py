"""Broken copies of what the shipped programme says of bodies: every fault with file, key, code and hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingshan.rulebook.load import load_programme, validate_programme

from .copies import TEXTS, changed, write_copy

CASES = {
    "body task that looks into the files of sites": (
        "bodies",
        'evidence = { kind = "receipt", results = ["signed"] }',
        'evidence = { kind = "survey", results = ["completed"] }',
        "body_task[receipt].evidence.kind",
        "kind_of_sites",
    ),
    "stage that looks into the files of bodies": (
        "stages",
        'evidence = { kind = "verification", results = ["passed"] }',
        'evidence = { kind = "receipt", results = ["signed"] }',
        "stage[verification].evidence.kind",
        "kind_of_bodies",
    ),
    "seat written twice": (
        "bodies",
        'body = "construction"\nclause = "四-3"',
        'body = "development"\nclause = "四-3"',
        "seat[member_construction]",
        "seat_twice",
    ),
    "body task of nobody": (
        "bodies",
        'kinds = ["office", "bureau", "street"]\n',
        "",
        "body_task[receipt].parties",
        "empty_value",
    ),
    "body task of a kind without files": (
        "bodies",
        'kinds = ["office", "bureau", "street"]',
        'kinds = ["office", "bureau", "streets"]',
        "body_task[receipt].kinds[3]",
        "unknown_word",
    ),
    "body task due twice": (
        "bodies",
        'repeats = "weekly"',
        'repeats = "weekly"\ndue_on = 2018-08-01',
        "body_task[weekly_dispatch].repeats",
        "due_twice",
    ),
    "body task after something, without its days": (
        "bodies",
        'within = "unit_plan_review_workdays"\n',
        "",
        "body_task[unit_plan_answer].within",
        "missing_key",
    ),
    "body task within a parameter that is no number of days": (
        "bodies",
        'within = "unit_plan_review_workdays"',
        'within = "area_tolerance_percent"',
        "body_task[unit_plan_answer].within",
        "bad_number",
    ),
    "body task undone by a result there is not": (
        "bodies",
        'undone_by = ["returned"]',
        'undone_by = ["retuned"]',
        "body_task[unit_plan].undone_by.results[1]",
        "unknown_result",
    ),
    "body task that wants a field its record has not": (
        "bodies",
        'having = "ledger_no"',
        'having = "ledger_number"',
        "body_task[weekly_dispatch].having",
        "unknown_field",
    ),
    "seat of a body outside the district": (
        "bodies",
        'body = "group"',
        'body = "city_group"',
        "seat[leader].body",
        "unknown_party",
    ),
    "seat held by a role without a post": (
        "bodies",
        'post = "组长"\n',
        "",
        "seat[leader].post",
        "missing_key",
    ),
    "field of a check that its noun has not": (
        "gates",
        'fields = ["supervision"]',
        'fields = ["supervison"]',
        "gate[submit_unit_plan].requires[3].fields[1]",
        "unknown_field",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_copy_is_told_with_file_key_code_and_hint(case: str, tmp_path: Path):
    file, old, new, key, code = CASES[case]

    findings = validate_programme(write_copy(tmp_path, **{file: changed(file, old, new)}))

    (found,) = [one for one in findings if (one.key, one.code) == (key, code)]
    assert (found.file, bool(found.message), bool(found.hint)) == (f"{file}.toml", True, True)


def test_a_notice_that_says_nothing_of_meetings_needs_no_gate_for_them(tmp_path):
    before, _, _ = TEXTS["gates.toml"].partition("# ── 单位的事")
    folder = write_copy(tmp_path, gates=before, bodies="")
    (folder / "bodies.toml").unlink()
    assert validate_programme(folder) == ()
    programme = load_programme(folder)
    assert (programme.body_tasks, programme.seats, programme.gate("record_meeting")) == ((), (), None)

"""Broken copies of the shipped programme: every fault is told with file, key, code and hint, and none is a traceback."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.rulebook.findings import Finding
from qingshan.rulebook.load import ProgrammeInvalid, load_programme, validate_programme

from .copies import TEXTS, changed, write_copy
from .faults import CASES


@pytest.mark.parametrize("case", CASES)
def test_a_broken_copy_is_told_with_file_key_code_and_hint(case: str, tmp_path: Path):
    file, old, new, key, code = CASES[case]

    findings = validate_programme(write_copy(tmp_path, **{file: changed(file, old, new)}))

    found = [one for one in findings if (one.key, one.code) == (key, code)]
    assert len(found) == 1, "\n".join(map(str, findings))
    assert found[0].file.endswith(".toml")
    assert found[0].message
    assert found[0].hint


def test_the_hint_names_the_nearest_valid_word(tmp_path: Path):
    text = changed("gates", 'check = "panel_complete"', 'check = "panel_compleet"')

    findings = validate_programme(write_copy(tmp_path, gates=text))

    assert findings == (
        Finding(
            "gates.toml",
            "gate[record_review].requires[2].check",
            "unknown_check",
            "没有这种检查“panel_compleet”",
            "是不是想写“panel_complete”？",
        ),
    )


def test_a_reading_that_needs_what_the_programme_lacks_is_told(tmp_path: Path):
    goals = changed("goals", "is_base = true\n", "")
    fixed = changed("readings", 'chosen = "derived"', 'chosen = "fixed"')

    assert validate_programme(write_copy(tmp_path / "derived", goals=goals)) == ()
    found = validate_programme(write_copy(tmp_path / "fixed", goals=goals, readings=fixed))
    assert [(one.key, one.code) for one in found] == [("reading[C-04].governs", "question_idle")]


def test_a_reading_about_a_parameter_or_a_stage_the_programme_lacks_is_told(tmp_path: Path):
    years = re.sub(r'\[\[parameter\]\]\ncode = "aftercare_years"\n(?:.+\n)+', "", TEXTS["parameters.toml"])
    none = changed("readings", 'chosen = "optional_aftercare"', 'chosen = "none"')
    assert validate_programme(write_copy(tmp_path / "years", parameters=years)) == ()
    [found] = validate_programme(write_copy(tmp_path / "none", parameters=years, readings=none))
    assert (found.code, "参数“aftercare_years”" in found.message) == ("question_idle", True)

    stages = re.sub(r'\[\[stage\]\]\ncode = "enforcement"\n(?:.+\n)+', "", TEXTS["stages.toml"])
    at = TEXTS["readings.toml"].index('governs = "enforcement_lead"')
    rest = TEXTS["readings.toml"][at:].replace('chosen = "as_written"', 'chosen = "street"', 1)
    street = TEXTS["readings.toml"][:at] + rest
    gates = TEXTS["gates.toml"].replace('ignore_stages = ["enforcement"]', "ignore_stages = []")
    found = validate_programme(write_copy(tmp_path / "street", stages=stages, readings=street, gates=gates))
    assert [(one.code, "执法" in one.message) for one in found] == [("question_idle", True)]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path):
    folder = write_copy(
        tmp_path,
        gates=changed("gates", 'check = "panel_complete"', 'check = "panel_compleet"'),
        goals=changed("goals", "percent = 60", "percent = 160").replace(
            "starts_on = 2018-07-02", "starts_on = 2018-06-02"
        ),
        stages=changed("stages", 'clause = "五(四)1a"', 'clause = "五(四)9z"'),
        files=changed("files", 'clause = "附件1-四"', "clause = 3"),
        weekly=changed("weekly", "weekday = 4", "weekday = = 4"),
    )

    found = {(one.file, one.code) for one in validate_programme(folder)}

    assert found == {
        ("gates.toml", "unknown_check"),
        ("goals.toml", "bad_percentage"),
        ("goals.toml", "dates_overlap"),
        ("stages.toml", "unknown_clause"),
        ("files.toml", "clause_unquoted"),
        ("weekly.toml", "toml_syntax"),
    }


def test_loading_a_broken_copy_raises_every_finding(tmp_path: Path):
    folder = write_copy(tmp_path, goals=changed("goals", "percent = 60", "percent = 160"))

    with pytest.raises(ProgrammeInvalid) as raised:
        load_programme(folder)

    assert raised.value.findings == validate_programme(folder)
    assert "goals.toml target[stretch_2019].percent" in str(raised.value)


def test_a_file_that_cannot_be_parsed_does_not_make_what_refers_to_it_wrong(tmp_path: Path):
    folder = write_copy(tmp_path, files=TEXTS["files.toml"].replace("[[category]]", "[[category]", 1))

    assert [one.code for one in validate_programme(folder)] == ["toml_syntax"]


def test_a_file_that_is_missing_is_told_by_its_tables(tmp_path: Path):
    folder = write_copy(tmp_path)
    (folder / "weekly.toml").unlink()

    assert [(one.key, one.code) for one in validate_programme(folder)] == [("weekly", "missing_table")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"# \xe7\xa9\xba\n", "empty_file"), ("[weekly]\n# 周".encode("gb18030"), "not_utf8")],
    ids=["nothing", "a comment alone", "GB 18030"],
)
def test_an_empty_or_foreign_file_is_told(content: bytes, code: str, tmp_path: Path):
    folder = write_copy(tmp_path)
    (folder / "extra.toml").write_bytes(content)

    assert [(one.file, one.code) for one in validate_programme(folder)] == [("extra.toml", code)]


def test_a_folder_that_is_not_there_or_empty_is_told(tmp_path: Path):
    assert [one.code for one in validate_programme(tmp_path / "nowhere")] == ["no_folder"]
    assert [one.code for one in validate_programme(tmp_path)] == ["no_files"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path):
    folder = write_copy(tmp_path)
    (folder / "weekly.toml").write_bytes(b"\xef\xbb\xbf" + TEXTS["weekly.toml"].encode())

    assert validate_programme(folder) == ()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("gates", 'check = "on_file", kind = "site"', 'check = "on_file", kind = { a = 1 }'),
        ("goals", 'production_state = ["producing"]', "production_state = [{}]"),
        ("holidays", "last = 2021-12-31", "last = 9999-12-31"),
        ("weekly", "last_on = 2020-12-31", "last_on = 9999-12-31"),
        ("deadlines", "workdays = 10", "workdays = 1000000000000"),
        ("register", "bounds = [87.5, 43.7, 88.1, 44.0]", "bounds = [1e400, 1, 2, 3]"),
    ],
)
def test_what_once_ended_in_an_error_is_a_finding(file: str, old: str, new: str, tmp_path: Path):
    assert validate_programme(write_copy(tmp_path, **{file: changed(file, old, new)})) != ()


LINES = [(name, index) for name, text in sorted(TEXTS.items()) for index in range(text.count("\n"))]
VALUES = [
    '"字"',
    "[]",
    "{}",
    "true",
    "1.5",
    "2018-07-14",
    "[1]",
    "[[]]",
    "{ a = 1 }",
    '"{"',
    "-1",
    "[{}]",
    "9" * 25,
    "nan",
]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(LINES), st.sampled_from(["drop", "twice", "unquote", *VALUES]))
def test_no_change_of_a_line_makes_a_traceback(place: tuple[str, int], how: str):
    name, index = place
    lines = TEXTS[name].split("\n")
    line = lines[index]
    lines[index] = {"drop": "", "twice": f"{line}\n{line}", "unquote": line.replace('"', "")}.get(
        how, re.sub(r"= .*", lambda _: f"= {how}", line)
    )

    with TemporaryDirectory() as folder:
        findings = validate_programme(write_copy(Path(folder), **{name.removesuffix(".toml"): "\n".join(lines)}))

    assert all(one.message and one.code for one in findings)


def test_a_number_of_thousands_of_digits_is_a_fault_and_no_traceback(tmp_path):
    folder = write_copy(tmp_path, parameters=f"{TEXTS['parameters.toml']}\nbig = {'9' * 5000}\n")
    assert ("parameters.toml", "toml_syntax") in {(f.file, f.code) for f in validate_programme(folder)}


def test_a_notice_without_any_gate_is_refused(tmp_path):
    folder = write_copy(tmp_path, gates="gate = []\n")
    assert ("gate", "missing_table") in {(f.key, f.code) for f in validate_programme(folder)}


def test_a_closing_stage_that_is_not_the_last_is_refused(tmp_path):
    text = (
        TEXTS["stages.toml"]
        .replace("closing = true\n", "", 1)
        .replace('code = "report"\n', 'code = "report"\nclosing = true\n', 1)
    )
    folder = write_copy(tmp_path, stages=text)
    assert ("stage[report].closing", "closing_not_last") in {(f.key, f.code) for f in validate_programme(folder)}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_file_of_another_encoding_is_told_and_nothing_that_only_comes_of_it(name: str, encoding: str, tmp_path: Path):
    folder = write_copy(tmp_path)
    (folder / name).write_bytes(TEXTS[name].encode(encoding))
    assert [(one.file, one.code) for one in validate_programme(folder)] == [(name, "not_utf8")]


def test_a_file_that_could_not_be_read_is_told_before_what_may_come_of_it(tmp_path: Path):
    found = validate_programme(write_copy(tmp_path, stages="[[stage\n", bodies='[[body_task]]\ncode = "x"\n'))
    assert (found[0].file, found[0].code) == ("stages.toml", "toml_syntax")
    assert any(one.file == "bodies.toml" for one in found)

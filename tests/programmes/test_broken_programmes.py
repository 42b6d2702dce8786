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

CASES = {
    "code that leaves the folder": (
        "notice",
        'code = "shuimogou-2018"',
        'code = "../outside"',
        "notice.code",
        "bad_code",
    ),
    "ledger number that is no file name": (
        "weekly",
        'number_format = "TZ-',
        'number_format = "TZ/',
        "weekly.number_format",
        "bad_format",
    ),
    "figure with a shape of its own": (
        "notice",
        "{licensed}",
        "{licensed:>9}",
        "notice.situation",
        "bad_format",
    ),
    "sheet name that Excel refuses": (
        "ledgers",
        'sheet = "附件2-1"',
        'sheet = "附件2/1"',
        "ledger[2-1].sheet",
        "bad_format",
    ),
    "two ledgers on one sheet": (
        "ledgers",
        'sheet = "附件2-2"',
        'sheet = "附件2-1"',
        "ledger[2-2].sheet",
        "duplicate_code",
    ),
    "unknown check": (
        "gates",
        'check = "panel_complete"',
        'check = "panel_compleet"',
        "gate[record_review].requires[2].check",
        "unknown_check",
    ),
    "parameter names a procedure step that is not there": (
        "gates",
        'steps = ["contract"]',
        'steps = ["contrakt"]',
        "gate[start_works].requires[3].steps[1]",
        "unknown_step",
    ),
    "parameter names a level of money that is not there": (
        "gates",
        'levels = ["district"]',
        'levels = ["county"]',
        "gate[record_budget].requires[1].levels[1]",
        "unknown_level",
    ),
    "procedure step bounded by one that does not come before it": (
        "procedure",
        'within = "feasibility"',
        'within = "handover"',
        "procedure_step[design].within",
        "unknown_step",
    ),
    "procedure step with a sum that is no parameter": (
        "procedure",
        'works = "tender_works_wan"',
        'works = "tender_work_wan"',
        "procedure_step[tender].tender.works",
        "unknown_parameter",
    ),
    "period between dates that no record has": (
        "procedure",
        'begin = "awarded_on"',
        'begin = "awarded"',
        "procedure_step[contract].periods[1].begin",
        "unknown_field",
    ),
    "hold due by a field that is not there": (
        "stages",
        'due = "rectify_by"',
        'due = "rectify_on"',
        "hold[patrol_open].due",
        "unknown_field",
    ),
    "unknown evidence check": (
        "stages",
        "public_period_ran",
        "public_period",
        "stage[publicity].evidence.check",
        "unknown_check",
    ),
    "unknown parameter": (
        "gates",
        'field = "inspectors", n = 3',
        'field = "inspectors", n = 3, m = 4',
        "gate[record_acceptance].requires[2].m",
        "unknown_parameter",
    ),
    "missing parameter": (
        "gates",
        'field = "inspectors", n = 3',
        'field = "inspectors"',
        "gate[record_acceptance].requires[2].n",
        "missing_parameter",
    ),
    "parameter of a wrong type": ("gates", "n = 3", 'n = "三"', "gate[record_acceptance].requires[2].n", "wrong_type"),
    "parameter names a field that is not there": (
        "gates",
        'field = "inspectors"',
        'field = "inspektors"',
        "gate[record_acceptance].requires[2].field",
        "unknown_field",
    ),
    "parameter names a stage that is not there": (
        "gates",
        '{ check = "satisfied", stage = "works" }',
        '{ check = "satisfied", stage = "work" }',
        "gate[apply_acceptance].requires[1].stage",
        "unknown_stage",
    ),
    "parameter names an outcome that is not there": (
        "gates",
        'outcomes = ["active"]',
        'outcomes = ["aktive"]',
        "gate[commission_plan].requires[1].outcomes[1]",
        "unknown_outcome",
    ),
    "parameter names a result that is not there": (
        "gates",
        '"subject_live", kind = "plan", results = ["submitted"]',
        '"subject_live", kind = "plan", results = ["handed_in"]',
        "gate[record_review].requires[1].results[1]",
        "unknown_result",
    ),
    "clause that is not in the list": (
        "stages",
        'clause = "五(四)1a"',
        'clause = "五(四)9z"',
        "stage[acceptance].clause",
        "unknown_clause",
    ),
    "clause without quotes that is a number": (
        "stages",
        'clause = "五(一)1d"',
        "clause = 3.10",
        "stage[survey].clause",
        "clause_unquoted",
    ),
    "clause without quotes that is a whole number": (
        "files",
        'clause = "附件1-四"',
        "clause = 3",
        "category[4].clause",
        "clause_unquoted",
    ),
    "clause without quotes that is a word": (
        "weekly",
        'clause = "六(二)-6"',
        "clause = 六(二)-6",
        "第4行 clause",
        "clause_unquoted",
    ),
    "phases that overlap": (
        "goals",
        "starts_on = 2018-07-02",
        "starts_on = 2018-06-20",
        "phase[plan].starts_on",
        "dates_overlap",
    ),
    "phases that overlap though none says so": (
        "goals",
        "overlaps = { survey = 14 }",
        "",
        "phase[plan].starts_on",
        "dates_overlap",
    ),
    "phase that ends before it starts": (
        "goals",
        "ends_on = 2018-07-15",
        "ends_on = 2018-06-01",
        "phase[survey].ends_on",
        "dates_reversed",
    ),
    "deadline that ends before it starts": (
        "deadlines",
        "starts_on = 2018-06-15\non = 2018-07-15",
        "starts_on = 2018-08-15\non = 2018-07-15",
        "deadline[1].on",
        "dates_reversed",
    ),
    "deadline outside the phases": (
        "deadlines",
        "on = 2018-10-31",
        "on = 2028-10-31",
        "deadline[3].on",
        "outside_phases",
    ),
    "batches whose days are swapped": (
        "deadlines",
        "on = 2020-11-30",
        "on = 2019-11-30",
        "batch[2020].on",
        "dates_overlap",
    ),
    "a day both off and worked": (
        "holidays",
        "2018-02-11, 2018-02-24",
        "2018-02-15, 2018-02-24",
        "calendar.days_worked",
        "dates_overlap",
    ),
    "a calendar too short": (
        "holidays",
        "last = 2021-12-31",
        "last = 2019-12-31",
        "weekly.last_on",
        "outside_calendar",
    ),
    "a step that leads out of the calendar": (
        "deadlines",
        "workdays = 10",
        "workdays = 600",
        "batch[2019].on",
        "outside_calendar",
    ),
    "a step without an end": (
        "deadlines",
        "workdays = 10",
        "workdays = 99999999999",
        "step[acceptance].workdays",
        "bad_number",
    ),
    "a reading whose lines go back": (
        "readings",
        'lines = [{ effective_from = 2018-07-14, chosen = "inclusive", decided_by = "默认口径，待区专项工作组办公室确认" }]',
        'lines = [{ effective_from = 2018-07-14, chosen = "inclusive", decided_by = "甲" }, { effective_from = 2018-07-14, chosen = "exclusive", decided_by = "乙" }]',
        "reading[C-10].lines[2].effective_from",
        "dates_overlap",
    ),
    "a reading that chooses nothing it offers": (
        "readings",
        'chosen = "inclusive"',
        'chosen = "maybe"',
        "reading[C-10].lines[1].chosen",
        "unknown_choice",
    ),
    "a reading with a value no rule understands": (
        "readings",
        "exclusive = ",
        "perhaps = ",
        "reading[C-10].alternatives.perhaps",
        "unknown_choice",
    ),
    "a reading that says neither what it governs nor why nothing": (
        "readings",
        'governs = "deadline_day"\n',
        "",
        "reading[C-10].governs",
        "reading_unread",
    ),
    "a reading that governs a question nobody asks": (
        "readings",
        'governs = "deadline_day"',
        'governs = "deadline_dai"',
        "reading[C-10].governs",
        "unknown_question",
    ),
    "a reading that governs and gives a reason why nothing": (
        "readings",
        'governs = "deadline_day"',
        'governs = "deadline_day"\nreason = "算出来一样"',
        "reading[C-10].reason",
        "reading_read",
    ),
    "a stage of a phase there is not": (
        "stages",
        'phase = "works"',
        'phase = "work"',
        "stage[works].phase",
        "unknown_phase",
    ),
    "a slot that hangs on a register field there is not": (
        "files",
        'where_known = "licence_no"',
        'where_known = "licence_number"',
        "slot[licence_copy].where_known",
        "unknown_field",
    ),
    "a second base of the shares": (
        "goals",
        "count = 26\n",
        "count = 26\nis_base = true\n",
        "control_total[total].is_base",
        "duplicate_code",
    ),
    "a body named in a list there is not": (
        "organisation",
        'named_in = ["group"]',
        'named_in = ["groop"]',
        "party[urban_rural].named_in[1]",
        "unknown_word",
    ),
    "two readings of one question": (
        "readings",
        'governs = "public_days"',
        'governs = "deadline_day"',
        "reading[C-26].governs",
        "question_twice",
    ),
    "slot a stage owes and nobody has": (
        "stages",
        '{ slot = "licence_copy" }',
        '{ slot = "licence_kopy" }',
        "stage[survey].owes[2].slot",
        "unknown_slot",
    ),
    "slot taken out of the file": (
        "files",
        'code = "recognition_paper"',
        'code = "recognition_letter"',
        "stage[recognition].owes[1].slot",
        "unknown_slot",
    ),
    "slot no stage owes": ("stages", '    { slot = "basic_sheet" },\n', "", "slot[basic_sheet].stage", "missing_slot"),
    "category without the slots of a stage": (
        "files",
        'stage = "publicity"\ncategories = ["1", "2", "3", "4"]',
        'stage = "publicity"\ncategories = ["1", "2", "3"]',
        "category[4].code",
        "missing_slot",
    ),
    "slot and stage that differ": (
        "files",
        "at_least = 4",
        "at_least = 5",
        "slot[photos_before].at_least",
        "slot_disagrees",
    ),
    "slot of a category that is not there": (
        "files",
        'categories = ["1", "2"]',
        'categories = ["1", "9"]',
        "slot[basic_sheet].categories[2]",
        "unknown_category",
    ),
    "percentage above a hundred": (
        "goals",
        "percent = 100",
        "percent = 140",
        "target[floor_2020].percent",
        "bad_percentage",
    ),
    "percentage below nothing": (
        "goals",
        "percent = 60",
        "percent = -60",
        "target[stretch_2019].percent",
        "bad_percentage",
    ),
    "percentage in quotes": ("goals", "percent = 60", 'percent = "60%"', "target[stretch_2019].percent", "wrong_type"),
    "percentages of the year's share": (
        "goals",
        "percent = 100",
        "percent = 40",
        "target[floor_2020].percent",
        "bad_percentage",
    ),
    "floor above its stretch": (
        "goals",
        "percent = 50",
        "percent = 70",
        "target[floor_2019].percent",
        "bad_percentage",
    ),
    "code that stands twice": (
        "stages",
        'code = "verification"',
        'code = "survey"',
        "stage[survey].code",
        "duplicate_code",
    ),
    "action that stands twice": (
        "gates",
        'action = "amend_site"',
        'action = "register_site"',
        "gate[register_site].action",
        "duplicate_code",
    ),
    "action without a gate": (
        "gates",
        'action = "amend_site"',
        'action = "register_site"',
        "gate[amend_site]",
        "missing_gate",
    ),
    "stages that fall with each other": (
        "stages",
        'action = "record_survey"\n',
        'action = "record_survey"\nfalls_with = ["verification"]\n',
        "stage[survey].falls_with[1]",
        "falls_in_circle",
    ),
    "stage that falls with a later one": (
        "stages",
        'action = "decide_scope"\n',
        'action = "decide_scope"\nfalls_with = ["works"]\n',
        "stage[scope].falls_with[1]",
        "falls_forward",
    ),
    "stage that falls with none": (
        "stages",
        'falls_with = ["survey"]',
        'falls_with = ["surwey"]',
        "stage[verification].falls_with[1]",
        "unknown_stage",
    ),
    "party nobody is": ("stages", 'party = "epb"', 'party = "ebp"', "stage[review].party", "unknown_party"),
    "kind of record that is not there": (
        "stages",
        'evidence = { kind = "survey"',
        'evidence = { kind = "survy"',
        "stage[survey].evidence.kind",
        "unknown_kind",
    ),
    "result that is not there": (
        "stages",
        'results = ["granted"]',
        'results = ["given"]',
        "stage[recognition].evidence.results[1]",
        "unknown_result",
    ),
    "permission of another noun": (
        "gates",
        'permission = "survey.record"',
        'permission = "works.record"',
        "gate[record_survey].permission",
        "bad_permission",
    ),
    "hold that blocks nothing there is": (
        "stages",
        'late_blocks = ["record_filing"]',
        'late_blocks = ["record_filling"]',
        "hold[complaint_open].late_blocks[1]",
        "unknown_action",
    ),
    "ledger value that is not there": (
        "ledgers",
        'value = "owner"',
        'value = "ownr"',
        "ledger[2-1].columns[owner].value",
        "unknown_value",
    ),
    "ledger column without a value": (
        "ledgers",
        'value = "owner"',
        'value = ""',
        "ledger[2-1].columns[owner].value",
        "ledger_no_value",
    ),
    "ledger column without that key": (
        "ledgers",
        'type = "text", value = "owner"',
        'type = "text"',
        "ledger[2-1].columns[owner].value",
        "ledger_no_value",
    ),
    "ledger numbers with a gap": ("ledgers", "no = 12", "no = 13", "ledger[2-1].columns[executor].no", "number_gap"),
    "ledger column of a wrong type": (
        "ledgers",
        'type = "area_ha", value = "damage_area"',
        'type = "text", value = "damage_area"',
        "ledger[2-1].columns[damage_area].type",
        "type_disagrees",
    ),
    "ledger list that is not there": (
        "ledgers",
        'list = "licence_state"',
        'list = "license_state"',
        "ledger[2-1].columns[licence_state].list",
        "unknown_list",
    ),
    "total of a field that is not there": (
        "goals",
        "production_state = ",
        "production_stat = ",
        "control_total[producing].where.production_stat",
        "unknown_field",
    ),
    "total of a code that is not there": (
        "goals",
        '["producing"]',
        '["producin"]',
        "control_total[producing].where.production_state[1]",
        "unknown_choice",
    ),
    "key nobody knows": ("process", "odd = true", "odd = true\nodds = true", "panel.odds", "unknown_key"),
    "key that is missing": ("process", "odd = true\n", "", "panel.odd", "missing_key"),
    "table nobody knows": ("process", "[panel]", "[pannel]", "pannel", "unknown_table"),
    "panel too small": ("process", "at_least = 5", "at_least = 3", "panel.at_least", "bad_number"),
    "panel of an even number": ("process", "at_least = 5", "at_least = 6", "panel.at_least", "bad_number"),
    "first week on another weekday": (
        "weekly",
        "first_on = 2018-07-19",
        "first_on = 2018-07-20",
        "weekly.first_on",
        "wrong_weekday",
    ),
    "number that is the same every week": (
        "weekly",
        "TZ-{year}-W{n:02d}",
        "TZ-{year}",
        "weekly.number_format",
        "bad_format",
    ),
    "date in quotes": ("weekly", "last_on = 2020-12-31", 'last_on = "2020-12-31"', "weekly.last_on", "wrong_type"),
    "figure of the situation nobody counts": (
        "notice",
        "{licensed}",
        "{licenced}",
        "notice.situation",
        "unknown_figure",
    ),
    "region without quotes": ("notice", 'region = "650105"', "region = 650105", "notice.region", "unquoted"),
    "two streets of one name": (
        "organisation",
        'aliases = ["管委会（街道）"]',
        'aliases = ["管委会（街道）"]\n[[party]]\ncode = "x"\nname = "水磨沟街道办事处"\nkind = "street"\nclause = "四"\naliases = ["水磨沟街道"]',
        "party[650105001].aliases[1]",
        "ambiguous_name",
    ),
    "a permission no gate asks for": (
        "organisation",
        '"review.record", "acceptance.record"',
        '"reviews.record", "acceptance.record"',
        "party[epb].records[3]",
        "unknown_permission",
    ),
    "a permission nobody holds": (
        "organisation",
        '"review.record", "acceptance.record"',
        '"acceptance.record"',
        "gate[record_review].permission",
        "permission_unheld",
    ),
    "a clause of a field that is not there": (
        "clauses_of",
        '"survey.extent"',
        '"survey.extend"',
        "clauses_of.survey.extend",
        "unknown_field",
    ),
    "a noun's clause that is not there": (
        "clauses_of",
        'scope = "五(一)1c"',
        'scope = "五(一)9c"',
        "clauses_of.scope",
        "unknown_clause",
    ),
    "two ledgers of the sites in scope": (
        "ledgers",
        'holds = "excluded"',
        'holds = "included"',
        "ledger[2-2].holds",
        "duplicate_code",
    ),
    "no ledger of the sites left out": (
        "ledgers",
        'holds = "excluded"',
        'holds = "included"',
        "ledger.excluded",
        "missing_ledger",
    ),
    "publicity and its reading that differ": (
        "process",
        'day_kind = "calendar"',
        'day_kind = "working"',
        "publicity.day_kind",
        "day_kind_disagrees",
    ),
    "a default its list does not have": (
        "register",
        "[register.defaults]",
        '[register.defaults]\nproduction_state = "producin"',
        "register.defaults.production_state[1]",
        "unknown_choice",
    ),
    "a word of progress nothing comes to": (
        "lists",
        'ahead = "',
        'ahed = "',
        "list[progress].items.ahed",
        "unknown_choice",
    ),
    "a gate with no result to look for": (
        "gates",
        'kind = "site", results = ["registered"]',
        'kind = "site", results = []',
        "gate[amend_site].requires[1].results",
        "empty_value",
    ),
    "a stage that waits for a later one": (
        "gates",
        'check = "satisfied", stage = "signature"',
        'check = "satisfied", stage = "filing"',
        "gate[record_filing].requires[1].stage",
        "stage_unreachable",
    ),
    "a batch that was due before the notice": (
        "deadlines",
        "on = 2019-11-30",
        "on = 2018-07-01",
        "batch[2019].on",
        "before_issue",
    ),
    "a day in no calendar": ("holidays", "first = 2018-01-01", "first = 9999-12-31", "calendar.first", "bad_date"),
    "a kind that is a table": (
        "stages",
        'fact = "batch"',
        'fact = "batch"\nresults = { a = 1 }',
        "ending[batch.removed].results",
        "unknown_key",
    ),
    "a mark that was not filled": (
        "notice",
        'issuer = "水磨沟区人民政府办公室"',
        'issuer = "待填：机关"',
        "notice.issuer",
        "to_fill",
    ),
    "TOML that is none": ("process", "days = 7", "days = = 7", "第15行", "toml_syntax"),
}


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

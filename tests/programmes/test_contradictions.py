"""What a district's clerk gets wrong in a notice on a base, and what `validate` says of it, with the line to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingshan.rulebook.findings import Finding
from qingshan.rulebook.load import differences_from_base, load_programme, validate_programme, whole_files
from tests.cli.command import qingshan
from tests.second_notice.golden import NOTICE

TEXTS = {path.name[0]: (path.name, path.read_text("utf-8")) for path in NOTICE.glob("*.toml")}

CODE_READING = """
[[reading]]
code = "解释二"
clause = "第十一条"
title = "遇节假日"
governs = "weekly_day"
lines = [{ effective_from = 2021-03-08, chosen = "same_day", decided_by = "县整治办" }]
"""
GATE = '\n[[gate]]\naction = "{action}"\nalso = [{{ {use} }}]\n'
LIST = '\n[[list]]\ncode = "{code}"\nname = "甲"\nclause = "第五条"\nitems = {{ {items} }}\n'
DEADLINE = '\n[[deadline]]\nstage = "{stage}"\non = {on}\nclause = "第三条"\n'


def written(folder: Path, file: str = "", old: str = "", new: str = "", more: str = "") -> Path:
    """The second notice with one change, in the file whose name begins with a digit; `more` comes after its last file."""
    for number, (name, text) in TEXTS.items():
        assert number != file or old in text, old
        changed = text.replace(old, new, 1) + more if number == file else text
        (folder / name).write_text(changed, "utf-8")
    return folder


def found(folder: Path, *change: str, more: str = "") -> list[Finding]:
    return list(validate_programme(written(folder, *change, more=more)))


CASES = {
    "two policies for holidays": (("5", "", ""), CODE_READING, "weekly.holiday_policy", "holiday_policy_disagrees",
                                  'holiday_policy = "same_day"'),
    "kinds of public days at odds": (("3", 'day_kind = "working"', 'day_kind = "calendar"'), "", "publicity.day_kind",
                                     "day_kind_disagrees", 'day_kind = "working"'),
    "public days in planning at odds": (("5", "", ""), '\n[[step]]\nstage = "publicity"\ndays = 7\n', "step[publicity].days",
                                        "bad_number", "days = 0"),
    "a gate asks for a later stage": (("5", "", ""), GATE.format(action="record_review", use='check = "satisfied", stage = "works"'),
                                      "gate[record_review].requires[5].stage", "stage_unreachable", 'stage = "plan"'),
    "a gate asks for a paper of a later stage": (("5", "", ""), GATE.format(action="record_acceptance", use='check = "slot_filled", slot = "receipt"'),
                                                 "", "stage_unreachable", "[base.order]"),
    "what begins a stage asks for it": (("5", "", ""), GATE.format(action="start_works", use='check = "satisfied", stage = "works"'),
                                        "", "stage_unreachable", ""),
    "a gate asks for records of a later stage": (("5", "", ""), GATE.format(action="record_review", use='check = "on_file", kind = "acceptance", results = ["passed"]'),
                                                 "", "stage_unreachable", ""),
    "deadlines against the order": (("3", "", ""), DEADLINE.format(stage="plan", on="2021-12-30"), "", "deadlines_out_of_order",
                                    "on = 2021-12-30"),
    "a list nobody asks for": (("5", "", ""), LIST.format(code="exclusion_reason", items='a = "甲"'), "list[exclusion_reason].code",
                               "unknown_list", 'code = "exclusion_reasons"'),
    "a code the rules do not know": (("5", 'enterprise = "矿山企业"', 'enterprise = "矿山企业"\nvillage = "村"'), "",
                                     "list[responsible_body].items.village", "unknown_choice", ""),
    "a code a list must have": (("5", 'enterprise = "矿山企业"\n', ""), "", "list[responsible_body].items.enterprise", "missing_key",
                                'enterprise = "名称"'),
    "a word of progress too few": (("5", "", ""), LIST.format(code="progress", items='done = "完"'), "list[progress].items.ahead",
                                   "missing_key", "behind"),
    "a placeholder on paper": (("4", "单位：公顷、万元", "单位：{unit}"), "", "ledger[B1].units_line", "unknown_placeholder", "填报人"),
    "two parties of one code": (("2", "", ""), '\n[[party]]\ncode = "money"\nname = "乙"\nkind = "bureau"\nclause = "全文"\n', "",
                                "duplicate_code", ""),
    "one street named twice": (("2", "", ""), '\n[[party]]\ncode = "zz"\nname = "云岭镇人民政府"\nkind = "street"\nclause = "全文"\n', "",
                               "ambiguous_name", ""),
    "a stage written twice": (("5", "", ""), '\n[[stage]]\ncode = "works"\nname = "又一次"\n', "", "duplicate_code", ""),
    "a default of another type": (("1", "", ""), '\n[register.defaults]\nis_licensed = "否"\n', "register.defaults.is_licensed",
                                  "wrong_type", "is_licensed = false"),
    "a default of what each site has": (("1", "", ""), "\n[register.defaults]\ndamage_area_m2 = 5\n", "register.defaults.damage_area_m2",
                                        "default_of_own", ""),
    "a report every month on another day": (("3", "weekday = 1\n", "day_of_month = 25\n"), "", "weekly.first_on", "wrong_day_of_month",
                                            "first_on = 2021-04-25"),
    "two rhythms": (("3", "weekday = 1\n", "weekday = 1\nevery_weeks = 2\nday_of_month = 12\n"), "", "weekly.day_of_month",
                    "rhythm_twice", ""),
    "a key left out": (("1", "issuer = ", "isuer = "), "", "notice.issuer", "missing_key", 'issuer = "文字"'),
}  # fmt: skip


@pytest.mark.parametrize(("change", "more", "key", "code", "hint"), CASES.values(), ids=CASES.keys())
def test_a_contradiction_is_told_with_the_line_to_write(tmp_path, change, more, key, code, hint):
    findings = found(tmp_path, *change, more=more)
    fitting = [f for f in findings if f.code == code and (not key or f.key == key)]
    assert fitting, [str(f) for f in findings]
    assert hint in fitting[0].hint
    for finding in findings:
        assert not any(word in f"{finding.message}{finding.hint}" for word in ("None", "{'", "Decimal(", "datetime."))


def test_percentages_that_do_not_rise_are_told(tmp_path):
    more = '\n[[target]]\ncode = "x"\nname = "甲"\nkind = "floor"\nclause = "第二条"\nby = 2023-06-30\npercent = 100\nlevel = "district"\n'
    assert "bad_percentage" in {f.code for f in found(tmp_path, "3", "", "", more=more)}


def test_a_value_of_a_wrong_kind_is_shown_as_it_is_written(tmp_path):
    findings = found(tmp_path, "1", 'issuer = "', 'issuer = { a = true }\nx = "')
    told = next(f for f in findings if f.key == "notice.issuer")
    assert told.message == "类型不对：{ a = true }"


def test_what_a_stage_left_out_is_named_by_goes_with_it(tmp_path):
    """`ignore_stages` of the base's gates named 执法, which the second notice does without."""
    programme = load_programme(written(tmp_path))
    uses = [use for gate in programme.gates for use in gate.requires]
    codes = {stage.code for stage in programme.stages}
    assert all(set(use.params.get("ignore_stages", ())) <= codes for use in uses)


def test_also_adds_to_the_conditions_of_the_base_and_requires_stands_in_their_place(tmp_path):
    use = 'check = "slot_filled", slot = "card"'
    added = (
        GATE.format(action="list_batch", use=use) + f'\n[[gate]]\naction = "record_funding"\nrequires = [{{ {use} }}]\n'
    )
    programme = load_programme(written(tmp_path, "5", "", "", added))
    plain = load_programme(NOTICE)
    listed, funded = (programme.gate(action) for action in ("list_batch", "record_funding"))
    assert [u.check for u in listed.requires] == [u.check for u in plain.gate("list_batch").requires] + ["slot_filled"]
    assert [u.check for u in funded.requires] == ["slot_filled"]
    told = {(line.table, line.key, line.what) for line in differences_from_base(tmp_path)}
    assert ("gates.requires", "record_funding/funds_within_receipts", "removed") in told
    assert ("gates.requires", "list_batch/slot_filled.card", "added") in told or (
        ("gates.requires", "list_batch/slot_filled", "added") in told
    )


def test_the_differences_from_the_base_are_listed_by_the_command(tmp_path):
    said = qingshan("programme", "show", written(tmp_path), "--differences", as_json=False)
    assert "改了 [publicity] days：7 → 10" in said.text
    assert "去掉 [[stage]] recognition.record_recognition：上级认可" in said.text
    assert not any(word in said.text for word in ("None", "True", "False", "0001-01-01"))


def test_a_reading_is_offered_in_words_not_in_names_of_the_program(tmp_path):
    said = qingshan("programme", "readings", written(tmp_path), as_json=False)
    assert "rulebook" not in said.text
    assert 'governs = "weekly_day"' in said.text


def test_a_slot_without_categories_is_every_categorys(tmp_path):
    programme = load_programme(
        written(tmp_path, "5", 'stage = "survey"\ncategories = ["L", "Q"]\n', 'stage = "survey"\n')
    )
    assert next(s for s in programme.slots if s.code == "card").categories == ("L", "Q")


def test_a_notice_with_a_base_loads_the_same_when_it_is_kept_whole(tmp_path):
    """The store keeps the resolved tables: the base may change, the notice does not."""
    whole = tmp_path / "whole"
    whole.mkdir()
    for name, text in whole_files(NOTICE).items():
        (whole / name).write_text(text, "utf-8")
        assert "extends" not in text
    assert load_programme(whole) == load_programme(NOTICE)


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("count = 12\npercent = 40", "只留一行"),
        ("count = -1", "累计处数"),
        ("count = 0", "count = 12"),
        ('count = 12\nlevel = "street"', 'level = "district"'),
    ],
)
def test_a_target_is_a_share_or_a_count_of_the_whole_district(tmp_path, said, hint):
    level = "" if "level" in said else '\nlevel = "district"'
    more = f'\n[[target]]\ncode = "x"\nname = "甲"\nkind = "floor"\nclause = "第二条"\nby = 2022-06-30\n{said}{level}\n'
    told = [f for f in found(tmp_path, "3", "", "", more=more) if f.key.startswith("target[x]")]
    assert [f.code for f in told] == ["bad_percentage"]
    assert hint in told[0].hint


def test_counts_that_do_not_rise_are_told(tmp_path):
    line = '\n[[target]]\ncode = "x{0}"\nname = "甲"\nkind = "floor"\nclause = "第二条"\nby = 202{0}-06-30\ncount = {1}\nlevel = "district"\n'
    assert "bad_percentage" not in {
        f.code for f in found(tmp_path, "3", "", "", more=line.format(2, 9) + line.format(3, 12))
    }
    falling = found(tmp_path, "3", "", "", more=line.format(2, 12) + line.format(3, 9))
    assert [f.hint for f in falling if f.code == "bad_percentage"] == ["写累计数，不写当年的份额，如 count = 21"]

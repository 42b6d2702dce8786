"""Codes of enterprises, persons and licences: the published vectors, and what blocks or warns (domain §6.1, §6.2)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from qingshan.rulebook.identifiers import (
    USCC_ALPHABET,
    check_id_card,
    check_legacy_registration,
    check_licence,
    check_org_code,
    check_uscc,
    licence_findings,
    org_check_character,
    uscc_check_character,
    uscc_findings,
)
from tests.shared_data import shared_data


def told(finding) -> tuple[str, str] | None:
    return (finding.code, finding.level) if finding else None


def vectors() -> dict:
    return json.loads(shared_data("codes/uscc_vectors.json").read_text())


# ── 统一社会信用代码


def test_every_valid_vector_passes():
    valid = vectors()["valid"]

    assert len(valid) == 100
    assert [code for code in valid if uscc_findings(code)] == []


def test_every_invalid_vector_is_told():
    assert {one["code"]: told(check_uscc(one["code"])) for one in vectors()["invalid"]} == {
        "12345": ("uscc_length", "block"),
        "A1110000600037341L": ("uscc_check", "warn"),
        "9111000060003IOZSV": ("uscc_alphabet", "block"),
        "91110000600037341N": ("uscc_check", "warn"),
    }


def test_real_codes_that_fail_their_check_warn_and_name_the_expected_character():
    for one in vectors()["real_codes_that_fail_the_check"]:
        finding = check_uscc(one["code"])
        assert told(finding) == ("uscc_check", "warn")
        assert f"应为 {one['expected_char']}" in finding.message


@pytest.mark.parametrize("code", ["9144030071526726XG", "91110000802100433B", "91350100M000100Y43"])
def test_the_vectors_of_the_standard_pass(code: str):
    assert check_uscc(code) is None


def test_the_standards_own_invalid_example_has_a_letter_that_is_never_used():
    assert told(check_uscc("91350100M000100Y4Z")) == ("uscc_alphabet", "block")


def test_codes_of_departments_the_library_refuses_are_checked_by_the_formula():
    for start in ("A1", "N1", "Y1"):
        first17 = f"{start}650105" + "MA0000001"
        code = first17 + uscc_check_character(first17)
        assert not uscc.is_valid(code)
        assert check_uscc(code) is None
        assert told(check_uscc(code[:17] + ("0" if code[17] != "0" else "1"))) == ("uscc_check", "warn")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("\u3000９１３５０１００\uff2d０００１００\uff39４３ ", None),
        ("91350100m000100y43", None),
        ("91350100M000100Y4", ("uscc_length", "block")),
        ("91350100M000100Y433", ("uscc_length", "block")),
        ("9135O100M000100Y43", ("uscc_alphabet", "block")),
        ("91A50100M000100Y43", ("uscc_alphabet", "block")),
        ("无代码", ("uscc_length", "block")),
    ],
)
def test_shape_blocks_and_writing_does_not(text: str, expected: tuple[str, str] | None):
    assert told(check_uscc(text)) == expected


@settings(max_examples=50)
@given(st.text(USCC_ALPHABET, min_size=9, max_size=9))
def test_the_formula_agrees_with_the_library(body: str):
    first17 = f"91650105{body}"

    assert uscc.calc_check_digit(first17) == uscc_check_character(first17)


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_no_text_makes_a_traceback(text: str):
    for check in (check_uscc, check_licence, check_org_code, check_legacy_registration, check_id_card):
        finding = check(text)
        assert finding is None or finding.message.endswith("。")


# ── 采矿许可证号


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("C1500002009051120016226", None),
        ("C2112822009087120030651", None),
        ("C2112822009037220017437", None),
        ("c2112822009037220017437", None),
        ("C211282200903722001743", ("licence_length", "block")),  # 22
        ("C21128220090372200174377", ("licence_length", "block")),  # 24
        ("6500000123456", ("licence_legacy", "warn")),  # 13 digits, an old number
        ("T6501052009051120016226", ("licence_exploration", "block")),
        ("C65010520090511200162２6", None),
        ("C650105200905112001622X", ("licence_alphabet", "block")),
        ("C9901052009051120016226", ("licence_region", "block")),
        ("C6501051999051120016226", ("licence_year", "block")),
        ("C6501052036051120016226", ("licence_year", "block")),
        ("C6501052009131120016226", ("licence_month", "block")),
        ("C6501052009050120016226", ("licence_position", "warn")),
        ("C6501052009051190016226", ("licence_position", "warn")),
        ("旧证", ("licence_alphabet", "block")),
        ("", None),
    ],
)
def test_a_licence_number_is_sound_odd_or_impossible(number: str, expected: tuple[str, str] | None):
    assert told(check_licence(number)) == expected


def test_the_refusal_says_how_many_characters_there_are():
    assert check_licence("C211282200903722001743").message == "采矿许可证号应为23位（C 加22位数字），写了22位。"


def test_a_number_of_another_province_or_outside_the_mines_life_warns():
    found = licence_findings("C2112822009087120030651", region="650105", mine_years=(1990, 2005))

    assert [one.code for one in found] == ["licence_other_region", "licence_year_odd"]
    assert {one.level for one in found} == {"warn"}
    assert licence_findings("C1000002009081120030651", region="650105") == ()


# ── older numbers, persons


@pytest.mark.parametrize("code", ["71526726X", "71526726-X", "80210043-3"])
def test_organisation_codes_pass(code: str):
    assert check_org_code(code) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("71526726-1", ("org_check", "warn")),
        ("7152672", ("org_length", "block")),
        ("7152672*X", ("org_alphabet", "block")),
    ],
)
def test_odd_organisation_codes_are_told(code: str, expected: tuple[str, str]):
    assert told(check_org_code(code)) == expected


def test_the_check_of_a_subject_code_is_that_of_its_organisation_code():
    assert org_check_character("9144030071526726XG"[8:16]) == "X"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("440301103448669", None),
        ("440301103448660", ("registration_check", "warn")),
        ("6501001234567", ("registration_old", "warn")),
        ("44030110344866", ("registration_length", "block")),
        ("44030110344866X", ("registration_alphabet", "block")),
    ],
)
def test_old_registration_numbers(code: str, expected: tuple[str, str] | None):
    assert told(check_legacy_registration(code)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("11010519491231002X", None),
        ("11010519491231002x", None),
        ("110105194912310021", ("id_check", "warn")),
        ("11010519491331002X", ("id_birthday", "warn")),
        ("110105491231002", ("id_old", "warn")),
        ("11010519491231002", ("id_length", "block")),
        ("1101051949123100XX", ("id_alphabet", "block")),
    ],
)
def test_identity_card_numbers(code: str, expected: tuple[str, str] | None):
    assert told(check_id_card(code)) == expected


def test_the_identity_vector_is_that_of_the_library():
    assert ric.calc_check_digit("11010519491231002X") == "X"

"""The rules of rules.py find what they are for, and leave alone what is right."""

import ast

import pytest

from tests.infra import rules


@pytest.mark.parametrize(
    ("line", "is_inert"),
    [
        ("self.assertNumQueries(3)", True),
        ("django_assert_num_queries(3)", True),
        ("django_assert_max_num_queries(3, connection)", True),
        ("self.assertNumQueries(3, load)", False),
        ("self.assertNumQueries(3, func=load)", False),
        ("with self.assertNumQueries(3):\n    load()", False),
        ("with django_assert_num_queries(3) as counted:\n    load()", False),
    ],
)
def test_a_query_count_that_counts_nothing_is_found(line, is_inert):
    assert rules.inert_query_counts(ast.parse(line)) == ([1] if is_inert else [])


@pytest.mark.parametrize(
    ("comment", "is_unexplained"),
    [
        ("# noqa", True),
        ("# noqa: S606", True),
        ("# noqa: S606, PLC0415", True),
        ("# type: ignore", True),
        ("# type: ignore[attr-defined]", True),
        ("# noqa - the reason without a code", True),
        ("# noqa: S606 - no shell is wanted", False),
        ("# noqa: F401, PLC0415 - only asked for", False),
        ("# noqa: S606  # no shell is wanted", False),
        ("# type: ignore[attr-defined]  # set by the base class", False),
        ("# 说明", False),
    ],
)
def test_an_excuse_needs_its_code_and_its_reason(comment, is_unexplained):
    assert rules.unexplained_excuses(f"x = 1  {comment}\n") == ([1] if is_unexplained else [])


def test_an_excuse_inside_a_string_is_none():
    assert rules.unexplained_excuses('x = "# noqa"\n') == []


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("date.today()", True),
        ("datetime.datetime.now(BEIJING)", True),
        ("time.time()", True),
        ("timezone.now()", True),
        ("datetime.combine(day, time(0))", False),
        ("time(0)", False),
        ("known.now()", False),
    ],
)
def test_asking_for_the_time_is_found(line, asks):
    assert rules.clock_readings(ast.parse(line)) == ([1] if asks else [])


@pytest.mark.parametrize(
    ("line", "touches"), [("open('x')", True), ("path.read_text()", True), ("print(1)", True), ("text.split()", False)]
)
def test_touching_a_file_is_found(line, touches):
    assert rules.readings_and_writings(ast.parse(line)) == ([1] if touches else [])

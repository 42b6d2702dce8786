"""The questions a notice may leave open: each is asked where it says, and a notice without readings has its default."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import replace
from datetime import date
from operator import attrgetter
from pathlib import Path

import pytest

import qingshan
from qingshan.rulebook.questions import ASKED, EVIDENCE, QUESTIONS

from .readings import answered, shipped

SOURCES = sorted(Path(qingshan.__file__).parent.rglob("*.py"))
DAY = date(2019, 10, 1)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_whole(name: str):
    question = QUESTIONS[name]

    assert question.default in question.values
    assert len(question.values) > 1
    assert question.judged_on in (EVIDENCE, ASKED)
    assert question.bites


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_asked_where_it_says(name: str):
    for place in QUESTIONS[name].bites:
        module, _, function = place.partition(":")
        found = attrgetter(function)(importlib.import_module(f"qingshan.{module}"))
        assert f'"{name}"' in inspect.getsource(found), f"{place} does not ask {name}"


def test_every_question_asked_is_in_the_vocabulary():
    asked = {
        node.args[0].value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("answer", "lines_of")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked == set(QUESTIONS)


def test_no_code_of_a_reading_stands_in_the_code():
    """Another notice numbers its readings as it likes. Only what reads the first format, which asked by number, knows one."""
    found = [
        f"{source.name}:{node.lineno}"
        for source in SOURCES
        if source.name != "upgrade.py"
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"C-\d+", node.value)
    ]
    assert found == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_without_a_reading_the_default_holds(name: str):
    silent = replace(shipped(), readings=())
    assert silent.answer(name, DAY) == QUESTIONS[name].default


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_line_of_the_day_has_the_say(name: str):
    one, other, *_ = QUESTIONS[name].values
    switched = answered(shipped(), name, one, (DAY, other))

    assert switched.answer(name, date(2018, 1, 1)) == one
    assert switched.answer(name, date(2019, 9, 30)) == one
    assert switched.answer(name, DAY) == other

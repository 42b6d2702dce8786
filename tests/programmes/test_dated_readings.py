"""A reading switched midway is one dated line more, for every question the shipped notice answers (design §1a, rule 13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingshan.rulebook.load import load_programme
from qingshan.rulebook.questions import QUESTIONS
from tests.programmes.copies import SHIPPED, TEXTS, write_copy

OURS = load_programme(SHIPPED)
SWITCHES = [
    (question, value)
    for question, reading in OURS.governing.items()
    for value in (*reading.alternatives, *QUESTIONS[question].values)
    if value != reading.lines[-1].chosen
]


@pytest.mark.parametrize(("question", "value"), sorted(set(SWITCHES)))
def test_a_line_is_added_and_nothing_else(tmp_path: Path, question: str, value: str) -> None:
    text = TEXTS["readings.toml"]
    at = text.index("lines = [{", text.index(f'governs = "{question}"'))
    end = text.index("}]", at) + 1
    line = f', {{ effective_from = 2019-09-01, chosen = "{value}", decided_by = "区专项工作组办公室" }}'
    meaning = text.index("[reading.alternatives]\n", end) + len("[reading.alternatives]\n")
    more = "" if value in OURS.governing[question].alternatives else f'{value} = "另一种理解"\n'
    written = text[:end] + line + text[end:meaning] + more + text[meaning:]
    programme = load_programme(write_copy(tmp_path / "new", readings=written))
    before, after = OURS.lines_of(question)[-1].effective_from, programme.lines_of(question)[-1].effective_from
    assert programme.answer(question, before) == OURS.answer(question, before)
    assert programme.answer(question, after) == value

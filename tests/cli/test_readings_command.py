"""`qingshan programme readings` and `programme try`: the register of readings, and another reading tried on a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import done, qingshan
from tests.cli.offices import demo_store


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_store(tmp_path_factory)


def test_the_register_of_readings_says_what_each_governs_or_why_nothing():
    said = done("programme", "readings")

    assert len(said["readings"]) == 53
    for reading in said["readings"]:
        assert bool(reading["governs"]) != bool(reading["reason"])
        assert bool(reading["governs"]) == bool(reading["bites"])
    assert {q["name"] for q in said["questions"]} >= {r["governs"] for r in said["readings"] if r["governs"]}


def test_the_register_is_also_told_in_sentences():
    text = qingshan("programme", "readings", "--on", "2019-10-24", as_json=False).out
    assert "C-02 完成比例的分母（二-7）：按附件2-1的处数，向上取整" in text
    assert "仅作说明（" in text


def test_another_reading_is_tried_and_nothing_is_stored(demo: Path):
    head = done("audit", "verify", "--data", demo)["head"]

    said = done("programme", "try", "C-10=exclusive", "--data", demo)

    assert (said["question"], said["before"], said["after"]) == ("deadline_day", "inclusive", "exclusive")
    assert {c["what"] for c in said["sites"]} >= {"stages.filing"}
    assert done("audit", "verify", "--data", demo)["head"] == head


def test_a_choice_there_is_not_is_wrong_use_and_the_choices_are_shown(demo: Path):
    for choice, word in (
        ("C-10=perhaps", "exclusive"),
        ("C-20=persons", "仅作说明"),
        ("C-99=x", "C-01"),
        ("C-10", "可选"),
    ):
        said = qingshan("programme", "try", choice, "--data", demo)
        assert said.code == 2
        assert word in said.data["error"]["message"]

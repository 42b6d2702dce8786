"""Cells that say a thing twice, or say its opposite: read when the two agree, asked about when they do not."""

import pytest

from tests.exchange.test_register_values import codes, read


@pytest.mark.parametrize(
    ("written", "square_metres"),
    [("120（8公顷）", "80000"), ("约120（8公顷）", "80000"), ("120亩（8公顷）", "80000"), ("120亩/8公顷", "80000")],
)
def test_an_area_said_twice_that_agrees_is_read(written, square_metres):
    assert read("damage_area_m2", written, "亩").value == square_metres


@pytest.mark.parametrize("written", ["120（80公顷）", "100亩（8公顷）", "120（8家）"])
def test_an_area_said_twice_that_does_not_agree_is_refused(written):
    parsed = read("damage_area_m2", written, "亩")

    assert (parsed.value, codes(parsed)) == (None, ["area_pair"])


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("production_state", "禁止生产"),
        ("production_state", "停止生产后"),
        ("production_state", "计划关闭"),
        ("production_state", "关闭后复产"),
        ("licence_state", "待注销"),
        ("licence_state", "拟吊销"),
        ("scale", "特大型"),
        ("scale", "中小型"),
    ],
)
def test_a_word_turned_into_its_opposite_or_a_plan_is_asked_about(key, word):
    parsed = read(key, word)

    assert parsed.value is None
    assert codes(parsed)

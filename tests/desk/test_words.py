from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.desk import words


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("五(四)1a", "五(四)1"),
        ("三(一)-2", "三(一)"),
        ("二-7", "二"),
        ("五(一)0", "五(一)"),
        ("六(二)-6", "六(二)"),
        ("附件1-二1..6", "附件1 二"),
        ("附件2-1", "附件2-1"),
        ("C-07", "C-07"),
        ("四", "四"),
        ("序-1", "序"),
    ],
)
def test_a_clause_reads_as_the_notice_numbers_it(code, shown):
    assert words.clause_label(code) == shown


@pytest.mark.parametrize(
    ("days", "shape", "word", "tone"),
    [
        (-20, "s-late", "超 20 天", "late"),
        (-1, "s-late", "超 1 天", "late"),
        (0, "s-soon", "今天", "soon"),
        (5, "s-soon", "余 5 天", "soon"),
        (6, "s-easy", "余 6 天", ""),
        (None, "s-na", "无期限", "idle"),
    ],
)
def test_slack_has_shape_word_and_tone(days, shape, word, tone):
    mark = words.slack_mark(days)
    assert (mark.shape, mark.word, mark.tone) == (shape, word, tone)


def test_areas_and_money_have_two_decimals_and_a_dash_when_unknown():
    assert words.hectares("124600") == "12.46"
    assert words.hectares("12345678900") == "1,234,567.89"
    assert words.mu("124600") == "186.9"
    assert words.wan(486_20_0000) == "486.20"
    assert words.wan(-1_000_000) == "-1.00"
    assert words.hectares(None) == words.wan("") == words.hectares("乱写") == words.hectares("NaN") == "—"


@given(st.decimals(0, 10**9, places=2))
def test_hectares_are_within_half_a_hundredth(m2):
    shown = Decimal(words.hectares(m2).replace(",", ""))
    assert abs(shown - m2 / 10_000) <= Decimal("0.005")


def test_a_partial_date_keeps_its_own_words():
    assert words.partial({"value": "1988-01-01", "precision": "before", "text": "1988年之前"}) == "1988年之前"
    assert words.partial({"value": "2016-11-30", "precision": "month"}) == "2016-11"
    assert words.partial({"value": "2016-12-31", "precision": "year", "text": ""}) == "2016"
    assert words.partial(None) == ""


def test_weekdays_are_chinese():
    assert [words.weekday(date(2019, 10, 21 + n)) for n in range(7)] == [
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
    ]

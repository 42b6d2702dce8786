"""Where printed text wraps, without the font."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.exchange.ledger_styles import MAX_ROW_PT, max_lines, room_em
from qingshan.exchange.print_widths import LOOSE, STEP_PX, USUAL, WIDEST_PX, Flexible
from qingshan.exchange.text_width import height_pt, width_em, wrap

TEXTS = st.text(st.sampled_from("矿山治理，。（）〔〕ab1.%- \n=“”"), max_size=60)


def test_a_chinese_character_is_one_em_and_a_figure_about_half():
    assert width_em("矿山") == 2.0
    assert 0.5 <= width_em("1") <= 0.65


def test_the_width_is_that_of_the_widest_line():
    assert width_em("矿\n矿山治理\n山") == 4.0


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("矿山生态环境", 3, ["矿山生", "态环境"]),
        ("矿山生态，环境", 4, ["矿山生", "态，环境"]),
        ("甲（乙丙）丁", 2, ["甲", "（乙", "丙）", "丁"]),
        ("回填2019年", 3, ["回填", "2019", "年"]),
        ("甲\n乙", 9, ["甲", "乙"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_where_the_writing_allows(text, room, lines):
    assert wrap(text, room) == lines


@given(TEXTS, st.floats(1, 40))
def test_wrapping_loses_no_character(text: str, room: float):
    assert "".join(wrap(text, room)) == text.replace("\n", "")


@given(TEXTS, st.floats(2, 40))
def test_no_line_is_wider_than_the_room(text: str, room: float):
    assert max(map(width_em, wrap(text, room))) <= room


@given(TEXTS, st.floats(2, 20), st.floats(0, 20))
def test_a_wider_cell_never_needs_many_more_lines(text: str, room: float, more: float):
    # Greedy wrapping may shift a break, never add more than the marks that stay together cost.
    assert len(wrap(text, room + more)) <= len(wrap(text, room)) + text.count("，") + text.count("（") + 1


def test_the_highest_row_is_one_excel_shows_whole():
    for size in (8, 9.5, 10, 12):
        assert height_pt(max_lines(size), size) <= MAX_ROW_PT < 409.5


@given(st.lists(TEXTS, max_size=8), st.integers(30, 400))
def test_a_printed_column_knows_the_lines_of_every_width(texts: list[str], least: int):
    found = Flexible.of(texts, least, 9)

    widths = range(least, WIDEST_PX, STEP_PX)
    for at, width in enumerate(widths):
        counts = sorted(
            sum(max(ceil(width_em(line) * LOOSE / room_em(width, 9)), 1) for line in t.split("\n")) for t in texts
        )
        assert found.lines[at] == (counts[min(int(len(counts) * USUAL), len(counts) - 1)] if counts else 1)

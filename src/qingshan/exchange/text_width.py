"""How wide printed text is and where it wraps, without the font: an estimate that never promises too little room.

Widths are in em (the font size). Measured against 宋体 and the Noto CJK fonts that stand in for it: a Chinese character
or full-width mark is 1 em, Latin letters and figures about half of it; the wider of the two fonts is taken.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LINE_EM = 1.46
"""Height of a line. Noto CJK needs 1.448, 宋体 1.17: a row that shows all in the one shows all in the other."""
ROUNDING = 1e-6
"""More than the order in which widths are added may change their sum."""
NEVER_FIRST = frozenset("、，。；：？！）》〉」』】〕”’…—％%℃°·,.;:?!)]}")
NEVER_LAST = frozenset("（《〈「『【〔“‘([{")


@lru_cache(maxsize=4096)
def char_em(char: str) -> float:
    """The width of one character."""
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if unicodedata.combining(char):
        return 0.0
    if char.isdigit() or char.islower():
        return 0.58
    if char in " .,:;|!'il":
        return 0.32
    return 0.74 if char.isupper() else 0.6


def width_em(text: str) -> float:
    """The width of the widest line of a text."""
    return max((sum(map(char_em, line)) for line in text.split("\n")), default=0.0)


def wrap(text: str, room_em: float) -> list[str]:
    """The lines a text takes in a cell `room_em` wide: at least one; their characters are those of the text.

    Breaks between Chinese characters but not before closing or after opening marks; a word of Latin letters and figures
    stays whole unless it is wider than the cell.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_line(paragraph, max(room_em, 1.0)))
    return lines


def _wrap_line(text: str, room: float) -> list[str]:
    if sum(map(char_em, text)) < room - ROUNDING:
        return [text]
    lines, line, used = [], "", 0.0
    for token in _tokens(text):
        width = sum(map(char_em, token))
        if used + width > room and line:
            lines.append(line)
            line, used = "", 0.0
        if width <= room:
            line, used = line + token, used + width
            continue
        for char in token:
            if used + char_em(char) > room and line:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + char_em(char)
    return [*lines, line]


def _tokens(text: str) -> list[str]:
    """Pieces that stay together: a Latin word; a character with closing marks after or an opening one before it."""
    tokens: list[str] = []
    for char in text:
        before = tokens[-1] if tokens else ""
        joins = before and (
            char in NEVER_FIRST or before[-1] in NEVER_LAST or (_is_latin(char) and _is_latin(before[-1]))
        )
        if joins:
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


def _is_latin(char: str) -> bool:
    return char_em(char) < 1.0 and not char.isspace()


def height_pt(lines: int, size_pt: float, padding_pt: float = 4.0) -> float:
    """The height of a row that shows so many lines."""
    return round(max(lines, 1) * size_pt * LINE_EM + padding_pt, 2)

"""Words of the first district: no page, form or answer of another district's store says one of them."""

from __future__ import annotations

import re

STRANGE = re.compile(
    r"水磨沟|(?<![（级])自治区|(?<!市|县|\）)区财政|督导认可|六道湾|街道|管委会|片区|(?<!县)区级|(?<!地)市级|区专项|专项工作组|区部门|区委|区属|全区|区办"
    r"|国土|环保局|督导组|附件 ?[12]|[一二三四五六七八]\([一二三四五六]\)|C-\d\d|(?<![\d-])2-[12](?![\d-])"
)
AROUND = 12


def strange_words(text: str) -> list[str]:
    """Each such word with what stands about it."""
    return sorted({text[max(0, m.start() - AROUND) : m.end() + AROUND] for m in STRANGE.finditer(text)})

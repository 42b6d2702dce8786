"""Text as people type it, made fit to keep or fit to compare."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

NOTHING = frozenset(
    r"""
    * - . / \ _ — … 、 空 -- // na —— …… 空白 --- n/a nan none null
    """.split()
)
UNKNOWN = frozenset(
    """
    ? 缺 ?? 不明 不清 不详 待填 待定 待查 待核 待补 暂无 暂缺 未填 未知 ??? 不清楚 待查明 待核实 待补充 无资料 未填写
    未查明 无法核实 无法确定 暂不清楚 资料缺失
    """.split()
)
DITTO = frozenset(
    """
    " “ ” ″ 〃 〝 〞 ＂ '' .. ““ ”“ ”” 同上 同左 同上行 ditto
    """.split()
)  # fmt: skip
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE[0x3000] = 0x20
_WIDE[0xFF0E] = 0x2E
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    """The text to keep: full-width digits and letters made narrow, blanks and invisible marks gone, one line.

    Chinese punctuation stays. A line break between two Chinese characters was only a wrap; elsewhere it is a blank.
    """
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text.translate(_WIDE)))
    text = re.sub(r"\s*\n\s*", "\n", text).strip()
    text = re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef（）])\n|\n(?=[\u2e80-\u9fff\uff00-\uffef（）])", "", text).replace(
        "\n", " "
    )
    return re.sub(r"(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])", "", text).strip()


def clean_long(text: str) -> str:
    """As `clean`, with line breaks kept."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text.translate(_WIDE))).replace("\r", "\n")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


@lru_cache(maxsize=50_000)
def flat(text: str) -> str:
    """The text to understand: every width narrow, no blanks at all."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return re.sub(r"\s+", "", text)


def is_nothing(text: str) -> bool:
    word = flat(text).lower()
    return not word or word in NOTHING


def is_unknown(text: str) -> bool:
    return flat(text).lower().strip("()。.") in UNKNOWN


_NO_VALUE = re.compile(
    r"无|没有|未测量?|待测量?|未实测|未勘测|未统计|(尚|还)?未[\u4e00-\u9fff]{1,6}|长期(有效|生效)?|永久(有效)?|无(固定)?期限?|在产|生产中|正在生产|至今|今|现在|不适用"
)


def is_no_value(text: str) -> bool:
    """Words in a column of figures or dates that say there is none: 无, 未注销, 尚未关闭."""
    return _NO_VALUE.fullmatch(flat(text).strip("()。.")) is not None


def is_ditto(text: str) -> bool:
    return text.strip() in DITTO or flat(text) in DITTO


def likeness(one: str, other: str) -> float:
    """0 to 1: shared runs of characters, with a bonus when one contains the other."""
    if not one or not other:
        return 0.0
    score = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if (len(other) > 1 and other in one) or (len(one) > 1 and one in other):
        score = max(score, 0.6 + 0.4 * min(len(one), len(other)) / max(len(one), len(other)))
    return score

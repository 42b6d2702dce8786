"""How the desk says dates, areas, money, slack and clauses. Pure: text in, text out."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from qingshan.desk.shapes import Mark
from qingshan.rulebook.programme import Programme

UNKNOWN = "—"
WEEKDAYS = "一二三四五六日"
SOON_DAYS = 5
"""Up to this slack a date is soon (余 0–5 天)."""

M2_PER_HA = Decimal(10_000)
M2_PER_MU = Decimal(2000) / 3
FEN_PER_WAN = Decimal(1_000_000)

PROGRESS_MARKS: dict[str, Mark] = {
    "not_started": Mark("s-todo", "尚未启动", "idle"),
    "behind": Mark("s-late", "未达到序时进度", "late"),
    "on_schedule": Mark("s-here", "达到序时进度"),
    "ahead": Mark("s-done", "超过序时进度", "ok"),
    "done": Mark("s-done", "完成整改", "ok"),
    "closed": Mark("s-seal", "完成交账销号", "ok"),
}
"""The six official words of 督察整改, printed verbatim, with the shapes of the desk."""

OUTCOME_WORDS = {
    "pending": "待核定",
    "active": "办理中",
    "not_included": "未纳入治理",
    "closed": "已销号",
    "merged": "已并入他矿",
    "split": "已拆分",
    "transferred": "已移交",
    "voided": "已作废",
}


def ledger_words(programme: Programme) -> dict[str, str]:
    """Where a site stands → the word for it: the short names of the notice's ledgers, 待核定, 不在册."""
    named = {layout.holds: layout.sheet for layout in programme.ledgers}
    return {**named, "pending": "待核定", "off": "不在册"}


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _rounded(number: Decimal, places: int) -> str:
    quantum = Decimal(1).scaleb(-places)
    return f"{number.quantize(quantum, ROUND_HALF_UP):,}"


def number(value: Any, places: int = 2) -> str:
    """A figure with thousands commas and `places` decimals, halves up; — when unknown."""
    found = _decimal(value)
    return UNKNOWN if found is None else _rounded(found, places)


def hectares(m2: Any) -> str:
    """公顷 with two decimals from m² (Decimal or decimal string); — when unknown."""
    found = _decimal(m2)
    return UNKNOWN if found is None else _rounded(found / M2_PER_HA, 2)


def mu(m2: Any) -> str:
    """亩 with one decimal from m²; — when unknown."""
    found = _decimal(m2)
    return UNKNOWN if found is None else _rounded(found / M2_PER_MU, 1)


def wan(fen: Any) -> str:
    """万元 with two decimals from 分; — when unknown."""
    found = _decimal(fen)
    return UNKNOWN if found is None else _rounded(found / FEN_PER_WAN, 2)


def weekday(day: date | None) -> str:
    """周四; empty without a date."""
    return "" if day is None else "周" + WEEKDAYS[day.weekday()]


def iso(day: date | None) -> str:
    """2019-10-24; — without a date."""
    return UNKNOWN if day is None else day.isoformat()


def partial(value: Any) -> str:
    """A partial date of a payload as it was written: its text, else its year, month or day. Plain text passes."""
    if not isinstance(value, dict):
        return str(value) if value else ""
    text = str(value.get("text") or "")
    if text:
        return text
    day = str(value.get("value") or "")
    cut = {"year": 4, "month": 7}.get(str(value.get("precision")), 10)
    around = {"before": " 以前", "after": " 以后", "about": "（约）"}.get(str(value.get("precision")), "")
    return day[:cut] + around


def slack_words(days: int | None) -> str:
    """超 3 天, 今天, 余 4 天; empty without a deadline. Whole days only."""
    if days is None:
        return ""
    if days < 0:
        return f"超 {-days} 天"
    return "今天" if days == 0 else f"余 {days} 天"


def slack_mark(days: int | None, soon: int = SOON_DAYS) -> Mark:
    """Shape, word and tone of a slack: triangle late, solid diamond soon, open diamond easy."""
    words = slack_words(days)
    if days is None:
        return Mark("s-na", "无期限", "idle")
    if days < 0:
        return Mark("s-late", words, "late")
    return Mark("s-soon", words, "soon") if days <= soon else Mark("s-easy", words)


def clause_label(code: str) -> str:
    """A clause as the notice numbers it: 五(四)1a and 三(一)-2, rows of the mission table, read 五(四)1 and 三(一).

    Codes of any other shape stand as they are written.
    """
    if not re.match(r"附件|[A-Z]-|(?:序|[一二三四五六七八九十]+)(\(|-\d|$)", code):
        return code
    annex = re.fullmatch(r"(附件\d)-([一二三四])(.*)", code)
    if annex:
        return f"{annex[1]} {annex[2]}"
    if re.match(r"[A-Z]-|附件", code):
        return code
    short = re.sub(r"(?<=[)\d])[a-z]$", "", code)
    short = re.sub(r"(?<=\))0$", "", short)
    return re.sub(r"-\d+$", "", short)


def joined(words: tuple[str, ...] | list[str], glue: str = "、") -> str:
    return glue.join(w for w in words if w)

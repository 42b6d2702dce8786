"""One cell of a ledger: what is known, as JSON, and what a reader sees (附件2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

M2_PER_HA = Decimal(10_000)
MU_PER_HA = 15
"""Exactly: 1 亩 is a fifteenth of a 公顷, 666 2/3 m²."""
FEN_PER_WAN = Decimal(1_000_000)
CENT = Decimal("0.01")
TENTH = Decimal("0.1")

Raw = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """`raw` is JSON-safe: area a decimal string in m², money whole 分, percent a decimal string, date ISO, else text.

    `text` is what is printed; it may say more than `raw` (未报, a partial date's own words) and is empty for nothing.
    """

    raw: Raw = None
    text: str = ""


NOTHING = Cell()


def text_cell(value: object) -> Cell:
    """Text, trimmed; nothing when empty."""
    words = "" if value is None else str(value).strip()
    return Cell(words, words) if words else NOTHING


def words_cell(words: list[str] | tuple[str, ...]) -> Cell:
    """Several words of a list, each once, in the order given."""
    return text_cell("、".join(dict.fromkeys(word for word in words if word)))


def area_cell(m2: Decimal | None) -> Cell:
    """An area of m², shown in 公顷 with two decimals."""
    return NOTHING if m2 is None else Cell(plain(m2), shown_ha(m2))


def mu_cell(cell: Cell) -> Cell:
    """The same area, shown in 亩 with two decimals: reckoned from the m² and rounded once, half up."""
    return NOTHING if cell.raw is None else Cell(cell.raw, shown_mu(Decimal(str(cell.raw))))


def money_cell(fen: int | None) -> Cell:
    """An amount of 分, shown in 万元 with two decimals."""
    return NOTHING if fen is None else Cell(fen, shown_wan(fen))


def date_cell(day: date | None) -> Cell:
    return NOTHING if day is None else Cell(day.isoformat(), day.isoformat())


def bool_cell(value: bool | None) -> Cell:
    return NOTHING if value is None else Cell(value, "是" if value else "否")


def percent_cell(part: Decimal | None, whole: Decimal | None) -> Cell:
    """`part` of `whole` with one decimal, half up; 100.0 only when the whole is there, nothing without a whole."""
    percent = percent_of(part, whole)
    return NOTHING if percent is None else Cell(str(percent), str(percent))


def percent_of(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """One decimal, half up; a part smaller than the whole never rounds up to 100.0."""
    if part is None or whole is None or whole <= 0:
        return None
    percent = (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP)
    return Decimal("99.9") if percent >= 100 and part < whole else percent


def partial_cell(value: Any) -> Cell:
    """A partial date of a payload: its last day as raw, the words its precision allows as text (domain §1.2)."""
    if not value:
        return NOTHING
    if isinstance(value, str):
        return Cell(value, value)
    if not isinstance(value, Mapping):
        return text_cell(value)
    iso = str(value.get("value") or "")
    return Cell(iso or None, _partial_words(iso, str(value.get("precision") or "day"), str(value.get("text") or "")))


def _partial_words(iso: str, precision: str, text: str) -> str:
    year, month = iso[:4], iso[5:7]
    words = {
        "day": iso,
        "month": f"{year}年{month.lstrip('0')}月",
        "year": f"{year}年",
        "before": f"{year}年之前",
        "after": f"{year}年之后",
        "about": f"约{year}年",
    }
    if precision in ("before", "after", "about") and text:
        return text
    return words.get(precision, text) if iso else text


def shown_ha(m2: Decimal) -> str:
    return str((m2 / M2_PER_HA).quantize(CENT, ROUND_HALF_UP))


def shown_mu(m2: Decimal) -> str:
    return str((m2 * MU_PER_HA / M2_PER_HA).quantize(CENT, ROUND_HALF_UP))


def shown_wan(fen: int) -> str:
    return str((Decimal(fen) / FEN_PER_WAN).quantize(CENT, ROUND_HALF_UP))


def plain(number: Decimal) -> str:
    """A decimal without exponent or needless zeros, so that equal numbers are equal texts."""
    words = format(number, "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def decimal_of(value: Any) -> Decimal | None:
    """A decimal string of a payload; None for nothing."""
    return None if value is None or value == "" else Decimal(str(value))

"""Values as they lie in payloads: JSON numbers and decimal strings, lists of rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any


def number(value: Any) -> Decimal | None:
    """A number from an int or a decimal string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The rows of a sub-table; anything that is not a row is left out."""
    return [row for row in value if isinstance(row, (dict, Mapping))] if isinstance(value, (list, tuple)) else []


def cited(clause: str) -> str:
    """A clause in brackets, its own where its number has them: （第六条）, （六）; "" for none."""
    has_own = clause.startswith("（") and clause.find("）") == len(clause) - 1
    return clause if not clause or has_own else f"（{clause}）"


def text(value: Any) -> str:
    """A text without blanks around it; "" for what is no text."""
    return value.strip() if isinstance(value, str) else ""


def is_filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {}, ())


def is_on_hand(item: Mapping[str, Any]) -> bool:
    """An attached paper that is there: it has its file. A title alone is only the name of one."""
    return is_filled(item.get("sha256"))


def as_printed(value: Any, unit: str) -> tuple[str, str]:
    """A figure of the programme and the unit behind it: a range is “11-15 至 03-15”, and texts show their own form."""
    if not isinstance(value, (list, tuple)):
        return str(value), unit
    return " 至 ".join(map(str, value)), "" if all(isinstance(end, str) for end in value) else unit


def hectares(square_metres: Decimal) -> str:
    return f"{square_metres / 10_000:.2f} 公顷"


def ten_thousands(cents: Decimal | int) -> str:
    return f"{Decimal(cents) / 1_000_000:.2f} 万元"

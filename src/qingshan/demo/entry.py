"""One thing that happened and how it was entered: the small words the district's history is told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

STREET = "street"
"""`Entry.by` of whoever fills in for the street of the site."""


@dataclass(frozen=True, slots=True)
class Share:
    """One site's part of a paper; `site` is its name in the cycle, or the code of a body. `values` are added to those of the paper."""

    site: str
    values: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper over one or more sites.

    `entered` is the day it was entered, some working days after it happened when not given. `label` lets a later entry
    name it in `corrects`. `told` is what the street writes of it in that week's report; empty takes the usual words.
    """

    on: date
    by: str
    action: str
    result: str
    shares: tuple[Share, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[Mapping[str, Any], ...] = ()
    entered: date | None = None
    approved_by: str = ""
    at: time | None = None
    to: str | None = None
    is_backfill: bool = False
    label: str = ""
    corrects: str = ""
    correct_reason: str = ""
    told: str = ""


def day(text: str) -> date:
    return date.fromisoformat(text)


def ha(hectares: str) -> str:
    """公顷 as the decimal string of m² that a payload holds."""
    return format((Decimal(hectares) * 10_000).normalize(), "f")


def wan(ten_thousands: str) -> int:
    """万元 as whole 分."""
    return int(Decimal(ten_thousands) * 1_000_000)


def paper(slot: str, title: str, count: int = 1) -> dict[str, Any]:
    """A document on hand for a slot; its made-up file is stored when it is played."""
    made: dict[str, Any] = {"slot": slot, "title": title}
    return made | {"count": count} if count > 1 else made


def promise(slot: str, title: str, by: str) -> dict[str, Any]:
    """A document to be brought by a day; for entries made up later only."""
    return {"slot": slot, "title": title, "promised_on": by}


def partial(text: str) -> dict[str, str]:
    """A date known to the year, the month or the day, as its last day."""
    parts = [int(one) for one in text.split("-")]
    if len(parts) == 3:
        return {"value": text, "precision": "day", "text": text}
    if len(parts) == 2:
        year, month = parts
        after = date(year + month // 12, month % 12 + 1, 1)
        last = date.fromordinal(after.toordinal() - 1)
        return {"value": last.isoformat(), "precision": "month", "text": f"{year}年{month}月"}
    return {"value": f"{text}-12-31", "precision": "year", "text": f"{text}年"}

"""The one place that asks the time. Everything else is told it."""

from __future__ import annotations

from datetime import date, datetime

from qingshan.rulebook.facts import BEIJING


def now() -> datetime:
    """This instant, aware, in Beijing time."""
    return datetime.now(BEIJING)


def today() -> date:
    """The Beijing day."""
    return now().date()

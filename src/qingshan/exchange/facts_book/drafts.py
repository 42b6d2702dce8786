"""A line of the facts workbook while it is being read, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from qingshan.rulebook.facts import RETRACTED
from qingshan.rulebook.file_names import is_file_name
from qingshan.rulebook.nouns.base import Action, Noun

from ..register.grid import Grid, address
from ..register.tidy import flat
from .columns import (
    APPROVED_BY,
    AT,
    BACKFILL,
    CORRECT_REASON,
    CORRECTS,
    EVIDENCE,
    FILLED_BY,
    PROMISED,
    RECORD,
    SITE_CODE,
    SITE_NAME,
    SUBJECT,
    TO,
    Column,
)
from .result import FactLine
from .tools import day_of


@dataclass(slots=True)
class Draft:
    """A line being read: what each column said, by key, and where. A retraction has a result, but no action."""

    grid: Grid
    row: int
    noun: Noun
    action: Action | None = None
    result: str = ""
    outer: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    happened: tuple[date, str, str] | None = None

    @property
    def record_no(self) -> str:
        return str(self.outer.get(RECORD, ""))

    @property
    def is_retraction(self) -> bool:
        return self.result == RETRACTED

    @property
    def place(self) -> tuple[str, int]:
        return self.grid.sheet, self.row


def find_result(raw: str, offered: Mapping[str, tuple[Action, str]]) -> tuple[Action, str] | None:
    """The choice a word means: as offered, by the bare word when only one action has it, or by code."""
    word = flat(raw)
    by_form = {flat(text): pair for text, pair in offered.items()}
    if word in by_form:
        return by_form[word]
    bare = [pair for text, pair in offered.items() if flat(text).split("(")[0] == word]
    coded = [
        pair for pair in offered.values() if word in {pair[1], f"{pair[0].name}.{pair[1]}", f"{pair[0].kind}.{pair[1]}"}
    ]
    titled = [pair for pair in offered.values() if word == flat(pair[0].title) and len(pair[0].results) == 1]
    for found in (bare, coded, titled):
        if len(found) == 1:
            return found[0]
    return None


def _titled(draft: Draft) -> tuple[str, ...]:
    """A document that is called like a file is that file."""
    title = str(draft.values.get("title", "")) if draft.noun.code == "document" and draft.result == "filed" else ""
    return (title,) if is_file_name(title) else ()


def line_of(draft: Draft, placed: Mapping[int, Column]) -> FactLine | None:
    """The line as read, under the columns of its sheet; None while it is not known what it records, or when."""
    if not draft.result or draft.happened is None:
        return None
    outer = draft.outer
    day, precision, text = draft.happened
    name = str(outer.get(SITE_NAME) or (draft.values.get("name", "") if draft.noun.code == "site" else ""))
    at: time | None = time.fromisoformat(outer[AT]) if outer.get(AT) else None
    return FactLine(
        sheet=draft.grid.sheet,
        row_no=draft.row,
        record_no=draft.record_no,
        site_code=str(outer.get(SITE_CODE, "")),
        site_name=name,
        noun=draft.noun.code,
        action=draft.action.name if draft.action is not None else "",
        result=draft.result,
        happened_on=day,
        precision=precision,
        text=text,
        at=at,
        subject=str(outer.get(SUBJECT, "")),
        to=outer.get(TO),
        values=draft.values,
        filled_by=str(outer.get(FILLED_BY, "")),
        approved_by=str(outer.get(APPROVED_BY, "")),
        is_backfill=bool(outer.get(BACKFILL, False)),
        evidence=tuple(outer.get(EVIDENCE, ())) or _titled(draft),
        promised_on=day_of(outer.get(PROMISED)),
        corrects=str(outer.get(CORRECTS, "")),
        correct_reason=str(outer.get(CORRECT_REASON, "")),
        cells=draft.cells,
        places={word: address(draft.row, n) for n, c in placed.items() for word in (c.key, c.head)},
    )

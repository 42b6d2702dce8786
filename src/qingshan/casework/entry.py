"""What is handed to an action: one paper, with one line a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from qingshan.foundation.problems import Problem


@dataclass(frozen=True, slots=True)
class Paper:
    """What the lines share. `evidence`: {"slot", "title", "sha256", "promised_on"}; a promise is for 补录 only.
    `reference` is the paper's own 记录号, by which a workbook names it again."""

    happened_on: date
    precision: str = "day"
    text: str = ""
    at: time | None = None
    filled_by: str = ""
    approved_by: str = ""
    is_backfill: bool = False
    evidence: tuple[Mapping[str, Any], ...] = ()
    correct_reason: str = ""
    source: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One site's part, or one body's: `site` is the code of the site or body whose file it goes into. `corrects` is the key of the fact this line replaces; `seen_version` what the person had before
    them; `evidence` what is this site's alone, beside the paper's."""

    site: str
    result: str
    values: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    to: str | None = None
    corrects: str = ""
    seen_version: int | None = None
    evidence: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    site: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """`facts`: keys written, one a good line. `refusals` is empty unless good lines were accepted beside bad ones."""

    record: str
    facts: tuple[str, ...]
    refusals: tuple[Refusal, ...] = ()

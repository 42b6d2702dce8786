"""A programme whose questions are answered otherwise, and the shipped one to start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import Programme, Reading, ReadingLine
from qingshan.rulebook.questions import QUESTIONS

FIRST = date(2018, 7, 14)


@cache
def shipped() -> Programme:
    return load_programme(shipped_programmes()["shuimogou-2018"])


def answered(programme: Programme, question: str, *lines: str | tuple[date, str]) -> Programme:
    """The programme with one question answered by a reading of these lines: a value, or (from which day, value)."""
    dated = [(FIRST, line) if isinstance(line, str) else line for line in lines]
    reading = Reading(
        f"Q-{question}",
        "二-7",
        QUESTIONS[question].title,
        tuple(ReadingLine(day, value, "试验区办公室") for day, value in dated),
        QUESTIONS[question].values,
        governs=question,
    )
    others = tuple(r for r in programme.readings if r.governs != question)
    return replace(programme, readings=(*others, reading))

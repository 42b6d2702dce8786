"""Checks on the survey: its figures agree with each other (domain §1.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..consistency import BLOCK, survey_findings
from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def survey_consistent(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """None of the consistency rules that block speaks against the survey entered. Rules that warn do not stop it."""
    if look.entry is None:
        return
    for found in survey_findings(look.programme, look.payload, look.course.site(), look.entry.happened_on):
        if found.level == BLOCK:
            yield Blocker(found.blocker.code, look.clause, found.blocker.params)

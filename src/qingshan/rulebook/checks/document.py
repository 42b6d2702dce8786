"""Checks on papers: the scan of an outside decision, a filled slot (C-31, 附件1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..standing import day_of
from ..status import Blocker
from ..values import is_on_hand, rows

if TYPE_CHECKING:
    from ..look import Look


def scan_attached(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The record of an outside body's act carries its scan with its SHA-256; a 补录 may promise it by a day instead.

    Nothing is asked where the district may record the act as its own (C-31).
    """
    if look.entry is None or look.course.answer("outside_acts") == "own":
        return
    may_promise = look.payload.get("is_backfill") is True
    for item in rows(look.payload.get("evidence")):
        if is_on_hand(item) or (may_promise and day_of(item.get("promised_on")) is not None):
            return
    yield look.blocker("scan_missing")


def slot_filled(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The slot has its documents, counting those the entry brings itself, or is recorded as not applicable."""
    findings = [f for f in look.slots() if f.demand.slot.code == params["slot"]]
    brought = sum(
        1 for item in rows(look.payload.get("evidence")) if item.get("slot") == params["slot"] and is_on_hand(item)
    )
    for finding in findings:
        missing = finding.demand.at_least - finding.count - brought
        if finding.state not in ("have", "not_applicable", "never") and missing > 0:
            slot = finding.demand.slot
            yield look.blocker(
                "slot_empty",
                slot=slot.code,
                slot_name=slot.name,
                have=finding.count + brought,
                need=finding.demand.at_least,
            )
            return

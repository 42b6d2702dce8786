"""Checks on the year's list (六(二)-3, C-47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..look import Look

_ASKED_OF_CHANGE = (("reason", "调整原因"), ("document_no", "名单文号"))


def priority_explained(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A site treated first says why: people's lives or an important road."""
    if look.payload.get("is_priority") is True and not is_filled(look.payload.get("priority_reason")):
        yield look.blocker("priority_unexplained")


def batch_change_explained(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A list with a document number is locked: leaving it or moving to another year has its reason and document.

    The change log is the facts themselves (五(二)2d).
    """
    if look.entry is None:
        return
    before = look.course.latest("batch.listed", "batch.removed")
    if before is None or before.result != "listed" or not is_filled(before.payload.get("document_no")):
        return
    is_same = look.entry.result == "listed" and look.payload.get("year") == before.payload.get("year")
    missing = [name for key, name in _ASKED_OF_CHANGE if not is_filled(look.payload.get(key))]
    if missing and not is_same:
        locked_by = str(before.payload.get("document_no"))
        yield look.blocker("batch_locked", year=str(before.payload.get("year")), locked_by=locked_by, missing=missing)

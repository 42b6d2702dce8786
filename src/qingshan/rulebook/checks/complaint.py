"""Checks on complaints (五(四)2d)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..nouns import BY_ACTION
from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def complaint_open(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The complaint the entry speaks of was received and is not decided yet."""
    kind = BY_ACTION[look.action][1].kind if look.action in BY_ACTION else ""
    rows = [r for r in look.course.tables.holds if r.rule.opened_by.kind == kind]
    codes = {r.rule.code for r in rows}
    is_open = any(
        hold.code in codes and (look.entry is None or hold.subject == look.entry.subject) for hold in look.holds()
    )
    if not is_open:
        yield look.blocker("complaint_not_open", subject=look.entry.subject if look.entry else "")

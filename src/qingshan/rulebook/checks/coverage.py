"""Checks on the coverage of the survey: nil is said outright, every deviation from the notice explained (五(一)1c, 二)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker

if TYPE_CHECKING:
    from ..look import Look


def nil_said(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A total of none is a nil report, and only that."""
    if look.entry is None:
        return
    total, is_nil = look.payload.get("total"), look.payload.get("is_nil")
    if isinstance(total, int) and (total == 0) is not bool(is_nil):
        yield look.blocker("nil_disagrees", total=total)


def totals_reconciled(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Each figure the notice states stands beside the count, as the notice states it; a difference is explained."""
    if look.entry is None:
        return
    rows = {row.get("control_total"): row for row in look.payload.get("totals") or ()}
    missing = [total.name for total in look.programme.control_totals if total.code not in rows]
    if missing:
        yield look.blocker("total_missing", missing=missing)
    for total in look.programme.control_totals:
        row = rows.get(total.code)
        if row is None:
            continue
        if row.get("stated") != total.count:
            yield look.blocker("total_misquoted", total_name=total.name, told=row.get("stated"), stated=total.count)
        elif row.get("counted") != total.count and not row.get("explanation"):
            yield look.blocker(
                "deviation_unexplained", total_name=total.name, counted=row.get("counted"), stated=total.count
            )

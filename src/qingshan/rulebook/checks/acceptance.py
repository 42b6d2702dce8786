"""Checks on a passed acceptance: the five outcomes and the mandatory criteria (五(四)1a, HJ 651-2013 §4.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..nouns.acceptance import OUTCOMES
from ..status import Blocker
from ..values import is_filled, rows

if TYPE_CHECKING:
    from ..look import Look


def outcomes_conform(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """All five outcomes are judged and none is 不符合; asked of an acceptance that passes."""
    if look.entry is None or not look.reaches:
        return
    for key in OUTCOMES:
        value = look.payload.get(key)
        if not is_filled(value):
            yield look.blocker("outcome_not_judged", outcome=key, outcome_name=look.field_name(key))
        elif value == "fails":
            yield look.blocker("outcome_fails", outcome=key, outcome_name=look.field_name(key))


def mandatory_criteria_met(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """No mandatory criterion is 不符合, and none is set aside without a reason; asked of an acceptance that passes.

    Where a conclusion on the whole is enough nothing is asked (C-32); where every criterion applies none may be set
    aside (C-33).
    """
    if look.entry is None or not look.reaches or look.course.answer("criteria") == "overall":
        return
    may_set_aside = look.course.answer("criteria_apply") == "by_analogy"
    results = {r.get("criterion"): r for r in rows(look.payload.get("criteria"))}
    for criterion in look.programme.criteria:
        result = results.get(criterion.code)
        if not criterion.mandatory or result is None:
            continue
        params = {"criterion": criterion.code, "text": criterion.text, "criterion_clause": criterion.clause}
        if result.get("verdict") == "not_met":
            yield look.blocker("criterion_not_met", **params)
        elif result.get("verdict") == "not_applicable" and not may_set_aside:
            yield look.blocker("criterion_applies", **params)
        elif result.get("verdict") == "not_applicable" and not is_filled(result.get("reason")):
            yield look.blocker("criterion_set_aside", **params)

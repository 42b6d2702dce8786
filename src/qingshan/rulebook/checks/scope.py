"""Checks on the decision which ledger a site stands on (五(一)1c, C-36, domain §2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..look import Look

_ASKED_OUT = (("reason", "未纳入原因"), ("explanation", "原因说明"), ("support", "佐证材料"))
_ASKED_FREELY = (("explanation", "原因说明"),)


def move_explained(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Leaving a site out has a reason, its explanation and proof; moving it between the ledgers also a document no.

    Where the reasons are left to who fills in, the explanation is enough (C-36).
    """
    if look.entry is None:
        return
    if look.entry.result == "excluded":
        asked = _ASKED_OUT if look.course.answer("exclusion_reasons") == "reason_codes" else _ASKED_FREELY
        missing = [name for key, name in asked if not is_filled(look.payload.get(key))]
        if missing:
            yield look.blocker("exclusion_unexplained", missing="、".join(missing))
    before = look.scope_decision()
    is_move = before is not None and before.result != look.entry.result
    if is_move and not is_filled(look.payload.get("document_no")):
        yield look.blocker(
            "move_without_document",
            origin=look.course.programme.ledger_name(before.result) if before else "",
            target=look.course.programme.ledger_name(look.entry.result),
        )

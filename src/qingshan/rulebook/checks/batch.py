"""Checks on the year's list (六(二)-3, C-47)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..look import Look


def priority_explained(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A site treated first says why: people's lives or an important road."""
    if look.payload.get("is_priority") is True and not is_filled(look.payload.get("priority_reason")):
        yield look.blocker("priority_unexplained")

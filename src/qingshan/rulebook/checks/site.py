"""Conditions on the register data of a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..evidence import Course


def site_is(course: Course, params: Mapping[str, Any]) -> bool:
    """A register field has one of these values; of a field with several values, one of them. Booleans: true, false."""
    value = course.site().get(params["field"])
    held = value if isinstance(value, (list, tuple)) else (value,)
    return any(_word(v) in params["values"] for v in held)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)

"""A ledger column as a notice may write it, head and value only, and as the rules see it: with number, key and type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .ledger_values import VALUE_TYPES

MU = "亩"
"""The unit that makes of a column of areas one in 亩."""


def complete(ledger: Any) -> Any:
    """A raw `[[ledger]]` table with what its columns leave out: the number by its place (neighbours under one head share
    it), the key by its value, the type by its value and unit; all columns printed where none says so."""
    columns = ledger.get("columns") if isinstance(ledger, Mapping) else None
    if not isinstance(columns, list) or not all(isinstance(one, Mapping) for one in columns):
        return ledger
    all_printed = not any("printed" in one for one in columns)
    made: list[dict[str, Any]] = []
    for one in columns:
        column = dict(one)
        if "no" not in column:
            column["no"] = _next_number(made, column)
        if "key" not in column and isinstance(column.get("value"), str):
            column["key"] = column["value"]
        if "type" not in column and column.get("value") in VALUE_TYPES:
            column["type"] = _type_of(column)
        if all_printed:
            column["printed"] = True
        made.append(column)
    return {**ledger, "columns": made}


def _next_number(made: list[dict[str, Any]], column: Mapping[str, Any]) -> int:
    last = made[-1] if made else {"no": 0}
    shares = bool(column.get("sub")) and bool(last.get("sub")) and column.get("head") == last.get("head")
    number = last["no"] if isinstance(last["no"], int) else 0
    return number if shares else number + 1


def _type_of(column: Mapping[str, Any]) -> str:
    kind = VALUE_TYPES[str(column["value"])]
    return "area_mu" if kind == "area_ha" and column.get("unit") == MU else kind

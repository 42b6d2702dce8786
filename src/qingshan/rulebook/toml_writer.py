"""Tables back into TOML, so that reading the text gives the same values: a store keeps the whole of a notice so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def toml_text(tables: Mapping[str, Any]) -> str:
    """One file: `[name]` for a table, `[[name]]` for each row of a list of tables, values inline."""
    parts = []
    for name, raw in tables.items():
        if isinstance(raw, Mapping):
            parts.append(f"[{_key(name)}]\n{_lines(raw)}")
        elif isinstance(raw, list) and raw and all(isinstance(row, Mapping) for row in raw):
            parts += [f"[[{_key(name)}]]\n{_lines(row)}" for row in raw]
        else:
            parts.insert(0, f"{_key(name)} = {toml_value(raw)}\n")
    return "\n".join(parts)


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {toml_value(value)}\n" for key, value in table.items())


def _key(name: str) -> str:
    return name if name and set(name) <= BARE else _text(name)


def _text(value: str) -> str:
    # JSON's escapes are TOML's, but for the delete character, which TOML wants escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_value(value: Any) -> str:
    """A value as TOML writes it inline."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {toml_value(one)}" for key, one in value.items()) + " }" if value else "{}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _decimal(value: Decimal) -> str:
    """A number TOML reads as a decimal again: one without point or exponent would come back whole."""
    text = str(value)
    return text if set(text) & set(".Ena") else f"{text}.0"

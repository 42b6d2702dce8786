"""Where a ledger value registers itself under its own name."""

from __future__ import annotations

from collections.abc import Callable

from .ledger_cells import Cell
from .ledger_context import RowContext

Value = Callable[[RowContext], Cell]

VALUES: dict[str, Value] = {}
VALUE_TYPES: dict[str, str] = {}


def ledger_value(kind: str) -> Callable[[Value], Value]:
    """Registers a function as the ledger value of its own name, for columns of type `kind`."""

    def register(function: Value) -> Value:
        VALUES[function.__name__] = function
        VALUE_TYPES[function.__name__] = kind
        return function

    return register

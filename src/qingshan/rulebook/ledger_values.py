"""The ledger values: what fills each sub-column of 附件2-1 and 附件2-2 (domain §2.2, §2.3).

A `LedgerColumn.value` is a name in `VALUES`; `VALUE_TYPES` says the column type the value yields. One function a value,
documented where it stands: `RowContext` → `Cell`. What is not known is an empty cell, never a guess.
"""

from __future__ import annotations

from . import ledger_values_site, ledger_values_work
from .ledger_registry import VALUE_TYPES, VALUES, Value

CHANGED_BY: dict[str, tuple[str, ...]] = {
    "done_area": ("works",),
    "done_percent": ("works", "survey"),
    "invested": ("works", "funding"),
    "received": ("funding",),
    "spent": ("funding",),
}
"""Value that may not fall → kinds of facts whose correction explains that it did (domain §2.4)."""

__all__ = ["CHANGED_BY", "VALUES", "VALUE_TYPES", "Value", "ledger_values_site", "ledger_values_work"]

"""Decimals that every database keeps digit for digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

LONGEST_NUMBER = 40
"""Signs of a number written out."""


class ExactDecimalField(models.DecimalField):
    """A decimal kept as text: SQLite's own are binary figures, of which 15 digits come back. Not for sums in SQL."""

    def get_internal_type(self) -> str:
        return "CharField"

    def db_type_parameters(self, connection: Any) -> dict[str, Any]:
        return {**super().db_type_parameters(connection), "max_length": LONGEST_NUMBER}

    def from_db_value(self, value: str | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_db_prep_value(self, value: Any, *_: Any, **__: Any) -> str | None:
        number = self.to_python(value)
        return None if number is None else format(number, "f")

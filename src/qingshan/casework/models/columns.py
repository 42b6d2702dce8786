"""The typed table of a noun: its columns are the noun's fields, hung one to one on the spine."""

from __future__ import annotations

from typing import Any

from django.db import models

from qingshan.foundation.exact import ExactDecimalField
from qingshan.rulebook.nouns import Field, Noun

from ..shape import column_name
from .spine import FactRow


class NounTable(models.Model):
    """Base of every noun's table. Filled by the engine from the fact's payload; `qingshan check` proves the two equal."""

    fact = models.OneToOneField(FactRow, models.CASCADE, primary_key=True, related_name="+", verbose_name="事实")

    class Meta:
        abstract = True


def column(field: Field) -> models.Field[Any, Any] | None:
    """The column of a field; None for secrets, which never lie here."""
    if field.secret:
        return None
    label = field.name
    match field.type:
        case "date":
            return models.DateField(label, null=True, blank=True)
        case "time":
            return models.TimeField(label, null=True, blank=True)
        case "int":
            return models.IntegerField(label, null=True, blank=True)
        case "money":
            return models.BigIntegerField(label, null=True, blank=True, help_text="分")
        case "area" | "decimal" | "percent":
            unit = "㎡" if field.type == "area" else field.unit
            return ExactDecimalField(label, max_digits=30, decimal_places=18, null=True, blank=True, help_text=unit)
        case "bool":
            return models.BooleanField(label, null=True, blank=True)
        case "multi" | "rows" | "partial" | "geometry":
            return models.JSONField(label, null=True, blank=True)
        case "long":
            return models.TextField(label, blank=True, default="")
        case _:
            return models.CharField(label, max_length=300, blank=True, default="")


def declare(model: type[models.Model], noun: Noun) -> None:
    """Give a noun's table its columns. A field added to the noun is a new column and a migration."""
    for field in noun.fields:
        made = column(field)
        if made is not None:
            model.add_to_class(column_name(field), made)

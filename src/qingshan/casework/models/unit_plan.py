"""属地实施方案（五(二)1）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class UnitPlan(NounTable):
    class Meta:
        verbose_name = "属地实施方案"


declare(UnitPlan, BY_CODE["unit_plan"])

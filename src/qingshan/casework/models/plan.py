"""方案（五(二)2a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Plan(NounTable):
    class Meta:
        verbose_name = "方案"


declare(Plan, BY_CODE["plan"])

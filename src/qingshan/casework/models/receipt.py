"""签收（H-2）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Receipt(NounTable):
    class Meta:
        verbose_name = "签收"


declare(Receipt, BY_CODE["receipt"])

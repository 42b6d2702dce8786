"""资金（五(三)3a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Funding(NounTable):
    class Meta:
        verbose_name = "资金"


declare(Funding, BY_CODE["funding"])

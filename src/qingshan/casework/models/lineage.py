"""合并拆分（五(一)1c）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Lineage(NounTable):
    class Meta:
        verbose_name = "合并拆分"


declare(Lineage, BY_CODE["lineage"])

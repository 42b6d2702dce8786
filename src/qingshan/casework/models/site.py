"""矿山（采矿点）（五(一)1a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class SiteEntry(NounTable):
    class Meta:
        verbose_name = "矿山（采矿点）"


declare(SiteEntry, BY_CODE["site"])

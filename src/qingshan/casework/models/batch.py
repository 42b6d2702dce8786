"""年度名单（五(二)2d）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class BatchListing(NounTable):
    class Meta:
        verbose_name = "年度名单"


declare(BatchListing, BY_CODE["batch"])

"""摸底档案汇总（五(一)2b）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class ArchiveSigned(NounTable):
    class Meta:
        verbose_name = "摸底档案汇总"


declare(ArchiveSigned, BY_CODE["district_archive"])

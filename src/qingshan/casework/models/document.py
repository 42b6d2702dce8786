"""档案件（五(一)1i）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Document(NounTable):
    class Meta:
        verbose_name = "档案件"


declare(Document, BY_CODE["document"])

"""摸底（五(一)1d）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Survey(NounTable):
    class Meta:
        verbose_name = "摸底"


declare(Survey, BY_CODE["survey"])

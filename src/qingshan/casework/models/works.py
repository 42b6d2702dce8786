"""治理（五(三)1a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Works(NounTable):
    class Meta:
        verbose_name = "治理"


declare(Works, BY_CODE["works"])

"""执法（五(三)4a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Enforcement(NounTable):
    class Meta:
        verbose_name = "执法"


declare(Enforcement, BY_CODE["enforcement"])

"""核查（五(一)2a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Verification(NounTable):
    class Meta:
        verbose_name = "核查"


declare(Verification, BY_CODE["verification"])

"""前期手续（五(三)2a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Procedure(NounTable):
    class Meta:
        verbose_name = "前期手续"


declare(Procedure, BY_CODE["procedure"])

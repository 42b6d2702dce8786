"""反弹复查（五(四)0）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Recheck(NounTable):
    class Meta:
        verbose_name = "反弹复查"


declare(Recheck, BY_CODE["recheck"])

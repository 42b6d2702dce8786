"""巡查（三(三)-4）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Patrol(NounTable):
    class Meta:
        verbose_name = "巡查"


declare(Patrol, BY_CODE["patrol"])

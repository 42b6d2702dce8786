"""政策文件（H-1）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Policy(NounTable):
    class Meta:
        verbose_name = "政策文件"


declare(Policy, BY_CODE["policy"])

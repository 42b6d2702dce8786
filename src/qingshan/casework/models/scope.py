"""纳入范围（五(一)1c）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Scope(NounTable):
    class Meta:
        verbose_name = "纳入范围"


declare(Scope, BY_CODE["scope"])

"""摸底覆盖（五(一)1c）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Coverage(NounTable):
    class Meta:
        verbose_name = "摸底覆盖"


declare(Coverage, BY_CODE["coverage"])

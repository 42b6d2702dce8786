"""验收（五(四)1a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Acceptance(NounTable):
    class Meta:
        verbose_name = "验收"


declare(Acceptance, BY_CODE["acceptance"])

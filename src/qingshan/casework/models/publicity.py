"""公示（五(四)2b）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Publicity(NounTable):
    class Meta:
        verbose_name = "公示"


declare(Publicity, BY_CODE["publicity"])

"""销号（五(四)3a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Closure(NounTable):
    class Meta:
        verbose_name = "销号"


declare(Closure, BY_CODE["closure"])

"""认可（五(四)1c）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Recognition(NounTable):
    class Meta:
        verbose_name = "认可"


declare(Recognition, BY_CODE["recognition"])

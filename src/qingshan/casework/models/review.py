"""评审（五(二)3a）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Review(NounTable):
    class Meta:
        verbose_name = "评审"


declare(Review, BY_CODE["review"])

"""口径确认: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class ReadingDecision(NounTable):
    class Meta:
        verbose_name = "口径确认"


declare(ReadingDecision, BY_CODE["reading_decision"])

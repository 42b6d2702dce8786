"""周报（六(二)-5）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class WeeklyReport(NounTable):
    class Meta:
        verbose_name = "周报"


declare(WeeklyReport, BY_CODE["weekly"])

"""会议与督办（四-5）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Meeting(NounTable):
    class Meta:
        verbose_name = "会议与督办"


declare(Meeting, BY_CODE["meeting"])

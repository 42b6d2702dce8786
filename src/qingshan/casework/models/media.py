"""宣传（六(四)-1）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class MediaItem(NounTable):
    class Meta:
        verbose_name = "宣传"


declare(MediaItem, BY_CODE["media"])

"""报送（六(二)-6）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Dispatch(NounTable):
    class Meta:
        verbose_name = "报送"


declare(Dispatch, BY_CODE["dispatch"])

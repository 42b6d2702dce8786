"""延期与豁免（序-2）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class ExceptionGranted(NounTable):
    class Meta:
        verbose_name = "延期与豁免"


declare(ExceptionGranted, BY_CODE["exception"])

"""责任主体（三(一)-2）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Responsibility(NounTable):
    class Meta:
        verbose_name = "责任主体"


declare(Responsibility, BY_CODE["responsibility"])

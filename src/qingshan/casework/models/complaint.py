"""投诉（五(四)2d）: the typed table of its records."""

from qingshan.rulebook.nouns import BY_CODE

from .columns import NounTable, declare


class Complaint(NounTable):
    class Meta:
        verbose_name = "投诉"


declare(Complaint, BY_CODE["complaint"])

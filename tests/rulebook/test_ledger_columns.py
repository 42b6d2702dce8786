"""docs/ledger-columns.md says what every column may be filled by."""

from __future__ import annotations

from qingshan.rulebook.ledger_values import VALUES
from qingshan.rulebook.ledger_words import GROUPS
from tools.ledger_columns_doc import PAGE, page


def test_every_ledger_value_is_told_once_in_words():
    told = [value for values in GROUPS.values() for value in values]
    assert sorted(told) == sorted(VALUES)


def test_the_page_is_current():
    assert PAGE.read_text("utf-8") == page(), "python3 -m tools.ledger_columns_doc"

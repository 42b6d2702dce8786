"""No code hangs on one notice: its clauses, bodies and ledgers are in its folder (docs/new-notice.md)."""

from collections import Counter

import pytest

from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.nouns import BY_CODE
from tests.infra.checkout import ROOT
from tests.infra.ties import modules, ties_of, ties_of_page

SOURCE = ROOT / "src" / "qingshan"
KINDS = frozenset({"office", "street", "public", "institute", "holder"})
"""Kinds of bodies, and what a site's own street is called in the register: words of the product."""

WORDS_TOO = frozenset({"group", "planning", "coal", "development"})
"""Codes of bodies that are words of the domain as well."""

EXCUSED = {
    "cli/words.py": 1,  # an example in a help text
    "rulebook/upgrade.py": 3,  # what stored notices of the first format were asked by
    "exchange/register/synonyms.py": 1,  # heads of columns as registers have them
}
"""Where such a word stands for good reason, and how often; a number that falls is to be written down."""


def codes() -> set[str]:
    return (
        {p.code for folder in shipped_programmes().values() for p in load_programme(folder).parties}
        - KINDS
        - WORDS_TOO
        - set(BY_CODE)
    )


@pytest.mark.parametrize(
    ("line", "is_tie"),
    [
        ('clause = "五(四)1a"', True),
        ('"""五(四)1a says so"""', False),
        ('name = "附件2-1"', True),
        ('if party == "epb": pass', True),
        ('party = "office"', False),
        ('reading("C-10")', True),
        ('text = "三年"', False),
    ],
)
def test_a_word_of_one_notice_is_found(line, is_tie):
    assert ties_of(line, codes()) == ([1] if is_tie else [])


def test_no_module_and_no_template_hangs_on_one_notice():
    parties = codes()
    found = Counter()
    for path in modules(SOURCE):
        text = path.read_text("utf-8")
        lines = ties_of_page(text) if path.suffix == ".html" else ties_of(text, parties)
        if lines:
            found[path.relative_to(SOURCE).as_posix()] = len(lines)
    assert found == EXCUSED, "写进通知数据，不写在代码里"

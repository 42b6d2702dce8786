"""Judgements on the notice's own lists: codes the product asks for, and codes its rules know."""

from __future__ import annotations

from collections.abc import Collection

from .draft import Draft
from .findings import Report, nearest
from .lists import LISTS
from .nouns import NOUNS
from .toml_reader import Row

OWN_WORDS = frozenset(
    field.list.removeprefix("programme:")
    for noun in NOUNS
    for field in noun.fields
    if field.list.startswith("programme:")
)
"""Lists of a notice that records are filled from."""
NARROWED = {"damage_kinds": "damage_way", "notice_minerals": "mineral"}
"""Lists that choose some codes of a list of the field."""
PROGRESS = ("not_started", "behind", "on_schedule", "ahead", "done", "closed")
"""What `progress_of` says of a site."""
MUST_HAVE: dict[str, tuple[str, ...]] = {"progress": PROGRESS, "responsible_body": tuple(LISTS["responsible_body"])}
"""Lists whose words the rules choose themselves, all of them."""


def judge_own_lists(draft: Draft, report: Report, derived: Collection[str]) -> None:
    """No list takes the name of one made of another table, is empty, or is one nobody asks for."""
    known = {*LISTS, *OWN_WORDS, *NARROWED, "progress"} - set(derived)
    for row in draft.rows["list"]:
        code = row.value.code
        if code in derived:
            told = f"“{code}”由别的表得出"
            report.judge(row.file, f"{row.key}.code", "duplicate_code", told, "换一个代码，或删去这张表")
        elif code not in known:
            told = f"没有哪一项用代码表“{code}”"
            report.judge(row.file, f"{row.key}.code", "unknown_list", told, nearest(code, known, shown=len(known)))
        if not row.value.items:
            report.judge(row.file, f"{row.key}.items", "empty_value", "代码表是空的", '写 items = { "代码" = "名称" }')
        _judge_codes(report, row)


def _judge_codes(report: Report, row: Row) -> None:
    code, items = row.value.code, row.value.items
    for one in MUST_HAVE.get(code, ()):
        if one not in items:
            every = "、".join(MUST_HAVE[code])
            told = f"没有“{one}”的名称"
            report.judge(
                row.file, f"{row.key}.items.{one}", "missing_key", told, f'写 {one} = "名称"；全部要有：{every}'
            )
    known = PROGRESS if code == "progress" else LISTS.get(NARROWED.get(code, code))
    for one in items:
        if known is not None and one not in known:
            told = f"规则不认识代码“{one}”"
            report.judge(row.file, f"{row.key}.items.{one}", "unknown_choice", told, nearest(one, known))

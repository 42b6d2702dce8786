"""What a line of the facts workbook names as evidence: its slot, its file, or the promise to bring it (C-31, 附件1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from qingshan.foundation.problems import Problem
from qingshan.rulebook.file_names import is_file_name
from qingshan.rulebook.programme import Programme

_DRIVE = re.compile(r"\s*(?:(.*)[:：])?\s*([A-Za-z]:[\\/].*)", re.DOTALL)

Item = dict[str, Any]


class Named(Protocol):
    """The part of a read line that speaks of evidence."""

    @property
    def result(self) -> str: ...
    @property
    def evidence(self) -> Sequence[str]: ...
    @property
    def promised_on(self) -> date | None: ...


def parts(title: str) -> tuple[str, str]:
    """(档案位 or "", name) of one entry of the evidence column, written `档案位：文件名` or `文件名`."""
    path = _DRIVE.fullmatch(title)
    if path:
        return (path[1] or "").strip(), path[2].strip()
    slot, _, name = title.replace(":", "：").rpartition("：")
    return slot.strip(), name.strip()


def shared_by(lines: Sequence[Named]) -> frozenset[str]:
    """What every line of a paper names belongs to the paper; the rest to its own site alone."""
    return frozenset.intersection(*(frozenset(line.evidence) for line in lines))


def attached(
    programme: Programme, kind: str, line: Named, stored: Mapping[str, str], shared: frozenset[str], category: str = ""
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The paper's evidence and the line's own. `stored`: file name → SHA-256. Problem for a slot or file unknown.

    A promise without a name is the line's own: it promises what its stage owes of a site of this category.
    """
    if not line.evidence:
        return (), (promised(programme, kind, line, category) if line.promised_on else ())
    slot = only_slot(programme, kind, line.result)
    made = [(title, _item(programme, title, slot, stored, line.promised_on)) for title in line.evidence]
    return tuple(i for t, i in made if t in shared), tuple(i for t, i in made if t not in shared)


def promised(programme: Programme, kind: str, line: Named, category: str) -> tuple[Item, ...]:
    """One promise a slot; one without a slot where the record reaches no stage, or one that owes nothing."""
    asked = {s.code for s in programme.slots if not (category and s.categories) or category in s.categories}
    slots = [slot for slot in owed_slots(programme, kind, line.result) if slot in asked]
    return tuple(
        {"slot": slot, "title": "", "sha256": "", "promised_on": str(line.promised_on)} for slot in slots or [""]
    )


def owed_slots(programme: Programme, kind: str, result: str) -> tuple[str, ...]:
    """The slots that the stage reached by this record asks for."""
    stage = next((s for s in programme.stages if s.evidence.kind == kind and result in s.evidence.results), None)
    return tuple(dict.fromkeys(owing.slot for owing in stage.owes)) if stage else ()


def only_slot(programme: Programme, kind: str, result: str) -> str:
    """Where a paper without a slot goes: the only slot the stage of this record asks for, "" where it asks for several."""
    slots = owed_slots(programme, kind, result)
    return slots[0] if len(slots) == 1 else ""


def _item(programme: Programme, title: str, slot: str, stored: Mapping[str, str], promised_on: date | None) -> Item:
    word, name = parts(title)
    if word:
        slot = next((s.code for s in programme.slots if word in (s.code, s.name)), "")
        if not slot:
            known = "、".join(s.name for s in programme.slots)
            raise Problem("bad_value", field="证据", value=title, why=f"没有“{word}”这个档案位。可用：{known}。")
    digest = stored.get(name, "")
    if not digest and not promised_on and is_file_name(name):
        why = "没有找到这个文件。请放在工作簿旁边，或旁边的“证据”文件夹里；还不在手上的，写明证据补齐期限。"
        raise Problem("bad_value", field="证据", value=name, why=why)
    made: Item = {"slot": slot, "title": name, "sha256": digest}
    if promised_on and not digest:
        made["promised_on"] = promised_on.isoformat()
    return made

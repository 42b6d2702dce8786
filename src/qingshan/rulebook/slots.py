"""The documents of a file, slot by slot (附件1; design §1a, rule 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from .evidence import Course
from .facts import Fact
from .place import EXEMPT, NOT_APPLICABLE, Place, place_of
from .standing import day_of
from .status import SlotState
from .tables import Demand
from .values import is_filled, is_on_hand, rows

HAVE, OWED, PROMISED, LATER, NEVER = "have", "owed", "promised", "later", "never"


@dataclass(slots=True)
class Papers:
    """What is on file for one slot: documents with their number of pieces, the last promise, a "not applicable"."""

    filed: list[tuple[Fact, int]] = field(default_factory=list)
    pieces: int = 0
    promised_on: date | None = None
    is_promised: bool = False
    is_not_applicable: bool = False


@dataclass(slots=True)
class SlotFinding:
    demand: Demand
    state: str
    count: int
    promised_on: date | None


def papers_of(course: Course) -> dict[str, Papers]:
    """Slot code → its papers: document records, and the evidence attached to every other record.

    A document record is the paper itself, also where no file goes with it: it lies in the paper archive. What is
    attached to another record is there when it has its file.
    """
    found: dict[str, Papers] | None = course.memo.get("papers")
    if found is not None:
        return found
    found = {}
    for fact in course.facts:
        if fact.kind == "document":
            code = fact.subject or str(fact.payload.get("slot", ""))
            _take_document(found.setdefault(code, Papers()), fact)
        elif "evidence" in fact.payload:
            _take_attached(found, fact)
    course.memo["papers"] = found
    return found


def _take_document(papers: Papers, fact: Fact) -> None:
    if fact.result == "filed":
        _take(papers, fact, fact.payload.get("count"))
    elif fact.result == "promised":
        papers.is_promised, papers.promised_on = True, day_of(fact.payload.get("promised_on"))
    elif fact.result == "not_applicable":
        papers.is_not_applicable = True


def _take_attached(found: dict[str, Papers], fact: Fact) -> None:
    for item in rows(fact.payload["evidence"]):
        code = str(item.get("slot") or "")
        papers = found.get(code)
        if papers is None:
            papers = found[code] = Papers()
        if is_on_hand(item):
            _take(papers, fact, item.get("count"))
        elif item.get("promised_on"):
            papers.is_promised, papers.promised_on = True, day_of(item["promised_on"])


def _take(papers: Papers, fact: Fact, count: Any) -> None:
    pieces = count if isinstance(count, int) and not isinstance(count, bool) and count > 0 else 1
    papers.filed.append((fact, pieces))
    papers.pieces += pieces


def demanded_slots(course: Course) -> frozenset[str]:
    """The slots the category of the site asks for, and those asked for once a register field is known (C-45).

    Of a site without a category only what every category asks for.
    """
    site = course.site()
    asked = course.tables.asked_of.get(site.get("category"), course.tables.asked_of_all)
    known = [s.code for s in course.tables.where_known if s.code not in asked and is_filled(site.get(s.where_known))]
    if known and course.answer("slot_where_known") == "demanded":
        return asked.union(known)
    return asked


def findings_of(course: Course) -> tuple[SlotFinding, ...]:
    """Every demand of every slot of the programme with its state, in the order of the programme."""
    found: tuple[SlotFinding, ...] | None = course.memo.get("slots")
    if found is None:
        place = place_of(course)
        papers = papers_of(course)
        asked = demanded_slots(course)
        at_once = course.answer("slots_due") == "at_once"
        found = course.memo["slots"] = tuple(
            [
                _finding(course, place, papers.get(slot.code), demand, is_asked=slot.code in asked, at_once=at_once)
                for slot, demands in course.tables.demands
                for demand in demands
            ]
        )
    return found


def _finding(
    course: Course, place: Place, papers: Papers | None, demand: Demand, *, is_asked: bool, at_once: bool
) -> SlotFinding:
    count = _count(course, papers, demand) if papers else 0
    if count >= demand.at_least:
        return SlotFinding(demand, HAVE, count, None)
    if not is_asked:
        return SlotFinding(demand, NEVER, count, None)
    if papers and papers.is_not_applicable:
        return SlotFinding(demand, NOT_APPLICABLE, count, None)
    promised_on = papers.promised_on if papers else None
    if papers and papers.is_promised and promised_on and course.day <= promised_on:
        return SlotFinding(demand, PROMISED, count, promised_on)
    return SlotFinding(demand, OWED if at_once or is_due(place, demand) else LATER, count, promised_on)


def _count(course: Course, papers: Papers, demand: Demand) -> int:
    row = course.tables.by_code.get(demand.stage)
    if not demand.fresh or row is None or not course.ends:
        return papers.pieces
    return sum(n for fact, n in papers.filed if course.outlives(row, fact))


def is_due(place: Place, demand: Demand) -> bool:
    """The stage of the slot lies behind the case and was not waived; a slot without a stage is due from the start."""
    if not demand.stage:
        return True
    standing = place.by_code.get(demand.stage)
    return standing is not None and standing.row.index < place.limit and standing.state not in (EXEMPT, NOT_APPLICABLE)


_WORST_FIRST = {OWED: 0, PROMISED: 1, LATER: 2, NOT_APPLICABLE: 3, NEVER: 4, HAVE: 5}


def slots_of(course: Course) -> tuple[SlotState, ...]:
    """One state a slot: that of its most pressing demand; in the programme's order, or the notice's own (C-21)."""
    worst: dict[str, SlotFinding] = {}
    found = findings_of(course)
    if course.answer("slot_order") == "annex":
        found = tuple(sorted(found, key=lambda f: f.demand.slot.annex_no))
    for finding in found:
        code = finding.demand.slot.code
        before = worst.get(code)
        if before is None or _WORST_FIRST[finding.state] < _WORST_FIRST[before.state]:
            worst[code] = finding
    return tuple(
        [
            _state(code, f.state, f.count, f.demand.at_least, f.demand.stage, f.demand.slot.clause, f.promised_on)
            for code, f in worst.items()
        ]
    )


_state = lru_cache(maxsize=4096)(SlotState)
"""Slots of many sites stand alike; a frozen state is made once."""

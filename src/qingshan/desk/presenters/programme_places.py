"""What the tables of the notice share: where its rules bite, how a rule is made of a row, the words for its marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qingshan.desk.programme_shapes import Rule
from qingshan.desk.shapes import Link
from qingshan.rulebook.programme import Programme

from .programme_checks import stage_name

TO_CHECK = frozenset({"R-L", "R-M"})
CONFIDENCE = {"F": "通知原文", "R-H": "法规，可信", "R-M": "按记忆，待核对", "R-L": "估计，待核对", "D": "本系统建议"}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the desk shows things: each answers an address with the parameters given, "" where the person sees none."""

    sites: Callable[..., str]
    ledger: Callable[..., str]
    ledgers: str
    bodies: str
    programme: Callable[..., str]

    def at(self, programme: Programme, stage: str) -> tuple[Link, ...]:
        """The sites that stand at a stage."""
        return link_to(f"停在{stage_name(programme, stage)}的矿山", self.sites(place=stage)) if stage else ()

    def reading(self, code: str) -> tuple[Link, ...]:
        """The place of a reading in the register of readings."""
        return self.here(f"口径 {code}", "readings", code) if code else ()

    def here(self, text: str, part: str, key: str) -> tuple[Link, ...]:
        return link_to(text, f"{self.programme(part=part)}#{key}")


def link_to(text: str, url: str) -> tuple[Link, ...]:
    return (Link(text, url),) if url else ()


def rules_of(key: str, rows: Iterable[tuple[str, tuple[str, ...], str, str, tuple[Link, ...]]]) -> tuple[Rule, ...]:
    """Rows of cells, sentence, clause and links, numbered in order where their first cell is no code."""
    return tuple(
        Rule(f"{key}-{number}", name, cells, said, clause, links)
        for number, (name, cells, said, clause, links) in enumerate(rows, 1)
    )


def party_name(p: Programme, code: str) -> str:
    found = p.party(code)
    return found.name if found else code

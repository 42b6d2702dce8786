"""Which rows of a register the gates refuse, each with its cell, in the words of the reading's own complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingshan.exchange.register import Complaint
from qingshan.foundation.problems import Problem
from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.sentences import say
from qingshan.rulebook.values import cited

from .register_match import Row

FOR_ALL = frozenset({"not_allowed", "inactive_person"})
"""Problems that are no row's: they are said once."""
CELL_OF: Mapping[str, tuple[str, ...]] = {
    "polygon_area_far": ("licence_area", "damage_area"),
    "polygon_far_outside": ("licence_area", "damage_area"),
    "mineral_not_listed": ("minerals",),
    "outside_jurisdiction": ("street",),
}
"""Problem or blocker → the fields it may speak of, the filled one first; the name's cell for any other."""
WORDS = {"licence_area": "矿区", "damage_area": "破坏区"}


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """A row and what stands against it."""

    row: Row
    problem: Problem

    @property
    def cell(self) -> str:
        """The cell the refusal is about; the name's where it speaks of the whole row."""
        for key in self._keys():
            if cell := self.row.cells.get(key) or self.row.blank.get(key):
                return cell
        return self.row.cells.get("name") or self.row.blank.get("name") or f"A{self.row.row_no}"

    def _keys(self) -> Iterable[str]:
        said = str(self.problem.params.get("field") or self.problem.params.get("fields") or "").split("、")
        yield from (f.key for f in SITE.fields if f.name in said)
        for code, place in (
            (self.problem.code, ""),
            *((b.code, str(b.params.get("place", ""))) for b in self.problem.blockers),
        ):
            keys = CELL_OF.get(code, ())
            yield from (key for key in keys if not place or WORDS.get(key) == place)

    def complaint(self) -> Complaint:
        problem = self.problem
        reasons = [f"{say(b)}{cited(b.clause)}" for b in problem.blockers] or [problem.sentence, *problem.lines]
        name = str(self.row.values.get("name") or "")
        reason = f"第 {self.row.row_no} 行 {name}：{' '.join(reasons)}"
        return Complaint(
            self.row.file, self.row.sheet, self.cell, name, problem.code, reason, "请改正后再导入", blocking=True
        )


class RowsRefused(Problem):
    """Nothing of a register was stored, and these rows are why."""

    def __init__(self, refusals: Sequence[RowRefusal]) -> None:
        self.refusals = tuple(refusals)
        told: list[Any] = [r.complaint() for r in refusals[:20]]
        lines = [f"{c.file} {c.sheet} {c.cell} {c.reason}" for c in told]
        super().__init__("import_refused", count=len(refusals), lines=lines)

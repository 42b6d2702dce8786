"""This week's ledgers against the issue before, cell by cell (本周变化, domain §2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .facts import beijing_day
from .ledger_cells import Cell
from .ledger_data import ColumnInfo, LedgerData, LedgerRow


@dataclass(frozen=True, slots=True)
class RowChange:
    """A site that came, went or moved. `before` and `after` are ledger codes, empty for none.

    `decision` is what moved it: the scope decision of a move between the two (C-36), else the register act (合并、拆分、
    移交、作废) with its paper.
    """

    site: str
    name: str
    before: str
    after: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else than in the issue before; `old` and `new` as printed.

    `explanation` is the reason of a correction entered since, for a figure that fell; `is_explained` says there is one.
    """

    ledger: str
    site: str
    name: str
    key: str
    no: int
    head: str
    old: str
    new: str
    is_explained: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class LedgerChanges:
    """`previous` is the label of the issue compared with, empty when there is none. `fell` ⊂ `changed`."""

    previous: str
    previous_on: str
    added: tuple[RowChange, ...] = ()
    removed: tuple[RowChange, ...] = ()
    moved: tuple[RowChange, ...] = ()
    changed: tuple[CellChange, ...] = ()
    fell: tuple[CellChange, ...] = ()

    @property
    def unexplained(self) -> tuple[CellChange, ...]:
        """What may not be issued: figures that fell without a correction (累计数不得减少)."""
        return tuple(one for one in self.fell if not one.is_explained)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.moved or self.changed)

    def cell(self, site: str, key: str) -> CellChange | None:
        return next((one for one in self.changed if one.site == site and one.key == key), None)


def diff(previous: LedgerData | None, current: LedgerData) -> LedgerChanges:
    """What changed since `previous`. Numbers of rows and weekly columns do not count; without `previous` nothing does.

    A site on the same ledger is compared column by column, by the columns of the present layout that both issues have.
    """
    if previous is None:
        return LedgerChanges("", "")
    before, after = _places(previous), _places(current)
    acts = {one.site: one.words for one in current.acts}
    origins = {child: f"{one.site_name}{one.words}" for one in current.acts for child in one.children}
    changed = [change for site, place in after.items() for change in _cells(before.get(site), place, previous, current)]
    return LedgerChanges(
        previous=previous.label,
        previous_on=previous.on,
        added=tuple(
            RowChange(s, row.name, "", code, origins.get(s, "")) for s, (code, row) in after.items() if s not in before
        ),
        removed=tuple(
            RowChange(s, row.name, code, "", acts.get(s, "")) for s, (code, row) in before.items() if s not in after
        ),
        moved=tuple(
            RowChange(s, row.name, before[s][0], code, row.decision)
            for s, (code, row) in after.items()
            if s in before and before[s][0] != code
        ),
        changed=tuple(change for change, _ in changed),
        fell=tuple(change for change, has_fallen in changed if has_fallen),
    )


Place = tuple[str, LedgerRow]


def _places(data: LedgerData) -> dict[str, Place]:
    return {row.site: (sheet.code, row) for sheet in data.sheets for row in sheet.rows}


def _cells(
    old: Place | None, new: Place, previous: LedgerData, current: LedgerData
) -> Iterable[tuple[CellChange, bool]]:
    """The cells that differ, each with whether its figure fell where it may not.

    A site that moved is compared in what may not fall only: its other columns are those of another form.
    """
    if old is None:
        return
    code, row = new
    sheet = current.sheet(code)
    for column in sheet.columns if sheet else ():
        if column.weekly or column.key == "seq" or column.key not in old[1].cells:
            continue
        before, after = old[1].cells[column.key], row.cells[column.key]
        has_fallen = column.monotone and _fell(before, after)
        if before == after or (old[0] != code and not has_fallen):
            continue
        explained = _explanation(column, row, previous) if has_fallen else None
        change = CellChange(
            code,
            row.site,
            row.name,
            column.key,
            column.no,
            column.head,
            before.text,
            after.text,
            explained is not None,
            explained or "",
        )
        yield change, has_fallen


def _fell(before: Cell, after: Cell) -> bool:
    """A figure that is smaller, or gone. Only numbers are monotone."""
    if before.raw is None:
        return False
    return after.raw is None or Decimal(str(after.raw)) < Decimal(str(before.raw))


def _explanation(column: ColumnInfo, row: LedgerRow, previous: LedgerData) -> str | None:
    """The reason of a correction entered since the issue before; None when there is no such correction."""
    found = [
        one
        for one in row.corrections
        if (not column.changed_by or one.kind in column.changed_by) and _is_after(one.recorded_at, previous)
    ]
    return found[-1].reason or "有更正记录" if found else None


def _is_after(recorded_at: str, previous: LedgerData) -> bool:
    """Entered after the issue before was read; by the day when that issue does not say at what instant."""
    if previous.known_at:
        return datetime.fromisoformat(recorded_at) > datetime.fromisoformat(previous.known_at)
    return beijing_day(datetime.fromisoformat(recorded_at)).isoformat() > previous.on

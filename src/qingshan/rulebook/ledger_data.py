"""The ledgers of one issue day as data: frozen, JSON-safe, enough to print them again without anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

from .ledger_cells import Cell
from .questions import QUESTIONS

VERSION = 2
"""The shape of the JSON. A later shape reads the earlier ones."""


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What a comparison has to know of a column; `changed_by` names the facts whose correction explains a fall."""

    key: str
    no: int
    head: str
    type: str
    monotone: bool
    weekly: bool
    total: bool
    changed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A record that corrects another: what it is about, when it was entered (ISO instant) and why."""

    kind: str
    recorded_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One site on one ledger. `cells`: column key → cell. `subtotal` is the group it is counted under (C-35).

    `decision` is the scope decision that put it there: number, body and day (C-36); empty before any.
    """

    site: str
    name: str
    street: str
    subtotal: str
    seq: int
    is_pending: bool
    cells: Mapping[str, Cell]
    corrections: tuple[Correction, ...] = ()
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Subtotal:
    """Sums of the `total` columns over the rows of a group; `sums`: column key → cell."""

    code: str
    name: str
    count: int
    sums: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """One of the two ledgers: rows in printed order, a subtotal for every group that has rows, and the total."""

    code: str
    title: str
    columns: tuple[ColumnInfo, ...]
    rows: tuple[LedgerRow, ...]
    subtotals: tuple[Subtotal, ...]
    total: Subtotal


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A figure the notice states beside what the register counts (C-04); `deviation` = counted − expected."""

    code: str
    name: str
    clause: str
    expected: int
    counted: int
    deviation: int


@dataclass(frozen=True, slots=True)
class StandingLine:
    """How many sites stand where: 2-1, of them 待核定, 2-2, off the ledgers, all."""

    code: str
    name: str
    count: int
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingLineUsed:
    """A reading in force on the day, with what it means, what was not chosen, and since when (口径).

    `governs` is the question it answers; a reading that changes nothing computed has a `reason` instead.
    """

    code: str
    clause: str
    title: str
    chosen: str
    meaning: str
    effective_from: str
    decided_by: str
    document_no: str
    note: str
    governs: str = ""
    reason: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A number the notice does not give; `to_check` prints 待核对."""

    code: str
    value: str
    unit: str
    note: str
    to_check: bool


@dataclass(frozen=True, slots=True)
class TargetLine:
    """`needed`, `reached` and `total` are sites, m² or 分 as `measure` says: sites, area, investment (C-02)."""

    code: str
    name: str
    kind: str
    clause: str
    by: str
    percent: str
    needed: int
    reached: int
    total: int
    measure: str
    verdict: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """Whom to call about a site. `kind`: not_reported or overdue; `by` is the day it was due, ISO, or empty."""

    party: str
    party_name: str
    kind: str
    site: str
    site_name: str
    matter: str
    clause: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """An exception in force for a site of the ledgers; days are ISO, `until` empty without an end."""

    site: str
    site_name: str
    number: str
    words: str
    approver: str
    document_no: str
    granted_on: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """The register act that took a site off the ledgers, with its paper; `children` are the sites a split made."""

    site: str
    site_name: str
    words: str
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerData:
    """Everything printed of one issue day. Days are ISO; `weeks` are the numbers the issue bears, two when merged;
    `number` and `label` are printed: TZ-2019-W67 and 第67期.

    `since` is the day of the issue before. `known_at` is the ISO instant up to which records were read, or empty.
    """

    programme_code: str
    programme_name: str
    programme_version: str
    programme_digest: str
    document_no: str
    district: str
    on: str
    due_on: str
    since: str
    known_at: str
    weeks: tuple[int, ...]
    number: str
    label: str
    is_demo: bool
    sheets: tuple[LedgerSheet, ...]
    standing: tuple[StandingLine, ...]
    control: tuple[ControlLine, ...]
    readings: tuple[ReadingLineUsed, ...]
    parameters: tuple[ParameterLine, ...]
    targets: tuple[TargetLine, ...]
    situation: str
    message: str
    calls: tuple[CallLine, ...]
    off: tuple[str, ...] = ()
    exceptions: tuple[ExceptionLine, ...] = ()
    acts: tuple[ActLine, ...] = ()
    version: int = field(default=VERSION)

    def answer(self, question: str) -> str:
        """How a question of `questions.py` was read for this issue."""
        used = next((r.chosen for r in self.readings if r.governs == question), "")
        return used or QUESTIONS[question].default

    def sheet(self, code: str) -> LedgerSheet | None:
        return next((s for s in self.sheets if s.code == code), None)

    def row(self, site: str) -> tuple[str, LedgerRow] | None:
        """The ledger a site stands on and its row; None when it stands on none."""
        return next(((s.code, r) for s in self.sheets for r in s.rows if r.site == site), None)

    def to_json(self) -> dict[str, Any]:
        """JSON values only; `from_json` gives back an equal object, also after `json.dumps` and `loads`."""
        plain: dict[str, Any] = _to_plain(self)
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LedgerData:
        """Reads what `to_json` gave. `ValueError` for a shape of a later version."""
        if data.get("version", VERSION) > VERSION:
            raise ValueError(f"台账数据的格式版本 {data['version']} 较新，本软件只认识到 {VERSION}。")
        read: dict[str, Any] = {
            name: _flat(kind, data.get(name, ()))
            for name, kind in (
                ("standing", StandingLine),
                ("control", ControlLine),
                ("readings", ReadingLineUsed),
                ("parameters", ParameterLine),
                ("targets", TargetLine),
                ("calls", CallLine),
                ("exceptions", ExceptionLine),
                ("acts", ActLine),
            )
        }
        read["sheets"] = tuple(_sheet(one) for one in data["sheets"])
        for one in fields(cls):
            if one.name not in read:
                read[one.name] = _frozen(data[one.name])
        return cls(**read)


def _to_plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    kind: Any = type(value)
    if names := _names(kind):
        return {name: _to_plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: _to_plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_to_plain(one) for one in value]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass; none for every other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _flat(kind: Any, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**{key: _frozen(one) for key, one in row.items()}) for row in rows)


def _cells(cells: Mapping[str, Mapping[str, Any]]) -> dict[str, Cell]:
    return {key: Cell(**cell) for key, cell in cells.items()}


def _subtotal(data: Mapping[str, Any]) -> Subtotal:
    return Subtotal(data["code"], data["name"], data["count"], _cells(data["sums"]))


def _row(data: Mapping[str, Any]) -> LedgerRow:
    own = {key: value for key, value in data.items() if key not in ("cells", "corrections")}
    return LedgerRow(**own, cells=_cells(data["cells"]), corrections=_flat(Correction, data["corrections"]))


def _sheet(data: Mapping[str, Any]) -> LedgerSheet:
    return LedgerSheet(
        data["code"],
        data["title"],
        _flat(ColumnInfo, data["columns"]),
        tuple(_row(one) for one in data["rows"]),
        tuple(_subtotal(one) for one in data["subtotals"]),
        _subtotal(data["total"]),
    )

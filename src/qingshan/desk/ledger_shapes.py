"""What the ledger pages and the pages of the notice show, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.desk.shapes import FactLine, Link, Mark, Tag


@dataclass(frozen=True, slots=True)
class Download:
    text: str
    url: str
    sha256: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issued ledger of the list."""

    title: str
    url: str
    on: str
    weekday: str
    issued_at: str
    issued_by: str
    counts: str
    changes: str
    sha256: str
    mark: Mark
    note: str = ""
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True, slots=True)
class DueLine:
    """A Thursday not issued yet."""

    title: str
    url: str
    due_on: str
    weekday: str
    slack: Mark
    note: str


@dataclass(frozen=True, slots=True)
class LedgerListPage:
    sentence: str
    clause: str
    due: tuple[DueLine, ...]
    issues: tuple[IssueRow, ...]
    total: int
    prev_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    mark: Mark
    text: str
    url: str = ""
    link: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class BandChip:
    code: str
    name: str
    url: str
    shown: bool


@dataclass(frozen=True, slots=True)
class BandHead:
    name: str
    span: int


@dataclass(frozen=True, slots=True)
class NumberHead:
    no: int
    span: int
    cls: str


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: str
    under: str
    cls: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One ledger cell. `old` is what last issued week had; `cls` carries width, alignment and the diff mark."""

    text: str
    cls: str
    old: str = ""
    mark: Mark | None = None
    is_zero: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    seq: str
    name: str
    url: str
    tag: str
    cells: tuple[Cell, ...]
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    rows: tuple[LedgerRow, ...]
    title: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LedgerTable:
    caption: str
    chips: tuple[BandChip, ...]
    bands: tuple[BandHead, ...]
    numbers: tuple[NumberHead, ...]
    columns: tuple[Column, ...]
    groups: tuple[LedgerGroup, ...]
    total: LedgerGroup | None
    width: int
    column_count: int
    changed_only: bool
    changed_url: str
    empty: str = ""
    frozen: tuple[tuple[str, str], ...] = (("1", "序号"), ("2", "矿山（采矿点）名称"))
    """Number and head of the two columns that stay in sight: the site's number and its name."""

    @property
    def span(self) -> int:
        return len(self.columns) + 2


@dataclass(frozen=True, slots=True)
class ChangeLine:
    site: str
    url: str
    what: str
    column: str
    before: str
    after: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ControlLine:
    name: str
    clause: str
    notice: str
    register: str
    difference: str
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadingLine:
    code: str
    clause: str
    title: str
    chosen: str
    meaning: str
    decided: str
    others: tuple[str, ...] = ()
    note: str = ""
    reason: str = ""  # why the reading changes nothing computed


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """One issue, or the preview of one. `kind`: preview, issued, superseded."""

    kind: str
    title: str
    tag: Tag
    sentence: str
    clause: str
    checks: tuple[CheckLine, ...]
    frozen: tuple[FactLine, ...]
    downloads: tuple[Download, ...]
    tabs: tuple[Link, ...]
    tab: str
    table: LedgerTable | None = None
    changes: tuple[ChangeLine, ...] = ()
    compared_with: str = ""
    control: tuple[ControlLine, ...] = ()
    readings: tuple[ReadingLine, ...] = ()
    situation: tuple[str, ...] = ()
    message: str = ""
    calls: tuple[str, ...] = ()
    superseded_by: Link | None = None
    supersedes: Link | None = None
    issue_hint: str = ""

"""What the import pages show, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from .shapes import Kpi, Mark


@dataclass(frozen=True, slots=True)
class RunLine:
    """One register that was looked at or brought in."""

    url: str
    file: str
    mark: Mark
    sender: str
    at: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class MappingLine:
    sender: str
    head: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportsPage:
    sentence: str
    clause: str
    waiting: tuple[RunLine, ...]
    done: tuple[RunLine, ...]
    mappings: tuple[MappingLine, ...]
    senders: tuple[str, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class CellLine:
    """One thing wrong, or worth a look: where it stands, what it is, and what to do."""

    mark: Mark
    sheet: str
    row: str
    column: str
    value: str
    reason: str
    hint: str
    clause: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A head nobody understood, with its first values and the choices, the nearest ones first."""

    number: int
    place: str
    head: str
    samples: str
    guesses: str
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PlacedLine:
    place: str
    head: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class WrittenLine:
    url: str
    code: str
    name: str
    what: str
    source: str
    fact: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A register: being read, refused as a file, with its report, or brought in. `state` is one of RegisterImport's."""

    key: str
    file: str
    sender: str
    state: str
    sentence: str
    is_working: bool = False
    is_lost: bool = False
    progress: str = ""
    fault: str = ""
    digest: str = ""
    sha256: str = ""
    read_at: str = ""
    kpis: tuple[Kpi, ...] = ()
    cells: tuple[CellLine, ...] = ()
    cells_more: int = 0
    unread: tuple[HeadLine, ...] = ()
    understood: tuple[PlacedLine, ...] = ()
    changes: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    lists_more: int = 0
    blocking: int = 0
    clause: str = ""
    senders: tuple[str, ...] = ()
    written: tuple[WrittenLine, ...] = ()
    written_more: int = 0

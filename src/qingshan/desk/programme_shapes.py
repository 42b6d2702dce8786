"""What the pages of the notice show, as plain data. The tables are those of the workbook too, one sheet a table."""

from __future__ import annotations

from dataclasses import dataclass

from .ledger_shapes import ReadingLine
from .shapes import Link


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the notice: a row of its table, and a line under its clause.

    `cells` are as many as the table has heads; `said` is the rule in one line; `links` lead to where it bites.
    `is_to_check` marks a figure from memory (待核对). `key` is its place on the page.
    """

    key: str
    name: str
    cells: tuple[str, ...]
    said: str
    clause: str = ""
    links: tuple[Link, ...] = ()
    is_to_check: bool = False


@dataclass(frozen=True, slots=True)
class RuleTable:
    """`kind` is the word before a rule's name where rules of several tables stand together."""

    code: str
    title: str
    kind: str
    part: str
    heads: tuple[str, ...]
    rules: tuple[Rule, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClauseRule:
    kind: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """One clause with all that the desk does because of it."""

    code: str
    summary: str
    party: str
    rules: tuple[ClauseRule, ...]


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """A part of the notice, in the paper's order. `key` is its place on the page."""

    key: str
    title: str
    clauses: tuple[ClauseEntry, ...]


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """A reading in the register. `effect` says what it decides and by which day; `links` the rules it governs."""

    line: ReadingLine
    effect: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """The notice: clause by clause (`part` empty), or the tables of one part. `groups` or `tables` is filled."""

    title: str
    sentence: str
    part: str
    search: str
    parts: tuple[Link, ...]
    groups: tuple[ClauseGroup, ...]
    unclaimed: tuple[ClauseRule, ...]
    tables: tuple[RuleTable, ...]
    readings: tuple[ReadingEntry, ...]
    file_url: str
    clear_url: str
    found: str
    facts: tuple[tuple[str, str], ...]
    keep: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.unclaimed or self.tables or self.readings)


@dataclass(frozen=True, slots=True)
class ClausePage:
    code: str
    label: str
    summary: str
    party: str
    rules: tuple[ClauseRule, ...]
    siblings: tuple[Link, ...]
    list_url: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the notice this store took over."""

    version: str
    since: str
    by: str
    reason: str
    digest: str

"""What the page of a form shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.desk.shapes import BlockerLine, FactLine, Mark

from .said import Fault


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to choose."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One input. `kind`: text, long, select, radios, boxes, area, rows. `needed` says when it must be filled.

    `rows` of a sub-table hold inputs of their own, under `heads`.
    """

    name: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    mode: str = "text"
    items: tuple[Item, ...] = ()
    needed: str = ""
    note: str = ""
    told: str = ""
    fault: str = ""
    is_secret: bool = False
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[FormField, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    numeral: str
    title: str
    fields: tuple[FormField, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file stored for the form."""

    title: str
    size: str
    digest: str
    slot: str = ""
    unstored: str = ""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One form. `mode`: fill, approve (read and decide), seen (somebody else's turn).

    `original` is the record a correction is to replace, `why` the reason, `taken_back` that nothing takes its place.
    `follows` are what the record would bring, once it was looked at; `ready` that nothing stands against it.
    """

    code: str
    name: str
    url: str
    draft_url: str
    action: str
    title: str
    clause: str
    sentence: str
    help: str
    mode: str
    facts: tuple[FactLine, ...]
    sections: tuple[Section, ...]
    seen: int
    files: tuple[FileLine, ...] = ()
    slots: tuple[Item, ...] = ()
    blockers: tuple[BlockerLine, ...] = ()
    faults: tuple[Fault, ...] = ()
    follows: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    ready: bool = False
    needs_second: bool = False
    second: str = ""
    state: Mark | None = None
    saved: str = ""
    returned: str = ""
    problem: str = ""
    original: tuple[FactLine, ...] = ()
    why: str = ""
    why_fault: str = ""
    taken_back: bool = False

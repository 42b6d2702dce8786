"""From rows of a sheet to sites: which are new, which change, which are the same; then written through the actions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.standing import REGISTER_KINDS

from .actions.site import Codes, amend_site, open_site
from .entry import Line, Paper
from .queries import attributes, dossiers
from .register_match import NOTHING, UNNAMED, OnFile, Row, differences
from .register_near import Near, near_entries
from .row_refusals import FOR_ALL, RowRefusal, RowsRefused
from .writer import Writer


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one site: what is on file and what the sheet says."""

    site: str
    name: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A row and what is written of it. `code` is empty for a new site; `alike` is a site of its name elsewhere."""

    row: Row
    values: Mapping[str, Any]
    code: str = ""
    changes: tuple[Change, ...] = ()
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Emptied:
    """A cell that says nothing, or only words, where the file of the site holds a value. The file keeps it."""

    site: str
    name: str
    field: str
    before: Any
    said: str
    row: Row
    cell: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """`new` entries become sites, `changed` amend one; `same` counts rows that change nothing.

    `seen` is the head of the audit chain the plan was made at, `known` what was on file then. `emptied` changes nothing,
    and is told.
    """

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    same: int
    rows: tuple[Row, ...] = ()
    seen: str = ""
    emptied: tuple[Emptied, ...] = ()
    near: tuple[Near, ...] = ()
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for entry in self.changed for change in entry.changes)


def plan_import(rows: Sequence[Row]) -> ImportPlan:
    """Match every row with the register: first those that change nothing, then the others with the nearest site."""
    seen = audit.head()
    sites = list(Site.objects.order_by("pk"))
    on_file = OnFile(
        {s.code: attributes(dossier) for s, dossier in zip(sites, dossiers(sites, REGISTER_KINDS), strict=True)}
    )
    same = [(row, on_file.take_same(row)) for row in rows]
    others = [row for row, code in same if not code]
    found = [(row, on_file.take_nearest(row)) for row in others]
    names = _Names(programme_in_force().register.unnamed, on_file.names | {str(r.values.get("name")) for r in rows})
    new = tuple(_new(row, names, on_file) for row, code in found if not code)
    return ImportPlan(
        new,
        tuple(_changed(row, code, on_file.known[code]) for row, code in found if code),
        len(rows) - len(others),
        tuple(rows),
        seen,
        tuple(e for row, code in (*same, *found) if code for e in _emptied(row, code, on_file.known[code])),
        near_entries(programme_in_force(), [entry.values for entry in new], on_file.known),
        on_file.known,
    )


def _emptied(row: Row, code: str, known: Mapping[str, Any]) -> list[Emptied]:
    said = {note.key: note.text for note in row.notes if note.key in row.blank}
    name = str(known.get("name", ""))
    return [
        Emptied(code, name, key, known[key], said.get(key, ""), row, cell)
        for key, cell in row.blank.items()
        if key != "name" and known.get(key) not in NOTHING and not _is_noted(known, key, said.get(key))
    ]


def _is_noted(known: Mapping[str, Any], key: str, text: str | None) -> bool:
    """Whether the words of a cell are those the value on file was read from."""
    return any(note["key"] == key and note["text"] == text for note in known.get("as_read") or ())


class _Names:
    """Made-up names go on after those on file: a reading counts from one and does not know the register."""

    def __init__(self, pattern: str, used: set[str]) -> None:
        self._pattern, self._used, self._last = pattern, used, 0

    def next(self) -> str:
        self._last += 1
        while self._pattern.format(n=self._last) in self._used:
            self._last += 1
        return self._pattern.format(n=self._last)


def _new(row: Row, names: _Names, on_file: OnFile) -> Entry:
    values = {**row.values, **_kept_apart(row, row.values)}
    if UNNAMED in row.flags and values["name"] in on_file.names:
        values["name"] = names.next()
    return Entry(row, values, alike=on_file.alike(row))


def _changed(row: Row, code: str, known: Mapping[str, Any]) -> Entry:
    values = differences(row, known)
    name = str(known.get("name", ""))
    changes = tuple(Change(code, name, key, known.get(key), value) for key, value in values.items())
    apart = _kept_apart(row, values, {key for key in known if known[key] not in NOTHING})
    said = {note["key"] for note in apart.get("as_read", ())} | set(values)
    notes = [note for note in known.get("as_read") or () if note["key"] not in said] + apart.get("as_read", [])
    flags = [f for f in apart.get("flags", []) if f != UNNAMED]
    if UNNAMED in (known.get("flags") or ()) and "name" not in values:
        flags.append(UNNAMED)
    # The action asks for name and street whatever else is amended.
    written = {"name": name, "street": known.get("street"), **values, "as_read": notes, "flags": flags}
    return Entry(row, {k: v for k, v in written.items() if v or known.get(k)}, code, changes)


def _kept_apart(row: Row, values: Mapping[str, Any], on_file: Collection[str] = ()) -> dict[str, Any]:
    """The original text of what was read as an approximation, or was only words (长期) where nothing is `on_file`;
    and what the clerk should look at."""
    apart: dict[str, Any] = {}
    notes = [n for n in row.notes if n.key in values or (n.key not in row.values and n.key not in on_file)]
    if notes:
        apart["as_read"] = [{"key": note.key, "text": note.text} for note in notes]
    if row.flags:
        apart["flags"] = list(row.flags)
    return apart


@dataclass(frozen=True, slots=True)
class Imported:
    created: tuple[str, ...]
    amended: tuple[str, ...]
    same: int


Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def apply_import(
    session: Session,
    plan: ImportPlan,
    *,
    happened_on: date,
    amended_on: date,
    source: str,
    is_trial: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Write the whole plan or nothing; a trial does the same and takes it back. RowsRefused with every row that a gate
    refuses; Problem when others wrote meanwhile what the plan did not see."""
    with writing():
        session, programme = session.in_turn(), programme_in_force()
        _refuse_stale(plan)
        writer = Writer(session, programme)
        codes = Codes(programme)
        created = [codes.next(str(entry.values.get("category") or "")) for entry in plan.new]
        writer.lock(entry.code for entry in plan.changed)
        judged = _Judged(len(plan.new) + len(plan.changed), progress)
        for code, entry in zip(created, plan.new, strict=True):
            with judged.of(entry):
                open_site(writer, entry.values, happened_on=happened_on, source=_source(entry.row), code=code)
        for entry in plan.changed:
            paper = Paper(happened_on=amended_on, source=_source(entry.row))
            with judged.of(entry):
                amend_site.enter(writer, paper, [Line(entry.code, "amended", entry.values)])
        if judged.refusals:
            raise RowsRefused(judged.refusals)
        writer.flush(progress)
        if created or plan.changed:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="register.import",
                subject=source[:160],
                data={"created": len(created), "amended": len(plan.changed), "same": plan.same},
            )
        if is_trial:
            transaction.set_rollback(True)
    return Imported(tuple(created), tuple(entry.code for entry in plan.changed), plan.same)


class _Judged:
    """Gathers what stands against the entries of a plan, one after the other."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._done, self._progress = total, 0, progress
        self.refusals: list[RowRefusal] = []

    @contextmanager
    def of(self, entry: Entry) -> Iterator[None]:
        try:
            yield
        except Problem as problem:
            if problem.code in FOR_ALL:
                raise
            self.refusals.append(RowRefusal(entry.row, problem))
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _refuse_stale(plan: ImportPlan) -> None:
    """The plan was shown outside the lock; under it, it must still be the plan."""
    if audit.head() == plan.seen:
        return
    now = plan_import(plan.rows)
    if (len(now.new), now.changes) != (len(plan.new), plan.changes):
        raise Problem("stale", site="名册")


def _source(row: Row) -> str:
    return f"{row.file}·{row.sheet}·第 {row.row_no} 行"[:300]

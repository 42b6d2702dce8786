"""From rows of a sheet to sites: which are new, which change, which are the same; then written through the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import transaction

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.foundation.notice import programme_in_force
from qingshan.register.models import Site

from .actions.site import amend_site, register_site
from .entry import Line, Paper
from .queries import attributes, dossiers

KEPT_APART = ("as_read", "flags")
"""Written with the rest but never a change by themselves."""


class Row(Protocol):
    """A row as `exchange.register` reads it."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row_no(self) -> int: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def notes(self) -> Sequence[Any]: ...
    @property
    def flags(self) -> Sequence[str]: ...


def payload_of(row: Row) -> dict[str, Any]:
    """What is registered of a row: its values, the original text of approximations, and what the clerk should look at."""
    payload = {**row.values}
    if row.notes:
        payload["as_read"] = [{"key": note.key, "text": note.text} for note in row.notes]
    if row.flags:
        payload["flags"] = list(row.flags)
    return payload


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one site: what is on file and what the sheet says."""

    site: str
    name: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """`new` rows become sites, `changed` amend one; `same` counts rows that change nothing."""

    new: tuple[Row, ...]
    changed: tuple[tuple[str, Row, tuple[Change, ...]], ...]
    same: int

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for _, _, changes in self.changed for change in changes)


def plan_import(rows: Sequence[Row]) -> ImportPlan:
    """Match every row with the register: by 来源编号, then licence number, then name and street, then exact position."""
    sites = list(Site.objects.order_by("pk"))
    known = {site.code: attributes(dossier) for site, dossier in zip(sites, dossiers(sites), strict=True)}
    index = _index(known)
    new: list[Row] = []
    changed: list[tuple[str, Row, tuple[Change, ...]]] = []
    same = 0
    for row in rows:
        code = next((index[key] for key in _keys(payload_of(row)) if key in index), "")
        if not code:
            new.append(row)
            continue
        on_file = known[code]
        changes = tuple(
            Change(code, str(on_file.get("name", "")), key, on_file.get(key), value)
            for key, value in row.values.items()
            if key not in KEPT_APART and value not in (None, "", []) and on_file.get(key) != value
        )
        if changes:
            changed.append((code, row, changes))
        else:
            same += 1
    return ImportPlan(tuple(new), tuple(changed), same)


def _index(known: Mapping[str, Mapping[str, Any]]) -> dict[tuple[Any, ...], str]:
    index: dict[tuple[Any, ...], str] = {}
    for code, values in known.items():
        for key in _keys(values):
            index.setdefault(key, code)
    return index


def _keys(values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What identifies a site, best first. An unnamed site is never matched by its made-up name."""
    keys: list[tuple[Any, ...]] = []
    if values.get("source_no"):
        # A source's own number is the whole truth about identity: nothing weaker may override it.
        return [("source", values["source_no"])]
    if values.get("licence_no"):
        keys.append(("licence", values["licence_no"]))
    if "unnamed" not in (values.get("flags") or ()):
        keys.append(("name", values.get("name"), values.get("street")))
    elif values.get("longitude"):
        keys.append(("place", values["longitude"], values.get("latitude")))
    return keys


@dataclass(frozen=True, slots=True)
class Imported:
    created: tuple[str, ...]
    amended: tuple[str, ...]
    same: int


def apply_import(session: Session, plan: ImportPlan, *, happened_on: date, amended_on: date, source: str) -> Imported:
    """Write the whole plan or nothing."""
    programme_in_force()
    with transaction.atomic():
        created = [
            register_site(session, payload_of(row), happened_on=happened_on, source=_source(row, source))[0]
            for row in plan.new
        ]
        for code, row, changes in plan.changed:
            values = {change.field: change.after for change in changes}
            values.setdefault("name", row.values.get("name"))
            values.setdefault("street", row.values.get("street"))
            paper = Paper(happened_on=amended_on, source=_source(row, source))
            amend_site(session, paper, [Line(code, "amended", values)])
        if created or plan.changed:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="register.import",
                subject=source[:160],
                data={"created": len(created), "amended": len(plan.changed), "same": plan.same},
            )
    return Imported(tuple(created), tuple(code for code, _, _ in plan.changed), plan.same)


def _source(row: Row, source: str) -> str:
    return f"{row.file}·{row.sheet}·第 {row.row_no} 行"[:300] or source

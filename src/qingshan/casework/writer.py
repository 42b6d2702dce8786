"""What the papers of one transaction write, gathered and then laid down with one insert a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.facts import Dossier, Fact, beijing_day
from qingshan.rulebook.nouns import BY_CODE
from qingshan.rulebook.programme import Programme

from .models import TABLES, ComplainantIdentity, FactRow, Record
from .projection import PROJECTED, Lookups, Refreshed, by_key, project_register, refresh_many
from .queries import dossiers, sites_for
from .secrets import seal
from .shape import typed_columns


@dataclass(frozen=True, slots=True)
class Written:
    """One line to be written: its fact under its record and noun, and the secrets that go elsewhere."""

    noun: str
    action: str
    record: Record
    site: Site
    fact: Fact
    identity: Mapping[str, str]


class Writer:
    """One transaction's sites, locked, with their files as the papers so far have made them."""

    def __init__(self, session: Session, programme: Programme) -> None:
        self.session, self.programme = session, programme
        self._sites: dict[str, Site] = {}
        self._dossiers: dict[str, Dossier] = {}
        self._new: list[Site] = []
        self._lines: list[Written] = []

    def lock(self, codes: Iterable[str]) -> None:
        """Lock the sites this person may see and read their files; those already at hand are left alone."""
        wanted = [code for code in dict.fromkeys(codes) if code not in self._sites]
        visible = sites_for(self.session.actor).select_for_update(of=("self",))
        found = list(by_key(visible, "code", wanted))
        self._sites |= {site.code: site for site in found}
        self._dossiers |= {dossier.site: dossier for dossier in dossiers(found)}

    def open(self, site: Site) -> None:
        """Take a site nobody has registered yet; it is saved with the rest."""
        self._new.append(site)
        self._sites[site.code] = site
        self._dossiers[site.code] = Dossier(site.code, ())

    def site(self, code: str) -> Site:
        """A locked site; Problem 404 alike for unknown and invisible."""
        if code not in self._sites:
            raise Problem("unknown_site", site=code)
        return self._sites[code]

    def dossier(self, code: str) -> Dossier:
        return self._dossiers[code]

    def add(self, lines: Iterable[Written]) -> None:
        for line in lines:
            before = self._dossiers[line.site.code]
            self._dossiers[line.site.code] = Dossier(before.site, (*before.facts, line.fact))
            line.site.version += 1
            self._lines.append(line)

    def flush(self) -> None:
        """Write everything, in the order it came, and refresh the stored Status of every site touched."""
        self._save_sites()
        Record.objects.bulk_create({line.record.pk: line.record for line in self._lines}.values())
        rows = FactRow.objects.bulk_create([_row(line) for line in self._lines])
        typed: dict[str, list[Any]] = {}
        for line, row in zip(self._lines, rows, strict=True):
            columns = typed_columns(BY_CODE[line.noun], line.fact.payload)
            typed.setdefault(line.noun, []).append(TABLES[line.noun](fact=row, **columns))
        for noun, made in typed.items():
            TABLES[noun].objects.bulk_create(made)
        self._seal()
        audit.append_all([self._witness(line, row) for line, row in zip(self._lines, rows, strict=True)])
        self._refresh()

    def _save_sites(self) -> None:
        """New sites and those with new register facts get their columns; of the others only the version moved."""
        registered = {line.site.code for line in self._lines if line.fact.kind == "site"}
        if registered:
            lookups = Lookups(self._dossiers[code] for code in registered)
            for code in registered:
                project_register(self._sites[code], lookups)
        is_new = {site.code for site in self._new}
        touched = {line.site.code: line.site for line in self._lines if line.site.code not in is_new}
        Site.objects.bulk_create(self._new)
        if touched:
            # An upsert: an update with one CASE a row and column is far slower.
            columns = [*PROJECTED, "version"] if registered else ["version"]
            rows = list(touched.values())
            Site.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)

    def _seal(self) -> None:
        """The identity of a complainant once a paper, however many sites it is about."""
        secret = {line.record.pk: line for line in self._lines if line.identity}
        ComplainantIdentity.objects.bulk_create(
            ComplainantIdentity(record=line.record, sealed=seal(line.identity)) for line in secret.values()
        )

    def _witness(self, line: Written, row: FactRow) -> audit.Witness:
        return audit.Witness(
            at=self.session.now,
            actor=self.session.actor.label,
            action=line.action,
            subject=line.site.code,
            data={
                "fact": line.fact.id,
                "record": str(line.record.id),
                "result": line.fact.name,
                "happened_on": line.fact.happened_on,
                "replaces": line.fact.replaces,
            },
            record=record_json(row),
        )

    def _refresh(self) -> None:
        causes = {line.site.code: line.fact.id for line in self._lines}
        changed = [Refreshed(self._sites[c], self._dossiers[c], cause) for c, cause in causes.items()]
        refresh_many(self.programme, beijing_day(self.session.now), self.session.now, changed)


def _row(line: Written) -> FactRow:
    fact = line.fact
    return FactRow(
        key=fact.id,
        record=line.record,
        site=line.site,
        kind=fact.kind,
        result=fact.result,
        happened_on=fact.happened_on,
        at=fact.at,
        recorded_at=fact.recorded_at,
        subject=fact.subject,
        round=fact.round,
        replaces=fact.replaces,
        to=fact.to,
        payload=fact.payload,
    )


def record_json(row: FactRow) -> dict[str, Any]:
    """What the audit chain hashes of a fact: everything that must never change."""
    return {
        "key": row.key,
        "site": row.site.code,
        "kind": row.kind,
        "result": row.result,
        "happened_on": row.happened_on,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "subject": row.subject,
        "round": row.round,
        "replaces": row.replaces,
        "to": row.to,
        "payload": row.payload,
    }

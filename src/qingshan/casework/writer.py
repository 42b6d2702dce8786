"""What the papers of one transaction write, gathered and then laid down with one insert a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.accounts.models import Organisation
from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.foundation.fits import all_fit
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.facts import Dossier, Fact, beijing_day
from qingshan.rulebook.nouns import BY_CODE
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.standing import REGISTER_KINDS

from .models import TABLES, ComplainantIdentity, FactRow, Record
from .projection import PROJECTED, Lookups, Refreshed, by_key, project_register, refresh_many
from .queries import body_dossiers, dossiers, sites_for
from .secrets import seal
from .shape import typed_columns

Owner = Site | Organisation
"""Whose file a fact goes into."""


@dataclass(frozen=True, slots=True)
class Written:
    """One line to be written: its fact under its record and noun, and the secrets that go elsewhere."""

    noun: str
    action: str
    record: Record
    owner: Owner
    fact: Fact
    identity: Mapping[str, str]


class Writer:
    """One transaction's sites and bodies, locked, with their files as the papers so far have made them."""

    def __init__(self, session: Session, programme: Programme) -> None:
        self.session, self.programme = session, programme
        self._sites: dict[str, Site] = {}
        self._dossiers: dict[str, Dossier] = {}
        self._bodies: dict[str, Organisation] = {}
        self._body_files: dict[str, Dossier] = {}
        self._new: list[Site] = []
        self._lines: list[Written] = []

    def lock(self, codes: Iterable[str]) -> None:
        """Lock the sites this person may see and read their files; those already at hand are left alone."""
        wanted = [code for code in dict.fromkeys(codes) if code not in self._sites]
        if not wanted:
            return
        visible = sites_for(self.session.actor).select_for_update(of=("self",))
        found = list(by_key(visible, "code", wanted))
        self._sites |= {site.code: site for site in found}
        self._dossiers |= {dossier.site: dossier for dossier in dossiers(found)}

    def lock_descendants(self, codes: Iterable[str]) -> None:
        """Lock the sites a split made, seen or not: what is entered into the parent's file is entered into theirs."""
        wanted = [code for code in codes if code not in self._sites]
        found = list(Site.objects.select_for_update(of=("self",)).filter(code__in=wanted)) if wanted else []
        self._sites |= {site.code: site for site in found}
        self._dossiers |= {dossier.site: dossier for dossier in dossiers(found)}

    def open(self, site: Site) -> None:
        """Take a site nobody has registered yet; it is saved with the rest."""
        self._new.append(site)
        self._sites[site.code] = site
        self._dossiers[site.code] = Dossier(site.code, ())

    def knows(self, code: str) -> bool:
        """A site locked or opened in this transaction."""
        return code in self._sites

    def records_of(self, code: str) -> dict[str, Record]:
        """Fact → its record, of everything on a site's file and of what is still to be written."""
        rows = FactRow.objects.filter(site__code=code).select_related("record")
        pending = {line.fact.id: line.record for line in self._lines if line.owner.code == code}
        return {row.key: row.record for row in rows} | pending

    def site(self, code: str) -> Site:
        """A locked site; Problem 404 alike for unknown and invisible."""
        if code not in self._sites:
            raise Problem("unknown_site", site=code)
        return self._sites[code]

    def lock_body(self, body: Organisation) -> Organisation:
        """A body, locked, its file read once."""
        if body.code not in self._bodies:
            self._bodies[body.code] = Organisation.objects.select_for_update().get(pk=body.pk)
            (self._body_files[body.code],) = body_dossiers([body])
        return self._bodies[body.code]

    def file_of(self, owner: Owner) -> Dossier:
        """What the file of a locked site or body holds by now."""
        return self._files(owner)[owner.code]

    def _files(self, owner: Owner) -> dict[str, Dossier]:
        return self._dossiers if isinstance(owner, Site) else self._body_files

    def add(self, lines: Iterable[Written]) -> None:
        for line in lines:
            files, code = self._files(line.owner), line.owner.code
            files[code] = Dossier(code, (*files[code].facts, line.fact))
            if isinstance(line.owner, Site):
                line.owner.version += 1
            self._lines.append(line)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the papers so far would write."""
        return tuple(line.fact for line in self._lines)

    def _of_sites(self) -> list[tuple[Site, Fact]]:
        """Lines that go into a site's file; a body has no Status and no version."""
        return [(line.owner, line.fact) for line in self._lines if isinstance(line.owner, Site)]

    def flush(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Write everything, in the order it came, and refresh the stored Status of every site touched, which takes
        longest and is what `progress` is told of."""
        self._save_sites()
        Record.objects.bulk_create(all_fit({line.record.pk: line.record for line in self._lines}.values()))
        rows = FactRow.objects.bulk_create(all_fit(_row(line) for line in self._lines))
        typed: dict[str, list[Any]] = {}
        for line, row in zip(self._lines, rows, strict=True):
            columns = typed_columns(BY_CODE[line.noun], line.fact.payload)
            typed.setdefault(line.noun, []).append(TABLES[line.noun](fact=row, **columns))
        for noun, made in typed.items():
            TABLES[noun].objects.bulk_create(all_fit(made))
        self._seal()
        audit.append_all([self._witness(line, row) for line, row in zip(self._lines, rows, strict=True)])
        self._refresh(progress)

    def _save_sites(self) -> None:
        """New sites and those with new register facts get their columns; of the others only the version moved."""
        lines = self._of_sites()
        registered = {site.code for site, fact in lines if fact.kind in REGISTER_KINDS}
        if registered:
            lookups = Lookups(self._dossiers[code] for code in registered)
            for code in registered:
                project_register(self._sites[code], lookups)
        is_new = {site.code for site in self._new}
        touched = {site.code: site for site, _ in lines if site.code not in is_new}
        Site.objects.bulk_create(all_fit(self._new))
        if touched:
            # An upsert: an update with one CASE a row and column is far slower.
            columns = [*PROJECTED, "version"] if registered else ["version"]
            rows = all_fit(touched.values())
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
            subject=line.owner.code,
            data={
                "fact": line.fact.id,
                "record": str(line.record.id),
                "result": line.fact.name,
                "happened_on": line.fact.happened_on,
                "replaces": line.fact.replaces,
            },
            record=record_json(row),
        )

    def _refresh(self, progress: Callable[[int, int], None] | None) -> None:
        causes = {site.code: fact.id for site, fact in self._of_sites()}
        changed = [Refreshed(self._sites[c], self._dossiers[c], cause) for c, cause in causes.items()]
        refresh_many(self.programme, beijing_day(self.session.now), self.session.now, changed, progress)


def _row(line: Written) -> FactRow:
    fact = line.fact
    return FactRow(
        key=fact.id,
        record=line.record,
        site=line.owner if isinstance(line.owner, Site) else None,
        body=line.owner if isinstance(line.owner, Organisation) else None,
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
    """What the audit chain hashes of a fact: everything that must never change. A body's fact says so in `body`."""
    return {
        "key": row.key,
        "site": row.site.code if row.site is not None else "",
        **({"body": row.body.code} if row.body is not None else {}),
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

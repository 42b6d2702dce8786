"""Taking over a new version of the notice: what it changes, site by site, before and while it is done (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qingshan.accounts.actions import found_organisations
from qingshan.accounts.roles import role_names
from qingshan.accounts.session import Session
from qingshan.archive.store import store_bytes
from qingshan.foundation import audit
from qingshan.foundation.data_folder import DataFolder
from qingshan.foundation.models import AdoptedVersion
from qingshan.foundation.notice import keep_folder, programme_in_force, store
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import beijing_day
from qingshan.rulebook.load import load_programme
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.status import Status
from qingshan.rulebook.versions import Difference, differences

from .actions import ACTIONS
from .entry import Line, Paper
from .models import FactRow
from .projection import refresh_all
from .queries import dossiers

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Moved:
    """A site whose Status the new version changes. `missing` are the stages behind its place that it would owe anew."""

    site: str
    name: str
    before: Status
    after: Status
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adoption:
    """What taking over would mean: the lines that differ, the sites that change, what on file does not fit."""

    ours: Programme
    new: Programme
    on: date
    sites: int
    lines: tuple[Difference, ...]
    moved: tuple[Moved, ...]
    unfit: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Relief:
    """The paper that exempts sites from stages a version puts behind them; `scan` names and holds its scan."""

    document_no: str
    approver: str
    scan: Path


def preview_adoption(source: Path, on: date) -> Adoption:
    """Evaluate every site by both versions. Problem when the version is published already or is another notice's."""
    ours, new = programme_in_force(), load_programme(source)
    published = AdoptedVersion.objects.filter(version=new.version).first()
    if published is not None:
        raise Problem("version_published", version=new.version, on=beijing_day(published.adopted_at))
    sites = list(Site.objects.order_by("code"))
    moved = tuple(_moved(ours, new, sites, on))
    return Adoption(ours, new, on, len(sites), tuple(differences(ours, new)), moved, tuple(_unfit(ours, new)))


def _moved(ours: Programme, new: Programme, sites: Sequence[Site], on: date) -> Iterator[Moved]:
    for start in range(0, len(sites), AT_ONCE):
        some = sites[start : start + AT_ONCE]
        for site, dossier in zip(some, dossiers(some), strict=True):
            before = evaluate(ours, dossier, on, with_entered_against=False)
            after = evaluate(new, dossier, on, with_entered_against=False)
            if before != after:
                owed = {d.stage for d in before.debts if d.kind == "missing"}
                missing = tuple(d.stage for d in after.debts if d.kind == "missing" and d.stage not in owed)
                yield Moved(site.code, site.name, before, after, missing)


def _unfit(ours: Programme, new: Programme) -> Iterator[str]:
    """What is on file and the new version has no word for."""
    if (ours.code, ours.region) != (new.code, new.region):
        yield f"新的一份是 {new.code}（{new.region}），本库是 {ours.code}（{ours.region}）"
    bodies = {p.code for p in new.parties}
    used = Site.objects.exclude(street=None).values_list("street__code", flat=True).distinct()
    for code in sorted(set(used) - bodies & {p.code for p in ours.parties}):
        if code not in bodies:
            yield f"单位 {code} 有矿山，新的一份没有这个单位"
    categories = {c.code for c in new.categories}
    for category in sorted(set(Site.objects.values_list("category", flat=True).distinct()) - categories - {""}):
        yield f"档案类别 {category} 有矿山，新的一份没有这一类"
    batches = {b.batch for b in new.batches}
    listed = FactRow.objects.filter(kind="batch", result="listed").values_list("payload__year", flat=True).distinct()
    for year in sorted({str(y) for y in listed if y} - batches):
        yield f"年度名单 {year} 有矿山，新的一份没有这一批"


def may_adopt(session: Session) -> None:
    """Problem for who may not adopt, nor look at what adopting would move: it names the district's sites."""
    if not session.actor.may("programme.adopt"):
        party = role_names(programme_in_force())["office_head"]
        raise Problem("not_allowed", who=session.actor.name, title="启用新版本", party=party)


def adopt_version(
    session: Session, data: DataFolder, source: Path, *, reason: str, relief: Relief | None = None
) -> tuple[Adoption, int]:
    """Take the version over for every site at once: files kept, audit row written, every Status refreshed.

    With `relief` one waiver record exempts every site from the stages the version puts behind it. Answers the adoption
    and how many sites were exempted.
    """
    if not reason.strip():
        raise Problem("missing_fields", title="启用新版本", fields="启用原因")
    may_adopt(session)
    adoption = preview_adoption(source, beijing_day(session.now))
    new, ours = adoption.new, adoption.ours
    if adoption.unfit:
        raise Problem(
            "version_unfit", version=new.version, ours=ours.version, count=len(adoption.unfit), lines=adoption.unfit
        )
    _, folder = keep_folder(source, data, f"{new.code}@{new.version}")
    with writing():
        line = store()
        if line.programme_digest != ours.digest:
            raise Problem("stale", site="通知方案")
        AdoptedVersion.objects.create(
            code=new.code,
            version=new.version,
            digest=new.digest,
            folder=folder,
            adopted_at=session.now,
            adopted_by=session.actor.label,
            reason=reason,
        )
        line.programme_version, line.programme_digest = new.version, new.digest
        line.save(update_fields=["programme_version", "programme_digest"])
        found_organisations(session, new.parties)
        audit.append(
            at=session.now,
            actor=session.actor.label,
            action="programme.adopt",
            subject=new.code,
            data={
                "from": ours.version,
                "from_digest": ours.digest,
                "to": new.version,
                "to_digest": new.digest,
                "reason": reason,
                "changed_sites": len(adoption.moved),
            },
        )
        exempted = _relieve(session, adoption, reason, relief) if relief else 0
        refresh_all(new, line.shown_on or adoption.on, session.now, everything=True, cause="programme")
    return adoption, exempted


def _relieve(session: Session, adoption: Adoption, reason: str, relief: Relief) -> int:
    """One waiver record over all sites that owe stages only because the version is new."""
    told = {"approver": relief.approver, "document_no": relief.document_no, "reason": reason}
    lines = [
        Line(moved.site, "granted", {**told, "stages": list(moved.missing)}, subject=relief.document_no)
        for moved in adoption.moved
        if moved.missing
    ]
    if lines:
        stored = store_bytes(relief.scan.read_bytes(), relief.scan.name, session.now)
        scan = {"slot": "", "title": relief.scan.name, "sha256": stored.sha256}
        ACTIONS["grant_waiver"](session, Paper(happened_on=adoption.on, evidence=(scan,)), lines)
    return len(lines)

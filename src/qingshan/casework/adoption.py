"""Taking over a new version of the notice: what it changes, site by site, before and while it is done (rule 14)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qingshan.accounts.actions import found_organisations
from qingshan.accounts.models import Appointment, Organisation
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
from qingshan.rulebook.references import PARTIES, STAGES, Dropped, Fitting
from qingshan.rulebook.status import Status
from qingshan.rulebook.versions import Difference, differences, order_of

from .actions import ACTIONS
from .entry import Line, Paper
from .projection import refresh_all
from .queries import body_dossiers, dossiers

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
    """What taking over would mean: the lines that differ, the sites that change, what on file does not fit: in words,
    and the codes records name that the version lacks."""

    ours: Programme
    new: Programme
    on: date
    sites: int
    lines: tuple[Difference, ...]
    moved: tuple[Moved, ...]
    unfit: tuple[str, ...] = field(default=())
    dropped: tuple[Dropped, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Relief:
    """The paper that exempts sites from stages a version puts behind them; `scan` names and holds its scan."""

    document_no: str
    approver: str
    scan: Path


def preview_adoption(source: Path, on: date, drop: Collection[str] = ()) -> Adoption:
    """Evaluate every site by both versions. Problem when the version is published already or is not later than ours.

    `drop` are stages given up although records name them.
    """
    ours, new = programme_in_force(), load_programme(source)
    published = AdoptedVersion.objects.filter(version=new.version).first()
    if published is not None:
        raise Problem("version_published", version=new.version, on=beijing_day(published.adopted_at))
    if order_of(new.version) <= order_of(ours.version):
        raise Problem("version_not_later", version=new.version, ours=ours.version)
    for code in drop:
        if ours.stage(code) is None or new.stage(code) is not None:
            raise Problem("bad_value", field="--drop", value=code, why="不是新的一份去掉的步骤。")
    sites = list(Site.objects.order_by("code"))
    fitting = Fitting(ours, new, on, drop)
    moved = tuple(_moved(ours, new, sites, on, fitting))
    _count_bodies(fitting)
    dropped = fitting.dropped()
    unfit = (*_other_notice(ours, new), *(_dropped_words(fitting, one) for one in dropped))
    return Adoption(ours, new, on, len(sites), tuple(differences(ours, new)), moved, unfit, dropped)


def _moved(ours: Programme, new: Programme, sites: Sequence[Site], on: date, fitting: Fitting) -> Iterator[Moved]:
    for start in range(0, len(sites), AT_ONCE):
        some = sites[start : start + AT_ONCE]
        for site, dossier in zip(some, dossiers(some), strict=True):
            if not fitting.is_idle:
                fitting.add(dossier, f"{site.name}（{site.code}）")
            before = evaluate(ours, dossier, on, with_entered_against=False)
            after = evaluate(new, dossier, on, with_entered_against=False)
            if before != after:
                owed = {d.stage for d in before.debts if d.kind == "missing"}
                missing = tuple(d.stage for d in after.debts if d.kind == "missing" and d.stage not in owed)
                yield Moved(site.code, site.name, before, after, missing)


def _other_notice(ours: Programme, new: Programme) -> Iterator[str]:
    if (ours.code, ours.region) != (new.code, new.region):
        yield f"新的一份是 {new.code}（{new.region}），本库是 {ours.code}（{ours.region}）"


def _count_bodies(fitting: Fitting) -> None:
    """What the files of bodies name, and the bodies themselves where something is theirs."""
    if fitting.is_idle:
        return
    for site in Site.objects.exclude(street=None).select_related("street"):
        if site.street is not None:
            fitting.note(PARTIES, site.street.code, f"{site.name}（{site.code}）")
    for dossier in body_dossiers(Organisation.objects.filter(facts__isnull=False).distinct()):
        fitting.add(dossier, f"单位 {dossier.site}")
        fitting.note(PARTIES, dossier.site, f"单位 {dossier.site}")
    for post in Appointment.objects.select_related("organisation").filter(valid_to__isnull=True):
        fitting.note(PARTIES, post.organisation.code, f"{post.post}在任")


def _dropped_words(fitting: Fitting, one: Dropped) -> str:
    """One code in the way: what it is, how much names it, where for one, and what to do."""
    named = f"{fitting.list_name(one.table)} {one.code}（{one.name}）" if one.name != one.code else one.code
    told = f"{named}：已有 {one.facts} 处用到，如 {one.example}，新的一份里没有了。"
    keep = "请保留这个代码（名称可以改，也可注明“停用”）"
    if one.table == STAGES:
        return f"{told}{keep}；这一步确实不再要，写 --drop {one.code}"
    if one.table.startswith("waivable"):
        return f"{told}{keep}，或先撤销这些放宽"
    return f"{told}{keep}"


def may_adopt(session: Session) -> None:
    """Problem for who may not adopt, nor look at what adopting would move: it names the district's sites."""
    if not session.actor.may("programme.adopt"):
        party = role_names(programme_in_force())["office_head"]
        raise Problem("not_allowed", who=session.actor.name, title="启用新版本", party=party)


def adopt_version(
    session: Session,
    data: DataFolder,
    source: Path,
    *,
    reason: str,
    relief: Relief | None = None,
    drop: Collection[str] = (),
) -> tuple[Adoption, int]:
    """Take the version over for every site at once: files kept, audit row written, every Status refreshed.

    With `relief` one waiver record exempts every site from the stages the version puts behind it. Answers the adoption
    and how many sites were exempted.
    """
    if not reason.strip():
        raise Problem("missing_fields", title="启用新版本", fields="启用原因")
    may_adopt(session)
    seen, on = audit.head(), store().shown_on or beijing_day(session.now)
    adoption = _that_fits(source, on, drop)
    new, ours = adoption.new, adoption.ours
    _, folder = keep_folder(source, data, f"{new.code}@{new.version}")
    with writing():
        session, line = session.in_turn(), store()
        if line.programme_digest != ours.digest:
            raise Problem("stale", site="通知方案")
        if audit.head() != seen:
            adoption = _that_fits(source, on, drop)
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
                **({"dropped_stages": sorted(drop)} if drop else {}),
            },
        )
        exempted = _relieve(session, adoption, reason, relief) if relief else 0
        refresh_all(new, line.shown_on or adoption.on, session.now, everything=True, cause="programme")
    return adoption, exempted


def _that_fits(source: Path, on: date, drop: Collection[str]) -> Adoption:
    """The preview of a version nothing on file stands against; asked again when others wrote since."""
    adoption = preview_adoption(source, on, drop)
    if adoption.unfit:
        words = {"version": adoption.new.version, "ours": adoption.ours.version, "count": len(adoption.unfit)}
        raise Problem("version_unfit", **words, lines=adoption.unfit)
    return adoption


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

"""摸底档案汇总 (五(一)2b): sum up, sign, and prove it again later from the facts on file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import qingshan
from qingshan.accounts.models import Organisation
from qingshan.accounts.queries import appointments_on, names_on
from qingshan.accounts.roles import role_names
from qingshan.accounts.session import Session
from qingshan.archive.store import read_bytes, store_bytes
from qingshan.casework.engine import witness_refusal
from qingshan.casework.queries import body_dossiers, dossiers
from qingshan.casework.shape import words_of
from qingshan.exchange.archive_book import write_archive_book
from qingshan.foundation import audit
from qingshan.foundation.canonical import canonical, digest, plain, sha256
from qingshan.foundation.fits import check_fits
from qingshan.foundation.models import AuditRow
from qingshan.foundation.notice import programme_in_force, store
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.district_archive import facts_json, roll_up
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, beijing_day
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.programme import Programme

from .archive_models import DistrictArchive
from .queries import is_registered

PERMISSION = "archive.sign"
SCHEMA = "qingshan district archive 1"


def sign_archive(
    session: Session, on: date, *, prepared_by: str, supersede: bool = False, reason: str = ""
) -> DistrictArchive:
    """Sum up all files as of a day and sign: the row in the chain is the signature; or a Problem and nothing."""
    try:
        with writing():
            return _sign(session.in_turn(), on, prepared_by, supersede=supersede, reason=reason.strip())
    except Problem as problem:
        witness_refusal(session, PERMISSION, [on.isoformat()], problem)
        raise


def _sign(session: Session, on: date, prepared_by: str, *, supersede: bool, reason: str) -> DistrictArchive:
    actor = session.actor
    if actor.person is None or not actor.may_approve or not actor.may(PERMISSION):
        raise Problem(
            "not_allowed",
            who=actor.name,
            title="签字确认摸底档案汇总",
            party=role_names(programme_in_force())["office_head"],
        )
    if prepared_by in (actor.name, actor.label):
        raise Problem("same_person", person=prepared_by)
    if on > beijing_day(session.now):
        raise Problem("future_date", happened_on=on, today=beijing_day(session.now))
    before = DistrictArchive.objects.filter(on=on).order_by("-revision").first()
    if before is not None and not supersede:
        raise Problem("archive_signed_already", on=on, number=before.number)
    if before is None and supersede:
        raise Problem("no_archive_to_supersede", on=on)
    if supersede and not reason:
        raise Problem("reason_needed")
    programme = programme_in_force()
    revision = before.revision + 1 if before else 0
    number = f"DA-{on:%Y%m%d}" + (f"-{revision}" if revision else "")
    head = audit.head()
    content = {
        "schema": SCHEMA,
        "number": number,
        "on": on,
        "known_at": session.now,
        "programme": {"code": programme.code, "version": programme.version, "digest": programme.digest},
        "software": qingshan.__version__,
        "audit_head": head,
        "supersedes": before.number if before else "",
        **summed_up(programme, on, session.now),
    }
    text = canonical(content)
    posts = [f"{names_on(on).get(a.organisation.code, a.organisation.code)} {a.post}" for a in _posts(session)]
    made = DistrictArchive(
        number=number,
        on=on,
        revision=revision,
        known_at=session.now,
        signed_at=session.now,
        signed_by=actor.person,
        signed_name=actor.name,
        signed_post="；".join(posts)[:200],
        prepared_by=prepared_by,
        programme_version=programme.version,
        programme_digest=programme.digest,
        software_version=qingshan.__version__,
        content=text.decode(),
        content_sha256=sha256(text),
        workbook=f"摸底档案汇总_{number}.xlsx",
        audit_head=head,
        supersedes=before,
        reason=reason,
    )
    workbook = write_archive_book(content, _cover(programme, made), _words(programme, on), _naive(session.now))
    made.workbook_sha256 = store_bytes(workbook, made.workbook, session.now).sha256
    check_fits(made)
    made.save(force_insert=True)
    audit.append(at=session.now, actor=actor.label, action=PERMISSION, subject=number, data=signature_of(made))
    return made


def signature_of(made: DistrictArchive) -> dict[str, Any]:
    """What the row in the chain says of an archive: who signed what."""
    return {
        "on": made.on,
        "content_sha256": made.content_sha256,
        "workbook_sha256": made.workbook_sha256,
        "signed_name": made.signed_name,
        "signed_post": made.signed_post,
        "prepared_by": made.prepared_by,
        "supersedes": made.supersedes.number if made.supersedes else "",
        "reason": made.reason,
    }


def _posts(session: Session) -> Sequence[Any]:
    person = session.actor.person
    return appointments_on(person, beijing_day(session.now)) if person is not None else ()


def _naive(now: datetime) -> datetime:
    return now.replace(tzinfo=None, microsecond=0)


def summed_up(programme: Programme, on: date, known_at: datetime) -> dict[str, Any]:
    """The roll-up with the digest of every file, as of a day and as known at an instant."""
    files = [d for d in dossiers(Site.objects.order_by("code")) if is_registered(d, on, known_at)]
    bodies = body_dossiers(Organisation.objects.order_by("code"))
    entries = [(d, evaluate(programme, d, on, known_at, with_entered_against=False)) for d in files]
    content = roll_up(programme, entries, bodies, on, known_at)
    digests = {d.site: _digest(d, on, known_at) for d in files}
    for site in content["sites"]:
        site["facts"], site["digest"] = digests[site["code"]]
    return content


def _digest(dossier: Dossier, on: date, known_at: datetime) -> tuple[int, str]:
    facts = facts_json(dossier, on, known_at)
    return len(facts), digest(facts)


def _cover(programme: Programme, made: DistrictArchive) -> list[tuple[str, str]]:
    return [
        ("档案编号", made.number),
        ("通知", f"{programme.document_no} {programme.title}"),
        ("截至", made.on.isoformat()),
        ("签字", f"{made.signed_name}（{made.signed_post}）"),
        ("汇总", made.prepared_by),
        ("代替", f"{made.supersedes.number}：{made.reason}" if made.supersedes else "无"),
        ("方案版本", f"{made.programme_version}（{made.programme_digest}）"),
        ("内容校验码", made.content_sha256),
        ("审计链头", made.audit_head),
        *([("说明", "演示数据，全部虚构")] if store().is_demo else []),
    ]


def _words(programme: Programme, on: date) -> dict[str, str]:
    """What the codes of the roll-up are called, by column and code."""
    lists = {
        "street": names_on(on),
        "category": words_of(programme, "programme:categories"),
        "missing": words_of(programme, "programme:slots"),
        "place": {stage.code: stage.name for stage in programme.stages},
        "minerals": LISTS["mineral"],
        "licence_state": LISTS["licence_state"],
        "ledger": {"pending": "待核定", "off": "不列入"},
    }
    return {f"{key}:{code}": word for key, words in lists.items() for code, word in words.items()}


@dataclass(frozen=True, slots=True)
class Verified:
    """`findings` empty: what was signed is still what it was, and the facts on file still say so."""

    number: str
    findings: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not self.findings


def archive_by_number(number: str) -> DistrictArchive:
    found = DistrictArchive.objects.filter(number=number).first()
    if found is None:
        raise Problem("unknown_archive", number=number)
    return found


def verify_archive(made: DistrictArchive) -> Verified:
    """The content, the workbook and the signature are what they were; the facts on file give the same roll-up."""
    findings = _frozen_faults(made)
    try:
        signed = json.loads(made.content)
    except ValueError:
        return Verified(made.number, (*findings, "内容读不出来"))
    programme, notes = programme_in_force(), []
    again = plain(summed_up(programme, made.on, made.known_at))
    findings += _differing_files(signed.get("sites", []), again["sites"])
    if (programme.digest, qingshan.__version__) != (made.programme_digest, made.software_version):
        notes.append("方案或软件版本已变，只比对各矿山的事实，不重算状态。")
    else:
        findings += [f"重算的“{key}”与签字时不同" for key, value in again.items() if signed.get(key) != value]
    return Verified(made.number, tuple(findings), tuple(notes))


def _frozen_faults(made: DistrictArchive) -> list[str]:
    findings = []
    if sha256(made.content.encode()) != made.content_sha256:
        findings.append("内容与签字时不同")
    row = AuditRow.objects.filter(action=PERMISSION, subject=made.number, ok=True).first()
    if row is None:
        findings.append("审计链里没有签字")
    elif row.data != plain(signature_of(made)):
        findings.append("与审计链里的签字不符")
    if made.audit_head != audit.GENESIS and not AuditRow.objects.filter(hash=made.audit_head).exists():
        findings.append("审计链里没有签字时的链头")
    try:
        if sha256(read_bytes(made.workbook_sha256)) != made.workbook_sha256:
            findings.append("工作簿与签字时不同")
    except FileNotFoundError:
        findings.append("工作簿不在档案里了")
    return findings


def _differing_files(signed: Sequence[dict[str, Any]], again: Sequence[dict[str, Any]]) -> list[str]:
    """Sites whose facts of then are no longer those that were signed."""
    before, after = ({site["code"]: site["digest"] for site in sites} for sites in (signed, again))
    codes = sorted(code for code in {*before, *after} if before.get(code) != after.get(code))
    return [f"{code}：事实与签字时不同" for code in codes]


def workbook_bytes(made: DistrictArchive) -> bytes:
    try:
        return read_bytes(made.workbook_sha256)
    except FileNotFoundError as fault:
        raise Problem("file_refused", file=made.workbook, why="签字的文件不在档案里了。请从备份恢复。") from fault

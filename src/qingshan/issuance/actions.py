"""Issuing: rows and files are frozen with their hashes; the same week is never issued twice, only superseded (C-31, 六(二))."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

import qingshan
from qingshan.accounts.roles import role_names
from qingshan.accounts.session import Actor, Session
from qingshan.archive.store import read_bytes, store_bytes
from qingshan.casework.engine import witness_refusal
from qingshan.exchange.ledger_book import write_ledger_book
from qingshan.foundation import audit
from qingshan.foundation.canonical import sha256
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.rulebook.calendar import IssueDay
from qingshan.rulebook.ledger import LedgerData
from qingshan.rulebook.ledger_diff import LedgerChanges

from .models import IssuedFile, LedgerIssue
from .queries import changes_since, issue_day, latest_for, ledger_on, previous_issue, rows_text

PERMISSION = "ledger.issue"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything of an issue before it is written."""

    day: IssueDay
    number: str
    data: LedgerData
    changes: LedgerChanges
    supersedes: LedgerIssue | None
    reason: str


def may_take(actor: Actor) -> None:
    """Problem for who does not see the whole district: an issued workbook holds every street's rows."""
    if not actor.is_console and (actor.streets is not None or not actor.reads):
        party = programme_in_force().called("office", "办公室")
        raise Problem("not_allowed", who=actor.name, title="下载全部单位的台账", party=party)


def prepare(session: Session, on: date, *, supersede: bool = False, reason: str = "") -> Prepared:
    """What would be issued for a day; Problem when it may not be."""
    programme = programme_in_force()
    day = issue_day(programme, on)
    latest = latest_for(day)
    weeks = "、".join(str(w) for w in day.weeks)
    if latest is not None and not supersede:
        raise Problem("already_issued", weeks=weeks, issued_on=latest.issued_at.date(), number=latest.number)
    if supersede and latest is None:
        raise Problem("nothing_to_supersede", weeks=weeks)
    if supersede and not reason.strip():
        raise Problem("reason_needed")
    data = ledger_on(programme, day, session.now)
    changes = changes_since(previous_issue(day.due_on), data)
    revision = latest.revision + 1 if latest else 0
    number = data.number + (f"-更正{revision}" if revision else "")
    taken = LedgerIssue.objects.filter(number=number).first()
    if taken is not None:
        raise Problem("number_taken", number=number, due_on=taken.due_on, version=taken.programme_version)
    return Prepared(day, number, data, changes, latest, reason.strip())


def issue_ledger(
    session: Session, on: date, *, supersede: bool = False, reason: str = "", prepared_by: str = ""
) -> LedgerIssue:
    """Issue both ledgers of a day: rows frozen, two workbooks in the archive, the audit row; or a Problem and nothing."""
    if not session.actor.may(PERMISSION):
        raise Problem(
            "not_allowed",
            who=session.actor.name,
            title="签发台账",
            party=role_names(programme_in_force())["office_head"],
        )
    if prepared_by and prepared_by in (session.actor.name, session.actor.label):
        raise Problem("same_person", person=prepared_by)
    try:
        with writing():
            session = session.in_turn()
            return _issue(session, prepare(session, on, supersede=supersede, reason=reason), prepared_by)
    except Problem as problem:
        witness_refusal(session, "ledger.issue", [on.isoformat()], problem)
        raise


def _issue(session: Session, ready: Prepared, prepared_by: str) -> LedgerIssue:
    programme = programme_in_force()
    fell = ready.changes.unexplained
    if fell:
        lines = [f"{cell.name} 第 {cell.no} 栏{cell.head}：原 {cell.old}，现 {cell.new}" for cell in fell]
        raise Problem("figures_fell", count=len(fell), lines=lines)
    rows, rows_hash = rows_text(ready.data)
    head = audit.head()
    issue = LedgerIssue.objects.create(
        number=ready.number,
        weeks=list(ready.day.weeks),
        due_on=ready.day.due_on,
        revision=ready.supersedes.revision + 1 if ready.supersedes else 0,
        known_at=session.now,
        issued_at=session.now,
        issued_by=session.actor.person,
        issued_label=session.actor.label,
        prepared_by=prepared_by,
        programme_version=programme.version,
        programme_digest=programme.digest,
        software_version=qingshan.__version__,
        rows=rows,
        rows_sha256=rows_hash,
        changes=json.dumps(asdict(ready.changes), ensure_ascii=False),
        audit_head=head,
        supersedes=ready.supersedes,
        reason=ready.reason,
    )
    for layout in programme.ledgers:
        content = write_ledger_book(
            programme,
            ready.data,
            ready.changes,
            layout.code,
            audit_head=head,
            supersedes=ready.supersedes.number if ready.supersedes else "",
            reason=ready.reason,
        )
        name = f"{layout.sheet}_{ready.number}_{ready.day.due_on:%Y%m%d}.xlsx"
        stored = store_bytes(content, name, session.now)
        IssuedFile.objects.create(issue=issue, ledger=layout.code, name=name, sha256=stored.sha256, size=len(content))
    audit.append(
        at=session.now,
        actor=session.actor.label,
        action="ledger.issue",
        subject=ready.number,
        data={
            "due_on": ready.day.due_on,
            "weeks": list(ready.day.weeks),
            "rows_sha256": rows_hash,
            "files": {f.ledger: f.sha256 for f in issue.files.all()},
            "supersedes": ready.supersedes.number if ready.supersedes else "",
            "reason": ready.reason,
        },
    )
    return issue


def file_bytes(file: IssuedFile) -> bytes:
    """The workbook as it was issued; Problem when the archive no longer holds those bytes."""
    try:
        content = read_bytes(file.sha256)
    except FileNotFoundError as fault:
        raise Problem("file_refused", file=file.name, why="签发的文件不在档案里了。请从备份恢复。") from fault
    if sha256(content) != file.sha256:
        raise Problem("file_refused", file=file.name, why="档案里的内容与签发时不同。请从备份恢复。")
    return content

"""Which registers were looked at and brought in, and what each import wrote: the way back goes by its records."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from qingshan.accounts.session import Session
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import RegisterImport

from .models import FactRow
from .register_import import Imported, Progress
from .register_intake import Intake, bring_in, report_of

READING, READY, BLOCKED, FAILED, STORING, STORED = "reading", "ready", "blocked", "failed", "storing", "stored"
LISTED = 1000
"""Entries of one list that a stored report keeps; how many there were stands beside it."""


def new_run(session: Session, file: str, sha256: str, size: int, sender: str) -> RegisterImport:
    """A row for a register that is about to be read."""
    return RegisterImport.objects.create(
        key=secrets.token_hex(8),
        file=file[:300],
        sha256=sha256,
        size=size,
        sender=sender,
        state=READING,
        read_at=session.now,
        read_by=session.actor.label,
    )


def keep_report(run: RegisterImport, intake: Intake) -> None:
    """What a reading found, and the digest of what an import would write."""
    run.state = BLOCKED if intake.is_blocked else READY
    run.digest, run.basis, run.report = intake.digest, dict(_basis(intake)), cut(report_of(intake))
    run.fault = ""
    run.save(update_fields=["state", "digest", "basis", "report", "fault"])


def keep_fault(run: RegisterImport, sentence: str) -> None:
    run.state, run.fault = FAILED, sentence[:500]
    run.save(update_fields=["state", "fault"])


def begin_again(run: RegisterImport, sender: str, now: datetime) -> RegisterImport:
    """The run, to be read anew. Problem when it was imported meanwhile."""
    changed = (
        RegisterImport.objects.filter(key=run.key)
        .exclude(state=STORED)
        .update(state=READING, sender=sender, read_at=now)
    )
    if not changed:
        raise Problem("import_not_ready", why="这份文件已经导入过了")
    return run_called(run.key)


def begin_storing(run: RegisterImport, digest: str) -> RegisterImport:
    """The run, to be imported by this caller alone. Problem when another began, or the page showed something else."""
    if digest != run.digest:
        raise Problem("import_changed", what="这一页重新读过")
    if not RegisterImport.objects.filter(key=run.key, state=READY, digest=digest).update(state=STORING):
        raise Problem("import_not_ready", why="正在读取或导入，等它做完")
    return run_called(run.key)


def reopen(run: RegisterImport, sentence: str) -> None:
    """An import that was refused waits again, with the reason."""
    run.state, run.fault = READY, sentence[:500]
    run.save(update_fields=["state", "fault"])


def _basis(intake: Intake) -> Mapping[str, Any]:
    return {**intake.basis, "sources": [f.name for f in intake.reading.files]}


def cut(report: Mapping[str, Any]) -> dict[str, Any]:
    """A report with its lists cut at LISTED; `counts` holds the whole length of each, `blocking` that of the faults."""
    lists = {key: value for key, value in report.items() if isinstance(value, list)}
    blocking = [c for c in report["complaints"] if c["blocking"]]
    rest = [c for c in report["complaints"] if not c["blocking"]]
    found = {**report, **{key: value[:LISTED] for key, value in lists.items()}}
    found["complaints"] = [*blocking, *rest][:LISTED] if len(report["complaints"]) > LISTED else report["complaints"]
    found["counts"] = {**{key: len(value) for key, value in lists.items()}, "blocking": len(blocking)}
    return found


def store_run(
    session: Session, run: RegisterImport, intake: Intake, *, on: date | None, progress: Progress | None = None
) -> Imported:
    """Import what was previewed, exactly. Problem when it would now write something else, and what changed since."""
    if run.state == STORED:
        raise Problem("import_not_ready", why="这份文件已经导入过了")
    if intake.plan is None or run.state not in (READY, STORING):
        raise Problem("import_not_ready", why="还有必须先改正的地方")
    if intake.digest != run.digest:
        raise Problem("import_changed", what=_what_changed(run, intake))
    with writing():
        session = session.in_turn()
        made = bring_in(session, intake, on=on, source=run.file, progress=progress)
        settle(session, run, intake, made)
    return made


def settle(session: Session, run: RegisterImport, intake: Intake, made: Imported) -> None:
    """Notes an import as done, within its transaction."""
    run.state, run.stored_at, run.stored_by = STORED, session.now, session.actor.label
    run.digest, run.basis = intake.digest, dict(_basis(intake))
    run.report = {**(run.report or cut(report_of(intake))), "stored": True, "made": _made(made)}
    run.save()


def _made(made: Imported) -> dict[str, int]:
    return {"created": len(made.created), "amended": len(made.amended), "same": made.same}


def _what_changed(run: RegisterImport, intake: Intake) -> str:
    words = {"files": "文件变了", "programme": "通知方案换了版本", "heads": "这个来文单位的表头对照变了"}
    said = [text for key, text in words.items() if run.basis.get(key) != intake.basis[key]]
    return "、".join(said) or "名册有了新的内容"


# ── what was done


def runs() -> QuerySet[RegisterImport]:
    return RegisterImport.objects.order_by("-pk")


def stored_runs() -> QuerySet[RegisterImport]:
    return RegisterImport.objects.filter(state=STORED).order_by("-pk")


def run_called(key: str) -> RegisterImport:
    """The run of a key; Problem when there is none."""
    run = RegisterImport.objects.filter(key=key).first()
    if run is None:
        raise Problem("unknown_import", key=key)
    return run


def facts_of(run: RegisterImport) -> QuerySet[FactRow]:
    """The facts an import wrote, in their order; a later correction or retraction of one is a fact of its own."""
    if run.stored_at is None:
        return FactRow.objects.none()
    sources: Iterable[str] = run.basis.get("sources") or [run.file]
    named = Q()
    for name in sources:
        named |= Q(record__source__startswith=f"{name}·")
    return (
        FactRow.objects.filter(
            named, kind="site", record__recorded_at=run.stored_at, record__recorded_label=run.stored_by
        )
        .select_related("site", "record")
        .order_by("pk")
    )


def run_json(run: RegisterImport) -> dict[str, Any]:
    counts = run.report.get("made", {})
    return {
        "key": run.key,
        "file": run.file,
        "sha256": run.sha256,
        "sender": run.sender,
        "stored_at": run.stored_at.isoformat() if run.stored_at else "",
        "stored_by": run.stored_by,
        **{key: counts.get(key, 0) for key in ("created", "amended", "same")},
    }


def fact_json(row: FactRow) -> dict[str, Any]:
    """`fact` is what a 更正 or 录入作废 names as 更正记录号."""
    return {
        "fact": row.key,
        "site": row.site.code,
        "name": str(row.payload.get("name") or row.site.name),
        "result": row.result,
        "happened_on": row.happened_on.isoformat(),
        "source": row.record.source,
    }

"""ledger issue, list, export, diff."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .answer import Answer


def issue(args: argparse.Namespace) -> Answer:
    """Keys: number, weeks, due_on, rows_sha256, audit_head, files: [{ledger, path, sha256, size}], counts, message, calls."""
    from qingshan.issuance.actions import issue_ledger
    from qingshan.issuance.queries import frozen

    from .session import session_for

    # Before anything is issued: a folder that cannot be written leaves no issue behind that nobody holds.
    out_folder(Path(args.out))
    made = issue_ledger(
        session_for(args.login), args.on, supersede=args.supersede, reason=args.reason, prepared_by=args.prepared_by
    )
    files = write_files(made, Path(args.out))
    data = frozen(made)
    weeks = "、".join(f"第 {w} 期" for w in made.weeks)
    lines = [
        f"签发了 {weeks}台账 {made.number}，报送日 {made.due_on}。",
        *(f"  {f['path']}  SHA-256 {f['sha256']}" for f in files),
        f"审计链头 {made.audit_head}",
        "",
        data.situation,
        "",
        f"短讯：{data.message}",
        *call_lines(data.calls),
    ]
    return Answer(lines, {**issue_json(made), "files": files, **summary_json(data)})


def call_lines(calls: Sequence[Any]) -> list[str]:
    """Whom to call, one line a body and matter: 未报 before 逾期, the sites named up to three."""
    grouped: dict[tuple[str, str], list[str]] = {}
    words: dict[str, str] = {}
    for call in calls:
        words[call.kind] = "有逾期" if call.kind == "overdue" else call.matter
        grouped.setdefault((call.party_name, call.kind), []).append(call.site_name)
    return [
        f"催：{party} {words[kind]} {len(sites)} 处（{'、'.join(sites[:3])}{'等' if len(sites) > 3 else ''}）"
        for (party, kind), sites in sorted(grouped.items(), key=lambda item: (item[0][0], item[0][1] == "overdue"))
    ]


def out_folder(out: Path) -> None:
    """The folder the workbooks go to, made when it is not there; Problem when it is none."""
    from qingshan.foundation.problems import Problem

    if out.exists() and not out.is_dir():
        raise Problem("file_refused", file=out, why="是文件，不是文件夹。--out 写文件夹。")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as fault:
        raise Problem("file_refused", file=out, why=f"写不进去：{fault.strerror}。没有签发，也没有取出。") from fault


def write_files(made: Any, out: Path) -> list[dict[str, Any]]:
    from qingshan.foundation.data_folder import write_whole
    from qingshan.issuance.actions import file_bytes

    out_folder(out)
    files = []
    for file in made.files.order_by("ledger"):
        path = out / file.name
        write_whole(path, file_bytes(file))
        files.append({"ledger": file.ledger, "path": str(path), "sha256": file.sha256, "size": file.size})
    return files


def issue_json(made: Any) -> dict[str, Any]:
    return {
        "number": made.number,
        "weeks": made.weeks,
        "due_on": made.due_on,
        "issued_at": made.issued_at.isoformat(),
        "issued_by": made.issued_label,
        "prepared_by": made.prepared_by,
        "rows_sha256": made.rows_sha256,
        "audit_head": made.audit_head,
        "programme_version": made.programme_version,
        "supersedes": made.supersedes.number if made.supersedes else "",
        "reason": made.reason,
    }


def summary_json(data: Any) -> dict[str, Any]:
    return {
        "counts": {line.code: line.count for line in data.standing},
        "control": [asdict(line) for line in data.control],
        "situation": data.situation,
        "message": data.message,
        "calls": [asdict(line) for line in data.calls],
    }


def listing(args: argparse.Namespace) -> Answer:
    """Keys: issues: [as `issue`], next: {weeks, due_on} of the first day not issued."""
    from qingshan.foundation.notice import programme_in_force
    from qingshan.issuance.models import LedgerIssue
    from qingshan.rulebook.calendar import issue_days

    issues = list(LedgerIssue.objects.select_related("supersedes").order_by("due_on", "revision"))
    issued = {i.due_on for i in issues}
    last = max(issued, default=None)
    following = next(
        (d for d in issue_days(programme_in_force()) if d.due_on not in issued and (last is None or d.due_on > last)),
        None,
    )
    lines = [
        f"{i.due_on}  第 {'、'.join(map(str, i.weeks))} 期  {i.number}  {i.rows_sha256[:12]}"
        + (f"  更正 {i.supersedes.number}：{i.reason}" if i.supersedes else "")
        for i in issues
    ] or ["还没有签发过台账。"]
    if following:
        lines.append(f"下一期：第 {'、'.join(map(str, following.weeks))} 期，报送日 {following.due_on}。")
    upcoming = {"weeks": list(following.weeks), "due_on": following.due_on} if following else None
    return Answer(lines, {"issues": [issue_json(i) for i in issues], "next": upcoming})


def export(args: argparse.Namespace) -> Answer:
    """Keys: as `issue`, with files written again byte for byte. The export is a row of the audit chain."""
    from qingshan.foundation import audit
    from qingshan.foundation.turn import writing
    from qingshan.issuance.actions import may_take
    from qingshan.issuance.queries import issue_by_number

    from .session import session_for

    session = session_for(args.login)
    may_take(session.actor)
    made = issue_by_number(args.issue)
    files = write_files(made, Path(args.out))
    with writing():
        audit.append(
            at=session.now,
            actor=session.actor.label,
            action="ledger.export",
            subject=made.number,
            data={"files": {f["ledger"]: f["sha256"] for f in files}},
        )
    return Answer([f"{made.number}：", *(f"  {f['path']}" for f in files)], {**issue_json(made), "files": files})


def differences(args: argparse.Namespace) -> Answer:
    """Keys: first, second, and the changes: added, removed, moved, changed, fell."""
    from qingshan.issuance.queries import frozen, issue_by_number
    from qingshan.rulebook.ledger_diff import diff

    first, second = issue_by_number(args.first), issue_by_number(args.second)
    changes = diff(frozen(first), frozen(second))
    lines = [
        f"{first.number} → {second.number}",
        *(f"新增 {c.name}（{c.after}）" for c in changes.added),
        *(f"移出 {c.name}（{c.before}）" for c in changes.removed),
        *(f"{c.name}：{c.before} → {c.after}" for c in changes.moved),
        *(f"{c.name} 第 {c.no} 栏{c.head}：{c.old or '空'} → {c.new or '空'}" for c in changes.changed),
    ]
    if changes.is_empty:
        lines.append("没有变化。")
    return Answer(lines, {"first": first.number, "second": second.number, **asdict(changes)})

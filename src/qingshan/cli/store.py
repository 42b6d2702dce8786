"""init, check, audit, backup, restore, store move."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .answer import REFUSED, Answer


def init(args: argparse.Namespace) -> Answer:
    """Keys: programme, version, organisations, login, password (shown once)."""
    from qingshan.accounts.founding import found_store
    from qingshan.foundation.data_folder import folder_from_environment
    from qingshan.foundation.notice import find_programme
    from qingshan.foundation.problems import Problem
    from qingshan.rulebook.load import load_programme

    from .session import console

    data = folder_from_environment()
    source = find_programme(args.programme, data)
    programme = load_programme(source)
    if args.region and args.region != programme.region:
        why = f"通知方案是 {programme.region} 的，不是 {args.region} 的。"
        raise Problem("bad_value", field="--region", value=args.region, why=why)
    founded = found_store(console(), data, source)
    return Answer(
        [
            f"建好了：{founded.programme.name}（{founded.programme.version}），{founded.organisations} 个单位，在 {data.root}。",
            f"第一个管理员：登录名 {founded.login}，一次性口令 {founded.password}（只显示这一次，首次登录须改）。",
            "下一步：qingshan import register 名册.xlsx",
        ],
        {
            "programme": founded.programme.code,
            "version": founded.programme.version,
            "organisations": founded.organisations,
            "login": founded.login,
            "password": founded.password,
            "data": str(data.root),
        },
    )


def check(args: argparse.Namespace) -> Answer:
    """Keys: checks: [{name, ok, findings: [text]}]. Exit 1 when any check finds something."""
    from qingshan.issuance.selfcheck import all_checks

    results = all_checks()
    lines = []
    for result in results:
        lines.append(f"{'✓' if result.is_ok else '✗'} {result.name}：{result.summary}")
        lines += [f"    {finding}" for finding in result.findings[:50]]
    is_ok = all(r.is_ok for r in results)
    data = {
        "ok": is_ok,
        "checks": [
            {"name": r.code, "title": r.name, "ok": r.is_ok, "summary": r.summary, "findings": list(r.findings)}
            for r in results
        ],
    }
    return Answer(lines, data, 0 if is_ok else REFUSED)


def audit_verify(args: argparse.Namespace) -> Answer:
    """Keys: ok, rows, head, faults: [{seq, what}]."""
    from qingshan.foundation import audit
    from qingshan.foundation.models import AuditRow

    faults = list(audit.faults())
    count, head = AuditRow.objects.count(), audit.head()
    data = {"ok": not faults, "rows": count, "head": head, "faults": [{"seq": f.seq, "what": f.what} for f in faults]}
    if faults:
        return Answer(
            [f"审计链有 {len(faults)} 处断裂：", *(f"  第 {f.seq} 行：{f.what}" for f in faults)], data, REFUSED
        )
    return Answer([f"审计链完整：{count} 行，链头 {head}。"], data)


def audit_export(args: argparse.Namespace) -> Answer:
    """Keys: file, rows, head."""
    from qingshan.foundation import audit
    from qingshan.foundation.data_folder import write_whole
    from qingshan.foundation.turn import writing

    from .session import console

    session = console()
    out = Path(args.out)
    with writing():
        audit.append(at=session.now, actor=session.actor.label, action="audit.export", subject=out.name[:160], data={})
        rows = list(audit.export_rows())
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    write_whole(out, text.encode())
    return Answer(
        [f"导出 {len(rows)} 行到 {out}，链头 {rows[-1]['hash']}。", f"独立验证：python3 tools/verify_audit.py {out}"],
        {"file": str(out), "rows": len(rows), "head": rows[-1]["hash"]},
    )


def backup_folder(args: argparse.Namespace) -> Answer:
    """Keys: file, files, bytes."""
    from qingshan.foundation import opening
    from qingshan.foundation.clock import now
    from qingshan.foundation.data_folder import folder_from_environment

    made = opening.backup(folder_from_environment(), Path(args.out), now())
    return Answer(
        [f"备份好了：{made['file']}（{made['files']} 个文件，{made['bytes']} 字节）。里面有密钥，请妥善保管。"], made
    )


def restore_folder(args: argparse.Namespace) -> Answer:
    """Keys: folder, files, made_at."""
    from qingshan.foundation import opening
    from qingshan.foundation.data_folder import folder_from_environment

    made = opening.restore(Path(args.file), folder_from_environment())
    return Answer(
        [f"恢复到 {made['folder']}：{made['files']} 个文件，备份于 {made['made_at']}。", "核对一下：qingshan check"],
        made,
    )


def move(args: argparse.Namespace) -> Answer:
    """Keys: before, after (the databases), tables, rows, head."""
    from qingshan.foundation.data_folder import folder_from_environment
    from qingshan.foundation.moving import TO_SQLITE, move_store

    made = move_store(folder_from_environment(), args.to)
    rows = sum(made.copied.rows.values())
    lines = [
        f"搬好了：从 {made.before} 到 {made.after}，{len(made.copied.rows)} 张表 {rows} 行，逐行核对一致。",
        f"审计链头 {made.copied.head}，没有变。原来的库不再写入，可以留作备份。",
        "正在运行的青山请重新启动。核对一下：qingshan check",
    ]
    if args.to == TO_SQLITE:
        lines.append("如果设了 DATABASE_URL，请取消。")
    keys = {"before": made.before, "after": made.after, "tables": len(made.copied.rows), "rows": rows}
    return Answer(lines, {**keys, "head": made.copied.head})

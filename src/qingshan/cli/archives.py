"""archive snapshot, verify: the district archive, signed and proved again."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import REFUSED, Answer

if TYPE_CHECKING:
    from qingshan.issuance.archive_models import DistrictArchive


def snapshot(args: argparse.Namespace) -> Answer:
    """Keys: number, on, signed_name, signed_post, prepared_by, content_sha256, audit_head, programme_version, supersedes,
    reason, files: [{path, sha256}], counts, totals: [{code, name, stated, counted, deviation}]."""
    from qingshan.foundation.canonical import sha256
    from qingshan.foundation.data_folder import write_whole
    from qingshan.issuance.archives import sign_archive, workbook_bytes

    from .ledgers import out_folder
    from .session import console, session_for

    out = Path(args.out)
    out_folder(out)
    prepared_by = args.prepared_by or console().actor.name
    made = sign_archive(
        session_for(args.by), args.on, prepared_by=prepared_by, supersede=args.supersede, reason=args.reason
    )
    files = []
    for name, content in (
        (made.workbook, workbook_bytes(made)),
        (f"{made.workbook.removesuffix('.xlsx')}.json", made.content.encode()),
    ):
        write_whole(out / name, content)
        files.append({"path": str(out / name), "sha256": sha256(content)})
    content = json.loads(made.content)
    lines = [
        f"签好了：{made.number}，截至 {made.on}，{content['counts']['registered']} 处。",
        f"  签字 {made.signed_name}（{made.signed_post}），汇总 {made.prepared_by}",
        *(f"  {file['path']}  SHA-256 {file['sha256']}" for file in files),
        *(
            f"  与通知不符：{t['name']} 通知 {t['stated']}，实有 {t['counted']}"
            for t in content["totals"]
            if t["deviation"] != "0"
        ),
    ]
    data = {**archive_json(made), "files": files, "counts": content["counts"], "totals": content["totals"]}
    return Answer(lines, data)


def archive_json(made: DistrictArchive) -> dict[str, Any]:
    keys = (
        "number", "on", "signed_name", "signed_post", "prepared_by", "content_sha256", "audit_head", "programme_version",
        "reason",
    )  # fmt: skip
    return {
        **{key: getattr(made, key) for key in keys},
        "signed_at": made.signed_at.isoformat(),
        "supersedes": made.supersedes.number if made.supersedes else "",
    }


def verify(args: argparse.Namespace) -> Answer:
    """Keys: ok, archives: [{number, ok, findings, notes}]. Exit 1 when one differs."""
    from qingshan.issuance.archive_models import DistrictArchive
    from qingshan.issuance.archives import archive_by_number, verify_archive

    chosen = [archive_by_number(n) for n in args.archives] or list(DistrictArchive.objects.select_related("supersedes"))
    found = [verify_archive(made) for made in chosen]
    lines = []
    for one in found:
        lines.append(f"{'✓' if one.is_ok else '✗'} {one.number}：{'相符' if one.is_ok else '不符'}")
        lines += [f"    {text}" for text in (*one.findings, *one.notes)]
    is_ok = all(one.is_ok for one in found)
    data = {
        "ok": is_ok,
        "archives": [
            {"number": o.number, "ok": o.is_ok, "findings": list(o.findings), "notes": list(o.notes)} for o in found
        ],
    }
    return Answer(lines or ["还没有签过摸底档案汇总。"], data, 0 if is_ok else REFUSED)

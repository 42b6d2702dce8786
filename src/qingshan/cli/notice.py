"""programme new, validate, show."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from .answer import REFUSED, WRONG_USE, Answer
from .setup import finding_json

SHIPPED = "shuimogou-2018"


def _folder(name: str) -> Path | None:
    """A folder, a district's own programme in the data folder, or a shipped one."""
    from qingshan.rulebook.load import shipped_programmes

    data = Path(os.environ.get("QINGSHAN_DATA") or "data")
    for place in (Path(name), data / "programmes" / name):
        if place.is_dir():
            return place
    return shipped_programmes().get(name)


def _nowhere(name: str) -> Answer:
    from qingshan.rulebook.load import shipped_programmes

    text = f"找不到通知方案 {name}。随附的有：{'、'.join(sorted(shipped_programmes()))}。"
    return Answer([text], {"error": {"code": "unknown_programme", "message": text}}, WRONG_USE)


def _asked(args: argparse.Namespace) -> Path | None:
    """The folder asked about: the one named, else the store's own notice, else the shipped one."""
    if args.folder:
        return _folder(args.folder)
    return _of_the_store() or _folder(SHIPPED)


def _of_the_store() -> Path | None:
    """The notice the store of the data folder adopted; None where there is no store."""
    import django
    from django.db import DatabaseError

    from qingshan.foundation.data_folder import folder_from_environment

    data = folder_from_environment()
    if not data.database.exists() and "DATABASE_URL" not in os.environ:
        return None
    django.setup()
    from qingshan.foundation.models import AdoptedVersion

    try:
        line = AdoptedVersion.objects.last()
    except DatabaseError:
        return None
    return data.programmes / line.folder if line else None


def new(args: argparse.Namespace) -> Answer:
    """Keys: folder, files, to_fill (how many marks stand in them)."""
    from qingshan.foundation.clock import today
    from qingshan.foundation.data_folder import write_whole
    from qingshan.rulebook.fresh import Fresh, fresh_files
    from qingshan.rulebook.load import shipped_programmes, validate_programme
    from qingshan.rulebook.validate_names import FOLDER

    shipped, out = shipped_programmes(), Path(args.dir)
    if args.base not in shipped:
        return _nowhere(args.base)
    if not FOLDER.fullmatch(args.code):
        return _wrong("bad_code", f"代码不能用：{args.code}。只用小写字母、数字和连字符，60 个以内。")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        return _wrong("folder_in_use", f"{out} 里已经有东西。换一个空的文件夹。")
    years = args.years or (today().year, today().year + 2)
    made = fresh_files(Fresh(args.code, args.base, shipped[args.base], years, args.region, args.district))
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        write_whole(out / name, text.encode())
    marks = sum(finding.code == "to_fill" for finding in validate_programme(out))
    lines = [
        f"写好了 {len(made)} 个文件，在 {out}，待填 {marks} 处。",
        f"先打开 {next(iter(made))}，填几处就检查一次：qingshan programme validate {out}",
    ]
    return Answer(lines, {"folder": str(out), "files": list(made), "to_fill": marks})


def _wrong(code: str, text: str) -> Answer:
    return Answer([text], {"error": {"code": code, "message": text}}, WRONG_USE)


def validate(args: argparse.Namespace) -> Answer:
    """Keys: folder, ok, findings: [{file, key, code, message, hint}]."""
    from qingshan.rulebook.load import validate_programme

    folder = _asked(args)
    if folder is None:
        return _nowhere(args.folder)
    findings = validate_programme(folder)
    data = {"folder": str(folder), "ok": not findings, "findings": [finding_json(f) for f in findings]}
    if not findings:
        return Answer([f"{folder.name}：没有错误。"], data)
    lines = [f"{f.file} {f.key} [{f.code}] {f.message} {f.hint}".rstrip() for f in findings]
    return Answer([*lines, f"共 {len(findings)} 处错误。"], data, REFUSED)


def show(args: argparse.Namespace) -> Answer:
    """Keys: code, name, version, digest, document_no, stages, targets, control_totals, ledgers, readings."""
    from qingshan.rulebook.load import load_programme

    folder = _asked(args)
    if folder is None:
        return _nowhere(args.folder)
    p = load_programme(folder)
    stages = [
        {"code": s.code, "name": s.name, "clause": s.clause, "party": s.party, "action": s.action} for s in p.stages
    ]
    data = {
        "code": p.code,
        "name": p.name,
        "version": p.version,
        "digest": p.digest,
        "document_no": p.document_no,
        "title": p.title,
        "region": p.region,
        "stages": stages,
        "targets": [
            {"code": t.code, "name": t.name, "kind": t.kind, "by": t.by, "percent": t.percent, "clause": t.clause}
            for t in p.targets
        ],
        "control_totals": [
            {"code": c.code, "name": c.name, "count": c.count, "clause": c.clause} for c in p.control_totals
        ],
        "ledgers": [{"code": x.code, "title": x.title, "columns": [c.key for c in x.columns]} for x in p.ledgers],
        "readings": [
            {"code": r.code, "clause": r.clause, "title": r.title, "chosen": r.lines[-1].chosen, "note": r.note}
            for r in p.readings
        ],
    }
    lines = [
        f"{p.document_no} {p.title}",
        f"{p.name} {p.version}（{p.digest[:12]}）",
        "各步：",
        *(f"  {s['name']}（{s['clause']}）" for s in stages),
        "目标：",
        *(f"  {t.name}：{t.by} 前 {t.percent}%（{t.clause}）" for t in p.targets),
        "口径：",
        *(f"  {r.code} {r.title}：{r.lines[-1].chosen}（{r.clause}）" for r in p.readings),
    ]
    return Answer(lines, data)

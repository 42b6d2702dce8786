"""mapping list, show, export, import, forget; and the --map of an import."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import REFUSED, Answer
from .setup import finding_json

if TYPE_CHECKING:
    from qingshan.exchange.mappings import HeadMapping


def read_maps(sender: str, words: Sequence[str]) -> list[HeadMapping]:
    """The `HEAD=FIELD` words of --map. Problem for one that cannot be understood."""
    from qingshan.exchange.mappings import HeadMapping, field_called, head_fault, nearest_field
    from qingshan.foundation.problems import Problem

    found = []
    for word in words:
        head, equals, field = word.rpartition("=")
        key = field_called(field)
        fault = "应写成 表头=项目，如 承包人=owner" if not equals else head_fault(head.strip())
        if not fault and not key:
            fault = f"没有“{field}”这一项。{nearest_field(field)}"
        if fault:
            raise Problem("bad_mapping", head=head or word, why=fault.rstrip("。"))
        found.append(HeadMapping(sender, head.strip(), key))
    return found


def mapping_json(one: HeadMapping) -> dict[str, Any]:
    from qingshan.exchange.mappings import meaning

    return {"sender": one.sender, "head": one.head, "field": one.code, "name": meaning(one.field)}


def _told(rows: Sequence[HeadMapping]) -> Answer:
    made = [mapping_json(one) for one in rows]
    lines = [f"{m['sender']}  “{m['head']}” 读作 {m['name']}（{m['field']}）" for m in made]
    return Answer(lines or ["还没有对照。导入时用 --from 来文单位 --map 表头=项目。"], {"mappings": made})


def listing(args: argparse.Namespace) -> Answer:
    """Keys: mappings: [{sender, head, field, name}]."""
    from qingshan.register.mappings import saved

    return _told(saved(args.sender))


def show(args: argparse.Namespace) -> Answer:
    """Keys: mappings, as in list."""
    from qingshan.foundation.problems import Problem
    from qingshan.register.mappings import saved, senders

    rows = saved(args.sender)
    if not rows:
        raise Problem("unknown_mapping", sender=args.sender, head="任何表头", known="、".join(senders()) or "无")
    return _told(rows)


def export(args: argparse.Namespace) -> Answer:
    """Keys: file, mappings (how many)."""
    from qingshan.exchange.mappings import write_mappings
    from qingshan.foundation.data_folder import write_whole
    from qingshan.register.mappings import saved

    out, rows = Path(args.file), saved(args.sender)
    write_whole(out, write_mappings(rows, out.suffix.lower()))
    return Answer([f"写好了：{out}，{len(rows)} 条。"], {"file": str(out), "mappings": len(rows)})


def bring(args: argparse.Namespace) -> Answer:
    """Keys: findings: [{file, key, code, message, hint}], mappings (of the file), stored, changed (new or otherwise
    than before). With a finding nothing is stored."""
    from qingshan.exchange.mappings import read_mappings
    from qingshan.foundation.problems import Problem
    from qingshan.register.mappings import remember

    from .session import session_for

    path = Path(args.file)
    if not path.is_file():
        raise Problem("file_refused", file=path.name, why="不存在或读不到")
    rows, findings = read_mappings(path.name, path.read_bytes(), args.sender)
    data: dict[str, Any] = {
        "findings": [finding_json(f) for f in findings],
        "mappings": [mapping_json(one) for one in rows],
        "stored": False,
        "changed": 0,
    }
    if findings:
        lines = [f"{f.file} {f.key} [{f.code}] {f.message} {f.hint}".rstrip() for f in findings]
        return Answer([*lines, f"有 {len(findings)} 处错误，没有存。"], data, REFUSED)
    if args.dry_run:
        return Answer([f"没有错误：{len(rows)} 条。只看，没有存。"], data)
    data |= {"stored": True, "changed": remember(session_for(args.login), rows, source=path.name)}
    return Answer([f"存好了：{len(rows)} 条，其中新的或改变的 {data['changed']} 条。"], data)


def forget(args: argparse.Namespace) -> Answer:
    """Keys: forgotten (how many)."""
    from qingshan.register.mappings import forget as forget_heads

    from .session import session_for

    count = forget_heads(session_for(args.login), args.sender, args.head)
    return Answer([f"忘掉了“{args.sender}”的 {count} 个表头。"], {"forgotten": count})

"""programme adopt, versions."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qingshan.rulebook.values import cited

from .answer import REFUSED, Answer

if TYPE_CHECKING:
    from qingshan.casework.adoption import Adoption, Moved
    from qingshan.issuance.queries import Taken

LISTED = 200


def adopt(args: argparse.Namespace) -> Answer:
    """Keys: from, to, digest, on, sites, lines: [{table, key, field, what, before, after, clause}], moved: [{site, name,
    before, after: {outcome, place, ledger, debts}, missing}], unfit, dropped: [{table, code, name, facts, example}] (codes records name and the version lacks),
    numbers_taken: [{number, issued_for, again_on}] (issue numbers that would come up twice), stored, exempted."""
    from qingshan.casework.adoption import Relief, adopt_version, may_adopt, preview_adoption
    from qingshan.foundation.clock import today
    from qingshan.foundation.data_folder import folder_from_environment
    from qingshan.foundation.notice import store
    from qingshan.foundation.problems import Problem
    from qingshan.issuance.queries import numbers_taken

    from .session import session_for

    session = session_for(args.login)
    source = Path(args.folder)
    if args.dry_run:
        may_adopt(session)
        adoption = preview_adoption(source, args.on or store().shown_on or today(), args.drop)
        tail = (
            "只看，没有启用。" if not adoption.unfit else f"有 {len(adoption.unfit)} 处与已录入的内容不合，不能启用。"
        )
        taken = numbers_taken(adoption.new)
        answer = {**adoption_json(adoption, taken), "stored": False, "exempted": 0}
        return Answer([*adoption_lines(adoption, taken), tail], answer, REFUSED if adoption.unfit else 0)
    if args.on:
        why = "启用即时生效，不能指定日期；只在 --dry-run 时可以，看截至那一天哪些矿山会变。"
        raise Problem("bad_value", field="--on", value=args.on, why=why)
    relief = Relief(args.relief, args.approver, Path(args.scan)) if args.relief else None
    if relief and not (relief.approver and relief.scan.is_file()):
        raise Problem("missing_fields", title="豁免", fields="批准机关（--approver）、扫描件（--scan）")
    adoption, exempted = adopt_version(
        session, folder_from_environment(), source, reason=args.reason, relief=relief, drop=args.drop
    )
    taken = numbers_taken(adoption.new)
    lines = [*adoption_lines(adoption, taken), f"启用了 {adoption.new.version}。"]
    lines += [f"{exempted} 处按 {args.relief} 豁免了新步骤。"] if relief else []
    return Answer(lines, {**adoption_json(adoption, taken), "stored": True, "exempted": exempted})


def adoption_json(adoption: Adoption, taken: Sequence[Taken]) -> dict[str, Any]:
    keys = ("table", "key", "field", "what", "before", "after", "clause")
    return {
        "from": adoption.ours.version,
        "to": adoption.new.version,
        "digest": adoption.new.digest,
        "on": adoption.on,
        "sites": adoption.sites,
        "lines": [{key: getattr(line, key) for key in keys} for line in adoption.lines],
        "moved": [moved_json(m) for m in adoption.moved],
        "unfit": list(adoption.unfit),
        "numbers_taken": [asdict(one) for one in taken],
        "dropped": [asdict(one) for one in adoption.dropped],
    }


def moved_json(moved: Moved) -> dict[str, Any]:
    def side(status: Any) -> dict[str, Any]:
        return {
            "outcome": str(status.outcome),
            "ledger": str(status.ledger),
            "place": status.place,
            "progress": status.progress,
            "debts": len(status.debts),
            "overdue": [s.code for s in status.stages if s.timing == "overdue"],
        }

    return {
        "site": moved.site,
        "name": moved.name,
        "before": side(moved.before),
        "after": side(moved.after),
        "missing": list(moved.missing),
    }


WHAT = {"added": "增", "removed": "删", "changed": "改"}


def adoption_lines(adoption: Adoption, taken: Sequence[Taken]) -> list[str]:
    lines = [f"{adoption.ours.version} → {adoption.new.version}：{len(adoption.lines)} 处不同。"]
    for line in adoption.lines[:LISTED]:
        where = " ".join(part for part in (line.table, line.key, line.field) if part)
        clause = cited(line.clause)
        change = "：".join(
            p
            for p in (
                f"{WHAT[line.what]} {where}{clause}",
                " → ".join(text[:60] for text in (line.before, line.after) if text),
            )
            if p
        )
        lines.append(f"  {change}")
    if len(adoption.lines) > LISTED:
        lines.append(f"  ……另有 {len(adoption.lines) - LISTED} 处不同，用 --json 看全部")
    lines += [f"✗ {text}" for text in adoption.unfit]
    if taken:
        first = taken[0]
        lines.append(
            f"⚠ 期号会重：{first.again_on} 的一期又编作 {first.number}，{first.issued_for} 已经用过（共 {len(taken)} 期）。"
            "到时签发不了；请改 [weekly] 的 number_format 或 first_on。"
        )
    lines.append(f"截至 {adoption.on}，{adoption.sites} 处矿山中 {len(adoption.moved)} 处的状态会变。")
    for moved in adoption.moved:
        lines.append(f"  {moved.name}（{moved.site}）：{moved_words(adoption, moved)}")
    return lines


def moved_words(adoption: Adoption, moved: Moved) -> str:
    """What changes at one site, the place first."""

    def place(programme: Any, status: Any) -> str:
        stage = programme.stage(status.place)
        return stage.name if stage else str(status.outcome)

    words = []
    was, now = place(adoption.ours, moved.before), place(adoption.new, moved.after)
    if was != now:
        words.append(f"停在 {was} → {now}")
    if moved.before.ledger != moved.after.ledger:
        words.append(f"台账 {moved.before.ledger} → {moved.after.ledger}")
    if len(moved.before.debts) != len(moved.after.debts):
        words.append(f"欠账 {len(moved.before.debts)} → {len(moved.after.debts)}")
    if moved.missing:
        names = [s.name for s in adoption.new.stages if s.code in moved.missing]
        words.append(f"新欠 {'、'.join(names)}")
    return "；".join(words) or "期限或下一步有变化"


def versions(_args: argparse.Namespace) -> Answer:
    """Keys: versions: [{version, digest, folder, adopted_at, adopted_by, reason, in_force}]."""
    from qingshan.foundation.models import AdoptedVersion

    found = list(AdoptedVersion.objects.order_by("pk"))
    keys = ("version", "digest", "folder", "adopted_at", "adopted_by", "reason")
    rows = [{**{key: getattr(one, key) for key in keys}, "in_force": one == found[-1]} for one in found]
    lines = [
        f"{r['version']}（{r['digest'][:12]}） {r['adopted_at']:%Y-%m-%d} {r['adopted_by']} {r['reason']}"
        f"{' 现行' if r['in_force'] else ''}"
        for r in rows
    ]
    return Answer(lines, {"versions": rows})

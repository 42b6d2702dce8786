"""status: where every site stands on a day, and why."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from qingshan.rulebook.values import cited

from .answer import Answer


def status(args: argparse.Namespace) -> Answer:
    """Keys: on, known_at, sites: [{code, name, outcome, ledger, place, batch, progress, slack, debts, holds,
    next, stages, warnings (of named sites only: figures that do not agree)}]."""
    from django.db.models import Q

    from qingshan.accounts.queries import names_on
    from qingshan.casework.queries import attributes, dossiers
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import programme_known_at, store
    from qingshan.foundation.problems import Problem, blocker_json
    from qingshan.register.models import Site
    from qingshan.rulebook.consistency import consistency
    from qingshan.rulebook.evaluate import evaluate
    from qingshan.rulebook.lineage import exists_on, founding_of

    programme = programme_known_at(args.known_at)
    on = args.on or store().shown_on or today()
    names = names_on(on)
    sites = Site.objects.order_by("code")
    if args.sites:
        wanted = Q(code__in=args.sites) | Q(name__in=args.sites)
        missing = [s for s in args.sites if not sites.filter(Q(code=s) | Q(name=s)).exists()]
        if missing:
            raise Problem("unknown_site", site="、".join(missing))
        sites = sites.filter(wanted)
    answers = []
    for site, dossier in zip(sites, dossiers(sites), strict=True):
        if not exists_on(dossier, on, args.known_at):
            founding = founding_of(dossier.facts)
            if args.sites and founding is not None:
                raise Problem(
                    "not_there_yet", site=site.name, founded=founding.on.isoformat(), parent=founding.parent, on=on
                )
            continue
        found = evaluate(programme, dossier, on, args.known_at, with_entered_against=False)
        known = attributes(dossier, on)
        name = str(known.get("name") or site.name)
        own = names.get(str(known.get("street")), "属地未定")
        bodies = {**names, **{p.code: own for p in programme.parties if p.kind == "role"}}
        odd = consistency(programme, dossier, on) if args.sites else ()
        warnings = [{"level": w.level, **blocker_json(w.blocker)} for w in odd]
        answers.append({**status_json(programme, site.code, name, found, bodies), "warnings": warnings})
    lines = [status_line(a) for a in answers] or ["名册是空的。先导入：qingshan import register 名册.xlsx"]
    if args.sites:
        lines = [text for a in answers for text in (status_line(a), *detail_lines(a))]
    return Answer(lines, {"on": on, "known_at": args.known_at, "sites": answers})


def status_json(programme: Any, code: str, name: str, status: Any, bodies: Mapping[str, str]) -> dict[str, Any]:
    """One site's Status with the sentences a person reads. `bodies`: party → the name printed."""
    from qingshan.foundation.problems import blocker_json
    from qingshan.rulebook.nouns import BY_ACTION

    stage = programme.stage(status.place)
    here = next((a for a in status.next_actions if a.stage and a.stage == status.place), None)
    stages = {s.code: s.name for s in programme.stages}
    slots = {s.code: s.name for s in programme.slots}
    return {
        "code": code,
        "name": name,
        "outcome": str(status.outcome),
        "ledger": programme.ledger_code(status.ledger),
        "place": status.place,
        "place_name": stage.name if stage else "",
        "batch": status.batch,
        "progress": status.progress,
        "slack": here.slack if here else None,
        "debts": [
            {
                "kind": d.kind,
                "stage": d.stage,
                "slot": d.slot,
                "what": slots.get(d.slot) or stages.get(d.stage, d.stage),
                "clause": d.clause,
                "party": bodies.get(d.party, d.party),
                "promised_on": d.promised_on,
            }
            for d in status.debts
        ],
        "holds": [
            {"code": h.code, "subject": h.subject, "since": h.since, "blocks": list(h.blocks)} for h in status.holds
        ],
        "next": [
            {
                "action": a.action,
                "title": BY_ACTION[a.action][1].title,
                "stage": a.stage,
                "party": bodies.get(a.party, a.party),
                "clause": a.clause,
                "by": a.by,
                "slack": a.slack,
                "blockers": [blocker_json(b) for b in a.blockers],
            }
            for a in status.next_actions
        ],
        "stages": [
            {
                "code": s.code,
                "state": s.state,
                "reached_on": s.reached_on,
                "start_by": s.start_by,
                "done_by": s.done_by,
                "timing": s.timing,
                "slack": s.slack,
                "times": s.times,
            }
            for s in status.stages
        ],
    }


WORDS = {
    "not_included": "未纳入",
    "closed": "已销号",
    "merged": "已合并",
    "split": "已拆分",
    "transferred": "已移交",
    "voided": "已作废",
}


def status_line(a: dict[str, Any]) -> str:
    where = f"停在{a['place_name']}" if a["place"] else WORDS.get(a["outcome"], a["outcome"])
    slack = ""
    if a["slack"] is not None:
        slack = f" 余 {a['slack']} 天" if a["slack"] >= 0 else f" 超 {-a['slack']} 天"
    late = [s for s in a["stages"] if s["timing"] == "overdue"] if a["outcome"] == "active" else []
    more = f" 逾期 {len(late)} 步" if late else ""
    debts = f" 欠账 {len(a['debts'])}" if a["debts"] else ""
    stopped = {action for h in a["holds"] for action in h["blocks"]}
    is_held = any(n["action"] in stopped for n in a["next"] if n["stage"] == a["place"])
    holds = " 暂停" if is_held else " 有事未了结" if a["holds"] else ""
    return f"{a['code']} {a['name']} {where}{slack}{more}{debts}{holds}"


def detail_lines(a: dict[str, Any]) -> list[str]:
    lines = [f"  下一步 {n['party']} {n['title']}{cited(n['clause'])}最迟 {n['by'] or '未定'}" for n in a["next"]]
    lines += [f"    差：{b['message']}{cited(b['clause'])}" for n in a["next"] for b in n["blockers"]]
    for d in a["debts"]:
        promised = f" 承诺 {d['promised_on']} 补齐" if d["promised_on"] else ""
        lines.append(f"  欠账：{d['what']}{cited(d['clause'])} {d['party']}{promised}")
    lines += [f"  请核对：{w['message']}{cited(w['clause'])}" for w in a["warnings"]]
    return lines

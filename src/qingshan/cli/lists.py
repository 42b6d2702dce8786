"""list: what the streets and bureaus keep beside the main line, each a list over all sites or those named."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from qingshan.rulebook.values import cited

from .answer import Answer


@dataclass(frozen=True, slots=True)
class Seen:
    """One site as of the day asked about."""

    code: str
    name: str
    dossier: Any
    status: Any

    @property
    def head(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name}


def _seen(args: argparse.Namespace) -> tuple[Any, date, Iterator[Seen]]:
    """The programme, the day, and every site asked for (by 档案号 or name; all when none is named)."""
    from django.db.models import Q

    from qingshan.casework.queries import dossiers
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import programme_in_force, store
    from qingshan.foundation.problems import Problem
    from qingshan.register.models import Site
    from qingshan.rulebook.evaluate import evaluate
    from qingshan.rulebook.lineage import exists_on

    programme = programme_in_force()
    on = args.on or store().shown_on or today()
    sites = Site.objects.order_by("code")
    missing = [s for s in args.sites if not sites.filter(Q(code=s) | Q(name=s)).exists()]
    if missing:
        raise Problem("unknown_site", site="、".join(missing))
    if args.sites:
        sites = sites.filter(Q(code__in=args.sites) | Q(name__in=args.sites))
    pairs = [(s, d) for s, d in zip(sites, dossiers(sites), strict=True) if exists_on(d, on)]
    seen = (Seen(s.code, s.name, d, evaluate(programme, d, on, with_entered_against=False)) for s, d in pairs)
    return programme, on, seen


def procedures(args: argparse.Namespace) -> Answer:
    """Keys: on, days_lost (over all), sites: [{code, name, reviewed_on, ready_on, started_on, waited, lost (days; None
    before the review), steps: [{step, name, state, on, document_no, amount (分), lost}]}]. Government projects only."""
    from qingshan.rulebook.facts import Dossier
    from qingshan.rulebook.procedure import KIND, days_lost, step_states
    from qingshan.rulebook.standing import standing_facts

    programme, on, seen = _seen(args)
    code = next((s.code for s in programme.stages if s.evidence.kind == KIND), "")
    rows = []
    for one in seen:
        stage = one.status.stage(code)
        if stage is None or stage.state == "not_applicable":
            continue
        dossier: Dossier = one.dossier
        lost = days_lost(programme, dossier, one.status)
        of_step = dict(lost.steps) if lost else {}
        facts = [f for f in standing_facts(dossier.facts) if f.happened_on <= on]
        steps = [
            {
                "step": s.step.code,
                "name": s.step.name,
                "state": s.state,
                "on": s.on,
                "document_no": (s.fact.payload.get("document_no") or s.fact.payload.get("basis")) if s.fact else None,
                "amount": s.amount,
                "lost": of_step.get(s.step.code),
            }
            for s in step_states(programme, facts)
        ]
        keys = ("reviewed_on", "ready_on", "started_on", "waited", "lost")
        rows.append({**one.head, **{k: getattr(lost, k) if lost else None for k in keys}, "steps": steps})
    lines = [text for row in rows for text in _procedure_lines(row)] or ["没有政府投资项目。"]
    total = sum(row["lost"] or 0 for row in rows)
    return Answer([*lines, f"评审后等手续合计 {total} 天。"], {"on": on, "days_lost": total, "sites": rows})


STEP_WORDS = {"open": "未办", "started": "办理中", "failed": "未通过", "done": "已办结", "skipped": "已简化"}


def _procedure_lines(row: dict[str, Any]) -> Iterator[str]:
    if row["reviewed_on"] is None:
        told = "方案还没有通过评审"
    else:
        until = f"{row['started_on']} 开工" if row["started_on"] else "还没有开工"
        told = f"{row['reviewed_on']} 评审通过，{until}，间隔 {row['waited']} 天，其中等手续 {row['lost']} 天"
    yield f"{row['code']} {row['name']} {told}"
    for s in row["steps"]:
        late = f"（评审后又用 {s['lost']} 天）" if s["lost"] else ""
        yield f"  {s['name']}：{STEP_WORDS[s['state']]} {s['on'] or ''} {s['document_no'] or ''}{late}".rstrip()


def orders(args: argparse.Namespace) -> Answer:
    """Keys: on, overdue, sites: [{code, name, order_no, body, ordered_on, due_on, state (running, overdue, rectified,
    substituted), days_over, substituted_on, claimed, recovered (分), recovery (none, claimed, partly, recovered,
    uncollectable)}]. Overdue ones first."""
    from qingshan.rulebook.orders import order_of

    programme, on, seen = _seen(args)
    rows = []
    for one in seen:
        order = order_of(programme, one.dossier, one.status)
        if order is not None:
            keys = ("order_no", "body", "ordered_on", "due_on", "state", "days_over", "substituted_on")
            money = {k: getattr(order.recovery, k) for k in ("claimed", "recovered")}
            rows.append({**one.head, **{k: getattr(order, k) for k in keys}, **money, "recovery": order.recovery.state})
    rows.sort(key=lambda row: (-row["days_over"], row["code"]))
    lines = [_order_line(row) for row in rows] or ["没有责令治理通知书。"]
    overdue = sum(row["state"] == "overdue" for row in rows)
    return Answer([*lines, f"逾期未治理 {overdue} 处。"], {"on": on, "overdue": overdue, "sites": rows})


def _order_line(row: dict[str, Any]) -> str:
    words = {"running": "期限未到", "rectified": "已治理", "substituted": "代治理"}
    state = words.get(row["state"]) or f"逾期 {row['days_over']} 天"
    back = f" 追偿 {_wan(row['claimed'])}，追回 {_wan(row['recovered'])}" if row["claimed"] else ""
    return f"{row['code']} {row['name']} {row['order_no']} {row['body']} 限 {row['due_on']} {state}{back}"


def funds(args: argparse.Namespace) -> Answer:
    """Keys: on, investment, sources, missing (分, over all), sites: [{code, name, investment, sources, missing,
    by_source: {source: {planned, allotted, received, spent}}, lines: [{kind (budget, fund_application), subject, year,
    level, name, state, on, amounts: {state: 分}}]}]."""
    from qingshan.rulebook.funding import funding_of, gap_of, lines_of

    _, on, seen = _seen(args)
    rows = []
    for one in seen:
        gap, money, lines = gap_of(one.dossier, on), funding_of(one.dossier, on), lines_of(one.dossier, on)
        if gap is None and not money.by_source and not lines:
            continue
        rows.append(
            {
                **one.head,
                "investment": gap.investment if gap else 0,
                "sources": money.sources_total,
                "missing": gap.missing if gap else 0,
                "by_source": money.by_source,
                "lines": [{f: getattr(x, f) for f in x.__dataclass_fields__} for x in lines],
            }
        )
    totals = {key: sum(row[key] for row in rows) for key in ("investment", "sources", "missing")}
    told = [text for row in rows for text in _fund_lines(row)] or ["没有方案投资，也没有资金记录。"]
    foot = f"总投资 {_wan(totals['investment'])}，来源 {_wan(totals['sources'])}，缺口 {_wan(totals['missing'])}。"
    return Answer([*told, foot], {"on": on, **totals, "sites": rows})


def _fund_lines(row: dict[str, Any]) -> Iterator[str]:
    from qingshan.rulebook.lists import LISTS
    from qingshan.rulebook.sentences import fact_name

    gap = f"缺口 {_wan(row['missing'])}" if row["missing"] else "没有缺口"
    yield f"{row['code']} {row['name']} 总投资 {_wan(row['investment'])}，来源 {_wan(row['sources'])}，{gap}"
    for x in row["lines"]:
        level = LISTS["fund_level"].get(x["level"], x["level"])
        amount = _wan(x["amounts"].get(x["state"]) or max(x["amounts"].values(), default=0))
        yield f"  {x['subject']} {x['year']} {level} {x['name']} {fact_name(x['kind'] + '.' + x['state'])} {amount}"


def cases(args: argparse.Namespace) -> Answer:
    """Keys: on, unlicensed_without_case, sites: [{code, name, state (none, open, decided), owed_by, cases: [{subject,
    lead_body, matter, opened_on, results: [{result, on, document_no, fine (分)}], executor, task, recovery_amount (分),
    recovery_state}]}]. Sites the enforcement stage applies to, and any other with a case."""
    from qingshan.accounts.queries import names_on
    from qingshan.rulebook.enforcement import KIND, cases_of

    programme, on, seen = _seen(args)
    stage = next((s for s in programme.stages if s.evidence.kind == KIND), None)
    party = names_on(on).get(stage.party, stage.party) if stage else ""
    rows = []
    for one in seen:
        found = cases_of(one.dossier, on)
        state = one.status.stage(stage.code) if stage else None
        if not found and (state is None or state.state == "not_applicable"):
            continue
        is_done = state is not None and state.state in ("reached", "exempt")
        word = "decided" if is_done else "open" if found else "none"
        rows.append(
            {
                **one.head,
                "state": word,
                "owed_by": "" if is_done else party,
                "cases": [{f: getattr(c, f) for f in c.__dataclass_fields__} for c in found],
            }
        )
    without = sum(row["state"] == "none" for row in rows)
    lines = [text for row in rows for text in _case_lines(row)] or ["没有无证采矿点，也没有案件。"]
    return Answer([*lines, f"还没有立案 {without} 处。"], {"on": on, "unlicensed_without_case": without, "sites": rows})


def _case_lines(row: dict[str, Any]) -> Iterator[str]:
    from qingshan.rulebook.lists import LISTS
    from qingshan.rulebook.sentences import fact_name

    words = {"none": "没有立案", "open": "还没有结果", "decided": "已处理"}
    owed = f"（{row['owed_by']}）" if row["owed_by"] else ""
    yield f"{row['code']} {row['name']} {words[row['state']]}{owed}"
    for c in row["cases"]:
        results = "；".join(f"{r['on']} {fact_name('enforcement.' + r['result'])}" for r in c["results"])
        back = LISTS["recovery_state"].get(c["recovery_state"], "")
        task = f"；治理由{c['executor']}，{back}" if c["executor"] else ""
        yield f"  {c['subject']} {c['opened_on']} 立案：{c['matter']}；{results}{task}"


def alarms(args: argparse.Namespace) -> Answer:
    """Keys: on, alarms: [{code, name, kind (rebound, reopened, rectification, order), what, clause, since, by, days_over
    (None without a day)}], aftercare: [{code, name, closed_on, until, last_looked_on}]. `reopened` is a closed site
    whose earlier steps no longer stand."""
    from qingshan.rulebook.aftercare import aftercare_of
    from qingshan.rulebook.alarms import alarms_of

    programme, on, seen = _seen(args)
    rows: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for one in seen:
        found = alarms_of(programme, one.dossier, one.status)
        rows += [{**one.head, **{f: getattr(a, f) for f in a.__dataclass_fields__}} for a in found]
        care = aftercare_of(programme, one.dossier, one.status)
        if care is not None and care.until is not None and on <= care.until:
            keys = ("closed_on", "until", "last_looked_on")
            kept.append({**one.head, **{k: getattr(care, k) for k in keys}})
    rows.sort(key=lambda row: (-(row["days_over"] or 0), row["code"]))
    lines = [_alarm_line(row) for row in rows] or ["没有要处理的。"]
    lines += [f"管护到 {k['until']}：{k['code']} {k['name']} 上次复查 {k['last_looked_on'] or '还没有'}" for k in kept]
    return Answer(lines, {"on": on, "alarms": rows, "aftercare": kept})


def _alarm_line(row: dict[str, Any]) -> str:
    over = row["days_over"]
    late = "" if over is None else f" 超 {over} 天" if over > 0 else f" 余 {-over} 天"
    return f"{row['code']} {row['name']} {row['what']}{cited(row['clause'])}{late}"


def _wan(fen: int) -> str:
    from qingshan.rulebook.values import ten_thousands

    return ten_thousands(fen)

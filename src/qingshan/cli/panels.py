"""panel draw, batch propose: what anybody can work out again."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import REFUSED, Answer

if TYPE_CHECKING:
    from qingshan.exchange.pool import Pool
    from qingshan.rulebook.draw import Draw, Expert
    from qingshan.rulebook.programme import Programme


def draw_panel(args: argparse.Namespace) -> Answer:
    """Keys: seed, seed_sha256, pool, recused, numbers, drawn: [{name, speciality, employer, number}], substitutes,
    short, recorded (keys of the facts written). Without --record nothing is written."""
    from qingshan.exchange.pool import read_pool
    from qingshan.foundation.notice import programme_in_force
    from qingshan.foundation.problems import Problem
    from qingshan.rulebook.draw import draw, experts_of, seed_digest, usual_numbers

    if not args.seed.strip():
        raise Problem("bad_value", field="--seed", value="（空）", why="种子不能是空的：写当天公开的种子，原文照抄。")
    programme = programme_in_force()
    specialities = programme.panel.specialities
    pool = read_pool(Path(args.pool), specialities)
    faults = [*(f"{c.file} {c.reason}{c.hint}" for c in pool.complaints), *pool.faults]
    if faults:
        return Answer([*faults, "没有抽取。"], {"faults": faults, "recorded": []}, REFUSED)
    wanted = {**usual_numbers(programme.panel), **_numbers(args.number, specialities)}
    recused = [(one["name"], one["employer"]) for one in pool.recusals]
    found = draw(experts_of(pool.experts), recused, wanted, args.seed)
    data: dict[str, Any] = {
        "seed": args.seed,
        "seed_sha256": seed_digest(args.seed),
        "pool": pool.experts,
        "recused": pool.recusals,
        "numbers": wanted,
        "drawn": [_expert_json(args.seed, e) for e in found.drawn],
        "substitutes": {code: [_expert_json(args.seed, e) for e in rest] for code, rest in found.substitutes.items()},
        "short": dict(found.short),
        "recorded": [],
    }
    lines = [f"种子 {args.seed}，SHA-256 {data['seed_sha256']}", *_panel_lines(specialities, found)]
    if found.short:
        return Answer(lines, data, REFUSED)
    if args.record:
        data["recorded"] = _record(args, programme, pool, wanted, found)
        lines.append(f"记入 {len(data['recorded'])} 处。")
    return Answer(lines, data)


def _numbers(told: Sequence[str], specialities: Mapping[str, str]) -> dict[str, int]:
    """专业=人数 by code or word; Problem for what is neither."""
    from qingshan.foundation.problems import Problem

    codes = {word: code for code, word in specialities.items()} | {code: code for code in specialities}
    numbers = {}
    for one in told:
        word, _, count = one.partition("=")
        if word.strip() not in codes or not count.strip().isdecimal():
            known = "、".join(specialities.values())
            raise Problem("bad_value", field="--number", value=one, why=f"应写成 专业=人数，专业有：{known}。")
        numbers[codes[word.strip()]] = int(count)
    return numbers


def _expert_json(seed: str, expert: Expert) -> dict[str, str]:
    from qingshan.rulebook.draw import number_of

    return {
        "name": expert.name,
        "speciality": expert.speciality,
        "employer": expert.employer,
        "number": number_of(seed, expert),
    }


def _panel_lines(specialities: Mapping[str, str], found: Draw) -> list[str]:
    lines = [f"  {specialities.get(e.speciality, e.speciality)}　{e.name}　{e.employer}" for e in found.drawn]
    for code, rest in found.substitutes.items():
        if rest:
            lines.append(f"  {specialities.get(code, code)}候补：{'、'.join(e.name for e in rest)}")
    return lines + [
        f"  {specialities.get(code, code)}专业还差 {n} 人，先补充专家库。" for code, n in found.short.items()
    ]


def _record(
    args: argparse.Namespace, programme: Programme, pool: Pool, wanted: Mapping[str, int], found: Draw
) -> list[str]:
    """The drawing is entered for every plan named, through its action; Problem with all that speaks against it."""
    from django.db.models import Q

    from qingshan.casework.actions import ACTIONS
    from qingshan.casework.entry import Line, Paper
    from qingshan.casework.queries import sites_for
    from qingshan.foundation.problems import Problem
    from qingshan.rulebook.draw import seed_digest
    from qingshan.rulebook.facts import beijing_day

    from .session import session_for

    session = session_for(args.login)
    values = {
        "meeting": args.meeting,
        "drawn_by": args.drawn_by,
        "seed": args.seed,
        "seed_sha256": seed_digest(args.seed),
        "seed_announced_on": args.announced,
        "pool": pool.experts,
        "recusals": pool.recusals,
        "numbers": [{"speciality": code, "count": count} for code, count in wanted.items()],
        "drawn": [{"name": e.name, "speciality": e.speciality, "employer": e.employer} for e in found.drawn],
    }
    lines = []
    for one in args.record:
        name, _, version = one.partition("=")
        sites = sites_for(session.actor).filter(Q(code=name) | Q(name=name))
        if len(sites) != 1:
            raise Problem("unknown_site", site=name)
        lines.append(Line(sites[0].code, "drawn", values, version.strip()))
    paper = Paper(args.on or beijing_day(session.now), source=Path(args.pool).name)
    return list(ACTIONS["draw_panel"](session, paper, lines).facts)


def propose_batch(args: argparse.Namespace) -> Answer:
    """Keys: on, weights, sites: [{code, name, is_first, reasons, score, shares, unknown, batch}], listed (year → sites on
    its list already)."""
    from collections import Counter

    from qingshan.casework.queries import dossiers
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import programme_in_force, store
    from qingshan.register.models import Site
    from qingshan.rulebook.evaluate import evaluate
    from qingshan.rulebook.lineage import exists_on
    from qingshan.rulebook.ranking import DEFAULTS, propose, rank, to_be_listed
    from qingshan.rulebook.status import Ledger

    programme = programme_in_force()
    on = args.on or store().shown_on or today()
    files = [file for file in dossiers(Site.objects.order_by("code")) if exists_on(file, on)]
    entries = [(file, evaluate(programme, file, on, with_entered_against=False)) for file in files]
    listed = Counter(status.batch for _, status in entries if status.ledger == Ledger.IN and status.batch)
    found = propose(programme, rank(programme, to_be_listed(entries), on), listed)
    words = programme.code_list("priority_reasons")
    data = {
        "on": on,
        "weights": {code: str(programme.parameter(code, default)) for code, default in DEFAULTS.items()},
        "listed": dict(listed),
        "sites": [_ranked_json(one) for one in found],
    }
    lines = [_ranked_line(number, one, words.items if words else {}) for number, one in enumerate(found, 1)]
    told = "、".join(f"{year}年度 {count} 处" for year, count in sorted(listed.items())) or "还没有"
    return Answer([*(lines or ["没有等着列入年度名单的矿山。"]), f"已在名单：{told}。权重是建议值【待核对】。"], data)


def _ranked_json(one: Any) -> dict[str, Any]:
    return {
        "code": one.site,
        "name": one.name,
        "is_first": one.is_first,
        "reasons": list(one.reasons),
        "score": str(one.score),
        "shares": {code: None if share is None else f"{share:.4f}" for code, share in one.shares.items()},
        "unknown": list(one.unknown),
        "batch": one.batch,
    }


def _ranked_line(number: int, one: Any, words: Mapping[str, str]) -> str:
    from qingshan.rulebook.ranking import FACTOR_NAMES

    first = "优先：" + "、".join(words.get(r, r) for r in one.reasons) if one.is_first else "一般"
    unknown = f"，不明：{'、'.join(FACTOR_NAMES[c] for c in one.unknown)}" if one.unknown else ""
    return f"{number}. {one.batch}年度  {one.name}  {first}  难易分 {one.score}{unknown}"

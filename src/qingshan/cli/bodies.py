"""bodies, seats, duties, policies: what the bodies of the district owe, who sits where, whose step is whose."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qingshan.rulebook.values import cited

from .answer import Answer

if TYPE_CHECKING:
    from datetime import date

    from qingshan.casework.bodies import BodyStanding
    from qingshan.rulebook.bodies import AssignedTask, BodyDuty
    from qingshan.rulebook.facts import Fact


def _day(args: argparse.Namespace) -> date:
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import store

    chosen: date = args.on or store().shown_on or today()
    return chosen


def bodies(args: argparse.Namespace) -> Answer:
    """Keys: on, on_time: {due, on_time, percent}, bodies: [{code, name, kind, owed: [{code, name, clause, file, party,
    subject, state, due_on, done_on, slack}], met, met_late, tasks: [{number, content, clause, meeting, assigned_on,
    due_on, done_on, state, slack, sites}], on_time, targets: [{year, count, area_m2, investment, plan}], declared,
    registered}], promised (of named bodies): [{street, year, promised, listed, closed}]."""
    from qingshan.accounts.queries import organisation_called
    from qingshan.casework.bodies import promises, standings
    from qingshan.foundation.notice import programme_in_force
    from qingshan.foundation.problems import Problem
    from qingshan.rulebook.bodies import on_time_rate

    from .session import console

    on, programme, actor = _day(args), programme_in_force(), console().actor
    found = standings(programme, actor, on, args.known_at)
    if args.bodies:
        named = {word: organisation_called(word) for word in args.bodies}
        missing = [word for word, body in named.items() if body is None or body.code not in {s.code for s in found}]
        if missing:
            raise Problem("unknown_organisation", organisation="、".join(missing))
        wanted = {body.code for body in named.values() if body is not None}
        found = tuple(one for one in found if one.code in wanted)
    rate = on_time_rate([task for one in found for task in one.tasks])
    lines = [text for one in found for text in body_lines(one, whole=bool(args.bodies))]
    promised = [asdict(p) for p in promises(programme, actor, found, on, args.known_at)] if args.bodies else []
    lines += [
        f"  {p['year']} 年：计划 {p['promised']} 处，列入 {p['listed']} 处，销号 {p['closed']} 处" for p in promised
    ]
    lines.append(f"督办事项到期 {rate.due} 件，按时办结 {rate.on_time} 件。")
    data = {"on": on, "on_time": _rate_json(rate), "bodies": [body_json(one) for one in found], "promised": promised}
    return Answer(lines, data)


def _rate_json(rate: Any) -> dict[str, Any]:
    return {"due": rate.due, "on_time": rate.on_time, "percent": rate.percent}


def body_json(one: BodyStanding) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "owed": [duty_json(duty) for duty in one.owed],
        "met": sum(duty.state == "met" for duty in one.duties),
        "met_late": sum(duty.state == "met_late" for duty in one.duties),
        "tasks": [task_json(task) for task in one.tasks],
        "on_time": _rate_json(one.on_time),
        "targets": [
            {"year": t.year, "count": t.count, "area_m2": t.area_m2, "investment": t.investment, "plan": t.plan}
            for t in one.targets
        ],
        "declared": one.declared,
        "registered": one.registered,
    }


def duty_json(duty: BodyDuty) -> dict[str, Any]:
    keys = ("code", "name", "clause", "file", "party", "subject", "state", "due_on", "done_on", "slack")
    return {key: getattr(duty, key) for key in keys}


def task_json(task: AssignedTask) -> dict[str, Any]:
    keys = ("number", "content", "clause", "meeting", "assigned_on", "due_on", "done_on", "state", "slack")
    return {key: getattr(task, key) for key in keys} | {"sites": list(task.sites)}


def body_lines(one: BodyStanding, *, whole: bool) -> list[str]:
    """One line a body that owes something; each thing owed below it."""
    lines = [_owed_line(d.name, d.clause, d.state, d.due_on, d.slack, d.subject) for d in one.owed]
    lines += [_owed_line(t.content, t.clause, t.state, t.due_on, t.slack, t.number) for t in one.open_tasks]
    if not lines and not whole:
        return []
    counts = f"欠 {len(one.owed)} 项，在办督办 {len(one.open_tasks)} 件"
    if one.declared is not None:
        counts += f"，报告 {one.declared} 处，在册 {one.registered} 处"
    return [f"{one.code} {one.name} {counts}", *lines]


def _owed_line(name: str, clause: str, state: str, due_on: date | None, slack: int | None, subject: str) -> str:
    from qingshan.rulebook.bodies import WORDS

    days = f"超 {-slack} 天" if slack is not None and slack < 0 else f"余 {slack} 天" if slack is not None else ""
    parts = [name, cited(clause), subject, f"期限 {due_on}" if due_on else "", WORDS[state], days]
    return "  " + " ".join(part for part in parts if part)


def seats(args: argparse.Namespace) -> Answer:
    """Keys: on, seats: [{code, name, kind, body, body_name, clause, state, crowded, holders: [{name, post}]}],
    duties_without_seat: [{party, name, duties, clauses}], without_their_seat: people in a seat's role at a body that has
    no such seat, [{name, post, role, body, body_name}]. `state`: unit, held, vacant; `crowded`: more than one in a seat
    for one."""
    from qingshan.accounts.queries import holders_on, names_on
    from qingshan.foundation.notice import programme_in_force
    from qingshan.rulebook.seats import KINDS, Holder, misplaced, seats_on, unseated

    on, programme = _day(args), programme_in_force()
    names = names_on(on)
    held = {code: [Holder(*one) for one in people] for code, people in holders_on(on).items()}
    found = seats_on(programme, held)
    without = unseated(programme, on)
    data: list[dict[str, Any]] = [
        {
            "code": s.seat.code,
            "name": s.seat.name,
            "kind": s.seat.kind,
            "body": s.body,
            "body_name": names.get(s.body, s.body),
            "clause": s.seat.clause,
            "state": s.state,
            "crowded": s.is_crowded,
            "holders": [{"name": h.name, "post": h.post} for h in s.holders],
        }
        for s in found
    ]
    words = {"unit": "单位", "vacant": "空缺"}
    lines = [
        f"{KINDS[d['kind']]} {d['body_name']}{cited(d['clause'])} "
        + (words.get(d["state"]) or "、".join(f"{h['name']} {h['post']}" for h in d["holders"]))
        + (f"（一席 {len(d['holders'])} 人，核对任职起止）" if d["crowded"] else "")
        for d in data
    ]
    lines += [f"有任务无席位：{u.party.name}（{'、'.join(u.clauses)}）" for u in without]
    more = [
        {"party": u.party.code, "name": u.party.name, "duties": list(u.party.duties), "clauses": list(u.clauses)}
        for u in without
    ]
    strays = [
        {"name": h.name, "post": h.post, "role": h.role, "body": body, "body_name": names.get(body, body)}
        for body, h in misplaced(programme, held)
    ]
    lines += [f"单位没有这个席位：{one['body_name']} {one['name']} {one['post']}".rstrip() for one in strays]
    found_all = {"on": on, "seats": data, "duties_without_seat": more, "without_their_seat": strays}
    return Answer(lines or ["这份通知没有写席位。"], found_all)


def duties(_args: argparse.Namespace) -> Answer:
    """Keys: bodies: [{party, name, kind, seated, duties, stages: [{code, action, clause}], tasks: [{code, name, clause}],
    clauses: [{code, summary}]}]."""
    from qingshan.foundation.notice import programme_in_force
    from qingshan.rulebook.seats import duty_matrix

    matrix = duty_matrix(programme_in_force())
    data = [
        {
            "party": line.party.code,
            "name": line.party.name,
            "kind": line.party.kind,
            "seated": line.is_seated,
            "duties": list(line.party.duties),
            "stages": [{"code": code, "action": title, "clause": clause} for code, title, clause in line.stages],
            "tasks": [{"code": code, "name": name, "clause": clause} for code, name, clause in line.tasks],
            "clauses": [{"code": code, "summary": summary} for code, summary in line.clauses],
        }
        for line in matrix
    ]
    lines: list[str] = []
    for line in matrix:
        lines.append(f"{line.party.name}：{'、'.join(line.party.duties)}")
        lines += [f"  办 {title}{cited(clause)}" for _, title, clause in line.stages]
        lines += [f"  负责 {name}{cited(clause)}" for _, name, clause in line.tasks]
    return Answer(lines, {"bodies": data})


def policies(args: argparse.Namespace) -> Answer:
    """Keys: on, policies: the roots of the tree, [{number, title, issuer, issued_on, text_sha256, task_item, parent,
    parent_on_file, in_circle (the links above lead back to it), below: [...]}]."""
    from qingshan.casework.queries import bodies_for, body_dossiers
    from qingshan.rulebook.bodies import body_facts

    from .session import console

    on = _day(args)
    facts = [
        fact
        for dossier in body_dossiers(bodies_for(console().actor))
        for fact in body_facts(dossier, on)
        if fact.name == "policy.recorded"
    ]
    made = policy_tree(facts)
    lines = policy_lines(made, 0) or ["还没有登记政策文件。"]
    return Answer(lines, {"on": on, "policies": made})


def policy_tree(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Every document once: those that stand at the top, each with what is below; a circle from its earliest one."""
    numbers = {fact.subject for fact in facts}
    roots = [f for f in facts if f.payload.get("parent_no") not in numbers]
    made = [policy_json(fact, facts, numbers, ()) for fact in sorted(roots, key=_by_issue)]
    shown = {number for one in made for number in _numbers_in(one)}
    for fact in sorted(facts, key=_by_issue):
        if fact.subject not in shown:
            made.append(policy_json(fact, facts, numbers, ()) | {"in_circle": True})
            shown |= set(_numbers_in(made[-1]))
    return made


def _numbers_in(one: dict[str, Any]) -> list[str]:
    return [one["number"], *(number for below in one["below"] for number in _numbers_in(below))]


def _by_issue(fact: Fact) -> tuple[str, str]:
    return str(fact.payload.get("issued_on") or ""), fact.subject


def policy_json(fact: Fact, facts: Sequence[Fact], numbers: set[str], above: tuple[str, ...]) -> dict[str, Any]:
    """A document with those below it; a circle ends where it closes."""
    path = (*above, fact.subject)
    below = [f for f in facts if f.payload.get("parent_no") == fact.subject and f.subject not in path]
    parent = str(fact.payload.get("parent_no") or "")
    return {
        "number": fact.subject,
        **{key: fact.payload.get(key) or "" for key in ("title", "issuer", "issued_on", "text_sha256", "task_item")},
        "parent": parent,
        "parent_on_file": parent in numbers if parent else None,
        "in_circle": False,
        "below": [policy_json(f, facts, numbers, path) for f in sorted(below, key=_by_issue)],
    }


def policy_lines(made: Sequence[dict[str, Any]], depth: int) -> list[str]:
    lines: list[str] = []
    for one in made:
        missing = f"（上级文件 {one['parent']} 未登记）" if one["parent_on_file"] is False else ""
        missing += f"（上级文件 {one['parent']} 绕回本文件，请更正）" if one["in_circle"] else ""
        item = f" {one['task_item']}" if one["task_item"] else ""
        lines.append(f"{'  ' * depth}{one['number']} {one['title']} {one['issuer']} {one['issued_on']}{item}{missing}")
        lines += policy_lines(one["below"], depth + 1)
    return lines

"""import register, facts, template."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import REFUSED, WRONG_USE, Answer, progress

if TYPE_CHECKING:
    from qingshan.rulebook.programme import Programme

LISTED = 200


def register(args: argparse.Namespace) -> Answer:
    """Keys: complaints, unplaced, rows, new, changed, alike, near, same, stored, created, amended."""
    from qingshan.accounts.queries import street_names
    from qingshan.casework.register_import import apply_import, plan_import
    from qingshan.exchange.register import read_register
    from qingshan.foundation.notice import programme_in_force
    from qingshan.foundation.problems import Problem
    from qingshan.rulebook.facts import beijing_day

    from .session import session_for

    session = session_for(args.login)
    programme = programme_in_force()
    streets = street_names()
    reading = read_register(
        [Path(f) for f in args.files],
        programme.register,
        programme_lists(programme),
        streets,
        region=programme.region,
    )
    complaints = [complaint_json(c) for c in reading.complaints]
    blocking = [c for c in complaints if c["blocking"]]
    data: dict[str, Any] = {
        "complaints": complaints,
        "unplaced": [unplaced_json(u) for u in reading.unplaced],
        "rows": len(reading.rows),
        "stored": False,
    }
    lines = [complaint_line(c) for c in complaints[:LISTED]]
    lines += [unplaced_line(u) for u in data["unplaced"]]
    if blocking:
        lines.append(f"有 {len(blocking)} 处必须先改正，没有导入任何内容。")
        return Answer(lines, data, REFUSED)
    plan = plan_import(reading.rows)
    alike = [alike_json(entry) for entry in plan.new if entry.alike]
    data |= {"new": len(plan.new), "changed": [change_json(c) for c in plan.changes], "alike": alike, "same": plan.same}
    lines.append(f"读到 {len(reading.rows)} 处：新 {len(plan.new)}，有变化 {len(plan.changed)}，无变化 {plan.same}。")
    lines += [f"  {change_line(c, programme, streets)}" for c in plan.changes[:LISTED]]
    lines += [
        f"！ {a['name']} 按新矿山登记；{a['site']} 同名而属地或位置不同，若是同一处请核对。" for a in alike[:LISTED]
    ]
    data["near"] = [near_json(plan.new[near.index], near) for near in plan.near]
    lines += [
        f"！ {n['name']} 离{n['other_name']}（{n['other'] or '同一份名册'}）只有 {n['metres']} 米，可能是同一处，请核对。"
        for n in data["near"][:LISTED]
    ]
    if args.dry_run:
        lines.append("只看，没有存。")
        return Answer(lines, data)
    if plan.changed and not args.yes and not _confirmed(len(plan.changes), lines, as_json=args.json):
        problem = Problem("not_confirmed", count=len(plan.changes))
        return Answer([*lines, problem.sentence], {**data, "error": problem.as_json()}, REFUSED)
    made = apply_import(
        session,
        plan,
        happened_on=args.on or first_day(programme),
        amended_on=args.on or beijing_day(session.now),
        source="、".join(Path(f).name for f in args.files),
    )
    data |= {"stored": True, "created": list(made.created), "amended": list(made.amended)}
    lines.append(f"存好了：新登记 {len(made.created)} 处，变更 {len(made.amended)} 处，{made.same} 处没有变化。")
    return Answer(lines, data)


def first_day(programme: Programme) -> date:
    """The day a register is taken to hold from: the notice's first phase, or its issue."""
    return min([programme.issued_on, *(p.starts_on for p in programme.phases)])


def _confirmed(count: int, lines: list[str], *, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        return False
    for line in lines:
        print(line)
    lines.clear()
    return input(f"有 {count} 处变化，存下吗？（输入 是 或 y）") in ("是", "y", "Y")


def programme_lists(programme: Programme) -> dict[str, dict[str, str]]:
    """Every code list of the notice that a sheet may use, by its name in the nouns."""
    from qingshan.casework.shape import words_of
    from qingshan.rulebook.nouns import NOUNS

    names = {f.list for noun in NOUNS for field in noun.fields for f in (field, *field.rows) if f.list}
    found = {n.partition(":")[2]: dict(words_of(programme, n)) for n in sorted(names) if n.startswith("programme:")}
    # Not a field's list: the words of the column 重开到.
    return found | {"stages": {s.code: s.name for s in programme.stages}}


def complaint_json(complaint: Any) -> dict[str, Any]:
    keys = ("file", "sheet", "cell", "value", "code", "reason", "hint", "blocking")
    return {key: getattr(complaint, key) for key in keys}


def complaint_line(c: dict[str, Any]) -> str:
    mark = "✗" if c["blocking"] else "！"
    where = " ".join(str(c[k]) for k in ("file", "sheet", "cell") if c[k])
    value = f"“{c['value']}”" if c["value"] not in (None, "") else ""
    return f"{mark} {where} {value}{c['reason']} {c['hint']}".rstrip()


def unplaced_json(u: Any) -> dict[str, Any]:
    return {key: getattr(u, key) for key in ("file", "sheet", "column", "head", "samples", "guesses")}


def unplaced_line(u: dict[str, Any]) -> str:
    guesses = "、".join(str(g) for g in u["guesses"]) or "没有相近的"
    return f"？ {u['file']} {u['sheet']} {u['column']} 列“{u['head']}”没认出来，没有导入。最像：{guesses}"


def change_json(change: Any) -> dict[str, Any]:
    return {key: getattr(change, key) for key in ("site", "name", "field", "before", "after")}


def alike_json(entry: Any) -> dict[str, Any]:
    return {"name": entry.values["name"], "site": entry.alike, "file": entry.row.file, "row": entry.row.row_no}


def near_json(entry: Any, near: Any) -> dict[str, Any]:
    return {
        "name": entry.values["name"],
        "other": near.other,
        "other_name": near.other_name,
        "metres": near.metres,
        "file": entry.row.file,
        "row": entry.row.row_no,
    }


def change_line(change: Any, programme: Programme, streets: Mapping[str, Sequence[str]]) -> str:
    """A change in the words of the office: the field's name, the words of its codes, the dates as they were read."""
    from qingshan.casework.shape import words_of
    from qingshan.rulebook.nouns.site import SITE

    field = next(f for f in SITE.fields if f.key == change.field)
    words = dict(words_of(programme, field.list)) if field.list else {}
    if field.key == "street":
        words = {code: names[0] for code, names in streets.items()}
    before, after = (shown(value, words, field.type) for value in (change.before, change.after))
    return f"{change.name}（{change.site}） {field.name}：{before} → {after}"


def shown(value: Any, words: Mapping[str, str], kind: str) -> str:
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(words.get(str(item), str(item)) for item in value)
    if kind == "geometry" and isinstance(value, dict):
        from qingshan.desk.presenters.record_words import shape_words

        return shape_words(value)
    if isinstance(value, dict):
        return str(value.get("text") or value.get("value"))
    return f"{value} 平方米" if kind == "area" else words.get(str(value), str(value))


def facts(args: argparse.Namespace) -> Answer:
    """Keys: complaints, refused: [{sheet, row, record_no, site, message, blockers}], set_aside (lines with a bad cell),
    stored, skipped, organisations, appointments."""
    from qingshan.accounts.queries import body_names, street_names
    from qingshan.archive.store import store_bytes
    from qingshan.casework.facts_import import Book, enter_facts
    from qingshan.exchange.facts_book import read_facts
    from qingshan.foundation.canonical import sha256
    from qingshan.foundation.notice import programme_in_force
    from qingshan.rulebook.lists import LISTS
    from qingshan.rulebook.nouns import NOUNS

    from .people import enter_people
    from .session import session_for

    session = session_for(args.login)
    programme = programme_in_force()
    path = Path(args.file)
    reading = read_facts(path, NOUNS, LISTS, programme_lists(programme), street_names(), bodies=body_names())
    complaints = [complaint_json(c) for c in reading.complaints]
    lines = [complaint_line(c) for c in complaints[:LISTED]]
    data: dict[str, Any] = {"complaints": complaints, "refused": [], "set_aside": 0, "stored": 0, "skipped": 0}
    blocking = [c for c in complaints if c["blocking"]]
    if blocking and not (args.accept_good and all(is_of_a_line(c, reading.blocked) for c in blocking)):
        lines.append(f"有 {len(blocking)} 处必须先改正，没有导入任何内容。")
        return Answer(lines, data, REFUSED)
    data["set_aside"] = len(reading.blocked)
    found = evidence_beside(path, reading.lines)
    people: dict[str, Any] = {"organisations": 0, "appointments": 0, "passwords": {}}

    def first() -> None:
        people.update(enter_people(session, reading.organisations, reading.appointments))
        for name, content in found.items():
            store_bytes(content, name, session.now, on_disk=not args.dry_run)

    entered = enter_facts(
        session,
        Book(reading.lines, {name: sha256(content) for name, content in found.items()}, path.name),
        accept_good=args.accept_good,
        dry_run=args.dry_run,
        before=first,
        progress=progress,
    )
    if args.dry_run or (entered.refusals and not args.accept_good):
        people |= {"organisations": 0, "appointments": 0, "passwords": {}}
    data |= people
    data |= {
        "stored": entered.stored,
        "skipped": entered.skipped,
        "refused": [r.as_json() for r in entered.refusals],
    }
    lines += refusal_lines(entered.refusals)
    if people["passwords"]:
        lines += [f"新登录名 {login}，一次性口令 {password}" for login, password in people["passwords"].items()]
    if reading.blocked:
        lines.append(f"有 {len(reading.blocked)} 行的单元格要改，这些行没有导入。")
    lines.append(_summary(entered, dry_run=args.dry_run))
    return Answer(lines, data, REFUSED if entered.refusals or reading.blocked else 0)


def is_of_a_line(complaint: Mapping[str, Any], blocked: Collection[tuple[str, int]]) -> bool:
    """Whether a complaint only concerns one line, which was set aside whole."""
    row = str(complaint["cell"]).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return row.isdecimal() and (complaint["sheet"], int(row)) in blocked


def _summary(entered: Any, *, dry_run: bool) -> str:
    if dry_run:
        return f"只看，没有存：{entered.stored} 行可以存，{len(entered.refusals)} 行被拒，{entered.skipped} 行已在档。"
    if entered.refusals and not entered.stored:
        return f"{len(entered.refusals)} 行被拒，没有存下任何内容。加 --accept-good 可存下其余各行。"
    return f"存好了：{entered.stored} 行；被拒 {len(entered.refusals)} 行；已在档 {entered.skipped} 行。"


def refusal_lines(refusals: Any) -> list[str]:
    from .setup import problem_lines

    lines: list[str] = []
    for refusal in refusals[:LISTED]:
        first, *rest = problem_lines(refusal.problem)
        lines.append(f"✗ {refusal.sheet} 第 {refusal.row_no} 行 {refusal.site}：{first}")
        lines += [f"  {line}" for line in rest]
    return lines


def evidence_beside(path: Path, lines: Any) -> dict[str, bytes]:
    """File names named as evidence that lie beside the workbook (or in a folder 证据 there) → content."""
    from qingshan.casework.attached import parts

    found: dict[str, bytes] = {}
    names = {parts(title)[1] for line in lines for title in line.evidence}
    for name in sorted(names):
        if not name or "/" in name or "\\" in name or name.startswith("."):
            continue
        for folder in (path.parent, path.parent / "证据"):
            file = folder / name
            if file.is_file():
                found[name] = file.read_bytes()
                break
    return found


def template(args: argparse.Namespace) -> Answer:
    """Keys: file, bytes, sheets (nouns, and the sheets of organisations and of appointments)."""
    from qingshan.accounts.queries import body_names, street_names
    from qingshan.exchange.facts_book import APPOINTMENTS_SHEET, ORGANISATIONS_SHEET, write_template
    from qingshan.foundation.data_folder import write_whole
    from qingshan.foundation.notice import programme_in_force
    from qingshan.register.models import Site
    from qingshan.rulebook.lists import LISTS
    from qingshan.rulebook.nouns import NOUNS

    programme = programme_in_force()
    people = (ORGANISATIONS_SHEET, APPOINTMENTS_SHEET)
    offered = {noun.name: noun.code for noun in NOUNS} | {title: title for title in people}
    wanted = [word.strip() for word in re.split(r"[,，、;；]", args.only or "") if word.strip()]
    unknown = [word for word in wanted if word not in offered and word not in offered.values()]
    if unknown or (args.only is not None and not wanted):
        names = "、".join(name if name == code else f"{name}（{code}）" for name, code in offered.items())
        text = f"没有这样的工作表：{'、'.join(unknown) or '（没有写）'}。可写：{names}。"
        return Answer([text], {"error": {"code": "unknown_sheet", "message": text}}, WRONG_USE)
    chosen = {offered.get(word, word) for word in wanted or offered}
    nouns = [noun for noun in NOUNS if noun.code in chosen]
    content = write_template(
        nouns,
        LISTS,
        programme_lists(programme),
        street_names(),
        sites=dict(Site.objects.order_by("code").values_list("code", "name")),
        bodies={code: names[0] for code, names in body_names().items()},
        people=[title for title in people if title in chosen],
    )
    out = Path(args.out)
    write_whole(out, content)
    sheets = [*(noun.name for noun in nouns), *(title for title in people if title in chosen)]
    return Answer(
        [f"写好了：{out}。先看“说明”一页，再按事项填。"], {"file": str(out), "bytes": len(content), "sheets": sheets}
    )

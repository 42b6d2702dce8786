"""import register, facts, template."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import REFUSED, WRONG_USE, Answer, AtWork

if TYPE_CHECKING:
    from datetime import datetime

    from qingshan.accounts.session import Session
    from qingshan.casework.facts_import import LineRefusal
    from qingshan.casework.register_intake import Intake
    from qingshan.exchange.facts_book import FactsReading

LISTED = 200


def register(args: argparse.Namespace) -> Answer:
    """Keys: sender, complaints, unplaced, understood: [{file, sheet, column, head, field, name, by}] (by: mapping,
    notice, product), rows, stored, remembered; annotated when asked for; and when nothing blocks: new, changed, alike,
    near, same, emptied; when stored: import, created, amended."""
    from qingshan.casework.register_intake import annotated, may_look, report_of, take_in, tried, unknown_heads
    from qingshan.foundation.problems import Problem
    from qingshan.register.mappings import remember

    from .mappings import read_maps
    from .session import session_for

    session = session_for(args.login)
    may_look(session)
    paths = [Path(f) for f in args.files]
    copy = Path(args.annotated) if args.annotated else None
    if copy is not None and (fault := bad_copy(copy, paths)):
        return Answer([fault], {"error": {"code": "wrong_use", "message": fault}}, WRONG_USE)
    maps = read_maps(args.sender, args.map or [])
    at_work = AtWork()
    heads = {m.head: m.field for m in maps}
    intake = take_in(paths, sender=args.sender, heads=heads, keep=copy is not None, progress=at_work.say)
    source = "、".join(p.name for p in paths)
    asks_first = intake.plan is not None and bool(intake.plan.changed) and not args.yes
    if args.dry_run or copy is not None or asks_first:  # an import at once is told by itself what it is refused for
        intake = tried(session, intake, on=args.on, source=source, progress=at_work.count("核对"))
    at_work.end()
    data: dict[str, Any] = report_of(intake) | {"remembered": 0}
    for head, hint in unknown_heads(intake, heads).items():
        raise Problem("bad_mapping", head=head, why=f"文件里没有这个表头。{hint}".rstrip("。"))
    lines = report_lines(data)
    if maps and args.sender and not args.dry_run:
        data["remembered"] = remember(session, maps, source=source)
        lines.append(f"记住了“{args.sender}”的 {len(maps)} 个表头。")
    elif maps and not args.sender:
        lines.append("没有写 --from 来文单位，--map 只用这一次。")
    if copy is not None:
        write_copy(copy, annotated(intake, session.now), data, lines)
    blocking = sum(1 for c in data["complaints"] if c["blocking"])
    if intake.plan is None or intake.is_blocked:
        lines.append(f"有 {blocking} 处必须先改正，没有导入任何内容。")
        return Answer(lines, data, REFUSED)
    if args.dry_run:
        lines.append("只看，没有存。")
        return Answer(lines, data)
    if intake.plan.changed and not args.yes and not _confirmed(len(data["changed"]), lines, as_json=args.json):
        problem = Problem("not_confirmed", count=len(data["changed"]))
        return Answer([*lines, problem.sentence], {**data, "error": problem.as_json()}, REFUSED)
    return _stored(session, args, intake, data, lines)


def _stored(
    session: Session, args: argparse.Namespace, intake: Intake, data: dict[str, Any], lines: list[str]
) -> Answer:
    from qingshan.casework.register_intake import bring_in
    from qingshan.casework.register_runs import new_run, settle
    from qingshan.casework.row_refusals import RowsRefused
    from qingshan.foundation.canonical import digest
    from qingshan.foundation.turn import writing

    files = intake.reading.files
    source = "、".join(Path(f).name for f in args.files)
    sha256 = files[0].sha256 if len(files) == 1 else digest(sorted(f.sha256 for f in files))
    at_work = AtWork()
    try:
        with writing():
            session = session.in_turn()
            made = bring_in(session, intake, on=args.on, source=source, progress=at_work.count("写入"))
            run = new_run(session, source, sha256, sum(f.size for f in files), args.sender)
            settle(session, run, intake, made)
    except RowsRefused as refused:
        told = [complaint_json(one.complaint()) for one in refused.refusals]
        data["complaints"] = [*data["complaints"], *told]
        lines += complaint_lines(told)
        return Answer([*lines, refused.sentence], {**data, "error": refused.as_json()}, REFUSED)
    finally:
        at_work.end()
    data |= {"stored": True, "import": run.key, "created": list(made.created), "amended": list(made.amended)}
    lines.append(f"存好了：新登记 {len(made.created)} 处，变更 {len(made.amended)} 处，{made.same} 处没有变化。")
    return Answer(lines, data)


def report_lines(data: Mapping[str, Any]) -> list[str]:
    """The report of a register for a person."""
    lines = complaint_lines(data["complaints"])
    lines += [
        f"＝ {p['file']} {p['sheet']} {p['column']} 列“{p['head']}”按“{data['sender'] or '这一次'}”的对照读作“{p['name']}”"
        for p in data["understood"]
        if p["by"] == "mapping"
    ]
    lines += [unplaced_line(u) for u in data["unplaced"]]
    if "new" not in data:
        return lines
    rows = {change["site"] for change in data["changed"]}
    lines.append(f"读到 {data['rows']} 处：新 {data['new']}，有变化 {len(rows)}，无变化 {data['same']}。")
    lines += [f"  {change['said']}" for change in data["changed"][:LISTED]]
    lines += [f"！ {one['said']}" for one in data["emptied"][:LISTED]]
    lines += [
        f"！ {a['name']} 按新矿山登记；{a['site']} 同名而属地或位置不同，若是同一处请核对。"
        for a in data["alike"][:LISTED]
    ]
    lines += [f"！ {one['said']}" for one in data["near"][:LISTED]]
    return lines


def bad_copy(copy: Path, sources: Sequence[Path]) -> str:
    """Why the annotated copy may not be written there; "" when it may."""
    if copy.suffix.lower() != ".xlsx":
        return f"批注副本应写成 .xlsx 文件，不是 {copy.name}。"
    if any(copy.resolve() == source.resolve() for source in sources):
        return f"批注副本不能盖掉原文件 {copy.name}，请换一个文件名。"
    return ""


def write_copy(copy: Path, content: bytes, data: dict[str, Any], lines: list[str]) -> None:
    from qingshan.foundation.data_folder import write_whole

    write_whole(copy, content)
    data["annotated"] = str(copy)
    lines.append(f"批注副本写好了：{copy}。红格要改，黄格请核对，原因在格子的批注里。")


def listing(args: argparse.Namespace) -> Answer:
    """Keys: imports: [{key, file, sha256, sender, stored_at, stored_by, created, amended, same}], newest first."""
    from qingshan.casework.register_runs import run_json, stored_runs

    found = [run_json(run) for run in stored_runs()]
    lines = [
        f"{r['key']}  {r['stored_at'][:16]}  {r['file']}  新登记 {r['created']}，变更 {r['amended']}  {r['stored_by']}"
        for r in found
    ]
    return Answer(lines or ["还没有导入过名册。"], {"imports": found})


def show(args: argparse.Namespace) -> Answer:
    """Keys: import (as in list), facts: [{fact, site, name, result, happened_on, source}]. A fact is corrected or taken
    back by a 更正 or 录入作废 that names it."""
    from qingshan.casework.register_runs import fact_json, facts_of, run_called, run_json

    run = run_called(args.key)
    facts = [fact_json(row) for row in facts_of(run)]
    words = {"registered": "登记", "amended": "变更"}
    lines = [f"{f['site']} {f['name']} {words.get(f['result'], f['result'])} {f['source']} {f['fact']}" for f in facts]
    lines.append("要改：登记错的用“变更登记”改正；变更错的在事项工作簿里写“录入作废”，更正记录号写最后一列。")
    return Answer(lines, {"import": run_json(run), "facts": facts})


def _confirmed(count: int, lines: list[str], *, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        return False
    for line in lines:
        print(line)
    lines.clear()
    return input(f"有 {count} 处变化，存下吗？（输入 是 或 y）") in ("是", "y", "Y")


def complaint_json(complaint: Any) -> dict[str, Any]:
    keys = ("file", "sheet", "cell", "value", "code", "reason", "hint", "blocking")
    return {key: getattr(complaint, key) for key in keys}


def complaint_lines(complaints: Sequence[dict[str, Any]]) -> list[str]:
    """As many as a person reads, in their order; of more than that first those that block."""
    many = len(complaints) > LISTED
    return [
        complaint_line(c)
        for c in (sorted(complaints, key=lambda c: not c["blocking"]) if many else complaints)[:LISTED]
    ]


def complaint_line(c: dict[str, Any]) -> str:
    mark = "✗" if c["blocking"] else "！"
    where = " ".join(str(c[k]) for k in ("file", "sheet", "cell") if c[k])
    value = f"“{c['value']}”" if c["value"] not in (None, "") else ""
    return f"{mark} {where} {value}{c['reason']} {c['hint']}".rstrip()


def unplaced_line(u: dict[str, Any]) -> str:
    guesses = "、".join(str(g) for g in u["guesses"]) or "没有相近的"
    return f"？ {u['file']} {u['sheet']} {u['column']} 列“{u['head']}”没认出来，没有导入。最像：{guesses}"


def facts(args: argparse.Namespace) -> Answer:
    """Keys: complaints, refused: [{sheet, row, cell, record_no, site, message, blockers}], set_aside (lines with a bad cell),
    stored, skipped, organisations, appointments; annotated when asked for."""
    from qingshan.accounts.queries import body_names, street_names
    from qingshan.accounts.roles import role_names
    from qingshan.archive.store import store_bytes
    from qingshan.casework.facts_import import Book, enter_facts
    from qingshan.casework.shape import lists_of
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
    copy = Path(args.annotated) if args.annotated else None
    if copy is not None and (fault := bad_copy(copy, [path])):
        return Answer([fault], {"error": {"code": "wrong_use", "message": fault}}, WRONG_USE)
    lists = LISTS | {"roles": role_names(programme)}
    reading = read_facts(
        path, NOUNS, lists, lists_of(programme), street_names(), bodies=body_names(), district=programme.district
    )
    complaints = [complaint_json(c) for c in reading.complaints]
    lines = complaint_lines(complaints)
    data: dict[str, Any] = {"complaints": complaints, "refused": [], "set_aside": 0, "stored": 0, "skipped": 0}
    blocking = [c for c in complaints if c["blocking"]]
    if blocking and not (args.accept_good and all(is_of_a_line(c, reading.blocked) for c in blocking)):
        if copy is not None:
            write_copy(copy, facts_copy(reading, (), session.now), data, lines)
        lines.append(f"有 {len(blocking)} 处必须先改正，没有导入任何内容。")
        return Answer(lines, data, REFUSED)
    data["set_aside"] = len(reading.blocked)
    found = evidence_beside(path, reading.lines)
    people: dict[str, Any] = {"organisations": 0, "appointments": 0, "passwords": {}}

    def first() -> None:
        people.update(enter_people(session, reading.organisations, reading.appointments))
        for name, content in found.items():
            store_bytes(content, name, session.now, on_disk=not args.dry_run)

    at_work = AtWork()
    entered = enter_facts(
        session,
        Book(reading.lines, {name: sha256(content) for name, content in found.items()}, path.name),
        accept_good=args.accept_good,
        dry_run=args.dry_run,
        before=first,
        progress=at_work.count("核对"),
    )
    at_work.end()
    if args.dry_run or (entered.refusals and not args.accept_good):
        people |= {"organisations": 0, "appointments": 0, "passwords": {}}
    data |= people
    data |= {
        "stored": entered.stored,
        "skipped": entered.skipped,
        "refused": [r.as_json() for r in entered.refusals],
    }
    lines += refusal_lines(entered.refusals)
    if copy is not None:
        write_copy(copy, facts_copy(reading, entered.refusals, session.now), data, lines)
    if people["passwords"]:
        lines += [f"新登录名 {login}，一次性口令 {password}" for login, password in people["passwords"].items()]
    if reading.blocked:
        lines.append(f"有 {len(reading.blocked)} 行的单元格要改，这些行没有导入。")
    lines.append(_summary(entered, dry_run=args.dry_run))
    return Answer(lines, data, REFUSED if entered.refusals or reading.blocked else 0)


def facts_copy(reading: FactsReading, refusals: Sequence[LineRefusal], at: datetime) -> bytes:
    """The annotated copy of a facts workbook: its bad cells, and each refused line with every reason."""
    from qingshan.exchange.annotated import annotate
    from qingshan.exchange.register import Complaint

    from .setup import problem_lines

    files = {table.grid.sheet: table.grid.file for table in reading.tables}
    refused = []
    for one in refusals:
        cell = one.cell or f"A{one.row_no}"
        reason = "；".join(problem_lines(one.problem))
        refused.append(
            Complaint(files[one.sheet], one.sheet, cell, one.record_no, one.problem.code, reason, "", blocking=True)
        )
    return annotate(reading.tables, [*reading.complaints, *refused], at)


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
        cell = f"（{refusal.cell}）" if refusal.cell else ""
        lines.append(f"✗ {refusal.sheet} 第 {refusal.row_no} 行{cell} {refusal.site}：{first}")
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
    from qingshan.accounts.roles import role_names
    from qingshan.casework.shape import lists_of
    from qingshan.exchange.facts_book import APPOINTMENTS_SHEET, ORGANISATIONS_SHEET, write_template
    from qingshan.foundation.data_folder import write_whole
    from qingshan.foundation.notice import programme_in_force
    from qingshan.register.models import Site
    from qingshan.rulebook.lists import LISTS
    from qingshan.rulebook.nouns import NOUNS

    programme = programme_in_force()
    people = (ORGANISATIONS_SHEET, APPOINTMENTS_SHEET)
    recorded = [noun for noun in NOUNS if any(programme.gate(action.name) for action in noun.actions)]
    offered = {noun.name: noun.code for noun in recorded} | {title: title for title in people}
    wanted = [word.strip() for word in re.split(r"[,，、;；]", args.only or "") if word.strip()]
    unknown = [word for word in wanted if word not in offered and word not in offered.values()]
    if unknown or (args.only is not None and not wanted):
        names = "、".join(name if name == code else f"{name}（{code}）" for name, code in offered.items())
        text = f"没有这样的工作表：{'、'.join(unknown) or '（没有写）'}。可写：{names}。"
        return Answer([text], {"error": {"code": "unknown_sheet", "message": text}}, WRONG_USE)
    chosen = {offered.get(word, word) for word in wanted or offered}
    nouns = [noun for noun in recorded if noun.code in chosen]
    content = write_template(
        nouns,
        LISTS | {"roles": role_names(programme)},
        lists_of(programme),
        street_names(),
        sites=dict(Site.objects.order_by("code").values_list("code", "name")),
        bodies={code: names[0] for code, names in body_names().items()},
        people=[title for title in people if title in chosen],
        clauses=programme.clauses_of,
    )
    out = Path(args.out)
    write_whole(out, content)
    sheets = [*(noun.name for noun in nouns), *(title for title in people if title in chosen)]
    return Answer(
        [f"写好了：{out}。先看“说明”一页，再按事项填。"], {"file": str(out), "bytes": len(content), "sheets": sheets}
    )

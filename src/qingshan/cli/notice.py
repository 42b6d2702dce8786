"""programme new, validate, show, readings, try."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qingshan.rulebook.values import cited

from .answer import REFUSED, WRONG_USE, Answer
from .setup import finding_json

if TYPE_CHECKING:
    from datetime import date

    from qingshan.rulebook.programme import Programme, Reading
    from qingshan.rulebook.trial import Change

SHIPPED = "shuimogou-2018"
SHOWN = 90
"""Characters of a value in one line of differences."""


def _folder(name: str) -> Path | None:
    """A folder, a district's own programme in the data folder, or a shipped one."""
    from qingshan.rulebook.load import shipped_programmes

    data = Path(os.environ.get("QINGSHAN_DATA") or "data")
    for place in (Path(name), data / "programmes" / name):
        if place.is_dir():
            return place
    return shipped_programmes().get(name)


def nowhere(name: str) -> Answer:
    from qingshan.rulebook.load import shipped_programmes

    text = f"找不到通知方案 {name}。随附的有：{'、'.join(sorted(shipped_programmes()))}。"
    return Answer([text], {"error": {"code": "unknown_programme", "message": text}}, WRONG_USE)


def asked(args: argparse.Namespace) -> Path | None:
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


def read(folder: Path) -> Programme:
    """The programme of a folder; what the store itself adopted is read as it was written then."""
    from qingshan.rulebook.load import load_programme, load_stored

    return load_stored(folder) if _is_adopted(folder) else load_programme(folder)


def _is_adopted(folder: Path) -> bool:
    kept = _of_the_store()
    return kept is not None and kept.resolve() == folder.resolve()


def new(args: argparse.Namespace) -> Answer:
    """Keys: folder, files, to_fill (how many marks stand in them)."""
    from qingshan.foundation.clock import today
    from qingshan.foundation.data_folder import write_whole
    from qingshan.rulebook.fresh import Fresh, fresh_files
    from qingshan.rulebook.load import bases, validate_programme
    from qingshan.rulebook.validate_names import FOLDER

    known, out = bases(), Path(args.dir)
    if args.base not in known:
        return _wrong("unknown_base", f"没有这份样板：{args.base}。可用的有：{'、'.join(known)}。")
    if not FOLDER.fullmatch(args.code):
        return _wrong("bad_code", f"代码不能用：{args.code}。只用小写字母、数字和连字符，60 个以内。")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        return _wrong("folder_in_use", f"{out} 里已经有东西。换一个空的文件夹。")
    years = args.years or (today().year, today().year + 2)
    made = fresh_files(Fresh(args.code, args.base, known, years, args.region, args.district))
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
    from qingshan.rulebook.load import validate_programme, validate_stored

    folder = asked(args)
    if folder is None:
        return nowhere(args.folder)
    findings = (validate_programme if args.folder or not _is_adopted(folder) else validate_stored)(folder)
    data = {"folder": str(folder), "ok": not findings, "findings": [finding_json(f) for f in findings]}
    if not findings:
        return Answer([f"{folder.name}：没有错误。"], data)
    lines = [f"{f.file} {f.key} [{f.code}] {f.message} {f.hint}".rstrip() for f in findings]
    return Answer([*lines, f"共 {len(findings)} 处错误。"], data, REFUSED)


def differences(args: argparse.Namespace, folder: Path) -> Answer:
    from qingshan.rulebook.draft import LISTS
    from qingshan.rulebook.load import differences_from_base, load_programme
    from qingshan.rulebook.versions import ADDED, REMOVED

    load_programme(folder)
    found = differences_from_base(folder)
    written = {attribute: f"[[{table}]]" for table, (attribute, _) in LISTS.items()}
    lines = []
    for one in found:
        table, _, below = one.table.partition(".")
        place = " ".join(part for part in (written.get(table, f"[{table}]"), one.key, below, one.field) if part)
        if one.what == ADDED:
            lines.append(f"加上 {place}：{_called(one.after)}")
        elif one.what == REMOVED:
            lines.append(f"去掉 {place}：{_called(one.before)}")
        else:
            lines.append(f"改了 {place}：{_short(one.before)} → {_short(one.after)}")
    keys = ("table", "key", "field", "what", "before", "after", "clause")
    data = {"differences": [{key: getattr(one, key) for key in keys} for one in found]}
    return Answer(lines or ["与样板没有不同，或不建立在样板上。"], data)


def _called(text: str) -> str:
    """A whole line by its name, or in short."""
    name = re.search(r"(?:^|，)(?:name|title|text)=([^，]+)", text)
    return name[1] if name else _short(text)


def _short(text: str) -> str:
    return "（空）" if not text else text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def show(args: argparse.Namespace) -> Answer:
    """Keys: code, name, version, digest, document_no, stages, targets, control_totals, ledgers, readings, departments,
    unseated (bodies with duties and no seat in the group). With --differences only: differences: [{table, key, field,
    what (added, removed, changed), before, after, clause}], what the folder says otherwise than its base."""
    from datetime import date

    from qingshan.rulebook.seats import departments, unseated

    folder = asked(args)
    if folder is None:
        return nowhere(args.folder)
    if args.differences:
        return differences(args, folder)
    p = read(folder)
    stages = [
        {"code": s.code, "name": s.name, "clause": s.clause, "party": s.party, "action": s.action} for s in p.stages
    ]
    data: dict[str, Any] = {
        "code": p.code,
        "name": p.name,
        "version": p.version,
        "digest": p.digest,
        "document_no": p.document_no,
        "title": p.title,
        "region": p.region,
        "stages": stages,
        "targets": [
            {
                "code": t.code,
                "name": t.name,
                "kind": t.kind,
                "by": t.by,
                "percent": t.percent,
                "count": t.count,
                "clause": t.clause,
            }
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
        "departments": [{"code": one.code, "name": one.name} for one in departments(p, date.max)],
        "unseated": [{"code": u.party.code, "name": u.party.name} for u in unseated(p, date.max)],
    }
    lines = [
        f"{p.document_no} {p.title}",
        f"{p.name} {p.version}（{p.digest[:12]}）",
        "各步：",
        *(f"  {s['code']} {s['name']}{cited(s['clause'])}" for s in stages),
        "目标：",
        *(f"  {t.name}：{t.by} 前 {t.asked}{cited(t.clause)}" for t in p.targets),
        f"有关部门：{'、'.join(one['name'] for one in data['departments'])}",
        *(f"有任务无席位：{one['name']}" for one in data["unseated"]),
        "口径：",
        *(f"  {r.code} {r.title}：{r.lines[-1].chosen}{cited(r.clause)}" for r in p.readings),
    ]
    return Answer(lines, data)


def _papers_on_readings(on: date) -> dict[str, list[dict[str, Any]]]:
    """Reading → the papers that confirm it, in the store's bodies' files; none where there is no store."""
    if _of_the_store() is None:
        return {}
    from qingshan.casework.queries import bodies_for, body_dossiers
    from qingshan.rulebook.bodies import body_facts

    from .session import console

    found: dict[str, list[dict[str, Any]]] = {}
    for dossier in body_dossiers(bodies_for(console().actor)):
        for fact in body_facts(dossier, on):
            if fact.name == "reading_decision.confirmed":
                told = {key: fact.payload.get(key, "") for key in ("chosen", "decided_by", "document_no")}
                found.setdefault(fact.subject, []).append({"on": fact.happened_on, **told})
    return found


def readings(args: argparse.Namespace) -> Answer:
    """Keys: readings: [{code, clause, title, chosen, meaning, alternatives, governs, judged_on, bites, default,
    effective_from, decided_by, document_no, note, reason (of those that change nothing computed), lines, confirmed (papers
    on file in the store, of its own notice): [{on, chosen, decided_by, document_no}]}],
    questions: [{name, title, values, default, judged_on, bites, code}]."""
    from datetime import date

    from qingshan.rulebook.questions import QUESTIONS

    folder = asked(args)
    if folder is None:
        return nowhere(args.folder)
    programme = read(folder)
    papers = _papers_on_readings(args.on or date.max) if not args.folder else {}
    found = [_reading_json(r, args.on or date.max) | {"confirmed": papers.get(r.code, [])} for r in programme.readings]
    questions = [
        {
            "name": name,
            "title": q.title,
            "values": dict(q.values),
            "default": q.default,
            "judged_on": q.judged_on,
            "bites": list(q.bites),
            "code": programme.governing[name].code if name in programme.governing else "",
        }
        for name, q in QUESTIONS.items()
    ]
    lines = []
    for r in found:
        lines.append(f"{r['code']} {r['title']}{cited(r['clause'])}：{r['meaning'] or r['chosen']}")
        others = "；".join(f"{value}：{words}" for value, words in r["alternatives"].items() if value != r["chosen"])
        lines.append(f"    未采用：{others}")
        if r["governs"]:
            day = "按依据之日" if r["judged_on"] == "evidence" else "按查询之日"
            lines.append(f"    {r['effective_from']} 起，{day}；管的问题是 {r['governs']}，选的是 {r['chosen']}")
        else:
            lines.append(f"    仅作说明（{r['reason']}）")
        lines += [f"    {p['on']} {p['decided_by']} 确认，{p['document_no']}" for p in r["confirmed"]]
    silent = [q for q in questions if not q["code"]]
    for q in silent:
        lines.append(f"没有口径、按缺省：{q['title']}——{q['values'][q['default']]}")
        others = "；".join(f'chosen = "{value}"：{words}' for value, words in q["values"].items())
        lines.append(f'    要改的，写 governs = "{q["name"]}"，{others}')
    return Answer(lines, {"readings": found, "questions": questions})


def _reading_json(reading: Reading, on: date) -> dict[str, Any]:
    from qingshan.rulebook.questions import QUESTIONS

    line = reading.line_on(on)
    question = QUESTIONS.get(reading.governs)
    return {
        "code": reading.code,
        "clause": reading.clause,
        "title": reading.title,
        "chosen": line.chosen,
        "meaning": reading.alternatives.get(line.chosen, ""),
        "alternatives": dict(reading.alternatives),
        "governs": reading.governs,
        "judged_on": question.judged_on if question else "",
        "bites": list(question.bites) if question else [],
        "default": question.default if question else "",
        "effective_from": line.effective_from,
        "decided_by": line.decided_by,
        "document_no": line.document_no,
        "note": reading.note,
        "reason": reading.reason,
        "lines": [{"effective_from": x.effective_from, "chosen": x.chosen} for x in reading.lines],
    }


def try_reading(args: argparse.Namespace) -> Answer:
    """Keys: question, code, on, before, after, sites, targets, control, cells, issue_days, the last five lists of
    {where, what, before, after}. Nothing is stored."""
    from qingshan.accounts.queries import names_on
    from qingshan.casework.queries import dossiers
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import programme_in_force, store
    from qingshan.register.models import Site
    from qingshan.rulebook.questions import QUESTIONS
    from qingshan.rulebook.trial import compare_readings, question_of, read_otherwise

    programme = programme_in_force()
    name, _, value = args.choice.partition("=")
    question = question_of(programme, name.strip())
    known = QUESTIONS[question].values if question else {}
    value = value.strip()
    if value not in known:
        text = _not_to_be_tried(programme, name.strip(), value, known)
        return Answer([text], {"error": {"code": "unknown_choice", "message": text}}, WRONG_USE)
    on = args.on or store().shown_on or today()
    other = read_otherwise(programme, question, value, args.since)
    found = compare_readings(programme, other, list(dossiers(Site.objects.order_by("code"))), on, names_on(on))
    code = programme.governing[question].code if question in programme.governing else ""
    before = programme.answer(question, on)
    data: dict[str, Any] = {"question": question, "code": code, "on": on, "before": before, "after": value}
    parts = {"sites": "矿山", "targets": "目标", "control": "底数", "cells": "台账格", "issue_days": "报送日"}
    data |= {part: [_change_json(c) for c in getattr(found, part)] for part in parts}
    lines = [f"{QUESTIONS[question].title}：{known[before]} → {known[value]}（截至 {on}，只是试算，什么也没有存）"]
    lines += [
        f"  {word} {c['where'] or programme.district} {c['what']}：{_brief(c['before'])} → {_brief(c['after'])}"
        for part, word in parts.items()
        for c in data[part]
    ]
    if len(lines) == 1:
        lines.append("本库的数据算出来没有不同。")
    return Answer(lines, data)


def _not_to_be_tried(programme: Programme, name: str, value: str, known: Mapping[str, str]) -> str:
    if known:
        return f"“{name}”不能选“{value}”。可选：{'、'.join(f'{v}（{words}）' for v, words in known.items())}。"
    reading = next((r for r in programme.readings if r.code == name), None)
    if reading is not None:
        return f"{name} 仅作说明，没有可试的：{reading.reason}。"
    codes = "、".join(r.code for r in programme.readings if r.governs)
    return f"没有“{name}”这条口径。可试的有：{codes}。"


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "where": change.where,
        "what": change.what,
        "before": _plain(change.before),
        "after": _plain(change.after),
    }


def _plain(value: Any) -> Any:
    """Dataclasses as objects, lists as lists; what JSON does not know stays for the answer to write as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _brief(value: Any) -> str:
    """One thing in a few words: the figures of an object that a person compares, the number of a list."""
    if isinstance(value, dict):
        keys = ("state", "done_by", "timing", "needed", "reached", "total", "verdict", "is_binding")
        return " ".join(str(value[key]) for key in keys if value.get(key) not in (None, ""))
    if isinstance(value, list):
        return f"{len(value)} 项"
    return "无" if value in (None, "") else str(value)

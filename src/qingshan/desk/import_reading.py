"""The import pages' data: uploads, saved mappings, what was brought in, and one register's report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from qingshan.casework.register_runs import (
    BLOCKED,
    FAILED,
    READING,
    READY,
    STORED,
    STORING,
    facts_of,
    runs,
)
from qingshan.exchange.mappings import MEANINGS, meaning
from qingshan.register.mappings import saved, senders
from qingshan.register.models import RegisterImport
from qingshan.rulebook.facts import BEIJING

from . import import_jobs
from .import_shapes import (
    CellLine,
    Choice,
    HeadLine,
    ImportPage,
    ImportsPage,
    MappingLine,
    PlacedLine,
    RunLine,
    WrittenLine,
)
from .shapes import Kpi, Mark
from .visit import Visit, site_url

SHOWN = 200
RECENT = 20
STATES = {
    READING: Mark("s-wait", "正在读", "wait"),
    STORING: Mark("s-wait", "正在导入", "wait"),
    READY: Mark("s-here", "待导入", "soon"),
    BLOCKED: Mark("s-block", "有错要改", "late"),
    FAILED: Mark("s-block", "读不了", "late"),
    STORED: Mark("s-done", "已导入", "ok"),
}
BAD, LOOK = Mark("s-block", "必须改正", "late"), Mark("s-soon", "请核对", "soon")
BY = {"mapping": "这个来文单位的对照", "notice": "通知方案的表头", "product": "通行的表头"}
RESULTS = {"registered": "登记", "amended": "变更"}


def imports_page(visit: Visit, error: str = "") -> ImportsPage:
    """The upload form, what waits, what was done, and the saved mappings."""
    recent = list(runs()[:RECENT])
    waiting = tuple(run_line(run) for run in recent if run.state != STORED)
    done = tuple(run_line(run) for run in runs().filter(state=STORED)[:RECENT])
    gate = visit.programme.gate("register_site")
    mappings = tuple(MappingLine(m.sender, m.head, meaning(m.field)) for m in saved())
    if waiting:
        sentence = f"{len(waiting)} 份名册看过还没有导入。"
    elif done:
        sentence = "没有等着导入的名册。"
    else:
        sentence = "还没有导入过名册。"
    return ImportsPage(sentence, gate.clause if gate else "", waiting, done, mappings, tuple(senders()), error)


def run_line(run: RegisterImport) -> RunLine:
    at = (run.stored_at or run.read_at).astimezone(BEIJING)
    made = run.report.get("made")
    text = f"新登记 {made['created']} 处，变更 {made['amended']} 处" if made else run.fault
    if not text and run.report:
        text = f"读到 {run.report['rows']} 处，{run.report['counts']['blocking']} 处必须改正"
    url = reverse("desk:import", args=[run.key])
    return RunLine(
        url, run.file, STATES[run.state], run.sender, f"{at:%Y-%m-%d %H:%M}", run.stored_by or run.read_by, text
    )


def import_page(visit: Visit, run: RegisterImport) -> ImportPage:
    """One register as its state is."""
    read_at = f"{run.read_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    common: dict[str, Any] = {
        "key": run.key,
        "file": run.file,
        "sender": run.sender,
        "state": run.state,
        "sha256": run.sha256,
    }
    if run.state in (READING, STORING):
        seconds = max(int((visit.now - run.read_at).total_seconds()), 0)
        doing = "正在读取和核对" if run.state == READING else "正在导入"
        lost = import_jobs.is_lost(run, visit.now)
        return ImportPage(
            **common,
            sentence=f"{doing}，文件 {run.size / 1024 / 1024:.1f} MB，已 {seconds} 秒。",
            is_working=not lost,
            is_lost=lost,
            progress=import_jobs.told(run),
        )
    if run.state == FAILED:
        return ImportPage(**common, sentence="没有导入任何内容。", fault=run.fault, read_at=read_at)
    page = _report(run)
    more: dict[str, Any] = {"written": (), "written_more": 0}
    if run.state == STORED:
        rows = facts_of(run)
        more["written"] = tuple(
            WrittenLine(
                site_url(visit, row.site.code),
                row.site.code,
                str(row.payload.get("name") or row.site.name),
                RESULTS.get(row.result, row.result),
                row.record.source,
                row.key,
            )
            for row in rows[:SHOWN]
        )
        more["written_more"] = max(rows.count() - SHOWN, 0)
    return ImportPage(**common, read_at=read_at, fault=run.fault, digest=run.digest, **page, **more)


def _report(run: RegisterImport) -> dict[str, Any]:
    """The parts of a page that a stored report fills."""
    report: Mapping[str, Any] = run.report
    counts = report["counts"]
    blocking = counts["blocking"]
    clause = next((c["clause"] for c in report["complaints"]), "")
    lists = {key: report.get(key, []) for key in ("changed", "emptied", "alike", "near")}
    left = sum(max(counts.get(key, 0) - min(SHOWN, len(lists[key])), 0) for key in lists)
    alike = [f"{a['name']} 按新矿山登记；{a['site']} 同名而属地或位置不同，若是同一处请核对。" for a in lists["alike"]]
    return {
        "sentence": _sentence(run, report, blocking),
        "kpis": _kpis(report, counts),
        "cells": tuple(_cell(c) for c in sorted(report["complaints"], key=lambda c: not c["blocking"])[:SHOWN]),
        "cells_more": max(counts["complaints"] - SHOWN, 0),
        "unread": tuple(_head(n, u) for n, u in enumerate(report["unplaced"])),
        "understood": tuple(
            PlacedLine(f"{p['sheet']} {p['column']} 列", p["head"], p["name"], BY[p["by"]])
            for p in report["understood"]
        ),
        "changes": tuple(c["said"] for c in lists["changed"][:SHOWN]),
        "emptied": tuple(c["said"] for c in lists["emptied"][:SHOWN]),
        "alike": (*alike[:SHOWN], *(n["said"] for n in lists["near"][:SHOWN])),
        "lists_more": left,
        "blocking": blocking,
        "clause": clause,
        "senders": tuple(senders()),
    }


def _sentence(run: RegisterImport, report: Mapping[str, Any], blocking: int) -> str:
    if run.state == STORED:
        made = report["made"]
        return f"已导入：新登记 {made['created']} 处，变更 {made['amended']} 处，{made['same']} 处没有变化。"
    if blocking:
        return f"读到 {report['rows']} 处，有 {blocking} 处必须先改正，还不能导入。"
    return f"读到 {report['rows']} 处：新 {report['new']}，有变化 {len(_sites(report))}，无变化 {report['same']}。"


def _sites(report: Mapping[str, Any]) -> set[str]:
    return {change["site"] for change in report["changed"]}


def _kpis(report: Mapping[str, Any], counts: Mapping[str, int]) -> tuple[Kpi, ...]:
    look = counts["complaints"] - counts["blocking"]
    found = [
        Kpi("必须改正", str(counts["blocking"]), "格", "", tone="late" if counts["blocking"] else ""),
        Kpi("请核对", str(look), "处", "", tone="soon" if look else ""),
        Kpi("没认出的表头", str(counts["unplaced"]), "列", "", tone="soon" if counts["unplaced"] else ""),
    ]
    if "new" in report:
        found.insert(0, Kpi("新矿山", str(report["new"]), "处", ""))
        found.insert(1, Kpi("变化", str(counts["changed"]), "项", ""))
    else:
        found.insert(0, Kpi("读到", str(report["rows"]), "处", ""))
    return tuple(found)


def _cell(complaint: Mapping[str, Any]) -> CellLine:
    column, row = re.fullmatch(r"([A-Z]*)(\d*)", complaint["cell"]).groups()  # type: ignore[union-attr]  # every address fits
    return CellLine(
        BAD if complaint["blocking"] else LOOK,
        complaint["sheet"] or complaint["file"],
        row,
        column,
        complaint["value"],
        complaint["reason"],
        complaint["hint"],
        complaint["clause"],
    )


def _head(number: int, unplaced: Mapping[str, Any]) -> HeadLine:
    return HeadLine(
        number,
        f"{unplaced['sheet']} {unplaced['column']} 列",
        unplaced["head"],
        "、".join(unplaced["samples"]),
        "、".join(unplaced["guesses"]),
        _options(unplaced["guesses"]),
    )


def _options(guesses: Sequence[str]) -> tuple[Choice, ...]:
    """Every field a head can mean, the likeliest first."""
    ranked = sorted(MEANINGS.items(), key=lambda item: guesses.index(item[1]) if item[1] in guesses else len(guesses))
    return tuple(Choice(key, name) for key, name in ranked)

"""A programme folder in, a frozen `Programme` out; or every fault of every file (design §4).

The only module of the rulebook that reads files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from .base import on_its_base, without_changes
from .base_table import TABLE
from .boundary import FILE, Polygons, read_boundary
from .draft import CLAUSES_OF, LISTS, SINGLES, Draft, NoticeHead, read_draft
from .findings import Finding, ProgrammeInvalid, Report
from .nouns import BY_ACTION
from .programme import CodeList, Parameter, Programme, Publicity, Step
from .toml_source import Source, canonical, read_folder
from .toml_writer import toml_text
from .upgrade import upgraded
from .validate import DERIVED_LISTS, judge
from .validate_figures import try_days
from .versions import Difference, differences, name_of

__all__ = [
    "Finding",
    "ProgrammeInvalid",
    "bases",
    "differences_from_base",
    "load_programme",
    "load_stored",
    "shipped_programmes",
    "validate_programme",
    "validate_stored",
    "whole_files",
    "written_in",
]

PACKAGE = Path(__file__).resolve().parent.parent


def shipped_programmes() -> dict[str, Path]:
    """Name → folder of every programme that comes with the product."""
    return _folders(PACKAGE / "programmes")


def bases() -> dict[str, Path]:
    """Name → folder of all a notice may build on: the neutral bases, then the shipped programmes."""
    return {**_folders(PACKAGE / "bases"), **shipped_programmes()}


def _folders(place: Path) -> dict[str, Path]:
    if not place.is_dir():
        return {}
    return {path.name: path for path in sorted(place.iterdir()) if path.is_dir() and any(path.glob("*.toml"))}


def validate_programme(folder: Path) -> tuple[Finding, ...]:
    """Every fault of every file at once, by file; empty when the programme can be loaded. Never raises for a fault."""
    return _examine(folder)[1]


def load_programme(folder: Path) -> Programme:
    """The programme of a folder. Raises `ProgrammeInvalid` with every fault when there is one."""
    programme, findings = _examine(folder)
    if programme is None:
        raise ProgrammeInvalid(findings)
    return programme


def validate_stored(folder: Path) -> tuple[Finding, ...]:
    """What keeps a notice a store adopted once from being read: nothing, unless its files were touched since."""
    return _examine_stored(folder)[1]


def load_stored(folder: Path) -> Programme:
    """A notice a store adopted once, whatever state of the product wrote it. Raises `ProgrammeInvalid`.

    It was judged when it was adopted and cannot be mended since: only what cannot be read at all is a fault. Its digest
    is that of the files as they lie there.
    """
    programme, findings = _examine_stored(folder)
    if programme is None:
        raise ProgrammeInvalid(findings)
    return programme


def whole_files(folder: Path) -> dict[str, str]:
    """File name → text of a folder that builds on another programme, as if it stood alone; empty when it does so."""
    source = read_folder(folder, Report())
    if not any(TABLE in tables for tables in source.files.values()):
        return {}
    whole = on_its_base(source, bases(), Report())
    return {name: toml_text(tables) for name, tables in whole.files.items()}


def written_in(folder: Path) -> dict[tuple[str, str], str]:
    """(attribute of `Programme`, name of the line) → the file it is written in, that of its base where it builds on
    one."""
    report = Report()
    draft = read_draft(on_its_base(read_folder(folder, report), bases(), report), report)
    found = {(LISTS[table][0], name_of(row.value)): row.file for table in LISTS for row in draft.rows[table]}
    found |= {(table, name_of(row.value)): row.file for table, row in draft.singles.items() if table != CLAUSES_OF}
    rows = draft.singles.get(CLAUSES_OF)
    return found | ({(CLAUSES_OF, key): rows.file for key in rows.value} if rows else {})


def differences_from_base(folder: Path) -> tuple[Difference, ...]:
    """What a folder says otherwise than its base does under the folder's own names; none where it has no base."""
    source = read_folder(folder, Report())
    bare = without_changes(source)
    if bare is None:
        return ()
    base, ours = (
        _assemble(read_draft(on_its_base(one, bases(), Report()), Report()), "", ()) for one in (bare, source)
    )
    return tuple(line for line in differences(base, ours) if not _is_derived(line))


def _is_derived(line: Difference) -> bool:
    """Made of another table, or one the base does not have: told there, or no difference at all."""
    table, code = line.table.partition(".")[0], line.key.split("/")[0]
    return (
        table == "calendar"
        or line.table == "stages.owes"
        or (table == "lists" and (code in DERIVED_LISTS or not code))
        or (table == "parameters" and (code.startswith("lead_") or not code))
    )


def _examine(folder: Path) -> tuple[Programme | None, tuple[Finding, ...]]:
    """The programme, or None and what is wrong with it."""
    report = Report()
    source = read_folder(folder, report)
    if not source.files and not source.broken:
        return None, report.all()
    return examine(source, report, _boundary(folder / FILE, report))


def examine(source: Source, report: Report, boundary: Polygons = ()) -> tuple[Programme | None, tuple[Finding, ...]]:
    """The programme of tables as they were read, or None and what is wrong with it; `report` holds what is known
    already."""
    source = on_its_base(source, bases(), report)
    draft = read_draft(source, report)
    judge(draft, report)
    if report.findings:
        return None, report.all()
    programme = _assemble(draft, digest_of(source, boundary), boundary)
    try_days(programme, draft, report)
    return (None if report.findings else programme), report.all()


def _examine_stored(folder: Path) -> tuple[Programme | None, tuple[Finding, ...]]:
    report = Report()
    source = on_its_base(read_folder(folder, report), shipped_programmes(), report)
    boundary = _boundary(folder / FILE, report)
    draft = read_draft(upgraded(source), report)
    if report.findings:
        return None, report.all()
    return _assemble(draft, digest_of(source, boundary), boundary), ()


def _boundary(path: Path, report: Report) -> Polygons:
    """The district's boundary; () without a file."""
    try:
        return read_boundary(path.read_bytes(), report) if path.is_file() else ()
    except OSError:
        report.add(FILE, "", "unreadable", "读不了这个文件", "检查文件权限")
        return ()


def digest_of(source: Source, boundary: Polygons = ()) -> str:
    """SHA-256 over the canonical JSON of all files: comments, order of keys and layout do not change it."""
    files = {**source.files, **({FILE: boundary} if boundary else {})}
    text = json.dumps(canonical(files), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _assemble(draft: Draft, digest: str, boundary: Polygons) -> Programme:
    head: NoticeHead = draft.single("notice")
    values: dict[str, Any] = {name: getattr(head, name) for name in NoticeHead.__dataclass_fields__ if name != "format"}
    values |= {attribute: tuple(draft.values(table)) for table, (attribute, _) in LISTS.items()}
    values |= {table: draft.single(table) for table in SINGLES if table != "notice"}
    values["backplan"] = planned_steps(draft)
    values["lists"] = (*values["lists"], *derived_lists(draft))
    values["clauses_of"] = draft.single("clauses_of") or {}
    values["parameters"] = (*values["parameters"], *derived_parameters(draft))
    return Programme(digest=digest, boundary=boundary, **values)


def planned_steps(draft: Draft) -> tuple[Step, ...]:
    """The steps of planning back; the one of the public days takes them from [publicity] where it has none itself."""
    rule: Publicity = draft.single("publicity")
    public = {stage.code for stage in draft.values("stage") if stage.evidence.kind == "publicity"}
    unit = "workdays" if rule.day_kind == "working" else "days"
    return tuple(
        replace(step, **{unit: rule.days}) if step.stage in public and not step.workdays + step.days else step
        for step in draft.values("step")
    )


def derived_lists(draft: Draft) -> tuple[CodeList, ...]:
    """Code lists that other tables already hold, so that `programme:x` of a field is found in one place."""
    panel, complaints = draft.single("panel"), draft.single("complaints")
    return (
        CodeList("categories", "档案类别", {c.code: c.name for c in draft.values("category")}),
        CodeList("slots", "档案位", {s.code: s.name for s in draft.values("slot")}),
        CodeList("criteria", "分项条款", {c.code: c.text for c in draft.values("criterion")}),
        CodeList("procedure_steps", "前期手续", {s.code: s.name for s in draft.values("procedure_step")}),
        CodeList("batches", "治理年度", {b.batch: f"{b.batch}年度" for b in draft.values("batch")}),
        CodeList("specialities", "专业", panel.specialities, panel.clause),
        CodeList("stages", "步骤", {s.code: s.name for s in draft.values("stage")}),
        CodeList(
            "waivable_actions",
            "可放宽的事项",
            {w.action: BY_ACTION[w.action][1].title for w in draft.values("waivable") if w.action in BY_ACTION},
        ),
        CodeList("waivable_checks", "可放宽的条件", {w.check: w.name for w in draft.values("waivable")}),
        CodeList("plan_items", "自查项", {p.code: p.text for p in draft.values("plan_item")}),
        CodeList("control_totals", "底数", {t.code: t.name for t in draft.values("control_total")}),
        CodeList("parties", "各方", {p.code: p.name for p in draft.values("party")}),
        CodeList("complaint_conclusions", "投诉结论", complaints.conclusions, complaints.clause),
    )


def derived_parameters(draft: Draft) -> tuple[Parameter, ...]:
    """The leads of planning back, so that they are printed with what else the notice does not give (C-07)."""
    names = {stage.code: stage.name for stage in draft.values("stage")}
    found = []
    for step in planned_steps(draft):
        unit, lead = ("天", step.days) if step.days else ("工作日", step.workdays)
        note = f"倒排中“{names.get(step.stage, step.stage)}”所需时间"
        found.append(Parameter(f"lead_{step.stage}", lead, unit, step.confidence, note))
    return tuple(found)

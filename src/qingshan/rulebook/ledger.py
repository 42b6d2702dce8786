"""The two ledgers of an issue day, computed from dossiers and their status (附件2, 六(二)-5, domain §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .calendar import IssueDay, issue_days, issue_label, issue_number
from .facts import RETRACTED, Dossier
from .ledger_cells import NOTHING, Cell, area_cell, decimal_of, money_cell, mu_cell, percent_cell
from .ledger_context import RowContext
from .ledger_data import (
    ActLine,
    ColumnInfo,
    ControlLine,
    Correction,
    ExceptionLine,
    LedgerData,
    LedgerRow,
    LedgerSheet,
    ParameterLine,
    ReadingLineUsed,
    StandingLine,
    Subtotal,
    TargetLine,
)
from .ledger_values import CHANGED_BY, VALUES
from .lineage import act_words, children_of, exists_on, register_act
from .programme import LedgerColumn, LedgerLayout, Programme, Reading
from .rhythm import before_first
from .situation import call_list, control_count, is_coal, is_licensed, leader_message, situation_text
from .standing import standing_facts
from .status import Ledger, Status
from .targets import target_progress
from .values import as_printed

ON_SHEET = {Ledger.IN: Ledger.IN, Ledger.PENDING: Ledger.IN, Ledger.OUT: Ledger.OUT}
"""Standing → what the layout it is printed on holds."""
TO_CHECK = frozenset({"R-L", "R-M"})

__all__ = ["LedgerData", "Misplaced", "compute_ledger", "ledger_of_each_site", "subtotal_of"]

Entries = Sequence[tuple[Dossier, Status]]


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A site that is not on exactly one ledger. `code`: missing, twice, unknown (on a ledger, not on the register)."""

    site: str
    code: str
    ledgers: tuple[str, ...]


def compute_ledger(
    programme: Programme,
    entries: Entries,
    on: date,
    issue_day: IssueDay,
    names: Mapping[str, str],
    known_at: datetime | None = None,
    is_demo: bool = False,
) -> LedgerData:
    """Both ledgers as of `on` with all that is issued with them.

    Each entry is a dossier with its status of `on`, known at `known_at`. `names`: code of an organisation → its
    printed name. Sites that a later split made are left out. `ValueError` when two entries are about one site.
    """
    _refuse_doubles(entries)
    entries = [entry for entry in entries if exists_on(entry[0], on, known_at)]
    if programme.answer("names", on) == "of_the_notice":
        names = {}
    since = _issue_before(programme, issue_day)
    contexts = [_context(programme, entry, names, on, since, known_at) for entry in entries]
    targets = _targets(programme, entries, on)
    calls = call_list(programme, contexts)
    label = issue_label(issue_day)
    head = f"{programme.district}治理台账{label}（截至{on.month}月{on.day}日）："
    return LedgerData(
        programme_code=programme.code,
        programme_name=programme.name,
        programme_version=programme.version,
        programme_digest=programme.digest,
        document_no=programme.document_no,
        district=programme.district,
        on=on.isoformat(),
        due_on=issue_day.due_on.isoformat(),
        since=since.isoformat(),
        known_at=known_at.isoformat() if known_at else "",
        weeks=tuple(issue_day.weeks),
        number=issue_number(programme, issue_day),
        label=label,
        is_demo=is_demo,
        sheets=tuple(_sheet(layout, contexts, known_at) for layout in programme.ledgers),
        standing=_standing(programme, contexts),
        control=tuple(_control_lines(programme, contexts, on)),
        readings=tuple(_reading_line(reading, on) for reading in programme.readings),
        parameters=tuple(
            ParameterLine(p.code, *as_printed(p.value, p.unit), p.note, p.confidence in TO_CHECK)
            for p in programme.parameters
        ),
        targets=targets,
        situation=situation_text(programme, contexts),
        message=leader_message(head, contexts, targets, calls),
        calls=calls,
        off=tuple(sorted(c.site for c in contexts if c.status.ledger == Ledger.OFF)),
        exceptions=tuple(_exception_lines(contexts)),
        acts=tuple(_act_lines(contexts)),
    )


def ledger_of_each_site(data: LedgerData, sites: Iterable[str]) -> tuple[Misplaced, ...]:
    """What stands against 应统尽统: every site on exactly one ledger, or off by a register act (C-36)."""
    found: dict[str, list[str]] = {site: [] for site in sites}
    unknown: list[Misplaced] = []
    for sheet in data.sheets:
        for row in sheet.rows:
            if row.site in found:
                found[row.site].append(sheet.code)
            else:
                unknown.append(Misplaced(row.site, "unknown", (sheet.code,)))
    for site in data.off:
        found.setdefault(site, []).append(Ledger.OFF.value)
    wrong = [
        Misplaced(site, "twice" if ledgers else "missing", tuple(ledgers))
        for site, ledgers in found.items()
        if len(ledgers) != 1
    ]
    return (*wrong, *unknown)


def subtotal_of(programme: Programme, site: RowContext) -> str:
    """The group a site is counted under: that of its category; else by licence and mineral; "" without groups (C-35)."""
    if programme.answer("subtotals", site.on) == "none":
        return ""
    code = site.register.get("category")
    category = next((c for c in programme.categories if c.code == code), None)
    if category and category.subtotal:
        return category.subtotal
    return "unlicensed" if not is_licensed(site) else "coal" if is_coal(site) else "noncoal"


def _group_of(layout: LedgerLayout, site: RowContext) -> str:
    """The group on a ledger; one the ledger has no name for is counted under its last."""
    group = subtotal_of(site.programme, site)
    return group if not group or group in layout.subtotals else [group, *layout.subtotals][-1]


def _refuse_doubles(entries: Entries) -> None:
    seen: set[str] = set()
    for dossier, status in entries:
        if dossier.site in seen or status.site != dossier.site:
            raise ValueError(f"{dossier.site}：一处矿山只能有一份档案和它自己的状态。")
        seen.add(dossier.site)


def _issue_before(programme: Programme, issue_day: IssueDay) -> date:
    """The day of the issue before; an interval before the first one."""
    before = [one.due_on for one in issue_days(programme) if one.due_on < issue_day.due_on]
    return max(before) if before else before_first(programme.weekly, issue_day.due_on)


def _context(
    programme: Programme,
    entry: tuple[Dossier, Status],
    names: Mapping[str, str],
    on: date,
    since: date,
    known_at: datetime | None,
) -> RowContext:
    dossier, status = entry
    standing = tuple(fact for fact in standing_facts(dossier.facts, known_at) if fact.happened_on <= on)
    return RowContext(programme, dossier, standing, status, names, on, since)


def _sheet(layout: LedgerLayout, contexts: Sequence[RowContext], known_at: datetime | None) -> LedgerSheet:
    groups = list(layout.subtotals)
    own = [(_group_of(layout, c), c) for c in contexts if ON_SHEET.get(c.status.ledger) == layout.holds]
    own.sort(key=lambda pair: _place_in_print(groups, *pair))
    rows = tuple(_row(layout, group, c, seq, known_at) for seq, (group, c) in enumerate(own, 1))
    subtotals = tuple(
        _sum(layout, code, layout.subtotals.get(code, code), [r for r in rows if r.subtotal == code])
        for code in dict.fromkeys([*groups, *(group for group, _ in own if group)])
        if any(r.subtotal == code for r in rows)
    )
    return LedgerSheet(
        layout.code,
        layout.title,
        tuple(_info(c) for c in layout.columns),
        rows,
        subtotals,
        _sum(layout, "", "合计", rows),
    )


def _place_in_print(groups: Sequence[str], group: str, site: RowContext) -> tuple[int, int, str]:
    """By group, then by street in the programme's order, then by code: the same rows in the same order every week."""
    streets = [party.code for party in site.programme.parties]
    street = str(site.register.get("street") or "")
    return (
        groups.index(group) if group in groups else len(groups),
        streets.index(street) if street in streets else len(streets),
        site.site,
    )


def _exception_lines(contexts: Sequence[RowContext]) -> Iterable[ExceptionLine]:
    """What is in force for the sites of the two ledgers, by site and by number."""
    for site in sorted((c for c in contexts if c.status.ledger != Ledger.OFF), key=lambda c: c.site):
        for one in sorted(site.exceptions, key=lambda found: (found.fact.subject, found.fact.id)):
            payload = one.fact.payload
            yield ExceptionLine(
                site.site,
                str(site.register.get("name") or site.site),
                one.fact.subject,
                site.exception_words(one),
                str(payload.get("approver") or ""),
                one.document_no,
                one.fact.happened_on.isoformat(),
                one.until.isoformat() if one.until else "",
                str(payload.get("reason") or ""),
            )


def _act_lines(contexts: Sequence[RowContext]) -> Iterable[ActLine]:
    """By which act, with which paper, each site that is off left the ledgers."""
    names = {c.site: str(c.register.get("name") or c.site) for c in contexts}
    for site in sorted((c for c in contexts if c.status.ledger == Ledger.OFF), key=lambda c: c.site):
        act = register_act(site.facts)
        if act is not None:
            yield ActLine(site.site, names[site.site], act_words(act, names), children_of(act))


def _row(layout: LedgerLayout, group: str, site: RowContext, seq: int, known_at: datetime | None) -> LedgerRow:
    numbered = site.numbered(seq)
    return LedgerRow(
        site=site.site,
        name=str(site.register.get("name") or site.site),
        street=str(site.register.get("street") or ""),
        subtotal=group,
        seq=seq,
        is_pending=site.status.ledger == Ledger.PENDING,
        cells={column.key: _cell(column, numbered) for column in layout.columns},
        corrections=_corrections(site, known_at),
        decision=_decision(site),
    )


def _cell(column: LedgerColumn, row: RowContext) -> Cell:
    cell = VALUES[column.value](row)
    return mu_cell(cell) if column.type == "area_mu" else cell


def _decision(site: RowContext) -> str:
    fact = site.last("scope", "included", "excluded")
    if fact is None:
        return ""
    parts = (fact.payload.get("document_no"), fact.payload.get("decided_by"), fact.happened_on.isoformat())
    return " ".join(str(part) for part in parts if part)


def _corrections(site: RowContext, known_at: datetime | None) -> tuple[Correction, ...]:
    """What was corrected of the days up to the ledger's; what was wrong of a later day is no matter of this one."""
    days = {fact.id: fact.happened_on for fact in site.dossier.facts}
    return tuple(
        Correction(fact.kind, fact.recorded_at.isoformat(), str(fact.payload.get("correct_reason") or ""))
        for fact in sorted(site.dossier.facts, key=lambda one: (one.recorded_at, one.id))
        if (fact.replaces or fact.result == RETRACTED)
        and (known_at is None or fact.recorded_at <= known_at)
        and min(fact.happened_on, days.get(fact.replaces, fact.happened_on)) <= site.on
    )


def _info(column: LedgerColumn) -> ColumnInfo:
    head = f"{column.head}：{column.sub}" if column.sub else column.head
    return ColumnInfo(
        column.key,
        column.no,
        head,
        column.type,
        column.monotone,
        column.weekly,
        column.total,
        CHANGED_BY.get(column.value, ()),
    )


def _sum(layout: LedgerLayout, code: str, name: str, rows: Sequence[LedgerRow]) -> Subtotal:
    """Sums of areas, money and counts; a percentage is that of the summed areas it is made of."""
    sums = {column.key: _sum_of(column, rows) for column in layout.columns if column.total and column.type != "percent"}
    by_value = {column.value: column.key for column in layout.columns}
    done, whole = (sums.get(by_value.get(value, "")) for value in ("done_area", "treatable_area"))
    for column in layout.columns:
        if column.type == "percent" and column.total and done and whole:
            sums[column.key] = percent_cell(decimal_of(done.raw), decimal_of(whole.raw))
    return Subtotal(code, name, len(rows), sums)


def _sum_of(column: LedgerColumn, rows: Sequence[LedgerRow]) -> Cell:
    raws = [row.cells[column.key].raw for row in rows if row.cells[column.key].raw is not None]
    if not raws:
        return NOTHING
    if column.type in ("area_ha", "area_mu"):
        cell = area_cell(sum((Decimal(str(raw)) for raw in raws), Decimal(0)))
        return mu_cell(cell) if column.type == "area_mu" else cell
    total = sum(int(raw) for raw in raws if raw is not None)
    return money_cell(total) if column.type == "money_wan" else Cell(total, str(total))


def _standing(programme: Programme, contexts: Sequence[RowContext]) -> tuple[StandingLine, ...]:
    def line(code: str, name: str, *which: Ledger) -> StandingLine:
        sites = sorted(c.site for c in contexts if c.status.ledger in which)
        shown = tuple(sites) if code in ("pending", "off") else ()
        return StandingLine(code, name, len(sites), shown)

    inside, outside = programme.ledger_name(Ledger.IN), programme.ledger_name(Ledger.OUT)
    return (
        line(programme.ledger_code(Ledger.IN), f"{inside} 纳入治理范围", Ledger.IN, Ledger.PENDING),
        line("pending", "其中：待核定", Ledger.PENDING),
        line(programme.ledger_code(Ledger.OUT), f"{outside} 未纳入治理范围", Ledger.OUT),
        line("off", "已合并、拆分、移交或作废（不列入台账）", Ledger.OFF),
        line("all", "登记总数", *Ledger),
    )


def _control_lines(programme: Programme, contexts: Sequence[RowContext], on: date) -> Iterable[ControlLine]:
    unit = programme.answer("control_unit", on)
    for total in programme.control_totals:
        counted = control_count(total, contexts, unit)
        yield ControlLine(total.code, total.name, total.clause, total.count, counted, counted - total.count)


def _reading_line(reading: Reading, on: date) -> ReadingLineUsed:
    line = reading.line_on(on)
    return ReadingLineUsed(
        reading.code,
        reading.clause,
        reading.title,
        line.chosen,
        reading.alternatives.get(line.chosen, ""),
        line.effective_from.isoformat(),
        line.decided_by,
        line.document_no,
        reading.note,
        reading.governs,
        reading.reason,
        tuple(words for value, words in reading.alternatives.items() if value != line.chosen),
    )


def _targets(programme: Programme, entries: Entries, on: date) -> tuple[TargetLine, ...]:
    by_code = {target.code: target for target in programme.targets}
    lines = []
    for one in target_progress(programme, entries, on):
        target = by_code[one.code]
        lines.append(
            TargetLine(
                one.code,
                target.name,
                target.kind,
                target.clause,
                target.by.isoformat(),
                "" if target.count else str(target.percent),
                one.needed,
                one.reached,
                one.total,
                one.measure,
                one.verdict,
            )
        )
    return tuple(lines)

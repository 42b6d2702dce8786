"""The ledger pages: what is issued and due, the wide table with its diff marks, changes, control totals, readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingshan.desk.ledger_shapes import (
    BandChip,
    BandHead,
    Cell,
    ChangeLine,
    CheckLine,
    Column,
    ControlLine,
    LedgerGroup,
    LedgerRow,
    LedgerTable,
    NumberHead,
    ReadingLine,
)
from qingshan.desk.shapes import Link, Mark
from qingshan.desk.words import PROGRESS_MARKS, UNKNOWN, weekday
from qingshan.rulebook import ledger_data as data
from qingshan.rulebook.ledger import Misplaced
from qingshan.rulebook.ledger_cells import Cell as Printed
from qingshan.rulebook.ledger_diff import CellChange, LedgerChanges
from qingshan.rulebook.programme import LedgerColumn, Programme, Reading
from qingshan.rulebook.rhythm import period
from qingshan.rulebook.status import Ledger

FROZEN = {"seq": "序号", "name": "矿山名称"}
"""What the two columns that stay in sight are filled by, wherever the ledger has them, and their usual heads."""
"""Official column numbers of the frozen columns: number and name."""
DEFAULT_BANDS = ("底数", "进度", "销号")
NARROW = 20
"""A ledger of up to so many columns is shown whole."""
NUMERIC = frozenset({"area_ha", "area_mu", "money_wan", "percent", "int"})
BY_WORD = {mark.word: mark for mark in PROGRESS_MARKS.values()}
HOLDS = {Ledger.IN: "纳入治理", Ledger.OUT: "未纳入"}
TABS = ("changes", "control", "readings", "situation")
"""The tabs beside those of the ledgers themselves."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """What the reader chose: `bands` shown (empty: all when the layout has none of the default ones), only changed rows.

    `link` makes an address with other choices. `site_url` is the address of a site's file.
    """

    bands: tuple[str, ...]
    changed_only: bool
    link: Callable[[Mapping[str, str]], str]
    site_url: Callable[[str], str]


def table_of(
    programme: Programme, sheet: data.LedgerSheet, changes: LedgerChanges, view: SheetView, *, with_sums: bool = True
) -> LedgerTable:
    """One ledger as its table; a reader of some streets gets no sums, for they would not be those of the rows shown."""
    layout = programme.ledger(sheet.code)
    known = {c.key: c for c in layout.columns} if layout else {}
    infos = [c for c in sheet.columns if not _is_frozen(c, known)]
    stays = {known[c.key].value: c for c in sheet.columns if _is_frozen(c, known)}
    bands = list(dict.fromkeys(_band(known, c.key) for c in infos))
    is_narrow = max((c.no for c in infos), default=0) <= NARROW
    usual = bands if is_narrow else [b for b in bands if b in DEFAULT_BANDS]
    shown = [b for b in bands if b in view.bands] or usual or bands
    columns = [c for c in infos if _band(known, c.key) in shown]
    marked = {c.site for c in changes.changed} | {r.site for r in (*changes.added, *changes.moved)}
    rows = [r for r in sheet.rows if not view.changed_only or r.site in marked]
    groups = tuple(
        _group(sub, [_row(r, columns, known, changes, view) for r in rows if r.subtotal == sub.code], columns, known)
        for sub in sheet.subtotals
    )
    if not sheet.subtotals and rows:
        groups = (LedgerGroup(tuple(_row(r, columns, known, changes, view) for r in rows), "", "", ()),)
    if not with_sums:
        groups = tuple(LedgerGroup(g.rows, "", "", ()) for g in groups)
    return LedgerTable(
        caption=f"{layout.sheet if layout else sheet.code} {sheet.title}",
        chips=_chips(bands, shown, view),
        bands=tuple(BandHead(b, sum(_band(known, c.key) == b for c in columns)) for b in shown),
        numbers=_numbers(columns, known),
        frozen=tuple((str(c.no), c.head) if (c := stays.get(value)) else ("", name) for value, name in FROZEN.items()),
        columns=tuple(_column(c, known) for c in columns),
        groups=tuple(g for g in groups if g.rows or not view.changed_only),
        total=_group(sheet.total, [], columns, known) if with_sums and not view.changed_only else None,
        width=len(columns),
        column_count=max((c.no for c in sheet.columns), default=0),
        changed_only=view.changed_only,
        changed_url=view.link({"changed": "" if view.changed_only else "1", "bands": ",".join(view.bands)}),
        empty=_empty(sheet, rows, view),
    )


def _is_frozen(info: data.ColumnInfo, known: Mapping[str, LedgerColumn]) -> bool:
    return info.key in known and known[info.key].value in FROZEN


def _empty(sheet: data.LedgerSheet, rows: Sequence[data.LedgerRow], view: SheetView) -> str:
    if rows:
        return ""
    if view.changed_only and sheet.rows:
        return "这一册没有变化"
    return "这一册没有矿山"


def _band(known: Mapping[str, LedgerColumn], key: str) -> str:
    return (known[key].band if key in known else "") or "其他"


def _chips(bands: Sequence[str], shown: Sequence[str], view: SheetView) -> tuple[BandChip, ...]:
    chips = []
    for band in bands:
        others = [b for b in bands if (b in shown) != (b == band)]
        url = view.link({"bands": ",".join(others or shown), "changed": "1" if view.changed_only else ""})
        chips.append(BandChip(band, band, url, band in shown))
    return tuple(chips)


def _class(info: data.ColumnInfo, known: Mapping[str, LedgerColumn]) -> str:
    """Width and alignment of a column, from its type and the width of its printed twin."""
    width = known[info.key].width if info.key in known else 12
    if info.type in NUMERIC:
        return "n0 num" if info.type in ("percent", "int") else "n1 num"
    if info.weekly or width >= 22:
        return "w3"
    if info.type in ("date", "bool"):
        return "n1" if info.type == "date" else "n0"
    return "w2" if width >= 16 else "w1" if width >= 11 else "n0"


def _column(info: data.ColumnInfo, known: Mapping[str, LedgerColumn]) -> Column:
    column = known.get(info.key)
    if column is None:
        return Column(info.key, info.head, "", _class(info, known))
    unit = column.unit or {"area_ha": "公顷", "area_mu": "亩", "money_wan": "万元", "percent": "%"}.get(info.type, "")
    under = "·".join(w for w in (column.head if column.sub and column.sub not in column.head else "", unit) if w)
    return Column(info.key, column.sub or column.head, under, _class(info, known))


def _numbers(columns: Sequence[data.ColumnInfo], known: Mapping[str, LedgerColumn]) -> tuple[NumberHead, ...]:
    heads: list[NumberHead] = []
    for info in columns:
        if heads and heads[-1].no == info.no:
            last = heads[-1]
            heads[-1] = NumberHead(last.no, last.span + 1, last.cls.replace(" num", ""))
        else:
            heads.append(NumberHead(info.no, 1, _class(info, known)))
    return tuple(heads)


def _row(
    row: data.LedgerRow,
    columns: Sequence[data.ColumnInfo],
    known: Mapping[str, LedgerColumn],
    changes: LedgerChanges,
    view: SheetView,
) -> LedgerRow:
    cells = tuple(_cell(row, info, known, changes) for info in columns)
    moved = next((m for m in changes.moved if m.site == row.site), None)
    is_added = any(a.site == row.site for a in changes.added)
    tag = "移入" if moved else "新增" if is_added else "待核定" if row.is_pending else ""
    return LedgerRow(
        str(row.seq), row.name, view.site_url(row.site), tag, cells, bool(tag) or any(c.old for c in cells)
    )


def _cell(
    row: data.LedgerRow, info: data.ColumnInfo, known: Mapping[str, LedgerColumn], changes: LedgerChanges
) -> Cell:
    printed = row.cells.get(info.key, Printed())
    change = changes.cell(row.site, info.key)
    has_fallen = change is not None and change in changes.fell
    cls = _class(info, known) + (" dn" if has_fallen else " chg" if change else "")
    old = ""
    if change is not None:
        old = f"{'减少，' if has_fallen else ''}原 {change.old or UNKNOWN}"
    text = _shown(info, printed)
    return Cell(text, cls, old, BY_WORD.get(text), is_zero=info.type in NUMERIC and text.strip("0.") == "")


def _shown(info: data.ColumnInfo, printed: Printed) -> str:
    """The printed text; figures get thousands commas on the screen, nothing is a dash."""
    text = printed.text
    if text == "":
        return UNKNOWN
    whole, dot, rest = text.partition(".")
    if info.type in NUMERIC and whole.lstrip("-").isdigit():
        return f"{int(whole):,}{dot}{rest}" if not whole.startswith("-0") else text
    return text


def _group(
    sub: data.Subtotal,
    rows: Sequence[LedgerRow],
    columns: Sequence[data.ColumnInfo],
    known: Mapping[str, LedgerColumn],
) -> LedgerGroup:
    cells = tuple(
        Cell(_shown(info, sub.sums[info.key]) if info.key in sub.sums else "", _class(info, known)) for info in columns
    )
    note = f"{sub.count} 处" if not sub.code else f"小计 {sub.count} 处"
    return LedgerGroup(tuple(rows), sub.name, note, cells)


# ── changes, control, readings


def change_lines(
    changes: LedgerChanges, site_url: Callable[[str], str], names: Mapping[str, str]
) -> tuple[ChangeLine, ...]:
    """Moves first, then what fell, then what else changed. `names`: ledger code → its short name."""
    lines = []
    for change, word, tone in (
        *((c, "新增", "soon") for c in changes.added),
        *((c, "移出移入", "soon") for c in changes.moved),
        *((c, "退出台账", "soon") for c in changes.removed),
    ):
        before, after = (names.get(x, x) if x else UNKNOWN for x in (change.before, change.after))
        mark = Mark("s-back", word, tone)
        lines.append(ChangeLine(change.name, site_url(change.site), word, "所在台账", before, after, mark))
    fell = [c for c in changes.changed if c in changes.fell]
    rest = [c for c in changes.changed if c not in changes.fell]
    lines += [_change(c, site_url, has_fallen=True) for c in fell]
    lines += [_change(c, site_url, has_fallen=False) for c in rest]
    return tuple(lines)


def _change(change: CellChange, site_url: Callable[[str], str], *, has_fallen: bool) -> ChangeLine:
    mark = Mark("s-here", "变了")
    if has_fallen:
        mark = Mark("s-done", "减少，已更正", "soon") if change.is_explained else Mark("s-late", "减少", "late")
    after = change.new or UNKNOWN
    if change.explanation:
        after += f"（{change.explanation}）"
    column = f"{change.no} {change.head}"
    return ChangeLine(change.name, site_url(change.site), mark.word, column, change.old or UNKNOWN, after, mark)


def changes_words(changes: LedgerChanges) -> str:
    """移入 1，改 23 格; 没有变化; empty for a first issue."""
    if not changes.previous:
        return ""
    said = []
    if changes.added:
        said.append(f"新增 {len(changes.added)}")
    if changes.moved:
        said.append(f"移动 {len(changes.moved)}")
    if changes.removed:
        said.append(f"退出 {len(changes.removed)}")
    if changes.changed:
        said.append(f"改 {len(changes.changed)} 格")
    return "，".join(said) or "没有变化"


def control_lines(ledger: data.LedgerData) -> tuple[ControlLine, ...]:
    lines = []
    for line in ledger.control:
        agrees = line.deviation == 0
        mark = Mark("s-done", "相符", "ok") if agrees else Mark("s-late", "不符", "late")
        difference = "0" if agrees else f"{line.deviation:+d}"
        lines.append(ControlLine(line.name, line.clause, str(line.expected), str(line.counted), difference, mark))
    for standing in ledger.standing:
        note = "、".join(standing.sites[:8])
        lines.append(ControlLine(standing.name, "", "", str(standing.count), "", Mark("s-na", "登记数", "idle"), note))
    return tuple(lines)


def used_readings(ledger: data.LedgerData) -> tuple[ReadingLine, ...]:
    """The readings an issue was made with."""
    return tuple(
        ReadingLine(
            r.code,
            r.clause,
            r.title,
            r.chosen,
            r.meaning,
            _decided(r.effective_from, r.decided_by, r.document_no),
            r.others,
            r.note,
            r.reason,
        )
        for r in ledger.readings
    )


def readings_on(readings: Iterable[Reading], on: date) -> tuple[ReadingLine, ...]:
    """The readings in force on a day with what was not chosen."""
    lines = []
    for reading in readings:
        line = reading.line_on(on)
        chosen = line.chosen
        others = tuple(words for code, words in reading.alternatives.items() if code != chosen)
        decided = _decided(line.effective_from.isoformat(), line.decided_by, line.document_no)
        meaning = reading.alternatives.get(chosen, "")
        lines.append(
            ReadingLine(
                reading.code,
                reading.clause,
                reading.title,
                chosen,
                meaning,
                decided,
                others,
                reading.note,
                reading.reason,
            )
        )
    return tuple(lines)


def _decided(since: str, who: str, document: str) -> str:
    return "，".join(w for w in (f"{since} 起", who, document) if w)


# ── before issue


def issue_checks(
    programme: Programme,
    ledger: data.LedgerData,
    changes: LedgerChanges,
    misplaced: Sequence[Misplaced],
    link: Callable[[str], str],
    today: date,
) -> tuple[CheckLine, ...]:
    """What stands against issuing, then what should be known, then what is in order."""
    good, bad, soon = Mark("s-done", "过", "ok"), Mark("s-block", "没过", "late"), Mark("s-soon", "提醒", "soon")
    lines = [
        CheckLine(bad, f"{c.name}“{c.head}”由 {c.old} 减到 {c.new or UNKNOWN}，没有更正记录", link("changes"), "看变化")
        for c in changes.unexplained[:4]
    ]
    if misplaced:
        names = "、".join(m.site for m in misplaced[:4])
        lines.append(CheckLine(bad, f"{len(misplaced)} 处不是恰好在一册：{names}", link("control"), "看对账"))
    due = date.fromisoformat(ledger.due_on)
    if due > today:
        lines.append(
            CheckLine(soon, f"报送日是 {ledger.due_on} {weekday(due)}，还有 {(due - today).days} 天；现在看的是推算")
        )
    silent = [c for c in ledger.calls if c.kind == "not_reported"]
    if silent:
        lines.append(
            CheckLine(
                soon,
                f"{len(silent)} 处没有填{period(programme.weekly)}进展",
                link("situation"),
                "看名单",
                programme.clause_of("weekly"),
            )
        )
    counts = {line.code: line.count for line in ledger.standing}
    names = programme.ledger_names
    if counts.get("pending"):
        lines.append(
            CheckLine(
                soon,
                f"{counts['pending']} 处待核定，印在{programme.ledger_name(Ledger.IN)}并注明",
                link("control"),
                "看对账",
            )
        )
    off = [c for c in ledger.control if c.deviation]
    if off:
        lines.append(
            CheckLine(
                soon, f"底数 {len(off)} 项与通知不符：{off[0].name} 差 {off[0].deviation:+d}", link("control"), "看对账"
            )
        )
    if not misplaced:
        agree = "" if off else "；底数相符"
        each = [(s.code, names.get(s.code, s.code), counts.get(s.code, 0)) for s in ledger.sheets]
        lines.append(
            CheckLine(
                good,
                f"{sum(n for *_, n in each)} 处各在一册：{'，'.join(f'{name} {n} 处' for _, name, n in each)}{agree}",
                clause=programme.clause_of("scope"),
            )
        )
    if changes.previous and not changes.unexplained:
        lines.append(CheckLine(good, "累计数没有无故减少"))
    return tuple(lines)


def ledger_tabs(
    programme: Programme,
    ledger: data.LedgerData,
    changes: LedgerChanges,
    tab: str,
    link: Callable[[str], str],
    *,
    whole: bool,
) -> tuple[Link, ...]:
    """The tabs; a reader of some streets has only the two ledgers."""
    holds = {x.code: f"{x.sheet} {HOLDS.get(x.holds, '')}" for x in programme.ledgers}
    tabs = [Link(holds.get(s.code, s.code), link(s.code), s.code == tab, str(len(s.rows))) for s in ledger.sheets]
    if whole:
        off = sum(bool(c.deviation) for c in ledger.control)
        tabs += [
            Link("比上期", link("changes"), tab == "changes", changes_words(changes) or "首期"),
            Link("底数对账", link("control"), tab == "control", f"差 {off} 项" if off else ""),
            Link("口径", link("readings"), tab == "readings", str(len(ledger.readings))),
            Link("随文", link("situation"), tab == "situation"),
        ]
    return tuple(tabs)


def only_streets(ledger: data.LedgerData, streets: frozenset[str]) -> tuple[data.LedgerSheet, ...]:
    """The two ledgers with the rows of some streets only."""
    return tuple(
        data.LedgerSheet(
            s.code, s.title, s.columns, tuple(r for r in s.rows if r.street in streets), s.subtotals, s.total
        )
        for s in ledger.sheets
    )


def week_title(weeks: Sequence[int]) -> str:
    """第 67 期工作台账; two numbers when two weeks fall on one day (C-38)."""
    return f"第 {'、'.join(str(w) for w in weeks)} 期工作台账"


def call_words(ledger: data.LedgerData) -> tuple[str, ...]:
    return tuple(
        f"{c.party_name}：{c.site_name}，{c.matter}" + (f"（{c.by} 到期）" if c.by else "") for c in ledger.calls
    )

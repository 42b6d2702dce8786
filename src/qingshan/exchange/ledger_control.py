"""The sheets that go with a ledger: 底数对账 (C-04), 本周变化 (domain §2.4), 口径 (the readings used, N-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from qingshan.rulebook.facts import BEIJING
from qingshan.rulebook.ledger_cells import shown_ha, shown_wan
from qingshan.rulebook.ledger_data import ControlLine, TargetLine
from qingshan.rulebook.ledger_diff import CellChange, LedgerChanges
from qingshan.rulebook.rhythm import period
from qingshan.rulebook.targets import FLOOR_MISSED, VERDICTS

from .ledger_frame import A4, Issue, foot, paragraph, setup, table_row, top
from .ledger_styles import Page

CONTROL_PX = [44, 230, 76, 84, 84, 84, 100]
CHANGES_PX = [48, 80, 170, 56, 170, 190, 190, 120]
READINGS_PX = [58, 100, 170, 210, 190, 190, 88, 150]


def write_control_sheet(page: Page, issue: Issue) -> None:
    """Where every site stands, the notice's figures beside the register's, the targets, the paragraph of part 二."""
    last = len(CONTROL_PX) - 1
    page.columns(CONTROL_PX)
    setup(page, issue, size=A4, is_wide=False)
    row = top(page, issue, last, f"{issue.data.district}矿山底数对账表", 16)
    page.sheet.repeat_rows(0, row - 1)
    row = paragraph(page, row, last, "一、登记与台账", "heading", 12)
    row = _standing(page, issue, row)
    row = paragraph(page, row, last, "二、通知底数与登记数", "heading", 12)
    row = _control(page, issue.data.control, row)
    row = paragraph(page, row, last, "三、治理任务进度", "heading", 12)
    row = _targets(page, issue.data.targets, row)
    row = paragraph(page, row, last, "四、辖区情况（按登记数据生成）", "heading", 12)
    row = paragraph(page, row, last, issue.data.situation)
    foot(page, issue, row, last)


def _standing(page: Page, issue: Issue, row: int) -> int:
    _spread(page, row, ("序号", "项目", "处数", "矿山编号"), "head")
    for number, line in enumerate(issue.data.standing, 1):
        row += 1
        _spread(page, row, (str(number), line.name, line.count, "、".join(line.sites) or "—"), "text")
    return row + 1


def _spread(page: Page, row: int, cells: tuple[str, str, str | int, str], style: str) -> None:
    """Four cells, the last over the rest of the columns."""
    number, name, count, sites = cells
    last = len(CONTROL_PX) - 1
    centred = "head" if style == "head" else "mid"
    page.text(row, 0, number, centred)
    page.text(row, 1, name, style)
    if isinstance(count, int):
        page.number(row, 2, count, "count")
    else:
        page.text(row, 2, count, centred)
    page.block(row, 3, row, last, sites, style)
    page.height(row, max(len(page.lines(1, name, 10)), len(page.lines(3, sites, 10, last))), 10)


def _control(page: Page, lines: Sequence[ControlLine], row: int) -> int:
    heads = ("序号", "底数项目", "条款", "通知数", "登记数", "相差", "结论")
    table_row(page, row, heads, ["head"] * len(heads))
    for number, line in enumerate(lines, 1):
        row += 1
        style = "red" if line.deviation else "green"
        verdict = "相符" if not line.deviation else "多于通知" if line.deviation > 0 else "少于通知"
        words = (str(number), line.name, line.clause, "", "", "", verdict)
        table_row(page, row, words, ("mid", "text", "mid", "mid", "mid", "mid", style))
        page.number(row, 3, line.expected, "count")
        page.number(row, 4, line.counted, "count")
        page.number(row, 5, line.deviation, style, num_format="+0;-0;0")
    return row + 1


def _targets(page: Page, lines: Sequence[TargetLine], row: int) -> int:
    heads = ("序号", "目标", "条款", "期限", "应完成", "已完成", "结论")
    table_row(page, row, heads, ["head"] * len(heads))
    for number, line in enumerate(lines, 1):
        row += 1
        share = f"{line.percent}%，" if line.percent else ""
        name = f"{line.name}（{share}基数{_amount(line, line.total)}）"
        style = "red" if line.verdict == FLOOR_MISSED else "mid"
        needed, reached = _amount(line, line.needed), _amount(line, line.reached)
        words = (str(number), name, line.clause, line.by, needed, reached, VERDICTS.get(line.verdict, line.verdict))
        table_row(page, row, words, ("mid", "text", "mid", "mid", "mid", "mid", style))
    return row + 1


def _amount(line: TargetLine, value: int) -> str:
    """The figure in the unit progress is measured by (C-02)."""
    if line.measure == "area":
        return f"{shown_ha(Decimal(value))}公顷"
    return f"{shown_wan(value)}万元" if line.measure == "investment" else f"{value}处"


def write_changes_sheet(page: Page, issue: Issue) -> None:
    """Cell by cell what differs from the issue before; what fell is red, with the reason of its correction."""
    last = len(CHANGES_PX) - 1
    page.columns(CHANGES_PX)
    setup(page, issue, size=A4)
    changes = issue.changes
    since = period(issue.programme.weekly)
    row = top(page, issue, last, f"{issue.data.district}矿山治理台账{since}变化", 16)
    if changes.previous:
        told = (
            f"与{changes.previous}（截至{changes.previous_on}）相比；{_counts(changes)}{since}进展每期重填，不计变化。"
        )
        row = paragraph(page, row, last, told)
    else:
        row = paragraph(page, row, last, "首期台账，没有上期可比。")
    heads = ("序号", "变化", "矿山（采矿点）", "栏次", "项目", "上期", "本期", "更正说明")
    table_row(page, row, heads, ["head"] * len(heads))
    page.sheet.repeat_rows(0, row)
    page.sheet.freeze_panes(row + 1, 0)
    for number, words in enumerate(_change_lines(changes, issue.programme.ledger_names), 1):
        row += 1
        kind = "red" if words[0] == "减少" else "mid"
        table_row(page, row, (str(number), *words), ("mid", kind, "text", "mid", "text", "text", "text", "text"))
    if changes.is_empty:
        row += 1
        page.block(row, 0, row, last, "本期没有变化。" if changes.previous else "—", "mid")
    foot(page, issue, row + 1, last)


def _counts(changes: LedgerChanges) -> str:
    told = (
        ("新增", len(changes.added), "处"),
        ("移出", len(changes.removed), "处"),
        ("两册之间移动", len(changes.moved), "处"),
        ("改变", len(changes.changed), "格"),
        ("其中减少", len(changes.fell), "格"),
    )
    return "，".join(f"{name}{count}{unit}" for name, count, unit in told) + "。"


def _change_lines(changes: LedgerChanges, names: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Sites that came, went and moved first, then cells in the order of the ledgers."""
    lines: list[tuple[str, ...]] = []
    for kind, rows in (("新增", changes.added), ("移出", changes.removed), ("移动", changes.moved)):
        lines += [
            (kind, one.name, "", "所在台账", names.get(one.before, "—"), names.get(one.after, "—"), one.decision)
            for one in rows
        ]
    fallen = set(changes.fell)
    return lines + [_cell_line(one, one in fallen) for one in changes.changed]


def _cell_line(one: CellChange, has_fallen: bool) -> tuple[str, ...]:
    kind = "减少" if has_fallen else "改变"
    return (kind, one.name, str(one.no), one.head, one.old or "—", one.new or "—", one.explanation)


def write_readings_sheet(page: Page, issue: Issue) -> None:
    """The readings in force on the day, exceptions, numbers to be checked, and what this issue was made from."""
    last = len(READINGS_PX) - 1
    page.columns(READINGS_PX)
    setup(page, issue, size=A4)
    row = top(page, issue, last, f"{issue.data.district}矿山治理台账口径说明", 16)
    heads = ("编号", "条款", "问题", "采用的口径", "未采用的理解", "说明", "起用", "决定单位、文号")
    table_row(page, row, heads, ["head"] * len(heads))
    page.sheet.repeat_rows(0, row)
    for line in issue.data.readings:
        row += 1
        decided = "\n".join(part for part in (line.decided_by, line.document_no) if part)
        chosen = line.meaning or line.chosen
        notes = "\n".join(part for part in (line.note, line.reason and f"仅作说明（{line.reason}）") if part)
        others = "\n".join(line.others)
        words = (line.code, line.clause, line.title, chosen, others, notes, line.effective_from, decided)
        table_row(page, row, words, ("mid", "mid", "text", "text", "text", "text", "mid", "text"))
    if not issue.data.readings:
        row += 1
        page.block(row, 0, row, last, "这份通知没有另定口径，都按缺省的理解。", "mid")
        page.height(row, 1, 10, least_pt=24)
    row = _exceptions(page, issue, row + 1)
    row = _register_acts(page, issue, row)
    row = _parameters(page, issue, row)
    for sentence in _made_from(issue):
        row = paragraph(page, row, last, sentence)
    foot(page, issue, row, last)


def _exceptions(page: Page, issue: Issue, row: int) -> int:
    """What is in force for the sites of this ledger: who allowed it, by which paper, until when (例外)."""
    last = len(READINGS_PX) - 1
    sites = {one.site for one in issue.sheet.rows}
    found = [one for one in issue.data.exceptions if one.site in sites]
    row = paragraph(page, row, last, "例外（延期、豁免、放宽条件）", "heading", 12)
    if not found:
        return paragraph(page, row, last, "本册没有在有效期内的延期或豁免。")
    heads = ("编号", "批准日期", "矿山（采矿点）", "例外", "理由", "有效至", "批准机关、文号")
    table_row(page, row, heads, ["head"] * len(heads))
    for one in found:
        row += 1
        decided = "\n".join(part for part in (one.approver, one.document_no) if part)
        words = (one.number, one.granted_on, one.site_name, one.words, one.reason, one.until or "不限期", decided)
        table_row(page, row, words, ("mid", "mid", "text", "text", "text", "mid", "text"))
    return row + 1


def _register_acts(page: Page, issue: Issue, row: int) -> int:
    """By which act and paper sites left the ledgers, with what a split gave each of its parts."""
    last = len(READINGS_PX) - 1
    if not issue.data.acts:
        return row
    row = paragraph(page, row, last, "合并、拆分、移交、作废", "heading", 12)
    for one in issue.data.acts:
        row = paragraph(page, row, last, f"{one.site_name}（{one.site}）：{one.words}")
    return row


def _parameters(page: Page, issue: Issue, row: int) -> int:
    last = len(READINGS_PX) - 1
    to_check = [line for line in issue.data.parameters if line.to_check]
    if not to_check:
        return row
    row = paragraph(page, row, last, "待核对的参数（通知没有规定，暂按下列数值）", "heading", 12)
    for line in to_check:
        row = paragraph(page, row, last, f"{line.note or line.code}：{line.value}{line.unit}【待核对】")
    return row


def _clock(instant: str) -> str:
    """An ISO instant as Beijing date and clock time, to the minute; the frozen rows keep the instant itself."""
    return f"{datetime.fromisoformat(instant).astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _area_unit(issue: Issue) -> str:
    types = {column.type for column in issue.layout.columns}
    units = [unit for kind, unit in (("area_ha", "公顷"), ("area_mu", "亩（15亩为1公顷）")) if kind in types]
    return "和".join(units) or "公顷"


def _made_from(issue: Issue) -> tuple[str, ...]:
    data = issue.data
    return (
        f"依据：{data.document_no}《{issue.programme.title}》。",
        f"通知数据：{data.programme_code} 版本 {data.programme_version}，校验码 {data.programme_digest}。",
        f"期次：{data.label}（{data.number}），应报日期 {data.due_on}，截止 {data.on}，上期截止 {data.since}。"
        + (f"数据截取时刻 {_clock(data.known_at)}。" if data.known_at else ""),
        f"面积以{_area_unit(issue)}、资金以万元计，保留两位小数；治理进度为完成治理面积占应治理面积的百分比。",
        f"{period(issue.programme.weekly)}进展只取上期截止之后填报的周报，没有填报的写“未报”，不沿用旧内容。",
    )

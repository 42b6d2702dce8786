"""The page of bodies: what each one a person may see owes on the day, and the tasks meetings gave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingshan.casework.bodies import BodyStanding, standings
from qingshan.exchange.facts_book.people import KINDS
from qingshan.rulebook.bodies import AssignedTask, BodyDuty

from .shapes import Mark
from .visit import Visit
from .words import slack_mark


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One thing owed, or several of one kind told as one."""

    text: str
    clause: str
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True)
class BodyRow:
    code: str
    name: str
    kind: str
    owed: tuple[OwedLine, ...]
    tasks: tuple[OwedLine, ...]
    on_time: str
    sites: str
    targets: str


@dataclass(frozen=True, slots=True)
class BodiesPage:
    sentence: str
    rows: tuple[BodyRow, ...]


def bodies_page(visit: Visit) -> BodiesPage:
    """Every visible body, those that owe something first, in the order of the notice."""
    found = standings(visit.programme, visit.actor, visit.day.on, visit.day.known_at)
    owing = [one for one in found if one.owed or one.open_tasks]
    slacks = [d.slack for one in found for d in one.owed] + [t.slack for one in found for t in one.open_tasks]
    late = sum(slack is not None and slack < 0 for slack in slacks)
    rest = [one for one in found if one not in owing]
    said = f"{len(found)} 个单位，{len(owing)} 个有未办的事，其中逾期 {late} 件。"
    return BodiesPage(said, tuple(_row(visit, one) for one in (*owing, *rest)))


def _row(visit: Visit, one: BodyStanding) -> BodyRow:
    rate = one.on_time
    sites = f"在册 {one.registered} 处" if one.kind == "street" else ""
    if one.declared is not None:
        sites = f"报告 {one.declared} 处，{sites}"
    return BodyRow(
        code=one.code,
        name=one.name,
        kind=KINDS.get(one.kind, one.kind),
        owed=tuple(_owed(visit, one)),
        tasks=tuple(_task(task) for task in one.open_tasks),
        on_time=f"到期 {rate.due} 件，按时 {rate.on_time} 件" if rate.due else "",
        sites=sites,
        targets="，".join(f"{target.year} 年 {target.count} 处" for target in one.targets),
    )


def _owed(visit: Visit, one: BodyStanding) -> Iterator[OwedLine]:
    """What repeats is one line, with how often and since when; the longest overdue first, as `owed` is ordered."""
    groups: dict[str, list[BodyDuty]] = {}
    for duty in one.owed:
        groups.setdefault(duty.code, []).append(duty)
    for duties in groups.values():
        first = duties[0]
        notes = [f"{len(duties)} 件，最早的" if len(duties) > 1 else "", _about(visit, one, duties)]
        due = f"期限 {first.due_on}" if first.due_on else ""
        yield OwedLine(first.name, first.clause, slack_mark(first.slack), " ".join(w for w in (*notes, due) if w))


def _about(visit: Visit, one: BodyStanding, duties: Iterable[BodyDuty]) -> str:
    """Whose file it is about, where that is another body's."""
    return "、".join(dict.fromkeys(visit.names.get(d.file, d.file) for d in duties if d.file != one.code))


def _task(task: AssignedTask) -> OwedLine:
    note = " ".join(word for word in (task.number, task.meeting, f"期限 {task.due_on}" if task.due_on else "") if word)
    return OwedLine(task.content, task.clause, slack_mark(task.slack), note)

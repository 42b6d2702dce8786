"""How far the work is over time, the targets beside it, and where the pace of the last weeks leads. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from itertools import accumulate

from qingshan.desk.overview_shapes import Box, BurnUp, Cell, Column, Drawing, Row, Shape, Table, Word
from qingshan.desk.words import FEN_PER_WAN, M2_PER_HA, hectares, number, wan
from qingshan.rulebook.ledger_cells import decimal_of
from qingshan.rulebook.ledger_context import RowContext
from qingshan.rulebook.targets import Counted, TargetProgress

from .sight import Sight

PACE_WEEKS = 12
WEEK = 7
MONTHS_SHOWN = 24
Steps = list[tuple[date, int]]
"""What was added on which day, in the measure's unit."""


@dataclass(frozen=True, slots=True)
class Track:
    """What all steps up to a day come to."""

    days: tuple[date, ...]
    sums: tuple[int, ...]

    @classmethod
    def of(cls, steps: Steps) -> Track:
        steps = sorted(steps)
        return cls(tuple(day for day, _ in steps), tuple(accumulate(added for _, added in steps)))

    def at(self, day: date) -> int:
        found = bisect_right(self.days, day)
        return self.sums[found - 1] if found else 0


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: its code in the rulebook, words, unit, and how a figure is shown. `per`: units in one shown."""

    code: str
    name: str
    done: str
    unit: str
    per: Decimal
    show: Callable[[int], str]


MEASURES = {
    m.code: m
    for m in (
        Measure("sites", "处数", "治理完成", "处", Decimal(1), lambda n: number(n, 0)),
        Measure("area", "面积", "已治理", "公顷", M2_PER_HA, hectares),
        Measure("investment", "投资", "已投入", "万元", FEN_PER_WAN, wan),
    )
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the pace of the last weeks leads: `by_then` on the target's day, `ends_on` when all is closed; None: never."""

    pace: Decimal
    by_then: int
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """The three courses of the counted sites, in the measure's unit."""

    measure: Measure
    on: date
    total: int
    started: Track
    done: Track
    closed: Track

    def at(self, day: date) -> tuple[int, int, int]:
        return (self.started.at(day), self.done.at(day), self.closed.at(day))

    @property
    def first(self) -> date | None:
        return min((track.days[0] for track in (self.started, self.done, self.closed) if track.days), default=None)


def course_of(measure: Measure, counted: Sequence[Counted], sights: Iterable[Sight], on: date) -> Course:
    """The courses of the sites that count, by their records up to the day."""
    by_code = {sight.dossier.site: sight.context for sight in sights}
    started: Steps = []
    done: Steps = []
    closed: Steps = []
    for site in counted:
        ctx = by_code[site.site]
        begun = ctx.all("works", "started")
        if begun:
            started.append((begun[0].happened_on, site.weight))
        done += DONE[measure.code](ctx)
        if site.closed_on is not None and site.closed_on <= on:
            closed.append((site.closed_on, site.weight))
    return Course(measure, on, sum(s.weight for s in counted), *map(Track.of, (started, done, closed)))


def _works_done(ctx: RowContext) -> Steps:
    """A site whose last package is complete, from that day."""
    last = list(ctx.latest_by_subject("works").values())
    is_done = bool(last) and all(f.result == "completed" for f in last)
    return [(max(f.happened_on for f in last), 1)] if is_done else []


def _area_done(ctx: RowContext) -> Steps:
    return _reported(ctx, "done_area_m2")


def _spent(ctx: RowContext) -> Steps:
    """What the packages report as invested; of a site whose packages report none, what was spent (附件2-1)."""
    told = _reported(ctx, "invested")
    return told or [(f.happened_on, int(decimal_of(f.payload.get("amount")) or 0)) for f in ctx.all("funding", "spent")]


def _reported(ctx: RowContext, key: str) -> Steps:
    """A running figure of every package as what each report added to it."""
    before: dict[str, int] = {}
    steps: Steps = []
    for fact in ctx.all("works", "progress", "completed"):
        figure = decimal_of(fact.payload.get(key))
        if figure is not None:
            steps.append((fact.happened_on, int(figure) - before.get(fact.subject, 0)))
            before[fact.subject] = int(figure)
    return steps


DONE: dict[str, Callable[[RowContext], Steps]] = {"sites": _works_done, "area": _area_done, "investment": _spent}


def forecast(course: Course, by: date) -> Forecast:
    """The pace of the last twelve weeks, carried on: rounded down, for what is not quite closed is not closed."""
    now = course.closed.at(course.on)
    gained = now - course.closed.at(course.on - timedelta(weeks=PACE_WEEKS))
    pace = Decimal(gained) / PACE_WEEKS
    days = max(0, (by - course.on).days)
    by_then = min(course.total, int(now + pace * days / WEEK))
    left = course.total - now
    if left <= 0:
        return Forecast(pace, by_then, course.on)
    weeks = left / pace if pace > 0 else None
    is_far = weeks is None or weeks > 2000
    return Forecast(
        pace, by_then, None if is_far or weeks is None else course.on + timedelta(days=int(weeks * WEEK) + 1)
    )


# -- the drawing


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot stands in its drawing, and the days and the largest figure it holds."""

    id: str
    cls: str
    width: int
    height: int
    left: int
    right: int
    bottom: int
    first: date
    last: date
    top: Decimal
    is_small: bool
    head: int = 40

    def show(self, measure: Measure, figure: int) -> str:
        """A figure as the drawing has room for it: whole ones in the small."""
        return (
            f"{(figure / measure.per).quantize(Decimal(1), ROUND_HALF_UP):,}" if self.is_small else measure.show(figure)
        )

    def x(self, day: date) -> Decimal:
        span = max(1, (self.last - self.first).days)
        share = Decimal((day - self.first).days) / span
        return self.left + min(Decimal(1), max(Decimal(0), share)) * (self.width - self.left - self.right)

    def y(self, shown: Decimal) -> Decimal:
        return self.head + (1 - min(Decimal(1), shown / self.top)) * (self.height - self.bottom - self.head)


def burn_up(
    course: Course,
    targets: Sequence[TargetProgress],
    ahead: Forecast | None,
    sampled: Sequence[date],
    day_url: Callable[[date], str],
) -> BurnUp | None:
    """The drawing and its table, each day of it with its own page; None while nothing counts."""
    if not course.total:
        return None
    measure = course.measure
    days = _days(course, sampled)
    last = max([course.on, *(t.by for t in targets)])
    top = _ceiling(max(course.total, *course.at(course.on)) / measure.per)
    first_of_small = max(days[0], course.on - timedelta(days=200))
    soon = min((t.by for t in targets if t.by >= course.on), default=last)
    frames = (
        Frame("w", "wide-chart", 900, 410, 44, 142, 32, days[0], last, top, is_small=False),
        Frame("s", "phone-chart", 340, 270, 46, 92, 28, first_of_small, soon, top, is_small=True),
    )
    drawings = tuple(_drawing(frame, course, targets, ahead, days) for frame in frames)
    return BurnUp(
        title=f"销号进度与目标·{measure.unit}",
        hint=f"近 {PACE_WEEKS} 周的速度往后推",
        desc=_described(course, targets, ahead),
        drawings=drawings,
        table=_table(course, day_url),
    )


def _days(course: Course, sampled: Sequence[date]) -> list[date]:
    begun = course.first or course.on - timedelta(days=90)
    start = begun.replace(day=1)
    return [start, *(d for d in sampled if start < d < course.on), course.on]


def _ceiling(shown: Decimal) -> Decimal:
    step = _step(shown)
    return max(step, (shown / step).to_integral_value(ROUND_CEILING) * step)


def _step(shown: Decimal) -> Decimal:
    """A round step that parts the axis into at most six."""
    step = Decimal(1)
    if shown <= 0:
        return step
    for power in range(12):
        for base in (1, 2, 5):
            step = Decimal(base) * Decimal(10) ** power
            if shown / step <= 6:
                return step
    return step


def _drawing(
    frame: Frame, course: Course, targets: Sequence[TargetProgress], ahead: Forecast | None, days: Sequence[date]
) -> Drawing:
    per = course.measure.per
    grid, words = _axes(frame)
    lines: list[Shape] = []
    now_x, top, floor = frame.x(course.on), frame.y(frame.top), frame.y(Decimal(0))
    lines.append(Shape("c-now", f"M{_n(now_x)} {_n(top)}V{_n(floor)}"))
    closed = course.at(course.on)[2] / per
    dots: list[Box] = []
    labels: list[tuple[Decimal, Decimal, str, str]] = []
    coming = [t for t in targets if t.by <= frame.last]
    for by in dict.fromkeys(t.by for t in coming):
        x = frame.x(by)
        lines.append(Shape("c-gate", f"M{_n(x)} {_n(floor)}V{_n(top)}"))
        of_day = [t for t in coming if t.by == by]
        for needed in dict.fromkeys(t.needed for t in of_day):
            kinds = [t.kind for t in of_day if t.needed == needed]
            y = frame.y(needed / per)
            cls = "c-floor" if "floor" in kinds else "c-str"
            lines.append(Shape(cls, f"M{_n(x - 11)} {_n(y)}h22"))
            name = "·".join(KIND_WORDS[k] for k in kinds)
            labels.append(
                (x, y, f"{name} {frame.show(course.measure, needed)}", "late" if "floor" in kinds else "soon")
            )
        if ahead is not None and by == min((t.by for t in targets if t.by >= course.on), default=None):
            y = frame.y(ahead.by_then / per)
            lines.append(Shape("c-pace", f"M{_n(now_x)} {_n(frame.y(closed))}L{_n(x)} {_n(y)}"))
            dots.append(Box(_n(x), _n(y), "c-dot"))
            labels.append(
                (x, y, f"{'现速' if frame.is_small else '照此速度'} {frame.show(course.measure, ahead.by_then)}", "")
            )
    boxes, keys = _legend(frame, course)
    return Drawing(
        id=frame.id,
        cls=frame.cls,
        width=frame.width,
        height=frame.height,
        grid=tuple(grid),
        areas=_areas(frame, course, days),
        lines=tuple(lines),
        boxes=boxes,
        words=(*words, *keys, *_now(frame, course), *_spread(labels)),
        dots=tuple(dots),
    )


LAYERS = ("c-started", "c-done", "c-closed")
KIND_WORDS = {"floor": "底线", "stretch": "争取"}


def _areas(frame: Frame, course: Course, days: Sequence[date]) -> tuple[Shape, ...]:
    """One area a course, the largest first; a day before the frame stands at its edge."""
    shown = [frame.first, *(d for d in days if d > frame.first)]
    values = [course.at(day) for day in shown]
    floor = frame.y(Decimal(0))
    areas = []
    for place, cls in enumerate(LAYERS):
        points = [
            f"{_n(frame.x(d))},{_n(frame.y(v[place] / course.measure.per))}" for d, v in zip(shown, values, strict=True)
        ]
        start, end = f"{_n(frame.x(shown[0]))},{_n(floor)}", f"{_n(frame.x(shown[-1]))},{_n(floor)}"
        areas.append(Shape(cls, " ".join((start, *points, end))))
    return tuple(areas)


def _axes(frame: Frame) -> tuple[list[Shape], list[Word]]:
    lines, words = [], []
    step = _step(frame.top)
    for i in range(int(frame.top / step) + 1):
        y = frame.y(step * i)
        lines.append(Shape("c-grid", f"M{frame.left} {_n(y)}H{frame.width - frame.right}"))
        words.append(Word(str(frame.left - 8), _n(y + 4), f"{step * i:,f}", anchor="end"))
    floor = frame.y(Decimal(0))
    every = _months_between_ticks(frame)
    for month in _months(frame.first, frame.last):
        if (month.month - 1) % every == 0:
            x = frame.x(month)
            lines.append(Shape("c-tick", f"M{_n(x)} {_n(floor)}v5"))
            words.append(Word(_n(x), _n(floor + 19), f"{month:%Y-%m}", anchor="middle"))
    return lines, words


def _months_between_ticks(frame: Frame) -> int:
    months = max(1, (frame.last - frame.first).days // 30)
    room = max(1, (frame.width - frame.left - frame.right) // 62)
    return next((n for n in (1, 2, 3, 6) if months / n <= room), 12)


def _months(first: date, last: date) -> Iterable[date]:
    day = first if first.day == 1 else _next_month(first)
    while day <= last:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _legend(frame: Frame, course: Course) -> tuple[tuple[Box, ...], tuple[Word, ...]]:
    """The three colours with their figures in one line above the plot."""
    names = ("已开工", course.measure.done, "已销号")
    boxes, words, x = [], [], frame.left if not frame.is_small else 4
    for name, cls, figure in zip(names, LAYERS, course.at(course.on), strict=True):
        text = f"{name} {frame.show(course.measure, figure)}"
        boxes.append(Box(str(x), "6", cls))
        words.append(Word(str(x + 17), "16", text, "c-l"))
        x += 34 + sum(13 if ord(c) > 255 else 8 for c in text) + (0 if frame.is_small else 14)
    return tuple(boxes), tuple(words)


def _now(frame: Frame, course: Course) -> Iterable[Word]:
    """The day looked at above its line."""
    anchor = "end" if frame.x(course.on) > frame.width - 40 else "middle"
    yield Word(_n(frame.x(course.on)), str(frame.head - 5), f"{course.on:%m-%d}", "c-l b c-h", anchor)


def _spread(labels: Sequence[tuple[Decimal, Decimal, str, str]]) -> Iterable[Word]:
    """Labels right of their marks, moved apart where they would lie on one another."""
    taken: dict[Decimal, Decimal] = {}
    for x, y, text, tone in sorted(labels, key=lambda one: (one[0], one[1])):
        at = max(y, taken.get(x, Decimal(-99)) + 18)
        taken[x] = at
        yield Word(_n(x + 15), _n(at + 4), text, f"c-l c-h {tone}".strip())


def _n(value: Decimal) -> str:
    return f"{value:.1f}"


# -- the same in words and figures


def _described(course: Course, targets: Sequence[TargetProgress], ahead: Forecast | None) -> str:
    show, unit = course.measure.show, course.measure.unit
    started, done, closed = (show(n) for n in course.at(course.on))
    text = f"截至 {course.on.isoformat()}：已开工 {started}，{course.measure.done} {done}，已销号 {closed} {unit}。"
    for target in targets:
        text += f"{target.by.isoformat()} {KIND_WORDS[target.kind]} {show(target.needed)} {unit}。"
    return text + (f"照近 {PACE_WEEKS} 周速度到 {show(ahead.by_then)} {unit}。" if ahead else "")


def _table(course: Course, day_url: Callable[[date], str]) -> Table:
    """Month by month, the newest first."""
    show = course.measure.show
    begun = course.first or course.on
    ends = [m - timedelta(days=1) for m in _months(begun, course.on)]
    shown = [course.on, *(d for d in reversed(ends) if begun <= d < course.on)][:MONTHS_SHOWN]
    return Table(
        id="h-months",
        title="",
        first="截至",
        columns=tuple(Column(w) for w in ("已开工", course.measure.done, "已销号")),
        rows=tuple(Row(d.isoformat(), tuple(Cell(show(n)) for n in course.at(d)), day_url(d)) for d in shown),
    )

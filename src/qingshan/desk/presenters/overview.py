"""The overview: the figures of a day for the office and the leader, every number with the list behind it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from qingshan.desk.asof import with_query
from qingshan.desk.overview_shapes import BurnUp, Cell, Column, OverPage, Part, Row, StartLine, Table
from qingshan.desk.shapes import Kpi, Link, Mark
from qingshan.desk.words import SOON_DAYS, UNKNOWN, iso, number, slack_mark, wan
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.funding import Gap, gap_of
from qingshan.rulebook.ledger_figures import done_area_m2, treatable_area_m2
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.rhythm import before_first
from qingshan.rulebook.situation import control_count
from qingshan.rulebook.status import Ledger, NextAction, Outcome, Status
from qingshan.rulebook.targets import TargetProgress, counted_sites, target_progress, target_progress_by_street

from .burn_up import KIND_WORDS, MEASURES, PACE_WEEKS, Course, Forecast, Measure, burn_up, course_of, forecast
from .sight import Sight, action_title
from .sites import LATE, NONE, SOON, Brief, ListContext, pressing

STARTS_SHOWN = 7
ISSUES_COUNTED = 12
WEEKLY = "report_week"
TREATED = (Ledger.IN, Ledger.PENDING)
DOT = "·"


@dataclass(frozen=True)
class Overview:
    """All the page is made from. `briefs` are every site as the list filters it, `sights` the same as they stand.

    `looked_at`: sites evaluated in full, for their next steps. `whole`: the district, not some streets of it.
    `path` is the page's own address, `site_url` that of a site's file, `issue_url` that of the ledger of a day.
    `clause_url` is that of a clause.
    """

    context: ListContext
    briefs: Sequence[Brief]
    sights: Sequence[Sight]
    looked_at: Sequence[Sight]
    measure: Measure
    whole: bool
    path: str
    site_url: Callable[[str], str]
    issue_url: Callable[[date], str]
    clause_url: Callable[[str], str]

    @property
    def on(self) -> date:
        return self.context.day.on

    @cached_property
    def entries(self) -> list[tuple[Dossier, Status]]:
        return [(s.dossier, s.status) for s in self.sights]

    @cached_property
    def treated(self) -> list[Sight]:
        return [s for s in self.sights if s.status.ledger in TREATED]

    @cached_property
    def by_street(self) -> tuple[TargetProgress, ...]:
        return target_progress_by_street(
            self.context.programme, self.entries, self.on, self.measure.code, self.context.day.known_at
        )

    @cached_property
    def progress(self) -> tuple[TargetProgress, ...]:
        """The district's targets; for who sees some streets alone, theirs."""
        known_at = self.context.day.known_at
        if self.whole:
            return target_progress(self.context.programme, self.entries, self.on, self.measure.code, known_at)
        return _summed(self.by_street)

    @cached_property
    def coming(self) -> tuple[TargetProgress, ...]:
        """The targets of the next day that has some; of the last day when all are past."""
        days = sorted({t.by for t in self.progress})
        by = next((d for d in days if d >= self.on), days[-1] if days else None)
        return tuple(t for t in self.progress if t.by == by)

    @cached_property
    def course(self) -> Course:
        known_at = self.context.day.known_at
        counted = counted_sites(self.context.programme, self.entries, self.on, self.measure.code, known_at)
        return course_of(self.measure, counted, self.sights, self.on)

    @cached_property
    def ahead(self) -> Forecast | None:
        """Where the pace leads on the next target's day; None when that day is past or nothing counts."""
        by = self.coming[0].by if self.coming else None
        return forecast(self.course, by) if by and by >= self.on and self.course.total else None

    def link(self, **params: str) -> str:
        return self.context.link(params)


def _summed(found: Iterable[TargetProgress]) -> tuple[TargetProgress, ...]:
    """Several streets' targets taken together, target by target."""
    sums: dict[str, TargetProgress] = {}
    for one in found:
        before = sums.get(one.code)
        sums[one.code] = (
            replace(
                before,
                needed=before.needed + one.needed,
                reached=before.reached + one.reached,
                total=before.total + one.total,
            )
            if before
            else one
        )
    return tuple(sums.values())


def over_page(over: Overview) -> OverPage:
    late = [b for b in over.briefs if pressing(b, over.on) == LATE]
    starts = _starts(over)
    passed = [line for line in starts if line.is_late]
    said, warned = _sentence(over, len(late))
    is_short = over.ahead is None or _is_short(over, over.ahead)
    return OverPage(
        said=said,
        warned=warned,
        warned_tone="late" if is_short else "ok",
        measures=tuple(
            Link(m.name, with_query(over.path, **(over.context.day.query | {"by": m.code})), m is over.measure)
            for m in MEASURES.values()
        ),
        kpis=_kpis(over, late),
        burn_up=_burn_up(over),
        passed=tuple(passed[:STARTS_SHOWN]),
        more_passed=tuple(passed[STARTS_SHOWN:]),
        passed_count=f"{len(passed)} 步",
        near=tuple(line for line in starts if not line.is_late)[: max(0, STARTS_SHOWN - len(passed))],
        near_title=f"{SOON_DAYS} 天内到",
        near_count=len(starts) - len(passed),
        soon_url=over.link(slack=SOON),
        late_url=over.link(slack=LATE),
        stages=_stages(over),
        units=_units(over),
        categories=_categories(over),
        years=_years(over),
        sources=_sources(over),
        totals=_totals(over) if over.whole else None,
        empty="" if over.briefs else "登记表导入后，这里是各处的进度。",
    )


def _burn_up(over: Overview) -> BurnUp | None:
    def day_url(day: date) -> str:
        asked = over.context.day.query | {"by": over.measure.code, "on": day.isoformat()}
        return with_query(over.path, **asked)

    issued = [d.due_on for d in issue_days(over.context.programme)]
    return burn_up(over.course, over.progress, over.ahead, issued, day_url)


# -- the sentence and the figures


def _sentence(over: Overview, late: int) -> tuple[str, str]:
    course, show, unit = over.course, over.measure.show, over.measure.unit
    closed = course.closed.at(over.on)
    if not course.total:
        return "还没有纳入治理的矿山，目标无从计起。", ""
    said = f"已销号 {show(closed)} {unit}，占应销号 {show(course.total)} {unit}的 {_share(closed, course.total)} %。"
    ahead = over.ahead
    if ahead is not None:
        said += f"照近 {PACE_WEEKS} 周的速度，到 {over.coming[0].by.isoformat()} 是 {show(ahead.by_then)} {unit}，"
        return said, _verdict(over, ahead) + "。"
    return said, f"{late} 处已超最迟日期。" if late else ""


def _verdict(over: Overview, ahead: Forecast) -> str:
    """The forecast beside the targets of its day: the highest that is reached, or how far the lowest is missed."""
    show, unit = over.measure.show, over.measure.unit
    wanted = sorted(over.coming, key=lambda t: t.needed)
    met = [t for t in wanted if ahead.by_then >= t.needed]
    if met:
        return f"达到{KIND_WORDS[met[-1].kind]}"
    least = wanted[0]
    return f"低于{KIND_WORDS[least.kind]} {show(least.needed - ahead.by_then)} {unit}"


def _is_short(over: Overview, ahead: Forecast) -> bool:
    return all(ahead.by_then < t.needed for t in over.coming)


def _kpis(over: Overview, late: Sequence[Brief]) -> tuple[Kpi, ...]:
    course, show, unit = over.course, over.measure.show, over.measure.unit
    closed = course.closed.at(over.on)
    figures = [
        Kpi(
            "已销号",
            show(closed),
            f"/ {show(course.total)} {unit}",
            f"占 {_share(closed, course.total)} %",
            over.link(place=Outcome.CLOSED),
        )
    ]
    figures += [_target_kpi(over, target) for target in over.coming]
    if over.ahead is not None:
        figures.append(_pace_kpi(over, over.ahead))
    worst = max(((over.on - b.due_on).days for b in late if b.due_on), default=0)
    figures.append(
        Kpi(
            "已超最迟日期",
            str(len(late)),
            "处",
            f"最久 {worst} 天" if late else "都在最迟日期之前",
            over.link(slack=LATE),
            tone="late" if late else "",
        )
    )
    return tuple(figures)


def _target_kpi(over: Overview, target: TargetProgress) -> Kpi:
    show = over.measure.show
    declared = next(t for t in over.context.programme.targets if t.code == target.code)
    short = max(0, target.needed - target.reached)
    return Kpi(
        f"{KIND_WORDS[target.kind]} {declared.percent:g} %",
        show(target.needed),
        f"{over.measure.unit}，" + (f"差 {show(short)}" if short else "已达到"),
        f"{target.by.isoformat()} 前",
        over.link(ledger=Ledger.IN),
        declared.clause,
    )


def _pace_kpi(over: Overview, ahead: Forecast) -> Kpi:
    show, unit = over.measure.show, over.measure.unit
    is_short = _is_short(over, ahead)
    pace = number(ahead.pace / over.measure.per, 2)
    ends = f"，全部销号在 {iso(ahead.ends_on)}" if ahead.ends_on else ""
    return Kpi(
        "照此速度",
        show(ahead.by_then),
        unit,
        f"每周 {pace} {unit}{ends}",
        "#h-bu",
        tone="late" if is_short else "",
        mark=Mark("s-late" if is_short else "s-done", _verdict(over, ahead), "late" if is_short else "ok"),
    )


# -- steps whose latest day has passed or is near


def _starts(over: Overview) -> list[StartLine]:
    """The step each site stands at, by the day it must be begun, or once begun be done: the longest passed first."""
    found = []
    for sight in over.looked_at:
        action = _here(sight)
        state = sight.status.stage(sight.status.place)
        if action is None or state is None:
            continue
        begins = action.start_by if action.start_by and not state.begun_on else None
        day = begins or action.by
        if day is not None and (day - over.on).days <= SOON_DAYS:
            found.append((day, sight.dossier.site, _start_line(over, sight, action, day, "开始" if begins else "完成")))
    return [line for _, _, line in sorted(found, key=lambda one: one[:2])]


def _here(sight: Sight) -> NextAction | None:
    place = sight.status.place
    return next((a for a in sight.status.next_actions if a.stage and a.stage == place), None)


def _start_line(over: Overview, sight: Sight, action: NextAction, day: date, word: str) -> StartLine:
    return StartLine(
        mark=slack_mark((day - over.on).days),
        name=sight.name,
        url=over.site_url(sight.dossier.site),
        note=f"{sight.party(action.party)}{action_title(action.action)}，{iso(day)} 前{word}",
        is_late=day < over.on,
    )


# -- where the sites stand


def _figure(over: Overview, count: int, cls: str = "num", **params: str) -> Cell:
    """A count with its list; a dot where there is nothing to list."""
    if not count:
        return Cell(DOT, cls=f"{cls} idle")
    return Cell(str(count), over.link(**params), cls)


def _stages(over: Overview) -> Table:
    """Stage by stage, the years' batches beside one another."""
    batches = [*dict.fromkeys(b.batch for b in over.context.programme.batches)]
    batches += sorted({b.batch for b in over.briefs if b.batch and b.batch not in batches})
    columns = [*batches, NONE]
    counts = Counter((b.place, b.batch or NONE) for b in over.briefs)
    places = Counter(b.place for b in over.briefs)
    words = over.context.place_words()
    on_line = {s.code for s in over.context.programme.stages} | {"", Outcome.CLOSED}
    largest = max((n for place, n in places.items() if place in on_line), default=1)
    shades = _shades(columns)
    rows = []
    for code, word in words.items():
        if not places[code] or code not in on_line:
            continue
        parts = _parts([counts[code, batch] for batch in columns], largest, shades)
        cells = [Cell(cls="draw", parts=parts), _figure(over, places[code], "num b end", place=code)]
        cells += [_figure(over, counts[code, batch], "num wide-only", place=code, batch=batch) for batch in columns]
        rows.append(Row(word, tuple(cells), over.link(place=code)))
    named = [b if b != NONE else "未列" for b in columns]
    heads = [Column(name, "num wide-only", shade) for name, shade in zip(named, shades, strict=True)]
    off = [Link(f"{word} {places[code]}", over.link(place=code)) for code, word in words.items() if code not in on_line]
    return Table(
        id="h-st",
        title="停在哪一步",
        first="步骤",
        columns=(Column("图", "draw", is_bar=True), Column("合计", "num end"), *heads),
        rows=tuple(rows),
        hint=f"{sum(n for place, n in places.items() if place in on_line)} 处，按年度名单分",
        notes=tuple(link for link in off if not link.text.endswith(" 0")),
    )


def _shades(columns: Sequence[str]) -> list[str]:
    """The years from dark to light, the sites on no list last and lightest."""
    return [*(("f1", "f2", "f3")[min(i, 2)] for i in range(len(columns) - 1)), "f0"]


def _parts(figures: Sequence[int], largest: int, shades: Sequence[str]) -> tuple[Part, ...]:
    """Figures one after another as stretches of a bar of which the largest fills a hundred."""
    found, at = [], Decimal(0)
    for figure, shade in zip(figures, shades, strict=True):
        width = Decimal(figure) * 100 / max(1, largest)
        if figure:
            found.append(Part(shade, f"{at:.2f}", f"{width:.2f}"))
        at += width
    return tuple(found)


def _units(over: Overview) -> Table:
    """Street by street: due, closed, the target's share, area, weekly reports missed, steps overdue."""
    target = next((t for t in over.coming if t.kind == "stretch"), over.coming[0] if over.coming else None)
    known = {t.unit: t for t in over.by_street if target and t.code == target.code}
    missed, last_missed = _missed_issues(over)
    streets = _streets(over)
    rows = [_unit(over, street, known.get(street), missed, last_missed) for street in streets]
    word = KIND_WORDS[target.kind] if target else "目标"
    is_weekly = over.context.programme.gate(WEEKLY) is not None
    columns = (
        Column("应销号", _due_cls(over)),
        Column("已销号"),
        Column(word, "num wide-only"),
        Column("差"),
        Column("面积完成 %", "num wide-only"),
        Column("图", "draw wide-only", is_bar=True),
        *([Column("迟报", "num")] if is_weekly else []),
        Column("超期", ""),
    )
    notes = [Link(f"迟报：近 {ISSUES_COUNTED} 期台账里缺过进展的期数", "")] if is_weekly else []
    if target and over.whole and (total := sum(t.needed for t in known.values())) != target.needed:
        show = over.measure.show
        notes.insert(0, Link(f"{word}：合起来算为 {show(target.needed)}，逐个取整再相加为 {show(total)}", ""))
    called = over.context.programme.called("role", "属地")
    foot = _all_units(over, target, missed) if len(rows) > 1 else None
    return Table("h-un", f"各{called}", called, columns, tuple(rows), foot, over.measure.unit, notes=tuple(notes))


def _all_units(over: Overview, target: TargetProgress | None, missed: Mapping[str, int]) -> Row:
    show = over.measure.show
    late = sum(pressing(b, over.on) == LATE for b in over.briefs)
    reached, needed = (target.reached, target.needed) if target else (0, 0)
    is_weekly = over.context.programme.gate(WEEKLY) is not None
    cells = (
        Cell(show(over.course.total), over.link(ledger=Ledger.IN), _due_cls(over)),
        Cell(show(reached), over.link(place=Outcome.CLOSED), "num b"),
        Cell(show(needed), cls="num wide-only"),
        Cell(show(max(0, needed - reached))),
        Cell(number(_area_percent(over.treated), 1), cls="num wide-only"),
        Cell(cls="draw wide-only"),
        *([Cell(str(sum(missed.values())))] if is_weekly else []),
        Cell(f"{late} 处", over.link(slack=LATE), "late" if late else ""),
    )
    return Row("合计", cells, over.link())


def _due_cls(over: Overview) -> str:
    """Areas and sums are too wide for every column on a phone."""
    return "num" if over.measure.code == "sites" else "num wide-only"


def _streets(over: Overview) -> list[str]:
    """The streets that have sites, in the notice's order; those of no street last."""
    order = {p.code: i for i, p in enumerate(over.context.programme.parties)}
    return sorted({b.street for b in over.briefs}, key=lambda s: (not s, order.get(s, 999), s))


def _unit(
    over: Overview, street: str, target: TargetProgress | None, missed: Mapping[str, int], last: Mapping[str, date]
) -> Row:
    show, code = over.measure.show, street or NONE
    late = sum(b.street == street and pressing(b, over.on) == LATE for b in over.briefs)
    percent = _area_percent(s for s in over.treated if str(s.register.get("street") or "") == street)
    reached = target.reached if target else 0
    short = max(0, target.needed - reached) if target else 0
    share = min(Decimal(100), percent or Decimal(0))
    bar = (Part("b-bg", "0", "100"), Part("f1", "0", f"{share:.2f}"))
    count = missed.get(street, 0)
    cells = [
        Cell(show(target.total if target else 0), over.link(street=code, ledger=Ledger.IN), _due_cls(over)),
        Cell(show(reached), over.link(street=code, place=Outcome.CLOSED), "num b"),
        Cell(show(target.needed if target else 0), cls="num wide-only"),
        Cell(show(short), over.link(street=code, ledger=Ledger.IN)),
        Cell(number(percent, 1), over.link(street=code, ledger=Ledger.IN), "num wide-only"),
        Cell(cls="draw wide-only", parts=bar),
    ]
    if over.context.programme.gate(WEEKLY) is not None:
        cells.append(Cell(str(count), over.issue_url(last[street]) if count else "", "num soon" if count else "num"))
    mark = Mark("s-late", f"{late} 处", "late") if late else Mark("s-done", "没有", "ok")
    cells.append(Cell(url=over.link(street=code, slack=LATE) if late else "", cls="", mark=mark))
    name = over.context.names.get(street, street) if street else f"{over.context.programme.called('role', '属地')}未定"
    return Row(name, tuple(cells), over.link(street=code))


def _area_percent(sights: Iterable[Sight]) -> Decimal | None:
    """The area done of the area to be treated, in hundredths; None while no site has one."""
    done = total = Decimal(0)
    for sight in sights:
        area = treatable_area_m2(sight.context)
        if area:
            total += area
            done += min(done_area_m2(sight.context), area)
    return done * 100 / total if total else None


def _missed_issues(over: Overview) -> tuple[dict[str, int], dict[str, date]]:
    """Street → of the last issues how many lacked the progress of one of its sites; and the last of them."""
    programme = over.context.programme
    days = [d.due_on for d in issue_days(programme) if d.due_on < over.on]
    missed: dict[str, set[date]] = {}
    for i in range(max(0, len(days) - ISSUES_COUNTED), len(days)):
        since = days[i - 1] if i else before_first(programme.weekly, days[i])
        for sight in over.treated:
            if _is_silent(sight, since, days[i]):
                missed.setdefault(str(sight.register.get("street") or ""), set()).add(days[i])
    return {s: len(d) for s, d in missed.items()}, {s: max(d) for s, d in missed.items()}


def _is_silent(sight: Sight, since: date, due_on: date) -> bool:
    """On the register before the period began, not closed by its end, and without a report in it."""
    registered = sight.context.all("site", "registered")
    if not registered or registered[0].happened_on > since:
        return False
    if sight.status.outcome is Outcome.CLOSED and (closed := closing_day(sight)) and closed <= due_on:
        return False
    return not any(since < f.happened_on <= due_on for f in sight.context.all("weekly", "reported"))


def closing_day(sight: Sight) -> date | None:
    """The day a closed site was closed."""
    closing = [s.code for s in sight.programme.stages if s.closing]
    days = [state.reached_on for c in closing if (state := sight.status.stage(c)) and state.reached_on]
    return max(days, default=None)


def _categories(over: Overview) -> Table:
    known = {c.code: c.name for c in over.context.programme.categories} | {"": "类别未定"}
    rows = []
    for code in [*known, *sorted({b.category for b in over.briefs} - set(known))]:
        own = [b for b in over.briefs if b.category == code]
        if not own:
            continue
        asked = code or NONE
        late = sum(pressing(b, over.on) == LATE for b in own)
        cells = (
            _figure(over, len(own), "num b", category=asked),
            _figure(over, sum(b.ledger == Ledger.IN for b in own), category=asked, ledger=Ledger.IN),
            _figure(over, sum(b.place == Outcome.CLOSED for b in own), category=asked, place=Outcome.CLOSED),
            _figure(over, late, "num late" if late else "num", category=asked, slack=LATE),
        )
        rows.append(Row(known.get(code, code), cells, over.link(category=asked)))
    columns = (Column("登记"), Column("应销号"), Column("已销号"), Column("超期"))
    return Table("h-ca", "各类矿山", "类别", columns, tuple(rows), hint="处")


# -- money


@dataclass(frozen=True, slots=True)
class _Money:
    """Of some sites, in 分; `unpriced` have no plan that says what they cost."""

    needed: int = 0
    secured: int = 0
    received: int = 0
    spent: int = 0
    missing: int = 0
    unpriced: int = 0

    def plus(self, sight: Sight, gap: Gap | None) -> _Money:
        money = sight.context.funding
        return _Money(
            self.needed + (gap.investment if gap else 0),
            self.secured + money.sources_total,
            self.received + money.total("received"),
            self.spent + money.total("spent"),
            self.missing + (gap.missing if gap else 0),
            self.unpriced + (gap is None),
        )


def _years(over: Overview) -> Table:
    """Money by the year of the list: what the plans cost, what the sources give, what came and went, what is missing."""
    found: dict[str, _Money] = {b.batch: _Money() for b in over.context.programme.batches} | {"": _Money()}
    total = _Money()
    for sight in over.treated:
        gap = gap_of(Dossier(sight.dossier.site, sight.context.facts), over.on)
        batch = sight.status.batch
        found[batch] = found.get(batch, _Money()).plus(sight, gap)
        total = total.plus(sight, gap)
    largest = max((max(m.needed, m.secured) for m in found.values()), default=0)
    rows = [
        _money_row(f"{batch} 年度" if batch else "未列入名单", money, over.link(batch=batch or NONE), largest)
        for batch, money in found.items()
        if money != _Money()
    ]
    columns = (
        Column("需要", swatch="m-need"),
        Column("落实", swatch="m-sec"),
        Column("到位", "num wide-only", swatch="m-in"),
        Column("支出", "num wide-only", swatch="m-sp"),
        Column("缺口", "num end"),
        Column("图", "draw wide-only", is_bar=True),
    )
    unpriced = f"{total.unpriced} 处还没有报出投资的方案，不在“需要”里" if total.unpriced else ""
    return Table(
        "h-mo",
        "资金",
        "年度",
        columns,
        tuple(rows),
        _money_row("合计", total, "", 0),
        hint="万元",
        notes=(Link(unpriced, ""),) if unpriced else (),
    )


def _money_row(name: str, money: _Money, url: str, largest: int) -> Row:
    figures = ((money.needed, "m-need"), (money.secured, "m-sec"), (money.received, "m-in"), (money.spent, "m-sp"))
    bar = tuple(
        Part(cls, "0", f"{min(Decimal(100), Decimal(n) * 100 / largest):.2f}") for n, cls in figures if largest and n
    )
    return Row(
        name,
        (
            Cell(wan(money.needed), url),
            Cell(wan(money.secured), url),
            Cell(wan(money.received), url, "num wide-only"),
            Cell(wan(money.spent), url, "num wide-only"),
            Cell(wan(money.missing), url, "num end late b" if money.missing else "num end"),
            Cell(cls="draw wide-only", parts=bar),
        ),
        url,
    )


def _sources(over: Overview) -> Table:
    """What each source gives, year by year of the list."""
    batches = [*dict.fromkeys(b.batch for b in over.context.programme.batches), ""]
    sums: dict[str, Counter[str]] = {}
    received: Counter[str] = Counter()
    for sight in over.treated:
        for source in sight.context.funding.sources:
            batch = sight.status.batch if sight.status.batch in batches else ""
            sums.setdefault(source, Counter())[batch] += sight.context.funding.secured(source)
            received[source] += sight.context.funding.total("received", source)
    own = over.context.programme.code_list("fund_source")
    words = own.items if own else LISTS["fund_source"]
    order = [s for s in words if s in sums] + sorted(set(sums) - set(words))
    rows = [
        Row(
            words.get(source, source),
            (
                *(Cell(wan(sums[source][b]), over.link(batch=b or NONE), _money_cls(b)) for b in batches),
                Cell(wan(sum(sums[source].values())), over.link(), "num b end"),
                Cell(wan(received[source]), over.link(), "num wide-only"),
            ),
        )
        for source in order
    ]
    heads = (
        *(Column(b or "未列", _money_cls(b)) for b in batches),
        Column("落实合计", "num end"),
        Column("其中到位", "num wide-only"),
    )
    return Table("h-so", "落实来源", "来源", heads, tuple(rows), hint="万元")


def _money_cls(batch: str) -> str:
    """The sites on no list have no room on a phone."""
    return "num" if batch else "num wide-only"


# -- what the notice says of the district


def _totals(over: Overview) -> Table:
    """The notice's figures beside the register's (二, C-04, C-05)."""
    programme = over.context.programme
    unit = programme.answer("control_unit", over.on)
    contexts = [s.context for s in over.sights]
    rows, wrong = [], 0
    for total in programme.control_totals:
        counted = control_count(total, contexts, unit)
        off = counted - total.count
        wrong += off != 0
        cells = (
            Cell(str(total.count), over.clause_url(total.clause)),
            Cell(str(counted), over.link()),
            Cell(f"{off:+d}" if off else "0", cls="num late b" if off else "num"),
        )
        rows.append(Row(total.name, cells))
    mark = Mark("s-late", f"{wrong} 项不符", "late") if wrong else Mark("s-done", "全部相符", "ok")
    columns = (Column("通知"), Column("登记"), Column("差"))
    code = programme.control_totals[0].clause if programme.control_totals else ""
    return Table("h-ct", "底数对账", "通知所列", columns, tuple(rows), code=code, mark=mark)


def _share(part: int, whole: int) -> str:
    return number(Decimal(part) * 100 / whole, 1) if whole else UNKNOWN

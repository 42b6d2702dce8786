"""The list of sites: filters with counts, figures, sorting, one page of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from qingshan.desk.asof import Day, with_query
from qingshan.desk.shapes import Bar, Choice, Head, Kpi, Mark, Option, SiteListPage, SiteRow
from qingshan.desk.words import OUTCOME_WORDS, PROGRESS_MARKS, SOON_DAYS, hectares, ledger_words, slack_mark
from qingshan.rulebook.ledger_figures import done_area_m2, treatable_area_m2
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.sentences import say
from qingshan.rulebook.status import Ledger, NextAction, Outcome
from qingshan.rulebook.targets import needed_by

from .sight import Sight, action_title
from .site import HELD

PAGE_SIZE = 50
FILTERS = ("street", "category", "ledger", "place", "batch")
SORTS = ("slack", "name", "place", "debts", "code")
LATE, SOON = "late", "soon"
NONE = "none"
"""The value of a filter that leaves the sites without one: on no list of the year, of no street."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What filtering and counting need of a site. `place` is a stage code, or the outcome of a case off the chain."""

    code: str
    name: str
    street: str
    category: str
    ledger: str
    outcome: str
    place: str
    batch: str
    debts: int
    holds: int
    due_on: date | None
    haystack: str

    def slack(self, on: date) -> int | None:
        return (self.due_on - on).days if self.due_on else None


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked of the list."""

    search: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    owing: bool = False
    held: bool = False
    pressing: str = ""
    sort: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.chosen or self.owing or self.held or self.pressing)

    def kept(self) -> tuple[tuple[str, str], ...]:
        """What the filter form has no field for: the place and the pressing ones are chosen by links."""
        return tuple((k, v) for k, v in self.params().items() if k in ("place", "slack", "held"))

    def params(self) -> dict[str, str]:
        found = {"q": self.search, **self.chosen, "slack": self.pressing, "sort": self.sort}
        found["owing"] = "1" if self.owing else ""
        found["held"] = "1" if self.held else ""
        return {k: v for k, v in found.items() if v}


def read_query(params: Mapping[str, str]) -> Query:
    """The list's part of a query string; what it does not know is ignored."""
    page = params.get("page", "1")
    sort = params.get("sort", "")
    pressing = params.get("slack", "")
    return Query(
        search=params.get("q", "").strip()[:60],
        chosen={k: params[k] for k in FILTERS if params.get(k)},
        owing=params.get("owing") == "1",
        held=params.get("held") == "1",
        pressing=pressing if pressing in (LATE, SOON) else "",
        sort=sort if sort.lstrip("-") in SORTS else "",
        page=max(1, int(page)) if page.isdecimal() and len(page) < 7 else 1,
    )


def found_by(query: Query, briefs: Iterable[Brief], on: date, *, without: str = "") -> list[Brief]:
    """The sites a query leaves; `without` names a filter to be left aside, for the counts of its own options."""
    words = query.search.lower().split()
    tests: list[Callable[[Brief], bool]] = [lambda b: all(w in b.haystack for w in words)]
    for key, value in query.chosen.items():
        if key != without:
            tests.append(lambda b, k=key, v=value: (getattr(b, k) or NONE) == v)  # type: ignore[misc]  # bound now, not later
    if query.owing:
        tests.append(lambda b: b.debts > 0)
    if query.held:
        tests.append(lambda b: b.holds > 0)
    if query.pressing:
        tests.append(lambda b: pressing(b, on) == query.pressing)
    return [b for b in briefs if all(test(b) for test in tests)]


def pressing(brief: Brief, on: date) -> str:
    slack = brief.slack(on) if brief.outcome == Outcome.ACTIVE else None
    if slack is None:
        return ""
    return LATE if slack < 0 else SOON if slack <= SOON_DAYS else ""


def sorted_by(query: Query, briefs: Sequence[Brief], on: date, order: Mapping[str, int]) -> list[Brief]:
    """By slack, those without a date last; or as asked, a minus reversing."""
    key, is_reversed = query.sort.lstrip("-") or "slack", query.sort.startswith("-")
    keys: dict[str, Callable[[Brief], tuple[object, ...]]] = {
        "slack": lambda b: _slack_key(b, on, is_reversed),
        "name": lambda b: (b.name, b.code),
        "place": lambda b: (order.get(b.place, 99), b.code),
        "debts": lambda b: (b.debts, b.code),
        "code": lambda b: (b.code,),
    }
    return sorted(briefs, key=keys[key], reverse=is_reversed)


def _slack_key(brief: Brief, on: date, is_reversed: bool) -> tuple[object, ...]:
    slack = brief.slack(on) if brief.outcome == Outcome.ACTIVE else None
    rank = 0 if slack is not None else 1 if brief.outcome == Outcome.ACTIVE else 2
    return (-rank if is_reversed else rank, slack or 0, brief.code)


# ── the page


@dataclass(frozen=True, slots=True)
class ListContext:
    """`names`: organisation code → name; `path`: the list's address; `day`: the day looked at."""

    programme: Programme
    names: Mapping[str, str]
    path: str
    day: Day

    def link(self, params: Mapping[str, str]) -> str:
        return with_query(self.path, **(dict(params) | self.day.query))

    def place_words(self) -> dict[str, str]:
        """Place → word, in the order of the main line, then the outcomes."""
        words = {s.code: s.name for s in self.programme.stages}
        return words | {code: OUTCOME_WORDS[code] for code in OUTCOME_WORDS if code not in ("pending", "active")}


def list_page(
    context: ListContext, query: Query, briefs: Sequence[Brief], rows: Sequence[SiteRow], found: int
) -> SiteListPage:
    """The whole page; `rows` are those of the page asked for, out of `found` the query leaves."""
    on = context.day.on
    first = (query.page - 1) * PAGE_SIZE + 1 if rows else 0
    params = query.params()
    has_next = first - 1 + len(rows) < found
    return SiteListPage(
        title="矿山",
        sentence=_sentence(briefs, on),
        kpis=_kpis(context, briefs),
        places=_places(context, query, briefs),
        choices=_choices(context, query, briefs),
        search=query.search,
        owing=query.owing,
        sort=query.sort,
        heads=_heads(context, query),
        rows=tuple(rows),
        found=found,
        total=len(briefs),
        is_filtered=query.is_filtered,
        clear_url=context.link({"sort": query.sort} if query.sort else {}),
        empty=_empty(context, query, briefs),
        csv_url=with_query("/sites.csv", **(params | context.day.query)),
        xlsx_url=with_query("/sites.xlsx", **(params | context.day.query)),
        first=first,
        last=first + len(rows) - 1 if rows else 0,
        prev_url=context.link(params | {"page": str(query.page - 1)}) if query.page > 1 else "",
        next_url=context.link(params | {"page": str(query.page + 1)}) if has_next else "",
        keep=query.kept(),
    )


def _sentence(briefs: Sequence[Brief], on: date) -> str:
    if not briefs:
        return "名册里没有你能看的矿山。"
    outcomes = Counter(b.outcome for b in briefs)
    late = sorted(s for b in briefs if pressing(b, on) == LATE and (s := b.slack(on)) is not None)
    words = [f"{OUTCOME_WORDS.get(code, code)} {n} 处" for code, n in outcomes.most_common()]
    text = f"{len(briefs)} 处：{'，'.join(words)}。"
    if late:
        text += f"{len(late)} 处已超最迟日期，最久 {-late[0]} 天。"
    else:
        text += "没有超最迟日期的。"
    return text


def _kpis(context: ListContext, briefs: Sequence[Brief]) -> tuple[Kpi, ...]:
    on = context.day.on
    ledger = Counter(b.ledger for b in briefs)
    words = ledger_words(context.programme)
    inside = ledger[Ledger.IN] + ledger[Ledger.PENDING]
    late = [b for b in briefs if pressing(b, on) == LATE]
    soon = Counter(context.place_words().get(b.place, b.place) for b in briefs if pressing(b, on) == SOON)
    owing = [b for b in briefs if b.debts]
    held = sum(b.holds > 0 for b in briefs)
    worst = min((s for b in late if (s := b.slack(on)) is not None), default=0)
    pending = f"，待核定 {ledger['pending']} 处" if ledger["pending"] else ""
    late_line = f"最久 {-worst} 天" if late else "都在最迟日期之前"
    return (
        Kpi(
            "全部",
            str(len(briefs)),
            "处",
            f"{words[Ledger.IN]} {inside} 处{pending}，{words[Ledger.OUT]} {ledger[Ledger.OUT]} 处",
            context.link({}),
        ),
        _closed_kpi(context, briefs, ledger[Ledger.IN]),
        Kpi(
            "已超最迟日期",
            str(len(late)),
            "处",
            late_line,
            context.link({"slack": LATE}),
            tone="late" if late else "",
            mark=Mark("s-late", "要督办", "late") if late else None,
        ),
        Kpi(
            f"{SOON_DAYS} 天内到",
            str(sum(soon.values())),
            "处",
            "、".join(f"{word} {n}" for word, n in soon.most_common(3)) or "没有",
            context.link({"slack": SOON}),
            tone="soon" if soon else "",
        ),
        Kpi(
            "有欠账",
            str(len(owing)),
            "处",
            f"共 {sum(b.debts for b in owing)} 件" + (f"；有事未了结 {held} 处" if held else ""),
            context.link({"owing": "1"}),
        ),
    )


def _closed_kpi(context: ListContext, briefs: Sequence[Brief], inside: int) -> Kpi:
    """Closed sites against the next floor target, in sites, rounded up (C-01, C-02)."""
    closed = sum(b.outcome == Outcome.CLOSED for b in briefs)
    percent = f"占 {closed * 100 / inside:.1f} %" if inside else "还没有应销号的"
    floors = sorted((t for t in context.programme.targets if t.kind == "floor"), key=lambda t: t.by)
    floor = next((t for t in floors if t.by >= context.day.on), floors[-1] if floors else None)
    line = percent
    if floor is not None and inside:
        line += f"，{floor.by.year} 年底线 {needed_by(floor, inside)} 处"
    url = context.link({"place": "closed"})
    return Kpi("已销号", str(closed), f"/ {inside} 处", line, url, floor.clause if floor else "")


def _places(context: ListContext, query: Query, briefs: Sequence[Brief]) -> tuple[Bar, ...]:
    counts = Counter(b.place for b in found_by(query, briefs, context.day.on, without="place"))
    largest = max(counts.values(), default=1)
    others = {k: v for k, v in query.params().items() if k != "place"}
    bars = []
    for code, word in context.place_words().items():
        if not counts[code] and query.chosen.get("place") != code:
            continue
        is_chosen = query.chosen.get("place") == code
        url = context.link(others if is_chosen else others | {"place": code})
        bars.append(Bar(word, counts[code], largest, url, is_chosen))
    return tuple(bars)


def _choices(context: ListContext, query: Query, briefs: Sequence[Brief]) -> tuple[Choice, ...]:
    words: dict[str, tuple[str, Mapping[str, str]]] = {
        "street": (context.programme.called("role", "属地"), context.names),
        "category": ("类别", {c.code: c.name for c in context.programme.categories}),
        "ledger": ("台账", ledger_words(context.programme)),
        "batch": ("年度", {b.batch: f"{b.batch} 年度" for b in context.programme.batches}),
    }
    return tuple(_choice(context, query, briefs, key, label, known) for key, (label, known) in words.items())


def _choice(
    context: ListContext, query: Query, briefs: Sequence[Brief], key: str, label: str, known: Mapping[str, str]
) -> Choice:
    known = {**known, NONE: "未列入" if key == "batch" else "未定"}
    counts = Counter(str(getattr(b, key) or NONE) for b in found_by(query, briefs, context.day.on, without=key))
    order = {code: i for i, code in enumerate(known)}
    chosen = query.chosen.get(key, "")
    codes = sorted(set(counts) | ({chosen} if chosen else set()), key=lambda c: (order.get(c, 999), c))
    options = tuple(Option(c, known.get(c, c), counts[c], c == chosen) for c in codes)
    return Choice(key, label, options)


def _heads(context: ListContext, query: Query) -> tuple[Head, ...]:
    def head(text: str, key: str = "", **more: object) -> Head:
        if not key:
            return Head(text, **more)  # type: ignore[arg-type]  # the fields of Head by name
        current, is_down = query.sort.lstrip("-") or "slack", query.sort.startswith("-")
        is_current = current == key
        flipped = key if is_down or not is_current else f"-{key}"
        if key == "debts" and not is_current:
            flipped = "-debts"
        url = context.link(query.params() | {"sort": "" if flipped == "slack" else flipped})
        return Head(text, url, ("descending" if is_down else "ascending") if is_current else "", **more)  # type: ignore[arg-type]  # the fields of Head by name

    return (
        head("余量", "slack"),
        head("矿山", "name"),
        head("停在", "place"),
        head("下一步，差什么"),
        head("依据"),
        head("欠账", "debts", num=True),
        head("应治理", unit="公顷", num=True),
        head("年度"),
    )


def _empty(context: ListContext, query: Query, briefs: Sequence[Brief]) -> str:
    if not briefs:
        return "登记表导入后，这里按余量列出每一处：qingshan import register 文件。"
    said = [query.search] if query.search else []
    known = {c.name: c for c in _choices(context, query, briefs)}
    said += [o.text for c in known.values() if (o := c.chosen)]
    said += (
        [context.place_words().get(query.chosen["place"], query.chosen["place"])] if query.chosen.get("place") else []
    )
    said += ["有欠账"] if query.owing else []
    said += ["有事未了结"] if query.held else []
    said += [{LATE: "已超最迟日期", SOON: f"{SOON_DAYS} 天内到"}[query.pressing]] if query.pressing else []
    return f"没有符合“{'·'.join(said)}”的矿山"


# ── one row


def site_row(sight: Sight, url: str) -> SiteRow:
    """A site as the list shows it."""
    status = sight.status
    own = [a for a in status.next_actions if a.stage == status.place]
    blockers = tuple(b for b in own[0].blockers if b.code != HELD) if own else ()
    is_active = status.outcome is Outcome.ACTIVE and bool(status.place)
    place = status.stage(status.place)
    slack = place.slack if place and is_active else None
    area, done = treatable_area_m2(sight.context), done_area_m2(sight.context)
    percent = (
        f"治理 {min(done * 100 / area, Decimal(100)):.1f} %"
        if area and status.outcome is not Outcome.NOT_INCLUDED
        else ""
    )
    minerals = "、".join(sight.context.words("mineral", sight.register.get("minerals")))
    category = next((c.name for c in sight.programme.categories if c.code == sight.register.get("category")), "")
    reached = [s.state in ("reached", "not_applicable", "exempt") for s in status.stages]
    return SiteRow(
        code=status.site,
        name=sight.name,
        url=url,
        street=sight.street or "属地未定",
        kind="·".join(w for w in (category, minerals) if w) or "类别未定",
        ledger=ledger_words(sight.programme).get(status.ledger, ""),
        place=_place_mark(sight),
        step=sum(reached) if status.outcome in (Outcome.ACTIVE, Outcome.CLOSED) else 0,
        steps=len(reached) if status.outcome in (Outcome.ACTIVE, Outcome.CLOSED) else 0,
        slack=slack,
        slack_mark=slack_mark(slack) if is_active else _place_mark(sight),
        done_by=place.done_by.isoformat() if place and place.done_by else "",
        missing=len({say(b) for b in blockers}),
        reason=say(blockers[0]) if blockers else _reason(sight) or _next(sight, own),
        clause=blockers[0].clause if blockers else own[0].clause if own else "",
        debts=len(status.debts),
        is_held=any(hold.blocks for hold in status.holds),
        batch=f"{status.batch} 年度" if status.batch else "未列年度",
        area=hectares(area),
        done_percent=percent,
        progress=PROGRESS_MARKS.get(status.progress),
    )


def _place_mark(sight: Sight) -> Mark:
    status = sight.status
    if status.outcome is Outcome.CLOSED:
        return Mark("s-seal", "已销号", "ok")
    if status.outcome is Outcome.ACTIVE:
        if not status.place:
            return Mark("s-done", "各步完成", "ok")
        state = status.stage(status.place)
        is_again = bool(state and state.reopened_by)
        return Mark("s-reopen" if is_again else "s-here", sight.stage_name(status.place), "soon")
    return Mark("s-na", OUTCOME_WORDS.get(str(status.outcome), ""), "idle")


def _next(sight: Sight, own: Sequence[NextAction]) -> str:
    """Whose turn it is, when nothing stands against the step."""
    return f"待{sight.party(own[0].party)}{action_title(own[0].action)}" if own else ""


def _reason(sight: Sight) -> str:
    if sight.status.outcome is Outcome.NOT_INCLUDED:
        fact = sight.context.last("scope", "excluded")
        return sight.context.word("exclusion_reasons", fact.payload.get("reason")) if fact else ""
    return ""


def brief_of(sight: Sight, owner: str = "") -> Brief:
    """What the list filters on, from an evaluation: for days the stored status does not cover."""
    status = sight.status
    place = status.stage(status.place)
    register = sight.register
    return Brief(
        code=status.site,
        name=sight.name,
        street=str(register.get("street") or ""),
        category=str(register.get("category") or ""),
        ledger=str(status.ledger),
        outcome=str(status.outcome),
        place=status.place if status.outcome is Outcome.ACTIVE else str(status.outcome),
        batch=status.batch,
        debts=len(status.debts),
        holds=len(status.holds),
        due_on=place.done_by if place and status.outcome is Outcome.ACTIVE else None,
        haystack=haystack(
            status.site,
            sight.name,
            register.get("former_names"),
            register.get("owner") or owner,
            register.get("place"),
            register.get("licence_no"),
            sight.street,
        ),
    )


def haystack(*parts: object) -> str:
    """What the search looks through, in lower case."""
    return " ".join(str(p) for p in parts if p).lower()


# ── the file to take away

FILE_HEADS = (
    "档号", "名称", "属地", "类别·矿种", "采矿权人", "台账", "停在", "最迟日期", "余（天）", "差（项）", "差什么",
    "依据", "欠账（件）", "有事未了结", "治理年度", "序时状态", "应治理面积（公顷）", "完成治理面积（公顷）",
)  # fmt: skip


def file_row(sight: Sight) -> tuple[str | int | float | None, ...]:
    """A site as a line of the exported list; areas are numbers in 公顷."""
    row = site_row(sight, "")
    area, done = treatable_area_m2(sight.context), done_area_m2(sight.context)
    return (
        row.code, row.name, row.street, row.kind, str(sight.register.get("owner") or ""), row.ledger, row.place.word,
        row.done_by, row.slack, row.missing, row.reason, row.clause, row.debts, "是" if row.is_held else "",
        sight.status.batch, row.progress.word if row.progress else "",
        float(round(area / 10000, 2)) if area is not None else None, float(round(done / 10000, 2)),
    )  # fmt: skip

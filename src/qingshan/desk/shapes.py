"""What the pages show, as plain data: made by the presenters, read by the templates. Nothing here knows a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as the desk prints it: a shape of the sprite, the word, and the tone (late, soon, ok, wait, idle or "")."""

    shape: str
    word: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str
    current: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: str = ""  # "" | warn | wait


@dataclass(frozen=True, slots=True)
class FactLine:
    """One labelled line of a page's head; `clause` is the notice's row that asks for it."""

    label: str
    text: str
    clause: str = ""


# ── the shell


@dataclass(frozen=True, slots=True)
class NavItem:
    text: str
    url: str
    icon: str
    current: bool = False
    count: int = 0
    foot: bool = False


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date control. `on` is the day looked at, `mode` "fact" (当天实情) or "then" (当天所知).

    `keep` are the page's other query parameters, carried on by the form; `error` says why a typed date was not taken.
    """

    on: date
    today: date
    mode: str
    weekday: str
    is_today: bool
    prev_url: str
    next_url: str
    today_url: str
    quick: tuple[Link, ...]
    keep: tuple[tuple[str, str], ...] = ()
    sentence: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    name: str
    seal: str
    body: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything around the page. `search_url` is the list that answers the search box."""

    district: str
    nav: tuple[NavItem, ...]
    asof: AsOf | None
    who: Who | None
    is_demo: bool
    search_url: str
    search: str = ""
    programme: str = ""


# ── the list of sites


@dataclass(frozen=True, slots=True)
class Kpi:
    label: str
    figure: str
    unit: str
    line: str
    url: str = ""
    clause: str = ""
    tone: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the filter bar; `options` carry how many sites each would leave."""

    name: str
    label: str
    options: tuple[Option, ...]
    any_text: str = "全部"

    @property
    def chosen(self) -> Option | None:
        return next((o for o in self.options if o.chosen), None)


@dataclass(frozen=True, slots=True)
class Head:
    """A column head; `url` sorts by it, `sort` is the aria-sort value when the list is sorted by it."""

    text: str
    url: str = ""
    sort: str = ""
    unit: str = ""
    num: bool = False
    cls: str = ""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in the list. `step` of `steps`: how far along the stage line it stands."""

    code: str
    name: str
    url: str
    street: str
    kind: str
    ledger: str
    place: Mark
    step: int
    steps: int
    slack: int | None
    slack_mark: Mark
    done_by: str
    missing: int
    reason: str
    clause: str
    debts: int
    is_held: bool
    batch: str
    area: str
    done_percent: str
    progress: Mark | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled count with its share, drawn as an SVG of `total` units."""

    text: str
    count: int
    total: int
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SiteListPage:
    title: str
    sentence: str
    kpis: tuple[Kpi, ...]
    places: tuple[Bar, ...]
    choices: tuple[Choice, ...]
    search: str
    owing: bool
    sort: str
    heads: tuple[Head, ...]
    rows: tuple[SiteRow, ...]
    found: int
    total: int
    is_filtered: bool
    clear_url: str
    empty: str
    csv_url: str
    xlsx_url: str
    first: int = 0
    last: int = 0
    prev_url: str = ""
    next_url: str = ""
    keep: tuple[tuple[str, str], ...] = ()
    """What the filter form carries on though it has no field for it."""


# ── the site file


@dataclass(frozen=True, slots=True)
class StageNode:
    """A node of the stage line. `state`: done, here, next, na; `when` is the date with the word before it."""

    name: str
    state: str
    shape: str
    word: str
    when: str
    clause: str
    is_last_done: bool = False


@dataclass(frozen=True, slots=True)
class BlockerLine:
    sentence: str
    owed: str
    clause: str
    who: str
    is_mine: bool = False
    shape: str = "s-block"
    tone: str = "late"


@dataclass(frozen=True, slots=True)
class NextLine:
    day: str
    what: str
    who: str
    slack: Mark
    clause: str
    blocked: int = 0
    action: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DebtLine:
    what: str
    who: str
    clause: str
    shape: str = "s-debt"
    is_unfounded: bool = False


@dataclass(frozen=True, slots=True)
class HoldLine:
    title: str
    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the site stands and why. `tone`: blocked, late, free, held, closed, out."""

    title: str
    reason: str
    tone: str
    shape: str
    blockers: tuple[BlockerLine, ...]
    next: tuple[NextLine, ...]
    debts: tuple[DebtLine, ...]
    holds: tuple[HoldLine, ...]
    free: str = ""
    debt_note: str = ""


@dataclass(frozen=True, slots=True)
class SlotLine:
    name: str
    mark: Mark
    note: str
    count: str
    count_tone: str
    clause: str


@dataclass(frozen=True, slots=True)
class Slots:
    have: int
    due: int
    sentence: str
    category: str
    lines: tuple[SlotLine, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A document attached to a record: its title, the first characters of its checksum, or the day it is promised."""

    title: str
    icon: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record. `late` says how long after the day it was entered; `struck` records were corrected or retracted.

    `key` and `name` are the fact's; `correct_url` is the form of its correction, for who may.
    """

    id: str
    day: str
    clock: str
    title: str
    text: str
    tone: str
    stage: str
    clause: str
    note: str
    who: str
    entered: str
    late: str
    evidence: tuple[EvidenceLine, ...]
    is_struck: bool = False
    struck_note: str = ""
    is_strong: bool = False
    key: str = ""
    name: str = ""
    correct_url: str = ""


@dataclass(frozen=True, slots=True)
class RecordGroup:
    title: str
    lines: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class Records:
    total: int
    groups: tuple[RecordGroup, ...]
    by: str  # happened | entered
    happened_url: str
    entered_url: str
    more: int = 0
    more_url: str = ""
    weekly: int = 0
    weekly_name: str = "周报"


@dataclass(frozen=True, slots=True)
class CompareLine:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Two days side by side; only what differs. `asked` tells a comparison from the empty form."""

    first: str
    second: str
    mode: str
    fact_url: str
    then_url: str
    lines: tuple[CompareLine, ...]
    asked: bool
    keep: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class TrackLine:
    name: str
    text: str
    mark: Mark
    clause: str = ""


@dataclass(frozen=True, slots=True)
class FundLine:
    source: str
    planned: str
    allotted: str
    received: str
    spent: str


@dataclass(frozen=True, slots=True)
class Funds:
    lines: tuple[FundLine, ...]
    total: FundLine
    notes: tuple[str, ...]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One file a mine. `forms`: name of a noun → those of its forms that this person may fill for the site."""

    code: str
    name: str
    street: str
    street_url: str
    list_url: str
    tags: tuple[Tag, ...]
    sentence: str
    facts: tuple[FactLine, ...]
    stages: tuple[StageNode, ...]
    done_count: int
    standing: Standing
    slots: Slots
    records: Records
    compare: Compare
    tracks: tuple[TrackLine, ...]
    funds: Funds | None
    entered_against: tuple[BlockerLine, ...] = ()
    more_facts: tuple[FactLine, ...] = ()
    warnings: tuple[BlockerLine, ...] = ()
    exceptions: tuple[FactLine, ...] = ()
    lineage: tuple[FactLine, ...] = ()
    forms: tuple[tuple[str, tuple[Link, ...]], ...] = ()


# ── refusals


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A refusal or failure: `status`, the fact, what to do, and the blockers that explain it."""

    status: int
    title: str
    text: str
    blockers: tuple[BlockerLine, ...] = ()
    links: tuple[Link, ...] = field(default_factory=tuple)

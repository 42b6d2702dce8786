"""The notice as data: what a programme folder says, once loaded and validated (design §1a, §4).

Every class mirrors one table of the TOML files; every attribute is a key there. All are frozen: a published version
never changes. `load.py` builds them, `validate.py` refuses what is wrong with file, key, code and hint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .boundary import Polygons
from .questions import QUESTIONS
from .rhythm import Weekly


@dataclass(frozen=True, slots=True)
class Clause:
    """`code` is a clause of the notice or a row of the mission table (五(四)1a); `summary` is our own short sentence."""

    code: str
    summary: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A body with duties under the notice. `kind`: district, office, street, bureau, city, institute, holder, public, role.

    A `role` stands for whichever body holds it for the site at hand: 各管委会（街道） is that of the site's own street.
    `supports` marks those named among the departments that guide and support; who sits in the group is `Seat`'s.
    `short` is how the desk calls it. `records` are the permissions its clerks hold; those of a role are its streets'.
    """

    code: str
    name: str
    kind: str
    clause: str
    duties: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    supports: bool = False
    short: str = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the whole task. `overlaps`: other phase → days shared, where the notice means them to overlap (C-12)."""

    code: str
    name: str
    clause: str
    starts_on: date
    ends_on: date
    overlaps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A share of the task, or so many sites, to be closed by a day. `kind`: floor (red) or stretch (amber).

    `percent` and `count` are cumulative; the other of the two is 0.
    """

    code: str
    name: str
    kind: str
    clause: str
    by: date
    level: str  # district | street
    percent: Decimal = Decimal(0)
    reading: str = ""
    count: int = 0

    @property
    def asked(self) -> str:
        """60 %, or 12 处."""
        return f"{self.count} 处" if self.count else f"{self.percent} %"


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A figure the notice states of its district. `where` maps site attributes to the values counted (AND).

    An attribute with several values counts when any of them is named; a key that ends in "!" counts when none is.
    `is_base` marks the figure that shares are taken of where the notice is read so (C-04).
    """

    code: str
    name: str
    clause: str
    count: int
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the file of a mine for documents. `stage` is the stage by which it must be filled ("" = from the start).

    `categories` are the file categories that demand it, all where none is written; `examples` the documents the notice names as examples, of which
    one is enough. `fresh` counts only documents that outlive the endings of the stage. `where_known` is a register field
    that makes every other category demand it too, once it is filled, where the notice is read so (C-45). `annex_no` is
    its place in the notice's own list of papers, where that is another than here (C-21).
    """

    code: str
    name: str
    clause: str
    stage: str
    categories: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    folder: str = ""
    at_least: int = 1
    fresh: bool = False
    where_known: str = ""
    annex_no: int = 0


@dataclass(frozen=True, slots=True)
class Category:
    """A file category of 附件1. `subtotal` is the group it is counted under on the ledgers (C-35)."""

    code: str
    name: str
    clause: str
    subtotal: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list that belongs to the notice: code → official Chinese word."""

    code: str
    name: str
    items: Mapping[str, str]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts that reach, begin, open or close something. `check` names an evidence check of `checks/`, or is empty."""

    kind: str
    results: tuple[str, ...]
    check: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Owes:
    slot: str
    at_least: int = 1
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class CheckUse:
    """One use of a named check with its parameters; `clause` overrides the gate's."""

    check: str
    clause: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the main line, in the programme's order (design §1a).

    `applies` are condition checks (AND) on the site; when one does not hold the stage is not applicable. `group` gathers
    stages under one node of the stage line. `phase` is the phase of the whole task it belongs to.
    A stage `beside` the line is parallel and no case ever stands at it: it is owed once the case has passed it, and
    what comes after does not wait for it (执法追责).
    """

    code: str
    name: str
    clause: str
    party: str
    action: str
    evidence: Evidence
    begins: Evidence | None = None
    falls_with: tuple[str, ...] = ()
    parallel: bool = False
    each: str = ""
    owes: tuple[Owes, ...] = ()
    applies: tuple[CheckUse, ...] = ()
    closing: bool = False
    group: str = ""
    phase: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What a stage with `each` counts over: plans, packages. A part is a fact's `subject`."""

    code: str
    name: str
    opened_by: Evidence
    cancelled_by: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    fact: str
    result: str
    ends: tuple[str, ...] = ()
    may_end: tuple[str, ...] = ()
    same_subject: bool = False
    for_good: bool = False
    clause: str = ""


@dataclass(frozen=True, slots=True)
class HoldRule:
    """`window` names the publicity rule whose public period counts; a matter opened inside blocks `blocks`, any other
    blocks `late_blocks` only. `due` is the field of the opening record that says by when it is to be closed."""

    code: str
    name: str
    clause: str
    opened_by: Evidence
    closed_by: Evidence
    blocks: tuple[str, ...]
    window: str = ""
    late_blocks: tuple[str, ...] = ()
    due: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may do an action and what it asks for. `requires` are ANDed; all blockers are reported together."""

    action: str
    permission: str
    clause: str
    requires: tuple[CheckUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of back-planning: `stage` takes `workdays` or calendar `days`. Steps share no day (C-07).

    The numbers are printed among the parameters with `confidence`, a mark as of `Parameter`.
    """

    stage: str
    workdays: int = 0
    days: int = 0
    clause: str = ""
    reading: str = ""
    confidence: str = "D"


@dataclass(frozen=True, slots=True)
class BatchDeadline:
    """The day a year's batch must be closed. Whether `on` itself counts is a reading (C-10)."""

    batch: str
    on: date
    clause: str
    reading: str = ""


@dataclass(frozen=True, slots=True)
class StageDeadline:
    """A day by which a stage is due for every site, or for sites of `batch` only."""

    stage: str
    on: date
    clause: str
    batch: str = ""
    starts_on: date | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """The review panel (C-50). `specialities`: code → name. `must_be_drawn`: no review without its drawing on file."""

    clause: str
    specialities: Mapping[str, str]
    at_least: int
    odd: bool
    must_be_drawn: bool = False
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Publicity:
    """The public period (C-26, C-27, C-29). Day 1 is the first full day after posting when `counts_posting_day` is off."""

    clause: str
    days: int
    day_kind: str  # calendar | working
    counts_posting_day: bool
    restart_on_interruption: bool
    channels_at_least: int
    parts: tuple[str, ...]
    reading: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintRules:
    clause: str
    acknowledge_days: int
    decide_workdays: int
    countersigned_by: str
    conclusions: Mapping[str, str]
    reworks: tuple[str, ...]  # conclusions after which the decision's `to` defaults to works


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One sub-column of a ledger. `no` is the official column number (1..33); several sub-columns may share it.

    `type`: text, enum, multi, date, int, area_ha, area_mu, money_wan, percent, bool. `value` names the ledger value of
    `ledger.py` that fills it. `rule`: what the figure must obey (monotone, week).
    """

    no: int
    key: str
    head: str
    sub: str = ""
    band: str = ""
    unit: str = ""
    type: str = "text"
    value: str = ""
    list: str = ""
    width: int = 12
    printed: bool = False
    print_head: str = ""
    print_group: str = ""
    monotone: bool = False
    weekly: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class LedgerLayout:
    """`holds`: included (sites in scope or not yet decided) or excluded (sites left out). `sheet` is its short name."""

    code: str
    holds: str
    title: str
    sheet: str
    clause: str
    units_line: str
    columns: tuple[LedgerColumn, ...]
    foot: tuple[str, ...]
    subtotals: Mapping[str, str]  # subtotal code → printed name, in order
    foot_by_person: tuple[str, ...] = ()  # the foot where a person signs and not the office (C-22)


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A dated choice, never edited: from `effective_from` on the reading is `chosen`."""

    effective_from: date
    chosen: str
    decided_by: str
    document_no: str = ""


def line_in_force(lines: tuple[ReadingLine, ...], day: date) -> ReadingLine:
    """The line in force on a day; before the first line, the first."""
    found = lines[0]
    for line in lines:
        if line.effective_from <= day:
            found = line
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """How a contradiction or silence of the notice is read.

    `governs` names the question of `questions.py` it answers; without one, `reason` says why no alternative changes
    anything computed.
    """

    code: str
    clause: str
    title: str
    lines: tuple[ReadingLine, ...]
    alternatives: Mapping[str, str]  # value → what it means
    governs: str = ""
    reason: str = ""
    note: str = ""

    def chosen_on(self, day: date) -> str:
        """The value in force on `day`; before the first line, the first line's."""
        return self.line_on(day).chosen

    def line_on(self, day: date) -> ReadingLine:
        """The line in force on `day`."""
        return line_in_force(self.lines, day)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number the notice does not give. `confidence` is a mark of the domain facts; R-L and R-M print 待核对.

    The value of a range is a tuple of its two ends. The `unit` of texts says how they are written (月-日).
    """

    code: str
    value: Any
    unit: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class RegisterRules:
    """How a register of sites is read and numbered.

    `required` are site fields without which a row is refused; `headers` adds column heads to the product's own synonyms
    (site field → heads); `defaults` fill fields a file does not have; `unnamed` names a site without a name, with {n};
    `code_format` takes region, category, n; `bounds` is west, south, east, north in degrees, or empty.
    """

    required: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, Any]
    unnamed: str
    code_format: str
    bounds: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Days between two dates of a procedure record. `at_least`, `at_most` name the parameter that bounds them.

    `begin` and `end` are fields of the record; `counts_both` counts the first day besides the last (发售 5 日).
    """

    name: str
    begin: str
    end: str
    at_least: str = ""
    at_most: str = ""
    counts_both: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """A step of a government investment project (五(三)2a).

    `before_works` steps are done, or skipped by a reason that `may_be_skipped_under` names, before the works begin; a
    step without such a reason is never skipped. `amount` is what the record's money is called there; it is not to be
    over that of the step `within` by more than the parameter `within_percent`. `tender`: kind of contract → parameter
    with the sum (万元) from which a tender may not be skipped.
    """

    code: str
    name: str
    clause: str
    authority: str
    confidence: str
    party: str = ""
    before_works: bool = False
    may_be_skipped_under: str = ""
    amount: str = ""
    within: str = ""
    within_percent: str = ""
    tender: Mapping[str, str] = field(default_factory=dict)
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A checkable line of a technical standard. `mandatory` blocks a passed acceptance when it is not met."""

    code: str
    text: str
    clause: str
    standard: str
    confidence: str
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Waivable:
    """A condition of an action that a paper may lift for one site. What is not listed is never lifted."""

    action: str
    check: str
    name: str
    clause: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """What a plan must hold, as its author checks it (自查表). `kind`: chapter, table, map, annex."""

    code: str
    kind: str
    text: str
    clause: str
    standard: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and days worked by order of the State Council, and a version of the table.

    A day not named is a working day from Monday to Friday. `first` and `last` bound the years the table knows.
    """

    version: str
    days_off: frozenset[date]
    days_worked: frozenset[date]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BodyTask:
    """What bodies owe, apart from any site, sought in the files of the bodies and of every body of the kinds named.

    `evidence` settles it (`having`: only with that field filled in; `of_notice`: only under the notice's own number); a
    later record of its subject with a result of `undone_by` opens it again. Due on a day, or `within` (a parameter in
    工作日 or 天) after the fact `after` of the same subject, or whenever the weekly report is (`repeats`). `owed_by`: who
    owes it, where that is not the body itself.
    """

    code: str
    name: str
    clause: str
    evidence: Evidence
    parties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owed_by: str = ""
    due_on: date | None = None
    after: Evidence | None = None
    within: str = ""
    undone_by: tuple[str, ...] = ()
    repeats: str = ""
    having: str = ""
    of_notice: bool = False
    presumed: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the leading group (四). `kind`: leader, deputy, member, office_head, office_deputy.

    A `post` is held by a person of the body, in the desk's `role` where one is named; without a post the body itself is
    the member (C-20). `body` may be a role such as the streets: every body of that kind has the seat.
    """

    code: str
    name: str
    kind: str
    body: str
    clause: str
    post: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A validated notice. `version` is the author's; `digest` the SHA-256 over the canonical JSON of all files."""

    code: str
    name: str
    version: str
    digest: str
    document_no: str
    title: str
    issuer: str
    issued_on: date
    region: str
    district: str
    clauses: tuple[Clause, ...]
    parties: tuple[Party, ...]
    phases: tuple[Phase, ...]
    targets: tuple[Target, ...]
    control_totals: tuple[ControlTotal, ...]
    categories: tuple[Category, ...]
    slots: tuple[Slot, ...]
    lists: tuple[CodeList, ...]
    stages: tuple[Stage, ...]
    parts: tuple[Part, ...]
    endings: tuple[Ending, ...]
    holds: tuple[HoldRule, ...]
    gates: tuple[Gate, ...]
    backplan: tuple[Step, ...]  # in the order of the main line; the last ends on the batch deadline
    batches: tuple[BatchDeadline, ...]
    deadlines: tuple[StageDeadline, ...]
    panel: Panel
    publicity: Publicity
    complaints: ComplaintRules
    ledgers: tuple[LedgerLayout, ...]
    weekly: Weekly
    readings: tuple[Reading, ...]
    parameters: tuple[Parameter, ...]
    criteria: tuple[Criterion, ...]
    register: RegisterRules
    situation: str  # the paragraph of part 二, with {named} figures
    calendar: Calendar
    procedure_steps: tuple[ProcedureStep, ...] = ()
    waivable: tuple[Waivable, ...] = ()
    plan_items: tuple[PlanItem, ...] = ()
    body_tasks: tuple[BodyTask, ...] = ()
    seats: tuple[Seat, ...] = ()
    boundary: Polygons = ()  # the district's, degrees; register.bounds where there is none
    clauses_of: Mapping[str, str] = field(default_factory=dict)  # noun, or noun.field → the clause it carries out
    governing: Mapping[str, Reading] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "governing", {r.governs: r for r in self.readings if r.governs})

    def clause(self, code: str) -> Clause | None:
        return next((c for c in self.clauses if c.code == code), None)

    def stage(self, code: str) -> Stage | None:
        return next((s for s in self.stages if s.code == code), None)

    def gate(self, action: str) -> Gate | None:
        return next((g for g in self.gates if g.action == action), None)

    def procedure_step(self, code: str) -> ProcedureStep | None:
        return next((s for s in self.procedure_steps if s.code == code), None)

    def party(self, code: str) -> Party | None:
        return next((p for p in self.parties if p.code == code), None)

    def code_list(self, code: str) -> CodeList | None:
        return next((x for x in self.lists if x.code == code), None)

    def clause_of(self, noun: str, field: str = "") -> str:
        """The clause a field of a noun carries out; else the noun's; else that of its first gate."""
        own = self.clauses_of.get(f"{noun}.{field}") or self.clauses_of.get(noun)
        return own or next((g.clause for g in self.gates if g.permission.startswith(f"{noun}.")), "")

    @property
    def office(self) -> Party | None:
        """The body that runs the desk."""
        return next((p for p in self.parties if p.kind == "office"), None)

    def called(self, kind: str, otherwise: str) -> str:
        """How the desk calls the first body of a kind: its short name, else its first alias, else its name."""
        found = next((p for p in self.parties if p.kind == kind), None)
        return (found.short or next(iter(found.aliases), found.name)) if found else otherwise

    def is_role(self, party: str) -> bool:
        """Whether a party stands for each site's own street."""
        found = self.party(party)
        return found is not None and found.kind == "role"

    def ledger_holding(self, sites: str) -> LedgerLayout | None:
        """The ledger of the sites in scope (included) or left out (excluded)."""
        return next((x for x in self.ledgers if x.holds == sites), None)

    @property
    def ledger_names(self) -> dict[str, str]:
        """Ledger code → its short name."""
        return {x.code: x.sheet for x in self.ledgers}

    def ledger_name(self, standing: str) -> str:
        """The short name of the ledger a site stands on; "" when it stands on none."""
        found = self.ledger_holding(standing)
        return found.sheet if found else ""

    def ledger_code(self, standing: str) -> str:
        """The code of the ledger a site stands on; pending and off, which are no ledgers, as they are."""
        found = self.ledger_holding(standing)
        return found.code if found else standing

    def ledger(self, code: str) -> LedgerLayout | None:
        return next((x for x in self.ledgers if x.code == code), None)

    def answer(self, question: str, on: date) -> str:
        """How a question of `questions.py` is read on a day: by the reading that governs it, else its default."""
        found = self.governing.get(question)
        return found.chosen_on(on) if found else QUESTIONS[question].default

    def lines_of(self, question: str) -> tuple[ReadingLine, ...]:
        """The dated lines of the reading that governs a question; none where its default holds."""
        found = self.governing.get(question)
        return found.lines if found else ()

    def parameter(self, code: str, default: Any = None) -> Any:
        found = next((p for p in self.parameters if p.code == code), None)
        return found.value if found else default

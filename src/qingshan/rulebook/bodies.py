"""What a body owes on a day, apart from any site: from its own file of dated facts (五(二)1, 五(一)1c, 六(一)-3, 六(二)-6).

A body's file is a `Dossier` whose `site` is the body's code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from . import calendar
from .facts import Dossier, Fact
from .programme import BodyTask, Evidence, Party, Programme
from .standing import day_of, precedes, standing_facts

MET, MET_LATE, RUNNING, OVERDUE, OPEN, CANCELLED = "met", "met_late", "running", "overdue", "open", "cancelled"
SETTLED = (MET, MET_LATE, CANCELLED)
WORDS = {
    MET: "已办",
    MET_LATE: "逾期办结",
    RUNNING: "在办",
    OVERDUE: "逾期",
    OPEN: "未办，没有期限",
    CANCELLED: "已取消",
}
FILE_KINDS = ("district", "office", "bureau", "street")
"""Kinds of parties that have a file of their own."""


@dataclass(frozen=True, slots=True)
class BodyDuty:
    """One thing owed. `file` is the body in whose file it is sought, `party` who owes it; `subject` what it is about.

    `state`: met, met_late, running, overdue, open (not done, no day set). `slack` = due_on − on in days, None when
    settled or without a day.
    """

    code: str
    name: str
    clause: str
    file: str
    party: str
    state: str
    due_on: date | None = None
    done_on: date | None = None
    slack: int | None = None
    subject: str = ""

    @property
    def is_owed(self) -> bool:
        return self.state not in SETTLED


@dataclass(frozen=True, slots=True)
class AssignedTask:
    """A decision of a meeting as a task of a body. `sites` are codes; the rest as of `BodyDuty`, also cancelled."""

    number: str
    body: str
    content: str
    clause: str
    meeting: str
    assigned_on: date
    state: str
    due_on: date | None = None
    done_on: date | None = None
    slack: int | None = None
    sites: tuple[str, ...] = ()

    @property
    def is_owed(self) -> bool:
        return self.state not in SETTLED


@dataclass(frozen=True, slots=True)
class AnnualTarget:
    """What a street's plan in force promises for a year: sites, m², 分."""

    year: str
    count: int
    area_m2: Decimal | None
    investment: int | None
    plan: str


@dataclass(frozen=True, slots=True)
class OnTime:
    """`on_time` of the `due` tasks were finished by their day; `percent` None where none was due yet."""

    due: int
    on_time: int

    @property
    def percent(self) -> Decimal | None:
        if not self.due:
            return None
        return (Decimal(self.on_time) * 100 / self.due).quantize(Decimal("0.01"), ROUND_HALF_UP)


def bodies_with_files(programme: Programme) -> tuple[Party, ...]:
    return tuple(party for party in programme.parties if party.kind in FILE_KINDS)


def concerns(task: BodyTask, party: Party) -> bool:
    """Whether a task is sought in this party's file."""
    return party.code in task.parties or party.kind in task.kinds


def body_facts(dossier: Dossier, on: date, known_at: datetime | None = None) -> list[Fact]:
    """The facts of a body's file that stand on a day, in order."""
    return [f for f in standing_facts(dossier.facts, known_at) if f.happened_on <= on]


def duties_of(
    programme: Programme, dossier: Dossier, on: date, known_at: datetime | None = None
) -> tuple[BodyDuty, ...]:
    """All that is sought in a body's file on a day, settled or not, in the programme's order."""
    party = programme.party(dossier.site)
    if party is None:
        return ()
    facts = body_facts(dossier, on, known_at)
    is_presumed = programme.answer("presumed_tasks", on) == "existing"
    return tuple(
        duty
        for task in programme.body_tasks
        if concerns(task, party) and not (task.presumed and is_presumed)
        for duty in _duties(programme, task, party, facts, on)
    )


def owed_by(duties: Iterable[BodyDuty], body: str) -> tuple[BodyDuty, ...]:
    """What one body owes of the duties of all files, longest overdue first."""
    owed = [duty for duty in duties if duty.is_owed and duty.party == body]
    return tuple(sorted(owed, key=lambda d: (d.due_on or date.max, d.code, d.file, d.subject)))


def _duties(programme: Programme, task: BodyTask, party: Party, facts: Sequence[Fact], on: date) -> Iterable[BodyDuty]:
    done = _standing_evidence(programme, task, facts)
    if task.repeats:
        yield from _weekly(programme, task, party, done, on)
    elif task.after is not None:
        for cause in _named(facts, task.after):
            answers = [f for f in done if f.subject == cause.subject and not precedes(f, cause)]
            due_on = _within(programme, task.within, cause.happened_on)
            yield _duty(task, party, answers[0].happened_on if answers else None, due_on, on, cause.subject)
    else:
        yield _duty(task, party, done[0].happened_on if done else None, task.due_on, on)


def _standing_evidence(programme: Programme, task: BodyTask, facts: Sequence[Fact]) -> list[Fact]:
    """The evidence that no later record of its subject has undone."""
    undone = _named(facts, Evidence(task.evidence.kind, task.undone_by))
    number = bare(programme.document_no)
    return [
        fact
        for fact in _named(facts, task.evidence)
        if (not task.having or fact.payload.get(task.having))
        and (not task.of_notice or bare(fact.subject) == number)
        and not any(u.subject == fact.subject and not precedes(u, fact) for u in undone)
    ]


def bare(number: str) -> str:
    """A document number without brackets and blanks, which everybody types their own way."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", number) if ch.isalnum())


def _named(facts: Iterable[Fact], evidence: Evidence) -> list[Fact]:
    return [f for f in facts if f.kind == evidence.kind and f.result in evidence.results]


def _weekly(programme: Programme, task: BodyTask, party: Party, done: Sequence[Fact], on: date) -> Iterable[BodyDuty]:
    """One duty a due day up to the day asked about. What happened from a due day to the next counts for it; what is
    more than one counts for the earliest day missed before."""
    days = [day.due_on for day in calendar.issue_days(programme)]
    ends = dict(zip(days, [*days[1:], date.max], strict=True))
    found = _each_once(task, done)
    within = {due: [f.happened_on for f in found if due <= f.happened_on < ends[due]] for due in days if due <= on}
    met = {due: happened[0] for due, happened in within.items() if happened}
    for spare in (day for happened in within.values() for day in happened[1:]):
        missed = next((due for due in within if due not in met and due < spare), None)
        if missed is not None:
            met[missed] = spare
    for due in within:
        yield _duty(task, party, met.get(due), due, on, due.isoformat())


def _each_once(task: BodyTask, done: Sequence[Fact]) -> list[Fact]:
    """The same thing sent again is sent once."""
    first: dict[str, Fact] = {}
    for fact in done:
        first.setdefault(str(fact.payload[task.having]) if task.having else fact.id, fact)
    return list(first.values())


def _within(programme: Programme, parameter: str, start: date) -> date | None:
    """So many days or workdays after a day; None where the calendar does not reach."""
    found = next((p for p in programme.parameters if p.code == parameter), None)
    if found is None:
        return None
    if found.unit == "天":
        return start + timedelta(days=int(found.value))
    try:
        return calendar.add_workdays(programme.calendar, start, int(found.value))
    except calendar.CalendarUnknown:
        return None


def _duty(
    task: BodyTask, party: Party, done_on: date | None, due_on: date | None, on: date, subject: str = ""
) -> BodyDuty:
    state, slack = _state(done_on, due_on, on)
    owner = task.owed_by or party.code
    return BodyDuty(task.code, task.name, task.clause, party.code, owner, state, due_on, done_on, slack, subject)


def _state(done_on: date | None, due_on: date | None, on: date) -> tuple[str, int | None]:
    """State and slack; the day itself is in time."""
    if done_on is not None:
        return (MET_LATE if due_on is not None and done_on > due_on else MET), None
    if due_on is None:
        return OPEN, None
    return (OVERDUE if on > due_on else RUNNING), (due_on - on).days


def assigned_tasks(dossier: Dossier, on: date, known_at: datetime | None = None) -> tuple[AssignedTask, ...]:
    """The tasks given to a body, in the order they were given."""
    facts = body_facts(dossier, on, known_at)
    found = []
    for given in (f for f in facts if f.name == "task.assigned"):
        later = [f for f in facts if f.kind == "task" and f.subject == given.subject and not precedes(f, given)]
        finished = next((f.happened_on for f in later if f.result == "finished"), None)
        due_on = day_of(given.payload.get("due_on"))
        state, slack = _state(finished, due_on, on)
        if finished is None and any(f.result == "cancelled" for f in later):
            state, slack = CANCELLED, None
        found.append(
            AssignedTask(
                number=given.subject,
                body=dossier.site,
                content=str(given.payload.get("content") or ""),
                clause=str(given.payload.get("task_clause") or ""),
                meeting=str(given.payload.get("meeting_no") or ""),
                assigned_on=given.happened_on,
                state=state,
                due_on=due_on,
                done_on=finished,
                slack=slack,
                sites=tuple(given.payload.get("sites") or ()),
            )
        )
    return tuple(found)


def on_time_rate(tasks: Iterable[AssignedTask]) -> OnTime:
    """How many of the tasks overdue or finished were finished in time; cancelled and running ones do not count (六(一)-3)."""
    asked = [t for t in tasks if t.state in (MET, MET_LATE, OVERDUE)]
    return OnTime(len(asked), sum(t.state == MET for t in asked))


def annual_targets(dossier: Dossier, on: date, known_at: datetime | None = None) -> tuple[AnnualTarget, ...]:
    """The annual targets of a street's plan in force: the last one sent in and not returned, an approved one first."""
    facts = [f for f in body_facts(dossier, on, known_at) if f.kind == "unit_plan"]
    plans = [f for f in facts if f.result == "submitted"]
    standing = [
        p
        for p in plans
        if not any(f.result == "returned" and f.subject == p.subject and not precedes(f, p) for f in facts)
    ]
    approved = {f.subject for f in facts if f.result == "approved"}
    chosen = next((p for p in reversed(standing) if p.subject in approved), None)
    chosen = chosen or (standing[-1] if standing else None)
    if chosen is None:
        return ()
    return tuple(
        AnnualTarget(
            year=str(row.get("year") or ""),
            count=int(row.get("count") or 0),
            area_m2=Decimal(row["area_m2"]) if row.get("area_m2") else None,
            investment=row.get("investment"),
            plan=chosen.subject,
        )
        for row in chosen.payload.get("annual_targets") or ()
    )

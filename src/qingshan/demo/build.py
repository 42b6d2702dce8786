"""Playing the district's history through the actions, day by day, as the offices entered it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from qingshan.accounts.actions import Naming, Post, appoint, change_password, name_organisation
from qingshan.accounts.founding import FIRST_LOGIN, found_store
from qingshan.accounts.session import Actor, Session, actor_for_login, console_actor
from qingshan.archive.store import store_bytes
from qingshan.casework.actions import ACTIONS
from qingshan.casework.actions.site import register_site
from qingshan.casework.entry import Line, Paper
from qingshan.casework.projection import refresh_all
from qingshan.casework.queries import sites_for
from qingshan.foundation.clock import now as this_instant
from qingshan.foundation.data_folder import DataFolder
from qingshan.foundation.notice import programme_in_force, store
from qingshan.foundation.opening import has_database, open_store
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.issuance.actions import issue_ledger
from qingshan.issuance.archives import sign_archive
from qingshan.rulebook.calendar import issue_days, workday_on_or_after
from qingshan.rulebook.facts import beijing_instant
from qingshan.rulebook.programme import Programme

from .beside import beside
from .bodies import ARCHIVED_ON, bodies
from .changes import CHILDREN, EXTRA, changes, extra_values
from .entry import STREET, Entry, Share, day
from .meetings import CLOSINGS, meetings
from .money import money
from .notice import write_demo_notice
from .people import APPOINTED_ON, OFFICE_CLERK, PASSWORD, RENAMED, RENAMED_ON, SEATS, STREET_OF
from .routine import FIRST_ENTRY_ON, REGISTERED_ON, routine
from .sites import SITES, register_values
from .stories import stories
from .weekly import weekly
from .works import works

SHOWN_ON = date(2019, 10, 24)
"""The day the demonstration opens at; its own ledger is left for the reader to issue."""
FOUNDED_AT = beijing_instant(FIRST_ENTRY_ON, time(8, 30))
ISSUED_AT = time(17, 30)
SENT_AT = time(17, 45)
REFRESHED_AT = time(8, 0)
SOURCE = "演示"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """`sign_ins`: login, password, name, role of everyone the reader can be."""

    is_new: bool
    sign_ins: list[dict[str, str]]


def build_demo(data: DataFolder, say: Say, *, last_weeks: int | None = None) -> Demo:
    """Make the demonstration district in a data folder that holds none; open the one it holds otherwise.

    A folder with a store of another kind is a Problem. All but the empty store is one transaction: an interrupted
    build leaves an empty one, which the next start fills. `last_weeks` issues the ledgers of only so many weeks, for
    whoever needs the district and not its shelf of ledgers.
    """
    data.make()
    if not _is_founded(data):
        say("建演示区：采用通知方案，示范区（虚构）")
        with tempfile.TemporaryDirectory() as scratch:
            folder = write_demo_notice(Path(scratch))
            found_store(_console(FOUNDED_AT), data, folder, is_demo=True, shown_on=SHOWN_ON)
    elif _is_built():
        return Demo(is_new=False, sign_ins=sign_ins())
    with writing():
        _fill(programme_in_force(), say, last_weeks)
    return Demo(is_new=True, sign_ins=sign_ins())


def sign_ins() -> list[dict[str, str]]:
    return [
        {"login": seat.login, "password": PASSWORD, "name": seat.name, "role": seat.role}
        for seat in SEATS
        if seat.signs_in
    ]


def _is_founded(data: DataFolder) -> bool:
    """Whether the folder holds the demonstration's store; Problem when it holds another."""
    if not has_database(data):
        return False
    open_store(data, this_instant())
    try:
        is_demo = store().is_demo
    except Problem as problem:
        if problem.code != "no_store":
            raise
        return False  # killed while its tables were made
    if not is_demo:
        raise Problem("store_exists", folder=data.root)
    return True


def _is_built() -> bool:
    return sites_for(_console(FOUNDED_AT).actor).exists()


def _console(at: datetime) -> Session:
    return Session(console_actor(SOURCE), at, source=SOURCE)


def _fill(programme: Programme, say: Say, last_weeks: int | None) -> None:
    _appoint_all()
    say(f"任职 {len(SEATS)} 人，登记矿山（采矿点）{len(SITES)} 处")
    codes = _register_all()
    dues = [one.due_on for one in issue_days(programme) if FIRST_ENTRY_ON < one.due_on < SHOWN_ON]
    player = Player(codes, _timetable(programme, [*dues, SHOWN_ON]))
    issued = dues if last_weeks is None else dues[len(dues) - last_weeks :]
    for number, due in enumerate(issued, 1):
        player.play_to(due)
        issue = _issue(due)
        _send(due, issue)
        if due == ARCHIVED_ON:
            sign_archive(_head(due), due, prepared_by=OFFICE_CLERK)
        if number % 10 == 0 or number == len(issued):
            say(f"签发台账 {number} / {len(issued)}：{issue}，已记入 {player.played} 件事")
    player.play_to(SHOWN_ON)
    refresh_all(programme, SHOWN_ON, beijing_instant(SHOWN_ON, REFRESHED_AT))
    say(f"记入 {player.played} 件事；{SHOWN_ON} 的台账留给你签发")


# -- people and sites


def _appoint_all() -> None:
    session = _console(FOUNDED_AT)
    for seat in SEATS:
        password = PASSWORD if seat.signs_in else None
        post = Post(
            name=seat.name,
            organisation=seat.organisation,
            post=seat.name,
            valid_from=APPOINTED_ON,
            role=seat.role,
            login=seat.login,
            password=password,
            must_change=False,
        )
        appoint(session, post)
    # The first administrator came with the store, and with a password nobody was shown.
    first = actor_for_login(FIRST_LOGIN, FOUNDED_AT).person
    if first is not None:
        change_password(session, first, PASSWORD)
    for code, name in RENAMED.items():
        name_organisation(session, Naming(code, name, "bureau", RENAMED_ON))


def _register_all() -> dict[str, str]:
    """Site of the cycle → its 档案号."""
    actor = actor_for_login("office", FOUNDED_AT)
    codes = {}
    for number, (cycle, site) in enumerate(SITES.items()):
        session = Session(actor, FOUNDED_AT + timedelta(minutes=2 * number + 2), source=SOURCE)
        values = register_values(site, STREET_OF[site.street].code)
        codes[cycle], _ = register_site(session, values, happened_on=REGISTERED_ON, source=SOURCE)
    for cycle in EXTRA:
        session = Session(actor, FOUNDED_AT + timedelta(minutes=2 * len(codes) + 2), source=SOURCE)
        codes[cycle], _ = register_site(session, extra_values(cycle), happened_on=REGISTERED_ON, source=SOURCE)
    return codes | CHILDREN


def _issue(due: date) -> str:
    """Issue the ledgers of a day at its evening; answers their number."""
    return issue_ledger(_head(due), due, prepared_by=OFFICE_CLERK).number


def _head(due: date) -> Session:
    """The head of the office at the hour of issue."""
    at = beijing_instant(due, ISSUED_AT)
    return Session(actor_for_login("head", at), at, source=SOURCE)


def _send(due: date, number: str) -> None:
    """The clerk sends what was issued to the city and notes it."""
    at = beijing_instant(due, SENT_AT)
    values = {
        "matter": "整改工作台账（附件2-1、2-2）",
        "ledger_no": number,
        "sent_to": "city_office",
        "sent_by": OFFICE_CLERK,
        "channel": "intranet",
    }
    session = Session(actor_for_login("office", at), at, source=SOURCE)
    ACTIONS["record_dispatch"](session, Paper(due), [Line("office", "sent", values, f"BS-{due:%Y%m%d}")])


# -- the timetable

# How many days after it happened a thing is entered, when its entry does not say; then the next working day.
_LAG = {
    "determine_responsibility": 2,
    "order_restoration": 1,
    "commission_plan": 2,
    "submit_plan": 1,
    "record_review": 2,
    "list_batch": 1,
    "record_funding": 2,
    "start_works": 1,
    "suspend_works": 2,
    "report_progress": 1,
    "complete_works": 2,
    "decide_scope": 2,
    "amend_site": 3,
    "record_procedure": 1,
    "record_budget": 1,
    "open_case": 1,
    "decide_case": 1,
    "record_patrol": 1,
    "record_recheck": 1,
}
_STARTS_AT = time(9, 10)

Play = tuple[date, datetime, Entry]


def _timetable(programme: Programme, dues: Sequence[date]) -> list[Play]:
    """Everything in the order of entry, each with its day and instant of entry."""
    told = [
        (_entered_on(programme, entry), entry)
        for entry in (*routine(), *meetings(), *works(), *money(), *beside(), *stories(), *changes())
    ]
    closed = {cycle: day(row.entered or row.filing) for row in CLOSINGS if row.filing for cycle in row.sites}
    told += [(entry.on, entry) for entry in weekly(told, dues, closed)]
    told += [(_entered_on(programme, entry), entry) for entry in bodies(programme)]
    return list(_with_clocks(sorted(told, key=lambda one: (one[0], one[1].on))))


def _entered_on(programme: Programme, entry: Entry) -> date:
    if entry.entered:
        return max(FIRST_ENTRY_ON, entry.entered)
    some_days_later = entry.on + timedelta(days=_LAG.get(entry.action, 0))
    return max(FIRST_ENTRY_ON, workday_on_or_after(programme.calendar, some_days_later))


def _with_clocks(told: Sequence[tuple[date, Entry]]) -> Iterator[Play]:
    """The entries of a day are spread over it, in order, before the ledger of the day is issued."""
    per_day: dict[date, int] = {}
    for entered, _ in told:
        per_day[entered] = per_day.get(entered, 0) + 1
    place: dict[date, int] = {}
    for entered, entry in told:
        number = place[entered] = place.get(entered, -1) + 1
        step = min(7, 480 // per_day[entered])
        yield entered, beijing_instant(entered, _STARTS_AT) + timedelta(minutes=step * number), entry


# -- playing


class Player:
    """Enters the timetable as far as it is told. Remembers the actors and the records later entries correct."""

    def __init__(self, codes: Mapping[str, str], plays: Sequence[Play]) -> None:
        self.codes = codes
        self.plays = plays
        self.played = 0
        self._actors: dict[str, Actor] = {}
        self._written: dict[tuple[str, str], str] = {}

    def play_to(self, last: date) -> None:
        """Everything entered up to a day, that day included."""
        while self.played < len(self.plays) and self.plays[self.played][0] <= last:
            _, at, entry = self.plays[self.played]
            self._enter(at, entry)
            self.played += 1

    def _enter(self, at: datetime, entry: Entry) -> None:
        session = Session(self._actor(entry, at), at, source=SOURCE)
        paper = Paper(
            happened_on=entry.on,
            at=entry.at,
            approved_by=entry.approved_by,
            is_backfill=entry.is_backfill,
            evidence=tuple(_on_hand(paper, at) for paper in entry.papers),
            correct_reason=entry.correct_reason,
        )
        outcome = ACTIONS[entry.action](session, paper, [self._line(entry, share) for share in entry.shares])
        if entry.label:
            for share, key in zip(entry.shares, outcome.facts, strict=True):
                self._written[entry.label, share.site] = key

    def _line(self, entry: Entry, share: Share) -> Line:
        return Line(
            self.codes.get(share.site, share.site),
            share.result or entry.result,
            {**entry.values, **share.values},
            share.subject,
            entry.to,
            self._written[entry.corrects, share.site] if entry.corrects else "",
        )

    def _actor(self, entry: Entry, at: datetime) -> Actor:
        """Whoever enters it: named by the entry, or the clerk of the street of its first site."""
        login = entry.by if entry.by != STREET else STREET_OF[SITES[entry.shares[0].site].street].clerk
        if login not in self._actors:
            self._actors[login] = actor_for_login(login, at)
        return self._actors[login]


def _on_hand(paper: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    """A paper of the story with a file behind it: one made-up page a title; a promise has none yet."""
    if "promised_on" in paper:
        return paper
    page = f"演示扫描件（虚构）：{paper['title']}\n".encode()
    return {**paper, "sha256": store_bytes(page, f"{paper['title']}.txt", at).sha256}

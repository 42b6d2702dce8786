"""Playing the district's history through the actions, day by day, as the offices entered it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from qingshan.accounts.actions import Naming, Post, appoint, change_password, name_organisation
from qingshan.accounts.founding import FIRST_LOGIN, found_store
from qingshan.accounts.session import Actor, Session, actor_for_login, console_actor
from qingshan.casework.actions import ACTIONS
from qingshan.casework.actions.site import register_site
from qingshan.casework.entry import Line, Paper
from qingshan.casework.projection import refresh_all
from qingshan.casework.queries import sites_for
from qingshan.foundation.clock import now as this_instant
from qingshan.foundation.data_folder import DataFolder
from qingshan.foundation.notice import programme_in_force, store
from qingshan.foundation.opening import open_store
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import issue_ledger
from qingshan.rulebook.calendar import issue_days, workday_on_or_after
from qingshan.rulebook.facts import beijing_instant
from qingshan.rulebook.programme import Programme

from .entry import STREET, Entry, day
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
NIGHT = time(23, 0)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """`sign_ins`: login, password, name, role of everyone the reader can be."""

    is_new: bool
    sign_ins: list[dict[str, str]]


def build_demo(data: DataFolder, say: Say) -> Demo:
    """Make the demonstration district in a data folder that holds none; open the one it holds otherwise.

    A folder with a store of another kind is a Problem. All but the empty store is one transaction: an interrupted
    build leaves an empty one, which the next start fills.
    """
    data.make()
    if data.database.exists():
        _open(data)
        if _is_built():
            return Demo(is_new=False, sign_ins=sign_ins())
    else:
        say("建演示区：采用通知方案，示范区（虚构）")
        with tempfile.TemporaryDirectory() as scratch:
            folder = write_demo_notice(Path(scratch))
            found_store(_console(FOUNDED_AT), data, folder, is_demo=True, shown_on=SHOWN_ON)
    with transaction.atomic():
        _fill(programme_in_force(), say)
    return Demo(is_new=True, sign_ins=sign_ins())


def sign_ins() -> list[dict[str, str]]:
    return [
        {"login": seat.login, "password": PASSWORD, "name": seat.name, "role": seat.role}
        for seat in SEATS
        if seat.signs_in
    ]


def _open(data: DataFolder) -> None:
    open_store(data, this_instant())
    if not store().is_demo:
        raise Problem("store_exists", folder=data.root)


def _is_built() -> bool:
    return sites_for(_console(FOUNDED_AT).actor).exists()


def _console(at: datetime) -> Session:
    return Session(console_actor("演示"), at, source="演示")


def _fill(programme: Programme, say: Say) -> None:
    _appoint_all()
    say(f"任职 {len(SEATS)} 人，登记矿山（采矿点）{len(SITES)} 处")
    codes = _register_all()
    dues = [one.due_on for one in issue_days(programme) if FIRST_ENTRY_ON < one.due_on < SHOWN_ON]
    player = Player(programme, codes)
    plays = _timetable(programme, [*dues, SHOWN_ON])
    for due in dues:
        player.play(one for one in plays if player.played_to < one[0] <= due)
        player.played_to = due
        _issue(due, len(dues), dues.index(due), say)
    player.play(one for one in plays if player.played_to < one[0])
    say(f"记入 {player.count} 件事")
    refresh_all(programme, SHOWN_ON, beijing_instant(SHOWN_ON, time(8, 0)))


# -- people and sites


def _appoint_all() -> None:
    session = _console(FOUNDED_AT)
    for seat in SEATS:
        password = PASSWORD if seat.signs_in else None
        post = Post(
            seat.name, seat.organisation, seat.name, APPOINTED_ON, seat.role, seat.login, None, password, must_change=False
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
        session = Session(actor, FOUNDED_AT + timedelta(minutes=2 * number + 2), source="演示")
        values = register_values(site, STREET_OF[site.street].code)
        codes[cycle], _ = register_site(session, values, happened_on=REGISTERED_ON, source="演示")
    return codes


def _issue(due: date, count: int, place: int, say: Say) -> None:
    at = beijing_instant(due, ISSUED_AT)
    issue = issue_ledger(Session(actor_for_login("head", at), at, source="演示"), due, prepared_by=OFFICE_CLERK)
    if place % 10 == 9 or place + 1 == count:
        say(f"签发台账 {place + 1} / {count}：{issue.number}")


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
}
_STARTS_AT = time(9, 10)

Play = tuple[date, datetime, Entry]


def _timetable(programme: Programme, dues: Sequence[date]) -> list[Play]:
    """Everything in the order of entry, each with its day and instant of entry."""
    told = [
        (_entered_on(programme, entry), entry)
        for entry in (*routine(), *meetings(), *works(), *money(), *stories())
    ]
    closed = {cycle: day(row.entered or row.filing) for row in CLOSINGS if row.filing for cycle in row.sites}
    told += [(entry.on, entry) for entry in weekly(told, dues, closed)]
    return list(_with_clocks(sorted(told, key=lambda one: (one[0], one[1].on))))


def _entered_on(programme: Programme, entry: Entry) -> date:
    if entry.entered:
        return max(FIRST_ENTRY_ON, entry.entered)
    return max(FIRST_ENTRY_ON, workday_on_or_after(programme.calendar, entry.on + timedelta(days=_LAG.get(entry.action, 0))))


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
    """Enters what the timetable hands it. Remembers the actors and the records later entries correct."""

    def __init__(self, programme: Programme, codes: dict[str, str]) -> None:
        self.programme = programme
        self.codes = codes
        self.played_to = date.min
        self.count = 0
        self._actors: dict[str, Actor] = {}
        self._written: dict[tuple[str, str], str] = {}

    def play(self, plays: Iterator[Play]) -> None:
        for _, at, entry in plays:
            self._enter(at, entry)
            self.count += 1

    def _enter(self, at: datetime, entry: Entry) -> None:
        session = Session(self._actor(entry, at), at, source="演示")
        paper = Paper(
            happened_on=entry.on,
            at=entry.at,
            approved_by=entry.approved_by,
            is_backfill=entry.is_backfill,
            evidence=entry.papers,
            correct_reason=entry.correct_reason,
        )
        outcome = ACTIONS[entry.action](session, paper, [self._line(entry, share) for share in entry.shares])
        if entry.label:
            for share, key in zip(entry.shares, outcome.facts, strict=True):
                self._written[entry.label, share.site] = key

    def _line(self, entry: Entry, share: Any) -> Line:
        return Line(
            self.codes[share.site],
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

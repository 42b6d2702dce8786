"""One small district with its roles, built only through actions: the world the tests share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from qingshan.accounts.actions import Post, appoint
from qingshan.accounts.founding import found_store
from qingshan.accounts.session import Session, actor_for_login, console_actor
from qingshan.archive.store import store_bytes
from qingshan.casework.actions import ACTIONS
from qingshan.casework.actions.site import register_site
from qingshan.casework.entry import Line, Outcome, Paper
from qingshan.foundation.data_folder import DataFolder
from qingshan.rulebook.facts import BEIJING
from qingshan.rulebook.load import shipped_programmes

STREET, OTHER_STREET = "650105001", "650105002"
PEOPLE = [
    # login, name, organisation, post, role
    ("street", "街道填报岗", STREET, "填报岗", "street_clerk"),
    ("street-head", "街道审核岗", STREET, "审核岗", "street_approver"),
    ("other", "另一街道填报岗", OTHER_STREET, "填报岗", "street_clerk"),
    ("office", "区办经办岗", "office", "经办岗", "office_clerk"),
    ("head", "区办负责人", "office", "负责人", "office_head"),
    ("epb", "环保局承办岗", "epb", "承办岗", "bureau_officer"),
    ("finance", "财政局承办岗", "finance", "承办岗", "bureau_officer"),
    ("inspector", "督察岗", "office", "督察", "inspector"),
]
SCANNED = b"a scan of the tests"
SCAN = {"slot": "", "title": "扫描件.pdf", "sha256": sha256(SCANNED).hexdigest()}


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), BEIJING)


@dataclass
class World:
    """A founded store. `act` enters one line as somebody on a day; the entry is made at noon of that day unless told."""

    data: DataFolder
    sites: dict[str, str] = field(default_factory=dict)

    def session(self, login: str = "", on: date = date(2018, 7, 1)) -> Session:
        now = at_noon(on)
        return Session(actor_for_login(login, now) if login else console_actor("tests"), now)

    def register(self, name: str, *, street: str = STREET, on: date = date(2018, 6, 20), **values: Any) -> str:
        payload = {
            "name": name,
            "street": street,
            "category": "2",
            "is_licensed": True,
            "minerals": ["83978"],
            "mining_method": "open",
            "production_state": "stopped",
            "licence_state": "cancelled",
            "owner": f"{name}有限公司",
            **values,
        }
        code, _ = register_site(self.session(on=on), payload, happened_on=on)
        self.sites[name] = code
        return code

    def act(
        self,
        action: str,
        site: str,
        result: str,
        on: date,
        *,
        login: str = "",
        entered: date | None = None,
        subject: str = "",
        to: str | None = None,
        corrects: str = "",
        at: time | None = None,
        evidence: tuple[dict[str, Any], ...] = (),
        approved_by: str = "",
        correct_reason: str = "",
        is_backfill: bool = False,
        **values: Any,
    ) -> Outcome:
        paper = Paper(
            happened_on=on,
            at=at,
            evidence=evidence,
            approved_by=approved_by,
            correct_reason=correct_reason,
            is_backfill=is_backfill,
        )
        line = Line(site, result, values, subject, to, corrects)
        return ACTIONS[action](self.session(login, entered or on), paper, [line])


def make_world(data: DataFolder) -> World:
    data.make()
    world = World(data)
    found_store(world.session(on=date(2018, 6, 15)), data, shipped_programmes()["shuimogou-2018"])
    store_bytes(SCANNED, "扫描件.pdf", at_noon(date(2018, 6, 15)))
    for login, name, organisation, title, role in PEOPLE:
        post = Post(
            name=name,
            organisation=organisation,
            post=title,
            role=role,
            login=login,
            valid_from=date(2018, 6, 1),
            password="Tests-2018-pw",
        )
        appoint(world.session(on=date(2018, 6, 15)), post)
    return world


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]

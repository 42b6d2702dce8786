"""Who acts, and when: what every action is told, so that none asks the clock or the request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.rulebook.facts import beijing_day

from .models import Person
from .queries import appointments_on, person_by_login
from .roles import ROLES, permissions_of


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or the operator at the console (`person` None), who stands outside the roles and is recorded
    as what they are. `streets` None means the whole district."""

    label: str
    name: str
    person: Person | None = None
    permissions: frozenset[str] = frozenset()
    streets: frozenset[str] | None = None
    organisations: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    may_approve: bool = False

    @property
    def is_console(self) -> bool:
        return self.person is None

    def may(self, permission: str) -> bool:
        return self.is_console or permission in self.permissions

    def reaches(self, street: str) -> bool:
        return self.is_console or self.streets is None or street in self.streets

    @property
    def sees_all(self) -> bool:
        """Every site of the district, not those of some streets."""
        return self.is_console or (self.streets is None and self.reads)

    @property
    def reads(self) -> bool:
        return self.is_console or any(ROLES[r].reads for r in self.roles if r in ROLES)


@dataclass(frozen=True, slots=True)
class Session:
    """One actor at one instant. `source` says where the words came from: page, console, or a file with its hash.

    `clock` is asked once more when the turn to write has come; without it the instant stays what it was told.
    """

    actor: Actor
    now: datetime
    source: str = "console"
    extra: dict[str, str] = field(default_factory=dict)
    clock: Callable[[], datetime] | None = None

    def in_turn(self) -> Session:
        """The session as it writes: nothing is entered as known before a ledger that was issued while a file was read,
        a question waited for its answer, or another had the turn."""
        return replace(self, now=self.clock(), clock=None) if self.clock else self


def console_actor(operator: str) -> Actor:
    return Actor(label=f"console:{operator}", name=f"控制台操作员（{operator}）", may_approve=True)


def actor_of(person: Person, now: datetime) -> Actor:
    """What a person is on this day, from their appointments."""
    held = appointments_on(person, beijing_day(now))
    parties = programme_in_force().parties
    permissions: set[str] = set()
    streets: set[str] = set()
    everywhere = False
    for one in held:
        role = ROLES.get(one.role)
        if role is None:
            continue
        permissions |= permissions_of(one.role, one.organisation.code, parties)
        everywhere = everywhere or role.reach == "district"
        if role.reach == "street":
            streets.add(one.organisation.code)
    return Actor(
        label=person.login or "",
        name=person.name,
        person=person,
        permissions=frozenset(permissions),
        streets=None if everywhere else frozenset(streets),
        organisations=frozenset(one.organisation.code for one in held),
        roles=frozenset(one.role for one in held if one.role),
        may_approve=any(ROLES[one.role].may_approve for one in held if one.role in ROLES),
    )


def actor_for_login(login: str, now: datetime) -> Actor:
    """The actor a login stands for; Problem when there is none or it holds no post today."""
    person = person_by_login(login)
    if person is None:
        raise Problem("unknown_login", login=login)
    actor = actor_of(person, now)
    if not actor.roles:
        raise Problem("inactive_person", login=login, on=beijing_day(now).isoformat())
    return actor

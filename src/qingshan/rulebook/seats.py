"""Who sits in the leading group, who has duties and no seat there, which bodies are the notice's departments, and who
owes which step (四, 一-2, 六(三)-1, C-19, C-20, C-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .bodies import bodies_with_files, concerns
from .nouns import BY_ACTION
from .programme import Party, Programme, Seat

KINDS = {
    "leader": "组长",
    "deputy": "副组长",
    "member": "成员",
    "office_head": "办公室主任",
    "office_deputy": "办公室副主任",
}

SINGLE = ("leader", "office_head")
"""Kinds of seats that one person holds at a time."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person holding a post of a body on the day asked about, in a role of the desk or none."""

    name: str
    post: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class SeatState:
    """A seat of one body. `state`: unit (the body itself is the member), held, vacant."""

    seat: Seat
    body: str
    state: str
    holders: tuple[Holder, ...] = ()

    @property
    def is_crowded(self) -> bool:
        """More than one person in a seat for one."""
        return self.seat.kind in SINGLE and len(self.holders) > 1


@dataclass(frozen=True, slots=True)
class Unseated:
    """A party with work under the notice and no seat. `clauses` are where the work is given."""

    party: Party
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyDuties:
    """What one party does: steps of the main line, tasks of its own, clauses that name it, its duties in words."""

    party: Party
    stages: tuple[tuple[str, str, str], ...]
    tasks: tuple[tuple[str, str, str], ...]
    clauses: tuple[tuple[str, str], ...]
    is_seated: bool


def seats_on(programme: Programme, held: Mapping[str, Sequence[Holder]]) -> tuple[SeatState, ...]:
    """Every seat of every body that has it. `held`: body → the people in its posts on the day."""
    found = []
    for seat in programme.seats:
        for body in _bodies(programme, seat.body):
            filling = [h for h in held.get(body, ()) if _fills(seat, h)] if seat.post else []
            people = tuple({(h.name, h.post): h for h in filling}.values())
            state = "unit" if not seat.post else "held" if people else "vacant"
            found.append(SeatState(seat, body, state, people))
    return tuple(found)


def misplaced(programme: Programme, held: Mapping[str, Sequence[Holder]]) -> tuple[tuple[str, Holder], ...]:
    """People in the role of a seat that their body does not have, each with the body."""
    bodies: dict[str, set[str]] = {}
    for seat in programme.seats:
        if seat.role:
            bodies.setdefault(seat.role, set()).update(_bodies(programme, seat.body))
    return tuple(
        (body, holder)
        for body, people in held.items()
        for holder in people
        if holder.role in bodies and body not in bodies[holder.role]
    )


def _fills(seat: Seat, holder: Holder) -> bool:
    return holder.role == seat.role if seat.role else holder.post == seat.post


def _bodies(programme: Programme, code: str) -> tuple[str, ...]:
    """The bodies behind a party's code: a role stands for every body of the kind it is named after."""
    party = programme.party(code)
    if party is None or party.kind != "role":
        return (code,)
    return tuple(p.code for p in programme.parties if p.kind == code)


def seated(programme: Programme) -> frozenset[str]:
    return frozenset(body for seat in programme.seats for body in (seat.body, *_bodies(programme, seat.body)))


def departments(programme: Programme, on: date) -> tuple[Party, ...]:
    """The departments of the task: the bureaus that are members themselves, those named for support, or both (C-24)."""
    answer = programme.answer("departments", on)
    members = {seat.body for seat in programme.seats if not seat.post}
    return tuple(
        party
        for party in programme.parties
        if (answer != "support" and party.kind == "bureau" and party.code in members)
        or (answer != "group" and party.supports)
    )


def unseated(programme: Programme, on: date) -> tuple[Unseated, ...]:
    """有任务无席位: parties of the district with work under the notice and without a seat, where they are told (C-19).

    A notice that seats nobody leaves nobody out.
    """
    if not programme.seats or programme.answer("unseated", on) == "ignored":
        return ()
    found = []
    for line in duty_matrix(programme):
        party = line.party
        if line.is_seated or _is_the_group(programme, party):
            continue
        clauses = dict.fromkeys(
            [*(c for _, _, c in line.stages), *(c for _, _, c in line.tasks), *(c for c, _ in line.clauses)]
        )
        if party.duties and not clauses:
            clauses = {party.clause: None}
        if clauses:
            found.append(Unseated(party, tuple(clauses)))
    return tuple(found)


def _is_the_group(programme: Programme, party: Party) -> bool:
    """The group whose seats these are needs none in itself, nor does its own office."""
    return any(seat.body == party.code and seat.kind in ("leader", "office_head") for seat in programme.seats)


def duty_matrix(programme: Programme) -> tuple[BodyDuties, ...]:
    """Party by party what the notice gives it to do (一-2, 四-3, 六(三)-1). Parties outside the district are left out."""
    have = seated(programme)
    own = {party.code for party in bodies_with_files(programme)}
    roles = {party.code for party in programme.parties if party.kind == "role"}
    lines = []
    for party in programme.parties:
        if party.code not in own | roles or party.kind == "street":
            continue
        of_kind = [p for p in programme.parties if p.kind == party.code] if party.code in roles else [party]
        lines.append(
            BodyDuties(
                party=party,
                stages=tuple(
                    (s.code, BY_ACTION[s.action][1].title, s.clause) for s in programme.stages if s.party == party.code
                ),
                tasks=tuple(
                    (t.code, t.name, t.clause)
                    for t in programme.body_tasks
                    if t.owed_by == party.code or (not t.owed_by and any(concerns(t, p) for p in of_kind))
                ),
                clauses=tuple((c.code, c.summary) for c in programme.clauses if c.party == party.code),
                is_seated=party.code in have,
            )
        )
    return tuple(lines)

"""Bodies and people are changed here only: appended, dated, audited."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingshan.foundation import audit
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.rulebook.programme import Party

from .models import Appointment, Organisation, OrganisationName, Person
from .queries import appointments_on, organisation_called
from .roles import ROLES, conflict
from .session import Session


def found_organisations(session: Session, parties: Iterable[Party]) -> int:
    """Make an organisation of every party of the programme that has none yet; answers how many were made."""
    made = 0
    with writing():
        for party in parties:
            organisation, is_new = Organisation.objects.get_or_create(code=party.code, defaults={"kind": party.kind})
            if not is_new:
                continue
            made += 1
            OrganisationName.objects.create(organisation=organisation, name=party.name)
            for alias in party.aliases:
                OrganisationName.objects.create(organisation=organisation, name=alias, is_alias=True)
        if made:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="organisation.found",
                subject="programme",
                data={"made": made},
            )
    return made


@dataclass(frozen=True, slots=True)
class Naming:
    """A body is called `name` from a day to a day; open at both ends unless told."""

    code: str
    name: str
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    parent: str = ""


def name_organisation(session: Session, naming: Naming) -> Organisation:
    """A new code is a new body; a new name of a known code is valid from its day beside the earlier ones (C-23)."""
    _only_administrators(session, "登记单位")
    with writing():
        above = Organisation.objects.filter(code=naming.parent).first() if naming.parent else None
        if naming.parent and above is None:
            raise Problem("unknown_organisation", organisation=naming.parent)
        organisation, _ = Organisation.objects.get_or_create(
            code=naming.code, defaults={"kind": naming.kind, "parent": above}
        )
        start = naming.valid_from or date.min
        _, is_new = OrganisationName.objects.get_or_create(
            organisation=organisation, name=naming.name, valid_from=start, defaults={"valid_to": naming.valid_to}
        )
        for alias in naming.aliases:
            OrganisationName.objects.get_or_create(
                organisation=organisation, name=alias, valid_from=date.min, defaults={"is_alias": True}
            )
        if is_new:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="organisation.name",
                subject=naming.code,
                data={"name": naming.name, "kind": naming.kind, "valid_from": start, "valid_to": naming.valid_to},
            )
    return organisation


def new_password() -> str:
    """A one-time password of 14 characters from four classes, without look-alikes."""
    alphabet = [c for c in string.ascii_letters + string.digits if c not in "lIO0o1"]
    body = "".join(secrets.choice(alphabet) for _ in range(11))
    return f"{body}{secrets.choice('ABCDEFGH')}{secrets.choice('23456789')}{secrets.choice('#%+=')}"


@dataclass(frozen=True, slots=True)
class Post:
    """A person takes a post of an organisation (by code or name), in a role of the desk or none, from a day to a day.

    With a `login` the person can sign in; `password` is a first one, to be changed at sign-in.
    """

    name: str
    organisation: str
    post: str
    valid_from: date
    role: str = ""
    login: str = ""
    valid_to: date | None = None
    password: str | None = None
    must_change: bool = True


def appoint(session: Session, post: Post) -> Appointment:
    """The appointment; the same one twice is one. Problem for an unknown body or roles that exclude each other."""
    _only_administrators(session, "登记人员任职")
    body = organisation_called(post.organisation)
    if body is None:
        raise Problem("unknown_organisation", organisation=post.organisation)
    with writing():
        person = _person(post)
        if post.role:
            held = {one.role for one in appointments_on(person, post.valid_from) if one.role}
            against = conflict(held, post.role)
            if against:
                raise Problem("role_conflict", person=post.name, held=ROLES[against].name, role=ROLES[post.role].name)
        appointment, is_new = Appointment.objects.get_or_create(
            person=person,
            organisation=body,
            post=post.post,
            role=post.role,
            valid_from=post.valid_from,
            defaults={"valid_to": post.valid_to, "recorded_at": session.now},
        )
        if is_new:
            audit.append(
                at=session.now,
                actor=session.actor.label,
                action="appointment.record",
                subject=post.login or post.name,
                data={
                    "organisation": body.code,
                    "post": post.post,
                    "role": post.role,
                    "from": post.valid_from,
                    "to": post.valid_to,
                },
            )
    return appointment


def _only_administrators(session: Session, title: str) -> None:
    """Bodies and people are the system administrator's, or the console's: nobody gives themselves a role."""
    if not session.actor.may("system.manage"):
        raise Problem("not_allowed", who=session.actor.name, title=title, party="系统管理员")


def _person(post: Post) -> Person:
    """The person on record, or a new one."""
    known = (
        Person.objects.filter(login=post.login)
        if post.login
        else Person.objects.filter(login__isnull=True, name=post.name)
    )
    person = known.first()
    if person is not None:
        return person
    has_password = bool(post.login and post.password)
    person = Person(login=post.login or None, name=post.name, must_change_password=has_password and post.must_change)
    if has_password:
        person.set_password(post.password)
    else:
        person.set_unusable_password()
    person.save()
    return person


def change_password(session: Session, person: Person, new: str) -> None:
    """Set a person's own password: at least 10 characters, three of four classes (GB/T 22239-2019)."""
    classes = sum(
        (
            any(c.islower() for c in new),
            any(c.isupper() for c in new),
            any(c.isdigit() for c in new),
            any(not c.isalnum() for c in new),
        ),
    )
    if len(new) < 10 or classes < 3:
        raise Problem("weak_password")
    with writing():
        person.set_password(new)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        audit.append(
            at=session.now,
            actor=session.actor.label,
            action="password.change",
            subject=person.login or "",
            data={},
        )

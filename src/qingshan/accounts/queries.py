"""Who a person is on a day, what they may see, and what bodies were called then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from .models import Appointment, Organisation, OrganisationName, Person


def appointments_on(person: Person, day: date) -> list[Appointment]:
    """The appointments a person holds on a day, with their organisations."""
    return list(
        Appointment.objects.filter(person=person, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("organisation"),
    )


def holders_on(day: date) -> dict[str, list[tuple[str, str, str]]]:
    """Organisation code → (name, post, role) of everyone in office there on a day."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    held = (
        Appointment.objects.filter(valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("organisation", "person")
        .order_by("valid_from", "pk")
    )
    for one in held:
        found.setdefault(one.organisation.code, []).append((one.person.name, one.post, one.role))
    return found


def person_by_login(login: str) -> Person | None:
    return Person.objects.filter(login=login, is_active=True).first()


def names_on(day: date) -> dict[str, str]:
    """Organisation code → the name valid on a day; before the first name, the first."""
    names: dict[str, str] = {}
    rows = OrganisationName.objects.filter(is_alias=False).select_related("organisation").order_by("valid_from", "pk")
    for row in rows:
        code = row.organisation.code
        if code not in names or row.valid_from <= day:
            names[code] = row.name
    return names


def street_names() -> Mapping[str, list[str]]:
    """Street code → every name it has or had, for matching what a sheet calls it."""
    found: dict[str, list[str]] = {}
    for row in OrganisationName.objects.filter(organisation__kind="street").select_related("organisation"):
        found.setdefault(row.organisation.code, []).append(row.name)
    return found


def body_names() -> Mapping[str, list[str]]:
    """Code of every body → every name it has or had."""
    found: dict[str, list[str]] = {}
    for row in OrganisationName.objects.select_related("organisation").order_by("valid_from", "pk"):
        found.setdefault(row.organisation.code, []).append(row.name)
    return found


def streets() -> list[Organisation]:
    return list(Organisation.objects.filter(kind="street").order_by("code"))


def organisation_called(text: str) -> Organisation | None:
    """A body by its code or any name it has or had; None when there is none, or more than one."""
    found = Organisation.objects.filter(code=text).first()
    if found is not None:
        return found
    named = list(Organisation.objects.filter(names__name=text).distinct()[:2])
    return named[0] if len(named) == 1 else None

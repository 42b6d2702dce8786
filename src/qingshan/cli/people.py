"""Organisations and appointments of a facts workbook, entered through their actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingshan.accounts.session import Session


def enter_people(session: Session, organisations: Sequence[Any], appointments: Sequence[Any]) -> dict[str, Any]:
    """Keys: organisations, appointments, passwords (login → one-time password, for logins that are new)."""
    from qingshan.accounts.actions import Naming, Post, appoint, name_organisation, new_password
    from qingshan.accounts.models import Person
    from qingshan.accounts.roles import role_code
    from qingshan.foundation.clock import today
    from qingshan.foundation.turn import writing

    passwords: dict[str, str] = {}
    with writing():
        for body in organisations:
            name_organisation(
                session,
                Naming(
                    body.code, body.name, body.kind, body.valid_from, body.valid_to, tuple(body.aliases), body.parent
                ),
            )
        for one in appointments:
            is_new = bool(one.login) and not Person.objects.filter(login=one.login).exists()
            password = new_password() if is_new else None
            appoint(
                session,
                Post(
                    name=one.name,
                    organisation=one.organisation,
                    post=one.post,
                    role=role_code(one.role),
                    login=one.login,
                    valid_from=one.starts_on or today(),
                    valid_to=one.ends_on,
                    password=password,
                ),
            )
            if password:
                passwords[one.login] = password
    return {"organisations": len(organisations), "appointments": len(appointments), "passwords": passwords}

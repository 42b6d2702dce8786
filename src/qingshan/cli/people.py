"""Organisations and appointments of a facts workbook, entered through their actions."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingshan.accounts.session import Session


@contextmanager
def _at(line: Any) -> Iterator[None]:
    """A refusal says at which line of the workbook."""
    from qingshan.foundation.problems import Problem

    try:
        yield
    except Problem as problem:
        where = f"工作表“{line.sheet}”第 {line.row_no} 行：{line.name}"
        raise Problem(
            problem.code, blockers=problem.blockers, lines=[where, *problem.lines], **problem.params
        ) from problem


def enter_people(session: Session, organisations: Sequence[Any], appointments: Sequence[Any]) -> dict[str, Any]:
    """Keys: organisations, appointments, passwords (login → one-time password, for logins that are new)."""
    from qingshan.accounts.actions import Naming, Post, appoint, name_organisation, new_password
    from qingshan.accounts.models import Person
    from qingshan.accounts.roles import role_code, role_names
    from qingshan.foundation.clock import today
    from qingshan.foundation.notice import programme_in_force
    from qingshan.foundation.turn import writing

    names = role_names(programme_in_force())
    passwords: dict[str, str] = {}
    with writing():
        for body in organisations:
            naming = Naming(
                body.code, body.name, body.kind, body.valid_from, body.valid_to, tuple(body.aliases), body.parent
            )
            with _at(body):
                name_organisation(session, naming)
        for one in appointments:
            is_new = bool(one.login) and not Person.objects.filter(login=one.login).exists()
            password = new_password() if is_new else None
            post = Post(
                name=one.name,
                organisation=one.organisation,
                post=one.post,
                role=role_code(one.role, names),
                login=one.login,
                valid_from=one.starts_on or today(),
                valid_to=one.ends_on,
                password=password,
            )
            with _at(one):
                appoint(session, post)
            if password:
                passwords[one.login] = password
    return {"organisations": len(organisations), "appointments": len(appointments), "passwords": passwords}

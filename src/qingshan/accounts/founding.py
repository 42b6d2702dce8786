"""The beginning of a store: tables, the adopted notice, the bodies it names, the first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

import qingshan
from qingshan.foundation import audit
from qingshan.foundation.data_folder import DataFolder
from qingshan.foundation.models import Store
from qingshan.foundation.notice import adopt_folder
from qingshan.foundation.problems import Problem
from qingshan.rulebook.facts import beijing_day
from qingshan.rulebook.programme import Programme

from .actions import Post, appoint, found_organisations, new_password
from .session import Session

FIRST_LOGIN = "admin"


@dataclass(frozen=True, slots=True)
class Founded:
    """`password` is shown once and stored only as its hash."""

    programme: Programme
    organisations: int
    login: str
    password: str


def found_store(
    session: Session, data: DataFolder, source: Path, *, is_demo: bool = False, shown_on: date | None = None
) -> Founded:
    """Make the store of a data folder for the notice in `source`. Problem when the folder already holds one."""
    if data.database.exists() and _has_store():
        raise Problem("store_exists", folder=data.root)
    programme = adopt_folder(source, data)
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        Store.objects.create(
            programme_code=programme.code,
            programme_version=programme.version,
            programme_digest=programme.digest,
            region=programme.region,
            software_version=qingshan.__version__,
            is_demo=is_demo,
            created_at=session.now,
            shown_on=shown_on,
        )
        audit.append(
            at=session.now,
            actor=session.actor.label,
            action="store.found",
            subject=programme.code,
            data={"version": programme.version, "digest": programme.digest},
        )
        made = found_organisations(session, programme.parties)
        password = new_password()
        first = Post(
            name="系统管理员",
            organisation=_home(programme),
            post="系统管理员",
            role="system_admin",
            login=FIRST_LOGIN,
            valid_from=min(beijing_day(session.now), programme.issued_on),
            password=password,
        )
        appoint(session, first)
    return Founded(programme, made, FIRST_LOGIN, password)


def _home(programme: Programme) -> str:
    """The body that runs the desk: the office where the notice names one."""
    return (programme.office or programme.parties[0]).code


def _has_store() -> bool:
    return "foundation_store" in connection.introspection.table_names() and Store.objects.exists()

"""The beginning of a store: tables, the adopted notice, the bodies it names, the first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management import call_command

import qingshan
from qingshan.foundation import audit
from qingshan.foundation.data_folder import DataFolder
from qingshan.foundation.models import AdoptedVersion, Store
from qingshan.foundation.notice import keep_folder
from qingshan.foundation.opening import has_database, remember_here
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
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
    if has_database(data) and Store.objects.exists():
        raise Problem("store_exists", folder=data.root)
    programme, folder = keep_folder(source, data)
    call_command("migrate", interactive=False, verbosity=0)
    with writing():
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
        AdoptedVersion.objects.create(
            code=programme.code,
            version=programme.version,
            digest=programme.digest,
            folder=folder,
            adopted_at=session.now,
            adopted_by=session.actor.label,
            reason="建库",
        )
        first = audit.append(
            at=session.now,
            actor=session.actor.label,
            action="store.found",
            subject=programme.code,
            data={"version": programme.version, "digest": programme.digest},
        )
        remember_here(data, first.hash)
        made = found_organisations(session, programme.parties)
        password = new_password()
        administrator = Post(
            name="系统管理员",
            organisation=_home(programme),
            post="系统管理员",
            role="system_admin",
            login=FIRST_LOGIN,
            valid_from=min(beijing_day(session.now), programme.issued_on),
            password=password,
        )
        appoint(session, administrator)
    return Founded(programme, made, FIRST_LOGIN, password)


def _home(programme: Programme) -> str:
    """The body that runs the desk: the office where the notice names one."""
    office = next((p for p in programme.parties if p.kind == "office"), programme.parties[0])
    return office.code

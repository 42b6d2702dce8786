"""矿山（采矿点）: its registration and later amendments (五(一)1a). A site's code is given once and never again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from qingshan.accounts.session import Session
from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Outcome, Paper
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.programme import Programme

_register = Act("register_site")
amend_site = Act("amend_site")


def next_code(programme: Programme, category: str) -> str:
    """The next free 档案号 of a category, by the programme's format (domain §6.4)."""
    pattern = programme.register.code_format
    start = pattern.format(region=programme.region, category=category or "0", n=0).removesuffix(_digits(pattern, 0))
    used = [
        int(code.removeprefix(start))
        for code in Site.objects.filter(code__startswith=start).values_list("code", flat=True)
        if code.removeprefix(start).isdigit()
    ]
    return pattern.format(region=programme.region, category=category or "0", n=max(used, default=0) + 1)


def _digits(pattern: str, n: int) -> str:
    return pattern[pattern.index("{n") :].format(n=n)


def register_site(
    session: Session, values: Mapping[str, Any], *, happened_on: date, source: str = "", code: str = ""
) -> tuple[str, Outcome]:
    """A new site with its register data; answers its 档案号 and what was written."""
    programme = programme_in_force()
    with transaction.atomic():
        code = code or next_code(programme, str(values.get("category") or ""))
        if not session.actor.may(_permission(programme)):
            title = _register.action.title
            raise Problem("not_allowed", who=session.actor.name, title=title, party="区专项工作组办公室")
        Site.objects.create(code=code, name=str(values.get("name") or code))
        paper = Paper(happened_on=happened_on, source=source)
        return code, _register(session, paper, [Line(code, "registered", values)])


def _permission(programme: Programme) -> str:
    gate = programme.gate("register_site")
    return gate.permission if gate else "site.register"

"""矿山（采矿点）: its registration and later amendments (五(一)1a). A site's code is given once and never again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.accounts.session import Session
from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Outcome, Paper
from qingshan.casework.writer import Writer
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.programme import Programme

_NUMBER = re.compile(r"(\{n(?::[^}]*)?\})")
_register = Act("register_site")
amend_site = Act("amend_site")


class Codes:
    """Gives out the next free 档案号 of a category, by the programme's format (domain §6.4).

    The register is read once for each category; use one within a transaction, where nobody else can write.
    """

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._last: dict[tuple[str, str], int] = {}

    def example(self, category: str) -> str:
        """What a 档案号 looks like."""
        pattern = self._programme.register.code_format
        return pattern.format(region=self._programme.region, category=category or "0", n=1)

    def next(self, category: str) -> str:
        words = {"region": self._programme.region, "category": category or "0"}
        pattern = self._programme.register.code_format
        before, number, after = _NUMBER.split(pattern, maxsplit=1)
        start, end = before.format(**words), after.format(**words)
        last = self._last.get((start, end))
        if last is None:
            used = Site.objects.filter(code__startswith=start, code__endswith=end).values_list("code", flat=True)
            numbers = [code[len(start) : len(code) - len(end)] for code in used]
            last = max((int(n) for n in numbers if n.isdecimal()), default=0)
        self._last[start, end] = last + 1
        return f"{start}{number.format(n=last + 1)}{end}"


def register_site(
    session: Session, values: Mapping[str, Any], *, happened_on: date, source: str = "", code: str = ""
) -> tuple[str, Outcome]:
    """A new site with its register data; answers its 档案号 and what was written."""
    with writing():
        writer = Writer(session.in_turn(), programme_in_force())
        code = code or Codes(writer.programme).next(str(values.get("category") or ""))
        outcome = open_site(writer, values, happened_on=happened_on, source=source, code=code)
        writer.flush()
        return code, outcome


def open_site(writer: Writer, values: Mapping[str, Any], *, happened_on: date, source: str, code: str) -> Outcome:
    """Register a new site as one of many papers of a writer."""
    if not writer.session.actor.may(_permission(writer.programme)):
        title = _register.action.title
        party = writer.programme.called("office", "办公室")
        raise Problem("not_allowed", who=writer.session.actor.name, title=title, party=party)
    writer.open(Site(code=code, name=str(values.get("name") or code)))
    return _register.enter(writer, Paper(happened_on=happened_on, source=source), [Line(code, "registered", values)])


def _permission(programme: Programme) -> str:
    gate = programme.gate("register_site")
    return gate.permission if gate else "site.register"

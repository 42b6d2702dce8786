"""Whether a line of the facts workbook was entered before; one that says otherwise than its record asks for a 更正."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.facts import RETRACTED
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.nouns.base import Field

from .attached import parts
from .engine import Act
from .entry import Line, Paper
from .models import FactRow
from .shape import plain_values

Said = Collection[tuple[str, date]]
"""(result, day) of every line that the workbook has under one 记录号."""


def entered_before(
    act: Act, reference: str, line: Line, day: date, evidence: Collection[str], said: Said, owner: str
) -> bool:
    """Whether this very line is on file: the same paper, site, result, day and content. Problem when the record number
    is on file with other content: a change is a 更正, and is never made by typing over a line. `owner`: site or body."""
    line = act.prepare(Paper(day), line) if act.prepare is not None else line
    known = [
        row
        for row in FactRow.objects.filter(
            record__reference=reference[:80],
            record__action=act.name,
            subject=line.subject,
            **{f"{owner}__code": line.site},
        )
        if row.result != RETRACTED
    ]
    alike = [row for row in known if (row.result, row.happened_on) == (line.result, day)]
    if alike:
        differing = [_differing(act, line, evidence, row) for row in alike]
        if not all(differing):
            return True
        return _refuse_change(reference, alike, differing[-1])
    gone = [row for row in known if (row.result, row.happened_on) not in said]
    if gone:
        _refuse_change(reference, gone, ["结果" if gone[0].happened_on == day else "发生日期"])
    return False


def registered_before(code: str, values: Mapping[str, Any]) -> bool:
    """Whether a line that registers a site finds it registered. Problem when it says of it what the file never said."""
    sites = Site.objects.filter(code=code) if code else Site.objects.none()
    if not code:
        sites = Site.objects.filter(name=values.get("name"), street__code=values.get("street"))
    rows = FactRow.objects.filter(site__in=sites[:1], kind="site").exclude(result=RETRACTED)
    payloads = [row.payload for row in rows]
    if not payloads:
        return sites.exists()
    fields = {f.key: f for f in BY_ACTION["register_site"][0].fields}
    other = [
        fields[key].name
        for key, value in values.items()
        if key in fields and value not in (None, "", []) and not any(_same(p.get(key), value) for p in payloads)
    ]
    if other:
        raise Problem("registered_otherwise", site=str(values.get("name") or code), what="、".join(other))
    return True


def _refuse_change(reference: str, rows: list[FactRow], what: Collection[str]) -> bool:
    """False when all that is on file was taken back, so that the line is entered anew; else the Problem."""
    retracted = set(
        FactRow.objects.filter(replaces__in=[row.key for row in rows], result=RETRACTED).values_list(
            "replaces", flat=True
        )
    )
    if all(row.key in retracted for row in rows):
        return False
    raise Problem("entered_otherwise", record=reference, what="、".join(what))


def _differing(act: Act, line: Line, evidence: Collection[str], row: FactRow) -> list[str]:
    """The names of the fields whose value is another than on file, and 证据 when a file is named that is not there."""
    fields: dict[str, Field] = {f.key: f for f in act.noun.fields_of(act.action)}
    payload, _ = plain_values(programme_in_force(), act.action, fields, line.values)
    names = [fields[key].name for key, value in payload.items() if not _same(row.payload.get(key), value)]
    gone = [f.name for key, f in fields.items() if not f.secret and _is_dropped(key, payload, row.payload)]
    titles = {str(item.get("title", "")) for item in row.payload.get("evidence", ())}
    added = ["证据"] if {parts(title)[1] for title in evidence} - titles else []
    return [*names, *gone, *added]


def _is_dropped(key: str, payload: Mapping[str, Any], on_file: Mapping[str, Any]) -> bool:
    signed = key in ("filled_by", "approved_by")  # taken from the session where the line is silent
    return not signed and payload.get(key) in (None, "", []) and on_file.get(key) not in (None, "", [])


def _same(one: Any, other: Any) -> bool:
    """12.50 is 12.5, wherever it stands in the value."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if one == other:
        return True
    try:
        return isinstance(one, str) and isinstance(other, str) and Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False

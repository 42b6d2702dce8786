"""Whether a line of the facts workbook was entered before; one that says otherwise than its record asks for a 更正."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet

from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.facts import RETRACTED
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.nouns.base import Field
from qingshan.rulebook.programme import Programme

from .attached import parts
from .engine import Act
from .entry import Line, Paper
from .models import FactRow
from .shape import plain_values, value_said

Said = Collection[tuple[str, date]]
"""(result, day) of every line that the workbook has under one 记录号."""


def entered_before(  # noqa: PLR0913 - all that tells one line from another
    act: Act,
    reference: str,
    line: Line,
    day: date,
    at: time | None,
    evidence: Collection[str],
    said: Said,
    *,
    owner: str,
) -> bool:
    """Whether this very line is on file: the same paper, site, result, day and content. Problem when the record number
    is on file with other content: a change is a 更正, and is never made by typing over a line. `owner`: site or body."""
    of_paper = {"record__reference": reference[:80], "record__action": act.name, f"{owner}__code": line.site}
    known = [row for row in FactRow.objects.filter(**of_paper) if row.result != RETRACTED]
    if not known:
        return False
    line = act.prepare(Paper(day), line) if act.prepare is not None else line
    known = [row for row in known if row.subject == line.subject]
    alike = [row for row in known if (row.result, row.happened_on) == (line.result, day)]
    if alike:
        differing = [[*_moved(line, at, row), *_differing(act, line, evidence, row)] for row in alike]
        if not all(differing):
            return True
        return _refuse_change(reference, alike, differing[-1])
    gone = [row for row in known if (row.result, row.happened_on) not in said]
    if gone:
        row, words = gone[0], act.action.results
        if row.happened_on != day:
            told = _pair("发生日期", row.happened_on.isoformat(), day.isoformat())
        else:
            told = _pair("事项", words.get(row.result, row.result), words.get(line.result, ""))
        _refuse_change(reference, gone, [told])
    return False


def registered_before(seen: QuerySet[Site], code: str, values: Mapping[str, Any]) -> bool:
    """Whether a line that registers a site finds it registered, of the sites this person may see. Problem when it says of it what the file never said."""
    sites = seen.filter(code=code) if code else seen.filter(name=values.get("name"), street__code=values.get("street"))
    rows = FactRow.objects.filter(site__in=sites[:1], kind="site").exclude(result=RETRACTED)
    payloads = [row.payload for row in rows]
    if not payloads:
        return sites.exists()
    fields = {f.key: f for f in BY_ACTION["register_site"][0].fields}
    programme = programme_in_force()
    other = [
        _told(programme, fields[key], payloads[-1].get(key), value)
        for key, value in values.items()
        if key in fields and value not in (None, "", []) and not any(_same(p.get(key), value) for p in payloads)
    ]
    if other:
        name = str(values.get("name") or code)
        raise Problem("registered_otherwise", site=name, what="；".join(other), field=_first_field(other))
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
    raise Problem("entered_otherwise", record=reference, what="；".join(what), field=_first_field(what))


def _pair(name: str, stored: str, said: str) -> str:
    return f"{name}档案里是 {stored}，这一行是 {said}"


def _told(programme: Programme, field: Field, stored: Any, said: Any) -> str:
    if field.type == "rows" and len(stored or ()) == len(said or ()):
        return f"{field.name}有几格与档案里不同"
    return _pair(field.name, value_said(programme, field, stored), value_said(programme, field, said))


def _first_field(told: Collection[str]) -> str:
    """The name of the field that the first difference speaks of, for its cell."""
    return next((text.partition("档案里")[0].removesuffix("有几格与") for text in told), "")


def _moved(line: Line, at: time | None, row: FactRow) -> list[str]:
    """The clock and the step gone back to, where the line says others than the record."""
    told = []
    if at != row.at:
        told.append(_pair("时间", f"{row.at:%H:%M:%S}" if row.at else "（空）", f"{at:%H:%M:%S}" if at else "（空）"))
    if line.to is not None and line.to != row.to:
        names = {s.code: s.name for s in programme_in_force().stages}
        stored, said = (names.get(step or "", step or "（空）") for step in (row.to, line.to))
        told.append(_pair("重开到", stored, said))
    return told


def _differing(act: Act, line: Line, evidence: Collection[str], row: FactRow) -> list[str]:
    """The fields whose value is another than on file, each with both values; 证据 when a file is named that is not there."""
    fields: dict[str, Field] = {f.key: f for f in act.noun.fields_of(act.action)}
    programme = programme_in_force()
    payload, _ = plain_values(programme, act.action, fields, line.values)
    on_file = row.payload
    names = [_told(programme, fields[k], on_file.get(k), v) for k, v in payload.items() if not _same(on_file.get(k), v)]
    dropped = {k: f for k, f in fields.items() if not f.secret and _is_dropped(k, payload, on_file)}
    gone = [_told(programme, f, on_file[k], None) for k, f in dropped.items()]
    titles = {str(item.get("title", "")) for item in row.payload.get("evidence", ())}
    new = {parts(title)[1] for title in evidence} - titles
    added = [_pair("证据", "、".join(sorted(titles)) or "（空）", "、".join(sorted(new)))] if new else []
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

"""Checks on exceptions: what may be waived, lifted or put off, and until when (design §1a, rule 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..exceptions import GRANTED, REVOKED, is_revoked, runs_on
from ..standing import day_of
from ..status import Blocker, Outcome
from ..values import text
from .general import outcome_is

if TYPE_CHECKING:
    from ..facts import Fact
    from ..look import Look


LONGEST = "exception_longest_days"
"""The parameter that says how many days an exception may run at most."""
DEFAULT_LONGEST = 1096
"""Three years, where the programme does not say."""
_NUMBERED = re.compile(r"[0-9０-９〇一二三四五六七八九十]")


def exception_in_bounds(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The case is under way, the number is new, the paper has a number and was not approved by who enters it, the last day is neither past nor
    out of all measure. A waiver leaves the closing stage alone, and something to be done beside it, and waives nothing
    that is done; a lifted condition is one the programme lists, an extension is later than the day it puts off."""
    if look.entry is None:
        return
    yield from outcome_is(look, {"outcomes": (Outcome.ACTIVE,)})
    number = look.entry.subject
    if any(f.subject == number for f in look.course.of(GRANTED)):
        yield look.blocker("exception_number_taken", subject=number)
    yield from _paper(look)
    until = day_of(look.payload.get("until"))
    if until is not None and until < look.entry.happened_on:
        yield look.blocker("exception_over", until=until.isoformat(), on=look.entry.happened_on.isoformat())
    longest = int(look.programme.parameter(LONGEST, DEFAULT_LONGEST))
    if until is not None and (until - look.entry.happened_on).days > longest:
        yield look.blocker("exception_too_long", until=until.isoformat(), days=longest)
    match look.entry.kind:
        case "waiver":
            yield from _waiver(look)
        case "gate_waiver":
            yield from _lifted(look)
        case "extension":
            yield from _extension(look)


def _paper(look: Look) -> Iterator[Blocker]:
    """批准文号 is a number, and who approved is not who fills in."""
    paper = text(look.payload.get("document_no"))
    if paper and not _NUMBERED.search(paper):
        yield look.blocker("document_without_number", document_no=paper)
    entrants = {text(look.payload.get(key)) for key in ("filled_by", "recorded_by")} - {""}
    for key in ("approver", "approver_person"):
        if text(look.payload.get(key)) in entrants:
            yield look.blocker("approved_by_entrant", field_name=look.field_name(key), person=text(look.payload[key]))


def _waiver(look: Look) -> Iterator[Blocker]:
    codes = [str(code) for code in look.payload.get("stages") or ()]
    for code in codes:
        stage = look.stage(code)
        if stage is not None and stage.closing:
            yield look.blocker("closing_never_waived", stage=stage.code, stage_name=stage.name)
        elif stage is not None and look.course.is_reached(code):
            yield look.blocker("waiver_of_reached", stage=stage.code, stage_name=stage.name)
    line = [r.code for r in look.course.tables.rows if not (r.stage.closing or r.stage.parallel or r.stage.beside)]
    if line and all(code in codes or look.course.is_exempt(code, look.day) for code in line):
        yield look.blocker("everything_waived")


def _lifted(look: Look) -> Iterator[Blocker]:
    asked = (look.payload.get("action"), look.payload.get("check"))
    listed = {(w.action, w.check): w.name for w in look.programme.waivable}
    if asked not in listed:
        known = "、".join(dict.fromkeys(listed.values()))
        yield look.blocker("check_never_waived", action=asked[0], check=asked[1], known=known or "无")


def _extension(look: Look) -> Iterator[Blocker]:
    code = str(look.payload.get("stage") or "")
    stage, until = look.stage(code), day_of(look.payload.get("until"))
    if stage is None:
        return
    if until is None:
        yield look.blocker("extension_without_day", stage_name=stage.name)
        return
    due = look.due(code)
    if look.course.is_reached(code):
        yield look.blocker("waiver_of_reached", stage=stage.code, stage_name=stage.name)
    elif due is None:
        yield look.blocker("extension_of_no_day", stage_name=stage.name)
    elif until <= due:
        yield look.blocker("extension_not_later", stage_name=stage.name, until=until.isoformat(), due=due.isoformat())


def exception_running(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """What is revoked was granted, has not run out and was not revoked before."""
    found = look.course.of(GRANTED)
    if look.entry is not None:
        found = [f for f in found if f.subject == look.entry.subject]
    revocations = look.course.of((REVOKED,))
    if not any(_is_running(f, look, revocations) for f in found):
        yield look.blocker("exception_not_running", subject=look.entry.subject if look.entry else "")


def _is_running(granted: Fact, look: Look, revocations: list[Fact]) -> bool:
    is_extension = granted.kind == "extension"
    return (is_extension or runs_on(granted, look.day)) and not is_revoked(granted, revocations, look.day)

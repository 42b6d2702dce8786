"""Checks on exceptions: what may be waived, lifted or put off, and until when (design §1a, rule 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..exceptions import GRANTED, REVOKED, is_revoked, runs_on
from ..standing import day_of
from ..status import Blocker

if TYPE_CHECKING:
    from ..facts import Fact
    from ..look import Look


def exception_in_bounds(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The number is new, the last day is not past; a waiver leaves the closing stage alone, a lifted condition is one
    the programme lists, an extension is later than the day it puts off."""
    if look.entry is None:
        return
    number = look.entry.subject
    if any(f.subject == number for f in look.course.of(GRANTED)):
        yield look.blocker("exception_number_taken", subject=number)
    until = day_of(look.payload.get("until"))
    if until is not None and until < look.entry.happened_on:
        yield look.blocker("exception_over", until=until.isoformat(), on=look.entry.happened_on.isoformat())
    match look.entry.kind:
        case "waiver":
            yield from _waiver(look)
        case "gate_waiver":
            yield from _lifted(look)
        case "extension":
            yield from _extension(look)


def _waiver(look: Look) -> Iterator[Blocker]:
    for code in look.payload.get("stages") or ():
        stage = look.stage(str(code))
        if stage is not None and stage.closing:
            yield look.blocker("closing_never_waived", stage=stage.code, stage_name=stage.name)


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
    if due is not None and until <= due:
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

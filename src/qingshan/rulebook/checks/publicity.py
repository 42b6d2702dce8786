"""Checks on the public notice: its four parts, its days (五(四)2a, 五(四)2b, C-26)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..publicity import public_days
from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..evidence import Course
    from ..facts import Fact
    from ..look import Look
    from ..tables import StageRow


def public_period_ran(
    course: Course, row: StageRow, fact: Fact, _params: Mapping[str, Any], horizon: Fact | None
) -> bool:
    """The notice the certificate names ran all its days: it still stands, and its last day is over."""
    return any(
        posted.subject == fact.subject
        and (days := public_days(course.programme, posted.happened_on)) is not None
        and fact.happened_on >= days[2]
        and spoilt_by(course, posted, days[1]) is None
        for posted in course.begun_by(row, horizon)
    )


def spoilt_by(course: Course, posted: Fact, last: date) -> Fact | None:
    """The first complaint received while the notice was public, where any complaint is an objection, also one that was
    found to be untrue (C-29). Read as on the day of posting."""
    received = course.by_name.get("complaint.received")
    if not received or course.programme.answer("objection", posted.happened_on) == "unresolved":
        return None
    return next((f for f in received if posted.happened_on <= f.happened_on <= last), None)


def public_period_over(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The notice is on file, was not interrupted, and its last public day is over."""
    row = look.course.tables.stage_by_action.get(look.action)
    posted = look.course.begun_by(row) if row else look.course.of(look.course.tables.posting_names)
    if look.entry is not None:
        posted = [p for p in posted if p.subject == look.entry.subject]
    if not posted:
        yield look.blocker("notice_not_standing", subject=look.entry.subject if look.entry else "")
        return
    periods = [d for p in posted if (d := public_days(look.programme, p.happened_on)) is not None]
    if not periods:
        yield look.blocker("calendar_unknown", on=posted[-1].happened_on.isoformat())
        return
    yield from _spoilt(look, posted)
    yield from _channels_missing(look, posted[-1])
    first, last, certifiable_on = min(periods, key=lambda days: days[2])
    if look.day < certifiable_on:
        yield look.blocker(
            "public_period_running",
            first=first.isoformat(),
            last=last.isoformat(),
            certifiable_on=certifiable_on.isoformat(),
        )


def _spoilt(look: Look, posted: list[Fact]) -> Iterator[Blocker]:
    for notice in posted:
        days = public_days(look.programme, notice.happened_on)
        complaint = spoilt_by(look.course, notice, days[1]) if days else None
        if complaint is not None:
            yield look.blocker("notice_objected", subject=complaint.subject, on=complaint.happened_on.isoformat())
            return


BOTH_CHANNELS = ("media", "portal")
"""The kinds of channel a notice is posted in where it asks for both (C-27); a board is neither."""


def _channels_missing(look: Look, posted: Fact) -> Iterator[Blocker]:
    """Where both kinds of channel are asked for, a notice was posted in each (C-27)."""
    if look.programme.answer("channels", posted.happened_on) == "one":
        return
    used = {notice.payload.get("channel_kind") for notice in look.course.of(look.course.tables.posting_names)}
    missing = [LISTS["channel_kind"][code] for code in BOTH_CHANNELS if code not in used]
    if missing:
        yield look.blocker("channel_missing", missing="、".join(missing))


_PART_NAMES = {"task": "整改任务", "aim": "整改目标", "measures": "整改措施", "effect": "整改效果"}


def four_parts_present(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The notice says task, aim, measures and effect, as the programme lists its parts."""
    if look.entry is None:
        return
    missing = []
    for part in look.programme.publicity.parts:
        key = part if part.startswith("part_") else f"part_{part}"
        if not is_filled(look.payload.get(key)):
            missing.append(_PART_NAMES.get(key.removeprefix("part_"), part))
    if missing:
        yield look.blocker("notice_part_missing", missing="、".join(missing))

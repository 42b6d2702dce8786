"""Checks on the public notice: its four parts, its days (五(四)2a, 五(四)2b, C-26)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

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
        for posted in course.begun_by(row, horizon)
    )


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
    first, last, certifiable_on = min(periods, key=lambda days: days[2])
    if look.day < certifiable_on:
        yield look.blocker(
            "public_period_running",
            first=first.isoformat(),
            last=last.isoformat(),
            certifiable_on=certifiable_on.isoformat(),
        )


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

"""Checks on the plan: it cites its survey (五(二)2c); whether public money pays for it (五(三)2a)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..standing import day_of
from ..status import Blocker
from ..values import is_filled

if TYPE_CHECKING:
    from ..evidence import Course
    from ..look import Look


def survey_cited(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The plan names the day of the survey it is based on, and that is the latest survey on file."""
    if look.entry is None or not look.reaches:
        return
    cited = day_of(look.payload.get("survey_on"))
    survey = look.course.latest("survey.completed")
    if survey is None:
        yield look.blocker("survey_not_on_file")
    elif cited is None:
        yield look.blocker("survey_not_cited", latest=survey.happened_on.isoformat())
    elif cited != survey.happened_on:
        yield look.blocker("survey_outdated", cited=cited.isoformat(), latest=survey.happened_on.isoformat())


def plan_roles_named(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Who commissions and who writes the plan are named, besides who organises it; where one body does all, nobody
    else is asked for (C-14)."""
    if look.entry is None or look.course.answer("plan_roles") == "organiser_only":
        return
    missing = [look.field_name(key) for key in ("commissioner", "institute") if not is_filled(look.payload.get(key))]
    if missing:
        yield look.blocker("plan_role_missing", missing="、".join(missing))


def plan_is_government_funded(course: Course, _params: Mapping[str, Any]) -> bool:
    """The latest plan says it is a government investment project; before there is a plan, not."""
    plan = course.latest("plan.submitted")
    return plan is not None and plan.payload.get("is_government_funded") is True

"""Checks on the plan: its survey (五(二)2c), its checklist (五(二)2b), its author; who pays for it (五(三)2a)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..standing import day_of
from ..status import Blocker
from ..values import is_filled, rows, text

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


def plan_is_government_funded(course: Course, _params: Mapping[str, Any]) -> bool:
    """The latest plan says it is a government investment project; before there is a plan, not."""
    plan = course.latest("plan.submitted")
    return plan is not None and plan.payload.get("is_government_funded") is True


def plan_checklist_complete(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A checklist that is filled in answers every item of the programme once, none with 无 (五(二)2b, HJ 652-2013).

    不适用 has its reason: the standard was made for producing mines (C-33). Without a checklist nothing is asked.
    """
    answers = rows(look.payload.get("checklist"))
    if look.entry is None or not look.reaches or not answers:
        return
    told: dict[str, Mapping[str, Any]] = {}
    for row in answers:
        code = text(row.get("item"))
        if code in told:
            yield look.blocker("checklist_twice", item=_item_name(look, code))
        told[code] = row
    missing = [item.text for item in look.programme.plan_items if item.code not in told]
    if missing:
        yield look.blocker("checklist_incomplete", count=len(missing), missing=missing[:3])
    for item in look.programme.plan_items:
        row = told.get(item.code, {})
        if row.get("verdict") == "absent":
            yield look.blocker("checklist_absent", item=item.text, standard=item.standard)
        elif row.get("verdict") == "not_applicable" and not is_filled(row.get("reason")):
            yield look.blocker("checklist_unexplained", item=item.text)


def _item_name(look: Look, code: str) -> str:
    return next((item.text for item in look.programme.plan_items if item.code == code), code)


def institute_independent(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Who writes the plan neither holds the mine nor builds what it plans (五(二)2a)."""
    course = look.course
    if look.entry is None:
        return
    plans = course.of(("plan.commissioned", "plan.submitted"))
    institutes = {text(f.payload.get("institute")) for f in plans} if look.entry.kind == "works" else set()
    institutes |= {text(look.payload.get("institute"))}
    others = {text(course.site().get("owner")): "采矿权人"} if look.entry.kind == "plan" else {}
    builders = [look.payload, *(f.payload for f in course.of(("works.started",)))]
    others |= {text(p.get("contractor")): "施工单位" for p in builders}
    for body in sorted(institutes & others.keys() - {""}):
        yield look.blocker("institute_not_independent", institute=body, role=others[body])

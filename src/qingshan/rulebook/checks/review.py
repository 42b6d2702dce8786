"""Checks on the review panel and its drawing (五(二)3b, C-50)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..draw import experts_of, recorded_draw, seed_digest
from ..standing import day_of
from ..status import Blocker
from ..values import rows, text

if TYPE_CHECKING:
    from ..look import Look


def panel_complete(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Enough experts, an odd number where the programme says so, every speciality present, nobody twice."""
    if look.entry is None:
        return
    rule = look.programme.panel
    panel = rows(look.payload.get("panel"))
    people = [(text(r.get("name")), text(r.get("employer"))) for r in panel if text(r.get("name"))]
    if len(people) < rule.at_least:
        yield look.blocker("panel_too_small", have=len(people), need=rule.at_least)
    if rule.odd and people and len(people) % 2 == 0:
        yield look.blocker("panel_even", have=len(people))
    present = {r.get("speciality") for r in panel}
    missing = [name for code, name in rule.specialities.items() if code not in present]
    if missing:
        yield look.blocker("panel_speciality_missing", missing="、".join(missing))
    twice = sorted({name for name, employer in people if people.count((name, employer)) > 1})
    if twice:
        yield look.blocker("panel_person_twice", person="、".join(twice))


def draw_reproduces(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The seed was made known by its hash before the day, and drawing again gives the panel recorded (C-50)."""
    if look.entry is None:
        return
    seed, told = text(look.payload.get("seed")), text(look.payload.get("seed_sha256")).lower()
    if told != seed_digest(seed):
        yield look.blocker("seed_hash_differs", found=seed_digest(seed)[:12])
    announced = day_of(look.payload.get("seed_announced_on"))
    if announced is None or announced >= look.entry.happened_on:
        yield look.blocker("seed_not_announced", on=look.entry.happened_on.isoformat())
    again = recorded_draw(look.payload, look.programme.panel)
    names = look.programme.panel.specialities
    for code, lacking in again.short.items():
        yield look.blocker("draw_short", speciality=names.get(code, code), lacking=lacking)
    if set(experts_of(look.payload.get("drawn"))) != set(again.drawn):
        yield look.blocker("draw_differs", drawn="、".join(e.name for e in again.drawn) or "无")


def panel_as_drawn(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Who sat on the panel was drawn, or stands in for somebody drawn with a reason; nobody drawn is passed over."""
    if look.entry is None:
        return
    drawings = [f for f in look.course.of(("draw.drawn",)) if f.subject == look.entry.subject]
    if not drawings:
        if look.programme.panel.must_be_drawn:
            yield look.blocker("draw_not_on_file", subject=look.entry.subject)
        return
    drawn = {e.person for e in experts_of(drawings[-1].payload.get("drawn"))}
    panel = rows(look.payload.get("panel"))
    sat = {(text(r.get("name")), text(r.get("employer"))) for r in panel}
    absent = {name for name, employer in drawn if (name, employer) not in sat}
    for row in panel:
        person = (text(row.get("name")), text(row.get("employer")))
        if person in drawn:
            continue
        if text(row.get("replaces")) in absent and text(row.get("reason")):
            absent.discard(text(row.get("replaces")))
        else:
            yield look.blocker("panel_not_drawn", person=person[0])
    if absent:
        yield look.blocker("drawn_passed_over", person="、".join(sorted(absent)))


def reviewers_independent(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """No expert works for who wrote the plan, for the mine's holder or for its contractor: such an expert recuses."""
    if look.entry is None:
        return
    concerned = _concerned(look)
    for key in ("panel", "drawn"):
        for row in rows(look.payload.get(key)):
            employer = text(row.get("employer"))
            if employer in concerned:
                yield look.blocker(
                    "reviewer_not_independent",
                    person=text(row.get("name")),
                    employer=employer,
                    role=concerned[employer],
                )


def _concerned(look: Look) -> dict[str, str]:
    """Body → what it has to do with the plan reviewed."""
    subject = look.entry.subject if look.entry else ""
    plans = [f for f in look.course.of(("plan.commissioned", "plan.submitted")) if f.subject == subject]
    works = look.course.of(("works.started",))
    found = {text(f.payload.get("contractor")): "施工单位" for f in works}
    found |= {text(look.course.site().get("owner")): "采矿权人"}
    found |= {text(f.payload.get("institute")): "方案编制单位" for f in plans}
    found.pop("", None)
    return found

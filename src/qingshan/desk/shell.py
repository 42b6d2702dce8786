"""What every page has around it, and the gate before it: signed in, in office, on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qingshan.accounts.models import Person
from qingshan.accounts.roles import role_names
from qingshan.accounts.session import Actor, actor_of
from qingshan.casework.drafts import at_hand
from qingshan.foundation import audit, clock
from qingshan.foundation.notice import programme_known_at, store
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.mappings import PERMISSION
from qingshan.rulebook.facts import beijing_day, beijing_instant

from .asof import asof_control, read_day
from .faults import problem_page
from .shapes import NavItem, Shell, Who
from .visit import Visit

NAV = (
    ("work", "工作台", "desk:work", "n-desk", False),
    ("sites", "矿山", "desk:sites", "n-site", False),
    ("overview", "总览", "desk:overview", "n-over", False),
    ("bodies", "单位", "desk:bodies", "n-review", False),
    ("ledgers", "台账", "desk:ledgers", "n-ledger", False),
    ("imports", "导入", "desk:imports", "n-put", False),
    ("programme", "通知", "desk:programme", "n-help", True),
)
NEEDS = {"imports": PERMISSION}
"""Place in the rail → the permission without which it is not shown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One request of one officer."""

    request: HttpRequest
    visit: Visit

    @property
    def is_demo(self) -> bool:
        return self.visit.store.is_demo

    def shell(self, current: str, *, search: str = "") -> Shell:
        """The shell with the place in the rail; the as-of control keeps the page's other parameters."""
        params = {k: v for k, v in self.request.GET.items() if isinstance(v, str)}
        visit = self.visit
        weekly = visit.programme.weekly
        counts = {"work": at_hand(visit.actor)}
        return Shell(
            district=visit.programme.district,
            nav=tuple(
                NavItem(text, reverse(url), icon, key == current, counts.get(key, 0), foot=foot)
                for key, text, url, icon, foot in NAV
                if visit.actor.may(NEEDS.get(key, "")) or key not in NEEDS
            ),
            asof=asof_control(visit.day, self.request.path, params, weekly.weekday if weekly.is_weekly else 0),
            who=_who(visit),
            is_demo=visit.store.is_demo,
            search_url=reverse("desk:sites"),
            search=search,
            programme=visit.programme.name,
        )

    def witness(self, action: str, subject: str, **data: Any) -> None:
        """An export or download leaves a row in the audit chain."""
        with writing():
            audit.append(
                at=self.visit.now, actor=self.visit.actor.label, action=action, subject=subject[:160], data=data
            )


def _who(visit: Visit) -> Who:
    actor = visit.actor
    bodies = [visit.names.get(code, code) for code in sorted(actor.organisations)]
    titles = role_names(visit.programme)
    roles = [titles[r] for r in sorted(actor.roles) if r in titles]
    return Who(actor.name, actor.name[:1], "、".join(bodies) or visit.programme.district, "、".join(roles))


View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Lets in who is signed in and in office; answers a Problem with its page. The view gets a `Desk`."""
    return _gated(view, business=False)


def officer(view: View) -> View:
    """As `signed_in`, for pages of business: administrators hold no business role and see none of it."""
    return _gated(view, business=True)


def _gated(view: View, *, business: bool) -> View:
    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person) or not person.is_active:
            return redirect_to_login(request.get_full_path(), reverse("desk:sign_in"))
        if person.must_change_password:
            return redirect("desk:password")
        desk: Desk | None = None
        try:
            desk = desk_of(request, person)
            if business and not desk.visit.actor.reads:
                raise Problem("not_allowed", who=person.name, title="查看业务资料", party="业务岗位")  # noqa: TRY301 - one page for all
            return view(request, desk, *args, **kwargs)
        except Problem as problem:
            return problem_page(request, problem, desk)

    return gated


def desk_of(request: HttpRequest, person: Person) -> Desk:
    """The officer's desk for a request. Problem when the person holds no post on that day."""
    now = clock.now()
    line = store()
    actor: Actor = actor_of(person, now)
    today = line.shown_on or beijing_day(now)
    if not actor.roles and line.shown_on:
        actor = actor_of(person, beijing_instant(line.shown_on))
    if not actor.roles:
        raise Problem("inactive_person", login=person.login or "", on=today.isoformat())
    day = read_day(request.GET, today)
    return Desk(request, Visit(actor, line, programme_known_at(day.known_at), day, now))

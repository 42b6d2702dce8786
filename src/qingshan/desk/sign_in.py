"""Sign-in, sign-out and a person's own password; each leaves its row in the audit chain (GB/T 22239-2019)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qingshan.accounts.actions import change_password
from qingshan.accounts.models import Appointment, Person
from qingshan.accounts.queries import person_by_login
from qingshan.accounts.roles import ROLES
from qingshan.accounts.session import Session, actor_of
from qingshan.foundation import audit, clock
from qingshan.foundation.notice import programme_in_force, store
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing

from .faults import bare_shell, problem_page

LONGEST = 200


@never_cache
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; right name and word go on to the page first asked for. Five wrong tries stop for half an hour."""
    after = _safe_next(request)
    error, name, is_locked = "", "", False
    if request.method == "POST":
        name = request.POST.get("login", "").strip()[:60]
        person = authenticate(request, login=name, password=request.POST.get("password", "")[:LONGEST])
        if isinstance(person, Person):
            login(request, person)
            _witness(person.login or "", "sign_in", ok=True)
            return redirect("desk:password" if person.must_change_password else after)
        is_locked = bool(getattr(request, "axes_locked_out", False))
        # The lock is told by this page, in its own words; the add-on would answer with a bare line.
        request.axes_locked_out = False  # type: ignore[attr-defined]  # set by the add-on
        # A word typed into the wrong box must not end up in the chain: only names that exist are written down.
        known = name if person_by_login(name) else "未知登录名"
        _witness(known, "sign_in", ok=False, locked=is_locked)
        error = "输错太多次，停半小时再试。" if is_locked else "登录名或口令不对。核对后再试，连续 5 次会停半小时。"
    elif request.user.is_authenticated:
        return redirect(after)
    return render(
        request,
        "desk/sign_in.html",
        {"error": error, "login": name, "next": after, **_about()},
        status=429 if is_locked else 401 if error else 200,
    )


def _about() -> dict[str, object]:
    """Whose desk this is. A folder without a store still shows its form."""
    try:
        line = store()
        about: dict[str, object] = {"district": programme_in_force().district, "is_demo": line.is_demo}
        return about | ({"logins": _demo_logins()} if line.is_demo else {})
    except Problem:
        return {"district": "", "is_demo": False}


def _demo_logins() -> list[tuple[str, str, str]]:
    """Name, role and login of the first person of every role; of a demonstration only, whose people are made up."""
    held = Appointment.objects.exclude(person__login=None).exclude(role="").select_related("person").order_by("pk")
    first: dict[str, Appointment] = {}
    for one in held:
        first.setdefault(one.role, one)
    return [
        (first[role].person.name, ROLES[role].name, first[role].person.login or "") for role in ROLES if role in first
    ]


def _safe_next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else reverse("desk:home")


def _witness(name: str, action: str, *, ok: bool, **data: object) -> None:
    with writing():
        audit.append(at=clock.now(), actor=name[:160] or "-", action=action, subject=name[:160], ok=ok, data=data)


@require_POST
@csrf_protect
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Person):
        _witness(request.user.login or "", "sign_out", ok=True)
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@csrf_protect
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A person changes their own password; a one-time one must be changed before anything else."""
    person = request.user
    if not isinstance(person, Person):
        return redirect("desk:sign_in")
    errors: list[str] = []
    if request.method == "POST":
        old, new, again = (request.POST.get(key, "")[:LONGEST] for key in ("old", "new", "again"))
        if not person.check_password(old):
            errors.append("现在的口令不对。")
        if new != again:
            errors.append("两次新口令不一样。")
        if new and new == old:
            errors.append("新口令和现在的一样，换一个。")
        if not errors:
            try:
                now = clock.now()
                change_password(Session(actor_of(person, now), now, "page"), person, new)
            except Problem as problem:
                if problem.status != 422:
                    return problem_page(request, problem, None)
                errors.append(problem.sentence)
            else:
                update_session_auth_hash(request, person)
                messages.success(request, "口令换好了。")
                return redirect("desk:home")
    context = {
        "errors": errors,
        "must": person.must_change_password,
        "login": person.login,
        "shell": bare_shell(),
    }
    return render(request, "desk/password.html", context, status=422 if errors else 200)

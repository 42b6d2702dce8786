"""The pages of the notice: whoever signs in reads them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import programme_reading
from .shell import Desk, signed_in
from .views import XLSX, attachment


@require_GET
@signed_in
def programme(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = programme_reading.read_programme(desk.visit, request.GET.get("part", ""), request.GET.get("q", ""))
    return render(request, "desk/programme.html", {"page": page, "shell": desk.shell("programme")})


@require_GET
@signed_in
def programme_file(request: HttpRequest, desk: Desk) -> HttpResponse:
    made = programme_reading.programme_book(desk.visit, request.GET.get("q", ""), is_demo=desk.is_demo)
    desk.witness("programme.export", desk.visit.programme.code, version=desk.visit.programme.version)
    name = f"通知_{desk.visit.programme.code}_{desk.visit.programme.version}.xlsx"
    return attachment(made, name, XLSX)


@require_GET
@signed_in
def clause(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    page = programme_reading.read_clause(desk.visit, code)
    if page is None:
        raise Http404
    return render(request, "desk/clause.html", {"page": page, "shell": desk.shell("programme")})

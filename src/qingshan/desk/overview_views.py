"""The overview: the first page of the leader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .overview_reading import overview as read
from .shell import Desk, officer


@require_GET
@officer
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = read(desk.visit, request.GET.get("by", ""))
    return render(request, "desk/overview.html", {"page": page, "shell": desk.shell("overview")})

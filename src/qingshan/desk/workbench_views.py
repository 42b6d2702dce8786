"""The first page after sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .shell import Desk, officer
from .workbench_reading import work_page


@require_GET
@officer
def work(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = work_page(desk.visit)
    return render(request, "desk/work.html", {"page": page, "shell": desk.shell("work")})

"""The officers' pages. Each view reads the request, asks `reading` for its page, and renders it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import file_bytes, may_take
from qingshan.issuance.queries import issue_by_number

from . import body_reading, downloads, ledger_reading, reading
from .asof import parse_day
from .ledger_shapes import LedgerPage
from .presenters.sites import read_query
from .shell import Desk, officer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@officer
def home(request: HttpRequest, desk: Desk) -> HttpResponse:
    return redirect("desk:work")


# ── sites


@require_GET
@officer
def sites(request: HttpRequest, desk: Desk) -> HttpResponse:
    query = read_query(request.GET)
    page = reading.sites_for_list(desk.visit, query)
    return render(request, "desk/sites.html", {"page": page, "shell": desk.shell("sites", search=query.search)})


@require_GET
@officer
def sites_file(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """The list as it is filtered, to take away as csv or xlsx."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    lines = reading.sites_for_file(desk.visit, read_query(request.GET))
    name = f"矿山清单_{desk.visit.day.on:%Y%m%d}.{kind}"
    made = downloads.as_csv(lines) if kind == "csv" else downloads.as_xlsx(lines, desk.visit.now, is_demo=desk.is_demo)
    desk.witness(
        "sites.export", "、".join(f"{k}={v}" for k, v in request.GET.items()) or "all", rows=len(lines), kind=kind
    )
    return attachment(made, name, "text/csv; charset=utf-8" if kind == "csv" else XLSX)


@require_GET
@officer
def site(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    get = request.GET
    query = reading.FileQuery(
        by="entered" if get.get("by") == "entered" else "happened",
        everything=get.get("all") == "1",
        first=get.get("from", "").strip()[:20],
        second=get.get("to", "").strip()[:20],
    )
    page = reading.site_file(desk.visit, code, query)
    return render(request, "desk/site.html", {"page": page, "shell": desk.shell("sites")})


# ── bodies


@require_GET
@officer
def bodies(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = body_reading.bodies_page(desk.visit)
    return render(request, "desk/bodies.html", {"page": page, "shell": desk.shell("bodies")})


# ── ledgers


@require_GET
@officer
def ledgers(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked = request.GET.get("page", "1")
    page = ledger_reading.ledger_list(desk.visit, max(1, int(asked)) if asked.isdecimal() and len(asked) < 5 else 1)
    return render(request, "desk/ledgers.html", {"page": page, "shell": desk.shell("ledgers")})


def _ledger_query(request: HttpRequest) -> ledger_reading.LedgerQuery:
    bands = tuple(b for b in request.GET.get("bands", "")[:200].split(",") if b)
    return ledger_reading.LedgerQuery(request.GET.get("tab", ""), bands, request.GET.get("changed") == "1")


def _ledger_page(request: HttpRequest, desk: Desk, page: LedgerPage) -> HttpResponse:
    return render(request, "desk/ledger.html", {"page": page, "shell": desk.shell("ledgers")})


@require_GET
@officer
def ledger(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    return _ledger_page(request, desk, ledger_reading.ledger_issue(desk.visit, number, _ledger_query(request)))


@require_GET
@officer
def ledger_preview(request: HttpRequest, desk: Desk, due_on: str) -> HttpResponse:
    day: date | None = parse_day(due_on)
    if day is None:
        raise Http404
    return _ledger_page(request, desk, ledger_reading.ledger_preview(desk.visit, day, _ledger_query(request)))


@require_GET
@officer
def ledger_file(request: HttpRequest, desk: Desk, number: str, layout: str) -> HttpResponse:
    """A workbook as it was issued; its bytes are compared with the checksum first."""
    issue = issue_by_number(number)
    may_take(desk.visit.actor)
    file = issue.files.filter(ledger=layout).first()
    if file is None:
        raise Problem("unknown_issue", number=f"{number} {layout}")
    desk.witness("ledger.download", issue.number, ledger=layout, sha256=file.sha256)
    return attachment(file_bytes(file), file.name, XLSX)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = downloads.disposition(name)
    return response

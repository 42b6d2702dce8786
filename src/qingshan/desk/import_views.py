"""Registers through the browser: upload, look, explain heads, take the annotated copy, import; and what an import did."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingshan.accounts.session import Session
from qingshan.archive.store import LARGEST
from qingshan.casework.register_intake import annotated, tried
from qingshan.casework.register_runs import BLOCKED, FAILED, READY, STORED, begin_again, begin_storing, run_called
from qingshan.exchange.mappings import LONGEST_SENDER, MEANINGS, HeadMapping
from qingshan.foundation.clock import now
from qingshan.foundation.problems import Problem
from qingshan.register.mappings import PERMISSION, remember

from . import downloads, import_jobs
from .import_reading import import_page, imports_page
from .shell import Desk, officer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[..., HttpResponse]


def registrar(view: View) -> View:
    """As `officer`, for those who may register sites."""

    @officer
    @wraps(view)
    def gated(request: HttpRequest, desk: Desk, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = desk.visit.actor
        if not actor.may(PERMISSION):
            party = desk.visit.programme.called("office", "办公室")
            raise Problem("not_allowed", who=actor.name, title="导入名册", party=party)
        return view(request, desk, *args, **kwargs)

    return gated


def _session(desk: Desk) -> Session:
    return Session(desk.visit.actor, desk.visit.now, "page", clock=now)


@csrf_protect
@require_http_methods(["GET", "POST"])
@registrar
def imports(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list; a posted file is kept and read, and its own page shows what was found."""
    error = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            error = "没有选文件。选一份名册（xlsx、xls、csv 或 zip）再上传。"
        elif not upload.size:
            error = f"文件“{upload.name}”是空的（0 字节）。请重新导出后再上传。"
        elif upload.size > LARGEST:
            error = f"文件“{upload.name}”超过 200 MB，没有读。请拆成几个文件。"
        else:
            sender = request.POST.get("sender", "").strip()[:LONGEST_SENDER]
            run = import_jobs.take_upload(_session(desk), upload, sender)
            desk.witness("register.preview", run.file, sha256=run.sha256, sender=sender)
            return redirect("desk:import", run.key)
    page = imports_page(desk.visit, error)
    context = {"page": page, "shell": desk.shell("imports")}
    return render(request, "desk/imports.html", context, status=422 if error else 200)


@require_GET
@registrar
def import_one(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    page = import_page(desk.visit, run_called(key))
    return render(request, "desk/import.html", {"page": page, "shell": desk.shell("imports")})


@require_GET
@registrar
def import_copy(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """The annotated copy of a register that waits."""
    run = run_called(key)
    if run.state not in (READY, BLOCKED):
        raise Problem("import_not_ready", why="批注副本只给还没有导入的名册")
    intake = tried(_session(desk), import_jobs.again(run, keep=True), on=None, source=run.file)
    made = annotated(intake, desk.visit.now)
    desk.witness("register.copy", run.file, sha256=run.sha256)
    response = HttpResponse(made, content_type=XLSX)
    response.headers["Content-Disposition"] = downloads.disposition(f"批注_{run.file.rpartition('.')[0]}.xlsx")
    return response


@csrf_protect
@require_POST
@registrar
def import_heads(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Remembers what the clerk says of heads nobody understood, and reads the file again. Without any: only reads again."""
    run = run_called(key)
    if run.state == STORED:
        raise Problem("import_not_ready", why="这份文件已经导入过了")
    sender = run.sender or request.POST.get("sender", "").strip()[:LONGEST_SENDER]
    unplaced = run.report.get("unplaced", [])
    chosen = {u["head"]: request.POST.get(f"field-{n}", "") for n, u in enumerate(unplaced)}
    told = [HeadMapping(sender, head, field) for head, field in chosen.items() if field in MEANINGS]
    if told and not sender:
        messages.error(request, "没有记下：请写明来文单位，它下次来文时就用这些对照。")
        return redirect("desk:import", key)
    if told:
        remember(_session(desk), told, source=run.file)
        messages.success(request, f"记住了“{sender}”的 {len(told)} 个表头，已重新读过。")
    import_jobs.read(begin_again(run, sender, desk.visit.now), _session(desk))
    return redirect("desk:import", key)


@csrf_protect
@require_POST
@registrar
def import_store(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Imports exactly what the page showed: `digest` is that of the page the person looked at."""
    run = run_called(key)
    if run.state in (BLOCKED, FAILED):
        raise Problem("import_not_ready", why="还有必须先改正的地方")
    if run.state == STORED:
        raise Problem("import_not_ready", why="这份文件已经导入过了")
    if run.report.get("changed") and request.POST.get("confirmed") != "1":
        messages.error(request, "没有导入：有变化的要先勾选“看过以上变化”。")
        return redirect("desk:import", key)
    import_jobs.store(begin_storing(run, request.POST.get("digest", "")), _session(desk))
    return redirect("desk:import", key)

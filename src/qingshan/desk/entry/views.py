"""The form of an action on a site, and the second person's look at what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from qingshan.accounts.session import actor_of
from qingshan.archive.store import sizes_of, store_bytes
from qingshan.casework.drafts import draft_for, drop, give_back, keep, needs_second, record, send, take_back
from qingshan.casework.models import Draft
from qingshan.casework.queries import dossier_of, site_for
from qingshan.desk.presenters.sight import clock
from qingshan.desk.shell import Desk, officer
from qingshan.desk.visit import Visit, site_url
from qingshan.desk.words import iso, slack_words
from qingshan.foundation.problems import Problem
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.status import Outcome

from .reading import Form, entry_page, form_for, form_of, looked_at, size_words
from .said import Reading, input_of, secret_inputs, taken
from .shapes import FileLine

MOST_FILES = 40
LONGEST_NAME = 120


def _boxes(request: HttpRequest, action: str) -> dict[str, Sequence[str]]:
    """What is ticked of every field that takes several."""
    noun, declared = BY_ACTION[action]
    names = [input_of(f) for f in noun.fields_of(declared) if f.type == "multi" and f.list]
    return {name: request.POST.getlist(name) for name in names}


def _files(request: HttpRequest, desk: Desk) -> tuple[list[dict[str, Any]], list[FileLine]]:
    """The files of the form: those stored before that are still wanted, and those that came now; and what was refused."""
    found: list[dict[str, Any]] = []
    refused: list[FileLine] = []
    for number in range(MOST_FILES):
        digest = request.POST.get(f"file-{number}", "")
        if digest and request.POST.get(f"file-{number}-drop") != "1":
            found.append({
                "sha256": digest[:64],
                "title": request.POST.get(f"file-{number}-title", "")[:LONGEST_NAME] or "文件",
                "size": 0,
                "slot": request.POST.get(f"file-{number}-slot", "")[:40],
            })  # fmt: skip
    sizes = sizes_of({f["sha256"] for f in found})
    found = [{**f, "size": sizes[f["sha256"]]} for f in found if f["sha256"] in sizes]
    slot = request.POST.get("file-slot", "")[:40]
    for upload in request.FILES.getlist("files")[:MOST_FILES]:
        line = _stored(upload, desk, slot)
        if isinstance(line, FileLine):
            refused.append(line)
        elif line["sha256"] not in {f["sha256"] for f in found}:
            found.append(line)
    return found, refused


def _stored(upload: UploadedFile, desk: Desk, slot: str) -> dict[str, Any] | FileLine:
    name = (upload.name or "文件").replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:]
    try:
        stored = store_bytes(upload.read(), name, desk.visit.now)
    except Problem as problem:
        return FileLine(name, "", "", unstored=problem.sentence)
    return {"sha256": stored.sha256, "title": name, "size": stored.size, "slot": slot}


def _without_secrets(action: str, said: dict[str, Any]) -> dict[str, Any]:
    secrets = secret_inputs(action)
    return {name: value for name, value in said.items() if name not in secrets}


@csrf_protect
@require_http_methods(["GET", "POST"])
@officer
def entry(request: HttpRequest, desk: Desk, code: str, action: str) -> HttpResponse:
    """GET: the form as it was left. POST: `do` is keep, look, send (to the second person, or into the record) or drop."""
    form = form_for(desk.visit, code, action, request.GET.get("corrects", "")[:160])
    if request.method == "GET":
        return _page(request, desk, form)
    if request.POST.get("do") == "drop":
        if form.draft is not None:
            drop(form.session, form.draft)
        messages.success(request, "这份草稿放弃了。")
        return redirect(site_url(desk.visit, code))
    if request.POST.get("do") == "back":
        if form.draft is not None:
            take_back(form.session, form.draft)
        return redirect(request.get_full_path())
    files, refused = _files(request, desk)
    said = taken(request.POST.dict(), _boxes(request, action))
    form = replace(form, said=said, files=files, seen=_seen(request, form))
    draft = keep(form.session, form.site, action, _without_secrets(action, said), files, form.seen, form.corrects)
    form = replace(form, draft=draft)
    if request.POST.get("do") == "keep" and not refused:
        messages.success(request, "草稿已存。")
        return redirect(request.get_full_path())
    return _looked(request, desk, form, draft, refused)


def _looked(request: HttpRequest, desk: Desk, form: Form, draft: Draft, refused: Sequence[FileLine]) -> HttpResponse:
    """Read and judge what stands in the form; sent when that was asked for and nothing stands against it."""
    reading = form.read()
    fact, problem = looked_at(form, reading)
    if problem is not None and problem.code == "stale":
        form = replace(form, seen=form.site.version)
    wrong = reading.faults or problem is not None or refused
    if request.POST.get("do") != "send" or wrong or fact is None or reading.entry is None:
        page = entry_page(form, reading=reading, fact=fact, problem=problem, unstored=refused)
        status = 422 if wrong and request.POST.get("do") != "keep" else 200
        return render(request, "desk/entry.html", {"page": page, "shell": desk.shell("sites")}, status=status)
    if needs_second(form.action):
        send(form.session, draft)
        messages.success(request, "已送审核。审核以前可以拿回来改。")
        return redirect(request.get_full_path())
    record(form.session, draft, *reading.entry)
    messages.success(request, _done(desk.visit, form))
    return redirect(site_url(desk.visit, form.site.code))


def _page(request: HttpRequest, desk: Desk, form: Form) -> HttpResponse:
    reading = form.read() if form.draft and form.draft.state == Draft.RETURNED else None
    mode = "sent" if form.draft and form.draft.state == Draft.SENT else "fill"
    page = entry_page(form, reading=reading, mode=mode)
    return render(request, "desk/entry.html", {"page": page, "shell": desk.shell("sites")})


def _done(visit: Visit, form: Form) -> str:
    """What was entered and where the site stands now."""
    status = evaluate(visit.programme, dossier_of(form.site), visit.day.on, with_entered_against=False)
    stage = visit.programme.stage(status.place) if status.place else None
    where = "已销号" if status.outcome is Outcome.CLOSED else f"到{stage.name}" if stage else "已不在办理中"
    step = next((a for a in status.next_actions if a.stage == status.place), None)
    by = f"，最迟 {iso(step.by)}（{slack_words(step.slack)}）" if step and step.by and step.slack is not None else ""
    return f"已记入“{BY_ACTION[form.action][1].title}”，{form.site.name}{where}{by}。"


@csrf_protect
@require_POST
@officer
def entry_draft(request: HttpRequest, desk: Desk, code: str, action: str) -> HttpResponse:
    """What stands in the form, kept while it is typed. Answers when it was kept."""
    form = form_for(desk.visit, code, action, request.GET.get("corrects", "")[:160])
    said = _without_secrets(action, taken(request.POST.dict(), _boxes(request, action)))
    files, refused = _files(request, desk)
    draft = keep(form.session, form.site, action, said, files, _seen(request, form), form.corrects)
    return JsonResponse({
        "saved": clock(draft.saved_at),
        "files": [{**f, "size_words": size_words(f["size"])} for f in files],
        "refused": [f.unstored for f in refused],
    })  # fmt: skip


def _seen(request: HttpRequest, form: Form) -> int:
    """The version of the site that the person had before them."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else form.site.version


@csrf_protect
@require_http_methods(["GET", "POST"])
@officer
def approval(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """A form sent by somebody else: read, then approved into the record or given back with a reason."""
    draft = draft_for(desk.visit.actor, key)
    site_for(desk.visit.actor, draft.site.code)
    form = form_of(desk.visit, draft)
    reading = form.read()
    problem: Problem | None = None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "return":
                give_back(form.session, draft, request.POST.get("reason", ""))
                messages.success(request, f"已退回{draft.owner.name}。")
                return redirect("desk:work")
            if reading.entry is not None:
                record(form.session, draft, *reading.entry)
                messages.success(request, _done(desk.visit, form))
                return redirect(site_url(desk.visit, draft.site.code))
        except Problem as found:
            problem = found
    fact, stands = _as_owner(form, draft, reading)
    page = entry_page(form, reading=reading, fact=fact, problem=problem or stands, mode="approve")
    return render(
        request, "desk/entry.html", {"page": page, "shell": desk.shell("work"), "draft": draft},
        status=problem.status if problem else 200,
    )  # fmt: skip


def _as_owner(form: Form, draft: Draft, reading: Reading) -> tuple[Fact | None, Problem | None]:
    """Judged in the name of who filled it in, as it will be when it is approved."""
    owner = actor_of(draft.owner, form.visit.now)
    return looked_at(replace(form, visit=replace(form.visit, actor=owner)), reading)

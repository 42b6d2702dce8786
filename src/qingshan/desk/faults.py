"""Refusals and failures as pages: the fact, what to do, and every blocker with its clause."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.foundation.problems import Problem
from qingshan.rulebook.sentences import say

from .shapes import BlockerLine, ErrorPage, Link, NavItem, Shell

if TYPE_CHECKING:
    from .shell import Desk

ADVICE = {
    403: "你能看不能办。要办，找负责这一步的单位。",
    404: "核对编号，或回清单里找。",
    409: "先把下面的补齐，再回来办。",
    422: "改好后再提交，其余内容不用重填。",
}


def problem_page(request: HttpRequest, problem: Problem, desk: Desk | None) -> HttpResponse:
    """A Problem with its own status; the sentence is the heading, its blockers are listed."""
    blockers = tuple(BlockerLine(say(b), "", b.clause, "") for b in problem.blockers)
    lines = tuple(BlockerLine(text, "", "", "") for text in problem.lines)
    title = problem.sentence.rstrip("。")
    return _page(
        request, ErrorPage(problem.status, title, ADVICE.get(problem.status, ""), blockers + lines, _ways()), desk
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = ErrorPage(404, "没有这一页", "地址可能抄错了，或这一页已经搬走。", links=_ways())
    return _page(request, page, None)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, ErrorPage(403, "这一页你不能看", ADVICE[403], links=_ways()), None)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is too old or missing: usually the page was left open over a sign-in."""
    page = ErrorPage(403, "这一页放得太久了", "回到上一页刷新后再提交一次，没有存下一半的东西。", links=_ways())
    return _page(request, page, None)


def failed(request: HttpRequest) -> HttpResponse:
    """A failure of ours, with a number to look for in the log. Asks nothing of the database."""
    number = secrets.token_hex(2).upper()
    return render(request, "500.html", {"number": number}, status=500)


def _ways() -> tuple[Link, ...]:
    return (Link("看矿山清单", reverse("desk:sites")), Link("看台账", reverse("desk:ledgers")))


def _page(request: HttpRequest, page: ErrorPage, desk: Desk | None) -> HttpResponse:
    shell = desk.shell("") if desk else bare_shell()
    return render(request, "desk/error.html", {"page": page, "shell": shell}, status=page.status)


def bare_shell() -> Shell:
    """The shell when nobody is known: no date, no name."""
    nav = (NavItem("矿山", reverse("desk:sites"), "n-site"), NavItem("台账", reverse("desk:ledgers"), "n-ledger"))
    return Shell("青山", nav, None, None, is_demo=False, search_url=reverse("desk:sites"))

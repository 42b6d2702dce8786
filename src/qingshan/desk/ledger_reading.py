"""What the ledger pages read: what is due and issued, an issue as frozen, a day as it would be issued."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse

from qingshan.accounts.roles import role_names
from qingshan.issuance.models import LedgerIssue
from qingshan.issuance.queries import changes_since, frozen, issue_by_number, issue_day, latest_for, ledger_on
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay, issue_days
from qingshan.rulebook.ledger import ledger_of_each_site
from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.ledger_diff import LedgerChanges

from .asof import with_query
from .ledger_shapes import CheckLine, Download, DueLine, IssueRow, LedgerListPage, LedgerPage
from .presenters import ledger as ledgers
from .presenters.sight import clock
from .shapes import FactLine, Link, Mark, Tag
from .visit import Visit, site_url
from .words import slack_mark, weekday

ISSUES_SHOWN = 30
OPEN_ISSUES_SHOWN = 4


def ledger_list(visit: Visit, page: int = 1) -> LedgerListPage:
    """What falls due and what was issued up to the day, newest first."""
    issues = _issues_up_to(visit)
    total = issues.count()
    start = (page - 1) * ISSUES_SHOWN
    shown = list(issues.prefetch_related("files")[start : start + ISSUES_SHOWN])
    due = _due_lines(visit)
    path = reverse("desk:ledgers")
    said = f"下一期 {due[0].due_on} {due[0].weekday} 报送，{due[0].slack.word}。" if due else "报送已经结束。"
    return LedgerListPage(
        sentence=f"{said}已签发 {total} 期。",
        clause=visit.programme.weekly.clause,
        due=due,
        issues=tuple(_issue_row(visit, issue) for issue in shown),
        total=total,
        prev_url=with_query(path, page=page - 1, **visit.day.query) if page > 1 else "",
        next_url=with_query(path, page=page + 1, **visit.day.query) if start + ISSUES_SHOWN < total else "",
    )


def _issues_up_to(visit: Visit) -> QuerySet[LedgerIssue]:
    issues = LedgerIssue.objects.select_related("superseded_by", "supersedes", "issued_by").order_by(
        "-due_on", "-revision"
    )
    return issues.filter(due_on__lte=visit.day.on) if visit.day.on < visit.day.today else issues


def _due_lines(visit: Visit) -> tuple[DueLine, ...]:
    """Days not issued yet: those missed lately, the one of today, the next."""
    on = visit.day.on
    issued = set(LedgerIssue.objects.values_list("due_on", flat=True))
    missing = [d for d in issue_days(visit.programme) if d.due_on not in issued]
    late = [d for d in missing if d.due_on < on][-OPEN_ISSUES_SHOWN:] if issued else []
    ahead = [d for d in missing if d.due_on >= on][:1]
    return tuple(_due_line(visit, d) for d in (*late, *ahead))


def _due_line(visit: Visit, day: IssueDay) -> DueLine:
    nominal = day.nominal[-1]
    moved = f"原定 {nominal.isoformat()} {weekday(nominal)}，遇假日移前" if nominal != day.due_on else ""
    both = "两期并报" if len(day.weeks) > 1 else ""
    return DueLine(
        title=ledgers.week_title(day.weeks),
        url=reverse("desk:ledger_preview", args=[day.due_on.isoformat()]),
        due_on=day.due_on.isoformat(),
        weekday=weekday(day.due_on),
        slack=slack_mark((day.due_on - visit.day.on).days),
        note="；".join(w for w in (moved, both) if w),
    )


def _issue_row(visit: Visit, issue: LedgerIssue) -> IssueRow:
    data = _frozen(issue.pk, issue.rows_sha256)
    later: LedgerIssue | None = getattr(issue, "superseded_by", None)
    is_whole = visit.sees_all
    names = visit.programme.ledger_names
    counts = "，".join(f"{names.get(s.code, s.code)} {len(s.rows)} 处" for s in data.sheets)
    return IssueRow(
        title=ledgers.week_title(issue.weeks) + (f"·更正 {issue.revision}" if issue.revision else ""),
        url=with_query(reverse("desk:ledger", args=[issue.number]), **visit.day.query),
        on=issue.due_on.isoformat(),
        weekday=weekday(issue.due_on),
        issued_at=clock(issue.issued_at),
        issued_by=_issuer(issue),
        counts=counts if is_whole else "",
        changes=_stored_changes(issue) if is_whole else "",
        sha256=issue.rows_sha256,
        mark=Mark("s-back", "已更正", "soon") if later else Mark("s-done", "已签发", "ok"),
        note=_correction(issue, whole=is_whole) or (f"见 {later.number}" if later else ""),
        downloads=_downloads(issue, names) if is_whole else (),
    )


def _correction(issue: LedgerIssue, *, whole: bool) -> str:
    """That an issue corrects another; why is for who sees the whole district: the reason may name a site."""
    if not issue.reason:
        return ""
    return f"更正件：{issue.reason}" if whole else "更正件"


@lru_cache(maxsize=64)
def _frozen(pk: int, _rows_sha256: str) -> LedgerData:
    """The rows of an issue. They never change, so a process reads them once."""
    return frozen(LedgerIssue.objects.get(pk=pk))


def _issuer(issue: LedgerIssue) -> str:
    if issue.issued_by is not None:
        return issue.issued_by.name
    return "控制台" if issue.issued_label.startswith("console") else issue.issued_label


def _stored_changes(issue: LedgerIssue) -> str:
    """How much changed, from what the issue froze."""
    stored = json.loads(issue.changes) if issue.changes else {}
    if not stored.get("previous"):
        return "首期"
    words = (("新增", "added"), ("移动", "moved"), ("退出", "removed"))
    said = [f"{word} {len(stored[key])}" for word, key in words if stored.get(key)]
    if stored.get("changed"):
        said.append(f"改 {len(stored['changed'])} 格")
    return "，".join(said) or "没有变化"


def _downloads(issue: LedgerIssue, names: Mapping[str, str]) -> tuple[Download, ...]:
    return tuple(
        Download(
            f"{names.get(file.ledger, file.ledger)} xlsx",
            reverse("desk:ledger_file", args=[issue.number, file.ledger]),
            file.sha256,
            f"{file.size / 1024:.0f} kB",
        )
        for file in sorted(issue.files.all(), key=lambda f: f.ledger)
    )


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """`tab`: a ledger's code or one of `TABS`; any other word means the first ledger."""

    tab: str = ""
    bands: tuple[str, ...] = ()
    changed_only: bool = False


def ledger_issue(visit: Visit, number: str, query: LedgerQuery) -> LedgerPage:
    """An issue as it was frozen. Problem 404 for an unknown number."""
    issue = issue_by_number(number)
    data = _frozen(issue.pk, issue.rows_sha256)
    before = (
        LedgerIssue.objects.filter(due_on__lt=issue.due_on, issued_at__lte=issue.issued_at)
        .order_by("-due_on", "-revision")
        .first()
    )
    changes = changes_since(before, data)
    later: LedgerIssue | None = getattr(issue, "superseded_by", None)
    due = issue.due_on
    page = _Sheets(visit, data, changes, query, reverse("desk:ledger", args=[issue.number]))
    return page.made(
        kind="superseded" if later else "issued",
        title=ledgers.week_title(issue.weeks) + (f"·更正 {issue.revision}" if issue.revision else ""),
        tag=Tag("已有更正件", "warn") if later else Tag("已签发"),
        sentence=f"截至 {due.isoformat()} {weekday(due)}，报{_sent_to(visit)}。内容冻结，一字不改。",
        frozen=_frozen_facts(issue, whole=visit.sees_all),
        downloads=_downloads(issue, visit.programme.ledger_names) if visit.sees_all else (),
        superseded_by=_issue_link(later),
        supersedes=_issue_link(issue.supersedes),
    )


def _issue_link(issue: LedgerIssue | None) -> Link | None:
    if issue is None:
        return None
    return Link(f"看 {issue.number}", reverse("desk:ledger", args=[issue.number]))


def _frozen_facts(issue: LedgerIssue, *, whole: bool) -> tuple[FactLine, ...]:
    lines = [
        FactLine("台账编号", issue.number),
        FactLine("签发", f"{clock(issue.issued_at)} {_issuer(issue)}"),
        FactLine("内容 SHA-256", issue.rows_sha256),
        FactLine("审计链头", issue.audit_head),
        FactLine("依据截至", clock(issue.known_at)),
        FactLine("方案版本", issue.programme_version),
    ]
    if issue.prepared_by:
        lines.append(FactLine("填报人", issue.prepared_by))
    if issue.reason and whole:
        lines.append(FactLine("更正原因", issue.reason))
    return tuple(lines)


def ledger_preview(visit: Visit, due_on: date, query: LedgerQuery) -> LedgerPage:
    """A day's ledgers as they would be issued now. Problem when it is no issue day."""
    day = issue_day(visit.programme, due_on)
    data = ledger_on(visit.programme, day, visit.now)
    previous = LedgerIssue.objects.filter(due_on__lt=day.due_on).order_by("-due_on", "-revision").first()
    changes = changes_since(previous, data)
    issued = latest_for(day)
    path = reverse("desk:ledger_preview", args=[day.due_on.isoformat()])
    page = _Sheets(visit, data, changes, query, path)
    checks: tuple[CheckLine, ...] = ()
    if visit.sees_all:
        misplaced = ledger_of_each_site(data, Site.objects.values_list("code", flat=True))
        checks = ledgers.issue_checks(visit.programme, data, changes, misplaced, page.tab_url, visit.day.today)
    return page.made(
        kind="preview",
        title=ledgers.week_title(day.weeks),
        tag=Tag("已另行签发，这里是现在的数", "warn") if issued else Tag("未签发", "warn"),
        sentence=f"截至 {day.due_on.isoformat()} {weekday(day.due_on)}，报{_sent_to(visit)}。",
        checks=checks,
        superseded_by=None,
        supersedes=_issue_link(issued),
        issue_hint=_hint(visit, day, issued),
    )


def _hint(visit: Visit, day: IssueDay, issued: LedgerIssue | None) -> str:
    if not visit.actor.may("ledger.issue"):
        return f"签发由{role_names(visit.programme)['office_head']}办。"
    more = " --supersede --reason 原因" if issued else ""
    return f"签发在命令行办：qingshan ledger issue --on {day.due_on.isoformat()} --out 文件夹{more}"


def _sent_to(visit: Visit) -> str:
    code = visit.programme.weekly.sent_to
    party = visit.programme.party(code)
    return visit.names.get(code) or (party.name if party else code)


@dataclass(frozen=True)
class _Sheets:
    """The part of a ledger page below its head, alike for an issue and a preview."""

    visit: Visit
    data: LedgerData
    changes: LedgerChanges
    query: LedgerQuery
    path: str

    @property
    def tab(self) -> str:
        """The tab shown: what was asked for where there is such a one and the reader may see it."""
        codes = tuple(sheet.code for sheet in self.data.sheets)
        known = (*codes, *ledgers.TABS) if self.visit.sees_all else codes
        return self.query.tab if self.query.tab in known else next(iter(codes), "")

    def _said(self, tab: str) -> str:
        return "" if self.data.sheets and tab == self.data.sheets[0].code else tab

    def tab_url(self, tab: str) -> str:
        return with_query(self.path, tab=self._said(tab), **self.visit.day.query)

    def _sheet_url(self, chosen: Mapping[str, str]) -> str:
        return with_query(self.path, tab=self._said(self.tab), **chosen, **self.visit.day.query)

    def made(self, **head: object) -> LedgerPage:
        visit, whole = self.visit, self.visit.sees_all
        data = self.data
        if not whole:
            data = _narrowed(data, visit.actor.streets or frozenset())
        tab = self.tab
        sheet = data.sheet(tab)
        view = ledgers.SheetView(
            self.query.bands, self.query.changed_only, self._sheet_url, lambda code: site_url(visit, code)
        )
        return LedgerPage(
            clause=visit.programme.weekly.clause,
            tabs=ledgers.ledger_tabs(visit.programme, data, self.changes, tab, self.tab_url, whole=whole),
            tab=tab,
            table=ledgers.table_of(visit.programme, sheet, self.changes, view, with_sums=whole) if sheet else None,
            changes=ledgers.change_lines(self.changes, view.site_url, visit.programme.ledger_names) if whole else (),
            compared_with="上期" if self.changes.previous else "",
            control=ledgers.control_lines(data) if whole else (),
            readings=ledgers.used_readings(data),
            situation=tuple(data.situation.split("\n")) if whole else (),
            message=data.message if whole else "",
            calls=ledgers.call_words(data) if whole else (),
            **({"checks": (), "frozen": (), "downloads": ()} | head),  # type: ignore[arg-type]  # fields by name
        )


def _narrowed(data: LedgerData, streets: frozenset[str]) -> LedgerData:
    return replace(data, sheets=ledgers.only_streets(data, streets))

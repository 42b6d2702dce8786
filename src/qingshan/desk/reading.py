"""What the pages read: one function a page, each a constant number of queries, only what the person may see.

`Visit` is who looks, at which notice, on which day. Invisible and unknown are the same: Problem 404.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db.models import QuerySet
from django.urls import reverse

from qingshan.accounts.models import Appointment
from qingshan.accounts.queries import names_on
from qingshan.accounts.session import Actor
from qingshan.casework.models import Record, SiteStatus
from qingshan.casework.queries import dossier_of, dossiers, site_for, sites_for
from qingshan.foundation.models import Store
from qingshan.issuance.models import LedgerIssue
from qingshan.issuance.queries import changes_since, frozen, issue_by_number, issue_day, latest_for, ledger_on
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay, issue_days
from qingshan.rulebook.ledger import ledger_of_each_site
from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.ledger_diff import LedgerChanges
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.status import Outcome

from .asof import Day, parse_day, with_query
from .presenters import ledger as ledgers
from .presenters import site as files
from .presenters import site_parts as parts
from .presenters.sight import Sight, clock, look
from .presenters.sites import (
    PAGE_SIZE,
    Brief,
    ListContext,
    Query,
    brief_of,
    file_row,
    found_by,
    haystack,
    list_page,
    site_row,
    sorted_by,
)
from .shapes import (
    CheckLine,
    Compare,
    CompareLine,
    Download,
    DueLine,
    FactLine,
    IssueRow,
    LedgerListPage,
    LedgerPage,
    Link,
    Mark,
    Records,
    SiteListPage,
    SitePage,
    Tag,
)
from .words import slack_mark, weekday

ISSUES_SHOWN = 30
OPEN_ISSUES_SHOWN = 4
FEW = 500
"""Up to so many sites, all are evaluated when the stored Status covers not all of them."""


@dataclass(frozen=True)
class Visit:
    """One look at the desk: by whom, of which store and notice, on which day, at which instant."""

    actor: Actor
    store: Store
    programme: Programme
    day: Day
    now: datetime

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Organisation code → the name valid on the day looked at."""
        return names_on(self.day.on)

    @property
    def sees_all(self) -> bool:
        """The whole district, not some streets of it."""
        return self.actor.reads and (self.actor.is_console or self.actor.streets is None)


# ── the list of sites


def sites_for_list(visit: Visit, query: Query) -> SiteListPage:
    """The list for a day: filters, counts, figures, one page of rows."""
    context = _list_context(visit)
    listed = _Listed.of(visit)
    found = listed.found(context, query)
    start = (query.page - 1) * PAGE_SIZE
    sights = listed.sights([b.code for b in found[start : start + PAGE_SIZE]])
    rows = [site_row(sight, _site_url(visit, sight.dossier.site)) for sight in sights]
    return list_page(context, query, listed.briefs, rows, len(found))


def sites_for_file(visit: Visit, query: Query) -> list[tuple[str | float | None, ...]]:
    """Every site a query leaves, as the lines of the exported list."""
    listed = _Listed.of(visit)
    found = listed.found(_list_context(visit), query)
    return [file_row(sight) for sight in listed.sights([b.code for b in found])]


def _list_context(visit: Visit) -> ListContext:
    return ListContext(visit.programme, visit.names, reverse("desk:sites"), visit.day)


def _sights(visit: Visit, sites: list[Site]) -> list[Sight]:
    return [look(visit.programme, dossier, visit.day, visit.names) for dossier in dossiers(sites)]


@dataclass(frozen=True)
class _Listed:
    """Every visible site as the list filters it: from the stored Status where that covers the day, else evaluated."""

    visit: Visit
    briefs: list[Brief]
    sites: dict[str, Site]
    seen: dict[str, Sight]

    @classmethod
    def of(cls, visit: Visit) -> _Listed:
        sites = list(sites_for(visit.actor).select_related("status").order_by("code"))
        covered = {site.pk: stored for site in sites if (stored := _stored(site, visit.day)) is not None}
        rest = [site for site in sites if site.pk not in covered]
        if rest and len(sites) <= FEW:
            # One query for all costs less than one for these and another for the rows of the page.
            rest, covered = sites, {}
        seen = {sight.dossier.site: sight for sight in _sights(visit, rest)} if rest else {}
        briefs = []
        for site in sites:
            if site.pk in covered:
                briefs.append(_brief(visit, site, covered[site.pk]))
            elif seen[site.code].context.facts:
                briefs.append(brief_of(seen[site.code]))
        return cls(visit, briefs, {site.code: site for site in sites}, seen)

    def found(self, context: ListContext, query: Query) -> list[Brief]:
        """What the query leaves, in its order."""
        order = {code: i for i, code in enumerate(context.place_words())}
        on = self.visit.day.on
        return sorted_by(query, found_by(query, self.briefs, on), on, order)

    def sights(self, codes: list[str]) -> list[Sight]:
        """The full evaluation of some sites, in the order given."""
        missing = [self.sites[code] for code in codes if code not in self.seen]
        seen = self.seen | {sight.dossier.site: sight for sight in (_sights(self.visit, missing) if missing else ())}
        return [seen[code] for code in codes]


def _stored(site: Site, day: Day) -> SiteStatus | None:
    """The stored Status when it is right for the day asked about (design §1a rule 12)."""
    status: SiteStatus | None = getattr(site, "status", None)
    if status is None or day.known_at is not None or status.on > day.on:
        return None
    return status if status.valid_until is None or day.on < status.valid_until else None


def _brief(visit: Visit, site: Site, status: SiteStatus) -> Brief:
    street = site.street.code if site.street else ""
    owner = site.enterprise.name if site.enterprise else ""
    is_active = status.outcome == Outcome.ACTIVE
    return Brief(
        code=site.code,
        name=site.name,
        street=street,
        category=site.category,
        ledger=status.ledger,
        outcome=status.outcome,
        place=status.place if is_active else status.outcome,
        batch=status.batch,
        debts=status.debt_count,
        holds=status.hold_count,
        due_on=status.due_on if is_active else None,
        haystack=haystack(
            site.code, site.name, site.former_names, owner, site.place, site.licence_no, visit.names.get(street)
        ),
    )


def _site_url(visit: Visit, code: str) -> str:
    return with_query(reverse("desk:site", args=[code]), **visit.day.query)


# ── the site file


@dataclass(frozen=True, slots=True)
class FileQuery:
    """What was asked of a file: order of the records, all of them, two days to compare."""

    by: str = "happened"
    everything: bool = False
    first: str = ""
    second: str = ""


def site_file(visit: Visit, code: str, query: FileQuery) -> SitePage:
    """One file a mine, as of the day. Problem 404 when the person may not see it."""
    site = site_for(visit.actor, code)
    dossier = dossier_of(site)
    people, reasons = _who_and_why(site)
    sight = look(visit.programme, dossier, visit.day, visit.names, people, reasons)
    standing = files.standing_of(sight)
    stages, done_count = files.stage_line(sight)
    street = str(sight.register.get("street") or "")
    list_url = reverse("desk:sites")
    return SitePage(
        code=site.code,
        name=sight.name,
        street=sight.street,
        street_url=with_query(list_url, street=street, **visit.day.query),
        list_url=with_query(list_url, **visit.day.query),
        tags=files.tags_of(sight),
        sentence=files.sentence_of(sight, standing),
        facts=files.header_facts(sight),
        stages=stages,
        done_count=done_count,
        standing=standing,
        slots=parts.slots_of(sight),
        records=_records(visit, sight, query),
        compare=_compare(visit, sight, query),
        tracks=parts.tracks_of(sight),
        funds=parts.funds_of(sight),
        entered_against=files.entered_against(sight),
        more_facts=files.register_lines(sight),
        warnings=files.warnings_of(sight),
    )


def _who_and_why(site: Site) -> tuple[dict[str, str], dict[str, str]]:
    """Who entered a site's records, as body and post; and why records correct others."""
    rows = Record.objects.filter(facts__site=site).values_list(
        "recorded_label", "recorded_by", "correct_reason", "facts__key", "recorded_at"
    )
    people: dict[str, int] = {}
    reasons: dict[str, str] = {}
    for label, person, reason, key, _ in rows:
        if person is not None:
            people[label] = person
        if reason:
            reasons[key] = reason
    posts: dict[int, str] = {}
    held = Appointment.objects.filter(person__in=set(people.values())).select_related("organisation")
    names = names_on(date.max)
    for one in held:
        body = names.get(one.organisation.code, one.organisation.code)
        posts[one.person_id] = one.post if one.post[:2] == body[:2] else f"{body} {one.post}"
    return {label: posts[person] for label, person in people.items() if person in posts}, reasons


def _records(visit: Visit, sight: Sight, query: FileQuery) -> Records:
    total, more, groups = parts.record_groups(sight, query.by, everything=query.everything)
    path, carried = reverse("desk:site", args=[sight.dossier.site]), visit.day.query
    return Records(
        total=total,
        groups=tuple(groups),
        by=query.by,
        happened_url=with_query(path, **carried) + "#h-rec",
        entered_url=with_query(path, **carried, by="entered") + "#h-rec",
        more=more,
        weekly=0 if query.everything else parts.weekly_count(sight),
        more_url=with_query(path, **carried, by="entered" if query.by == "entered" else "", all="1") + "#h-rec",
    )


def _compare(visit: Visit, sight: Sight, query: FileQuery) -> Compare:
    """Two days side by side; by default the last issue day before the day and the day itself."""
    mode = "then" if visit.day.known_on is not None else "fact"
    first = parse_day(query.first) if query.first else None
    second = parse_day(query.second) if query.second else visit.day.on
    asked = bool(query.first or query.second)
    error = ""
    if asked and (first is None or second is None):
        error = "日期写成 2019-10-24。"
    elif asked and first and second and first > second:
        first, second = second, first
    if not asked:
        first = max((d.due_on for d in issue_days(visit.programme) if d.due_on < visit.day.on), default=None)
    lines: tuple[CompareLine, ...] = ()
    if first and second and not error:
        lines = parts.compare_lines(*(_on(visit, sight, day, mode) for day in (first, second)))
    path = reverse("desk:site", args=[sight.dossier.site])
    asks = {"from": query.first, "to": query.second} if asked else {}
    carried = {k: v for k, v in visit.day.query.items() if k == "on"}
    return Compare(
        first=first.isoformat() if first else query.first,
        second=second.isoformat() if second else query.second,
        mode=mode,
        fact_url=with_query(path, **carried, **asks) + "#compare",
        then_url=with_query(path, **carried, known="then", **asks) + "#compare",
        lines=lines,
        asked=bool(first),
        keep=tuple(visit.day.query.items()),
        error=error,
    )


def _on(visit: Visit, sight: Sight, day: date, mode: str) -> Sight:
    then = Day(day, visit.day.today, day if mode == "then" else None)
    return look(visit.programme, sight.dossier, then, visit.names)


# ── the ledgers


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
    counts = "，".join(f"{s.code} {len(s.rows)} 处" for s in data.sheets)
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
        note=f"更正件：{issue.reason}" if issue.reason else f"见 {later.number}" if later else "",
        downloads=_downloads(issue) if is_whole else (),
    )


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


def _downloads(issue: LedgerIssue) -> tuple[Download, ...]:
    return tuple(
        Download(
            f"附件 {file.ledger} xlsx",
            reverse("desk:ledger_file", args=[issue.number, file.ledger]),
            file.sha256,
            f"{file.size / 1024:.0f} kB",
        )
        for file in sorted(issue.files.all(), key=lambda f: f.ledger)
    )


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    tab: str = "2-1"
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
        frozen=_frozen_facts(issue),
        downloads=_downloads(issue) if visit.sees_all else (),
        superseded_by=_issue_link(later),
        supersedes=_issue_link(issue.supersedes),
    )


def _issue_link(issue: LedgerIssue | None) -> Link | None:
    if issue is None:
        return None
    return Link(f"看 {issue.number}", reverse("desk:ledger", args=[issue.number]))


def _frozen_facts(issue: LedgerIssue) -> tuple[FactLine, ...]:
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
    if issue.reason:
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
        checks = ledgers.issue_checks(data, changes, misplaced, page.tab_url, visit.day.today)
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
        return "签发由区专项办负责人办。"
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

    def tab_url(self, tab: str) -> str:
        return with_query(self.path, tab="" if tab == "2-1" else tab, **self.visit.day.query)

    def _sheet_url(self, chosen: Mapping[str, str]) -> str:
        tab = "" if self.query.tab == "2-1" else self.query.tab
        return with_query(self.path, tab=tab, **chosen, **self.visit.day.query)

    def made(self, **head: object) -> LedgerPage:
        visit, whole = self.visit, self.visit.sees_all
        data = self.data
        if not whole:
            data = _narrowed(data, visit.actor.streets or frozenset())
        tab = self.query.tab if whole or self.query.tab in ("2-1", "2-2") else "2-1"
        sheet = data.sheet(tab)
        view = ledgers.SheetView(
            self.query.bands, self.query.changed_only, self._sheet_url, lambda code: _site_url(visit, code)
        )
        return LedgerPage(
            clause=visit.programme.weekly.clause,
            tabs=ledgers.ledger_tabs(data, self.changes, tab, self.tab_url, whole=whole),
            tab=tab,
            table=ledgers.table_of(visit.programme, sheet, self.changes, view, with_sums=whole) if sheet else None,
            changes=ledgers.change_lines(self.changes, view.site_url) if whole else (),
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

"""What the pages of sites read: one function a page, each a constant number of queries, only what the person may see.

Invisible and unknown are the same: Problem 404.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from qingshan.accounts.models import Appointment
from qingshan.accounts.queries import names_on
from qingshan.casework.models import Record, SiteStatus
from qingshan.casework.queries import dossier_of, dossiers, site_for, sites_for
from qingshan.register.models import Site
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.lineage import children_of, register_act
from qingshan.rulebook.rhythm import report_name
from qingshan.rulebook.status import Outcome
from qingshan.rulebook.tables import ACTION_OF

from .asof import Day, parse_day, with_query
from .entry.reading import forms_on
from .presenters import site as files
from .presenters import site_parts as parts
from .presenters.sight import Sight, look
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
from .shapes import Compare, CompareLine, Link, RecordLine, Records, SiteListPage, SitePage, Standing
from .visit import Visit, site_url

FEW = 500
"""Up to so many sites, all are evaluated when the stored Status covers not all of them."""


# ── the list of sites


def sites_for_list(visit: Visit, query: Query) -> SiteListPage:
    """The list for a day: filters, counts, figures, one page of rows."""
    context = list_context(visit)
    listed = Listed.of(visit)
    found = listed.found(context, query)
    start = (query.page - 1) * PAGE_SIZE
    sights = listed.sights([b.code for b in found[start : start + PAGE_SIZE]])
    rows = [site_row(sight, site_url(visit, sight.dossier.site)) for sight in sights]
    return list_page(context, query, listed.briefs, rows, len(found))


def sites_for_file(visit: Visit, query: Query) -> list[tuple[str | float | None, ...]]:
    """Every site a query leaves, as the lines of the exported list."""
    listed = Listed.of(visit)
    found = listed.found(list_context(visit), query)
    return [file_row(sight) for sight in listed.sights([b.code for b in found])]


def list_context(visit: Visit) -> ListContext:
    return ListContext(visit.programme, visit.names, reverse("desk:sites"), visit.day)


def _sights(visit: Visit, sites: list[Site]) -> list[Sight]:
    return [
        look(visit.programme, dossier, visit.day, visit.names, with_entered_against=False)
        for dossier in dossiers(sites)
    ]


@dataclass(frozen=True)
class Listed:
    """Every visible site as the list filters it: from the stored Status where that covers the day, else evaluated."""

    visit: Visit
    briefs: list[Brief]
    sites: dict[str, Site]
    seen: dict[str, Sight]

    @classmethod
    def of(cls, visit: Visit) -> Listed:
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
    street = str(sight.register.get("street") or "")
    forms = forms_on(visit, site.code, street)
    standing = _with_forms(files.standing_of(sight), forms)
    stages, done_count = files.stage_line(sight)
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
        records=_with_corrections(_records(visit, sight, query), site.code, forms),
        compare=_compare(visit, sight, query),
        tracks=parts.tracks_of(sight),
        funds=parts.funds_of(sight),
        entered_against=files.entered_against(sight),
        more_facts=files.register_lines(sight),
        warnings=files.warnings_of(sight),
        exceptions=parts.exceptions_of(sight),
        lineage=parts.lineage_of(sight, _sites_named(visit, sight)),
        forms=tuple((noun, tuple(Link(title, url) for _, title, url in found)) for noun, found in forms.items()),
    )


def _with_forms(standing: Standing, forms: Mapping[str, Sequence[tuple[str, str, str]]]) -> Standing:
    """What comes next, each with the form that does it where this person may."""
    urls = {action: url for found in forms.values() for action, _, url in found}
    return replace(standing, next=tuple(replace(line, url=urls.get(line.action, "")) for line in standing.next))


def _with_corrections(records: Records, code: str, forms: Mapping[str, Sequence[tuple[str, str, str]]]) -> Records:
    """Records in force with the form that corrects them, for who may fill the form of their action."""
    urls = {action: url for found in forms.values() for action, _, url in found}

    def corrected(line: RecordLine) -> RecordLine:
        url = urls.get(ACTION_OF.get(line.name, ""), "")
        return replace(line, correct_url=with_query(url, corrects=line.key)) if url and not line.is_struck else line

    groups = tuple(replace(group, lines=tuple(map(corrected, group.lines))) for group in records.groups)
    return replace(records, groups=groups)


def _sites_named(visit: Visit, sight: Sight) -> dict[str, str]:
    """The names of the sites that the act which took this one off the register speaks of, where they may be seen."""
    act = register_act(sight.context.facts)
    codes = [*children_of(act), str(act.payload.get("into") or "")] if act else []
    return dict(sites_for(visit.actor).filter(code__in=codes).values_list("code", "name")) if codes else {}


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
        weekly_name=report_name(visit.programme.weekly),
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
    return look(visit.programme, sight.dossier, then, visit.names, with_entered_against=False)

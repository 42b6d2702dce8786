"""What the pages of the notice read: the version known on the day, the versions taken over, and where its rules bite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from qingshan.accounts.queries import person_by_login
from qingshan.exchange.tables_book import Sheet, tables_book
from qingshan.foundation.models import AdoptedVersion
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.facts import BEIJING

from .asof import with_query
from .presenters.programme import Asked, clause_page, found_in, programme_page
from .presenters.programme_places import Places
from .presenters.programme_tables import tables_of
from .programme_shapes import ClausePage, ProgrammePage, RuleTable, VersionLine
from .visit import Visit

LONGEST_SEARCH = 60


def read_programme(visit: Visit, part: str, search: str) -> ProgrammePage:
    search = search.strip()[:LONGEST_SEARCH]
    asked = Asked(
        part=part,
        search=search,
        on=visit.day.on,
        link=_to(visit, reverse("desk:programme")),
        file_url=_to(visit, reverse("desk:programme_file"))(q=search),
        keep=tuple(visit.day.query.items()),
    )
    return programme_page(visit.programme, _tables(visit), asked)


def read_clause(visit: Visit, code: str) -> ClausePage | None:
    link = _to(visit, reverse("desk:programme"))
    return clause_page(
        visit.programme,
        _tables(visit),
        code,
        lambda one: with_query(reverse("desk:clause", args=[one]), **visit.day.query),
        link(),
    )


def programme_book(visit: Visit, search: str, *, is_demo: bool) -> bytes:
    """Every table as a sheet of a workbook; of a search, the rows it leaves."""
    words = search.strip()[:LONGEST_SEARCH].lower().split()
    programme = visit.programme
    names = {p.code: p.name for p in programme.parties}
    clauses = [(c.code, c.summary, names.get(c.party, c.party)) for c in programme.clauses]
    kept = [row for row in clauses if all(word in " ".join(row).lower() for word in words)]
    sheets = [Sheet("条款", ("条款", "摘要", "谁办"), kept)]
    for table in (found_in(t, words) for t in _tables(visit)):
        rows = [(*rule.cells, rule.clause) for rule in table.rules]
        sheets.append(Sheet(table.title, (*table.heads, "依据"), rows, table.note))
    head = f"{programme.title}（{programme.document_no}），版本 {programme.version}"
    return tables_book([s for s in sheets if s.rows], head, visit.now, is_demo=is_demo)


def _tables(visit: Visit) -> tuple[RuleTable, ...]:
    return tables_of(visit.programme, _places(visit), _versions(visit))


def _to(visit: Visit, path: str) -> Callable[..., str]:
    def link(**params: str) -> str:
        return with_query(path, **params, **visit.day.query)

    return link


def _places(visit: Visit) -> Places:
    """The addresses of business are for those who read business."""
    reads = visit.actor.reads

    def none(**_: str) -> str:
        return ""

    due = _ledger_day(visit)
    ledger = reverse("desk:ledger_preview", args=[due.isoformat()]) if due else ""
    return Places(
        sites=_to(visit, reverse("desk:sites")) if reads else none,
        ledger=_to(visit, ledger) if reads and ledger else none,
        ledgers=with_query(reverse("desk:ledgers"), **visit.day.query) if reads else "",
        bodies=with_query(reverse("desk:bodies"), **visit.day.query) if reads else "",
        programme=_to(visit, reverse("desk:programme")),
    )


def _ledger_day(visit: Visit) -> date | None:
    """The next issue day, else the last one."""
    days = [d.due_on for d in issue_days(visit.programme)]
    return next((d for d in days if d >= visit.day.on), days[-1] if days else None)


def _versions(visit: Visit) -> tuple[VersionLine, ...]:
    """The versions taken over, as far as they were known on the day."""
    taken = AdoptedVersion.objects.order_by("pk")
    if visit.day.known_at is not None:
        taken = taken.filter(adopted_at__lte=visit.day.known_at)
    return tuple(
        VersionLine(
            one.version,
            one.adopted_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
            _by(one.adopted_by),
            one.reason,
            one.digest[:16],
        )
        for one in taken
    )


def _by(label: str) -> str:
    """Who took a version over: the person's name, or the console."""
    if label.startswith("console"):
        return "控制台"
    person = person_by_login(label)
    return person.name if person else label

"""Issued ledgers as they are on file, and the rows of a day as they would be issued."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from qingshan.accounts.queries import names_on
from qingshan.casework.queries import dossiers
from qingshan.foundation.canonical import canonical_bytes, sha256
from qingshan.foundation.models import AdoptedVersion
from qingshan.foundation.notice import programme_of, store
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay, issue_day_for, issue_days, issue_number
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.ledger import LedgerData, compute_ledger
from qingshan.rulebook.ledger_diff import LedgerChanges, diff
from qingshan.rulebook.lineage import exists_on
from qingshan.rulebook.programme import Programme

from .models import LedgerIssue


def issue_day(programme: Programme, on: date) -> IssueDay:
    """The issue whose Thursday or due day is `on`; Problem names the neighbours when there is none."""
    days = issue_days(programme)
    for one in days:
        if on == one.due_on or on in one.nominal:
            return one
    before = [d.due_on for d in days if d.due_on < on]
    after = [d.due_on for d in days if d.due_on > on]
    raise Problem(
        "not_an_issue_day",
        on=on,
        before=before[-1] if before else "无",
        after=after[0] if after else "无",
    )


def ledger_on(programme: Programme, day: IssueDay, known_at: datetime) -> LedgerData:
    """Both ledgers as of the due day, from what was known at an instant."""
    sites = list(Site.objects.order_by("code"))
    entries = [
        (dossier, evaluate(programme, dossier, day.due_on, known_at, with_entered_against=False))
        for dossier in dossiers(sites)
        if is_registered(dossier, day.due_on, known_at)
    ]
    return compute_ledger(
        programme,
        entries,
        day.due_on,
        day,
        names_on(day.due_on),
        known_at,
        is_demo=store().is_demo,
    )


def is_registered(dossier: Dossier, on: date, known_at: datetime) -> bool:
    """Whether the site was on the register that day, as known at the instant."""
    return exists_on(dossier, on, known_at) and any(
        f.kind == "site" and f.happened_on <= on and f.recorded_at <= known_at for f in dossier.facts
    )


def frozen(issue: LedgerIssue) -> LedgerData:
    return LedgerData.from_json(json.loads(issue.rows))


def latest_for(day: IssueDay) -> LedgerIssue | None:
    """The issue in force for a due day: the last correction. Where a later version of the notice moved the due day of
    the same weeks, it is the one issued on the day they were due before."""
    issues = LedgerIssue.objects.order_by("-revision")
    found = issues.filter(due_on=day.due_on).first()
    return found or next((i for i in issues if i.weeks == list(day.weeks) and _nominal(i) == day.nominal), None)


def _nominal(issue: LedgerIssue) -> tuple[date, ...]:
    """The own days of an issue's weeks, by the version of the notice it was issued under."""
    adopted = AdoptedVersion.objects.filter(digest=issue.programme_digest).first()
    day = issue_day_for(programme_of(adopted), issue.due_on) if adopted else None
    return day.nominal if day else ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that an issue of other weeks bears already, and the day on which it would come up again."""

    number: str
    issued_for: date
    again_on: date


def numbers_taken(programme: Programme) -> list[Taken]:
    """What a version of the notice would number as something issued is numbered, in the order of days."""
    issued = {issue.number: issue for issue in LedgerIssue.objects.all()}
    last = max((issue.due_on for issue in issued.values()), default=date.max)
    days = [(issue_number(programme, day), day) for day in issue_days(programme) if day.due_on > last]
    return [
        Taken(number, issued[number].due_on, day.due_on)
        for number, day in days
        if number in issued and _nominal(issued[number]) != day.nominal
    ]


def previous_issue(due_on: date) -> LedgerIssue | None:
    """The issue in force of the last earlier day that was issued."""
    return LedgerIssue.objects.filter(due_on__lt=due_on, superseded_by=None).order_by("-due_on", "-revision").first()


def changes_since(previous: LedgerIssue | None, data: LedgerData) -> LedgerChanges:
    return diff(frozen(previous) if previous else None, data)


def issue_by_number(text: str) -> LedgerIssue:
    """By 台账编号, by due day (2019-10-24), or by week number (第 67 期, 67)."""
    found = LedgerIssue.objects.filter(number=text).first()
    if found is None:
        try:
            found = LedgerIssue.objects.filter(due_on=date.fromisoformat(text)).order_by("-revision").first()
        except ValueError:
            week = text.removeprefix("第").removesuffix("期").strip()
            issues = LedgerIssue.objects.order_by("-revision")
            found = next((i for i in issues if week.isdigit() and int(week) in i.weeks), None)
    if found is None:
        raise Problem("unknown_issue", number=text)
    return found


def rows_text(data: LedgerData) -> tuple[str, str]:
    """The rows as canonical JSON, and their SHA-256."""
    content = canonical_bytes(data.to_json())
    return content.decode(), sha256(content)

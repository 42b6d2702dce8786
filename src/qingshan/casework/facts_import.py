"""From lines of the facts workbook to records: in the order things happened, each through its action and gates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any, Protocol

from django.db import transaction

from qingshan.accounts.session import Session
from qingshan.foundation import audit
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.foundation.turn import writing
from qingshan.register.models import Site
from qingshan.rulebook.facts import RETRACTED
from qingshan.rulebook.nouns import BODY_NOUNS, BY_CODE

from .actions import ACTIONS
from .actions.site import register_site
from .attached import attached, shared_by
from .engine import Act, witness_refusal
from .entry import Line, Paper
from .facts_on_file import entered_before, registered_before
from .models import FactRow
from .queries import bodies_for, body_for, sites_for

NO_REGISTER = "register_site"
CELL_OF = {
    "unknown_site": "site_name",
    "unknown_organisation": "site_name",
    "outside_jurisdiction": "site_name",
    "unknown_record": "corrects",
    "replaced_already": "corrects",
    "reason_needed": "correct_reason",
    "missing_subject": "subject",
    "same_person": "approved_by",
    "unknown_file": "evidence",
    "future_date": "happened_on",
}
"""Problem → the column it speaks of, where it does not name a field."""
FIRST_OF_DAY = (NO_REGISTER, "amend_site", "file_document", "record_meeting", "submit_unit_plan")
"""Of one day without clock times: what others ask for comes before what asks."""


@dataclass(frozen=True)
class Book:
    """A workbook as read: its lines, SHA-256 by name of the files beside it, and its own name."""

    lines: Sequence[ReadLine]
    evidence: Mapping[str, str]
    source: str

    @cached_property
    def _said(self) -> Mapping[tuple[str, str], set[tuple[str, date]]]:
        found: dict[tuple[str, str], set[tuple[str, date]]] = {}
        for line in self.lines:
            found.setdefault((line.record_no, line.action), set()).add((line.result, line.happened_on))
        return found

    def said(self, record_no: str, action: str) -> set[tuple[str, date]]:
        """(result, day) of every line under a 记录号."""
        return self._said.get((record_no, action), set())


class ReadLine(Protocol):
    """A line as `exchange.facts_book` reads it."""

    @property
    def sheet(self) -> str: ...
    @property
    def row_no(self) -> int: ...
    @property
    def record_no(self) -> str: ...
    @property
    def site_code(self) -> str: ...
    @property
    def site_name(self) -> str: ...
    @property
    def noun(self) -> str: ...
    @property
    def action(self) -> str:
        """Empty for a retraction, which is entered by the action of what it retracts."""

    @property
    def result(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def precision(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> time | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def to(self) -> str | None: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def filled_by(self) -> str: ...
    @property
    def approved_by(self) -> str: ...
    @property
    def is_backfill(self) -> bool: ...
    @property
    def evidence(self) -> Sequence[str]: ...
    @property
    def promised_on(self) -> date | None: ...
    @property
    def corrects(self) -> str: ...
    @property
    def correct_reason(self) -> str: ...
    @property
    def places(self) -> Mapping[str, str]:
        """Key and head of every column → its cell in this line, filled or empty."""


@dataclass(frozen=True, slots=True)
class LineRefusal:
    """Why a line was refused: where it stands, and the Problem with its blockers and clauses. `cell` is that of the
    field the Problem names, else that of the 事项."""

    sheet: str
    row_no: int
    cell: str
    record_no: str
    site: str
    problem: Problem

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row_no,
            "cell": self.cell,
            "record_no": self.record_no,
            "site": self.site,
            **self.problem.as_json(),
        }


@dataclass(slots=True)
class Entered:
    """`stored` lines, `skipped` lines already on file, refusals."""

    stored: int = 0
    skipped: int = 0
    refusals: list[LineRefusal] = field(default_factory=list)


def enter_facts(
    session: Session,
    book: Book,
    *,
    accept_good: bool = False,
    dry_run: bool = False,
    before: Callable[[], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Entered:
    """Enter every line, or none when one is refused (unless `accept_good`).

    `before` writes what the lines rest on (bodies, people, files), and is undone with them.
    """
    papers = _papers(book.lines)
    entered = Entered()
    with writing():
        session = session.in_turn()
        if before:
            before()
        for number, group in enumerate(papers, start=1):
            _enter_paper(session, group, book, entered)
            if progress:
                progress(number, len(papers))
        is_undone = dry_run or (bool(entered.refusals) and not accept_good)
        if is_undone:
            transaction.set_rollback(True)
        else:
            _witness(session, entered, book.source)
    if is_undone and not dry_run:
        entered.stored = 0
        witness_refusal(session, "facts.import", [book.source], Problem("import_refused", count=len(entered.refusals)))
    return entered


def _papers(lines: Iterable[ReadLine]) -> list[list[ReadLine]]:
    """Lines that share a paper, papers in the order they happened; a correction waits for what it corrects."""
    listed = list(lines)
    groups: dict[tuple[Any, ...], list[ReadLine]] = {}
    for line in listed:
        is_alone = not line.record_no or line.result == RETRACTED
        number = (line.sheet, line.row_no) if is_alone else line.record_no
        key = (number, line.action, line.happened_on, line.at, line.corrects)
        groups.setdefault(key, []).append(line)
    own = {(line.noun, line.record_no) for line in listed if line.result != RETRACTED}
    return sorted(groups.values(), key=lambda group: _order(group, own))


def _order(group: Sequence[ReadLine], own: Collection[tuple[str, str]]) -> tuple[Any, ...]:
    """A retraction of what was on file before comes first: what is entered anew in its place must find the place free.

    `own`: noun and 记录号 of every record of the workbook itself.
    """
    first = group[0]
    turn = 1 if first.corrects else 0
    if first.result == RETRACTED:
        turn = 2 if (first.noun, first.corrects) in own else -1
    return turn, first.happened_on, first.at or time(0), first.action not in FIRST_OF_DAY


def _witness(session: Session, entered: Entered, source: str) -> None:
    if entered.stored:
        audit.append(
            at=session.now,
            actor=session.actor.label,
            action="facts.import",
            subject=source[:160],
            data={"stored": entered.stored, "skipped": entered.skipped, "refused": len(entered.refusals)},
        )


def _enter_paper(session: Session, group: Sequence[ReadLine], book: Book, entered: Entered) -> None:
    """One paper, its lines judged alone: a refused line does not take the others with it."""
    if group[0].result == RETRACTED:
        for read in group:
            _enter_retraction(session, read, book, entered)
        return
    lines: list[tuple[ReadLine, Line]] = []
    shared = shared_by(group)
    paper = Paper(group[0].happened_on)
    for read in group:
        try:
            of_paper, own = attached(
                programme_in_force(), _kind(read), read, book.evidence, shared, _category(session, read)
            )
            paper = _paper(read, of_paper, book.source) if not lines else paper
            made = _line(session, read, own)
            reference = _reference(read, book.source)
            if _is_entered(session, read, reference, made, book):
                entered.skipped += 1
                continue
            if read.action == NO_REGISTER:
                with transaction.atomic():
                    register_site(
                        session, read.values, happened_on=read.happened_on, source=book.source, code=read.site_code
                    )
                entered.stored += 1
                continue
            lines.append((read, made))
        except Problem as problem:
            entered.refusals.append(_refused(read, problem))
    if not lines:
        return
    first = lines[0][0]
    act = ACTIONS[first.action]
    try:
        outcome = act(session, paper, [line for _, line in lines], accept_good=True)
    except Problem as problem:
        if len(lines) == 1 or not problem.blockers:
            entered.refusals.extend(_refused(read, problem) for read, _ in lines)
        else:
            _enter_apart(session, lines, paper, entered)
        return
    entered.stored += len(outcome.facts)
    entered.refusals.extend(_refused(lines[r.line][0], r.problem) for r in outcome.refusals)


def _enter_retraction(session: Session, read: ReadLine, book: Book, entered: Entered) -> None:
    """The record is taken back by the action that made it, with that action's permission; it stays on file."""
    try:
        row = _retracted(session, read)
        if FactRow.objects.filter(replaces=row.key, result=RETRACTED).exists():
            entered.skipped += 1
            return
        line = Line(row.file_code, RETRACTED, subject=row.subject, corrects=row.key)
        _act_of(row)(session, _paper(read, (), book.source), [line])
        entered.stored += 1
    except Problem as problem:
        entered.refusals.append(_refused(read, problem))


def _act_of(row: FactRow) -> Act:
    found = next(
        (act for act in ACTIONS.values() if act.action.kind == row.kind and row.result in act.action.results), None
    )
    if found is None:
        why = "登记不能作废：登记错了的用“变更登记”改正。"
        raise Problem("bad_value", field="更正记录号", value=row.record.reference or row.key, why=why)
    return found


def _retracted(session: Session, read: ReadLine) -> FactRow:
    """The one record a retraction names; the site or body may be left out where the paper is about one only."""
    kinds = {action.kind for action in BY_CODE[read.noun].actions}
    seen = bodies_for(session.actor) if read.noun in BODY_NOUNS else sites_for(session.actor)
    rows = (
        FactRow.objects.filter(kind__in=kinds, **{f"{_owner(read)}__in": seen})
        .exclude(result=RETRACTED)
        .select_related("site", "body", "record")
    )
    if read.site_code or read.site_name:
        rows = rows.filter(**{f"{_owner(read)}__code": _file_code(session, read)})
    found = list(rows.filter(key=read.corrects)) or list(rows.filter(record__reference=read.corrects).order_by("pk"))
    if read.subject:
        found = [row for row in found if row.subject == read.subject]
    if not found:
        raise Problem("unknown_record", record=read.corrects)
    if len(found) > 1:
        follower = {row.key: FactRow.objects.filter(replaces=row.key).first() for row in found}
        live = [row for row in found if follower[row.key] is None]
        # All replaced: the one taken back already is meant again.
        live = live or [row for row in found if (later := follower[row.key]) and later.result == RETRACTED]
        if len(live) != 1:
            names = "、".join(dict.fromkeys(f"{_named(row)}{row.subject and f'（{row.subject}）'}" for row in found))
            why = f"有几条记录：{names}。请写明是哪一处、哪一个。"
            raise Problem("bad_value", field="更正记录号", value=read.corrects, why=why)
        found = live
    return found[0]


def _owner(read: ReadLine) -> str:
    """The column of the spine that says whose file a line goes into."""
    return "body" if read.noun in BODY_NOUNS else "site"


def _named(row: FactRow) -> str:
    return row.site.name if row.site is not None else row.file_code


def _enter_apart(session: Session, lines: Sequence[tuple[ReadLine, Line]], paper: Paper, entered: Entered) -> None:
    """Every line was refused together: say for each its own reasons."""
    for read, line in lines:
        try:
            ACTIONS[read.action](session, paper, [line])
            entered.stored += 1
        except Problem as problem:
            entered.refusals.append(_refused(read, problem))


def _refused(read: ReadLine, problem: Problem) -> LineRefusal:
    site = read.site_name or read.site_code
    return LineRefusal(read.sheet, read.row_no, _cell(read, problem), read.record_no, site, problem)


def _cell(read: ReadLine, problem: Problem) -> str:
    named = str(problem.params.get("field") or problem.params.get("fields") or "").split("、")[0]
    return read.places.get(named) or read.places.get(CELL_OF.get(problem.code, "")) or read.places.get("result", "")


def _reference(read: ReadLine, source: str) -> str:
    return read.record_no or f"{source[:60]}#{read.sheet}{read.row_no}"


def _category(session: Session, read: ReadLine) -> str:
    """The file category of a line's site, "" where it is not known yet."""
    if not read.promised_on or read.evidence or read.action == NO_REGISTER or read.noun in BODY_NOUNS:
        return ""
    return Site.objects.filter(code=_site_code(session, read)).values_list("category", flat=True).first() or ""


def _kind(read: ReadLine) -> str:
    return "site" if read.action == NO_REGISTER else ACTIONS[read.action].action.kind


def _paper(read: ReadLine, evidence: tuple[dict[str, Any], ...], source: str) -> Paper:
    return Paper(
        happened_on=read.happened_on,
        precision=read.precision or "day",
        text=read.text,
        at=read.at,
        filled_by=read.filled_by,
        approved_by=read.approved_by,
        is_backfill=read.is_backfill,
        evidence=evidence,
        correct_reason=read.correct_reason,
        source=f"{source}·{read.sheet}·第 {read.row_no} 行"[:300],
        reference=_reference(read, source)[:80],
    )


def _line(session: Session, read: ReadLine, evidence: tuple[dict[str, Any], ...]) -> Line:
    if read.action == NO_REGISTER:
        return Line(read.site_code, read.result, read.values)
    site = _file_code(session, read)
    corrects = _corrected(read, site) if read.corrects else ""
    return Line(site, read.result, read.values, read.subject, read.to, corrects, evidence=evidence)


def _file_code(session: Session, read: ReadLine) -> str:
    """The code of the site or body a line is about. What this person cannot see is refused like what is not there,
    before anything on its file is looked at."""
    if read.noun not in BODY_NOUNS:
        return _site_code(session, read)
    return body_for(session.actor, read.site_code or read.site_name).code


def _site_code(session: Session, read: ReadLine) -> str:
    seen = sites_for(session.actor)
    if read.site_code:
        if not session.actor.sees_all and not seen.filter(code=read.site_code).exists():
            raise Problem("unknown_site", site=read.site_code)
        return read.site_code
    named = seen.filter(name=read.site_name)
    found = list(named.values_list("code", flat=True)[:2])
    if len(found) > 1:  # of the children of a split taken back and told anew, those that are there are meant
        found = list(named.exclude(status__outcome="voided").values_list("code", flat=True)[:2])
    if len(found) == 1:
        return found[0]
    raise Problem("unknown_site", site=read.site_name or "（没有写矿山编号或名称）")


def _corrected(read: ReadLine, site: str) -> str:
    """The fact a line corrects: named by its key, or by the 记录号 of its paper."""
    action = ACTIONS[read.action].action
    rows = FactRow.objects.filter(kind=action.kind, **{f"{_owner(read)}__code": site})
    row = rows.filter(key=read.corrects).first() or rows.filter(record__reference=read.corrects).order_by("pk").last()
    if row is None:
        raise Problem("unknown_record", record=read.corrects)
    return row.key


def _is_entered(session: Session, read: ReadLine, reference: str, line: Line, book: Book) -> bool:
    if read.action == NO_REGISTER:
        return registered_before(sites_for(session.actor), read.site_code, read.values)
    said = book.said(read.record_no, read.action)
    act, owner = ACTIONS[read.action], _owner(read)
    return entered_before(act, reference, line, read.happened_on, read.at, read.evidence, said, owner=owner)

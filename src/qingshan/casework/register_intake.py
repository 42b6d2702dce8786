"""A register on its way in: read, matched with the register, told in one report; the same for the command and the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qingshan.accounts.queries import street_names
from qingshan.accounts.session import Session
from qingshan.exchange.annotated import annotate
from qingshan.exchange.mappings import meaning
from qingshan.exchange.register import Complaint, Options, RegisterReading, read_register
from qingshan.exchange.register.complaints import ComplaintBook
from qingshan.exchange.register.complaints import Problem as Complained
from qingshan.exchange.register.heads import head_key
from qingshan.foundation.canonical import digest
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.register.mappings import heads_of
from qingshan.rulebook.consistency import AREAS
from qingshan.rulebook.facts import beijing_day
from qingshan.rulebook.findings import nearest
from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.programme import Programme

from .polygon_twins import drawn, twins
from .register_import import Change, Emptied, Entry, Imported, ImportPlan, Progress, apply_import, plan_import
from .register_near import Near
from .row_refusals import RowsRefused
from .shape import lists_of, value_said

COMPLAINT_KEYS = ("file", "sheet", "cell", "value", "code", "reason", "hint", "blocking")
PLACED_KEYS = ("file", "sheet", "column", "head", "field", "name", "by")
UNPLACED_KEYS = ("file", "sheet", "column", "head", "samples", "guesses")


@dataclass(frozen=True, slots=True)
class Intake:
    """`plan` is None while something must be corrected first. `heads`: what was taught of the sender's heads."""

    reading: RegisterReading
    plan: ImportPlan | None
    programme: Programme
    sender: str
    heads: Mapping[str, str]
    further: tuple[Complaint, ...] = ()
    """What is said of rows beside the file and the register: areas drawn alike; of the gates, once asked (`tried`)."""

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        return (*self.reading.complaints, *self.further)

    @property
    def is_blocked(self) -> bool:
        return self.plan is None or any(c.blocking for c in self.further)

    @property
    def basis(self) -> dict[str, str]:
        """What the plan rests on beside the file, each as a digest: to say later which of them changed."""
        return {
            "programme": self.programme.digest,
            "heads": digest(dict(sorted(self.heads.items()))),
            "files": digest(sorted(f.sha256 for f in self.reading.files)),
        }

    @property
    def digest(self) -> str:
        """SHA-256 of everything an import would write."""
        plan = self.plan
        if plan is None:
            return ""
        return digest(
            {
                "new": [entry.values for entry in plan.new],
                "changed": [[entry.code, entry.values] for entry in plan.changed],
                "changes": [[c.site, c.field, c.before, c.after] for c in plan.changes],
                "same": plan.same,
            }
        )


def may_look(session: Session) -> None:
    """Problem for who keeps no register: the plan tells what is on file of every site of the district."""
    actor = session.actor
    permissions = {
        gate.permission for gate in programme_in_force().gates if gate.action in ("register_site", "amend_site")
    }
    if not actor.is_console and (actor.streets is not None or not any(actor.may(one) for one in permissions)):
        party = programme_in_force().called("office", "办公室")
        raise Problem("not_allowed", who=actor.name, title="导入名册", party=party)


def take_in(
    paths: Sequence[Path],
    *,
    sender: str = "",
    heads: Mapping[str, str] | None = None,
    keep: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Intake:
    """Read registers as the notice in force and the sender's saved mappings say. `heads` come before those saved.

    `keep` keeps the sheets, for `annotated`. Writes nothing.
    """
    programme = programme_in_force()
    taught = {**heads_of(sender), **(heads or {})}
    reading = read_register(
        paths,
        programme.register,
        lists_of(programme),
        street_names(),
        region=programme.region,
        options=Options(programme.district, taught, keep, progress),
    )
    plan = None if reading.is_blocked else plan_import(reading.rows)
    return Intake(reading, plan, programme, sender, taught, drawn_alike(plan) if plan is not None else ())


def drawn_alike(plan: ImportPlan) -> tuple[Complaint, ...]:
    """A word on every area of a row that has exactly the corners of another site's."""
    entries = {f"{e.values.get('name')}（第 {e.row.row_no} 行）": e for e in (*plan.new, *plan.changed)}
    new = [area for label, entry in entries.items() for area in drawn(label, entry.values)]
    own = {entry.code for entry in plan.changed}
    known = [a for code, values in plan.known.items() if code not in own for a in drawn(_label(code, values), values)]
    book = ComplaintBook()
    for one, other in twins(new, known):
        entry = entries[one.label]
        params = {"name": entry.values.get("name"), "area": AREAS[one.key][0], "other": other.label}
        row = entry.row
        book.take(Complained("polygon_twin", params), row.file, row.sheet, row.cells.get(one.key, ""))
    return book.all()


def _label(code: str, values: Mapping[str, Any]) -> str:
    return f"{values.get('name') or code}（{code}）"


def tried(
    session: Session, intake: Intake, *, on: date | None, source: str, progress: Progress | None = None
) -> Intake:
    """The intake with all that an import of it would be refused for: the import itself is run, and taken back."""
    if intake.plan is None:
        return intake
    try:
        bring_in(session, intake, on=on, source=source, is_trial=True, progress=progress)
    except RowsRefused as refused:
        return replace(intake, further=(*intake.further, *(one.complaint() for one in refused.refusals)))
    return intake


def bring_in(
    session: Session,
    intake: Intake,
    *,
    on: date | None,
    source: str,
    is_trial: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Write the plan. What is new holds from `on`, or from the notice's first day; what changes, from `on` or today."""
    if intake.plan is None:
        raise ValueError("a blocked intake has no plan")
    return apply_import(
        session,
        intake.plan,
        happened_on=on or first_day(intake.programme),
        amended_on=on or beijing_day(session.now),
        source=source,
        is_trial=is_trial,
        progress=progress,
    )


def first_day(programme: Programme) -> date:
    """The day a register is taken to hold from: the notice's first phase, or its issue."""
    return min([programme.issued_on, *(p.starts_on for p in programme.phases)])


def annotated(intake: Intake, at: datetime) -> bytes:
    """The annotated copy, an .xlsx; the intake must have kept its sheets."""
    return annotate(intake.reading.tables, intake.complaints, at)


def unknown_heads(intake: Intake, heads: Mapping[str, str]) -> dict[str, str]:
    """Of the heads a clerk explained, those that stand in none of the sheets read → a hint which ones do."""
    reading = intake.reading
    heads_read = [*(p.head for p in reading.placed), *(u.head for u in reading.unplaced)]
    present = {head_key(head): head for head in heads_read}
    return {h: nearest(h, present.values()) for h in heads if present and head_key(h) not in present}


# ── the report


def report_of(intake: Intake) -> dict[str, Any]:
    """What a reading found and an import would do. Keys: complaints, unplaced, understood, rows, stored; and when
    nothing blocks: new, changed, alike, near, same, emptied."""
    reading, plan = intake.reading, intake.plan
    report: dict[str, Any] = {
        "sender": intake.sender,
        "complaints": [_with_clause(_keys(c, COMPLAINT_KEYS), intake.programme) for c in intake.complaints],
        "unplaced": [_keys(u, UNPLACED_KEYS) for u in reading.unplaced],
        "understood": [_keys(p, PLACED_KEYS) for p in reading.placed],
        "rows": len(reading.rows),
        "stored": False,
    }
    if plan is None:
        return report
    say = Sayer(intake.programme)
    return report | {
        "new": len(plan.new),
        "changed": [_change_json(change, say) for change in plan.changes],
        "alike": [_alike_json(entry) for entry in plan.new if entry.alike],
        "near": [_near_json(plan.new[one.index], one) for one in plan.near],
        "same": plan.same,
        "emptied": [_emptied_json(one, say) for one in plan.emptied],
    }


def _keys(item: Any, keys: Sequence[str]) -> dict[str, Any]:
    found = {key: getattr(item, key) for key in keys}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}


def _with_clause(complaint: dict[str, Any], programme: Programme) -> dict[str, Any]:
    gate = programme.gate("register_site")
    return complaint | {"clause": gate.clause if gate else ""}


def _change_json(change: Change, say: Sayer) -> dict[str, Any]:
    found = {key: getattr(change, key) for key in ("site", "name", "field", "before", "after")}
    before, after = (say.value(change.field, value) for value in (change.before, change.after))
    return found | {"said": f"{change.name}（{change.site}） {say.field(change.field)}：{before} → {after}"}


def _emptied_json(one: Emptied, say: Sayer) -> dict[str, Any]:
    found = {key: getattr(one, key) for key in ("site", "name", "field", "before", "cell")}
    words = f"写的是“{one.said}”" if one.said else "空着"
    said = (
        f"{one.name}（{one.site}） {say.field(one.field)}：{one.cell} {words}，"
        f"档案里是 {say.value(one.field, one.before)}，照旧保留"
    )
    return found | {"file": one.row.file, "sheet": one.row.sheet, "text": one.said, "said": said}


def _alike_json(entry: Entry) -> dict[str, Any]:
    return {"name": entry.values["name"], "site": entry.alike, "file": entry.row.file, "row": entry.row.row_no}


def _near_json(entry: Entry, near: Near) -> dict[str, Any]:
    name = entry.values["name"]
    said = f"{name} 离{near.other_name}（{near.other or '同一份名册'}）只有 {near.metres} 米，可能是同一处，请核对。"
    return {
        "name": name,
        "other": near.other,
        "other_name": near.other_name,
        "metres": near.metres,
        "file": entry.row.file,
        "row": entry.row.row_no,
        "said": said,
    }


class Sayer:
    """Values of a site in the words of the office: names of fields and codes, dates as they were read."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._streets = {code: names[0] for code, names in street_names().items()}

    @staticmethod
    def field(key: str) -> str:
        return meaning(key)

    def value(self, key: str, value: Any) -> str:
        field = SITE.field(key)
        if key == "street" and value:
            return self._streets.get(str(value), str(value))
        return value_said(self._programme, field, value) if field is not None else str(value or "（空）")

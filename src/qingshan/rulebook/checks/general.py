"""Checks on stages, outcome, debts, records on file, persons and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..facts import Fact
from ..nouns import NOUNS
from ..standing import day_of
from ..status import Blocker
from ..values import number, text

if TYPE_CHECKING:
    from ..look import Look

OUTCOME_NAMES = {
    "active": "在办",
    "not_included": "未纳入治理范围",
    "closed": "已销号",
    "merged": "已合并",
    "split": "已拆分",
    "transferred": "已移交",
    "voided": "已作废",
}


def satisfied(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The stage is reached (for the entry's own package, where it counts over packages), exempt or not applicable."""
    code = params["stage"]
    if look.course.is_satisfied(code, look.part_for(code)):
        return
    stage = look.course.tables.by_code[code].stage
    yield look.blocker("stage_open", stage=code, stage_name=stage.name, party=stage.party, stage_clause=stage.clause)


def not_reached(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The stage is still open, for the entry's own part where it has one."""
    code = params["stage"]
    if look.course.is_reached(code, look.part_for(code)):
        stage = look.course.tables.by_code[code].stage
        yield look.blocker("stage_reached_already", stage=code, stage_name=stage.name)


def outcome_is(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The case is in one of these outcomes."""
    outcome = look.outcome().value
    if outcome not in params["outcomes"]:
        wanted = "或".join(OUTCOME_NAMES.get(o, o) for o in params["outcomes"])
        yield look.blocker("outcome_differs", outcome=outcome, outcome_name=OUTCOME_NAMES[outcome], wanted=wanted)


def no_debts(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Nothing is owed by the stages behind the case; each debt is a blocker of its own, with its own clause."""
    ignored = params.get("ignore_stages", ())
    for debt in look.debts():
        if debt.stage not in ignored and debt.blocker is not None:
            yield debt.blocker


def on_file(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A record of this kind with one of these results is on file."""
    if not look.course.of(_names(params)):
        yield look.blocker("not_on_file", **_wanted(params))


def subject_on_file(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """What the entry speaks of (the plan version, the notice, the complaint) is itself on file."""
    found = look.course.of(_names(params))
    if look.entry is None:
        if not found:
            yield look.blocker("not_on_file", **_wanted(params))
    elif all(f.subject != look.entry.subject for f in found):
        yield look.blocker("subject_not_on_file", subject=look.entry.subject, **_wanted(params))


def subject_live(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """What the entry speaks of is on file and was not ended since."""
    found = look.course.of(_names(params))
    if look.entry is not None:
        found = [f for f in found if f.subject == look.entry.subject]
    if not any(_is_live(look, f) for f in found):
        subject = look.entry.subject if look.entry is not None else ""
        yield look.blocker("subject_not_live", subject=subject, **_wanted(params))


def subject_unused(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The entry names its subject, and no such record of it is on file yet."""
    if look.entry is None:
        return
    if not look.entry.subject:
        yield look.blocker("subject_not_named", **_wanted(params))
    elif any(f.subject == look.entry.subject for f in look.course.of(_names(params))):
        yield look.blocker("subject_used", subject=look.entry.subject, **_wanted(params))


def awaits_answer(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """What the entry answers was handed in after its last answer: an answer given stands until it is handed in anew."""
    if look.entry is None:
        return
    answers = tuple(f"{params['kind']}.{result}" for result in params["answers"])
    own = [f for f in look.course.of((*_names(params), *answers)) if f.subject == look.entry.subject]
    if own and own[-1].name in answers:
        on = own[-1].happened_on.isoformat()
        yield look.blocker("answered_already", subject=look.entry.subject, on=on, **_wanted(params))


def rows_differ(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """No two rows of a sub-table say the same under `key`."""
    told = Counter(str(row.get(params["key"])) for row in look.payload.get(params["field"]) or () if row)
    twice = [value for value, times in told.items() if times > 1]
    if twice:
        yield look.blocker("rows_alike", field_name=look.field_name(params["field"]), values=twice)


def parts_present(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Each of these fields is filled in."""
    if look.entry is None:
        return
    missing = [look.field_name(key) for key in params["fields"] if look.payload.get(key) in (None, "", [], ())]
    if missing:
        yield look.blocker("parts_missing", missing=missing)


def not_before_entry(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The day in a field is not before the day of the entry."""
    told = day_of(look.payload.get(params["field"]))
    if look.entry is not None and told is not None and told < look.entry.happened_on:
        on = look.entry.happened_on.isoformat()
        yield look.blocker(
            "day_before_entry", field_name=look.field_name(params["field"]), told=told.isoformat(), on=on
        )


def _is_live(look: Look, fact: Fact) -> bool:
    """The record still counts for a stage it reaches or begins, and what it opened is not cancelled."""
    course = look.course
    for kind, table in course.tables.parts.items():
        if fact.name in table.opened and fact.subject and fact.subject not in course.live_parts(kind):
            return False
    asked = [
        course.undone_by(row, fact, (fact.subject or None) if row.stage.each else None, begins=begins) is None
        for row in course.tables.rows
        for names, begins in ((row.names, False), (row.begin_names, True))
        if fact.name in names
    ]
    return any(asked) if asked else True


def two_persons(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Two named persons are not the same (填报人 ≠ 审核人). A missing name is asked for by the form."""
    first, second = (text(look.payload.get(params[k])) for k in ("first", "second"))
    if first and first == second:
        yield look.blocker(
            "same_person",
            person=first,
            first=look.field_name(params["first"]),
            second=look.field_name(params["second"]),
        )


_DOERS = ("verified_by", "approved_by", "countersigned_by", "investigator", "checked_by")
_EARLIER_DOERS = ("filled_by", "surveyor", "investigator")


def other_person(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Whoever checks is not the one who made the record of `kind` that is checked."""
    earlier = [f for f in look.course.facts if f.kind == params["kind"] and _same_subject(look, f)]
    if look.entry is None or not earlier:
        return
    made = {text(earlier[-1].payload.get(k)) for k in _EARLIER_DOERS}
    for key in _DOERS:
        person = text(look.payload.get(key))
        if person and person in made:
            yield look.blocker("checks_own_work", person=person, role=look.field_name(key))
            return


def _same_subject(look: Look, fact: Fact) -> bool:
    """Records about another complaint or plan say nothing here; a record about the whole site always does."""
    return look.entry is None or not fact.subject or not look.entry.subject or fact.subject == look.entry.subject


def at_least(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A field holds at least `n`: so many rows or choices, or a number of that size."""
    if look.entry is None:
        return
    value = look.payload.get(params["field"])
    have = len(value) if isinstance(value, (list, tuple)) else number(value) or 0
    if have < params["n"]:
        yield look.blocker(
            "too_few",
            field=params["field"],
            field_name=look.field_name(params["field"]),
            have=str(have),
            need=params["n"],
        )


def _names(params: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{params['kind']}.{result}" for result in params["results"])


def _wanted(params: Mapping[str, Any]) -> dict[str, str]:
    words = [
        word
        for noun in NOUNS
        for action in noun.actions
        for result, word in action.results.items()
        if action.kind == params["kind"] and result in params["results"]
    ]
    return {"kind": params["kind"], "wanted": "、".join(words) or params["kind"]}

"""What a record says in one line: its result in words and the few figures worth reading beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.desk.words import hectares, partial, wan
from qingshan.rulebook.facts import Fact
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns import NOUNS, Field, Noun
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.sentences import fact_name

BY_KIND: dict[str, Noun] = {action.kind: noun for noun in NOUNS for action in noun.actions}

SHOWN: dict[str, tuple[str, ...]] = {
    "site": ("owner",),
    "survey": ("total_area_m2", "treatable_area_m2"),
    "verification": ("opinion",),
    "scope": ("document_no", "reason", "explanation"),
    "responsibility": ("body", "mode", "order_no", "order_due_on", "substituted_by", "recovery_amount", "reason"),
    "plan": ("institute", "treat_area_m2", "investment"),
    "review": ("document_no", "opinion"),
    "batch": ("year", "document_no", "reason"),
    "funding": ("source", "amount", "document_no"),
    "budget": ("level", "year", "amount", "document_no"),
    "fund_application": ("fund_name", "amount", "reason"),
    "procedure": ("step", "document_no", "basis", "amount", "reason"),
    "patrol": ("finding", "rectify_by", "rectification"),
    # Who is pursued may be a private person: the file shows the paper's number and how it ended.
    "enforcement": ("document_no", "fine", "transferred_to", "executor", "recovery_state", "reason"),
    "recheck": ("finding", "handle_by", "handling"),
    "works": ("done_area_m2", "milestone", "narrative", "reason", "contractor"),
    "acceptance": ("measured_area_m2", "problems", "fix_by"),
    "recognition": ("document_no", "opinion", "fix_by"),
    "publicity": ("channel", "reason"),
    # What was complained of may name people: the file shows how it came and how it ended, the paper has the rest.
    "complaint": ("channel", "conclusion"),
    "report": ("ledger_no",),
    "audit": ("document_no", "opinion"),
    "signature": ("signed_by",),
    "filing": ("document_no", "opinion"),
    "document": ("slot", "title", "promised_on"),
    "weekly": ("progress", "no_progress_reason"),
    "waiver": ("stages", "until", "document_no", "approver"),
    "gate_waiver": ("action", "check", "until", "document_no"),
    "extension": ("stage", "until", "document_no", "approver"),
    "exception": ("document_no", "reason"),
    "lineage": ("into", "to_body", "children", "document_no", "reason"),
    "handover": ("street", "document_no", "reason"),
    "review_request": ("meeting", "meet_on", "document_no"),
    "draw": ("meeting", "drawn_by", "drawn", "seed_sha256"),
}
"""Kind → the fields shown, in this order, those that are filled."""

UNNAMED = frozenset(
    {
        "opinion",
        "explanation",
        "narrative",
        "milestone",
        "progress",
        "source",
        "title",
        "slot",
        "channel",
        "year",
        "body",
        "institute",
        "mode",
        "problems",
        "owner",
        "no_progress_reason",
        "step",
        "finding",
        "rectification",
        "handling",
        "level",
        "fund_name",
        "stages",
        "stage",
        "action",
        "check",
        "meeting",
    }
)
"""Fields whose value speaks for itself; the others are shown with their names."""

NEGATIVE = frozenset(
    {
        "acceptance.failed",
        "review.rejected",
        "recognition.refused",
        "filing.revoked",
        "complaint.received",
        "recheck.rebound",
    }
)
TURNED = frozenset(
    {
        "acceptance.recheck",
        "review.revise",
        "verification.returned",
        "recognition.feedback",
        "works.reopened",
        "works.suspended",
        "publicity.interrupted",
        "audit.returned",
        "signature.returned",
        "filing.returned",
        "plan.withdrawn",
        "batch.removed",
        "patrol.found",
        "procedure.failed",
        "responsibility.substituted",
        "responsibility.uncollectable",
        "fund_application.refused",
        "exception.revoked",
        "lineage.split",
        "lineage.merged",
        "lineage.transferred",
        "lineage.voided",
        "handover.handed_over",
    }
)
WEIGHTY = frozenset(
    {
        "scope.included",
        "scope.excluded",
        "review.passed",
        "works.completed",
        "acceptance.passed",
        "recognition.granted",
        "publicity.certified",
        "filing.filed",
    }
)
LONGEST = 60


def title_of(fact: Fact) -> str:
    """The result in words."""
    words = fact_name(fact.name)
    return words if words != fact.name else f"{fact.kind}.{fact.result}"


def tone_of(fact: Fact) -> str:
    return "late" if fact.name in NEGATIVE else "soon" if fact.name in TURNED else ""


def text_of(programme: Programme, fact: Fact) -> str:
    """The figures worth reading of a record, one line."""
    noun = BY_KIND.get(fact.kind)
    if noun is None:
        return ""
    if fact.name == "site.amended":
        changed = [f.name for f in noun.fields if f.key in fact.payload]
        return "、".join(changed[:6]) + ("等" if len(changed) > 6 else "")
    said = []
    for key in SHOWN.get(fact.kind, ()):
        field = noun.field(key)
        value = fact.payload.get(key)
        if field is None or field.secret or value in (None, "", []):
            continue
        words = value_words(programme, field, value)
        said.append(words if key in UNNAMED else f"{field.name} {words}")
    if fact.subject and noun.code != "document":
        said.append(f"编号 {fact.subject}")
    return _cut("，".join(said))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def value_words(programme: Programme, field: Field, value: Any) -> str:
    """A payload value as a reader writes it: 公顷, 万元, the words of code lists, 是 and 否."""
    match field.type:
        case "area":
            return f"{hectares(value)} 公顷"
        case "money":
            return f"{wan(value)} 万元"
        case "bool":
            return "是" if value else "否"
        case "partial":
            return partial(value)
        case "enum":
            return list_words(programme, field.list).get(str(value), str(value))
        case "multi":
            known = list_words(programme, field.list)
            return "、".join(known.get(str(v), str(v)) for v in value)
        case "rows":
            return f"{len(value)} 条"
        case "geometry":
            return shape_words(value)
        case _:
            return str(value)


def shape_words(value: Mapping[str, Any]) -> str:
    """An area by its size and where it came from."""
    from qingshan.rulebook.geometry import area_m2, shape_in  # noqa: PLC0415 - loads numpy; few records have a shape

    shape = shape_in(value)
    drawn = f"图上 {area_m2(shape) / 10_000:.2f} 公顷，" if shape is not None else ""
    return f"{drawn}{value.get('crs', '')}"


def list_words(programme: Programme, name: str) -> Mapping[str, str]:
    """Code → word of a list: `lists:x` of the field, `programme:x` of the notice."""
    owner, _, code = name.partition(":")
    if owner == "lists":
        return LISTS.get(code, {})
    match code:
        case "categories":
            return {c.code: c.name for c in programme.categories}
        case "slots":
            return {s.code: s.name for s in programme.slots}
        case "complaint_conclusions":
            return programme.complaints.conclusions
        case "stages":
            return {s.code: s.name for s in programme.stages}
        case "batches":
            return {b.batch: f"{b.batch} 年度" for b in programme.batches}
    found = programme.code_list(code)
    return found.items if found else {}

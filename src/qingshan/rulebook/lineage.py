"""How sites descend from each other: what a split leaves to its children, and what must hold between files.

Children of a split start with copies that name their origin (design §1a); a merged site names the one it went into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from .facts import Dossier, Fact
from .standing import standing_facts
from .values import rows, text

LINEAGE_KIND = "lineage"
MERGED, SPLIT, VOIDED = "lineage.merged", "lineage.split", "lineage.voided"


def inherited(parent: Dossier, child: str, on: date, recorded_at: datetime) -> tuple[Fact, ...]:
    """Copies of the parent's standing facts up to the day of the split, for the child's file.

    Each copy keeps its days and says in payload `origin` which site and fact it comes from. Corrected and retracted
    records are not copied, nor are register acts, which are the parent's own.
    """
    return tuple(
        replace(
            fact,
            id=f"{child}:{fact.id}",
            recorded_at=recorded_at,
            replaces="",
            payload={**fact.payload, "origin": {"site": parent.site, "fact": fact.id}},
        )
        for fact in standing_facts(parent.facts)
        if fact.happened_on <= on and fact.kind != LINEAGE_KIND
    )


def register_act(facts: Iterable[Fact]) -> Fact | None:
    """The last standing act that took the site off the register, of any day; None while it is on it."""
    acts = [fact for fact in standing_facts(facts) if fact.kind == LINEAGE_KIND]
    return acts[-1] if acts else None


def children_of(act: Fact) -> tuple[str, ...]:
    """The codes of the sites a split made."""
    return tuple(text(row.get("code")) for row in rows(act.payload.get("children")) if text(row.get("code")))


def act_words(act: Fact, names: Mapping[str, str]) -> str:
    """并入…, 拆分为…, 移交… with the paper's number and day. `names`: code of a site → its name."""
    payload = act.payload
    match act.result:
        case "merged":
            into = text(payload.get("into"))
            told = f"并入{names.get(into, into)}"
        case "split":
            told = "拆分为" + "、".join(names.get(code, code) for code in children_of(act))
        case "transferred":
            told = f"移交{text(payload.get('to_body'))}"
        case _:
            told = f"登记作废：{text(payload.get('reason'))}"
    return " ".join(part for part in (told, text(payload.get("document_no")), act.happened_on.isoformat()) if part)


@dataclass(frozen=True, slots=True)
class LineageFault:
    """`code`: unknown_target, void_target, circle, unknown_child, no_copies, split_undone, origin_gone, origin_differs."""

    site: str
    code: str
    other: str


def lineage_faults(dossiers: Sequence[Dossier]) -> tuple[LineageFault, ...]:
    """What does not hold between the files of a register: targets, children, and the origins copies name."""
    by_site = {d.site: d for d in dossiers}
    acts = {d.site: act for d in dossiers if (act := register_act(d.facts)) is not None}
    return tuple(
        fault
        for dossier in dossiers
        for fault in (
            *_merge_faults(dossier.site, acts, by_site),
            *_split_faults(dossier.site, acts, by_site),
            *_origin_faults(dossier, acts, by_site),
        )
    )


def _merge_faults(site: str, acts: Mapping[str, Fact], known: Mapping[str, Dossier]) -> Iterator[LineageFault]:
    act = acts.get(site)
    if act is None or act.name != MERGED:
        return
    into, seen = text(act.payload.get("into")), {site}
    if into not in known:
        yield LineageFault(site, "unknown_target", into)
        return
    while True:
        if into in seen:
            yield LineageFault(site, "circle", into)
            return
        seen.add(into)
        following = acts.get(into)
        if following is None or following.name != MERGED:
            break
        into = text(following.payload.get("into"))
    if following is not None and following.name == VOIDED:
        yield LineageFault(site, "void_target", into)


def _split_faults(site: str, acts: Mapping[str, Fact], known: Mapping[str, Dossier]) -> Iterator[LineageFault]:
    act = acts.get(site)
    if act is None or act.name != SPLIT:
        return
    for code in children_of(act):
        child = known.get(code)
        if child is None:
            yield LineageFault(site, "unknown_child", code)
        elif not any(origin == site for origin, _ in _origins(child)):
            yield LineageFault(site, "no_copies", code)


def _origins(dossier: Dossier) -> Iterator[tuple[str, Fact]]:
    """The site each copy of a file comes from, beside the copy."""
    for fact in dossier.facts:
        origin = fact.payload.get("origin")
        if isinstance(origin, Mapping):
            yield text(origin.get("site")), fact


def _origin_faults(dossier: Dossier, acts: Mapping[str, Fact], known: Mapping[str, Dossier]) -> Iterator[LineageFault]:
    is_on = dossier.site not in acts
    for parent in dict.fromkeys(site for site, _ in _origins(dossier)):
        act = acts.get(parent)
        is_made = act is not None and act.name == SPLIT and dossier.site in children_of(act)
        if is_on and not is_made:
            yield LineageFault(dossier.site, "split_undone", parent)
        originals = {f.id: f for f in known[parent].facts} if parent in known else {}
        for site, copy in _origins(dossier):
            if site != parent:
                continue
            original = originals.get(text(copy.payload["origin"].get("fact")))
            if original is None:
                yield LineageFault(dossier.site, "origin_gone", copy.id)
            elif not _is_copy(copy, original):
                yield LineageFault(dossier.site, "origin_differs", copy.id)


def _is_copy(copy: Fact, original: Fact) -> bool:
    """The same but for who holds it and when it was entered; its origin is its own."""
    payload = {key: value for key, value in copy.payload.items() if key != "origin"}
    first = {key: value for key, value in original.payload.items() if key != "origin"}
    same = replace(copy, id=original.id, recorded_at=original.recorded_at, replaces=original.replaces)
    return same == original and payload == first

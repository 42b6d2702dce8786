"""How sites descend from each other: what a split leaves to its children, and what must hold between files.

Children of a split start with copies that name their origin (design §1a); a merged site names the one it went into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from .facts import RETRACTED, Dossier, Fact
from .shares import DAMAGE_AREA, Share, shares_of
from .standing import day_of, standing_facts
from .values import hectares, number, rows, text

LINEAGE_KIND = "lineage"
MERGED, SPLIT, VOIDED = "lineage.merged", "lineage.split", "lineage.voided"


def inherited(
    parent: Dossier, child: str, on: date, recorded_at: datetime, share: Share | None = None
) -> tuple[Fact, ...]:
    """Copies of the parent's standing facts up to the day of the split, for the child's file.

    Each copy keeps its days and says in payload `origin` which site and fact it comes from, on which day the child came
    into being and, with a `share`, which child keeps the accounts. Corrected and retracted records are not copied, nor
    are register acts, which are the parent's own.
    """
    copies = (fact for fact in standing_facts(parent.facts) if fact.happened_on <= on and fact.kind != LINEAGE_KIND)
    return tuple(_copied(parent.site, child, fact, on, recorded_at, share) for fact in copies)


def _copied(parent: str, child: str, fact: Fact, on: date, recorded_at: datetime, share: Share | None) -> Fact:
    """A copy says its origin alone: of a copy of a copy, the one it was made from."""
    origin = {"site": parent, "fact": fact.id, "on": on.isoformat(), **({"accounts": share.accounts} if share else {})}
    payload = (share.of(fact) if share else fact).payload
    return replace(
        fact,
        id=f"{child}:{fact.id}",
        recorded_at=recorded_at,
        replaces="",
        payload={**payload, "origin": origin},
    )


def handed_on(parent: Dossier, child: Dossier, fact: Fact, recorded_at: datetime) -> Fact | None:
    """What a record entered into a parent's file after its split adds to a child's: its copy, with the child's share.

    A correction takes the place of the copy of what it corrects. None of what happened after the split, and where the
    child has corrected the copy itself.
    """
    founding = founding_of(child.facts)
    if founding is None or founding.parent != parent.site or fact.kind == LINEAGE_KIND:
        return None
    before = f"{child.site}:{fact.replaces}" if fact.replaces else ""
    is_held = any(f.id == before for f in child.facts)
    if is_held and any(f.replaces == before for f in child.facts):
        return None
    if not is_held and (fact.result == RETRACTED or fact.happened_on > founding.on):
        return None
    share = _share_in(child, parent, founding)
    copy = _copied(parent.site, child.site, fact, founding.on, recorded_at, share)
    return replace(copy, replaces=before if is_held else "")


@dataclass(frozen=True, slots=True)
class Founding:
    """By which split a site came into being, and when that was entered. `accounts`: the site that keeps the accounts."""

    parent: str
    on: date
    recorded_at: datetime
    accounts: str = ""


def founding_of(facts: Iterable[Fact]) -> Founding | None:
    """How a site came into being, of one that a split made: as its copies say; None for any other.

    The copies of older stores do not say the day: it is that of the amendment entered with them.
    """
    listed = tuple(facts)
    copies = (fact for fact in listed if "origin" in fact.payload)
    copy = min(copies, key=lambda fact: fact.recorded_at, default=None)  # others are handed on later
    if copy is None:
        return None
    origin = copy.payload["origin"]
    on = day_of(origin.get("on"))
    if on is None:
        with_it = [f.happened_on for f in listed if f.recorded_at == copy.recorded_at and "origin" not in f.payload]
        on = min(with_it, default=max(f.happened_on for f in listed if "origin" in f.payload))
    return Founding(text(origin.get("site")), on, copy.recorded_at, text(origin.get("accounts")))


def founding_words(founding: Founding, site: str) -> str:
    """由…拆分, and what of its figures is whose."""
    told = f"{founding.on.isoformat()} 由 {founding.parent} 拆分"
    if not founding.accounts:
        return told
    accounts = "资金账目归此处" if founding.accounts == site else f"资金账目归 {founding.accounts}"
    return f"{told}，面积按拆分决定分列，{accounts}"


def exists_on(dossier: Dossier, on: date, known_at: datetime | None = None) -> bool:
    """Whether a site was there on a day, as known at an instant: the child of a split is from the split's day on."""
    founding = founding_of(dossier.facts)
    if founding is None:
        return True
    return founding.on <= on and (known_at is None or founding.recorded_at <= known_at)


def own_records(dossier: Dossier) -> list[Fact]:
    """The standing records of a split's child that are its own: neither copies nor what was entered with them."""
    founding = founding_of(dossier.facts)
    found = [f for f in standing_facts(dossier.facts) if "origin" not in f.payload]
    return [f for f in found if founding is None or f.recorded_at != founding.recorded_at]


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
            told = "拆分为" + "、".join(_child_words(act, names))
        case "transferred":
            told = f"移交{text(payload.get('to_body'))}"
        case _:
            told = f"登记作废：{text(payload.get('reason'))}"
    return " ".join(part for part in (told, text(payload.get("document_no")), act.happened_on.isoformat()) if part)


def _child_words(act: Fact, names: Mapping[str, str]) -> Iterator[str]:
    """甲子一矿（8.00 公顷，账目归此处）: what the split gives each child."""
    listed = [row for row in rows(act.payload.get("children")) if text(row.get("code"))]
    for row in listed:
        code, area = text(row.get("code")), number(row.get(DAMAGE_AREA))
        told = [hectares(area)] if area is not None else []
        if row.get("keeps_accounts"):
            told.append("账目归此处")
        yield names.get(code, code) + (f"（{'，'.join(told)}）" if told else "")


@dataclass(frozen=True, slots=True)
class LineageFault:
    """`code`: two_acts; unknown_target, void_target, circle, target_not_there; unknown_child, no_copies, born_otherwise,
    child_voided; split_undone, origin_gone, origin_differs, copy_missing, copy_stands."""

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
            *_act_faults(dossier),
            *_merge_faults(dossier.site, acts, by_site),
            *_split_faults(dossier.site, acts, by_site),
            *_origin_faults(dossier, acts, by_site),
        )
    )


def _act_faults(dossier: Dossier) -> Iterator[LineageFault]:
    """A site leaves the register once; what was entered by mistake may be so twice over."""
    acts = [fact for fact in standing_facts(dossier.facts) if fact.kind == LINEAGE_KIND]
    if len(acts) > 1 and any(act.name != VOIDED for act in acts):
        yield LineageFault(dossier.site, "two_acts", acts[0].happened_on.isoformat())


def _merge_faults(site: str, acts: Mapping[str, Fact], known: Mapping[str, Dossier]) -> Iterator[LineageFault]:
    act = acts.get(site)
    if act is None or act.name != MERGED:
        return
    into, seen = text(act.payload.get("into")), {site}
    if into not in known:
        yield LineageFault(site, "unknown_target", into)
        return
    gone = acts.get(into)
    if not exists_on(known[into], act.happened_on) or (gone is not None and gone.happened_on < act.happened_on):
        yield LineageFault(site, "target_not_there", into)
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
        else:
            founding, left = founding_of(child.facts), acts.get(code)
            if founding is None or founding.on != act.happened_on:
                yield LineageFault(site, "born_otherwise", code)
            if left is not None and left.name == VOIDED:
                yield LineageFault(site, "child_voided", code)


def _origins(dossier: Dossier) -> Iterator[tuple[str, Fact]]:
    """The site each copy of a file comes from, beside the copy."""
    for fact in dossier.facts:
        origin = fact.payload.get("origin")
        if isinstance(origin, Mapping):
            yield text(origin.get("site")), fact


def _origin_faults(dossier: Dossier, acts: Mapping[str, Fact], known: Mapping[str, Dossier]) -> Iterator[LineageFault]:
    """The child of a split that stands no more was never on the register; every copy is what its origin and its share
    make of it."""
    founding = founding_of(dossier.facts)
    if founding is None:
        return
    split, left = acts.get(founding.parent), acts.get(dossier.site)
    is_made = split is not None and split.name == SPLIT and dossier.site in children_of(split)
    if not is_made and (left is None or first_off(dossier.facts) != founding.on):
        yield LineageFault(dossier.site, "split_undone", founding.parent)
    parent = known.get(founding.parent, Dossier(founding.parent, ()))
    originals = {f.id: f for f in parent.facts}
    share = _share_in(dossier, parent, founding)
    for _, copy in _origins(dossier):
        original = originals.get(text(copy.payload["origin"].get("fact")))
        if original is None:
            yield LineageFault(dossier.site, "origin_gone", copy.id)
        elif not _is_copy(copy, share.of(original) if share else original):
            yield LineageFault(dossier.site, "origin_differs", copy.id)
    if is_made:
        yield from _behind(dossier, parent, founding)


def _behind(dossier: Dossier, parent: Dossier, founding: Founding) -> Iterator[LineageFault]:
    """The child holds what stands in its parent's file up to the split and nothing that was taken back there, but for
    what it has corrected itself."""
    copied = {text(copy.payload["origin"].get("fact")): copy for _, copy in _origins(dossier)}
    corrected = {fact.replaces for fact in dossier.facts if fact.replaces and "origin" not in fact.payload}
    replaced = {fact.id: fact.replaces for fact in parent.facts}
    standing = standing_facts(parent.facts)
    for fact in standing:
        if fact.kind == LINEAGE_KIND or fact.happened_on > founding.on or fact.id in copied:
            continue
        earlier = replaced[fact.id]
        while earlier and earlier not in copied:
            earlier = replaced.get(earlier, "")
        if not earlier or copied[earlier].id not in corrected:
            yield LineageFault(dossier.site, "copy_missing", fact.id)
    known = {fact.id for fact in standing}
    for fact in standing_facts(dossier.facts):
        if "origin" in fact.payload and text(fact.payload["origin"].get("fact")) not in known:
            yield LineageFault(dossier.site, "copy_stands", fact.id)


def first_off(facts: Iterable[Fact]) -> date | None:
    """The first day a site was off the register by an act that stands; None while it is on it."""
    return min((f.happened_on for f in standing_facts(facts) if f.kind == LINEAGE_KIND), default=None)


def _share_in(dossier: Dossier, parent: Dossier, founding: Founding) -> Share | None:
    """What a child took of its parent's figures when it was made; None of one that took them whole (older stores)."""
    if not founding.accounts:
        return None
    known = [f for f in parent.facts if f.recorded_at <= founding.recorded_at]
    split = next((f for f in known if f.name == SPLIT and dossier.site in children_of(f)), None)
    return shares_of(split, standing_facts(known)).get(dossier.site) if split else None


def _is_copy(copy: Fact, original: Fact) -> bool:
    """The same but for who holds it and when it was entered; its origin is its own."""
    payload = {key: value for key, value in copy.payload.items() if key != "origin"}
    first = {key: value for key, value in original.payload.items() if key != "origin"}
    same = replace(copy, id=original.id, recorded_at=original.recorded_at, replaces=original.replaces)
    return same == original and payload == first

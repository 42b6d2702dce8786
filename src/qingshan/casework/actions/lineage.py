"""合并拆分（五(一)1c）: its actions, and what must hold between the sites they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qingshan.accounts.models import Organisation
from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Outcome, Paper
from qingshan.casework.inherit import inherit
from qingshan.casework.models import FactRow
from qingshan.casework.queries import attributes, dossier_of, dossiers
from qingshan.casework.writer import Writer
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.checks.general import OUTCOME_NAMES
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import RETRACTED, Dossier, Fact
from qingshan.rulebook.lineage import (
    LINEAGE_KIND,
    MERGED,
    SPLIT,
    VOIDED,
    children_of,
    exists_on,
    first_off,
    founding_of,
    own_records,
    register_act,
)
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.standing import standing_facts
from qingshan.rulebook.status import Blocker

from .site import Codes, amend_site

Prepare = Callable[[Paper, Line], Line]
ON_REGISTER = frozenset({"active", "not_included", "closed"})
"""Outcomes of sites on the register; of the others the gate speaks."""


def _refuse(action: str, code: str, **params: Any) -> None:
    noun, declared = BY_ACTION[action]
    blocker = Blocker(code, programme_in_force().clause_of(noun.code), params)
    raise Problem("blocked", blockers=(blocker,), title=declared.title, count=1)


def _file(code: str) -> Dossier:
    site = Site.objects.filter(code=code).first()
    return dossier_of(site) if site is not None else Dossier(code, ())


def _name(code: str) -> str:
    return Site.objects.filter(code=code).values_list("name", flat=True).first() or code


# -- what holds for every act


def _in_order(action: str, paper: Paper, line: Line) -> None:
    """The site was there on the day, no other act took it off later, and who was merged into it came before."""
    if line.result == RETRACTED:
        return
    facts = [f for f in standing_facts(_file(line.site).facts) if f.id != line.corrects]
    founding = founding_of(facts)
    first = founding.on if founding else min((f.happened_on for f in facts), default=paper.happened_on)
    if paper.happened_on < first:
        _refuse(action, "act_before_site", on=paper.happened_on.isoformat(), first=first.isoformat())
    if BY_ACTION[action][1].kind != LINEAGE_KIND:
        return
    later = next((f for f in facts if f.kind == LINEAGE_KIND and f.happened_on > paper.happened_on), None)
    if later is not None:
        outcome = OUTCOME_NAMES[later.result]
        _refuse(
            action,
            "act_before_act",
            on=paper.happened_on.isoformat(),
            later=later.happened_on.isoformat(),
            outcome_name=outcome,
        )
    joined = [(name, act.happened_on) for name, act in _merged_into(line.site) if act.happened_on > paper.happened_on]
    if joined:
        name, day = joined[0]
        _refuse(action, "act_before_merger", on=paper.happened_on.isoformat(), site=name, merged=day.isoformat())


def _merged_into(code: str) -> list[tuple[str, Fact]]:
    """The sites whose standing merger names this one, by name, beside the merger."""
    rows = FactRow.objects.filter(kind=LINEAGE_KIND, result="merged", payload__into=code).select_related("site")
    sites = sorted({row.site for row in rows if row.site is not None}, key=lambda site: site.name)
    acts = [(site.name, register_act(file.facts)) for site, file in zip(sites, dossiers(sites), strict=True)]
    return [(name, act) for name, act in acts if act and act.name == MERGED and act.payload.get("into") == code]


def _guarded(action: str, more: Prepare | None = None) -> Prepare:
    def prepare(paper: Paper, line: Line) -> Line:
        _in_order(action, paper, line)
        return more(paper, line) if more else line

    return prepare


@dataclass(frozen=True, slots=True)
class RegisterAct(Act):
    """An act over several sites names each once, and merges none into another of its own sites."""

    def enter(self, writer: Writer, paper: Paper, lines: Sequence[Line], *, accept_good: bool = False) -> Outcome:
        """As any action; a paper that contradicts itself is refused whole."""
        codes = [line.site for line in lines]
        twice = {code for code in codes if codes.count(code) > 1}
        twice |= {into for line in lines if len(lines) > 1 and (into := str(line.values.get("into") or "")) in codes}
        if twice:
            _refuse(self.name, "site_twice_on_paper", sites=sorted(_name(code) for code in twice))
        return Act.enter(self, writer, paper, lines, accept_good=accept_good)


# -- merging, handing over, voiding


def _into_another(paper: Paper, line: Line) -> Line:
    """The site merged into is another one, on the register that day and since, and stands as this one does: what is
    restored and what is not, what is in the task and what is not, are not made one by a merger."""
    if line.result == RETRACTED:
        return line
    into = str(line.values.get("into") or "")
    target = Site.objects.filter(code=into).first()
    if into == line.site:
        _refuse("merge_sites", "merge_into_itself", into=into)
    elif into and target is None:
        _refuse("merge_sites", "merge_into_unknown", into=into)
    elif target is not None:
        file = dossier_of(target)
        act, founding = register_act(file.facts), founding_of(file.facts)
        if act is not None:
            _refuse("merge_sites", "merge_into_off", into=target.name, outcome_name=OUTCOME_NAMES[act.result])
        if founding is not None and not exists_on(file, paper.happened_on):
            _refuse("merge_sites", "merge_into_later", into=target.name, founded=founding.on.isoformat())
        if not line.values.get("is_duplicate"):
            _alike(paper.happened_on, _without(_file(line.site), line.corrects), file, target.name)
    return line


def _without(file: Dossier, corrected: str) -> Dossier:
    return Dossier(file.site, tuple(f for f in file.facts if f.id != corrected))


def _alike(on: date, one: Dossier, other: Dossier, into: str) -> None:
    programme = programme_in_force()
    own, its = (str(evaluate(programme, file, on, with_entered_against=False).outcome) for file in (one, other))
    if own != its and own in ON_REGISTER:
        _refuse("merge_sites", "merge_unlike", into=into, its=OUTCOME_NAMES[its], own=OUTCOME_NAMES[own])


def _to_a_street(paper: Paper, line: Line) -> Line:
    """The site goes to a street that is one, and not the one it lies in on the day."""
    if line.result == RETRACTED:
        return line
    street = str(line.values.get("street") or "")
    if street and not Organisation.objects.filter(code=street, kind="street").exists():
        _refuse("hand_over_site", "street_unknown", street=street)
    here = attributes(_without(_file(line.site), line.corrects), paper.happened_on).get("street")
    if street and here == street:
        _refuse("hand_over_site", "street_same", street=street)
    return line


def _may_be_voided(paper: Paper, line: Line) -> Line:
    """A mistaken entry that others were merged into is voided after those mergers are taken back, and what a split made
    goes with the split alone; of a split that stands no more it stays voided from its first day."""
    founding = founding_of(_file(line.site).facts)
    if founding is not None:
        split = register_act(_file(founding.parent).facts)
        is_made = split is not None and split.name == SPLIT and line.site in children_of(split)
        if is_made and line.result != RETRACTED:
            _refuse("void_site", "child_of_split", parent=_name(founding.parent))
        if not is_made and line.corrects and (line.result == RETRACTED or paper.happened_on > founding.on):
            _refuse("void_site", "split_gone", parent=_name(founding.parent), founded=founding.on.isoformat())
    merged = [] if line.result == RETRACTED else [name for name, _ in _merged_into(line.site)]
    if merged:
        _refuse("void_site", "merged_remain", sites=merged)
    return line


# -- splitting


def _may_be_split(paper: Paper, line: Line) -> Line:
    """A split is taken back, or told anew, while the sites it made have nothing of their own; it comes after all that is
    on the parent's file, which it hands on."""
    if line.corrects:
        remain = [_name(code) for code in _made_by(line.corrects) if _is_lived_in(code)]
        if remain:
            _refuse("split_site", "children_remain", children=remain)
    if line.result == RETRACTED:
        return line
    facts = standing_facts(_file(line.site).facts)
    later = [f.happened_on for f in facts if f.happened_on > paper.happened_on and f.id != line.corrects]
    if later:
        on, last = paper.happened_on.isoformat(), max(later).isoformat()
        _refuse("split_site", "records_after_split", on=on, count=len(later), last=last)
    return line


def _made_by(key: str) -> list[str]:
    row = FactRow.objects.filter(key=key, kind=LINEAGE_KIND, result="split").first()
    return [str(child.get("code")) for child in row.payload.get("children", ())] if row else []


def _is_lived_in(code: str) -> bool:
    """The child of a split has records of its own, or others were merged into it; one that is voided has not."""
    file = _file(code)
    act = register_act(file.facts)
    if act is not None and act.name == VOIDED:
        return False
    return bool(own_records(file)) or bool(_merged_into(code))


@dataclass(frozen=True, slots=True)
class Split(RegisterAct):
    """The parent leaves the register and its children enter it with copies of its file, in one transaction; a split
    taken back takes its children with it."""

    def enter(self, writer: Writer, paper: Paper, lines: Sequence[Line], *, accept_good: bool = False) -> Outcome:
        """As any action; a child's code or name that is taken, or a street that is none, refuses the whole paper."""
        codes = Codes(writer.programme)
        named = [_with_codes(writer, codes, line) for line in lines]
        outcome = RegisterAct.enter(self, writer, paper, named, accept_good=accept_good)
        for line in named:
            if not writer.knows(line.site):
                continue
            parent = writer.site(line.site)
            entered = [fact for fact in writer.file_of(parent).facts if fact.id in outcome.facts]
            for fact in entered:
                if fact.replaces:
                    _take_back(writer, paper, parent, fact.replaces)
                for child in fact.payload["children"] if fact.name == SPLIT else ():
                    _found(writer, paper, parent, fact, child)
        return outcome


_void_child = Act("void_site")


def _take_back(writer: Writer, paper: Paper, parent: Site, key: str) -> None:
    """The children of a split that was no split were never there: each is voided from its first day."""
    for code in _made_by(key):
        writer.lock([code])
        founding = founding_of(writer.file_of(writer.site(code)).facts)
        if founding is None or first_off(writer.file_of(writer.site(code)).facts) == founding.on:
            continue
        reason = f"{parent.code} {parent.name} 的拆分已撤回：{paper.correct_reason}"
        told = Paper(founding.on, evidence=paper.evidence, approved_by=_decided_by(key), source=reason[:300])
        _void_child.enter(writer, told, [Line(code, "voided", {"reason": reason})])


def _decided_by(key: str) -> str:
    """The body whose decision the split was, which stands for the second person."""
    row = FactRow.objects.get(key=key)
    return f"{row.payload.get('decided_by') or ''} {row.payload.get('document_no') or ''}".strip()


def _with_codes(writer: Writer, codes: Codes, line: Line) -> Line:
    """Every child gets its 档案号; one that was written is of the district's form and free, and so is its name."""
    children = line.values.get("children")
    if line.result == RETRACTED or not isinstance(children, (list, tuple)):
        return line
    category = Site.objects.filter(code=line.site).values_list("category", flat=True).first() or ""
    form = _form_of(writer.programme.register.code_format, writer.programme.region)
    made: list[dict[str, Any]] = []
    for child in children:
        code = str(child.get("code") or "") or _free(writer, codes, category)
        if writer.knows(code) or Site.objects.filter(code=code).exists() or any(one["code"] == code for one in made):
            _refuse("split_site", "child_code_taken", child=code)
        if not form.fullmatch(code):
            _refuse("split_site", "child_code_formless", child=code, form=codes.example(category))
        name = str(child.get("name") or "").strip()
        if any(one["name"] == name for one in made):
            _refuse("split_site", "child_name_twice", child=name)
        made.append({**child, "code": code, "name": name})
    _names_free(line, made)
    return replace(line, values={**line.values, "children": made})


def _form_of(code_format: str, region: str) -> re.Pattern[str]:
    """What a 档案号 of the district looks like."""
    parts = re.split(r"(\{\w+(?::[^}]*)?\})", code_format)
    words = {"{region}": re.escape(region), "{category}": r"\w+"}
    return re.compile("".join(words.get(p, r"\d+") if p.startswith("{") else re.escape(p) for p in parts))


def _names_free(line: Line, made: Sequence[Mapping[str, Any]]) -> None:
    """A name that a site on the register bears, or bore before it was split or merged, would stand for two."""
    old = set(_made_by(line.corrects)) if line.corrects else set()
    for site in Site.objects.filter(name__in=[str(one["name"]) for one in made]).exclude(code__in=old):
        act = register_act(dossier_of(site).facts)
        if act is None or act.name != VOIDED:
            _refuse("split_site", "child_name_taken", child=site.name, bearer=site.code)


def _free(writer: Writer, codes: Codes, category: str) -> str:
    code = codes.next(category)
    while writer.knows(code):
        code = codes.next(category)
    return code


def _found(writer: Writer, paper: Paper, parent: Site, split: Fact, child: dict[str, Any]) -> None:
    """One child: registered, its file copied, its own name and figures laid over, its own street where it has one."""
    code = str(child["code"])
    site = Site(code=code, name=str(child["name"]))
    writer.open(site)
    inherit(writer, parent, site, split)
    own = {key: child[key] for key in ("place", "damage_area_m2") if child.get(key)}
    street = str(attributes(writer.file_of(parent), split.happened_on).get("street") or "")
    told = Paper(split.happened_on, evidence=paper.evidence, source=f"拆分自 {parent.code} {parent.name}"[:300])
    amend_site.enter(writer, told, [Line(code, "amended", {"name": child["name"], "street": street, **own})])
    if child.get("street") and child["street"] != street:
        why = {key: split.payload[key] for key in ("decided_by", "document_no", "reason")}
        hand_over_site.enter(writer, told, [Line(code, "handed_over", {"street": child["street"], **why})])


merge_sites = RegisterAct("merge_sites", prepare=_guarded("merge_sites", _into_another))
split_site = Split("split_site", prepare=_guarded("split_site", _may_be_split))
transfer_site = RegisterAct("transfer_site", prepare=_guarded("transfer_site"))
hand_over_site = RegisterAct("hand_over_site", prepare=_guarded("hand_over_site", _to_a_street))
void_site = RegisterAct("void_site", prepare=_guarded("void_site", _may_be_voided))

"""合并拆分（五(一)1c）: its actions, and what must hold between the sites they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qingshan.accounts.models import Organisation
from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Outcome, Paper
from qingshan.casework.inherit import inherit
from qingshan.casework.models import FactRow
from qingshan.casework.queries import dossier_of, dossiers
from qingshan.casework.writer import Writer
from qingshan.foundation.problems import Problem
from qingshan.register.models import Site
from qingshan.rulebook.checks.general import OUTCOME_NAMES
from qingshan.rulebook.facts import RETRACTED, Fact
from qingshan.rulebook.lineage import MERGED, SPLIT, register_act
from qingshan.rulebook.nouns import BY_ACTION
from qingshan.rulebook.status import Blocker

from .site import Codes, amend_site


def _refuse(action: str, code: str, **params: Any) -> None:
    noun, declared = BY_ACTION[action]
    blocker = Blocker(code, noun.clause, params)
    raise Problem("blocked", blockers=(blocker,), title=declared.title, count=1)


def _into_another(_paper: Paper, line: Line) -> Line:
    """The site merged into is another one, on the register, and not off it: so no chain of mergers closes a circle."""
    if line.result == RETRACTED:
        return line
    into = str(line.values.get("into") or "")
    target = Site.objects.filter(code=into).first()
    if into == line.site:
        _refuse("merge_sites", "merge_into_itself", into=into)
    elif into and target is None:
        _refuse("merge_sites", "merge_into_unknown", into=into)
    elif target is not None:
        act = register_act(dossier_of(target).facts)
        if act is not None:
            _refuse("merge_sites", "merge_into_off", into=target.name, outcome_name=OUTCOME_NAMES[act.result])
    return line


def _to_a_street(_paper: Paper, line: Line) -> Line:
    """The site goes to a street that is one, and not the one it lies in."""
    if line.result == RETRACTED:
        return line
    street = str(line.values.get("street") or "")
    if street and not Organisation.objects.filter(code=street, kind="street").exists():
        _refuse("hand_over_site", "street_unknown", street=street)
    if Site.objects.filter(code=line.site, street__code=street).exists():
        _refuse("hand_over_site", "street_same", street=street)
    return line


def _nobody_merged_into(_paper: Paper, line: Line) -> Line:
    """A mistaken entry that others were merged into is voided after those mergers are taken back."""
    if line.result == RETRACTED:
        return line
    merged = FactRow.objects.filter(kind="lineage", result="merged", payload__into=line.site).select_related("site")
    sites = list({row.site for row in merged if row.site is not None})
    acts = [(site, register_act(file.facts)) for site, file in zip(sites, dossiers(sites), strict=True)]
    found = sorted(s.name for s, act in acts if act and act.name == MERGED and act.payload.get("into") == line.site)
    if found:
        _refuse("void_site", "merged_remain", sites=found)
    return line


def _children_first(_paper: Paper, line: Line) -> Line:
    """A split is taken back, or told anew, when the sites it made are off the register."""
    row = FactRow.objects.filter(key=line.corrects, kind="lineage", result="split").first() if line.corrects else None
    made = [str(child.get("code")) for child in row.payload.get("children", ())] if row else []
    sites = list(Site.objects.filter(code__in=made))
    remain = [s.code for s, file in zip(sites, dossiers(sites), strict=True) if register_act(file.facts) is None]
    if remain:
        _refuse("split_site", "children_remain", children=remain)
    return line


@dataclass(frozen=True, slots=True)
class Split(Act):
    """The parent leaves the register and its children enter it with copies of its file, in one transaction."""

    def enter(self, writer: Writer, paper: Paper, lines: Sequence[Line], *, accept_good: bool = False) -> Outcome:
        """As any action; a child's code that is taken, or a street that is none, refuses the whole paper."""
        codes = Codes(writer.programme)
        named = [_with_codes(writer, codes, line) for line in lines]
        outcome = Act.enter(self, writer, paper, named, accept_good=accept_good)
        for line in named:
            if not writer.knows(line.site):
                continue
            for fact in writer.file_of(writer.site(line.site)).facts:
                if fact.id in outcome.facts and fact.name == SPLIT:
                    for child in fact.payload["children"]:
                        _found(writer, paper, writer.site(line.site), fact, child)
        return outcome


def _with_codes(writer: Writer, codes: Codes, line: Line) -> Line:
    """Every child gets its 档案号; one that was written must be free."""
    children = line.values.get("children")
    if line.result == RETRACTED or not isinstance(children, (list, tuple)):
        return line
    category = Site.objects.filter(code=line.site).values_list("category", flat=True).first() or ""
    made: list[dict[str, Any]] = []
    for child in children:
        code = str(child.get("code") or "") or _free(writer, codes, category)
        if writer.knows(code) or Site.objects.filter(code=code).exists() or any(one["code"] == code for one in made):
            _refuse("split_site", "child_code_taken", child=code)
        made.append({**child, "code": code})
    return replace(line, values={**line.values, "children": made})


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
    inherit(writer, parent, site, split.happened_on)
    own = {key: child[key] for key in ("place", "damage_area_m2") if child.get(key)}
    street = parent.street.code if parent.street else ""
    told = Paper(split.happened_on, evidence=paper.evidence, source=f"拆分自 {parent.code} {parent.name}"[:300])
    amend_site.enter(writer, told, [Line(code, "amended", {"name": child["name"], "street": street, **own})])
    if child.get("street") and child["street"] != street:
        why = {key: split.payload[key] for key in ("decided_by", "document_no", "reason")}
        hand_over_site.enter(writer, told, [Line(code, "handed_over", {"street": child["street"], **why})])


merge_sites = Act("merge_sites", prepare=_into_another)
split_site = Split("split_site", prepare=_children_first)
transfer_site = Act("transfer_site")
hand_over_site = Act("hand_over_site", prepare=_to_a_street)
void_site = Act("void_site", prepare=_nobody_merged_into)

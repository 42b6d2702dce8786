"""The notice as data: its clauses, what each is used for, the readings and the parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from qingshan.desk.ledger_shapes import BasisPage, ClauseGroup, ClausePage, ClauseUse
from qingshan.desk.shapes import FactLine, Link
from qingshan.desk.words import clause_label
from qingshan.rulebook.programme import CheckUse, Programme
from qingshan.rulebook.sentences import fact_name
from qingshan.rulebook.values import as_printed

from .ledger import readings_on
from .sight import action_title

TO_CHECK = frozenset({"R-L", "R-M"})


def basis_page(programme: Programme, on: date) -> BasisPage:
    groups: dict[str, list[FactLine]] = {}
    names = {p.code: p.name for p in programme.parties}
    for clause in programme.clauses:
        line = FactLine(names.get(clause.party, clause.party), clause.summary, clause.code)
        groups.setdefault(_part(clause.code), []).append(line)
    parameters = tuple(
        FactLine(
            p.note or p.code,
            " ".join(as_printed(p.value, p.unit)).strip() + ("（待核对）" if p.confidence in TO_CHECK else ""),
        )
        for p in programme.parameters
    )
    return BasisPage(
        title=programme.title,
        document_no=programme.document_no,
        issuer=programme.issuer,
        issued_on=programme.issued_on.isoformat(),
        version=programme.version,
        digest=programme.digest,
        groups=tuple(ClauseGroup(title, tuple(lines)) for title, lines in groups.items()),
        readings=readings_on(programme.readings, on),
        parameters=parameters,
    )


def _part(code: str) -> str:
    """The part of the notice a clause belongs to: 五(四), 附件, or its first numeral."""
    if code.startswith("附件"):
        return "附件"
    if code[:2] in ("H-", "序-") or code.startswith(("印发", "N-")):
        return "文件与序言"
    head = code.partition("-")[0]
    return head[: head.index(")") + 1] if ")" in head else head[:1]


def clause_page(programme: Programme, code: str, link: Callable[[str], str]) -> ClausePage | None:
    """A clause and its uses; None when the notice has no such clause and nothing cites it.

    An ID without its letter means all its rows.
    """
    clause = programme.clause(code)
    own = [c for c in programme.clauses if c.code != code and clause_label(c.code) == clause_label(code)]
    uses = tuple(_uses(programme, code))
    if clause is None and not uses and not own:
        return None
    return ClausePage(
        code=code,
        label=clause_label(code),
        summary=clause.summary if clause else "、".join(c.summary for c in own) or "口径，见下。",
        party=next((p.name for p in programme.parties if clause and p.code == clause.party), ""),
        uses=uses,
        siblings=tuple(Link(c.code, link(c.code), count=c.summary) for c in own),
    )


def _uses(programme: Programme, code: str) -> Iterable[ClauseUse]:
    yield from (
        ClauseUse("步骤", s.name, f"由{_party(programme, s.party)}办") for s in programme.stages if s.clause == code
    )
    for gate in programme.gates:
        if gate.clause == code:
            yield ClauseUse("办理条件", action_title(gate.action), f"{len(gate.requires)} 项前提")
        yield from (
            ClauseUse("办理条件", action_title(gate.action), _check(programme, c))
            for c in gate.requires
            if c.clause == code
        )
    yield from (
        ClauseUse("档案位", s.name, _slot_stage(programme, s.stage)) for s in programme.slots if s.clause == code
    )
    yield from (
        ClauseUse("年度期限", f"{b.batch} 年度", f"{b.on.isoformat()} 前销号")
        for b in programme.batches
        if b.clause == code
    )
    yield from (
        ClauseUse("期限", _stage(programme, d.stage), f"{d.on.isoformat()} 前")
        for d in programme.deadlines
        if d.clause == code
    )
    yield from (
        ClauseUse("倒排", _stage(programme, s.stage), _lead(s.workdays, s.days))
        for s in programme.backplan
        if s.clause == code
    )
    yield from (
        ClauseUse("目标", t.name, f"{t.by.isoformat()} 前 {t.percent} %") for t in programme.targets if t.clause == code
    )
    yield from (ClauseUse("底数", c.name, f"{c.count}") for c in programme.control_totals if c.clause == code)
    yield from (ClauseUse("职责", p.name, "、".join(p.duties)) for p in programme.parties if p.clause == code)
    yield from (
        ClauseUse("暂停", h.name, f"挡{'、'.join(action_title(a) for a in h.blocks)}" if h.blocks else "只提示")
        for h in programme.holds
        if h.clause == code
    )
    yield from (ClauseUse("手续", s.name, s.authority) for s in programme.procedure_steps if s.clause == code)
    yield from (ClauseUse("类别", c.name, "附件 1 档案类别") for c in programme.categories if c.clause == code)
    yield from (
        ClauseUse("口径", f"{r.code} {r.title}", r.note) for r in programme.readings if code in (r.clause, r.code)
    )
    yield from _singles(programme, code)


def _singles(programme: Programme, code: str) -> Iterable[ClauseUse]:
    if programme.panel.clause == code:
        yield ClauseUse(
            "评审",
            "评审专家",
            f"至少 {programme.panel.at_least} 人，覆盖{'、'.join(programme.panel.specialities.values())}",
        )
    if programme.publicity.clause == code:
        yield ClauseUse("公示", "公示期", f"{programme.publicity.days} 天")
    if programme.complaints.clause == code:
        yield ClauseUse("投诉", "调查处理", f"{programme.complaints.decide_workdays} 个工作日内处理")
    if programme.weekly.clause == code:
        yield ClauseUse("台账", "每周报送", f"{programme.weekly.first_on.isoformat()} 起")
    yield from (
        ClauseUse("台账", layout.title, f"{max(c.no for c in layout.columns)} 栏")
        for layout in programme.ledgers
        if layout.clause == code
    )


def _party(programme: Programme, code: str) -> str:
    found = programme.party(code)
    return found.name if found else code


def _stage(programme: Programme, code: str) -> str:
    found = programme.stage(code)
    return found.name if found else code


def _slot_stage(programme: Programme, code: str) -> str:
    return f"{_stage(programme, code)}时要有" if code else "一开始就要有"


def _lead(workdays: int, days: int) -> str:
    return f"{workdays} 个工作日" if workdays else f"{days} 天"


def _check(programme: Programme, use: CheckUse) -> str:
    """What a check asks for, from its parameters; checks of a noun's own speak through their blockers."""
    params = use.params
    if "stage" in params:
        return f"{_stage(programme, str(params['stage']))}已完成"
    if "slot" in params:
        slot = next((s.name for s in programme.slots if s.code == params["slot"]), str(params["slot"]))
        return f"档案里有“{slot}”"
    if "kind" in params and "results" in params:
        return "有" + "、".join(f"“{fact_name(str(params['kind']) + '.' + r)}”" for r in params["results"]) + "的记录"
    if "n" in params:
        return f"至少 {params['n']} 项"
    return "办理时核对"

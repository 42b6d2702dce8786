"""Ledger values of the site itself: 基本, 底数, 责任 of 附件2-1 and the reasons of 附件2-2 (domain §2.2, §2.3)."""

from __future__ import annotations

from decimal import Decimal

from .ledger_cells import (
    NOTHING,
    Cell,
    area_cell,
    bool_cell,
    date_cell,
    partial_cell,
    shown_wan,
    text_cell,
    words_cell,
)
from .ledger_context import RowContext
from .ledger_figures import damage_area_m2, treatable_area_m2
from .ledger_registry import ledger_value
from .lineage import founding_of, founding_words
from .status import Ledger

PENDING_MARK = "待核定"
DAMAGE_WORDS = {
    "pit": "采坑",
    "gangue": "矸石",
    "waste_rock": "废石",
    "spoil": "排土",
    "collapse": "塌陷",
    "fissure": "地裂缝",
}
"""What the ledger calls a damage unit by its type; any other unit is called by the way it damages the land."""
COUNTED_WORDS = {"pit": "采坑", "collapse": "塌陷", "fissure": "地裂缝", "goaf": "采空区"}
"""Prefix of the survey's own counts and areas → word, for a survey without units."""
WAY_WORDS = {"occupied": "占用", "excavated": "挖损", "collapsed": "塌陷", "fissured": "地裂缝", "polluted": "污染"}


# 基本, who and where


@ledger_value("int")
def seq(ctx: RowContext) -> Cell:
    """The row's number on its ledger, given anew by every issue."""
    return Cell(ctx.seq, str(ctx.seq))


@ledger_value("text")
def name(ctx: RowContext) -> Cell:
    """The name of the mine or site; one without a scope decision is marked (附件2)."""
    known = str(ctx.register.get("name") or ctx.site)
    pending = ctx.status.ledger == Ledger.PENDING
    return Cell(known, f"{known}（{PENDING_MARK}）" if pending else known)


@ledger_value("enum")
def category(ctx: RowContext) -> Cell:
    """The file category of 附件1."""
    code = ctx.register.get("category")
    found = next((c for c in ctx.programme.categories if c.code == code), None)
    return text_cell(found.name if found else code)


@ledger_value("text")
def owner(ctx: RowContext) -> Cell:
    """The holder of the mining right, with （灭失） when a determination says it is gone (三(一)-4)."""
    holder = str(ctx.register.get("owner") or "").strip()
    if not holder and ctx.is_lost:
        return text_cell("责任人灭失")
    return text_cell(f"{holder}（灭失）" if ctx.is_lost else holder)


@ledger_value("text")
def unit(ctx: RowContext) -> Cell:
    """The 管委会（街道） the site belongs to, by the name given for the day."""
    return text_cell(ctx.name(str(ctx.register.get("street") or "")))


@ledger_value("text")
def street(ctx: RowContext) -> Cell:
    """The same under the word most notices use."""
    return unit(ctx)


@ledger_value("text")
def holder(ctx: RowContext) -> Cell:
    """The holder of the mining right as the register has it, without what became of it."""
    return text_cell(ctx.register.get("owner"))


@ledger_value("text")
def place(ctx: RowContext) -> Cell:
    """Where the site lies, in words: the register's, else the survey's."""
    return text_cell(ctx.register.get("place") or ctx.survey.get("location"))


@ledger_value("multi")
def minerals(ctx: RowContext) -> Cell:
    """The minerals mined."""
    return words_cell(ctx.words("mineral", ctx.register.get("minerals")))


@ledger_value("enum")
def mining_method(ctx: RowContext) -> Cell:
    """The mining method."""
    return text_cell(ctx.word("mining_method", ctx.register.get("mining_method")))


@ledger_value("enum")
def licence_state(ctx: RowContext) -> Cell:
    """The state of the licence (五(一)1e)."""
    return text_cell(ctx.word("licence_state", ctx.register.get("licence_state")))


@ledger_value("date")
def cancelled_on(ctx: RowContext) -> Cell:
    """The day the licence was cancelled, in the words its precision allows."""
    return partial_cell(ctx.register.get("cancelled_on"))


@ledger_value("enum")
def production_state(ctx: RowContext) -> Cell:
    """Building, producing, stopped or closed (二-2)."""
    return text_cell(ctx.word("production_state", ctx.register.get("production_state")))


# 底数, damage and what is to be treated


@ledger_value("multi")
def damage_types(ctx: RowContext) -> Cell:
    """The kinds of damage, largest area first: of the last survey's units, else of its counts and areas (二-6)."""
    units = sorted(
        ctx.survey.get("units") or (),
        key=lambda one: Decimal(str(one.get("area_m2") or 0)),
        reverse=True,
    )
    found = [
        DAMAGE_WORDS.get(str(one.get("unit_type")), WAY_WORDS.get(str(one.get("damage_way")), "")) for one in units
    ]
    if not found:
        found = [word for kind, word in COUNTED_WORDS.items() if _has_any(ctx, kind)]
    return words_cell(found)


def _has_any(ctx: RowContext, kind: str) -> bool:
    told = (ctx.survey.get(f"{kind}_count"), ctx.survey.get(f"{kind}_area_m2"))
    return any(value and Decimal(str(value)) > 0 for value in told)


@ledger_value("area_ha")
def damage_area(ctx: RowContext) -> Cell:
    """The damaged area: the last survey's, else the register's."""
    return area_cell(damage_area_m2(ctx))


@ledger_value("area_ha")
def treatable_area(ctx: RowContext) -> Cell:
    """The area to be treated, as the last survey says."""
    return area_cell(treatable_area_m2(ctx))


# 责任, who has to restore


@ledger_value("enum")
def body_kind(ctx: RowContext) -> Cell:
    """Whether the enterprise or the 管委会（街道） has to restore (三(一)-2, -4)."""
    return text_cell(ctx.word("responsible_body", ctx.responsibility.get("body_kind")))


@ledger_value("text")
def body(ctx: RowContext) -> Cell:
    """The name of the body that has to restore."""
    return text_cell(ctx.responsibility.get("body"))


@ledger_value("text")
def executor(ctx: RowContext) -> Cell:
    """Who carries the restoration out."""
    return text_cell(ctx.responsibility.get("executor"))


@ledger_value("text")
def first_responsible(ctx: RowContext) -> Cell:
    """第一责任人 (六(一)-2)."""
    return text_cell(ctx.responsibility.get("first_responsible"))


@ledger_value("text")
def direct_responsible(ctx: RowContext) -> Cell:
    """直接责任人 (六(一)-2)."""
    return text_cell(ctx.responsibility.get("direct_responsible"))


@ledger_value("text")
def lead_department(ctx: RowContext) -> Cell:
    """The department that leads or supervises."""
    return text_cell(ctx.responsibility.get("lead_department"))


@ledger_value("text")
def support_departments(ctx: RowContext) -> Cell:
    """The departments that support it."""
    return text_cell(ctx.responsibility.get("support_departments"))


# The note of both ledgers


@ledger_value("text")
def note(ctx: RowContext) -> Cell:
    """待核定 first, then what a split made it of, a lost holder's deposit, the exceptions in force with their papers, the
    register's own note."""
    parts = []
    if ctx.status.ledger == Ledger.PENDING:
        parts.append("待核定：尚未核定是否纳入治理范围")
    founding = founding_of(ctx.facts)
    if founding is not None:
        parts.append(founding_words(founding, ctx.site))
    deposit = ctx.funding.deposit_available
    if deposit:
        parts.append(f"其他资金含灭失企业保证金（基金）{shown_wan(deposit)}万元")
    parts += [ctx.exception_words(one) for one in ctx.exceptions]
    parts.append(str(ctx.register.get("note") or "").strip())
    return text_cell("；".join(part for part in parts if part))


# 附件2-2, why not included


@ledger_value("enum")
def exclusion_reason(ctx: RowContext) -> Cell:
    """Why the site is not included: the letter and the word of the programme's list (domain §2.3).

    What the notice counts in one figure is printed by the name of that list where it is read as one reason (C-06).
    """
    code = str(ctx.payload("scope", "excluded").get("reason") or "")
    counted_as_one = ctx.programme.code_list("end_states")
    if counted_as_one and code in counted_as_one.items and ctx.programme.answer("end_states", ctx.on) == "one":
        return text_cell(counted_as_one.name)
    word = ctx.word("exclusion_reasons", code)
    return text_cell(f"{code} {word}" if len(code) == 1 and word != code else word)


@ledger_value("text")
def exclusion_explanation(ctx: RowContext) -> Cell:
    """The reason in words."""
    return text_cell(ctx.payload("scope", "excluded").get("explanation"))


@ledger_value("text")
def exclusion_support(ctx: RowContext) -> Cell:
    """The papers that prove it."""
    return text_cell(ctx.payload("scope", "excluded").get("support"))


@ledger_value("text")
def supervisor(ctx: RowContext) -> Cell:
    """Who answers for the site from now on."""
    return text_cell(ctx.payload("scope", "excluded").get("supervisor"))


@ledger_value("text")
def supervisor_person(ctx: RowContext) -> Cell:
    """The person who answers for it."""
    return text_cell(ctx.payload("scope", "excluded").get("supervisor_person"))


@ledger_value("text")
def decided_by(ctx: RowContext) -> Cell:
    """The body whose scope decision stands."""
    return text_cell(ctx.payload("scope").get("decided_by"))


@ledger_value("date")
def decided_on(ctx: RowContext) -> Cell:
    """The day of the scope decision."""
    last = ctx.last("scope")
    return date_cell(last.happened_on if last else None)


@ledger_value("text")
def scope_document_no(ctx: RowContext) -> Cell:
    """The number of the scope decision."""
    return text_cell(ctx.payload("scope").get("document_no"))


@ledger_value("bool")
def recheck(ctx: RowContext) -> Cell:
    """Whether the decision is to be looked at again."""
    last = ctx.last("scope")
    return bool_cell(bool(last.payload.get("recheck"))) if last else NOTHING


@ledger_value("date")
def recheck_on(ctx: RowContext) -> Cell:
    """When it is looked at again."""
    return text_cell(ctx.payload("scope").get("recheck_on"))

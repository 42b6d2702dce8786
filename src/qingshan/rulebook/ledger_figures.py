"""Figures of a site that several ledger values share: areas in m², money in 分."""

from __future__ import annotations

from decimal import Decimal

from .funding import DEPOSIT
from .ledger_cells import decimal_of
from .ledger_context import RowContext

FUND_COLUMNS: dict[str, str] = {
    "enterprise": "enterprise",
    "district_budget": "district",
    "city_budget": "city",
    "special": "special",
    "other": "other",
}
"""Source of a funding record → column 21 of 附件2-1. The deposit goes by whether its holder still exists."""
ESTIMATE_KINDS = ("planned", "allotted", "received")
"""What says best where the money of an estimate is to come from: the plan, else the allotment, else what came in."""


def damage_area_m2(ctx: RowContext) -> Decimal | None:
    """The last survey's total, else the register's."""
    surveyed = decimal_of(ctx.survey.get("total_area_m2"))
    return surveyed if surveyed is not None else decimal_of(ctx.register.get("damage_area_m2"))


def treatable_area_m2(ctx: RowContext) -> Decimal | None:
    return decimal_of(ctx.survey.get("treatable_area_m2"))


def done_area_m2(ctx: RowContext) -> Decimal:
    """The last figure of every package, summed; 0 without any."""
    latest = ctx.latest_by_subject("works", "progress", "completed")
    return sum((decimal_of(f.payload.get("done_area_m2")) or Decimal(0) for f in latest.values()), Decimal(0))


def invested_fen(ctx: RowContext) -> int:
    """The last investment each package reported, summed; what was spent when no package reported one."""
    told = {
        fact.subject: int(fact.payload["invested"])
        for fact in ctx.all("works", "progress", "completed")
        if fact.payload.get("invested") is not None
    }
    if told:
        return sum(told.values())
    return ctx.funding.total("spent")


def fund_of(ctx: RowContext, column: str) -> int | None:
    """What one column of 资金来源 holds, in 分; None when no record names such a source.

    The deposit is the enterprise's while the holder exists; of one that is gone it counts under 其他, at least with the
    balance there is (财建〔2017〕638号).
    """
    sources = [source for source, goes in FUND_COLUMNS.items() if goes == column and source in ctx.funding.sources]
    if column == ("other" if ctx.is_lost else "enterprise") and DEPOSIT in ctx.funding.sources:
        sources.append(DEPOSIT)
    return sum(_estimate(ctx, source) for source in sources) if sources else None


def _estimate(ctx: RowContext, source: str) -> int:
    told = next((fen for kind in ESTIMATE_KINDS if (fen := ctx.funding.total(kind, source))), 0)
    return told or (ctx.funding.deposit_available if source == DEPOSIT else 0)

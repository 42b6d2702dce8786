"""Ledger values of the work: 计划, 资金, 进度 and 销号 of 附件2-1 (domain §2.2)."""

from __future__ import annotations

from datetime import date

from .facts import Fact
from .ledger_cells import (
    NOTHING,
    Cell,
    area_cell,
    bool_cell,
    date_cell,
    money_cell,
    percent_cell,
    text_cell,
    words_cell,
)
from .ledger_context import RowContext
from .ledger_figures import done_area_m2, fund_of, invested_fen, treatable_area_m2
from .ledger_registry import ledger_value
from .publicity import public_days
from .sentences import fact_name
from .standing import order_key
from .status import Outcome

PROGRESS_WORDS = {
    "not_started": "尚未启动",
    "behind": "未达到序时进度",
    "on_schedule": "达到序时进度",
    "ahead": "超过序时进度",
    "done": "完成整改",
    "closed": "完成交账销号",
}
"""The six words of the inspectorate's own lists (domain §2.1)."""

NOT_REPORTED = "未报"
WORKS_WORDS = {
    "started": "已开工",
    "progress": "治理中",
    "suspended": "停工",
    "completed": "治理完成",
    "reopened": "返工",
}
REVIEW_WORDS = {"passed": "评审通过", "revise": "修改后复核", "rejected": "评审不通过"}
ACCEPTANCE_WORDS = {"passed": "通过", "recheck": "整改后复验", "failed": "不通过"}


# 计划, year, priority, plan


@ledger_value("enum")
def batch(ctx: RowContext) -> Cell:
    """The year whose batch the site is closed with (五(二)2d)."""
    return text_cell(ctx.status.batch)


@ledger_value("bool")
def is_priority(ctx: RowContext) -> Cell:
    """Whether the site is to be treated first (六(二)-3); empty before it is on a year's list."""
    listed = ctx.last("batch")
    return bool_cell(bool(listed.payload.get("is_priority"))) if listed and listed.result == "listed" else NOTHING


@ledger_value("enum")
def priority_reason(ctx: RowContext) -> Cell:
    """Why it is treated first; nothing for a site that is not."""
    if not is_priority(ctx).raw:
        return NOTHING
    return text_cell(ctx.word("priority_reasons", ctx.payload("batch", "listed").get("priority_reason")))


@ledger_value("text")
def plan_institute(ctx: RowContext) -> Cell:
    """The institute that writes or wrote the plan in force."""
    return text_cell(ctx.plan.get("institute"))


@ledger_value("enum")
def plan_state(ctx: RowContext) -> Cell:
    """How far the plan is; a newer version under way is named beside the one in force (五(二)2, 3)."""
    if not ctx.plan:
        return text_cell("未编制")
    state = _plan_words(ctx, ctx.plan_subject)
    if ctx.newest_plan != ctx.plan_subject:
        state += f"（新版{_plan_words(ctx, ctx.newest_plan)}）"
    return text_cell(state)


def _plan_words(ctx: RowContext, subject: str) -> str:
    review = ctx.last("review", subject=subject)
    submitted = ctx.last("plan", "submitted", subject=subject)
    if review is None:
        return "待评审" if submitted else "编制中"
    return REVIEW_WORDS[review.result]


@ledger_value("date")
def review_passed_on(ctx: RowContext) -> Cell:
    """The day the plan in force passed its review (五(二)3d)."""
    passed = ctx.last("review", "passed", subject=ctx.plan_subject) if ctx.plan else None
    return date_cell(passed.happened_on if passed else None)


@ledger_value("text")
def measures(ctx: RowContext) -> Cell:
    """The main measures of the plan in force."""
    return text_cell(ctx.plan.get("measures"))


@ledger_value("date")
def planned_start_on(ctx: RowContext) -> Cell:
    """The start of works the plan in force names."""
    return text_cell(ctx.plan.get("start_on"))


@ledger_value("date")
def planned_finish_on(ctx: RowContext) -> Cell:
    """The end of works the plan in force names."""
    return text_cell(ctx.plan.get("finish_on"))


# 资金


@ledger_value("money_wan")
def investment(ctx: RowContext) -> Cell:
    """The total investment the plan in force estimates."""
    return money_cell(ctx.plan.get("investment"))


@ledger_value("money_wan")
def fund_enterprise(ctx: RowContext) -> Cell:
    """Funds of the enterprise, the deposit of a holder that exists among them (财建〔2017〕638号)."""
    return money_cell(fund_of(ctx, "enterprise"))


@ledger_value("money_wan")
def fund_district(ctx: RowContext) -> Cell:
    """Funds of the district's budget."""
    return money_cell(fund_of(ctx, "district"))


@ledger_value("money_wan")
def fund_city(ctx: RowContext) -> Cell:
    """Funds of the city's budget."""
    return money_cell(fund_of(ctx, "city"))


@ledger_value("money_wan")
def fund_special(ctx: RowContext) -> Cell:
    """Special funds of the region and above."""
    return money_cell(fund_of(ctx, "special"))


@ledger_value("money_wan")
def fund_other(ctx: RowContext) -> Cell:
    """Other funds, the deposit of a holder that is gone among them (财建〔2017〕638号)."""
    return money_cell(fund_of(ctx, "other"))


@ledger_value("money_wan")
def fund_total(ctx: RowContext) -> Cell:
    """The five sources together; empty when there is none."""
    found = [fund_of(ctx, column) for column in ("enterprise", "district", "city", "special", "other")]
    known = [fen for fen in found if fen is not None]
    return money_cell(sum(known) if known else None)


@ledger_value("money_wan")
def received(ctx: RowContext) -> Cell:
    """Funds that have come in so far."""
    return money_cell(ctx.funding.total("received"))


@ledger_value("money_wan")
def spent(ctx: RowContext) -> Cell:
    """Funds spent so far."""
    return money_cell(ctx.funding.total("spent"))


@ledger_value("money_wan")
def invested(ctx: RowContext) -> Cell:
    """The investment completed so far: what the works report, package by package; what was spent when they do not."""
    return money_cell(invested_fen(ctx))


# 进度


@ledger_value("enum")
def procedure_state(ctx: RowContext) -> Cell:
    """The steps before the works of a government-funded project; 企业自办 for any other (五(三)2a)."""
    if not ctx.plan:
        return NOTHING
    if not ctx.plan.get("is_government_funded"):
        # Only a plan that was submitted says who pays; one still being written says nothing yet.
        return text_cell("企业自办") if ctx.counting("plan", "submitted") else NOTHING
    stage = ctx.stage_of("procedure")
    if stage is None:
        return text_cell("政府投资")
    if stage.state == "open":
        return text_cell("办理中" if stage.begun_on else "未办理")
    return text_cell({"reached": "已办结", "exempt": "豁免"}.get(stage.state, "不适用"))


@ledger_value("area_ha")
def done_area(ctx: RowContext) -> Cell:
    """The area treated so far, package by package; 0 before the works have reported."""
    return area_cell(done_area_m2(ctx))


@ledger_value("percent")
def done_percent(ctx: RowContext) -> Cell:
    """The area treated as a share of the area to be treated."""
    return percent_cell(done_area_m2(ctx), treatable_area_m2(ctx))


@ledger_value("text")
def milestone(ctx: RowContext) -> Cell:
    """形象进度: the last one reported, else what the works came to; of several packages how many are complete.

    A completion that counts no longer (an acceptance failed, a complaint was upheld) is 返工 with what re-opened the
    works, until the next progress is reported. The area treated stays: it was measured, and only a correction lowers it.
    """
    packages = ctx.latest_by_subject("works")
    if not packages:
        return text_cell("未开工")
    last = max(packages.values(), key=order_key)
    undone = {f.id for f in packages.values() if f.result == "completed" and ctx.was_reopened(f)}
    complete = sum(f.result == "completed" and f.id not in undone for f in packages.values())
    if 0 < complete < len(packages):
        again = sum(f.result == "reopened" or f.id in undone for f in packages.values())
        return text_cell(f"{len(packages)}个标段完成{complete}个" + (f"、返工{again}个" if again else ""))
    if last.id in undone:
        return text_cell(_rework_words(ctx))
    if last.result not in ("progress", "completed"):
        return text_cell(WORKS_WORDS.get(last.result, last.result))
    reopened_on = _works_reopened_on(ctx)
    told = [f for f in ctx.all("works", "progress", "completed") if f.payload.get("milestone")]
    told = [f for f in told if reopened_on is None or f.happened_on >= reopened_on]
    return text_cell(told[-1].payload["milestone"] if told else WORKS_WORDS[last.result])


def _rework_words(ctx: RowContext) -> str:
    """返工, with the record that re-opened the works: 返工（验收不通过）."""
    stage = ctx.stage_of("works")
    ending = next((f for f in ctx.facts if stage and f.id == stage.reopened_by), None)
    return f"返工（{fact_name(ending.name)}）" if ending else "返工"


def _works_reopened_on(ctx: RowContext) -> date | None:
    """The day of the ending after which milestones told earlier are no longer the news."""
    stage = ctx.stage_of("works")
    return stage.reopened_on if stage else None


@ledger_value("date")
def started_on(ctx: RowContext) -> Cell:
    """The day works began, of several packages the first (五(三)1)."""
    begun = ctx.all("works", "started")
    return date_cell(min((f.happened_on for f in begun), default=None))


@ledger_value("date")
def finished_on(ctx: RowContext) -> Cell:
    """The day the works were complete; nothing while a package is open, or after they were re-opened (五(三)1)."""
    stage = ctx.stage_of("works")
    return date_cell(stage.reached_on if stage and stage.state == "reached" else None)


@ledger_value("enum")
def progress(ctx: RowContext) -> Cell:
    """Which of the six official words stands for the site (domain §2.1)."""
    own = ctx.programme.code_list("progress")
    words = own.items if own else PROGRESS_WORDS
    return text_cell(words.get(ctx.status.progress, ctx.status.progress))


@ledger_value("text")
def step(ctx: RowContext) -> Cell:
    """The step the case stands at; 已销号 when it is closed, empty off the main line."""
    if ctx.status.outcome == Outcome.CLOSED:
        return text_cell("已销号")
    found = ctx.programme.stage(ctx.status.place)
    return text_cell(found.name if found else "")


@ledger_value("text")
def held_by(ctx: RowContext) -> Cell:
    """Whose turn it is: those who may do what comes next; the site's own street by name."""
    names = []
    for one in ctx.status.next_actions:
        own = str(ctx.register.get("street") or "") if ctx.programme.is_role(one.party) else one.party
        names.append(ctx.name(own))
    return words_cell(names)


@ledger_value("date")
def next_due(ctx: RowContext) -> Cell:
    """The first day by which something is due from here on, past ones of steps not done included."""
    days = [stage.done_by for stage in ctx.status.stages if stage.state == "open" and stage.done_by is not None]
    return date_cell(min(days, default=None))


@ledger_value("text")
def papers(ctx: RowContext) -> Cell:
    """Places of the file that are filled, of those the site has to fill in all."""
    asked = [slot for slot in ctx.status.slots if slot.state not in ("not_applicable", "never")]
    return text_cell(f"{sum(slot.state == 'have' for slot in asked)}/{len(asked)}" if asked else "")


@ledger_value("text")
def papers_by_folder(ctx: RowContext) -> Cell:
    """How many papers lie in each folder of the file, in the order of the folders."""
    counts: dict[str, int] = {}
    folders = {slot.code: slot.folder for slot in ctx.programme.slots}
    for slot in ctx.status.slots:
        counts[folders[slot.code]] = counts.get(folders[slot.code], 0) + slot.count
    return text_cell("、".join(f"{folder.lstrip('0123456789 ')}{count}" for folder, count in counts.items() if folder))


@ledger_value("text")
def this_week(ctx: RowContext) -> Cell:
    """What this week's report says. Without one it says 未报: an older report is never shown as new (C-38)."""
    report = ctx.week_report
    if report is None:
        return Cell(None, "已销号" if ctx.status.outcome == Outcome.CLOSED else NOT_REPORTED)
    told = str(report.payload.get("progress") or "").strip()
    reason = str(report.payload.get("no_progress_reason") or "").strip()
    if not reason or reason in told:
        return text_cell(told or "无进展")
    return text_cell(f"{told or '无进展'}（{reason}）")


@ledger_value("text")
def problems(ctx: RowContext) -> Cell:
    """Problems and next steps of this week's report; else those the works reported within the week."""
    report = ctx.week_report
    if report and report.payload.get("problems"):
        return text_cell(report.payload["problems"])
    works = next((f for f in reversed(ctx.all("works")) if ctx.since < f.happened_on <= ctx.on), None)
    told = [str(works.payload.get(key) or "").strip() for key in ("problems", "next_steps")] if works else []
    return text_cell("；".join(words for words in told if words))


# 销号


@ledger_value("date")
def accepted_on(ctx: RowContext) -> Cell:
    """The day of the last acceptance, whatever came of it (五(四)1a)."""
    last = ctx.last("acceptance", "passed", "recheck", "failed")
    return date_cell(last.happened_on if last else None)


@ledger_value("enum")
def acceptance_conclusion(ctx: RowContext) -> Cell:
    """What the acceptance came to, package by package; one that counts no longer says so."""
    found = list(ctx.latest_by_subject("acceptance", "passed", "recheck", "failed").values())
    if not found:
        return text_cell("已申请" if ctx.last("acceptance", "applied") else "")
    stage = ctx.status.stage("acceptance")
    is_undone = stage is not None and stage.state == "open" and bool(stage.reopened_by)
    if is_undone and all(fact.result == "passed" for fact in found):
        return text_cell("通过后返工，待重新验收")
    words = [ACCEPTANCE_WORDS[fact.result] for fact in found]
    is_partial = stage is not None and stage.state == "open" and "passed" in {fact.result for fact in found}
    if len(set(words)) == 1 and not is_partial:
        return text_cell(words[0])
    return text_cell("、".join(f"{fact.subject}{word}" for fact, word in zip(found, words, strict=True)))


@ledger_value("date")
def recognized_on(ctx: RowContext) -> Cell:
    """The day of a recognition that counts; what the supervision group said instead, when it did (五(四)1c)."""
    granted = ctx.counting("recognition", "granted")
    if granted:
        return date_cell(granted.happened_on)
    last = ctx.last("recognition", "feedback", "refused")
    if last is None:
        return NOTHING
    word = "反馈问题" if last.result == "feedback" else "不予认可"
    return Cell(None, f"{last.happened_on.isoformat()}{word}")


def _notice(ctx: RowContext) -> Fact | None:
    return ctx.last("publicity", "posted")


def _public_day(ctx: RowContext, which: int) -> date | None:
    """The first (0) or last (1) public day of the last notice, by the reading of its own day (C-26)."""
    notice = _notice(ctx)
    days = public_days(ctx.programme, notice.happened_on) if notice else None
    return days[which] if days else None


@ledger_value("date")
def publicity_from(ctx: RowContext) -> Cell:
    """The first public day of the last notice."""
    return date_cell(_public_day(ctx, 0))


@ledger_value("date")
def publicity_to(ctx: RowContext) -> Cell:
    """The last public day of the last notice."""
    return date_cell(_public_day(ctx, 1))


@ledger_value("text")
def publicity_channel(ctx: RowContext) -> Cell:
    """The medium of the last notice (C-27)."""
    notice = _notice(ctx)
    return text_cell(notice.payload.get("channel") if notice else None)


@ledger_value("enum")
def publicity_objection(ctx: RowContext) -> Cell:
    """What the last notice came to: interrupted, a complaint open or decided, running, or certified (C-29)."""
    notice = _notice(ctx)
    if notice is None:
        return NOTHING
    if ctx.last("publicity", "interrupted", subject=notice.subject):
        return text_cell("公示中断")
    last_day = _public_day(ctx, 1) or ctx.on
    received = [f.subject for f in ctx.all("complaint", "received") if notice.happened_on <= f.happened_on <= last_day]
    decided = {f.subject for f in ctx.all("complaint", "decided")}
    if set(received) - decided:
        return text_cell("有投诉，办理中")
    if received:
        return text_cell("有投诉，已办结")
    if ctx.last("publicity", "certified", subject=notice.subject):
        return text_cell("无异议")
    return text_cell("公示中" if ctx.on <= last_day else "期满，待出证明")


@ledger_value("bool")
def is_closed(ctx: RowContext) -> Cell:
    """Whether the site is closed (销号), as the status says."""
    return bool_cell(ctx.status.outcome == Outcome.CLOSED)


@ledger_value("text")
def filing_no(ctx: RowContext) -> Cell:
    """The number of the filing that closed the site (五(四)3)."""
    filed = ctx.counting("filing", "filed")
    return text_cell(filed.payload.get("document_no") if filed else None)


@ledger_value("date")
def filed_on(ctx: RowContext) -> Cell:
    """The day of the filing that closed the site."""
    filed = ctx.counting("filing", "filed")
    return date_cell(filed.happened_on if filed else None)

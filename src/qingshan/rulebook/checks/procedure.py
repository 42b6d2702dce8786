"""Checks on the steps of government investment projects (五(三)2a, 五(三)2b, C-13; domain §5.1, §5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lists import LISTS
from ..procedure import DONE, KIND, SKIPPED, missing_steps, step_states
from ..programme import Period, ProcedureStep
from ..standing import day_of, is_later
from ..status import Blocker
from ..values import is_filled, number, ten_thousands, text
from .general import satisfied
from .plan import plan_is_government_funded

if TYPE_CHECKING:
    from ..evidence import Course
    from ..facts import Fact
    from ..look import Look
    from ..tables import StageRow

FEN_PER_WAN = 1_000_000


def procedure_complete(
    course: Course, _row: StageRow, fact: Fact, _params: Mapping[str, Any], _horizon: Fact | None
) -> bool:
    """With this record every step demanded before the works is done or skipped."""
    return not missing_steps(course.programme, [f for f in course.facts if f.kind == KIND and not is_later(f, fact)])


def procedure_in_turn(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Papers wait for `stage` only where the notice is read so; by default they may be made early (C-13)."""
    if look.programme.answer("early_procedure", look.day) == "all_after":
        yield from satisfied(look, params)


def step_may_be_skipped(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """A step is skipped only where the programme names a reason, a tender only below its sum."""
    step = _step(look)
    if look.entry is None or look.entry.result != SKIPPED or step is None:
        return
    if not step.may_be_skipped_under:
        yield look.blocker("step_not_skippable", step_name=step.name)
    if step.tender:
        yield from _below_tender_sum(look, step)


def _below_tender_sum(look: Look, step: ProcedureStep) -> Iterator[Blocker]:
    kind = text(look.payload.get("tender_kind"))
    amount = number(look.payload.get("amount"))
    if not kind or amount is None:
        yield look.blocker("tender_amount_missing", step_name=step.name)
        return
    least = number(look.programme.parameter(step.tender.get(kind, "")))
    if least is not None and amount >= least * FEN_PER_WAN:
        yield look.blocker(
            "tender_needed",
            kind_name=LISTS["tender_kind"].get(kind, kind),
            amount=ten_thousands(amount),
            least=ten_thousands(least * FEN_PER_WAN),
        )


def step_periods_kept(look: Look, _params: Mapping[str, Any]) -> Iterator[Blocker]:
    """The days between the dates of a step that is done are as many as the law asks. A date not given is not judged."""
    step = _step(look)
    if look.entry is None or look.entry.result != DONE or step is None:
        return
    for period in step.periods:
        yield from _kept(look, period)


def _kept(look: Look, period: Period) -> Iterator[Blocker]:
    begin, end = day_of(look.payload.get(period.begin)), day_of(look.payload.get(period.end))
    if begin is None or end is None:
        return
    days = (end - begin).days + period.counts_both
    least = number(look.programme.parameter(period.at_least))
    most = number(look.programme.parameter(period.at_most))
    params = {"period": period.name, "begin": begin.isoformat(), "end": end.isoformat(), "days": days}
    if end < begin:
        yield look.blocker("period_backwards", **params)
    elif least is not None and days < least:
        yield look.blocker("period_too_short", **params, need=f"{least:f}")
    elif most is not None and days > most:
        yield look.blocker("period_too_long", **params, need=f"{most:f}")


def steps_done(look: Look, params: Mapping[str, Any]) -> Iterator[Blocker]:
    """Of a government investment project these steps are done or properly skipped, or the entry's `or_field` names the
    paper (the contract of the works that begin); of any other project nothing is asked."""
    if not plan_is_government_funded(look.course, {}) or is_filled(look.payload.get(params.get("or_field", ""))):
        return
    for state in step_states(look.programme, look.course.facts):
        if state.step.code in params["steps"] and not state.is_ended:
            yield look.blocker("step_open", step=state.step.code, step_name=state.step.name)


def _step(look: Look) -> ProcedureStep | None:
    return look.programme.procedure_step(text(look.payload.get("step")))

"""Every named check and the function behind it: the one hop from a programme's word to its code.

The names are those of `vocabulary.py`; a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import (
    acceptance,
    batch,
    complaint,
    coverage,
    district_archive,
    document,
    exception,
    funding,
    general,
    lineage,
    plan,
    procedure,
    publicity,
    reading_decision,
    responsibility,
    review,
    scope,
    site,
    survey,
    unit_plan,
    works,
)

if TYPE_CHECKING:
    from ..evidence import Course
    from ..facts import Fact
    from ..look import Look
    from ..status import Blocker
    from ..tables import StageRow

GateCheck = Callable[["Look", Mapping[str, Any]], Iterable["Blocker"]]
EvidenceCheck = Callable[["Course", "StageRow", "Fact", Mapping[str, Any], "Fact | None"], bool]
Condition = Callable[["Course", Mapping[str, Any]], bool]

GATES: dict[str, GateCheck] = {
    "satisfied": general.satisfied,
    "not_reached": general.not_reached,
    "outcome_is": general.outcome_is,
    "no_debts": general.no_debts,
    "on_file": general.on_file,
    "subject_on_file": general.subject_on_file,
    "subject_live": general.subject_live,
    "awaits_answer": general.awaits_answer,
    "two_persons": general.two_persons,
    "other_person": general.other_person,
    "at_least": general.at_least,
    "not_less_than_before": works.not_less_than_before,
    "not_more_than_treatable": works.not_more_than_treatable,
    "scan_attached": document.scan_attached,
    "slot_filled": document.slot_filled,
    "polygons_agree": site.polygons_agree,
    "survey_consistent": survey.survey_consistent,
    "survey_cited": plan.survey_cited,
    "responsibility_founded": responsibility.responsibility_founded,
    "panel_complete": review.panel_complete,
    "move_explained": scope.move_explained,
    "outcomes_conform": acceptance.outcomes_conform,
    "mandatory_criteria_met": acceptance.mandatory_criteria_met,
    "public_period_over": publicity.public_period_over,
    "four_parts_present": publicity.four_parts_present,
    "funds_within_receipts": funding.funds_within_receipts,
    "priority_explained": batch.priority_explained,
    "complaint_open": complaint.complaint_open,
    "decision_countersigned": complaint.decision_countersigned,
    "plan_roles_named": plan.plan_roles_named,
    "minerals_listed": site.minerals_listed,
    "procedure_in_turn": procedure.procedure_in_turn,
    "step_may_be_skipped": procedure.step_may_be_skipped,
    "step_periods_kept": procedure.step_periods_kept,
    "steps_done": procedure.steps_done,
    "funds_confirmed": funding.funds_confirmed,
    "level_fits": funding.level_fits,
    "order_unrectified": responsibility.order_unrectified,
    "recovered_within_claim": responsibility.recovered_within_claim,
    "split_areas_agree": lineage.split_areas_agree,
    "exception_in_bounds": exception.exception_in_bounds,
    "exception_running": exception.exception_running,
    "draw_reproduces": review.draw_reproduces,
    "panel_as_drawn": review.panel_as_drawn,
    "reviewers_independent": review.reviewers_independent,
    "plan_checklist_complete": plan.plan_checklist_complete,
    "institute_independent": plan.institute_independent,
    "batch_change_explained": batch.batch_change_explained,
    "subject_unused": general.subject_unused,
    "parts_present": general.parts_present,
    "not_before_entry": general.not_before_entry,
    "duties_named": unit_plan.duties_named,
    "rows_differ": general.rows_differ,
    "nil_said": coverage.nil_said,
    "totals_reconciled": coverage.totals_reconciled,
    "reading_in_force": reading_decision.reading_in_force,
    "summed_up_before": district_archive.summed_up_before,
}

EVIDENCE: dict[str, EvidenceCheck] = {
    "public_period_ran": publicity.public_period_ran,
    "procedure_complete": procedure.procedure_complete,
}

CONDITIONS: dict[str, Condition] = {
    "site_is": site.site_is,
    "plan_is_government_funded": plan.plan_is_government_funded,
}

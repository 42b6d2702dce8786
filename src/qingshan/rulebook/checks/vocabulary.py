"""The closed vocabulary of checks with their typed parameters. A new kind of rule is a new line here and a function.

`GATES` are asked before an entry, `EVIDENCE` of facts that would reach a stage, `CONDITIONS` of a site to know whether
a stage applies to it. A parameter's type is one of: str, int, bool, strs (list of strings), stage, stages, action,
field (key of the action's noun), fields, kind (of a fact), slot, list_values, steps (of a procedure), levels (of money).
"""

from __future__ import annotations

GATES: dict[str, dict[str, str]] = {
    # stages, outcome, debts
    "satisfied": {"stage": "stage"},
    "not_reached": {"stage": "stage"},
    "outcome_is": {"outcomes": "strs"},
    "no_debts": {"ignore_stages": "stages?"},
    "on_file": {"kind": "kind", "results": "strs"},
    # subjects and rounds
    "subject_on_file": {"kind": "kind", "results": "strs"},
    "subject_live": {"kind": "kind", "results": "strs"},
    "awaits_answer": {"kind": "kind", "results": "strs", "answers": "strs"},
    # persons
    "two_persons": {"first": "field", "second": "field"},
    "other_person": {"kind": "kind"},
    # numbers
    "at_least": {"field": "field", "n": "int"},
    "not_less_than_before": {"field": "field", "kind": "kind"},
    "not_more_than_treatable": {"field": "field"},
    # papers
    "scan_attached": {},
    "slot_filled": {"slot": "slot"},
    # nouns' own
    "polygons_agree": {},
    "survey_consistent": {},
    "survey_cited": {},
    "responsibility_founded": {},
    "panel_complete": {},
    "move_explained": {},
    "outcomes_conform": {},
    "mandatory_criteria_met": {},
    "public_period_over": {},
    "four_parts_present": {},
    "funds_within_receipts": {},
    "priority_explained": {},
    "complaint_open": {},
    "decision_countersigned": {},
    "plan_roles_named": {},
    "minerals_listed": {},
    "procedure_in_turn": {"stage": "stage"},
    "step_may_be_skipped": {},
    "step_periods_kept": {},
    "steps_done": {"steps": "steps", "or_field": "field?"},
    "funds_confirmed": {},
    "level_fits": {"results": "strs", "levels": "levels"},
    "order_unrectified": {"stage": "stage"},
    "recovered_within_claim": {},
    "split_areas_agree": {},
    "exception_in_bounds": {},
    "exception_running": {},
    "draw_reproduces": {},
    "panel_as_drawn": {},
    "reviewers_independent": {},
    "plan_checklist_complete": {},
    "institute_independent": {},
    "batch_change_explained": {},
    # bodies
    "subject_unused": {"kind": "kind", "results": "strs"},
    "parts_present": {"fields": "fields"},
    "not_before_entry": {"field": "field"},
    "duties_named": {"duties": "strs"},
    "rows_differ": {"field": "field", "key": "str"},
    "nil_said": {},
    "totals_reconciled": {},
    "reading_in_force": {},
    "summed_up_before": {},
}

EVIDENCE: dict[str, dict[str, str]] = {
    "public_period_ran": {},
    "procedure_complete": {},
}

CONDITIONS: dict[str, dict[str, str]] = {
    "site_is": {"field": "str", "values": "strs"},
    "plan_is_government_funded": {},
}

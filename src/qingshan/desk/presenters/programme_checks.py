"""What a check of the notice asks for, in a sentence: its name and parameters said in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qingshan.desk.words import OUTCOME_WORDS, joined
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns import BY_ACTION, NOUNS
from qingshan.rulebook.programme import CheckUse, Evidence, Programme
from qingshan.rulebook.sentences import fact_name

SENTENCES = {
    "satisfied": "{stage}已完成",
    "not_reached": "{stage}还没有完成",
    "outcome_is": "这处矿山{outcomes}",
    "no_debts": "没有欠账{ignore_stages}",
    "on_file": "档案里有{results}的记录",
    "subject_on_file": "所填编号在档案里有{results}的记录",
    "subject_live": "所填编号的{results}仍然有效",
    "subject_unused": "所填编号没有在{results}里用过",
    "two_persons": "{first}和{second}不是同一人",
    "other_person": "办理人没有经手过{kind}",
    "at_least": "{field}至少 {n}",
    "not_less_than_before": "{field}不少于以前报的数",
    "not_more_than_treatable": "{field}合计不超过应治理面积",
    "scan_attached": "附有扫描件（补录的可承诺补齐日期）",
    "slot_filled": "档案位“{slot}”已归档，或登记不适用",
    "survey_consistent": "摸底各数互相对得上",
    "survey_cited": "方案写明依据最近一次摸底",
    "responsibility_founded": "灭失的由属地负责并有证明，没有灭失的由企业负责",
    "panel_complete": "评审专家够数、专业齐全、没有重复",
    "panel_as_drawn": "到会专家是抽中的，替换的写明替谁和理由",
    "draw_reproduces": "种子事先公布，按种子重抽结果相同",
    "reviewers_independent": "专家与编制、施工单位和采矿权人没有隶属关系",
    "move_explained": "未纳入的写明原因和证明，移动的另有核定文号",
    "outcomes_conform": "验收各项都有结论，没有不符合",
    "mandatory_criteria_met": "必须达到的分项都达到，不适用的写明理由",
    "public_period_over": "所填公示没有中断，公示期已满",
    "public_period_ran": "公示不间断地满期",
    "four_parts_present": "公示材料各部分齐全",
    "funds_within_receipts": "累计支出不超过累计到位",
    "funds_confirmed": "政府投资项目的资金已下达或到位，来源不低于合同价",
    "level_fits": "{results}只记{levels}资金",
    "priority_explained": "列为优先治理的写明理由",
    "batch_change_explained": "已定的名单要调整的写明原因和文号",
    "complaint_open": "投诉已登记，还没有处理",
    "not_before_entry": "{field}不早于记录当天",
    "step_may_be_skipped": "这一步允许简化，招标只在限额以下",
    "step_periods_kept": "各步之间的天数合乎规定",
    "procedure_in_turn": "按口径要依次办的，手续在{stage}之后办",
    "steps_done": "政府投资项目的{steps}已办结{or_field}",
    "procedure_complete": "开工前各步都已办结或简化",
    "order_unrectified": "责令的期限已过，{stage}仍没有完成",
    "recovered_within_claim": "累计追回不超过追偿金额",
    "split_areas_agree": "拆分后各处的破坏面积之和等于原矿，或写明原因，账目归一处",
    "exception_in_bounds": "编号未用过，期限没有过，内容在允许的范围内",
    "exception_running": "所填延期或豁免仍在有效期内",
    "plan_checklist_complete": "方案自查表逐项填全",
    "institute_independent": "编制单位不是采矿权人，也不是施工单位",
    "polygons_agree": "画的范围与填的面积相近，或写明原因",
    "decision_countersigned": "处理决定有会签人",
    "plan_roles_named": "写明委托单位和编制单位",
    "minerals_listed": "矿种是通知所列的",
    "parts_present": "填齐{fields}",
    "duties_named": "{duties}都有具体的人，不是同一人",
    "awaits_answer": "所填编号的{results}还没有答复",
    "rows_differ": "{field}没有重复的行",
    "reading_in_force": "口径编号是通知方案里的，所选与现行的一致",
    "summed_up_before": "汇总截至的日期不晚于签字",
    "nil_said": "没有的写明零报告",
    "totals_reconciled": "通知的各项底数逐项对账，有差的写明原因",
    "site_is": "{field}：{values}",
    "plan_is_government_funded": "最近一版方案是政府投资项目",
}
"""Check → sentence; the names in braces are its parameters, said by `_said`."""

LISTED = {"levels": "fund_level", "duties": "duty"}
"""Parameter → the list its codes are of."""


def check_words(programme: Programme, use: CheckUse, action: str = "") -> str:
    """The sentence of a check; of one that has none, its own name, so that nothing asked is hidden."""
    template = SENTENCES.get(use.check)
    if template is None:
        return f"办理时核对（{use.check}）"
    said = {key: _said(programme, key, value, action, use.params) for key, value in use.params.items()}
    return template.format_map(_Blank(said))


class _Blank(dict[str, str]):
    """A parameter that is not given says nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _said(programme: Programme, key: str, value: Any, action: str, params: Mapping[str, Any]) -> str:
    many = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
    if key in ("stage", "stages"):
        return joined([stage_name(programme, v) for v in many])
    if key == "ignore_stages":
        return f"（{joined([stage_name(programme, v) for v in many])}不计）" if many else ""
    if key == "results":
        kind = str(params.get("kind") or _kind(action))
        return joined([_quoted(kind, v) for v in many])
    if key == "kind":
        return next((f"“{n.name}”" for n in NOUNS for a in n.actions if a.kind == value), str(value))
    if key == "outcomes":
        return "或".join(OUTCOME_WORDS.get(v, v) for v in many)
    if key == "or_field":
        return f"，或填了{field_name(action, str(value))}"
    if key in ("field", "fields", "first", "second"):
        return joined([field_name(action, v) for v in many])
    return joined([_word(programme, key, v) for v in many])


def _word(programme: Programme, key: str, value: str) -> str:
    if key == "slot":
        return next((s.name for s in programme.slots if s.code == value), value)
    if key == "steps":
        step = programme.procedure_step(value)
        return step.name if step else value
    if key in LISTED:
        return LISTS[LISTED[key]].get(value, value)
    if key == "values":
        return {"true": "是", "false": "否"}.get(value.lower(), value)
    return value


def _quoted(kind: str, result: str) -> str:
    return f"“{fact_name(f'{kind}.{result}')}”"


def _kind(action: str) -> str:
    found = BY_ACTION.get(action)
    return found[1].kind if found else ""


def field_name(action: str, key: str) -> str:
    """The Chinese name of a field of an action's noun; without an action, of the register."""
    nouns: Iterable[Any] = [BY_ACTION[action][0]] if action in BY_ACTION else NOUNS
    return next((f.name for noun in nouns for f in noun.fields if f.key == key), key)


def stage_name(programme: Programme, code: str) -> str:
    found = programme.stage(code)
    return found.name if found else code


def evidence_words(programme: Programme, evidence: Evidence) -> str:
    """The records that reach, begin, open or close something, and what must hold of them."""
    words = joined([_quoted(evidence.kind, r) for r in evidence.results])
    if not evidence.check:
        return words
    return f"{words}，且{check_words(programme, CheckUse(evidence.check, params=evidence.params))}"

"""What the software can be asked to read differently: the closed vocabulary of questions a notice may leave open.

A programme's `[[reading]]` that says `governs = "<question>"` answers one; its alternatives are values of the question.
Where a programme has no such reading the default holds. A question is judged on the day of the evidence it speaks of
or on the day asked about (design §1a, rule 13). A new question is a line here and the function that asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVIDENCE, ASKED = "evidence", "asked"
AS_WRITTEN = "as_written"
"""The value by which the rule's own table of the programme has the say."""


@dataclass(frozen=True, slots=True)
class Question:
    """`values`: value → what it does. `judged_on`: evidence or asked. `bites`: where it is asked, `module:function`.

    `needs` names what of the programme it works through: `check:x` a gate that asks for the check, `list:x` a code list,
    `stage:x` a stage reached or begun by records of the kind, `parameter:x` a parameter, `table.key` a row that fills the
    key. A reading of a question that lacks it would change nothing.
    """

    title: str
    values: Mapping[str, str]
    default: str
    judged_on: str
    bites: tuple[str, ...]
    needs: tuple[str, ...] = ()


QUESTIONS: dict[str, Question] = {
    "target_lines": Question(
        "年度目标考核几条线",
        {
            "two_lines": "底线与争取两条线分别考核",
            "floor_only": "只考核底线",
            "stretch_only": "只考核争取",
        },
        "two_lines",
        ASKED,
        ("rulebook.targets:targets_on",),
    ),
    "target_measure": Question(
        "完成比例按什么计算",
        {
            "sites": "按处数，向上取整",
            "area": "按应治理面积",
            "investment": "按估（概）算总投资",
        },
        "sites",
        ASKED,
        ("rulebook.targets:measure_on",),
    ),
    "target_level": Question(
        "目标在哪一级考核",
        {
            AS_WRITTEN: "按 [[target]] 的 level 所写",
            "district": "只按全县区",
            "street": "只按属地单位",
        },
        AS_WRITTEN,
        ASKED,
        ("rulebook.targets:_progress",),
    ),
    "target_base": Question(
        "目标比例的总数",
        {
            "derived": "纳入治理范围的处数，由各矿核定得出",
            "fixed": "标 is_base 的底数",
        },
        "derived",
        ASKED,
        ("rulebook.targets:_progress",),
        ("control_total.is_base",),
    ),
    "control_unit": Question(
        "底数按什么计数",
        {
            "mines": "按矿山（采矿点）",
            "enterprises": "按企业，一家只计一次",
        },
        "mines",
        ASKED,
        ("rulebook.ledger:_control_lines",),
        ("control_total.where",),
    ),
    "end_states": Question(
        "已治理、改建、征购是几种情形",
        {
            "apart": "各自登记和打印",
            "one": "台账上合为一种情形",
        },
        "apart",
        ASKED,
        ("rulebook.ledger_values_site:exclusion_reason",),
        ("list:end_states",),
    ),
    "planning": Question(
        "治理期限怎样排",
        {
            "back_plan": "从销号期限倒排各步",
            "none": "不倒排，只看各步自己的期限和销号期限",
        },
        "back_plan",
        ASKED,
        ("rulebook.calendar:plan_back",),
    ),
    "stage_day": Question(
        "一步既有倒排又有自己期限的",
        {
            "earliest": "以较早的为准",
            "own": "以自己的期限为准",
        },
        "earliest",
        ASKED,
        ("rulebook.deadlines:_planned",),
        ("deadline.stage",),
    ),
    "closing_day": Question(
        "销号以哪一天为限",
        {
            "batch": "批次期限",
            "last_phase": "最后一个阶段结束之日",
        },
        "batch",
        ASKED,
        ("rulebook.calendar:last_day",),
    ),
    "deadline_day": Question(
        "期限当日是否计入",
        {
            "inclusive": "当日办结算按期",
            "exclusive": "最迟前一日办结",
        },
        "inclusive",
        ASKED,
        ("rulebook.calendar:last_day",),
    ),
    "facts_before_issue": Question(
        "通知印发以前发生的事",
        {
            "accepted": "可以补录",
            "refused": "不收",
        },
        "accepted",
        ASKED,
        ("rulebook.gates:_is_of_the_notice",),
    ),
    "phases": Question(
        "各阶段按什么推进",
        {
            "per_site": "按每处矿山自己的进展",
            "global": "某一阶段的动作要等这一阶段开始之日",
        },
        "per_site",
        EVIDENCE,
        ("rulebook.judging:_too_early",),
        ("stage.phase",),
    ),
    "plan_roles": Question(
        "编制方案要登记几方",
        {
            "three": "组织主体、委托方、编制单位",
            "organiser_only": "只要组织主体",
        },
        "three",
        EVIDENCE,
        ("rulebook.checks.plan:plan_roles_named",),
        ("check:plan_roles_named",),
    ),
    "executor": Question(
        "由谁实施治理",
        {
            "apart": "出资与实施分开认定",
            "government": "一律政府实施，不能选自行治理",
            "enterprise": "一律企业实施，只能选自行治理",
        },
        "apart",
        EVIDENCE,
        ("rulebook.checks.responsibility:responsibility_founded",),
        ("check:responsibility_founded",),
    ),
    "slot_order": Question(
        "档案位的次序",
        {
            "process": "按办理次序",
            "annex": "按 annex_no，即通知附件的次序",
        },
        "process",
        ASKED,
        ("rulebook.slots:slots_of",),
        ("slot.annex_no",),
    ),
    "ledger_signature": Question(
        "台账由谁署名",
        {
            "office": "以办公室名义，盖章",
            "person": "以个人名义，签名",
        },
        "office",
        EVIDENCE,
        ("exchange.ledger_frame:foot",),
        ("ledger.foot_by_person",),
    ),
    "names": Question(
        "打印哪一天的机构名称",
        {
            "dated": "台账当日有效的名称",
            "of_the_notice": "一律用通知里的名称",
        },
        "dated",
        EVIDENCE,
        ("rulebook.ledger:compute_ledger",),
    ),
    "unseated": Question(
        "有任务而不在工作组的部门",
        {
            "reported": "提示“有任务无席位”",
            "ignored": "不提示",
        },
        "reported",
        ASKED,
        ("rulebook.seats:unseated",),
        ("seat.body",),
    ),
    "departments": Question(
        "哪些算有关部门",
        {
            "union": "两处名单的并集",
            "group": "工作组的成员单位",
            "support": "列名指导和支持的部门",
        },
        "union",
        ASKED,
        ("rulebook.seats:departments",),
        ("seat.body", "party.supports"),
    ),
    "recognition_asked_by": Question(
        "由谁报请认可",
        {
            AS_WRITTEN: "认可这一步所写的一方",
            "office": "类别为 office 的一方",
        },
        AS_WRITTEN,
        ASKED,
        ("rulebook.evidence:Course.party_of",),
        ("stage:recognition",),
    ),
    "public_days": Question(
        "公示的天数怎样计算",
        {
            AS_WRITTEN: "按 [publicity] 表所写",
            "calendar": "自然日，第1天按 [publicity] 表所写",
            "working": "工作日，第1天按 [publicity] 表所写",
            "calendar_from_posting": "自然日，发布当日为第1天",
            "working_from_posting": "工作日，发布当日为第1天",
        },
        AS_WRITTEN,
        EVIDENCE,
        ("rulebook.publicity:rule_on",),
        ("stage:publicity",),
    ),
    "channels": Question(
        "公示要几种渠道",
        {
            "one": "至少一种",
            "both": "媒体和网站都要",
        },
        "one",
        EVIDENCE,
        ("rulebook.checks.publicity:_channels_missing",),
        ("check:public_period_over",),
    ),
    "complaint_decision": Question(
        "投诉处理决定由谁作出",
        {
            "countersigned": "要会签",
            "self_decided": "责任单位自行决定",
        },
        "countersigned",
        EVIDENCE,
        ("rulebook.checks.complaint:decision_countersigned",),
        ("check:decision_countersigned",),
    ),
    "objection": Question(
        "什么算公示有异议",
        {
            "unresolved": "只有未处理完的投诉",
            "any": "公示期内收到过投诉即是",
        },
        "unresolved",
        EVIDENCE,
        ("rulebook.checks.publicity:spoilt_by",),
        ("stage:publicity",),
    ),
    "closing_unit": Question(
        "完成比例里什么算已销号",
        {
            "mine": "一处销号即算一处",
            "batch": "一批全部销号才算",
            "item": "全部销号才算",
        },
        "mine",
        ASKED,
        ("rulebook.targets:_closed_together",),
    ),
    "outside_acts": Question(
        "外单位的办理结果",
        {
            "scan": "凭扫描件登记",
            "own": "可以直接登记，不要扫描件",
        },
        "scan",
        EVIDENCE,
        ("rulebook.checks.document:scan_attached",),
        ("check:scan_attached",),
    ),
    "criteria": Question(
        "验收的分项标准",
        {
            "table": "逐条判定，必须达到的不符合即不得通过",
            "overall": "只看总体结论",
        },
        "table",
        EVIDENCE,
        ("rulebook.checks.acceptance:mandatory_criteria_met",),
        ("check:mandatory_criteria_met",),
    ),
    "criteria_apply": Question(
        "必须达到的各条是否都适用",
        {
            "by_analogy": "写明理由的可以不适用",
            "strict": "全部适用",
        },
        "by_analogy",
        EVIDENCE,
        ("rulebook.checks.acceptance:mandatory_criteria_met",),
        ("check:mandatory_criteria_met",),
    ),
    "subtotals": Question(
        "台账的小计",
        {
            "groups": "按持证与矿种归组小计",
            "none": "不分小计",
        },
        "groups",
        EVIDENCE,
        ("rulebook.ledger:subtotal_of",),
    ),
    "exclusion_reasons": Question(
        "未纳入的原因",
        {
            "reason_codes": "按原因代码，附说明和佐证",
            "free": "由填报单位自述，只要说明",
        },
        "reason_codes",
        EVIDENCE,
        ("rulebook.checks.scope:move_explained",),
        ("check:move_explained",),
    ),
    "weekly_day": Question(
        "定期上报遇节假日",
        {
            AS_WRITTEN: "按 [weekly] 表所写",
            "previous_workday": "提前到前一工作日",
            "next_workday": "顺延到下一工作日",
            "same_day": "不变",
        },
        AS_WRITTEN,
        EVIDENCE,
        ("rulebook.calendar:issue_days",),
    ),
    "damage_kinds": Question(
        "破坏方式能填哪些",
        {
            "extended": "软件列出的各种",
            "closed": "只有通知列出的几种",
        },
        "extended",
        EVIDENCE,
        ("rulebook.consistency:survey_findings",),
        ("list:damage_kinds", "check:survey_consistent"),
    ),
    "other_minerals": Question(
        "持证矿山填了通知没有列的矿种",
        {
            "shown": "提示",
            "refused": "拒绝",
        },
        "shown",
        EVIDENCE,
        ("rulebook.consistency:mineral_findings",),
        ("list:notice_minerals", "check:minerals_listed"),
    ),
    "pit_count": Question(
        "坑的数量",
        {
            "pits": "只有采坑必须填数量",
            "both": "采坑和塌陷坑都要填",
        },
        "pits",
        EVIDENCE,
        ("rulebook.consistency:survey_findings",),
        ("check:survey_consistent",),
    ),
    "slot_where_known": Question(
        "登记项已知时才要的档案位",
        {
            "demanded": "填了 where_known 那一项的就要",
            "never": "一律不要",
        },
        "demanded",
        ASKED,
        ("rulebook.slots:demanded_slots",),
        ("slot.where_known",),
    ),
    "slots_due": Question(
        "档案位何时算应有",
        {
            "by_stage": "到了那一步",
            "at_once": "建档时就要齐",
        },
        "by_stage",
        ASKED,
        ("rulebook.slots:findings_of",),
    ),
    "city_money": Question(
        "地市级资金的到位",
        {
            "applied_for": "地市级资金到位的，要有申报或批复的记录",
            "one": "不分级，不要求",
        },
        "applied_for",
        EVIDENCE,
        ("rulebook.consistency:city_money_findings",),
    ),
    "panel_size": Question(
        "评审专家几人",
        {
            AS_WRITTEN: "按 [panel] 表所写",
            "one_each": "每个专业一人即可",
        },
        AS_WRITTEN,
        EVIDENCE,
        ("rulebook.checks.review:panel_on",),
        ("check:panel_complete",),
    ),
    "responsible_persons": Question(
        "责任人登记几人",
        {
            "each": "第一责任人和直接责任人各一人",
            "one": "登记一人即可",
        },
        "each",
        EVIDENCE,
        ("rulebook.consistency:person_findings",),
        ("stage:responsibility",),
    ),
    "early_procedure": Question(
        "评审通过前能否办前期手续",
        {
            "prepare_early": "可以提前办，开工须待评审通过",
            "all_after": "评审通过前不办任何手续",
        },
        "prepare_early",
        EVIDENCE,
        ("rulebook.checks.procedure:procedure_in_turn",),
        ("check:procedure_in_turn",),
    ),
    "presumed_tasks": Question(
        "通知写得像已经有了的事",
        {
            "task": "是一项要办的事",
            "existing": "视为已有，不欠",
        },
        "task",
        ASKED,
        ("rulebook.bodies:duties_of",),
        ("body_task.presumed",),
    ),
    "substitution": Question(
        "何时可以代治理",
        {
            "order_then_substitute": "责令期满仍未治理的",
            "either": "不待期满，随时可以",
        },
        "order_then_substitute",
        EVIDENCE,
        ("rulebook.checks.responsibility:order_unrectified",),
        ("check:order_unrectified",),
    ),
    "enforcement_lead": Question(
        "无证采矿点由谁牵头",
        {
            AS_WRITTEN: "执法这一步所写的一方",
            "street": "治理这一步的一方",
        },
        AS_WRITTEN,
        ASKED,
        ("rulebook.evidence:Course.party_of",),
        ("stage:enforcement", "stage:works"),
    ),
    "ranking": Question(
        "年度名单排序先看什么",
        {
            "priority_first": "先看是否必须优先，再看难易",
            "ease_first": "只看难易",
        },
        "priority_first",
        ASKED,
        ("rulebook.ranking:rank",),
    ),
    "aftercare": Question(
        "销号之后的管护",
        {
            "optional_aftercare": "有管护年数的，在年数之内列出",
            "none": "不设管护",
        },
        "optional_aftercare",
        ASKED,
        ("rulebook.aftercare:aftercare_of",),
        ("parameter:aftercare_years",),
    ),
}

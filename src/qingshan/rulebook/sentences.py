"""What an officer reads: a Chinese sentence for every code of a blocker, a debt or a hold.

Fact first, then what to do. Params named in a sentence are filled by `say`; ISO days stay as they are, they are how the
desk writes days.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from .nouns import NOUNS
from .status import Blocker

_GATES = {
    "stage_open": "{stage_name}还没有完成。先办{stage_name}，再办这一步。",
    "stage_reached_already": "{stage_name}已经完成，不用再记。要改就更正原来那一条。",
    "outcome_differs": "这处矿山现在是{outcome_name}，{wanted}的才能办这一步。",
    "not_on_file": "档案里没有“{wanted}”的记录。先补记这一条。",
    "subject_not_on_file": "档案里没有编号“{subject}”的“{wanted}”记录。核对编号，或先补记这一条。",
    "subject_not_live": "编号“{subject}”的“{wanted}”已经失效或不在档案里。换一个有效的编号，或重新办理。",
    "same_person": "{first}和{second}都是{person}。换一个人审核。",
    "checks_own_work": "{person}经手过被核对的那份材料，不能再当{role}。换一个人来办。",
    "too_few": "{field_name}只有 {have}，至少要 {need}。补齐后再提交。",
    "held": "{hold_name}还没有了结（编号“{subject}”，{since}起），这一步暂停。先办结，再继续。",
    "would_not_count": "记上也不算数：{on}的“{by_name}”让{reopened}重新打开了。先重新完成{reopened}，再办{stage_name}。",
    "phase_not_begun": "{phase}阶段 {starts_on} 才开始，按现行口径这一步还不能办。",
    "evidence_fails": "记上也不算数：{stage_name}的条件还没有满足。核对日期和编号。",
}

_FORMAL = {
    "action_unknown": "“{entry}”不是这个操作能记的内容。换一个操作。",
    "dated_in_future": "日期 {on} 还没有到，今天是 {today}。改成实际发生的日期。",
    "replaces_unknown": "要更正的那一条（{replaces}）不在档案里。核对后重选。",
    "replaces_other_kind": "更正只能更正同一类记录。要更正的那一条是另一类。",
    "replaced_already": "那一条已经被更正过了。请更正最新的一条。",
    "dated_before_issue": "日期 {on} 早于通知印发的 {issued_on}，按现行口径不收。核对日期。",
    "retraction_of_nothing": "没有说明撤回哪一条记录。选定后再撤回。",
    "target_not_offered": "这种记录不能退回到{to_name}。从列出的步骤里选一个。",
}

_DEBTS = {
    "stage_missing": "欠{stage_name}的记录。补办或补记。",
    "stage_reopened": "{stage_name}在 {on} 因“{by_name}”重新打开，还没有再次完成。重新办理{stage_name}。",
    "dated_before": "{stage_name}的日期 {on} 早于{other_name}的 {other_on}。核对两条记录，更正写错的一条。",
    "document_missing": "欠“{slot_name}”：要 {need} 件，有 {have} 件。补齐，或登记不适用的原因。",
    "document_promised": "欠“{slot_name}”：要 {need} 件，有 {have} 件，承诺 {promised_on} 前补齐。",
    "slot_empty": "“{slot_name}”还缺：要 {need} 件，有 {have} 件。先把文件归进档案。",
    "scan_missing": "没有附上扫描件。外单位的办理结果要凭扫描件登记，请附上再提交。",
}

_NOUNS = {
    "survey_not_on_file": "档案里没有摸底调查。先记摸底，再交方案。",
    "survey_not_cited": "方案没有写依据哪天的摸底。填上摸底日期，最近一次是 {latest}。",
    "survey_outdated": "方案依据的是 {cited} 的摸底，最近一次是 {latest}。改用最近一次，或先更正摸底日期。",
    "lost_holder_needs_street": "采矿权人已灭失，治理责任主体应是属地单位。改选属地。",
    "lost_holder_needs_proof": "认定灭失要有证明材料。填上证明材料，或改为未灭失。",
    "living_holder_is_responsible": "采矿权人没有灭失，治理责任主体应是企业。改选企业，或认定灭失并附证明。",
    "living_holder_not_ordered": "采矿权人没有灭失，还没有责令治理通知书。发出后登记文号和期限。",
    "mode_not_open": "按现行口径不能选“{mode}”。改选治理方式。",
    "plan_role_missing": "方案的各方还差：{missing}。填上再提交。",
    "panel_too_small": "评审专家只有 {have} 人，至少要 {need} 人。补足后再记。",
    "panel_even": "评审专家有 {have} 人，应是单数。增减一人。",
    "panel_speciality_missing": "评审专家缺这些专业：{missing}。补上相应专业的专家。",
    "panel_person_twice": "评审专家里有人出现了两次：{person}。删掉重复的一行。",
    "exclusion_unexplained": "未纳入治理范围要说明原因，还差：{missing}。补齐后再提交。",
    "move_without_document": "从{origin}移到{target}要有核定文号。填上文号再提交。",
    "outcome_not_judged": "“{outcome_name}”还没有结论。填上符合、基本符合或不符合。",
    "outcome_fails": "“{outcome_name}”不符合，不能记验收通过。改记整改后复验或验收不通过。",
    "criterion_not_met": "必须达到的一条不符合：{text}（{criterion_clause}）。整改后再记验收通过。",
    "criterion_set_aside": "必须达到的一条记为不适用，没有写理由：{text}（{criterion_clause}）。写明理由。",
    "criterion_applies": "按现行口径各条全部适用，不能记为不适用：{text}（{criterion_clause}）。",
    "notice_not_standing": "没有仍然有效的公示（编号“{subject}”）。核对公示号，中断过的要重新公示。",
    "public_period_running": "公示从 {first} 到 {last}，还没有满。{certifiable_on} 起可以出具证明。",
    "notice_objected": "公示期内 {on} 收到投诉（编号“{subject}”），按现行口径即为有异议。处理后重新公示。",
    "channel_missing": "按现行口径媒体和网站都要公示，还缺：{missing}。补发后再出证明。",
    "calendar_unknown": "节假日表没有 {on} 之后的安排，算不出公示期。请先补充放假安排。",
    "notice_part_missing": "公示材料缺：{missing}。补齐后再发布。",
    "less_than_before": "{field_name} {value}，比 {on} 报的 {before} 少。只增不减；前面报错了，就更正那一条。",
    "more_than_treatable": "{field_name}合计 {value}，超过应治理面积 {treatable}。核对数字，或先更正摸底。",
    "spent_over_received": "累计支出 {spent}，超过累计到位 {received}。先登记到位资金，或核对支出。",
    "priority_unexplained": "列为优先治理要写理由。选一个优先理由。",
    "not_countersigned": "投诉处理决定要会签。填上会签人。",
    "subject_not_named": "“{wanted}”要有自己的编号。写上编号再提交。",
    "subject_used": "编号“{subject}”已有“{wanted}”的记录。换一个编号；前面记错了，就更正那一条。",
    "parts_missing": "还缺：{missing}。补齐后再提交。",
    "day_before_entry": "{field_name} {told} 早于 {on}。核对日期。",
    "answered_already": "编号“{subject}”在 {on} 已经答复过，之后没有再报。等重新提交（“{wanted}”）再答复；前面答错了，就更正那一条。",
    "rows_alike": "{field_name}里 {values} 写了两行。并成一行。",
    "one_person_for_all": "{person}既是{duties}。各写一人。",
    "reading_unknown": "通知方案里没有编号“{subject}”的口径。核对编号。",
    "reading_differs": "口径“{subject}”现行的是“{chosen}”，填的是“{told}”。要改口径先启用通知方案的新版本。",
    "summed_up_later": "汇总截至 {as_of}，晚于签字的 {on}。核对日期。",
    "duty_unnamed": "没有写明{missing}。补上姓名和职务。",
    "nil_disagrees": "总数是 {total}，零报告一栏却不相符。没有的填“是”和 0，有的填“否”和实数。",
    "total_missing": "对账缺：{missing}。逐项对齐后再提交。",
    "total_misquoted": "“{total_name}”通知所列是 {stated}，填的是 {told}。照通知改正。",
    "deviation_unexplained": "“{total_name}”实有 {counted}，通知所列 {stated}，没有写差异说明。写明原因。",
    "complaint_not_open": "编号“{subject}”的投诉不在待办之列：没有登记，或已经处理。核对投诉号。",
}

_BESIDE = {
    "step_not_skippable": "“{step_name}”不能简化。照程序办，办结后再记。",
    "tender_amount_missing": "“{step_name}”不办要看合同类别和金额。两项都填上再记。",
    "tender_needed": "{kind_name}合同 {amount}，达到 {least} 必须招标。照程序招标，中标后再记。",
    "period_backwards": "“{period}”的起止颠倒了：{begin} 到 {end}。核对这两个日期。",
    "period_too_short": "“{period}”从 {begin} 到 {end} 只有 {days} 天，至少要 {need} 天。核对日期；确实不足的要重办。",
    "period_too_long": "“{period}”从 {begin} 到 {end} 有 {days} 天，最多 {need} 天。核对日期；确实超期的先说明处理。",
    "step_open": "政府投资项目的“{step_name}”还没有办结。办结并登记，或在这里填上合同号，再开工。",
    "funds_not_confirmed": "政府投资项目还没有下达或到位的资金。落实资金并登记后再开工。",
    "sources_below_contract": "各来源资金合计 {sources}，低于合同价 {price}。补齐来源，或核对合同价。",
    "level_does_not_fit": "{level_name}资金不由本区记到这一步，这里只记{wanted}的。改记申报或批复。",
    "no_order_on_file": "档案里没有写明期限的责令治理通知书。先责令治理，逾期不治理的再代治理。",
    "order_still_running": "责令治理的期限是 {due}，还没有过。期满仍未治理的，第二天起可以代治理。",
    "order_rectified": "{stage_name}已经完成，不用代治理。",
    "nothing_claimed": "还没有提出追偿。先登记追偿金额和文书。",
    "recovered_over_claimed": "累计追回 {recovered}，超过追偿金额 {claimed}。核对金额。",
    "estimate_exceeded": "{step_name}的{amount_name} {amount}，比{other_name}的{other_amount_name} {other} 多出 {percent}% 以上。核对金额；属实的可能要重报{other_name}。",
}

_EXCEPTIONS = {
    "exception_number_taken": "例外编号“{subject}”已经用过。换一个编号。",
    "exception_over": "有效期到 {until}，早于批准日期 {on}。核对两个日期。",
    "exception_too_long": "有效期到 {until}，长过 {days} 天。改成合理的日期，到期再续。",
    "document_without_number": "批准文号“{document_no}”不是文号。填批准文件的文号。",
    "approved_by_entrant": "{field_name}“{person}”就是填报的人。例外由别人批准，填实际的批准机关和批准人。",
    "waiver_of_reached": "{stage_name}当日已经完成，不用豁免或延期。从清单里去掉{stage_name}。",
    "everything_waived": "这样一来所有步骤都豁免了，没有一步要办。只豁免确有文件的步骤。",
    "extension_of_no_day": "{stage_name}当日还没有期限，无从延期。先列入年度名单，或核对步骤。",
    "closing_never_waived": "{stage_name}不能豁免：销号只凭备案。从清单里去掉{stage_name}。",
    "check_never_waived": "这个条件不在可以放宽之列。可以放宽的是：{known}。",
    "extension_not_later": "{stage_name}现在的期限是 {due}，延到 {until} 并没有延长。改成更晚的日期。",
    "extension_without_day": "{stage_name}延期到哪一天没有填。填上有效至。",
    "exception_not_running": "编号“{subject}”的延期或豁免不在有效期内：没有登记、已经到期或已撤销。核对编号。",
}

_LINEAGE = {
    "merge_into_itself": "不能并入自己（{into}）。改写并入哪一处。",
    "merge_into_unknown": "名册里没有编号 {into}。核对并入哪一处的编号。",
    "merge_into_off": "{into} 当日{outcome_name}，不能再并入。改并入仍在册的一处。",
    "street_unknown": "没有代码为 {street} 的属地单位。核对属地代码。",
    "street_same": "{street} 就是现在的属地，不用移交。改写移交到哪里。",
    "child_code_taken": "编号 {child} 已有矿山使用。换一个编号，或留空由系统编。",
    "merged_remain": "{sites}并入了这一处。先撤回那几条并入，再作废。",
    "children_remain": "拆分出的 {children} 已有自己的记录。先撤回那些记录，再撤回或更正拆分；拆分出的各处随拆分一并退出。",
    "child_of_split": "这一处是 {parent} 拆分出来的，拆分还有效：单独作废，这块地就不在任何一册。要撤的是那次拆分。",
    "split_gone": "这一处是 {parent} 拆分出来的，那次拆分已经撤回：恢复它，同一块地就在册两次。作废日期只能是 {founded}。",
    "act_before_site": "发生日期 {on} 早于这一处最早的记录 {first}。核对发生日期。",
    "act_before_act": "这一处 {later} 起{outcome_name}，不能再记 {on} 的另一次。先撤回那一条，或改发生日期。",
    "act_before_merger": "{site} 在 {merged} 才并入这一处，这一处不能在 {on} 先离册。先撤回那条并入，或改发生日期。",
    "site_twice_on_paper": "同一份决定里 {sites} 出现两次，或既并出又被并入。分开登记。",
    "merge_into_later": "{into} 到 {founded} 才拆分出来，那以前并不进去。改并入哪一处，或改发生日期。",
    "merge_unlike": "这一处当日{own}，{into} 当日{its}，并在一起会让其中一处改变结论。改并入哪一处；同一处登记了两次的，“重复登记”填“是”。",
    "records_after_split": "{on} 之后这一处还有 {count} 条记录（最晚 {last}），不会随到拆分后的各处。发生日期改到 {last} 或以后，或先更正那些记录。",
    "child_code_formless": "新编号“{child}”不合编号规则，应像 {form}。改正，或留空由系统编。",
    "child_name_taken": "新矿名称“{child}”已是 {bearer} 的名称，以后按名称分不清。换一个名称。",
    "child_name_twice": "新矿名称“{child}”写了两次。各处起不同的名称。",
    "child_area_missing": "{child} 的破坏面积没有填，或是零。填上；各处之和应等于原矿的 {parent}。",
    "child_areas_differ": "各处破坏面积之和 {sum}，原矿 {parent}，差 {difference}。改正，或填“面积差异说明”。",
    "accounts_in_two_places": "“账目归此处”填了 {count} 处。资金记录只能归一处。",
}

_PANEL = {
    "seed_hash_differs": "种子的校验码对不上：按种子算出来开头是 {found}。核对种子和公布的校验码。",
    "seed_not_announced": "种子校验码要在抽取日 {on} 之前公布。核对公布日期。",
    "draw_short": "专家库里{speciality}专业不够，还差 {lacking} 人。补充专家库再抽取。",
    "draw_differs": "按专家库、回避、人数和种子重新抽取，应是 {drawn}，与填报的不同。按重抽的结果改正。",
    "draw_not_on_file": "方案“{subject}”没有抽取专家的记录。先记抽取，再记评审。",
    "panel_not_drawn": "{person}不是抽中的专家，也没有写明替换谁和替换理由。补上，或改为抽中的专家。",
    "drawn_passed_over": "抽中的{person}没有到会，也没有写明由谁替换。补上替换的人和理由。",
    "reviewer_not_independent": "{person}的工作单位{employer}是{role}，应当回避。换一位专家。",
}

_PLANS = {
    "checklist_incomplete": "自查表还差 {count} 项：{missing}等。逐项填全再提交。",
    "checklist_twice": "自查表里“{item}”填了两次。删掉一行。",
    "checklist_absent": "方案缺“{item}”（{standard}）。补进方案，或改为不适用并写明理由。",
    "checklist_unexplained": "自查表“{item}”填了不适用，没有写理由。写明理由。",
    "institute_not_independent": "编制单位{institute}又是{role}，有利害关系。换一家编制单位或施工单位。",
    "batch_locked": "{year} 年度名单已经以 {locked_by} 定下。调整还要写明：{missing}。",
    "survey_types_missing": "没有填摸底类型。按通知列的类型补上。",
}

_CONSISTENCY = {
    "units_do_not_add_up": "破坏单元面积合计 {found}，与破坏总面积 {total} 相差超过 1%。核对各单元面积。",
    "land_classes_do_not_add_up": "各地类面积合计 {found}，与破坏总面积 {total} 相差超过 1%。核对地类。",
    "treated_over_total": "已治理面积 {treated}，大于破坏总面积 {total}。核对这两个数。",
    "treatable_over_total": "应治理面积 {treatable}，大于破坏总面积 {total}。核对这两个数。",
    "treatable_over_rest": "应治理面积 {treatable}，大于扣除已治理后剩下的 {rest}。核对这三个数。",
    "count_without_area": "{name}有 {count} 个，没有填面积。填上面积。",
    "area_without_count": "{name}面积 {area}，没有填数量。填上数量。",
    "damage_way_not_listed": "破坏方式“{way}”不在通知列出的类型里，按现行口径不收。改选所列的一种。",
    "mineral_not_listed": "持证矿山填了通知没有列的矿种“{mineral}”。核对矿种。",
    "persons_missing": "责任人还差：{missing}。补上。",
    "not_allotted": "{whose}资金 {on} 到位，档案里没有它的申报或批复。补记计划或下达。",
    "closed_after_survey": "关闭时间 {closed_on} 晚于摸底日期 {surveyed_on}。核对这两个日期。",
    "coal_mined_open": "煤矿填了露天开采，通常是井工。核对开采方式。",
    "quarry_mined_underground": "砂石粘土矿填了井工开采，通常是露天。核对开采方式。",
    "cancelled_but_producing": "采矿证已注销，生产现状却是生产。核对其中一项。",
    "number_without_licence": "证件状态是从未取得，却填了许可证号 {licence_no}。核对其中一项。",
    "polygon_area_differs": "{place}图上面积 {drawn}，与填报的{name} {stated} 相差 {percent}%（超过 {limit}%）。核对拐点和面积。",
    "polygon_area_far": "{place}图上面积 {drawn}，与填报的{name} {stated} 相差 {percent}%（超过 {limit}%）。改正拐点或面积，或写明面积差异说明。",
    "polygon_far_outside": "{place}中心在（{longitude}，{latitude}），离本区约 {km} 公里。核对带号、坐标系和 X、Y 的次序。",
    "place_far_outside": "{field} {value} 离本区很远（本区在 {low} 至 {high} 之间）。核对度数，或经纬度是否写反。",
    "polygon_outside": "{place}有 {percent}% 在{basis}之外。核对坐标；确实跨区的，与相邻区县商定。",
    "cancelled_before_applied": "注销日期 {cancelled} 早于注销申请日期 {applied}。核对这两个日期。",
}


SENTENCES: dict[str, str] = {
    **_GATES,
    **_FORMAL,
    **_DEBTS,
    **_NOUNS,
    **_BESIDE,
    **_EXCEPTIONS,
    **_LINEAGE,
    **_PANEL,
    **_PLANS,
    **_CONSISTENCY,
}
"""Code → sentence with {params}."""


class _Gaps(Formatter):
    """Fills what is there; a param that is missing shows as …, for a page must not fall over its own explanation."""

    def get_value(self, key: int | str, _args: Any, kwargs: Mapping[str, Any]) -> Any:
        value = kwargs.get(str(key))
        return "…" if value is None else value

    def format_field(self, value: Any, _format_spec: str) -> str:
        return "、".join(str(v) for v in value) if isinstance(value, (list, tuple)) else str(value)


def say(blocker: Blocker) -> str:
    """The sentence of a blocker with its figures; for a code without a sentence the code itself."""
    params = dict(blocker.params)
    if "by" in params:
        params["by_name"] = fact_name(str(params["by"]))
    if params.get("subject") == "":
        params["subject"] = "未填"
    template = SENTENCES.get(blocker.code)
    return _Gaps().format(template, **params) if template else blocker.code


def fact_name(name: str) -> str:
    """The Chinese words of a `kind.result`, such as 验收不通过 for acceptance.failed."""
    return _FACT_NAMES.get(name, name)


def _fact_names() -> dict[str, str]:
    return {
        f"{action.kind}.{result}": word
        for noun in NOUNS
        for action in noun.actions
        for result, word in action.results.items()
    }


_FACT_NAMES = _fact_names()

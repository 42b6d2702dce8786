"""纳入范围: the decision which of the two ledgers a site stands on (五(一)1c, C-36)."""

from .base import Action, Field, Noun

SCOPE = Noun(
    "scope",
    "纳入范围",
    (
        Field("decided_by", "核定单位", scope="paper", required=("*",)),
        Field("document_no", "核定文号", scope="paper"),
        Field("filled_by", "填报人", scope="paper"),
        Field("approved_by", "审核人", scope="paper", required=("*",)),
        Field("reason", "未纳入原因", "enum", list="programme:exclusion_reasons"),
        Field("explanation", "原因说明", "long", required=("excluded",)),
        Field("support", "佐证材料"),
        Field("supervisor", "后续监管责任单位"),
        Field("supervisor_person", "责任人"),
        Field("recheck", "需复核", "bool"),
        Field("recheck_on", "下次复核日期", "date"),
    ),
    (
        Action(
            "decide_scope",
            "核定纳入范围",
            "scope",
            {"included": "纳入治理范围", "excluded": "未纳入治理范围"},
            approved=True,
        ),
    ),
)

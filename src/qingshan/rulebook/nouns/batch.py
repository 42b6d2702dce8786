"""年度名单: the year's batch a site is closed with (五(二)2d, 六(二)-3)."""

from .base import Action, Field, Noun

BATCH = Noun(
    "batch",
    "年度名单",
    (
        Field("year", "治理年度", "enum", list="programme:batches", required=("*",)),
        Field("document_no", "名单文号", scope="paper", required=("listed",)),
        Field("is_priority", "优先治理", "bool"),
        Field("priority_reason", "优先理由", "enum", list="programme:priority_reasons"),
        Field("score", "排序得分", "decimal"),
        Field("reason", "调整原因", "long", required=("removed",)),
    ),
    (Action("list_batch", "列入年度名单", "batch", {"listed": "列入年度名单", "removed": "移出年度名单"}),),
)

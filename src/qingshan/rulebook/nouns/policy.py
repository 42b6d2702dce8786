"""政策文件: the notice itself and the documents above and below it, as a tree (H-1, 序-1)."""

from .base import BODY, Action, Field, Noun

POLICY = Noun(
    "policy",
    "政策文件",
    (
        Field("title", "文件标题", required=("recorded",)),
        Field("issuer", "发文机关", required=("recorded",)),
        Field("issued_on", "成文日期", "date", required=("recorded",)),
        Field("text_sha256", "正文校验码", note="正文文件的 SHA-256，64 位"),
        Field("parent_no", "上级文件文号"),
        Field("task_item", "整改任务项", note="如“第七十一项”"),
    ),
    (
        Action(
            "record_policy",
            "登记政策文件",
            "policy",
            {"recorded": "文件已登记"},
            subject="own",
            subject_name="文号",
            beside=True,
        ),
    ),
    about=BODY,
)

"""执法: the case against whoever dug without a licence, and the restoration linked to it (五(三)4, C-18)."""

from .base import Action, Field, Noun

ENFORCEMENT = Noun(
    "enforcement",
    "执法",
    "五(三)4a",
    (
        Field("lead_body", "牵头单位", required=("opened",)),
        Field("offender", "违法主体", required=("opened",), note="个人或单位；查无下落的写“查无下落”"),
        Field("matter", "案由", "long", required=("opened",)),
        Field("document_no", "文书号", required=("opened", "punished", "transferred")),
        Field("fine", "罚款", "money"),
        Field("transferred_to", "移送机关", required=("transferred",)),
        Field("executor", "治理实施单位", required=("linked",), clause="五(三)4b"),
        Field("task", "治理任务", "long", required=("linked",), clause="五(三)4b"),
        Field("recovery_amount", "追偿金额", "money", clause="五(三)4b"),
        Field("recovery_state", "追偿情况", "enum", list="lists:recovery_state", required=("linked",)),
        Field("reason", "结案理由", "long", required=("closed",)),
    ),
    (
        Action(
            "open_case",
            "登记立案",
            "enforcement",
            {"opened": "立案"},
            ("lead_body", "offender", "matter", "document_no"),
            subject="own",
            subject_name="案号",
        ),
        Action(
            "decide_case",
            "记录处罚（移送）决定",
            "enforcement",
            {"punished": "处罚决定", "transferred": "移送"},
            ("document_no", "fine", "transferred_to"),
            subject="given",
            subject_name="案号",
        ),
        Action(
            "link_restoration",
            "落实违法点治理",
            "enforcement",
            {"linked": "治理已落实"},
            ("executor", "task", "recovery_amount", "recovery_state"),
            subject="given",
            subject_name="案号",
        ),
        Action(
            "close_case",
            "结案",
            "enforcement",
            {"closed": "结案"},
            ("reason", "document_no"),
            subject="given",
            subject_name="案号",
        ),
    ),
)

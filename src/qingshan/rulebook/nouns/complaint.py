"""投诉: any complaint in any form holds the closure until it is decided (五(四)2d, domain §4.4)."""

from .base import Action, Field, Noun

COMPLAINT = Noun(
    "complaint",
    "投诉",
    (
        Field("channel", "来源渠道", "enum", list="lists:complaint_channel", scope="paper", required=("received",)),
        Field("is_anonymous", "匿名", "bool", scope="paper"),
        Field("complainant", "投诉人", scope="paper", secret=True),
        Field("complainant_contact", "投诉人联系方式", scope="paper", secret=True),
        Field("matter", "投诉事项", "long", scope="paper", required=("received",)),
        Field("investigated_by", "调查单位", required=("investigated",)),
        Field("investigator", "调查人", required=("investigated",)),
        Field("finding", "调查结果", "long", required=("investigated",)),
        Field("conclusion", "结论", "enum", list="programme:complaint_conclusions", required=("decided",)),
        Field("handling", "处置", "long", required=("decided",)),
        Field("countersigned_by", "会签人"),
        Field("replied_on", "答复日期", "date"),
    ),
    (
        Action(
            "receive_complaint",
            "登记投诉",
            "complaint",
            {"received": "收到投诉"},
            ("channel", "is_anonymous", "complainant", "complainant_contact", "matter"),
            subject="own",
            subject_name="投诉号",
        ),
        Action(
            "investigate_complaint",
            "记录投诉调查",
            "complaint",
            {"investigated": "投诉已调查"},
            ("investigated_by", "investigator", "finding"),
            subject="given",
            subject_name="投诉号",
        ),
        Action(
            "decide_complaint",
            "投诉处理决定",
            "complaint",
            {"decided": "投诉已处理"},
            ("conclusion", "handling", "countersigned_by", "replied_on"),
            subject="given",
            subject_name="投诉号",
            ending=True,
        ),
    ),
)

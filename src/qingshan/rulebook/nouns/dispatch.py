"""报送: what was sent to whom, when, by whom and how, and the receipt or return (六(二)-6, 五(四)3b)."""

from .base import BODY, Action, Field, Noun

DISPATCH = Noun(
    "dispatch",
    "报送",
    (
        Field("matter", "报送内容", required=("sent",)),
        Field("ledger_no", "台账编号", note="报送台账的填签发的编号"),
        Field("sent_to", "报送到", "enum", list="programme:parties", required=("sent",)),
        Field("sent_by", "报送人", required=("sent",)),
        Field("channel", "报送方式", "enum", list="lists:dispatch_channel", required=("sent",)),
        Field("answered_by", "答复人"),
        Field("receipt_no", "回执号"),
        Field("opinion", "审核意见", "long", required=("returned",)),
    ),
    (
        Action(
            "record_dispatch",
            "登记报送",
            "dispatch",
            {"sent": "已报送"},
            ("matter", "ledger_no", "sent_to", "sent_by", "channel"),
            subject="own",
            subject_name="报送号",
            beside=True,
        ),
        Action(
            "answer_dispatch",
            "登记报送答复",
            "dispatch",
            {"received": "对方已收", "returned": "对方退回", "passed": "对方审核通过"},
            ("answered_by", "receipt_no", "opinion"),
            subject="given",
            subject_name="报送号",
            beside=True,
        ),
    ),
    about=BODY,
)

"""认可: the supervision group's recognition, and its feedback as problems to be solved (五(四)1c, domain §0.5)."""

from .base import Action, Field, Noun

RECOGNITION = Noun(
    "recognition",
    "认可",
    (
        Field("body", "认可机构", required=("*",), scope="paper"),
        Field("document_no", "认可文号", scope="paper"),
        Field("opinion", "意见", "long", required=("feedback", "refused")),
        Field("fix_by", "整改期限", "date", required=("feedback",)),
    ),
    (
        Action(
            "record_recognition",
            "记录认可结果",
            "recognition",
            {"granted": "已认可", "feedback": "反馈问题", "refused": "不予认可"},
            external=True,
            ending=True,
        ),
    ),
)

"""口径确认: who settled how the notice is read, by which paper (requirements: interpretations visible)."""

from .base import BODY, Action, Field, Noun

READING_DECISION = Noun(
    "reading_decision",
    "口径确认",
    (
        Field("chosen", "所选", required=("confirmed",), note="通知方案里现行的那一种，写代码或写它的意思"),
        Field("decided_by", "确认单位", required=("confirmed",)),
        Field("document_no", "确认文号", required=("confirmed",)),
    ),
    (
        Action(
            "confirm_reading",
            "登记口径确认",
            "reading_decision",
            {"confirmed": "口径已确认"},
            subject="own",
            subject_name="口径编号",
            beside=True,
        ),
    ),
    about=BODY,
)

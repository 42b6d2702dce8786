"""签收: every body addressed by the notice signs for it (H-2)."""

from .base import BODY, Action, Field, Noun

RECEIPT = Noun(
    "receipt",
    "签收",
    (
        Field("received_by", "签收人", required=("signed",)),
        Field("copies", "份数", "int", unit="份"),
        Field("forwarded_to", "批转"),
    ),
    (
        Action(
            "sign_receipt",
            "签收文件",
            "receipt",
            {"signed": "已签收"},
            subject="own",
            subject_name="文件文号",
            beside=True,
        ),
    ),
    about=BODY,
)

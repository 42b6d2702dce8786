"""反弹复查: closed sites looked at again; a rebound is handled, and only a revocation un-closes a site (C-52)."""

from .base import Action, Field, Noun

RECHECK = Noun(
    "recheck",
    "反弹复查",
    "五(四)0",
    (
        Field("inspector", "复查人", required=("ok", "rebound")),
        Field("finding", "复查情况", "long", required=("rebound",)),
        Field("photo_count", "照片张数", "int", unit="张"),
        Field("handle_by", "处理期限", "date", required=("rebound",)),
        Field("handling", "处理情况", "long", required=("handled",)),
        Field("handled_by", "处理人", required=("handled",)),
        Field("checked_by", "复核人", required=("handled",)),
    ),
    (
        Action(
            "record_recheck",
            "记录反弹复查",
            "recheck",
            {"ok": "复查无反弹", "rebound": "复查发现反弹"},
            ("inspector", "finding", "photo_count", "handle_by"),
            subject="own",
            subject_name="复查号",
        ),
        Action(
            "handle_rebound",
            "记录反弹处理",
            "recheck",
            {"handled": "反弹已处理"},
            ("handling", "handled_by", "checked_by", "photo_count"),
            subject="given",
            subject_name="复查号",
        ),
    ),
)

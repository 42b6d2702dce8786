"""巡查: patrols while the works run, what they find, and its rectification (三(三)-4)."""

from .base import Action, Field, Noun

PATROL = Noun(
    "patrol",
    "巡查",
    "三(三)-4",
    (
        Field("inspector", "巡查人", required=("clean", "found")),
        Field("package", "标段"),
        Field("finding", "巡查情况", "long", required=("found",)),
        Field("photo_count", "照片张数", "int", unit="张"),
        Field("rectify_by", "整改期限", "date", required=("found",)),
        Field("rectification", "整改情况", "long", required=("rectified",)),
        Field("rectified_by", "整改人", required=("rectified",)),
        Field("checked_by", "复查人", required=("rectified",)),
    ),
    (
        Action(
            "record_patrol",
            "记录巡查",
            "patrol",
            {"clean": "巡查未发现问题", "found": "巡查发现问题"},
            ("inspector", "package", "finding", "photo_count", "rectify_by"),
            subject="own",
            subject_name="巡查号",
        ),
        Action(
            "confirm_rectification",
            "确认整改",
            "patrol",
            {"rectified": "巡查问题已整改"},
            ("rectification", "rectified_by", "checked_by", "photo_count"),
            subject="given",
            subject_name="巡查号",
        ),
    ),
)

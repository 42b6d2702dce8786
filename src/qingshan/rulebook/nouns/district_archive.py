"""摸底档案汇总: the roll-up of all files as of a day, signed on paper or by the command (五(一)2b)."""

from .base import BODY, Action, Field, Noun

DISTRICT_ARCHIVE = Noun(
    "district_archive",
    "摸底档案汇总",
    (
        Field("as_of", "汇总截至", "date", required=("signed",)),
        Field("total", "矿山总数", "int", unit="处", required=("signed",)),
        Field("signed_by", "签字人", required=("signed",)),
        Field("content_sha256", "内容校验码", note="本程序汇总的，写概况页上的校验码"),
    ),
    (
        Action(
            "record_archive",
            "登记摸底档案汇总",
            "district_archive",
            {"signed": "摸底档案已签字"},
            subject="own",
            subject_name="档案编号",
            beside=True,
        ),
    ),
    about=BODY,
)

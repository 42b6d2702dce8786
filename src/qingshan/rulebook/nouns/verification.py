"""核查: the district office checks the survey, field by field (五(一)2a)."""

from .base import Action, Field, Noun

VERIFICATION = Noun(
    "verification",
    "核查",
    (
        Field("verified_by", "核查人", required=("*",), scope="paper"),
        Field("on_site", "现场抽查", "bool", scope="paper"),
        Field("opinion", "核查意见", "long", required=("returned",)),
        Field(
            "checks",
            "逐项核查",
            "rows",
            rows=(
                Field("field", "项目", required=("*",)),
                Field("verdict", "结论", "enum", list="lists:verdict", required=("*",)),
                Field("remark", "意见"),
            ),
        ),
    ),
    (
        Action(
            "record_verification",
            "记录核查结果",
            "verification",
            {"passed": "核查通过", "returned": "退回"},
            ending=True,
        ),
    ),
)

"""属地实施方案: what a street will do in which year, in six parts, and the office's answer (五(二)1, 六(一)-4, 三(三)-3)."""

from .base import BODY, Action, Field, Noun

UNIT_PLAN = Noun(
    "unit_plan",
    "属地实施方案",
    (
        Field(
            "annual_targets",
            "年度目标",
            "rows",
            rows=(
                Field("year", "年度", "enum", list="programme:batches", required=("*",)),
                Field("count", "治理处数", "int", unit="处", required=("*",)),
                Field("area_m2", "治理面积", "area"),
                Field("investment", "投资", "money"),
            ),
        ),
        Field("key_tasks", "重点任务", "long"),
        Field("measures", "措施", "long"),
        Field(
            "persons",
            "责任人",
            "rows",
            rows=(
                Field("duty", "责任", "enum", list="lists:duty", required=("*",)),
                Field("name", "姓名", required=("*",)),
                Field("post", "职务", required=("*",)),
            ),
        ),
        Field("time_limit", "时限", "long"),
        Field("supervision", "监管措施", "long"),
        Field("government_part", "政府主导的工作", "long"),
        Field("enterprise_part", "企业承担的工作", "long"),
        Field("verified_by", "审查人", required=("approved", "returned")),
        Field("opinion", "审查意见", "long", required=("returned",)),
    ),
    (
        Action(
            "submit_unit_plan",
            "提交实施方案",
            "unit_plan",
            {"submitted": "实施方案已报"},
            (
                "annual_targets",
                "key_tasks",
                "measures",
                "persons",
                "time_limit",
                "supervision",
                "government_part",
                "enterprise_part",
            ),
            subject="own",
            subject_name="实施方案文号",
            approved=True,
            beside=True,
        ),
        Action(
            "review_unit_plan",
            "审查实施方案",
            "unit_plan",
            {"approved": "实施方案已核定", "returned": "实施方案退回"},
            ("verified_by", "opinion"),
            subject="given",
            subject_name="实施方案文号",
            beside=True,
        ),
    ),
    about=BODY,
)

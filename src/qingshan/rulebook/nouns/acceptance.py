"""验收: application and visit, the five outcomes of HJ 651-2013 and the criteria results (五(四)1a, domain §4.3)."""

from .base import Action, Field, Noun

OUTCOMES = ("outcome_safe", "outcome_clean", "outcome_scenery", "outcome_land", "outcome_ecology")

ACCEPTANCE = Noun(
    "acceptance",
    "验收",
    (
        Field("form_no", "验收表编号", scope="paper"),
        Field("accepting_body", "验收单位", scope="paper", required=("passed", "recheck", "failed")),
        Field("leader", "验收组组长", scope="paper", required=("passed", "recheck", "failed")),
        Field(
            "inspectors",
            "验收组成员",
            "rows",
            scope="paper",
            required=("passed", "recheck", "failed"),
            rows=(
                Field("name", "姓名", required=("*",)),
                Field("employer", "单位", required=("*",)),
                Field("speciality", "专业"),
            ),
        ),
        Field("planned_area_m2", "方案面积", "area"),
        Field("measured_area_m2", "实测面积", "area", required=("passed",)),
        Field("outcome_safe", "安全稳定", "enum", list="lists:conformity", required=("passed",)),
        Field("outcome_clean", "不产生污染", "enum", list="lists:conformity", required=("passed",)),
        Field(
            "outcome_scenery",
            "与周边景观协调",
            "enum",
            list="lists:conformity",
            required=("passed",),
        ),
        Field("outcome_land", "恢复土地基本功能", "enum", list="lists:conformity", required=("passed",)),
        Field(
            "outcome_ecology",
            "区域生态功能恢复",
            "enum",
            list="lists:conformity",
            required=("passed",),
        ),
        Field("outcome_note", "五项结果说明", "long"),
        Field("problems", "存在问题", "long", required=("recheck", "failed")),
        Field("fix_by", "整改期限", "date", required=("recheck", "failed")),
        Field("applicant", "申请单位", required=("applied",)),
        Field(
            "criteria",
            "分项结果",
            "rows",
            rows=(
                Field("criterion", "条款", "enum", list="programme:criteria", required=("*",)),
                Field("measured", "实测值"),
                Field("unit", "单位"),
                Field("verdict", "结论", "enum", list="lists:criterion_verdict", required=("*",)),
                Field("reason", "说明"),
            ),
        ),
    ),
    (
        Action(
            "apply_acceptance",
            "申请验收",
            "acceptance",
            {"applied": "申请验收"},
            ("applicant", "planned_area_m2", "measured_area_m2"),
            subject="own",
            subject_name="标段",
        ),
        Action(
            "record_acceptance",
            "记录验收结果",
            "acceptance",
            {"passed": "验收通过", "recheck": "整改后复验", "failed": "验收不通过"},
            subject="own",
            subject_name="标段",
            ending=True,
        ),
    ),
)

"""方案 (一矿一方案): its versions, with organising, commissioning and writing body (五(二)2, C-14)."""

from .base import Action, Field, Noun

PLAN = Noun(
    "plan",
    "方案",
    (
        Field("organiser", "组织主体", required=("submitted",)),
        Field("commissioner", "委托方"),
        Field("institute", "编制单位"),
        Field("institute_uscc", "编制单位信用代码", "uscc"),
        Field("qualification_no", "资质证书号"),
        Field("qualification_level", "资质等级", "enum", list="lists:qualification_level"),
        Field("contract_no", "委托书（合同）号"),
        Field("price", "合同价", "money"),
        Field("survey_on", "依据的摸底日期", "date"),
        Field("treat_area_m2", "设计治理面积", "area", required=("submitted",)),
        Field("measures", "主要治理措施", "long", required=("submitted",)),
        Field("direction", "恢复方向", "multi", list="lists:reuse_direction"),
        Field("investment", "估（概）算总投资", "money", required=("submitted",)),
        Field("start_on", "计划开工日期", "date", required=("submitted",)),
        Field("finish_on", "计划完成日期", "date", required=("submitted",)),
        Field("is_government_funded", "政府投资项目", "bool"),
        Field("supervision", "监管措施", "long"),
        Field("funded_by", "出资主体"),
        Field("implemented_by", "实施主体"),
        Field(
            "checklist",
            "自查表",
            "rows",
            rows=(
                Field("item", "自查项", "enum", list="programme:plan_items", required=("*",)),
                Field("verdict", "有无", "enum", list="lists:presence", required=("*",)),
                Field("reason", "说明"),
            ),
            note="填了就要逐项填全；不适用的写明理由",
        ),
    ),
    (
        Action(
            "commission_plan",
            "委托编制方案",
            "plan",
            {"commissioned": "已委托编制"},
            (
                "commissioner",
                "institute",
                "institute_uscc",
                "qualification_no",
                "qualification_level",
                "contract_no",
                "price",
            ),
            subject="own",
            subject_name="方案版本",
        ),
        Action("submit_plan", "提交方案", "plan", {"submitted": "方案已编制"}, subject="own", subject_name="方案版本"),
        Action(
            "withdraw_plan",
            "撤回方案",
            "plan",
            {"withdrawn": "方案撤回"},
            ("measures",),
            subject="given",
            subject_name="方案版本",
        ),
    ),
)

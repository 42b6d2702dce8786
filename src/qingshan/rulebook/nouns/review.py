"""评审: the panel's review of a plan version (五(二)3, C-50)."""

from .base import Action, Field, Noun

REVIEW = Noun(
    "review",
    "评审",
    (
        Field("meeting", "评审会", scope="paper"),
        Field("document_no", "评审意见文号", scope="paper"),
        Field("opinion", "综合意见", "long", required=("revise", "rejected")),
        Field("revise_by", "修改期限", "date"),
        Field(
            "panel",
            "评审专家",
            "rows",
            scope="paper",
            required=("*",),
            rows=(
                Field("name", "姓名", required=("*",)),
                Field("speciality", "专业", "enum", list="programme:specialities", required=("*",)),
                Field("employer", "工作单位", required=("*",)),
                Field("opinion", "个人意见", "enum", list="lists:opinion"),
            ),
        ),
    ),
    (
        Action(
            "record_review",
            "记录评审结果",
            "review",
            {"passed": "评审通过", "revise": "修改后复核", "rejected": "评审不通过"},
            subject="given",
            subject_name="方案版本",
        ),
    ),
)

"""评审: its application, the drawing of its panel, the panel's review of a plan version (五(二)3, C-50)."""

from .base import Action, Field, Noun

_EXPERT = (
    Field("name", "姓名", required=("*",)),
    Field("speciality", "专业", "enum", list="programme:specialities", required=("*",)),
    Field("employer", "工作单位", required=("*",)),
)

REVIEW = Noun(
    "review",
    "评审",
    "五(二)3a",
    (
        Field("meeting", "评审会", scope="paper", required=("requested",)),
        Field("document_no", "评审意见文号", scope="paper", note="申请的写申请文号，抽取的写抽取记录号"),
        Field("opinion", "综合意见", "long", required=("revise", "rejected")),
        Field("revise_by", "修改期限", "date"),
        Field("applicant", "申请单位", scope="paper", required=("requested",)),
        Field("meet_on", "拟开会日期", "date", scope="paper", required=("requested",)),
        Field("drawn_by", "抽取单位", scope="paper", required=("drawn",)),
        Field("witness", "监督人", scope="paper"),
        Field("seed", "种子", scope="paper", required=("drawn",), note="抽取当天公开的一段文字"),
        Field("seed_sha256", "种子校验码", scope="paper", required=("drawn",), note="抽取前公布的 SHA-256"),
        Field("seed_announced_on", "校验码公布日期", "date", scope="paper", required=("drawn",)),
        Field("pool", "专家库", "rows", scope="paper", required=("drawn",), rows=_EXPERT, clause="五(二)3b"),
        Field(
            "recusals",
            "回避",
            "rows",
            scope="paper",
            rows=(
                Field("name", "姓名", required=("*",)),
                Field("employer", "工作单位", required=("*",)),
                Field("site", "因哪一处"),
                Field("reason", "回避理由", required=("*",)),
            ),
        ),
        Field(
            "numbers",
            "抽取人数",
            "rows",
            scope="paper",
            rows=(
                Field("speciality", "专业", "enum", list="programme:specialities", required=("*",)),
                Field("count", "人数", "int", required=("*",)),
            ),
            note="不填的，各专业一人，再按次序补足人数",
        ),
        Field("drawn", "抽中专家", "rows", scope="paper", required=("drawn",), rows=_EXPERT),
        Field(
            "panel",
            "评审专家",
            "rows",
            scope="paper",
            required=("*",),
            rows=(
                *_EXPERT,
                Field("opinion", "个人意见", "enum", list="lists:opinion"),
                Field("replaces", "替换谁", note="抽中的人不能到会，由谁替换"),
                Field("reason", "替换理由"),
            ),
        ),
    ),
    (
        Action(
            "request_review",
            "申请评审",
            "review_request",
            {"requested": "已申请评审"},
            ("meeting", "document_no", "applicant", "meet_on"),
            subject="given",
            subject_name="方案版本",
        ),
        Action(
            "draw_panel",
            "抽取评审专家",
            "draw",
            {"drawn": "专家已抽取"},
            (
                "meeting",
                "document_no",
                "drawn_by",
                "witness",
                "seed",
                "seed_sha256",
                "seed_announced_on",
                "pool",
                "recusals",
                "numbers",
                "drawn",
            ),
            subject="given",
            subject_name="方案版本",
        ),
        Action(
            "record_review",
            "记录评审结果",
            "review",
            {"passed": "评审通过", "revise": "修改后复核", "rejected": "评审不通过"},
            ("meeting", "document_no", "opinion", "revise_by", "panel"),
            subject="given",
            subject_name="方案版本",
        ),
    ),
)

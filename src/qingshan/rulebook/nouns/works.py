"""治理: start, progress and completion of the works, package by package (五(三))."""

from .base import Action, Field, Noun

PROGRESS = ("done_area_m2", "invested", "narrative", "problems", "next_steps", "milestone")

WORKS = Noun(
    "works",
    "治理",
    (
        Field("contractor", "施工单位"),
        Field("supervisor", "监理单位"),
        Field("contract_no", "合同号"),
        Field("contract_price", "合同价", "money"),
        Field("done_area_m2", "累计完成治理面积", "area", required=("progress", "completed")),
        Field("invested", "累计完成投资", "money"),
        Field("milestone", "形象进度"),
        Field("narrative", "进展", "long", required=("progress",)),
        Field("problems", "存在问题", "long"),
        Field("next_steps", "下一步措施", "long"),
        Field("self_check", "自查自验结论", "long", required=("completed",)),
        Field("measured_area_m2", "竣工实测面积", "area"),
        Field("reason", "原因", "long", required=("suspended", "reopened")),
    ),
    (
        Action(
            "start_works",
            "记录开工",
            "works",
            {"started": "开工"},
            ("contractor", "supervisor", "contract_no", "contract_price"),
            subject="own",
            subject_name="标段",
        ),
        Action(
            "report_progress", "记录进度", "works", {"progress": "进度"}, PROGRESS, subject="own", subject_name="标段"
        ),
        Action(
            "suspend_works",
            "记录停工",
            "works",
            {"suspended": "停工"},
            ("reason",),
            subject="own",
            subject_name="标段",
        ),
        Action(
            "complete_works",
            "记录治理完成",
            "works",
            {"completed": "治理完成"},
            (*PROGRESS, "self_check", "measured_area_m2"),
            subject="own",
            subject_name="标段",
        ),
        Action(
            "reopen_works",
            "责令返工",
            "works",
            {"reopened": "返工"},
            ("reason",),
            subject="own",
            subject_name="标段",
        ),
    ),
)

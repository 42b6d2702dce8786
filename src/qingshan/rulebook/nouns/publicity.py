"""公示: seven days before the public, the daily snapshot, interruption, the certificate (五(四)2a, C-26, C-27)."""

from .base import Action, Field, Noun

PUBLICITY = Noun(
    "publicity",
    "公示",
    (
        Field("channel", "公示媒体", scope="paper", required=("posted",)),
        Field("channel_kind", "媒体类型", "enum", list="lists:channel_kind", scope="paper"),
        Field("url", "网址", "url", scope="paper"),
        Field("part_task", "整改任务", "long", required=("posted",)),
        Field("part_aim", "整改目标", "long", required=("posted",)),
        Field("part_measures", "整改措施", "long", required=("posted",)),
        Field("part_effect", "整改效果", "long", required=("posted",)),
        Field("snapshot", "当日留痕", scope="paper", required=("checked",)),
        Field("reason", "中断原因", "long", scope="paper", required=("interrupted",)),
        Field("statement", "公示情况说明", "long", required=("certified",)),
    ),
    (
        Action(
            "post_publicity",
            "发布公示",
            "publicity",
            {"posted": "公示开始"},
            ("channel", "channel_kind", "url", "part_task", "part_aim", "part_measures", "part_effect"),
            subject="own",
            subject_name="公示号",
        ),
        Action(
            "check_publicity",
            "公示留痕",
            "publicity",
            {"checked": "公示在线"},
            ("snapshot",),
            subject="given",
            subject_name="公示号",
        ),
        Action(
            "interrupt_publicity",
            "记录公示中断",
            "publicity",
            {"interrupted": "公示中断"},
            ("reason",),
            subject="given",
            subject_name="公示号",
        ),
        Action(
            "record_certificate",
            "出具无异议证明",
            "publicity",
            {"certified": "公示期满无异议"},
            ("statement",),
            subject="given",
            subject_name="公示号",
        ),
    ),
)

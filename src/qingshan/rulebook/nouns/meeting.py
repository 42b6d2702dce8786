"""会议与督办: meetings on the task, their decisions as tasks of bodies, and what became of them (四-5, 六(一)-3)."""

from .base import BODY, Action, Field, Noun

MEETING = Noun(
    "meeting",
    "会议与督办",
    (
        Field("topic", "议题", "long", required=("held",), scope="paper"),
        Field("chaired_by", "主持人", scope="paper"),
        Field("attendance", "参加单位", "long", scope="paper"),
        Field("meeting_no", "纪要号（依据）"),
        Field("content", "督办内容", "long", required=("assigned",)),
        Field("task_clause", "对应条款"),
        Field("due_on", "办结期限", "date", required=("assigned",)),
        Field("sites", "涉及矿山", "multi", note="矿山编号或名称，几处用顿号隔开"),
        Field("finding", "办理结果", "long", required=("finished",)),
        Field("cancel_reason", "取消原因", "long", required=("cancelled",)),
    ),
    (
        Action(
            "record_meeting",
            "登记会议",
            "meeting",
            {"held": "会议已开"},
            ("topic", "chaired_by", "attendance"),
            subject="own",
            subject_name="纪要号",
            beside=True,
        ),
        Action(
            "assign_task",
            "下达督办事项",
            "task",
            {"assigned": "事项已下达"},
            ("meeting_no", "content", "task_clause", "due_on", "sites"),
            subject="own",
            subject_name="事项编号",
            beside=True,
        ),
        Action(
            "finish_task",
            "办结督办事项",
            "task",
            {"finished": "事项已办结"},
            ("finding",),
            subject="given",
            subject_name="事项编号",
            beside=True,
        ),
        Action(
            "cancel_task",
            "取消督办事项",
            "task",
            {"cancelled": "事项已取消"},
            ("cancel_reason",),
            subject="given",
            subject_name="事项编号",
            beside=True,
        ),
    ),
    about=BODY,
)

"""周报: what a street says of a site for one week's ledger (六(二)-5)."""

from .base import Action, Field, Noun

WEEKLY = Noun(
    "weekly",
    "周报",
    (
        Field("progress", "本周进展", "long", required=("reported",)),
        Field("no_progress_reason", "无进展原因", "long"),
        Field("problems", "存在问题及下一步措施", "long"),
    ),
    (Action("report_week", "填报本周进展", "weekly", {"reported": "周报已填"}),),
)

"""What the software can be asked to read differently: the closed vocabulary of questions a notice may leave open.

A programme's `[[reading]]` that says `governs = "<question>"` answers one; its alternatives are values of the question.
Where a programme has no such reading the default holds. A question is judged on the day of the evidence it speaks of
or on the day asked about (design §1a, rule 13). A new question is a line here and the function that asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVIDENCE, ASKED = "evidence", "asked"
AS_WRITTEN = "as_written"
"""The value by which the rule's own table of the programme has the say."""


@dataclass(frozen=True, slots=True)
class Question:
    """`values`: value → what it does. `judged_on`: evidence or asked. `bites`: where it is asked, `module:function`
    within the rulebook."""

    title: str
    values: Mapping[str, str]
    default: str
    judged_on: str
    bites: tuple[str, ...]


QUESTIONS: dict[str, Question] = {
    "target_measure": Question(
        "完成比例按什么计算",
        {"sites": "按处数，向上取整", "area": "按应治理面积", "investment": "按估（概）算总投资"},
        "sites",
        ASKED,
        ("targets:measure_on",),
    ),
    "deadline_day": Question(
        "批次期限当日是否计入",
        {"inclusive": "当日办结算按期", "exclusive": "最迟前一日办结"},
        "inclusive",
        EVIDENCE,
        ("calendar:last_day",),
    ),
    "public_days": Question(
        "公示的天数怎样计算",
        {
            AS_WRITTEN: "按 [publicity] 表所写",
            "calendar": "自然日，第1天按 [publicity] 表所写",
            "working": "工作日，第1天按 [publicity] 表所写",
            "calendar_from_posting": "自然日，发布当日为第1天",
            "working_from_posting": "工作日，发布当日为第1天",
        },
        AS_WRITTEN,
        EVIDENCE,
        ("publicity:rule_on",),
    ),
}

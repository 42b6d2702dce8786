"""会议与督办（四-5, 六(一)-3）: its actions."""

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import FactRow
from qingshan.foundation.problems import Problem


def _of_a_meeting_on_file(_paper: Paper, line: Line) -> Line:
    """A task that names its meeting names one on file, whichever body's file holds it."""
    number = str(line.values.get("meeting_no") or "")
    if number and not FactRow.objects.filter(kind="meeting", result="held", subject=number).exists():
        why = "没有这个纪要号的会议。先登记会议，或改正纪要号。"
        raise Problem("bad_value", field="纪要号（依据）", value=number, why=why)
    return line


record_meeting = Act("record_meeting")
assign_task = Act("assign_task", prepare=_of_a_meeting_on_file)
finish_task = Act("finish_task")
cancel_task = Act("cancel_task")

"""投诉（五(四)2d）: its actions."""

from dataclasses import replace

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.foundation.notice import programme_in_force

REWORK_STAGE = "works"


def _back_to_work(paper: Paper, line: Line) -> Line:
    """An upheld complaint sends the site back to its works unless the decision says otherwise (domain §4.4, 3)."""
    conclusion = line.values.get("conclusion")
    if line.to is None and conclusion in programme_in_force().complaints.reworks:
        return replace(line, to=REWORK_STAGE)
    return line


receive_complaint = Act("receive_complaint")
investigate_complaint = Act("investigate_complaint")
decide_complaint = Act("decide_complaint", prepare=_back_to_work)

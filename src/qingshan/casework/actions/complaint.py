"""投诉（五(四)2d）: its actions."""

from dataclasses import replace

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.foundation.notice import programme_in_force
from qingshan.rulebook.programme import Programme


def _rework_stage(programme: Programme) -> str | None:
    """The first stage that the notice lets a complaint's decision re-open."""
    endings = (e for e in programme.endings if (e.fact, e.result) == ("complaint", "decided"))
    return next((stage for ending in endings for stage in ending.may_end if stage), None)


def _back_to_work(paper: Paper, line: Line) -> Line:
    """An upheld complaint sends the site back to its works unless the decision says otherwise (domain §4.4, 3)."""
    programme = programme_in_force()
    if line.to is None and line.values.get("conclusion") in programme.complaints.reworks:
        return replace(line, to=_rework_stage(programme))
    return line


receive_complaint = Act("receive_complaint")
investigate_complaint = Act("investigate_complaint")
decide_complaint = Act("decide_complaint", prepare=_back_to_work)

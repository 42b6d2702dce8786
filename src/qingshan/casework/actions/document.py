"""档案件（五(一)1i）: its actions."""

from dataclasses import replace

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper


def _about_its_slot(_paper: Paper, line: Line) -> Line:
    """A document is about its slot, so the two can never differ; a retraction is about what it retracts."""
    slot = str(line.values.get("slot") or "")
    return replace(line, subject=slot) if slot else line


file_document = Act("file_document", prepare=_about_its_slot)

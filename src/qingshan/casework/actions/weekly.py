"""周报（六(二)-5）: its actions."""

from qingshan.casework.engine import Act

report_week = Act("report_week")

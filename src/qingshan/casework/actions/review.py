"""评审（五(二)3a）: its actions."""

from qingshan.casework.engine import Act

request_review = Act("request_review")
draw_panel = Act("draw_panel")
record_review = Act("record_review")

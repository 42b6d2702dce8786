"""评审（五(二)3a）: its actions."""

from qingshan.casework.engine import Act

record_review = Act("record_review")

"""属地实施方案（五(二)1）: its actions."""

from qingshan.casework.engine import Act

submit_unit_plan = Act("submit_unit_plan")
review_unit_plan = Act("review_unit_plan")

"""方案（五(二)2a）: its actions."""

from qingshan.casework.engine import Act

commission_plan = Act("commission_plan")
submit_plan = Act("submit_plan")
withdraw_plan = Act("withdraw_plan")

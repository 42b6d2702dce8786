"""责任主体（三(一)-2）: its actions."""

from qingshan.casework.engine import Act

determine_responsibility = Act("determine_responsibility")
order_restoration = Act("order_restoration")
substitute_restoration = Act("substitute_restoration")
recover_costs = Act("recover_costs")

"""资金（五(三)3a）: its actions."""

from qingshan.casework.engine import Act

record_funding = Act("record_funding")
record_budget = Act("record_budget")
apply_funds = Act("apply_funds")
decide_application = Act("decide_application")

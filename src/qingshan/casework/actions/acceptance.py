"""验收（五(四)1a）: its actions."""

from qingshan.casework.engine import Act

apply_acceptance = Act("apply_acceptance")
record_acceptance = Act("record_acceptance")

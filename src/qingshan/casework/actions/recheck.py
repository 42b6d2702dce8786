"""反弹复查（五(四)0，口径 C-52）: its actions."""

from qingshan.casework.engine import Act

record_recheck = Act("record_recheck")
handle_rebound = Act("handle_rebound")

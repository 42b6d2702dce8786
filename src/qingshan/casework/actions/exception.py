"""延期与豁免（序-2）: its actions."""

from qingshan.casework.engine import Act

grant_waiver = Act("grant_waiver")
waive_gate = Act("waive_gate")
extend_deadline = Act("extend_deadline")
revoke_exception = Act("revoke_exception")

"""销号（五(四)3a）: its actions."""

from qingshan.casework.engine import Act

record_report = Act("record_report")
record_city_audit = Act("record_city_audit")
record_signature = Act("record_signature")
record_filing = Act("record_filing")
revoke_filing = Act("revoke_filing")

"""公示（五(四)2b）: its actions."""

from qingshan.casework.engine import Act

post_publicity = Act("post_publicity")
check_publicity = Act("check_publicity")
interrupt_publicity = Act("interrupt_publicity")
record_certificate = Act("record_certificate")

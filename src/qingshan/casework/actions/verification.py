"""核查（五(一)2a）: its actions."""

from qingshan.casework.engine import Act

record_verification = Act("record_verification")

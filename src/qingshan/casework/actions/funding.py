"""资金（五(三)3a）: its actions."""

from qingshan.casework.engine import Act

record_funding = Act("record_funding")

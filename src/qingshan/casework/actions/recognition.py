"""认可（五(四)1c）: its actions."""

from qingshan.casework.engine import Act

record_recognition = Act("record_recognition")

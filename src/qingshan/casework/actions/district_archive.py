"""摸底档案汇总（五(一)2b）: its actions."""

from qingshan.casework.engine import Act

record_archive = Act("record_archive")

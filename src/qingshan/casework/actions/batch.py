"""年度名单（五(二)2d）: its actions."""

from qingshan.casework.engine import Act

list_batch = Act("list_batch")

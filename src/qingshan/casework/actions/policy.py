"""政策文件（H-1）: its actions."""

from qingshan.casework.engine import Act

record_policy = Act("record_policy")

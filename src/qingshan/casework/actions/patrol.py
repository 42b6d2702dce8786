"""巡查（三(三)-4）: its actions."""

from qingshan.casework.engine import Act

record_patrol = Act("record_patrol")
confirm_rectification = Act("confirm_rectification")

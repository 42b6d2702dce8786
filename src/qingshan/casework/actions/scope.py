"""纳入范围（五(一)1c）: its actions."""

from qingshan.casework.engine import Act

decide_scope = Act("decide_scope")

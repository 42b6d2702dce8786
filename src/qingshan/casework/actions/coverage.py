"""摸底覆盖（五(一)1c）: its actions."""

from qingshan.casework.engine import Act

declare_coverage = Act("declare_coverage")
reconcile_coverage = Act("reconcile_coverage")

"""摸底（五(一)1d）: its actions."""

from qingshan.casework.engine import Act

record_survey = Act("record_survey")

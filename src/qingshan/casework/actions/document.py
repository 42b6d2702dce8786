"""档案件（五(一)1i）: its actions."""

from qingshan.casework.engine import Act

file_document = Act("file_document")

"""治理（五(三)1a）: its actions."""

from qingshan.casework.engine import Act

start_works = Act("start_works")
report_progress = Act("report_progress")
suspend_works = Act("suspend_works")
complete_works = Act("complete_works")
reopen_works = Act("reopen_works")

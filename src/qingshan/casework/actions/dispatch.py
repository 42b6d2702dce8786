"""报送（六(二)-6, 五(四)3b）: its actions."""

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.foundation.models import AuditRow
from qingshan.foundation.problems import Problem


def _of_an_issued_ledger(_paper: Paper, line: Line) -> Line:
    """A ledger named as sent was issued: the audit chain knows its number."""
    number = str(line.values.get("ledger_no") or "")
    if number and not AuditRow.objects.filter(action="ledger.issue", subject=number, ok=True).exists():
        raise Problem("bad_value", field="台账编号", value=number, why="没有签发过这一期台账。核对编号，或先签发。")
    return line


record_dispatch = Act("record_dispatch", prepare=_of_an_issued_ledger)
answer_dispatch = Act("answer_dispatch")

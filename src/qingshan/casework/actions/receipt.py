"""签收（H-2）: its actions. Nobody signs for a paper before it was issued."""

from __future__ import annotations

from datetime import date

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import FactRow
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.rulebook.facts import RETRACTED


def not_before_its_issue(paper: Paper, line: Line) -> Line:
    """The line; Problem when it is dated before the notice, or the registered paper, that it signs for."""
    issued = _issued_on(line.subject) if line.result != RETRACTED else None
    if issued is not None and paper.happened_on < issued:
        why = f"早于“{line.subject}”的成文日期 {issued.isoformat()}，那时还没有这份文件。"
        raise Problem("bad_value", field="发生日期", value=paper.happened_on.isoformat(), why=why)
    return line


def _issued_on(document_no: str) -> date | None:
    """The day a paper was issued: of the notice in force, or of a policy paper on file; None for any other."""
    programme = programme_in_force()
    if document_no == programme.document_no:
        return programme.issued_on
    row = FactRow.objects.filter(kind="policy", subject=document_no).exclude(result=RETRACTED).order_by("pk").last()
    text = row.payload.get("issued_on") if row is not None else None
    return date.fromisoformat(str(text)) if text else None


sign_receipt = Act("sign_receipt", not_before_its_issue)

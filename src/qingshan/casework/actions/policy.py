"""政策文件（H-1）: its actions."""

import re
from dataclasses import replace

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import FactRow
from qingshan.foundation.problems import Problem
from qingshan.rulebook.bodies import bare

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _of_the_text(paper: Paper, line: Line) -> Line:
    """The hash of the text is that of the file attached, where one is; what is typed must be a SHA-256."""
    typed = str(line.values.get("text_sha256") or "").strip().lower()
    attached = next((str(e["sha256"]) for e in (*line.evidence, *paper.evidence) if e.get("sha256")), "")
    if typed and not _SHA256.fullmatch(typed):
        raise Problem("bad_value", field="正文校验码", value=typed, why="不是 SHA-256：应是 64 位十六进制。")
    if typed and attached and typed != attached:
        raise Problem("bad_value", field="正文校验码", value=typed, why="与所附文件的校验码不同。")
    found = typed or attached
    return replace(line, values={**line.values, "text_sha256": found}) if found else line


def _in_the_tree(line: Line) -> None:
    """Problem for a number another body has entered, and for a document that would stand above itself.

    Numbers are compared without their brackets and blanks, as everybody types these their own way.
    """
    rows = list(FactRow.objects.filter(kind="policy").select_related("body"))
    gone = {row.replaces for row in rows} | {line.corrects}
    standing = {bare(row.subject): row for row in rows if row.result == "recorded" and row.key not in gone}
    own = bare(line.subject)
    twin = standing.get(own)
    if twin is not None and twin.body is not None and twin.body.code != line.site:
        raise Problem("bad_value", field="文号", value=line.subject, why="另一单位已登记这份文件，不再登记。")
    above = bare(str(line.values.get("parent_no") or ""))
    passed: set[str] = set()
    while above and above not in passed:
        if above == own:
            raise Problem(
                "bad_value",
                field="上级文件文号",
                value=line.values["parent_no"],
                why="它的上级文件又是这份文件，绕成了一圈。核对哪份在上。",
            )
        passed.add(above)
        above = bare(str(standing[above].payload.get("parent_no") or "")) if above in standing else ""


def _prepared(paper: Paper, line: Line) -> Line:
    if line.result == "recorded":
        _in_the_tree(line)
    return _of_the_text(paper, line)


record_policy = Act("record_policy", prepare=_prepared)

"""政策文件（H-1）: its actions."""

import re
from dataclasses import replace

from qingshan.casework.engine import Act
from qingshan.casework.entry import Line, Paper
from qingshan.foundation.problems import Problem

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


record_policy = Act("record_policy", prepare=_of_the_text)

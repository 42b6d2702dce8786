"""Writes docs/trace.md from docs/trace.toml and the shipped notice: every row of the mission table, one section each.

python3 -m tools.trace_doc            writes the page
python3 -m tools.trace_doc --check    says whether the page is current (exit 1 when not)
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from qingshan.cli.tracing import carried, carried_words  # noqa: E402 - the path comes first
from qingshan.exchange.facts_book.columns import SHEET_OF_TABLE, columns_of, sheet_title  # noqa: E402 - as above
from qingshan.rulebook.load import load_programme, shipped_programmes  # noqa: E402 - as above
from qingshan.rulebook.programme import Programme  # noqa: E402 - as above
from qingshan.rulebook.trace import RecordPlace, Trace, trace  # noqa: E402 - as above

PAGE = ROOT / "docs" / "trace.md"
TABLE = ROOT / "docs" / "trace.toml"
SHIPPED = "shuimogou-2018"
HEAD = """# 逐条对照 · Trace

使命表的每一条：通知数据里的行、条件在代码的哪里、用什么记录（事项工作簿的哪张表）、口径、去掉规则就变红的测试。
由 `python3 -m tools.trace_doc` 从 `docs/trace.toml` 和随附的通知生成；一条一条地查用 `qingshan trace 条款`。
"后续"只指文书、地图、档案包和页面，记录和规则现在就有。
"""


def page() -> str:
    programme = load_programme(shipped_programmes()[SHIPPED])
    rows: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["row"]
    return "\n".join([HEAD, *(line for row in rows for line in section(programme, row))])


def section(programme: Programme, row: dict[str, Any]) -> Iterator[str]:
    found = trace(programme, row["row"])
    summary = next((c.summary for c in found.clauses if c.code == row["row"]), "")
    yield f"## {row['row']} {summary}".rstrip()
    yield ""
    yield f"- 优先级：{row['priority']}"
    yield f"- 记录：{'、'.join(row['records']) or '无'}"
    for one in carried(found, row["records"]):
        yield f"- 填在：{carried_words(one)}"
    if "rule" in row:
        yield f"- 规则：`{row['rule']}`"
        yield f"- 测试：`{row['test']}`"
    else:
        yield f"- 没有规则：{row['why']}"
    yield from parts(found)
    if "later" in row:
        yield f"- 后续：{row['later']}"
    yield ""


def parts(found: Trace) -> Iterator[str]:
    keys = "；".join(dict.fromkeys(f"`{k.table}` {k.key}".strip() for k in found.keys))
    if keys:
        yield f"- 通知数据：{keys}"
    # A line number would change with every edit above it: the file alone is told.
    checks = "；".join(dict.fromkeys(f"`{c.check}` {c.asked}（{c.where.partition(':')[0]}）" for c in found.checks))
    if checks:
        yield f"- 条件：{checks}"
    beside = [SHEET_OF_TABLE[k.root[0]] for k in found.keys if k.root[0] in SHEET_OF_TABLE]
    sheets = "；".join(dict.fromkeys([*beside, *map(sheet_of, found.records)]))
    if sheets:
        yield f"- 与条款有关的各表：{sheets}"
    readings = "；".join(f"{r.code} {r.title}" for r in found.readings)
    if readings:
        yield f"- 口径：{readings}"


def sheet_of(place: RecordPlace) -> str:
    heads = {c.key: c.title for c in columns_of(place.noun)}
    own = "、".join(heads[key] for key in place.fields if key in heads)
    return f"{sheet_title(place.noun)}（{place.action.title}{'：' + own if own else ''}）"


def main(words: list[str]) -> int:
    wanted = page()
    if "--check" in words:
        return 0 if PAGE.is_file() and PAGE.read_text("utf-8") == wanted else 1
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Writes docs/ledger-columns.md from the ledger values the rules know.

python3 -m tools.ledger_columns_doc        writes the page
python3 -m tools.ledger_columns_doc --check   says whether the page is current (exit 1 when not)
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from qingshan.rulebook.ledger_values import VALUE_TYPES  # noqa: E402 - the path comes first
from qingshan.rulebook.ledger_words import GROUPS, TYPE_WORDS  # noqa: E402 - as above

PAGE = ROOT / "docs" / "ledger-columns.md"
HEAD = """# 台账的栏

由 `python3 -m tools.ledger_columns_doc` 生成。台账的每一栏写一行，最少只要两样：`head` 是栏头，`value` 是由什么填，从下面的表里选。

```toml
[[ledger]]
code = "T1"
holds = "included"
title = "某县矿山修复进度表"
sheet = "表A"
clause = "第七条"
units_line = "单位：亩、万元"
foot = ["填报人：", "审核人：", "（盖章）"]
subtotals = { all = "各乡镇" }
columns = [
    { head = "序号", value = "seq", width = 6 },
    { head = "矿山名称", value = "name", width = 24 },
    { head = "占地面积", value = "damage_area", unit = "亩", total = true },
    { head = "销号", sub = "日期", value = "filed_on" },
    { head = "销号", sub = "文号", value = "filing_no" },
]
```

- 栏号照先后自动编；相邻两栏 `head` 相同、各写 `sub` 的，合在一个栏头下，共用一个栏号。要自己编号的，每栏写 `no`。
- `width` 是栏宽，按汉字以外的字符计，不写是 12。`total = true` 列入小计与合计，只有数字可以。
- `band` 是网页上的分组。只打印一部分栏的，给要打印的写 `printed = true`；一栏也不写的，全部打印。
- `monotone = true` 是累计数，减少了要有更正；`weekly = true` 是每期必填。
- 面积栏写 `unit = "亩"` 就按亩打印：1公顷正好是15亩，由平方米直接换算，四舍五入到两位小数；小计、合计先加平方米再换算，所以可能与各行之和差0.01。
- `subtotals` 是小计的组：档案类别的 `subtotal` 写哪一组，矿山就在哪一组小计；只有一组的也要写。
"""


def page() -> str:
    parts = [HEAD]
    for group, values in GROUPS.items():
        parts.append(f"## {group}\n\n| value | 填什么 | 类型 |\n|---|---|---|")
        parts += [f"| `{value}` | {words} | {TYPE_WORDS[VALUE_TYPES[value]]} |" for value, words in values.items()]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def main(words: list[str]) -> int:
    made = page()
    if words == ["--check"]:
        is_current = PAGE.exists() and PAGE.read_text("utf-8") == made
        print("current" if is_current else f"{PAGE.name} is not current: run python3 -m tools.ledger_columns_doc")
        return 0 if is_current else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

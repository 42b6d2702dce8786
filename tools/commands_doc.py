"""Writes docs/commands.md from the command itself: every subcommand, its options, the keys of its --json answer.

python3 -m tools.commands_doc        writes the page
python3 -m tools.commands_doc --check   says whether the page is current (exit 1 when not)
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from qingshan.cli.words import build_parser  # noqa: E402 - the path comes first

PAGE = ROOT / "docs" / "commands.md"
HEAD = """# 命令 · Commands

Every command takes `--data DIR` (or `QINGSHAN_DATA`) and `--json`. A command that writes takes `--as LOGIN`; without it
the operator at the console is recorded. Exit codes: 0 done, 1 refused or findings, 2 wrong use, 3 environment.
With `--json` the answer is one object with `exit` and the keys below; a refusal has `error` with `code`, `number`,
`message`, `blockers` (each with `code`, `clause`, `message`) and `lines`.
"""


def leaves(parser: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001 - no public way
    if not below:
        yield path, parser
    for action in below:
        for name, child in action.choices.items():
            yield from leaves(child, f"{path} {name}")


def page() -> str:
    parts = [HEAD]
    for path, parser in leaves(build_parser(argparse.ArgumentParser), "qingshan"):
        run = parser.get_default("run")
        parts.append(f"## {path}\n\n{parser.description}\n")
        for action in parser._actions:  # noqa: SLF001 - no public way
            if action.dest in ("help", "data", "json"):
                continue
            name = "、".join(action.option_strings) or str(action.metavar or action.dest)
            metavar = f" {action.metavar}" if action.option_strings and action.metavar else ""
            parts.append(f"- `{name}{metavar}` {action.help or ''}".rstrip())
        keys = " ".join((inspect.getdoc(run) or "").split())
        parts.append(f"\n{keys}\n")
    return "\n".join(parts)


def main(words: list[str]) -> int:
    made = page()
    if words == ["--check"]:
        is_current = PAGE.exists() and PAGE.read_text("utf-8") == made
        print("current" if is_current else "docs/commands.md is not current: run python3 -m tools.commands_doc")
        return 0 if is_current else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

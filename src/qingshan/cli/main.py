"""Reads the words of the command, opens the store, runs, and answers; no traceback for a user's mistake."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from .answer import ENVIRONMENT, REFUSED, WRONG_USE, Answer
from .words import build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """The console script. Answers the exit code: 0 done, 1 refused or findings, 2 wrong use, 3 environment."""
    parser = build_parser(Parser)
    args = parser.parse_args(argv)
    if not getattr(args, "run", None):
        parser.print_help()
        return WRONG_USE
    if getattr(args, "data", None):
        os.environ["QINGSHAN_DATA"] = str(Path(args.data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.foundation.settings")
    try:
        return _run(args).give(as_json=args.json)
    except BrokenPipeError:
        return REFUSED
    except KeyboardInterrupt:
        print("已停止，没有做完的一步没有存下。", file=sys.stderr)
        return REFUSED


class Parser(argparse.ArgumentParser):
    """Wrong use is said in Chinese, with the usage, and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"用法不对：{message}", file=sys.stderr)
        raise SystemExit(WRONG_USE)


def _run(args: argparse.Namespace) -> Answer:
    from . import setup

    try:
        if args.needs != "nothing":
            setup.prepare(args.needs)
        answer: Answer = args.run(args)
    except Exception as fault:  # noqa: BLE001 - the last net: a bug is written down, not thrown at a clerk
        return setup.explained(fault) or _bug(fault)
    return answer


def _bug(fault: Exception) -> Answer:
    number = secrets.token_hex(2).upper()
    log = Path(os.environ.get("QINGSHAN_DATA") or "data") / "error.log"
    where: Any = log
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as handle:
            handle.write(f"[{number}]\n{''.join(traceback.format_exception(fault))}\n")
    except OSError:
        where = "（写不下日志）"
    text = f"系统出错，编号 {number}。没有存下任何内容。详情在 {where}。"
    return Answer([text], {"error": {"code": "bug", "number": number, "message": text}}, ENVIRONMENT)


if __name__ == "__main__":
    sys.exit(main())

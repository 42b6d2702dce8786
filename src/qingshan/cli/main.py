"""Reads the words of the command, opens the store, runs, and answers; no traceback for a user's mistake."""

from __future__ import annotations

import argparse
import os
import re
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
    except OSError as fault:
        print(f"回答写不出去：{fault}", file=sys.stderr)
        return ENVIRONMENT
    except KeyboardInterrupt:
        print("已停止，没有做完的一步没有存下。", file=sys.stderr)
        return REFUSED


class Parser(argparse.ArgumentParser):
    """Wrong use is said in Chinese, with the usage, and ends with 2."""

    def error(self, message: str) -> NoReturn:
        text = f"用法不对：{in_chinese(message)}"
        if "--json" in sys.argv:
            Answer([], {"error": {"code": "wrong_use", "message": text}}, WRONG_USE).give(as_json=True)
        else:
            print(f"{text}\n看用法：{self.prog} --help", file=sys.stderr)
        raise SystemExit(WRONG_USE)


ARGPARSE_WORDS = (
    (r"^the following arguments are required: (.*)$", r"缺少 \1"),
    (r"^unrecognized arguments: (.*)$", r"不认识 \1"),
    (r"^argument (\S+): invalid choice: '?([^' ]*)'? \(choose from (.*)\)$", r"\1 没有 \2，可用：\3"),
    (r"^argument (.*?): expected (?:one|at least one) argument$", r"\1 后面要写一个值"),
    (r"^argument (.*?): invalid int value: (.*)$", r"\1 应是整数，不是 \2"),
    (r"^argument (.*?): (.*)$", r"\1：\2"),
)
"""What argparse says, and what a clerk should read."""


def in_chinese(message: str) -> str:
    for pattern, words in ARGPARSE_WORDS:
        if re.match(pattern, message):
            return re.sub(pattern, words, message)
    return message


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

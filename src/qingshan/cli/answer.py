"""What a command answers: an exit code, keys for --json, lines for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

DONE, REFUSED, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3


@dataclass(slots=True)
class Answer:
    lines: Sequence[str]
    data: dict[str, Any] = field(default_factory=dict)
    code: int = DONE

    def give(self, *, as_json: bool) -> int:
        if as_json:
            print(json.dumps({"exit": self.code, **self.data}, ensure_ascii=False, indent=1, default=str))
        else:
            for line in self.lines:
                print(line)
        return self.code


def progress(done: int, total: int) -> None:
    """A line that rewrites itself, for a person at a terminal only."""
    if sys.stderr.isatty() and (done % 10 == 0 or done == total):
        end = "\n" if done == total else "\r"
        print(f"  {done} / {total}", end=end, file=sys.stderr, flush=True)


def say(text: str) -> None:
    """A word on what takes long; never mixed into the answer."""
    print(text, file=sys.stderr, flush=True)

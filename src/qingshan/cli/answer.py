"""What a command answers: an exit code, keys for --json, lines for a person."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
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


EVERY = 1.0
"""Seconds between two words of what is at work."""


class AtWork:
    """A line that rewrites itself every second, for a person at a terminal only; what is done at once says nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._last, self._width = clock, clock(), 0

    def say(self, text: str) -> None:
        if not sys.stderr.isatty() or self._clock() - self._last < EVERY:
            return
        self._last = self._clock()
        print(f"\r  {text}".ljust(self._width), end="", file=sys.stderr, flush=True)
        self._width = len(text) + 3

    def count(self, doing: str) -> Callable[[int, int], None]:
        """How many of how many, under a word of what is done with them."""
        return lambda done, total: self.say(f"{doing} {done} / {total}")

    def end(self) -> None:
        """The line gives way to what comes after it."""
        if self._width:
            print("\r" + " " * (2 * self._width) + "\r", end="", file=sys.stderr, flush=True)
            self._width = 0


def say(text: str) -> None:
    """A word on what takes long; never mixed into the answer."""
    print(text, file=sys.stderr, flush=True)

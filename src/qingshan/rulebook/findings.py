"""What is wrong with a programme's files, and the exception that carries all of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `key` is the path in the file, `stage[acceptance].evidence.kind`; message and hint are Chinese."""

    file: str
    key: str
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file} {self.key}".strip()
        return f"{place}：{self.message}" + (f"（{self.hint}）" if self.hint else "") + f"[{self.code}]"


NOT_UTF8 = "not_utf8"
CAUSES = frozenset({NOT_UTF8, "unreadable", "toml_syntax", "empty_file"})
"""Faults of a file as a whole."""


class ProgrammeInvalid(Exception):
    """A programme folder that cannot be used, with every fault of every file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(f"通知数据有 {len(findings)} 处错误：\n" + "\n".join(str(one) for one in findings))


@dataclass(slots=True)
class Report:
    """Collects findings. A key already found wrong, and what lies below it, is not judged a second time."""

    findings: list[Finding] = field(default_factory=list)
    bad: set[tuple[str, str]] = field(default_factory=set)

    def add(self, file: str, key: str, code: str, message: str, hint: str = "") -> None:
        """A fault found while reading: always told."""
        self.findings.append(Finding(file, key, code, message, _with_line(key, code, hint)))
        self.bad.add((file, key))

    def judge(self, file: str, key: str, code: str, message: str, hint: str = "") -> None:
        """A fault found by comparing: told unless the key, or one above it, could not be read."""
        if not self.is_bad(file, key):
            self.add(file, key, code, message, hint)

    def is_bad(self, file: str, key: str) -> bool:
        return any((file, part) in self.bad for part in _self_and_above(key))

    def all(self) -> tuple[Finding, ...]:
        """Every finding once: files that could not be read first, as what else is found may come of them; then by file
        and in the order found. Of a file in another encoding only that is told."""
        garbled = {one.file for one in self.findings if one.code == NOT_UTF8}
        told = (one for one in dict.fromkeys(self.findings) if one.code == NOT_UTF8 or one.file not in garbled)
        return tuple(sorted(told, key=lambda one: (one.code not in CAUSES, one.file)))


NEAREST = re.compile(r"是不是想写“([^“”]+)”？")
FIRST = re.compile(r"可用的有：([^、；]+?)(?:、|等?$)")
SINGLE = re.compile(r"\.([a-z_]+)$")


OF_KEYS = frozenset({"unknown_key", "unknown_parameter", "unknown_table", "unknown_field", "unknown_figure"})
"""Findings whose nearest word is a key, or within a value."""
BELOW_KEYS = re.compile(r"\.(alternatives|items|where)\.[^.]*$")
"""Keys that are the notice's own words."""


def _with_line(key: str, code: str, hint: str) -> str:
    """A hint that names one word, with the line to write where the key holds a single value."""
    if code in OF_KEYS or BELOW_KEYS.search(key):
        return hint
    word, name = NEAREST.fullmatch(hint) or FIRST.match(hint), SINGLE.search(key)
    if word and name and word.re is FIRST:
        return f'{hint}；写法如 {name[1]} = "{word[1]}"'
    return f'{hint}写 {name[1]} = "{word[1]}"' if word and name and word[1] != name[1] else hint


def _self_and_above(key: str) -> list[str]:
    """`a[b].c[d].e` → itself, `a[b].c[d]`, `a[b].c`, `a[b]`; a table's own row list is never a fault of its rows."""
    found = [key]
    while True:
        shorter = re.sub(r"(\.[^.\[\]]+|\[[^\]]*\])$", "", key)
        if shorter == key or ("." not in shorter and "[" not in shorter):
            return found
        found.append(shorter)
        key = shorter


def nearest(word: str, words: Iterable[str], *, shown: int = 12) -> str:
    """A hint: the nearest valid word, else the valid words themselves, else that there is none yet."""
    known = sorted({w for w in words if w})
    close = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    if close:
        return f"是不是想写“{close[0]}”？"
    if not known:
        return "这一类还一个都没有写，先补上"
    more = "等" if len(known) > shown else ""
    return f"可用的有：{'、'.join(known[:shown])}{more}"

"""Words of one notice in the code: a clause number, a district, an annex, a reading's code, a party's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

WORDS = re.compile(
    r"[一二三四五六七八九十]{1,3}[(（][一二三四五六七八九十]{1,3}[)）]|^[一二三四五六七八九十]-\d|水磨沟|附件[12一二]|[CH]-\d\d"
    r"|^2-[12]$|[周期]四|区专项"
)
NOT_IN = frozenset({"programmes", "demo", "migrations"})


def ties_of(text: str, parties: Iterable[str]) -> list[int]:
    """Lines of a module with such a word in a text; docstrings cite clauses freely."""
    tree = ast.parse(text)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    known = frozenset(parties)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in said
        and (WORDS.search(node.value) or node.value in known)
    ]


def ties_of_page(text: str) -> list[int]:
    """Lines of a template with such a word outside its comments."""
    lines = (re.sub(r"{#.*?#}", "", line) for line in text.splitlines())
    return [number for number, line in enumerate(lines, 1) if WORDS.search(line)]


def modules(source: Path) -> Iterator[Path]:
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.html")]):
        if not NOT_IN & set(path.relative_to(source).parts):
            yield path

"""What a lifted condition names: one use of a check in the gate of one action.

`check` alone names every use of it in that gate, as older records do; `check:field` only the use with that parameter
(`at_least:inspectors`). A notice that lists a check which its gate asks twice says which use it means.
"""

from __future__ import annotations

from collections.abc import Iterable

from .programme import CheckUse


def names_of(use: CheckUse) -> frozenset[str]:
    """Every name by which a paper may lift this use."""
    own = (value for value in use.params.values() if isinstance(value, str))
    return frozenset({use.check, *(f"{use.check}:{value}" for value in own)})


def check_in(name: str) -> str:
    """The check a name speaks of."""
    return name.partition(":")[0]


def uses_named(name: str, uses: Iterable[CheckUse]) -> list[CheckUse]:
    return [use for use in uses if name in names_of(use)]

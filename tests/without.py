"""One rule taken away, to see which test misses it (docs/trace.toml). Read by the tests alone, never by the product.

`check:NAME`             the named check finds nothing to object to
`use:ACTION/CHECK`       the gate of the action does not ask that check
`line:TABLE/KEY`         the programme has no such line (table as an attribute of `Programme`)
`required:NOUN.FIELD`    the field may be left out
`function:MODULE:NAME=V` the function of `qingshan.MODULE` answers the Python literal V, whatever it is asked
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from qingshan.rulebook import load
from qingshan.rulebook.checks import registry
from qingshan.rulebook.nouns import BY_CODE
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.versions import name_of

NAME = "QINGSHAN_TESTS_WITHOUT"


def take_away(rule: str) -> None:
    """Take the rule away for the rest of this process; an error when there is no such rule."""
    kind, _, what = rule.partition(":")
    TAKE[kind](what)


def _check(name: str) -> None:
    found = [
        (table, nothing)
        for table, nothing in ((registry.GATES, ()), (registry.EVIDENCE, True), (registry.CONDITIONS, True))
        if name in table
    ]
    assert found, f"no check {name}"
    for table, nothing in found:
        cast("dict[str, Any]", table)[name] = _answering(table[name], nothing)


def _answering(function: Any, answer: Any) -> Any:
    """A function of the same name and words; who asks only for those misses nothing."""

    @functools.wraps(function)
    def nothing(*_args: Any, **_kwargs: Any) -> Any:
        return answer

    return nothing


def _use(what: str) -> None:
    action, _, check = what.partition("/")

    def without(programme: Programme) -> Programme:
        gates = tuple(
            replace(g, requires=tuple(u for u in g.requires if u.check != check)) if g.action == action else g
            for g in programme.gates
        )
        return replace(programme, gates=gates)

    _patch(without)


def _line(what: str) -> None:
    table, _, key = what.partition("/")

    def without(programme: Programme) -> Programme:
        lines = getattr(programme, table)
        return replace(programme, **{table: tuple(one for one in lines if key not in (name_of(one), *_short(one)))})

    _patch(without)


def _short(line: Any) -> tuple[str, ...]:
    names = tuple(str(getattr(line, key, "")) for key in ("code", "batch", "stage"))
    return (*names, f"{getattr(line, 'fact', '')}.{getattr(line, 'result', '')}")


def _patch(change: Callable[[Programme], Programme]) -> None:
    assemble = load._assemble

    def assembled(*args: Any, **kwargs: Any) -> Programme:
        return change(assemble(*args, **kwargs))

    load._assemble = assembled


def _required(what: str) -> None:
    noun, _, key = what.partition(".")
    field = BY_CODE[noun].field(key)
    assert field is not None, f"no field {what}"
    object.__setattr__(field, "required", ())


def _function(what: str) -> None:
    place, _, value = what.partition("=")
    module, _, name = place.partition(":")
    home = importlib.import_module(f"qingshan.{module}")
    answer = ast.literal_eval(value)
    old = getattr(home, name)
    assert inspect.isroutine(old), f"{place} is no function"

    nothing = _answering(old, answer)

    for other in list(sys.modules.values()):
        if getattr(other, "__name__", "").startswith(("qingshan", "tests")) and getattr(other, name, None) is old:
            setattr(other, name, nothing)


TAKE: dict[str, Callable[[str], None]] = {
    "check": _check,
    "use": _use,
    "line": _line,
    "required": _required,
    "function": _function,
}

"""From a line of a programme to the actions that record what it speaks of, found by what the line names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from .nouns import BY_ACTION
from .programme import BatchDeadline, ControlTotal, Ending, Evidence, LedgerLayout, Phase, Programme, Stage, Target

UNFILLED = frozenset({"stages", "parties"})
"""Tables whose codes a field may name without recording them."""

FIELD_LISTS = ("programme:", "lists:")
Lead = tuple[str, str]
"""An action and the field that bears the line; "" where it is the action as a whole."""


def leads_of(programme: Programme, table: str, line: Any) -> Iterator[Lead]:
    """The actions by which a line of a table (attribute of `Programme`) is carried out, some twice."""
    if table not in UNFILLED:
        yield from _filled_in(f"programme:{table}")
    if table == "lists":
        yield from _filled_in(f"programme:{line.code}")
    if isinstance(line, Phase):
        yield from ((stage.action, "") for stage in programme.stages if stage.phase == line.code)
    elif isinstance(line, (Target, BatchDeadline)):
        yield from ((stage.action, "") for stage in programme.stages if stage.closing)
    elif isinstance(line, ControlTotal):
        yield from _register_fields(line)
    elif isinstance(line, Ending):
        yield from ((name, "") for name in _recording(line.fact, (line.result,)))
    elif isinstance(line, LedgerLayout):
        codes = dict.fromkeys(column.list for column in line.columns if column.list)
        yield from (lead for code in codes for start in FIELD_LISTS for lead in _filled_in(start + code))
    else:
        yield from _named(programme, line)


def _named(programme: Programme, line: Any) -> Iterator[Lead]:
    """By the attributes `action` and `stage` and every evidence of the line."""
    action, stage = getattr(line, "action", ""), getattr(line, "stage", "")
    if action in BY_ACTION:
        yield action, ""
    yield from ((s.action, "") for s in programme.stages if s.code == stage and not isinstance(line, Stage))
    for one in fields(line) if is_dataclass(line) else ():
        value = getattr(line, one.name)
        if isinstance(value, Evidence):
            yield from ((name, "") for name in _recording(value.kind, value.results))


def _recording(kind: str, results: Iterable[str]) -> Iterator[str]:
    wanted = set(results)
    return (name for name, (_, action) in BY_ACTION.items() if action.kind == kind and wanted & set(action.results))


def _filled_in(code_list: str) -> Iterator[Lead]:
    """The fields whose options come from this list, and the fields of their rows."""
    for name, (noun, action) in BY_ACTION.items():
        for field in noun.fields_of(action):
            if code_list in (field.list, *(row.list for row in field.rows)):
                yield name, field.key


def _register_fields(total: ControlTotal) -> Iterator[Lead]:
    """What the register says of a site decides whether a total counts it."""
    wanted = {key.rstrip("!") for key in total.where}
    for name, (noun, action) in BY_ACTION.items():
        if noun.code == "site":
            yield from ((name, field.key) for field in noun.fields_of(action) if field.key in wanted)

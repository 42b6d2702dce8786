"""Whatever is done to a notice's tables, `validate` answers; and what it calls fine evaluates and prints its ledgers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingshan.casework.queries import dossier_of
from qingshan.exchange.ledger_book import write_ledger_book
from qingshan.register.models import Site
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.findings import Report
from qingshan.rulebook.ledger import compute_ledger
from qingshan.rulebook.ledger_diff import diff
from qingshan.rulebook.load import examine, shipped_programmes
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.toml_source import Source
from tests.casework.histories import HISTORY, enter
from tests.world import World, at_noon

FOLDERS = {
    "shipped": shipped_programmes()["shuimogou-2018"],
    "on a base": Path(__file__).resolve().parents[1] / "second_notice" / "notice",
}
TREES = {
    name: {p.name: tomllib.loads(p.read_text("utf-8"), parse_float=Decimal) for p in sorted(folder.glob("*.toml"))}
    for name, folder in FOLDERS.items()
}
Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    if len(at) > 1:
        yield at
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(one, (*at, key))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(one)


def by_shape(tree: Any) -> list[list[Place]]:
    """The places of a tree, those of one key in every row of a table together."""
    found: dict[Place, list[Place]] = {}
    for place in places(tree):
        found.setdefault(tuple("*" if isinstance(key, int) else key for key in place), []).append(place)
    return list(found.values())


SHAPES = {name: by_shape(tree) for name, tree in TREES.items()}
WORDS = {name: sorted(set(texts(tree))) for name, tree in TREES.items()}
ODD: list[Any] = [
    "", " ", "字", "待填：什么", "../x", "a\0b", "{", "}", "{x}", "{0}", "{n:999}", "龘" * 300, "2018-02-30",
    [], [[]], [1], [{}], ["字"], {}, {"a": 1}, True, False, 0, 1, -1, 367, 2**63, 10**25,
    Decimal("1.5"), Decimal("nan"), Decimal("1e400"), Decimal("-1e-400"), time(12),
    date(1, 1, 1), date(1949, 1, 1), date(2018, 7, 14), date(2199, 12, 31), date(9999, 12, 31),
]  # fmt: skip
HOWS = ("delete", "retype", "rename", "duplicate", "reword", "out of range")


def change(data: st.DataObject, name: str, files: dict[str, Any]) -> None:
    """One thing done to one place of the tables; a place that is no more is left alone."""
    *above, key = data.draw(st.sampled_from(data.draw(st.sampled_from(SHAPES[name]))))
    parent: Any = files
    for step in above:
        has = step in parent if isinstance(parent, dict) else isinstance(parent, list) and step < len(parent)
        if not has:
            return
        parent = parent[step]
    if not (key in parent if isinstance(parent, dict) else isinstance(parent, list) and key < len(parent)):
        return
    value, how = parent[key], data.draw(st.sampled_from(HOWS))
    if how == "delete":
        del parent[key]
    elif how == "rename" and isinstance(parent, dict):
        parent[data.draw(st.sampled_from(["x", "", "a.b", "code", "kind", *WORDS[name]]))] = parent.pop(key)
    elif how == "duplicate" and isinstance(value, list) and value:
        value.append(deepcopy(value[0]))
    elif how == "reword":
        parent[key] = data.draw(st.sampled_from(WORDS[name]))
    elif how == "out of range" and isinstance(value, int | Decimal) and not isinstance(value, bool):
        parent[key] = data.draw(st.sampled_from([-value, value * 1000, value + 1]))
    else:
        parent[key] = deepcopy(data.draw(st.sampled_from(ODD)))


def runs(programme: Programme, files: list[Dossier]) -> None:
    """Evaluates every file and makes both ledgers with their workbooks for an issue day in the middle."""
    days = issue_days(programme)
    day = days[len(days) // 2]
    entries = [(one, evaluate(programme, one, day.due_on)) for one in files]
    data = compute_ledger(programme, entries, day.due_on, day, {})
    for layout in programme.ledgers:
        assert write_ledger_book(programme, data, diff(None, data), layout.code, audit_head="0" * 64)


def test_every_change_of_a_notice_is_told_or_harmless(world: World) -> None:
    code, keys = world.register("甲子砂石矿"), {}
    for number, entry in enumerate(HISTORY):
        enter(code, entry, keys, at_noon(date(2020, 1, 1 + number)))
    files = [dossier_of(Site.objects.get())]

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.sampled_from(sorted(TREES)))
    def holds(data: st.DataObject, name: str) -> None:
        tables = deepcopy(TREES[name])
        for _ in range(data.draw(st.integers(1, 3))):
            change(data, name, tables)
        programme, findings = examine(Source(tables), Report())
        assert all(one.message and one.code for one in findings)
        assert (programme is None) == bool(findings)
        if programme is not None:
            runs(programme, files)

    holds()

"""What `[base]` says, read from its table, each fault told (decision 0024)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .draft import LISTS, SINGLES
from .findings import Report, nearest
from .toml_reader import to_fill
from .toml_source import Source

TABLE = "base"
KEYS = ("extends", "clauses", "parties", "replace", "without", "order")
Tables = dict[str, Any]


@dataclass(slots=True)
class Base:
    """What `[base]` says. `file` is where it stands."""

    file: str
    extends: str
    clauses: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    replace: frozenset[str] = frozenset()
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    order: Mapping[str, list[str]] = field(default_factory=dict)


def read_base(source: Source, shipped: Mapping[str, Path], report: Report) -> Base | None:
    """What the folder's `[base]` says; None where it has none, or one that cannot be used, which is told."""
    found = [(file, tables[TABLE]) for file, tables in source.files.items() if TABLE in tables]
    if not found:
        return None
    file, raw = found[0]
    for other, _ in found[1:]:
        report.add(other, TABLE, "table_twice", f"[base] 已经写在 {file} 里", "只留一处")
    if not isinstance(raw, dict) or not isinstance(raw.get("extends"), str) or raw["extends"] not in shipped:
        said = raw.get("extends", "") if isinstance(raw, dict) else raw
        report.add(file, f"{TABLE}.extends", "unknown_base", f"没有这份样板“{said}”", nearest(str(said), shipped))
        return None
    for name in raw:
        if name not in KEYS:
            report.add(file, f"{TABLE}.{name}", "unknown_key", f"不认识的键“{name}”", nearest(name, KEYS))
    read = _Values(file, raw, report)
    return Base(
        file,
        raw["extends"],
        read.words("clauses"),
        read.words("parties"),
        frozenset(read.tables("replace")),
        {name: frozenset(codes) for name, codes in read.lists("without").items()},
        read.lists("order"),
    )


class _Values:
    """The sub-tables of `[base]`, each fault told."""

    def __init__(self, file: str, raw: Tables, report: Report) -> None:
        self.file, self.raw, self.report = file, raw, report

    def _wrong(self, key: str, how: str) -> None:
        self.report.add(self.file, f"{TABLE}.{key}", "wrong_type", "类型不对", how)

    def _table(self, key: str) -> Tables:
        value = self.raw.get(key, {})
        if isinstance(value, dict):
            return value
        self._wrong(key, f"应为一张表，写作 [base.{key}]")
        return {}

    def words(self, key: str) -> dict[str, str]:
        found = {}
        for name, value in self._table(key).items():
            if not isinstance(value, str) or not value.strip():
                self._wrong(f"{key}.{name}", "应为加引号的文字")
            elif to_fill(value):
                self.report.add(self.file, f"{TABLE}.{key}.{name}", "to_fill", f"还没有填：{value}", "写上本通知的")
            else:
                found[name] = value
        return found

    def tables(self, key: str) -> list[str]:
        value = self.raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._wrong(key, "应为一组表名，写在方括号里")
            return []
        for name in value:
            self._known(f"{key}.{name}", name)
        return value

    def lists(self, key: str) -> dict[str, list[str]]:
        found = {}
        for name, value in self._table(key).items():
            if (
                self._known(f"{key}.{name}", name)
                and isinstance(value, list)
                and all(isinstance(x, str) for x in value)
            ):
                found[name] = value
            elif name in LISTS:
                self._wrong(f"{key}.{name}", "应为一组代码，写在方括号里")
        return found

    def _known(self, key: str, name: str) -> bool:
        if name in LISTS or name in SINGLES:
            return True
        hint = nearest(name, (*LISTS, *SINGLES))
        self.report.add(self.file, f"{TABLE}.{key}", "unknown_table", f"不认识的表“{name}”", hint)
        return False

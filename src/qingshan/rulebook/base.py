"""A notice that builds on a base and says only what differs (decisions 0024, 0031).

`[base]` stands once in such a folder. The tables of the base come first (themselves resolved, where the base builds on
another); rows of the folder with the same code change them key by key, other rows are added. What is a notice's own
(its head, clauses, bodies, days, figures and readings) is never taken over. Clauses and bodies that the rows taken over
name are translated by `[base.clauses]` and `[base.parties]`. The answer is a whole set of tables, as if all had been
written in the folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from .base_table import TABLE, Base, Tables, read_base
from .draft import LISTS
from .findings import Report, nearest
from .nouns import of_no_step
from .toml_reader import IDENTITY
from .toml_source import Source, read_folder

OWN = frozenset(
    {"notice", "clause", "party", "phase", "target", "control_total", "batch", "deadline", "seat", "reading"}
)
"""Tables every notice writes itself."""

ANY = "*"
"""In `[base.clauses]`: the clause of all that are not named."""

PARTY_KEYS = frozenset({"party", "sent_to", "countersigned_by", "owed_by", "body"})
FREE_WORDS = frozenset({"alternatives", "items", "specialities", "conclusions", "subtotals"})
"""Tables whose keys are the notice's own words, whatever they look like."""
STAGE_LISTS = frozenset({"falls_with", "ends", "may_end", "stages", "ignore_stages"})
ALSO = "also"
"""Key of a `[[gate]]`: conditions beside those of the base, where `requires` stands in their place."""
IDENTITY_KEYS = frozenset({"code", "action", "stage", "batch", "key", "check"})


def on_its_base(source: Source, shipped: Mapping[str, Path], report: Report) -> Source:
    """The tables of a folder together with those of the base it builds on; the folder's own where it names none."""
    base = read_base(source, shipped, report)
    if base is None:
        for tables in source.files.values():
            tables.pop(TABLE, None)
        return source
    whole = tables_of(on_its_base(read_folder(shipped[base.extends], Report()), shipped, Report()))
    own = {name: tables for name, tables in tables_of(source).items() if name != TABLE}
    names = {name: file for file, tables in source.files.items() for name in tables}
    merged: dict[str, Any] = {}
    for name in dict.fromkeys([*whole, *own]):
        theirs = None if name in OWN or name in base.replace else whole.get(name)
        if theirs is not None or name in own:
            merged[name] = _merged(base, name, theirs, own.get(name), report)
    joining = _Joining(base, merged, own, whole, report)
    joining.all()
    strangers = {*joining.unmapped, *joining.strangers}
    files: dict[str, Tables] = {}
    for name, table in merged.items():
        files.setdefault(names.get(name, f"{base.extends}.toml"), {})[name] = table
    return Source(files, source.broken, source.guessed_tables, source.guessed_codes | strangers)


def without_changes(source: Source) -> Source | None:
    """The folder with its own tables and names only, every change to the base left out; None where it has no base."""
    files = {}
    has_base = False
    for file, tables in source.files.items():
        kept = {name: table for name, table in tables.items() if name in OWN}
        if isinstance(tables.get(TABLE), dict):
            has_base = True
            kept[TABLE] = {key: tables[TABLE][key] for key in ("extends", "clauses", "parties") if key in tables[TABLE]}
        files[file] = kept
    return Source(_copy(files)) if has_base else None


# ── two tables into one


def tables_of(source: Source) -> Tables:
    """Table → its rows of every file."""
    found: Tables = {}
    for tables in source.files.values():
        for name, raw in tables.items():
            if isinstance(raw, list) and isinstance(found.get(name), list):
                found[name] = [*found[name], *raw]
            else:
                found.setdefault(name, raw)
    return found


def _merged(base: Base, name: str, theirs: Any, own: Any, report: Report) -> Any:
    """A table of the base with the folder's own over it, without the rows left out."""
    if theirs is None or own is None:
        table = own if theirs is None else _copy(theirs)
    elif isinstance(theirs, dict) and isinstance(own, dict):
        table = _over(name, _copy(theirs), own)
    elif isinstance(theirs, list) and isinstance(own, list):
        table = _rows_over(name, _copy(theirs), own)
    else:
        table = own
    if not isinstance(table, list):
        return table
    codes = [_code(name, row) for row in table]
    for code in sorted(base.without.get(name, frozenset()) - set(codes)):
        at = f"{TABLE}.without.{name}"
        report.add(base.file, at, "unknown_code", f"样板的 {name} 里没有“{code}”", nearest(code, codes))
    return [row for row in table if _code(name, row) not in base.without.get(name, frozenset())]


def _ordered(base: Base, name: str, rows: list[Any], report: Report) -> list[Any]:
    wanted = base.order[name]
    codes = [_code(name, row) for row in rows]
    missing = [code for code in codes if code not in wanted]
    unknown = [code for code in wanted if code not in codes]
    if missing or unknown:
        told = "；".join(
            [*(f"没有排进“{code}”" for code in missing), *(f"没有“{code}”这一行" for code in unknown)],
        )
        hint = "把全部代码按先后写一遍；不要的写在 [base.without] 里"
        report.add(base.file, f"{TABLE}.order.{name}", "order_incomplete", told, hint)
        return rows
    return sorted(rows, key=lambda row: wanted.index(_code(name, row)))


def _rows_over(name: str, theirs: list[Any], own: list[Any]) -> list[Any]:
    rows = list(theirs)
    places = {_code(name, row): index for index, row in enumerate(rows)}
    for row in own:
        # A code the folder writes twice is kept twice, to be told.
        place = places.pop(_code(name, row), None) if isinstance(row, dict) else None
        if place is None:
            rows.append(row)
        else:
            rows[place] = {**rows[place], **row}
    return rows


def _over(name: str, theirs: Tables, own: Tables) -> Tables:
    """The folder's keys over the base's; sub-tables key by key, the days of the calendar together."""
    made = dict(theirs)
    for key, value in own.items():
        before = made.get(key)
        if isinstance(before, dict) and isinstance(value, dict) and key not in ("specialities", "conclusions"):
            made[key] = {**before, **value}
        elif name == "calendar" and isinstance(before, list) and isinstance(value, list):
            made[key] = [*before, *(day for day in value if day not in before)]
        else:
            made[key] = value
    return made


def _code(name: str, row: Any) -> str:
    keys = IDENTITY.get(LISTS[name][1], ("code",)) if name in LISTS else ("code",)
    return ".".join(str(row.get(key, "")) for key in keys) if isinstance(row, dict) else ""


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(one) for key, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value


# ── what the rows taken over name


class _Joining:
    """Names of the base become the folder's own; what leads nowhere any more is left out, the rest told."""

    def __init__(self, base: Base, merged: Tables, own: Tables, whole: Tables, report: Report) -> None:
        self.base, self.merged, self.own, self.whole, self.report = base, merged, own, whole, report
        self.summaries = {row["code"]: row.get("summary", "") for row in whole["clause"]}
        self.notice = whole.get("notice")
        self.unmapped: dict[str, None] = {}
        self.strangers: dict[str, None] = {}

    def codes(self, name: str) -> set[str]:
        table = self.merged.get(name)
        return {_code(name, row) for row in table} if isinstance(table, list) else set()

    def all(self) -> None:
        self.clauses, self.parties = self.codes("clause"), self.codes("party")
        self.readings, self.stages, self.parts = self.codes("reading"), self.codes("stage"), self.codes("part")
        self.phases = self.codes("phase")
        self.reached = {str(_get(_get(stage, "evidence"), "kind")) for stage in _list(self.merged.get("stage"))}
        self._gates()
        for name, table in self.merged.items():
            if name in OWN or name in self.base.replace:
                continue
            if isinstance(table, list):
                self.merged[name] = [row for row in table if self._row(name, row)]
            elif name == "clauses_of" and isinstance(table, dict):
                self.merged[name] = self._clauses_of(table)
            else:
                self._names(table, self._is_own(name, None))
        self._slots()
        self._also()
        self._waivable()
        for name in self.base.order:
            if isinstance(self.merged.get(name), list):
                self.merged[name] = _ordered(self.base, name, self.merged[name], self.report)
        self._of_the_notice()
        for code in self.unmapped:
            told = f"样板的条款“{code}”（{self.summaries[code]}）没有对应本通知的条款"
            hint = f'在 [base.clauses] 写 "{code}" = "本通知的条款号"；通知没有单独写的，用 "*" 一并指到总的一条'
            self.report.add(self.base.file, f"{TABLE}.clauses.{code}", "clause_unmapped", told, hint)
        names = {_get(row, "code"): _get(row, "name") for row in _list(self.whole.get("party"))}
        for code in self.strangers:
            name = names.get(code, code)
            told = f"样板里“{name}”（{code}）做的事，在本通知里由哪一方做，没有写"
            hint = f'写一张 code = "{code}" 的 [[party]]，或在 [base.parties] 写 {code} = "本通知那一方的代码"'
            self.report.add(self.base.file, f"{TABLE}.parties.{code}", "party_unmapped", told, hint)

    def _gates(self) -> None:
        """What only leads to a step that is no more goes with it: its gates, and the permissions they alone ask for."""
        gates = _list(self.merged.get("gate"))
        gone = [
            gate
            for gate in gates
            if of_no_step(str(_get(gate, "action")), self.reached) and not self._is_own("gate", gate)
        ]
        if not gone:
            return
        self.merged["gate"] = [gate for gate in gates if gate not in gone]
        asked = {_get(gate, "permission") for gate in self.merged["gate"]}
        lost = {_get(gate, "permission") for gate in gone} - asked
        self.merged["party"] = [
            {**row, "records": [one for one in row["records"] if one not in lost]}
            if isinstance(row, dict) and isinstance(row.get("records"), list)
            else row
            for row in _list(self.merged.get("party"))
        ]

    def _of_the_notice(self) -> None:
        """What a base that is a notice says of its own district and days has to be written anew; a neutral base says
        nothing of the kind."""
        if not self.notice:
            return
        name, file = str(self.notice.get("district", "")), f"{self.base.extends}.toml"
        hint = "在本文件夹里写同一代码的行，改写这一项；样板写的是："
        for table, rows in self.merged.items():
            for place, value in _values(self._inherited(table, rows), table) if table not in OWN else ():
                if isinstance(value, date) and table != "calendar":
                    self.report.add(file, place, "base_day_left", f"沿用了样板的日期 {value}", f"{hint}{value}")
                elif name and isinstance(value, str) and name in value:
                    self.report.add(file, place, "base_name_left", f"沿用的文字里有“{name}”", f"{hint}{value[:40]}")

    def _inherited(self, table: str, rows: Any) -> Any:
        """What of a table the folder did not write itself."""
        if isinstance(rows, list):
            return [self._inherited_row(row, self._is_own(table, row)) for row in rows]
        return self._inherited_row(rows, self._is_own(table, None))

    @staticmethod
    def _inherited_row(row: Any, written: Mapping[str, Any]) -> Any:
        known = {*written} - IDENTITY_KEYS
        return {key: value for key, value in row.items() if key not in known} if isinstance(row, dict) else row

    def _is_own(self, name: str, row: Any) -> Mapping[str, Any]:
        """What the folder itself wrote of a row: those keys are its own words."""
        table = self.own.get(name)
        if isinstance(table, dict):
            return table
        code = _code(name, row)
        return next((one for one in _list(table) if isinstance(one, dict) and _code(name, one) == code), {})

    def _row(self, name: str, row: Any) -> bool:
        """Translates a row; False when it is about a stage that is no more."""
        if not isinstance(row, dict):
            return True
        written = self._is_own(name, row)
        if name == "procedure_step" and not written and "procedure" not in self.reached:
            return False
        if name in ("step", "slot") and "stage" not in written and self._gone(row.get("stage")):
            return False
        had = bool(row.get("ends") or row.get("may_end"))
        self._names(row, written)
        if name == "ending" and had and not row.get("ends") and not any(_list(row.get("may_end"))):
            return bool(written)
        return True

    def _gone(self, stage: Any) -> bool:
        return isinstance(stage, str) and stage != "" and stage not in self.stages

    def _is_of_no_step(self, condition: Tables) -> bool:
        """Whether a condition names a stage that is no more, or papers of the procedure where there is none."""
        return self._gone(condition.get("stage")) or ("steps" in condition and "procedure" not in self.reached)

    def _names(self, table: Any, written: Mapping[str, Any]) -> None:
        """Clauses, bodies, readings, stages within a row, except in the keys the folder wrote."""
        if not isinstance(table, dict):
            return
        for key in list(table):
            if key in written or key == ALSO:
                continue
            value = table[key]
            if key == "clause":
                table[key] = self._clause(value)
            elif key in PARTY_KEYS:
                table[key] = self._party(value)
            elif key == "parties" and isinstance(value, list):
                table[key] = [self._party(code) for code in value]
            elif self._leads_nowhere(key, value):
                del table[key]
            elif key in STAGE_LISTS and isinstance(value, list):
                table[key] = [code for code in value if not self._gone(code)]
            elif isinstance(value, dict):
                self._names({} if key in FREE_WORDS else value, {})
            elif isinstance(value, list):
                kept = [one for one in value if not (isinstance(one, dict) and self._is_of_no_step(one))]
                for one in kept:
                    self._names(one, {})
                table[key] = kept

    def _leads_nowhere(self, key: str, value: Any) -> bool:
        known = {"reading": self.readings, "window": self.stages, "each": self.parts, "phase": self.phases}.get(key)
        return known is not None and isinstance(value, str) and value not in known

    def _clause(self, code: Any) -> Any:
        if not isinstance(code, str):
            return code
        if code in self.base.clauses:
            return self.base.clauses[code]
        if code not in self.summaries:  # one of the folder's own readings, or of its own rows
            return code
        if ANY not in self.base.clauses:
            self.unmapped[code] = None
        return self.base.clauses.get(ANY, code)

    def _party(self, code: Any) -> Any:
        if not isinstance(code, str):
            return code
        if code in self.base.parties:
            return self.base.parties[code]
        if code and code not in self.parties:
            self.strangers[code] = None
        return code

    def _clauses_of(self, table: Tables) -> Tables:
        written = _get_table(self.own.get("clauses_of"))
        known = self.summaries
        return {
            key: value if key in written else self._clause(value)
            for key, value in table.items()
            if key in written or (isinstance(value, str) and (value in known or value in self.readings))
        }

    def _also(self) -> None:
        """What a gate asks for beside the conditions of the base comes after them."""
        for row in _list(self.merged.get("gate")):
            if isinstance(row, dict) and isinstance(row.get(ALSO), list):
                row["requires"] = [*_list(row.get("requires")), *row.pop(ALSO)]

    def _waivable(self) -> None:
        """What the base lets a paper lift goes with its step, and with the condition, where the gate asks no more."""
        steps = {_get(stage, "action") for stage in _list(self.whole["stage"])}
        steps -= {_get(stage, "action") for stage in _list(self.merged.get("stage"))}
        asked = {
            (_get(gate, "action"), _get(use, "check"))
            for gate in _list(self.merged.get("gate"))
            for use in _list(_get(gate, "requires"))
        }
        self.merged["waivable"] = [
            row
            for row in _list(self.merged.get("waivable"))
            if self._is_own("waivable", row)
            or (_get(row, "action") not in steps and (_get(row, "action"), _get(row, "check")) in asked)
        ]

    def _slots(self) -> None:
        """Slots of categories that are no more go; every stage owes the slots that name it, where slots were changed."""
        categories = self.codes("category")
        changed = {"slot", "category"} & (set(self.own) | set(self.base.without)) or self.base.without.get("stage")
        if not changed or not isinstance(self.merged.get("slot"), list):
            return
        kept = []
        for row in self.merged["slot"]:
            if isinstance(row, dict) and row.get("categories") and "categories" not in self._is_own("slot", row):
                row["categories"] = [code for code in _list(row["categories"]) if code in categories]
            if _get(row, "categories") != []:
                kept.append(row)
        self.merged["slot"] = kept
        for stage in _list(self.merged.get("stage")):
            if isinstance(stage, dict) and "owes" not in self._is_own("stage", stage):
                stage["owes"] = [_owed(slot) for slot in kept if _get(slot, "stage") == stage.get("code")]


def _owed(slot: Tables) -> Tables:
    return {"slot": slot.get("code", ""), **{key: slot[key] for key in ("at_least", "fresh") if key in slot}}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _get(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, dict) else None


def _get_table(value: Any) -> Tables:
    return value if isinstance(value, dict) else {}


def _values(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    """Every text and day below a key, with its place."""
    if isinstance(value, (str, date)):
        yield key, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _values(one, f"{key}.{name}")
    elif isinstance(value, list):
        for index, one in enumerate(value, 1):
            label = _get(one, "code") or _get(one, "action") or index
            yield from _values(one, f"{key}[{label}]")


def clauses_named(tables: Mapping[str, Any]) -> Iterator[str]:
    """Every clause the tables taken over name, each once: what a notice that builds on them has to translate."""
    seen: dict[str, None] = {}
    for name, table in tables.items():
        if name not in OWN:
            _collect(table, seen, of_nouns=name == "clauses_of")
    return iter(seen)


def _collect(value: Any, seen: dict[str, None], *, of_nouns: bool = False) -> None:
    if isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, str) and (key == "clause" or of_nouns):
                seen[one] = None
            else:
                _collect(one, seen)
    elif isinstance(value, list):
        for one in value:
            _collect(one, seen)

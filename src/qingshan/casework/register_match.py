"""Which site on file a row of a sheet speaks of, and what the row would change there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

KEPT_APART = ("as_read", "flags")
"""Written with the rest but never a change by themselves."""
UNNAMED = "unnamed"
NOTHING: tuple[Any, ...] = (None, "", [])


class Row(Protocol):
    """A row as `exchange.register` reads it."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row_no(self) -> int: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def notes(self) -> Sequence[Any]: ...
    @property
    def flags(self) -> Sequence[str]: ...
    @property
    def cells(self) -> Mapping[str, str]: ...
    @property
    def blank(self) -> Mapping[str, str]: ...


class OnFile:
    """The register as it stands. Each site is taken by one row of a reading: two rows are two sites."""

    def __init__(self, known: Mapping[str, Mapping[str, Any]]) -> None:
        self.known = known
        self.names = {str(values.get("name", "")) for values in known.values()}
        self._index: dict[tuple[Any, ...], list[str]] = {}
        self._taken: set[str] = set()
        for code, values in known.items():
            for key in _keys(values):
                self._index.setdefault(key, []).append(code)

    def take_same(self, row: Row) -> str:
        """The code of a site the row says nothing new of; "" when there is none."""
        return self._take(c for c in self._candidates(row) if not differences(row, self.known[c]))

    def take_nearest(self, row: Row) -> str:
        """The code of the site the row is of, whatever it changes there; "" when it is a new site."""
        values = row.values
        ranked = sorted(self._candidates(row), key=lambda c: agreement(values, self.known[c]), reverse=True)
        return self._take(ranked)

    def alike(self, row: Row) -> str:
        """A site of the same name elsewhere that no row has taken: perhaps the same one, moved; "" when there is none."""
        if UNNAMED in row.flags:
            return ""
        found = self._index.get(("called", row.values.get("name")), ())
        return next((code for code in found if code not in self._taken), "")

    def _candidates(self, row: Row) -> list[str]:
        values = {**row.values, "flags": list(row.flags)}
        codes = dict.fromkeys(code for key in _keys(values) for code in self._index.get(key, ()))
        return [c for c in codes if c not in self._taken and is_same_site(values, self.known[c])]

    def _take(self, codes: Iterable[str]) -> str:
        code = next(iter(codes), "")
        if code:
            self._taken.add(code)
        return code


def _keys(values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a site may be found by. The made-up name of an unnamed site is no key."""
    keys: list[tuple[Any, ...]] = [(key, values[key]) for key in ("source_no", "licence_no") if values.get(key)]
    if UNNAMED not in (values.get("flags") or ()):
        keys += [("name", values.get("name"), values.get("street")), ("called", values.get("name"))]
    if values.get("longitude"):
        keys.append(("place", _number(values["longitude"]), _number(values.get("latitude"))))
    return keys


def agreement(values: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[bool, ...]:
    """Same licence, source number, name, street, place; best first."""
    return (
        *(bool(values.get(key)) and values.get(key) == known.get(key) for key in ("licence_no", "source_no")),
        _are_named(values, known) and values.get("name") == known.get("name"),
        values.get("street") == known.get("street"),
        bool(values.get("longitude"))
        and all(_number(values.get(key)) == _number(known.get(key)) for key in ("longitude", "latitude")),
    )


def is_same_site(values: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """A licence is one mine's alone. A source number is a list's own, and two lists may both begin at 1: something else
    must agree. Otherwise name and street, or name (if both have one) and place, unless the source numbers differ."""
    licence, source, name, street, place = agreement(values, known)
    if licence:
        return True
    if source:
        return name or street or place
    if values.get("source_no") and known.get("source_no"):
        return False
    other_licence = values.get("licence_no") and known.get("licence_no")
    return (name and street) or (place and not other_licence and (name or not _are_named(values, known)))


def _are_named(*both: Mapping[str, Any]) -> bool:
    return all(UNNAMED not in (values.get("flags") or ()) for values in both)


def differences(row: Row, known: Mapping[str, Any]) -> dict[str, Any]:
    """Field → what the row says otherwise. An empty cell takes nothing away; what no cell says (a default of the notice,
    a guess, a made-up name) only fills what is not on file."""
    found: dict[str, Any] = {}
    for key, value in row.values.items():
        if key in KEPT_APART or value in NOTHING or _is_equal(known.get(key), value):
            continue
        if known.get(key) in NOTHING or _is_said(row, key):
            found[key] = value
    return found


def _is_said(row: Row, key: str) -> bool:
    if key == "name":
        return UNNAMED not in row.flags
    return key in row.cells or any(f"{key}_from_{where}" in row.flags for where in ("heading", "sheet"))


def _is_equal(one: Any, other: Any) -> bool:
    """Figures are compared as figures: 12.50 is 12.5."""
    if one == other:
        return True
    return isinstance(one, str) and isinstance(other, str) and _number(one) == _number(other) != ""


def _number(text: Any) -> Any:
    """The figure a decimal string stands for; the text itself is none, and gives ""."""
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return ""

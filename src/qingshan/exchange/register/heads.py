"""Finds the head of a register on a sheet, one to three rows of it, and says which field each column holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .grid import DATE, NUMBER, TEXT, Grid
from .synonyms import GROUPS, IGNORED, LONLAT, REMARK_WORDS, SERIAL, SYNONYMS, TERM, VAGUE
from .tidy import likeness
from .units import AREA_UNITS, CAPACITY_UNITS, MONEY_UNITS, normal_unit, unit_in

IN_YEARS = re.compile(r"[(\[:/](单位:)?(周?年|个?月)数?[)\]]?$")
"""A term given as a length: 有效期限(年), 有效期/年."""
LOOK_ROWS = 40
HEAD_ROWS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: its full head, the part that named it, its field ("" = none) and the unit of its head.

    `is_taught`: a mapping of the sender says so; `is_own`: the notice does.
    """

    number: int
    head: str
    leaf: str
    field: str
    unit: str = ""
    vague: bool = False
    unit_below: bool = False
    is_taught: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A head found: rows `first` to `last`, its columns, what stood above it, and the unit written there."""

    first: int
    last: int
    columns: tuple[Column, ...]
    above: tuple[str, ...] = ()
    area_unit: str = ""
    capacity_unit: str = ""
    texts: tuple[tuple[tuple[int, str], ...], ...] = field(default=())

    def placed(self) -> dict[str, list[Column]]:
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column)
        return found


def squeeze(text: str) -> str:
    """A head without widths, blanks, line breaks, stars, numbering and closing colon, in lower case."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(ch for ch in text if not ch.isspace() and unicodedata.category(ch) not in {"Cf", "Cc"})
    text = re.sub(r"^[(\[]?[0-9一二三四五六七八九十]{1,3}[)\]]?[.、,)](?=\D)", "", text)
    return text.strip("*★#:;,。、").lower()


@lru_cache(maxsize=4096)
def variants(text: str) -> tuple[str, ...]:
    """The head as written, then without the remarks in its brackets, then without its unit."""
    whole = squeeze(text)
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】", "", whole)
    bare = re.sub(r"[(\[【].*$", "", bare)
    no_unit = re.sub(r"[/_,、:-](亩|公顷|m2|km2|平方米|平方公里|ha|万吨/?年?|万元|个|度|°)$", "", bare)
    no_unit = re.sub(r"(?<=面积)(亩|公顷|m2|km2|平方米|平方公里|ha)$", "", no_unit)
    stripped = re.sub(rf"(?:{REMARK_WORDS}).*$", "", no_unit) if len(no_unit) > 4 else no_unit
    found: list[str] = []
    for candidate in (whole, bare, no_unit, stripped, no_unit.strip("*★#:;,。、-_/")):
        if candidate and candidate not in found:
            found.append(candidate)
    return tuple(found)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for key, heads in SYNONYMS.items():
        for head in heads:
            table.setdefault(squeeze(head), key)
    return table


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    made = []
    for pattern, leaves in GROUPS:
        flat = {leaf: key for names, key in leaves.items() for leaf in names.split("|")}
        made.append((re.compile(pattern), flat))
    return tuple(made)


def head_key(head: str) -> str:
    """What a saved head is compared by: no blanks, widths, numbering, and no mark between group and head."""
    return squeeze(head.replace("·", ""))


class Placer:
    """Says which field a head means: first as the sender's mapping says, then the programme's own heads, then ours."""

    def __init__(self, own: Mapping[str, Sequence[str]], taught: Mapping[str, str] | None = None) -> None:
        self._taught = {head_key(head): key for head, key in (taught or {}).items()}
        self._own = {squeeze(head): key for key, heads in own.items() for head in heads}

    def place(self, parts: Sequence[str]) -> tuple[str, bool]:
        """(field, vague) of a head given from its group down to its own row; ("", False) when it is not known."""
        leaf, group = parts[-1], "".join(parts[:-1])
        if taught := self.taught(parts):
            return taught, False
        if own := self.own(parts):
            return own, False
        field = self._standard(leaf, group)
        if field in {TERM, "licence_from", "licence_to"} and IN_YEARS.search(squeeze(leaf)):
            return "", False
        if field:
            return field, False
        if not group:
            for form in variants(leaf):
                if VAGUE.get(form):
                    return VAGUE[form], True
        return "", False

    def taught(self, parts: Sequence[str]) -> str:
        """The field that the sender's mapping gives the whole head; "" for none."""
        joined = "".join(parts)
        return next((self._taught[form] for form in variants(joined) if form in self._taught), "")

    def own(self, parts: Sequence[str]) -> str:
        """The field that the notice's own heads give; "" for none."""
        forms = (form for text in ("".join(parts), parts[-1]) for form in variants(text))
        return next((self._own[form] for form in forms if form in self._own), "")

    @staticmethod
    def _standard(leaf: str, group: str) -> str:
        table = _table()
        group_forms = variants(group) if group else ()
        for form in variants(leaf):
            if group:
                for above in group_forms:
                    if above + form in table:
                        return table[above + form]
                for pattern, leaves in _groups():
                    if form in leaves and any(pattern.search(above) for above in group_forms):
                        return leaves[form]
                if form in NEEDS_GROUP_SILENCE and not _is_neutral(group_forms):
                    continue
            if form in table:
                return table[form]
        return ""

    def guesses(self, head: str, names: Mapping[str, str], count: int = 3) -> tuple[str, ...]:
        """The Chinese names of the fields whose heads look most like this one, best first."""
        scores: dict[str, float] = {}
        forms = variants(head) or (head,)
        for known, key in {**_table(), **self._own}.items():
            if key in {SERIAL, IGNORED}:
                continue
            score = max(likeness(form, known) for form in forms)
            scores[key] = max(scores.get(key, 0.0), score)
        best = sorted(scores.items(), key=lambda item: -item[1])[:count]
        special = {TERM: "许可证有效期", LONLAT: "经纬度"}
        return tuple(special.get(key, names.get(key, key)) for key, score in best if score >= 0.45)


NEEDS_GROUP_SILENCE = frozenset(
    squeeze(word)
    for word in (
        "名称 规模 状态 现状 位置 地址 地点 编号 备注 说明 其他 其它 "
        "类别 分类 单位 企业 坐标 有效期 截止日期 起始日期 证号 公告 面积 注 情况说明"
    ).split()
)
"""Heads that mean the site's own only when their group does not speak of something else."""


def _is_neutral(group_forms: Sequence[str]) -> bool:
    return any(re.search("^矿山|^矿区|基本情况|基本信息|概况|^矿点|登记|^信息|采矿点", form) for form in group_forms)


def find_heads(grid: Grid, placer: Placer) -> list[tuple[Head, int]]:
    """The heads of a sheet from the top down, each with the last row of its table; a sheet may hold several tables."""
    found: list[tuple[Head, int]] = []
    start = 1
    while True:
        head = find_head(grid, placer, start)
        if head is None:
            return found
        following = _next_head_row(grid, placer, head)
        found.append((head, following - 1 if following else grid.rows()[-1]))
        if not following:
            return found
        start = following


def _next_head_row(grid: Grid, placer: Placer, head: Head) -> int:
    """The row below a table where another head begins, one that is not the same again; 0 when there is none."""
    same = {text for line in head.texts for _, text in line}
    for row in grid.rows():
        if row <= head.last:
            continue
        texts = [cell.shown for cell in grid.row(row).values() if cell.kind == TEXT and len(cell.shown) <= 24]
        if len(texts) < 3 or len(texts) < 0.7 * len(grid.row(row)) or {_flat(text) for text in texts} <= same:
            continue
        fields = [placer.place([text])[0] for text in texts]
        known = {field for field in fields if field}
        if len(known) >= 3 and known & IDENTIFIERS and len(known) >= 0.6 * len(texts):
            return row
    return 0


def find_head(grid: Grid, placer: Placer, start: int = 1) -> Head | None:
    """The head that places the most columns, the uppermost of equals; None when no rows from `start` look like one."""
    best: Head | None = None
    best_score = 0.0
    rows = [row for row in grid.rows() if row >= start][:LOOK_ROWS]
    for first in rows:
        if len(grid.row(first)) < 2:  # a title, however wide
            continue
        for height in range(1, HEAD_ROWS + 1):
            last = first + height - 1
            if height > 1 and not grid.row(last):
                continue
            head = _head_at(grid, first, last, placer)
            score = _score(grid, head)
            if score > best_score + 0.01:
                best, best_score = head, score
    if best is None or not is_register_head(best) or _is_card(grid, best, placer):
        return None
    return _with_above(grid, best, start)


def _is_card(grid: Grid, head: Head, placer: Placer) -> bool:
    """Whether the columns of a head go on with further heads below: the labels of a form about one mine."""
    labels = {c.number for c in head.columns if c.field and c.field != SERIAL}
    below = [row for row in grid.rows() if row > head.last][:5]
    texts = [grid.at(row, column).shown for row in below for column in labels if not grid.at(row, column).is_empty]
    heads = [text for text in texts if len(text) <= 20 and placer.place([text])[0]]
    return len(heads) >= 2 and len(heads) >= 0.6 * len(texts)


IDENTIFIERS = {"name", "licence_no", "longitude", LONLAT}
ANCHORS = {"name", "licence_no", "owner", "street", "longitude", "latitude", LONLAT, "place"}


def is_register_head(head: Head) -> bool:
    """Whether a head can be that of a register: it says which site a row is, and something of it."""
    fields = {c.field for c in head.columns if c.field and c.field != SERIAL}
    if not fields & IDENTIFIERS:
        return False
    return len(fields) >= 2 and len(fields & ANCHORS) >= 1


def _score(grid: Grid, head: Head) -> float:
    fields = {c.field for c in head.columns if c.field}
    if not fields:
        return 0.0
    unknown = sum(1 for c in head.columns if not c.field)
    score = len(fields) - min(0.02 * unknown, 0.9) - 0.05 * (head.last - head.first)
    # A row that only gives units belongs to the head.
    score += 0.2 * sum(1 for c in head.columns if c.unit_below)
    repeated = sum(1 for c in head.columns if c.field) - len(fields)
    score -= 0.3 * repeated
    figures = 0
    for row in range(head.first, head.last + 1):
        figures += sum(1 for cell in grid.row(row).values() if cell.kind in {NUMBER, DATE} or len(cell.shown) > 60)
    return score - 0.8 * figures


def _head_at(grid: Grid, first: int, last: int, placer: Placer) -> Head:
    columns = []
    for number in _columns_of(grid, first, last):
        parts = _parts(grid, first, last, number)
        if not parts:
            continue
        whole = len(parts)
        parts, unit = _take_units(parts)
        if not parts:
            continue
        is_unit_below = len(parts) < whole
        parts = _year_apart(parts, placer)
        field, vague = placer.place(parts)
        head = "·".join(_flat(p) for p in parts)
        is_taught = bool(placer.taught(parts))
        is_own = not is_taught and bool(placer.own(parts))
        columns.append(Column(number, head, _flat(parts[-1]), field, unit, vague, is_unit_below, is_taught, is_own))
    return Head(first, last, tuple(columns))


_YEAR = re.compile(r"((?:19|20)\d{2}年?度?)(?=[\u4e00-\u9fff])(.+)", re.DOTALL)


def _year_apart(parts: list[str], placer: Placer) -> list[str]:
    """2019年破坏面积 is 破坏面积 of the group 2019年, where it is no head of its own."""
    found = _YEAR.fullmatch(parts[-1].strip())
    if found is None or placer.place(parts)[0] or not placer.place([found[2]])[0]:
        return parts
    return [*parts[:-1], found[1], found[2]]


def _columns_of(grid: Grid, first: int, last: int) -> list[int]:
    numbers: set[int] = set()
    for row in range(first, last + 1):
        numbers.update(grid.row(row))
    for merge in grid.merges:
        if first <= merge.top <= last and merge.right - merge.left < 60 and not grid.at(merge.top, merge.left).is_empty:
            numbers.update(range(merge.left, merge.right + 1))
    return sorted(numbers)


def _parts(grid: Grid, first: int, last: int, column: int) -> list[str]:
    """The texts over a column from the top row down, a merged text once, unmerged group heads carried right."""
    parts: list[str] = []
    seen: set[tuple[int, int]] = set()
    for row in range(first, last + 1):
        origin = grid.origin(row, column)
        if origin[0] < first:
            continue
        if origin in seen:
            continue
        cell = grid.at(*origin)
        if cell.is_empty and row < last and origin == (row, column) and not parts:
            carried = _carried(grid, row, last, column)
            if carried is not None:
                parts.append(carried)
            continue
        seen.add(origin)
        if not cell.is_empty:
            parts.append(cell.shown)
    return parts


def _carried(grid: Grid, row: int, last: int, column: int) -> str | None:
    """The group head to the left that a file without merges leaves blank over its further columns."""
    if not any(not grid.at(r, column).is_empty for r in range(row + 1, last + 1)):
        return None
    for left in range(column - 1, 0, -1):
        cell = grid.at(row, left)
        if not cell.is_empty:
            # A merged block says itself how far it reaches; a head with nothing below it is no group.
            if grid.block(row, left) is not None:
                return None
            below = any(not grid.at(r, left).is_empty for r in range(row + 1, last + 1))
            return cell.shown if below else None
        if grid.origin(row, left) != (row, left):
            return None
    return None


def _take_units(parts: list[str]) -> tuple[list[str], str]:
    """The parts without rows that are nothing but a unit, and the unit that stands nearest to the column."""
    unit = ""
    kept: list[str] = []
    for part in parts:
        found = unit_in(part)
        if found:
            unit = found
        bare = squeeze(part).strip("()[]")
        if kept and (
            bare in AREA_UNITS or bare in CAPACITY_UNITS or bare in MONEY_UNITS or bare in {"度", "°", "度分秒"}
        ):
            continue
        kept.append(part)
    return kept, unit


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _heading_from(grid: Grid, first: int) -> int:
    """The first of the rows with a single cell, a heading or title, that stand right above a later table."""
    row = first
    while row > 1 and first - row < 4 and len(grid.row(row - 1)) <= 1:
        row -= 1
    return row


def _with_above(grid: Grid, head: Head, start: int) -> Head:
    above: list[str] = []
    area_unit = capacity_unit = ""
    for row in grid.rows():
        if row < head.first and (start == 1 or row >= _heading_from(grid, head.first)):
            above.extend(cell.shown for cell in grid.row(row).values())
    # A units line may also stand below the table, among the notes.
    for row in grid.rows():
        cells = grid.row(row)
        if row < head.first or (row > head.last and len(cells) <= 2):
            for cell in cells.values():
                area, capacity = sheet_units(cell.shown)
                area_unit, capacity_unit = area_unit or area, capacity_unit or capacity
    texts = tuple(
        tuple((column, _flat(cell.shown)) for column, cell in sorted(grid.row(row).items()))
        for row in range(head.first, head.last + 1)
    )
    return Head(head.first, head.last, head.columns, tuple(above), area_unit, capacity_unit, texts)


def sheet_units(text: str) -> tuple[str, str]:
    """(area unit, capacity unit) of a units line such as 单位：公顷、万吨/年 or 面积：亩; "" for none or for two."""
    flat = squeeze(text)
    spots = re.findall(r"(?:单位|面积|规模|产能)[:为是](.*?)(?=单位|面积[:为是]|规模[:为是]|产能[:为是]|$)", flat)
    words = {normal_unit(word) for spot in spots for word in re.split(r"[:、,;。()\s]|面积|均?为|规模", spot)}
    words |= (
        {normal_unit(part) for word in words for part in word.split("/")} if not words & set(CAPACITY_UNITS) else set()
    )
    areas = {AREA_UNITS[word] for word in words if word in AREA_UNITS}
    capacities = {word for word in words if word in CAPACITY_UNITS}
    return (areas.pop() if len(areas) == 1 else "", capacities.pop() if len(capacities) == 1 else "")

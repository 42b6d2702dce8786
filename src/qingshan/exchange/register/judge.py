"""What can only be judged of whole rows and of all rows together: gaps, guesses, contradictions, repetitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns.site import SITE
from qingshan.rulebook.programme import RegisterRules
from qingshan.rulebook.projections import Fault, Said, position, said_in

from .codes import LICENCE_NONE, LICENCE_SOME
from .complaints import ComplaintBook
from .grid import address
from .result import Note
from .rows import Draft, SheetReader, spans
from .site_cells import FIELDS, METRES
from .synonyms import LONLAT
from .words import allowed, find_word

DEMANDED = tuple(f.key for f in SITE.fields if f.is_required("registered"))
MANY = 30
OWN_NUMBERS = ("licence_no", "source_no")
NORTHMOST = Decimal(75)  # no mine lies nearer to a pole
FAR = Decimal(1)  # degrees outside the bounds that are no slip of the border
CHINA = (Decimal(73), Decimal(3), Decimal(136), Decimal(54))
COAL = {"11001", "11006"}
STONE = ("83", "84", "64")


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with the sheet it came from."""

    sheet: SheetReader
    draft: Draft

    @property
    def where(self) -> str:
        """The row as a complaint about another row names it."""
        return f"文件“{self.sheet.grid.file}”工作表“{self.sheet.grid.sheet}”第 {self.draft.row} 行"

    @property
    def name_place(self) -> tuple[int, int] | None:
        column = self.sheet.layout.column("name")
        return (self.draft.row, column.number) if column else None

    def shown(self, key: str) -> str:
        """What stands in the cell of a field, though it was no value."""
        column = self.sheet.layout.column(key)
        grid = self.sheet.grid
        return grid.at(*grid.origin(self.draft.row, column.number)).shown if column else ""

    def cell(self, *keys: str) -> str:
        for key in keys:
            if key in self.draft.cells:
                return self.draft.cells[key]
            column = self.sheet.layout.column(key)
            if column is not None:
                return address(self.draft.row, column.number)
        first = min((c.number for c in self.sheet.layout.known), default=1)
        return address(self.draft.row, first)

    def blame(self, book: ComplaintBook, code: str, keys: Iterable[str], value: str = "", **params: Any) -> None:
        grid = self.sheet.grid
        book.add(code, grid.file, grid.sheet, self.cell(*keys), value, **params)


class Judge:
    def __init__(self, rules: RegisterRules, lists: Mapping[str, Mapping[str, str]], book: ComplaintBook) -> None:
        self._rules, self._lists, self._book = rules, lists, book
        self._guesses: list[tuple[Placed, str, tuple[str, ...], str, str]] = []

    def judge(self, placed: list[Placed]) -> None:
        """Completes and judges all rows, in order."""
        for row in placed:
            self._not_cancelled(row)
            self._licensed(row)
            self._defaults(row)
            self._category(row)
            self._coordinates(row)
            self._contradictions(row)
        self._number_unnamed(placed)
        self._columns_needed(placed)
        for row in placed:
            self._required(row)
        self._zeros(placed)
        self._repetitions(placed)
        self._tell_guesses()

    def _tell_guesses(self) -> None:
        """Each guess at its cell; more than a screenful of one kind on a sheet in one line."""
        kinds: dict[tuple[int, str, str], list[tuple[Placed, tuple[str, ...], str]]] = {}
        for row, code, keys, basis, name in self._guesses:
            kinds.setdefault((id(row.sheet), code, basis), []).append((row, keys, name))
        for (_, code, basis), guesses in kinds.items():
            if len(guesses) > MANY:
                first, keys, _ = guesses[0]
                rows = spans([row.draft.row for row, _, _ in guesses])
                first.blame(self._book, f"{code}_many", keys, count=len(guesses), rows=rows, basis=basis)
                continue
            for row, keys, name in guesses:
                row.blame(self._book, code, keys, basis=basis, name=name)

    def _not_cancelled(self, row: Placed) -> None:
        """A licence said to be not cancelled is valid or expired: by its end, or by what the mine does; else a guess."""
        if not row.draft.hints.get("not_cancelled"):
            return
        values = row.draft.values
        end = values.get("licence_to")
        if end is not None and end["precision"] in {"day", "month", "year"}:
            values["licence_state"] = "valid" if end["value"] > row.sheet.context.today.isoformat() else "expired"
            return
        if values.get("production_state") == "producing":
            values["licence_state"] = "valid"
        read = LISTS["licence_state"][values["licence_state"]]
        row.blame(self._book, "word_guessed", ("licence_state",), field="证件状态", word="未注销", read=read)

    def _licensed(self, row: Placed) -> None:
        """持证 from what the row says of its licence, when the file has no such column."""
        values, hints = row.draft.values, row.draft.hints
        if "is_licensed" in values or row.sheet.layout.column("is_licensed") is not None:
            return
        state = values.get("licence_state")
        if "licence_no" in row.draft.faulty:
            values["is_licensed"] = True  # there is a number, if a spoilt one; the reading is blocked anyway
        elif hints.get(LICENCE_SOME):
            self._guess_licensed(row, True, "“有证”字样")
        elif values.get("licence_no"):
            self._guess_licensed(row, True, "采矿许可证号")
        elif state == "never":
            self._guess_licensed(row, False, "证件状态")
        elif state:
            self._guess_licensed(row, True, "证件状态")
        elif hints.get(LICENCE_NONE) or "无证" in str(values.get("name", "")):
            self._guess_licensed(row, False, "“无证”字样")
        elif self._is_unlicensed_category(values.get("category")):
            self._guess_licensed(row, False, "档案类别")
        elif {"licence_from", "licence_to", "cancelled_on", "cancel_notice_no"} & set(values):
            self._guess_licensed(row, True, "许可证的日期")
        elif "is_licensed" not in self._rules.defaults and row.sheet.layout.column("licence_no") is not None:
            if values.get("owner"):
                row.blame(self._book, "licensed_unknown", ("licence_no",))
                row.draft.faulty.add("is_licensed")
            else:
                self._guess_licensed(row, False, "没有采矿权人和许可证号")

    def _is_unlicensed_category(self, code: Any) -> bool:
        return "无证" in self._lists.get("categories", {}).get(str(code), "")

    def _guess_licensed(self, row: Placed, value: bool, basis: str) -> None:
        row.draft.values["is_licensed"] = value
        row.draft.flags.append("licensed_guessed")
        said = "是" if value else "否"
        self._guesses.append((row, "licensed_guessed", ("licence_no", "licence_state", "name"), basis, said))

    def _defaults(self, row: Placed) -> None:
        for key, value in self._rules.defaults.items():
            if key not in row.draft.values and row.sheet.layout.column(key) is None:
                row.draft.values[key] = value

    def _category(self, row: Placed) -> None:
        """档案类别 from mineral and licence (附件1), when the file has none."""
        values = row.draft.values
        if "category" in values or row.sheet.layout.column("category") is not None:
            return
        if row.draft.faulty & {"minerals", "licence_state", "is_licensed"} and values.get("is_licensed") is not False:
            row.draft.faulty.add("category")  # what it would be guessed from has been complained of
            return
        items = self._lists.get("categories", {})
        minerals = [str(code) for code in values.get("minerals") or ()]
        word, basis = "", ""
        if values.get("is_licensed") is False:
            word, basis = "其他", "无证"
        elif minerals and set(minerals) & COAL:
            word, basis = "煤矿", "开采矿种"
        elif minerals and all(code.startswith(STONE) for code in minerals):
            word, basis = "砂石粘土", "开采矿种"
        elif values.get("production_state") == "closed":
            word, basis = "闭坑", "生产现状"
        found = find_word(word, "programme:categories", items) if word else None
        if found is None:
            return
        values["category"] = found.code
        row.draft.flags.append("category_guessed")
        self._guesses.append((row, "category_guessed", ("minerals", "licence_no", "name"), basis, items[found.code]))

    def _coordinates(self, row: Placed) -> None:
        values = row.draft.values
        if METRES in row.draft.hints:
            self._convert(row, row.draft.hints[METRES])
        longitude, latitude = values.get("longitude"), values.get("latitude")
        if longitude is None and latitude is None:
            return
        if longitude is None or latitude is None:
            if not row.draft.faulty & {"longitude", "latitude"}:
                there, missing = ("经度", "纬度") if latitude is None else ("纬度", "经度")
                row.blame(self._book, "coordinate_alone", ("longitude", "latitude"), there=there, missing=missing)
            return
        x, y = Decimal(longitude), Decimal(latitude)
        params = {"longitude": longitude, "latitude": latitude}
        shown = f"{longitude}，{latitude}"
        if row.draft.hints.get("axes_swapped") or self._is_swapped(x, y):
            row.blame(self._book, "coordinates_swapped", ("longitude", "latitude"), shown, **params)
        elif abs(y) > 90:
            row.blame(self._book, "coordinate_range", ("latitude",), latitude, field="纬度")
        elif self._rules.bounds and not inside(x, y, self._rules.bounds):
            code = "coordinates_outside" if inside(x, y, self._rules.bounds, FAR) else "coordinates_far"
            row.blame(self._book, code, ("longitude", "latitude"), shown, **params)

    def _convert(self, row: Placed, metres: Mapping[str, str]) -> None:
        """Plane coordinates to degrees, whichever of the two columns holds the northing; said with what was assumed."""
        keys = ("longitude", "latitude")
        if not all(key in metres for key in keys):
            key = next(k for k in keys if k in metres)
            code = "coordinate_mixed" if set(keys) & set(row.draft.values) else "coordinate_projected"
            row.blame(self._book, code, (key,), metres[key], field=FIELDS[key].name)
            row.draft.values.pop("longitude", None), row.draft.values.pop("latitude", None)
            row.draft.faulty.update(keys)
            return
        first, second = (float(metres[key]) for key in keys)
        said = said_in(" ".join([metres["head"], *row.sheet.head.above])).under(Said(home=row.sheet.context.home))
        found = position(first, second, said)
        shown = f"{metres['longitude']}，{metres['latitude']}"
        if isinstance(found, Fault):
            row.blame(self._book, found.code, (*keys, LONLAT), shown, field="坐标", **dict(found.params))
            row.draft.faulty.update(keys)
            return
        degrees = (f"{found.longitude:.8f}", f"{found.latitude:.8f}")
        row.draft.values |= dict(zip(keys, degrees, strict=True))
        for key in keys:
            row.draft.cells[key] = row.cell(key, LONLAT)
            row.draft.notes.append(Note(key, f"{metres[key]}（{found.system.name}）"))
        if found.system.is_approximate:
            row.draft.flags.append("position_approximate")
        assumed = "".join(f"；{words}" for words in found.assumed)
        params = {"longitude": degrees[0], "latitude": degrees[1], "system": found.system.name, "assumed": assumed}
        row.blame(self._book, "coordinate_converted", (*keys, LONLAT), shown, **params)

    def _is_swapped(self, x: Decimal, y: Decimal) -> bool:
        if self._rules.bounds:
            return not inside(x, y, self._rules.bounds, FAR) and inside(y, x, self._rules.bounds, FAR)
        if abs(y) > 90 and abs(x) <= NORTHMOST:
            return True
        return inside(y, x, CHINA) and not inside(x, y, CHINA)

    def _contradictions(self, row: Placed) -> None:
        values = row.draft.values
        if values.get("licence_no") and values.get("licence_state") == "never":
            text = "写有采矿许可证号，证件状态却是“从未取得”"
            row.blame(self._book, "contradiction", ("licence_state",), text=text)
        elif values.get("licence_no") and values.get("is_licensed") is False:
            row.blame(self._book, "contradiction", ("is_licensed",), text="写有采矿许可证号，“持证”却是“否”")
        for first, second in (
            ("licence_from", "licence_to"),
            ("cancel_applied_on", "cancelled_on"),
            ("opened_on", "closed_on"),
        ):
            one, two = values.get(first), values.get(second)
            if one and two and "day" == one["precision"] == two["precision"] and one["value"] > two["value"]:
                names = {"first": FIELDS[first].name, "second": FIELDS[second].name}
                row.blame(self._book, "dates_disordered", (first,), one["value"], **names)

    def _number_unnamed(self, placed: list[Placed]) -> None:
        taken = {row.draft.values["name"] for row in placed if "name" in row.draft.values}
        number = 0
        for row in placed:
            if "name" in row.draft.values or "name" in row.draft.faulty:
                continue
            if not self._rules.unnamed:
                row.blame(self._book, "nameless", ("name",))
                row.draft.faulty.add("name")
                continue
            number += 1
            while self._rules.unnamed.format(n=number) in taken:
                number += 1
            name = self._rules.unnamed.format(n=number)
            row.draft.values["name"] = name
            row.draft.flags.append("unnamed")
            self._guesses.append((row, "unnamed", ("name",), "", name))

    def _zeros(self, placed: list[Placed]) -> None:
        """Codes that are numbers in their sheet, and shorter than others of their column that begin with a nought."""
        for key in ("source_no", "owner_legacy_no"):
            sheets: dict[int, list[Placed]] = {}
            for row in placed:
                if str(row.draft.values.get(key, "")).isdigit():
                    sheets.setdefault(id(row.sheet), []).append(row)
            for rows in sheets.values():
                widths = {len(r.draft.values[key]) for r in rows if r.draft.values[key].startswith("0")}
                for row in rows:
                    code = row.draft.values[key]
                    is_short = len(widths) == 1 and len(code) < min(widths)
                    if is_short or (key == "owner_legacy_no" and len(code) in {12, 14}):
                        row.blame(self._book, "zeros_lost", (key,), code, field=FIELDS[key].name)

    def _columns_needed(self, placed: list[Placed]) -> None:
        """A demanded field without a column is one complaint a sheet, not one a row."""
        sheets: dict[int, list[Placed]] = {}
        for row in placed:
            sheets.setdefault(id(row.sheet), []).append(row)
        for rows in sheets.values():
            sheet = rows[0].sheet
            for key in self._demanded():
                lacking = [row for row in rows if key not in row.draft.values]
                if not lacking or sheet.layout.column(key) is not None:
                    continue
                if len(lacking) == len(rows):
                    self._book.add("column_needed", sheet.grid.file, sheet.grid.sheet, field=FIELDS[key].name)
                    for row in lacking:
                        row.draft.faulty.add(key)

    def _demanded(self) -> tuple[str, ...]:
        extra = [key for key in self._rules.required if key in FIELDS and key not in DEMANDED]
        return (*DEMANDED, *extra)

    def _required(self, row: Placed) -> None:
        for key in self._demanded():
            if key in row.draft.values or key in row.draft.faulty:
                continue
            if key == "street":
                row.blame(self._book, "street_missing", ("street",))
            elif key == "category" and row.sheet.layout.column("category") is None:
                words = allowed(self._lists.get("categories", {}))
                row.blame(self._book, "category_unknown", ("category", "name"), allowed=words)
            else:
                row.blame(self._book, "required", (key, "name"), row.shown(key), field=FIELDS[key].name)

    @staticmethod
    def _twin_code(row: Placed, other: Placed) -> str:
        """How two rows of one name and street are to be taken."""
        values, others = row.draft.values, other.draft.values
        if any(values.get(k) and others.get(k) and values[k] != others[k] for k in OWN_NUMBERS):
            return "duplicate_name"
        block = row.draft.hints.get("name_block")
        if block and row.sheet is other.sheet and block in {other.draft.hints.get("name_block"), other.name_place}:
            return "name_merged"
        return "duplicate_name" if tell_apart(values, others) else "duplicate_site"

    def _repetitions(self, placed: list[Placed]) -> None:
        licences: dict[str, Placed] = {}
        sites: dict[tuple[str, str], Placed] = {}
        sources: dict[str, Placed] = {}
        for row in placed:
            values = row.draft.values
            licence = str(values.get("licence_no", "")).upper()
            if licence and licence in licences:
                row.blame(self._book, "duplicate_licence", ("licence_no",), licence, other=licences[licence].where)
                continue
            licences.setdefault(licence, row)
            name = str(values.get("name", ""))
            key = (name, str(values.get("street", "")))
            if name and "unnamed" not in row.draft.flags and key in sites:
                other = sites[key]
                row.blame(self._book, self._twin_code(row, other), ("name",), name, other=other.where)
            sites.setdefault(key, row)
            source = str(values.get("source_no", ""))
            if source and source in sources:
                row.blame(self._book, "duplicate_source", ("source_no",), source, other=sources[source].where)
            sources.setdefault(source, row)


def tell_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether something that is a site's own differs: its licence, number, or position."""
    for key in OWN_NUMBERS:
        if one.get(key) and other.get(key) and one[key] != other[key]:
            return True
    if one.get("longitude") and other.get("longitude"):
        return bool((one["longitude"], one.get("latitude")) != (other["longitude"], other.get("latitude")))
    return False


def inside(x: Decimal, y: Decimal, bounds: tuple[Decimal, ...], margin: Decimal = Decimal(0)) -> bool:
    west, south, east, north = bounds
    return west - margin <= x <= east + margin and south - margin <= y <= north + margin

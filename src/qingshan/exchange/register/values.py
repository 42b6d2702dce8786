"""One cell read as one field: the JSON-safe payload value, what was only an approximation, and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns.base import Field
from qingshan.rulebook.projections import Said

from .codes import read_identifier
from .complaints import Problem
from .dates import find_partial
from .grid import BOOL, ERROR, FORMULA, NUMBER, TEXT, TIME, Cell, plain
from .numbers import number_of
from .parsed import NOTHING, Context, Parsed, bad
from .polygons import read_polygon
from .tidy import clean, clean_long, flat, is_no_value, is_nothing, is_unknown
from .units import ALLOWED_AREA, AREA_UNITS, CAPACITY_UNITS, MONEY_UNITS, SQUARE_METRES, normal_unit
from .words import Word, allowed, find_word, find_words, meant_by_all, nearest, read_bool, split_list

CENT = Decimal("0.01")
UNLIKELY_M2 = Decimal(200_000_000)
TEXT_LIMIT = {"long": 32_767, "name": 120, "owner": 120, "source_no": 80}
"""Signs that fit, by the type or the key of a field; of other texts 300."""
NAMES = {"name", "owner"}
_PRIVATE_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
EARLIEST = date(1900, 1, 1)
FIGURES = {"int", "decimal", "percent", "area", "money", "partial", "date", "time"}


def read_value(target: Field, cell: Cell, context: Context) -> Parsed:
    """A cell as a value of `target`; every fault is in `problems`, with the field's name already in it."""
    if cell.is_empty:
        return NOTHING
    if cell.kind == ERROR:
        return bad("error_cell")
    if cell.kind == FORMULA:
        return bad("formula_uncomputed")
    if cell.kind != NUMBER and is_nothing(cell.shown):
        return NOTHING
    if target.type not in {"text", "long"} and cell.kind == TEXT and is_unknown(cell.shown):
        return Parsed(as_read=clean(cell.shown))
    if target.type in FIGURES and cell.kind == TEXT and is_no_value(cell.shown):
        return Parsed(as_read=clean(cell.shown))
    if "\ufffd" in cell.shown or re.search(r"锟斤拷|烫烫|[ÃÂ][\x80-\xbf]", cell.shown):
        return _named(target, bad("replacement_character"))
    return _named(target, READERS[target.type](target, cell, context))


def _named(target: Field, parsed: Parsed) -> Parsed:
    if not parsed.problems:
        return parsed
    problems = tuple(Problem(p.code, {"field": target.name, **p.params}, p.blocking) for p in parsed.problems)
    return replace(parsed, problems=problems)


def holds_private_number(text: str) -> bool:
    """Whether an identity card or a mobile telephone stands in a name."""
    return _PRIVATE_NUMBER.search(text) is not None


def _text(target: Field, cell: Cell, context: Context) -> Parsed:
    text = clean_long(cell.shown) if target.type == "long" else clean(cell.shown)
    limit = TEXT_LIMIT.get(target.key) or TEXT_LIMIT.get(target.type, 300)
    problems: tuple[Problem, ...] = ()
    if target.key in NAMES and holds_private_number(text):
        problems = (Problem("number_in_name"),)
    elif len(text) > limit:
        problems = (Problem("text_long", {"length": len(text), "limit": limit}),)
    return Parsed(text or None, problems=problems)


def _no_number(found: tuple[str, str] | None) -> Parsed:
    return bad("not_a_number") if found is None else bad("number_range", low=found[0])


def _decimal(target: Field, cell: Cell, context: Context) -> Parsed:
    found = number_of(cell)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, unit, approximate = found
    if unit.startswith(("万", "亿")) and len(unit) == 1:
        number, unit = number * (10000 if unit == "万" else 100000000), ""
    if unit and normal_unit(unit) not in _units_of(target):
        return bad("unit_unknown", unit=unit, allowed=target.unit or "不写单位")
    if number < 0:
        return bad("number_negative")
    return Parsed(plain(number), clean(cell.shown) if approximate else "")


def _units_of(target: Field) -> set[str]:
    same = {
        "m": {"m", "米"},
        "m³": {"m3", "立方米", "方", "立方"},
        "°": {"°", "度"},
        "个": {"个", "处", "座"},
        "条": {"条", "处"},
        "件": {"件", "份"},
    }
    return same.get(target.unit, {target.unit.lower()} if target.unit else {"分", "个", "页", "份", "年"})


def _int(target: Field, cell: Cell, context: Context) -> Parsed:
    parsed = _decimal(target, cell, context)
    if parsed.value is None:
        return parsed
    number = Decimal(parsed.value)
    if number != number.to_integral_value():
        return bad("not_whole")
    return replace(parsed, value=int(number))


def _percent(target: Field, cell: Cell, context: Context) -> Parsed:
    """Per cent as a decimal string: 50% and 50 are both 50; a fraction counts only when the format says so."""
    if cell.kind == NUMBER:
        scale = 100 if cell.number_format.rstrip().endswith("%") else 1
        return Parsed(plain(cell.value * scale))
    found = number_of(cell)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, unit, approximate = found
    if unit not in {"", "%", "％"}:
        return bad("unit_unknown", unit=unit, allowed="%")
    return Parsed(plain(number), clean(cell.shown) if approximate else "")


_AREAS = re.compile(r"(\d[\d,]*(?:\.\d+)?)([^\d,.()/\n约合即]*)")


def _areas_in(cell: Cell, context: Context) -> Parsed | None:
    """`120亩（8公顷）` says one area twice: read when the figures agree within 2 %, refused when not; None for one figure."""
    text = unicodedata.normalize("NFKC", clean(cell.shown)).replace(" ", "")
    if not re.search(r"\d[^()/\n]*[(/\n][^()/\n]*\d", text):
        return None
    outside = AREA_UNITS.get(context.unit, "") or context.sheet_unit
    squares = []
    for figure, written in _AREAS.findall(text):
        unit = AREA_UNITS.get(normal_unit(written), "") if written else outside
        if unit not in SQUARE_METRES:
            return bad("area_pair")
        squares.append(Decimal(figure.replace(",", "")) * SQUARE_METRES[unit])
    if not squares or not min(squares) or max(squares) / min(squares) > Decimal("1.02"):
        return bad("area_pair")
    # They agree: the first is what was written, the other its conversion.
    return Parsed(plain(squares[0].quantize(CENT, ROUND_HALF_UP)), clean(cell.shown))


def _area(target: Field, cell: Cell, context: Context) -> Parsed:
    """Square metres as a decimal string; what was given in another unit keeps its wording."""
    several = _areas_in(cell, context)
    if several is not None:
        return several
    found = number_of(cell)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, written, approximate = found
    inside = AREA_UNITS.get(normal_unit(written), "") if written else ""
    if written and not inside:
        if written in {"万", "亿"}:
            number *= 10000 if written == "万" else 100000000
        else:
            return bad("unit_unknown", unit=written, allowed=ALLOWED_AREA)
    outside = AREA_UNITS.get(context.unit, context.unit if context.unit in SQUARE_METRES else "") or context.sheet_unit
    unit = inside or outside
    if number < 0:
        return bad("number_negative")
    if not unit:
        if number == 0:
            return Parsed("0")
        return bad("area_no_unit")
    square = (number * SQUARE_METRES[unit]).quantize(CENT, ROUND_HALF_UP)
    problems: list[Problem] = []
    head_unit = AREA_UNITS.get(context.unit, "")
    if inside and head_unit and inside != head_unit:
        there = f"{plain((square / SQUARE_METRES[head_unit]).quantize(Decimal('0.0001')))}{head_unit}"
        params = {"inside": inside, "outside": head_unit, "figure": f"{clean(cell.shown)}＝{there}"}
        problems.append(Problem("area_two_units", params))
    if square > UNLIKELY_M2:
        problems.append(Problem("area_unlikely", {"km2": plain((square / 1000000).quantize(Decimal("0.1")))}))
    kept = clean(cell.shown)
    as_read = "" if unit == "平方米" and not approximate else kept if inside else f"{kept}{unit}"
    return Parsed(plain(square), as_read, tuple(problems))


def _money(target: Field, cell: Cell, context: Context) -> Parsed:
    """Whole 分; without a unit the figure is in 万元, as the field's forms are."""
    found = number_of(cell)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, written, approximate = found
    unit = normal_unit(written or context.unit or "万元")
    if unit not in MONEY_UNITS:
        return bad("unit_unknown", unit=written or context.unit, allowed="元、万元、亿元")
    if number < 0:
        return bad("number_negative")
    cents = (number * MONEY_UNITS[unit]).quantize(Decimal(1), ROUND_HALF_UP)
    return Parsed(int(cents), clean(cell.shown) if approximate else "")


def _bool(target: Field, cell: Cell, context: Context) -> Parsed:
    if cell.kind == BOOL:
        return Parsed(cell.value)
    found = read_bool(cell.shown)
    return bad("bool_unknown") if found is None else Parsed(found)


def _enum(target: Field, cell: Cell, context: Context) -> Parsed:
    items = context.items(target.list)
    raw = clean(cell.shown)
    found = find_word(raw, target.list, items)
    if found is None or found.how == "part":
        meant = meant_by_all(cell.shown, target.list, items)
        if len(meant) > 1:
            return bad("word_several", words="、".join(items[code] for code in meant), allowed=allowed(items))
        found = found or (Word(meant[0], "part") if meant else None)
    if found is None and raw in {"无", "没有"}:
        return NOTHING
    if found is None:
        return bad("word_unknown", word=raw, nearest=nearest(raw, items), allowed=allowed(items))
    if found.how == "exact":
        return Parsed(found.code)
    guess = Problem("word_guessed", {"word": raw, "read": items[found.code]})
    return Parsed(found.code, raw, (guess,) if found.how == "part" else ())


def _multi(target: Field, cell: Cell, context: Context) -> Parsed:
    items = context.items(target.list)
    if not target.list:
        return Parsed([clean(word) for word in split_list(cell.shown)] or None)
    codes: list[str] = []
    problems: list[Problem] = []
    guessed = False
    for word, found in find_words(cell.shown, target.list, items):
        if found is None:
            near, words = nearest(word, items), allowed(items)
            problems.append(Problem("word_unknown", {"word": word, "nearest": near, "allowed": words}))
            continue
        guessed = guessed or found.how != "exact"
        if found.how == "part":
            problems.append(Problem("word_guessed", {"word": word, "read": items[found.code]}))
        if found.code not in codes:
            codes.append(found.code)
    return Parsed(codes or None, clean(cell.shown) if guessed else "", tuple(problems))


OPEN_ENDED = {"licence_to"}
_ENDLESS = re.compile(r"(?:至|到|-|~|—)(?:今|现在|长期|永久)(?:有效)?$")
"""自2010年5月至今: the day that stands there is where a term begins, and it has no end."""


def _partial(target: Field, cell: Cell, context: Context) -> Parsed:
    found = find_partial(cell, context.day_zero)
    if found is None:
        return bad("date_unknown")
    if isinstance(found, Problem):
        return Parsed(problems=(found,))
    problems = [found.problem] if found.problem else []
    start = found.value.replace(month=1, day=1) if found.precision in {"year", "about"} else found.value
    if found.precision == "month":
        start = found.value.replace(day=1)
    if start > context.today and target.key not in context.may_lie_ahead:
        problems.append(Problem("date_future", {"day": found.text or found.value.isoformat()}))
    if found.value < EARLIEST:
        problems.append(Problem("date_ancient", {"day": found.text or found.value.isoformat()}))
    if target.key in OPEN_ENDED and _ENDLESS.search(flat(cell.shown)):
        return Parsed(as_read=clean(cell.shown))
    approximate = found.precision in {"before", "after", "about"} or (found.problem is not None)
    return Parsed(found.payload(), found.text if approximate else "", tuple(problems))


def _date(target: Field, cell: Cell, context: Context) -> Parsed:
    found = find_partial(cell, context.day_zero)
    if found is None:
        return bad("date_unknown")
    if isinstance(found, Problem):
        return Parsed(problems=(found,))
    if found.precision != "day":
        return bad("date_needed_whole")
    return Parsed(found.value.isoformat(), problems=(found.problem,) if found.problem else ())


def _time(target: Field, cell: Cell, context: Context) -> Parsed:
    if cell.kind == TIME:
        return Parsed(cell.value.isoformat())
    if cell.kind == NUMBER and 0 <= cell.value < 1:
        seconds = int((cell.value * 86400).quantize(Decimal(1), ROUND_HALF_UP))
        return Parsed(f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}")
    match = re.fullmatch(
        r"(上午|下午|晚上|早上)?(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})?秒?)?分?", flat(cell.shown)
    )
    if not match:
        return bad("time_unknown")
    hour, minute, second = (int(match.group(i) or 0) for i in (2, 3, 4))
    if match.group(1) in {"下午", "晚上"} and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return bad("time_unknown")
    return Parsed(f"{hour:02d}:{minute:02d}:{second:02d}")


def _rows(target: Field, cell: Cell, context: Context) -> Parsed:
    return NOTHING


def _geometry(target: Field, cell: Cell, context: Context) -> Parsed:
    return read_polygon(cell.shown, Said(home=context.home))


def read_capacity(cell: Cell, context: Context) -> Parsed:
    """生产规模 with its unit from the cell or head; a word such as 小型 there is the scale."""
    scale = find_word(clean(cell.shown), "lists:scale", LISTS["scale"]) if cell.kind != NUMBER else None
    if scale is not None and scale.how != "part":
        return Parsed(more={"scale": scale.code})
    found = number_of(cell)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, written, approximate = found
    if number < 0:
        return bad("number_negative")
    if written and re.search(r"[/每](日|天|月|d|班)", written):
        return bad("capacity_period", unit=written)
    known = _capacity_unit(written) or (
        _capacity_unit(context.unit or context.sheet_capacity, number_unit=written)
        if not written or written == "万"
        else None
    )
    if known is None:
        if written and written != "万":
            return bad("unit_unknown", unit=written, allowed="万吨/年、万立方米/年")
        return Parsed(plain(number * (10000 if written == "万" else 1)), clean(cell.shown))
    code, factor = known
    exact = factor == 1 and not approximate
    return Parsed(plain(number * factor), "" if exact else clean(cell.shown), more={"capacity_unit": code})


def _capacity_unit(text: str, number_unit: str = "") -> tuple[str, Decimal] | None:
    if not text:
        return None
    code_factor = CAPACITY_UNITS.get(normal_unit(text).replace("原煤", "").replace("矿石", ""))
    if code_factor is None:
        return None
    code, factor = code_factor
    return (code, factor * 10000) if number_unit == "万" and factor != 1 else (code, factor)


READERS: dict[str, Callable[[Field, Cell, Context], Parsed]] = {
    "text": _text,
    "long": _text,
    "decimal": _decimal,
    "int": _int,
    "percent": _percent,
    "area": _area,
    "money": _money,
    "bool": _bool,
    "enum": _enum,
    "multi": _multi,
    "partial": _partial,
    "date": _date,
    "time": _time,
    "url": _text,
    "uscc": read_identifier,
    "licence": read_identifier,
    "rows": _rows,
    "geometry": _geometry,
}

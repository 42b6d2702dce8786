"""One cell read as one field: the JSON-safe payload value, what was only an approximation, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from importlib import import_module
from typing import Any

from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns.base import Field

from .complaints import Problem
from .dates import Partial, read_partial
from .grid import BOOL, DATE, ERROR, FORMULA, NUMBER, TIME, Cell, plain
from .tidy import clean, clean_long, flat, is_nothing, is_unknown
from .units import ALLOWED_AREA, AREA_UNITS, CAPACITY_UNITS, MONEY_UNITS, SQUARE_METRES, normal_unit
from .words import allowed, find_word, nearest, read_bool, split_words

CENT = Decimal("0.01")
UNLIKELY_M2 = Decimal(200_000_000)
TEXT_LIMIT = {"text": 500, "long": 20000}
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs beside the cell. `unit` is that of the head or sheet; `today` bounds dates of the past."""

    programme_lists: Mapping[str, Mapping[str, str]]
    today: date
    unit: str = ""
    sheet_unit: str = ""
    is_typed: bool = True
    may_lie_ahead: frozenset[str] = frozenset()
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: LISTS)

    def items(self, name: str) -> Mapping[str, str]:
        """The code list of a field: `lists:x` of the domain, `programme:x` of the notice."""
        kind, _, code = name.partition(":")
        return self.lists.get(code, {}) if kind == "lists" else self.programme_lists.get(code, {})

    def under(self, unit: str) -> Context:
        return replace(self, unit=unit)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`value` None means the cell says nothing. `as_read` is the original text of what was read as an approximation.

    `more` holds values the same cell gives to other fields.
    """

    value: Any = None
    as_read: str = ""
    problems: tuple[Problem, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Parsed()


def bad(code: str, **params: Any) -> Parsed:
    return Parsed(problems=(Problem(code, params),))


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
    if target.type not in {"text", "long"} and cell.kind == "text" and is_unknown(cell.shown):
        return Parsed(as_read=clean(cell.shown))
    if "\ufffd" in cell.shown or re.search(r"锟斤拷|烫烫|[ÃÂ][\x80-\xbf]", cell.shown):
        return _named(target, bad("replacement_character"))
    return _named(target, READERS[target.type](target, cell, context))


def _named(target: Field, parsed: Parsed) -> Parsed:
    problems = tuple(Problem(p.code, {"field": target.name, **p.params}, p.blocking) for p in parsed.problems)
    return replace(parsed, problems=problems)


def _text(target: Field, cell: Cell, context: Context) -> Parsed:
    text = clean_long(cell.shown) if target.type == "long" else clean(cell.shown)
    limit = TEXT_LIMIT.get(target.type, 500)
    problems: tuple[Problem, ...] = ()
    if len(text) > limit:
        problems = (Problem("text_long", {"length": len(text), "limit": limit}),)
    return Parsed(text or None, problems=problems)


_APPROXIMATE = re.compile(r"^(大约|大概|约为|约|近|大致|估计|≈|~|～)|(左右|上下|许|多|余)$")
_RANGE = re.compile(r"^(\d[\d.,]*)(?:-|~|～|至|—|–|到)(\d[\d.,]*)$")


def split_number(text: str) -> tuple[Decimal, str, bool] | tuple[str, str] | None:
    """(number, unit after it, approximate) of a text such as 约1,250.5亩; (low, high) texts of a range; None if neither.

    A 万 or 亿 directly after the digits multiplies and belongs to the number unless a unit of its own begins with it.
    """
    shape = flat(text).replace(",", "").replace("，", "")
    approximate = bool(_APPROXIMATE.search(shape))
    shape = _APPROXIMATE.sub("", _APPROXIMATE.sub("", shape))
    match = re.fullmatch(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(.*)", shape)
    if not match:
        return None
    spread = re.match(r"(\d+(?:\.\d+)?)[^\d.]{0,4}?(?:-|~|—|–|至|到)(\d+(?:\.\d+)?)", shape)
    if spread:
        return spread.group(1), spread.group(2)
    try:
        number = Decimal(match.group(1))
    except InvalidOperation:
        return None
    unit = match.group(2)
    if unit.startswith(".") or re.search(r"\d", normal_unit(unit).replace("m2", "").replace("m3", "")):
        return None
    inner = _APPROXIMATE.sub("", unit) if unit else ""
    if inner != unit:
        approximate, unit = True, inner
    more = re.match(r"^[余多](.+)$", unit)
    if more:
        approximate, unit = True, more.group(1)
    return number, unit, approximate


def _number(cell: Cell) -> tuple[Decimal, str, bool] | tuple[str, str] | None:
    if cell.kind == NUMBER:
        return cell.value, "", False
    if cell.kind in {DATE, BOOL, TIME}:
        return None
    return split_number(cell.shown)


def _no_number(found: tuple[str, str] | None) -> Parsed:
    return bad("not_a_number") if found is None else bad("number_range", low=found[0])


def _decimal(target: Field, cell: Cell, context: Context) -> Parsed:
    found = _number(cell)
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
    found = split_number(cell.shown)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, unit, approximate = found
    if unit not in {"", "%", "％"}:
        return bad("unit_unknown", unit=unit, allowed="%")
    return Parsed(plain(number), clean(cell.shown) if approximate else "")


def _area(target: Field, cell: Cell, context: Context) -> Parsed:
    """Square metres as a decimal string; what was given in another unit keeps its wording."""
    found = _number(cell)
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
        problems.append(Problem("area_two_units", {"inside": inside, "outside": head_unit}))
    if square > UNLIKELY_M2:
        problems.append(Problem("area_unlikely", {"km2": plain((square / 1000000).quantize(Decimal("0.1")))}))
    kept = clean(cell.shown)
    as_read = "" if unit == "平方米" and not approximate else kept if inside else f"{kept}{unit}"
    return Parsed(plain(square), as_read, tuple(problems))


def _money(target: Field, cell: Cell, context: Context) -> Parsed:
    """Whole 分; without a unit the figure is in 万元, as the field's forms are."""
    found = _number(cell)
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
    if found is None:
        return bad("word_unknown", word=raw, nearest=nearest(raw, items), allowed=allowed(items))
    if found.how == "exact":
        return Parsed(found.code)
    guess = Problem("word_guessed", {"word": raw, "read": items[found.code]})
    return Parsed(found.code, raw, (guess,) if found.how == "part" else ())


def _multi(target: Field, cell: Cell, context: Context) -> Parsed:
    items = context.items(target.list)
    if not target.list:
        return Parsed([clean(word) for word in split_words(cell.shown)] or None)
    whole = find_word(clean(cell.shown), target.list, items)
    if whole is not None and whole.how != "part":
        return Parsed([whole.code], clean(cell.shown) if whole.how == "synonym" else "")
    codes: list[str] = []
    problems: list[Problem] = []
    guessed = False
    for word in map(clean, split_words(cell.shown)):
        if is_nothing(word) or word == "无":
            continue
        found = find_word(word, target.list, items)
        if found is None:
            problems.append(
                Problem("word_unknown", {"word": word, "nearest": nearest(word, items), "allowed": allowed(items)})
            )
            continue
        guessed = guessed or found.how != "exact"
        if found.how == "part":
            problems.append(Problem("word_guessed", {"word": word, "read": items[found.code]}))
        if found.code not in codes:
            codes.append(found.code)
    return Parsed(codes or None, clean(cell.shown) if guessed else "", tuple(problems))


def _partial(target: Field, cell: Cell, context: Context) -> Parsed:
    found = read_partial(cell, is_typed=context.is_typed)
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
    approximate = found.precision in {"before", "after", "about"} or (found.problem is not None)
    return Parsed(found.payload(), found.text if approximate else "", tuple(problems))


def _date(target: Field, cell: Cell, context: Context) -> Parsed:
    found = read_partial(cell, is_typed=context.is_typed)
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


def read_capacity(cell: Cell, context: Context) -> Parsed:
    """生产规模 with its unit from the cell or head; a word such as 小型 there is the scale."""
    scale = find_word(clean(cell.shown), "lists:scale", LISTS["scale"]) if cell.kind != NUMBER else None
    if scale is not None and scale.how != "part":
        return Parsed(more={"scale": scale.code})
    found = _number(cell)
    if found is None or len(found) == 2:
        return _no_number(found)
    number, written, approximate = found
    if number < 0:
        return bad("number_negative")
    if written and re.search(r"[/每](日|天|月|d|班)", written):
        return bad("capacity_period", unit=written)
    known = _capacity_unit(written) or (
        _capacity_unit(context.unit, number_unit=written) if not written or written == "万" else None
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


_EXPONENT = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d{1,2}$")


def read_number_text(cell: Cell, digits_kept: int = 15) -> Parsed:
    """A code (licence, credit code, registration) as text; figures that a spreadsheet has rounded are refused."""
    if cell.kind == NUMBER:
        value: Decimal = cell.value
        if value != value.to_integral_value():
            return Parsed(clean(cell.shown))
        text = cell.shown if cell.shown.isdigit() else plain(value)
        if len(text) > digits_kept:
            return bad("digits_lost")
        return Parsed(text)
    text = flat(cell.shown).strip("'’‘`").upper()
    if _EXPONENT.match(text):
        mantissa, _, exponent = text.partition("E")
        digits = len(mantissa.replace(".", ""))
        if int(exponent.lstrip("+")) >= digits:
            return bad("digits_lost")
        return Parsed(plain(Decimal(text)))
    if re.fullmatch(r"\d+\.0+", text):
        text = text.split(".")[0]
        if len(text) > digits_kept:
            return bad("digits_lost")
    return Parsed(text)


def _identifier(target: Field, cell: Cell, context: Context) -> Parsed:
    parsed = read_number_text(cell)
    if parsed.value is None:
        return parsed
    text = parsed.value
    if target.type == "licence" and text in {"无", "无证", "没有", "未办理", "无许可证", "无采矿证", "未办", "否"}:
        return Parsed(more={"_licence_none": True})
    if target.type == "uscc" and text in {"无", "没有", "否", "未办理"}:
        return NOTHING
    finding = _check(target.type, text)
    if finding is None:
        return Parsed(text)
    problem = Problem("identifier", {"message": finding.message.rstrip("。")}, finding.level == "block")
    return Parsed(text, problems=(problem,))


def _check(kind: str, text: str) -> Any:
    try:
        identifiers = import_module("qingshan.rulebook.identifiers")
    except ImportError:
        return None
    return identifiers.check_uscc(text) if kind == "uscc" else identifiers.check_licence(text)


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
    "uscc": _identifier,
    "licence": _identifier,
    "rows": _rows,
}


__all__ = ["NOTHING", "Context", "Parsed", "Partial", "bad", "read_capacity", "read_number_text", "read_value"]

"""Dates as they stand in registers: whole ones, months, years, before, after, about; never more exact than written."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .complaints import Problem
from .grid import DATE, NUMBER, SPREADSHEET_ZERO, TEXT, Cell
from .tidy import clean, flat

MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
SERIAL_FIRST, SERIAL_LAST = 10000, 80000  # 1927-05-18 to 2119-01-11 in Excel's 1900 system
TEXT_SERIAL_FIRST, TEXT_SERIAL_LAST = 20000, 60000  # 1954 to 2064: serials that a text file kept


@dataclass(frozen=True, slots=True)
class Partial:
    """A date with what is known of it. `value` is the last day of a year or month."""

    value: date
    precision: str  # day | month | year | before | after | about
    text: str = ""
    problem: Problem | None = None

    def payload(self) -> dict[str, str]:
        return {"value": self.value.isoformat(), "precision": self.precision, "text": self.text}


def find_partial(cell: Cell, day_zero: date = SPREADSHEET_ZERO) -> Partial | Problem | None:
    """As `read_partial`; a text with other words around one date gives that date, with a remark."""
    found = read_partial(cell, day_zero)
    if found is not None or cell.kind != TEXT:
        return found
    kept = clean(cell.shown)
    spots = _DATE.findall(kept)
    if len(spots) != 1:
        return None
    inner = read_text(spots[0])
    if not isinstance(inner, Partial) or re.search(r"\d", kept.replace(spots[0], "")):
        return None
    return Partial(inner.value, inner.precision, kept, inner.problem or Problem("date_in_words", {"day": spots[0]}))


_DATE = re.compile(
    r"(?:约|大约)?(?:\d{4}年\d{1,2}月\d{1,2}[日号]|\d{4}年\d{1,2}月份?|\d{4}年代?|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{4}[-./]\d{1,2})"
    r"(?:之前|以前|之后|以后|左右|前后|底|初)?"
)


def read_partial(cell: Cell, day_zero: date = SPREADSHEET_ZERO) -> Partial | Problem | None:
    """The date of a cell; None when it is not one, a Problem when it is one that cannot be.

    `day_zero` is the day of serial 0 in the cell's workbook.
    """
    if cell.kind == DATE:
        return _from_date(cell)
    if cell.kind == NUMBER:
        return _from_number(cell, day_zero)
    return read_text(cell.shown)


def _from_date(cell: Cell) -> Partial:
    """A real date cell is as exact as its format shows."""
    day: date = cell.value
    code = re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\\.", "", cell.number_format).lower().split(";")[0]
    letters = re.sub(r"[^ymdhs]", "", code)
    if letters and "d" not in letters and "y" in letters and "h" not in letters:
        if "m" in letters:
            return month(day.year, day.month, f"{day.year}年{day.month}月")
        return year(day.year, f"{day.year}年")
    return Partial(day, "day", day.isoformat())


def _from_number(cell: Cell, day_zero: date) -> Partial | Problem | None:
    value: Decimal = cell.value
    text = cell.shown
    if value == value.to_integral_value():
        whole = int(value)
        if 1900 <= whole <= 2100:
            return year(whole, text)
        if SERIAL_FIRST <= whole <= SERIAL_LAST:
            day = day_zero + timedelta(days=whole)
            return Partial(day, "day", day.isoformat())
        return read_text(str(whole))
    if 1900 <= value < 2101:
        return _decimal_month(cell)
    if SERIAL_FIRST <= value <= SERIAL_LAST:  # a date with a clock time
        day = day_zero + timedelta(days=int(value))
        return Partial(day, "day", day.isoformat())
    return None


def _decimal_month(cell: Cell) -> Partial | Problem | None:
    """2016.11 typed as a number. 2016.1 was January or, its nought lost, October; only a two-digit format tells."""
    text = format(cell.value, "f")
    whole, _, part = text.partition(".")
    part = part.rstrip("0") or "0"
    if len(part) > 2:
        return None
    if part == "1":
        if re.search(r"0\.00", cell.number_format):
            return month(int(whole), 10, f"{whole}.10")
        problem = Problem("date_october", {"year": whole})
        return Partial(date(int(whole), 12, 31), "year", text, problem)
    number = int(part)
    if not 1 <= number <= 12:
        return Problem("date_impossible", {})
    return month(int(whole), number, text)


def year(number: int, text: str, precision: str = "year") -> Partial:
    return Partial(date(number, 12, 31), precision, text)


def month(number: int, of: int, text: str, precision: str = "month") -> Partial:
    return Partial(date(number, of, calendar.monthrange(number, of)[1]), precision, text)


_CLOCK = re.compile(r"[\sTt]+(?:上午|下午)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?Z?$")
_CLOCK_AFTER_DAY = re.compile(r"(?<=[日号])(?:上午|下午)?\d{1,2}[:时点].*$")
_BEFORE = re.compile(r"(之前|以前|前|及以前|年前)$")
_AFTER = re.compile(r"(之后|以后|后|起|以来)$")
_ABOUT = re.compile(r"^(大约|大概|约|大致|估计|可能|疑似|据称|据说)|(左右|前后|许|上下|约)$")


def as_written(raw: str) -> str:
    """The original wording, only its blanks tidied: widths of digits are part of what was written."""
    return " ".join(raw.split())


def read_text(raw: str) -> Partial | Problem | None:
    """The date in a text, with its original wording."""
    kept = as_written(raw)
    text = flat(_CLOCK.sub("", raw.strip())).strip("。,;；，()（）'’")
    precision = ""
    if _ABOUT.search(text):
        text, precision = _ABOUT.sub("", _ABOUT.sub("", text)), "about"
    elif _BEFORE.search(text):
        text, precision = _BEFORE.sub("", text), "before"
    elif _AFTER.search(text):
        text, precision = _AFTER.sub("", text), "after"
    found = _decade(text, kept) or _season(text, kept) or _spelled(text, kept)
    if found is None or isinstance(found, Problem):
        return found
    if not precision:
        return found
    if precision == "before":
        # "Before 1988" ends where 1988 begins.
        first = _first_day(found)
        return Partial(first, "before", kept, found.problem)
    return Partial(found.value, precision, kept, found.problem)


def _first_day(found: Partial) -> date:
    if found.precision == "month":
        return found.value.replace(day=1)
    if found.precision in {"year", "about"}:
        return found.value.replace(month=1, day=1)
    return found.value


def _decade(text: str, kept: str) -> Partial | None:
    match = re.fullmatch(
        r"(?:(\d{2})世纪|上世纪|二十世纪|(\d{2}))?(\d0)年代([初中末前后]期?)?", text.translate(CHINESE_DIGITS)
    )
    if not match:
        match = re.fullmatch(r"()(\d{2})(\d0)年代([初中末前后]期?)?", text)
    if not match:
        words = {
            "五十": "50",
            "六十": "60",
            "七十": "70",
            "八十": "80",
            "九十": "90",
            "二十": "20",
            "三十": "30",
            "四十": "40",
        }
        for word, digits in words.items():
            if word + "年代" in text:
                return _decade(text.replace(word + "年代", digits + "年代"), kept)
        return None
    century = (
        (int(match.group(1)) - 1) * 100 if match.group(1) else int(match.group(2)) * 100 if match.group(2) else 1900
    )
    if "世纪" not in text and not match.group(2) and int(match.group(3)) <= 20:
        century = 2000
    first = century + int(match.group(3))
    part = (match.group(4) or "")[:1]
    last = first + {"初": 3, "前": 4, "中": 6}.get(part, 9)
    return Partial(date(last, 12, 31), "about", kept, Problem("date_decade", {"year": last}))


def _season(text: str, kept: str) -> Partial | None:
    match = re.fullmatch(
        r"(\d{4})年?(?:度)?(上半年|下半年|年初|年底|年末|初|底|末|春|夏|秋|冬|第?[一二三四1-4]季度)(?:季|天)?", text
    )
    if not match:
        return None
    number, word = int(match.group(1)), match.group(2)
    ends = {"上": 6, "初": 3, "春": 5, "夏": 8, "秋": 11, "一": 3, "二": 6, "三": 9, "1": 3, "2": 6, "3": 9}
    key = word.lstrip("第年")[:1]
    return month(number, ends.get(key, 12), kept, "about")


def _spelled(text: str, kept: str) -> Partial | Problem | None:
    text = _CLOCK_AFTER_DAY.sub("", text)
    if re.search(r"[一二三四五六七八九〇○零十]", text):
        text = _from_chinese(text)
    text = text.replace("年度", "年")
    for reader in (_year_first, _english, _year_last):
        found = reader(text, kept)
        if found is not None:
            return found
    return None


def _from_chinese(text: str) -> str:
    def whole(match: re.Match[str]) -> str:
        word = match.group(0)
        if "十" not in word:
            return word.translate(CHINESE_DIGITS)
        tens, _, units = word.partition("十")
        return f"{(tens.translate(CHINESE_DIGITS) or '1')}{(units.translate(CHINESE_DIGITS) or '0')}"

    return re.sub(r"[一二三四五六七八九〇○零十]+", whole, text)


def _whole(y: int, m: int, d: int, kept: str, problem: Problem | None = None) -> Partial | Problem:
    try:
        return Partial(date(y, m, d), "day", kept, problem)
    except ValueError:
        return Problem("date_impossible", {})


def _month_or_problem(y: int, m: int, kept: str, problem: Problem | None = None) -> Partial | Problem:
    if not 1 <= m <= 12 or not 1 <= y <= 9999:
        return Problem("date_impossible", {})
    found = month(y, m, kept)
    return Partial(found.value, "month", kept, problem)


def full_year(digits: str) -> tuple[int, Problem | None]:
    """A year of four digits, or of two with the century guessed: 30 to 99 are of the last century."""
    if len(digits) == 4:
        return int(digits), None
    number = int(digits)
    number += 1900 if number >= 30 else 2000
    return number, Problem("date_two_digit_year", {"year": number})


def _year_first(text: str, kept: str) -> Partial | Problem | None:
    match = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    if match:
        y, m, d = (int(g) for g in match.groups())
        return _whole(y, m, d, kept) if 1900 <= y <= 2100 else None
    match = re.fullmatch(r"(\d{4})(\d{2})", text)
    if match and 1900 <= int(match.group(1)) <= 2100:
        return _month_or_problem(int(match.group(1)), int(match.group(2)), kept)
    if re.fullmatch(r"\d{5}", text) and TEXT_SERIAL_FIRST <= int(text) <= TEXT_SERIAL_LAST:
        day = SPREADSHEET_ZERO + timedelta(days=int(text))
        return Partial(day, "day", day.isoformat())
    match = re.fullmatch(r"(\d{4}|\d{2})年?", text)
    if match and (len(match.group(1)) == 4 or text.endswith("年")):
        number, problem = full_year(match.group(1))
        return Partial(date(number, 12, 31), "year", kept, problem) if number >= 1000 else None
    mark = r"[.\-/、,_~—–。]"
    match = re.fullmatch(rf"(\d{{4}}|\d{{2}})(?:年{mark}?|{mark})(\d{{1,2}})(?:月份?|{mark})?", text)
    if match and (len(match.group(1)) == 4 or "年" in text or int(match.group(1)) > 31):
        number, problem = full_year(match.group(1))
        return _month_or_problem(number, int(match.group(2)), kept, problem)
    match = re.fullmatch(
        rf"(\d{{4}}|\d{{2}})(?:年{mark}?|{mark})(\d{{1,2}})(?:月{mark}?|{mark})(\d{{1,2}})[日号]?", text
    )
    if match and (len(match.group(1)) == 4 or "年" in text or int(match.group(1)) > 31):
        number, problem = full_year(match.group(1))
        return _whole(number, int(match.group(2)), int(match.group(3)), kept, problem)
    return None


def _english(text: str, kept: str) -> Partial | Problem | None:
    match = re.fullmatch(r"([A-Za-z]{3,9})\.?[-/,.]?(\d{2}|\d{4})", text)
    if match and match.group(1)[:3].lower() in MONTHS:
        number, problem = full_year(match.group(2))
        return _month_or_problem(number, MONTHS[match.group(1)[:3].lower()], kept, problem)
    match = re.fullmatch(r"(\d{2}|\d{4})[-/,.]?([A-Za-z]{3,9})", text)
    if match and match.group(2)[:3].lower() in MONTHS:
        number, problem = full_year(match.group(1))
        return _month_or_problem(number, MONTHS[match.group(2)[:3].lower()], kept, problem)
    match = re.fullmatch(r"(\d{1,2})[-/,.]?([A-Za-z]{3,9})[-/,.]?(\d{2}|\d{4})", text)
    if match and match.group(2)[:3].lower() in MONTHS:
        number, problem = full_year(match.group(3))
        return _whole(number, MONTHS[match.group(2)[:3].lower()], int(match.group(1)), kept, problem)
    match = re.fullmatch(r"([A-Za-z]{3,9})\.?(\d{1,2}),?(\d{4})", text)
    if match and match.group(1)[:3].lower() in MONTHS:
        return _whole(int(match.group(3)), MONTHS[match.group(1)[:3].lower()], int(match.group(2)), kept)
    return None


def _year_last(text: str, kept: str) -> Partial | Problem | None:
    match = re.fullmatch(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})", text)
    if match:
        first, second, number = (int(g) for g in match.groups())
        if first > 12:
            return _whole(number, second, first, kept)
        found = _whole(number, first, second, kept)
        if isinstance(found, Partial) and second <= 12 and first != second:
            return Partial(found.value, "day", kept, Problem("date_day_month", {"day": found.value.isoformat()}))
        return found
    match = re.fullmatch(r"(\d{1,2})[/\-.月](\d{4})年?", text)
    if match:
        return _month_or_problem(int(match.group(2)), int(match.group(1)), kept)
    return None


_SPLIT = re.compile(r"\s*(?:至|到|~|～|—+|–|－{1,2}|--+|―|一(?=\d{4}))\s*")


LONGEST_TERM = 50  # years; a licence's 97年 is a year of the last century
_DURATION = re.compile(r"约?(\d{1,2})(?:个?年|个月|周年)(?:期)?")


def is_duration(raw: str) -> bool:
    """Whether a text says how long a term is, not when it ends: 5年, 十年, 18个月."""
    found = _DURATION.fullmatch(_from_chinese(flat(raw)))
    return found is not None and int(found[1]) <= LONGEST_TERM


def read_term(raw: str) -> tuple[str, str] | None:
    """The two ends of a term such as 自2010年5月1日至2015年5月1日; an end may be empty. None when it is no term."""
    text = re.sub(r"^\s*自", "", clean(raw))
    parts = [p for p in _SPLIT.split(text) if p is not None]
    if len(parts) == 2 and all(not p or re.search(r"\d", p) or p in {"今", "长期"} for p in parts):
        return parts[0].strip(), {"今": "至今"}.get(parts[1].strip(), parts[1].strip())
    match = re.fullmatch(r"(\d{4}(?:[./年]\d{1,2}(?:[./月]\d{1,2}日?)?月?)?年?)-(\d{4}.*)", flat(text))
    if match:
        return match.group(1), match.group(2)
    return None

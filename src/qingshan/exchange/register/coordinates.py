"""Longitudes and latitudes as decimal strings, from decimals, degrees-minutes-seconds and pairs in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .complaints import Problem
from .grid import NUMBER, Cell
from .tidy import clean, flat

PLACES = Decimal("0.00000001")  # 1e-8 degree is about a millimetre
LIMITS = {"longitude": Decimal(180), "latitude": Decimal(90)}


@dataclass(frozen=True, slots=True)
class Angle:
    """`text` is a decimal in degrees; `converted` says it was written otherwise. `axis` is E or N when the cell says so."""

    text: str
    converted: bool = False
    axis: str = ""

    @property
    def value(self) -> Decimal:
        return Decimal(self.text)


@dataclass(frozen=True, slots=True)
class Metres:
    """A figure of a Gauss-Krüger projection; only with its other half it is a place."""

    text: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.text)


_MARKS = re.compile(r"[°º˚度d]|deg", re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?(?:[eE][+-]\d+)?")


def read_angle(cell: Cell, key: str) -> Angle | Metres | Problem | None:
    """The angle of a cell for `longitude` or `latitude`, or metres of a projection; None when it is neither, a Problem
    when it cannot be one."""
    if cell.kind == NUMBER:
        return _from_digits(format(cell.value, "f"), key)
    spaced = re.sub(r"(?<=\d)[ \u00a0\u3000]+(?=\d)", "-", clean(cell.shown))
    return _from_text(marks(spaced if spaced.count("-") == 2 else cell.shown), key)


def marks(text: str) -> str:
    """The text without blanks, its many signs for degree, minute and second made few."""
    text = re.sub("[º˚]", "°", text)  # before the widths are narrowed, which turns º into o
    return flat(text).translate(str.maketrans("‘’“”", "''\"\""))


def _from_text(text: str, key: str) -> Angle | Metres | Problem | None:
    axis = ""
    match = re.search(r"东经|西经|北纬|南纬|^[ewns]|[ewns]$", text, re.IGNORECASE)
    sign = ""
    if match:
        mark = match.group(0).lower()
        axis = "E" if mark in {"东经", "西经", "e", "w"} else "N"
        sign = "-" if mark in {"西经", "南纬", "w", "s"} else ""
        text = text[: match.start()] + text[match.end() :]
    text = re.sub(r"^(经度|纬度|经|纬|约|[xyblXYBL]=?)[:=]?", "", text).strip(":,;，；=")
    text = re.sub(r"(?<=\d)(米|m)$", "", text) if re.fullmatch(r"\d{6,}(\.\d+)?(米|m)", text) else text
    found = _parse(text, key)
    if isinstance(found, Angle):
        written = sign + found.text if sign and not found.text.startswith("-") else found.text
        return Angle(written, found.converted or bool(sign), axis)
    return found


def _parse(text: str, key: str) -> Angle | Metres | Problem | None:
    text = text.replace("，", ",")
    if _DECIMAL.fullmatch(text):
        return _from_digits(text, key)
    whole = re.fullmatch(r"([+-]?\d{1,3}(?:\.\d+)?)(?:°|º|˚|度|d)", text, re.IGNORECASE)
    if whole:
        return Angle(whole.group(1), True)
    if re.fullmatch(r"\d{1,3},\d{2,}", text):  # a decimal comma
        return _from_digits(text.replace(",", "."), key)
    dotted = re.fullmatch(r"(\d{2,3})\.(\d{1,2})\.(\d{1,2}(?:\.\d+)?)", text)
    if dotted:
        return _degrees("", *dotted.groups())
    parts = re.fullmatch(
        r"([+-]?)(\d{1,3})(?:°|º|˚|度|d|deg|[-:. ])"
        r"(\d{1,2}(?:\.\d+)?)(?:'|′|分|m|[-:.]|$)?"
        r"(?:(\d{1,2}(?:\.\d+)?)(?:\"|″|''|′′|秒|s)?)?",
        text,
        re.IGNORECASE,
    )
    if parts:
        sign, degrees, minutes, seconds = parts.groups()
        return _degrees(sign, degrees, minutes, seconds or "0")
    if re.fullmatch(r"[+-]?\d{4,}(?:\.\d+)?", text):
        return _from_digits(text, key)
    return None


def _from_digits(text: str, key: str) -> Angle | Metres | Problem | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if abs(value) <= 180:
        return Angle(format(value, "f") if "e" in text.lower() else text.lstrip("+"))
    # 873832.5 is 87 degrees, 38 minutes, 32.5 seconds; seven whole digits and more are metres of a projection.
    packed = re.fullmatch(r"(\d{2,3})(\d{2})(\d{2}(?:\.\d+)?)", text)
    if packed:
        degrees, minutes, seconds = packed.groups()
        if int(degrees) <= LIMITS[key] and int(minutes) < 60 and Decimal(seconds) < 60:
            return _degrees("", degrees, minutes, seconds)
    if value >= 100000:
        return Metres(format(value, "f"))
    return Problem("coordinate_range", {})


def _degrees(sign: str, degrees: str, minutes: str, seconds: str) -> Angle | Problem:
    if Decimal(minutes) >= 60 or Decimal(seconds) >= 60:
        return Problem("coordinate_sixty", {})
    value = Decimal(degrees) + Decimal(minutes) / 60 + Decimal(seconds) / 3600
    value = value.quantize(PLACES, ROUND_HALF_UP)
    text = format(value, "f").rstrip("0").rstrip(".")
    return Angle(sign.replace("+", "") + text, True)


def read_pair(text: str) -> tuple[Angle, Angle] | tuple[Metres, Metres] | Problem | None:
    """(longitude, latitude) of both in one cell, in either order when marks or sizes tell; metres as they stand; None
    when it is no pair."""
    shape = marks(text)
    if shape.startswith("(") and shape.endswith(")"):
        shape, text = shape[1:-1], text.strip("()（） ")
    for split in _splits(shape, text):
        first, second = (_from_text(part, "longitude") for part in split)
        if isinstance(first, Problem):
            return first
        if isinstance(second, Problem):
            return second
        if first is None or second is None:
            continue
        if isinstance(first, Metres) or isinstance(second, Metres):
            return (first, second) if isinstance(first, Metres) and isinstance(second, Metres) else None
        if first.axis == "N" or second.axis == "E" or (not first.axis and not second.axis and abs(second.value) > 90):
            first, second = second, first
        return first, second
    return None


def _splits(shape: str, raw: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for mark in (",", ";", "、", "/", "|"):
        parts = [p for p in shape.split(mark) if p]
        if len(parts) == 2:
            found.append((parts[0], parts[1]))
    match = re.fullmatch(r"((?:东经|[Ee]).+?)((?:北纬|[Nn]).+)", shape) or re.fullmatch(
        r"((?:北纬|[Nn]).+?)((?:东经|[Ee]).+)", shape
    )
    if match:
        found.append((match.group(1).strip(",;、"), match.group(2)))
    match = re.fullmatch(r"(.+?[EeNn])[,;、]?(.+[EeNn])", shape)
    if match:
        found.append((match.group(1), match.group(2)))
    blanks = [flat(p) for p in re.split(r"[\s　\u00a0]+", raw.strip()) if flat(p)]
    if len(blanks) == 2:
        found.append((blanks[0], blanks[1]))
    match = re.fullmatch(r"(\d{2,3}°.+?[\"″秒])(\d{2}°.+)", shape)
    if match:
        found.append((match.group(1), match.group(2)))
    return found

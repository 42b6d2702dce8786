"""Units as they are written, and what one of each is in the unit that is stored."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

AREA_UNITS: dict[str, str] = {
    "亩": "亩", "mu": "亩", "市亩": "亩",
    "公顷": "公顷", "ha": "公顷", "hm2": "公顷", "顷": "", "hectare": "公顷",
    "m2": "平方米", "平方米": "平方米", "平米": "平方米", "平方": "平方米", "㎡": "平方米", "m^2": "平方米", "m": "",
    "km2": "平方公里", "平方公里": "平方公里", "平方千米": "平方公里", "k㎡": "平方公里", "km^2": "平方公里",
    "万m2": "万平方米", "万平方米": "万平方米", "万平米": "万平方米", "万亩": "万亩", "万公顷": "万公顷", "万平方": "万平方米",
}  # fmt: skip
AREA_UNITS = {word: unit for word, unit in AREA_UNITS.items() if unit}
"""Written unit (after NFKC, lower case, without blanks) → its one name."""

SQUARE_METRES: dict[str, Decimal] = {
    "亩": Decimal(10000) / Decimal(15),
    "公顷": Decimal(10000),
    "平方米": Decimal(1),
    "平方公里": Decimal(1000000),
    "万平方米": Decimal(10000),
    "万亩": Decimal(100000000) / Decimal(15),
    "万公顷": Decimal(100000000),
}

CAPACITY_UNITS: dict[str, tuple[str, Decimal]] = {
    "万吨/年": ("wt", Decimal(1)), "万吨": ("wt", Decimal(1)), "万t/a": ("wt", Decimal(1)), "万t/年": ("wt", Decimal(1)),
    "万t": ("wt", Decimal(1)), "万吨/a": ("wt", Decimal(1)), "万吨每年": ("wt", Decimal(1)), "万吨年": ("wt", Decimal(1)),
    "吨/年": ("wt", Decimal("0.0001")), "吨": ("wt", Decimal("0.0001")), "t/a": ("wt", Decimal("0.0001")),
    "吨/a": ("wt", Decimal("0.0001")), "t/年": ("wt", Decimal("0.0001")), "mt/a": ("wt", Decimal(100)),
    "万立方米/年": ("wm3", Decimal(1)), "万立方米": ("wm3", Decimal(1)), "万m3/a": ("wm3", Decimal(1)),
    "万m3/年": ("wm3", Decimal(1)), "万m3": ("wm3", Decimal(1)), "万方": ("wm3", Decimal(1)), "万方/年": ("wm3", Decimal(1)),
    "万立方": ("wm3", Decimal(1)), "万立方/年": ("wm3", Decimal(1)), "万立方米/a": ("wm3", Decimal(1)),
    "立方米/年": ("wm3", Decimal("0.0001")), "m3/a": ("wm3", Decimal("0.0001")), "m3/年": ("wm3", Decimal("0.0001")),
    "立方米": ("wm3", Decimal("0.0001")), "m3": ("wm3", Decimal("0.0001")), "立方/年": ("wm3", Decimal("0.0001")),
    "方/年": ("wm3", Decimal("0.0001")), "方": ("wm3", Decimal("0.0001")),
    "wt": ("wt", Decimal(1)), "wm3": ("wm3", Decimal(1)),
}  # fmt: skip
"""Written unit → (code of capacity_unit, factor to it)."""

MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(100),
    "万元": Decimal(1000000),
    "千元": Decimal(100000),
    "亿元": Decimal(10000000000),
    "万": Decimal(1000000),
    "万元人民币": Decimal(1000000),
}
"""Written unit → 分."""

ALLOWED_AREA = "亩、公顷、平方米、平方公里"


def normal_unit(text: str) -> str:
    """A unit as the tables above spell it."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\s+", "", text).lower().replace("²", "2").replace("³", "3").replace("^", "")
    return re.sub(r"[()\[\]【】。.,]", "", text)


def unit_in(head: str) -> str:
    """The unit written in a head: in its last brackets, after a stroke, or after 单位; "" when there is none."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", head))
    spots = re.findall(r"[(\[【]([^()\[\]【】]*)[)\]】]", text)
    spots += re.findall(r"单位[:为]?([^()\[\],;、]+)", text)
    spots += re.findall(
        r"[/_,、:-]((?:万|千)?(?:亩|公顷|ha|hm2|m2|km2|平方米|平方公里|平方千米|元|吨/年|吨|m3|立方米/年))$", text
    )
    spots += re.findall(r"面积((?:万)?(?:亩|公顷|ha|hm2|m2|km2|平方米|平方公里|平方千米))$", text)
    if re.fullmatch(r"[(\[]?[^()]{1,8}[)\]]?", text):
        spots.append(text)
    for spot in reversed(spots):
        word = normal_unit(re.sub(r"^(计量)?单位[:为]?", "", spot))
        if word in AREA_UNITS or word in CAPACITY_UNITS or word in MONEY_UNITS:
            return word
    return ""

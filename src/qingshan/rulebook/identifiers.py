"""Numbers of enterprises, persons and licences: what is impossible blocks, what is odd warns (domain §6.1, §6.2).

Real codes exist that fail their check character, and old papers carry old numbers: only length and alphabet block.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

BLOCK = "block"
WARN = "warn"

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, S, V, Z."""
USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
USCC_CLASSES = frozenset(
    ["11", "12", "13", "19", "51", "52", "53", "54", "59", "91", "92", "93", "A1", "N1", "N2", "N3", "N9", "Y1"]
)
"""Registering department and kind of body. A code of another class warns."""
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66 71 81 82".split()
)
"""First two digits of GB/T 2260, with 66 of the Corps."""
MINISTRY = "100000"
LICENCE_LENGTH = 23
LEGACY_LICENCE_LENGTH = 13
FIRST_LICENCE_YEAR = 2008
LAST_LICENCE_YEAR = 2035


@dataclass(frozen=True, slots=True)
class IdentifierFinding:
    """What is odd about a number. `level`: block or warn; the message is one Chinese sentence."""

    code: str
    level: str
    message: str


def normal(text: str) -> str:
    """Full-width letters and digits made half-width, capitals, no spaces or invisible characters."""
    text = unicodedata.normalize("NFKC", text).upper()
    return "".join(ch for ch in text if not ch.isspace() and unicodedata.category(ch) != "Cf")


# ── 统一社会信用代码


def uscc_check_character(first17: str) -> str:
    """The 18th character of a code (GB 32100-2015). ValueError for a character outside the alphabet."""
    total = sum(USCC_ALPHABET.index(ch) * weight for ch, weight in zip(first17, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def uscc_findings(text: str) -> tuple[IdentifierFinding, ...]:
    """Everything odd about a unified social credit code, blocking first; empty for a sound one or for no text."""
    code = normal(text)
    if not code:
        return ()
    shape = _uscc_shape(code)
    if shape:
        return shape
    found = []
    expected = uscc_check_character(code[:17])
    if code[17] != expected:
        found.append(_warn("uscc_check", f"统一社会信用代码校验位应为 {expected}，写的是 {code[17]}，请对照证照。"))
    if code[:2] not in USCC_CLASSES:
        found.append(_warn("uscc_class", f"统一社会信用代码前两位 {code[:2]} 不是常见的登记部门和机构类别。"))
    if code[2:4] not in PROVINCES and code[2:8] != MINISTRY:
        found.append(_warn("uscc_region", f"统一社会信用代码第3至8位 {code[2:8]} 不像行政区划代码。"))
    return tuple(found)


def _uscc_shape(code: str) -> tuple[IdentifierFinding, ...]:
    if len(code) != 18:
        return (_block("uscc_length", f"统一社会信用代码应为18位，写了{len(code)}位。"),)
    wrong = _outside(code, USCC_ALPHABET)
    if wrong:
        return (_block("uscc_alphabet", f"统一社会信用代码不用 {wrong} 这样的字符（没有 I、O、S、V、Z）。"),)
    if not code[2:8].isdigit():
        return (_block("uscc_alphabet", f"统一社会信用代码第3至8位应为数字，写的是 {code[2:8]}。"),)
    return ()


def check_uscc(text: str) -> IdentifierFinding | None:
    """The gravest thing odd about a unified social credit code; None for a sound one or for no text."""
    return _first(uscc_findings(text))


# ── older numbers of enterprises


def check_org_code(text: str) -> IdentifierFinding | None:
    """组织机构代码, `12345678-9` with or without its hyphen (GB 11714)."""
    code = normal(text).replace("-", "").replace("－", "")
    if not code:
        return None
    if len(code) != 9:
        return _block("org_length", f"组织机构代码应为9位，写了{len(code)}位。")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return _block("org_alphabet", "组织机构代码只用数字和大写字母，末位为数字或 X。")
    expected = org_check_character(code[:8])
    if code[8] != expected:
        return _warn("org_check", f"组织机构代码校验位应为 {expected}，写的是 {code[8]}。")
    return None


def org_check_character(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714)."""
    rest = -sum(int(ch, 36) * weight for ch, weight in zip(first8, ORG_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def check_legacy_registration(text: str) -> IdentifierFinding | None:
    """旧工商注册号: 15 digits with a check digit by ISO 7064 MOD 11,10; 13 digits of older registers warn."""
    code = normal(text)
    if not code:
        return None
    if not code.isdigit():
        return _block("registration_alphabet", "工商注册号只用数字。")
    if len(code) == 13:
        return _warn("registration_old", "这是13位的旧注册号，请核对证照。")
    if len(code) != 15:
        return _block("registration_length", f"工商注册号应为15位，写了{len(code)}位。")
    if not mod_11_10.is_valid(code):
        return _warn("registration_check", "工商注册号的校验位不符，请对照证照。")
    return None


# ── persons


def check_id_card(text: str) -> IdentifierFinding | None:
    """居民身份证号: 18 characters (GB 11643), or the 15 digits of old cards, which warn."""
    code = normal(text)
    if not code:
        return None
    if re.fullmatch(r"\d{15}", code):
        return _warn("id_old", "这是15位的旧身份证号，请核对。")
    if len(code) != 18:
        return _block("id_length", f"身份证号应为18位，写了{len(code)}位。")
    if not re.fullmatch(r"\d{17}[\dX]", code):
        return _block("id_alphabet", "身份证号前17位应为数字，末位为数字或 X。")
    if not _is_day(code[6:14]):
        return _warn("id_birthday", f"身份证号中的出生日期 {code[6:14]} 不成立。")
    try:
        expected = ric.calc_check_digit(code)
    except ValidationError:
        return _warn("id_check", "身份证号不成立，请核对。")
    if code[17] != expected:
        return _warn("id_check", f"身份证号校验位应为 {expected}，写的是 {code[17]}。")
    return None


def _is_day(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


# ── 采矿许可证号


def licence_findings(
    text: str, *, region: str = "", mine_years: tuple[int, int] | None = None
) -> tuple[IdentifierFinding, ...]:
    """Everything odd about a mining licence number, blocking first; empty for a sound one or for no text.

    `region`: code of the district, whose province the number should be of. `mine_years`: first and last year the mine
    worked, where known. 13 digits are an old number and pass with a flag.
    """
    code = normal(text)
    if not code:
        return ()
    if re.fullmatch(r"\d{13}", code):
        return (_warn("licence_legacy", "这是13位的旧采矿许可证号，按旧证登记，请核对证照。"),)
    shape = _licence_shape(code)
    if shape:
        return (shape,)
    return tuple(_licence_oddities(code, region, mine_years))


def _licence_shape(code: str) -> IdentifierFinding | None:
    if code.startswith("T"):
        return _block("licence_exploration", "T 开头的是探矿权许可证号，采矿许可证号以 C 开头。")
    if not re.fullmatch(r"[0-9A-Z]+", code):
        return _block("licence_alphabet", f"采矿许可证号里有 {_outside(code, _PLAIN)} 这样的字符，应为 C 加22位数字。")
    if len(code) != LICENCE_LENGTH:
        return _block("licence_length", f"采矿许可证号应为23位（C 加22位数字），写了{len(code)}位。")
    if not re.fullmatch(r"C\d{22}", code):
        return _block("licence_alphabet", "采矿许可证号应为 C 加22位数字。")
    region, year, month = code[1:7], int(code[7:11]), int(code[11:13])
    if region != MINISTRY and region[:2] not in PROVINCES:
        return _block("licence_region", f"采矿许可证号第2至7位 {region} 不是行政区划代码。")
    if not FIRST_LICENCE_YEAR <= year <= LAST_LICENCE_YEAR:
        return _block("licence_year", f"采矿许可证号中的年份 {year} 不成立，统一编号自2008年起。")
    if not 1 <= month <= 12:
        return _block("licence_month", f"采矿许可证号中的月份 {month:02d} 不成立。")
    return None


_PLAIN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _licence_oddities(code: str, region: str, mine_years: tuple[int, int] | None) -> Iterable[IdentifierFinding]:
    """What the seen numbers all have and this one has not; positions 14 to 16 are inferred from few samples."""
    if region and code[1:7] != MINISTRY and code[1:3] != region[:2]:
        yield _warn("licence_other_region", f"采矿许可证号的发证机关区划 {code[1:7]} 不在本省区（{region[:2]}）。")
    year = int(code[7:11])
    if mine_years and not mine_years[0] <= year <= mine_years[1]:
        yield _warn("licence_year_odd", f"采矿许可证号中的 {year} 年不在本矿 {mine_years[0]}—{mine_years[1]} 年之间。")
    if code[13] == "0":
        yield _warn("licence_position", "采矿许可证号第14位（矿种大类）为0，少见，请核对。")
    elif code[15] not in "123":
        yield _warn("licence_position", f"采矿许可证号第16位 {code[15]} 少见（常见 1、2、3），请核对。")


def check_licence(text: str, *, region: str = "") -> IdentifierFinding | None:
    """The gravest thing odd about a mining licence number; None for a sound one or for no text."""
    return _first(licence_findings(text, region=region))


# ── shared


def _outside(code: str, alphabet: str) -> str:
    return "、".join(dict.fromkeys(ch for ch in code if ch not in alphabet))


def _first(found: tuple[IdentifierFinding, ...]) -> IdentifierFinding | None:
    return next((one for one in found if one.level == BLOCK), found[0] if found else None)


def _block(code: str, message: str) -> IdentifierFinding:
    return IdentifierFinding(code, BLOCK, message)


def _warn(code: str, message: str) -> IdentifierFinding:
    return IdentifierFinding(code, WARN, message)

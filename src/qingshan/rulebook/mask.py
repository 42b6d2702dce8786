"""Personal numbers in running Chinese text, made unreadable before anything is published (domain §8.2, N-1).

Phones keep three and four digits (138****1234), identity numbers their region and last four (650105********1234), bank
cards first and last four, e-mail addresses their first letter and host. Officials' posts and enterprises are public.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_GAP = r"[ \-－–—·\u00a0\u3000]?"
_WORD = r"[0-9A-Za-z０-９\uff21-\uff3a\uff41-\uff5a]"  # letters of full width too
_NOT_IN_NUMBER = rf"(?<!{_WORD})"
_NUMBER_ENDS = rf"(?!{_WORD})"
_D = r"[0-9０-９]"

EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
IDENTITY = re.compile(
    rf"{_NOT_IN_NUMBER}{_D}{{6}}{_GAP}(?:[1１][89８９]|[2２][0０]){_D}{{2}}{_GAP}{_D}{{4}}{_GAP}{_D}{{3}}[0-9０-９XxＸｘ]{_NUMBER_ENDS}"
)
OLD_IDENTITY = re.compile(rf"{_NOT_IN_NUMBER}[1-8１-８]{_D}{{14}}{_NUMBER_ENDS}")
CARD = re.compile(
    rf"{_NOT_IN_NUMBER}(?:[3-6３-６９9]{_D}{{3}}{_GAP}(?:{_D}{{4}}{_GAP}){{2,3}}{_D}{{1,7}}){_NUMBER_ENDS}"
)
MOBILE = re.compile(
    rf"{_NOT_IN_NUMBER}(?:(?:\+|＋|00)?[8８][6６]{_GAP})?([1１][3-9３-９]{_D}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}){_NUMBER_ENDS}"
)
LANDLINE = re.compile(
    rf"{_NOT_IN_NUMBER}(\(?（?[0０]{_D}{{2,3}}\)?）?{_GAP})([2-8２-８]{_D}{{2,3}}{_GAP}{_D}{{4}}){_NUMBER_ENDS}"
)


def mask(text: str) -> str:
    """The text with every phone, identity number, bank card and e-mail address masked; masking again changes nothing."""
    for pattern, replace in _RULES:
        text = pattern.sub(replace, text)
    return text


def _digits(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isalnum())


def _email(found: re.Match[str]) -> str:
    name, _, host = found.group().partition("@")
    return f"{name[0]}***@{host}"


def _identity(found: re.Match[str]) -> str:
    digits = _digits(found.group())
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}"


def _old_identity(found: re.Match[str]) -> str:
    """Fifteen digits are an old identity number only with a day of birth in them; else the register of an enterprise."""
    digits = _digits(found.group())
    is_birthday = 1 <= int(digits[8:10]) <= 12 and 1 <= int(digits[10:12]) <= 31
    return _identity(found) if is_birthday else found.group()


def _card(found: re.Match[str]) -> str:
    digits = _digits(found.group())
    if not 15 <= len(digits) <= 19 or not ((digits.startswith("62") and len(digits) >= 16) or _has_luhn(digits)):
        return found.group()
    return f"{digits[:4]}{'*' * (len(digits) - 8)}{digits[-4:]}"


def _has_luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812: other long numbers of this length seldom have it. UnionPay's 62 needs none."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _mobile(found: re.Match[str]) -> str:
    digits = _digits(found.group(1))
    return f"{digits[:3]}****{digits[-4:]}"


def _landline(found: re.Match[str]) -> str:
    digits = _digits(found.group(2))
    area = unicodedata.normalize("NFKC", found.group(1))
    return f"{area}{'*' * (len(digits) - 4)}{digits[-4:]}"


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (EMAIL, _email),
    (IDENTITY, _identity),
    (MOBILE, _mobile),
    (CARD, _card),
    (OLD_IDENTITY, _old_identity),
    (LANDLINE, _landline),
)

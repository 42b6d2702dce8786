"""Codes and numbers that are names: licences, credit codes, registrations, and what spreadsheets do to them."""

from __future__ import annotations

import re
from decimal import Decimal

from qingshan.rulebook.identifiers import check_licence, check_uscc
from qingshan.rulebook.nouns.base import Field

from .complaints import Problem
from .grid import NUMBER, Cell, plain
from .parsed import NOTHING, Context, Parsed, bad
from .tidy import clean, flat

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
        text = text.partition(".")[0]
        if len(text) > digits_kept:
            return bad("digits_lost")
    return Parsed(text)


NONE_WORDS = {
    "无",
    "无证",
    "没有",
    "未办理",
    "无许可证",
    "无采矿证",
    "未办",
    "否",
    "×",
    "未取得",
    "无采矿许可证",
    "从未取得",
}
SOME_WORDS = {"有", "有证", "√", "是", "持证", "已办", "已办理"}
LICENCE_NONE, LICENCE_SOME = "_licence_none", "_licence_some"


def read_identifier(target: Field, cell: Cell, context: Context) -> Parsed:
    """A licence number or credit code, checked; an enterprise's older number goes to the field of old numbers."""
    parsed = read_number_text(cell)
    if parsed.value is None:
        return parsed
    text = re.sub(r"^[\u4e00-\u9fff]+[号码]?[::]", "", str(parsed.value))
    remark = re.fullmatch(r"([A-Z0-9-]{9,})\(.*[\u4e00-\u9fff].*\)", text)
    as_read = ""
    if remark:
        text, as_read = remark.group(1), clean(cell.shown)
    if target.type == "licence" and text in NONE_WORDS | SOME_WORDS:
        return Parsed(more={LICENCE_NONE if text in NONE_WORDS else LICENCE_SOME: True})
    if text in NONE_WORDS:
        return NOTHING
    if target.type == "uscc" and re.fullmatch(r"\d{13}|\d{15}|[0-9A-Z]{8}-?[0-9X]", text):
        return Parsed(as_read=as_read, more={"owner_legacy_no": text})
    finding = check_uscc(text) if target.type == "uscc" else check_licence(text, region=context.region)
    if finding is None:
        return Parsed(text, as_read)
    problem = Problem("identifier", {"message": finding.message.rstrip("。")}, finding.level == "block")
    return Parsed(text, as_read, (problem,))

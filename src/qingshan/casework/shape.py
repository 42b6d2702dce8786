"""The shape of what is entered: required fields, types, code lists; secrets are taken out before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from qingshan.foundation.problems import Problem
from qingshan.rulebook.facts import RETRACTED
from qingshan.rulebook.identifiers import check_licence, check_uscc
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns import NOUNS, Action, Field, Noun
from qingshan.rulebook.programme import Programme

from .entry import Line, Paper

LONGEST_TEXT = 300
"""Signs in the column of a text that is not a long one (casework/models/columns.py)."""
_LINK = re.compile(r"https?://[^\s/\"'<>]+\S*", re.IGNORECASE)
"""An address that a page may show as a link: of the web, and of nothing else."""
SIGNATURES = ("filled_by", "approved_by")


def words_of(programme: Programme, name: str) -> Mapping[str, str]:
    """The words of a code list: `lists:x` of the field, `programme:x` of the notice."""
    owner, _, code = name.partition(":")
    if owner == "lists":
        return LISTS[code]
    match code:
        case "categories":
            return {c.code: c.name for c in programme.categories}
        case "slots":
            return {s.code: s.name for s in programme.slots}
        case "specialities":
            return dict(programme.panel.specialities)
        case "complaint_conclusions":
            return dict(programme.complaints.conclusions)
        case "criteria":
            return {c.code: c.text for c in programme.criteria}
        case "stages":
            return {s.code: s.name for s in programme.stages}
        case "control_totals":
            return {t.code: t.name for t in programme.control_totals}
        case "parties":
            return {p.code: p.name for p in programme.parties}
        case "batches":
            return {b.batch: f"{b.batch} 年度" for b in programme.batches}
    found = programme.code_list(code)
    return found.items if found else {}


def shape_words(value: Mapping[str, Any]) -> str:
    """An area by its size and where it came from."""
    from qingshan.rulebook.geometry import area_m2, shape_in  # noqa: PLC0415 - loads numpy; few records have a shape

    shape = shape_in(value)
    drawn = f"图上 {area_m2(shape) / 10_000:.2f} 公顷，" if shape is not None else ""
    return f"{drawn}{value.get('crs', '')}"


def value_said(programme: Programme, field: Field, value: Any) -> str:
    """A payload value in the office's words: 公顷, 万元, the words of code lists; a date as it was read."""
    if value in (None, "", []):
        return "（空）"
    match field.type:
        case "area":
            return f"{value} 平方米"
        case "money":
            return f"{Decimal(value) / 1_000_000:f} 万元"
        case "bool":
            return "是" if value else "否"
        case "enum" | "multi":
            words = words_of(programme, field.list) if field.list else {}
            listed = value if isinstance(value, list) else [value]
            return "、".join(words.get(str(item), str(item)) for item in listed)
        case "rows":
            return f"{len(value)} 行"
        case "geometry":
            return shape_words(value)
        case "partial":
            return str(value.get("text") or value.get("value"))
    return str(value)


def lists_of(programme: Programme) -> dict[str, dict[str, str]]:
    """Every code list of the notice that a sheet may use, by its name in the nouns."""
    names = {f.list for noun in NOUNS for field in noun.fields for f in (field, *field.rows) if f.list}
    found = {n.partition(":")[2]: dict(words_of(programme, n)) for n in sorted(names) if n.startswith("programme:")}
    # Not a field's list: the words of the column 重开到.
    return found | {"stages": {s.code: s.name for s in programme.stages}}


def plain_values(
    programme: Programme, action: Action, fields: Mapping[str, Field], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values as a payload holds them and, apart, the secret ones. Problem for unknown or ill-formed values."""
    payload: dict[str, Any] = {}
    identity: dict[str, str] = {}
    for key, value in values.items():
        field = fields.get(key)
        if field is None:
            raise Problem("bad_value", field=key, value=value, why=f"“{action.title}”没有这一项。")
        if value is None or value == "":
            continue
        if field.secret:
            identity[key] = str(value)
        else:
            payload[key] = _plain(programme, field, value)
    return payload, identity


def checked_values(
    programme: Programme, noun: Noun, action: Action, line: Line, paper: Paper
) -> tuple[dict[str, Any], dict[str, str]]:
    """The payload of a line and, apart, the secret values. Problem for unknown, missing or ill-formed values."""
    fields = {f.key: f for f in noun.fields_of(action)}
    payload, identity = plain_values(programme, action, fields, line.values)
    for key in SIGNATURES:
        if key in fields and key not in payload and getattr(paper, key):
            payload[key] = getattr(paper, key)
    missing = [
        f.name
        for f in fields.values()
        if line.result != RETRACTED and f.is_required(line.result) and payload.get(f.key) in (None, "", [])
    ]
    if missing:
        raise Problem("missing_fields", title=action.title, fields="、".join(missing))
    return payload, identity


def _plain(programme: Programme, field: Field, value: Any) -> Any:
    """The JSON form of one value; Problem when it is not what the field takes."""
    try:
        match field.type:
            case "int" | "money":
                return int(value)
            case "area" | "decimal" | "percent":
                return _number(field, value)
            case "date":
                return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()
            case "bool":
                return bool(value)
            case "enum":
                return _word(programme, field, str(value))
            case "multi":
                return [_word(programme, field, str(item)) for item in value]
            case "rows":
                return [_row(programme, field, row) for row in value]
            case "partial":
                return dict(value)
            case "geometry":
                return _polygon(field, value)
            case "uscc" | "licence":
                return _identifier(field, str(value).strip())
            case _:
                return _text(field, str(value))
    except (TypeError, ValueError, InvalidOperation) as fault:
        raise Problem("bad_value", field=field.name, value=value, why="读不懂。") from fault


def _polygon(field: Field, value: Any) -> dict[str, Any]:
    """A polygon's payload as it came, once its GeoJSON is one that encloses something."""
    from qingshan.rulebook.geometry import digits, geojson_of, polygons_of, shape_in  # noqa: PLC0415 - loads numpy; few entries have a shape

    found = shape_in(value)
    if found is None or not polygons_of(found) or not found.is_valid:
        raise Problem("bad_value", field=field.name, value="", why="不是闭合而不自交的多边形。")
    return {**value, "geojson": geojson_of(found, digits)}


def _text(field: Field, value: str) -> str:
    if len(value) > LONGEST_TEXT and field.type != "long":
        why = f"太长：{len(value)} 字，最多 {LONGEST_TEXT} 字。"
        raise Problem("bad_value", field=field.name, value=value[:40] + "…", why=why)
    if field.type == "url" and not _LINK.fullmatch(value.strip()):
        why = "不是网址：应以 http:// 或 https:// 开头，中间没有空格。"
        raise Problem("bad_value", field=field.name, value=value[:80], why=why)
    if "\0" in value:
        raise Problem(
            "bad_value", field=field.name, value=value.replace("\0", "␀")[:40], why="含有空字符（NUL），存不下。"
        )
    return value


def _identifier(field: Field, value: str) -> str:
    """A code that may be kept: what only warns is for the register's own review (domain §6.1, §6.2)."""
    finding = check_uscc(value) if field.type == "uscc" else check_licence(value)
    if finding is not None and finding.level == "block":
        raise Problem("bad_value", field=field.name, value=value, why=finding.message)
    return value


def _number(field: Field, value: Any) -> str:
    number = Decimal(str(value))
    if not number.is_finite() or (field.type == "area" and number < 0):
        raise Problem("bad_value", field=field.name, value=value, why="应是不小于零的数。")
    return format(number, "f")


def _word(programme: Programme, field: Field, value: str) -> str:
    words = words_of(programme, field.list)
    if words and value not in words:
        known = "、".join(list(words.values())[:12])
        raise Problem("bad_value", field=field.name, value=value, why=f"不在可选项里：{known}。")
    return value


def _row(programme: Programme, field: Field, row: Mapping[str, Any]) -> dict[str, Any]:
    known = {f.key: f for f in field.rows}
    made: dict[str, Any] = {}
    for key, value in row.items():
        if key not in known:
            raise Problem("bad_value", field=field.name, value=key, why="没有这一栏。")
        if value is not None and value != "":
            made[key] = _plain(programme, known[key], value)
    missing = [f.name for f in field.rows if "*" in f.required and made.get(f.key) in (None, "")]
    if missing:
        raise Problem("missing_fields", title=field.name, fields="、".join(missing))
    return made


def column_name(field: Field) -> str:
    """The column of a field in its noun's table: its key, but where Django keeps that name for itself."""
    return f"{field.key}_name" if field.key == "check" else field.key


def typed_columns(noun: Noun, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as the noun's table holds it."""
    columns: dict[str, Any] = {}
    for field in noun.fields:
        value = payload.get(field.key)
        if field.secret or value is None:
            continue
        match field.type:
            case "area" | "decimal" | "percent":
                columns[column_name(field)] = Decimal(value)
            case "date":
                columns[column_name(field)] = date.fromisoformat(value)
            case "time":
                columns[column_name(field)] = time.fromisoformat(value)
            case _:
                columns[column_name(field)] = value
    return columns

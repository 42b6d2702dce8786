"""Mappings of heads as files that districts share: TOML or JSON, versioned, with no site data; read with every fault."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qingshan.rulebook.findings import Finding, Report, nearest
from qingshan.rulebook.nouns.site import SITE

from .register.heads import head_key
from .register.synonyms import IGNORED, LONLAT, TERM
from .register.tidy import clean

FORMAT, VERSION = "qingshan-mappings", 1
LONGEST_HEAD, LONGEST_SENDER = 120, 60
LARGEST = 1 << 20
MEANINGS: dict[str, str] = {
    **{f.key: f.name for f in SITE.fields if f.type not in {"rows", "geometry"} and f.key != "flags"},
    LONLAT: "经纬度",
    TERM: "许可证有效期",
    IGNORED: "不读",
}
"""What a head can be mapped to → its Chinese name."""
CODES = {LONLAT: "lonlat", TERM: "term", IGNORED: "ignore"}
"""How files and commands write what is no field of a site."""
_KEYS = {"sender", "head", "field"}


@dataclass(frozen=True, slots=True)
class HeadMapping:
    """`head` of a `sender`'s files means `field`: a key of MEANINGS."""

    sender: str
    head: str
    field: str

    @property
    def code(self) -> str:
        return CODES.get(self.field, self.field)


def meaning(field: str) -> str:
    return MEANINGS.get(field, field)


def field_called(word: str) -> str:
    """The key that a word stands for: a key, a code or a Chinese name; "" for none."""
    text = clean(word)
    for key, name in MEANINGS.items():
        if text in (key, name, CODES.get(key)):
            return key
    return ""


def nearest_field(word: str) -> str:
    """A hint: the field whose key or name is most like the word."""
    names = [*MEANINGS.values(), *(CODES.get(key, key) for key in MEANINGS)]
    return nearest(word, names)


def head_fault(head: str) -> str:
    """What is wrong with a head that is to be saved; "" when nothing is."""
    if not head_key(head):
        return "表头是空的"
    if len(head) > LONGEST_HEAD:
        return f"表头长 {len(head)} 字，超过 {LONGEST_HEAD} 字"
    if re.search(r"\d{7,}", head):
        return "表头里有一长串数字，像是资料而不是表头"
    return ""


def write_mappings(mappings: Sequence[HeadMapping], suffix: str) -> bytes:
    """The file: JSON when the suffix is .json, else TOML. The same mappings give the same bytes."""
    rows = [{"sender": m.sender, "head": m.head, "field": m.code} for m in mappings]
    if suffix == ".json":
        made = {"format": FORMAT, "version": VERSION, "mapping": rows}
        return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
    lines = ["# 青山：来文单位的表头各读作什么。不含矿山资料，可交给别的区使用。", f'format = "{FORMAT}"']
    lines.append(f"version = {VERSION}")
    for row in rows:
        # A JSON string is a basic string of TOML once the delete character is escaped.
        said = {key: json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for key, text in row.items()}
        lines += ["", "[[mapping]]", *(f"{key} = {text}" for key, text in said.items())]
    return ("\n".join(lines) + "\n").encode()


def read_mappings(name: str, content: bytes, sender: str = "") -> tuple[list[HeadMapping], tuple[Finding, ...]]:
    """The mappings of a file and everything wrong with it. `sender` takes the place of the senders in the file."""
    report = Report()
    found = _parsed(name, content, report)
    if found is None:
        return [], report.all()
    for key in sorted(set(found) - {"format", "version", "mapping"}):
        report.add(name, key, "unknown_key", f"不认识“{key}”", nearest(key, ("format", "version", "mapping")))
    if found.get("format") != FORMAT:
        report.add(name, "format", "not_mappings", "不是表头对照文件", f'应写 format = "{FORMAT}"')
    if type(found.get("version")) is not int or found["version"] != VERSION:
        text = f"版本是 {found.get('version')!r}，本程序读 {VERSION}"
        report.add(name, "version", "other_version", text, "请用同一版本的程序导出")
    rows = found.get("mapping")
    if not isinstance(rows, list):
        report.add(name, "mapping", "missing", "没有对照", "每条写一段 [[mapping]]，有 sender、head、field")
        return [], report.all()
    made: list[HeadMapping] = []
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for number, row in enumerate(rows):
        one = _row(name, number, row, sender, report)
        if one is None:
            continue
        place = (one.sender, head_key(one.head))
        if place in seen and seen[place][1] != one.field:
            text = f"“{one.head}”已在第 {seen[place][0] + 1} 条读作“{meaning(seen[place][1])}”"
            report.add(name, f"mapping[{number}].head", "twice", text, "一个单位的一个表头只能有一种读法")
        elif place not in seen:
            seen[place] = (number, one.field)
            made.append(one)
    return made, report.all()


def _parsed(name: str, content: bytes, report: Report) -> dict[str, Any] | None:
    if len(content) > LARGEST:
        report.add(name, "", "too_large", "文件超过 1 MB，不像表头对照文件")
        return None
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except UnicodeDecodeError:
        report.add(name, "", "encoding", "文件不是 UTF-8 文本", "请另存为 UTF-8")
        return None
    except (ValueError, RecursionError) as fault:
        report.add(name, "", "syntax", f"格式不对：{fault}", "文件名以 .json 结尾的按 JSON 读，其余按 TOML 读")
        return None
    if not isinstance(found, dict):
        report.add(name, "", "syntax", "最外层应是一张表", "参看 qingshan mapping export 写出的文件")
        return None
    return found


def _row(name: str, number: int, row: Any, sender: str, report: Report) -> HeadMapping | None:
    at = f"mapping[{number}]"
    if not isinstance(row, dict):
        report.add(name, at, "wrong_type", "一条对照应有 sender、head、field")
        return None
    before = len(report.findings)
    for key in sorted(set(row) - _KEYS):
        report.add(name, f"{at}.{key}", "unknown_key", f"不认识“{key}”，对照文件里不放别的资料", nearest(key, _KEYS))
    texts = {key: row.get(key) for key in sorted(_KEYS)}
    if sender:
        texts["sender"] = sender
    for key, value in texts.items():
        if not isinstance(value, str) or not value.strip():
            report.add(name, f"{at}.{key}", "missing", f"缺 {key}", "写成文字")
    if len(report.findings) > before:
        return None
    head, field = clean(str(texts["head"])), field_called(str(texts["field"]))
    if not field:
        text = f"没有“{texts['field']}”这一项"
        report.add(name, f"{at}.field", "unknown_field", text, nearest_field(str(texts["field"])))
    if fault := head_fault(head):
        report.add(name, f"{at}.head", "bad_head", fault)
    if len(str(texts["sender"]).strip()) > LONGEST_SENDER:
        report.add(name, f"{at}.sender", "too_long", f"来文单位名称超过 {LONGEST_SENDER} 字")
    if len(report.findings) > before:
        return None
    return HeadMapping(clean(str(texts["sender"])), head, field)

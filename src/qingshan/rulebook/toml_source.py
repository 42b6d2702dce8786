"""The TOML files of a programme folder as plain tables, with what could not be read (design §4)."""

from __future__ import annotations

import re
import tomllib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from .findings import NOT_UTF8, Report

UNQUOTED_CLAUSE = re.compile(r"(?:^|[\s{,])(clause)\s*=\s*([^\s\"'\[{][^,}\]#]*)")
CODE_LINE = re.compile(r"""(?:^|[\s{,])(?:code|action|batch|stage)\s*=\s*["']([^"']+)["']""")
TABLE_LINE = re.compile(r"^\s*\[\[?\s*([A-Za-z_]+)")
AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(slots=True)
class Source:
    """File name → its tables. `broken` files could not be parsed; of them the table names and codes are guessed, so
    that what refers to them is not called wrong too."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    guessed_tables: set[str] = field(default_factory=set)
    guessed_codes: set[str] = field(default_factory=set)


def read_folder(folder: Path, report: Report) -> Source:
    """Reads every `*.toml` of a folder, in the order of names. What cannot be read is reported, never raised."""
    source = Source()
    if not folder.is_dir():
        report.add(folder.name, "", "no_folder", "找不到这个文件夹", "给出通知数据所在的文件夹")
        return source
    paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    if not paths:
        report.add(folder.name, "", "no_files", "文件夹里没有 TOML 文件", "通知数据是一组 .toml 文件")
    for path in paths:
        _read_file(path, source, report)
    for name in [finding.file for finding in report.findings if finding.code == NOT_UTF8]:
        if name in source.files:  # last, so that what stands twice is told of the file that has to be saved anew
            source.files[name] = source.files.pop(name)
    return source


def _read_file(path: Path, source: Source, report: Report) -> None:
    try:
        raw = path.read_bytes()
    except OSError:
        source.broken.add(path.name)
        report.add(path.name, "", "unreadable", "读不了这个文件", "检查文件权限")
        return
    text = _text(path.name, raw, report)
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    # A number of thousands of digits is a plain ValueError of the parser.
    except (ValueError, RecursionError) as problem:
        source.broken.add(path.name)
        _guess(text, source)
        _report_syntax(path.name, text, str(problem), report)
        return
    if not tables:
        source.broken.add(path.name)
        report.add(path.name, "", "empty_file", "文件是空的", "写上内容，或删去这个文件")
        return
    source.files[path.name] = tables


def _text(name: str, raw: bytes, report: Report) -> str:
    """A file's text. One that is not UTF-8 is told, and read all the same, so that what it says is not missed elsewhere."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        hint = f"用编辑器“另存为”，编码选 UTF-8（第 {problem.start + 1} 个字节起读不出）"
        report.add(name, "", NOT_UTF8, "这个文件不是 UTF-8 编码", hint)
    try:
        return raw.decode("utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", errors="replace")


def _report_syntax(name: str, text: str, problem: str, report: Report) -> None:
    """The parser's own fault with its line, and every clause that lacks its quotes."""
    lines = text.splitlines()
    at = AT_LINE.search(problem)
    number = int(at.group(1)) if at else len(lines)
    unquoted = [(i, m.group(2).strip()) for i, line in enumerate(lines, 1) for m in UNQUOTED_CLAUSE.finditer(line)]
    if number not in {i for i, _ in unquoted}:
        what = AT_LINE.sub("", problem).strip()
        line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        told = f"第 {number} 行写法不合 TOML：{line}" if line else f"第 {number} 行写法不合 TOML"
        report.add(name, f"第{number}行", "toml_syntax", told, f"文字要加引号，括号和逗号要成对；解析器说：{what}")
    for i, value in unquoted:
        report.add(name, f"第{i}行 clause", "clause_unquoted", f"条款号没有加引号：{value}", f'写作 clause = "{value}"')


def _guess(text: str, source: Source) -> None:
    for line in text.splitlines():
        table = TABLE_LINE.match(line)
        if table:
            source.guessed_tables.add(table.group(1))
        source.guessed_codes.update(CODE_LINE.findall(line))


def canonical(value: Any) -> Any:
    """A parsed value as JSON knows it: numbers, days and clock times as their text."""
    if isinstance(value, Mapping):
        return {str(key): canonical(value[key]) for key in sorted(value)}
    if isinstance(value, (list, tuple)):
        return [canonical(one) for one in value]
    if isinstance(value, (str, bool)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""Words of a notice that become names elsewhere (a folder, a sheet, a file, an address), and what is missing as a whole."""

from __future__ import annotations

import re

from .draft import Draft
from .findings import Report
from .toml_reader import Row
from .upgrade import FORMAT

FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
"""A programme's code is the name of its folder in every store."""

VERSION = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]{0,38}[0-9A-Za-z])?")
"""A version is part of a folder's name in every store."""

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|%#\s\x00-\x1f]')
"""What a file name or an address cannot hold on some machine."""

EXAMPLE_FORMS = {"number_format": "TZ-{year}-W{n:02d}", "code_format": "{region}-KS-{category}-{n:03d}"}
FILLED = re.compile(r"\{[^{}]*\}")
NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")
SHEET_LIMIT = 29
"""Excel takes 31 characters; the print version's sheet adds 打印."""


NEVER_EMPTY = {"gate": "门槛", "ledger": "台账", "stage": "步骤", "phase": "阶段", "target": "目标", "batch": "年度"}
"""Tables whose absence would quietly let everything pass."""


def judge_whole(draft: Draft, report: Report) -> None:
    """What is missing as a whole: an empty table, a closing stage that is not the end, a ledger nobody can print."""
    for table, word in NEVER_EMPTY.items():
        if not draft.rows[table] and not report.findings:
            report.add("", table, "missing_table", f"没有写任何{word}", f"至少写一张 [[{table}]]")
    stages = draft.rows["stage"]
    for row in stages:
        if row.value.closing and (row is not stages[-1] or row.value.parallel or row.value.beside or row.value.each):
            told = "销号的一步必须是最后一步，不并行，不分项"
            report.judge(row.file, f"{row.key}.closing", "closing_not_last", told, "把它放到主线的最后")
    for row in draft.rows["ledger"]:
        if not any(column.printed for column in row.value.columns):
            report.judge(
                row.file, f"{row.key}.columns", "nothing_printed", "打印版一栏也没有", "给要打印的栏写 printed = true"
            )


def judge_names(draft: Draft, report: Report) -> None:
    notice = draft.singles.get("notice")
    if notice is not None and not FOLDER.fullmatch(notice.value.code):
        told = f"代码不能用：{notice.value.code}"
        hint = '只用小写字母、数字和连字符，60 个以内，写 code = "qinghe-2021"'
        report.judge(notice.file, "notice.code", "bad_code", told, hint)
    if notice is not None and not VERSION.fullmatch(notice.value.version):
        told = f"版本号不能用：{notice.value.version}"
        hint = '只用字母、数字、点和连字符，首尾是字母或数字，40 个以内，写 version = "2018.2"'
        report.judge(notice.file, "notice.version", "bad_version", told, hint)
    if notice is not None and notice.value.format != FORMAT:
        told = f"这份通知按第 {notice.value.format} 版格式写，本软件读第 {FORMAT} 版"
        hint = f"照随附方案的写法改，再写 format = {FORMAT}；或去掉这一行"
        report.judge(notice.file, "notice.format", "other_format", told, hint)
    for name, key in (("weekly", "number_format"), ("register", "code_format")):
        row = draft.singles.get(name)
        if row is not None and NOT_IN_NAMES.search(FILLED.sub("", getattr(row.value, key))):
            told = f"写法里有文件名不能用的字符：{getattr(row.value, key)}"
            report.judge(
                row.file,
                f"{name}.{key}",
                "bad_format",
                told,
                f'不用斜线、冒号、问号、引号和空格，写 {key} = "{EXAMPLE_FORMS[key]}"',
            )
    _judge_sheets(draft.rows["ledger"], report)


def _judge_sheets(rows: list[Row], report: Report) -> None:
    """Sheet names that Excel takes, different from each other."""
    seen: set[str] = set()
    for row in rows:
        sheet = row.value.sheet
        at = f"{row.key}.sheet"
        if not sheet or len(sheet) > SHEET_LIMIT or NOT_IN_SHEETS.search(sheet) or sheet.strip("' ") != sheet:
            report.judge(
                row.file,
                at,
                "bad_format",
                f"工作表名不能用：{sheet}",
                '29 个字以内，不含 [ ] : * ? / \\，写 sheet = "附表一"',
            )
        if sheet in seen:
            report.judge(
                row.file, at, "duplicate_code", f"工作表名“{sheet}”已经用过", '两册不能相同，写 sheet = "附表二"'
            )
        seen.add(sheet)

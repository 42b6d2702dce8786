"""The columns of the facts workbook: one sheet a noun, the same outer columns on each, the noun's fields between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qingshan.rulebook.nouns.base import BODY, Action, Field, Noun

RECORD = "record_no"
SITE_CODE = "site_code"
SITE_NAME = "site_name"
RESULT = "result"
HAPPENED = "happened_on"
AT = "at"
SUBJECT = "subject"
FILLED_BY = "filled_by"
APPROVED_BY = "approved_by"
BACKFILL = "is_backfill"
EVIDENCE = "evidence"
PROMISED = "promised_on"
CORRECTS = "corrects"
CORRECT_REASON = "correct_reason"
TO = "to"

RETRACTION = "录入作废"
"""Takes back a record that should never have been entered; on every sheet."""

HELP_SHEET = "说明"
OPTIONS_SHEET = "选项"
ORGANISATIONS_SHEET = "单位"
APPOINTMENTS_SHEET = "人员任职"
SHEET_OF_TABLE = {"parties": ORGANISATIONS_SHEET, "seats": APPOINTMENTS_SHEET}
"""Table of a programme → the sheet, of no noun, whose lines fill it."""

MADE_HERE = {"flags", "as_read"}
"""Fields that the reading of a register makes; nobody fills them in."""

UNITS = {"area": "公顷", "money": "万元", "percent": "%"}
"""Units of heads: what the forms of the field use."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook. `field` is the noun's own field behind it, None for the outer columns."""

    key: str
    head: str
    note: str
    field: Field | None = None
    aliases: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        if self.field is None:
            return ""
        return self.field.unit or UNITS.get(self.field.type, "")

    @property
    def title(self) -> str:
        return f"{self.head}（{self.unit}）" if self.unit else self.head


BEFORE = (
    Column(
        RECORD,
        "记录号",
        "自己编的号，一张表内不重复；几行写同一个号，就是同一份文件（会议、名单、公示）涉及几个矿山",
        aliases=("记录编号",),
    ),
    Column(SITE_CODE, "矿山编号", "登记后系统给的编号；与矿山名称至少填一个", aliases=("编号",)),
    Column(SITE_NAME, "矿山名称", "与登记的名称一致；填了编号时只作核对"),
    Column(RESULT, "事项", "这一行记的是什么，从下拉中选"),
    Column(HAPPENED, "发生日期", "事情发生的日子，如 2019-10-24；只知道年月的写 2019年10月", aliases=("日期",)),
    Column(AT, "时间", "同一天有先后时填，如 09:30"),
    Column(SUBJECT, "主体", "同一件事前后要写得一样", aliases=("主体",)),
)
OF_A_BODY = {
    SITE_CODE: Column(SITE_CODE, "单位代码", "单位的代码；与单位名称至少填一个", aliases=("单位编码", "编号")),
    SITE_NAME: Column(SITE_NAME, "单位名称", "现名、曾用名都认；填了代码时只作核对", aliases=("单位",)),
}
"""What stands on the sheets of bodies in place of the site's columns."""
AFTER = (
    Column(FILLED_BY, "填报人", "填这条记录的人", aliases=("填表人",)),
    Column(APPROVED_BY, "审核人", "审核这条记录的人，不能与填报人相同"),
    Column(BACKFILL, "补录", "事后补录的填“是”", aliases=("是否补录",)),
    Column(
        EVIDENCE,
        "证据（文件名）",
        "写“档案位：文件名”，如“现场验收表：验收表.pdf”；这一步只要一种材料的，档案位可不写。几份用顿号、分号或换行隔开。"
        "文件放在本工作簿旁边，或放在旁边名为“证据”的文件夹里；不是文件的，只写材料名称",
        aliases=("证据", "证据文件名"),
    ),
    Column(
        PROMISED,
        "证据补齐期限",
        "补录而证据还不在手上的，写明哪一天补齐；没有写证据的，就是这一步应交的材料都到那天补齐",
    ),
    Column(CORRECTS, "更正记录号", "这一行更正（或作废）哪一条记录，写它的记录号"),
    Column(CORRECT_REASON, "更正原因", "更正、作废时必填"),
    Column(TO, "重开到", "退回、不通过时退到哪一步；不写按规定，写“无”则不退"),
)


def columns_of(noun: Noun) -> tuple[Column, ...]:
    """All columns of a noun's sheet. A noun's own field stands in place of the outer column."""
    outer = {column.key for column in AFTER}
    fields = tuple(
        Column(f.key, f.name, f.note, f) for f in noun.fields if f.type != "rows" and f.key not in {*outer, *MADE_HERE}
    )
    subject = subject_column(noun)
    before = [c for c in BEFORE if c.key != SUBJECT and c.head not in {f.head for f in fields}]
    if noun.about == BODY:
        before = [OF_A_BODY.get(c.key, c) for c in before]
    before += [subject] if subject is not None else []
    after = []
    for column in AFTER:
        if column.key == TO and not any(action.ending for action in noun.actions):
            continue
        field = noun.field(column.key)
        if field is None:
            after.append(column)
        else:
            after.append(Column(column.key, field.name, column.note, field, (column.head, *column.aliases)))
    return (*before, *fields, *after)


def subject_column(noun: Noun) -> Column | None:
    """The column for what a record speaks of (the plan version, the package …), headed with its own word.

    None where no action takes a subject, and where a field of the noun already says it (the slot of a document).
    """
    words = dict.fromkeys(a.subject_name for a in noun.actions if a.subject != "none" and a.subject_name)
    asked = [word for word in words if word not in {f.name for f in noun.fields}]
    if not asked:
        return None
    column = next(c for c in BEFORE if c.key == SUBJECT)
    return replace(column, head="或".join(asked))


def child_columns(noun: Noun, parent: Field) -> tuple[Column, ...]:
    """The columns of the sheet of a field that has rows."""
    head, other, word = ("单位代码", "单位名称", "单位") if noun.about == BODY else ("矿山编号", "矿山名称", "矿山")
    note = f"主表中那一行的{head}或名称；整份文件共有的留空"
    return (
        Column(RECORD, "记录号", "主表中那一行的记录号"),
        Column(SITE_CODE, head, note, aliases=(other, word)),
        *(Column(f.key, f.name, f.note, f) for f in parent.rows),
    )


def sheet_title(noun: Noun, child: Field | None = None) -> str:
    """A name Excel takes: at most 31 characters, without brackets, colons, stars, question marks and strokes."""
    title = noun.name if child is None else f"{noun.name}-{child.name}"
    return "".join(ch for ch in title if ch not in "[]:*?/\\")[:31]


def choices(noun: Noun) -> dict[str, tuple[Action, str]]:
    """What stands in the 事项 column → action and result; a word two actions share carries the action's title."""
    words: dict[str, int] = {}
    for action in noun.actions:
        for word in action.results.values():
            words[word] = words.get(word, 0) + 1
    found: dict[str, tuple[Action, str]] = {}
    for action in noun.actions:
        for result, word in action.results.items():
            found[word if words[word] == 1 else f"{word}（{action.title}）"] = (action, result)
    return found


def offered_words(noun: Noun) -> tuple[str, ...]:
    """All that may stand in the 事项 column of a noun."""
    return (*choices(noun), RETRACTION)


def required_words(noun: Noun, field: Field) -> str:
    """The 事项 for which a field must be filled, in words."""
    needed = []
    for action in noun.actions:
        if action.fields and field.key not in action.fields:
            continue
        needed += [word for result, word in action.results.items() if field.is_required(result)]
    return "、".join(dict.fromkeys(needed))


def takes(noun: Noun, action: Action, key: str) -> bool:
    """Whether an action takes a field of its noun."""
    return any(f.key == key for f in noun.fields_of(action))


def list_items(
    field: Field, lists: Mapping[str, Mapping[str, str]], programme_lists: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    kind, _, code = field.list.partition(":")
    return (lists if kind == "lists" else programme_lists).get(code, {})


def row_fields(noun: Noun) -> tuple[Field, ...]:
    """The fields of a noun that have a sheet of their own."""
    return tuple(f for f in noun.fields if f.type == "rows" and f.key not in MADE_HERE)


def children(nouns: Sequence[Noun]) -> dict[str, tuple[Noun, Field]]:
    """Sheet title of every field with rows → its noun and field."""
    return {sheet_title(noun, f): (noun, f) for noun in nouns for f in row_fields(noun)}

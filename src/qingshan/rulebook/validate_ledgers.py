"""Judgements on the ledger layouts, the control totals and how a register is read (附件2, 二)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from .draft import Draft
from .findings import Report, nearest
from .ledger_values import VALUE_TYPES, VALUES
from .lists import LISTS
from .nouns.site import SITE
from .programme import LedgerColumn, LedgerLayout
from .situation import FIGURES
from .toml_reader import Row, shown

TYPES = ("text", "enum", "multi", "date", "int", "area_ha", "area_mu", "money_wan", "percent", "bool")
LEDGER_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,9}")
"""A ledger's code stands in addresses and beside its file."""

SUMMED = frozenset({"int", "area_ha", "area_mu", "money_wan", "percent"})
AREAS = ("area_ha", "area_mu")
"""Types a column of areas may have: the figure is the same, printed in 公顷 or in 亩."""
WIDTHS = range(1, 121)
SUBTOTALS = ("coal", "noncoal", "unlicensed")
"""The groups a site without a category's own falls into (C-35)."""

DERIVED = {
    "programme:slots": "slot",
    "programme:categories": "category",
    "programme:criteria": "criterion",
    "programme:batches": "batch",
}


def judge_ledgers(draft: Draft, report: Report) -> None:
    """Reports every fault of the layouts, the totals, the situation paragraph and the register rules."""
    for row in draft.rows["ledger"]:
        _judge_layout(draft, report, row, row.value)
    _judge_both(draft, report)
    for row in draft.rows["control_total"]:
        if row.value.count < 0:
            report.judge(
                row.file, f"{row.key}.count", "bad_number", f"不能是负数：{row.value.count}", "写 0 或更大的数"
            )
        for name, values in row.value.where.items():
            _judge_condition(draft, report, row, f"{row.key}.where.{name}", name, values)
    _judge_subtotals(draft, report)
    _judge_situation(draft, report)
    _judge_register(draft, report)


def _judge_both(draft: Draft, report: Report) -> None:
    """One ledger holds the sites in scope, one those left out (C-36)."""
    rows = draft.rows["ledger"]
    for holds, word in (("included", "纳入治理"), ("excluded", "未纳入治理")):
        of_it = [row for row in rows if row.value.holds == holds]
        if rows and not of_it:
            hint = f'纳入和未纳入的各一张，各写 holds = "{holds}" 一次'
            report.judge(rows[0].file, f"ledger.{holds}", "missing_ledger", f"没有放{word}矿山的台账", hint)
        for row in of_it[1:]:
            told = f"放{word}矿山的台账已经有了：{of_it[0].value.code}"
            report.judge(
                row.file,
                f"{row.key}.holds",
                "duplicate_code",
                told,
                f'两张各放一种，写 holds = "{"excluded" if holds == "included" else "included"}"',
            )
    for row in rows:
        if not LEDGER_CODE.fullmatch(row.value.code):
            told = f"台账代码不能用：{row.value.code}"
            report.judge(
                row.file, f"{row.key}.code", "bad_code", told, '只用数字、字母和连字符，10 个以内，写 code = "A"'
            )


# ── layouts


def _judge_layout(draft: Draft, report: Report, row: Row, layout: LedgerLayout) -> None:
    if not layout.columns:
        report.judge(row.file, f"{row.key}.columns", "empty_value", "没有一栏", "写上各栏")
    expected = 1
    keys: set[str] = set()
    for column in layout.columns:
        at = f"{row.key}.columns[{column.key or column.no}]"
        if column.no not in (expected - 1, expected) or (expected == 1 and column.no != 1):
            told = f"列号 {column.no} 接不上前面的 {expected - 1}"
            report.judge(
                row.file,
                f"{at}.no",
                "number_gap",
                told,
                f"写 no = {expected}；与前一栏合在一个栏头下的，写 no = {max(expected - 1, 1)}；都不写 no 的自动编号",
            )
        expected = column.no + 1
        if column.key in keys:
            report.judge(row.file, f"{at}.key", "duplicate_code", f"“{column.key}”在这张台账里已经有了", "换一个键")
        keys.add(column.key)
        _judge_column(draft, report, row, at, column)
    _judge_print(report, row, layout)
    _judge_texts(report, row, layout)
    if not layout.subtotals:
        report.judge(
            row.file, f"{row.key}.subtotals", "empty_value", "没有小计组", '至少一组，写 subtotals = { all = "全部" }'
        )
    for group in SUBTOTALS:
        if group not in layout.subtotals and any(not c.subtotal for c in draft.values("category")):
            told = f"没有小计组“{group}”的名称"
            hint = "有档案类别没有写 subtotal，它们按持证和矿种归入 coal、noncoal、unlicensed，三组都要有名称"
            report.judge(row.file, f"{row.key}.subtotals.{group}", "missing_key", told, hint)


def _judge_column(draft: Draft, report: Report, row: Row, at: str, column: LedgerColumn) -> None:
    if column.type not in TYPES:
        told = f"不能写“{column.type}”"
        report.judge(row.file, f"{at}.type", "unknown_word", told, nearest(column.type, TYPES))
    if not column.value:
        report.judge(row.file, f"{at}.value", "ledger_no_value", "没有写明由什么填这一栏", nearest(column.key, VALUES))
    elif column.value not in VALUES:
        told = f"没有这种台账值“{column.value}”（各栏能由什么填，见 docs/ledger-columns.md）"
        report.judge(row.file, f"{at}.value", "unknown_value", told, nearest(column.value, VALUES))
    elif column.type in TYPES and column.type not in _types_for(column.value):
        told = f"台账值“{column.value}”是 {VALUE_TYPES[column.value]}，栏写作 {column.type}"
        hint = f'写 type = "{VALUE_TYPES[column.value]}"，或不写'
        report.judge(row.file, f"{at}.type", "type_disagrees", told, hint)
    if column.list and column.list not in _known_lists(draft):
        told = f"没有这个代码表“{column.list}”"
        report.judge(row.file, f"{at}.list", "unknown_list", told, nearest(column.list, _known_lists(draft)))
    if column.width not in WIDTHS:
        report.judge(
            row.file, f"{at}.width", "bad_number", f"栏宽不合适：{column.width}", "1 到 120 个字符，写 width = 12"
        )
    if column.total and column.type in TYPES and column.type not in SUMMED:
        told = f"{column.type} 不能相加"
        report.judge(
            row.file, f"{at}.total", "not_summed", told, "只有数字、面积、金额和百分比可以列入合计，写 total = false"
        )


def _judge_texts(report: Report, row: Row, layout: LedgerLayout) -> None:
    """What is printed as written has nothing to be filled in."""
    texts = [("units_line", layout.units_line), ("title", layout.title)]
    for name in ("foot", "foot_by_person"):
        texts += [(f"{name}[{index}]", text) for index, text in enumerate(getattr(layout, name), 1)]
    for name, text in texts:
        if "{" in text or "}" in text:
            told = f"照原样打印，没有可以填的名称：{text}"
            hint = '去掉花括号；署名处留空，如 foot = ["填报人：", "审核人：", "（盖章）"]。截止日期、编号、填报单位另有一行'
            report.judge(row.file, f"{row.key}.{name}", "unknown_placeholder", told, hint)


def _types_for(value: str) -> tuple[str, ...]:
    return AREAS if VALUE_TYPES[value] in AREAS else (VALUE_TYPES[value],)


def _judge_print(report: Report, row: Row, layout: LedgerLayout) -> None:
    """Sub-columns of one print group are neighbours under one printed head; at most twenty are printed (domain §2.2)."""
    printed = [column for column in layout.columns if column.printed]
    groups = [column.print_group or f"={column.key}" for column in printed]
    for index, column in enumerate(printed):
        if groups.index(groups[index]) == index or groups[index] == groups[index - 1]:
            continue
        at = f"{row.key}.columns[{column.key}].print_group"
        report.judge(
            row.file,
            at,
            "group_apart",
            f"打印组“{column.print_group}”不相邻",
            "同组的栏要排在一起，不合并的删去 print_group",
        )
    if len(set(groups)) > 20:
        told = f"打印表有 {len(set(groups))} 栏"
        report.judge(
            row.file,
            f"{row.key}.columns",
            "too_many_printed",
            told,
            "打印表至多 20 栏：要打印的写 printed = true，其余写 printed = false",
        )


def _known_lists(draft: Draft) -> set[str]:
    derived = {"categories", "slots", "criteria", "batches", "specialities", "complaint_conclusions"}
    return set(LISTS) | draft.codes("list") | derived


# ── figures counted from the register


def _judge_condition(draft: Draft, report: Report, row: Row, at: str, name: str, values: Iterable[Any]) -> None:
    """A key of the site's register data, "!" for "none of", and values its list knows."""
    field = SITE.field(name.removesuffix("!"))
    if field is None:
        told = f"登记数据没有“{name}”这一项"
        report.judge(row.file, at, "unknown_field", told, nearest(name, (f.key for f in SITE.fields)))
        return
    known = _words_of(draft, field.list)
    if not values:
        report.judge(
            row.file,
            at,
            "empty_value",
            "没有写任何值，谁也数不到",
            f"至少写一个值，如 {name} = [{'true' if field.type == 'bool' else chr(34) + '代码' + chr(34)}]",
        )
    for index, value in enumerate(values, 1):
        key = f"{at}[{index}]"
        if field.type == "bool" and not isinstance(value, bool):
            report.judge(row.file, key, "wrong_type", f"“{field.name}”不能是“{value}”", "应为 true 或 false")
        elif field.list and known is not None and not (isinstance(value, str) and value in known):
            told = f"“{field.name}”没有“{value}”这个代码"
            report.judge(row.file, key, "unknown_choice", told, nearest(str(value), known))


def _words_of(draft: Draft, name: str) -> set[str] | None:
    """The codes of a field's list; None when they cannot be known."""
    owner, _, code = name.partition(":")
    if owner == "lists":
        return set(LISTS.get(code, ()))
    if name in DERIVED:
        return draft.codes(DERIVED[name])
    found = next((one for one in draft.values("list") if one.code == code), None)
    return set(found.items) if found else None


def _judge_subtotals(draft: Draft, report: Report) -> None:
    known: Mapping[str, str] = next((layout.subtotals for layout in draft.values("ledger")), {})
    for row in draft.rows["category"]:
        word = row.value.subtotal
        if word and draft.rows["ledger"] and word not in known:
            told = f"台账没有小计组“{word}”"
            report.judge(row.file, f"{row.key}.subtotal", "unknown_subtotal", told, nearest(word, known))


def _judge_situation(draft: Draft, report: Report) -> None:
    row = draft.singles.get("notice")
    if row is None:
        return
    try:
        parsed = list(Formatter().parse(row.value.situation))
        named = [name for _, name, _, _ in parsed if name is not None]
        shaped = [name for _, name, spec, conversion in parsed if name is not None and (spec or conversion)]
    except ValueError:
        report.judge(row.file, "notice.situation", "bad_format", "花括号不成对", "每个数字写作 {名称}")
        return
    if shaped:
        told = f"花括号里只写名称：{'、'.join(shaped)}"
        report.judge(
            row.file,
            "notice.situation",
            "bad_format",
            told,
            '写 situation = "{district}登记持证矿山{licensed}家"，不带冒号和感叹号',
        )
        return
    known = {"district", *FIGURES, *draft.codes("control_total")}
    unknown = [name for name in named if name not in known]
    if unknown:
        told = f"没有这些数字：{'、'.join(unknown)}"
        report.judge(row.file, "notice.situation", "unknown_figure", told, nearest(unknown[0], known))


def _judge_register(draft: Draft, report: Report) -> None:
    row = draft.singles.get("register")
    if row is None:
        return
    rules = row.value
    known = {field.key for field in SITE.fields}
    for part in ("required", "headers", "defaults"):
        for index, name in enumerate(getattr(rules, part), 1):
            if name not in known:
                at = f"register.{part}[{index}]" if part == "required" else f"register.{part}.{name}"
                told = f"登记数据没有“{name}”这一项"
                report.judge(row.file, at, "unknown_field", told, nearest(name, known))
    for name, value in rules.defaults.items():
        values = value if isinstance(value, tuple) else (value,)
        if name in known:
            _judge_default(report, row, name, value)
            _judge_condition(draft, report, row, f"register.defaults.{name}", name, values)
    _judge_format(report, row, "code_format", rules.code_format, {"region": "1", "category": "1", "n": 1}, "n")
    _judge_format(report, row, "unnamed", rules.unnamed, {"n": 1}, "n")
    bounds = rules.bounds
    if bounds and (len(bounds) != 4 or not (bounds[0] < bounds[2] and bounds[1] < bounds[3])):
        report.judge(
            row.file, "register.bounds", "bad_number", "范围不成立", "依次为西、南、东、北，西小于东，南小于北"
        )


DEFAULTS: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "long": (str,),
    "enum": (str,),
    "multi": (tuple,),
    "bool": (bool,),
}
"""Field type → what a default of it is."""
DEFAULT_EXAMPLES = {"multi": '["代码"]', "bool": "false"}


def _judge_default(report: Report, row: Row, name: str, value: Any) -> None:
    """A default is of its field's type; days, areas and sums are each site's own and have none."""
    field = SITE.field(name)
    if field is None:
        return
    at = f"register.defaults.{name}"
    if field.type not in DEFAULTS:
        told = f"“{field.name}”每处矿山各不相同，不能有缺省值"
        report.judge(row.file, at, "default_of_own", told, "删去这一行")
    elif not isinstance(value, DEFAULTS[field.type]):
        told = f"“{field.name}”的缺省值不能写成 {shown(value)}"
        hint = f"写 {name} = {DEFAULT_EXAMPLES.get(field.type, chr(34) + '文字' + chr(34))}"
        report.judge(row.file, at, "wrong_type", told, hint)


def _judge_format(report: Report, row: Row, name: str, form: str, params: Mapping[str, Any], needs: str) -> None:
    judge_format(report, row, f"register.{name}", form, params, needs)


def judge_format(report: Report, row: Row, key: str, form: str, params: Mapping[str, Any], needs: str) -> None:
    """A format that can be filled with these names and holds the one that makes the result unique."""
    if re.search(r"\{[^}]*\d{3}[^}]*\}", form):
        report.judge(row.file, key, "bad_format", f"写法不能用：{form}", "不要写三位以上的数字")
        return
    try:
        form.format(**params)
        other = form.format(**{**params, needs: 2})
    except (KeyError, ValueError, IndexError, AttributeError, TypeError):
        report.judge(row.file, key, "bad_format", f"写法不能用：{form}", f"可用的名称：{'、'.join(params)}")
        return
    if other == form.format(**params):
        report.judge(
            row.file,
            key,
            "bad_format",
            f"没有用到 {{{needs}}}，各号会相同",
            f'写上 {{{needs}}}，如 {key.rpartition(".")[2]} = "{form}-{{{needs}}}"',
        )

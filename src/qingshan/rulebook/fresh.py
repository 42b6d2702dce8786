"""The files of a new notice that builds on a base: what must be decided is marked 待填, the rest taken over.

Texts only; who calls writes them. docs/new-notice.md leads through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .base import OWN, PARTY_KEYS, clauses_named, on_its_base, tables_of
from .calendar import seed_calendar
from .findings import Report
from .toml_source import read_folder
from .toml_writer import toml_text
from .upgrade import FORMAT


@dataclass(frozen=True, slots=True)
class Fresh:
    """`bases`: name → folder, `base` among them. `years`: first and last year the notice runs. `region`, `district` may
    be empty and are then to be filled."""

    code: str
    base: str
    bases: Mapping[str, Path]
    years: tuple[int, int]
    region: str = ""
    district: str = ""


def fresh_files(new: Fresh) -> dict[str, str]:
    """File name → text."""
    tables = tables_of(on_its_base(read_folder(new.bases[new.base], Report()), new.bases, Report()))
    district = new.district or "待填：县（市、区）名称"
    return {
        "1-通知.toml": _head(new, district),
        "2-各方.toml": _bodies(tables),
        "3-期限与目标.toml": _days(new),
        "4-台账.toml": _ledgers(tables, new.district or "待填：县名"),
        "5-与样板的不同.toml": _base(new, tables),
        "6-放假安排.toml": _calendar(new.years),
    }


def _head(new: Fresh, district: str) -> str:
    first = new.years[0]
    region = new.region or "待填：六位行政区划代码，如 110105"
    return f"""# 一、通知本身。凡写着“待填”的，照纸上的通知填好（连“待填”二字一起换掉），其余可以不动。
# 每填几处就检查一次：qingshan programme validate 这个文件夹。它逐条指出还差什么、错在哪里、怎样改。
# 文字加引号；日期写作 {first}-03-01，不加引号；“#”后面是说明，不起作用。

[notice]
code = "{new.code}"
name = "{district}矿山环境治理恢复"
# 这份数据的版本，自己编。启用以后要改，先把版本号加大。
version = "1.0"
# 这些文件的写法是第几版，不用改。
format = {FORMAT}
document_no = "待填：文号，在通知标题下面，如 某政办〔{first}〕12号"
title = "待填：通知的全称"
issuer = "待填：印发机关，即落款"
issued_on = "待填：成文日期，在落款下面，写作 {first}-03-01，不加引号"
region = "{region}"
district = "{district}"
# 台账随文的情况段。花括号里的数字由登记数据数出；可用的名称写错时，检查会列出来。
situation = "{{district}}登记持证矿山{{licensed}}家，已注销{{cancelled}}家；无证采矿点{{unlicensed}}处。"

# 登记表怎样读、怎样编号。bounds 是本县（市、区）的范围，依次为西、南、东、北（度），写上以后坐标离谱的会提示。
[register]
code_format = "{{region}}-KS-{{category}}-{{n:03d}}"
bounds = []

# 条款清单：通知里要引用的每一条写一张 [[clause]]，code 照通知的编号写，summary 是自己拟的一句话。
# 先有“全文”这一条就能用；以后逐条补，页面上的条款号就会指到补上的那一条。

[[clause]]
code = "全文"
summary = "通知全文；没有单独列出的规定都归到这里"

# [[clause]]
# code = "第八条"
# summary = "方案经专家评审通过后方可施工"
"""


def _bodies(tables: Mapping[str, Any]) -> str:
    parts = [
        """# 二、各方。做这些事的各是哪一家：换上名称，code 不要改；一家做几样的，写在“5-与样板的不同.toml”的 [base.parties]。
# records 写这一方的人自己录入哪些记录；没有写的，牵头办公室和街道（乡镇）按惯例，其余各方只能归档文件。

# 街道、乡镇、管委会：一个一张，code 用行政区划代码或自己编的短代码，登记表里的叫法都写进 aliases。
[[party]]
code = "street-1"
name = "待填：第一个街道（乡镇）的全称"
kind = "street"
clause = "全文"
aliases = []

# [[party]]
# code = "street-2"
# name = "某某镇人民政府"
# kind = "street"
# clause = "全文"
# aliases = ["某某镇"]
"""
    ]
    used = set(_parties_named(tables))
    parts += [_body(row) for row in tables["party"] if row["code"] in used]
    return "\n".join(parts)


def _body(row: Mapping[str, Any]) -> str:
    """A body of the base with its name to be filled; what it does there stands beside it."""
    kept = {"code": row["code"], "name": f"待填：{row['name']}", "kind": row["kind"], "clause": "全文"}
    for key in ("short", "records"):
        if row.get(key):
            kept[key] = row[key]
    if row["kind"] == "office":
        kept["short"] = "待填：牵头办公室的简称，如 县专项办"
    if row["kind"] == "role":
        kept |= {"name": "各街道（乡镇）", "short": "待填：属地统称，如 乡镇"}
    return toml_text({"party": [kept]})


def _parties_named(tables: Mapping[str, Any]) -> Iterable[str]:
    for name, table in tables.items():
        if name not in OWN:
            yield from _words(table)


def _words(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key in PARTY_KEYS and isinstance(one, str):
                yield one
            elif key == "parties" and isinstance(one, list):
                yield from one
            else:
                yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)


def _days(new: Fresh) -> str:
    first, last = new.years
    return f"""# 三、期限与目标：通知里写着“……前完成”“分……阶段”的地方。

# 阶段：全部任务从哪天到哪天。通知分几个阶段就写几张，日期不重叠；只有一个总期限的，一张就够。
[[phase]]
code = "whole"
name = "治理恢复"
clause = "全文"
starts_on = "待填：开始的日期，写作 {first}-03-01，不加引号"
ends_on = "待填：全部完成的日期，写作 {last}-12-31，不加引号"

# 目标：到某日累计完成百分之几，最后一条是 100；通知写处数的，percent 一行换成 count = 12，也写累计数。kind 写 floor（必须达到）或 stretch（力争）。
[[target]]
code = "all"
name = "全部完成"
kind = "floor"
clause = "全文"
by = "待填：全部完成的日期"
percent = 100
level = "district"

# 年度名单：每年一批，on 是这一批完成销号的最后一天。
[[batch]]
batch = "{last}"
on = "待填：这一年的销号期限，写作 {last}-11-30，不加引号"
clause = "全文"

# 某一步另有期限的，写一张；stage 用步骤的代码，见 qingshan programme show。
# [[deadline]]
# stage = "survey"
# on = {first}-06-30
# clause = "第五条"

# 底数：通知写明的数字，与登记数据对账。没有就不写。
# [[control_total]]
# code = "unlicensed"
# name = "无证采矿点"
# clause = "第二条"
# count = 12
# where = {{ is_licensed = [false] }}

# 台账几时报：weekday 1 是周一，7 是周日；首期日期要正好是那一天。
# 每两周一报的，加一行 every_weeks = 2；每月一报的，weekday 换成 day_of_month = 25。
# street_cutoff_weekday 是各街道（乡镇）周几前报齐；每月一报的，换成 street_cutoff_day = 20，每月20日前。遇节假日：holiday_policy = "next_workday" 顺延。
[weekly]
weekday = 5
first_on = "待填：第一期台账的日期，要正好是上面的星期几"
last_on = "待填：最后一期的日期"
street_cutoff_weekday = 4
number_format = "TZ-{{year}}-W{{n:02d}}"

# 公示几天：day_kind 写 calendar（自然日）或 working（工作日）。
[publicity]
days = 7
day_kind = "calendar"
"""


def _ledgers(tables: Mapping[str, Any], district: str) -> str:
    word = {"included": "纳入治理范围", "excluded": "未纳入治理范围"}
    rows = [
        {
            "code": row["code"],
            "title": f"{district}矿山生态环境治理恢复工作台账（{word[row['holds']]}）",
            "sheet": row["sheet"],
            "clause": "全文",
        }
        for row in tables["ledger"]
    ]
    return (
        "# 四、两册台账的名称。sheet 是工作表和页面上的短名，照通知附件的编号写。各栏沿用样板；\n"
        "# 通知附了表样的，把 columns 整个写在这里，可用的栏见 docs/ledger-columns.md。\n\n"
        + toml_text({"ledger": rows})
    )


def _base(new: Fresh, tables: Mapping[str, Any]) -> str:
    summaries = {row["code"]: row.get("summary", "") for row in tables["clause"]}
    named = [code for code in clauses_named(tables) if code in summaries]
    order = [row["code"] for row in tables["clause"]]
    lines = "\n".join(f'# "{code}" = ""  # {summaries[code]}' for code in sorted(named, key=order.index))
    stages = "、".join(f"{row['code']} {row['name']}" for row in tables["stage"])
    return f"""# 五、与样板的不同。这里没有写的，步骤、关口、档案、代码表都照样板 {new.base}。改了哪些，随时可以看：
#   qingshan programme show 这个文件夹 --differences
# 要改一行，在任一文件里写同一代码的表，只写要改的键；要加一行，写新代码的表。
#   例：[[stage]]  code = "review"  name = "专家评审"  clause = "第八条"
# 样板的步骤：{stages}

[base]
extends = "{new.base}"
# 整张表自己写、不要样板的：如 replace = ["category", "slot"]
replace = []

# 不要的行。例：stage = ["recognition"] 去掉一步，引用它的地方一并去掉。
[base.without]
# stage = ["recognition"]

# 先后不同的：把全部代码按本通知的先后写一遍。
[base.order]
# stage = ["survey", "verification"]

# 样板里的某一方在本通知里用别的代码的。例：epb = "ecology"，同时删去“2-各方.toml”里 epb 那一张
[base.parties]

# 样板里的每一件事在本通知的哪一条。"*" 是其余全部。逐条对的，去掉行首的 # 填上。
[base.clauses]
"*" = "全文"
{lines}
"""


def _calendar(years: tuple[int, int]) -> str:
    known = [year for year in range(years[0] - 1, years[1] + 1) if _is_known(year)]
    if not known:
        first, last = years[0] - 1, years[1]
        return (
            "# 六、放假安排：没有这几年的公开资料，照国务院办公厅的通知补上；周一至周五不用写。\n\n[calendar]\n"
            'version = "待填：照哪几份放假安排写的"\n'
            f"first = {first}-01-01\nlast = {last}-12-31\ndays_off = []\ndays_worked = []\n"
        )
    table = seed_calendar(known)
    rows = {
        "version": f"国务院办公厅{known[0]}—{known[-1]}年放假安排，待核对",
        "first": table.first,
        "last": table.last,
        "days_off": sorted(table.days_off),
        "days_worked": sorted(table.days_worked),
    }
    note = "# 六、放假安排：由公开资料生成，启用前对照国务院办公厅的通知核对一遍。days_worked 是调休上班的周末。\n\n"
    return note + toml_text({"calendar": rows}).replace(", ", ",\n    ")


def _is_known(year: int) -> bool:
    try:
        seed_calendar([year])
    except ValueError:
        return False
    return True

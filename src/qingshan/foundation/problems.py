"""One numbered catalogue of what a user can do wrong (style 13, 16). The whole part of a number is its HTTP status.

A retired number is never reused. Rule refusals carry the rulebook's blockers, each with its clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qingshan.rulebook.sentences import say
from qingshan.rulebook.status import Blocker

CATALOGUE: dict[str, tuple[str, str]] = {
    "unknown_site": ("404.1", "没有这个档案，或不在你的辖区：{site}。"),
    "not_there_yet": ("404.1", "{site}是 {founded} 由 {parent} 拆分出来的，{on} 还没有这一处。看 {parent}，或改日期。"),
    "unknown_login": ("404.2", "没有登录名为 {login} 的人。"),
    "unknown_issue": ("404.3", "没有签发过这一期台账：{number}。"),
    "unknown_programme": ("404.4", "找不到通知方案 {name}。现有：{known}。"),
    "unknown_record": ("404.5", "没有这条记录：{record}。"),
    "unknown_organisation": ("404.6", "没有这个单位：{organisation}。"),
    "unknown_mapping": ("404.31", "{sender} 没有 {head} 的对照。有对照的来文单位：{known}。"),
    "unknown_import": ("404.32", "没有这次导入：{key}。"),
    "unknown_draft": ("404.61", "没有这份表，或不归你审。"),
    "unknown_archive": ("404.20", "没有签过这一份摸底档案汇总：{number}。"),
    "not_allowed": ("403.1", "{who}不能办“{title}”，这一步由{party}办。"),
    "outside_jurisdiction": ("403.2", "{site} 不在{who}的辖区，不能办“{title}”。"),
    "inactive_person": ("403.3", "{login} 在 {on} 没有任职，不能办事。"),
    "blocked": ("409.1", "还不能{title}：差 {count} 项。"),
    "stale": ("409.2", "这一页过期了：{site} 已有新记录。核对后再提交。"),
    "already_issued": (
        "409.3",
        "第 {weeks} 期已于 {issued_on} 签发（{number}）。要改用更正件：--supersede --reason 写明原因。",
    ),
    "nothing_to_supersede": ("409.4", "第 {weeks} 期还没有签发，没有可更正的。"),
    "not_an_issue_day": ("409.5", "{on} 不是报送日。最近的报送日：{before}、{after}。"),
    "figures_fell": ("409.6", "{count} 个累计数比上期减少而没有更正记录，不能签发。"),
    "same_person": ("409.7", "填报人和审核人不能是同一个人：{person}。"),
    "past_day": ("409.62", "你在看 {on} 的情况，只能看，不能办。回到今天再办。"),
    "draft_moved": ("409.61", "这份表刚被别人办过，或填报人又改了。请刷新看现在的样子。"),
    "store_exists": ("409.8", "数据文件夹 {folder} 里已经有一个库，不再初始化。"),
    "no_store": ("409.9", "数据文件夹 {folder} 里没有库。先运行：qingshan init --data {folder} --programme 名称。"),
    "store_newer": ("409.10", "数据文件夹由更新的版本 {theirs} 写成，本程序是 {ours}，不能打开。请升级程序。"),
    "programme_changed": (
        "409.11",
        "通知方案 {name} 的文件和启用时不同，而版本号仍是 {version}。已启用的版本不能改：请改版本号，或恢复原文件。",
    ),
    "programme_clash": ("409.15", "文件夹 {folder} 里已有另一份 {code}。请给新的一份改 code，或先移走旧的。"),
    "number_taken": (
        "409.26",
        "编号 {number} 已用于 {due_on} 报送的一期（按版本 {version}），不能再用。通知现行版本改了 [weekly]，期号重了：请启用一个新版本，把 number_format 写成与以前不同的样子，或改 first_on 使期号接着往下排。",
    ),
    "programme_outside": (
        "409.24",
        "通知方案只存进数据文件夹的 programmes/，“{folder}”会写到别处。请改 code 或 version。",
    ),
    "version_not_later": (
        "409.25",
        "版本 {version} 不比现行的 {ours} 新。版本号只能往上走（数字按大小比，2018.9 < 2018.10）；要退回旧内容，也请写一个更大的版本号。",
    ),
    "version_published": (
        "409.22",
        "版本 {version} 已于 {on} 启用，启用过的版本不能改。请在 notice.toml 里写一个新的版本号。",
    ),
    "version_unfit": ("409.23", "版本 {version} 不能接替 {ours}：有 {count} 处与已录入的内容不合。"),
    "folder_not_empty": ("409.12", "文件夹 {folder} 不是空的，不能恢复到这里。"),
    "two_databases": (
        "409.16",
        "文件夹 {folder} 里有 SQLite 的库，而 DATABASE_URL 指向 {place}。请先取消 DATABASE_URL；要搬过去，再运行：qingshan store move --to 地址。",
    ),
    "other_store": ("409.17", "{place} 里的库不是文件夹 {folder} 的，不能打开。请核对 DATABASE_URL 和 --data。"),
    "database_not_empty": ("409.18", "{place} 里已经有内容，不能搬到这里。请换一个空库。"),
    "same_database": ("409.19", "库已经在 {place}，不用搬。"),
    "row_unfit": ("409.20", "表 {table} 的第 {key} 行搬不过去：{why}"),
    "copy_differs": ("409.21", "抄过去的表 {table} 和原来的不一样，没有搬。原来的库照旧使用。"),
    "replaced_already": ("409.13", "{record} 已经被更正过，请更正最新的那一条：{head}。"),
    "not_confirmed": ("409.14", "有 {count} 处变化需要确认。看过上面的清单后，加 --yes 再运行一次。"),
    "entered_otherwise": (
        "409.31",
        "记录号 {record} 已在档，这一行与档案不同，没有存：{what}。要改请另起一行，更正记录号写 {record}，并写更正原因。",
    ),
    "registered_otherwise": ("409.32", "{site} 已经登记，这一行与档案不同，没有存：{what}。要改请用“变更登记”。"),
    "import_changed": ("409.33", "没有导入：预览之后，{what}。请看过新的预览再导入。"),
    "import_not_ready": ("409.34", "没有导入：{why}。"),
    "bad_mapping": ("422.31", "“{head}”不能这样对照：{why}。"),
    "archive_signed_already": (
        "409.30",
        "截至 {on} 的摸底档案汇总已经签过（{number}）。要另出一份代替它：--supersede --reason 写明原因。",
    ),
    "no_archive_to_supersede": ("409.35", "还没有截至 {on} 的摸底档案汇总，没有可代替的。"),
    "reason_needed": ("422.1", "更正要写明原因。"),
    "bad_value": ("422.2", "{field}：{value} {why}"),
    "missing_fields": ("422.3", "“{title}”缺少：{fields}。"),
    "unknown_result": ("422.4", "“{title}”没有“{result}”这个结果。可用：{known}。"),
    "missing_subject": ("422.5", "“{title}”要写明{subject}。"),
    "role_conflict": ("422.6", "{person} 已任{held}，不能兼任{role}：管理岗互相排斥，也不兼业务岗。"),
    "import_refused": ("422.7", "有 {count} 处必须先改正，没有导入任何内容。"),
    "file_refused": ("422.8", "{file}：{why}"),
    "backup_damaged": ("422.9", "备份文件不完整：{what}。"),
    "future_date": ("422.10", "{happened_on} 在今天 {today} 之后，还没有发生。"),
    "unknown_action": ("422.11", "没有“{action}”这个事项。"),
    "weak_password": ("422.12", "口令至少 10 位，并含大写字母、小写字母、数字、符号中的三种。"),
    "unknown_file": ("422.13", "证据“{title}”的文件不在档案里，不能算数。请把文件一起交来。"),
    "bad_database_url": ("422.14", "DATABASE_URL 写得不对。应写成 {shape}。"),
    "environment": ("500.1", "{what}"),
    "no_postgis": (
        "500.2",
        "PostgreSQL 里没有 PostGIS，也装不上：{why}。请管理员在这个库里运行一次：CREATE EXTENSION postgis;",
    ),
}
"""Code → number and sentence."""


class Problem(Exception):
    """A user's mistake or a refusal: `code` of the catalogue, `params` for its sentence, `blockers` of the rulebook."""

    def __init__(
        self, code: str, *, blockers: Sequence[Blocker] = (), lines: Sequence[str] = (), **params: Any
    ) -> None:
        self.code = code
        self.params = params
        self.blockers = tuple(blockers)
        self.lines = tuple(lines)
        self.number, template = CATALOGUE[code]
        self.sentence = template.format(**params)
        super().__init__(self.sentence)

    @property
    def status(self) -> int:
        return int(self.number.split(".")[0])

    def as_json(self) -> dict[str, Any]:
        """Keys: code, number, message, params, blockers (code, clause, message, params), lines."""
        return {
            "code": self.code,
            "number": self.number,
            "message": self.sentence,
            "params": {key: str(value) for key, value in self.params.items()},
            "blockers": [blocker_json(b) for b in self.blockers],
            "lines": list(self.lines),
        }


def blocker_json(blocker: Blocker) -> dict[str, Any]:
    return {
        "code": blocker.code,
        "clause": blocker.clause,
        "message": say(blocker),
        "params": {key: str(value) for key, value in blocker.params.items()},
    }

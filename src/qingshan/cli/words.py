"""The words of the command: every subcommand with its options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import qingshan

from . import (
    adoption,
    archives,
    bodies,
    imports,
    ledgers,
    lists,
    mappings,
    notice,
    panels,
    reading,
    running,
    sites,
    store,
    tracing,
)


def a_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{text} 不是日期，应写成 2019-10-24") from fault


def a_port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} 不是端口，应是 1 到 65535 的整数")
    return int(text)


def two_years(text: str) -> tuple[int, int]:
    """2020-2022, or one year."""
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit() and 1990 <= int(first) <= int(last or first) <= 2100):
        raise argparse.ArgumentTypeError(f"{text} 不是起止年份，应写成 2020-2022")
    return int(first), int(last or first)


def an_instant(text: str) -> datetime:
    """A Beijing instant; a bare date means its end."""
    from qingshan.rulebook.facts import BEIJING

    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), datetime.max.time(), BEIJING)
        found = datetime.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{text} 不是时间，应写成 2019-10-24 或 2019-10-24T10:00") from fault
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)


def figures(count: int) -> Callable[[str], tuple[float, ...]]:
    """A type for so many degrees between commas."""

    def read(text: str) -> tuple[float, ...]:
        parts = text.replace("，", ",").split(",")
        try:
            found = tuple(float(part) for part in parts)
        except ValueError as fault:
            raise argparse.ArgumentTypeError(f"{text} 应是用逗号隔开的 {count} 个数") from fault
        if len(found) != count or not all(-180 <= one <= 180 for one in found):
            raise argparse.ArgumentTypeError(f"{text} 应是用逗号隔开的 {count} 个数，单位为度")
        return found

    return read


def metres(text: str) -> float:
    try:
        found = float(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{text} 不是米数") from fault
    if not 0 <= found <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text} 不是米数，应在 0 到 1000000 之间")
    return found


class Words:
    """Adds commands: `run` is a command's function, `needs` what must be open before it."""

    def __init__(self, parser_class: type[argparse.ArgumentParser]) -> None:
        self.parser_class = parser_class
        self.parser = parser_class(prog="qingshan", description="青山：矿山恢复治理工作台")
        self.parser.add_argument("--version", action="version", version=f"qingshan {qingshan.__version__}")
        self.commands: Any = self.parser.add_subparsers(title="命令", metavar="命令", parser_class=parser_class)

    def group(self, name: str, text: str) -> Any:
        made = self.commands.add_parser(name, help=text, description=text)
        return made.add_subparsers(title="子命令", metavar="子命令", parser_class=self.parser_class, required=True)

    def add(self, under: Any, name: str, run: Callable[..., Any], text: str, *, needs: str = "store") -> Any:
        made = under.add_parser(name, help=text, description=text)
        made.add_argument("--data", metavar="DIR", help="数据文件夹（默认 QINGSHAN_DATA 或 ./data）")
        made.add_argument("--json", action="store_true", help="用 JSON 回答")
        made.set_defaults(run=run, needs=needs)
        return made


def _as(command: Any) -> Any:
    """A command that writes says as whom."""
    command.add_argument("--as", dest="login", metavar="LOGIN", default="", help="以谁的身份办（默认记为控制台操作员）")
    return command


def build_parser(parser_class: type[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Every subcommand with its options."""
    words = Words(parser_class)
    for add in (
        _running,
        _imports,
        _mappings,
        _sites,
        _bodies,
        _ledgers,
        _archives,
        _lists,
        _panels,
        _programmes,
        _keeping,
    ):
        add(words)
    return words.parser


def _running(words: Words) -> None:
    demo = words.add(words.commands, "demo", running.demo, "建一个虚构的演示区并打开", needs="founding")
    demo.add_argument("--port", type=a_port, default=8000)
    demo.add_argument("--no-serve", action="store_true", help="只建数据，不开网页")
    serve = words.add(words.commands, "serve", running.serve, "开网页服务")
    serve.add_argument("--port", type=a_port, default=8000)
    serve.add_argument("--host", default="127.0.0.1", help="监听地址；办公网内用 0.0.0.0")
    init = words.add(words.commands, "init", store.init, "建一个新库：通知方案、单位、第一个管理员", needs="founding")
    init.add_argument("--programme", default="shuimogou-2018", metavar="NAME|DIR", help="通知方案的名称或文件夹")
    init.add_argument("--region", default="", help="行政区划代码（默认取通知方案里的）")
    status = words.add(words.commands, "status", reading.status, "各处停在哪一步，为什么")
    status.add_argument("sites", nargs="*", metavar="SITE", help="档案号或名称（默认全部）")
    status.add_argument("--on", type=a_date, help="截至哪一天（默认今天）")
    status.add_argument("--known-at", type=an_instant, help="只用这一刻之前录入的")


def _imports(words: Words) -> None:
    bring = words.group("import", "导入")
    register = _as(words.add(bring, "register", imports.register, "导入矿山名册"))
    register.add_argument("files", nargs="+", metavar="FILE", help="xlsx、xls、csv、文件夹或 zip")
    register.add_argument("--dry-run", action="store_true", help="只看，不存")
    register.add_argument("--yes", action="store_true", help="确认变化")
    register.add_argument("--on", type=a_date, help="登记（或变更）发生的日期")
    register.add_argument("--from", dest="sender", default="", metavar="SENDER", help="来文单位：用它的表头对照")
    register.add_argument(
        "--map", action="append", metavar="HEAD=FIELD", help="表头读作哪一项（记在 --from 名下），可写多次"
    )
    register.add_argument("--annotated", metavar="OUT.xlsx", help="写一份批注副本：错格标红，原因在批注里")
    facts = _as(words.add(bring, "facts", imports.facts, "导入事项工作簿"))
    facts.add_argument("file", metavar="FILE")
    facts.add_argument("--dry-run", action="store_true", help="只看，不存")
    facts.add_argument("--annotated", metavar="OUT.xlsx", help="写一份批注副本：错格标红，原因在批注里")
    facts.add_argument("--accept-good", action="store_true", help="有行被拒时仍存下其余各行")
    words.add(bring, "list", imports.listing, "列出导入过的名册")
    show = words.add(bring, "show", imports.show, "一次导入写了哪些记录")
    show.add_argument("key", metavar="IMPORT", help="编号，见 import list")
    polygons = _as(words.add(bring, "polygons", sites.polygons, "导入矿区或破坏区的范围"))
    polygons.add_argument("files", nargs="+", metavar="FILE", help="界址点 TXT、shp（或其 zip）、gpkg、kml、geojson")
    polygons.add_argument(
        "--kind", choices=("licence", "damage"), default="", help="矿区范围或破坏范围（默认看文件自己怎么写）"
    )
    polygons.add_argument("--dry-run", action="store_true", help="只看，不存")
    polygons.add_argument("--yes", action="store_true", help="确认变化")
    polygons.add_argument("--on", type=a_date, help="测绘或变更的日期（默认今天）")
    template = words.add(bring, "template", imports.template, "写一本空的事项工作簿")
    template.add_argument("--out", default="青山事项导入模板.xlsx", metavar="FILE")
    template.add_argument("--only", metavar="NAMES", help="只写这几类的工作表，如 周报,治理（默认全部）")


def _mappings(words: Words) -> None:
    mapping = words.group("mapping", "来文单位的表头对照")
    listed = words.add(mapping, "list", mappings.listing, "列出全部对照")
    listed.add_argument("--from", dest="sender", default="", metavar="SENDER", help="只列这个来文单位")
    shown = words.add(mapping, "show", mappings.show, "一个来文单位的对照")
    shown.add_argument("sender", metavar="SENDER")
    export = words.add(mapping, "export", mappings.export, "写成文件（toml 或 json），可交给别的区")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--from", dest="sender", default="", metavar="SENDER", help="只写这个来文单位")
    bring = _as(words.add(mapping, "import", mappings.bring, "读入对照文件"))
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("--from", dest="sender", default="", metavar="SENDER", help="全部记在这个来文单位名下")
    bring.add_argument("--dry-run", action="store_true", help="只检查，不存")
    forget = _as(words.add(mapping, "forget", mappings.forget, "忘掉一个来文单位的对照"))
    forget.add_argument("sender", metavar="SENDER")
    forget.add_argument("--head", default="", metavar="HEAD", help="只忘这一个表头")


def _bodies(words: Words) -> None:
    listed = words.add(words.commands, "bodies", bodies.bodies, "各单位欠什么、有哪些督办事项")
    listed.add_argument("bodies", nargs="*", metavar="BODY", help="单位代码或名称（默认全部）")
    listed.add_argument("--known-at", type=an_instant, help="只用这一刻之前录入的")
    seats = words.add(words.commands, "seats", bodies.seats, "工作组的席位，有任务无席位的单位")
    words.add(words.commands, "duties", bodies.duties, "各单位的责任清单")
    policies = words.add(words.commands, "policies", bodies.policies, "政策文件的上下级")
    for command in (listed, seats, policies):
        command.add_argument("--on", type=a_date, help="截至哪一天（默认今天）")


def _archives(words: Words) -> None:
    archive = words.group("archive", "摸底档案汇总")
    snapshot = words.add(archive, "snapshot", archives.snapshot, "汇总一份摸底档案并签字")
    snapshot.add_argument("--on", type=a_date, required=True, help="截至哪一天")
    snapshot.add_argument("--by", required=True, metavar="LOGIN", help="签字人的登录名，要有审核权")
    snapshot.add_argument("--prepared-by", default="", metavar="NAME", help="汇总人（不能是签字人；默认控制台操作员）")
    snapshot.add_argument("--out", default=".", metavar="DIR", help="文件放在哪里")
    snapshot.add_argument("--supersede", action="store_true", help="同一天已有一份，另出一份代替它")
    snapshot.add_argument("--reason", default="", help="代替的原因")
    verify = words.add(archive, "verify", archives.verify, "重算已签字的摸底档案，逐份比较")
    verify.add_argument("archives", nargs="*", metavar="NUMBER", help="编号（默认全部）")


def _sites(words: Words) -> None:
    site = words.group("site", "一处矿山")
    show = _as(words.add(site, "show", sites.show, "登记数据、位置、范围和面积"))
    show.add_argument("site", metavar="CODE", help="档案号")
    show.add_argument("--on", type=a_date, help="截至哪一天（默认今天）")
    twins = _as(words.add(site, "twins", sites.twins, "相距很近、可能是同一处的矿山"))
    twins.add_argument("--metres", type=metres, metavar="N", help="相距不到多少米（默认按通知方案）")
    find = _as(words.add(site, "find", sites.find, "按位置找矿山"))
    find.add_argument("--box", type=figures(4), metavar="W,S,E,N", help="经纬度范围：西,南,东,北")
    find.add_argument("--near", type=figures(2), metavar="LON,LAT", help="一个地点：经度,纬度")
    find.add_argument("--metres", type=metres, default=500, metavar="N", help="离这个地点多少米以内（默认 500）")


def _ledgers(words: Words) -> None:
    ledger = words.group("ledger", "工作台账")
    issue = _as(words.add(ledger, "issue", ledgers.issue, "签发一期台账"))
    issue.add_argument("--on", type=a_date, required=True, help="报送日")
    issue.add_argument("--out", default=".", metavar="DIR", help="工作簿放在哪里")
    issue.add_argument("--supersede", action="store_true", help="更正已签发的一期")
    issue.add_argument("--reason", default="", help="更正原因")
    issue.add_argument("--prepared-by", default="", metavar="NAME", help="填报人（不能是签发人）")
    words.add(ledger, "list", ledgers.listing, "列出已签发的各期")
    export = _as(words.add(ledger, "export", ledgers.export, "取出已签发的一期"))
    export.add_argument("issue", metavar="ISSUE", help="编号、报送日或期号")
    export.add_argument("--out", default=".", metavar="DIR")
    differ = words.add(ledger, "diff", ledgers.differences, "两期之间逐格变化")
    differ.add_argument("first", metavar="ISSUE")
    differ.add_argument("second", metavar="ISSUE")


def _lists(words: Words) -> None:
    listed = words.group("list", "清单")
    for name, run, text in (
        ("procedures", lists.procedures, "政府投资项目的前期手续，评审后等手续用了多少天"),
        ("orders", lists.orders, "责令治理：期限、逾期、代治理与追偿"),
        ("funds", lists.funds, "资金来源、预算、专项申报与缺口"),
        ("cases", lists.cases, "无证采矿点的案件与落实的治理"),
        ("alarms", lists.alarms, "反弹、整改逾期、责令逾期，和销号后的管护"),
    ):
        made = words.add(listed, name, run, text)
        made.add_argument("sites", nargs="*", metavar="SITE", help="档案号或名称（默认全部）")
        made.add_argument("--on", type=a_date, help="截至哪一天（默认今天）")


def _panels(words: Words) -> None:
    panel = words.group("panel", "评审专家")
    draw = _as(words.add(panel, "draw", panels.draw_panel, "按公开的种子抽取评审专家，人人可以重算"))
    draw.add_argument("pool", metavar="FILE", help="专家库：姓名、专业、工作单位；写了回避理由的不参加抽取")
    draw.add_argument("--seed", required=True, metavar="TEXT", help="当天公开的种子；校验码事先公布")
    draw.add_argument("--number", action="append", default=[], metavar="专业=人数", help="各专业人数（默认按通知方案）")
    draw.add_argument("--record", action="append", default=[], metavar="SITE=VERSION", help="记入这些矿山的方案版本")
    draw.add_argument("--on", type=a_date, help="抽取日期（默认今天）")
    draw.add_argument("--announced", type=a_date, help="种子校验码公布日期（记入时必填）")
    draw.add_argument("--drawn-by", default="", metavar="NAME", help="抽取单位（记入时必填）")
    draw.add_argument("--meeting", default="", metavar="NAME", help="评审会")
    batch = words.group("batch", "年度名单")
    propose = words.add(batch, "propose", panels.propose_batch, "给还没有年度的矿山排序，提出年度名单")
    propose.add_argument("--on", type=a_date, help="截至哪一天（默认今天）")


def _programmes(words: Words) -> None:
    programme = words.group("programme", "通知方案")
    for name, run, text in (
        ("validate", notice.validate, "检查通知方案，列出全部错误"),
        ("show", notice.show, "通知方案的内容"),
    ):
        made = words.add(programme, name, run, text, needs="nothing")
        made.add_argument("folder", metavar="NAME|DIR", nargs="?", default="", help="默认本库的通知")
        if name == "show":
            made.add_argument("--differences", action="store_true", help="只列与样板不同之处")
    made = words.add(programme, "new", notice.new, "开一个新通知的文件夹，只留要填的", needs="nothing")
    made.add_argument("code", metavar="CODE", help="代码，如 qinghe-2020")
    made.add_argument("dir", metavar="DIR", help="空的或还没有的文件夹")
    made.add_argument("--from", dest="base", default="county", metavar="NAME", help="样板：county 是县级通知的通用样板")
    made.add_argument("--region", default="", metavar="CODE", help="六位行政区划代码")
    made.add_argument("--district", default="", metavar="NAME", help="县（市、区）名称")
    made.add_argument("--years", type=two_years, metavar="2020-2022", help="通知执行的起止年份")
    adopted = _as(
        words.add(programme, "adopt", adoption.adopt, "启用通知方案的新版本；先用 --dry-run 看改了什么、动了哪些矿山")
    )
    adopted.add_argument("folder", metavar="DIR", help="新版本的文件夹")
    adopted.add_argument("--dry-run", action="store_true", help="只看，不启用")
    adopted.add_argument("--reason", default="", help="启用原因，写进审计")
    adopted.add_argument("--on", type=a_date, help="只与 --dry-run 同用：预览截至哪一天（默认今天）；启用总是即时生效")
    adopted.add_argument(
        "--drop", action="append", default=[], metavar="STAGE", help="已有记录的这一步不再要（可写几次）；写进审计"
    )
    adopted.add_argument("--relief", default="", metavar="NO", help="批准豁免的文号：新版本放在身后的步骤一次豁免")
    adopted.add_argument("--approver", default="", metavar="NAME", help="批准豁免的机关")
    adopted.add_argument("--scan", default="", metavar="FILE", help="批准文件的扫描件")
    traced = words.add(
        words.commands, "trace", tracing.trace, "从条款找到通知数据、条件、记录、口径和测试", needs="nothing"
    )
    traced.add_argument(
        "word", metavar="CLAUSE|CODE", help="条款（不写到底的指其下各条），或口径、条件、事项、步骤的代码"
    )
    traced.add_argument("--programme", dest="folder", default="", metavar="NAME|DIR", help="哪个通知方案（默认本库的）")
    words.add(programme, "versions", adoption.versions, "列出启用过的各版本")

    read = words.add(
        programme, "readings", notice.readings, "列出口径：所选、其他理解、管哪个问题、在哪里起作用", needs="nothing"
    )
    read.add_argument("folder", metavar="NAME|DIR", nargs="?", default="", help="哪个通知方案（默认本库的）")
    read.add_argument("--on", type=a_date, help="哪一天的口径（默认最后一行）")
    tried = words.add(programme, "try", notice.try_reading, "用本库数据试另一种口径：哪些状态和数字会变；什么也不存")
    tried.add_argument("choice", metavar="CODE=VALUE", help="口径编号或问题，等号后写所选的值，如 C-02=area")
    tried.add_argument("--on", type=a_date, help="截至哪一天（默认今天）")
    tried.add_argument("--from", dest="since", type=a_date, help="从哪一天起改（默认视为一开始就这样理解）")


def _keeping(words: Words) -> None:
    words.add(words.commands, "check", store.check, "核对方案、状态、审计链、文件、两册台账")
    audit = words.group("audit", "审计")
    words.add(audit, "verify", store.audit_verify, "验证审计链")
    exported = words.add(audit, "export", store.audit_export, "导出审计链（用 tools/verify_audit.py 可独立验证）")
    exported.add_argument("--out", default="audit.jsonl", metavar="FILE")
    move = words.add(words.group("store", "库"), "move", store.move, "把库搬到 PostgreSQL，或搬回数据文件夹")
    move.add_argument(
        "--to", required=True, metavar="URL|sqlite", help="postgres://用户:口令@主机:5432/库名，或 sqlite"
    )
    backup = words.add(words.commands, "backup", store.backup_folder, "备份整个数据文件夹为一个 zip")
    backup.add_argument("--out", default=".", metavar="FILE|DIR")
    restore = words.add(words.commands, "restore", store.restore_folder, "把备份恢复到空的数据文件夹", needs="django")
    restore.add_argument("file", metavar="FILE")

"""Made-up view data for the preview: mines named by the sixagenary cycle, streets by heavenly stems, people by post."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingshan.desk import import_shapes as imp
from qingshan.desk import ledger_shapes as led
from qingshan.desk import shapes as s
from qingshan.desk import words
from qingshan.desk.asof import asof_control, read_day, with_query
from qingshan.desk.presenters import programme as notice
from qingshan.desk.presenters.programme_places import Places
from qingshan.desk.presenters.programme_tables import tables_of
from qingshan.desk.programme_shapes import ClausePage, ProgrammePage, RuleTable, VersionLine
from qingshan.rulebook.load import load_programme, shipped_programmes

TODAY = date(2019, 10, 24)


def shell(path: str, current: str, params: dict[str, str] | None = None) -> s.Shell:
    items = (
        ("矿山", "/sites/", "n-site", False),
        ("台账", "/ledgers/", "n-ledger", False),
        ("导入", "/imports/", "n-put", False),
        ("通知", "/programme/", "n-help", True),
    )
    return s.Shell(
        district="水磨沟区",
        nav=tuple(s.NavItem(t, u, i, current == t, foot=f) for t, u, i, f in items),
        asof=asof_control(read_day(params or {}, TODAY), path, params or {}, 4),
        who=s.Who("经办岗", "经", "区专项工作组办公室", "区专项办经办岗"),
        is_demo=True,
        search_url="/sites/",
    )


DONE = [
    ("摸底建档", "2018-07-12", "五(一)1d"),
    ("核查对账", "2018-08-03", "五(一)2a"),
    ("纳入范围", "2018-08-17", "五(一)1c"),
    ("责任主体", "2018-09-06", "三(一)-2"),
    ("一矿一方案", "2018-10-11", "五(二)2a"),
    ("方案评审", "2018-10-26", "五(二)3a"),
    ("年度名单", "2018-10-30", "五(二)2d"),
    ("集中治理", "2019-10-15", "五(三)1a"),
]


def stages() -> tuple[s.StageNode, ...]:
    done = [s.StageNode(n, "done", "s-done", "完成", d, c, is_last_done=n == "集中治理") for n, d, c in DONE]
    done[-1] = s.StageNode("集中治理", "done", "s-done", "完成（二次）", "2019-10-15", "五(三)1a", True)
    return (
        *done,
        s.StageNode("现场验收", "here", "s-reopen", "停在这里·余 4 天", "最迟 2019-10-28", "五(四)1a"),
        s.StageNode("督导认可", "next", "s-todo", "最迟", "2019-11-08", "五(四)1c"),
        s.StageNode("公示 7 天", "next", "s-todo", "最迟开始", "2019-11-11", "五(四)2a"),
        s.StageNode("备案销号", "next", "s-todo", "最迟报审", "2019-11-18", "五(四)3a"),
    )


def record(day: str, title: str, **more: Any) -> s.RecordLine:
    fields: dict[str, Any] = {
        "id": day + title,
        "day": day,
        "clock": "",
        "title": title,
        "text": "",
        "tone": "",
        "stage": "现场验收",
        "clause": "五(四)1a",
        "note": "",
        "who": "甲岭街道 填报岗",
        "entered": day + " 16:00",
        "late": "",
        "evidence": (s.EvidenceLine("完工单", "n-paper"),),
    }
    return s.RecordLine(**(fields | more))


def site_page() -> s.SitePage:
    soon, easy = words.slack_mark(4), words.slack_mark(15)
    return s.SitePage(
        code="YS-KS-2-007",
        name="庚午砂石矿",
        street="甲岭街道",
        street_url="/sites/?street=a",
        list_url="/sites/",
        tags=(s.Tag("附件2-1 纳入治理"), s.Tag("2019 年度名单"), s.Tag("欠账 1 件", "warn")),
        sentence="停在现场验收，差 3 项；最迟 2019-10-28 验收，余 4 天，2019-11-30 前销号，余 37 天。",
        facts=(
            s.FactLine("类别·矿种·开采方式", "政策性关闭砂石粘土矿·建筑用砂岩·露天开采"),
            s.FactLine("采矿权人", "庚午砂石料场（灭失，2017-11 注销）"),
            s.FactLine("治理责任主体", "甲岭街道办事处", "三(一)-2"),
            s.FactLine("应治理面积", "12.46 公顷（186.9 亩），采坑 3 个"),
            s.FactLine("位置", "甲岭街道三道梁东 1.2 公里，临乡道可视"),
            s.FactLine("投资 / 到位 / 支出（万元）", "486.20 / 431.00 / 402.35"),
            s.FactLine("第一责任人 / 直接责任人", "街道党政主要领导 / 分管领导", "六(一)-2"),
            s.FactLine("销号期限", "2019-11-30，余 37 天", "五(四)3e"),
        ),
        stages=stages(),
        done_count=7,
        standing=s.Standing(
            "停在现场验收",
            "因 2019-09-20 验收不通过，治理重做，已于 2019-10-15 再次完工",
            "blocked",
            "s-reopen",
            (
                s.BlockerLine("治理后照片 2 张，少于 4 张", "记录验收结果前要有", "五(四)1a", "甲岭街道"),
                s.BlockerLine("没有竣工测量成果，实测面积无法与方案 12.46 公顷比对", "", "三(三)-1", "甲岭街道"),
                s.BlockerLine("上次验收的 3 个问题还有 1 个未复核：东侧边坡坡脚浮石", "", "五(四)1a", "区环保局"),
            ),
            (
                s.NextLine("2019-10-28", "记录验收结果", "区环保局", soon, "五(四)1a", 3),
                s.NextLine("2019-11-08", "记录认可结果", "区环保局", easy, "五(四)1c"),
            ),
            (s.DebtLine("采矿许可证复印件", "甲岭街道欠，承诺 2019-11-10 补齐", "附件1-二1..6"),),
            (),
        ),
        slots=slots(),
        records=records(),
        compare=s.Compare(
            "2019-09-26",
            "2019-10-24",
            "fact",
            "?known=",
            "?known=then",
            (
                s.CompareLine("停在", "集中治理", "现场验收"),
                s.CompareLine("累计支出（万元）", "388.10", "402.35"),
                s.CompareLine("档案现有", "8 件", "9 件"),
            ),
            True,
        ),
        tracks=(
            s.TrackLine("资金", "计划 486.20，到位 431.00，支出 402.35 万元", s.Mark("s-soon", "差 55.20", "soon")),
            s.TrackLine("前期手续", "9 步办完，2019-04-02 开工令", s.Mark("s-done", "完成", "ok")),
            s.TrackLine("执法", "有证矿山", s.Mark("s-na", "不适用", "idle")),
        ),
        funds=s.Funds(
            (
                s.FundLine("县（区）财政", "300.00", "300.00", "260.00", "250.00"),
                s.FundLine("保证金（基金）", "186.20", "186.20", "171.00", "152.35"),
            ),
            s.FundLine("合计", "486.20", "486.20", "431.00", "402.35"),
            ("采矿权人灭失，保证金余额列为资金来源（财建〔2017〕638号）。",),
        ),
    )


def slots() -> s.Slots:
    done, owed = s.Mark("s-done", "齐", "ok"), s.Mark("s-debt", "欠", "soon")
    return s.Slots(
        9,
        11,
        "现阶段应有，差 2 件",
        "附件 1 第二类",
        (
            s.SlotLine("1 基本情况", done, "矿山基本情况表", "1 件", "", "五(一)1i"),
            s.SlotLine("2 采矿许可证", owed, "采矿许可证复印件：承诺 2019-11-10 补齐", "欠", "soon", "五(一)1i"),
            s.SlotLine("3 关闭注销", done, "砂石粘土矿关闭文件", "3 件", "", "五(一)1i"),
            s.SlotLine("4 现状调查", done, "现状调查、治理前照片", "3 件", "", "五(一)1i"),
            s.SlotLine("5 方案", done, "委托书、方案", "2 件", "", "五(一)1i"),
            s.SlotLine("6 验收", s.Mark("s-block", "差", "late"), "治理后照片", "差 1", "late", "五(四)1a"),
            s.SlotLine("7 公示销号", s.Mark("s-todo", "未到", "idle"), "到公示、销号时再收", "未到", "", ""),
        ),
    )


def records() -> s.Records:
    october = (
        record("2019-10-16", "整改后复验", text="截水沟、覆土厚度已整改", who="区环保局 验收岗"),
        record(
            "2019-10-15",
            "治理完成",
            text="累计完成 12.46 公顷",
            is_strong=True,
            stage="集中治理",
            clause="五(三)1a",
            entered="2019-10-21 09:30",
            late="补录 6 天",
        ),
        record(
            "2019-10-14",
            "治理完成",
            text="累计完成 11.46 公顷",
            stage="集中治理",
            is_struck=True,
            struck_note="2019-10-21 更正：面积抄错一位",
        ),
    )
    september = (
        record(
            "2019-09-20",
            "验收不通过",
            text="3 个问题限 2019-10-20 前整改",
            tone="late",
            note="此后集中治理重开",
            who="区环保局 验收岗",
            clock="15:20",
            evidence=(s.EvidenceLine("验收表", "n-paper"), s.EvidenceLine("照片 14", "n-image")),
        ),
        record("2019-09-02", "申请验收", evidence=()),
    )
    groups = (s.RecordGroup("2019 年 10 月", october), s.RecordGroup("2019 年 9 月", september))
    return s.Records(46, groups, "happened", "?", "?by=entered", 41, "?all=1")


NAMES = "甲子 乙丑 丙寅 丁卯 戊辰 己巳 庚午 辛未 壬申 癸酉 甲戌 乙亥 丙子 丁丑 戊寅 己卯".split()


def site_row(n: int, name: str) -> s.SiteRow:
    slack = [-20, -3, -1, 0, 1, 4, 9, 18, 37, None][n % 10]
    place = ["集中治理", "现场验收", "督导认可", "公示 7 天"][n % 4]
    closed = slack is None
    return s.SiteRow(
        code=f"YS-KS-2-{n:03}",
        name=name,
        url=f"/sites/YS-KS-2-{n:03}/",
        street=["甲岭街道", "乙泉街道", "丙沟街道"][n % 3],
        kind="政策性关闭砂石粘土矿·建筑用砂岩",
        ledger="附件2-1",
        place=s.Mark("s-seal", "已销号", "ok") if closed else s.Mark("s-here", place, "soon"),
        step=12 if closed else 7 + n % 4,
        steps=12,
        slack=slack,
        slack_mark=s.Mark("s-seal", "已销号", "ok") if closed else words.slack_mark(slack),
        done_by="2019-10-28",
        missing=0 if closed else n % 4,
        reason="" if closed else "治理后照片 2 张，少于 4 张",
        clause="" if closed else "五(四)1a",
        debts=n % 3,
        is_held=n == 3,
        batch="2019 年度",
        area="12.46",
        done_percent="治理 87.0 %",
        progress=words.PROGRESS_MARKS["behind"],
    )


def site_list() -> s.SiteListPage:
    rows = tuple(site_row(n, f"{name}{'煤矿' if n < 3 else '砂石矿'}") for n, name in enumerate(NAMES))
    options = tuple(s.Option(c, t, k) for c, t, k in (("a", "甲岭街道", 8), ("b", "乙泉街道", 7), ("c", "丙沟街道", 6)))
    heads = (
        s.Head("余量", "?sort=slack", "ascending"),
        s.Head("矿山", "?sort=name"),
        s.Head("停在", "?sort=place"),
        s.Head("差什么"),
        s.Head("依据"),
        s.Head("欠账", "?sort=-debts", num=True),
        s.Head("应治理", "?sort=-area", unit="公顷", num=True),
        s.Head("年度"),
    )
    return s.SiteListPage(
        title="矿山",
        sentence="31 处：办理中 19 处，已销号 6 处，未纳入 6 处。5 处已超最迟日期，最久 20 天。",
        kpis=(
            s.Kpi("全部", "31", "处", "附件2-1 25 处，附件2-2 6 处", "?"),
            s.Kpi("已销号", "6", "/ 25 处", "占 24.0 %，底线 13 处", "?place=closed", "二-7"),
            s.Kpi(
                "已超最迟日期", "5", "处", "最久 20 天", "?late=1", tone="late", mark=s.Mark("s-late", "要督办", "late")
            ),
            s.Kpi("五天内到", "3", "处", "验收 2、公示 1", "?soon=1", tone="soon"),
            s.Kpi("有欠账", "11", "处", "共 18 件", "?owing=1"),
        ),
        places=tuple(
            s.Bar(n, k, 31, f"?place={n}", n == "现场验收")
            for n, k in (
                ("一矿一方案", 2),
                ("方案评审", 2),
                ("集中治理", 7),
                ("现场验收", 3),
                ("督导认可", 1),
                ("公示", 2),
                ("已销号", 6),
                ("未纳入", 6),
            )
        ),
        choices=(
            s.Choice("street", "街道", options),
            s.Choice("category", "类别", options),
            s.Choice("ledger", "台账", options),
            s.Choice("place", "停在", options),
            s.Choice("batch", "年度", options),
        ),
        search="",
        owing=False,
        sort="",
        heads=heads,
        rows=rows,
        found=31,
        total=31,
        is_filtered=False,
        clear_url="/sites/",
        empty="没有符合“乙泉街道·未评审”的矿山。",
        csv_url="/sites.csv",
        xlsx_url="/sites.xlsx",
        first=1,
        last=16,
        next_url="?page=2",
    )


def empty_list() -> s.SiteListPage:
    full = site_list()
    values = {f: getattr(full, f) for f in full.__dataclass_fields__}
    return s.SiteListPage(**(values | {"rows": (), "found": 0, "is_filtered": True, "search": "乙泉", "next_url": ""}))


def ledger_list() -> led.LedgerListPage:
    files = (led.Download("附件2-1", "#a", "ab" * 32), led.Download("附件2-2", "#b", "cd" * 32))
    rows = [
        led.IssueRow(
            f"第 {n} 期",
            f"/ledgers/{n}/",
            f"2019-{10 - (66 - n) // 4:02}-{17 - (66 - n) % 4 * 4:02}",
            "周四",
            "17:40",
            "区专项办负责人",
            "2-1 25 处，2-2 6 处",
            "移入 1，改 23 格",
            "ab12cd34ef56" * 5,
            s.Mark("s-done", "已签发", "ok"),
            "",
            files,
        )
        for n in range(66, 60, -1)
    ]
    rows[2] = led.IssueRow(
        "第 64 期",
        "/ledgers/64/",
        "2019-10-09",
        "周四",
        "17:40",
        "区专项办负责人",
        "2-1 24 处，2-2 7 处",
        "改 12 格",
        "ab12cd34ef56" * 5,
        s.Mark("s-back", "已更正", "soon"),
        "更正件 第 64 期-更正1：面积抄错一位",
        files,
    )
    return led.LedgerListPage(
        "第 67 期 2019-10-24 周四报市专项工作组办公室（市国土局），今天。已签发 66 期。",
        "六(二)-6",
        (
            led.DueLine(
                "第 67 期", "/ledgers/preview/2019-10-24/", "2019-10-24", "周四", words.slack_mark(0), "18:00 前报市"
            ),
        ),
        tuple(rows),
        66,
    )


def ledger_table() -> led.LedgerTable:
    columns = (
        ("破坏类型", "", "w1"),
        ("破坏面积", "公顷", "n1 num"),
        ("应治理面积", "公顷", "n1 num"),
        ("前期进展", "", "n0"),
        ("完成面积", "公顷", "n1 num"),
        ("治理进度", "%", "n0 num"),
        ("序时状态", "", "w1"),
        ("本周进展", "", "w3"),
        ("问题及下一步", "", "w3"),
        ("验收", "", "w2"),
        ("督导认可", "", "n1"),
        ("公示", "", "w2"),
        ("销号备案", "", "n0"),
        ("备注", "", "n0"),
    )

    def row(n: int, name: str) -> led.LedgerRow:
        moved = n == 5
        changed, fell = n % 4 == 3, n == 8
        area = (
            led.Cell("18.30", "n1 num chg", "原 17.10")
            if changed
            else led.Cell("0.00", "n1 num", is_zero=True)
            if n == 6
            else led.Cell("31.20", "n1 num")
        )
        if fell:
            area = led.Cell("8.35", "n1 num dn", "减少，原 8.95")
        cells = (
            led.Cell("塌陷、占用", "w1"),
            led.Cell("31.20", "n1 num"),
            led.Cell("28.40", "n1 num"),
            led.Cell("开工令", "n0"),
            area,
            led.Cell("41.4", "n0 num"),
            led.Cell("", "w1", mark=list(words.PROGRESS_MARKS.values())[n % 6]),
            led.Cell("北区塌陷坑回填 1.20 公顷，覆土 0.8 万立方米", "w3"),
            led.Cell("等待督导组意见", "w3"),
            led.Cell("2019-08-12 通过", "w2"),
            led.Cell("2019-09-12", "n1"),
            led.Cell("期满无异议", "w2"),
            led.Cell("—", "n0"),
            led.Cell("", "n0"),
        )
        return led.LedgerRow(str(n + 1), name, f"/sites/{n}/", "移入" if moved else "", cells)

    blank = tuple(led.Cell("161.63" if "num" in c else "", c) for _, _, c in columns)
    return led.LedgerTable(
        caption="附件2-1 纳入治理范围工作台账",
        chips=tuple(
            led.BandChip(c, c, f"?bands={c}", c in ("底数", "进度", "销号"))
            for c in ("基本", "底数", "责任", "计划", "资金", "进度", "销号")
        ),
        bands=(led.BandHead("底数", 3), led.BandHead("进度", 6), led.BandHead("销号", 5)),
        numbers=tuple(led.NumberHead(8 + n if n < 3 else 20 + n, 1, c) for n, (_, _, c) in enumerate(columns)),
        columns=tuple(led.Column(str(n), a, b, c) for n, (a, b, c) in enumerate(columns)),
        groups=(
            led.LedgerGroup(tuple(row(n, NAMES[n] + "煤矿") for n in range(5)), "已关闭（煤）矿山", "小计 5 处", blank),
            led.LedgerGroup(tuple(row(n, NAMES[n] + "砂石矿") for n in range(5, 16)), "非煤矿山", "小计 11 处", blank),
        ),
        total=led.LedgerGroup((), "合计", "16 处", blank),
        width=14,
        column_count=33,
        changed_only=False,
        changed_url="?changed=1",
    )


def ledger_page(kind: str = "preview", tab: str = "2-1") -> led.LedgerPage:
    tabs = (
        ("2-1", "附件2-1 纳入治理", "25"),
        ("2-2", "附件2-2 未纳入", "6"),
        ("changes", "比上期", "移入 1，改 23 格"),
        ("control", "底数对账", ""),
        ("readings", "口径", "11"),
        ("situation", "随文", ""),
    )
    issued = kind != "preview"
    return led.LedgerPage(
        kind=kind,
        title="第 67 期工作台账" if not issued else "第 66 期工作台账",
        tag=s.Tag("未签发", "warn") if not issued else s.Tag("已签发"),
        sentence="截至 2019-10-24 周四，18:00 前报市专项工作组办公室（市国土局）。",
        clause="六(二)-6",
        checks=()
        if issued
        else (
            led.CheckLine(
                s.Mark("s-block", "没过", "late"), "戊寅粘土矿完成面积减少 0.60 公顷，没有更正记录", "#x", "看这格"
            ),
            led.CheckLine(s.Mark("s-soon", "提醒", "soon"), "4 处没有填本周进展", "#y", "看名单"),
            led.CheckLine(s.Mark("s-done", "过", "ok"), "31 处各在一册：2-1 25 处，2-2 6 处；底数相符"),
        ),
        frozen=()
        if not issued
        else tuple(
            s.FactLine(a, b)
            for a, b in (
                ("期号", "SMG-2019-066"),
                ("签发", "2019-10-17 17:40 区专项办负责人"),
                ("内容 SHA-256", "ab12cd34ef567890" * 4),
                ("审计链头", "00ff12cd34ef5678" * 4),
                ("方案版本", "2018.1"),
                ("填报人", "经办岗"),
                ("依据截至", "2019-10-17 17:40"),
                ("更正次数", "0"),
            )
        ),
        downloads=(led.Download("附件2-1 xlsx", "#a"), led.Download("附件2-2 xlsx", "#b")) if issued else (),
        tabs=tuple(s.Link(t, f"?tab={c}", c == tab, k) for c, t, k in tabs),
        tab=tab,
        table=ledger_table() if tab == "2-1" else None,
        compared_with="上期",
        changes=(
            led.ChangeLine("丁卯煤矿", "#", "变了", "24 完成面积", "17.10", "18.30", s.Mark("s-here", "变了")),
            led.ChangeLine("戊寅粘土矿", "#", "减少", "24 完成面积", "8.95", "8.35", s.Mark("s-late", "减少", "late")),
            led.ChangeLine("丁亥采砂点", "#", "移入", "附件", "附件2-2", "附件2-1", s.Mark("s-back", "移入", "soon")),
        ),
        control=tuple(
            led.ControlLine(n, c, e, g, d, m)
            for n, c, e, g, d, m in (
                ("持证矿山企业", "二-1", "26", "26", "0", s.Mark("s-done", "相符", "ok")),
                ("无证开采点", "二-5", "5", "6", "+1", s.Mark("s-late", "不符", "late")),
            )
        ),
        readings=(
            led.ReadingLine(
                "C-01", "二-7", "底线与争取", "both", "两条目标线都算", "2018-07-14 起，区专项办", ("只算底线",), ""
            ),
        ),
        situation=("全区共有持证矿山企业 26 家，其中生产 1 家，停产 25 家。",),
        message="水磨沟区治理台账第 67 期：应销号 25 处，已销号 6 处。",
        calls=("戊坪街道：己卯砂石矿 没有填本周进展",),
        issue_hint="签发：qingshan ledger issue --on 2019-10-24",
    )


def imports_page(*, is_empty: bool = False) -> imp.ImportsPage:
    if is_empty:
        return imp.ImportsPage("还没有导入过名册。", "五(一)1a", (), (), (), (), "没有选文件。")
    bad, done = s.Mark("s-block", "有错要改", "late"), s.Mark("s-done", "已导入", "ok")
    return imp.ImportsPage(
        "1 份名册看过还没有导入。",
        "五(一)1a",
        (
            imp.RunLine(
                "/imports/a/", "登记表.xlsx", bad, "甲岭街道", "2019-10-24 09:10", "office", "读到 31 处，3 处必须改正"
            ),
        ),
        (imp.RunLine("/imports/b/", "名册.zip", done, "", "2019-10-21 16:02", "office", "新登记 12 处，变更 2 处"),),
        (imp.MappingLine("甲岭街道", "承包人", "采矿权人"), imp.MappingLine("甲岭街道", "内部编码", "不读")),
        ("甲岭街道",),
    )


def import_page(state: str = "blocked") -> imp.ImportPage:
    common = {"key": "a", "file": "登记表.xlsx", "sender": "", "sha256": "9f2c0d4e77ab", "read_at": "2019-10-24 09:10"}
    if state == "reading":
        sentence = "正在读取和核对，文件 12.4 MB，已 9 秒。"
        return imp.ImportPage(**common, state=state, sentence=sentence, is_working=True, progress="读取 登记表.xlsx")
    if state == "failed":
        fault = "系统出错，编号 7F3A，没有存下任何内容。"
        return imp.ImportPage(**common, state=state, sentence="没有导入任何内容。", fault=fault)
    bad, look = s.Mark("s-block", "必须改正", "late"), s.Mark("s-soon", "请核对", "soon")
    cells = (
        imp.CellLine(
            bad, "甲表", "14", "D", "某街道", "没有叫“某街道”的管委会（街道）", "最接近的是：甲岭街道", "五(一)1a"
        ),
        imp.CellLine(
            bad, "甲表", "20", "G", "十五", "“破坏面积”应是数字，读不懂“十五”", "请只填一个数，如 12.5", "五(一)1a"
        ),
        imp.CellLine(look, "甲表", "", "I", "面积", "表头“面积”没有写明指什么，已读作“矿区面积”", "", "五(一)1a"),
    )
    options = (imp.Choice("owner", "采矿权人"), imp.Choice("place", "位置"), imp.Choice("_ignored", "不读"))
    return imp.ImportPage(
        **common,
        state=state,
        sentence="读到 31 处，有 2 处必须先改正，还不能导入。"
        if state == "blocked"
        else "读到 31 处：新 29，有变化 1，无变化 1。",
        digest="" if state == "blocked" else "d",
        kpis=(
            s.Kpi("读到", "31", "处", ""),
            s.Kpi("必须改正", "2", "格", "", tone="late"),
            s.Kpi("请核对", "1", "处", "", tone="soon"),
        ),
        cells=cells,
        unread=(imp.HeadLine(0, "甲表 C 列", "承包人", "甲公司、乙公司", "采矿权人", options),),
        understood=(imp.PlacedLine("甲表 B 列", "矿山名称", "矿山名称", "通行的表头"),),
        changes=() if state == "blocked" else ("甲子砂石矿（YS-KS-2-001） 破坏面积：10000 平方米 → 12000 平方米",),
        emptied=() if state == "blocked" else ("乙丑砂石矿（YS-KS-2-002） 备注：J4 空着，档案里是 有路，照旧保留",),
        blocking=2 if state == "blocked" else 0,
        clause="五(一)1a",
        senders=("甲岭街道",),
        written=(
            imp.WrittenLine(
                "/sites/7/",
                "YS-KS-2-007",
                "庚午砂石矿",
                "变更",
                "登记表.xlsx·甲表·第 9 行",
                "9ce725e4b8ff4183a73980ac734b69c5",
            ),
        )
        if state == "stored"
        else (),
    )


def _tables() -> tuple[RuleTable, ...]:
    def to(path: str) -> Any:
        return lambda **params: with_query(path, **params)

    places = Places(to("/sites/"), to("/ledgers/preview/2019-10-24/"), "/ledgers/", "/bodies/", to("/programme/"))
    version = VersionLine("1.0", "2018-07-14 09:00", "控制台", "建库时启用", "0f3a9c1e5b7d2468")
    return tables_of(load_programme(shipped_programmes()["shuimogou-2018"]), places, (version,))


def programme_page(part: str = "", search: str = "") -> ProgrammePage:
    def link(**params: str) -> str:
        return with_query("/programme/", **params)

    asked = notice.Asked(part, search, TODAY, link, "/programme.xlsx")
    return notice.programme_page(load_programme(shipped_programmes()["shuimogou-2018"]), _tables(), asked)


def clause_page(code: str) -> ClausePage:
    programme = load_programme(shipped_programmes()["shuimogou-2018"])
    found = notice.clause_page(programme, _tables(), code, lambda one: f"/programme/{one}/", "/programme/")
    assert found is not None
    return found

"""Five made-up sites and what became of each, as a register, a facts workbook and the papers beside it.

    python3 -m tests.cli.five_sites register FOLDER            名册.xlsx
    python3 -m tests.cli.five_sites facts TEMPLATE FOLDER      事项.xlsx and the folder 证据, from an empty template

甲子 is closed and filed in 2019; 乙丑 failed its acceptance, was done again and stands at recognition; 丙寅 went back to
works after an upheld complaint; 丁卯 was bought up and is not included; 戊辰 is a coal mine whose holder is gone.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.form import Form

CLOSED, FAILED_ONCE, COMPLAINED, EXCLUDED, OWNERLESS = (
    "甲子砂石料场",
    "乙丑砖瓦粘土矿",
    "丙寅石料矿",
    "丁卯建筑用砂场",
    "戊辰煤矿",
)
RESTORED = (CLOSED, FAILED_ONCE, COMPLAINED)
INCLUDED = (*RESTORED, OWNERLESS)
EVERY = (*INCLUDED, EXCLUDED)

HEADS = (
    "序号", "矿山名称", "档案类别", "是否持证", "采矿权人", "街道", "位置", "开采矿种", "开采方式", "证件状态", "注销日期",
    "生产现状", "关闭时间", "破坏面积（亩）", "治理改建征购情况",
)  # fmt: skip
SITES = (
    (1, CLOSED, "政策性关闭砂石粘土矿", "是", "甲子砂石有限公司", "水磨沟街道", "甲子沟口以东1公里", "建筑用砂", "露天", "已注销",
     "2016.11", "关闭", "2016年", "186.9", None),
    (2, FAILED_ONCE, "政策性关闭砂石粘土矿", "是", "乙丑砖厂", "六道湾街道", "乙丑坡", "砖瓦用粘土", "露天", "已注销",
     "2017年5月", "关闭", "2017年", "60", None),
    (3, COMPLAINED, "已闭坑矿山（废弃矿山等）", "是", "丙寅石料厂", "石人子沟街道", "丙寅沟北坡", "建筑石料用灰岩", "露天", "已注销",
     "2015年", "关闭", "1998年之前", "30", None),
    (4, EXCLUDED, "政策性关闭砂石粘土矿", "是", "丁卯砂石有限公司", "水磨沟街道", "丁卯路南", "建筑用砂", "露天", "已注销",
     "2017.3", "关闭", "2017年3月", "45", "已被征购"),
    (5, OWNERLESS, "政策性关闭小煤矿", "是", "戊辰煤业有限公司", "榆树沟街道", "戊辰沟", "煤", "地下", "已注销",
     "2014年", "关闭", "2013年", "225", None),
)  # fmt: skip


def write_register(path: Path) -> Path:
    """The register as an office keeps it: a title row, its own heads, areas in 亩, dates as they come."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "矿山名册"
    page.append(["水磨沟区矿山摸底名册"])
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADS))
    page.append(HEADS)
    for line in SITES:
        page.append(line)
    book.save(path)
    return path


def day(text: str) -> date:
    return date.fromisoformat(text)


class Office:
    """Fills the form in. Every paper has its own 记录号; what is attached lies in the folder 证据 beside the workbook."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.form = Form(template)
        self.folder = folder

    def paper(self, name: str, text: str = "") -> str:
        """A small real file in the folder of evidence; answers its name."""
        (self.folder / "证据").mkdir(exist_ok=True)
        (self.folder / "证据" / name).write_bytes(b"%PDF-1.4\n% " + (text or name).encode() + b"\n%%EOF\n")
        return name

    def line(self, sheet: str, record: str, site: str, what: str, on: str, **cells: Any) -> int:
        signed = {"审核人": "区办负责人"} if "审核人" not in cells else {}
        filled = "填表人" if sheet == "摸底" else "填报人"
        signed |= {filled: "街道填报岗"} if filled not in cells else {}
        common = {"记录号": record, "矿山名称": site, "事项": what, "发生日期": day(on)}
        return self.form.write(sheet, **common, **signed, **cells)

    def file(self, site: str, slot: str, on: str, pieces: int = 1, **cells: Any) -> None:
        """A document put into its slot."""
        number = f"DA-{site[:2]}-{slot[:6]}-{on}"
        cells = {"档案位": slot, "文件名称": f"{site}{slot}", "件数": pieces, **cells}
        self.line("档案件", number, site, "已归档", on, **cells)


def fill_facts(template: Path, folder: Path, name: str = "事项.xlsx") -> Path:
    """Everything that happened to the five sites up to October 2019."""
    office = Office(template, folder)
    for write in (people, surveys, scope, responsibility, plans, reviews, lists, funds, procedures, works, acceptances,
                  recognitions, publicity, complaint, closure, documents, weekly):  # fmt: skip
        write(office)
    return office.form.save(folder / name)


def people(office: Office) -> None:
    for login, who, body, post, role in (
        ("jiedao", "街道填报岗", "水磨沟街道", "矿山专干", "街道填报岗"),
        ("quban", "区办经办岗", "office", "经办", "区专项办经办岗"),
        ("fuze", "区办负责人", "office", "办公室主任", "区专项办负责人"),
    ):
        office.form.write("人员任职", 账号=login, 姓名=who, 单位=body, 职务=post, 角色=role, 任职起=day("2018-06-15"))


AREAS = {CLOSED: ("12.46", "12.00"), FAILED_ONCE: ("60亩", "60亩"), COMPLAINED: ("2.00", "2.00"), EXCLUDED: ("3.00", "0"),
         OWNERLESS: ("15.00", "14.00")}  # fmt: skip


def surveys(office: Office) -> None:
    for number, site in enumerate(EVERY, 1):
        total, treatable = AREAS[site]
        record = f"MD-{number}"
        cells: dict[str, Any] = {
            "调查人": "街道填报岗",
            "破坏总面积": total,
            "应治理面积": treatable,
            "地貌形态": "丘陵",
        }
        if site == FAILED_ONCE:
            # Taken over from another office: what it was surveyed by is still in the old cabinet.
            cells |= {"补录": "是", "证据": "治理前照片：乙丑治理前照片.zip", "证据补齐期限": day("2019-12-31")}
        office.line("摸底", record, site, "摸底完成", "2018-07-06", **cells)
    units = "摸底-破坏单元"
    office.form.write(units, 记录号="MD-1", 单元号="CK1", 单元属性="采场（采坑）", 土地破坏方式="挖损", 面积="10.00")
    office.form.write(units, 记录号="MD-1", 单元号="FS1", 单元属性="废石堆", 土地破坏方式="占用", 面积="2.46")
    office.form.write(units, 记录号="MD-4", 矿山编号=OWNERLESS, 单元号="TX1", 单元属性="塌陷坑", 土地破坏方式="塌陷",
                      面积="15.00")  # fmt: skip
    for site in EVERY:
        office.form.write("核查-逐项核查", 记录号="HC-2018-1", 矿山编号=site, 项目="破坏面积", 结论="通过")
        office.line("核查", "HC-2018-1", site, "核查通过", "2018-07-12", 核查人="区办经办岗", 填报人="区办经办岗")


def scope(office: Office) -> None:
    common = {"核定单位": "区专项工作组办公室", "填报人": "区办经办岗"}
    for site in INCLUDED:
        office.line(
            "纳入范围", "HD-2018-1", site, "纳入治理范围", "2018-07-13", 核定文号="水矿治办〔2018〕1号", **common
        )
    office.line(
        "纳入范围", "HD-2018-2", EXCLUDED, "未纳入治理范围", "2018-07-13", 核定文号="水矿治办〔2018〕2号",
        未纳入原因="已征购（征收、收储）", 原因说明="2017年由区土地储备机构征收，已建成停车场", 佐证材料="征收补偿协议、土地移交书",
        后续监管责任单位="水磨沟街道", 责任人="街道主任", 需复核="否", **common,
    )  # fmt: skip


def responsibility(office: Office) -> None:
    for number, site in enumerate(RESTORED, 1):
        owner = SITES[number - 1][4]
        office.line(
            "责任主体", f"ZR-{number}", site, "责任主体已认定", "2018-08-02", 矿业权人存续状态="存续", 是否灭失="否",
            治理责任主体="企业", 责任主体名称=owner, 实施单位=owner, 治理方式="自行治理", 第一责任人="街道主任",
            直接责任人="企业法定代表人", **{"牵头（督导）部门": "区国土资源分局", "证据": office.paper(f"{site}责任认定书.pdf")},
        )  # fmt: skip
        office.line("责任主体", "ZL-2018-1", site, "责令治理", "2018-08-10", 责令治理通知书文号="水矿治责〔2018〕1号",
                    责令期限=day("2019-11-30"))  # fmt: skip
    proof = office.paper("戊辰煤业注销证明.pdf")
    office.line(
        "责任主体", "ZR-4", OWNERLESS, "责任主体已认定", "2018-08-02", 矿业权人存续状态="注销（灭失）", 是否灭失="是",
        灭失证明材料="登记机关注销证明", 灭失证明日期=day("2018-07-25"), 治理责任主体="管委会（街道）",
        责任主体名称="榆树沟街道", 实施单位="榆树沟街道", 治理方式="政府代治理", 第一责任人="街道主任", 直接责任人="街道副主任",
        **{"保证金已缴": "150", "保证金余额": "120", "牵头（督导）部门": "区煤炭局", "证据": proof},
    )  # fmt: skip


PLANS = {  # site: treatable area, investment (万元), start, finish
    CLOSED: ("12.00", "480", "2019-03-01", "2019-06-30"),
    FAILED_ONCE: ("60亩", "150.5", "2019-03-15", "2019-07-10"),
    COMPLAINED: ("2.00", "88", "2019-03-20", "2019-07-05"),
    OWNERLESS: ("14.00", "960", "2019-05-01", "2020-08-31"),
}


def plans(office: Office) -> None:
    for number, (site, (area, money, start, finish)) in enumerate(PLANS.items(), 1):
        written = "2018-09-28" if site != OWNERLESS else "2018-11-20"
        who = {"委托方": "区国土资源分局", "编制单位": "某地质勘查院", "方案版本": "第一版"}
        contract = office.paper(f"{site}委托合同.pdf")
        office.line("方案", f"WT-{number}", site, "已委托编制", "2018-08-15", **who, 证据=f"委托书（合同）：{contract}")
        office.line(
            "方案", f"FA-{number}", site, "方案已编制", written, 组织主体="属地街道", 依据的摸底日期=day("2018-07-06"),
            设计治理面积=area, 主要治理措施="削坡、回填、覆土、撒播草籽", 恢复方向="宜林、宜农", 计划开工日期=day(start),
            计划完成日期=day(finish), 政府投资项目="是" if site == OWNERLESS else "否", **who, **{"估（概）算总投资": money},
        )  # fmt: skip


PANEL = (("评审专家一", "生态环境保护"), ("评审专家二", "地质灾害防治"), ("评审专家三", "水土保持"), ("评审专家四", "安全生产"),
         ("评审专家五", "生态环境保护"))  # fmt: skip


def reviews(office: Office) -> None:
    """One meeting for three plans; the coal mine's plan was late for it."""
    for record, sites, on, number in (
        ("PS-2018-1", RESTORED, "2018-10-18", "市矿评〔2018〕7号"),
        ("PS-2018-2", (OWNERLESS,), "2018-12-06", "市矿评〔2018〕11号"),
    ):
        opinion = office.paper(f"评审意见{record}.pdf")
        for site in sites:
            # The opinion is the meeting's paper; the plan is each mine's own.
            plan = office.paper(f"{site}方案.pdf")
            office.line("评审", record, site, "评审通过", on, 方案版本="第一版", 评审会="治理恢复方案评审会", 评审意见文号=number,
                        证据=f"评审意见：{opinion}、通过评审的治理恢复方案：{plan}")  # fmt: skip
        for who, speciality in PANEL:
            office.form.write(
                "评审-评审专家", 记录号=record, 姓名=who, 专业=speciality, 工作单位="某设计院", 个人意见="同意"
            )


def lists(office: Office) -> None:
    for site in RESTORED:
        office.line("年度名单", "MDN-2019", site, "列入年度名单", "2018-10-30", 治理年度="2019 年度", 名单文号="水矿治办〔2018〕9号",
                    优先治理="否")  # fmt: skip
    office.line("年度名单", "MDN-2020", OWNERLESS, "列入年度名单", "2018-12-10", 治理年度="2020 年度",
                名单文号="水矿治办〔2018〕15号", 优先治理="是", 优先理由="严重影响群众生产生活")  # fmt: skip


def funds(office: Office) -> None:
    """One allotment for two mines, each with its own sum."""
    for site, money in ((COMPLAINED, "30"), (OWNERLESS, "400")):
        office.line("资金", "ZJ-2019-1", site, "到位", "2019-04-10", 资金文号="新财建〔2019〕21号", 资金年度=2019, 资金级次="自治区",
                    资金来源="自治区及以上专项", 金额=money)  # fmt: skip
    for number, (site, money) in enumerate(((CLOSED, "480"), (FAILED_ONCE, "1505000元"), (COMPLAINED, "58")), 2):
        office.line("资金", f"ZJ-2019-{number}", site, "到位", "2019-03-01", 资金年度=2019, 资金级次="企业", 资金来源="企业自筹",
                    金额=money)  # fmt: skip
    office.line("资金", "ZJ-2019-5", OWNERLESS, "到位", "2019-04-20", 资金年度=2019, 资金级次="企业", 资金来源="保证金（基金）",
                金额="120")  # fmt: skip


STEPS = (
    ("项目建议书（立项）", "手续依规简化", "2018-10-15", {"简化依据": "区政府专题会议纪要〔2018〕9号"}),
    ("可行性研究报告", "手续已办结", "2018-11-12", {"金额": "960"}),
    ("用地、林草、规划、水保、环评", "手续依规简化", "2018-11-20", {"简化依据": "主管部门复函"}),
    ("初步设计及概算", "手续已办结", "2018-12-20", {"金额": "955"}),
    ("施工图预算（最高限价）财政评审", "手续已办结", "2019-01-15", {"金额": "520"}),
    ("招投标", "手续已办结", "2019-03-25", {"合同类别": "施工", "金额": "500", "招标文件发出日期": date(2019, 2, 25),
                                   "招标文件发售截止日期": date(2019, 3, 1), "开标日期": date(2019, 3, 18)}),
    ("施工（监理）合同", "手续已办结", "2019-04-02", {"金额": "500", "中标通知书日期": date(2019, 3, 25),
                                        "合同签订日期": date(2019, 4, 2)}),
    ("质量安全监督、施工许可（开工报告）", "手续依规简化", "2019-04-18", {"简化依据": "土石方工程，以开工令代替"}),
)  # fmt: skip


def procedures(office: Office) -> None:
    """The ownerless mine is a government project: its steps before the works."""
    done = {"审批（办理）单位": "区经发委", "批复（办结）文号": "水经发〔2018〕31号"}
    for number, (step, what, on, cells) in enumerate(STEPS, 1):
        office.line(
            "前期手续", f"SX-{number}", OWNERLESS, what, on, 手续=step, **cells, **(done if "已办结" in what else {})
        )


def works(office: Office) -> None:
    done = {CLOSED: ("2019-03-04", "2019-06-10", "12.00", "478"), FAILED_ONCE: ("2019-03-18", "2019-07-02", "60亩", "148"),
            COMPLAINED: ("2019-03-25", "2019-07-01", "2.00", "86")}  # fmt: skip
    for number, (site, (start, end, area, money)) in enumerate(done.items(), 1):
        office.line("治理", f"KG-{number}", site, "开工", start, 标段="一标段", 施工单位="某生态建设公司")
        office.line(
            "治理", f"WG-{number}", site, "治理完成", end, 标段="一标段", 自查自验结论="达到方案要求",
            累计完成治理面积=area, 累计完成投资=money, 证据=office.paper(f"{site}竣工资料.pdf"),
        )  # fmt: skip
    office.line(
        "治理", "WG-2-2", FAILED_ONCE, "治理完成", "2019-09-05", 标段="一标段", 自查自验结论="边坡已按验收意见重新削坡覆土",
        累计完成治理面积="60亩", 累计完成投资="150.5", 证据=office.paper("乙丑返工竣工资料.pdf"),
    )  # fmt: skip
    office.line("治理", "KG-4", OWNERLESS, "开工", "2019-05-06", 标段="一标段", 施工单位="某矿山工程公司")
    for record, on, area, money in (("JD-1", "2019-08-15", "3.50", "260"), ("JD-2", "2019-10-22", "5.25", "410.5")):
        office.line("治理", record, OWNERLESS, "进度", on, 标段="一标段", 进展="回填塌陷坑", 形象进度="回填过半",
                    累计完成治理面积=area, 累计完成投资=money)  # fmt: skip


FINE = dict.fromkeys(("安全稳定", "不产生污染", "与周边景观协调", "恢复土地基本功能", "区域生态功能恢复"), "符合")


def acceptances(office: Office) -> None:
    """One trip to two mines: one passed, one did not."""
    trips = (
        ("YS-2019-1", "2019-06-20", ((CLOSED, "12.01"),), ()),
        ("YS-2019-2", "2019-07-10", ((COMPLAINED, "2.00"),), (FAILED_ONCE,)),
        ("YS-2019-3", "2019-09-20", ((FAILED_ONCE, "60.2亩"),), ()),
    )
    for record, on, passed, failed in trips:
        common = {"标段": "一标段", "验收单位": "市环保局", "验收组组长": "市验收组组长"}
        for site, area in passed:
            form = office.paper(f"{site}验收表{on}.pdf")
            office.line(
                "验收", record, site, "验收通过", on, 实测面积=area, **FINE, **common, 证据=f"现场验收表：{form}"
            )
        for site in failed:
            form = office.paper(f"{site}验收表{on}.pdf")
            office.line("验收", record, site, "验收不通过", on, 存在问题="东侧边坡未按方案削坡", 整改期限=day("2019-09-10"), **common,
                        证据=f"现场验收表：{form}")  # fmt: skip
        for who in ("市验收组组长", "验收组员甲", "验收组员乙"):
            office.form.write("验收-验收组成员", 记录号=record, 姓名=who, 单位="市环保局", 专业="环境工程")


def recognitions(office: Office) -> None:
    for number, (site, on) in enumerate(((CLOSED, "2019-06-28"), (COMPLAINED, "2019-07-20")), 1):
        office.line("认可", f"RK-{number}", site, "已认可", on, 认可机构="市领导小组整改督导组", 认可文号=f"市督认〔2019〕{number}号",
                    证据=office.paper(f"{site}认可件.pdf"))  # fmt: skip


def publicity(office: Office) -> None:
    for number, (site, on) in enumerate(((CLOSED, "2019-07-01"), (COMPLAINED, "2019-07-25")), 1):
        office.line(
            "公示", f"GS-{number}", site, "公示开始", on, 公示号=f"公示{number}", 公示媒体="区人民政府网", 媒体类型="门户网站",
            整改任务="治理恢复采坑", 整改目标="消除隐患、恢复植被", 整改措施="削坡、回填、覆土", 整改效果="植被覆盖达到方案要求",
        )  # fmt: skip
    office.line("公示", "GS-1Z", CLOSED, "公示期满无异议", "2019-07-10", 公示号="公示1", 公示情况说明="公示7日，未收到投诉",
                证据=office.paper("甲子公示证明.pdf"))  # fmt: skip


def complaint(office: Office) -> None:
    """Received on the third day of publicity, upheld: back to the works."""
    common = {"投诉号": "投诉1"}
    office.line("投诉", "TS-1", COMPLAINED, "收到投诉", "2019-07-28", 来源渠道="12345", 匿名="否", 投诉人="投诉人某",
                投诉人联系方式="电话略", 投诉事项="北坡覆土太薄，草籽没有出苗", **common)  # fmt: skip
    office.line("投诉", "TS-1D", COMPLAINED, "投诉已调查", "2019-08-02", 调查单位="石人子沟街道", 调查人="街道调查岗",
                调查结果="覆土厚度不足20厘米，属实", **common)  # fmt: skip
    office.line("投诉", "TS-1J", COMPLAINED, "投诉已处理", "2019-08-09", 结论="属实", 处置="责成企业重新覆土补种", 会签人="区办负责人",
                答复日期=day("2019-08-10"), 重开到="治理", **common)  # fmt: skip


def closure(office: Office) -> None:
    """Only the first mine got this far. Each outside decision comes with its scan."""
    common = {"销号申请号": "XH-2019-1"}
    office.line("销号", "XH-1", CLOSED, "台账已填报", "2019-07-15", 销号台账编号="XH-2019-1", **common,
                证据=office.paper("甲子销号台账.pdf"))  # fmt: skip
    for record, what, on, cells in (
        ("XH-2", "审核通过", "2019-07-25", {"办理机构": "市专项工作组办公室"}),
        ("XH-3", "已签字", "2019-08-05", {"办理机构": "市专项工作组", "签字人职务": "组长"}),
        ("XH-4", "已备案销号", "2019-08-20", {"办理机构": "市领导小组办公室", "文号": "市矿备〔2019〕3号"}),
    ):
        office.line("销号", record, CLOSED, what, on, **cells, **common, 证据=office.paper(f"甲子{what}.pdf"))


SURVEY_PAPERS = {
    CLOSED: ("矿山基本情况表", "采矿许可证复印件", "砂石粘土矿关闭文件", "环境破坏现状调查（砂石粘土采坑）"),
    FAILED_ONCE: ("矿山基本情况表", "采矿许可证复印件", "砂石粘土矿关闭文件"),
    COMPLAINED: ("已闭坑矿山关闭文件", "环境破坏现状调查（采坑，含名称与采矿权人）"),
    OWNERLESS: ("矿山基本情况表", "采矿许可证复印件", "小煤矿关闭文件", "环境破坏现状调查（塌陷坑、采空区）"),
}


def documents(office: Office) -> None:
    for site, slots in SURVEY_PAPERS.items():
        for slot in slots:
            office.file(site, slot, "2018-07-06")
        if site != FAILED_ONCE:
            office.file(site, "治理前照片", "2018-07-06", 5)
    for site, on in ((CLOSED, "2019-06-20"), (COMPLAINED, "2019-07-10"), (FAILED_ONCE, "2019-09-20")):
        office.file(site, "治理后照片", on, 5)


def weekly(office: Office) -> None:
    for site, text in (
        (COMPLAINED, "北坡重新覆土"),
        (OWNERLESS, "塌陷坑回填累计5.25公顷"),
        (FAILED_ONCE, "等待督导组认可"),
    ):
        office.line(
            "周报",
            f"ZB-{site[:2]}-1024",
            site,
            "周报已填",
            "2019-10-22",
            本周进展=text,
            存在问题及下一步措施="按计划推进",
        )


def main(words: list[str]) -> int:
    match words:
        case ["register", folder]:
            Path(folder).mkdir(parents=True, exist_ok=True)
            said = write_register(Path(folder) / "名册.xlsx")
        case ["facts", template, folder]:
            said = fill_facts(Path(template), Path(folder))
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

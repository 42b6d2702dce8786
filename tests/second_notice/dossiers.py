"""Five made-up sites of the made-up 青禾县, from survey to the prefecture's filing, as its office would write them down.

甲 is closed; 乙 is being restored; 丙 has an open complaint in its public days; 丁 is left out; 戊 has no holder and
was surveyed only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.form import Form

CLOSED, RUNNING, COMPLAINED, LEFT_OUT, FOUND = "甲号石料场", "乙号砂场", "丙号粘土场", "丁号石灰石场", "戊号无名坑"
EVERY = (CLOSED, RUNNING, COMPLAINED, LEFT_OUT, FOUND)
RESTORED = (CLOSED, RUNNING, COMPLAINED)

HEADS = ("矿山名称", "档案类别", "是否持证", "采矿权人", "乡镇", "开采矿种", "开采方式", "破坏面积（公顷）")
SITES = (
    (CLOSED, "有责任人的废弃矿山", "是", "甲号石料有限公司", "云岭镇", "建筑石料用灰岩", "露天", 6),
    (RUNNING, "有责任人的废弃矿山", "是", "乙号砂石厂", "白石乡", "建筑用砂", "露天", 4.5),
    (COMPLAINED, "历史遗留废弃矿山", "是", "丙号砖厂", "柳河镇", "砖瓦用粘土", "露天", 3),
    (LEFT_OUT, "有责任人的废弃矿山", "是", "丁号水泥公司", "云岭镇", "石灰岩", "露天", 8),
    (FOUND, "历史遗留废弃矿山", "否", None, "白石乡", "建筑用砂", "露天", 1.2),
)
FINE = dict.fromkeys(("安全稳定", "不产生污染", "与周边景观协调", "恢复土地基本功能", "区域生态功能恢复"), "符合")


def write_register(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADS)
    for line in SITES:
        page.append(line)
    book.save(path)
    return path


def day(text: str) -> date:
    return date.fromisoformat(text)


class Writer:
    """Fills the form; every paper lies in the folder 证据 beside the workbook."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.form, self.folder, self.number = Form(template), folder, 0
        (folder / "证据").mkdir(exist_ok=True)

    def paper(self, slot: str, site: str) -> str:
        name = f"{site}{slot}{self.number}.pdf"
        (self.folder / "证据" / name).write_bytes(f"%PDF-1.4\n% {name}\n%%EOF\n".encode())
        return f"{slot}：{name}"

    def line(self, sheet: str, site: str, what: str, on: str, **cells: Any) -> str:
        self.number += 1
        record = f"JL-{self.number}"
        filled = "填表人" if sheet == "摸底" else "填报人"
        common = {"记录号": record, "矿山名称": site, "事项": what, "发生日期": day(on)}
        signed = {filled: "乡镇经办甲", "审核人": "县办审核乙"}
        self.form.write(sheet, **{**common, **signed, **cells})
        return record

    def file(self, site: str, slot: str, on: str, pieces: int = 1) -> None:
        self.line("档案件", site, "已归档", on, 档案位=slot, 文件名称=f"{site}{slot}", 件数=pieces)


def fill_facts(template: Path, folder: Path, name: str = "事项.xlsx") -> Path:
    writer = Writer(template, folder)
    for write in (_people, _found, _decided, _planned, _restored, _published, _closed, _weekly):
        write(writer)
    return writer.form.save(folder / name)


def _people(writer: Writer) -> None:
    for login, body, role in (
        ("zhen", "云岭镇", "乡镇填报岗"),
        ("zhenban", "云岭镇", "乡镇审核岗"),
        ("xian", "restore_office", "县整治办经办岗"),
        ("zhuren", "restore_office", "县整治办负责人"),
        ("ziran", "县自然资源局", "部门承办岗"),
        ("lingdao", "restore_office", "分管领导"),
        ("ducha", "restore_office", "督察（核查）人员"),
    ):
        writer.form.write("人员任职", 账号=login, 姓名=f"岗位{login}", 单位=body, 角色=role, 任职起=day("2021-03-08"))


def _found(writer: Writer) -> None:
    for site, *_, area in SITES:
        writer.line("摸底", site, "摸底完成", "2021-04-20", 破坏总面积=area, 应治理面积=area)
        writer.file(site, "矿山登记卡", "2021-04-20")
        writer.file(site, "修复前影像", "2021-04-20", 2)


def _decided(writer: Writer) -> None:
    for site in RESTORED:
        writer.line("纳入范围", site, "纳入治理范围", "2021-05-10", 核定单位="县整治办", 核定文号="青整办〔2021〕1号")
    writer.line(
        "纳入范围", LEFT_OUT, "未纳入治理范围", "2021-05-10", 核定单位="县整治办", 核定文号="青整办〔2021〕2号",
        未纳入原因="已改作他用", 原因说明="已建成物流园", 佐证材料="用地批复", 需复核="否",
    )  # fmt: skip
    for site, _, _, owner, *_ in SITES[:3]:
        body = {"治理责任主体": "矿山企业", "责任主体名称": owner, "实施单位": owner}
        writer.line("责任主体", site, "责任主体已认定", "2021-05-20", 矿业权人存续状态="存续", 是否灭失="否", **body)
        writer.file(site, "责任人承诺书或无主认定书", "2021-05-20")


def _planned(writer: Writer) -> None:
    for site, area, money in ((CLOSED, 6, 240), (RUNNING, 4.5, 160.5), (COMPLAINED, 3, 90)):
        writer.line(
            "方案", site, "已委托编制", "2021-06-01", 方案版本="一版", 委托方="县自然资源局", 编制单位="某地质队"
        )
        writer.line(
            "方案", site, "方案已编制", "2021-07-15", 方案版本="一版", 组织主体="乡镇", 委托方="县自然资源局",
            编制单位="某地质队", 依据的摸底日期=day("2021-04-20"), 设计治理面积=area, 主要治理措施="削坡、覆土、种草",
            恢复方向="宜林、宜农", 计划开工日期=day("2021-10-08"), 计划完成日期=day("2022-06-30"), 政府投资项目="否",
            **{"估（概）算总投资": money},
        )  # fmt: skip
        record = writer.line("评审", site, "评审通过", "2021-08-18", 方案版本="一版", 评审意见文号="青评〔2021〕1号",
                             证据=writer.paper("修复方案和评审意见", site))  # fmt: skip
        for who, speciality in (("专家子", "地质"), ("专家丑", "生态"), ("专家寅", "土木工程")):
            writer.form.write("评审-评审专家", 记录号=record, 姓名=who, 专业=speciality, 工作单位="某设计院")
        batch = "2021 年度" if site == CLOSED else "2022 年度"
        writer.line(
            "年度名单", site, "列入年度名单", "2021-09-01", 治理年度=batch, 名单文号="青整办〔2021〕9号", 优先治理="否"
        )


def _restored(writer: Writer) -> None:
    for site, start in ((CLOSED, "2021-10-08"), (RUNNING, "2022-03-07"), (COMPLAINED, "2021-10-11")):
        writer.line("治理", site, "开工", start, 标段="全段", 施工单位="某生态公司")
    for site, on, area, money in ((CLOSED, "2021-11-01", 6, 238), (COMPLAINED, "2022-03-01", 3, 88.8)):
        writer.line(
            "治理", site, "治理完成", on, 标段="全段", 累计完成治理面积=area, 累计完成投资=money, 自查自验结论="合格"
        )
    writer.line("治理", RUNNING, "进度", "2022-03-30", 标段="全段", 累计完成治理面积=1.5, 累计完成投资=50, 进展="削坡")


def _published(writer: Writer) -> None:
    """Ten working days from the day of posting: 甲 from 2 November, over on the 15th; 丙 from 7 March, a complaint on the 15th."""
    for number, (site, on) in enumerate(((CLOSED, "2021-11-02"), (COMPLAINED, "2022-03-07")), 1):
        writer.line("公示", site, "公示开始", on, 公示号=f"公示{number}", 公示媒体="县政府网", 媒体类型="门户网站",
                    整改任务="修复采坑", 整改目标="复绿", 整改措施="覆土", 整改效果="达到方案要求")  # fmt: skip
    writer.line("公示", CLOSED, "公示期满无异议", "2021-11-16", 公示号="公示1", 公示情况说明="无异议",
                证据=writer.paper("公示凭证", CLOSED))  # fmt: skip
    writer.line(
        "投诉", COMPLAINED, "收到投诉", "2022-03-15", 投诉号="投诉1", 来源渠道="12345", 匿名="是", 投诉事项="覆土太薄"
    )


def _closed(writer: Writer) -> None:
    record = writer.line(
        "验收", CLOSED, "验收通过", "2021-11-22", 标段="全段", 验收单位="县自然资源局", 验收组组长="组长某", 实测面积=6, **FINE,
        证据=writer.paper("验收意见书", CLOSED),
    )  # fmt: skip
    for who in ("组长某", "组员某"):
        writer.form.write("验收-验收组成员", 记录号=record, 姓名=who, 单位="县自然资源局", 专业="地质")
    writer.line("销号", CLOSED, "台账已填报", "2021-12-01", 销号申请号="销1", 销号台账编号="青销〔2021〕1号")
    writer.line("销号", CLOSED, "已备案销号", "2021-12-10", 销号申请号="销1", 办理机构="地区自然资源局", 文号="地备〔2021〕1号",
                证据=writer.paper("地区备案回执", CLOSED))  # fmt: skip


def _weekly(writer: Writer) -> None:
    writer.line("周报", RUNNING, "周报已填", "2022-04-01", 本周进展="完成削坡1.5公顷")

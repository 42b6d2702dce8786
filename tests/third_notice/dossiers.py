"""Four made-up quarries of the made-up 石泉县: one closed, one under restoration, one just entered, one left out."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.second_notice.dossiers import FINE, Writer, day

CLOSED, RUNNING, FOUND, LEFT_OUT = "甲采石场", "乙采石场", "丙采石场", "丁采石场"
HEADS = ("采石场名称", "矿山名称", "档案类别", "是否持证", "乡镇", "开采矿种", "开采方式", "破坏面积（亩）")
SITES = ((CLOSED, "东坪镇", 30), (RUNNING, "南沟镇", 40), (FOUND, "白马镇", 10), (LEFT_OUT, "西坪镇", 7.5))


def write_register(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADS[1:])
    for name, town, area in SITES:
        page.append((name, "关闭采石场", "否", town, "建筑石料用灰岩", "露天", area))
    book.save(path)
    return path


def fill_facts(template: Path, folder: Path) -> Path:
    writer = Writer(template, folder)
    for login, body, role in (
        ("zhen", "东坪镇", "镇填报岗"),
        ("zhenshen", "东坪镇", "镇审核岗"),
        ("xian", "office", "县修复办经办岗"),
        ("zhuren", "office", "县修复办负责人"),
    ):
        writer.form.write("人员任职", 账号=login, 姓名=f"岗位{login}", 单位=body, 角色=role, 任职起=day("2022-03-01"))
    for site, _, mu in SITES:
        writer.line("摸底", site, "摸底完成", "2022-05-10", 破坏总面积=f"{mu}亩", 应治理面积=f"{mu}亩")
        writer.file(site, "登记卡", "2022-05-10")
        writer.file(site, "修复前照片", "2022-05-10", 2)
    for site in (CLOSED, RUNNING):
        writer.line("纳入范围", site, "纳入治理范围", "2022-06-20", 核定单位="县修复办", 核定文号="石修〔2022〕1号")
        writer.line("治理", site, "开工", "2022-08-01", 标段="全段", 施工单位="某公司")
    writer.line(
        "纳入范围", LEFT_OUT, "未纳入治理范围", "2022-06-20", 核定单位="县修复办", 核定文号="石修〔2022〕2号",
        未纳入原因="已建成其他用途", 原因说明="建成停车场", 佐证材料="规划许可", 需复核="否",
    )  # fmt: skip
    writer.line(
        "治理", RUNNING, "进度", "2022-11-20", 标段="全段", 累计完成治理面积="20亩", 累计完成投资=20, 进展="清坡"
    )
    _close(writer)
    writer.line("周报", RUNNING, "周报已填", "2022-12-20", 本周进展="清坡完成一半")
    return writer.form.save(folder / "事项.xlsx")


def _close(writer: Writer) -> None:
    """Five working days from the day after 1 December 2022, a Thursday: over on the 8th."""
    writer.line(
        "治理", CLOSED, "治理完成", "2022-11-01", 标段="全段", 累计完成治理面积=2, 累计完成投资=60, 自查自验结论="合格"
    )
    record = writer.line(
        "验收", CLOSED, "验收通过", "2022-11-15", 标段="全段", 验收单位="县修复办", 验收组组长="组长某", 实测面积=2, **FINE,
        证据=writer.paper("验收意见", CLOSED),
    )  # fmt: skip
    for who in ("组长某", "组员某"):
        writer.form.write("验收-验收组成员", 记录号=record, 姓名=who, 单位="县修复办", 专业="地质")
    writer.file(CLOSED, "修复后照片", "2022-11-15", 2)
    writer.line("公示", CLOSED, "公示开始", "2022-12-01", 公示号="公示1", 公示媒体="镇政府公告栏", 媒体类型="公告栏",
                整改任务="修复采坑", 整改目标="复绿", 整改措施="覆土", 整改效果="达到要求")  # fmt: skip
    writer.line("公示", CLOSED, "公示期满无异议", "2022-12-09", 公示号="公示1", 公示情况说明="无异议",
                证据=writer.paper("公示照片", CLOSED))  # fmt: skip
    writer.line("销号", CLOSED, "台账已填报", "2022-12-12", 销号申请号="销1", 销号台账编号="石销1号")
    writer.line("销号", CLOSED, "已备案销号", "2022-12-20", 销号申请号="销1", 办理机构="市自然资源局", 文号="市销〔2022〕1号",
                证据=writer.paper("销号批文", CLOSED))  # fmt: skip

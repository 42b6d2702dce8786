"""One facts workbook records what runs beside the main line, and the lists tell of it: a history of four made-up sites."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qingshan.rulebook.nouns import BY_CODE
from tests.cli.command import Said, done, qingshan
from tests.cli.five_sites import CLOSED, COMPLAINED, FAILED_ONCE, OWNERLESS, fill_facts, write_register
from tests.cli.five_sites import Office as Desk

ON = "2019-10-24"
NUMBER = "预算项目号或申报号"


def day(text: str) -> date:
    return date.fromisoformat(text)


def fill(desk: Desk) -> None:
    """Of every new noun a record, on top of the five histories."""
    patrols(desk)
    rechecks(desk)
    cases(desk)
    substitution(desk)
    money(desk)


def patrols(desk: Desk) -> None:
    common = {"巡查号": "XC-1", "巡查人": "街道调查岗"}
    desk.line("巡查", "XC-0", OWNERLESS, "巡查未发现问题", "2019-08-20", 巡查号="XC-0", 巡查人="街道调查岗")
    desk.line("巡查", "XC-1", OWNERLESS, "巡查发现问题", "2019-10-18", 巡查情况="临边没有围挡", 整改期限=day("2019-10-30"),
              证据=desk.paper("围挡.jpg"), 照片张数=2, **common)  # fmt: skip


def rechecks(desk: Desk) -> None:
    desk.line("反弹复查", "FC-1", CLOSED, "复查发现反弹", "2019-09-20", 复查号="FC-1", 复查人="街道调查岗",
              复查情况="又倒弃土", 处理期限=day("2019-10-10"))  # fmt: skip


def cases(desk: Desk) -> None:
    """A licensed mine that dug outside its licence: a case all the same."""
    desk.line("执法", "ZF-1", FAILED_ONCE, "立案", "2018-08-01", 案号="ZF-1", 牵头单位="区行政执法局", 违法主体="乙丑砖厂",
              案由="越界开采", 文书号="水执立〔2018〕1号")  # fmt: skip
    desk.line(
        "执法", "ZF-2", FAILED_ONCE, "处罚决定", "2018-09-01", 案号="ZF-1", 文书号="水执罚〔2018〕1号", 罚款="3.5"
    )
    desk.line("执法", "ZF-3", FAILED_ONCE, "治理已落实", "2018-12-01", 案号="ZF-1", 治理实施单位="乙丑砖厂", 治理任务="削坡覆土",
              追偿情况="不需追偿")  # fmt: skip
    desk.line("执法", "ZF-4", FAILED_ONCE, "结案", "2019-09-10", 案号="ZF-1", 结案理由="罚款缴清，治理完成")


def substitution(desk: Desk) -> None:
    """The order of 2018-08-10 is corrected to an earlier day; the day passes; the street restores."""
    desk.line("责任主体", "ZL-2019-3", COMPLAINED, "责令治理", "2019-08-12", 责令治理通知书文号="水矿治责〔2019〕3号",
              责令期限=day("2019-09-30"))  # fmt: skip
    desk.line(
        "责任主体", "DZ-1", COMPLAINED, "政府代治理", "2019-10-08", 代治理单位="石人子沟街道", 原因="逾期没有重新覆土"
    )
    desk.line("责任主体", "ZC-1", COMPLAINED, "已提出追偿", "2019-10-14", 追偿金额="20", 追偿文书号="水追〔2019〕1号")
    desk.line("责任主体", "ZC-2", COMPLAINED, "已追回", "2019-10-21", 追偿金额="8")


def money(desk: Desk) -> None:
    common = {NUMBER: "YS-1", "资金年度": 2019, "资金级次": "县区级", "用途": "治理"}
    for number, (what, on) in enumerate(
        (("预算申报", "2018-11-10"), ("预算批复", "2019-01-10"), ("预算列支", "2019-02-10"))
    ):
        desk.line("资金", f"YS-{number}", OWNERLESS, what, on, 金额="100", 资金文号="水财〔2019〕1号", **common)
    desk.line("资金", "ZX-1", OWNERLESS, "专项已申报", "2018-12-20", 专项名称="自治区专项", 资金年度=2020,
              资金级次="自治区", 金额="400", **{NUMBER: "ZX-1"})  # fmt: skip
    desk.line("资金", "ZX-2", OWNERLESS, "专项已批准", "2019-03-10", 金额="300", 资金文号="新财建〔2019〕21号",
              **{NUMBER: "ZX-1"})  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("beside")
    store = folder / "数据"
    done("init", "--data", store)
    done("import", "register", write_register(folder / "名册.xlsx"), "--on", "2018-06-20", "--yes", "--data", store)
    done("import", "template", "--data", store, "--out", folder / "空表.xlsx")
    done("import", "facts", fill_facts(folder / "空表.xlsx", folder), "--data", store)
    desk = Desk(folder / "空表.xlsx", folder)
    fill(desk)
    done("import", "facts", desk.form.save(folder / "其余.xlsx"), "--data", store)
    return store


def listed(data: Path, name: str) -> dict[str, Any]:
    return done("list", name, "--data", data, "--on", ON)


def one(answer: dict[str, Any], site: str) -> dict[str, Any]:
    return next(row for row in answer["sites"] if row["name"] == site)


@pytest.mark.parametrize("noun", ["procedure", "patrol", "recheck", "enforcement", "responsibility", "funding"])
def test_the_workbook_has_a_sheet_for_every_result(data: Path, tmp_path: Path, noun: str):
    said = done("import", "template", "--only", BY_CODE[noun].name, "--data", data, "--out", tmp_path / "表.xlsx")
    assert said["sheets"] == [BY_CODE[noun].name]


def test_procedures_and_the_days_they_cost(data: Path):
    answer = listed(data, "procedures")
    (row,) = answer["sites"]
    assert (row["name"], row["reviewed_on"], row["ready_on"], row["started_on"]) == (
        OWNERLESS,
        "2018-12-06",
        "2019-04-18",
        "2019-05-06",
    )
    assert (row["waited"], row["lost"], answer["days_lost"]) == (151, 133, 133)
    assert [s["state"] for s in row["steps"]][:3] == ["skipped", "done", "skipped"]
    early = done("list", "procedures", OWNERLESS, "--data", data, "--on", "2018-12-01")["sites"][0]
    assert (early["reviewed_on"], early["lost"]) == (None, None)


def test_orders_are_overdue_until_the_government_restores(data: Path):
    row = one(listed(data, "orders"), COMPLAINED)
    assert (row["state"], row["substituted_on"], row["claimed"], row["recovered"], row["recovery"]) == (
        "substituted",
        "2019-10-08",
        20_0000_00,
        8_0000_00,
        "partly",
    )
    before = done("list", "orders", COMPLAINED, "--data", data, "--on", "2019-10-05")
    assert (before["overdue"], one(before, COMPLAINED)["days_over"]) == (1, 5)


def test_the_funds_gap_and_the_lines(data: Path):
    row = one(listed(data, "funds"), OWNERLESS)
    assert (row["investment"], row["sources"], row["missing"]) == (960_0000_00, 520_0000_00, 440_0000_00)
    assert {(x["kind"], x["state"]) for x in row["lines"]} == {("budget", "listed"), ("fund_application", "granted")}


def test_cases_with_their_restoration(data: Path):
    row = one(listed(data, "cases"), FAILED_ONCE)
    (case,) = row["cases"]
    assert [(r["result"], r["fine"]) for r in case["results"]] == [("punished", 3_5000_00), ("closed", None)]
    assert (case["executor"], case["recovery_state"]) == ("乙丑砖厂", "none")


def test_alarms_and_aftercare(data: Path):
    answer = listed(data, "alarms")
    found = [(row["name"], row["kind"], row["days_over"]) for row in answer["alarms"]]
    assert found == [(CLOSED, "rebound", 14), (OWNERLESS, "rectification", -6)]
    assert [(row["name"], row["until"], row["last_looked_on"]) for row in answer["aftercare"]] == [
        (CLOSED, "2022-08-20", "2019-09-20")
    ]


def test_a_rebound_leaves_the_site_closed_and_a_patrol_holds_the_works(data: Path):
    sites = {row["name"]: row for row in done("status", "--data", data, "--on", ON)["sites"]}
    assert (sites[CLOSED]["outcome"], sites[CLOSED]["slack"]) == ("closed", None)
    assert [(h["code"], h["blocks"]) for h in sites[CLOSED]["holds"]] == [("rebound_open", [])]
    (hold,) = sites[OWNERLESS]["holds"]
    assert {"complete_works", "apply_acceptance", "record_acceptance", "record_filing"} <= set(hold["blocks"])
    assert "report_progress" not in hold["blocks"]


def test_an_unknown_site_is_a_clear_refusal_and_the_store_checks_clean(data: Path):
    said: Said = qingshan("list", "orders", "没有这处", "--data", data)
    assert (said.code, said.error) == (1, "unknown_site")
    assert done("check", "--data", data)["ok"] is True
    assert done("audit", "verify", "--data", data)["exit"] == 0


def test_a_refused_line_says_why_in_words(data: Path, tmp_path: Path):
    done("import", "template", "--data", data, "--out", tmp_path / "空表.xlsx")
    desk = Desk(tmp_path / "空表.xlsx", tmp_path)
    desk.line("资金", "YS-9", OWNERLESS, "预算列支", "2019-03-10", 资金年度=2019, 资金级次="地市级", 金额="1",
              资金文号="1号", **{NUMBER: "YS-9"})  # fmt: skip
    desk.line(
        "前期手续",
        "SX-9",
        OWNERLESS,
        "手续依规简化",
        "2019-03-10",
        手续="招投标",
        简化依据="纪要",
        合同类别="施工",
        金额="401",
    )
    said = qingshan("import", "facts", desk.form.save(tmp_path / "错.xlsx"), "--dry-run", "--data", data)
    codes = [b["code"] for row in said.data["refused"] for b in row["blockers"]]
    assert codes == ["level_does_not_fit", "tender_needed"]
    assert "必须招标" in said.text

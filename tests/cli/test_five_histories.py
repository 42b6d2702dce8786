"""From an empty store, a register and a facts workbook alone take five sites to a Thursday's ledgers (issue 2, 7).

The commands are those of docs/first-ledger.zh.md, run in their order; everything else is done to a copy of that store.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qingshan.foundation.clock import today
from tests.cli.command import ROOT, Said, done, qingshan
from tests.cli.five_sites import (
    CLOSED,
    COMPLAINED,
    EVERY,
    EXCLUDED,
    FAILED_ONCE,
    OWNERLESS,
    Office,
    fill_facts,
    write_register,
)
from tests.stores import copied

PAGE = ROOT / "docs" / "first-ledger.zh.md"
THURSDAY = "2019-10-24"
LINES = 100
"""Lines of records in the facts workbook."""


@dataclass
class Story:
    """The folder in which the page's commands were run, and what each said, by its words after `qingshan`."""

    folder: Path
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "数据"

    def of(self, start: str) -> Said:
        """What the last command beginning with these words said."""
        return [said for words, said in self.said.items() if words.startswith(start)][-1]

    def book(self, ledger: str, on: str = THURSDAY) -> Path:
        return next((self.folder / "台账").glob(f"附件{ledger}_*_{on.replace('-', '')}.xlsx"))


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Story:
    folder = tmp_path_factory.mktemp("five")
    write_register(folder / "名册.xlsx")
    told = Story(folder)
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line)[1:]
            told.said[" ".join(words)] = said = qingshan(*words, cwd=folder)
            assert said.code == 0, said.text
            if words[:2] == ["import", "template"]:
                fill_facts(folder / "空表.xlsx", folder)
    return told


@pytest.fixture
def copy(story, tmp_path) -> Path:
    """A copy of the store, to be changed."""
    return copied(story.data, tmp_path / "数据")


@pytest.fixture
def office(story, tmp_path) -> Office:
    """An empty form, to be filled in with something new."""
    return Office(story.folder / "空表.xlsx", tmp_path)


def sites_of(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {site["name"]: site for site in data["sites"]}


def stage_of(site: dict[str, Any], code: str) -> dict[str, Any]:
    return next(s for s in site["stages"] if s["code"] == code)


def rows_of(path: Path, sheet: str) -> dict[str, dict[str, Any]]:
    """Name of the site → head (or head/sub-head) → what the cell holds, in the order of the sheet."""
    lines = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(i for i, line in enumerate(lines) if line[0] == "序号")
    keys, head = [], ""
    for upper, lower in zip(lines[top], lines[top + 1], strict=True):
        head = upper or head
        keys.append(f"{head}/{lower}" if lower else head)
    found = [dict(zip(keys, line, strict=True)) for line in lines[top + 3 :] if isinstance(line[0], int)]
    return {row["矿山（采矿点）名称"]: row for row in found}


# What became of the five


def test_five_histories_end_at_five_places(story):
    found = sites_of(story.of(f"status --data 数据 --on {THURSDAY}").data)

    assert {name: (s["outcome"], s["ledger"], s["place"]) for name, s in found.items()} == {
        CLOSED: ("closed", "2-1", ""),
        FAILED_ONCE: ("active", "2-1", "recognition"),
        COMPLAINED: ("active", "2-1", "works"),
        EXCLUDED: ("not_included", "2-2", ""),
        OWNERLESS: ("active", "2-1", "works"),
    }


def test_a_closed_site_owes_nothing_and_every_stage_is_reached(story):
    site = sites_of(story.of(f"status --data 数据 --on {THURSDAY}").data)[CLOSED]

    assert site["debts"] == []
    states = {stage["code"]: stage["state"] for stage in site["stages"]}
    others = {code: state for code, state in states.items() if state != "reached"}
    assert others == {"enforcement": "not_applicable", "procedure": "not_applicable"}, "licensed, not government money"
    assert stage_of(site, "filing")["reached_on"] == "2019-08-20"


def test_failed_acceptance_done_again_is_counted_twice_and_its_promised_photographs_are_a_debt(story):
    site = sites_of(story.of("status 乙丑").data)[FAILED_ONCE]

    assert (stage_of(site, "works")["times"], stage_of(site, "acceptance")["reached_on"]) == (2, "2019-09-20")
    assert {(d["slot"], d["promised_on"]) for d in site["debts"]} == {
        ("photos_before", "2019-12-31"),
        ("survey_sand", None),
    }
    assert [n["title"] for n in site["next"] if n["stage"] == "recognition"] == ["记录认可结果"]


def test_upheld_complaint_takes_acceptance_recognition_and_publicity_back(story):
    site = sites_of(story.of(f"status --data 数据 --on {THURSDAY}").data)[COMPLAINED]

    assert {s["code"] for s in site["stages"] if s["state"] == "open"} >= {
        "works",
        "acceptance",
        "recognition",
        "publicity",
    }
    assert site["holds"] == []


def test_one_meeting_and_one_list_cover_several_sites_and_the_late_plan_is_late(story):
    found = sites_of(story.of(f"status --data 数据 --on {THURSDAY}").data)

    assert {stage_of(found[name], "review")["reached_on"] for name in (CLOSED, FAILED_ONCE, COMPLAINED)} == {
        "2018-10-18"
    }
    assert {stage_of(found[name], "review")["timing"] for name in (CLOSED, FAILED_ONCE, COMPLAINED)} == {"met"}
    assert stage_of(found[OWNERLESS], "review")["timing"] == "met_late"
    assert {name: found[name]["batch"] for name in (CLOSED, COMPLAINED, OWNERLESS)} == {
        CLOSED: "2019",
        COMPLAINED: "2019",
        OWNERLESS: "2020",
    }


def test_the_place_of_an_earlier_day_is_told_as_it_was(story):
    before = done("status", CLOSED, FAILED_ONCE, COMPLAINED, "--data", story.data, "--on", "2019-07-30")

    assert {name: s["place"] for name, s in sites_of(before).items()} == {
        CLOSED: "signature",
        FAILED_ONCE: "works",
        COMPLAINED: "publicity",
    }
    assert [h["subject"] for h in sites_of(before)[COMPLAINED]["holds"]] == ["投诉1"]


# The two workbooks


def test_the_ledger_of_the_included_shows_four_sites_with_their_figures(story):
    rows = rows_of(story.book("2-1"), "附件2-1")

    assert set(rows) == {CLOSED, FAILED_ONCE, COMPLAINED, OWNERLESS}
    heads = (
        "应治理面积\n（公顷）",
        "治理年度",
        "估（概）算总投资\n（万元）",
        "已完成治理面积\n（公顷）",
        "序时状态",
        "验收/结论",
        "销号/是否销号",
    )
    assert {name: tuple(row[head] for head in heads) for name, row in rows.items()} == {
        OWNERLESS: (14, "2020", 960, 5.25, "超过序时进度", None, "否"),
        CLOSED: (12, "2019", 480, 12, "完成交账销号", "通过", "是"),
        FAILED_ONCE: (4, "2019", 150.5, 4, "完成整改", "通过", "否"),
        COMPLAINED: (2, "2019", 88, 2, "达到序时进度", "通过后返工，待重新验收", "否"),
    }
    assert rows[CLOSED]["销号/备案文号"] == "市矿备〔2019〕3号"
    assert rows[CLOSED]["证件状态（注销时间）/注销时间"] == "2016年11月"
    assert rows[COMPLAINED]["公示/异议"] == "有投诉，已办结"


def test_a_lost_holders_deposit_is_named_as_a_source_of_funds(story):
    row = rows_of(story.book("2-1"), "附件2-1")[OWNERLESS]

    assert row["采矿权人（责任企业）"] == "戊辰煤业有限公司（灭失）"
    assert (row["资金来源/自治区及以上专项\n（万元）"], row["资金来源/其他\n（万元）"]) == (400, 120)
    assert "保证金（基金）120.00万元" in row["备注"]


def test_the_ledger_of_the_rest_shows_one_site_and_why(story):
    rows = rows_of(story.book("2-2"), "附件2-2")

    assert set(rows) == {EXCLUDED}
    assert rows[EXCLUDED]["未纳入原因"] == "C 已征购（征收、收储）"
    assert rows[EXCLUDED]["佐证材料/材料"] == "征收补偿协议、土地移交书"
    assert rows[EXCLUDED]["佐证材料/核定文号"] == "水矿治办〔2018〕2号"


@pytest.mark.parametrize("ledger", ["2-1", "2-2"])
def test_each_workbook_has_its_sheets_and_every_site_on_exactly_one(story, ledger):
    book = openpyxl.load_workbook(story.book(ledger))

    assert book.sheetnames == [f"附件{ledger}", f"附件{ledger}打印", "底数对账", "本周变化", "口径"]
    counted = {row[1]: row[2] for row in book["底数对账"].iter_rows(values_only=True)}
    assert (counted["附件2-1 纳入治理范围"], counted["附件2-2 未纳入治理范围"], counted["登记总数"]) == (
        4,
        1,
        len(EVERY),
    )


def test_what_changed_within_the_week_is_the_mine_at_work(story):
    changes = story.of("ledger diff").data

    assert {(c["name"], c["old"], c["new"]) for c in changes["changed"]} == {
        (OWNERLESS, "260.00", "410.50"),
        (OWNERLESS, "3.50", "5.25"),
        (OWNERLESS, "25.0", "37.5"),
    }
    assert (changes["added"], changes["removed"], changes["moved"]) == ([], [], [])


def test_the_message_for_the_leaders_is_short_and_says_the_counts(story):
    message = story.of(f"ledger issue --data 数据 --on {THURSDAY}").data["message"]

    assert len(message) <= 150
    assert "纳入4处，已销号1处" in message


# In again, and refused


def test_dry_run_promised_what_the_import_then_stored(story):
    looked, stored = (said for words, said in story.said.items() if words.startswith("import facts"))

    assert (looked.data["stored"], stored.data["stored"], stored.data["refused"]) == (LINES, LINES, [])
    assert looked.data["passwords"] == {}
    assert set(stored.data["passwords"]) == {"jiedao", "quban", "fuze"}


def test_the_same_workbooks_again_change_nothing(story, copy):
    before = done("status", "--data", copy, "--on", THURSDAY)

    facts = done("import", "facts", story.folder / "事项.xlsx", "--data", copy)
    register = done("import", "register", story.folder / "名册.xlsx", "--data", copy)

    assert (facts["stored"], facts["skipped"]) == (0, LINES)
    assert (register["created"], register["amended"], register["same"]) == ([], [], 5)
    assert done("status", "--data", copy, "--on", THURSDAY) == before


def test_evidence_beside_the_workbook_is_kept_byte_for_byte(story):
    papers = list((story.folder / "证据").iterdir())

    assert len(papers) > 20
    for paper in papers:
        digest = hashlib.sha256(paper.read_bytes()).hexdigest()
        assert (story.data / "files" / digest[:2] / digest).read_bytes() == paper.read_bytes()


def test_refused_line_is_told_with_its_clause_and_nothing_is_stored_unless_the_good_are_accepted(copy, office):
    office.line("周报", "ZB-1", OWNERLESS, "周报已填", "2019-10-29", 本周进展="继续回填")
    row = office.line(
        "治理", "JD-9", OWNERLESS, "进度", "2019-10-30", 标段="一标段", 进展="回填", 累计完成治理面积="4.00"
    )
    office.form.write(
        "人员任职", 账号="xinren", 姓名="新到岗", 单位="榆树沟街道", 角色="街道填报岗", 任职起=date(2019, 10, 1)
    )
    book = office.form.save(office.folder / "新.xlsx")

    refused = qingshan("import", "facts", book, "--data", copy)

    assert (refused.code, refused.data["stored"]) == (1, 0)
    [line] = refused.data["refused"]
    assert (line["sheet"], line["row"], line["site"], line["code"]) == ("治理", row, OWNERLESS, "blocked")
    assert [(b["code"], b["clause"]) for b in line["blockers"]] == [("less_than_before", "三(三)-4")]
    assert qingshan("import", "facts", book, "--data", copy, "--as", "xinren").error == "unknown_login"

    accepted = qingshan("import", "facts", book, "--data", copy, "--accept-good", as_json=False)

    assert accepted.code == 1
    assert "存好了：1 行；被拒 1 行" in accepted.out
    assert "（三(三)-4）" in accepted.out


def test_works_before_the_review_and_a_certificate_too_early_are_refused_with_their_clauses(copy, office):
    office.line("方案", "FA-9", COMPLAINED, "方案已编制", "2019-08-20", 方案版本="第二版", 组织主体="属地街道", 委托方="区环保局",
                编制单位="某院", 依据的摸底日期=date(2018, 7, 6), 设计治理面积="2.00", 主要治理措施="补覆土", 计划开工日期=date(2019, 9, 1),
                计划完成日期=date(2019, 10, 31), **{"估（概）算总投资": "10"})  # fmt: skip
    office.line("评审", "PS-9", COMPLAINED, "评审通过", "2019-08-25", 方案版本="第三版", 评审会="评审会")
    for who in ("专家甲", "专家乙"):
        office.form.write("评审-评审专家", 记录号="PS-9", 姓名=who, 专业="水土保持", 工作单位="某院")
    book = office.form.save(office.folder / "新.xlsx")

    refused = qingshan("import", "facts", book, "--data", copy)

    [line] = refused.data["refused"]
    assert {b["code"] for b in line["blockers"]} == {
        "subject_not_live",
        "panel_too_small",
        "panel_even",
        "panel_speciality_missing",
    }
    assert {b["clause"] for b in line["blockers"]} == {"五(二)3a", "五(二)3b"}


# Who may


def test_a_street_records_for_its_own_sites_only_and_only_what_is_its_own(copy, office):
    own = office.line("档案件", "DA-1", CLOSED, "已归档", "2019-09-01", 档案位="治理后照片", 文件名称="管护照片")
    other = office.line("档案件", "DA-2", OWNERLESS, "已归档", "2019-09-01", 档案位="治理后照片", 文件名称="他处照片")
    check = office.line("核查", "HC-9", CLOSED, "核查通过", "2019-09-01", 核查人="街道填报岗")
    book = office.form.save(office.folder / "新.xlsx")

    said = qingshan("import", "facts", book, "--data", copy, "--as", "jiedao", "--accept-good")

    assert (said.code, said.data["stored"]) == (1, 1)
    refused = {(r["sheet"], r["row"]): r["code"] for r in said.data["refused"]}
    assert refused == {("档案件", other): "unknown_site", ("核查", check): "not_allowed"}
    assert ("档案件", own) not in refused


def test_a_street_cannot_appoint_itself(copy, office):
    office.form.write("人员任职", 账号="jiedao", 姓名="街道填报岗", 单位="office", 职务="主任", 角色="区专项办负责人",
                      任职起=date(2019, 1, 1))  # fmt: skip
    book = office.form.save(office.folder / "新.xlsx")

    assert qingshan("import", "facts", book, "--data", copy, "--as", "jiedao").error == "not_allowed"
    said = qingshan("ledger", "issue", "--on", "2019-10-31", "--out", office.folder, "--data", copy, "--as", "jiedao")
    assert (said.code, said.error) == (1, "not_allowed")


def test_filling_in_and_approving_by_one_person_is_refused_at_the_console_and_for_a_login(copy, office):
    common = {"核定单位": "区专项工作组办公室", "核定文号": "水矿治办〔2019〕9号"}
    office.line(
        "纳入范围", "HD-9", EXCLUDED, "纳入治理范围", "2019-09-01", 填报人="区办经办岗", 审核人="区办经办岗", **common
    )
    console = qingshan("import", "facts", office.form.save(office.folder / "甲.xlsx"), "--data", copy)

    assert console.code == 1
    assert "same_person" in {c["code"] for c in console.data["complaints"]} | {
        r["code"] for r in console.data["refused"]
    }

    login = Office(office.folder.parent / office.folder.name / "甲.xlsx", office.folder)
    page = login.form.book["纳入范围"]
    head = {cell.value: cell.column for cell in page[1]}
    page.cell(2, head["填报人"]).value = None
    said = qingshan("import", "facts", login.form.save(office.folder / "乙.xlsx"), "--data", copy, "--as", "quban")

    assert said.code == 1
    assert [r["code"] for r in said.data["refused"]] == ["same_person"]


# What a person may get wrong


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        ("status 没有的矿 --data 数据", 1, "unknown_site"),
        ("status --data 数据 --on 2019-13-45", 2, "wrong_use"),
        ("status --data 没有的文件夹", 3, "no_store"),
        ("import facts 没有.xlsx --data 数据", 1, ""),
        pytest.param("import register 没有.xlsx --data 数据", 1, "", marks=pytest.mark.long),
        ("import facts 文字.pdf --data 数据", 1, ""),
        pytest.param("import facts 假的.xlsx --data 数据", 1, "", marks=pytest.mark.long),
        pytest.param("import register 文字.pdf --data 数据", 1, "", marks=pytest.mark.long),
        ("import facts 名册.xlsx --data 数据", 1, ""),
        pytest.param("import register 事项.xlsx --data 数据", 1, "", marks=pytest.mark.long),
        ("import facts 事项.xlsx --data 数据 --as 没有这个人", 1, "unknown_login"),
        pytest.param("import facts --data 数据", 2, "wrong_use", marks=pytest.mark.long),
        ("import", 2, "wrong_use"),
        ("ledger issue --on 2019-10-23 --out 台账 --data 数据", 1, "not_an_issue_day"),
        ("ledger issue --on 2019-10-24 --out 台账 --data 数据", 1, "already_issued"),
        ("ledger issue --on 2019-10-24 --supersede --out 台账 --data 数据", 1, "reason_needed"),
        pytest.param(
            "ledger issue --on 2019-10-31 --supersede --reason 试 --out 台账 --data 数据",
            1,
            "nothing_to_supersede",
            marks=pytest.mark.long,
        ),
        ("ledger issue --on 2019-10-31 --out 名册.xlsx --data 数据", 1, "file_refused"),
        pytest.param("ledger export 9999 --out 台账 --data 数据", 1, "unknown_issue", marks=pytest.mark.long),
        pytest.param("init --data 数据", 1, "store_exists", marks=pytest.mark.long),
        pytest.param("init --data 另一处 --programme 没有", 1, "unknown_programme", marks=pytest.mark.long),
        pytest.param("restore 文字.pdf --data 新机", 1, "backup_damaged", marks=pytest.mark.long),
        ("restore 备份.zip --data 数据", 1, "folder_not_empty"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_with_its_exit_code(story, words, code, error):
    for name in ("文字.pdf", "假的.xlsx"):
        (story.folder / name).write_text("这不是电子表格", encoding="utf-8")

    said = qingshan(*words.split(), cwd=story.folder)

    assert (said.code, said.error) == (code, error), said.text
    assert re.search(r"[一-鿿]{4}", said.text)


def test_cells_that_cannot_be_are_all_told_at_once_and_nothing_is_stored(copy, office):
    office.line("周报", "ZB-1", OWNERLESS, "周报已填", "2019-10-29", 本周进展="继续回填")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    office.line("周报", "ZB-2", OWNERLESS, "周报已填", tomorrow, 本周进展="明天的事")
    row = office.line("周报", "ZB-3", OWNERLESS, "周报已填", "2019-10-30", 本周进展="日期不对")
    page = office.form.book["周报"]
    page.cell(row, [c.value for c in page[1]].index("发生日期") + 1).value = "2019-13-45"
    office.line("周报", "ZB-4", "没有的矿", "周报已填", "2019-10-30", 本周进展="没有这个矿")
    office.line("周报", "ZB-5", OWNERLESS, "没有这个事项", "2019-10-30", 本周进展="不知道")
    book = office.form.save(office.folder / "新.xlsx")

    said = qingshan("import", "facts", book, "--data", copy)

    assert (said.code, said.data["stored"]) == (1, 0)
    assert {c["code"] for c in said.data["complaints"] if c["blocking"]} >= {"date_future", "result_unknown"}
    assert all(c["cell"] and c["reason"] and c["hint"] for c in said.data["complaints"])


def test_an_unknown_site_a_missing_file_and_an_unknown_slot_are_told_line_by_line(copy, office):
    office.line("周报", "ZB-4", "没有的矿", "周报已填", "2019-10-30", 本周进展="没有这个矿")
    office.line("认可", "RK-8", FAILED_ONCE, "已认可", "2019-10-30", 认可机构="督导组", 证据="没有这个文件.pdf")
    slot = f"不知道的档案位：{office.paper('有这个文件.pdf')}"
    office.line("认可", "RK-9", FAILED_ONCE, "已认可", "2019-10-31", 认可机构="督导组", 证据=slot)
    book = office.form.save(office.folder / "新.xlsx")

    said = qingshan("import", "facts", book, "--data", copy)

    assert (said.code, said.data["stored"]) == (1, 0)
    told = {r["record_no"]: r for r in said.data["refused"]}
    assert {record: r["code"] for record, r in told.items()} == {
        "ZB-4": "unknown_site",
        "RK-8": "bad_value",
        "RK-9": "bad_value",
    }
    assert "证据补齐期限" in told["RK-8"]["message"]
    assert "督导" in told["RK-9"]["message"]


def test_an_outside_decision_without_its_scan_is_refused(copy, office):
    office.line("认可", "RK-9", FAILED_ONCE, "已认可", "2019-10-15", 认可机构="市领导小组整改督导组")
    book = office.form.save(office.folder / "新.xlsx")

    [line] = qingshan("import", "facts", book, "--data", copy).data["refused"]

    assert [b["code"] for b in line["blockers"]] == ["scan_missing"]


# Issued, kept, proved


def test_an_issued_ledger_is_found_again_byte_for_byte_and_corrected_only_with_a_reason(story, copy, tmp_path):
    again = done("ledger", "export", THURSDAY, "--out", tmp_path / "再取", "--data", copy)
    for file in again["files"]:
        assert Path(file["path"]).read_bytes() == story.book(file["ledger"]).read_bytes()

    words = ("ledger", "issue", "--on", THURSDAY, "--supersede", "--reason", "漏填备注", "--out", tmp_path / "更正")
    made = done(*words, "--data", copy, "--as", "fuze")

    assert (made["supersedes"], made["reason"], made["issued_by"]) == (again["number"], "漏填备注", "fuze")
    listed = done("ledger", "list", "--data", copy)
    assert [i["due_on"] for i in listed["issues"]] == ["2019-10-17", THURSDAY, THURSDAY]
    assert listed["next"]["due_on"] == "2019-10-31"


def test_every_check_is_clean_and_the_chain_can_be_verified_by_a_stranger(story, copy, tmp_path):
    assert all(check["ok"] for check in done("check", "--data", copy)["checks"])
    verified = done("audit", "verify", "--data", copy)
    exported = done("audit", "export", "--out", tmp_path / "审计.jsonl", "--data", copy)

    assert exported["rows"] == verified["rows"] + 1
    assert stranger(tmp_path / "审计.jsonl", "--head", exported["head"]) == 0
    text = (tmp_path / "审计.jsonl").read_text(encoding="utf-8")
    assert "投诉人某" not in text
    (tmp_path / "改过.jsonl").write_text(text.replace("console", "konsole", 1), encoding="utf-8")
    assert stranger(tmp_path / "改过.jsonl") == 1


def stranger(*words: object) -> int:
    """The verifier that knows nothing of the product."""
    line = [sys.executable, "-I", str(ROOT / "tools" / "verify_audit.py"), *map(str, words)]
    return subprocess.run(line, capture_output=True, check=False).returncode


def test_a_complainant_is_nowhere_in_the_clear(story):
    stored = [path for path in story.data.rglob("*") if path.is_file()]

    assert [path.name for path in stored if "投诉人某".encode() in path.read_bytes()] == []


def test_a_backup_brought_back_elsewhere_is_the_same_office(story, tmp_path):
    done("restore", story.folder / "备份.zip", "--data", tmp_path / "新机")

    assert done("check", "--data", tmp_path / "新机")["ok"] is True
    before = story.of(f"status --data 数据 --on {THURSDAY}").data
    assert done("status", "--data", tmp_path / "新机", "--on", THURSDAY) == before

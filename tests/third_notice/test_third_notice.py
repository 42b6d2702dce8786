"""A notice of another kind, encoded from docs/new-notice.md alone: seven steps, areas in 亩, a report every month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qingshan.rulebook.calendar import issue_days, issue_number, plan_back
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact, beijing_instant
from qingshan.rulebook.load import load_programme
from tests.cli.command import done
from tests.third_notice.dossiers import fill_facts, write_register

NOTICE = Path(__file__).parent / "notice"
PROGRAMME = load_programme(NOTICE)


def test_the_ledgers_are_due_every_month_and_move_off_holidays():
    days = issue_days(PROGRAMME)
    assert len(days) == 31
    assert (days[8].nominal, days[8].due_on) == ((date(2022, 12, 25),), date(2022, 12, 26))
    assert issue_number(PROGRAMME, days[8]) == "SQ-2022-12"
    assert [day.due_on.day for day in days[:3]] == [25, 25, 27]


def test_the_public_days_of_planning_are_those_of_the_notice():
    first, last = plan_back(PROGRAMME, "2023", date(2022, 12, 1))["publicity"]
    step = next(step for step in PROGRAMME.backplan if step.stage == "publicity")
    assert (step.workdays, step.days) == (5, 0)
    assert (first.weekday() < 5, last.weekday() < 5) == (True, True)


def test_columns_of_head_and_value_alone_have_number_key_and_type():
    columns = {column.key: column for column in PROGRAMME.ledger("J").columns}
    assert [column.no for column in columns.values()] == [1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 8, 9]
    assert (columns["treatable_area"].type, columns["filed_on"].type, columns["name"].type) == (
        "area_mu",
        "date",
        "text",
    )
    assert all(column.printed for column in columns.values())


@pytest.mark.long
def test_from_the_register_to_an_issued_ledger(tmp_path):
    data, form = tmp_path / "数据", tmp_path / "空表.xlsx"
    done("init", "--programme", NOTICE, "--data", data)
    done("import", "register", write_register(tmp_path / "名册.xlsx"), "--data", data, "--on", "2022-04-05")
    done("import", "template", "--data", data, "--out", form)
    done("import", "facts", fill_facts(form, tmp_path), "--data", data)
    issued = done("ledger", "issue", "--data", data, "--on", "2022-12-26", "--out", tmp_path)
    assert "完成治理50.00亩，应治理80.00亩" in issued["message"]
    assert done("check", "--data", data)["ok"] is True
    [book] = tmp_path.glob("修复进度表*.xlsx")
    pages = openpyxl.load_workbook(book)
    assert pages.sheetnames[3] == "本期变化"
    full = pages.worksheets[0]
    assert (full.sheet_properties.pageSetUpPr.fitToPage, len(full.col_breaks.brk)) == (True, 0)
    rows = list(pages.worksheets[1].iter_rows(values_only=True))
    heads = next(index for index, row in enumerate(rows) if row[0] == "序号")
    assert [cell for cell in rows[heads] if cell][3:6] == ["面积", "进度", "公示"]
    assert rows[heads + 1][3:8] == ("应修复\n（亩）", "已修复\n（亩）", "到哪一步", "下一期限", "轮到谁办")
    by_name = {row[1]: row for row in rows}
    assert by_name["甲采石场"][3:6] == (30, 30, "已销号")
    assert by_name["甲采石场"][8:13] == (
        "2022-12-02",
        "2022-12-08",
        "2022-12-20",
        "市销〔2022〕1号",
        "登记3、验收3、销号2",
    )
    assert by_name["乙采石场"][3:8] == (40, 20, "修复", "2024-09-23", "南沟镇人民政府")
    total = next(row for row in rows if str(row[0]).startswith("合计"))
    assert total[3:5] == (80, 50)


def test_without_yearly_lists_every_site_is_to_be_closed_by_the_last_day_of_the_task():
    """No [[deadline]] of its own: the last batch's day, and the steps planned back from it."""
    programme = replace(PROGRAMME, deadlines=tuple(d for d in PROGRAMME.deadlines if d.stage != "filing"))
    facts = (Fact("a", "site", "registered", date(2022, 4, 1), beijing_instant(date(2022, 4, 1))),)
    status = evaluate(programme, Dossier("S", facts), date(2022, 5, 1))
    due = {stage.code: stage.done_by for stage in status.stages}
    assert due["filing"] == date(2024, 10, 31)
    assert due["works"] < due["acceptance"] < due["publicity"] < due["filing"]

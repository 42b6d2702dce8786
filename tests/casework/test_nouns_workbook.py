"""Exceptions, register acts and drawings come in by the facts workbook as by the desk: sheet, gate, record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingshan.accounts.queries import street_names
from qingshan.accounts.session import Session, console_actor
from qingshan.casework.facts_import import Book, enter_facts
from qingshan.casework.models import FactRow, SiteStatus
from qingshan.casework.shape import words_of
from qingshan.exchange.facts_book import read_facts, write_template
from qingshan.foundation.notice import programme_in_force
from qingshan.register.models import Site
from qingshan.rulebook.draw import Expert, draw, seed_digest, usual_numbers
from qingshan.rulebook.lists import LISTS
from qingshan.rulebook.nouns import NOUNS
from tests.casework.histories import FIRST, HISTORY, enter_all
from tests.cli.form import Form
from tests.world import SCAN

ON = date(2019, 10, 21)
SEED = "2019-10-22 示例种子"


@pytest.fixture
def form(world, tmp_path):
    """An empty workbook, and the lists it offers."""
    programme = programme_in_force()
    names = {f.list for noun in NOUNS for field in noun.fields for f in (field, *field.rows) if f.list}
    lists = {n.partition(":")[2]: dict(words_of(programme, n)) for n in names if n.startswith("programme:")}
    (tmp_path / "空表.xlsx").write_bytes(write_template(NOUNS, LISTS, lists, street_names()))
    made = Form(tmp_path / "空表.xlsx")
    made.lists, made.folder = lists, tmp_path
    return made


def stored(form):
    path = form.save(form.folder / "事项.xlsx")
    read = read_facts(path, NOUNS, LISTS, form.lists, street_names())
    assert [c for c in read.complaints if c.blocking] == []
    session = Session(console_actor("tests"), FIRST + timedelta(days=30))
    entered = enter_facts(session, Book(read.lines, {"批复.pdf": SCAN["sha256"]}, "事项.xlsx"))
    return entered.stored, [b.code for r in entered.refusals for b in r.problem.blockers] + [
        r.problem.sentence for r in entered.refusals if not r.problem.blockers
    ]


def site_at(world, name: str, last: str) -> str:
    code = world.register(name)
    index = next(n for n, entry in enumerate(HISTORY) if entry.name == last)
    enter_all(code, HISTORY[: index + 1], FIRST)
    return code


def test_exceptions_of_a_workbook(world, form):
    site_at(world, "甲子砂石矿", "start")
    paper = {"批准机关": "市专项办", "批准文号": "市矿治办〔2019〕5号", "理由": "连续降雨", "证据": "批复.pdf"}
    common = {"矿山名称": "甲子砂石矿", "发生日期": ON, **paper}
    form.write(
        "延期与豁免",
        记录号="LW1",
        事项="延期",
        例外编号="LW-1",
        延期的步骤="审核备案",
        有效至=date(2020, 6, 30),
        **common,
    )
    form.write("延期与豁免", 记录号="LW2", 事项="步骤豁免", 例外编号="LW-2", 豁免的步骤="督导认可", **common)
    form.write("延期与豁免", 记录号="LW3", 事项="条件放宽", 例外编号="LW-3", 放宽的事项="记录进度",
               放宽的条件="完成面积不超过应治理面积", **common)  # fmt: skip
    form.write(
        "延期与豁免", 记录号="LW4", 事项="例外撤销", 例外编号="LW-2", **{**common, "发生日期": date(2019, 10, 22)}
    )

    assert stored(form) == (4, [])
    kinds = FactRow.objects.filter(kind__in=("waiver", "gate_waiver", "extension", "exception"))
    assert sorted(kinds.values_list("kind", "subject")) == [
        ("exception", "LW-2"), ("extension", "LW-1"), ("gate_waiver", "LW-3"), ("waiver", "LW-2"),
    ]  # fmt: skip


def test_register_acts_of_a_workbook(world, form):
    site_at(world, "甲子砂石矿", "start")
    world.register("乙丑砂石矿")
    paper = {"决定单位": "区专项办", "文号": "水矿治办〔2019〕21号", "原因": "勘界", "证据": "批复.pdf", "发生日期": ON}
    area = {"破坏面积（公顷）": "6.23"}
    form.write("合并拆分", 记录号="CF1", 矿山名称="甲子砂石矿", 事项="拆分", **paper)
    form.write("合并拆分-拆分后", 记录号="CF1", 矿山编号="甲子砂石矿", 新矿名称="甲子一矿", **area)
    form.write("合并拆分-拆分后", 记录号="CF1", 矿山编号="甲子砂石矿", 新矿名称="甲子二矿", **area)
    street = street_names()["650105002"][0]
    handed = {"移交到的属地单位": street}
    form.write("合并拆分", 记录号="YJ1", 矿山名称="乙丑砂石矿", 事项="移交属地", **handed, **paper)

    assert stored(form) == (2, [])
    status = {s.site.name: s.outcome for s in SiteStatus.objects.select_related("site")}
    assert status == {"甲子砂石矿": "split", "甲子一矿": "active", "甲子二矿": "active", "乙丑砂石矿": "active"}
    assert Site.objects.get(name="乙丑砂石矿").street.code == "650105002"


def test_a_drawing_of_a_workbook(world, form):
    site_at(world, "甲子砂石矿", "plan")
    panel = programme_in_force().panel
    pool = [Expert(f"{word}{n}", code, "研究院") for code, word in panel.specialities.items() for n in "甲乙丙"]
    drawn = draw(pool, [], usual_numbers(panel), SEED).drawn
    form.write(
        "评审", 记录号="CQ1", 矿山名称="甲子砂石矿", 事项="专家已抽取", 发生日期=ON, 方案版本="v1", 抽取单位="市评审组", 种子=SEED,
        种子校验码=seed_digest(SEED), 校验码公布日期=date(2019, 10, 14),
    )  # fmt: skip
    for sheet, experts in (("评审-专家库", pool), ("评审-抽中专家", drawn)):
        for one in experts:
            word = panel.specialities[one.speciality]
            form.write(sheet, 记录号="CQ1", 姓名=one.name, 专业=word, 工作单位=one.employer)

    assert stored(form) == (1, [])

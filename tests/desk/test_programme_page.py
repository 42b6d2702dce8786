"""The pages of the notice: everything it says stands there once, leads to where it bites, and can be taken away."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape
from urllib.parse import urldefrag

import openpyxl
import pytest

from qingshan.desk.asof import with_query
from qingshan.desk.presenters import programme as notice
from qingshan.desk.presenters.programme_checks import SENTENCES, check_words
from qingshan.desk.presenters.programme_places import Places
from qingshan.desk.presenters.programme_tables import tables_of
from qingshan.rulebook.checks import vocabulary
from qingshan.rulebook.load import load_programme, shipped_programmes
from qingshan.rulebook.programme import CheckUse
from tests.second_notice.golden import NOTICE
from tests.third_notice.test_third_notice import PROGRAMME as MONTHLY

SHIPPED = load_programme(shipped_programmes()["shuimogou-2018"])
OTHER = load_programme(NOTICE)


def to(path: str):
    return lambda **params: with_query(path, **params)


PLACES = Places(to("/sites/"), to("/ledgers/preview/x/"), "/ledgers/", "/bodies/", to("/programme/"))
BARE = Places(lambda **_: "", lambda **_: "", "", "", to("/programme/"))


def page(programme, part: str = "", search: str = ""):
    asked = notice.Asked(part, search, date(2019, 10, 24), to("/programme/"), "/programme.xlsx")
    return notice.programme_page(programme, tables_of(programme, PLACES), asked)


# ── what is said


@pytest.mark.parametrize("programme", [SHIPPED, OTHER], ids=lambda p: p.code)
def test_every_clause_stands_there_in_the_order_of_the_paper(programme):
    shown = [entry.code for group in page(programme).groups for entry in group.clauses]
    parts = [notice.part_of(c.code) for c in programme.clauses]
    order = {part: n for n, part in enumerate(dict.fromkeys(parts))}
    assert shown == [c.code for c in sorted(programme.clauses, key=lambda c: order[notice.part_of(c.code)])]


@pytest.mark.parametrize("programme", [SHIPPED, OTHER], ids=lambda p: p.code)
def test_every_rule_of_the_notice_is_in_a_table_with_its_clause(programme):
    tables = {t.code: t.rules for t in tables_of(programme, PLACES)}
    for code, things in (
        ("stages", programme.stages), ("holds", programme.holds), ("endings", programme.endings),
        ("slots", programme.slots), ("targets", programme.targets), ("totals", programme.control_totals),
        ("batches", programme.batches), ("deadlines", programme.deadlines), ("steps", programme.backplan),
        ("parties", programme.parties), ("seats", programme.seats), ("tasks", programme.body_tasks),
        ("criteria", programme.criteria), ("plan_items", programme.plan_items), ("phases", programme.phases),
        ("procedure", programme.procedure_steps), ("waivable", programme.waivable),
    ):  # fmt: skip
        assert [r.clause for r in tables.get(code, ())] == [x.clause for x in things], code
    assert {r.key for r in tables["parameters"]} == {f"parameter-{p.code}" for p in programme.parameters}
    assert [r.key for r in tables["readings"]] == [r.code for r in programme.readings for _ in r.lines]
    asked = {c.clause or g.clause for g in programme.gates for c in g.requires}
    assert asked <= {r.clause for r in tables["gates"]}


def test_every_check_of_the_vocabulary_is_said_in_chinese():
    named = {*vocabulary.GATES, *vocabulary.EVIDENCE, *vocabulary.CONDITIONS}
    assert set(SENTENCES) == named


def test_a_check_says_its_figures_and_names():
    gate = SHIPPED.gate("record_acceptance")
    use = CheckUse("at_least", params={"field": "inspectors", "n": 3})
    assert check_words(SHIPPED, use, gate.action) == "验收组成员至少 3"
    assert check_words(SHIPPED, CheckUse("satisfied", params={"stage": "works"})) == "治理已完成"


@pytest.mark.parametrize("programme", [SHIPPED, OTHER], ids=lambda p: p.code)
def test_no_code_of_the_notice_stands_where_a_word_is_wanted(programme):
    codes = {s.code for s in programme.stages} | {p.code for p in programme.parties if not p.code.isdigit()}
    codes |= {g.action for g in programme.gates} | {*vocabulary.GATES}
    for table in tables_of(programme, PLACES):
        if table.code not in ("lists", "register"):
            said = {
                word for r in table.rules for text in (r.said, *r.cells) for word in re.findall(r"[a-z_]{3,}", text)
            }
            assert said & codes == set(), table.code


def test_a_figure_from_memory_is_marked_to_be_checked():
    marked = {r.key for t in tables_of(SHIPPED, PLACES) for r in t.rules if r.is_to_check}
    assert marked >= {f"parameter-{p.code}" for p in SHIPPED.parameters if p.confidence in ("R-L", "R-M")}
    assert marked >= {f"step-{s.stage}" for s in SHIPPED.backplan if s.confidence in ("R-L", "R-M")}


def test_nothing_of_the_shipped_district_stands_on_another_notice():
    # A parameter it does not set itself has the note of the notice it is based on.
    text = repr([t for t in tables_of(OTHER, PLACES) if t.code != "parameters"]) + repr(page(OTHER).groups)
    assert [word for word in ("水磨沟", "区专项", "附件2", "五(", "C-0") if word in text] == []


# ── search


@pytest.mark.parametrize("asked", ["五(四)2d", "投诉 10", "公示", "c-26"])
def test_a_search_leaves_what_holds_every_word(asked):
    words = asked.lower().split()
    found = page(SHIPPED, search=asked)
    assert 0 < sum(len(g.clauses) for g in found.groups) < len(SHIPPED.clauses)
    for group in found.groups:
        for entry in group.clauses:
            text = repr(entry).lower()
            assert all(word in text for word in words), entry.code


def test_a_search_that_finds_nothing_says_so():
    assert page(SHIPPED, search="没有这个词").is_empty
    assert page(SHIPPED, "slots", "没有这个词").is_empty


def test_a_part_shows_its_own_tables_only():
    assert {t.part for t in page(SHIPPED, "slots").tables} == {"slots"}
    assert len(page(SHIPPED, "readings").readings) == len(SHIPPED.readings)


def test_a_reading_leads_to_the_rules_it_governs_and_they_lead_back():
    entry = next(e for e in page(SHIPPED, "readings").readings if e.line.code == SHIPPED.publicity.reading)
    assert any("公示期" in link.text for link in entry.links)
    clocks = next(t for t in tables_of(SHIPPED, PLACES) if t.code == "clocks")
    rule = next(r for r in clocks.rules if r.name == "公示期")
    assert any(link.url == f"/programme/?part=readings#{entry.line.code}" for link in rule.links)


# ── in the browser's hands


def ids_of(text: str) -> set[str]:
    return {unescape(found) for found in re.findall(r'\sid="([^"]+)"', text)}


def test_every_link_of_every_part_leads_to_a_page_and_to_its_place(district, as_login):
    office = as_login("office")
    pages: dict[str, tuple[int, set[str]]] = {}
    lost = []
    for part in notice.PARTS:
        text = office.get("/programme/", {"part": part}).content.decode()
        for link in {unescape(found) for found in re.findall(r'href="((?:/|#)[^"]*)"', text)}:
            url, anchor = urldefrag(link)
            if url.startswith(("/static/", "/sign-out")) or re.search(r"[?&]on=", url):
                continue
            if url and url not in pages:
                answer = office.get(url)
                is_page = answer["Content-Type"].startswith("text/html")
                pages[url] = (answer.status_code, ids_of(answer.content.decode()) if is_page else set())
            status, ids = pages[url] if url else (200, ids_of(text))
            if status not in (200, 302) or (anchor and anchor not in ids):
                lost.append(link)
    assert lost == []


def test_the_page_carries_the_day_and_the_version_of_the_day(district, as_login):
    text = as_login("office").get("/programme/?part=versions&on=2019-01-02").content.decode()
    assert re.search(r"2018-06-15 \d\d:\d\d.*建库", text)
    assert 'href="/programme/?part=slots&amp;on=2019-01-02"' in text


def test_whoever_sees_no_business_gets_no_way_into_it():
    links = [link.url for t in tables_of(SHIPPED, BARE) for r in t.rules for link in r.links]
    assert links
    assert {urldefrag(link)[0].partition("?")[0] for link in links} == {"/programme/"}


def test_the_workbook_has_a_sheet_a_table_and_a_row_a_rule(district, as_login):
    answer = as_login("street").get("/programme.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    tables = tables_of(SHIPPED, PLACES)
    rows = {sheet.title: sheet.max_row - 3 for sheet in book}
    assert rows.pop("条款") == len(SHIPPED.clauses)
    assert rows.pop("启用过的版本") == 1
    assert list(rows.values()) == [len(t.rules) for t in tables]
    heads = [cell.value for cell in book["档案位"][3]]
    assert heads == [*next(t.heads for t in tables if t.code == "slots"), "依据"]


def test_a_searched_workbook_holds_what_the_search_leaves(district, as_login):
    answer = as_login("street").get("/programme.xlsx", {"q": "公示"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[str(c.value or "") for c in row] for s in book for row in s.iter_rows(min_row=4)]
    assert 10 < len(rows) < 200


def test_a_notice_without_a_review_shows_no_panel_and_a_monthly_one_no_day_of_the_week():
    tables = {table.code: table for table in tables_of(MONTHLY, PLACES)}
    assert "panel" in {table.code for table in tables_of(SHIPPED, PLACES)}
    assert "panel" not in tables
    assert "procedure" not in tables
    report = tables["clocks"].rules[0]
    assert "每月25日" in report.cells[1]
    assert "镇每月20日 12:00 前报齐" in report.cells[1]

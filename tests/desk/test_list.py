"""The list of sites: what a query leaves, the counts of its options, sorting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.desk.asof import read_day
from qingshan.desk.downloads import as_csv, as_xlsx
from qingshan.desk.presenters.sites import (
    FILE_HEADS,
    Brief,
    ListContext,
    Query,
    brief_of,
    file_row,
    found_by,
    list_page,
    read_query,
    site_row,
    sorted_by,
)
from tests.desk import story

ON = story.TODAY
CONTEXT = ListContext(story.programme(), story.NAMES, "/sites/", read_day({}, ON))
BRIEFS = [brief_of(story.sight(f())) for f in story.ALL]

briefs = st.builds(
    Brief,
    code=st.uuids().map(str),
    name=st.sampled_from(["甲子", "乙丑", "丙寅"]),
    street=st.sampled_from(["a", "b"]),
    category=st.sampled_from(["1", "2"]),
    ledger=st.sampled_from(["2-1", "2-2", "pending"]),
    outcome=st.sampled_from(["active", "closed", "not_included"]),
    place=st.sampled_from(["works", "acceptance", "closed"]),
    batch=st.sampled_from(["", "2019"]),
    debts=st.integers(0, 3),
    holds=st.integers(0, 1),
    due_on=st.none() | st.integers(-30, 60).map(lambda n: ON + timedelta(n)),
    haystack=st.sampled_from(["甲子 a", "乙丑 b"]),
)
queries = st.builds(
    Query,
    search=st.sampled_from(["", "甲"]),
    chosen=st.dictionaries(st.sampled_from(["street", "category"]), st.sampled_from(["a", "1", "2"])),
    owing=st.booleans(),
    held=st.booleans(),
    pressing=st.sampled_from(["", "late", "soon"]),
    sort=st.sampled_from(["", "-slack", "name", "-debts", "place"]),
)


@given(queries, st.lists(briefs, max_size=12))
def test_the_count_beside_an_option_is_what_choosing_it_leaves(query, listed):
    page = list_page(CONTEXT, query, listed, [], 0)
    for choice in page.choices:
        for option in choice.options:
            chosen = Query(**{**{f: getattr(query, f) for f in ("search", "owing", "held", "pressing", "sort")},
                              "chosen": {**query.chosen, choice.name: option.value}})  # fmt: skip
            assert len(found_by(chosen, listed, ON)) == option.count


@given(queries, st.lists(briefs, max_size=12))
def test_sorting_loses_nobody_and_the_opposite_order_is_the_reverse_for_debts(query, listed):
    found = sorted_by(query, listed, ON, {"works": 1, "acceptance": 2})
    assert sorted(b.code for b in found) == sorted(b.code for b in listed)


@given(st.lists(briefs, max_size=12))
def test_the_least_slack_comes_first_and_those_without_a_date_last(listed):
    found = sorted_by(Query(), listed, ON, {})
    slacks = [b.slack(ON) if b.outcome == "active" else None for b in found]
    known = [s for s in slacks if s is not None]
    assert slacks[: len(known)] == sorted(known)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=12)))
def test_any_query_string_is_answered(params):
    assert read_query(params).page >= 1


def test_what_a_query_string_says_comes_back_from_its_links():
    query = read_query({"q": "砂石", "street": "a", "owing": "1", "slack": "late", "sort": "-debts", "page": "2"})
    assert read_query(query.params() | {"page": "2"}) == query


def test_the_search_looks_at_names_codes_holders_and_streets():
    for words, count in (("庚午", 1), ("650105-ks-2-007", 1), ("庚午砂石料场", 1), ("甲岭 砂石", 4), ("没有", 0)):
        assert len(found_by(Query(search=words), BRIEFS, ON)) == count, words


def test_the_figures_lead_to_the_sites_they_count():
    page = list_page(CONTEXT, Query(), BRIEFS, [], 5)
    assert [(k.label, k.figure) for k in page.kpis] == [
        ("全部", "5"), ("已销号", "1"), ("已超最迟日期", "1"), ("5 天内到", "0"), ("有欠账", "3"),
    ]  # fmt: skip
    assert page.kpis[2].url == "/sites/?slack=late"


def test_an_empty_result_names_the_conditions():
    query = read_query({"street": "b", "place": "review"})
    assert list_page(CONTEXT, query, BRIEFS, [], 0).empty == "没有符合“乙泉街道·方案评审”的矿山"


def test_a_row_says_whose_turn_it_is_when_nothing_is_missing():
    row = site_row(story.sight(story.redone()), "/x/")
    assert (row.missing, row.reason) == (0, "待区环保局记录验收结果")
    assert (row.slack, row.area, row.debts) == (15, "12.46", 1)


def test_a_day_ahead_shows_what_will_be_overdue():
    assert brief_of(story.sight(story.redone(), date(2019, 12, 5))).slack(date(2019, 12, 5)) == -27


def test_text_that_starts_like_a_formula_stays_text():
    line = list(file_row(story.sight(story.redone())))
    line[1] = "=HYPERLINK(1)"
    text = as_csv([line]).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert text.splitlines()[0] == ",".join(FILE_HEADS)


def test_the_workbook_holds_numbers_as_numbers_and_text_as_text():
    import io
    from datetime import datetime

    import openpyxl

    line = list(file_row(story.sight(story.redone())))
    line[1] = "=1+1"
    made = as_xlsx([line], datetime(2019, 10, 24, 12), is_demo=True)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet["A1"].value == "演示数据，全部虚构"
    assert [c.value for c in sheet[2]] == list(FILE_HEADS)
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet.cell(3, len(FILE_HEADS) - 1).value == pytest.approx(12.46)
    assert as_xlsx([line], datetime(2019, 10, 24, 12), is_demo=True) == made

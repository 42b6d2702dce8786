"""The two ledgers as data: rows, marks, subtotals, what is said of the district (附件2, domain §2)."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingshan.rulebook.calendar import issue_day_for
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact, beijing_instant
from qingshan.rulebook.ledger import compute_ledger, ledger_of_each_site
from qingshan.rulebook.ledger_cells import percent_of
from qingshan.rulebook.ledger_context import RowContext
from qingshan.rulebook.ledger_data import LedgerData, LedgerRow
from qingshan.rulebook.ledger_values import CHANGED_BY, VALUE_TYPES, VALUES
from tests.ledgers import (
    PROGRAMME,
    STREETS,
    THURSDAY,
    WEEK,
    changed,
    determined,
    excluded,
    fact,
    included,
    layouts,
    ledger_of,
    planned,
    registered,
    six_sites,
    surveyed,
    weekly,
    worked,
)


def row_of(data: LedgerData, site: str) -> LedgerRow:
    found = data.row(site)
    assert found is not None
    return found[1]


def shown(data: LedgerData, site: str, *keys: str) -> list[str]:
    return [row_of(data, site).cells[key].text for key in keys]


def one(*facts, site: str = "A") -> list[Dossier]:
    return [Dossier(site, (registered(site, "甲子砂石矿"), *facts))]


# ── layouts and values


def test_every_column_of_the_shipped_layouts_is_filled_by_a_value_of_its_type():
    columns = [column for layout in layouts() for column in layout.columns]
    assert [c.value for c in columns if VALUE_TYPES.get(c.value) != c.type] == []


def test_the_official_heads_are_33_and_17():
    assert [sorted({c.no for c in layout.columns}) for layout in layouts()] == [
        list(range(1, 34)),
        list(range(1, 18)),
    ]


def test_the_print_version_of_2_1_has_the_columns_of_the_proposal():
    printed = sorted({c.no for c in layouts()[0].columns if c.printed})
    assert printed == [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 15, 18, 19, 20, 22, 24, 25, 26, 27, 28, 32]


def test_every_value_says_what_it_is():
    assert [name for name, value in VALUES.items() if not value.__doc__] == []


def test_every_column_that_may_not_fall_can_be_explained():
    values = {column.value for layout in layouts() for column in layout.columns if column.monotone}
    assert values - set(CHANGED_BY) == set()


# ── where a site stands


def test_every_site_is_on_exactly_one_ledger():
    data = ledger_of(six_sites())
    assert [[row.site for row in sheet.rows] for sheet in data.sheets] == [["B", "A", "D", "C", "F"], ["E"]]
    assert ledger_of_each_site(data, "ABCDEF") == ()


def test_a_site_on_no_ledger_or_on_both_is_found():
    data = ledger_of(six_sites())
    first, second = data.sheets
    doubled = replace(data, sheets=(first, replace(second, rows=(*second.rows, first.rows[0]))))
    assert [(m.site, m.code, m.ledgers) for m in ledger_of_each_site(doubled, "ABCDEFG")] == [
        ("B", "twice", ("2-1", "2-2")),
        ("G", "missing", ()),
    ]


def test_two_entries_about_one_site_are_refused():
    with pytest.raises(ValueError, match="一处矿山只能有一份档案"):
        ledger_of([six_sites()[0], six_sites()[0]])


def test_a_site_without_a_scope_decision_is_marked_and_counted():
    data = ledger_of(six_sites())
    assert shown(data, "D", "name", "note") == ["丁卯砂石矿（待核定）", "待核定：尚未核定是否纳入治理范围"]
    assert row_of(data, "D").cells["name"].raw == "丁卯砂石矿"
    assert [(line.code, line.count, line.sites) for line in data.standing] == [
        ("2-1", 5, ()),
        ("pending", 1, ("D",)),
        ("2-2", 1, ()),
        ("off", 0, ()),
        ("all", 6, ()),
    ]


def test_the_same_rows_stand_in_the_same_order_however_they_come():
    sites = six_sites()
    random.Random(7).shuffle(sites)
    assert ledger_of(sites) == ledger_of(six_sites())


# ── subtotals


def test_subtotals_follow_the_derived_rule():
    sites = [
        *six_sites(),
        Dossier("G", (registered("G", "庚午煤矿", category="3", minerals=["11001"]), included("G"))),
        Dossier("H", (registered("H", "辛未粘土矿", category="3", minerals=["84412"]), included("H"))),
    ]
    sheet = ledger_of(sites).sheets[0]
    assert [(s.code, s.name, s.count) for s in sheet.subtotals] == [
        ("coal", "已关闭（煤）矿山", 2),
        ("noncoal", "非煤矿山", 4),
        ("unlicensed", "无证采矿点", 1),
    ]
    assert sheet.total.count == 7


def test_sums_are_of_exact_areas_and_the_percentage_of_the_sums():
    sheet = ledger_of(six_sites()).sheets[0]
    noncoal = sheet.subtotals[1].sums
    assert [noncoal[key].text for key in ("damage_area", "treatable_area", "done_area", "done_percent")] == [
        "25.00",
        "21.00",
        "4.00",
        "19.0",
    ]
    assert sheet.total.sums["done_percent"].text == "58.5"
    assert sheet.total.sums["invested"].raw == 5_700_000_00


def test_nothing_known_has_no_sum():
    assert ledger_of(six_sites()).sheets[1].total.sums["damage_area"].text == ""


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_part_is_100_percent_only_when_all_is_done(part: int, whole: int):
    percent = percent_of(Decimal(part), Decimal(whole))
    assert percent is not None
    assert (percent >= 100) == (part >= whole)


# ── values


def test_the_row_of_a_site_under_treatment():
    data = ledger_of(six_sites())
    keys = ("category", "owner", "unit", "cancelled_on", "damage_types", "damage_area", "batch", "priority_reason")
    assert shown(data, "A", *keys) == [
        "政策性关闭砂石粘土矿",
        "某砂石有限责任公司",
        "甲岭街道",
        "2016年",
        "采坑、占用",
        "10.00",
        "2019",
        "重要交通沿线周边地形地貌景观破坏严重",
    ]
    money = ("investment", "fund_enterprise", "fund_district", "received", "invested", "done_area", "done_percent")
    assert shown(data, "A", *money) == ["123.46", "100.00", "", "80.00", "70.00", "4.00", "50.0"]
    assert row_of(data, "A").cells["investment"].raw == 1_234_567_89
    assert shown(data, "A", "plan_state", "review_passed_on", "milestone", "is_closed") == [
        "评审通过",
        "2018-10-12",
        "边坡整形完成",
        "否",
    ]


def test_the_row_of_a_closed_site():
    data = ledger_of(six_sites())
    keys = ("accepted_on", "acceptance_conclusion", "recognized_on", "publicity_from", "publicity_to")
    assert shown(data, "B", *keys) == ["2019-09-01", "通过", "2019-09-06", "2019-09-08", "2019-09-14"]
    assert shown(data, "B", "publicity_objection", "is_closed", "filing_no", "filed_on", "progress", "this_week") == [
        "无异议",
        "是",
        "试备〔2019〕7号",
        "2019-09-23",
        "完成交账销号",
        "已销号",
    ]


def test_the_row_of_a_site_not_included():
    data = ledger_of(six_sites())
    keys = ("exclusion_reason", "production_state", "decided_by", "decided_on", "recheck", "recheck_on")
    assert shown(data, "E", *keys) == ["D 正常生产", "生产", "区专项工作组办公室", "2018-08-01", "是", "2020-03-31"]


def test_a_holder_that_is_gone_is_marked_and_its_deposit_is_among_other_funds():
    data = ledger_of(six_sites())
    assert shown(data, "C", "owner", "fund_enterprise", "fund_other") == ["某砂石有限责任公司（灭失）", "", "15.00"]
    assert shown(data, "C", "note") == ["其他资金含灭失企业保证金（基金）15.00万元"]


def test_an_old_report_is_never_shown_as_new():
    site = changed(six_sites()[0])
    old = replace(site, facts=tuple(f for f in site.facts if f.kind != "weekly"))
    data = ledger_of([changed(old, weekly("A", THURSDAY - WEEK))])
    cell = row_of(data, "A").cells["this_week"]
    assert (cell.raw, cell.text) == (None, "未报")
    assert [(c.party_name, c.kind) for c in data.calls if c.kind == "not_reported"] == [("甲岭街道", "not_reported")]


@pytest.mark.parametrize(("days_before", "is_shown"), [(0, True), (6, True), (7, False)])
def test_a_report_counts_from_the_day_after_the_issue_before(days_before: int, is_shown: bool):
    data = ledger_of(one(included("A"), weekly("A", THURSDAY - timedelta(days=days_before), "回填采坑")))
    assert shown(data, "A", "this_week") == ["回填采坑" if is_shown else "未报"]


def test_a_nil_report_gives_its_reason():
    report = fact("A", "weekly.reported", THURSDAY, {"progress": "无进展", "no_progress_reason": "冬季停工"})
    assert shown(ledger_of(one(included("A"), report)), "A", "this_week") == ["无进展（冬季停工）"]


def test_the_plan_in_force_stays_while_a_newer_one_is_refused():
    newer = [
        fact("A", "plan.submitted", date(2019, 8, 1), {"institute": "另一院", "measures": "新措施"}, subject="2"),
        fact("A", "review.rejected", date(2019, 9, 1), {}, subject="2"),
    ]
    data = ledger_of(one(included("A"), *planned("A"), *newer))
    assert shown(data, "A", "plan_institute", "plan_state") == ["某地质勘查院", "评审通过（新版评审不通过）"]


def test_a_holder_nobody_knows_is_named_as_gone():
    data = ledger_of([Dossier("A", (registered("A", "甲", owner=""), included("A"), determined("A", is_lost=True)))])
    assert shown(data, "A", "owner") == ["责任人灭失"]


def test_works_in_packages_say_how_many_are_complete():
    facts = [
        fact("A", "works.started", date(2019, 4, 2), subject="北区"),
        fact("A", "works.started", date(2019, 4, 2), subject="南区"),
        fact("A", "works.completed", date(2019, 8, 20), {"done_area_m2": "30000"}, subject="北区"),
    ]
    data = ledger_of(one(surveyed("A"), included("A"), *facts))
    assert shown(data, "A", "milestone", "done_area", "done_percent") == ["2个标段完成1个", "3.00", "37.5"]


def test_an_acceptance_that_counts_no_longer_says_so():
    facts = [
        *planned("A"),
        fact("A", "works.started", date(2019, 4, 2), subject="1"),
        worked("A", date(2019, 8, 20), 80_000, 1, "completed"),
        fact("A", "acceptance.passed", date(2019, 9, 1), subject="1"),
        fact("A", "works.reopened", date(2019, 9, 20), {"reason": "边坡滑塌"}, subject="1"),
    ]
    data = ledger_of(one(surveyed("A"), included("A"), *facts))
    assert shown(data, "A", "acceptance_conclusion", "milestone") == ["通过后返工，待重新验收", "返工"]


def test_of_two_packages_the_accepted_one_is_named_and_stands():
    facts = [
        *(fact("A", "works.started", date(2019, 4, 2), subject=package) for package in ("北区", "南区")),
        completed(date(2019, 8, 20), "北区"),
        fact("A", "acceptance.passed", date(2019, 9, 1), subject="北区"),
    ]
    assert shown(ledger_of(one(surveyed("A"), included("A"), *facts)), "A", "acceptance_conclusion") == ["北区通过"]


def completed(on: date, subject: str = "1", **more: object) -> Fact:
    return fact("A", "works.completed", on, {"done_area_m2": "80000", **more}, subject=subject)


def test_works_show_the_day_they_began_and_the_day_all_packages_were_complete():
    def days_of(*facts: Fact) -> list[str]:
        (dossier,) = one(surveyed("A"), included("A"), *facts)
        status = evaluate(PROGRAMME, dossier, THURSDAY)
        ctx = RowContext(PROGRAMME, dossier, dossier.facts, status, {}, THURSDAY, THURSDAY - WEEK)
        return [VALUES[name](ctx).text for name in ("started_on", "finished_on")]

    begun = [fact("A", "works.started", date(2019, 4, day), subject=package) for day, package in ((9, "北"), (2, "南"))]
    assert days_of(*begun, completed(date(2019, 8, 20), "北")) == ["2019-04-02", ""]
    whole = [*begun, completed(date(2019, 8, 20), "北"), completed(date(2019, 9, 3), "南")]
    assert days_of(*whole) == ["2019-04-02", "2019-09-03"]
    assert days_of(*whole, fact("A", "works.reopened", date(2019, 9, 9), subject="南")) == ["2019-04-02", ""]


REWORK = [
    pytest.param("acceptance.failed", {"subject": "1"}, "返工（验收不通过）", id="a failed acceptance"),
    pytest.param("complaint.decided", {"subject": "T1", "to": "works"}, "返工（投诉已处理）", id="an upheld complaint"),
]


@pytest.mark.parametrize(("name", "more", "words"), REWORK)
def test_works_that_were_reopened_say_so_until_the_next_progress(name: str, more: dict[str, str], words: str):
    started = fact("A", "works.started", date(2019, 4, 2), subject="1")
    site = one(surveyed("A"), included("A"), started, completed(date(2019, 8, 20), milestone="治理完成"))
    reopened = changed(site[0], fact("A", name, date(2019, 9, 1), **more))
    measured = ["8.00", "100.0"]
    assert shown(ledger_of([reopened]), "A", "milestone", "done_area", "done_percent") == [words, *measured]
    again = changed(reopened, fact("A", "works.progress", date(2019, 9, 9), {"done_area_m2": "80000"}, subject="1"))
    assert shown(ledger_of([again]), "A", "milestone", "done_area", "done_percent") == ["治理中", *measured]
    done = changed(again, completed(date(2019, 9, 20), milestone="治理完成（二次）"))
    assert shown(ledger_of([done]), "A", "milestone") == ["治理完成（二次）"]


def test_a_complaint_that_sends_back_to_the_acceptance_leaves_the_works_complete():
    started = fact("A", "works.started", date(2019, 4, 2), subject="1")
    decided = fact("A", "complaint.decided", date(2019, 9, 9), subject="T1", to="acceptance")
    site = one(surveyed("A"), included("A"), started, completed(date(2019, 8, 20)), decided)
    assert shown(ledger_of(site), "A", "milestone") == ["治理完成"]


def test_of_several_packages_those_in_rework_are_counted():
    facts = [
        *(fact("A", "works.started", date(2019, 4, 2), subject=package) for package in ("北区", "南区")),
        *(completed(date(2019, 8, 20), package) for package in ("北区", "南区")),
        fact("A", "acceptance.failed", date(2019, 9, 1), subject="南区"),
    ]
    assert shown(ledger_of(one(surveyed("A"), included("A"), *facts)), "A", "milestone") == ["2个标段完成1个、返工1个"]


def test_feedback_stands_where_the_recognition_is_missing():
    feedback = fact("A", "recognition.feedback", date(2019, 10, 12), {"opinion": "补植"})
    cell = row_of(ledger_of(one(included("A"), feedback)), "A").cells["recognized_on"]
    assert (cell.raw, cell.text) == (None, "2019-10-12反馈问题")


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ([], "公示中"),
        ([fact("A", "complaint.received", date(2019, 10, 24), subject="T1")], "有投诉，办理中"),
        ([fact("A", "publicity.interrupted", date(2019, 10, 24), subject="G")], "公示中断"),
    ],
)
def test_what_a_notice_has_come_to(more, word):
    posted = fact("A", "publicity.posted", date(2019, 10, 20), {"channel": "市报"}, subject="G")
    assert shown(ledger_of(one(included("A"), posted, *more)), "A", "publicity_objection", "publicity_channel") == [
        word,
        "市报",
    ]


def test_what_was_not_known_is_not_on_the_ledger():
    site = six_sites()[0]
    late = worked("A", date(2019, 10, 20), 60_000, 9, recorded_at=beijing_instant(date(2019, 10, 30)))
    known_at = beijing_instant(THURSDAY + timedelta(days=1))
    assert shown(ledger_of([changed(site, late)], known_at=known_at), "A", "done_area") == ["4.00"]
    assert shown(ledger_of([changed(site, late)]), "A", "done_area") == ["6.00"]


# ── beside the rows


def test_an_issue_of_two_weeks_bears_both_numbers():
    data = ledger_of(six_sites(), on=date(2020, 1, 23))
    assert (data.weeks, data.label, data.number, data.due_on, data.since) == (
        (80, 81),
        "第80、81期",
        "TZ-2020-W80、TZ-2020-W81",
        "2020-01-23",
        "2020-01-16",
    )


def test_control_totals_show_their_deviation():
    data = ledger_of(six_sites())
    assert [(c.code, c.expected, c.counted, c.deviation) for c in data.control] == [
        ("licensed", 5, 5, 0),
        ("coal", 1, 1, 0),
        ("noncoal", 4, 4, 0),
        ("unlicensed", 1, 1, 0),
    ]
    fewer = ledger_of(six_sites()[:-1])
    assert [c.deviation for c in fewer.control] == [0, 0, 0, -1]


def test_the_reading_in_force_on_the_day_is_the_one_used():
    before, after = (ledger_of(six_sites(), on=day).readings[0] for day in (THURSDAY, date(2019, 12, 5)))
    assert (before.chosen, before.meaning, before.effective_from) == (
        "calendar",
        "自然日，发布次日为第1天",
        "2018-07-14",
    )
    assert (after.chosen, after.document_no) == ("working", "试纪〔2019〕3号")


def test_recalled_numbers_are_marked_to_be_checked():
    assert [(p.code, p.to_check) for p in ledger_of(six_sites()).parameters] == [("winter", True)]


def test_the_whole_issue_comes_back_from_json():
    data = ledger_of(six_sites(), is_demo=True, known_at=beijing_instant(THURSDAY + timedelta(days=1)))
    assert LedgerData.from_json(json.loads(json.dumps(data.to_json()))) == data
    assert json.loads(json.dumps(data.to_json())) == data.to_json()


def test_data_of_a_later_shape_are_refused():
    with pytest.raises(ValueError, match="较新"):
        LedgerData.from_json({**ledger_of(six_sites()).to_json(), "version": 99})


@given(
    st.lists(
        st.tuples(
            st.text(max_size=20),
            st.sampled_from(["1", "2", "3", "4", ""]),
            st.booleans(),
            st.sampled_from(["none", "in", "out"]),
            st.integers(0, 10**7),
        ),
        max_size=6,
    )
)
def test_any_register_is_on_the_ledgers_once_and_adds_up(rows):
    sites = []
    for number, (name, category, is_licensed, scope, area) in enumerate(rows):
        code = f"X{number}"
        decided = {"none": (), "in": (included(code),), "out": (excluded(code),)}[scope]
        site = registered(code, name, category=category, is_licensed=is_licensed, damage_area_m2=str(area))
        sites.append(Dossier(code, (site, *decided)))
    data = ledger_of(sites)
    assert ledger_of_each_site(data, [site.site for site in sites]) == ()
    for sheet in data.sheets:
        assert [row.seq for row in sheet.rows] == list(range(1, len(sheet.rows) + 1))
        assert sum(s.count for s in sheet.subtotals) == sheet.total.count == len(sheet.rows)
        known = [Decimal(str(row.cells["damage_area"].raw)) for row in sheet.rows]
        assert Decimal(str(sheet.total.sums["damage_area"].raw or 0)) == sum(known)
    assert LedgerData.from_json(json.loads(json.dumps(data.to_json()))) == data


def test_a_status_of_another_site_is_refused():
    a, b = six_sites()[:2]
    issue_day = issue_day_for(PROGRAMME, THURSDAY)
    assert issue_day is not None
    with pytest.raises(ValueError, match="它自己的状态"):
        compute_ledger(PROGRAMME, [(a, evaluate(PROGRAMME, b, THURSDAY))], THURSDAY, issue_day, STREETS)

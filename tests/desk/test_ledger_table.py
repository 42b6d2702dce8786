"""The wide table of a ledger: bands, frozen columns, diff marks, subtotals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from qingshan.desk.presenters.ledger import (
    SheetView,
    change_lines,
    changes_words,
    control_lines,
    issue_checks,
    ledger_tabs,
    only_streets,
    table_of,
)
from qingshan.rulebook.facts import Dossier
from qingshan.rulebook.ledger import ledger_of_each_site
from qingshan.rulebook.ledger_diff import diff
from tests import ledgers as made

LINK = lambda choice: "?" + "&".join(f"{k}={v}" for k, v in choice.items() if v)  # noqa: E731 - a link in one line


def view(*bands, changed_only=False):
    return SheetView(bands, changed_only, LINK, lambda code: f"/sites/{code}/")


@pytest.fixture(scope="module")
def issues():
    """The ledgers of a Thursday over six sites."""
    return made.ledger_of(made.six_sites())


def test_the_frozen_columns_are_not_repeated_in_the_body(issues):
    table = table_of(made.PROGRAMME, issues.sheet("2-1"), diff(None, issues), view())
    assert 1 not in [n.no for n in table.numbers]
    assert 2 not in [n.no for n in table.numbers]
    assert table.column_count == 33


def test_the_usual_view_has_three_bands_and_each_row_a_cell_a_column(issues):
    table = table_of(made.PROGRAMME, issues.sheet("2-1"), diff(None, issues), view())
    assert [b.name for b in table.bands] == ["底数", "进度", "销号"]
    assert sum(b.span for b in table.bands) == sum(n.span for n in table.numbers) == len(table.columns)
    assert {len(r.cells) for g in table.groups for r in g.rows} == {len(table.columns)}


def test_a_chip_takes_its_band_in_or_out(issues):
    table = table_of(made.PROGRAMME, issues.sheet("2-1"), diff(None, issues), view("底数", "资金"))
    chips = {c.name: c for c in table.chips}
    assert [c.name for c in table.chips if c.shown] == ["底数", "资金"]
    assert chips["资金"].url == "?bands=底数"
    assert set(chips["进度"].url.removeprefix("?bands=").split(",")) == {"底数", "资金", "进度"}


def test_the_narrow_ledger_is_shown_whole(issues):
    table = table_of(made.PROGRAMME, issues.sheet("2-2"), diff(None, issues), view())
    assert all(c.shown for c in table.chips)
    assert table.column_count == 17


def test_rows_stand_in_groups_with_subtotals_and_a_total(issues):
    table = table_of(made.PROGRAMME, issues.sheet("2-1"), diff(None, issues), view())
    assert all(g.title and g.note.startswith("小计 ") for g in table.groups)
    assert table.total is not None
    assert table.total.note == f"{sum(len(g.rows) for g in table.groups)} 处"


def test_a_reader_of_one_street_sees_its_rows_and_no_sums(issues):
    sheet = only_streets(issues, frozenset({"s1"}))[0]
    table = table_of(made.PROGRAMME, sheet, diff(None, issues), view(), with_sums=False)
    assert {r.street for r in sheet.rows} == {"s1"}
    assert table.total is None
    assert {g.title for g in table.groups} == {""}
    assert [t.text for t in ledger_tabs(made.PROGRAMME, issues, diff(None, issues), "2-1", str, whole=False)] == [
        "附件2-1 纳入治理",
        "附件2-2 未纳入",
    ]


def test_a_first_issue_has_no_changes(issues):
    assert changes_words(diff(None, issues)) == ""
    assert change_lines(diff(None, issues), str, {}) == ()


def test_a_fallen_figure_is_marked_and_stands_against_issuing(issues):
    lower = [Dossier(d.site, tuple(f for f in d.facts)) for d in made.six_sites()]
    a = lower[0]
    fallen = made.worked("A", date(2019, 10, 20), 30_000, 700_000_00)
    now = made.ledger_of([Dossier("A", (*a.facts, fallen)), *lower[1:]])
    changes = diff(issues, now)
    table = table_of(made.PROGRAMME, now.sheet("2-1"), changes, view("进度"))
    cells = [c for g in table.groups for r in g.rows for c in r.cells if " dn" in c.cls]
    assert [c.old for c in cells if c.old] == ["减少，原 4.00"]
    checks = issue_checks(made.PROGRAMME, now, changes, ledger_of_each_site(now, "ABCDEF"), str, made.THURSDAY)
    assert checks[0].mark.shape == "s-block"
    assert "由 4.00 减到 3.00，没有更正记录" in checks[0].text


def test_only_changed_rows_can_be_asked_for(issues):
    more = made.worked("A", date(2019, 10, 20), 50_000, 900_000_00)
    sites = made.six_sites()
    now = made.ledger_of([Dossier("A", (*sites[0].facts, more)), *sites[1:]])
    table = table_of(made.PROGRAMME, now.sheet("2-1"), diff(issues, now), view(changed_only=True))
    assert [r.name for g in table.groups for r in g.rows] == ["甲子砂石矿"]
    assert table.total is None
    same = table_of(made.PROGRAMME, now.sheet("2-1"), diff(now, now), view(changed_only=True))
    assert same.empty == "这一册没有变化"


def test_the_control_sheet_says_by_how_much_it_differs(issues):
    lines = {c.name: c for c in control_lines(issues)}
    for line in issues.control:
        shown = lines[line.name]
        assert Decimal(shown.difference) == line.counted - line.expected
        assert (shown.mark.word == "相符") == (line.deviation == 0)


def test_a_site_on_no_ledger_stands_against_issuing(issues):
    checks = issue_checks(
        made.PROGRAMME, issues, diff(None, issues), ledger_of_each_site(issues, [*"ABCDEF", "Z"]), str, made.THURSDAY
    )
    assert checks[0].text == "1 处不是恰好在一册：Z"


def test_a_ledger_with_the_street_before_the_name_shows_both_once(issues):
    sheet = issues.sheet("2-1")
    order = {"seq": 0, "unit": 1, "name": 2}
    columns = sorted(sheet.columns, key=lambda c: (order.get(c.key, 9), c.no))
    numbered = tuple(replace(c, no=n) for n, c in enumerate(columns, 1))
    table = table_of(made.PROGRAMME, replace(sheet, columns=numbered), diff(None, issues), view("基本"))
    assert table.frozen == (("1", "序号"), ("3", "矿山（采矿点）名称"))
    assert 2 in [n.no for n in table.numbers]
    assert "矿山（采矿点）名称" not in [c.name for c in table.columns]

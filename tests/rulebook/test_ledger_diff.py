"""This week against the issue before, cell by cell (本周变化, domain §2.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from qingshan.rulebook.facts import Dossier, beijing_instant
from qingshan.rulebook.ledger_diff import LedgerChanges, RowChange, diff
from tests.ledgers import THURSDAY, WEEK, changed, excluded, included, ledger_of, registered, six_sites, weekly, worked

BEFORE = THURSDAY - WEEK


def cells(changes: LedgerChanges) -> list[tuple[str, str, str, str]]:
    return [(c.site, c.key, c.old, c.new) for c in changes.changed]


def test_the_first_issue_has_nothing_to_compare_with():
    changes = diff(None, ledger_of(six_sites()))
    assert (changes.previous, changes.is_empty, changes.unexplained) == ("", True, ())


def test_a_week_without_records_changes_nothing_although_reports_differ():
    before, after = ledger_of(six_sites(), on=BEFORE), ledger_of(six_sites())
    assert before.row("A")[1].cells["this_week"] != after.row("A")[1].cells["this_week"]
    changes = diff(before, after)
    assert (changes.previous, changes.previous_on, cells(changes), changes.is_empty) == (
        "第66期",
        "2019-10-17",
        [],
        True,
    )


def test_cells_that_changed_show_what_they_were():
    site = six_sites()[0]
    after = changed(site, worked("A", date(2019, 10, 22), 60_000, 900_000_00))
    assert cells(diff(ledger_of([site], on=BEFORE), ledger_of([after]))) == [
        ("A", "invested", "70.00", "90.00"),
        ("A", "done_area", "4.00", "6.00"),
        ("A", "done_percent", "50.0", "75.0"),
    ]


def test_sites_come_go_and_move():
    a, b, c, d, e, f = six_sites()
    moved = changed(e, included("E").__class__(**_as_of(included("E"), date(2019, 10, 22))))
    new = Dossier("G", (registered("G", "庚午砂石矿"), included("G")))
    changes = diff(ledger_of([a, b, c, d, e, f], on=BEFORE), ledger_of([a, b, c, d, moved, new]))
    assert changes.added == (RowChange("G", "庚午砂石矿", "", "2-1"),)
    assert changes.removed == (RowChange("F", "己巳采石点", "2-1", ""),)
    assert changes.moved == (RowChange("E", "戊辰砂石矿", "2-2", "2-1", "区专项工作组办公室 2019-10-22"),)
    assert changes.changed == ()


def _as_of(fact, day):
    return {name: getattr(fact, name) for name in fact.__slots__} | {
        "id": "later",
        "happened_on": day,
        "recorded_at": beijing_instant(day),
    }


def test_a_row_that_only_got_another_number_did_not_change():
    sites = six_sites()
    extra = Dossier("0", (registered("0", "子矿", category="1", minerals=["11001"]), included("0")))
    assert diff(ledger_of(sites, on=BEFORE), ledger_of([*sites, extra])).changed == ()


def test_a_figure_that_fell_is_not_explained_by_nothing():
    site = six_sites()[0]
    fallen = changed(site, worked("A", date(2019, 10, 22), 30_000, 700_000_00))
    changes = diff(ledger_of([site], on=BEFORE), ledger_of([fallen]))
    assert [(c.key, c.old, c.new) for c in changes.unexplained] == [
        ("done_area", "4.00", "3.00"),
    ]


def _corrected(on: date) -> Dossier:
    """The progress of 10 October, corrected on a day from 4 hectares to 3."""
    site = six_sites()[0]
    wrong = next(f for f in site.facts if f.name == "works.progress")
    right = replace(
        wrong,
        id="corrected",
        replaces=wrong.id,
        recorded_at=beijing_instant(on, time(9)),
        payload={**wrong.payload, "done_area_m2": "30000", "correct_reason": "复测面积"},
    )
    return changed(site, right)


def test_a_correction_since_the_issue_before_explains_the_fall():
    site = six_sites()[0]
    changes = diff(ledger_of([site], on=BEFORE), ledger_of([_corrected(date(2019, 10, 21))]))
    assert [(c.key, c.explanation) for c in changes.fell] == [("done_area", "复测面积")]
    assert changes.unexplained == ()


def test_a_correction_of_something_else_explains_nothing():
    site = six_sites()[0]
    other = replace(weekly("A"), id="w2", replaces=weekly("A").id, recorded_at=beijing_instant(THURSDAY, time(9)))
    fallen = changed(site, worked("A", date(2019, 10, 22), 30_000, 700_000_00), other)
    assert len(diff(ledger_of([site], on=BEFORE), ledger_of([fallen])).unexplained) == 1


def test_a_correction_already_known_to_the_issue_before_explains_nothing():
    old = _corrected(date(2019, 10, 12))
    fallen = changed(old, worked("A", date(2019, 10, 22), 20_000, 700_000_00))
    known = beijing_instant(BEFORE, time(17))
    changes = diff(ledger_of([old], on=BEFORE, known_at=known), ledger_of([fallen]))
    assert [c.key for c in changes.unexplained] == ["done_area"]


def test_leaving_the_ledger_is_a_move_not_a_fall():
    site = six_sites()[0]
    changes = diff(ledger_of([site], on=BEFORE), ledger_of([changed(site, excluded("A", date(2019, 10, 22)))]))
    assert [(m.before, m.after) for m in changes.moved] == [("2-1", "2-2")]
    assert changes.fell == ()

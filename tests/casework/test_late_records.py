"""What is entered, corrected or taken back on the file of a site after its split reaches the sites the split made."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingshan.casework.models import FactRow
from qingshan.casework.queries import dossier_of
from qingshan.foundation.notice import programme_in_force
from qingshan.issuance.queries import ledger_on
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay
from qingshan.rulebook.facts import RETRACTED, Fact
from qingshan.rulebook.standing import standing_facts
from tests.casework.test_lineage import (
    CHILDREN,
    acted,
    children_of_split,
    taken_back,
    under_works,  # noqa: F401 - a fixture
    wrong,
)
from tests.world import OTHER_STREET, World, at_noon

BEFORE, AFTER, LATER = date(2019, 10, 17), date(2019, 11, 14), date(2019, 11, 4)
MONEY = {
    "source": "district_budget",
    "level": "district",
    "year": 2019,
    "amount": 300_000,
    "document_no": "区财〔9〕号",
}
PARTS = [CHILDREN[0], {**CHILDREN[1], "keeps_accounts": True}]


def money(world: World, site: str, result: str = "received", **more: Any) -> str:
    told = {} if result == RETRACTED else MONEY
    told = {**told, **more}
    return world.act("record_funding", site, result, date(2019, 9, 12), login="finance", entered=LATER, **told).facts[0]


def progress(world: World, site: str, area: str, **more: Any) -> str:
    told = {"done_area_m2": area, "narrative": "覆土", "subject": "一标段", **more}
    return world.act("report_progress", site, "progress", date(2019, 9, 20), entered=LATER, **told).facts[0]


def totals(on: date, *keys: str) -> list[Any]:
    """Figures at the foot of 附件2-1 of a day, as it would be issued now."""
    data = ledger_on(programme_in_force(), IssueDay((0,), (on,), on), at_noon(date(2019, 12, 31)))
    return [data.sheet("2-1").total.sums[key].raw for key in keys]


def held(site: str, kind: str) -> list[Fact]:
    return [f for f in standing_facts(dossier_of(Site.objects.get(code=site)).facts) if f.kind == kind]


def test_a_figure_entered_late_is_on_the_ledgers_once_before_the_split_and_after_it(world, under_works):  # noqa: F811 - the fixture
    acted(world, "split_site", under_works, "split", children=PARTS)

    money(world, under_works)
    progress(world, under_works, "60000")

    assert totals(BEFORE, "received", "done_area") == totals(AFTER, "received", "done_area")
    assert totals(AFTER, "received") == [300_000]
    copies = FactRow.objects.filter(kind="funding").exclude(site__code=under_works)
    assert sorted(row.payload["amount"] for row in copies) == [0, 300_000]
    assert {row.record.source for row in copies} == {f"拆分自 {under_works} 甲子砂石矿"}
    assert wrong() == []


def test_a_correction_of_an_old_record_reaches_the_children_and_so_does_its_retraction(world, under_works):  # noqa: F811 - the fixture
    first = money(world, under_works)
    acted(world, "split_site", under_works, "split", children=PARTS, entered=LATER)

    second = money(world, under_works, amount=200_000, corrects=first, correct_reason="回单金额")
    assert totals(BEFORE, "received") == totals(AFTER, "received") == [200_000]
    assert wrong() == []

    money(world, under_works, RETRACTED, corrects=second, correct_reason="记错了一处")
    assert totals(BEFORE, "received") == totals(AFTER, "received")
    assert [held(code, "funding") for code in children_of_split(under_works)] == [[], []]
    assert wrong() == []


def test_what_a_child_has_corrected_itself_stays_as_it_is(world, under_works):  # noqa: F811 - the fixture
    first = progress(world, under_works, "60000")
    acted(world, "split_site", under_works, "split", children=PARTS, entered=LATER)
    one, two = children_of_split(under_works)
    progress(world, one, "41000", corrects=f"{one}:{first}", correct_reason="分开测")

    progress(world, under_works, "62300", corrects=first, correct_reason="复测")

    assert [held(code, "works")[-1].payload["done_area_m2"] for code in (one, two)] == ["41000", "22300.00"]
    assert wrong() == []


def test_a_late_record_goes_down_as_far_as_the_site_was_split(world, under_works):  # noqa: F811 - the fixture
    acted(world, "split_site", under_works, "split", children=PARTS)
    one, two = children_of_split(under_works)
    halves = [{"name": f"甲子二矿{half}", "damage_area_m2": "22300"} for half in "东西"]
    acted(world, "split_site", two, "split", date(2019, 10, 28), children=halves)

    money(world, under_works)

    ends = [one, *children_of_split(two)]
    assert [[f.payload["amount"] for f in held(code, "funding")] for code in ends] == [[0], [300_000], [0]]
    assert totals(AFTER, "received") == [300_000]
    assert wrong() == []


def test_a_late_record_of_a_street_reaches_the_child_of_another_and_says_nothing_of_it(world, under_works):  # noqa: F811 - the fixture
    acted(world, "split_site", under_works, "split", children=PARTS)
    other = children_of_split(under_works)[1]
    assert Site.objects.get(code=other).street.code == OTHER_STREET

    outcome = progress(world, under_works, "60000", login="street")

    assert other not in outcome
    assert held(other, "works")[-1].payload["done_area_m2"] != ""
    assert wrong() == []


def test_a_split_with_late_records_is_taken_back_like_any_other(world, under_works):  # noqa: F811 - the fixture
    acted(world, "split_site", under_works, "split", children=PARTS)
    money(world, under_works)

    taken_back(world, "split_site", under_works, date(2019, 11, 5))

    assert totals(BEFORE, "received") == totals(AFTER, "received") == [300_000]
    assert wrong() == []


def test_check_finds_a_child_that_lacks_what_its_parent_holds(world, under_works):  # noqa: F811 - the fixture
    acted(world, "split_site", under_works, "split", children=PARTS)
    key = money(world, under_works)
    other = children_of_split(under_works)[1]
    row = FactRow.objects.get(key=f"{other}:{key}")
    FactRow.objects.filter(pk=row.pk).update(payload={k: v for k, v in row.payload.items() if k != "origin"})

    assert f"{other}：原矿补录或更正的记录 {key} 没有传到这里，请在原矿作废后重新补录" in wrong("lineage")

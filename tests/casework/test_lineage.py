"""合并、拆分、移交、作废: each leaves its facts where they are, names its paper, and can be taken back on file."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from qingshan.casework.actions import ACTIONS
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import FactRow, SiteStatus
from qingshan.casework.queries import dossier_of, site_for, sites_for
from qingshan.cli.reading import status
from qingshan.cli.sites import show
from qingshan.foundation import audit
from qingshan.foundation.clock import now
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import file_bytes, issue_ledger
from qingshan.issuance.queries import ledger_on
from qingshan.issuance.selfcheck import all_checks
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay
from qingshan.rulebook.facts import BEIJING, RETRACTED
from qingshan.rulebook.sentences import SENTENCES
from tests.casework.histories import HISTORY, enter_all
from tests.world import OTHER_STREET, SCAN, STREET

ON = date(2019, 10, 21)
PAPER = {"decided_by": "区专项工作组办公室", "document_no": "水矿治办〔2019〕21号", "reason": "两坑相连，一并治理"}
AREA = Decimal(124600)
CHILDREN = [
    {"name": "甲子一矿", "damage_area_m2": "80000"},
    {"name": "甲子二矿", "damage_area_m2": "44600", "street": OTHER_STREET},
]


def acted(world, action, site, result, on=ON, **values):
    return world.act(action, site, result, on, login="office", evidence=(SCAN,), **{**PAPER, **values})


def refused(call) -> list[str]:
    with pytest.raises(Problem) as caught:
        call()
    codes = [b.code for b in caught.value.blockers]
    assert all(code in SENTENCES for code in codes)
    return codes or [caught.value.code]


def taken_back(world, action, site, on=date(2019, 10, 23)):
    fact = FactRow.objects.filter(site__code=site, kind__in=("lineage", "handover")).latest("pk")
    return world.act(
        action, site, RETRACTED, on, login="office", corrects=fact.key, correct_reason="决定撤销", approved_by=""
    )


def standing(site) -> tuple[str, str]:
    status = SiteStatus.objects.get(site__code=site)
    return status.outcome, status.ledger


def wrong(code="") -> list[str]:
    return [f for check in all_checks() for f in check.findings if not code or check.code == code]


@pytest.fixture
def under_works(world):
    site = world.register("甲子砂石矿")
    names = {"survey", "verification", "scope", "responsibility", "plan", "review", "batch", "start", "progress"}
    enter_all(site, [e for e in HISTORY if e.name in names], datetime(2019, 8, 1, 8, tzinfo=BEIJING))
    return site


def test_a_merged_site_is_off_and_comes_back_when_the_merger_is_retracted(world):
    first, second = world.register("甲子砂石矿"), world.register("乙丑砂石矿")

    acted(world, "merge_sites", first, "merged", into=second)

    assert (standing(first), standing(second)) == (("merged", "off"), ("active", "pending"))
    assert dossier_of(Site.objects.get(code=first)).facts, "its facts stay where they are"
    taken_back(world, "merge_sites", first)
    assert standing(first) == ("active", "pending")
    assert FactRow.objects.filter(kind="lineage").count() == 2, "the retraction is itself on file"
    assert wrong() == []


def test_mergers_lead_to_a_site_on_the_register_and_close_no_circle(world):
    first, second, third = (world.register(f"{name}砂石矿") for name in ("甲子", "乙丑", "丙寅"))
    acted(world, "merge_sites", first, "merged", into=second)

    assert refused(lambda: acted(world, "merge_sites", second, "merged", into=first)) == ["merge_into_off"]
    assert refused(lambda: acted(world, "merge_sites", third, "merged", into=third)) == ["merge_into_itself"]
    assert refused(lambda: acted(world, "merge_sites", third, "merged", into="KS-?")) == ["merge_into_unknown"]
    assert refused(lambda: acted(world, "merge_sites", first, "merged", into=third)) == ["outcome_differs"]
    void = {"reason": "误登", "approved_by": "区办负责人"}
    voided = lambda: world.act("void_site", second, "voided", ON, login="office", **void)  # noqa: E731 - asked once
    assert refused(voided) == ["merged_remain"]


def test_children_of_a_split_stand_where_the_parent_stood_with_copies_that_name_their_origin(world, under_works):
    before = SiteStatus.objects.get(site__code=under_works)
    place, facts = before.place, FactRow.objects.filter(site__code=under_works).count()

    acted(world, "split_site", under_works, "split", children=CHILDREN)

    assert standing(under_works) == ("split", "off")
    children = [row["code"] for row in FactRow.objects.get(result="split").payload["children"]]
    sites = [Site.objects.get(code=code) for code in children]
    assert [(s.name, s.street.code) for s in sites] == [("甲子一矿", STREET), ("甲子二矿", OTHER_STREET)]
    assert [SiteStatus.objects.get(site=s).place for s in sites] == [place, place]
    copies = [f for f in dossier_of(sites[0]).facts if "origin" in f.payload]
    assert len(copies) == facts
    assert {f.payload["origin"]["site"] for f in copies} == {under_works}
    assert FactRow.objects.filter(site__code=under_works).count() == facts + 1
    assert list(audit.faults()) == []
    assert wrong() == []


def children_of_split(site) -> list[str]:
    row = FactRow.objects.filter(site__code=site, result="split").latest("pk")
    return [child["code"] for child in row.payload["children"]]


def on_ledgers(on, known_at=None) -> list[str]:
    """The sites on the two ledgers of a day, as they would be issued now."""
    data = ledger_on(programme_in_force(), IssueDay((0,), (on,), on), known_at or now())
    return sorted(row.site for sheet in data.sheets for row in sheet.rows)


def sums(on) -> dict[str, str]:
    """Column → the sum printed under both ledgers of a day."""
    data = ledger_on(programme_in_force(), IssueDay((0,), (on,), on), now())
    return {key: cell.text for sheet in data.sheets for key, cell in sheet.total.sums.items() if cell.raw is not None}


def test_a_split_taken_back_takes_its_children_with_it_on_every_day(world, under_works):
    acted(world, "split_site", under_works, "split", children=CHILDREN)
    children = children_of_split(under_works)

    void = {"reason": "拆分撤销", "approved_by": "区办负责人"}
    alone = lambda: world.act("void_site", children[0], "voided", ON, login="office", **void)  # noqa: E731 - asked once
    assert refused(alone) == ["child_of_split"]
    taken_back(world, "split_site", under_works)

    assert standing(under_works) == ("active", "included")
    assert [standing(code) for code in children] == [("voided", "off")] * 2
    for on in (date(2019, 10, 20), ON, date(2019, 10, 22), date(2019, 10, 24)):
        assert on_ledgers(on) == [under_works], on
    assert wrong() == []
    undone = FactRow.objects.get(site__code=children[0], kind="lineage")
    back = lambda: world.act(  # noqa: E731 - asked once
        "void_site", children[0], RETRACTED, date(2019, 10, 23), login="office", corrects=undone.key,
        correct_reason="恢复", approved_by="",
    )  # fmt: skip
    assert refused(back) == ["split_gone"]


def test_a_split_stays_while_what_it_made_has_records_of_its_own(world, under_works):
    acted(world, "split_site", under_works, "split", children=CHILDREN)
    first, _ = children_of_split(under_works)
    world.act("report_week", first, "reported", date(2019, 10, 22), login="street", progress="覆土")

    assert refused(lambda: taken_back(world, "split_site", under_works)) == ["children_remain"]
    week = FactRow.objects.get(site__code=first, kind="weekly")
    world.act(
        "report_week", first, RETRACTED, date(2019, 10, 23), login="street", corrects=week.key, correct_reason="错填"
    )
    taken_back(world, "split_site", under_works)
    assert on_ledgers(date(2019, 10, 22)) == [under_works]


def test_children_are_there_from_the_day_of_the_split_and_the_parent_before_it(world, under_works):
    before = on_ledgers(date(2019, 10, 17)), sums(date(2019, 10, 20))
    acted(world, "split_site", under_works, "split", children=CHILDREN)
    children = children_of_split(under_works)

    assert (on_ledgers(date(2019, 10, 17)), sums(date(2019, 10, 20))) == before == ([under_works], before[1])
    assert on_ledgers(date(2019, 10, 20)) == [under_works]
    assert on_ledgers(ON) == children
    assert sums(ON) == before[1], "no sum of a ledger grows by a split"
    asked = lambda on, *sites: status(Namespace(on=on, sites=list(sites), known_at=None)).data["sites"]  # noqa: E731 - the same call more than once
    assert [one["code"] for one in asked(date(2019, 10, 20))] == [under_works]
    assert refused(lambda: asked(date(2019, 10, 20), children[0])) == ["not_there_yet"]
    assert [one["outcome"] for one in asked(ON)] == ["split", "active", "active"]


def test_the_areas_of_a_split_add_up_or_say_why_not_and_money_stays_in_one_place(world, under_works):
    first, second = CHILDREN
    short = [first, {**second, "damage_area_m2": "44599"}]
    none = [first, {**second, "damage_area_m2": "0"}]
    both = [{**one, "keeps_accounts": True} for one in CHILDREN]

    split = lambda children: acted(world, "split_site", under_works, "split", children=children)  # noqa: E731 - the same call more than once
    assert refused(lambda: split(short)) == ["child_areas_differ"]
    assert refused(lambda: split(none)) == ["child_area_missing"]
    assert refused(lambda: split(both)) == ["accounts_in_two_places"]
    world.act(
        "record_funding", under_works, "received", date(2019, 9, 12), login="finance", source="district_budget",
        level="district", year=2019, amount=2_000_000_01, document_no="区财〔2019〕3号",
    )  # fmt: skip
    split([first, {**short[1], "area_reason": "勘界后重新量算", "keeps_accounts": True}])

    one, two = (facts_of(code) for code in children_of_split(under_works))
    assert [f["survey"]["total_area_m2"] for f in (one, two)] == ["80000", "44599"]
    treatable = [Decimal(f["survey"]["treatable_area_m2"]) for f in (one, two)]
    assert sum(treatable) == 120_000
    assert [f["funding"]["amount"] for f in (one, two)] == [0, 2_000_000_01]
    assert wrong() == []


def facts_of(code) -> dict[str, dict]:
    return {f.kind: f.payload for f in dossier_of(Site.objects.get(code=code)).facts}


def test_a_split_that_is_refused_leaves_nothing_behind(world, under_works):
    one = refused(lambda: acted(world, "split_site", under_works, "split", children=CHILDREN[:1]))
    taken = [{**CHILDREN[0], "code": under_works}, CHILDREN[1]]
    no_street = [CHILDREN[0], {**CHILDREN[1], "street": "650105999"}]

    assert one == ["too_few", "child_areas_differ"]
    assert refused(lambda: acted(world, "split_site", under_works, "split", children=taken)) == ["child_code_taken"]
    assert refused(lambda: acted(world, "split_site", under_works, "split", children=no_street)) == ["street_unknown"]
    assert (Site.objects.count(), standing(under_works)) == (1, ("active", "included"))


def test_check_finds_a_child_whose_copies_were_changed(world, under_works):
    acted(world, "split_site", under_works, "split", children=CHILDREN)
    copy = FactRow.objects.filter(kind="survey").exclude(site__code=under_works).first()
    FactRow.objects.filter(pk=copy.pk).update(payload={**copy.payload, "total_area_m2": "1"})

    assert wrong("lineage") == [f"{copy.site.code}：记录 {copy.key} 与出处不同"]


def test_a_site_handed_to_another_street_is_the_new_streets_alone(world, under_works):
    acted(world, "hand_over_site", under_works, "handed_over", street=OTHER_STREET)

    old, new = world.session("street", ON).actor, world.session("other", ON).actor
    assert not sites_for(old).exists()
    assert site_for(new, under_works).street.code == OTHER_STREET
    assert standing(under_works)[1] == "included"
    assert refused(lambda: acted(world, "hand_over_site", under_works, "handed_over", street=OTHER_STREET)) == [
        "street_same"
    ]
    taken_back(world, "hand_over_site", under_works)
    assert sites_for(old).get().code == under_works
    assert wrong() == []


def test_a_mistaken_entry_is_voided_by_two_people(world):
    site = world.register("甲子砂石矿")

    assert refused(lambda: world.act("void_site", site, "voided", ON, login="office", reason="误登")) == [
        "missing_fields"
    ]
    world.act("void_site", site, "voided", ON, login="office", reason="误登", approved_by="区办负责人")
    assert standing(site) == ("voided", "off")


@pytest.mark.parametrize(
    ("action", "result", "values"),
    [
        ("merge_sites", "merged", {"into": "?"}),
        ("split_site", "split", {"children": CHILDREN}),
        ("transfer_site", "transferred", {"to_body": "米东区"}),
        ("hand_over_site", "handed_over", {"street": OTHER_STREET}),
    ],
)
def test_a_register_act_needs_the_scan_of_its_paper(world, action, result, values):
    site = world.register("甲子砂石矿")
    if "into" in values:
        values = {"into": world.register("乙丑砂石矿")}

    assert refused(lambda: world.act(action, site, result, ON, login="office", **PAPER, **values)) == ["scan_missing"]


def test_the_ledger_says_by_which_paper_a_site_left_or_came(world, under_works):
    gone = world.register("乙丑砂石矿")
    issue_ledger(world.session("head", date(2019, 10, 17)), date(2019, 10, 17))
    acted(world, "transfer_site", gone, "transferred", to_body="米东区")
    acted(world, "split_site", under_works, "split", children=CHILDREN)

    issue = issue_ledger(world.session("head", date(2019, 10, 24)), date(2019, 10, 24))

    removed = {one["name"]: one["decision"] for one in json.loads(issue.changes)["removed"]}
    assert removed["乙丑砂石矿"] == "移交米东区 水矿治办〔2019〕21号 2019-10-21"
    words = "拆分为甲子一矿（8.00 公顷）、甲子二矿（4.46 公顷） 水矿治办〔2019〕21号 2019-10-21"
    assert removed["甲子砂石矿"] == words
    added = {one["name"]: one["decision"] for one in json.loads(issue.changes)["added"]}
    assert added["甲子一矿"] == f"甲子砂石矿{words}"


def streets_on(on) -> dict[str, str]:
    data = ledger_on(programme_in_force(), IssueDay((0,), (on,), on), now())
    return {row.site: row.street for sheet in data.sheets for row in sheet.rows}


def test_a_ledger_of_a_day_before_a_handover_shows_the_old_street(world, under_works):
    acted(world, "hand_over_site", under_works, "handed_over", street=OTHER_STREET)

    assert [streets_on(day)[under_works] for day in (date(2019, 10, 20), ON)] == [STREET, OTHER_STREET]
    back = lambda: acted(world, "hand_over_site", under_works, "handed_over", date(2019, 10, 20), street=STREET)  # noqa: E731 - the same call more than once
    assert refused(back) == ["street_same"], "by the street of that day, not of today"


def test_an_act_fits_the_days_of_the_file_it_meets(world, under_works):
    other = world.register("乙丑砂石矿")
    early, told = date(2018, 1, 1), {"entered": ON}
    for action, result, values in (
        ("merge_sites", "merged", {**PAPER, "into": under_works}),
        ("transfer_site", "transferred", {**PAPER, "to_body": "邻区"}),
        ("hand_over_site", "handed_over", {**PAPER, "street": OTHER_STREET}),
        ("void_site", "voided", {"reason": "误登", "approved_by": "区办负责人"}),
    ):
        act = lambda a=action, r=result, v=values: world.act(  # noqa: E731 - asked once
            a, other, r, early, login="office", evidence=(SCAN,), **told, **v
        )
        assert refused(act) == ["act_before_site"], action
    before = date(2019, 5, 1)
    split = lambda: acted(world, "split_site", under_works, "split", before, children=CHILDREN)  # noqa: E731 - the same call more than once
    assert refused(split) == ["records_after_split"]

    acted(world, "merge_sites", other, "merged", into=under_works)
    away = lambda on: acted(world, "transfer_site", under_works, "transferred", on, to_body="邻区")  # noqa: E731 - the same call more than once
    assert refused(lambda: away(date(2019, 10, 20))) == ["act_before_merger"]
    away(date(2019, 10, 22))
    assert refused(lambda: away(ON)) == ["act_before_act"]
    assert wrong() == []


def test_only_sites_that_stand_alike_are_merged_unless_one_was_registered_twice(world, under_works):
    out = world.register("乙丑砂石矿")
    why = {"decided_by": "专项工作组", "reason": "A", "explanation": "已治理", "support": "验收文件"}
    world.act("decide_scope", out, "excluded", date(2019, 8, 30), approved_by="负责人", **why)

    assert refused(lambda: acted(world, "merge_sites", under_works, "merged", into=out)) == ["merge_unlike"]
    acted(world, "merge_sites", out, "merged", into=under_works, is_duplicate=True)
    assert standing(out) == ("merged", "off")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": "乙丑砂石矿"}, "child_name_taken"),
        ({"name": "甲子砂石矿"}, "child_name_taken"),
        ({"name": "甲子二矿"}, "child_name_twice"),
        ({"code": "ABC"}, "child_code_formless"),
    ],
)
def test_names_and_codes_of_children_are_their_own(world, under_works, more, code):
    world.register("乙丑砂石矿")
    children = [{**CHILDREN[0], **more}, CHILDREN[1]]
    assert refused(lambda: acted(world, "split_site", under_works, "split", children=children)) == [code]


def test_a_paper_names_each_site_once(world):
    first, second = world.register("甲子砂石矿"), world.register("乙丑砂石矿")
    paper = Paper(ON, evidence=(SCAN,))
    for pairs in ([(first, second), (second, first)], [(first, second), (first, second)]):
        lines = [Line(one, "merged", {**PAPER, "into": other}) for one, other in pairs]
        found = refused(lambda told=lines: ACTIONS["merge_sites"](world.session("office", ON), paper, told))
        assert found == ["site_twice_on_paper"]


def test_check_finds_land_that_is_there_twice_or_not_at_all(world, under_works):
    acted(world, "split_site", under_works, "split", children=CHILDREN)
    first, second = children_of_split(under_works)
    copies = FactRow.objects.filter(site__code=first, payload__has_key="origin")
    for row in copies:
        origin = {**row.payload["origin"], "on": "2019-10-22"}
        FactRow.objects.filter(pk=row.pk).update(payload={**row.payload, "origin": origin})
    assert wrong("lineage") == [f"{under_works}：拆分出的 {first} 不是从拆分那天起在册"]
    for row in copies:
        origin = {**row.payload["origin"], "on": ON.isoformat()}
        FactRow.objects.filter(pk=row.pk).update(payload={**row.payload, "origin": origin})
    assert wrong("lineage") == []

    taken_back(world, "split_site", under_works)
    FactRow.objects.filter(site__code=second, kind="lineage").update(happened_on=date(2019, 10, 22))
    twice = f"{second}：抄自 {under_works}，而那里没有仍然有效的拆分：同一块地在册两次"
    assert wrong("lineage") == [f"{twice}。请把这一处作废，已经作废的更正作废日期，都写拆分那天"]
    key = FactRow.objects.get(site__code=second, kind="lineage").key
    told = {"corrects": key, "correct_reason": "拆分已撤回", "approved_by": "区办负责人", "reason": "拆分已撤回"}
    world.act("void_site", second, "voided", ON, login="office", **told)
    assert wrong("lineage") == []


def test_what_a_split_gave_is_shown_of_each_site_and_printed_with_the_ledger(world, under_works):
    acted(world, "split_site", under_works, "split", children=CHILDREN)
    first, second = children_of_split(under_works)
    shown = lambda code: show(Namespace(site=code, on=ON, login=None))  # noqa: E731 - the same call more than once
    words = "拆分为甲子一矿（8.00 公顷）、甲子二矿（4.46 公顷） 水矿治办〔2019〕21号 2019-10-21"

    assert shown(under_works).data["lineage"]["words"] == [words]
    came = f"2019-10-21 由 {under_works} 拆分，面积按拆分决定分列，资金账目归 {first}"
    assert shown(second).data["lineage"]["words"] == [came]
    issue = issue_ledger(world.session("head", date(2019, 10, 24)), date(2019, 10, 24))
    book = openpyxl.load_workbook(io.BytesIO(file_bytes(issue.files.get(ledger="2-1"))))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert f"甲子砂石矿（{under_works}）：{words}" in cells
    assert came in cells

"""The demonstration district: what it must hold, each by the name of its site (issue 2, 7; docs/demo.md)."""

from __future__ import annotations

import ast
import itertools
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher

from qingshan.demo.notice import write_demo_notice
from qingshan.demo.people import SEATS, STREETS
from qingshan.demo.sites import CYCLE, SITES
from qingshan.rulebook.calendar import issue_days
from qingshan.rulebook.draw import Expert, draw
from qingshan.rulebook.load import load_programme, shipped_programmes, validate_programme
from tests.cli.command import ROOT, done, qingshan
from tests.cli.offices import demo_store
from tests.stores import copied, environment_of, select

SHOWN = "2019-10-24"
AGAIN = """
import pathlib, tempfile
from qingshan.foundation.data_folder import folder_from_environment
data = folder_from_environment()
data.make()
import django
django.setup()
from qingshan.accounts.founding import found_store
from qingshan.accounts.session import Session, console_actor
from qingshan.demo.build import FOUNDED_AT, SHOWN_ON, build_demo
from qingshan.demo.notice import write_demo_notice
with tempfile.TemporaryDirectory() as scratch:
    notice = write_demo_notice(pathlib.Path(scratch))
    found_store(Session(console_actor("x"), FOUNDED_AT), data, notice, is_demo=True, shown_on=SHOWN_ON)
print(build_demo(data, lambda _: None, last_weeks=1).is_new)
"""
"""A second build, as after an interruption: the store is founded, the build that was to fill it never came."""
Rows = dict[str, Any]


def issued(folder: Path) -> dict[str, Rows]:
    """Due day → the frozen rows of its issue."""
    found = select(folder, "SELECT due_on, rows FROM issuance_ledgerissue ORDER BY due_on")
    return {due_on: json.loads(rows) for due_on, rows in found}


@dataclass
class District:
    """The built store, what building it answered, and a second build of the same."""

    folder: Path
    answer: dict[str, Any]
    again: Path
    said_again: str

    @cached_property
    def today(self) -> dict[str, Rows]:
        return self.status("--on", SHOWN)

    def status(self, *words: str) -> dict[str, Rows]:
        """Name of a site → its Status as the command answers it."""
        return {one["name"]: one for one in done("status", "--data", self.folder, *words)["sites"]}


@pytest.fixture(scope="module")
def district(tmp_path_factory) -> District:
    again = tmp_path_factory.mktemp("again") / "data"
    environment = os.environ | {
        "QINGSHAN_DATA": str(again),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "qingshan.foundation.settings",
        **environment_of(again),
    }
    second = subprocess.Popen(
        [sys.executable, "-c", AGAIN],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    folder = copied(demo_store(tmp_path_factory), tmp_path_factory.mktemp("demo") / "data")
    answer = json.loads((demo_store(tmp_path_factory).parent / "answer.json").read_text(encoding="utf-8"))
    said, _ = second.communicate()
    assert second.returncode == 0, said
    return District(folder, answer, again, said.strip())


@pytest.fixture(scope="module")
def this_week(district, tmp_path_factory) -> Rows:
    """The ledgers the reader is left to issue, issued on a copy: the command's answer and the frozen rows."""
    copy = copied(district.folder, tmp_path_factory.mktemp("copy") / "data")
    out = copy.parent / "out"
    answer = done("ledger", "issue", "--data", copy, "--on", SHOWN, "--as", "head", "--out", out)
    (changes,) = select(copy, "SELECT changes FROM issuance_ledgerissue WHERE due_on = ?", SHOWN)[0]
    return answer | {"rows": issued(copy)[SHOWN], "changes": json.loads(changes)}


def stage(site: Rows, code: str) -> Rows:
    return next(one for one in site["stages"] if one["code"] == code)


def debts(site: Rows) -> dict[str, str | None]:
    """Slot or stage owed → the day it was promised for."""
    return {debt["slot"] or debt["stage"]: debt["promised_on"] for debt in site["debts"]}


def of(sites: dict[str, Rows], key: str, value: str) -> set[str]:
    return {name for name, one in sites.items() if one[key] == value}


def places(sites: dict[str, Rows], place: str) -> set[str]:
    return of(sites, "place", place) & of(sites, "outcome", "active")


# -- what the notice says of its district


def test_every_control_total_of_part_two_is_met(this_week):
    control = this_week["rows"]["control"]
    assert [line["counted"] for line in control] == [26, 1, 25, 16, 5, 11, 10, 2, 8, 5, 5, 31]
    assert [line["deviation"] for line in control] == [0] * 12
    assert "煤、建筑用砂岩、砖瓦用粘土，共3种" in this_week["rows"]["situation"]


def test_the_five_done_have_the_reasons_restored_rebuilt_and_expropriated():
    assert {site.name: site.end_state for site in SITES.values() if site.end_state} == {
        "己丑煤矿": "A",
        "庚寅砂石矿": "B",
        "辛卯砂石矿": "B",
        "壬辰粘土矿": "C",
        "癸巳砂石矿": "A",
    }


def test_every_site_is_on_exactly_one_ledger_of_every_issue(district, this_week):
    for due_on, rows in {**issued(district.folder), SHOWN: this_week["rows"]}.items():
        listed = [row["site"] for sheet in rows["sheets"] for row in sheet["rows"]]
        assert (len(listed), len(set(listed)), set(rows["off"]) & set(listed)) == (31, 31, set()), due_on


def test_the_notice_is_the_shipped_one_but_for_its_district(tmp_path):
    folder = write_demo_notice(tmp_path)
    assert validate_programme(folder) == ()
    ours, shipped = load_programme(folder), load_programme(shipped_programmes()["shuimogou-2018"])
    assert (ours.region, ours.district) == ("650199", "示范区（虚构）")
    for part in ("clauses", "stages", "gates", "endings", "holds", "slots", "control_totals", "ledgers", "targets"):
        assert plain(getattr(ours, part)) == plain(getattr(shipped, part)), part
    assert [r.lines[-1].chosen for r in ours.readings] == [r.lines[-1].chosen for r in shipped.readings]
    assert [p for p in ours.parties if p.kind != "street"] == [p for p in shipped.parties if p.kind != "street"]
    assert [p.name for p in ours.parties if p.kind == "street"] == [street.name for street in STREETS]
    assert "水磨沟" not in "".join(path.read_text("utf-8") for path in folder.iterdir())


# -- where the sites stand on the day it opens


def test_every_stage_has_a_site_standing_at_it_or_past_it(district):
    sites = list(district.today.values())
    for code in (one["code"] for one in sites[0]["stages"]):
        assert any(one["place"] == code or stage(one, code)["state"] == "reached" for one in sites), code


def test_the_places_are_those_the_story_tells(district):
    told = {
        "audit": {"壬申粘土矿"},
        "publicity": {"乙亥砂石矿", "丙寅煤矿"},
        "recognition": {"丁丑砂石矿", "癸酉砂石矿"},
        "acceptance": {"庚午砂石矿", "戊辰煤矿"},
        "procedure": {"己卯砂石矿"},
        "works": {"丁卯煤矿", "戊寅粘土矿", "辛巳砂石矿", "壬午粘土矿", "癸未采石点", "甲申采砂点"},
        "review": {"己巳煤矿"},
        "plan": {"乙酉砂石矿", "丙戌采石点"},
        "responsibility": {"丁亥采砂点"},
    }
    assert {place: places(district.today, place) for place in told} == told
    assert of(district.today, "outcome", "closed") == {
        "甲子煤矿",
        "乙丑煤矿",
        "辛未砂石矿",
        "甲戌砂石矿",
        "丙子粘土矿",
        "庚辰砂石矿",
    }
    assert of(district.today, "ledger", "pending") == places(district.today, "verification") == {"戊子采石点"}
    left_out = {site.name for site in SITES.values() if site.end_state} | {"甲午砂石矿"}
    assert of(district.today, "outcome", "not_included") == of(district.today, "ledger", "2-2") == left_out


def test_a_failed_acceptance_was_done_again(district):
    site = district.today["庚午砂石矿"]
    assert (site["place"], stage(site, "works")["times"], stage(site, "works")["reached_on"]) == (
        "acceptance",
        2,
        "2019-10-15",
    )
    before = district.status("--on", "2019-10-14")["庚午砂石矿"]
    assert before["place"] == "works"


def test_the_second_completion_was_not_known_on_the_day_it_happened(district):
    unknown = district.status("--on", "2019-10-17", "--known-at", "2019-10-17T18:00")["庚午砂石矿"]
    assert unknown["place"] == "works"
    assert district.status("--on", "2019-10-17")["庚午砂石矿"]["place"] == "acceptance"


def test_an_upheld_complaint_sent_the_site_back_to_the_works(district):
    held = district.status("--on", "2019-09-26")["戊寅粘土矿"]
    assert (held["place"], [hold["subject"] for hold in held["holds"]]) == ("publicity", ["TS-2019-002"])
    site = district.today["戊寅粘土矿"]
    assert (site["place"], site["holds"]) == ("works", [])
    assert [stage(site, code)["state"] for code in ("works", "acceptance", "recognition", "publicity")] == ["open"] * 4


def test_a_rejected_complaint_left_the_notice_as_it_was(district):
    held = district.status("--on", "2019-09-24")["丙子粘土矿"]
    assert [hold["subject"] for hold in held["holds"]] == ["TS-2019-001"]
    site = district.today["丙子粘土矿"]
    assert (site["outcome"], stage(site, "publicity")["reached_on"]) == ("closed", "2019-09-26")


def test_an_open_complaint_holds_the_certificate(district):
    site = district.today["丙寅煤矿"]
    assert [(hold["subject"], "record_certificate" in hold["blocks"]) for hold in site["holds"]] == [
        ("TS-2019-003", True)
    ]


def test_a_plan_was_reviewed_after_the_end_of_october_2018(district):
    review = stage(district.today["辛巳砂石矿"], "review")
    assert (review["reached_on"], review["timing"]) == ("2018-12-20", "met_late")


def test_a_plan_waits_for_its_second_review(district):
    site = district.today["己巳煤矿"]
    assert (site["place"], stage(site, "plan")["reached_on"], stage(site, "review")["timing"]) == (
        "review",
        "2019-10-09",
        "overdue",
    )


def test_the_latest_start_has_passed_and_closure_is_overdue_in_december(district):
    site = district.today["己卯砂石矿"]
    assert (site["batch"], site["progress"], stage(site, "works")["start_by"]) == ("2019", "behind", "2019-08-29")
    later = district.status("--on", "2019-12-05")["己卯砂石矿"]
    assert (stage(later, "filing")["done_by"], stage(later, "filing")["timing"]) == ("2019-11-30", "overdue")


def test_an_ownerless_mine_has_its_deposit_among_the_sources(this_week):
    row = row_of(this_week["rows"], "戊辰煤矿")
    assert row["cells"]["owner"]["text"] == "戊辰煤业公司（灭失）"
    assert row["cells"]["fund_other"]["text"] == "170.00"


def test_unlicensed_sites_are_under_treatment_with_enforcement_in_the_lead(this_week):
    for name in ("癸未采石点", "甲申采砂点"):
        row = row_of(this_week["rows"], name)
        assert (row["subtotal"], row["cells"]["lead_department"]["text"]) == ("unlicensed", "区行政执法局")


def test_a_site_moved_from_the_second_ledger_to_the_first_by_a_numbered_decision(district, this_week):
    moved = [(one["name"], one["before"], one["after"]) for one in this_week["changes"]["moved"]]
    assert moved == [("丁亥采砂点", "2-2", "2-1")]
    assert facts(district.folder, "丁亥采砂点", "scope") == [
        ("excluded", "H", "示矿治办〔2018〕3号"),
        ("included", None, "示矿治办〔2019〕11号"),
    ]


def test_the_producing_mine_is_left_out_for_reason_d(district):
    assert district.today["甲午砂石矿"]["ledger"] == "2-2"
    assert facts(district.folder, "甲午砂石矿", "scope") == [("excluded", "D", "示矿治办〔2018〕3号")]


def test_an_undecided_site_stands_on_the_first_ledger_marked(district, this_week):
    assert district.today["戊子采石点"]["ledger"] == "pending"
    row = row_of(this_week["rows"], "戊子采石点")
    assert (row["is_pending"], row["cells"]["name"]["text"]) == (True, "戊子采石点（待核定）")
    assert stage(district.today["戊子采石点"], "verification")["state"] == "open"


def test_figures_were_corrected_and_the_one_that_fell_is_explained(this_week):
    fell = [(one["name"], one["old"], one["new"], one["explanation"]) for one in this_week["changes"]["fell"]]
    assert fell == [("戊寅粘土矿", "9.60", "8.35", "北坡1.25公顷覆土不达标，复测后扣除")]
    assert row_of(this_week["rows"], "戊子采石点")["cells"]["damage_area"]["text"] == "2.06"


def test_papers_are_promised_and_papers_are_missing(district):
    assert debts(district.today["庚午砂石矿"]) == {"licence_copy": "2019-11-10"}
    assert debts(district.today["丙戌采石点"]) == {"enforcement_papers": "2019-11-15"}
    for name in ("乙丑煤矿", "丙子粘土矿"):
        assert debts(district.today[name]) == {"filing_receipt": "2019-11-30"}
    assert debts(district.today["壬午粘土矿"]) == {"photos_before": None}
    assert debts(district.today["辛巳砂石矿"]) == {"commission_papers": None}


def test_an_interrupted_notice_was_posted_again(district):
    kinds = facts(district.folder, "壬申粘土矿", "publicity")
    assert [result for result, *_ in kinds if result != "checked"] == ["posted", "interrupted", "posted", "certified"]
    assert stage(district.today["壬申粘土矿"], "publicity")["reached_on"] == "2019-10-08"


def test_one_package_is_accepted_while_the_other_is_under_way(district):
    site = district.today["丁卯煤矿"]
    assert (site["place"], [stage(site, code)["state"] for code in ("works", "acceptance")]) == (
        "works",
        ["open", "open"],
    )
    results = [result for result, *_ in facts(district.folder, "丁卯煤矿", "acceptance")]
    assert results == ["applied", "passed"]


def test_money_comes_from_several_sources_and_two_years(district):
    rows = select(district.folder, "SELECT payload FROM casework_factrow WHERE kind = 'funding'")
    found = {(one["source"], one["year"]) for one in (json.loads(payload) for (payload,) in rows)}
    assert {year for _, year in found} == {2019, 2020}
    assert {source for source, _ in found} == {"enterprise", "deposit", "district_budget", "city_budget", "special"}


# -- the weekly cycle


def test_the_ledgers_of_all_weeks_before_are_issued_and_this_one_is_not(district):
    programme = load_programme(district.folder / "programmes" / "demo-2018")
    expected = [day.due_on.isoformat() for day in issue_days(programme) if day.due_on.isoformat() < SHOWN]
    assert list(issued(district.folder)) == expected
    assert (expected[0], expected[-1], len(expected)) == ("2018-07-19", "2019-10-17", 66)


def test_two_streets_have_not_reported_this_week(this_week):
    silent = {call["party_name"] for call in this_week["rows"]["calls"] if call["kind"] == "not_reported"}
    assert silent == {"戊坪街道", "庚台片区管委会"}


def test_every_street_reported_every_week_of_september_and_october_before(district):
    for due_on, rows in issued(district.folder).items():
        if due_on >= "2019-09-01":
            assert [call for call in rows["calls"] if call["kind"] == "not_reported"] == [], due_on


# -- how it was entered


def test_nothing_was_entered_before_it_happened_and_most_of_it_later(district):
    rows = select(district.folder, "SELECT happened_on, recorded_at FROM casework_factrow WHERE kind != 'weekly'")
    late = [entered_on(recorded_at) - date.fromisoformat(happened_on) for happened_on, recorded_at in rows]
    assert min(late) == timedelta(0)
    assert sum(lag > timedelta(0) for lag in late) > len(late) / 2


def test_everything_was_entered_by_somebody_who_may(district):
    """The registers, the surveys, the works: each by its own sign-in, none by the console."""
    rows = select(district.folder, "SELECT DISTINCT recorded_label FROM casework_record")
    assert {label for (label,) in rows} <= {seat.login for seat in SEATS}


def test_a_complainant_is_sealed_and_in_no_payload(district):
    assert select(district.folder, "SELECT count(*) FROM casework_complainantidentity") == [(1,)]
    for table, column in (
        ("casework_factrow", "payload"),
        ("foundation_auditrow", "data"),
        ("issuance_ledgerissue", "rows"),
    ):
        found = select(
            district.folder, f"SELECT count(*) FROM {table} WHERE CAST({column} AS text) LIKE ?", "%演示投诉人%"
        )
        assert found == [(0,)], table


def test_the_bodies_owe_what_the_page_tells(district):
    told = done("bodies", "--data", district.folder, "--on", SHOWN)
    bodies = {one["name"]: one for one in told["bodies"]}
    assert [d["code"] for d in bodies["庚台片区管委会"]["owed"]] == ["unit_plan", "receipt"]
    assert [t["state"] for t in bodies["庚台片区管委会"]["tasks"]] == ["overdue"]
    assert [t["state"] for t in bodies["区环保局"]["tasks"]] == ["running"]
    assert bodies["丁湾街道"]["met_late"] == 1
    assert (told["on_time"]["due"], told["on_time"]["on_time"]) == (3, 1)
    assert [d["due_on"] for d in bodies["区专项工作组办公室（区国土资源分局）"]["owed"]] == [SHOWN]
    assert sum(one["declared"] or 0 for one in bodies.values()) == 31


def test_the_district_archive_of_the_survey_is_signed_and_proved(district):
    (archive,) = done("archive", "verify", "--data", district.folder)["archives"]
    assert (archive["number"], archive["ok"], archive["notes"]) == ("DA-20180830", True, [])


def test_the_store_checks_clean(district):
    assert done("check", "--data", district.folder)["ok"] is True


def test_a_second_build_gives_the_same_ledger_rows(district):
    assert district.said_again == "True"
    mine, theirs = (
        {one["due_on"]: one["rows_sha256"] for one in done("ledger", "list", "--data", folder)["issues"]}
        for folder in (district.folder, district.again)
    )
    assert theirs == {"2019-10-17": mine["2019-10-17"]}


def test_starting_again_opens_what_is_there(district):
    answer = done("demo", "--no-serve", "--data", district.folder)
    assert (district.answer["built"], answer["built"]) == (True, False)
    assert answer["sign_ins"] == district.answer["sign_ins"]


def test_a_folder_with_another_store_is_refused(tmp_path):
    done("init", "--data", tmp_path / "data")
    said = qingshan("demo", "--no-serve", "--data", tmp_path / "data")
    assert (said.code, said.error) == (1, "store_exists")


# -- what befell the register, and what a paper allowed


def test_five_sites_left_the_register_before_the_first_ledger_each_by_its_own_act(district, this_week):
    outcomes = {
        name: district.today[name]["outcome"]
        for name in ("乙未砂石矿", "丙申粘土矿", "丁酉采石点", "戊戌采石点", "己亥采石点")
    }
    assert list(outcomes.values()) == ["merged", "voided", "split", "transferred", "merged"]
    first = min(issued(district.folder).items())[1]
    assert len(first["off"]) == len(this_week["rows"]["acts"]) == 5
    acts = {act["site_name"]: act["words"] for act in this_week["rows"]["acts"]}
    assert acts["乙未砂石矿"] == "并入甲戌砂石矿 示矿治办〔2018〕1号 2018-07-17"


def test_exceptions_in_force_stand_on_the_ledger_and_a_revoked_one_does_not(this_week):
    assert {(line["site_name"], line["words"]) for line in this_week["rows"]["exceptions"]} == {
        ("癸酉砂石矿", "审核备案延期至2019-12-20（市矿治办〔2019〕52号）"),
        ("丙戌采石点", "豁免年度名单（市矿治办〔2019〕49号，至2020-06-30）"),
    }
    note = row_of(this_week["rows"], "癸酉砂石矿")["cells"]["note"]["text"]
    assert "审核备案延期至2019-12-20" in note


def test_a_panel_was_drawn_and_anybody_draws_the_same(district):
    ((payload,),) = select(district.folder, "SELECT payload FROM casework_factrow WHERE kind = 'draw'")
    told = json.loads(payload)
    experts = [Expert(one["name"], one["speciality"], one["employer"]) for one in told["pool"]]
    recused = [(one["name"], one["employer"]) for one in told["recusals"]]
    again = draw(experts, recused, {one["speciality"]: one["count"] for one in told["numbers"]}, told["seed"])
    assert [e.name for e in again.drawn] == [one["name"] for one in told["drawn"]]
    assert "专家癸" not in {e.name for e in again.drawn}


def test_the_sites_without_a_year_are_put_in_order(district):
    answer = done("batch", "propose", "--data", district.folder)
    assert [(one["name"], one["batch"]) for one in answer["sites"]] == [
        ("乙酉砂石矿", "2020"), ("己巳煤矿", "2020"), ("丁亥采砂点", "2020"), ("丙戌采石点", "2020"),
    ]  # fmt: skip


# -- that it is made up, and built through actions alone


def test_every_site_is_named_by_the_cycle():
    kinds = "煤矿|砂石矿|粘土矿|采石点|采砂点"
    assert len(CYCLE) == len(set(CYCLE)) == 31
    assert (CYCLE[0], CYCLE[-1], list(SITES)) == ("甲子", "甲午", list(CYCLE))
    assert all(re.fullmatch(f"{cycle}({kinds})", site.name) for cycle, site in SITES.items())


def test_every_site_lies_in_the_district_and_apart_from_the_others(tmp_path):
    west, south, east, north = load_programme(write_demo_notice(tmp_path)).register.bounds
    points = [(Decimal(site.lon), Decimal(site.lat)) for site in SITES.values()]
    assert all(west < lon < east and south < lat < north for lon, lat in points)
    far = Decimal("0.001")  # about 80 m
    pairs = itertools.combinations(points, 2)
    assert [pair for pair in pairs if all(abs(a - b) < far for a, b in zip(*pair, strict=True))] == []


def test_people_are_known_by_their_post_alone():
    posts = re.compile(r".*(岗|负责人|组长|人员|管理员)")
    assert [seat.name for seat in SEATS if not posts.fullmatch(seat.name)] == []


def test_every_kind_of_reader_can_sign_in(district):
    roles = {one["role"] for one in district.answer["sign_ins"]}
    assert roles == {
        "street_clerk", "street_approver", "office_clerk", "office_head", "bureau_officer", "group_leader", "inspector",
        "city_observer", "system_admin", "security_admin", "audit_admin",
    }  # fmt: skip
    stored = {
        login: (hashed.removeprefix("argon2"), must_change)
        for login, hashed, must_change in select(
            district.folder, "SELECT login, password, must_change_password FROM accounts_person"
        )
    }
    for one in district.answer["sign_ins"]:
        hashed, must_change = stored[one["login"]]
        assert not must_change, one["login"]
        assert PasswordHasher().verify(hashed, one["password"])


def test_the_package_imports_no_models():
    for path in (ROOT / "src" / "qingshan" / "demo").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            assert [name for name in names if "models" in name.split(".")] == [], path.name


def test_the_page_tells_of_every_site_and_every_sign_in(district):
    page = (ROOT / "docs" / "demo.md").read_text("utf-8")
    assert [site.name for site in SITES.values() if site.name not in page] == []
    assert [one["login"] for one in district.answer["sign_ins"] if f"`{one['login']}`" not in page] == []


# -- looking things up


def plain(part: Any) -> str:
    """A part of a programme as text, the names of the districts aside."""
    return repr(part).replace("示范区（虚构）", "水磨沟区")


def row_of(rows: Rows, name: str) -> Rows:
    return next(row for sheet in rows["sheets"] for row in sheet["rows"] if row["name"] == name)


def facts(folder: Path, name: str, kind: str) -> list[tuple[str, str | None, str | None]]:
    """Result, reason and document number of a site's facts of a kind, in the order they happened."""
    words = (
        "SELECT f.result, f.payload FROM casework_factrow f JOIN register_site s ON s.id = f.site_id"
        " WHERE s.name = ? AND f.kind = ? ORDER BY f.happened_on, f.recorded_at"
    )
    payloads = [(result, json.loads(payload)) for result, payload in select(folder, words, name, kind)]
    return [(result, payload.get("reason"), payload.get("document_no")) for result, payload in payloads]


def entered_on(recorded_at: str) -> date:
    """The Beijing day of an instant as the database keeps it, in UTC."""
    instant = datetime.fromisoformat(recorded_at).replace(tzinfo=ZoneInfo("UTC"))
    return instant.astimezone(ZoneInfo("Asia/Shanghai")).date()

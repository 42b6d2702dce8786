"""The district archive: signed by one who may, never by who prepared it, never changed, proved again from the facts."""

from __future__ import annotations

import io
import json
from datetime import date

import openpyxl
import pytest

from qingshan.casework.models import FactRow
from qingshan.foundation import audit
from qingshan.foundation.canonical import sha256
from qingshan.foundation.models import AuditRow
from qingshan.foundation.problems import Problem
from qingshan.issuance.archives import sign_archive, verify_archive, workbook_bytes
from qingshan.issuance.models import DistrictArchive
from qingshan.issuance.selfcheck import all_checks
from tests.world import OTHER_STREET, SCAN, STREET

DAY = date(2018, 8, 30)


def signed(world, login: str = "head", on: date = DAY, entered: date = DAY, **more) -> DistrictArchive:
    return sign_archive(world.session(login, entered), on, **({"prepared_by": "区办经办岗"} | more))


def code_of(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


@pytest.fixture
def surveyed(world):
    """Two sites of two streets, one of them surveyed and verified."""
    first = world.register("甲子砂石矿")
    world.register("乙丑砂石矿", street=OTHER_STREET, licence_state="expired")
    values = {"filled_by": "填表人", "total_area_m2": "130500", "treatable_area_m2": "124600", "pit_count": 3,
              "pit_area_m2": "124600"}  # fmt: skip
    world.act("record_survey", first, "completed", date(2018, 7, 10), login="street", approved_by="街道审核岗",
              evidence=(SCAN,), **values)  # fmt: skip
    world.act(
        "record_verification",
        first,
        "passed",
        date(2018, 8, 3),
        login="office",
        verified_by="核查人",
        checks=[{"field": "破坏面积", "verdict": "pass"}],
    )
    return world


def test_what_is_signed_is_the_roll_up_of_all_files_and_its_signature_is_in_the_chain(surveyed):
    head = audit.head()

    made = signed(surveyed)

    content = json.loads(made.content)
    assert sha256(made.content.encode()) == made.content_sha256
    assert (made.number, content["audit_head"], made.audit_head) == ("DA-20180830", head, head)
    assert (made.signed_name, made.prepared_by) == ("区办负责人", "区办经办岗")
    assert made.signed_post.endswith("负责人")
    first, second = content["sites"]
    assert (first["name"], first["surveyed_on"], first["verified_on"]) == ("甲子砂石矿", "2018-07-10", "2018-08-03")
    assert (first["facts"], second["facts"], second["surveyed_on"]) == ("3", "1", "")
    assert content["counts"] | {"registered": "2", "surveyed": "1", "verified": "1"} == content["counts"]
    assert content["counts"]["damage_area_m2"] == "130500"
    totals = {t["code"]: (t["stated"], t["counted"], t["deviation"]) for t in content["totals"]}
    assert totals["total"] == ("31", "2", "-29")
    assert totals["cancelled"] == ("16", "1", "-15")
    assert {r["code"] for r in content["readings"]} >= {"C-01", "C-26"}
    street = next(s for s in content["streets"] if s["code"] == STREET)
    assert (street["registered"], street["declared"]) == ("1", None)
    row = AuditRow.objects.get(action="archive.sign")
    assert (row.ok, row.subject, row.data["content_sha256"]) == (True, made.number, made.content_sha256)
    assert verify_archive(made).is_ok


def test_the_workbook_tells_people_the_same(surveyed):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(signed(surveyed))))
    assert book.sheetnames == ["概况", "矿山汇总", "属地覆盖", "底数对账", "口径"]
    (head, first, *_) = book["矿山汇总"].iter_rows(values_only=True)
    told = dict(zip(head, first, strict=True))
    assert (told["矿山名称"], told["属地"], told["证件状态"], told["破坏面积（公顷）"]) == (
        "甲子砂石矿",
        "水磨沟街道",
        "已注销",
        13.05,
    )
    cover = dict(book["概况"].iter_rows(min_row=3, max_col=2, values_only=True))
    assert cover["签字"].startswith("区办负责人")


@pytest.mark.parametrize(
    ("login", "more", "code"),
    [
        ("office", {}, "not_allowed"),
        ("street-head", {}, "not_allowed"),
        ("", {}, "not_allowed"),
        ("head", {"prepared_by": "区办负责人"}, "same_person"),
        ("head", {"prepared_by": "head"}, "same_person"),
        ("head", {"on": date(2018, 9, 1)}, "future_date"),
        ("head", {"supersede": True, "reason": "因"}, "no_archive_to_supersede"),
    ],
)
def test_who_may_not_or_cannot_leaves_only_a_refusal(surveyed, login, more, code):
    assert code_of(lambda: signed(surveyed, login, **more)) == code
    assert not DistrictArchive.objects.exists()
    assert AuditRow.objects.get(action="archive.sign").ok is False


def test_another_one_of_the_same_day_names_what_it_replaces_and_why(surveyed):
    first = signed(surveyed)
    assert code_of(lambda: signed(surveyed)) == "archive_signed_already"
    assert code_of(lambda: signed(surveyed, supersede=True)) == "reason_needed"
    second = signed(surveyed, supersede=True, reason="补了一处")
    assert (second.number, second.supersedes, second.reason) == ("DA-20180830-1", first, "补了一处")
    assert verify_archive(first).is_ok
    assert verify_archive(second).is_ok


def test_what_is_entered_later_changes_no_archive_signed_before(surveyed):
    made = signed(surveyed)
    surveyed.act(
        "amend_site",
        surveyed.sites["乙丑砂石矿"],
        "amended",
        date(2018, 8, 1),
        entered=date(2018, 9, 3),
        name="改名矿",
        street=OTHER_STREET,
    )
    assert verify_archive(made).is_ok


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("content", "{}", "内容与签字时不同"),
        ("content", "不是 JSON", "内容读不出来"),
        ("signed_name", "别人", "与审计链里的签字不符"),
        ("audit_head", "f" * 64, "审计链里没有签字时的链头"),
        ("workbook_sha256", "e" * 64, "工作簿不在档案里了"),
    ],
)
def test_an_archive_changed_in_the_store_is_found(surveyed, field, value, said):
    made = signed(surveyed)
    setattr(made, field, value)
    made.save()
    assert said in verify_archive(made).findings
    checked = next(one for one in all_checks() if one.code == "archives")
    assert f"{made.number}：{said}" in checked.findings


def test_a_fact_changed_or_gone_since_is_found_with_its_site(surveyed):
    made = signed(surveyed)
    row = FactRow.objects.get(kind="survey")
    row.payload["total_area_m2"] = "1"
    row.save()
    code = surveyed.sites["甲子砂石矿"]
    found = verify_archive(made).findings
    assert f"{code}：事实与签字时不同" in found
    assert "重算的“counts”与签字时不同" in found


def test_under_another_version_of_the_software_the_facts_are_still_proved(surveyed):
    made = signed(surveyed)
    DistrictArchive.objects.update(software_version="0")
    made.refresh_from_db()
    assert (verify_archive(made).findings, len(verify_archive(made).notes)) == ((), 1)

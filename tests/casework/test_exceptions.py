"""延期与豁免: by whom, with what paper, until when; in force on the ledgers, and revoked by a record of its own."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from qingshan.casework.actions import ACTIONS
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import ExceptionGranted, FactRow, SiteStatus
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import file_bytes, issue_ledger
from qingshan.issuance.queries import frozen
from qingshan.rulebook.facts import BEIJING
from qingshan.rulebook.sentences import SENTENCES
from tests.casework.histories import HISTORY, Entry, enter, enter_all
from tests.world import SCAN

THURSDAY = date(2019, 10, 24)
PAPER = {"approver": "市专项工作组办公室", "document_no": "市矿治办〔2019〕5号", "reason": "连续降雨，无法进场"}


def granted(world, site, act="extend_deadline", on=date(2019, 9, 2), number="LW-1", **values):
    line = Line(site, "granted", {**PAPER, **values}, number)
    return ACTIONS[act](world.session("office", on), Paper(on, evidence=(SCAN,)), [line])


def refused(call) -> list[str]:
    with pytest.raises(Problem) as caught:
        call()
    codes = [b.code for b in caught.value.blockers]
    assert all(code in SENTENCES for code in codes)
    return codes or [caught.value.code]


@pytest.fixture
def listed(world):
    """A site in the batch of 2019 whose works have begun."""
    site = world.register("甲子砂石矿")
    names = {"survey", "verification", "scope", "responsibility", "plan", "review", "batch", "start"}
    enter_all(site, [e for e in HISTORY if e.name in names], datetime(2019, 8, 1, 8, tzinfo=BEIJING))
    return site


def book_of(world, on=THURSDAY) -> dict[str, list[str]]:
    """Sheet of the issued workbook of 附件2-1 → what its cells say."""
    issue = issue_ledger(world.session("head", on), on)
    book = openpyxl.load_workbook(io.BytesIO(file_bytes(issue.files.get(ledger="2-1"))))
    return {sheet.title: [str(c.value) for row in sheet.iter_rows() for c in row if c.value] for sheet in book}


def test_an_extension_moves_the_day_and_is_printed_with_its_paper(world, listed):
    granted(world, listed, stage="filing", until=date(2020, 6, 30))

    assert ExceptionGranted.objects.get().stage == "filing"
    words = "审核备案延期至2020-06-30（市矿治办〔2019〕5号）"
    sheets = book_of(world)
    assert any(words in cell for cell in sheets["附件2-1"])
    readings = next(cells for cells in sheets.values() if "例外（延期、豁免、放宽条件）" in cells)
    assert words in readings
    assert PAPER["reason"] in readings


def test_a_waiver_is_printed_until_it_is_revoked(world, listed):
    granted(world, listed, "grant_waiver", stages=["recognition"])
    words = "豁免督导认可（市矿治办〔2019〕5号）"
    assert any(words in cell for cell in book_of(world, date(2019, 9, 5))["附件2-1"])

    revoke = {**PAPER, "reason": "条件已具备"}
    world.act(
        "revoke_exception", listed, "revoked", date(2019, 10, 8), login="office", subject="LW-1", evidence=(SCAN,),
        **revoke,
    )  # fmt: skip

    sheets = {title: cells for title, cells in book_of(world).items() if title != "本周变化"}
    assert not any("豁免督导认可" in cell for cells in sheets.values() for cell in cells)
    assert FactRow.objects.filter(kind="waiver").count() == 1, "history stays"
    again = refused(
        lambda: world.act(
            "revoke_exception", listed, "revoked", date(2019, 10, 9), login="office", subject="LW-1",
            evidence=(SCAN,), **revoke,
        )
    )  # fmt: skip
    assert again == ["exception_not_running"]


def test_a_site_without_exceptions_says_so_on_the_readings_sheet(world, listed):
    sheets = book_of(world)
    assert any("本册没有在有效期内的延期或豁免。" in cells for cells in sheets.values())


@pytest.mark.parametrize(
    ("action", "values", "codes"),
    [
        ("grant_waiver", {"stages": ["works", "filing"]}, ["closing_never_waived"]),
        ("grant_waiver", {"stages": ["works"], "until": date(2019, 9, 1)}, ["exception_over"]),
        ("waive_gate", {"action": "record_review", "check": "survey_cited"}, ["check_never_waived"]),
        ("waive_gate", {"action": "submit_plan", "check": "scan_attached"}, ["bad_value"]),
        ("extend_deadline", {"stage": "filing", "until": date(2019, 11, 30)}, ["extension_not_later"]),
        ("extend_deadline", {"stage": "nowhere", "until": date(2020, 6, 30)}, ["bad_value"]),
        ("extend_deadline", {"stage": "filing"}, ["extension_without_day"]),
        ("extend_deadline", {"stage": "filing", "until": date(9999, 12, 31)}, ["exception_too_long"]),
        ("extend_deadline", {"stage": "review", "until": date(2020, 6, 30)}, ["waiver_of_reached"]),
        ("extend_deadline", {"stage": "enforcement", "until": date(2020, 6, 30)}, ["extension_of_no_day"]),
        ("grant_waiver", {"stages": ["recognition", "review"]}, ["waiver_of_reached"]),
        ("grant_waiver", {"stages": ["recognition"], "document_no": "无"}, ["document_without_number"]),
        ("grant_waiver", {"stages": ["recognition"], "approver_person": "区办经办岗"}, ["approved_by_entrant"]),
    ],
)
def test_what_no_paper_allows_is_refused(world, listed, action, values, codes):
    assert refused(lambda: granted(world, listed, action, **values)) == codes


def test_a_waiver_leaves_something_to_be_done(world):
    site = world.register("丙寅砂石矿")
    programme = programme_in_force()
    stages = [s.code for s in programme.stages if not s.closing]

    assert refused(lambda: granted(world, site, "grant_waiver", stages=stages)) == ["everything_waived"]


@pytest.mark.parametrize("left", ["voided", "excluded"])
def test_who_is_off_the_line_needs_no_exception(world, left):
    site = world.register("丙寅砂石矿")
    match left:
        case "voided":
            world.act(
                "void_site", site, "voided", date(2019, 8, 30), login="office", reason="误登", approved_by="区办负责人"
            )
        case "excluded":
            why = {"decided_by": "专项工作组", "reason": "A", "explanation": "已治理", "support": "验收文件"}
            entry = Entry("out", "decide_scope", "excluded", date(2019, 8, 30), why, approved_by="负责人")
            assert enter(site, entry, {}, datetime(2019, 8, 31, 8, tzinfo=BEIJING))
    for action, values in (
        ("grant_waiver", {"stages": ["recognition"]}),
        ("extend_deadline", {"stage": "filing", "until": date(2020, 6, 30)}),
        ("waive_gate", {"action": "submit_plan", "check": "survey_cited"}),
    ):
        found = refused(lambda a=action, v=values: granted(world, site, a, **v))
        assert found[0] == "outcome_differs", action


def test_an_exception_needs_its_scan_its_number_and_an_office(world, listed):
    extension = {**PAPER, "stage": "filing", "until": date(2020, 6, 30)}
    on = date(2019, 9, 2)
    bare = refused(
        lambda: world.act("extend_deadline", listed, "granted", on, login="office", subject="1", **extension)
    )
    assert bare == ["scan_missing"]
    granted(world, listed, stage="filing", until=date(2020, 6, 30))
    twice = refused(lambda: granted(world, listed, stage="filing", until=date(2020, 9, 30)))
    assert twice == ["exception_number_taken"]
    street = refused(
        lambda: world.act("extend_deadline", listed, "granted", on, login="street", subject="2", **extension)
    )
    assert street == ["not_allowed"]


def test_a_case_taken_over_gets_one_waiver_for_what_its_papers_do_not_show(world):
    site = world.register("乙丑砂石矿")
    granted(
        world, site, "grant_waiver", stages=["survey", "verification", "scope", "plan", "review", "batch"],
        taken_over_from="邻区专项工作组办公室",
    )  # fmt: skip

    assert SiteStatus.objects.get(site__code=site).place == "responsibility"


def test_a_lifted_condition_lets_the_entry_through_and_says_so_on_the_ledger(world, listed):
    too_much = {"done_area_m2": "130000", "narrative": "坡脚外延"}
    progress = lambda: world.act(  # noqa: E731 - the same call before and after
        "report_progress", listed, "progress", date(2019, 9, 10), subject="一标段", **too_much
    )
    assert refused(progress) == ["more_than_treatable"]
    granted(world, listed, "waive_gate", action="report_progress", check="not_more_than_treatable")

    assert progress().facts
    issue = issue_ledger(world.session("head", THURSDAY), THURSDAY)
    (line,) = frozen(issue).exceptions
    assert line.words == "放宽完成面积不超过应治理面积（市矿治办〔2019〕5号）"

"""Issuing a Thursday: frozen rows and files, never twice, superseded with a reason, refused when a sum fell."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest

from qingshan.casework.actions import ACTIONS
from qingshan.casework.actions.site import register_site
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import FactRow
from qingshan.foundation import audit
from qingshan.foundation.canonical import sha256
from qingshan.foundation.models import AuditRow
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import file_bytes, issue_ledger
from qingshan.issuance.models import LedgerIssue
from qingshan.issuance.queries import frozen, issue_by_number, issue_day, ledger_on, rows_text
from qingshan.issuance.selfcheck import all_checks
from tests.casework.histories import HISTORY, enter
from tests.world import OTHER_STREET, SCAN, at_noon

THURSDAY = date(2019, 10, 24)


def issued(world, on=THURSDAY, **more) -> LedgerIssue:
    return issue_ledger(world.session("head", on), on, **more)


def code_of(call) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def test_an_issue_freezes_rows_and_both_files_and_says_so_in_the_chain(world):
    site = world.register("甲子砂石矿")

    issue = issued(world)

    assert (issue.number, issue.weeks, issue.due_on) == ("TZ-2019-W67", [67], THURSDAY)
    assert sha256(issue.rows.encode()) == issue.rows_sha256
    assert [f.ledger for f in issue.files.order_by("ledger")] == ["2-1", "2-2"]
    row = AuditRow.objects.get(action="ledger.issue")
    assert (row.ok, row.subject, row.data["rows_sha256"]) == (True, issue.number, issue.rows_sha256)
    assert [r.site for r in frozen(issue).sheet("2-1").rows] == [site]
    assert list(audit.faults()) == []


def test_the_head_of_the_chain_stands_on_the_workbook(world):
    world.register("甲子砂石矿")
    issue = issued(world)

    book = openpyxl.load_workbook(io.BytesIO(file_bytes(issue.files.get(ledger="2-1"))))

    words = " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    assert issue.audit_head[:12] in words


def test_the_same_week_is_issued_once(world):
    world.register("甲子砂石矿")
    issued(world)

    assert code_of(lambda: issued(world)) == "already_issued"
    assert LedgerIssue.objects.count() == 1


def test_a_correction_says_what_it_supersedes_and_why(world):
    world.register("甲子砂石矿")
    first = issued(world)

    assert code_of(lambda: issued(world, supersede=True)) == "reason_needed"
    second = issued(world, supersede=True, reason="面积复测")

    assert (second.supersedes, second.reason, second.number) == (first, "面积复测", "TZ-2019-W67-更正1")
    assert issue_by_number("2019-10-24") == second
    assert issue_by_number("TZ-2019-W67") == first


def test_a_day_that_is_no_issue_day_names_its_neighbours(world):
    with pytest.raises(Problem) as caught:
        issued(world, date(2019, 10, 23))

    assert caught.value.code == "not_an_issue_day"
    assert "2019-10-24" in caught.value.sentence


def test_two_weeks_that_fall_on_one_day_are_one_issue_with_both_numbers(world):
    world.register("甲子砂石矿")

    issue = issued(world, date(2020, 1, 23))

    assert issue.weeks == [80, 81] or len(issue.weeks) == 2
    assert (
        code_of(lambda: issue_ledger(world.session("head", date(2020, 1, 23)), date(2020, 1, 30))) == "already_issued"
    )


def test_only_who_may_issue_does_and_never_who_filled_in(world):
    assert code_of(lambda: issue_ledger(world.session("street", THURSDAY), THURSDAY)) == "not_allowed"
    assert code_of(lambda: issued(world, prepared_by="区办负责人")) == "same_person"


def works_under_way(world) -> str:
    site = world.register("乙丑砂石矿")
    keys: dict[str, str] = {}
    for entry in HISTORY[:9]:
        session = world.session(on=entry.on)
        assert enter(site, entry, keys, session.now), entry.name
    return site


def test_a_done_area_that_fell_without_a_correction_is_not_issued(world):
    site = works_under_way(world)
    issued(world, date(2019, 6, 6))
    row = FactRow.objects.get(site__code=site, result="progress")
    FactRow.objects.filter(pk=row.pk).update(payload={**row.payload, "done_area_m2": "40000"})

    assert code_of(lambda: issued(world, date(2019, 6, 13))) == "figures_fell"


def test_a_done_area_that_was_corrected_is_issued_and_marked(world):
    site = works_under_way(world)
    issued(world, date(2019, 6, 6))
    row = FactRow.objects.get(site__code=site, result="progress")
    world.act(
        "report_progress",
        site,
        "progress",
        date(2019, 6, 3),
        entered=date(2019, 6, 10),
        subject="一标段",
        corrects=row.key,
        correct_reason="复测",
        done_area_m2="40000",
        narrative="复测",
    )

    issue = issued(world, date(2019, 6, 13))

    assert '"is_explained": true' in issue.changes


def test_an_issued_week_made_again_from_what_was_known_gives_the_same_rows(world):
    works_under_way(world)
    issue = issued(world, date(2019, 6, 6))
    world.register("丙寅砂石矿", on=date(2019, 6, 10))

    programme = programme_in_force()
    again = ledger_on(programme, issue_day(programme, date(2019, 6, 6)), issue.known_at)

    assert rows_text(again)[0] == issue.rows


def test_a_file_lost_from_the_archive_is_said_so(world):
    world.register("甲子砂石矿")
    issue = issued(world)
    from qingshan.archive.store import path_of

    path_of(issue.files.get(ledger="2-1").sha256).unlink()

    assert code_of(lambda: file_bytes(issue.files.get(ledger="2-1"))) == "file_refused"
    assert [c.code for c in all_checks() if not c.is_ok] == ["files"]


def test_a_move_off_the_treated_ledger_needs_its_reason(world):
    site = world.register("丁卯砂石矿")
    keys: dict[str, str] = {}
    for entry in HISTORY[:3]:
        assert enter(site, entry, keys, world.session(on=entry.on).now)
    session = world.session("office", date(2018, 9, 3))
    paper = Paper(date(2018, 9, 3), approved_by="区办负责人", evidence=(SCAN,))
    bare = Line(site, "excluded", {"decided_by": "专项工作组", "reason": "C"})

    assert code_of(lambda: ACTIONS["decide_scope"](session, paper, [bare])) == "missing_fields"
    full = Line(
        site,
        "excluded",
        {**bare.values, "explanation": "2018 年已征收", "support": "征收决定", "document_no": "会议 3 号"},
    )
    assert ACTIONS["decide_scope"](session, paper, [full]).facts


@pytest.mark.parametrize("harm", ["status", "audit", "records", "issues", "tables", "register", "papers", "ledgers"])
def test_check_finds_each_kind_of_harm(world, harm):
    from qingshan.accounts.models import Organisation
    from qingshan.casework.models import Record, SiteStatus, Survey
    from qingshan.register.models import Site

    works_under_way(world)
    issue = issued(world, date(2019, 6, 6))
    assert all(c.is_ok for c in all_checks())
    match harm:
        case "status":
            SiteStatus.objects.update(place="filing")
        case "audit":
            AuditRow.objects.filter(seq=5).update(actor="nobody")
        case "records":
            FactRow.objects.filter(kind="batch").update(happened_on=date(2018, 10, 26))
        case "issues":
            LedgerIssue.objects.filter(pk=issue.pk).update(rows=issue.rows.replace("乙丑", "丙丑"))
        case "register":
            Site.objects.update(street=Organisation.objects.get(code=OTHER_STREET))
        case "ledgers":
            Site.objects.create(code="650105-KS-2-999", name="没有登记事实的矿")
        case "papers":
            Record.objects.update(happened_on=date(2018, 1, 1))
        case "tables":
            Survey.objects.update(pit_count=9)

    found = [c.code for c in all_checks() if not c.is_ok]

    assert harm in found


def test_what_was_read_before_a_ledger_and_written_after_it_is_known_after_it(world):
    """A question that waits for its answer, a long file, another's turn: the instant of an entry is that of writing."""
    site = world.register("甲子砂石矿")
    later = at_noon(THURSDAY) + timedelta(minutes=5)
    console, clerk = (replace(world.session(login, THURSDAY), clock=lambda: later) for login in ("", "street"))

    made = issued(world)
    values = {"name": "乙丑砂石矿", "street": OTHER_STREET, "category": "2", "is_licensed": True}
    register_site(console, values, happened_on=date(2018, 6, 20))
    ACTIONS["report_week"](clerk, Paper(happened_on=THURSDAY), [Line(site, "reported", {"progress": "清运"})])

    day = issue_day(programme_in_force(), THURSDAY)
    assert rows_text(ledger_on(programme_in_force(), day, made.known_at))[0] == made.rows
    assert FactRow.objects.filter(recorded_at=later).count() == 2

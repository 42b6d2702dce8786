"""How every action writes: judged with clauses, appended, witnessed, projected; refused whole."""

from __future__ import annotations

from datetime import date, time

import pytest

from qingshan.casework.actions import ACTIONS
from qingshan.casework.entry import Line, Paper
from qingshan.casework.models import ComplainantIdentity, FactRow, PlaceChange, SiteStatus, Survey
from qingshan.casework.secrets import open_sealed
from qingshan.foundation import audit
from qingshan.foundation.models import AuditRow
from qingshan.foundation.problems import Problem
from tests.casework.histories import CHECKED
from tests.world import OTHER_STREET, SCAN

SURVEY = {
    "total_area_m2": "124600",
    "treatable_area_m2": "120000",
    "pit_count": 3,
    "pit_area_m2": "124600",
}


def surveyed(world, name="甲子砂石矿", on=date(2018, 7, 5), login="street"):
    site = world.register(name)
    world.act("record_survey", site, "completed", on, login=login, approved_by="街道审核岗", **SURVEY)
    return site


def problem_of(call) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def test_survey_by_its_street_moves_the_site_and_leaves_one_audit_row(world):
    site = surveyed(world)

    status = SiteStatus.objects.get(site__code=site)
    assert (status.outcome, status.place, status.ledger) == ("active", "verification", "pending")
    row = AuditRow.objects.get(action="record_survey")
    fact = FactRow.objects.get(kind="survey")
    assert (row.actor, row.subject, row.data["fact"], row.ok) == ("street", site, fact.key, True)
    assert row.record_sha256
    assert Survey.objects.get(fact=fact).total_area_m2 == 124600
    assert list(audit.faults()) == []


def test_survey_of_another_street_is_not_found_and_nothing_is_written(world):
    site = world.register("乙丑砂石矿", street=OTHER_STREET)

    call = lambda: world.act(  # noqa: E731 - the one call under test
        "record_survey", site, "completed", date(2018, 7, 5), login="street", approved_by="街道审核岗", **SURVEY
    )

    assert problem_of(call).code == "unknown_site"
    assert FactRow.objects.filter(kind="survey").count() == 0
    assert AuditRow.objects.get(action="record_survey").ok is False


def test_a_bureau_may_not_record_what_is_the_streets(world):
    site = world.register("丙寅砂石矿")

    problem = problem_of(
        lambda: world.act(
            "record_survey", site, "completed", date(2018, 7, 5), login="finance", approved_by="街道审核岗", **SURVEY
        ),
    )

    assert (problem.code, problem.status) == ("not_allowed", 403)


def test_who_fills_in_does_not_approve(world):
    site = world.register("丁卯砂石矿")

    problem = problem_of(
        lambda: world.act(
            "record_survey",
            site,
            "completed",
            date(2018, 7, 5),
            login="street",
            approved_by="街道填报岗",
            **SURVEY,
        ),
    )

    assert problem.code == "same_person"


def test_start_of_works_before_the_review_is_refused_with_its_clause(world):
    site = surveyed(world)

    problem = problem_of(lambda: world.act("start_works", site, "started", date(2018, 11, 5), subject="一标段"))

    assert problem.code == "blocked"
    assert any(b.clause.startswith("五(二)3") for b in problem.blockers)


def test_a_fact_of_tomorrow_is_refused(world):
    site = world.register("戊辰砂石矿")

    problem = problem_of(
        lambda: world.act(
            "record_survey",
            site,
            "completed",
            date(2018, 7, 6),
            entered=date(2018, 7, 5),
            approved_by="街道审核岗",
            **SURVEY,
        ),
    )

    assert problem.code == "future_date"


def test_a_stale_page_is_told_so(world):
    site = surveyed(world)

    problem = problem_of(
        lambda: ACTIONS["record_verification"](
            world.session("office", date(2018, 7, 9)),
            Paper(date(2018, 7, 9)),
            [Line(site, "passed", {"verified_by": "区办经办岗", "checks": CHECKED}, seen_version=1)],
        ),
    )

    assert (problem.code, problem.status) == ("stale", 409)


def test_a_correction_supersedes_and_the_old_figure_stays_on_file(world):
    site = surveyed(world)
    old = FactRow.objects.get(kind="survey")

    world.act(
        "record_survey",
        site,
        "completed",
        date(2018, 7, 5),
        entered=date(2018, 7, 10),
        approved_by="街道审核岗",
        corrects=old.key,
        correct_reason="复测",
        **{**SURVEY, "total_area_m2": "130000", "pit_area_m2": "130000"},
    )

    assert FactRow.objects.get(replaces=old.key).payload["total_area_m2"] == "130000"
    assert FactRow.objects.get(key=old.key).payload["total_area_m2"] == "124600"


def test_a_correction_without_a_reason_is_refused(world):
    site = surveyed(world)
    old = FactRow.objects.get(kind="survey")

    problem = problem_of(
        lambda: world.act(
            "record_survey", site, "completed", date(2018, 7, 5), approved_by="街道审核岗", corrects=old.key, **SURVEY
        ),
    )

    assert problem.code == "reason_needed"


def test_a_fact_is_corrected_once_and_then_its_head(world):
    site = surveyed(world)
    old = FactRow.objects.get(kind="survey")
    correct = lambda key: world.act(  # noqa: E731 - the same call twice
        "record_survey",
        site,
        "completed",
        date(2018, 7, 5),
        entered=date(2018, 7, 12),
        approved_by="街道审核岗",
        corrects=key,
        correct_reason="复测",
        **SURVEY,
    )
    correct(old.key)

    assert problem_of(lambda: correct(old.key)).code == "replaced_already"


def test_one_paper_over_two_sites_is_one_record_and_each_site_can_fail_alone(world):
    good = surveyed(world, "己巳砂石矿")
    bad = world.register("庚午砂石矿")
    session = world.session("office", date(2018, 7, 9))
    paper = Paper(date(2018, 7, 9))
    lines = [Line(code, "passed", {"verified_by": "区办经办岗", "checks": CHECKED}) for code in (good, bad)]

    outcome = ACTIONS["record_verification"](session, paper, lines, accept_good=True)

    assert [len(outcome.facts), [r.site for r in outcome.refusals]] == [1, [bad]]
    assert problem_of(lambda: ACTIONS["record_verification"](session, paper, lines[1:])).code == "blocked"


def test_who_complained_is_sealed_and_nowhere_else(world):
    site = surveyed(world)
    identity = {"complainant": "某居民", "complainant_contact": "13800001234"}

    world.act(
        "receive_complaint",
        site,
        "received",
        date(2018, 8, 1),
        login="street",
        subject="TS-1",
        at=time(9, 30),
        channel="12345",
        matter="扬尘",
        **identity,
    )

    assert open_sealed(ComplainantIdentity.objects.get().sealed) == identity
    words = [str(f.payload) + str(f.record.evidence) for f in FactRow.objects.select_related("record")]
    words += [f"{r.data}{r.subject}{r.actor}" for r in AuditRow.objects.all()]
    assert not any("某居民" in w or "13800001234" in w for w in words)
    assert b"13800001234" not in bytes(ComplainantIdentity.objects.get().sealed)


def test_an_outside_decision_needs_its_scan(world):
    site = surveyed(world)

    problem = problem_of(
        lambda: world.act(
            "record_filing",
            site,
            "filed",
            date(2019, 11, 20),
            subject="XH-1",
            body="市领导小组办公室",
            document_no="1 号",
        ),
    )

    assert "scan_missing" in {b.code for b in problem.blockers} or any("扫描" in str(b) for b in problem.blockers)


def test_every_change_of_place_is_logged_with_its_cause(world):
    site = surveyed(world)

    last = PlaceChange.objects.filter(site__code=site).last()

    assert last is None or last.cause == FactRow.objects.get(kind="survey").key


def test_unknown_value_of_a_code_list_is_named(world):
    site = world.register("辛未砂石矿")

    problem = problem_of(
        lambda: world.act(
            "record_survey",
            site,
            "completed",
            date(2018, 7, 5),
            approved_by="街道审核岗",
            **{**SURVEY, "landform": "moon"},
        ),
    )

    assert problem.code == "bad_value"
    assert "地貌形态" in problem.sentence


def test_evidence_given_with_a_record_is_kept_with_it(world):
    site = world.register("壬申砂石矿")

    world.act(
        "record_survey", site, "completed", date(2018, 7, 5), approved_by="街道审核岗", evidence=(SCAN,), **SURVEY
    )

    assert FactRow.objects.get(kind="survey").record.evidence == [SCAN]


@pytest.mark.parametrize("number", ["C650100200911712001622", "C65010020091171200162267"])
def test_a_licence_number_of_22_or_24_characters_is_refused_by_the_action(world, number):
    problem = problem_of(lambda: world.register("癸酉砂石矿", licence_no=number))

    assert (problem.code, "采矿许可证号" in problem.sentence) == ("bad_value", True)


def test_an_upheld_complaint_goes_back_to_the_works_unless_the_decision_says_otherwise(world):
    site = surveyed(world)
    world.act("receive_complaint", site, "received", date(2018, 8, 1), subject="TS-1", channel="12345", matter="扬尘")

    world.act(
        "investigate_complaint",
        site,
        "investigated",
        date(2018, 8, 3),
        login="street",
        subject="TS-1",
        investigated_by="街道",
        investigator="街道填报岗",
        finding="属实",
    )

    world.act(
        "decide_complaint",
        site,
        "decided",
        date(2018, 8, 6),
        login="office",
        subject="TS-1",
        conclusion="upheld",
        handling="洒水",
        countersigned_by="区办经办岗",
    )

    assert FactRow.objects.get(kind="complaint", result="decided").to == "works"


def test_a_digest_without_a_stored_file_is_no_evidence(world):
    site = world.register("甲戌砂石矿")
    forged = {"slot": "", "title": "备案回执.pdf", "sha256": "ab" * 32}

    problem = problem_of(
        lambda: world.act(
            "record_survey", site, "completed", date(2018, 7, 5), approved_by="街道审核岗", evidence=(forged,), **SURVEY
        ),
    )

    assert (problem.code, "备案回执.pdf" in problem.sentence) == ("unknown_file", True)

"""Records about a body: who may enter them for whom, in which file they lie, and that no site is touched by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qingshan.accounts.session import Session, actor_for_login, console_actor
from qingshan.casework.actions import ACTIONS
from qingshan.casework.bodies import BodyStanding, promises, standings
from qingshan.casework.entry import Line, Paper
from qingshan.casework.facts_import import Book, Entered, enter_facts
from qingshan.casework.models import FactRow, SiteStatus, UnitPlan
from qingshan.casework.queries import dossiers
from qingshan.casework.writer import record_json
from qingshan.cli.bodies import policy_lines, policy_tree
from qingshan.exchange.facts_book import FactLine
from qingshan.foundation import audit
from qingshan.foundation.canonical import digest
from qingshan.foundation.models import AuditRow
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import issue_ledger
from qingshan.issuance.selfcheck import all_checks
from qingshan.register.models import Site
from qingshan.rulebook.facts import BEIJING, Fact
from tests.rulebook.test_bodies import PARTS
from tests.world import OTHER_STREET, SCAN, STREET

OCTOBER = date(2018, 10, 8)
PLAN_NO = "街实施方案〔2018〕1号"
TASK: dict[str, Any] = {"content": "办结手续", "due_on": "2019-03-31", "meeting_no": "纪要1号"}


def submit(world, login: str = "street", body: str = STREET, on: date = OCTOBER, number: str = PLAN_NO, **more: Any):
    return world.act(
        "submit_unit_plan",
        body,
        "submitted",
        on,
        login=login,
        subject=number,
        approved_by="街道审核岗",
        **(PARTS | more),
    )


def problem_of(call) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def standing(world, code: str, on: date, login: str = "") -> BodyStanding:
    found = standings(programme_in_force(), world.session(login, on).actor, on)
    return next(one for one in found if one.code == code)


# ── the spine


def test_a_record_of_a_body_lies_in_its_file_with_its_row_in_the_chain_and_touches_no_site(world):
    site = world.register("甲子砂石矿")
    before = (SiteStatus.objects.get().digest, Site.objects.get().version, dossiers(Site.objects.all()))

    (key,) = submit(world).facts

    row = FactRow.objects.get(key=key)
    assert (row.site, row.body.code, row.kind, row.file_code) == (None, STREET, "unit_plan", STREET)
    assert UnitPlan.objects.get(fact=row).supervision == PARTS["supervision"]
    witnessed = AuditRow.objects.get(action="submit_unit_plan")
    assert (witnessed.ok, witnessed.subject, witnessed.data["fact"]) == (True, STREET, key)
    assert witnessed.record_sha256 == digest(record_json(row))
    assert record_json(row)["body"] == STREET
    assert "body" not in record_json(FactRow.objects.get(site__code=site))
    assert (SiteStatus.objects.get().digest, Site.objects.get().version, dossiers(Site.objects.all())) == before
    assert list(audit.faults()) == []
    assert [one.code for one in all_checks() if not one.is_ok] == []


@pytest.mark.parametrize("both", [True, False])
def test_the_store_takes_no_fact_of_a_site_and_a_body_at_once_nor_of_neither(world, both):
    world.register("甲子砂石矿")
    submit(world)
    row = FactRow.objects.get(kind="unit_plan")
    row.site = Site.objects.get() if both else None
    row.body = row.body if both else None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_body_s_fact_changed_in_the_store_is_found(world):
    submit(world)
    FactRow.objects.filter(kind="unit_plan").update(payload=PARTS | {"measures": "改过"})

    wrong = {one.code: one.findings for one in all_checks() if not one.is_ok}

    assert set(wrong) == {"records", "tables"}
    assert wrong["records"] == [f"{STREET} unit_plan.submitted 2018-10-08：内容与录入时不同"]


# ── who may


def test_a_street_acts_for_itself_and_another_street_is_not_there_for_it(world):
    submit(world)
    refused = problem_of(lambda: submit(world, login="other"))
    assert (refused.code, refused.status) == ("unknown_organisation", 404)
    assert [one.code for one in standings(programme_in_force(), world.session("other").actor, OCTOBER)] == [
        OTHER_STREET
    ]


def test_the_office_acts_for_every_body_and_a_bureau_only_for_itself(world):
    submit(world, login="office")
    world.act("sign_receipt", "epb", "signed", OCTOBER, login="epb", subject="通知", received_by="承办岗")
    refused = problem_of(
        lambda: world.act("sign_receipt", STREET, "signed", OCTOBER, login="epb", subject="通知", received_by="承办岗")
    )
    assert refused.code == "outside_jurisdiction"
    assert AuditRow.objects.filter(action="sign_receipt", ok=False).count() == 1


def test_only_the_office_reviews_and_another_person_than_filled_in(world):
    submit(world)

    def review(login: str, result: str = "approved", by: str = "区办负责人"):
        return world.act(
            "review_unit_plan",
            STREET,
            result,
            date(2018, 10, 12),
            login=login,
            subject=PLAN_NO,
            verified_by=by,
            opinion="改",
        )

    assert problem_of(lambda: review("street")).code == "not_allowed"
    own = problem_of(lambda: review("office", by="街道填报岗"))
    assert [b.code for b in own.blockers] == ["checks_own_work"]
    assert standing(world, "office", date(2018, 10, 13)).owed[-2].code == "unit_plan_answer"
    review("office", "returned")
    assert "unit_plan" in [d.code for d in standing(world, STREET, date(2018, 10, 13)).owed]
    submit(world, on=date(2018, 10, 20))
    review_on = date(2018, 10, 24)
    world.act(
        "review_unit_plan", STREET, "approved", review_on, login="office", subject=PLAN_NO, verified_by="区办负责人"
    )
    assert "unit_plan" not in [d.code for d in standing(world, STREET, review_on).owed]
    assert [t.count for t in standing(world, STREET, review_on).targets] == [3, 2]


def test_a_unit_plan_needs_a_second_person_and_its_six_parts(world):
    refused = problem_of(
        lambda: world.act("submit_unit_plan", STREET, "submitted", OCTOBER, login="street", subject=PLAN_NO, **PARTS)
    )
    assert refused.code == "missing_fields"
    without = problem_of(lambda: submit(world, supervision=""))
    assert [(b.code, b.clause) for b in without.blockers] == [("parts_missing", "六(一)-4")]
    assert not FactRow.objects.filter(kind="unit_plan").exists()


def test_two_people_with_one_number_are_kept_apart(world):
    world.act("sign_receipt", STREET, "signed", OCTOBER, login="street", subject="通知", received_by="甲")
    again = problem_of(
        lambda: world.act("sign_receipt", STREET, "signed", OCTOBER, login="office", subject="通知", received_by="乙")
    )
    assert [b.code for b in again.blockers] == ["subject_used"]


# ── meetings, dispatch, media


def test_a_meeting_s_decision_becomes_a_task_that_its_body_finishes(world):
    day = date(2019, 3, 1)
    assert (
        problem_of(
            lambda: world.act("assign_task", STREET, "assigned", day, login="office", subject="DB-1", **TASK)
        ).code
        == "bad_value"
    )  # no such meeting yet
    world.act("record_meeting", "office", "held", day, login="office", subject="纪要1号", topic="部署")
    world.act("assign_task", STREET, "assigned", day, login="office", subject="DB-1", **TASK)
    assert [t.number for t in standing(world, STREET, day).open_tasks] == ["DB-1"]
    assert standing(world, STREET, date(2019, 4, 2)).open_tasks[0].slack == -2
    world.act("finish_task", STREET, "finished", date(2019, 3, 20), login="street", subject="DB-1", finding="好")
    done = standing(world, STREET, date(2019, 4, 2))
    assert (done.open_tasks, done.on_time.on_time, done.on_time.due) == ((), 1, 1)
    late = world.session("street", date(2019, 3, 21))
    cancel = Line(STREET, "cancelled", {"cancel_reason": "不办"}, "DB-1")
    assert problem_of(lambda: ACTIONS["cancel_task"](late, Paper(date(2019, 3, 21)), [cancel])).code == "not_allowed"


def test_a_ledger_named_as_sent_was_issued(world):
    day = date(2018, 8, 9)
    world.register("甲子砂石矿")
    sent = {"matter": "台账", "sent_to": "city_office", "sent_by": "甲", "channel": "intranet"}

    def send(number: str):
        return world.act(
            "record_dispatch", "office", "sent", day, login="office", subject="BS-1", ledger_no=number, **sent
        )

    assert problem_of(lambda: send("TZ-1999-W01")).code == "bad_value"
    send(issue_ledger(world.session("head", day), day).number)
    assert [
        d.due_on for d in standing(world, "office", day).owed if d.code == "weekly_dispatch" and d.due_on == day
    ] == []
    unsaid = problem_of(
        lambda: world.act(
            "answer_dispatch", "office", "returned", day, login="office", subject="BS-1", answered_by="市办"
        )
    )
    assert unsaid.code == "missing_fields"
    world.act("answer_dispatch", "office", "received", day, login="office", subject="BS-1", receipt_no="收1")


def test_a_street_speaks_of_the_sites_it_sees_by_name_or_code(world):
    code, foreign = world.register("甲子砂石矿"), world.register("乙丑砂石矿", street=OTHER_STREET)
    item = {"channel": "press", "outlet": "日报", "title": "绿了"}
    (key,) = world.act(
        "publish_media", STREET, "published", OCTOBER, login="street", sites=["甲子砂石矿", code], **item
    ).facts
    assert FactRow.objects.get(key=key).payload["sites"] == [code]
    for word in (foreign, "乙丑砂石矿", "没有的"):
        refused = problem_of(
            lambda word=word: world.act(
                "publish_media", STREET, "published", OCTOBER, login="street", sites=[word], **item
            )
        )
        assert refused.code == "unknown_site"


def test_the_hash_of_a_document_is_that_of_its_file(world):
    paper = {"title": "通知", "issuer": "区政府办", "issued_on": "2018-07-14"}

    def record(number: str, **more: Any):
        return world.act(
            "record_policy", "office", "recorded", OCTOBER, login="office", subject=number, **paper, **more
        )

    (key,) = record("一号", evidence=(SCAN,)).facts
    assert FactRow.objects.get(key=key).payload["text_sha256"] == SCAN["sha256"]
    assert problem_of(lambda: record("二号", text_sha256="abc")).code == "bad_value"
    assert problem_of(lambda: record("二号", text_sha256="0" * 64, evidence=(SCAN,))).code == "bad_value"
    record("二号", text_sha256=SCAN["sha256"].upper(), evidence=(SCAN,))


def test_a_document_is_entered_by_one_body_and_never_stands_above_itself(world):
    paper = {"title": "通知", "issuer": "区政府办", "issued_on": "2018-07-14"}

    def record(number: str, body: str = "office", **more: Any):
        return world.act("record_policy", body, "recorded", OCTOBER, login="office", subject=number, **paper, **more)

    (first,) = record("甲办〔2018〕1号", parent_no="甲办〔2018〕2号").facts
    assert problem_of(lambda: record("甲办(2018)1号", "epb")).params["field"] == "文号"
    assert problem_of(lambda: record("甲办[2018]2号", parent_no="甲办〔2018〕1号")).params["field"] == "上级文件文号"
    assert problem_of(lambda: record("甲办〔2018〕9号", parent_no="甲办〔2018〕9号")).params["field"] == "上级文件文号"
    record("甲办〔2018〕1号", corrects=first, correct_reason="上级文件写错")
    record("甲办〔2018〕2号", parent_no="甲办〔2018〕1号")


def test_documents_in_a_circle_are_shown_from_the_earliest(world):
    def policy(number: str, parent: str, day: str) -> Fact:
        payload = {"title": number, "parent_no": parent, "issued_on": day}
        return Fact(number, "policy", "recorded", OCTOBER, world.session("").now, subject=number, payload=payload)

    made = policy_tree(
        [policy("乙", "甲", "2018-02-01"), policy("甲", "乙", "2018-01-01"), policy("丙", "", "2018-03-01")]
    )

    assert [(one["number"], one["in_circle"]) for one in made] == [("丙", False), ("甲", True)]
    assert [below["number"] for below in made[1]["below"]] == ["乙"]
    assert "绕回本文件" in policy_lines(made, 0)[1]


def test_what_a_street_declares_stands_beside_its_register(world):
    world.register("甲子砂石矿")
    assert standing(world, STREET, OCTOBER).declared is None
    world.act(
        "declare_coverage", STREET, "declared", date(2018, 7, 14), login="street", approved_by="街道审核岗", total=2,
        is_nil=False, statement="共 2 处",
    )  # fmt: skip
    found = standing(world, STREET, OCTOBER)
    assert (found.declared, found.registered) == (2, 1)


def test_the_plan_s_promise_stands_beside_the_year_s_list(world):
    world.register("甲子砂石矿")
    submit(world)
    actor = world.session("", OCTOBER).actor
    told = promises(programme_in_force(), actor, standings(programme_in_force(), actor, OCTOBER), OCTOBER)
    assert [(p.street, p.year, p.promised, p.listed, p.closed) for p in told] == [
        (STREET, "2019", 3, 0, 0),
        (STREET, "2020", 2, 0, 0),
    ]


def test_the_bodies_cost_the_same_queries_however_many_records(world, django_assert_num_queries):
    actor, programme = world.session("office", OCTOBER).actor, programme_in_force()
    for number in ("一号", "二号", "三号"):
        with django_assert_num_queries(4):
            standings(programme, actor, OCTOBER)
        submit(world, number=number)


# ── by the workbook

NOW = datetime.combine(date(2018, 12, 1), time(9), BEIJING)
LINE = FactLine(
    "会议与督办",
    2,
    "H-1",
    "",
    "",
    "meeting",
    "record_meeting",
    "held",
    OCTOBER,
    subject="纪要1号",
    values={"topic": "部署"},
)


def store(*lines: FactLine, login: str = "") -> Entered:
    actor = actor_for_login(login, NOW) if login else console_actor("tests")
    return enter_facts(Session(actor, NOW), Book(lines, {}, "补录.xlsx"))


def test_a_line_names_its_body_by_code_or_name_and_is_entered_once(world):
    by_code, by_name = replace(LINE, site_code="office"), replace(LINE, site_name="区专项办")
    assert (store(by_code).stored, store(by_name).skipped) == (1, 1)
    assert FactRow.objects.get(kind="meeting").body.code == "office"


@pytest.mark.parametrize("name", ["没有的单位", ""])
def test_a_body_nobody_knows_is_refused_with_its_row(world, name):
    entered = store(replace(LINE, site_name=name, row_no=7))
    (refusal,) = entered.refusals
    assert (refusal.problem.code, refusal.sheet, refusal.row_no) == ("unknown_organisation", "会议与督办", 7)


def test_a_record_of_a_body_is_corrected_and_taken_back_by_its_number(world):
    store(replace(LINE, site_code="office"))
    better = replace(
        LINE,
        row_no=3,
        record_no="H-2",
        site_code="office",
        values={"topic": "调度"},
        corrects="H-1",
        correct_reason="写错",
    )
    assert store(better).stored == 1
    taken = FactLine(
        "会议与督办", 4, "", "", "", "meeting", "", "retracted", OCTOBER, corrects="H-2", correct_reason="没有开"
    )
    assert store(taken, login="other").refusals[0].problem.code == "unknown_record", (
        "a street does not see the office's"
    )
    assert store(taken).stored == 1
    assert store(taken).skipped == 1
    assert [r.result for r in FactRow.objects.filter(kind="meeting").order_by("pk")] == ["held", "held", "retracted"]

"""Lines of the facts workbook on their way into the store: what is taken back, promised, and filed into a slot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from qingshan.accounts.session import Session, actor_for_login, console_actor
from qingshan.casework.facts_import import Book, Entered, enter_facts
from qingshan.casework.models import FactRow, SiteStatus
from qingshan.casework.queries import dossier_of
from qingshan.exchange.facts_book import FactLine
from qingshan.foundation import audit
from qingshan.foundation.models import AuditRow
from qingshan.foundation.notice import programme_in_force
from qingshan.register.models import Site
from qingshan.rulebook.evaluate import evaluate
from tests.casework.histories import FIRST, HISTORY, enter_all
from tests.world import OTHER_STREET

NOW = FIRST + timedelta(days=30)
SURVEY = FactLine(
    "摸底", 2, "MD-1", "", "", "survey", "record_survey", "completed", date(2018, 7, 5), filled_by="街道填报岗",
    approved_by="街道审核岗", is_backfill=True, values={"total_area_m2": "124600", "treatable_area_m2": "120000"},
)  # fmt: skip
RETRACTION = FactLine(
    "治理", 2, "", "", "", "works", "", "retracted", date(2019, 12, 1), corrects="WG-1", correct_reason="录到了别的矿山"
)
COMPLETION = FactLine(
    "治理", 3, "WG-1", "", "", "works", "complete_works", "completed", date(2019, 8, 30), subject="一标段",
    values={"done_area_m2": "120000", "self_check": "合格"}, evidence=("竣工资料",),
)  # fmt: skip


def store(*lines: FactLine, login: str = "", now: datetime = NOW) -> Entered:
    actor = actor_for_login(login, now) if login else console_actor("tests")
    return enter_facts(Session(actor, now), Book(lines, {}, "补录.xlsx"))


@pytest.fixture
def completed(world) -> str:
    """The code of a site whose works are completed, by a line of a workbook."""
    code = world.register("甲子砂石矿")
    works = next(n for n, entry in enumerate(HISTORY) if entry.name == "complete")
    enter_all(code, HISTORY[:works], FIRST)
    assert store(replace(COMPLETION, site_code=code), now=FIRST + timedelta(days=5)).stored == 1
    return code


def place(code: str) -> str:
    return SiteStatus.objects.get(site__code=code).place


def codes(entered: Entered) -> list[str]:
    return [refusal.problem.code for refusal in entered.refusals]


def test_a_retracted_completion_sends_the_place_back_and_stays_on_file(completed):
    assert place(completed) == "acceptance"
    old = FactRow.objects.get(kind="works", result="completed")

    done = store(replace(RETRACTION, site_code=completed))

    assert (done.stored, codes(done)) == (1, [])
    assert place(completed) == "works"
    taken = FactRow.objects.get(result="retracted")
    assert (taken.kind, taken.replaces, taken.subject) == ("works", old.key, "一标段")
    assert FactRow.objects.get(key=old.key).payload == old.payload
    row = AuditRow.objects.get(action="complete_works", data__fact=taken.key)
    assert (row.ok, row.data["replaces"], row.data["result"]) == (True, old.key, "works.retracted")
    assert list(audit.faults()) == []
    status = evaluate(programme_in_force(), dossier_of(Site.objects.get(code=completed)), date(2019, 12, 1))
    assert status.place == "works"


def test_the_site_may_be_left_out_where_the_record_is_about_one_site(completed):
    assert store(RETRACTION).stored == 1
    assert place(completed) == "works"


def test_the_same_retraction_again_changes_nothing(completed):
    store(RETRACTION)
    again = store(RETRACTION)
    assert (again.stored, again.skipped, codes(again)) == (0, 1, [])
    assert FactRow.objects.filter(result="retracted").count() == 1


def test_a_retraction_with_its_record_entered_anew_in_one_workbook(completed):
    anew = replace(COMPLETION, record_no="WG-1B", site_code=completed, happened_on=date(2019, 9, 2))
    done = store(anew, RETRACTION)
    assert (done.stored, codes(done)) == (2, [])
    assert place(completed) == "acceptance"


def test_a_retraction_needs_the_permission_of_what_it_takes_back(completed):
    done = store(RETRACTION, login="epb")
    assert codes(done) == ["not_allowed"]
    assert store(RETRACTION, login="other").refusals[0].problem.code == "unknown_record"
    assert store(RETRACTION, login="street").stored == 1


def test_what_was_approved_by_two_is_taken_back_by_one(world):
    code = world.register("甲子砂石矿")
    store(replace(SURVEY, site_code=code))
    done = store(replace(RETRACTION, noun="survey", corrects="MD-1"))
    assert (done.stored, codes(done)) == (1, [])
    assert place(code) == "survey"


def test_a_retraction_of_nothing_of_a_registration_or_of_two_at_once_is_refused(world):
    first, second = world.register("甲子砂石矿"), world.register("乙丑砂石矿")
    store(replace(SURVEY, site_code=first), replace(SURVEY, site_code=second, row_no=3))
    registered = FactRow.objects.get(kind="site", site__code=first).key
    take = replace(RETRACTION, noun="survey")

    assert codes(store(replace(take, corrects="没有"))) == ["unknown_record"]
    assert codes(store(replace(RETRACTION, corrects="MD-1"))) == ["unknown_record"], "of another sheet"
    assert codes(store(replace(take, noun="site", corrects=registered))) == ["bad_value"]
    both = store(replace(take, corrects="MD-1")).refusals[0].problem
    assert "甲子砂石矿" in both.sentence
    assert "乙丑砂石矿" in both.sentence
    assert store(replace(take, corrects="MD-1", site_name="乙丑砂石矿")).stored == 1


def test_a_promise_without_a_name_is_for_what_the_stage_owes_of_each_site(world):
    """Two lines of one paper share the day; neither names a file."""
    sand, coal = world.register("甲子砂石矿"), world.register("乙丑煤矿", category="1")
    until = date(2020, 3, 31)
    lines = [replace(SURVEY, site_code=code, promised_on=until, row_no=n) for n, code in enumerate((sand, coal))]

    assert codes(store(*lines)) == []

    owed = {
        code: {e["slot"] for e in FactRow.objects.get(kind="survey", site__code=code).payload["evidence"]}
        for code in (sand, coal)
    }
    assert owed[sand] >= {"basic_sheet", "closure_papers_sand", "survey_sand"}
    assert owed[coal] >= {"basic_sheet", "closure_papers_coal", "survey_coal"}
    assert not owed[sand] & {"closure_papers_coal", "survey_coal"}
    assert FactRow.objects.values("record").filter(kind="survey").distinct().count() == 1
    status = evaluate(programme_in_force(), dossier_of(Site.objects.get(code=sand)), date(2019, 12, 1))
    assert {s.state for s in status.slots if s.code in owed[sand]} == {"promised"}


def test_a_document_is_about_its_slot_whatever_subject_was_given(world):
    code = world.register("甲子砂石矿")
    values = {"slot": "licence_copy", "title": "采矿许可证复印件"}
    line = FactLine(
        "档案件",
        2,
        "DA-1",
        code,
        "",
        "document",
        "file_document",
        "filed",
        date(2018, 7, 5),
        subject="别的",
        values=values,
    )

    assert store(line).stored == 1
    assert FactRow.objects.get(kind="document").subject == "licence_copy"
    assert store(replace(line, subject="")).skipped == 1
    world.act("file_document", code, "filed", date(2018, 7, 6), subject="basic_sheet", **values)
    assert set(FactRow.objects.filter(kind="document").values_list("subject", flat=True)) == {"licence_copy"}


# ---- a line of a record that is on file already ----------------------------------------------------------------------


@pytest.fixture
def surveyed(world) -> FactLine:
    line = replace(SURVEY, site_code=world.register("甲子砂石矿"))
    assert store(line).stored == 1
    return line


def test_the_same_line_again_is_on_file_however_its_figures_are_written(surveyed):
    again = store(replace(surveyed, values={"total_area_m2": "124600.00", "treatable_area_m2": "120000"}))
    assert (again.stored, again.skipped, codes(again)) == (0, 1, [])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            {"values": {"total_area_m2": "124601", "treatable_area_m2": "120000"}},
            "破坏总面积档案里是 124600 平方米，这一行是 124601 平方米",
        ),
        (
            {"values": {"total_area_m2": "124600", "treatable_area_m2": "120000", "pit_count": 2}},
            "采坑数量档案里是 （空），这一行是 2",
        ),
        ({"at": time(9, 30)}, "时间档案里是 （空），这一行是 09:30:00"),
        ({"happened_on": date(2018, 7, 6)}, "发生日期档案里是 2018-07-05，这一行是 2018-07-06"),
        ({"evidence": ("摸底表（新）",)}, "证据档案里是 （空），这一行是 摸底表（新）"),
    ],
)
def test_a_line_typed_over_is_refused_and_asks_for_a_correction(surveyed, change, what):
    done = store(replace(surveyed, **change))
    assert (done.stored, done.skipped, codes(done)) == (0, 0, ["entered_otherwise"])
    sentence = done.refusals[0].problem.sentence
    assert what in sentence
    assert "更正记录号写 MD-1" in sentence
    assert FactRow.objects.filter(kind="survey").count() == 1


def test_a_refusal_names_the_cell_of_the_field(surveyed):
    places = {"result": "D2", "pit_count": "K2", "采坑数量": "K2"}
    values = {"total_area_m2": "124600", "treatable_area_m2": "120000", "pit_count": 2}
    done = store(replace(surveyed, values=values, places=places))
    assert [refusal.as_json()["cell"] for refusal in done.refusals] == ["K2"]


def test_a_number_used_by_the_line_before_it_on_the_paper_is_used(world):
    code = world.register("甲子砂石矿")
    works = next(n for n, entry in enumerate(HISTORY) if entry.name == "complete")
    enter_all(code, HISTORY[:works], FIRST)
    line = FactLine(
        "巡查", 2, "XC", code, "", "patrol", "record_patrol", "clean", date(2019, 7, 1), subject="一号",
        values={"inspector": "甲"}, filled_by="甲", approved_by="乙",
    )  # fmt: skip
    done = store(line, replace(line, row_no=3, values={"inspector": "乙"}), now=FIRST + timedelta(days=5))
    assert (done.stored, [r.row_no for r in done.refusals]) == (1, [3]) if done.stored else codes(done)
    assert [b.code for b in done.refusals[0].problem.blockers] == ["subject_used"]


def test_a_line_of_another_day_beside_the_first_is_an_addition(surveyed):
    more = replace(surveyed, row_no=3, happened_on=date(2018, 7, 9))
    done = store(surveyed, more)
    assert "entered_otherwise" not in codes(done)
    assert done.skipped == 1


def test_the_correction_it_asked_for_is_taken(surveyed):
    values = {"total_area_m2": "124601", "treatable_area_m2": "120000"}
    done = store(replace(surveyed, record_no="MD-1B", values=values, corrects="MD-1", correct_reason="抄错"))
    assert (done.stored, codes(done)) == (1, [])


# ---- names of files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "附图.dwg",
        "现场.HEIC",
        "范围.kml",
        r"D:\资料\摸底表",
        r"\\server\share\摸底表",
        "/档案/摸底表",
        "证据/摸底表.pdf",
    ],
)
def test_what_is_named_like_a_file_must_be_there(world, name):
    line = replace(SURVEY, site_code=world.register("甲子砂石矿"), evidence=(name,))
    done = store(line)
    assert codes(done) == ["bad_value"]
    assert "没有找到这个文件" in done.refusals[0].problem.sentence


@pytest.mark.parametrize(
    "name", ["摸底表", "某矿发〔2018〕3号", "专家意见 v1.2", "治理前/后照片", "2018.07.05 会议纪要"]
)
def test_any_other_name_is_a_paper_on_the_shelf(world, name):
    assert store(replace(SURVEY, site_code=world.register("甲子砂石矿"), evidence=(name,))).stored == 1


# ---- what may not be written at all ----------------------------------------------------------------------------------

OFFICE = FactLine(
    "宣传", 2, "X1", "office", "", "media", "publish_media", "published", date(2018, 9, 1), filled_by="甲", approved_by="乙",
    values={"channel": "internet", "outlet": "某网", "title": "关闭矿山治理"},
    places={"result": "D2", "链接": "J2", "发生日期": "E2"},
)  # fmt: skip


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "www.a.cn", "http://a b"]
)
def test_a_link_is_of_the_web_or_refused(world, link):
    done = store(replace(OFFICE, values={**OFFICE.values, "link": link}))
    assert [(r.cell, r.problem.code) for r in done.refusals] == [("J2", "bad_value")]
    assert "https://" in done.refusals[0].problem.sentence
    assert store(replace(OFFICE, values={**OFFICE.values, "link": "https://www.a.gov.cn/x?y=1"})).stored == 1


def test_nobody_signs_for_the_notice_before_it_was_issued(world):
    notice = programme_in_force()
    line = replace(
        OFFICE, noun="receipt", action="sign_receipt", result="signed", subject=notice.document_no,
        values={"received_by": "甲"}, happened_on=notice.issued_on - timedelta(days=1),
    )  # fmt: skip
    early = store(line)
    assert [(r.cell, r.problem.code) for r in early.refusals] == [("E2", "bad_value")]
    assert notice.issued_on.isoformat() in early.refusals[0].problem.sentence
    assert store(replace(line, happened_on=notice.issued_on)).stored == 1


def test_a_place_far_outside_the_bounds_is_no_place_though_it_stands_alone(world):
    code = world.register("甲子砂石矿")
    line = FactLine(
        "矿山", 2, "BG", code, "", "site", "amend_site", "amended", date(2018, 9, 1), filled_by="甲", approved_by="乙",
        values={"name": "甲子砂石矿", "street": "", "longitude": "43.9"},
    )  # fmt: skip
    street = Site.objects.get(code=code).street
    done = store(replace(line, values={**line.values, "street": street.code if street else ""}))
    assert [b.code for r in done.refusals for b in r.problem.blockers] == ["place_far_outside"]


def test_what_another_street_has_on_file_answers_no_guess(completed):
    """A record number, a name, a code or a registration of another street is refused like what is nowhere."""
    typed_over = replace(COMPLETION, site_code=completed, values={**COMPLETION.values, "self_check": "猜"})
    by_name = replace(typed_over, site_code="", site_name="甲子砂石矿")
    correction = replace(typed_over, record_no="WG-9", corrects="WG-1", correct_reason="猜")
    no_record = replace(correction, corrects="WG-8")
    told = [store(line, login="other").refusals[0].problem for line in (typed_over, by_name, correction, no_record)]
    registration = replace(
        COMPLETION, noun="site", action="register_site", result="registered", site_code=completed, values={"name": "乙"}
    )

    assert [problem.code for problem in told] == ["unknown_site"] * 4
    assert [problem.params["site"] for problem in told] == [completed, "甲子砂石矿", completed, completed]
    assert codes(store(registration, login="other")) == ["not_allowed"]
    assert codes(store(typed_over, login="street")) == ["entered_otherwise"]


def test_the_file_of_another_street_as_a_body_answers_no_guess_either(world):
    plan = FactLine(
        "属地实施方案", 2, "FA-1", "", OTHER_STREET, "unit_plan", "submit_unit_plan", "submitted", date(2018, 8, 5),
        subject="方案〔1〕号", values={"tasks": "另一街道的任务"},
    )  # fmt: skip
    assert codes(store(plan, login="street")) == ["unknown_organisation"]

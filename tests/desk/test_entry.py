"""A form for every action: what is typed is read, judged before it is sent, kept, and recorded by the one who may."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingshan.casework.models import Draft, FactRow, Record
from qingshan.foundation.models import AuditRow, Store
from qingshan.rulebook.nouns import BODY_NOUNS, BY_ACTION

SURVEY = {
    "happened": "2018-07-10",
    "f-total_area_m2": "195.75",
    "f-total_area_m2-unit": "亩",
    "f-treatable_area_m2": "12.46",
    "f-treatable_area_m2-unit": "公顷",
    "f-pit_count": "3",
    "f-pit_area_m2": "12.46",
    "f-pit_area_m2-unit": "公顷",
}


@pytest.fixture
def today(district):
    """The desk's today lies in the days of the notice."""
    Store.objects.update(shown_on=date(2018, 8, 9))
    return district


@pytest.fixture
def fresh(today) -> str:
    """A site of the street that is only registered."""
    return today.sites["丙寅砂石矿"]


def scan(name: str = "调查表.pdf", content: bytes = b"%PDF-1.4 a scan") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def form(code: str, action: str) -> str:
    return f"/sites/{code}/enter/{action}/"


def post(client, url: str, do: str, files=(), **said):
    return client.post(url, {"do": do, **said, **({"files": list(files)} if files else {})})


def text_of(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def stored_files(answer) -> dict[str, str]:
    """The hidden inputs of the files a form has stored, to be posted again as a browser does."""
    return dict(re.findall(r'name="(file-\d+(?:-title|-slot)?)" value="([^"]*)"', answer.content.decode()))


def test_a_survey_is_looked_at_sent_and_approved_by_another_person(fresh, as_login):
    clerk = as_login("street")
    url = form(fresh, "record_survey")

    looked = post(clerk, url, "look", [scan()], **SURVEY)
    assert looked.status_code == 200
    assert "从摸底调查到" in text_of(looked)
    assert not FactRow.objects.filter(site__code=fresh, kind="survey").exists()

    sent = post(clerk, url, "send", **SURVEY, **stored_files(looked))
    assert sent.status_code == 302
    draft = Draft.objects.get()
    assert draft.state == Draft.SENT
    assert not Record.objects.filter(action="record_survey", facts__site__code=fresh).exists()

    head = as_login("street-head")
    assert "等我审核的" in text_of(head.get("/workbench/"))
    page = head.get(f"/entries/{draft.key}/")
    assert "审核通过，记入" in text_of(page)
    assert head.post(f"/entries/{draft.key}/", {"do": "approve"}).status_code == 302

    fact = FactRow.objects.get(site__code=fresh, kind="survey")
    record = fact.record
    assert (record.filled_by, record.approved_by, record.recorded_label) == ("街道填报岗", "街道审核岗", "street")
    assert fact.payload["total_area_m2"] == "130500"
    assert fact.payload["evidence"][0]["title"] == "调查表.pdf"
    assert [a.actor for a in AuditRow.objects.filter(action__startswith="entry.")] == ["street", "street-head"]


def test_what_is_returned_comes_back_with_its_reason_and_everything_typed(fresh, as_login):
    clerk, url = as_login("street"), form(fresh, "record_survey")
    post(clerk, url, "send", [scan()], **SURVEY)
    head = as_login("street-head")
    key = Draft.objects.get().key
    assert head.post(f"/entries/{key}/", {"do": "return", "reason": " "}).status_code == 422
    assert head.post(f"/entries/{key}/", {"do": "return", "reason": "面积与图纸不符"}).status_code == 302

    clerk = as_login("street")
    assert "面积与图纸不符" in text_of(clerk.get("/workbench/"))
    page = clerk.get(url).content.decode()
    assert "面积与图纸不符" in page
    assert 'value="195.75"' in page
    assert "调查表.pdf" in page
    assert head.get(f"/entries/{key}/").status_code == 404


def test_who_filled_in_cannot_approve_and_nobody_else_sees_the_form(fresh, as_login):
    post(as_login("street"), form(fresh, "record_survey"), "send", [scan()], **SURVEY)
    key = Draft.objects.get().key
    clerk = as_login("street")
    clerk.post(f"/entries/{key}/", {"do": "approve"})
    assert not FactRow.objects.filter(site__code=fresh, kind="survey").exists()
    for login in ("other", "office", "head", "epb", "inspector"):
        assert as_login(login).get(f"/entries/{key}/").status_code == 404


def test_every_wrong_input_is_named_and_what_was_typed_and_sent_is_kept(fresh, as_login):
    clerk, url = as_login("street"), form(fresh, "record_survey")
    said = SURVEY | {"happened": "昨天", "f-pit_count": "三四个", "f-total_area_m2": "很大"}
    answer = post(clerk, url, "send", [scan(), scan("空.pdf", b"")], **said)
    assert answer.status_code == 422
    page = answer.content.decode()
    for word in ("昨天", "三四个", "很大", "调查表.pdf", "只有 0 字节"):
        assert word in page
    assert page.count('aria-invalid="true"') == 3
    again = as_login("street").get(url).content.decode()
    assert "三四个" in again
    assert "调查表.pdf" in again


def test_what_a_gate_refuses_is_shown_before_anything_is_typed(fresh, as_login):
    page = text_of(as_login("office").get(form(fresh, "record_verification")))
    assert "还差这些" in page
    assert "摸底" in page


def test_a_draft_is_kept_while_typing_and_found_in_another_browser(fresh, as_login):
    clerk, url = as_login("street"), form(fresh, "record_survey")
    answer = clerk.post(f"{url}draft/", {"f-pit_count": "7", "files": [scan()]})
    assert json.loads(answer.content)["files"][0]["title"] == "调查表.pdf"
    again = as_login("street")
    assert 'value="7"' in again.get(url).content.decode()
    assert "接着填" in text_of(again.get("/workbench/"))
    assert again.post(url, {"do": "drop"}).status_code == 302
    assert 'value="7"' not in again.get(url).content.decode()


def test_of_two_who_act_at_once_the_second_hears_of_it_and_loses_nothing(today, as_login):
    code = today.sites["甲子砂石矿"]
    url = form(code, "report_week")
    clerk = as_login("street")
    seen = re.search(r'name="seen" value="(\d+)"', clerk.get(url).content.decode())[1]
    today.act("report_week", code, "reported", date(2018, 8, 8), progress="先报的")
    answer = post(clerk, url, "send", seen=seen, happened="2018-08-09", **{"f-progress": "回填两处"})
    assert answer.status_code == 422
    assert "回填两处" in answer.content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', answer.content.decode())[1]
    again = post(clerk, url, "send", seen=seen, happened="2018-08-09", **{"f-progress": "回填两处"})
    assert again.status_code == 302
    assert FactRow.objects.filter(site__code=code, kind="weekly").count() == 2


def test_a_form_is_for_who_may_on_the_sites_they_see_and_for_today(fresh, today, as_login):
    assert as_login("other").get(form(fresh, "record_survey")).status_code == 404
    assert as_login("street").get(form(fresh, "record_acceptance")).status_code == 403
    assert as_login("inspector").get(form(fresh, "record_survey")).status_code == 403
    assert as_login("street").get(form(fresh, "record_survey") + "?on=2018-07-20").status_code == 409
    assert as_login("street").get(form(fresh, "no_such")).status_code == 422


def test_a_complainant_is_sealed_and_never_in_a_draft(fresh, as_login):
    office, url = as_login("office"), form(fresh, "receive_complaint")
    if office.get(url).status_code == 403:
        pytest.skip("the notice gives complaints to another body")
    said = {"happened": "2018-08-09", "f-complainant": "某某某", "f-complainant_contact": "13900000000"}
    office.post(f"{url}draft/", said)
    assert "某某某" not in json.dumps(Draft.objects.get().said, ensure_ascii=False)


@pytest.mark.parametrize("action", [a for a, (noun, _) in BY_ACTION.items() if noun.code not in BODY_NOUNS])
def test_every_action_on_a_site_has_a_form_that_opens(action, fresh, rf_desk):
    """For whoever holds every permission: no noun's fields are such that the page fails."""
    from qingshan.desk.entry.reading import NOT_BY_FORM

    if action in NOT_BY_FORM:
        return
    answer = rf_desk(form(fresh, action))
    assert answer.status_code == 200
    noun, declared = BY_ACTION[action]
    page = answer.content.decode()
    for one in noun.fields_of(declared):
        if one.type != "geometry" and one.key not in ("filled_by", "approved_by"):
            assert one.name in page


@pytest.fixture
def rf_desk(as_login, monkeypatch):
    client = as_login("office")
    from qingshan.accounts.session import Actor

    monkeypatch.setattr(Actor, "may", lambda *_: True)
    return client.get


def correction(client, code: str, kind: str) -> str:
    """The address of the form that corrects the record of a kind, as the file of the site offers it."""
    key = FactRow.objects.get(site__code=code, kind=kind, replaces="").key
    page = client.get(f"/sites/{code}/?all=1").content.decode()
    url = next(u for u in re.findall(r'class="mend" href="([^"]+)"', page) if key in u)
    return url.replace("&amp;", "&")


def test_a_correction_begins_with_the_record_asks_why_and_replaces_it(today, as_login):
    code = today.sites["甲子砂石矿"]
    today.act("report_week", code, "reported", date(2018, 8, 8), progress="回填两处")
    clerk = as_login("street")
    key = FactRow.objects.get(site__code=code, kind="weekly").key
    url = correction(clerk, code, "weekly")
    page = clerk.get(url).content.decode()
    assert page.count("回填两处") == 2
    said = {"happened": "2018-08-08", "f-progress": "回填三处"}
    assert "没有写为什么更正" in text_of(post(clerk, url, "send", **said))
    assert post(clerk, url, "send", why="数错了", **said).status_code == 302
    found = FactRow.objects.filter(site__code=code, kind="weekly").order_by("pk")
    assert [(f.replaces, f.payload["progress"]) for f in found] == [("", "回填两处"), (key, "回填三处")]
    assert found[1].record.correct_reason == "数错了"
    assert clerk.get(url).status_code == 404


def test_a_record_is_taken_back_whole_and_stays_to_be_seen(today, as_login):
    code = today.sites["甲子砂石矿"]
    today.act("report_week", code, "reported", date(2018, 8, 8), progress="报错了矿")
    key = FactRow.objects.get(site__code=code, kind="weekly").key
    clerk, url = as_login("street"), f"{form(code, 'report_week')}?corrects={key}"
    assert post(clerk, url, "send", why="报错了矿", taken_back="1", happened="2018-08-08").status_code == 302
    assert FactRow.objects.get(replaces=key).result == "retracted"
    assert "报错了矿" in text_of(clerk.get(f"/sites/{code}/?all=1"))


@pytest.mark.parametrize("kind", ["survey", "verification"])
def test_an_unchanged_correction_reads_back_to_the_same_values(kind, today):
    """What a form shows of a record is read to the very payload it came from."""
    from qingshan.casework.queries import dossier_of
    from qingshan.desk.entry.said import About, read_said, said_of
    from qingshan.foundation.notice import programme_in_force
    from qingshan.register.models import Site
    from qingshan.rulebook.tables import ACTION_OF

    site = Site.objects.get(code=today.sites["甲子砂石矿"])
    (fact,) = (f for f in dossier_of(site).facts if f.kind == kind)
    action = ACTION_OF[fact.name]
    programme = programme_in_force()
    said = said_of(programme, action, fact) | {"why": "核对"}
    read = read_said(programme, action, said, (), About(site.code, date(2018, 8, 9), corrects="x"))
    assert read.faults == ()
    values = read.entry[1].values
    assert {k: str(v) for k, v in values.items()} == {k: str(fact.payload[k]) for k in values}
    assert read.entry[0].happened_on == fact.happened_on


def test_what_a_street_owes_waits_for_the_street_even_for_who_may_enter_it(today, as_login):
    """The office may fill in for a street; on its workbench that stands under what it waits for."""
    street = today.sites["丙寅砂石矿"]
    address = form(street, "record_survey")
    assert address in as_login("street").get("/workbench/").content.decode()
    office = as_login("office")
    assert address not in office.get("/workbench/").content.decode()
    assert "丙寅砂石矿记录摸底调查" in text_of(office.get("/workbench/"))
    assert office.get(address).status_code == 200

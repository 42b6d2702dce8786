"""The pages over HTTP: who sees what, on which day, at what cost in queries."""

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingshan.foundation.models import AuditRow
from qingshan.issuance.actions import issue_ledger
from tests.desk.conftest import PASSWORD, make_sites
from tests.world import OTHER_STREET, STREET

FIRST, SECOND = "甲子砂石矿", "乙丑砂石矿"


def text_of(answer) -> str:
    return answer.content.decode()


def site_url(world, name: str) -> str:
    return f"/sites/{world.sites[name]}/"


# ── signing in


def test_a_stranger_is_sent_to_sign_in_and_back(district):
    answer = Client().get("/sites/?street=x")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/sites/%3Fstreet%3Dx"


def test_a_right_word_opens_the_page_first_asked_for_and_is_witnessed(district):
    answer = Client().post("/sign-in/", {"login": "office", "password": PASSWORD, "next": "/ledgers/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ledgers/")
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.action, row.actor, row.ok) == ("sign_in", "office", True)


def test_a_wrong_word_is_refused_in_one_sentence_and_witnessed(district):
    answer = Client().post("/sign-in/", {"login": "office", "password": "wrong"})
    assert answer.status_code == 401
    assert "登录名或口令不对" in text_of(answer)
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.action, row.actor, row.ok) == ("sign_in", "office", False)
    assert "wrong" not in str(row.data)


def test_an_unknown_name_is_refused_in_the_same_words(district):
    wrong = text_of(Client().post("/sign-in/", {"login": "office", "password": "wrong"}))
    unknown = text_of(Client().post("/sign-in/", {"login": "nobody", "password": "wrong"}))
    said = re.compile(r'id="e-in".*?</p>', re.DOTALL)
    assert said.search(wrong).group() == said.search(unknown).group()


def test_five_wrong_words_stop_even_the_right_one(district):
    client = Client()
    for _ in range(5):
        client.post("/sign-in/", {"login": "office", "password": "wrong"})
    answer = client.post("/sign-in/", {"login": "office", "password": PASSWORD})
    assert answer.status_code == 429
    assert "停半小时" in text_of(answer)


@pytest.mark.parametrize("elsewhere", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(district, elsewhere):
    answer = Client().post("/sign-in/", {"login": "office", "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_a_one_time_word_must_be_changed_first(world):
    make_sites(world, 1)
    client = Client()
    answer = client.post("/sign-in/", {"login": "office", "password": PASSWORD})
    assert answer["Location"] == "/password/"
    assert client.get("/sites/")["Location"] == "/password/"
    weak = client.post("/password/", {"old": PASSWORD, "new": "short", "again": "short"})
    assert weak.status_code == 422
    assert "至少 10 位" in text_of(weak)
    changed = client.post("/password/", {"old": PASSWORD, "new": "Better-word-77", "again": "Better-word-77"})
    assert changed["Location"] == "/"
    assert client.get("/sites/").status_code == 200
    assert AuditRow.objects.order_by("-seq").first().action == "password.change"


def test_signing_out_needs_a_click_not_a_link(district, as_login):
    office = as_login("office")
    assert office.get("/sign-out/").status_code == 405
    office.post("/sign-out/")
    assert office.get("/sites/").status_code == 302


# ── what a person may see


def test_a_street_sees_its_own_sites_in_list_counts_and_search(district, as_login):
    street = as_login("street")
    page = text_of(street.get("/sites/"))
    assert FIRST in page
    assert SECOND not in page
    assert "2 处：" in page
    assert "没有符合“乙丑”的矿山" in text_of(street.get("/sites/?q=乙丑"))


def test_another_streets_site_is_as_unknown_as_none(district, as_login):
    street = as_login("street")
    hidden, none = street.get(site_url(district, SECOND)), street.get("/sites/650105-KS-9-999/")
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert SECOND not in text_of(hidden)
    blank = [text_of(a).replace(district.sites[SECOND], "#").replace("650105-KS-9-999", "#") for a in (hidden, none)]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", blank[0]) == token.sub("", blank[1])


def test_a_streets_ledger_preview_has_its_own_rows_only(district, as_login):
    page = text_of(as_login("street").get("/ledgers/preview/2018-08-09/"))
    assert FIRST in page
    assert SECOND not in page
    assert "底数对账" not in page


def test_the_exported_list_holds_what_the_person_sees_and_is_witnessed(district, as_login):
    answer = as_login("street").get("/sites.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert SECOND not in "".join(lines)
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.action, row.actor, row.data["rows"]) == ("sites.export", "street", "2")


def test_the_exported_workbook_opens(district, as_login):
    answer = as_login("office").get("/sites.xlsx?on=2018-09-01")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 4
    assert answer["Content-Disposition"].startswith('attachment; filename="20180901.xlsx"')


def test_no_other_kind_of_file_is_made(district, as_login):
    assert as_login("office").get("/sites.exe").status_code == 404


# ── days


def test_a_past_day_shows_the_strip_and_what_was_then(district, as_login):
    office = as_login("office")
    page = text_of(office.get(site_url(district, FIRST) + "?on=2018-07-20"))
    assert "你在看 2018-07-20 周五 的情况，按当天实情" in page
    assert "停在区级核查" in page
    later = text_of(office.get(site_url(district, FIRST) + "?on=2018-08-20"))
    assert "停在纳入范围" in later


def test_what_was_entered_later_is_not_known_on_the_day(district, as_login):
    """The verification of 3 August was entered on the 9th."""
    office = as_login("office")
    url = site_url(district, FIRST)
    assert "停在纳入范围" in text_of(office.get(url + "?on=2018-08-05"))
    assert "停在区级核查" in text_of(office.get(url + "?on=2018-08-05&known=then"))


def test_a_day_before_the_register_lists_nothing(district, as_login):
    assert "名册里没有你能看的矿山" in text_of(as_login("office").get("/sites/?on=2018-01-01"))


def test_a_wrong_day_is_answered_with_a_sentence(district, as_login):
    answer = as_login("office").get("/sites/?on=昨天")
    assert answer.status_code == 200
    assert "“昨天”不是日期" in text_of(answer)


def test_two_days_of_a_file_are_compared(district, as_login):
    answer = as_login("office").get(site_url(district, FIRST) + "?on=2018-09-01&from=2018-07-01&to=2018-09-01")
    row = re.search(r"停在</th><td>([^<]+)</td><td><b>([^<]+)</b>", text_of(answer))
    assert row.groups() == ("摸底调查", "纳入范围")


# ── the ledgers


@pytest.fixture
def issued(district):
    return issue_ledger(district.session("head", date(2018, 8, 9)), date(2018, 8, 9), prepared_by="区办经办岗")


def test_an_issued_ledger_shows_its_frozen_head(district, issued, as_login):
    page = text_of(as_login("office").get(f"/ledgers/{issued.number}/"))
    for words in (issued.number, issued.rows_sha256, issued.audit_head, "第 4 期工作台账", FIRST):
        assert words in page


def test_an_issued_ledger_is_found_by_week_and_by_day(district, issued, as_login):
    office = as_login("office")
    assert office.get("/ledgers/4/").status_code == office.get("/ledgers/2018-08-09/").status_code == 200


def test_a_workbook_comes_as_it_was_issued_and_is_witnessed(district, issued, as_login):
    answer = as_login("office").get(f"/ledgers/{issued.number}/2-1.xlsx")
    assert answer.content[:2] == b"PK"
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.action, row.subject) == ("ledger.download", issued.number)


def test_a_street_may_not_take_the_districts_workbook(district, issued, as_login):
    answer = as_login("street").get(f"/ledgers/{issued.number}/2-1.xlsx")
    assert answer.status_code == 403
    assert "下载全部单位的台账" in text_of(answer)


@pytest.mark.parametrize("tab", ["2-1", "2-2", "changes", "control", "readings", "situation", "nonsense"])
def test_every_tab_of_a_preview_opens(district, as_login, tab):
    answer = as_login("office").get(f"/ledgers/preview/2018-08-09/?tab={tab}&bands=基本,资金&changed=1")
    assert answer.status_code == 200


def test_a_day_that_is_no_issue_day_names_its_neighbours(district, as_login):
    answer = as_login("office").get("/ledgers/preview/2018-08-10/")
    assert answer.status_code == 409
    assert "最近的报送日：2018-08-09、2018-08-16" in text_of(answer)


# ── the notice


def test_every_clause_tag_on_the_pages_leads_to_a_page(district, as_login):
    office = as_login("office")
    pages = (
        "/sites/",
        site_url(district, FIRST),
        "/ledgers/",
        "/ledgers/preview/2018-08-09/?tab=control",
        "/programme/",
    )
    links = {m for url in pages for m in re.findall(r'class="clause" href="([^"]+)"', text_of(office.get(url)))}
    assert len(links) > 100
    assert [link for link in sorted(links) if office.get(link).status_code != 200] == []


def test_a_clause_says_what_it_is_used_for(district, as_login):
    page = text_of(as_login("office").get("/programme/五(四)2d/"))
    assert "投诉未处理" in page


def test_an_unknown_clause_is_not_found(district, as_login):
    assert as_login("office").get("/programme/九(九)9/").status_code == 404


# ── cost and policy


@pytest.mark.parametrize(
    "url", ["/sites/", "/sites/?on=2018-09-01", "/sites.csv", "/ledgers/", "/ledgers/preview/2018-08-09/"]
)
def test_more_sites_cost_no_more_queries(world, django_user_model, as_login, url):
    counts = []
    codes = make_sites(world, 1)
    django_user_model.objects.update(must_change_password=False)
    office = as_login("office")
    office.get(url)
    for extra in (0, 2):
        for n in range(extra):
            world.register(f"戊{n}砂石矿", street=STREET)
        with CaptureQueriesContext(connection) as seen:
            assert office.get(url).status_code == 200
        counts.append(len(seen))
    assert codes
    assert counts[0] == counts[1]
    assert counts[0] <= 21


def test_more_records_cost_a_file_no_more_queries(district, as_login):
    office = as_login("office")
    counts = []
    for month in (9, 10):
        for day in range(1, 4 if month == 10 else 2):
            district.act(
                "file_document",
                district.sites[FIRST],
                "filed",
                date(2018, month, day),
                login="street",
                subject="basic_sheet",
                slot="basic_sheet",
                title="表",
            )
        with CaptureQueriesContext(connection) as seen:
            assert office.get(site_url(district, FIRST)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 18


def test_no_page_carries_a_script_or_style_of_its_own(district, issued, as_login):
    office = as_login("office")
    urls = (
        "/sites/",
        site_url(district, FIRST),
        "/ledgers/",
        f"/ledgers/{issued.number}/",
        "/programme/",
        "/nowhere/",
        "/password/",
    )
    for url in urls:
        answer = office.get(url)
        page = text_of(answer)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page), url
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), url


def test_demonstration_data_are_marked_on_every_page(district, as_login):
    from qingshan.foundation.models import Store

    office = as_login("office")
    for is_demo in (False, True):
        Store.objects.update(is_demo=is_demo)
        for url in ("/sites/", site_url(district, FIRST), "/ledgers/", "/programme/", "/sites/nothing/"):
            assert ("演示数据" in text_of(office.get(url))) == is_demo, url
        assert ("演示数据" in text_of(Client().get("/sign-in/"))) == is_demo


def test_what_people_typed_is_shown_as_text(district, as_login):
    code = district.register("<script>alert(1)</script>&矿")
    page = text_of(as_login("office").get(f"/sites/{code}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;矿" in page
    assert "<b>q</b>" not in text_of(as_login("office").get("/sites/?q=<b>q</b>"))


def test_an_unknown_address_has_a_page_of_its_own(district):
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in text_of(answer)


def test_a_failure_of_ours_gets_a_number_and_no_traceback(district, as_login, monkeypatch):
    office = as_login("office")
    office.raise_request_exception = False
    monkeypatch.setattr("qingshan.desk.reading.sites_for_list", lambda *_: 1 / 0)
    answer = office.get("/sites/")
    assert answer.status_code == 500
    assert re.search(r"系统出错，编号 [0-9A-F]{4}", text_of(answer))
    assert "ZeroDivisionError" not in text_of(answer)


# ── the bodies


def test_a_street_sees_what_it_owes_itself_and_nothing_of_another(district, as_login):
    district.act(
        "declare_coverage", OTHER_STREET, "declared", date(2018, 7, 14), login="other", approved_by="另一街道审核岗",
        total=4711, is_nil=False, statement="共 4711 处",
    )  # fmt: skip
    own = as_login("street").get("/bodies/?on=2018-11-05")
    assert "制定实施方案" in text_of(own)
    assert "超 5 天" in text_of(own)
    for foreign in ("六道湾街道", "4711", "每周报送台账"):
        assert foreign not in own.content.decode()
    assert "报告 4711 处" in text_of(as_login("other").get("/bodies/?on=2018-11-05"))


def test_the_office_sees_every_body_and_what_repeats_as_one_line(district, as_login):
    page = text_of(as_login("office").get("/bodies/?on=2018-11-08"))
    assert page.count("每周报送台账") == 1
    assert "17 件，最早的 期限 2018-07-19" in page
    assert "六道湾街道" in page


def test_the_page_of_bodies_shows_a_task_with_its_number_and_days(district, as_login):
    day = date(2018, 8, 1)
    district.act("record_meeting", "office", "held", day, login="office", subject="纪要1号", topic="部署")
    district.act("assign_task", "epb", "assigned", day, login="office", subject="DB-1", content="<b>验收</b>",
                 due_on="2018-08-31", meeting_no="纪要1号")  # fmt: skip
    answer = as_login("inspector").get("/bodies/?on=2018-09-05")
    assert "超 5 天" in text_of(answer)
    assert "DB-1 纪要1号 期限 2018-08-31" in text_of(answer)
    assert "&lt;b&gt;验收&lt;/b&gt;" in answer.content.decode()

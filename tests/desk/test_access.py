"""Every address has a row: what each role gets. The rows are checked against the URLconf, so a new one without a row fails."""

import pytest
from django.test import Client
from django.urls import get_resolver

from qingshan.foundation.models import AuditRow
from tests.desk.uploads import uploaded

ROLES = ("nobody", "street", "other", "office", "inspector")
# name → address, answers of ROLES in order
TABLE = {
    "home": ("/", 302, 302, 302, 302, 302),
    "sign_in": ("/sign-in/", 200, 302, 302, 302, 302),
    "sign_out": ("/sign-out/", 405, 405, 405, 405, 405),
    "password": ("/password/", 302, 200, 200, 200, 200),
    "sites": ("/sites/", 302, 200, 200, 200, 200),
    "sites_file": ("/sites.csv", 302, 200, 200, 200, 200),
    "site": ("/sites/{first}/", 302, 200, 404, 200, 200),
    "entry": ("/sites/{first}/enter/report_week/", 302, 200, 404, 200, 403),
    "entry_draft": ("/sites/{first}/enter/report_week/draft/", 405, 405, 405, 405, 405),
    "approval": ("/entries/00000000-0000-0000-0000-000000000000/", 302, 404, 404, 404, 404),
    "overview": ("/overview/", 302, 200, 200, 200, 200),
    "work": ("/workbench/", 302, 200, 200, 200, 200),
    "imports": ("/imports/", 302, 403, 403, 200, 403),
    "import": ("/imports/{run}/", 302, 403, 403, 200, 403),
    "import_heads": ("/imports/{run}/heads/", 405, 405, 405, 405, 405),
    "import_store": ("/imports/{run}/store/", 405, 405, 405, 405, 405),
    "import_copy": ("/imports/{run}/annotated.xlsx", 302, 403, 403, 200, 403),
    "bodies": ("/bodies/", 302, 200, 200, 200, 200),
    "ledgers": ("/ledgers/", 302, 200, 200, 200, 200),
    "ledger_preview": ("/ledgers/preview/2018-08-09/", 302, 200, 200, 200, 200),
    "ledger": ("/ledgers/{number}/", 302, 200, 200, 200, 200),
    "ledger_file": ("/ledgers/{number}/2-1.xlsx", 302, 403, 403, 200, 200),
    "programme": ("/programme/", 302, 200, 200, 200, 200),
    "programme_file": ("/programme.xlsx", 302, 200, 200, 200, 200),
    "clause": ("/programme/五(四)1a/", 302, 200, 200, 200, 200),
}


def test_every_address_has_a_row():
    names = {name for name in get_resolver().namespace_dict["desk"][1].reverse_dict if isinstance(name, str)}
    assert names == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_its_row_says(role, district, as_login):
    from datetime import date

    from qingshan.issuance.actions import issue_ledger

    issue = issue_ledger(district.session("head", date(2018, 8, 9)), date(2018, 8, 9), prepared_by="区办经办岗")
    run = uploaded(as_login("office"))
    client = Client() if role == "nobody" else as_login(role)
    given, wanted = {}, {}
    for name, (address, *answers) in TABLE.items():
        url = address.format(first=district.sites["甲子砂石矿"], number=issue.number, run=run)
        given[name], wanted[name] = client.get(url).status_code, answers[ROLES.index(role)]
    assert given == wanted


def test_a_person_out_of_office_gets_no_page(district, as_login):
    from qingshan.accounts.models import Appointment

    client = as_login("office")
    Appointment.objects.filter(person__login="office").update(valid_to="2018-12-31")
    assert client.get("/sites/").status_code == 403


def test_the_audit_administrator_sees_no_business(district, as_login, django_user_model):
    from datetime import date

    from qingshan.accounts.actions import Post, appoint

    post = Post(name="审计管理员", organisation="office", post="审计", role="audit_admin", login="auditor",
                valid_from=date(2018, 6, 1), password="Tests-2018-pw")  # fmt: skip
    appoint(district.session(on=date(2018, 6, 15)), post)
    django_user_model.objects.update(must_change_password=False)
    client = as_login("auditor")
    for url in ("/sites/", "/sites.csv", f"/sites/{district.sites['甲子砂石矿']}/", "/ledgers/preview/2018-08-09/"):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "甲子" not in answer.content.decode()
    assert client.get("/programme/").status_code == 200


@pytest.mark.django_db
def test_a_password_typed_as_the_name_does_not_reach_the_chain(world, client):
    client.post("/sign-in/", {"login": "My-secret-2019", "password": "x"})

    row = AuditRow.objects.filter(action="sign_in", ok=False).get()
    assert row.subject == "未知登录名"
    assert "My-secret" not in f"{row.actor}{row.data}"

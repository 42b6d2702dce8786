"""One street's people never read another street's values: every page, file and refusal is searched for planted ones.

What the notice makes known to all is no street's secret: its bodies by name, its clauses, its days. An issued ledger is
reported by the office to the city (六(二)-6); a street reads its own rows of it, never the workbooks or others' rows.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import get_resolver, reverse

from tests.desk import walk
from tests.desk.uploads import uploaded
from tests.planted import ISSUE_DAYS, LAST_DAY, OTHER_STREET, STREET, plant

UNSENT = "00000000-0000-0000-0000-000000000000"
FILLED_AT = datetime(2019, 6, 1, tzinfo=UTC)
UNKNOWN = "650105-KS-9-999"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
DAYS = ("2018-07-20", "2019-03-01&known=then", LAST_DAY.isoformat())


@pytest.fixture
def planted(world, django_user_model):
    found = plant(world)
    django_user_model.objects.update(must_change_password=False)
    return found


@pytest.fixture
def imported(planted, as_login):
    """A register of the other street that the office has looked at and not brought in."""
    row = (planted.theirs.text("名称"), planted.theirs.text("承包人"), "没有的街道", "否", "4", 15)
    return uploaded(as_login("office"), [row], sender=planted.theirs.text("来文单位"), name="登记.xlsx")


@pytest.fixture
def sent(planted) -> str:
    """A form of the other street on its way to its second person, with all it may hold."""
    from qingshan.accounts.models import Person
    from qingshan.casework.models import Draft
    from qingshan.register.models import Site

    word = planted.theirs.text
    draft = Draft.objects.create(
        action="record_survey", site=Site.objects.get(code=planted.their_sites[0]), state=Draft.SENT,
        owner=Person.objects.get(login="other"), said={"f-note": word("草稿")}, reason=word("退回原因"),
        files=[{"title": f"{word('附件')}.pdf", "sha256": "0" * 64, "size": 1, "slot": ""}],
        begun_at=FILLED_AT, saved_at=FILLED_AT, sent_at=FILLED_AT,
    )  # fmt: skip
    return str(draft.key)


def starts(planted, imported: str, sent: str) -> list[str]:
    """Addresses with both streets' things; the list by every search, filter and order with the other street's values."""
    sites = (*planted.our_sites[:5], *planted.their_sites, UNKNOWN)
    due = [ISSUE_DAYS[-1].isoformat(), (ISSUE_DAYS[-1] + timedelta(days=7)).isoformat(), "2019-01-01"]
    numbers = [*planted.issues, "TZ-2019-W01"]
    values = {
        "sites_file.kind": ("csv", "xlsx", "pdf"), "site.code": sites, "ledger_preview.due_on": due,
        "ledger.number": numbers, "ledger_file.number": numbers, "ledger_file.layout": ("2-1", "2-2", "9"),
        "approval.key": (sent, UNSENT),
        **{f"{name}.code": sites[:3] + sites[-3:] for name in ("entry", "entry_draft")},
        **{f"{name}.action": ("report_week", "record_survey") for name in ("entry", "entry_draft")},
        "clause.code": ("五(四)2d", "六(二)-6", "九"),
        **dict.fromkeys(("import.key", "import_heads.key", "import_store.key", "import_copy.key"), (imported, "none")),
    }  # fmt: skip
    found = walk.addresses(values)
    pages = [url for url in found if not url.endswith("/heads/")]
    skipped = {reverse("desk:site", args=[code]) for code in (*planted.our_sites[2:], *planted.their_sites[2:])}
    dated = [f"{url}?on={day}" for url in pages if url not in skipped for day in DAYS]
    half = [
        token[:-1] for token, what in planted.theirs.planted.items() if what in ("名称", "采矿权人", "位置", "曾用名")
    ]
    asked = [f"q={word}" for word in (*half[:12], planted.their_sites[0], planted.theirs.digits)]
    asked += [
        f"street={OTHER_STREET}",
        f"street={OTHER_STREET}&q=记",
        "ledger=included",
        "ledger=excluded",
        "ledger=off",
    ]
    asked += [f"place={place}" for place in ("closed", "merged", "split", "transferred", "voided", "works")]
    asked += [f"sort={key}" for key in ("slack", "-slack", "name", "-debts", "code")] + [
        "owing=1",
        "held=1",
        "slack=late",
    ]
    lists = [f"{path}?{query}" for path in ("/sites/", "/sites.csv") for query in asked]
    lists += [f"/sites.xlsx?{query}" for query in asked[-6:]]
    tabs = [
        f"{path}?tab={tab}&changed=1"
        for path in (f"/ledgers/{numbers[1]}/", f"/ledgers/preview/{due[1]}/")
        for tab in ("2-2", "changes", "control", "situation", "readings")
    ]
    files = [f"/sites/{code}/?all=1&by=entered&from=2018-07-01&to=2019-06-29" for code in sites[:8]]
    return [*found, *dated, *lists, *tabs, *files]


def alike(answer, code: str) -> tuple[int, str]:
    """A refusal apart from the code asked for and the form's token."""
    return answer.status_code, TOKEN.sub("", answer.content.decode()).replace(code, "某处")


@pytest.mark.long
@pytest.mark.parametrize("login", ["street", "street-head"])
def test_no_page_of_a_street_shows_a_value_of_another(planted, imported, sent, as_login, login):
    found = walk.walk(as_login(login), starts(planted, imported, sent))
    names = {get_resolver().resolve(url.partition("?")[0]).url_name for url in found}
    assert names >= {n for n in get_resolver().namespace_dict["desk"][1].reverse_dict if isinstance(n, str)} - {
        "sign_out"
    }
    leaks: dict[str, list[str]] = {}
    seen: set[str] = set()
    for url, answer in found.items():
        text = walk.text_of(answer)
        shown = planted.theirs.found(text)
        shown += [code for code in planted.their_sites if code in text and code not in url]
        shown += [token for token in planted.secrets if token in text]
        if shown:
            leaks[url] = [f"{token} {planted.theirs.planted.get(token, '')}" for token in dict.fromkeys(shown)][:8]
        seen |= set(planted.ours.found(text))
    assert leaks == {}
    assert {what for token, what in planted.ours.planted.items() if token in seen} >= {
        "名称",
        "采矿权人",
        "位置",
        "证据",
    }


@pytest.mark.parametrize("login", ["street", "street-head"])
def test_what_belongs_to_others_is_refused_like_what_is_nowhere(planted, as_login, login):
    client = as_login(login)
    for query in ("", "?on=2019-03-01&known=then", "?all=1"):
        nowhere = alike(client.get(f"/sites/{UNKNOWN}/{query}"), UNKNOWN)
        assert nowhere[0] == 404
        for code in planted.their_sites:
            assert alike(client.get(f"/sites/{code}/{query}"), code) == nowhere


@pytest.mark.long
def test_the_office_does_read_what_was_planted_and_nobody_reads_who_complained(planted, imported, sent, as_login):
    """Without this, the search of a street's pages could find nothing because nothing is ever shown."""
    found = walk.walk(as_login("office"), starts(planted, imported, sent))
    texts = [walk.text_of(answer) for answer in found.values()]
    shown = {token for text in texts for token in (*planted.theirs.found(text), *planted.ours.found(text))}
    read = {planted.theirs.planted[token] for token in shown if token in planted.theirs.planted}
    assert len(read) > 60, sorted(read)
    assert any(token.replace(",", "").startswith(planted.theirs.digits) for token in shown)
    assert [token for token in planted.secrets if any(token in text for text in texts)] == []


def test_a_street_reads_its_own_file(planted, as_login):
    """The home street is shown what is its own."""
    text = walk.text_of(as_login("street").get(f"/sites/{planted.our_sites[0]}/?all=1"))
    assert len({planted.ours.planted[t] for t in planted.ours.found(text) if t in planted.ours.planted}) > 40
    assert STREET in text

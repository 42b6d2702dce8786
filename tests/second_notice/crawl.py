"""Follows every link of the desk for each person of a store, or for those named.

Prints, as JSON, login → address → [answer, words of the first district on the page].

QINGSHAN_DATA=folder python3 -m tests.second_notice.crawl [LOGIN …]
"""

from __future__ import annotations

import json
import os
import re
import sys
from html import unescape
from urllib.parse import urldefrag

import django

from tests.second_notice.words import strange_words

AT_MOST = 60
"""Pages a person opens: each kind several times over."""
LINK = re.compile(r'href="(/[^"]*)"')


def pages_of(client: object) -> dict[str, tuple[int, list[str]]]:
    found: dict[str, tuple[int, list[str]]] = {}
    waiting = ["/"]
    while waiting and len(found) < AT_MOST:
        url = waiting.pop(0)
        if url in found or _is_more_of_the_same(url):
            continue
        answer = client.get(url)  # type: ignore[attr-defined]  # Django's test client
        page = answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""
        found[url] = (answer.status_code, strange_words(unescape(page)))
        if 300 <= answer.status_code < 400:
            waiting.append(answer.headers["Location"])
        waiting += [urldefrag(link.replace("&amp;", "&"))[0] for link in LINK.findall(page)]
    return found


def _is_more_of_the_same(url: str) -> bool:
    """Another day, another filter, another week's preview: the page is the same."""
    _, _, query = url.partition("?")
    if url.startswith("/ledgers/preview/") and not url.startswith("/ledgers/preview/2022-04-"):
        return True
    return bool(query and not query.startswith("tab=")) or url.startswith(("/static/", "/sign-out"))


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingshan.foundation.settings"
    django.setup()
    from django.test import Client

    from qingshan.accounts.models import Person

    Person.objects.update(must_change_password=False)
    found = {}
    people = Person.objects.exclude(login=None).order_by("login")
    for person in people.filter(login__in=sys.argv[1:]) if sys.argv[1:] else people:
        client = Client(HTTP_HOST="localhost")
        client.force_login(person)
        found[person.login] = pages_of(client)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()

"""Follows every link of the desk for each person of a store; prints, as JSON, login → address → answer.

QINGSHAN_DATA=folder python3 -m tests.second_notice.crawl
"""

from __future__ import annotations

import json
import os
import re
import sys
from urllib.parse import urldefrag

import django

AT_MOST = 60
"""Pages a person opens: each kind several times over."""
LINK = re.compile(r'href="(/[^"]*)"')


def pages_of(client: object) -> dict[str, int]:
    found: dict[str, int] = {}
    waiting = ["/"]
    while waiting and len(found) < AT_MOST:
        url = waiting.pop(0)
        if url in found or _is_more_of_the_same(url):
            continue
        answer = client.get(url)  # type: ignore[attr-defined]  # Django's test client
        found[url] = answer.status_code
        if 300 <= answer.status_code < 400:
            waiting.append(answer.headers["Location"])
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [urldefrag(link.replace("&amp;", "&"))[0] for link in LINK.findall(answer.content.decode())]
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
    for person in Person.objects.exclude(login=None).order_by("login"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(person)
        found[person.login] = pages_of(client)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()

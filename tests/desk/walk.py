"""Every page of the desk as one person meets it: links followed, addresses of others' things tried, downloads opened."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urldefrag

import openpyxl
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.urls.exceptions import Resolver404

LINK = re.compile(r'(?:href|src|action|content)="((?:/|\?)[^"]*)"')
QUERIES_EACH = 6
"""So many queries of one page are followed; the rest differ by a day or a filter alone."""


def addresses(values: dict[str, Iterable[str]]) -> list[str]:
    """Every address of the URLconf with every value of its arguments. KeyError for an argument nobody has values for."""
    found = []
    for name, entry in get_resolver().namespace_dict["desk"][1].reverse_dict.lists():
        if isinstance(name, str):
            for possibilities, *_ in entry:
                for _, arguments in possibilities:
                    found += [reverse(f"desk:{name}", kwargs=chosen) for chosen in _choices(name, arguments, values)]
    return list(dict.fromkeys(found))


def _choices(name: str, arguments: list[str], values: dict[str, Iterable[str]]) -> Iterator[dict[str, str]]:
    if not arguments:
        yield {}
        return
    first, *rest = arguments
    for value in values[f"{name}.{first}"]:
        yield from ({first: value} | more for more in _choices(name, rest, values))


def walk(client: Client, starts: Iterable[str]) -> dict[str, Any]:
    """Address → answer, of the addresses given and of every link from there on."""
    found: dict[str, Any] = {}
    queries: dict[str, int] = {}
    waiting = list(starts)
    given = set(waiting)
    while waiting:
        url = waiting.pop(0)
        path = url.partition("?")[0]
        if url in found or not _is_ours(path):
            continue
        if url not in given and url != path:
            queries[path] = queries.get(path, 0) + 1
            if queries[path] > QUERIES_EACH:
                continue
        found[url] = answer = client.get(url)
        if 300 <= answer.status_code < 400:
            waiting.append(answer.headers["Location"])
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            links = (unescape(link) for link in LINK.findall(answer.content.decode()))
            waiting += [urldefrag(path + link if link.startswith("?") else link)[0] for link in links]
    return found


def _is_ours(path: str) -> bool:
    if path.startswith("/static/") or path == "/sign-out/":
        return False
    try:
        resolve(unquote(path))
    except Resolver404:
        return False
    return True


def text_of(answer: Any) -> str:
    """All that an answer says: its heads and its body; a workbook or package cell by cell and member by member."""
    heads = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers.items())
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{heads}\n{text_in(content)}"


def text_in(content: bytes) -> str:
    """A file's text; of a zip the names and texts of its members, of a workbook also its cells and notes."""
    if not content.startswith(b"PK\x03\x04"):
        return content.decode("utf-8", "replace")
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            parts += [name, text_in(package.read(name))]
        is_book = "xl/workbook.xml" in package.namelist()
    return "\n".join((*parts, *(cells(content) if is_book else ())))


def cells(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)
                if cell.comment:
                    yield cell.comment.text

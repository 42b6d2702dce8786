"""Made-up registers as an office uploads them, and the page they land on."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

HEADS = ("矿山名称", "承包人", "街道", "持证", "类别", "破坏面积（亩）")
GOOD = (("壬子矿", "甲公司", "八道湾街道", "否", "4", 15), ("癸丑矿", "乙公司", "八道湾街道", "否", "4", 30))
BAD = (("壬子矿", "甲公司", "没有的街道", "否", "4", "十五"),)


def book(rows: Iterable[Iterable[Any]], heads: Iterable[str] = HEADS) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "登记表"
    for line in (list(heads), *map(list, rows)):
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def uploaded(client: Client, rows: Iterable[Iterable[Any]] = GOOD, *, sender: str = "", name: str = "登记.xlsx") -> str:
    """The key of a register uploaded through the page."""
    content = rows if isinstance(rows, bytes) else book(rows)
    answer = client.post("/imports/", {"file": SimpleUploadedFile(name, content), "sender": sender})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].strip("/").split("/")[-1]

"""Facts and whole histories of one site, for tests: readable days, recorded the same day unless said otherwise."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from typing import Any

from qingshan.rulebook.facts import BEIJING, Dossier, Fact

_NUMBERS = count(1)


def instant(day: date, hour: int = 18, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def day(text: str) -> date:
    """`2019-10-10`, or `10-10` for a day of 2019."""
    return date.fromisoformat(text if len(text) > 5 else f"2019-{text}")


def fact(name: str, on: str | date, **more: Any) -> Fact:
    """`fact("acceptance.failed", "10-10", subject="B")`. `recorded` is a day or an instant; `at` an HH:MM[:SS]."""
    kind, _, result = name.partition(".")
    happened_on = day(on) if isinstance(on, str) else on
    recorded = more.pop("recorded", happened_on)
    if isinstance(recorded, str):
        recorded = day(recorded)
    if isinstance(more.get("at"), str):
        more["at"] = time.fromisoformat(more["at"])
    recorded_at = recorded if isinstance(recorded, datetime) else instant(recorded)
    number = more.pop("id", f"f{next(_NUMBERS):05d}")
    return Fact(number, kind, result, happened_on, recorded_at, **more)


def dossier(*facts: Fact, site: str = "S1") -> Dossier:
    return Dossier(site, tuple(facts))


PHOTO = {"slot": "photos_after", "title": "照片", "sha256": "a" * 64}
SHEET = {"slot": "survey_form", "title": "表", "sha256": "c" * 64}
SCAN = {"slot": "scan", "title": "扫描件", "sha256": "b" * 64}


def registered(on: str = "2018-06-01", **payload: Any) -> Fact:
    return fact("site.registered", on, payload={"name": "甲子矿", "category": "quarry", "street": "x", **payload})


def up_to(stage: str) -> list[Fact]:
    """A clean history that has just reached a stage: every stage before it done, in order, with its documents."""
    steps: list[tuple[str, list[Fact]]] = [
        ("", [registered()]),
        (
            "survey",
            [fact("survey.completed", "2018-07-01", payload={"evidence": [SHEET]})],
        ),
        ("verification", [fact("verification.passed", "2018-07-10")]),
        ("scope", [fact("scope.included", "2018-07-20")]),
        ("responsibility", [fact("responsibility.determined", "2018-08-01")]),
        ("plan", [fact("plan.submitted", "2018-09-01", subject="v1")]),
        (
            "review",
            [
                fact("review.passed", "2018-10-01", subject="v1"),
                fact("document.filed", "2018-10-02", subject="reviewed_plan"),
            ],
        ),
        ("batch", [fact("batch.listed", "2018-10-20", payload={"year": "2019"})]),
        ("begun works", [fact("works.started", "04-01")]),
        ("works", [fact("works.completed", "09-20")]),
        ("acceptance", [fact("acceptance.passed", "10-10", payload={"evidence": [PHOTO, PHOTO]})]),
        ("recognition", [fact("recognition.granted", "10-15")]),
        ("begun publicity", [fact("publicity.posted", "10-20", subject="N1")]),
        ("publicity", [fact("publicity.certified", "10-28", subject="N1")]),
        ("report", [fact("report.submitted", "11-01", subject="A1")]),
        ("audit", [fact("audit.passed", "11-08", subject="A1")]),
        ("signature", [fact("signature.signed", "11-15", subject="A1")]),
        ("filing", [fact("filing.filed", "11-25", subject="A1")]),
    ]
    found: list[Fact] = []
    for name, facts in steps:
        found += facts
        if name == stage:
            return found
    raise KeyError(stage)

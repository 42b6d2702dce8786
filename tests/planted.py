"""A district of two streets in which every field of every noun says whose it is: to search what one street is shown.

Values are made from the nouns' own declarations, so that a new noun or field is covered by itself. They are written past
the gates: what is looked for is who may see a record, not whether it could be entered. In a folder of its own:
python3 -m tests.planted FOLDER.
"""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

STREET, OTHER_STREET = "650105001", "650105002"
FIRST_DAY = date(2018, 6, 20)
LAST_DAY = date(2019, 6, 30)
ISSUE_DAYS = (date(2019, 6, 20), date(2019, 6, 27))
KINDS_APART = frozenset({"lineage", "closure", "scope"})
"""Nouns that take a site off the ledgers, or settle on which: each has sites of its own."""


@dataclass
class Marks:
    """Values that are found again: texts with `letters`, figures that begin with `digits` whatever their unit."""

    letters: str
    digits: str
    count: int = 0
    planted: dict[str, str] = field(default_factory=dict)

    def text(self, what: str) -> str:
        self.count += 1
        token = f"{self.letters}{self.count:05d}Q"
        self.planted[token] = what
        return f"记{token}"

    def number(self) -> int:
        self.count += 1
        return int(self.digits) * 1000 + self.count % 1000

    def found(self, text: str) -> list[str]:
        """Texts and figures of these marks in a text, with thousands commas or without."""
        figure = rf"{self.digits[:3]},?{self.digits[3:]},?\d{{3}}"
        inside = rf"(?:91650105|201806|87\.6|43\.8){self.digits}|{self.digits[:2]}\.{self.digits[2:]}"
        # Within a checksum any figures may stand; a figure of ours stands free, or behind what its field begins with.
        pattern = rf"{self.letters}\d{{5}}Q|(?<![0-9a-f]){figure}(?![0-9a-f])|{inside}"
        return re.findall(pattern, text)


OURS, THEIRS = ("HH", "629157"), ("ZZ", "839157")


@dataclass
class Planted:
    ours: Marks
    theirs: Marks
    our_sites: list[str]
    their_sites: list[str]
    their_names: list[str]
    secrets: list[str]
    issues: list[str]


def value_of(programme: Any, one: Any, marks: Marks, street: str) -> Any:
    """A value of a field's type that carries a mark wherever the type can."""
    from qingshan.casework.shape import words_of

    if one.key == "street":
        return street
    if one.list:
        words = list(words_of(programme, one.list))
        return words[:1] if one.type == "multi" else words[0]
    if one.type == "rows":
        return [{f.key: value_of(programme, f, marks, street) for f in one.rows}]
    if one.key in DEGREES:
        return f"{DEGREES[one.key]}{marks.number()}"
    if one.type in BY_NUMBER:
        return BY_NUMBER[one.type](marks.number())
    if one.type == "geometry":
        return _shape(marks.number(), marks)
    if one.type == "url":
        return f"https://news.example/{marks.text(one.name)}"
    if one.type == "partial":
        return {"value": "2016-12-31", "precision": "year", "text": marks.text(one.name)}
    return [marks.text(one.name)] if one.type == "multi" else marks.text(one.name)


DEGREES = {"longitude": "87.6", "latitude": "43.8"}
BY_NUMBER: dict[str, Callable[[int], Any]] = {
    "int": int,
    "decimal": str,
    "percent": lambda n: f"{str(n)[:2]}.{str(n)[2:]}",
    "area": lambda n: str(n * 10_000),
    "money": lambda n: n * 1_000_000,
    "date": lambda n: (FIRST_DAY + timedelta(days=n % 300)).isoformat(),
    "time": lambda _: "10:00:00",
    "bool": lambda _: True,
    "uscc": lambda n: f"91650105{n}X",
    "licence": lambda n: f"C650105201806{n}1",
}
"""Type of a field → its value made from a number, in the unit it is stored in."""


def _shape(number: int, marks: Marks) -> dict[str, Any]:
    west, south = float(f"87.6{number}"), float(f"43.8{number}")
    ring = [[west, south], [west + 0.002, south], [west + 0.002, south + 0.002], [west, south]]
    return {"geojson": {"type": "Polygon", "coordinates": [ring]}, "crs": "EPSG:4490", "datum": marks.text("基准")}


def plant(world: Any) -> Planted:
    """Sites of both streets with every record there is, records of both streets as bodies, two issued ledgers."""
    from qingshan.foundation.notice import programme_in_force
    from qingshan.issuance.actions import issue_ledger

    programme = programme_in_force()
    ours, theirs = Marks(*OURS), Marks(*THEIRS)
    our_sites = _planted_sites(world, programme, ours, STREET)
    their_sites = _planted_sites(world, programme, theirs, OTHER_STREET)
    secrets = [token for marks in (ours, theirs) for token, what in marks.planted.items() if what in _secret_names()]
    issues = []
    for day in ISSUE_DAYS:
        made = issue_ledger(world.session("head", day), day, prepared_by="区办经办岗")
        issues.append(made.number)
    again = issue_ledger(
        world.session("head", ISSUE_DAYS[-1]),
        ISSUE_DAYS[-1],
        supersede=True,
        reason=theirs.text("更正原因"),
        prepared_by="区办经办岗",
    )
    names = [name for name, code in world.sites.items() if code in their_sites]
    return Planted(ours, theirs, our_sites, their_sites, names, secrets, [*issues, again.number])


def _secret_names() -> set[str]:
    from qingshan.rulebook.nouns import NOUNS

    return {f.name for noun in NOUNS for f in noun.fields if f.secret}


def _planted_sites(world: Any, programme: Any, marks: Marks, street: str) -> list[str]:
    """Sites that say everything, one that is left out, one of each way off the ledgers; and the street's own file."""
    from qingshan.accounts.models import Organisation
    from qingshan.rulebook.nouns import NOUNS
    from qingshan.rulebook.nouns.base import BODY

    acts = [(noun, action) for noun in NOUNS for action in noun.actions if noun.about != BODY]
    course = [(n, a, list(a.results)) for n, a in acts if n.code not in KINDS_APART]
    included = [(n, a, ["included"]) for n, a in acts if n.code == "scope"]
    excluded = [(n, a, ["excluded"]) for n, a in acts if n.code == "scope"]
    closed = [(n, a, list(a.results)[:1]) for n, a in acts if n.code == "closure" and "revoke" not in a.name]
    closing = [(n, a, list(a.results)) for n, a in acts if n.code == "closure"]
    off = [(n, a, list(a.results)) for n, a in acts if n.code == "lineage"]
    sites = [
        (*included, *course),
        (*included, *course, *closed),
        (*included, *course, *closing),
        (*excluded, *course),
        *(((*included, *course[:6], one)) for one in off),
    ]
    codes = []
    for work in sites:
        code = world.register(marks.text("名称"), street=street, owner=marks.text("采矿权人"), place=marks.text("位置"))
        codes.append(code)
        _write(world, programme, marks, street, code, work)
    own = [(n, a, list(a.results)) for n in NOUNS if n.about == BODY for a in n.actions]
    _write(world, programme, marks, street, Organisation.objects.get(code=street), own)
    return codes


def _write(world: Any, programme: Any, marks: Marks, street: str, owner: Any, work: Iterable[Any]) -> None:
    """One record of every result, in the order told, a day apart."""
    from qingshan.casework.entry import Line, Paper
    from qingshan.casework.writer import Writer
    from qingshan.foundation.turn import writing

    days = _days()
    session = world.session(on=LAST_DAY)
    with writing():
        writer = Writer(session, programme)
        if isinstance(owner, str):
            writer.lock([owner])
            owner = writer.site(owner)
        else:
            owner = writer.lock_body(owner)
        for noun, action, results in work:
            for result in results:
                values = {f.key: value_of(programme, f, marks, street) for f in noun.fields_of(action)}
                if "children" in values:
                    values["children"][0].pop("code", None)
                paper = Paper(next(days), filled_by=marks.text("填报人"), approved_by=marks.text("审核人"))
                line = Line(owner.code, result, values, marks.text("编号") if action.subject != "none" else "")
                writer.add([_written(programme, session, noun, action, paper, line, owner, marks)])
        writer.flush()


def _days() -> Iterator[date]:
    day = FIRST_DAY
    while True:
        day = min(day + timedelta(days=2), LAST_DAY)
        yield day


def _written(
    programme: Any, session: Any, noun: Any, action: Any, paper: Any, line: Any, owner: Any, marks: Marks
) -> Any:
    from qingshan.casework.models import Record
    from qingshan.casework.shape import checked_values
    from qingshan.casework.writer import Written
    from qingshan.rulebook.facts import Fact
    from tests.world import SCAN

    payload, identity = checked_values(programme, noun, action, line, paper)
    evidence = {**SCAN, "title": f"{marks.text('证据')}.pdf"}
    payload |= {
        "recorded_by": session.actor.label,
        "filled_by": paper.filled_by,
        "approved_by": paper.approved_by,
        "evidence": [evidence],
        "correct_reason": marks.text("更正原因"),
    }
    record = Record(
        id=uuid.uuid4(), noun=noun.code, action=action.name, happened_on=paper.happened_on, date_precision="day",
        recorded_at=session.now, recorded_label=session.actor.label, filled_by=paper.filled_by,
        approved_by=paper.approved_by, evidence=[evidence], source=f"{marks.text('来源')}.xlsx",
        reference=marks.text("记录号"), programme_version=programme.version,
    )  # fmt: skip
    fact = Fact(
        id=uuid.uuid4().hex, kind=action.kind, result=line.result, happened_on=paper.happened_on,
        recorded_at=session.now, subject=line.subject, payload=payload,
    )  # fmt: skip
    return Written(noun.code, action.name, record, owner, fact, identity)


def main() -> None:
    """A store in a folder, planted; prints what was planted as JSON."""
    import json
    import os
    from dataclasses import asdict

    folder = Path(sys.argv[1])
    os.environ["QINGSHAN_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qingshan.foundation.settings"
    import django

    django.setup()
    from qingshan.foundation.data_folder import DataFolder
    from tests.world import make_world

    sys.stdout.write(json.dumps(asdict(plant(make_world(DataFolder(folder)))), ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Whatever register acts are tried, in whatever order: on every day each piece of land is on the ledgers exactly once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from qingshan.casework.models import FactRow
from qingshan.casework.queries import dossier_of, dossiers
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.queries import ledger_on
from qingshan.register.models import Site
from qingshan.rulebook.calendar import IssueDay
from qingshan.rulebook.facts import BEIJING, RETRACTED, Fact
from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.lineage import children_of, lineage_faults, register_act
from qingshan.rulebook.shares import shares_of
from qingshan.rulebook.standing import standing_facts
from tests.world import OTHER_STREET, SCAN, STREET, World

FIRST, SPAN = date(2019, 10, 1), 5
ENTERED = date(2019, 12, 1)
LATER = datetime(2020, 3, 1, tzinfo=BEIJING)
DAYS = [FIRST + timedelta(days=n) for n in range(-1, SPAN + 1)]
PAPER = {"decided_by": "区专项工作组办公室", "document_no": "水矿治办〔2019〕21号", "reason": "勘界"}
AREAS = {"甲子砂石矿": 100_003, "乙丑砂石矿": 70_001, "丙寅砂石矿": 30_000}
FEW = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

KINDS = ("split", "split", "merge", "merge", "hand over", "transfer", "void", "retract", "retract", "tell anew")
TRY = st.tuples(st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, SPAN - 1), st.integers(0, 30))


def tried(world: World, number: int, kind: str, which: int, day: int, pick: int) -> date | None:
    """Tries an act; answers the first day it may change, None where it is refused."""
    sites = list(Site.objects.order_by("code"))
    code, on = sites[which % len(sites)].code, FIRST + timedelta(days=day)
    more: dict[str, Any] = {"login": "office", "entered": ENTERED + timedelta(days=number), "evidence": (SCAN,)}
    corrected = None
    if kind in ("retract", "tell anew"):
        acts = FactRow.objects.filter(kind__in=("lineage", "handover")).exclude(result=RETRACTED).order_by("pk")
        if not acts:
            return None
        corrected = acts[which % len(acts)]
        assert corrected.site is not None
        code, more["corrects"], more["correct_reason"] = corrected.site.code, corrected.key, "决定撤销"
        kind = "retract" if kind == "retract" else WORDS[corrected.result]
    action, result, values = of(kind, number, pick, [site.code for site in sites], code)
    if corrected is not None:
        action = corrected.record.action
        result = RETRACTED if kind == "retract" else result
    approved = "区办负责人" if result == "voided" else ""
    try:
        world.act(action, code, result, on, approved_by=approved, **more, **values)
    except Problem:
        return None
    return min(on, corrected.happened_on) if corrected is not None else on


WORDS = {
    "split": "split",
    "merged": "merge",
    "handed_over": "hand over",
    "transferred": "transfer",
    "voided": "void",
}


def of(kind: str, number: int, pick: int, codes: list[str], code: str) -> tuple[str, str, dict[str, Any]]:
    match kind:
        case "split":
            return "split_site", "split", {**PAPER, "children": parts(number, pick, code)}
        case "merge":
            return "merge_sites", "merged", {**PAPER, "into": codes[pick % len(codes)]}
        case "hand over":
            return "hand_over_site", "handed_over", {**PAPER, "street": (STREET, OTHER_STREET)[pick % 2]}
        case "transfer":
            return "transfer_site", "transferred", {**PAPER, "to_body": "邻区"}
        case "void":
            return "void_site", "voided", {"reason": "误登"}
    return "", RETRACTED, {}


def parts(number: int, pick: int, code: str) -> list[dict[str, Any]]:
    """Two or three parts that add up to the whole."""
    known = dossier_of(Site.objects.get(code=code))
    whole = [f.payload["damage_area_m2"] for f in standing_facts(known.facts) if f.payload.get("damage_area_m2")][-1]
    left, made = Decimal(whole), []
    for name in range(1 + pick % 2):
        area = (left / 3).quantize(Decimal("0.01"))
        left -= area
        made.append({"name": f"第{number}次{name}", "damage_area_m2": str(area)})
    return [*made, {"name": f"第{number}次末", "damage_area_m2": str(left), "keeps_accounts": True}]


def ledger(on: date) -> LedgerData:
    return ledger_on(programme_in_force(), IssueDay((0,), (on,), on), LATER)


def shown(data: LedgerData) -> dict[str, Any]:
    """All that a ledger says but when it was made."""
    return {key: value for key, value in data.to_json().items() if key != "known_at"}


def holders(code: str, on: date) -> Iterator[str]:
    """The sites that hold a piece of land on a day, by the acts that stand: it is followed where they send it."""
    acts = [f for f in standing_facts(dossier_of(Site.objects.get(code=code)).facts) if f.kind == "lineage"]
    act = next((f for f in reversed(acts) if f.happened_on <= on), None)
    if act is None:
        yield code
    elif act.result == "merged":
        yield from holders(act.payload["into"], on)
    elif act.result == "split":
        for child in children_of(act):
            found = register_act(dossier_of(Site.objects.get(code=child)).facts)
            assert found is None or found.result != "voided", "land of a split that stands is not voided"
            yield from holders(child, on)


@FEW
@given(st.lists(TRY, min_size=4, max_size=9))
def test_on_every_day_each_piece_of_land_is_on_the_ledgers_once(world, tries):
    with transaction.atomic():
        land = [world.register(name, damage_area_m2=str(area)) for name, area in AREAS.items()]
        before = {on: shown(ledger(on)) for on in DAYS}
        for number, one in enumerate(tries):
            first = tried(world, number, *one)
            event(f"{one[0]}: {'accepted' if first else 'refused'}")
            if first is not None:
                after = {on: shown(ledger(on)) for on in DAYS}
                assert [on for on in DAYS if on < first and after[on] != before[on]] == [], (
                    "later acts change no ledger"
                )
                before = after
        assert lineage_faults(dossiers(Site.objects.order_by("code"))) == ()
        for on in DAYS:
            rows = [row.site for sheet in ledger(on).sheets for row in sheet.rows]
            held = [site for code in land for site in holders(code, on)]
            assert sorted(rows) == sorted(set(held)), on
        transaction.set_rollback(True)


@FEW
@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=5), st.integers(0, 10**12), st.integers(0, 6))
def test_the_parts_of_a_figure_are_the_figure(areas, figure, digits):
    rows = [{"code": f"C{n}", "damage_area_m2": str(area)} for n, area in enumerate(areas)]
    split = Fact("s", "lineage", "split", FIRST, LATER, payload={"children": rows})
    whole = Decimal(figure).scaleb(-digits)
    survey = Fact("f", "works", "progress", FIRST, LATER, payload={"done_area_m2": str(whole), "invested": figure})
    copies = [share.of(survey).payload for share in shares_of(split, [survey]).values()]

    done = [Decimal(copy["done_area_m2"]) for copy in copies]
    assert sum(done) == whole
    assert all(part >= 0 for part in done)
    assert [copy["invested"] for copy in copies] == [figure, *[0] * (len(areas) - 1)]

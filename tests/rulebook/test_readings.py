"""Every question read each way: what differs, and from which day (design §1a, rule 13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qingshan.exchange.ledger_book import write_sheets
from qingshan.exchange.ledger_frame import Issue
from qingshan.rulebook.aftercare import aftercare_of
from qingshan.rulebook.bodies import duties_of
from qingshan.rulebook.calendar import issue_day_for
from qingshan.rulebook.consistency import consistency
from qingshan.rulebook.evaluate import evaluate
from qingshan.rulebook.facts import Dossier, Fact
from qingshan.rulebook.gates import judge_entry
from qingshan.rulebook.ledger import compute_ledger
from qingshan.rulebook.ledger_data import LedgerData
from qingshan.rulebook.ledger_diff import diff
from qingshan.rulebook.load import load_programme
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.publicity import public_days
from qingshan.rulebook.questions import ASKED, EVIDENCE, QUESTIONS
from qingshan.rulebook.ranking import rank
from qingshan.rulebook.seats import departments, unseated
from qingshan.rulebook.targets import TargetProgress, target_progress
from tests.ledgers import excluded, ledger_of, registered, six_sites
from tests.programmes.copies import changed, write_copy

from .histories import dossier, fact
from .readings import answered, shipped
from .strategies import days, dossier_of, histories, quick

Probe = Callable[[Programme], Any]

YEAR_END = date(2020, 1, 1)
LONG_AGO = date(2018, 7, 15)


# -- targets


def _site(number: int, year: str, closed_on: str = "") -> Dossier:
    area, money = number * 10_000, number * 100
    facts = [
        fact("site.registered", "2018-06-20", payload={"street": "650105001", "category": "2"}),
        fact("survey.completed", "2018-07-01", payload={"treatable_area_m2": str(area)}),
        fact("plan.submitted", "2018-09-01", subject="v1", payload={"investment": money}),
        fact("scope.included", "2018-07-20"),
        fact("batch.listed", "2018-10-01", payload={"year": year}),
    ]
    if closed_on:
        facts.append(fact("filing.filed", closed_on))
    return dossier(*facts, site=f"S{number}")


FOUR = (
    _site(1, "2019", "2019-11-20"),
    _site(2, "2019", "2019-11-25"),
    _site(3, "2020", "2019-11-28"),
    _site(4, "2020"),
)
"""Three of four closed: all of the first batch, one of the second."""


def _progress(programme: Programme) -> tuple[TargetProgress, ...]:
    entries = [(one, evaluate(programme, one, YEAR_END)) for one in FOUR]
    return target_progress(programme, entries, YEAR_END)


def _first(programme: Programme) -> TargetProgress:
    return _progress(programme)[0]


# -- one site, one entry


def _codes(programme: Programme, action: str, entry: Fact, *facts: Fact) -> set[str]:
    return {b.code for b in judge_entry(programme, dossier(*facts), action, entry)}


def _refused(code: str, action: str, entry: Fact, *facts: Fact) -> Probe:
    """Whether an entry is refused with this code."""
    return lambda programme: code in _codes(programme, action, entry, *facts)


def _done_by(stage: str) -> Probe:
    listed = dossier(fact("scope.included", "2018-07-20"), fact("batch.listed", "2018-10-01", payload={"year": "2019"}))

    def done_by(programme: Programme) -> str:
        state = evaluate(programme, listed, date(2019, 5, 6)).stage(stage)
        assert state is not None
        return state.done_by.isoformat() if state.done_by else ""

    return done_by


def _slots(programme: Programme) -> dict[str, str]:
    known = dossier(fact("site.registered", "2018-08-01", payload={"category": "3", "licence_no": "C1"}))
    return {slot.code: slot.state for slot in evaluate(programme, known, date(2019, 5, 6)).slots}


def _party_of_recognition(programme: Programme) -> str:
    accepted = dossier(fact("acceptance.passed", "2019-05-05"))
    actions = evaluate(programme, accepted, date(2019, 5, 6)).next_actions
    return next(a.party for a in actions if a.action == "record_recognition")


POSTED = fact("publicity.posted", "2019-09-02", subject="N1", payload={"channel_kind": "portal"})
OBJECTED = dossier(
    POSTED,
    fact("complaint.received", "2019-09-04", subject="C1"),
    fact("complaint.decided", "2019-09-05", subject="C1", payload={"conclusion": "rejected"}),
    fact("publicity.certified", "2019-09-12", subject="N1"),
)


def _publicity(programme: Programme) -> str:
    state = evaluate(programme, OBJECTED, date(2019, 10, 8)).stage("publicity")
    assert state is not None
    return state.state


def _warned(code: str, *facts: Fact) -> Probe:
    """How a site's own figures are judged: warn, block or not at all."""
    return lambda programme: next(
        (f.level for f in consistency(programme, dossier(*facts), date(2019, 12, 1)) if f.blocker.code == code), ""
    )


def _modes_refused(programme: Programme) -> list[str]:
    def entry(mode: str) -> Fact:
        payload = {"is_lost": False, "body_kind": "enterprise", "mode": mode}
        return fact("responsibility.determined", "2018-09-01", payload=payload)

    modes = ("restore", "pay", "substitute")
    return [m for m in modes if "mode_not_open" in _codes(programme, "determine_responsibility", entry(m))]


PANEL = [
    {"name": f"专家{n}", "speciality": code, "employer": "院"}
    for n, code in enumerate(("ecology", "geohazard", "water_soil", "safety"))
]
PANEL_OF_FOUR = fact("review.passed", "2018-10-08", subject="v1", payload={"panel": PANEL})


def _panel(programme: Programme) -> list[str]:
    return sorted(c for c in _codes(programme, "record_review", PANEL_OF_FOUR) if c.startswith("panel"))


def _criterion(verdict: str, reason: str = "") -> Fact:
    row = {"criterion": "O2", "verdict": verdict, "reason": reason}
    return fact("acceptance.passed", "2019-09-01", subject="1", payload={"criteria": [row]})


def _survey(**payload: Any) -> Fact:
    return fact("survey.completed", "2018-07-20", payload={"total_area_m2": "100", **payload})


# -- ledgers


def _ledger(programme: Programme, *more: Dossier) -> LedgerData:
    return ledger_of([*six_sites(), *more], programme=programme)


def _reason_printed(programme: Programme) -> str:
    left_out = excluded("Z")
    restored = Fact(
        left_out.id, "scope", "excluded", left_out.happened_on, left_out.recorded_at,
        payload={**left_out.payload, "reason": "A"},
    )  # fmt: skip
    data = _ledger(programme, Dossier("Z", (registered("Z", "庚午砂石矿"), restored)))
    _, row = data.row("Z") or ("", None)
    layout = programme.ledger("2-2")
    assert row is not None
    assert layout is not None
    key = next(c.key for c in layout.columns if c.value == "exclusion_reason")
    return row.cells[key].text


def _foot(programme: Programme) -> list[str]:
    data = _ledger(programme)
    layout, sheet = programme.ledger("2-1"), data.sheet("2-1")
    assert layout is not None
    assert sheet is not None
    content = write_sheets(Issue(programme, data, diff(None, data), layout, sheet, ""))
    cells = {str(c.value) for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows() for c in row}
    return sorted(cells & {"（盖章）", "办公室主任（签名）："})


def _street_printed(programme: Programme) -> str:
    moved = Dossier("Y", (registered("Y", "辛未砂石矿", street="650105001"),))
    on = date(2019, 10, 24)
    issue_day = issue_day_for(programme, on)
    assert issue_day is not None
    entries = [(moved, evaluate(programme, moved, on))]
    data = compute_ledger(programme, entries, on, issue_day, {"650105001": "水磨沟街道（2019年新名）"})
    _, row = data.row("Y") or ("", None)
    layout = programme.ledger("2-1")
    assert row is not None
    assert layout is not None
    return row.cells[next(c.key for c in layout.columns if c.value == "unit")].text


def _control(programme: Programme) -> int:
    return next(line.counted for line in _ledger(programme).control if line.code == "licensed")


def _subtotals(programme: Programme) -> list[str]:
    sheet = _ledger(programme).sheet("2-1")
    assert sheet is not None
    return [s.code for s in sheet.subtotals]


def _due_in_the_golden_week(programme: Programme) -> str:
    issue = issue_day_for(programme, date(2018, 10, 4))
    assert issue is not None
    return issue.due_on.isoformat()


def _last_public_day(programme: Programme) -> str:
    days_of = public_days(programme, date(2019, 9, 27))
    assert days_of is not None
    return days_of[1].isoformat()


def _order(programme: Programme) -> bool:
    codes = list(_slots(programme))
    return codes.index("publicity_proof") < codes.index("acceptance_form")


def _street_owes(programme: Programme) -> list[str]:
    street = next(p.code for p in programme.parties if p.kind == "street")
    return [d.code for d in duties_of(programme, Dossier(street, ()), date(2018, 11, 5)) if d.code == "unit_plan"]


def _party_of_enforcement(programme: Programme) -> str:
    site = dossier(
        fact("site.registered", "2018-06-20", payload={"is_licensed": False, "category": "4"}),
        fact("scope.included", "2018-07-20"),
        fact("works.started", "2019-04-01", subject="1"),
    )
    found = evaluate(programme, site, date(2019, 5, 6)).debts
    return next(d.party for d in found if d.stage == "enforcement")


def _ranked(programme: Programme) -> list[str]:
    def site(code: str, area: str, *, is_first: bool) -> Dossier:
        told = {"treatable_area_m2": area, "affects_residents": is_first, "severity": "light"}
        return dossier(fact("survey.completed", "2018-07-01", payload=told), site=code)

    two = (site("A", "10000", is_first=False), site("B", "390000", is_first=True))
    return [one.site for one in rank(programme, two, date(2019, 5, 6))]


def _aftercare(programme: Programme) -> bool:
    closed = dossier(fact("scope.included", "2018-07-20"), fact("filing.filed", "2019-11-20"))
    on = date(2019, 12, 2)
    found = aftercare_of(programme, closed, evaluate(programme, closed, on))
    return found is not None and found.until is not None


PROBES: dict[str, tuple[Probe, dict[str, Any]]] = {
    "early_procedure": (
        _refused(
            "stage_open",
            "record_procedure",
            fact("procedure.done", "2018-10-01", subject="proposal", payload={"step": "proposal"}),
            fact("scope.included", "2018-07-20"),
        ),
        {"prepare_early": False, "all_after": True},
    ),
    "presumed_tasks": (_street_owes, {"task": ["unit_plan"], "existing": []}),
    "substitution": (
        _refused(
            "order_still_running",
            "substitute_restoration",
            fact("responsibility.substituted", "2018-10-01"),
            fact("responsibility.ordered", "2018-09-01", payload={"order_due_on": "2018-12-31"}),
        ),
        {"order_then_substitute": True, "either": False},
    ),
    "enforcement_lead": (_party_of_enforcement, {"as_written": "enforcement", "street": "street"}),
    "ranking": (_ranked, {"priority_first": ["B", "A"], "ease_first": ["A", "B"]}),
    "aftercare": (_aftercare, {"optional_aftercare": True, "none": False}),
    "target_lines": (
        lambda p: {t.code: t.verdict for t in _progress(p)},
        {
            "two_lines": {
                "floor_2019": "stretch_met",
                "floor_2020": "running",
                "stretch_2019": "stretch_met",
                "stretch_2020": "running",
            },
            "floor_only": {"floor_2019": "met", "floor_2020": "open"},
            "stretch_only": {"stretch_2019": "met", "stretch_2020": "open"},
        },
    ),
    "target_measure": (lambda p: _first(p).total, {"sites": 4, "area": 100_000, "investment": 1000}),
    "target_level": (
        lambda p: [t.code for t in _progress(p) if t.is_binding],
        {
            "as_written": ["floor_2019", "floor_2020"],
            "district": ["floor_2019", "floor_2020", "stretch_2019", "stretch_2020"],
            "street": [],
        },
    ),
    "target_base": (lambda p: (_first(p).total, _first(p).needed), {"derived": (4, 2), "fixed": (31, 16)}),
    "control_unit": (_control, {"mines": 5, "enterprises": 1}),
    "end_states": (_reason_printed, {"apart": "A 已治理完成（有验收文件）", "one": "已治理、改建、征购情形"}),
    "planning": (_done_by("acceptance"), {"back_plan": "2019-11-08", "none": ""}),
    "stage_day": (_done_by("works"), {"earliest": "2019-10-27", "own": "2019-12-31"}),
    "closing_day": (_done_by("filing"), {"batch": "2019-11-30", "last_phase": "2020-12-31"}),
    "deadline_day": (_done_by("filing"), {"inclusive": "2019-11-30", "exclusive": "2019-11-29"}),
    "facts_before_issue": (
        _refused("dated_before_issue", "record_survey", fact("survey.completed", "2018-07-01", recorded="2018-07-20")),
        {"accepted": False, "refused": True},
    ),
    "phases": (
        _refused("phase_not_begun", "start_works", fact("works.started", "2018-10-20", subject="1")),
        {"per_site": False, "global": True},
    ),
    "plan_roles": (
        _refused("plan_role_missing", "commission_plan", fact("plan.commissioned", "2018-09-01", subject="v1")),
        {"three": True, "organiser_only": False},
    ),
    "executor": (_modes_refused, {"apart": [], "government": ["restore"], "enterprise": ["pay", "substitute"]}),
    "slot_order": (_order, {"process": False, "annex": True}),
    "ledger_signature": (_foot, {"office": ["（盖章）"], "person": ["办公室主任（签名）："]}),
    "names": (_street_printed, {"dated": "水磨沟街道（2019年新名）", "of_the_notice": "水磨沟街道"}),
    "unseated": (
        lambda p: [one.party.code for one in unseated(p, YEAR_END)],
        {"reported": ["enforcement"], "ignored": []},
    ),
    "departments": (
        lambda p: sorted(
            {"land", "urban_rural", "finance", "enforcement"} & {d.code for d in departments(p, YEAR_END)}
        ),
        {
            "union": ["finance", "land", "urban_rural"],
            "group": ["finance", "urban_rural"],
            "support": ["finance", "land"],
        },
    ),
    "recognition_asked_by": (_party_of_recognition, {"as_written": "epb", "office": "office"}),
    "public_days": (
        _last_public_day,
        {
            "as_written": "2019-10-04",
            "calendar": "2019-10-04",
            "working": "2019-10-12",
            "calendar_from_posting": "2019-10-03",
            "working_from_posting": "2019-10-11",
        },
    ),
    "channels": (
        _refused(
            "channel_missing", "record_certificate", fact("publicity.certified", "2019-09-12", subject="N1"), POSTED
        ),
        {"one": False, "both": True},
    ),
    "complaint_decision": (
        _refused("not_countersigned", "decide_complaint", fact("complaint.decided", "2019-09-12", subject="C1")),
        {"countersigned": True, "self_decided": False},
    ),
    "objection": (_publicity, {"unresolved": "reached", "any": "open"}),
    "closing_unit": (lambda p: _first(p).reached, {"mine": 3, "batch": 2, "item": 0}),
    "outside_acts": (
        _refused("scan_missing", "record_city_audit", fact("audit.passed", "2019-11-20", subject="X1")),
        {"scan": True, "own": False},
    ),
    "criteria": (
        _refused("criterion_not_met", "record_acceptance", _criterion("not_met")),
        {"table": True, "overall": False},
    ),
    "criteria_apply": (
        _refused("criterion_applies", "record_acceptance", _criterion("not_applicable", "没有边坡")),
        {"by_analogy": False, "strict": True},
    ),
    "subtotals": (_subtotals, {"groups": ["coal", "noncoal", "unlicensed"], "none": []}),
    "exclusion_reasons": (
        _refused(
            "exclusion_unexplained",
            "decide_scope",
            fact("scope.excluded", "2018-08-01", payload={"explanation": "已自然恢复"}),
        ),
        {"reason_codes": True, "free": False},
    ),
    "weekly_day": (
        _due_in_the_golden_week,
        {
            "as_written": "2018-09-30",
            "previous_workday": "2018-09-30",
            "next_workday": "2018-10-08",
            "same_day": "2018-10-04",
        },
    ),
    "damage_kinds": (
        _refused("damage_way_not_listed", "record_survey", _survey(units=[{"damage_way": "polluted"}])),
        {"extended": False, "closed": True},
    ),
    "other_minerals": (
        _warned(
            "mineral_not_listed",
            fact("site.registered", "2018-08-01", payload={"is_licensed": True, "minerals": ["11001", "83900"]}),
        ),
        {"shown": "warn", "refused": "block"},
    ),
    "pit_count": (
        _refused("area_without_count", "record_survey", _survey(collapse_area_m2="50")),
        {"pits": False, "both": True},
    ),
    "slot_where_known": (lambda p: _slots(p)["licence_copy"], {"demanded": "later", "never": "never"}),
    "slots_due": (lambda p: _slots(p)["filing_receipt"], {"by_stage": "later", "at_once": "owed"}),
    "city_money": (
        _warned("not_allotted", fact("funding.received", "2019-03-04", payload={"level": "city", "amount": 100})),
        {"applied_for": "warn", "one": ""},
    ),
    "panel_size": (_panel, {"as_written": ["panel_even", "panel_too_small"], "one_each": []}),
    "responsible_persons": (
        _warned(
            "persons_missing",
            fact("responsibility.determined", "2018-09-01", payload={"first_responsible": "街道主任"}),
        ),
        {"each": "warn", "one": ""},
    ),
}
"""Question → what to look at, and what it shows under each value."""


def test_every_question_is_run_under_each_of_its_values():
    assert {name: set(expected) for name, (_, expected) in PROBES.items()} == {
        name: set(question.values) for name, question in QUESTIONS.items()
    }


@pytest.mark.parametrize("name", PROBES)
def test_the_readings_differ(name: str):
    probe, expected = PROBES[name]

    found = {value: probe(answered(shipped(), name, value)) for value in expected}

    assert found == expected
    assert len({repr(value) for value in found.values()}) > 1


@pytest.mark.parametrize("name", PROBES)
def test_a_reading_has_the_say_from_its_day(name: str):
    probe, expected = PROBES[name]
    one, *_, other = expected

    assert probe(answered(shipped(), name, one, (date(2030, 1, 1), other))) == expected[one]
    assert probe(answered(shipped(), name, one, (LONG_AGO, other))) == expected[other]


def test_what_the_notice_chose_is_what_the_software_does_without_a_reading():
    """The shipped readings answer as the defaults do, apart from where a table says the same."""
    chosen = {r.governs: r.lines[-1].chosen for r in shipped().readings if r.governs}
    assert set(chosen) == set(QUESTIONS)
    other = {name: value for name, value in chosen.items() if value != QUESTIONS[name].default}
    assert other == {"public_days": "calendar", "weekly_day": "previous_workday"}


def test_a_reading_that_changes_nothing_says_why():
    assert [r.code for r in shipped().readings if not r.governs and len(r.reason) < 10] == []


# -- switched midway


def _settled(programme: Programme, facts: list[Fact], on: date) -> dict[str, Any]:
    status = evaluate(programme, dossier_of(facts), on)
    return {name: getattr(status, name) for name in status.__slots__ if name != "valid_until"}


@st.composite
def switches(draw: st.DrawFn, judged_on: str = "") -> tuple[str, str, str, date]:
    """A question, two of its values, and the day the second takes over."""
    names = [name for name, q in QUESTIONS.items() if judged_on in ("", q.judged_on)]
    name = draw(st.sampled_from(names))
    one, other = draw(st.permutations(list(QUESTIONS[name].values)))[:2]
    return name, one, other, draw(days)


@quick
@given(histories(), switches(), days)
def test_the_replay_of_a_day_before_a_switch_does_not_change(
    facts: list[Fact], switch: tuple[str, str, str, date], on: date
) -> None:
    name, one, other, changed = switch
    if on >= changed:
        on = date.fromordinal(changed.toordinal() - 1)
    switched = answered(shipped(), name, one, (changed, other))
    assert _settled(switched, facts, on) == _settled(answered(shipped(), name, one), facts, on)


@quick
@given(histories(), switches(ASKED), st.integers(0, 60))
def test_what_is_judged_on_the_day_asked_about_is_read_as_of_that_day(
    facts: list[Fact], switch: tuple[str, str, str, date], later: int
) -> None:
    name, one, other, changed = switch
    on = date.fromordinal(changed.toordinal() + later)
    switched = answered(shipped(), name, one, (changed, other))
    assert _settled(switched, facts, on) == _settled(answered(shipped(), name, other), facts, on)


@quick
@given(histories(), switches(EVIDENCE), st.integers(0, 60))
def test_what_is_judged_on_the_day_of_the_evidence_is_not_judged_anew(
    facts: list[Fact], switch: tuple[str, str, str, date], later: int
) -> None:
    name, one, other, changed = switch
    before = [f for f in facts if f.happened_on < changed]
    on = date.fromordinal(changed.toordinal() + later)
    switched = _settled(answered(shipped(), name, one, (changed, other)), before, on)
    unswitched = _settled(answered(shipped(), name, one), before, on)
    for part in ("stages", "debts", "holds", "entered_against", "place", "outcome"):
        assert switched[part] == unswitched[part]


@quick
@given(histories(), switches(), days, st.integers(1, 40))
def test_a_status_stays_right_until_its_day_also_with_a_switch_ahead(
    facts: list[Fact], switch: tuple[str, str, str, date], on: date, later: int
) -> None:
    """Property 17 with readings switched midway: until `valid_until` only the slack changes."""
    name, one, other, changed = switch
    switched = answered(shipped(), name, one, (changed, other))
    facts = [f for f in facts if f.happened_on <= on]
    status = evaluate(switched, dossier_of(facts), on)
    last = status.valid_until or date.max
    then = min(date.fromordinal(on.toordinal() + later), date.fromordinal(last.toordinal() - 1))
    after = evaluate(switched, dossier_of(facts), then)
    assert [(s.state, s.timing, s.done_by) for s in after.stages] == [
        (s.state, s.timing, s.done_by) for s in status.stages
    ]
    assert (after.place, after.debts, after.holds, after.progress) == (
        status.place,
        status.debts,
        status.holds,
        status.progress,
    )


# -- a reading that is another version of the programme


def test_publicity_beside_recognition_is_another_version_of_the_main_line(tmp_path: Path) -> None:
    """C-53: recognition parallel and one condition of the gate less; a notice then waits for no recognition."""
    beside = load_programme(
        write_copy(
            tmp_path / "beside",
            stages=changed("stages", 'action = "record_recognition"\n', 'action = "record_recognition"\nparallel = true\n'),
            gates=changed(
                "gates", '    { check = "satisfied", stage = "recognition", clause = "五(四)1c" },\n    { check = "four', '    { check = "four'
            ),
        )
    )  # fmt: skip
    accepted = (
        fact("works.completed", "2019-08-20", subject="1"),
        fact("acceptance.passed", "2019-09-01", subject="1"),
    )
    post = fact("publicity.posted", "2019-09-02", subject="N1")

    waits = ["stage_open" in _codes(p, "post_publicity", post, *accepted) for p in (shipped(), beside)]
    posted = [evaluate(p, dossier(*accepted, post), date(2019, 9, 2)) for p in (shipped(), beside)]
    against = ["stage_open" in {b.code for b in s.entered_against if b.params["fact"] == post.id} for s in posted]

    assert waits == [True, False]
    assert against == [True, False]
    assert beside.digest != shipped().digest

"""The shipped programme says what the notice says, uses every key there is, and leaves nothing out (issue: Deliver 2)."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest

from qingshan.accounts.roles import ROLES
from qingshan.rulebook import programme as classes
from qingshan.rulebook.checks import vocabulary
from qingshan.rulebook.draft import CLAUSES_OF, LISTS, SINGLES, NoticeHead, walk
from qingshan.rulebook.duties import ANY_WORK, STREET_WORK, all_work, work_of
from qingshan.rulebook.ledger_values import VALUE_TYPES
from qingshan.rulebook.load import load_programme, validate_programme
from qingshan.rulebook.nouns import BY_ACTION, NOUNS
from tests.shared_data import shared_data

from .copies import SHIPPED, TEXTS, write_copy

# fmt: off
ROWS = """H-1 H-2 序-1 序-2 一-1 一-2 二-1 二-2 二-3 二-4 二-5 二-6 二-7 三(一)-1 三(一)-2 三(一)-3 三(一)-4 三(二)-1 三(二)-2
三(二)-3 三(三)-1 三(三)-2 三(三)-3 三(三)-4 三(三)-5 四-1 四-2 四-3 四-4 四-5 五(一)0 五(一)1a 五(一)1b 五(一)1c 五(一)1d
五(一)1e 五(一)1f 五(一)1g 五(一)1h 五(一)1i 五(一)2a 五(一)2b 五(二)0 五(二)1 五(二)1b 五(二)2a 五(二)2b 五(二)2c 五(二)2d
五(二)3a 五(二)3b 五(二)3c 五(二)3d 五(三)0 五(三)1a 五(三)1b 五(三)2a 五(三)2b 五(三)3a 五(三)3b 五(三)4a 五(三)4b 五(四)0
五(四)1a 五(四)1b 五(四)1c 五(四)2a 五(四)2b 五(四)2c 五(四)2d 五(四)2e 五(四)3a 五(四)3b 五(四)3c 五(四)3d 五(四)3e 六(一)-1
六(一)-2 六(一)-3 六(一)-4 六(一)-5 六(二)-1 六(二)-2 六(二)-3 六(二)-4 六(二)-5 六(二)-6 六(三)-1 六(三)-2 六(四)-1
附件1-一1..6 附件1-二1..6 附件1-三1..4 附件1-四 附件2-1 附件2-2 附件2-备注 印发 N-1 N-2 N-3 N-4""".split()
BARE = """一 二 三(一) 三(二) 三(三) 四 五(一) 五(一)1 五(一)2 五(二) 五(二)2 五(二)3 五(三) 五(三)1 五(三)2 五(三)3 五(三)4 五(四)
五(四)1 五(四)2 五(四)3 六(一) 六(二) 六(三) 六(四) 附件1 附件2""".split()
# fmt: on


@cache
def shipped() -> classes.Programme:
    return load_programme(SHIPPED)


def test_the_shipped_programme_is_clean():
    assert validate_programme(SHIPPED) == ()


def test_every_row_of_the_mission_table_and_every_clause_above_it_is_listed_once():
    assert sorted(clause.code for clause in shipped().clauses) == sorted(ROWS + BARE)


def test_summaries_are_short():
    assert all(len(clause.summary) <= 40 for clause in shipped().clauses)


# ── every key is read, every attribute is filled


def table_classes() -> list[type]:
    found: list[type] = []
    waiting = [cls for _, cls in LISTS.values()] + list(SINGLES.values())
    while waiting:
        cls = waiting.pop()
        if cls in found:
            continue
        found.append(cls)
        for hint in get_type_hints(cls).values():
            waiting += [one for one in (hint, *get_args(hint)) if isinstance(one, type) and is_dataclass(one)]
    return found


def written_keys() -> set[tuple[str, str]]:
    """Class and key of everything the files write, found by their own tables and not by the reader."""
    found: set[tuple[str, str]] = set()

    def look(cls: type, raw: dict[str, Any]) -> None:
        hints = get_type_hints(cls)
        for key, value in raw.items():
            if key not in hints:
                found.add((cls.__name__, "params"))
                continue
            found.add((cls.__name__, key))
            inner = [one for one in (hints[key], *get_args(hints[key])) if isinstance(one, type) and is_dataclass(one)]
            for item in value if isinstance(value, list) else [value]:
                if inner and isinstance(item, dict):
                    look(inner[0], item)

    for text in TEXTS.values():
        for table, raw in tomllib.loads(text).items():
            if table == CLAUSES_OF:
                continue
            for row in raw if isinstance(raw, list) else [raw]:
                look(LISTS[table][1] if table in LISTS else SINGLES[table], row)
    return found


WAITING = {
    ("Evidence", "params"),  # the checks of evidence take none
    ("Target", "count"),  # its targets are shares
    ("Weekly", "every_weeks"),  # its report is due every week
    ("Weekly", "day_of_month"),
    ("Weekly", "street_cutoff_day"),
}
OF_THE_FILES = {"format"}
"""What the head says of the files and not of the notice."""


def test_every_attribute_of_every_class_is_written_somewhere_in_the_shipped_programme():
    attributes = {(cls.__name__, one.name) for cls in table_classes() for one in fields(cls)}
    assert attributes - written_keys() == WAITING


def test_every_key_written_is_an_attribute_of_what_is_loaded():
    found: set[tuple[str, str]] = set()
    for one in fields(classes.Programme):
        value = getattr(shipped(), one.name)
        for item in value if isinstance(value, tuple) else [value]:
            found |= {(type(o).__name__, f.name) for _, o in walk(item, "") for f in fields(o)}
    head = {("NoticeHead", one.name) for one in fields(NoticeHead)}
    assert written_keys() - found - head == set()
    assert {one.name for one in fields(NoticeHead)} - OF_THE_FILES < {one.name for one in fields(classes.Programme)}


def test_the_programme_class_has_no_attribute_that_comes_from_nowhere():
    tables = {attribute for attribute, _ in LISTS.values()} | (set(SINGLES) - {"notice"})
    own = {one.name for one in fields(NoticeHead)} - OF_THE_FILES | {"digest", "boundary", CLAUSES_OF}
    assert {one.name for one in fields(classes.Programme) if one.init} == tables | own


# ── part 二 to 四


def test_the_control_totals_are_those_of_the_notice():
    counts = {total.code: total.count for total in shipped().control_totals}
    assert counts == {
        "licensed": 26,
        "producing": 1,
        "stopped": 25,
        "cancelled": 16,
        "cancelled_coal": 5,
        "cancelled_noncoal": 11,
        "not_cancelled": 10,
        "not_cancelled_coal": 2,
        "not_cancelled_noncoal": 8,
        "done": 5,
        "unlicensed": 5,
        "total": 31,
    }


def test_targets_are_a_floor_for_the_district_and_a_stretch_for_the_streets():
    assert [(t.kind, t.level, t.by, t.percent) for t in shipped().targets] == [
        ("floor", "district", date(2019, 12, 31), Decimal(50)),
        ("floor", "district", date(2020, 12, 31), Decimal(100)),
        ("stretch", "street", date(2019, 12, 31), Decimal(60)),
        ("stretch", "street", date(2020, 12, 31), Decimal(100)),
    ]


def test_the_streets_are_the_fourteen_of_2017_and_the_two_proved_area_committees():
    streets = [party for party in shipped().parties if party.kind == "street"]
    codes = [party.code for party in streets]
    assert codes == [f"650105{n:03d}" for n in (*range(1, 9), *range(10, 16))] + ["pq-nanhubei", "pq-weihuliang"]
    assert shipped().party("650105001").aliases == ("水磨沟街道办事处", "七纺街道")


def test_street_codes_are_those_of_the_published_list():
    listed = dict(
        line.split(",")[:2] for line in shared_data("admin/shuimogou_streets_650105.csv").read_text().splitlines()[1:]
    )
    for party in shipped().parties:
        if party.kind == "street" and party.code.isdigit():
            assert listed[party.code].strip('"') in (party.name, *party.aliases)


# ── 附件1

MATRIX = {
    "basic_sheet": "12",
    "licence_copy": "12",
    "closure_papers_coal": "1",
    "closure_papers_sand": "2",
    "closure_papers_closed": "3",
    "enforcement_papers": "4",
    "survey_coal": "1",
    "survey_sand": "2",
    "survey_closed": "3",
    "survey_other": "4",
    "reviewed_plan": "1234",
    "publicity_proof": "1234",
    "acceptance_form": "1234",
    "closure_ledger": "1234",
    "filing_receipt": "1234",
}


def test_every_document_of_annex_1_has_its_slot_in_every_category_that_asks_for_it():
    slots = {slot.code: "".join(slot.categories) for slot in shipped().slots}
    assert {code: slots[code] for code in MATRIX} == MATRIX


@pytest.mark.parametrize(
    ("slot", "stage"),
    [
        ("basic_sheet", "survey"),
        ("reviewed_plan", "review"),
        ("acceptance_form", "acceptance"),
        ("publicity_proof", "publicity"),
        ("closure_ledger", "report"),
        ("filing_receipt", "filing"),
    ],
)
def test_a_document_is_asked_for_only_when_its_stage_is_reached(slot: str, stage: str):
    assert next(one.stage for one in shipped().slots if one.code == slot) == stage


def test_the_missing_comma_of_annex_1_is_read_as_three_documents():
    papers = next(slot for slot in shipped().slots if slot.code == "closure_papers_coal")
    assert papers.examples == ("自治区国土资源厅注销公告", "采矿权人注销申请", "注销通知")


# ── the main line


def test_the_main_line_is_in_the_order_of_part_five():
    assert [stage.code for stage in shipped().stages] == [
        "survey",
        "verification",
        "scope",
        "responsibility",
        "enforcement",
        "plan",
        "review",
        "batch",
        "procedure",
        "works",
        "acceptance",
        "recognition",
        "publicity",
        "report",
        "audit",
        "signature",
        "filing",
    ]


def requires(action: str) -> list[tuple[str, Any]]:
    gate = shipped().gate(action)
    assert gate is not None
    return [(use.check, use.params.get("stage")) for use in gate.requires]


def test_works_start_only_after_the_review_is_passed():
    gate = shipped().gate("start_works")
    assert gate is not None
    assert gate.clause == "五(二)3d"
    assert ("satisfied", "review") in requires("start_works")


def test_publicity_asks_for_recognition_and_the_certificate_for_the_days():
    assert ("satisfied", "recognition") in requires("post_publicity")
    assert ("public_period_over", None) in requires("record_certificate")


def test_report_and_filing_ask_for_no_debts_and_outside_acts_for_their_scan():
    assert ("no_debts", None) in requires("record_report")
    assert ("no_debts", None) in requires("record_filing")
    external = [action.name for noun in NOUNS for action in noun.actions if action.external]
    assert all(("scan_attached", None) in requires(action) for action in external)


def test_every_action_has_a_gate_whose_permission_somebody_holds():
    held = {p for role in ROLES.values() for p in role.permissions} | all_work(shipped().parties)
    assert {gate.action for gate in shipped().gates} == set(BY_ACTION)
    assert {gate.permission for gate in shipped().gates} - held == set()


def test_a_bureau_holds_what_the_notice_gives_it():
    finance = work_of(shipped().parties, "finance")
    assert "funding.record" in finance
    assert "works.start" not in finance
    assert work_of(shipped().parties, "coal") == work_of(shipped().parties, "a body of the district's own") == ANY_WORK


def test_every_street_works_as_the_role_of_streets_does():
    assert {work_of(shipped().parties, p.code) for p in shipped().parties if p.kind == "street"} == {STREET_WORK}


def test_every_ending_that_may_name_a_stage_is_of_an_action_that_can_carry_it():
    carriers = {(a.kind, r) for noun in NOUNS for a in noun.actions if a.ending for r in a.results}
    assert {(e.fact, e.result) for e in shipped().endings if e.may_end} <= carriers


def test_checks_are_used_from_the_vocabulary_alone():
    used = {use.check for gate in shipped().gates for use in gate.requires}
    assert used <= set(vocabulary.GATES)


# ── the ledgers


@pytest.mark.parametrize(("code", "last"), [("2-1", 33), ("2-2", 17)])
def test_a_ledger_has_every_official_column_in_order(code: str, last: int):
    layout = shipped().ledger(code)
    assert layout is not None
    assert list(dict.fromkeys(column.no for column in layout.columns)) == list(range(1, last + 1))
    assert [column.key for column in layout.columns] == list(dict.fromkeys(column.key for column in layout.columns))


def test_the_print_version_of_2_1_has_the_columns_of_the_proposal():
    layout = shipped().ledger("2-1")
    assert layout is not None
    printed = [column for column in layout.columns if column.printed]
    assert sorted({column.no for column in printed}) == [
        1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 15, 18, 19, 20, 22, 24, 25, 26, 27, 28, 32,
    ]  # fmt: skip
    assert len({column.print_group or column.key for column in printed}) == 20


def test_every_column_is_of_the_type_its_value_yields():
    for layout in shipped().ledgers:
        for column in layout.columns:
            assert VALUE_TYPES[column.value] == column.type


def test_what_may_not_fall_is_marked():
    layout = shipped().ledger("2-1")
    assert layout is not None
    assert [column.key for column in layout.columns if column.monotone] == ["received", "invested", "done_area"]


# ── readings, lists, criteria


def test_every_contradiction_has_its_reading():
    assert [reading.code for reading in shipped().readings] == [f"C-{n:02d}" for n in range(1, 54)]


def test_exclusion_reasons_are_nine_letters():
    reasons = shipped().code_list("exclusion_reasons")
    assert reasons is not None
    assert "".join(reasons.items) == "ABCDEFGHZ"


@pytest.mark.parametrize(
    "name", sorted({f.list.split(":")[1] for n in NOUNS for f in n.fields if f.list.startswith("programme:")})
)
def test_every_list_the_nouns_take_from_the_notice_is_there(name: str):
    found = shipped().code_list(name)
    assert found is not None
    assert found.items


def test_numbers_not_in_the_notice_are_marked():
    marks = {parameter.code: parameter.confidence for parameter in shipped().parameters}
    assert marks["lead_works"] == "R-L"
    assert marks["lead_recognition"] == "R-L"
    assert marks["lead_publicity"] == "F"


# ── holidays


def test_days_off_and_worked_are_those_of_the_state_council():
    off: set[date] = set()
    worked: set[date] = set()
    for year in (2018, 2019, 2020, 2021):
        for day in json.loads(shared_data(f"holidays/{year}.json").read_text())["days"]:
            (off if day["isOffDay"] else worked).add(date.fromisoformat(day["date"]))
    calendar = shipped().calendar
    assert calendar.days_off == {day for day in off if day >= calendar.first}
    assert calendar.days_worked == {day for day in worked if day >= calendar.first}


# ── the digest


def test_the_digest_changes_with_a_value_and_not_with_layout(tmp_path):
    spaced = TEXTS["weekly.toml"].replace("weekday = 4", "weekday  =  4 # 周四")
    other = TEXTS["weekly.toml"].replace("12:00:00", "13:00:00")

    same = load_programme(write_copy(tmp_path / "same", weekly=spaced))
    changed = load_programme(write_copy(tmp_path / "changed", weekly=other))

    assert same.digest == shipped().digest
    assert changed.digest != shipped().digest

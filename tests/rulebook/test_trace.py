"""From a clause to what carries it out: of the shipped notice, and of one with other clauses, stages and bodies."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from qingshan.rulebook import trace as traces
from qingshan.rulebook.checks.registry import GATES
from qingshan.rulebook.load import load_programme, shipped_programmes, written_in
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.trace import Key, Trace, keys_of, trace
from tests.second_notice.golden import NOTICE

SHIPPED = shipped_programmes()["shuimogou-2018"]


@pytest.fixture(scope="module", params=[SHIPPED, NOTICE], ids=["shipped", "second"])
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def programme(folder: Path) -> Programme:
    return load_programme(folder)


def actions(found: Trace) -> set[str]:
    return {place.action.name for place in found.records}


def told(key: Key) -> tuple[str, str]:
    return key.table, key.key


def test_every_gate_and_stage_is_found_by_its_clause_its_action_and_its_code(programme: Programme) -> None:
    for gate in programme.gates:
        assert gate.action in actions(trace(programme, gate.clause))
        assert gate.action in actions(trace(programme, gate.action))
    for stage in programme.stages:
        assert stage.action in actions(trace(programme, stage.clause))
        assert stage.action in actions(trace(programme, stage.code))


def test_every_line_with_a_clause_is_found_by_it(programme: Programme) -> None:
    keys = list(keys_of(programme))
    for clause in {key.clause for key in keys}:
        found = set(map(told, trace(programme, clause).keys))
        assert found >= {told(key) for key in keys if key.clause == clause}


def test_every_reading_is_found_by_its_code_with_what_bears_its_clause(programme: Programme) -> None:
    for reading in programme.readings:
        found = trace(programme, reading.code)
        assert found.readings == (reading,)
        assert {key.clause for key in found.keys} >= {reading.clause}


def test_every_line_is_told_with_its_file(programme: Programme, folder: Path) -> None:
    files = written_in(folder)
    derived = {"lists"}
    assert [k.root for k in keys_of(programme) if k.root not in files and k.root[0] not in derived] == []


def test_a_clause_not_written_out_gathers_those_below_it_and_no_neighbour() -> None:
    programme = load_programme(SHIPPED)
    codes = {c.code for c in trace(programme, "五(四)2").clauses}
    assert codes == {"五(四)2", *(f"五(四)2{letter}" for letter in "abcde")}
    assert actions(trace(programme, "五(四)2")) >= {"post_publicity", "receive_complaint", "decide_complaint"}


def test_a_figure_of_the_notice_leads_to_the_columns_it_is_counted_from() -> None:
    found = trace(load_programme(SHIPPED), "二-2")
    assert {"register_site": ("is_licensed", "production_state")}.items() <= {
        place.action.name: place.fields for place in found.records
    }.items()


def test_a_check_is_told_with_the_line_it_is_written_on() -> None:
    place = trace(load_programme(SHIPPED), "panel_complete").checks[0]
    file, line = place.where.split(":")
    source = (Path(traces.__file__).parents[1] / file).read_text("utf-8").splitlines()
    assert source[int(line) - 1].startswith("def panel_complete(")
    assert place.function == "rulebook.checks.review:panel_complete"
    assert place.says == (inspect.getdoc(GATES["panel_complete"]) or "").splitlines()[0]


def test_a_reading_that_bites_in_a_check_is_told_wherever_the_check_is_asked() -> None:
    """C-31 says what an act of an outside body needs; it governs every clause whose gate asks for the scan."""
    assert "C-31" in {reading.code for reading in trace(load_programme(SHIPPED), "五(四)3c").readings}


def test_a_word_the_notice_does_not_know_finds_nothing(programme: Programme) -> None:
    assert trace(programme, "九(九)9").is_empty()
    assert trace(programme, "").is_empty()

"""The importer against the two messy registers: every trap gives its value, or its complaint at its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qingshan.exchange.register import read_register
from qingshan.rulebook.programme import RegisterRules

from . import expected, second
from .generator import write_messy_register
from .second import write_second_register
from .vocabulary import (
    ABSENT,
    BLOCKING,
    CATEGORIES,
    NOTED,
    STREETS,
    Approximate,
    Area,
    Category,
    Codes,
    Degrees,
    Expectation,
    Holding,
    Number,
    Partial,
)

RULES = RegisterRules(
    required=("name", "street"),
    headers={},
    defaults={},
    unnamed="未命名{n}",
    code_format="{region}-KS-{category}-{n:03d}",
    bounds=(),
)
CLERK_RULES = replace(RULES, defaults={"category": "3", "is_licensed": True})
"""Most of the clerk's sheets have no column for two fields that a registration needs: the defaults fill them."""

PROGRAMME_LISTS = {
    "categories": CATEGORIES,
    "survey_types": {
        "1": "已办理或正在办理注销手续但未完成治理",
        "2": "县级以上人民政府已明确关闭",
        "3": "历史遗留废弃",
        "4": "无证开采未完成治理",
    },
    "end_states": {"restored": "已治理完成", "rebuilt": "被改建", "expropriated": "被征购"},
}


def _read(folder: Path, rules: RegisterRules = RULES) -> Any:
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    names = {code: (name,) for code, name in STREETS.items()}
    return read_register(paths, rules, PROGRAMME_LISTS, names, today=date(2019, 10, 24))


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("messy")
    write_messy_register(folder)
    return folder


@pytest.fixture(scope="module")
def good(messy: Path) -> Any:
    return _read(messy / "good")


@pytest.fixture(scope="module")
def bad(messy: Path) -> Any:
    return _read(messy / "bad")


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("second")
    write_second_register(folder)
    return _read(folder, CLERK_RULES)


# ---- finding ---------------------------------------------------------------------------------------------------------


def _is_file(shown: Any, name: str) -> bool:
    """Whether the file shown to the user is `name`, alone or as a member of a zip."""
    return re.split(r"[/\\!:：＞>]", str(shown))[-1].strip() == name


def _rows_at(reading: Any, file: str, sheet: str, row_no: int) -> list[Any]:
    return [
        r for r in reading.rows if _is_file(r.file, file) and r.row_no == row_no and (not sheet or r.sheet == sheet)
    ]


def _place(reading_item: Any) -> tuple[str, str, str]:
    """File and cell of a complaint; the sheet only where the file has several."""
    name = re.split(r"[/\\!:：＞>]", str(reading_item.file))[-1].strip()
    return name, reading_item.sheet if name == second.FILE else "", reading_item.cell


def _place_of(e: Expectation) -> tuple[str, str, str]:
    return e.file, e.sheet if e.file == second.FILE else "", e.cell


def _shown(complaints: Sequence[Any]) -> list[str]:
    return [f"{c.file}|{c.sheet}|{c.cell}|{c.value!r}|{c.code}|{c.reason}|blocking={c.blocking}" for c in complaints]


# ---- comparing -------------------------------------------------------------------------------------------------------


def _decimal(got: Any) -> Decimal:
    assert isinstance(got, str), f"a number in a payload is a decimal string, not {got!r}"
    return Decimal(got)


def _assert_stored(e: Expectation, values: Any) -> None:
    got, want = values.get(e.field), e.value
    if isinstance(want, Approximate):
        texts = [line.get("text") for line in values.get("as_read") or ()]
        assert want.text in texts, f"as_read does not keep {want.text!r}: {values.get('as_read')!r}"
        want = want.value
    if want is ABSENT:
        assert got in (None, "", [])
    elif isinstance(want, Area):
        assert _decimal(got).quantize(Decimal("0.01")) == Decimal(want.m2).quantize(Decimal("0.01"))
    elif isinstance(want, Degrees):
        assert round(_decimal(got), 7) == round(Decimal(want.text), 7)
    elif isinstance(want, Number):
        assert _decimal(got) == Decimal(want.text)
    elif isinstance(want, Partial):
        assert got is not None, "no date stored"
        assert (got["value"], got["precision"]) == (want.value, want.precision)
        assert want.text is None or want.precision == "day" or got["text"] == want.text
    elif isinstance(want, Codes):
        assert sorted(got or ()) == sorted(want.codes)
    elif isinstance(want, Category):
        assert CATEGORIES.get(got) == want.word
    elif isinstance(want, Holding):
        assert [part for part in want.parts if part not in (got or "")] == []
    else:
        assert got == want
        assert type(got) is type(want)


def _check(reading: Any, e: Expectation) -> None:
    rows = _rows_at(reading, e.file, e.sheet, e.row_no)
    at_row = [c for c in reading.complaints if _is_file(c.file, e.file) and str(c.cell).endswith(str(e.row_no))]
    assert len(rows) == 1, f"{len(rows)} rows read at row {e.row_no}; complaints there: {_shown(at_row)}"
    _assert_stored(e, rows[0].values)


def _check_complaint(reading: Any, e: Expectation) -> None:
    here = [c for c in reading.complaints if _place(c) == _place_of(e)]
    assert here, f"no complaint at {_place_of(e)}"
    if e.complaint == BLOCKING:
        assert any(c.blocking for c in here), _shown(here)
    elif e.complaint == NOTED:
        assert not any(c.blocking for c in here), _shown(here)
    for complaint in here:
        assert re.search(r"[一-鿿]", complaint.reason), "the reason is a Chinese sentence"
        assert re.search(r"[一-鿿]", complaint.hint), "the hint is a Chinese sentence"
        assert e.raw is None or str(complaint.value or "") != "", "the value is shown"
        assert complaint.code


# ---- the first register ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("e", expected.GOOD, ids=str)
def test_a_trap_in_a_good_file_is_read(good: Any, e: Expectation) -> None:
    _check(good, e)


def test_no_complaint_on_good_rows_is_blocking(good: Any) -> None:
    assert _shown([c for c in good.complaints if c.blocking]) == []


def test_exactly_the_sites_of_good_files_are_rows(good: Any) -> None:
    got = [(re.split(r"[/\\!:：＞>]", str(r.file))[-1].strip(), r.row_no, r.values.get("name")) for r in good.rows]
    assert sorted(got, key=str) == sorted(expected.GOOD_ROWS, key=str)


@pytest.mark.parametrize(("file", "head"), expected.UNPLACED)
def test_a_column_that_is_no_field_is_shown_as_unplaced(good: Any, file: str, head: str) -> None:
    assert [u for u in good.unplaced if file in repr(u) and head in repr(u)] != []


@pytest.mark.parametrize("e", expected.BAD, ids=str)
def test_a_bad_cell_is_complained_of_at_its_cell(bad: Any, e: Expectation) -> None:
    _check_complaint(bad, e)


def test_nothing_but_the_bad_cells_is_complained_of(bad: Any) -> None:
    wanted = {_place_of(e) for e in expected.BAD}
    assert _shown([c for c in bad.complaints if _place(c) not in wanted]) == []


# ---- the second register ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("e", second.STORED, ids=str)
def test_what_a_careful_human_stores_is_read(clerk: Any, e: Expectation) -> None:
    _check(clerk, e)


@pytest.mark.parametrize("e", second.REFUSED, ids=str)
def test_what_a_careful_human_refuses_is_complained_of(clerk: Any, e: Expectation) -> None:
    _check_complaint(clerk, e)


@pytest.mark.parametrize("row_no", [7, 10, 12, 13])
def test_defaults_fill_what_the_clerk_has_no_column_for(clerk: Any, row_no: int) -> None:
    """Rows 10 to 13 stand below a photo's caption that names a coal mine: it says nothing of their category."""
    row = _rows_at(clerk, second.FILE, "甲岭街道", row_no)[0]
    assert (row.values["category"], row.values["is_licensed"]) == ("3", True)


def test_only_what_a_careful_human_refuses_is_blocking(clerk: Any) -> None:
    wanted = {_place_of(e) for e in second.REFUSED}
    assert _shown([c for c in clerk.complaints if c.blocking and _place(c) not in wanted]) == []


def test_every_line_read_from_the_second_register_is_a_site(clerk: Any) -> None:
    refused_rows = {(e.sheet, e.row_no) for e in second.REFUSED}
    got = {(r.sheet, r.row_no, r.values.get("name")) for r in clerk.rows}
    assert sorted(got - set(second.ROWS)) == []
    assert sorted(row for row in second.ROWS if row not in got and row[:2] not in refused_rows) == []

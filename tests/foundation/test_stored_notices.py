"""A store keeps its notice byte for byte for ever: what an earlier state of the product wrote is read (decision 0030)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from qingshan.casework.adoption import adopt_version
from qingshan.foundation.models import AdoptedVersion, Store
from qingshan.foundation.notice import programme_in_force
from qingshan.foundation.problems import Problem
from qingshan.issuance.actions import issue_ledger
from qingshan.issuance.selfcheck import all_checks
from qingshan.rulebook.duties import all_work
from qingshan.rulebook.findings import ProgrammeInvalid
from qingshan.rulebook.load import load_programme, load_stored, shipped_programmes, validate_programme
from qingshan.rulebook.programme import Programme
from qingshan.rulebook.upgrade import FORMAT, UPGRADES
from tests.casework.test_adoption import version
from tests.world import World

THURSDAY = date(2018, 9, 6)
NUMBERED = {"C-02": "target_measure", "C-10": "deadline_day", "C-26": "public_days"}


def change(folder: Path, file: str, pattern: str, by: str) -> None:
    path = folder / f"{file}.toml"
    text, count = re.subn(pattern, by, path.read_text("utf-8"), flags=re.MULTILINE)
    assert count, pattern
    path.write_text(text, "utf-8")


def as_first_written(folder: Path) -> None:
    """The keys of today's notice renamed to those the first state of the product wrote."""
    readings = folder / "readings.toml"
    rows = re.split(r"(?=^\[\[reading\]\])", readings.read_text("utf-8"), flags=re.MULTILINE)
    readings.write_text("".join(_reading(row) for row in rows), "utf-8")
    change(folder, "organisation", r"^supports = true", 'named_in = ["group", "support"]')
    change(folder, "organisation", r"^records = .*\n", "")
    change(folder, "ledgers", r"^holds = .*\n", "")
    change(folder, "gates", r"requires = \[$", 'requires = [\\n    { check = "persons_named" },')
    for path in folder.glob("*.toml"):
        parts = re.split(r"(?=^\[\[)", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text("".join(p for p in parts if not p.startswith("[[seat]]")), "utf-8")
    change(folder, "notice", r"^format = .*\n", "")


def _reading(row: str) -> str:
    code = re.search(r'^code = "(C-\d+)"', row, flags=re.MULTILINE)
    if code is None:
        return row
    row = re.sub(r"^(governs|reason) = .*\n", "", row, flags=re.MULTILINE)
    printed = "" if code[1] in NUMBERED else "text_only = true\n"
    return row.replace("lines = [", f'judged_on = "asked"\n{printed}lines = [', 1)


@pytest.fixture
def old(world: World) -> World:
    """A store whose notice was written by the first state of the product."""
    adopted = AdoptedVersion.objects.get()
    folder = world.data.programmes / adopted.folder
    as_first_written(folder)
    digest = load_stored(folder).digest
    AdoptedVersion.objects.update(digest=digest)
    Store.objects.update(programme_digest=digest)
    return world


def test_a_notice_of_the_first_format_opens(old: World) -> None:
    programme = programme_in_force()
    assert {q: r.code for q, r in programme.governing.items()} == {q: c for c, q in NUMBERED.items()}
    assert all(r.governs or r.reason for r in programme.readings)
    assert [ledger.holds for ledger in programme.ledgers] == ["included", "excluded"]
    assert {p.code for p in programme.parties if p.supports} <= {seat.body for seat in programme.seats}
    assert {gate.permission for gate in programme.gates} <= all_work(programme.parties)
    assert "persons_named" not in {use.check for gate in programme.gates for use in gate.requires}


def test_a_store_of_the_first_format_is_worked_with(old: World) -> None:
    site = old.register("甲子砂石矿")
    old.act(
        "record_survey", site, "completed", date(2018, 7, 5), login="street", filled_by="调查员",
        approved_by="街道审核岗", total_area_m2="100", treatable_area_m2="100",
    )  # fmt: skip
    issue_ledger(old.session("head", THURSDAY), THURSDAY)
    assert [c.findings for c in all_checks() if c.findings] == []


def test_the_next_version_takes_over_a_store_of_the_first_format(old: World, tmp_path: Path) -> None:
    adopt_version(old.session("", THURSDAY), old.data, version(tmp_path / "new", "2018.2"), reason="换新格式")
    assert programme_in_force().version == "2018.2"
    assert [c.findings for c in all_checks() if c.findings] == []


def test_a_folder_handed_in_is_taught_and_not_upgraded(old: World) -> None:
    folder = old.data.programmes / AdoptedVersion.objects.get().folder
    keys = {finding.key for finding in validate_programme(folder)}
    assert {"reading[C-02].judged_on", "party[finance].named_in", "ledger[2-1].holds"} <= keys


def test_a_stored_notice_that_was_touched_is_refused(old: World) -> None:
    folder = old.data.programmes / AdoptedVersion.objects.get().folder
    change(folder, "goals", r"percent = 50", "percent = 40")
    with pytest.raises(Problem) as refused:
        programme_in_force()
    assert refused.value.code == "programme_changed"
    (folder / "goals.toml").write_text("percent = = 50", "utf-8")
    with pytest.raises(ProgrammeInvalid):
        programme_in_force()


def test_a_rule_made_later_does_not_close_a_store(world: World) -> None:
    """A version that was fine when it was adopted is not judged again."""
    folder = world.data.programmes / AdoptedVersion.objects.get().folder
    change(folder, "notice", r"^version = .*", 'version = "二〇一八年版"')
    assert load_stored(folder).version == "二〇一八年版"
    with pytest.raises(ProgrammeInvalid):
        load_programme(folder)


def test_upgrades_lead_to_the_format_the_shipped_notices_are_written_in() -> None:
    assert sorted(UPGRADES) == list(range(1, FORMAT))
    for folder in shipped_programmes().values():
        assert f"format = {FORMAT}" in (folder / "notice.toml").read_text("utf-8")
        assert isinstance(load_stored(folder), Programme)
        assert load_stored(folder) == load_programme(folder)


def test_a_folder_of_another_format_is_refused(tmp_path: Path) -> None:
    folder = version(tmp_path / "new", "2018.2")
    change(folder, "notice", rf"^format = {FORMAT}", f"format = {FORMAT + 1}")
    [finding] = validate_programme(folder)
    assert (finding.key, finding.code) == ("notice.format", "other_format")

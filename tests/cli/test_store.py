"""A data folder over the years: made, copied before it is migrated, refused when newer, backed up, brought back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import qingshan
from tests.stores import change, select


@pytest.fixture
def store(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    assert qingshan("init", "--data", data).code == 0
    return data


def contents(store: Path) -> list[list[tuple]]:
    tables = (
        "django_migrations",
        "foundation_store",
        "foundation_auditrow",
        "accounts_person",
        "accounts_organisation",
    )
    return [select(store, f"SELECT * FROM {table} ORDER BY 1") for table in tables]


def test_an_older_folder_is_copied_whole_and_then_migrated(store):
    change(
        store,
        "drop table issuance_issuedfile",
        "drop table issuance_ledgerissue",
        "drop table issuance_districtarchive",
        "delete from django_migrations where app = 'issuance'",
    )

    answer = qingshan("check", "--data", store)

    assert answer.code == 0
    assert answer.data["ok"] is True
    copies = list((store / "before-upgrade").glob("*.sqlite3"))
    assert len(copies) == 1
    with closing(sqlite3.connect(copies[0])) as old:
        names = {row[0] for row in old.execute("select name from sqlite_master")}
    assert "issuance_ledgerissue" not in names
    assert "foundation_auditrow" in names


def test_a_newer_folder_is_refused_and_not_touched(store):
    change(
        store,
        "insert into django_migrations (app, name, applied) values ('casework', '0999_later', '2030-01-01')",
        "update foundation_store set software_version = '9.9'",
    )
    before = contents(store)

    answer = qingshan("status", "--data", store)

    assert (answer.code, answer.data["error"]["code"]) == (3, "store_newer")
    assert "9.9" in answer.data["error"]["message"]
    assert contents(store) == before


def test_a_programme_whose_files_changed_under_the_same_version_stops_the_start(store):
    goals = store / "programmes" / "shuimogou-2018" / "goals.toml"
    goals.write_text(goals.read_text("utf-8").replace("percent = 50", "percent = 55", 1), "utf-8")

    answer = qingshan("status", "--data", store)

    assert (answer.code, answer.data["error"]["code"]) == (1, "programme_changed")


def test_a_changed_programme_stops_the_start_and_validate_tells_all_its_errors(store):
    folder = store / "programmes" / "shuimogou-2018"
    goals, stages = folder / "goals.toml", folder / "stages.toml"
    goals.write_text(goals.read_text("utf-8").replace("percent = 50", "percent = 150", 1), "utf-8")
    stages.write_text(stages.read_text("utf-8").replace('party = "epb"', 'party = "ebp"', 1), "utf-8")

    started = qingshan("status", "--data", store)
    answer = qingshan("programme", "validate", folder)

    assert (started.code, started.error) == (1, "programme_changed")
    assert answer.code == 1
    files = {finding["file"] for finding in answer.data["findings"]}
    assert files == {"goals.toml", "stages.toml"}
    assert all(f["key"] and f["code"] and f["message"] for f in answer.data["findings"])


def test_a_second_init_is_refused(store):
    answer = qingshan("init", "--data", store)

    assert (answer.code, answer.data["error"]["code"]) == (1, "store_exists")


def test_a_backup_restored_elsewhere_checks_clean(store, tmp_path):
    made = qingshan("backup", "--out", str(tmp_path / "copy.zip"), "--data", store)
    restored = qingshan("restore", made.data["file"], "--data", tmp_path / "elsewhere")

    assert (made.code, restored.code) == (0, 0)
    assert qingshan("check", "--data", tmp_path / "elsewhere").data["ok"] is True


def test_after_a_refused_init_a_backup_can_still_be_restored_there(store, tmp_path):
    target = tmp_path / "elsewhere"
    assert qingshan("init", "--programme", "no-such-notice", "--data", target).code == 1
    made = qingshan("backup", "--out", str(tmp_path / "copy.zip"), "--data", store)

    assert qingshan("restore", made.data["file"], "--data", target).code == 0

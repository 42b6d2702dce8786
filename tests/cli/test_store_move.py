"""A store moved from SQLite to PostgreSQL and back: nothing is lost, and the ledgers are the same bytes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.cli.command import ROOT, done, qingshan
from tests.cli.offices import founded, write_book
from tests.made_up_notice.districts import MESSY
from tests.stores import ON_POSTGRESQL, address_of, copied, select

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="moves a store to PostgreSQL: python -m tests.on_postgresql")
NO_URL = {"DATABASE_URL": ""}
"""As when DATABASE_URL was never set: the folder's own word counts."""
ISSUE = """
import sys, datetime, pathlib, django
django.setup()
from qingshan.accounts.session import Session, console_actor
from qingshan.issuance.actions import file_bytes, issue_ledger
from qingshan.rulebook.facts import BEIJING
session = Session(console_actor("x"), datetime.datetime(2031, 5, 6, 7, tzinfo=BEIJING))
for file in issue_ledger(session, datetime.date.fromisoformat(sys.argv[1])).files.all():
    pathlib.Path(sys.argv[2], file.ledger).write_bytes(file_bytes(file))
"""
"""Issues the ledgers of a day at an instant of its own, so that two stores can be compared byte for byte."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an SQLite store with a register, whose names sort differently by pinyin and by code point."""
    folder = tmp_path_factory.mktemp("filled")
    data = founded(folder, MESSY, more=NO_URL)
    names = (
        "重沟砂石矿",
        "阿沟砂石矿",
        "长岭采石点",
        "中岭煤矿",
        "Ä沟煤矿",
        "b沟煤矿",
        "B沟煤矿",
        "㐀沟煤矿",
        "一沟煤矿",
    )
    rows = [(name, "甲岭街道", 15 + n, f"LY-{n}", "", "") for n, name in enumerate(names)]
    done("import", "register", write_book(folder / "名册.xlsx", rows), "--data", data, more=NO_URL)
    return data


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "data"))


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The address of an empty PostgreSQL."""
    return address_of(tmp_path / "empty")


def ledgers(data: Path, day: str) -> dict[str, bytes]:
    out = data.parent / f"{data.name}-ledgers-{day}"
    out.mkdir()
    environment = os.environ | NO_URL | {
        "QINGSHAN_DATA": str(data), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "qingshan.foundation.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", ISSUE, day, out], env=environment, check=True)
    return {file.name: file.read_bytes() for file in out.iterdir()}


def test_a_moved_store_checks_clean_and_gives_the_same_ledgers_byte_for_byte(data, address, tmp_path):
    stayed = Path(shutil.copytree(data, tmp_path / "stayed"))
    before = done("audit", "verify", "--data", data, more=NO_URL)

    answer = done("store", "move", "--to", address, "--data", data, more=NO_URL)

    assert answer["head"] == before["head"] == done("audit", "verify", "--data", data, more=NO_URL)["head"]
    assert done("status", "--data", data, more=NO_URL) == done("status", "--data", stayed, more=NO_URL)
    day = "2019-10-24"
    moved, kept = ledgers(data, day), ledgers(stayed, day)
    assert len(moved) == 2
    assert moved == kept
    for folder in (data, stayed):
        assert done("check", "--data", folder, more=NO_URL)["ok"] is True


def test_back_in_its_folder_a_store_is_what_it_was(data, address):
    tables = ("register_site", "casework_factrow", "casework_record", "foundation_auditrow", "accounts_person")

    def rows() -> list[list[tuple]]:
        with closing(sqlite3.connect(data / "qingshan.sqlite3")) as store:
            return [store.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]

    before = rows()
    done("store", "move", "--to", address, "--data", data, more=NO_URL)
    done("store", "move", "--to", "sqlite", "--data", data, more=NO_URL)

    assert not (data / "database.toml").exists()
    # JSON is the same value, in PostgreSQL's order of keys.
    assert [[len(row) for row in table] for table in rows()] == [[len(row) for row in table] for table in before]
    assert done("check", "--data", data, more=NO_URL)["ok"] is True
    done(
        "import",
        "register",
        write_book(data.parent / "more.xlsx", [("新沟煤矿", "甲岭街道", 3)]),
        "--data",
        data,
        more=NO_URL,
    )


def test_the_old_database_takes_no_more_writes(data, address):
    done("store", "move", "--to", address, "--data", data, more=NO_URL)

    with (
        closing(sqlite3.connect(data / "qingshan.sqlite3")) as old,
        pytest.raises(sqlite3.IntegrityError, match="搬走"),
    ):
        old.execute("INSERT INTO foundation_auditrow SELECT * FROM foundation_auditrow")
    done("store", "move", "--to", "sqlite", "--data", data, more=NO_URL)
    with psycopg.connect(address) as old, pytest.raises(psycopg.Error, match="搬走"):
        old.execute("INSERT INTO foundation_auditrow SELECT * FROM foundation_auditrow")


def test_new_records_follow_the_moved_ones(data, address):
    done("store", "move", "--to", address, "--data", data, more=NO_URL)
    book = write_book(data.parent / "more.xlsx", [("新沟煤矿", "甲岭街道", 3)])

    done("import", "register", book, "--data", data, more=NO_URL)

    with psycopg.connect(address) as store:
        assert store.execute("SELECT max(id), count(*) FROM register_site").fetchone() == (10, 10)


@pytest.mark.parametrize("there", ["CREATE TABLE other (n int)", "a store"])
def test_a_database_with_anything_in_it_is_refused_and_the_store_stays(data, address, tmp_path, there):
    if there == "a store":
        other = Path(shutil.copytree(data, tmp_path / "other"))
        done("store", "move", "--to", address, "--data", other, more=NO_URL)
    else:
        with psycopg.connect(address) as server:
            server.execute(there)

    said = qingshan("store", "move", "--to", address, "--data", data, more=NO_URL)

    assert (said.code, said.error) == (1, "database_not_empty")
    assert not (data / "database.toml").exists()
    assert done("check", "--data", data, more=NO_URL)["ok"] is True


def test_a_folder_and_a_database_that_do_not_belong_together_are_not_opened(data, address, tmp_path):
    stranger = tmp_path / "stranger"
    done("init", "--data", stranger)

    both = qingshan("check", "--data", data, more={"DATABASE_URL": address})
    done("store", "move", "--to", address, "--data", data, more=NO_URL)
    wrong = qingshan("check", "--data", data, more={"DATABASE_URL": address_of(stranger)})

    assert (both.error, wrong.error) == ("two_databases", "other_store")


def test_a_folder_remembers_its_database_without_the_password(data, address):
    with_password = address.replace("postgres@", "postgres:geheim@")

    done("store", "move", "--to", with_password, "--data", data, more=NO_URL)

    assert "geheim" not in (data / "database.toml").read_text("utf-8")
    assert done("status", "--data", data, more=NO_URL)["sites"]


def test_a_backup_from_either_database_is_restored_into_either(data, address, tmp_path):
    done("store", "move", "--to", address, "--data", data, more=NO_URL)
    done("backup", "--out", tmp_path / "copy.zip", "--data", data, more=NO_URL)

    for name, environment in (("file", NO_URL), ("server", {"DATABASE_URL": address_of(tmp_path / "server")})):
        target = tmp_path / name
        done("restore", tmp_path / "copy.zip", "--data", target, more=environment)
        assert (target / "database.toml").exists() is (name == "server")
        assert done("check", "--data", target, more=NO_URL)["ok"] is True


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("postgres://nobody:secret@127.0.0.1:1/none", "environment", "连不上"),
        ("mysql://localhost/x", "bad_database_url", "postgres://"),
        ("nonsense", "bad_database_url", "postgres://"),
    ],
)
def test_a_server_that_cannot_be_reached_is_named_without_the_password(tmp_path, url, error, words):
    said = qingshan("init", "--data", tmp_path / "new", more={"DATABASE_URL": url})

    assert (said.code, said.error) == (3, error)
    assert words in said.data["error"]["message"]
    assert "secret" not in said.text


def test_a_copied_store_is_the_store(office, tmp_path):
    office.stored(write_book(tmp_path / "one.xlsx", [("新沟煤矿", "甲岭街道", 3)]))

    copy = copied(office.data, tmp_path / "copy")

    assert select(copy, "SELECT name FROM register_site") == [("新沟煤矿",)]

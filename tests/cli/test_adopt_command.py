"""`qingshan programme adopt`: what is shown before and refused, as an office meets it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qingshan.rulebook.load import load_stored
from tests.casework.test_adoption import version
from tests.cli.command import done, qingshan
from tests.cli.offices import demo_store
from tests.foundation.test_stored_notices import as_first_written
from tests.stores import ON_POSTGRESQL, copied

ON = "2019-10-24"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(demo_store(tmp_path_factory), tmp_path_factory.mktemp("adopt") / "demo")


def own(demo: Path, folder: Path, number: str, old: str, new: str) -> Path:
    """The demonstration's notice under another number, with one text replaced."""
    kept = demo / "programmes" / done("programme", "versions", "--data", demo)["versions"][-1]["folder"]
    folder.mkdir()
    for path in kept.iterdir():
        text = path.read_text("utf-8").replace(old, new)
        (folder / path.name).write_text(text.replace('version = "1.0"', f'version = "{number}"'), "utf-8")
    return folder


def test_a_dry_run_lists_every_site_that_changes_as_of_its_day(demo: Path, tmp_path: Path) -> None:
    folder = own(demo, tmp_path / "new", "1.1", 'batch = "2019"\non = 2019-11-30', 'batch = "2019"\non = 2019-10-01')
    early, late = (
        done("programme", "adopt", folder, "--dry-run", "--on", day, "--data", demo) for day in ("2018-07-20", ON)
    )
    assert (early["on"], late["on"]) == ("2018-07-20", ON)
    assert len(early["moved"]) < len(late["moved"])
    told = qingshan("programme", "adopt", folder, "--dry-run", "--on", ON, "--data", demo, as_json=False).out
    assert all(f"（{one['site']}）" in told for one in late["moved"])


def test_a_day_is_refused_when_it_would_be_done(demo: Path, tmp_path: Path) -> None:
    folder = own(demo, tmp_path / "new", "1.1", "percent = 50", "percent = 40")
    said = qingshan("programme", "adopt", folder, "--reason", "试", "--on", ON, "--data", demo)
    assert (said.error, said.code) == ("bad_value", 1)
    assert "--dry-run" in said.text
    assert len(done("programme", "versions", "--data", demo)["versions"]) == 1


def test_what_is_dropped_is_told_in_words_and_in_json(demo: Path, tmp_path: Path) -> None:
    folder = own(demo, tmp_path / "new", "1.1", 'C = "已征购（征收、收储）"\n', "")
    said = qingshan("programme", "adopt", folder, "--dry-run", "--on", ON, "--data", demo)
    assert said.code == 1
    [dropped] = said.data["dropped"]
    assert (dropped["table"], dropped["code"]) == ("exclusion_reasons", "C")
    assert dropped["facts"] >= 1
    assert dropped["example"]
    assert "停用" in said.data["unfit"][0]


def test_a_version_that_is_a_path_writes_nothing(demo: Path, tmp_path: Path) -> None:
    folder = version(tmp_path / "new", "../../../ESCAPED")
    said = qingshan("programme", "adopt", folder, "--reason", "试", "--data", demo)
    assert [f["key"] for f in said.data["findings"]] == ["notice.version"]
    assert not list(demo.parent.parent.glob("ESCAPED*"))


@pytest.mark.skipif(ON_POSTGRESQL, reason="the digest of the old notice is written into the file of the store")
def test_a_store_of_the_first_format_is_shown_checked_and_worked_with(demo: Path, tmp_path: Path) -> None:
    store = copied(demo, tmp_path / "store")
    folder = store / "programmes" / done("programme", "versions", "--data", store)["versions"][-1]["folder"]
    as_first_written(folder)
    digest = load_stored(folder).digest
    with closing(sqlite3.connect(store / "qingshan.sqlite3")) as base:
        base.execute("update foundation_adoptedversion set digest = ?", (digest,))
        base.execute("update foundation_store set programme_digest = ?", (digest,))
        base.commit()
    assert done("programme", "show", "--data", store)["digest"] == digest
    assert done("programme", "validate", "--data", store)["findings"] == []
    assert done("programme", "readings", folder, "--data", store)["readings"]
    assert qingshan("programme", "validate", folder, "--data", store).data["findings"] != []
    assert done("status", "--on", ON, "--data", store)["sites"]
    done("ledger", "issue", "--on", ON, "--out", tmp_path / "out", "--data", store)

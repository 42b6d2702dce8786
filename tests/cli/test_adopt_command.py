"""`qingshan programme adopt`: what is shown before and refused, as an office meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.test_adoption import version
from tests.cli.command import done, qingshan

ON = "2019-10-24"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adopt") / "demo"
    done("demo", "--no-serve", "--data", folder)
    return folder


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

"""What may lie in the repository, and how its source reads beyond what linters know."""

import ast
import re
import sys
import tomllib
import warnings

import pytest

from tests.infra import rules
from tests.infra.checkout import ROOT, python_files, tracked_files


class LongModule(UserWarning):
    """A module over the size at which to ask whether it is two; listed, not refused."""


LONG_MODULE, TOO_LONG_MODULE = 500, 700
BINARY = {".xlsx", ".xls", ".docx", ".pdf", ".png", ".jpg", ".zip", ".gpkg"}
THIRD_PARTY = re.compile(r"\.(?:woff2?|ttf|otf|ttc|eot)$|[.-]min\.(?:js|css)$|\.map$", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:work|root|tmp|home/\w+|opt/(?:pypi|wheels))(?:/|\b)")


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def lines_that(found_in):
    """`path:line` of everything that a rule over the trees of all Python files finds."""
    return [f"{name}:{line}" for name in python_files() for line in found_in(ast.parse(text_of(name)))]


def lock_files():
    names = [name for name in tracked_files() if name.parts[0] == "requirements" or name.name == "package-lock.json"]
    assert names, "no requirement files found"
    return names


def test_locks_name_no_host():
    named = [name for name in lock_files() if re.search(r"https?://|git\+|file:", text_of(name))]
    assert named == []


def test_npm_locks_record_no_addresses():
    named = [name for name in lock_files() if name.suffix == ".json" and '"resolved"' in text_of(name)]
    assert named == []


def test_locks_carry_no_options():
    """No --index-url, no --find-links: where packages come from is the office's business."""
    named = [name for name in lock_files() if re.search(r"^\s*--(?!hash=)", text_of(name), re.MULTILINE)]
    assert named == []


def pins(name):
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", text_of(f"requirements/{name}.txt"), re.MULTILINE))


def test_what_is_tested_is_what_runs():
    run, test = pins("run"), pins("test")
    assert run
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("name", ["start", "run", "test"])
def test_every_pin_has_hashes(name):
    blocks = re.split(r"^(?=[a-z0-9.-]+==)", text_of(f"requirements/{name}.txt"), flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_what_is_asked_for_is_locked():
    for name in ("start", "run", "test"):
        asked = re.findall(r"^[A-Za-z0-9-]+", text_of(f"requirements/{name}.in"), re.MULTILINE)
        assert {word.lower() for word in asked} <= set(pins(name)) | {"-r"}


def test_no_third_party_file_is_committed():
    assert [name for name in tracked_files() if THIRD_PARTY.search(name.name)] == []


def test_no_path_of_a_machine_is_written_down():
    found = [
        f"{name}:{number}"
        for name in tracked_files()
        if name.suffix not in BINARY
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.filterwarnings("default::tests.infra.test_repository.LongModule")
def test_no_module_is_too_long():
    lengths = {str(name): len(text_of(name).splitlines()) for name in python_files() if "migrations" not in name.parts}
    long = {name: count for name, count in lengths.items() if count > LONG_MODULE}
    if long:
        warnings.warn(f"ask what two things these are: {long}", LongModule, stacklevel=1)
    assert {name: count for name, count in long.items() if count > TOO_LONG_MODULE} == {}


def test_every_query_count_counts():
    assert lines_that(rules.inert_query_counts) == []


def test_every_excuse_gives_its_code_and_reason():
    found = [f"{name}:{line}" for name in python_files() for line in rules.unexplained_excuses(text_of(name))]
    assert found == []


def test_the_rulebook_never_asks_for_the_time():
    found = [place for place in lines_that(rules.clock_readings) if place.startswith("src/qingshan/rulebook/")]
    assert found == []


def test_the_rulebook_reads_files_in_its_loader_alone():
    found = [place for place in lines_that(rules.readings_and_writings) if place.startswith("src/qingshan/rulebook/")]
    readers = ("src/qingshan/rulebook/load.py", "src/qingshan/rulebook/toml_source.py")
    assert [place for place in found if not place.startswith(readers)] == []


def test_every_ignored_lint_rule_is_explained():
    text = text_of("pyproject.toml")
    ignored = tomllib.loads(text)["tool"]["ruff"]["lint"]["ignore"]
    unexplained = [code for code in ignored if not re.search(rf'"{code}",\s+# \w', text)]
    assert unexplained == []


def test_the_start_needs_nothing_but_the_standard_library():
    imported = {
        alias.split(".")[0]
        for name in ("run.py", "tools/environment.py", "tools/pip_sources.py", "tools/lock.py", "tools/verify_audit.py")
        for node in ast.walk(ast.parse(text_of(name)))
        for alias in imported_by(node)
    }
    assert imported - set(sys.stdlib_module_names) - {"tools"} == set()


def imported_by(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []

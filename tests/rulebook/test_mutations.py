"""Each property of design §1a catches a mistake: the mistakes of `mutations.py`, one by one, in a copy of the rulebook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qingshan

from .mutations import MUTATIONS, Mutation

SOURCE = Path(qingshan.__file__).parent
TESTS = Path(__file__).parent
PROPERTIES = {f"{n:02d}" for n in range(1, 24)}

# That a property fails is all that is asked here; the smallest example takes far longer to find.
NO_SHRINKING = """
from hypothesis import Phase, settings
settings.register_profile("mutated", phases=[Phase.explicit, Phase.generate], database=None)
settings.load_profile("mutated")
"""


def test_every_property_is_named_by_a_mutation() -> None:
    assert PROPERTIES - {m.caught_by for m in MUTATIONS} == set()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.caught_by}-{m.why}")
def test_a_mutation_still_applies(mutation: Mutation) -> None:
    text = (SOURCE / "rulebook" / mutation.module).read_text("utf-8")
    assert text.count(mutation.old) == 1


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the rulebook and its tests, and no more."""
    folder = tmp_path_factory.mktemp("mutated")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SOURCE / "rulebook", folder / "src" / "qingshan" / "rulebook", ignore=ignore)
    shutil.copy(SOURCE / "__init__.py", folder / "src" / "qingshan")
    shutil.copytree(TESTS, folder / "tests" / "rulebook", ignore=ignore)
    (folder / "tests" / "__init__.py").write_text("", "utf-8")
    (folder / "conftest.py").write_text(NO_SHRINKING, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = long: slow\n", "utf-8")
    return folder


def chosen_for(caught_by: str) -> list[str]:
    if caught_by in PROPERTIES:
        return [
            "tests/rulebook/test_properties.py",
            "tests/rulebook/test_properties_later.py",
            "-k",
            f"property_{caught_by}",
        ]
    return [f"tests/rulebook/test_{caught_by}.py"]


def run(folder: Path, chosen: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PROPERTY_EXAMPLES": "600",
    }
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            "--tb=line",
            "--hypothesis-seed=0",
            *chosen,
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.mark.long
def test_without_a_mutation_the_copy_passes(copied: Path) -> None:
    found = run(
        copied,
        [
            "tests/rulebook/test_properties.py",
            "tests/rulebook/test_properties_later.py",
            "tests/rulebook/test_known_at.py",
        ],
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.long
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.caught_by}-{m.why}")
def test_a_mutation_is_caught_by_the_property_named(copied: Path, mutation: Mutation) -> None:
    module = copied / "src" / "qingshan" / "rulebook" / mutation.module
    sound = module.read_text("utf-8")
    try:
        module.write_text(sound.replace(mutation.old, mutation.new), "utf-8")
        found = run(copied, chosen_for(mutation.caught_by))
    finally:
        module.write_text(sound, "utf-8")
    assert found.returncode == 1, found.stdout

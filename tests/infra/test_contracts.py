"""The import contracts hold, and each one finds what it is there to find."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.infra.checkout import ROOT

VIOLATIONS = {
    "rooms": ("rulebook/breaks_rooms.py", "import qingshan.casework"),
    "rulebook-is-pure": ("rulebook/breaks_pure.py", "import django.db"),
    "exchange-knows-no-model": ("exchange/breaks_exchange.py", "from django.db import models"),
    "foundation-reads-no-files-of-offices": ("foundation/breaks_foundation.py", "import qingshan.exchange"),
    "demo-only-acts": ("demo/breaks_demo.py", "from qingshan.register.models import Site"),
}


def verdicts(source: Path) -> dict[str, str]:
    """Contract name → KEPT or BROKEN for the package below `source`."""
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1"}
    ended = subprocess.run(command, cwd=source, env=environment, capture_output=True, encoding="utf-8", check=False)
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)\s*$", ended.stdout, re.MULTILINE))
    assert found, ended.stdout + ended.stderr
    return found


def names() -> dict[str, str]:
    """Contract id → its name, from pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return dict(re.findall(r'^id = "(.+)"\nname = "(.+)"$', text, re.MULTILINE))


def test_every_contract_has_its_violation():
    assert sorted(VIOLATIONS) == sorted(names())


def test_the_contracts_hold_here_and_each_is_broken_by_its_violation(tmp_path):
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src" / "qingshan", source / "qingshan", ignore=shutil.ignore_patterns("__pycache__"))
    assert verdicts(source) == dict.fromkeys(names().values(), "KEPT")
    for path, line in VIOLATIONS.values():
        (source / "qingshan" / path).write_text(f"{line}\n", encoding="utf-8")
    assert verdicts(source) == dict.fromkeys(names().values(), "BROKEN")


def test_a_new_room_without_a_place_is_found(tmp_path):
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src" / "qingshan", source / "qingshan", ignore=shutil.ignore_patterns("__pycache__"))
    (source / "qingshan" / "attic").mkdir()
    (source / "qingshan" / "attic" / "__init__.py").write_text("", encoding="utf-8")
    assert verdicts(source)[names()["rooms"]] == "BROKEN"

"""The files of this checkout, and small copies of it to start from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {".git", ".venv", "build", "data", "node_modules", "__pycache__", ".hypothesis"}


def tracked_files() -> list[Path]:
    """What is committed or would be; without git, all that no tool left behind. Paths inside the checkout."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False) if shutil.which("git") else None
    if listed is not None and listed.returncode == 0:
        names = [Path(os.fsdecode(name)) for name in listed.stdout.split(b"\0") if name]
        return sorted(name for name in names if (ROOT / name).is_file())
    return sorted(walked_files())


def walked_files() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in IGNORED and not name.endswith(("_cache", ".egg-info"))]
        found += [(Path(folder) / name).relative_to(ROOT) for name in names]
    return found


def python_files() -> list[Path]:
    return [name for name in tracked_files() if name.suffix == ".py"]


def small_checkout(folder: Path) -> Path:
    """A checkout with the start alone: run.py, tools/, an empty package, and requirement files that name nothing."""
    shutil.copy2(ROOT / "run.py", folder / "run.py")
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements").mkdir()
    for name in ("start", "run", "test"):
        (folder / "requirements" / f"{name}.txt").write_text("", encoding="utf-8")
    return folder


def run_py(checkout: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python run.py …` by the base of this Python, with PATH, an empty HOME and what is given."""
    home = checkout / "home"
    home.mkdir(exist_ok=True)
    base = getattr(sys, "_base_executable", sys.executable)
    given = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [base, "run.py", *words],
        cwd=checkout,
        env=given,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )

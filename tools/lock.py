"""Compile the requirement files: every release pinned, every file hashed, for every platform, no host named.

Called by `python3 run.py lock`, which supplies uv and its sources. `--upgrade` takes newer releases; without it what is
pinned stays as long as it fits.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
BESIDE = {"start": (), "run": (), "test": ("run",)}
"""Each file and those whose pins it must share: what is tested is what runs."""


def compile_command(name: str, extra: list[str]) -> list[str]:
    constraints = [word for other in BESIDE[name] for word in ("--constraints", f"requirements/{other}.txt")]
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON),
        *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
        *("--custom-compile-command", "python3 run.py lock"),
        *(*constraints, *extra, f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"),
    ]


def main(extra: list[str]) -> int:
    """The exit code: 0, or 3 when a file could not be compiled (uv says why)."""
    for name in BESIDE:
        print(f"requirements/{name}.txt", flush=True)
        if subprocess.run(compile_command(name, extra), cwd=ROOT, check=False).returncode:
            return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Commands start from a process that has imported what every command imports, and forks: each is a process of its own.

    python -m tests.cli.nursery     reads one line of JSON a command, answers one line of JSON when it has ended

What reads the settings is not imported before the fork, for each command has a data folder and a database of its own.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = (
    "qingshan.cli.main",
    "qingshan.foundation.opening",
    "qingshan.rulebook.identifiers",
    "django.contrib.auth.hashers",
    "django.core.serializers.json",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.template",
    "django.urls",
    "django.views.debug",
    "openpyxl",
    "python_calamine",
    "pyogrio",
    "pyproj",
    "shapely",
    "xlsxwriter",
)
_TURN = threading.Lock()


def run(line: list[str], cwd: Path | None, environment: dict[str, str], out: Path, err: Path) -> int:
    """Runs `qingshan line…` with nothing to read, writing to two files; its exit code."""
    order = {"line": line, "cwd": str(cwd or Path.cwd()), "env": environment, "out": str(out), "err": str(err)}
    with _TURN:
        nursery = _nursery()
        assert nursery.stdin
        assert nursery.stdout
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        return int(json.loads(nursery.stdout.readline()))


@cache
def _nursery() -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONIOENCODING": "utf-8"}
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.nursery"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(started.kill)
    return started


def serve() -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
        sys.stdout.write(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])) + "\n")
        sys.stdout.flush()


def _become(order: dict[str, Any]) -> None:
    """The command, in this process, which ends with it."""
    code = 1
    try:
        opened = (os.devnull, os.O_RDONLY), (order["out"], os.O_WRONLY), (order["err"], os.O_WRONLY)
        for number, (path, flags) in enumerate(opened):
            os.dup2(os.open(path, flags | os.O_CREAT), number)
        sys.stdin = os.fdopen(0, encoding="utf-8")
        sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        sys.argv = ["qingshan", *order["line"]]
        from qingshan.cli.main import main

        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does: a traceback, which no test takes for an answer
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()

#!/usr/bin/env python3
"""Start, test and check 青山 Qingshan from a checkout. Standard library only.

python3 run.py demo [--data DIR] [--port N] [--no-serve] [--wheels DIR]
python3 run.py test [--long] [--database sqlite|postgresql|both] [--wheels DIR] [anything pytest takes]
python3 run.py lint                 the checks of the code
python3 run.py lock [--upgrade]     compile the hash-checked requirement files anew

The environment is made in `.venv` (tools/environment.py). Exit codes: those of the command that was called; 1 refused
or findings, 2 wrong use, 3 the environment lacks something.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tools.environment import (
    BIN,
    MINIMUM,
    ON_WINDOWS,
    PYTHON,
    ROOT,
    EnvironmentTrouble,
    child_environment,
    pip_configuration,
    prepare,
    tell,
)
from tools.pip_sources import uv_environment

COMMAND_NEEDS = {"demo": "run", "test": "test", "lint": "test", "lock": "start"}
"""What of tools.environment.REQUIREMENTS each command needs."""
DATABASES = ("sqlite", "postgresql", "both")


@dataclass(frozen=True)
class Order:
    """What the user asked for: `rest` goes on to the command that is called, as it was typed."""

    command: str
    wheels: Path | None
    long: bool
    rest: tuple[str, ...]
    database: str = ""
    """Of the tests: sqlite, postgresql, both; "" is both for the whole suite and sqlite for chosen tests."""


# What was asked for


def read_order(argv: Sequence[str]) -> Order:
    """The order in the arguments. Wrong use ends the process with code 2 and a sentence."""
    parser = argparse.ArgumentParser(prog="run.py", allow_abbrev=False, description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True, metavar="demo|test|lint|lock")
    wheels = argparse.ArgumentParser(add_help=False)
    wheels.add_argument("--wheels", metavar="DIR", help="没有网络时从这个文件夹安装 / install from this folder alone")
    demo = commands.add_parser("demo", parents=[wheels], allow_abbrev=False, help="启动演示县区 / the demonstration")
    demo.add_argument("--data", metavar="DIR", help="数据文件夹 / the data folder")
    demo.add_argument("--port", type=int, metavar="N", help="端口 / the port to serve on")
    demo.add_argument("--no-serve", action="store_true", help="只建数据，不启动网页 / build the data only")
    test = commands.add_parser(
        "test", parents=[wheels], allow_abbrev=False, add_help=False, help="运行测试 / the tests"
    )
    test.add_argument("--database", choices=DATABASES, default="")
    commands.add_parser("lint", parents=[wheels], allow_abbrev=False, help="检查代码 / the checks of the code")
    lock = commands.add_parser("lock", parents=[wheels], allow_abbrev=False, help="重新锁定组件 / lock anew")
    lock.add_argument("--upgrade", action="store_true", help="取新版本 / take newer releases")

    # pytest's own arguments may stand anywhere and in any order, so argparse must not sort them.
    own, rest = split_test_arguments(argv) if argv[:1] == ["test"] else (list(argv), [])
    long = "--long" in own
    given = parser.parse_args([word for word in own if word != "--long"] if argv[:1] == ["test"] else own)
    if given.command == "demo":
        rest = demo_arguments(given)
    elif given.command == "lock" and given.upgrade:
        rest = ["--upgrade"]
    folder = Path(given.wheels).expanduser().resolve() if given.wheels else None
    if folder is not None and not folder.is_dir():
        parser.error(f"没有这个文件夹 / no such folder: {given.wheels}")
    return Order(given.command, folder, long, tuple(rest), getattr(given, "database", ""))


def split_test_arguments(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of `run.py test …` that are ours, and those that are pytest's."""
    own, rest, words = [], [], list(argv)
    while words:
        word = words.pop(0)
        if word in ("--wheels", "--database") and words:
            own += [word, words.pop(0)]
        elif (word in ("test", "--long") and word not in own) or word.startswith(("--wheels=", "--database=")):
            own.append(word)
        else:
            rest.append(word)
    return own, rest


def demo_arguments(given: argparse.Namespace) -> list[str]:
    """The arguments of `qingshan demo`; a relative data folder is one of the caller's working folder."""
    words = ["--data", str(Path(given.data).expanduser().absolute())] if given.data else []
    words += ["--port", str(given.port)] if given.port is not None else []
    return words + (["--no-serve"] if given.no_serve else [])


def pytest_command(order: Order) -> list[str]:
    """Two workers, the quick tests or only the long ones. What the user adds comes last and so wins."""
    spread = [] if "--pdb" in order.rest else ["-n", "2", "--dist", "worksteal"]
    return [str(PYTHON), "-m", "pytest", *spread, "-m", "long" if order.long else "not long", *order.rest]


def test_commands(order: Order) -> list[list[str]]:
    """One run a database; on PostgreSQL only what touches a database (tests/on_postgresql.py)."""
    on_sqlite = pytest_command(order)
    on_postgresql = [str(PYTHON), "-m", "tests.on_postgresql", *on_sqlite[3:]]
    chosen = order.database or "sqlite"
    return {"sqlite": [on_sqlite], "postgresql": [on_postgresql], "both": [on_sqlite, on_postgresql]}[chosen]


# The commands


def main(argv: Sequence[str]) -> int:
    """Do what the arguments ask; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Chinese shows question marks, no traceback
            stream.reconfigure(errors="replace")
    too_old = python_trouble(sys.version_info[:3])
    if too_old:
        return complain(too_old)
    order = read_order(argv)
    environment = child_environment(os.environ)
    try:
        prepare(COMMAND_NEEDS[order.command], order.wheels, environment)
        if order.command == "lock":
            environment.update(lock_sources(pip_configuration(environment), environment))
    except EnvironmentTrouble as trouble:
        return complain(trouble)
    except OSError as error:
        return complain(EnvironmentTrouble(f"无法准备环境：{error}", "cannot prepare the environment"))
    except KeyboardInterrupt:
        return 130
    if order.command == "lint":
        return lint(environment)
    *before, last = {
        "demo": [[str(PYTHON), str(BIN / "qingshan"), "demo", *order.rest]],
        "test": test_commands(order),
        "lock": [[str(PYTHON), str(ROOT / "tools" / "lock.py"), *order.rest]],
    }[order.command]
    for command in before:
        code = subprocess.call(command, env=environment)
        if code:
            return code
    return become(last, environment)


def python_trouble(version: tuple[int, ...]) -> EnvironmentTrouble | None:
    """What to say to a Python that is too old for the product."""
    if version >= MINIMUM:
        return None
    have = ".".join(str(part) for part in version)
    return EnvironmentTrouble(f"需要 Python 3.11 或更新，这里是 {have}", "Python 3.11 or later is needed")


def complain(trouble: EnvironmentTrouble) -> int:
    """Print the end of what a tool said and the one sentence; the exit code for a lacking environment."""
    for line in trouble.details.strip().splitlines()[-12:]:
        print(f"         | {line}", file=sys.stderr)
    print(f"[run.py] {trouble}", file=sys.stderr, flush=True)
    return 3


def become(command: Sequence[str], environment: Mapping[str, str]) -> NoReturn:
    """Hand the process over, so that signals and the exit code are the command's own."""
    sys.stdout.flush()
    if ON_WINDOWS:
        sys.exit(subprocess.call(command, env=environment))
    os.execve(command[0], list(command), dict(environment))  # noqa: S606 - no shell is wanted


def lock_sources(pip: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """For a lock only the main index counts: a partial mirror or a wheel folder would leave platforms out."""
    found = uv_environment(pip, given)
    partial = {"UV_INDEX", "UV_INDEX_STRATEGY", "UV_FIND_LINKS"}
    return {name: value for name, value in found.items() if name not in partial}


def lint(environment: Mapping[str, str]) -> int:
    """All checks of the code, each run to its end; 1 when one of them found something."""
    python = [str(PYTHON), "-m"]
    empty = tempfile.mkdtemp(prefix="qingshan-lint-")
    django = {"DJANGO_SETTINGS_MODULE": "qingshan.foundation.settings", "QINGSHAN_DATA": empty}
    checks = {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "mypy": [*python, "mypy"],
        "import contracts": [str(BIN / "lint-imports"), "--no-logo"],
        "migrations": [*python, "django", "makemigrations", "--check", "--dry-run"],
    }
    failed = []
    try:
        for name, command in checks.items():
            tell(f"检查 {name}", f"checking {name}")
            if subprocess.call(command, cwd=ROOT, env={**environment, **django}):
                failed.append(name)
    finally:
        shutil.rmtree(empty, ignore_errors=True)
    tell("检查未通过：" + "、".join(failed), "checks failed") if failed else tell("检查全部通过", "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
